//! `man`: the manual page. Commands, options and examples come from the same
//! definitions as the help pages.

use clap::{Arg, Command};
use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, italic, roman};

use super::exit::STATUSES;
use super::output::Output;

pub(super) const EXAMPLES: &str = "\
Examples:
  grantgrid man > ~/.local/share/man/man1/grantgrid.1     then run `man grantgrid`
  grantgrid man > grantgrid.1     then run `man ./grantgrid.1`";

/// The description of the program, without its commands.
const DESCRIPTION: &[&str] = &[
    "grantgrid edits the database of a multi-company HR system in place: which users can access \
     which companies. Without a command it opens a full-screen console on the database, in which \
     the key ? shows every key. The commands do the same for scripts.",
    "grantgrid records every change in the database, with who made it, when and why; every change \
     can be undone. Data goes to standard output, everything else to standard error, and no command \
     prompts. In a pipe, the columns of tables are separated by tabs. Name a user by username, and a \
     company by code, exact name, CODE (TENANT) or id.",
];

const ENVIRONMENT: &[(&str, &str)] = &[
    ("GRANTGRID_DB", "The database of commands without --db, and of the console without DB."),
    (
        "GRANTGRID_THEME",
        "The theme of the console if --theme is not given, such as dark, light or plain.",
    ),
    ("NO_COLOR", "If set, the console draws without colors."),
    ("XDG_CONFIG_HOME", "The folder of the configuration and of themes; ~/.config if not set."),
    ("XDG_DATA_HOME", "The folder of the default database; ~/.local/share if not set."),
];

const FILES: &[(&str, &str)] = &[
    (
        "$XDG_DATA_HOME/grantgrid/grantgrid.db",
        "The default database. The console creates it on first use.",
    ),
    (
        "$XDG_CONFIG_HOME/grantgrid/config.toml",
        "The configuration of the console; grantgrid config prints the settings in effect. Themes are in \
         themes/NAME.toml in the same folder.",
    ),
    (
        "tables that begin with grantgrid_",
        "grantgrid's own tables in the HR system's database: the history of changes, the role rules and \
         the access policy. The first edit creates them; the HR system's tables keep their columns.",
    ),
];

/// Prints the page of the program that `command` defines.
pub(super) fn run(command: Command) -> anyhow::Result<()> {
    let mut output = Output::new();
    output.generated(&page(command)?)?;
    output.finish()
}

/// The page in roff.
fn page(mut program: Command) -> anyhow::Result<Vec<u8>> {
    program.build();
    let mut page = Vec::new();
    let version = format!("grantgrid {}", env!("CARGO_PKG_VERSION"));
    let head = Man::new(program.clone()).title("GRANTGRID").date("").source(version).manual("");
    head.render_title(&mut page)?;
    head.render_name_section(&mut page)?;

    let mut roff = Roff::new();
    roff.control("SH", ["SYNOPSIS"]);
    roff.text([
        bold("grantgrid"),
        roman(" ["),
        italic("OPTIONS"),
        roman("] ["),
        italic("DB"),
        roman("]"),
    ]);
    roff.control("br", []);
    roff.text([bold("grantgrid "), italic("COMMAND"), roman(" ["), italic("OPTIONS"), roman("]")]);
    roff.control("SH", ["DESCRIPTION"]);
    for paragraph in DESCRIPTION {
        roff.control("PP", []);
        roff.text([roman(*paragraph)]);
    }
    roff.control("SH", ["OPTIONS"]);
    options(&mut roff, &program);
    roff.control("SH", ["COMMANDS"]);
    for command in program.get_subcommands() {
        section(&mut roff, command);
    }
    terms(&mut roff, "EXIT STATUS", STATUSES);
    terms(&mut roff, "ENVIRONMENT", ENVIRONMENT);
    terms(&mut roff, "FILES", FILES);
    roff.control("SH", ["EXAMPLES"]);
    let examples = program.get_before_help().map(ToString::to_string).unwrap_or_default();
    preformatted(&mut roff, examples.lines().skip(1));
    roff.to_writer(&mut page)?;
    Ok(page)
}

