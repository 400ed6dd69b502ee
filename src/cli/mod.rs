//! The command line: arguments in, an exit status out. Data goes to standard
//! output, everything else to standard error; no command asks anything. Each
//! command group has a file of its own, which holds its arguments, its
//! examples and what it does; here is only the list of them.

mod account;
mod backup;
mod bulk;
mod change_args;
mod change_cells;
mod change_rows;
mod check;
mod company;
mod completions;
mod copy;
mod database;
mod demo;
mod did_you_mean;
mod dry_run;
mod edit;
mod entities;
mod errors;
mod exit;
mod export;
mod filter;
mod hints;
mod history;
mod import;
mod import_entities;
mod import_report;
mod init;
mod interrupt;
mod list;
mod lock_wait;
mod man;
mod open;
mod output;
mod phrases;
mod populate;
mod populate_report;
mod progress;
mod record;
mod resolve;
mod rules;
mod show;
mod source;
mod stats;
mod table;
mod terminal_writer;
mod undo;
mod user;
mod why;
mod work;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::domain::Operation;
use crate::filter::Axis;

/// How every help page is laid out: what it does, examples, then the rest.
const HELP: &str =
    "{about-with-newline}\n{before-help}{usage-heading} {usage}\n\n{all-args}{after-help}";

#[derive(Debug, Parser)]
#[command(
    name = "grantgrid",
    version,
    about = "Decide which users of a multi-company HR system may work in which companies",
    before_help = open::EXAMPLES,
    args_conflicts_with_subcommands = true,
    max_term_width = 100
)]
struct Cli {
    #[command(flatten)]
    open: open::OpenArgs,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a new, empty HR database
    #[command(before_help = init::INIT_EXAMPLES)]
    Init(init::InitArgs),
    /// Look at a made-up HR database, or write it to a file
    #[command(before_help = init::DEMO_EXAMPLES)]
    Demo(init::DemoArgs),
    /// List the users, with the number of companies each may work in
    #[command(before_help = list::USERS_EXAMPLES, after_help = list::USERS_FILTER)]
    Users(list::ListArgs),
    /// List the companies, with the number of users that may work in each
    #[command(before_help = list::COMPANIES_EXAMPLES, after_help = list::COMPANIES_FILTER)]
    Companies(list::ListArgs),
    /// Show one user and the companies that the user may work in
    #[command(before_help = show::EXAMPLES)]
    Show(show::ShowArgs),
    /// Let users work in companies
    #[command(before_help = edit::GRANT_EXAMPLES, override_usage = edit::usage("grant"))]
    Grant(edit::GrantArgs),
    /// No longer let users work in companies
    #[command(before_help = edit::REVOKE_EXAMPLES, override_usage = edit::usage("revoke"))]
    Revoke(edit::GrantArgs),
    /// Let users work in exactly these companies: they lose every other
    #[command(before_help = edit::SET_EXAMPLES, override_usage = edit::usage("set"))]
    Set(edit::GrantArgs),
    /// Give users the companies of another user
    #[command(before_help = copy::EXAMPLES)]
    Copy(copy::CopyArgs),
    /// List the rule of each role: which companies its users shall have
    #[command(before_help = rules::EXAMPLES)]
    Rules(rules::RulesArgs),
    /// Give users what the rules of their roles call for
    #[command(before_help = populate::EXAMPLES, after_help = populate::EXPLANATION)]
    Populate(populate::PopulateArgs),
    /// Add, alter, deactivate or delete users themselves
    #[command(before_help = user::EXAMPLES)]
    User(user::UserCommandArgs),
    /// Add, alter, deactivate or delete companies themselves
    #[command(before_help = company::EXAMPLES)]
    Company(company::CompanyCommandArgs),
    /// Add and alter users as a file says, as one change
    #[command(before_help = import_entities::USERS_EXAMPLES, after_help = import_entities::USERS_COLUMNS)]
    ImportUsers(import_entities::EntityImportArgs),
    /// Add and alter companies as a file says, as one change
    #[command(before_help = import_entities::COMPANIES_EXAMPLES, after_help = import_entities::COMPANIES_COLUMNS)]
    #[command(mut_arg("force", |force| force.hide(true)))] // no user is altered
    ImportCompanies(import_entities::EntityImportArgs),
    /// Take a change back: the newest that stands, or the one named
    #[command(before_help = undo::UNDO_EXAMPLES)]
    Undo(undo::UndoArgs),
    /// Make the change that was undone last again
    #[command(before_help = undo::REDO_EXAMPLES)]
    Redo(change_args::ChangeArgs),
    /// List what was changed, newest first, or the cells of one change
    #[command(before_help = history::EXAMPLES)]
    History(history::HistoryArgs),
    /// Say why a user may or may not work in a company
    #[command(before_help = why::EXAMPLES)]
    Why(why::WhyArgs),
    /// Take over the grants of a file: CSV, XLSX or JSON
    #[command(before_help = import::EXAMPLES, after_help = import::EXPLANATION)]
    Import(import::ImportArgs),
    /// Write the access matrix to a file: CSV, XLSX or JSON
    #[command(before_help = export::EXAMPLES)]
    Export(export::ExportArgs),
    /// Count users, companies, grants, coverage and drift, in all and in detail
    #[command(before_help = stats::EXAMPLES)]
    Stats(stats::StatsArgs),
    /// Look for what is wrong with the database, and mend what can be mended
    #[command(before_help = check::EXAMPLES, after_help = check::MORE)]
    Check(check::CheckArgs),
    /// Copy the database while other programs go on writing to it
    #[command(before_help = backup::EXAMPLES)]
    Backup(backup::BackupArgs),
    /// Print the script that makes a shell complete commands and options
    #[command(before_help = completions::EXAMPLES)]
    Completions(completions::CompletionsArgs),
    /// Print the manual page
    #[command(before_help = man::EXAMPLES)]
    Man,
}

