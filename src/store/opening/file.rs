//! What the file system tells about a database: whether it can be one, which logs are beside
//! it, whether it can be written.

use std::fs;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use crate::store::StoreError;
use crate::store::sqlite::files::{DatabaseHeader, JOURNAL, LOG};
use crate::text::system_error::reason;

/// Checks the path without opening it as a database. Returns whether the database is
/// in WAL mode.
pub(super) fn inspect_file(path: &Path) -> Result<bool, StoreError> {
    let unreadable = |error: std::io::Error| StoreError::Unreadable {
        path: path.into(),
        reason: reason(&error),
    };
    let metadata = fs::metadata(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => StoreError::Missing(path.into()),
        _ => unreadable(error),
    })?;
    if metadata.is_dir() {
        return Err(StoreError::NotAFile { path: path.into(), what: "directory" });
    }
    if !metadata.is_file() {
        return Err(StoreError::NotAFile { path: path.into(), what: "device or a pipe" });
    }
    if metadata.len() == 0 {
        return Err(StoreError::Empty(path.into()));
    }
    let mut head = [0; DatabaseHeader::LENGTH];
    match fs::File::open(path).and_then(|mut file| file.read_exact(&mut head)) {
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
            return Err(StoreError::NotADatabase(path.into()));
        }
        read => read.map_err(unreadable)?,
    }
    let Some(header) = DatabaseHeader::of(&head) else {
        return Err(StoreError::NotADatabase(path.into()));
    };
    // SQLite itself detects missing pages, but takes the missing part of a cut page for zeros.
    // After a crash, a log may have the rest.
    let has_whole_pages = metadata.len() % header.page_size == 0;
    if !has_whole_pages && !has_log(path, JOURNAL) && !has_log(path, LOG) {
        let reason = "its last page is cut off".into();
        return Err(StoreError::Damaged { path: path.into(), reason });
    }
    Ok(header.is_in_wal_mode)
}

/// The folder of a new file.
///
/// # Errors
/// [`StoreError::NoFolder`].
pub(crate) fn folder_for(path: &Path) -> Result<&Path, StoreError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    match fs::metadata(folder) {
        Ok(metadata) if metadata.is_dir() => Ok(folder),
        // Creating the file will report the reason.
        Err(error) if !is_absence(&error) => Ok(folder),
        _ => Err(StoreError::NoFolder { path: path.into(), folder: folder.into() }),
    }
}

fn is_absence(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// The operating system's error for a temporary file, without the file's name, which means
/// nothing to people.
pub(crate) fn nameless(error: io::Error) -> io::Error {
    let inner = error.get_ref().and_then(|error| error.source());
    let inner = inner.and_then(|error| error.downcast_ref::<io::Error>());
    match inner.and_then(io::Error::raw_os_error) {
        Some(code) => io::Error::from_raw_os_error(code),
        None => error,
    }
}

/// Whether a log with content is next to the database.
pub(super) fn has_log(path: &Path, ending: &str) -> bool {
    fs::metadata(beside(path, ending)).is_ok_and(|metadata| metadata.len() > 0)
}

/// Whether a file with that name is next to the database.
pub(crate) fn exists(path: &Path, ending: &str) -> bool {
    fs::exists(beside(path, ending)).unwrap_or(true)
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut log = real(path).into_os_string();
    log.push(ending);
    log.into()
}

/// Whether the file is read-only, or its folder so that no journal can be created.
pub(super) fn is_write_protected(path: &Path) -> bool {
    is_protected(&real(path)) || folder_is_protected(path)
}

pub(super) fn folder_is_protected(path: &Path) -> bool {
    real(path).parent().is_some_and(is_protected)
}

fn is_protected(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.permissions().readonly()) || !may_write(path)
}

#[cfg(unix)]
fn may_write(path: &Path) -> bool {
    use rustix::fs::{Access, access};
    access(path, Access::WRITE_OK).is_ok()
}

#[cfg(not(unix))]
fn may_write(_: &Path) -> bool {
    true
}

/// The target of symbolic links: the database's logs are next to it.
pub(crate) fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.into())
}
