//! Noticing that another program wrote to the database.

use rusqlite::Connection;

use super::{Store, StoreError};

impl Store {
    /// Whether another connection has committed something since the last call
    /// that answered true (or since opening). This store's own edits don't
    /// count. Then the small tables have been read again.
    pub fn changed_elsewhere(&mut self) -> Result<bool, StoreError> {
        let now = data_version(&self.connection)?;
        if now == self.data_version {
            return Ok(false);
        }
        self.refresh()?;
        self.data_version = now;
        Ok(true)
    }
}

pub(super) fn data_version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))
}
