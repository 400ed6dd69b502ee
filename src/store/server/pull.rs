//! Copies what grantgrid reads on a server into an ordinary SQLite database.

use std::path::Path;

use rusqlite::Connection;

use super::copying::{self, CopiedTable};
use super::definitions;
use super::describe::ServerSchema;
use super::session::ServerSession;
use super::url::ServerUrl;
use crate::domain::JobProgress;
use crate::store::opening::backup::refuse_in_use;
use crate::store::opening::file::folder_for;
use crate::store::opening::part::{PartialFile, is_special};
use crate::store::opening::target::check_target;
use crate::store::{Store, StoreError};
use crate::text::system_error::reason;

/// How many rows were copied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PulledTables {
    /// The server, without a password.
    pub server: String,
    /// The tables with their numbers of rows, in the order in which they were copied.
    pub tables: Vec<(&'static str, u64)>,
}

impl Store {
    /// Copies what grantgrid reads on a server into a new SQLite file, from one consistent
    /// snapshot. `account` is the operating system account, which is the login if the URL
    /// names none. An existing file is replaced only with `replace`, once the copy is
    /// complete. Progress is reported in rows; the total is the server's estimate.
    ///
    /// # Errors
    /// [`StoreError::Unreachable`], [`StoreError::Server`], [`StoreError::Exists`],
    /// [`StoreError::Cancelled`], and those of writing a file; `to` is then unchanged.
    pub fn pull(
        url: &ServerUrl,
        account: &str,
        to: &Path,
        replace: bool,
        progress: &mut JobProgress<'_>,
    ) -> Result<PulledTables, StoreError> {
        refuse_target(to, replace)?;
        let folder = folder_for(to)?;
        let unwritable = |error: std::io::Error| StoreError::Unwritable {
            path: to.into(),
            reason: reason(&error),
        };
        let mut session = ServerSession::open(url, account, progress.cancel())?;
        let part = PartialFile::begin(folder).map_err(unwritable)?;
        let copied = copy_into(&mut session, part.path(), progress)?;
        refuse_target(to, replace)?;
        part.finish(to, replace, None).map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => StoreError::Exists(to.into()),
            _ => unwritable(error),
        })?;
        let tables = copied.into_iter().map(|it| (it.table, it.rows)).collect();
        Ok(PulledTables { server: session.name, tables })
    }
}

fn copy_into(
    session: &mut ServerSession,
    part: &Path,
    progress: &mut JobProgress<'_>,
) -> Result<Vec<CopiedTable>, StoreError> {
    let copy = Connection::open(part)?;
    let cancel = progress.cancel().cloned();
    let (schema, copied) = session.in_snapshot(cancel.as_ref(), |transaction, name| {
        let schema = ServerSchema::read(transaction, name)?;
        let copied = copying::copy(transaction, &schema, &copy, (name, progress))?;
        Ok((schema, copied))
    })?;
    copying::finish(&definitions::all_indexes(&schema), &copy, progress)?;
    Ok(copied)
}

/// Refuses to replace a file that is in use, or something that is not a file.
fn refuse_target(to: &Path, replace: bool) -> Result<(), StoreError> {
    check_target(to, replace, None)?;
    let refused = |why| Err(StoreError::NotForACopy { path: to.into(), why });
    if is_special(to) {
        return refused("it is not a regular file");
    }
    if std::fs::symlink_metadata(to).is_ok() && !replace {
        return Err(StoreError::Exists(to.into()));
    }
    refuse_in_use(to)
}
