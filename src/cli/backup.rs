//! `backup`: an online copy of the database.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::bail;

use super::database::{self, DatabaseArgs, quoted};
use super::exit::{offering_force, print_message};
use super::work;

pub(super) const EXAMPLES: &str = "\
Examples:
  grantgrid backup hr-copy.db
  grantgrid backup /backups/hr.db --force --db hr.db     every night, overwriting the last one";

/// How long to wait for a page before checking for a signal.
const SIGNAL_CHECK: Duration = Duration::from_millis(100);

/// The arguments of `backup`.
#[derive(Debug, clap::Args)]
pub(super) struct BackupArgs {
    /// The backup file to write; it must not exist yet
    file: PathBuf,
    /// Overwrite an existing file once the copy is complete
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    database: DatabaseArgs,
}

pub(super) fn run(args: &BackupArgs) -> anyhow::Result<()> {
    if let Some(url) = args.database.server()? {
        bail!(
            "{url}: back up a server's database with pg_dump; `grantgrid pull FILE --db {url}` \
             copies what grantgrid reads to a SQLite file"
        );
    }
    database::refuse_url(&args.file, "`backup` writes a SQLite file; give its name")?;
    let mut store = args.database.open()?;
    // It waits while another program writes, and still reacts to ^C.
    store.set_lock_timeout(SIGNAL_CHECK)?;
    let copied =
        work::with_progress("copying", |progress| store.back_up(&args.file, args.force, progress));
    copied.map_err(offering_force)?;
    let file = quoted(&args.file);
    print_message(&format!(
        "copied {} to {file} · `grantgrid {file}` opens it",
        quoted(store.path())
    ));
    Ok(())
}
