//! Creates a new database from `schema.sql`.

use std::io::ErrorKind;
use std::path::Path;

use super::file::folder_for;
use super::part::PartialFile;
use super::target::{check_target, refuse_existing};
use crate::store::sqlite::pragmas;
use crate::store::sqlite::pragmas::JournalMode;
use crate::store::{Environment, Store, StoreError};
use crate::text::system_error::reason;

/// The HR system's tables that `grantgrid init` creates.
pub const SCHEMA: &str = include_str!("../../../schema.sql");

impl Store {
    /// Creates a new database at `path` that only its owner can read, and opens it. It
    /// gets its name when it is complete.
    ///
    /// # Errors
    /// [`StoreError::Exists`] if a file already exists; it is not changed.
    /// [`StoreError::NoFolder`], [`StoreError::Unwritable`],
    /// [`StoreError::IsSideFile`]. Nothing is left behind.
    pub fn create(path: &Path, environment: Environment) -> Result<Self, StoreError> {
        let folder = folder_for(path)?;
        check_target(path, false, None)?;
        refuse_existing(path)?;
        let failed = |error: std::io::Error| match error.kind() {
            ErrorKind::AlreadyExists => StoreError::Exists(path.into()),
            _ => StoreError::Unwritable { path: path.into(), reason: reason(&error) },
        };
        let part = PartialFile::begin(folder).map_err(failed)?;
        fill(part.path())?;
        part.finish(path, false, None).map_err(failed)?;
        Self::open(path, environment)
    }
}

fn fill(path: &Path) -> Result<(), StoreError> {
    let connection = super::connect(path, super::LOCK_TIMEOUT)?;
    // Nobody sees this file before it is complete, so it needs no rollback journal.
    pragmas::set_journal(&connection, JournalMode::Memory)?;
    let transaction = connection.unchecked_transaction()?;
    transaction.execute_batch(SCHEMA)?;
    Ok(transaction.commit()?)
}
