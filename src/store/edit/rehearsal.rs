//! Rehearsals: an edit is made and rolled back, to find out exactly what it would do.
//!
//! For a small database, this happens on a copy in memory: the file may be read-only or
//! locked, and no other program has to wait. For a larger one, it happens in a write
//! transaction of the database itself.

use rusqlite::Connection;

use super::WrittenChange;
use super::dependents::Dependents;
use super::verify::{self, Verifier};
use super::writer::Writer;
use crate::domain::{Bulk, ChangeKind, JobProgress};
use crate::store::reading::tenant_scope;
use crate::store::sqlite::page_copy;
use crate::store::sqlite::pragmas;
use crate::store::{Store, StoreError, WriteAccess, opening};

/// The size of the largest database that is copied, in bytes.
const COPIED: i64 = Store::MOST_REHEARSED_MIB * 1024 * 1024;

impl Store {
    /// The size of the largest database that is copied, in MiB. A larger database that is read-only is not rehearsed
    /// against its triggers and constraints.
    pub const MOST_REHEARSED_MIB: i64 = 64;

    /// Does all of [`Store::write_rows`] and rolls it back. Returns exactly what it would do.
    ///
    /// # Errors
    /// Those of [`Store::write_rows`], and [`StoreError::TooLargeToRehearse`] in place of
    /// [`StoreError::ReadOnly`].
    pub(crate) fn rehearse(
        &mut self,
        kind: ChangeKind,
        work: impl FnOnce(&mut Writer<'_>) -> Result<(), StoreError>,
    ) -> Result<Option<WrittenChange>, StoreError> {
        self.rehearsed(|store| store.write_rows(kind, None, work))
    }

    /// Makes an edit and rolls it back, if triggers or constraints of the database could
    /// reject it or change something unplanned; otherwise does nothing.
    ///
    /// # Errors
    /// Those of the edit, and [`StoreError::TooLargeToRehearse`].
    pub fn rehearse_edit<T>(
        &mut self,
        edit: impl FnOnce(&mut Self) -> Result<T, StoreError>,
    ) -> Result<(), StoreError> {
        if self.needs_rehearsal(false)? { self.rehearsed(edit).map(drop) } else { Ok(()) }
    }

    /// Rehearses [`Store::commit`], as [`Store::rehearse_edit`] does.
    ///
    /// # Errors
    /// Those of [`Store::commit`], and [`StoreError::TooLargeToRehearse`].
    pub fn rehearse_commit(
        &mut self,
        bulk: &Bulk,
        progress: &mut JobProgress<'_>,
    ) -> Result<(), StoreError> {
        if self.needs_rehearsal(true)? {
            self.rehearsed(|store| store.commit(bulk, None, None, progress))?;
        }
        Ok(())
    }

    /// Whether triggers or constraints of the database could reject an edit or change
    /// something unplanned. `grants_alone` means an edit that writes only grants.
    pub(crate) fn needs_rehearsal(&self, grants_alone: bool) -> Result<bool, StoreError> {
        let connection = &self.connection;
        Ok(Verifier::is_needed(connection, grants_alone)?
            || verify::may_refuse_grants(connection)?
            || Dependents::exist(connection)?)
    }

    fn rehearsed<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let small = pragmas::size(&self.connection)? <= COPIED;
        if !small && self.access == WriteAccess::None {
            return Err(StoreError::TooLargeToRehearse);
        }
        let copy = if small { Some(self.copied()?) } else { None };
        let file = copy.map(|copy| std::mem::replace(&mut self.connection, copy));
        let (access, data_version) = (self.access, self.data_version);
        if file.is_some() {
            // The copy is current, but what the store has read may be older.
            self.data_version = i64::MIN;
        }
        self.access = WriteAccess::Rehearsal;
        let done = work(self);
        self.access = access;
        if let Some(file) = file {
            self.connection = file;
            self.data_version = data_version;
        }
        done
    }

    /// A copy of the database in memory, restricted to the operator's tenant if the store is.
    fn copied(&self) -> Result<Connection, StoreError> {
        let mut copy = Connection::open_in_memory()?;
        page_copy::copy_at_once(&self.connection, &mut copy)?;
        let copy = opening::prepare(&self.path, copy, opening::LOCK_TIMEOUT)?;
        if let (Some(operator), Some(tenant)) = (&self.acting, self.tenant_within()) {
            let who = (operator.name.as_str(), operator.role.as_str());
            tenant_scope::restrict(&copy, &self.schema, tenant, who)?;
        }
        Ok(copy)
    }
}
