//! `backup`: an online copy of the database.

use std::path::PathBuf;
use std::time::Duration;

use super::database::{DatabaseArgs, quoted};
use super::exit::{offering_force, say};
use super::work;

pub(super) const EXAMPLES: &str = "\
Examples:
  grantgrid backup hr-copy.db
  grantgrid backup /backups/hr.db --force --db hr.db     every night over the last one";

/// How long a page is waited for before somebody may stop it.
const AT_ONCE: Duration = Duration::from_millis(100);

/// The arguments of `backup`.
#[derive(Debug, clap::Args)]
pub(super) struct BackupArgs {
    /// The copy to make; nothing may stand there yet
    file: PathBuf,
    /// Replace what stands there, once the copy is whole
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    database: DatabaseArgs,
}

pub(super) fn run(args: &BackupArgs) -> anyhow::Result<()> {
    let mut store = args.database.open()?;
    // While another program writes it waits, and ^C is noticed.
    store.set_lock_timeout(AT_ONCE)?;
    let copied =
        work::watched("copying", |progress| store.back_up(&args.file, args.force, progress));
    copied.map_err(offering_force)?;
    let file = quoted(&args.file);
    say(&format!("copied {} to {file} · `grantgrid {file}` opens it", quoted(store.path())));
    Ok(())
}
