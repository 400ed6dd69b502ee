//! Makes a copy of the open database in another file, while others may read and write.

use std::path::Path;

use rusqlite::Connection;

use super::file::{folder_for, real};
use super::part::{PartialFile, is_special};
use super::target::{check_target, is_database, is_locked, side_file_of};
use crate::domain::{JobProgress, Permission};
use crate::store::reading::file_id::FileId;
use crate::store::sqlite::page_copy;
use crate::store::sqlite::pragmas::{self, JournalMode};
use crate::store::{Store, StoreError};
use crate::text::system_error::reason;

impl Store {
    /// Copies the database to `to`, where no file may exist unless `replace` is set.
    /// The copy is written to a temporary file in the same folder and renamed when it
    /// is complete; if that fails, or `progress` says to stop, the temporary file is
    /// removed. Progress is reported in pages. Only the owner can read the copy, but if
    /// it replaces a file, it keeps that file's permissions.
    ///
    /// # Errors
    /// [`StoreError::Exists`], [`StoreError::NotForACopy`], [`StoreError::IsSideFile`],
    /// [`StoreError::IsLink`], [`StoreError::NoFolder`], [`StoreError::Unwritable`],
    /// [`StoreError::Cancelled`], [`StoreError::Busy`], [`StoreError::DiskFull`]; after any of
    /// them `to` is what it was before.
    pub fn back_up(
        &self,
        to: &Path,
        replace: bool,
        progress: &mut JobProgress<'_>,
    ) -> Result<(), StoreError> {
        self.authorize(Permission::SeeEverything)?;
        if to == Path::new("-") {
            let why = "a copy cannot be written to standard output; name a file (./- if it is \
                       to have that name)";
            return Err(not_for_a_copy(to, why));
        }
        let folder = folder_for(to)?;
        let unwritable = |error: std::io::Error| StoreError::Unwritable {
            path: to.into(),
            reason: reason(&error),
        };
        let there = std::fs::exists(to).map_err(unwritable)?;
        if there && FileId::of(&real(to)) == FileId::of(&self.path) {
            return Err(not_for_a_copy(to, "it is the database itself"));
        }
        check_target(to, replace, Some(&self.path))?;
        if is_special(to) {
            return Err(not_for_a_copy(to, "it is not a regular file"));
        }
        if there && !replace {
            return Err(StoreError::Exists(to.into()));
        }
        let part = PartialFile::begin(folder).map_err(unwritable)?;
        refuse_in_use(to)?;
        self.copy_into(part.path(), progress)?;
        // Checked again, because copying takes time.
        refuse_in_use(to)?;
        let permissions = std::fs::metadata(to).ok().map(|metadata| metadata.permissions());
        part.finish(to, replace, permissions).map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => StoreError::Exists(to.into()),
            _ => unwritable(error),
        })
    }

    fn copy_into(&self, part: &Path, progress: &mut JobProgress<'_>) -> Result<(), StoreError> {
        let mut copy = Connection::open(part)?;
        // An incomplete copy is discarded: there is nothing to roll back.
        pragmas::set_journal(&copy, JournalMode::Off)?;
        pragmas::never_sync(&copy)?;
        page_copy::copy_in_steps(&self.connection, &mut copy, super::LOCK_TIMEOUT, progress)
    }
}

/// Refuses to replace a database that another program is using.
pub(crate) fn refuse_in_use(to: &Path) -> Result<(), StoreError> {
    if side_file_of(to).is_some() {
        let why = "the log of another database is beside it, and would be taken for the copy's";
        return Err(not_for_a_copy(to, why));
    }
    if is_database(to) && is_locked(to) {
        return Err(not_for_a_copy(to, "another program is using that database"));
    }
    Ok(())
}

fn not_for_a_copy(path: &Path, why: &'static str) -> StoreError {
    StoreError::NotForACopy { path: path.into(), why }
}
