//! Making a new database from `schema.sql`.

use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::path::Path;

use super::file::folder_for;
use crate::store::{Services, Store, StoreError};

/// The HR tables that the console works on, as `grantgrid init` makes them.
pub const SCHEMA: &str = include_str!("../../../schema.sql");

impl Store {
    /// Makes a new database at `path` and opens it.
    ///
    /// Errors: [`StoreError::Exists`] if anything stands there; it is left as
    /// it is. [`StoreError::NoFolder`], [`StoreError::Unwritable`]. If making
    /// it fails, nothing is left behind.
    pub fn create(path: &Path, services: Services) -> Result<Self, StoreError> {
        folder_for(path)?;
        OpenOptions::new().write(true).create_new(true).open(path).map_err(|error| match error
            .kind()
        {
            ErrorKind::AlreadyExists => StoreError::Exists(path.into()),
            _ => StoreError::Unwritable { path: path.into(), reason: error.to_string() },
        })?;
        let made = fill(path).and_then(|()| Self::open(path, services));
        if made.is_err() {
            // The file was made above: nobody else's work is lost.
            let _ = std::fs::remove_file(path);
        }
        made
    }
}

fn fill(path: &Path) -> Result<(), StoreError> {
    let connection = super::connect(path, super::PATIENCE)?;
    let transaction = connection.unchecked_transaction()?;
    transaction.execute_batch(SCHEMA)?;
    Ok(transaction.commit()?)
}
