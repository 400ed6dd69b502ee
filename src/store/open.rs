//! The one way to open a database, for people and tests alike: look at the
//! file, connect, set the pragmas, recognise the HR schema, refuse what a
//! newer grantgrid wrote. Nothing here writes.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::directory::Directory;
use super::{Services, Store, StoreError, home, own, schema};

/// How long a statement waits for another program's lock, unless
/// [`Store::set_patience`] says otherwise.
const PATIENCE: Duration = Duration::from_secs(5);

/// The cache of pages, in KiB (negative as the pragma has it): enough for the
/// inner pages of every index of a large database, small beside its size.
const CACHE_KIB: i64 = -16_384;

impl Store {
    /// Opens the HR system's database at `path`. The file, its journal mode
    /// included, stays as it is until something is edited.
    ///
    /// Errors: everything that makes the file unfit says so in one sentence
    /// ([`StoreError::Missing`], [`StoreError::NotADatabase`],
    /// [`StoreError::UnknownSchema`], [`StoreError::Newer`] and their like).
    pub fn open(path: &Path, services: Services) -> Result<Self, StoreError> {
        look_at(path)?;
        let keep_wal = has_unwritten_wal(path);
        let connection = connect(path)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep_wal)?;
        let schema = describe(path, schema::recognise(&connection))?
            .map_err(|missing| StoreError::UnknownSchema { path: path.into(), missing })?;
        let found = describe(path, own::format_of(&connection))?;
        if found > own::FORMAT {
            return Err(StoreError::Newer { path: path.into(), found, known: own::FORMAT });
        }
        let read_only = connection.is_readonly("main")? || is_write_protected(path);
        let directory = describe(path, Directory::read(&connection, &schema))?;
        let data_version = describe(path, super::watch::data_version(&connection))?;
        let mut store = Self {
            path: path.into(),
            connection,
            schema,
            directory,
            homes: None,
            homes_outdated: false,
            services,
            read_only,
            keep_wal,
            data_version,
        };
        if home::is_small(&store.connection, &store.schema)? {
            store.load_homes_now()?;
        }
        Ok(store)
    }

    /// Sets how long an operation waits for another program's lock before it
    /// fails with [`StoreError::Busy`].
    pub fn set_patience(&mut self, patience: Duration) -> Result<(), StoreError> {
        Ok(self.connection.busy_timeout(patience)?)
    }
}

/// What can be said of the path without opening it as a database.
fn look_at(path: &Path) -> Result<(), StoreError> {
    let unreadable = |error: std::io::Error| StoreError::Unreadable {
        path: path.into(),
        reason: error.to_string(),
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
    fs::File::open(path).map(drop).map_err(unreadable)
}

/// Connects to an existing file and sets the pragmas. All of them are of this
/// connection only; none is kept in the file.
pub(super) fn connect(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = describe(path, Connection::open_with_flags(path, flags))?;
    connection.busy_timeout(PATIENCE)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    describe(path, connection.pragma_update(None, "foreign_keys", true))?;
    describe(path, connection.pragma_update(None, "cache_size", CACHE_KIB))?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// Says of which file an error on opening speaks.
fn describe<T>(path: &Path, result: rusqlite::Result<T>) -> Result<T, StoreError> {
    result.map_err(|error| match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => StoreError::NotADatabase(path.into()),
        Some(ErrorCode::DatabaseCorrupt) => {
            StoreError::Damaged { path: path.into(), reason: error.to_string() }
        }
        Some(ErrorCode::CannotOpen) => {
            StoreError::Unreadable { path: path.into(), reason: error.to_string() }
        }
        _ => error.into(),
    })
}

/// Whether a write-ahead log with content lies beside the database. Closing
/// would then write it into the file; browsing must not.
fn has_unwritten_wal(path: &Path) -> bool {
    let mut wal = real(path).into_os_string();
    wal.push("-wal");
    fs::metadata(PathBuf::from(wal)).is_ok_and(|metadata| metadata.len() > 0)
}

/// Whether the file forbids writing, or its folder the journal beside it.
fn is_write_protected(path: &Path) -> bool {
    let path = real(path);
    let protected = |path: &Path| {
        fs::metadata(path).is_ok_and(|metadata| metadata.permissions().readonly())
            || !may_write(path)
    };
    protected(&path) || path.parent().is_some_and(protected)
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

/// The file behind symbolic links: beside it stand the database's logs.
fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.into())
}
