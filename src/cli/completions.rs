//! `completions`: what makes a shell complete commands and options. The script
//! comes from the same definition as the help pages.

use clap_complete::Shell;

use super::output::Output;

pub(super) const EXAMPLES: &str = "\
Examples:
  grantgrid completions bash > ~/.local/share/bash-completion/completions/grantgrid
  grantgrid completions zsh > ~/.zfunc/_grantgrid     with fpath+=~/.zfunc before compinit
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
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::command(), "grantgrid", &mut script);
    let mut output = Output::new();
    output.bytes(&script)?;
    output.finish()
}