/// Runs the program with its arguments, its own name first, and answers the
/// exit status: 0 done, 1 failed, 2 wrong usage, 3 the database was busy, 4 changes
/// pending, 5 refused, 128 and its number for a signal.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    std::panic::set_hook(Box::new(terminal_writer::report_panic));
    let cli = match parse(arguments) {
        Ok(cli) => cli,
        // Help and the version come this way too; for them the status is 0.
        Err(error) => {
            terminal_writer::print_usage(&error);
            return if error.use_stderr() {
                ExitCode::from(exit::USAGE)
            } else {
                ExitCode::SUCCESS
            };
        }
    };
    match dispatch(cli) {
        Ok(status) => ExitCode::from(status),
        Err(error) => ExitCode::from(exit::report(&error)),
    }
}

fn command() -> clap::Command {
    fn laid_out(command: clap::Command) -> clap::Command {
        command.help_template(HELP).mut_subcommands(laid_out)
    }
    laid_out(Cli::command())
}

fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Cli, clap::Error> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let matches = command()
        .try_get_matches_from(&arguments)
        .map_err(|error| did_you_mean::explained(error, &arguments))?;
    Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command()))
}

fn dispatch(cli: Cli) -> anyhow::Result<u8> {
    match cli.command {
        None => return open::run(&cli.open),
        Some(Command::Demo(args)) => return init::demo(&args),
        Some(Command::Init(args)) => init::init(&args),
        Some(Command::Users(args)) => list::users(&args),
        Some(Command::Companies(args)) => list::companies(&args),
        Some(Command::Show(args)) => show::run(&args),
        Some(Command::Grant(args)) => return edit::run(&args, &Operation::Grant),
        Some(Command::Revoke(args)) => return edit::run(&args, &Operation::Revoke),
        Some(Command::Set(args)) => return edit::run(&args, &Operation::Set),
        Some(Command::Copy(args)) => return copy::run(&args),
        Some(Command::Rules(args)) => return rules::run(&args),
        Some(Command::Populate(args)) => return populate::run(&args),
        Some(Command::ImportUsers(args)) => return import_entities::run(&args, Axis::Users),
        Some(Command::ImportCompanies(args)) => {
            return import_entities::run(&args, Axis::Companies);
        }
        Some(Command::User(args)) => return user::run(&args),
        Some(Command::Company(args)) => return company::run(&args),
        Some(Command::Undo(args)) => return undo::undo(&args),
        Some(Command::History(args)) => history::run(&args),
        Some(Command::Redo(args)) => return undo::redo(&args),
        Some(Command::Why(args)) => why::run(&args),
        Some(Command::Export(args)) => export::run(&args),
        Some(Command::Import(args)) => return import::run(&args),
        Some(Command::Stats(args)) => stats::run(&args),
        Some(Command::Check(args)) => return check::run(&args),
        Some(Command::Backup(args)) => backup::run(&args),
        Some(Command::Completions(args)) => completions::run(&args),
        Some(Command::Man) => man::run(),
    }?;
    Ok(exit::DONE)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_commands_are_sound() {
        super::command().debug_assert();
    }

    #[test]
    fn every_argument_says_what_it_is() {
        let mut whole = super::command();
        whole.build();
        let mut commands: Vec<&clap::Command> = vec![&whole];
        while let Some(command) = commands.pop() {
            commands.extend(command.get_subcommands().filter(|it| it.get_name() != "help"));
            let name = command.get_name();
            assert!(command.get_about().is_some(), "{name}");
            for argument in command.get_arguments() {
                assert!(argument.get_help().is_some(), "{name}: {}", argument.get_id());
            }
        }
    }

    /// The words of a line as a shell takes them, up to a pipe.
    fn words(line: &str) -> Vec<std::ffi::OsString> {
        let mut words = vec![String::new()];
        let mut quoted = false;
        for letter in line.chars() {
            match letter {
                '\'' => quoted = !quoted,
                '|' | '>' if !quoted => break,
                ' ' if !quoted => words.push(String::new()),
                letter => words.last_mut().expect("a word").push(letter),
            }
        }
        words.into_iter().filter(|word| !word.is_empty()).map(Into::into).collect()
    }

    #[test]
    fn every_command_has_examples_that_parse() {
        let mut whole = super::command();
        whole.build();
        let mut commands: Vec<&clap::Command> = vec![&whole];
        while let Some(command) = commands.pop() {
            commands.extend(command.get_subcommands().filter(|it| it.get_name() != "help"));
            let name = command.get_name();
            let examples = command.get_before_help().map(ToString::to_string).unwrap_or_default();
            let lines: Vec<&str> = examples.lines().filter(|line| line.starts_with("  ")).collect();
            assert!(examples.starts_with("Examples:\n"), "{name}");
            assert!(!lines.is_empty(), "{name}");
            for line in lines {
                // An example ends where its explanation begins.
                let line = line.trim_start().split("   ").next().unwrap_or_default();
                assert!(super::parse(words(line)).is_ok(), "{name}: {line}");
            }
        }
    }
}