/// A command and its subcommands.
fn section(roff: &mut Roff, command: &Command) {
    if command.get_name() == "help" {
        return;
    }
    let name = command.get_bin_name().unwrap_or(command.get_name());
    roff.control("SS", [name]);
    if let Some(about) = command.get_about() {
        roff.text([roman(format!("{about}."))]);
    }
    let usage = command.clone().render_usage().to_string();
    preformatted(roff, usage.trim_start_matches("Usage:").lines().map(str::trim));
    options(roff, command);
    if let Some(examples) = command.get_before_help() {
        preformatted(roff, examples.to_string().lines());
    }
    if let Some(more) = command.get_after_help() {
        preformatted(roff, more.to_string().lines());
    }
    command.get_subcommands().for_each(|command| section(roff, command));
}

fn options(roff: &mut Roff, command: &Command) {
    let mut arguments: Vec<&Arg> = command.get_arguments().collect();
    arguments.sort_by_key(|argument| !argument.is_positional());
    // Every command has --help; it is listed once, for the program.
    let is_listed = |argument: &&Arg| {
        !argument.is_hide_set()
            && (argument.get_id() != "help" || command.get_name() == "grantgrid")
    };
    for argument in arguments.into_iter().filter(is_listed) {
        roff.control("TP", []);
        roff.text(names_of(argument));
        let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
        let values: Vec<String> = argument
            .get_possible_values()
            .iter()
            .filter(|_| argument.get_action().takes_values())
            .map(|value| value.get_name().to_owned())
            .collect();
        let values = match &values[..] {
            [] => String::new(),
            values => format!(" [possible values: {}]", values.join(", ")),
        };
        roff.text([roman(format!("{help}{values}"))]);
    }
}

/// An argument as it is typed.
fn names_of(argument: &Arg) -> Vec<Inline> {
    let mut names = Vec::new();
    if let Some(short) = argument.get_short() {
        names.push(bold(format!("-{short}")));
    }
    if let Some(long) = argument.get_long() {
        if !names.is_empty() {
            names.push(roman(", "));
        }
        names.push(bold(format!("--{long}")));
    }
    if argument.get_action().takes_values() {
        if !names.is_empty() {
            names.push(roman(" "));
        }
        names.push(italic(value_of(argument)));
    }
    names
}

/// The placeholder for the value of an argument.
fn value_of(argument: &Arg) -> String {
    match argument.get_value_names() {
        Some(names) => names.join(" "),
        None => argument.get_id().as_str().to_uppercase(),
    }
}

/// Lines without filling.
fn preformatted<'a>(roff: &mut Roff, lines: impl Iterator<Item = &'a str>) {
    roff.control("PP", []);
    roff.control("nf", []);
    for line in lines {
        roff.text([roman(line)]);
    }
    roff.control("fi", []);
}

fn terms(roff: &mut Roff, title: &str, terms: &[(&str, &str)]) {
    roff.control("SH", [title]);
    for (term, means) in terms {
        roff.control("TP", []);
        roff.text([bold(*term)]);
        roff.text([roman(*means)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every command and its subcommands.
    fn all(command: &Command) -> Vec<&Command> {
        let below = command.get_subcommands().filter(|command| command.get_name() != "help");
        std::iter::once(command).chain(below.flat_map(all)).collect()
    }

    #[test]
    fn the_page_names_every_command_and_every_option() {
        let page = String::from_utf8(page(crate::cli::command()).unwrap()).unwrap();
        let page = page.replace(r"\-", "-");
        let mut program = crate::cli::command();
        program.build();
        for command in all(&program) {
            let name = command.get_bin_name().unwrap_or("grantgrid");
            let heading = format!(".SS \"{name}\"");
            let section = match name {
                "grantgrid" => &page,
                _ => page.split(&heading).nth(1).unwrap_or_else(|| panic!("no section for {name}")),
            };
            let section = section.split(".SS").next().unwrap();
            for argument in command.get_arguments().filter(|it| !it.is_hide_set()) {
                let named = match argument.get_long() {
                    Some("help") => continue,
                    Some(long) => format!("\\fB--{long}\\fR"),
                    None => format!("\\fI{}\\fR", value_of(argument)),
                };
                assert!(section.contains(&named), "{name}: {named}\n{section}");
            }
        }
        for part in ["EXIT STATUS", "ENVIRONMENT", "FILES", "EXAMPLES"] {
            assert!(
                page.contains(&format!(".SH \"{part}\"")) || page.contains(&format!(".SH {part}")),
                "{part}"
            );
        }
    }

    #[test]
    fn the_documentation_has_the_same_statuses() {
        let page = include_str!("../../docs/command-line.md");
        for (status, means) in STATUSES {
            let line = format!("| {status} | {means} |");
            assert!(page.contains(&line), "put this into docs/command-line.md: {line}");
        }
    }
}
