//! The arguments of every command that makes a change: the reason, the database,
//! the operator, and whether it is a dry run.

use super::database::DatabaseArgs;
use super::exit::{DONE, PENDING};
use super::output::FormatArgs;
use super::phrases::filled;

/// The arguments that these commands share.
#[derive(Debug, clap::Args)]
pub(super) struct ChangeArgs {
    /// The reason, recorded in the history
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Change nothing; print what the change would do
    #[arg(long)]
    pub(super) dry_run: bool,
    /// With --dry-run: exit with 4 if there are changes to make
    #[arg(long, requires = "dry_run")]
    detailed_exitcode: bool,
    #[command(flatten)]
    pub(super) database: DatabaseArgs,
    #[command(flatten)]
    pub(super) format: FormatArgs,
}

impl ChangeArgs {
    pub(super) fn reason(&self) -> Option<&str> {
        self.reason.as_deref().and_then(filled)
    }

    /// The exit status; `pending` if there are changes to make.
    pub(super) fn status(&self, pending: bool) -> u8 {
        if self.dry_run && self.detailed_exitcode && pending { PENDING } else { DONE }
    }
}
