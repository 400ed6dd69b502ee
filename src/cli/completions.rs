//! `completions`: the script that lets a shell complete commands and options.
//! It is generated from the same definition as the help pages.

use anyhow::ensure;
use clap::{Arg, Command, ValueHint};
use clap_complete::Shell;

use super::output::Output;

pub(super) const EXAMPLES: &str = "\
Examples:
  grantgrid completions bash > ~/.local/share/bash-completion/completions/grantgrid
  grantgrid completions zsh > ~/.zfunc/_grantgrid     with fpath=(~/.zfunc $fpath) before compinit
  grantgrid completions fish > ~/.config/fish/completions/grantgrid.fish
  grantgrid completions powershell >> $PROFILE";

/// The arguments of `completions`.
#[derive(Debug, clap::Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the script that completes the commands of `whole`.
pub(super) fn run(args: &CompletionsArgs, whole: Command) -> anyhow::Result<()> {
    let whole = with_hints(whole);
    let script = match args.shell {
        Shell::Zsh => zsh(&whole)?,
        Shell::Fish => fish(&whole),
        shell => generated(shell, whole),
    };
    let mut output = Output::new();
    output.generated(script.as_bytes())?;
    output.finish()
}

/// Only paths are completed as files; names, filters and reasons are not.
fn with_hints(command: Command) -> Command {
    let hint = |argument: Arg| {
        let is_word = argument.get_action().takes_values()
            && argument.get_possible_values().is_empty()
            && argument.get_value_hint() == ValueHint::Unknown;
        if is_word { argument.value_hint(ValueHint::Other) } else { argument }
    };
    command.mut_args(hint).mut_subcommands(with_hints)
}

fn generated(shell: Shell, mut command: Command) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "grantgrid", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// The first word that the generated zsh script completes, and what it should
/// complete.
const FIRST: &str = r#"":: :_grantgrid_commands""#;
const FIRST_OR_FILE: &str =
    r#"': :{_alternative "commands: :_grantgrid_commands" "files: :_files"}'"#;

/// The script for zsh. The generator would treat the first word as the optional
/// database and look for the command after it. It is given a definition without
/// the database; files are then offered along with the commands.
fn zsh(whole: &Command) -> anyhow::Result<String> {
    let options = whole.get_arguments().filter(|argument| !argument.is_positional()).cloned();
    let without_database = Command::new("grantgrid")
        .version(env!("CARGO_PKG_VERSION"))
        .args(options)
        .subcommands(whole.get_subcommands().cloned());
    let script = generated(Shell::Zsh, without_database);
    ensure!(script.contains(FIRST), "the zsh script does not complete the first word as expected");
    Ok(script.replacen(FIRST, FIRST_OR_FILE, 1))
}

/// The script for fish. The generator ignores positional arguments, so fish would
/// offer files for names and choices.
fn fish(whole: &Command) -> String {
    let mut script = generated(Shell::Fish, whole.clone());
    for command in whole.get_subcommands() {
        let within = format!("__fish_grantgrid_using_subcommand {}", command.get_name());
        for below in command.get_subcommands() {
            let within = format!("{within}; and __fish_seen_subcommand_from {}", below.get_name());
            script.extend(words(&within, below));
        }
        if !command.has_subcommands() {
            script.extend(words(&within, command));
        }
    }
    script
}

/// What fish offers for the words of a command; `None` if they are paths.
fn words(within: &str, command: &Command) -> Option<String> {
    let mut words = command.get_positionals().peekable();
    if words.peek().is_some_and(|word| word.get_value_hint() == ValueHint::AnyPath) {
        return None;
    }
    let choices: Vec<String> =
        words.flat_map(Arg::get_possible_values).map(|it| it.get_name().to_owned()).collect();
    let offer = match &choices[..] {
        [] => String::new(),
        choices => format!(" -a \"{}\"", choices.join(" ")),
    };
    Some(format!("complete -c grantgrid -n \"{within}\" -f{offer}\n"))
}
