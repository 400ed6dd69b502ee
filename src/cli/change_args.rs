//! The arguments of every command that makes a change: why, on which database,
//! in whose name, and whether it is only to be told what it would do.

use super::database::DatabaseArgs;
use super::exit::{DONE, PENDING};
use super::output::FormatArgs;
use super::phrases::filled;

/// The arguments of all of them.
#[derive(Debug, clap::Args)]
pub(super) struct ChangeArgs {
    /// Why; the journal keeps it
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Change nothing; print what the change would do
    #[arg(long)]
    pub(super) dry_run: bool,
    /// With --dry-run: exit with 4 if there is something to change
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

    /// The exit status, where something is `pending` or was done.
    pub(super) fn status(&self, pending: bool) -> u8 {
        if self.dry_run && self.detailed_exitcode && pending { PENDING } else { DONE }
    }
}
