//! Noticing that another program wrote to the database.

use std::path::Path;

use rusqlite::Connection;

use crate::store::{Store, StoreError};

impl Store {
    /// Whether another connection has committed something since the last call
    /// that answered true (or since opening). This store's own edits don't
    /// count. Then the small tables have been read again.
    ///
    /// Errors: [`StoreError::Replaced`] if another file is under the
    /// database's name by now, or none.
    pub fn changed_externally(&mut self) -> Result<bool, StoreError> {
        if FileId::of(&self.path) != self.file {
            return Err(StoreError::Replaced(self.path.clone()));
        }
        let mut now = data_version(&self.connection)?;
        if now == self.data_version {
            return Ok(false);
        }
        if let Some(link) = &mut self.replica {
            // Both of one moment.
            let moment = self.connection.unchecked_transaction()?;
            let only_made_indexes = link.only_made_indexes(&moment)?;
            now = data_version(&moment)?;
            if only_made_indexes {
                self.data_version = now;
                return Ok(false);
            }
        }
        self.refresh()?;
        self.data_version = now;
        Ok(true)
    }
}

pub(crate) fn data_version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))
}

/// What tells a file from another that gets its name later; `None` where there
/// is no file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FileId(Option<(u64, u64)>);

impl FileId {
    #[cfg(unix)]
    pub(crate) fn of(path: &Path) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self(std::fs::metadata(path).ok().map(|metadata| (metadata.dev(), metadata.ino())))
    }

    #[cfg(not(unix))]
    pub(crate) fn of(path: &Path) -> Self {
        Self(path.exists().then_some((0, 0)))
    }
}
