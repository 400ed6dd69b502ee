//! Detects that another program wrote to the database, and reads the small tables again.

use super::catalog::Catalog;
use super::file_id::FileId;
use super::{home_companies, tenant_scope};
use crate::store::sqlite::pragmas::data_version;
use crate::store::{Store, StoreError};

impl Store {
    /// Whether another connection has committed something since the last call that
    /// returned true (or since opening). This store's own edits do not count. If it
    /// returns true, the small tables have been read again.
    ///
    /// # Errors
    /// [`StoreError::Replaced`] if the file was removed or replaced.
    pub fn changed_externally(&mut self) -> Result<bool, StoreError> {
        if FileId::of(&self.path) != self.file {
            return Err(StoreError::Replaced(self.path.clone()));
        }
        let mut now = data_version(&self.connection)?;
        if now == self.data_version {
            return Ok(false);
        }
        if let Some(link) = &mut self.replica {
            // Both are read from the same snapshot.
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

    /// Reads the small tables again, but not the home companies of a large database,
    /// which [`Store::install_home_companies`] updates.
    pub(in crate::store) fn refresh(&mut self) -> Result<(), StoreError> {
        if let Some(tenant) = self.tenant_within() {
            tenant_scope::renew(&self.connection, &self.schema, tenant)?;
        }
        self.reload()
    }

    pub(in crate::store) fn reload(&mut self) -> Result<(), StoreError> {
        self.columns.forget();
        self.catalog = Catalog::read(&self.connection, &self.schema, self.tenant_within())?;
        self.homes_outdated = true;
        if home_companies::is_small(&self.connection, &self.schema)? {
            self.load_homes_now()?;
        }
        Ok(())
    }
}
