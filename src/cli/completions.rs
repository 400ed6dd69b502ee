//! `completions`: what makes a shell complete commands and options. The script
//! comes from the same definition as the help pages.

use anyhow::ensure;
use clap::Command;
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
pub(super) struct Args {
    /// The shell that is to complete
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let script = match args.shell {
        Shell::Zsh => zsh()?,
        shell => generated(shell, super::command()),
    };
    let mut output = Output::new();
    output.bytes(script.as_bytes())?;
    output.finish()
}

fn generated(shell: Shell, mut command: Command) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "grantgrid", &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// What the script for zsh completes as the first word, and what it should.
const FIRST: &str = r#"":: :_grantgrid_commands""#;
const FIRST_OR_FILE: &str =
    r#"': :{_alternative "commands: :_grantgrid_commands" "files: :_files"}'"#;

/// The script for zsh. With a database that may be left out, the generator
/// takes the first word for it and looks for the command behind it. So it sees
/// none, and files are offered beside the commands.
fn zsh() -> anyhow::Result<String> {
    let whole = super::command();
    let options = whole.get_arguments().filter(|argument| !argument.is_positional()).cloned();
    let without_database = Command::new("grantgrid")
        .version(env!("CARGO_PKG_VERSION"))
        .args(options)
        .subcommands(whole.get_subcommands().cloned());
    let script = generated(Shell::Zsh, without_database);
    ensure!(script.contains(FIRST), "the script has no place for the first word");
    Ok(script.replacen(FIRST, FIRST_OR_FILE, 1))
}
