//! Rehearsals: an edit of rows carried out and rolled back, to tell
//! exactly what it would come to.
//!
//! A database that is small enough is rehearsed on a copy in memory: its file
//! may then be read-only or have a writer at work, and nobody has to wait for
//! the rehearsal. A larger one is rehearsed in its own write transaction.

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::WrittenChange;
use super::writer::Writer;
use crate::domain::ChangeKind;
use crate::store::reading::tenant_scope;
use crate::store::{Store, StoreError, opening};

/// Bytes of the largest database that is copied.
pub(crate) const COPIED: i64 = 64 * 1024 * 1024;

impl Store {
    /// Goes through all of [`Store::write_rows`] and rolls it back at the end:
    /// what it would come to, to the row.
    ///
    /// Errors: those of [`Store::write_rows`], and
    /// [`StoreError::TooLargeToRehearse`] instead of [`StoreError::ReadOnly`].
    pub(crate) fn rehearse(
        &mut self,
        kind: ChangeKind,
        work: impl FnOnce(&mut Writer<'_>) -> Result<(), StoreError>,
    ) -> Result<Option<WrittenChange>, StoreError> {
        if self.bytes()? > COPIED {
            if self.read_only {
                return Err(StoreError::TooLargeToRehearse);
            }
            return self.unenforced(|store| store.attempt(kind, None, false, work));
        }
        let copy = self.copied()?;
        let file = std::mem::replace(&mut self.connection, copy);
        let (read_only, data_version) = (self.read_only, self.data_version);
        // The copy is as new as can be; what the store has read may be older.
        (self.read_only, self.data_version) = (false, i64::MIN);
        let done = self.unenforced(|store| store.attempt(kind, None, false, work));
        self.connection = file;
        (self.read_only, self.data_version) = (read_only, data_version);
        done
    }

    /// The database in memory, with the operator's part of it alone if the store
    /// is restricted to that.
    fn copied(&self) -> Result<Connection, StoreError> {
        let mut copy = Connection::open_in_memory()?;
        match Backup::new(&self.connection, &mut copy)?.step(-1)? {
            StepResult::Done => {}
            _ => return Err(StoreError::Busy),
        }
        let copy = opening::prepare(&self.path, copy, opening::PATIENCE)?;
        if let (Some(operator), Some(tenant)) = (&self.acting, self.tenant_within()) {
            let who = (operator.name.as_str(), operator.role.as_str());
            tenant_scope::restrict(&copy, &self.schema, tenant, who)?;
        }
        Ok(copy)
    }

    /// How large the database is.
    fn bytes(&self) -> rusqlite::Result<i64> {
        let of = |name: &str| self.connection.pragma_query_value(None, name, |row| row.get(0));
        let (pages, size): (i64, i64) = (of("page_count")?, of("page_size")?);
        Ok(pages.saturating_mul(size))
    }
}
