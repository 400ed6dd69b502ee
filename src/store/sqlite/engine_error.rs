//! Translates errors of the database engine for people, in particular those that the file
//! system caused.

use super::faults::EngineFault;
use crate::store::StoreError;

/// The error to report if the file system caused it.
fn of_the_disk(error: &rusqlite::Error) -> Option<StoreError> {
    use rusqlite::ffi;
    Some(match error.sqlite_error()?.extended_code {
        ffi::SQLITE_READONLY_ROLLBACK => StoreError::InterruptedWrite,
        ffi::SQLITE_READONLY_RECOVERY
        | ffi::SQLITE_READONLY_CANTLOCK
        | ffi::SQLITE_READONLY_CANTINIT => StoreError::UnreadableLog,
        ffi::SQLITE_READONLY_DBMOVED => StoreError::DiskFault(
            "the database was moved or deleted while it was open; open it again",
        ),
        ffi::SQLITE_IOERR_SHMOPEN | ffi::SQLITE_IOERR_SHMSIZE | ffi::SQLITE_IOERR_SHMMAP => {
            StoreError::NoSpaceToRead
        }
        ffi::SQLITE_IOERR_READ
        | ffi::SQLITE_IOERR_SHORT_READ
        | ffi::SQLITE_IOERR_FSTAT
        | ffi::SQLITE_IOERR_DATA
        | ffi::SQLITE_IOERR_CORRUPTFS => StoreError::DiskFault(
            "the database cannot be read; check the disk and the connection to it",
        ),
        ffi::SQLITE_IOERR_WRITE
        | ffi::SQLITE_IOERR_FSYNC
        | ffi::SQLITE_IOERR_DIR_FSYNC
        | ffi::SQLITE_IOERR_TRUNCATE
        | ffi::SQLITE_IOERR_DELETE => StoreError::DiskFault(
            "the database cannot be written; check the free space, a quota, and the connection \
             to the disk",
        ),
        ffi::SQLITE_IOERR_LOCK
        | ffi::SQLITE_IOERR_RDLOCK
        | ffi::SQLITE_IOERR_UNLOCK
        | ffi::SQLITE_IOERR_CHECKRESERVEDLOCK
        | ffi::SQLITE_IOERR_SHMLOCK => StoreError::DiskFault(
            "the database cannot be locked; the file system may not support locks: copy the \
             database to a local disk",
        ),
        ffi::SQLITE_IOERR_GETTEMPPATH => StoreError::DiskFault(
            "there is no room for temporary files; set TMPDIR to a folder with free space",
        ),
        code if code & 0xff == ffi::SQLITE_IOERR => {
            StoreError::DiskFault("check the disk, its free space, and the connection to it")
        }
        _ => return None,
    })
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        if let Some(known) = of_the_disk(&error) {
            return known;
        }
        match EngineFault::of(&error) {
            Some(EngineFault::Busy) => Self::Busy,
            Some(EngineFault::ReadOnly) => Self::ReadOnly,
            Some(EngineFault::DiskFull) => Self::DiskFull,
            Some(EngineFault::Interrupted) => Self::Cancelled,
            Some(EngineFault::Constraint(_)) => Self::Refused(error.to_string()),
            Some(EngineFault::Damaged) => Self::Database(format!("damaged file, {error}")),
            _ => Self::Database(in_words(error)),
        }
    }
}

fn in_words(error: rusqlite::Error) -> String {
    match error {
        rusqlite::Error::InvalidColumnType(_, column, kind) => {
            format!("the column {column} holds {kind} where something else is expected")
        }
        error => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::ffi;

    use super::*;

    fn message(code: i32) -> String {
        let error = rusqlite::Error::SqliteFailure(ffi::Error::new(code), None);
        StoreError::from(error).to_string()
    }

    #[test]
    fn disk_errors_say_what_happened_and_what_to_do() {
        for (code, part) in [
            (ffi::SQLITE_READONLY, "the file or its folder is write-protected"),
            (ffi::SQLITE_READONLY_ROLLBACK, "a program was interrupted while it wrote"),
            (ffi::SQLITE_READONLY_RECOVERY, "newest changes of this database are in its log"),
            (ffi::SQLITE_READONLY_CANTINIT, "newest changes of this database are in its log"),
            (ffi::SQLITE_READONLY_DBMOVED, "moved or deleted"),
            (ffi::SQLITE_READONLY_DIRECTORY, "the file or its folder is write-protected"),
            (ffi::SQLITE_FULL, "the disk is full"),
            (ffi::SQLITE_IOERR_SHMSIZE, "no space to read the database"),
            (ffi::SQLITE_IOERR_SHMOPEN, "no space to read the database"),
            (ffi::SQLITE_IOERR_SHMMAP, "no space to read the database"),
            (ffi::SQLITE_IOERR_READ, "cannot be read; check the disk"),
            (ffi::SQLITE_IOERR_WRITE, "cannot be written; check the free space"),
            (ffi::SQLITE_IOERR_LOCK, "cannot be locked"),
            (ffi::SQLITE_IOERR_GETTEMPPATH, "set TMPDIR"),
            (ffi::SQLITE_IOERR, "check the disk"),
            (ffi::SQLITE_IOERR_CLOSE, "check the disk"),
        ] {
            let message = message(code);
            assert!(
                message.contains(part) && !message.contains("disk I/O error"),
                "{code}: {message}"
            );
        }
    }
}
