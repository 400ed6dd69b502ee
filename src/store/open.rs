//! The one way to open a database, for people and tests alike: look at the
//! file, connect, set the pragmas, recognise the HR schema, refuse what a
//! newer grantgrid wrote. Nothing here writes.

use std::fmt::Write;
use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::directory::Directory;
use super::{Services, Store, StoreError, home, own, schema};

/// How long a statement waits for another program's lock, unless
/// [`Store::set_patience`] says otherwise.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// How every `SQLite` file begins.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// The cache of pages, in KiB (negative as the pragma has it): enough for the
/// inner pages of every index of a large database, small beside its size.
const CACHE_KIB: i64 = -16_384;

/// The cache during a large change: changed pages that do not fit have to be
/// written early, and each time the rollback journal has to reach the disk
/// before them.
const LARGE_CACHE_KIB: i64 = -65_536;

impl Store {
    /// Opens the HR system's database at `path`. The file, its journal mode
    /// included, stays as it is until something is edited.
    ///
    /// Errors: everything that makes the file unfit says so in one sentence
    /// ([`StoreError::Missing`], [`StoreError::NotADatabase`],
    /// [`StoreError::UnknownSchema`], [`StoreError::Newer`] and their like).
    pub fn open(path: &Path, services: Services) -> Result<Self, StoreError> {
        Self::open_with_patience(path, services, PATIENCE)
    }

    /// [`Store::open`], waiting at most as long for another program's lock,
    /// now and later.
    pub fn open_with_patience(
        path: &Path,
        services: Services,
        patience: Duration,
    ) -> Result<Self, StoreError> {
        let in_wal_mode = look_at(path)?;
        // Closing would write the log into the file; browsing must not.
        let keep_wal = has_log(path, "-wal");
        let connection = if in_wal_mode && !exists(path, "-wal") && folder_is_protected(path) {
            connect_unchanging(path, patience)?
        } else {
            connect(path, patience)?
        };
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

/// What can be said of the path without opening it as a database. Answers
/// whether the database is in WAL mode.
fn look_at(path: &Path) -> Result<bool, StoreError> {
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
    let mut head = [0; 19];
    match fs::File::open(path).and_then(|mut file| file.read_exact(&mut head)) {
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
            return Err(StoreError::NotADatabase(path.into()));
        }
        read => read.map_err(unreadable)?,
    }
    if !head.starts_with(MAGIC) {
        return Err(StoreError::NotADatabase(path.into()));
    }
    let page = match u16::from_be_bytes([head[16], head[17]]) {
        1 => 65_536,
        size => u64::from(size.max(512)),
    };
    // SQLite itself finds missing pages, but reads a cut page as if it ended in
    // zeros. After a crash a log may hold the rest.
    if metadata.len() % page != 0 && !has_log(path, "-journal") && !has_log(path, "-wal") {
        let reason = "its last page is cut off".into();
        return Err(StoreError::Damaged { path: path.into(), reason });
    }
    Ok(head[18] == 2)
}

/// Connects to an existing file and sets the pragmas. All of them are of this
/// connection only; none is kept in the file.
pub(super) fn connect(path: &Path, patience: Duration) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = describe(path, Connection::open_with_flags(real(path), flags))?;
    prepare(path, connection, patience)
}

/// Connects to a file in WAL mode where no log can be made: its folder is
/// write-protected, and nobody was at work in it. Such a file is taken for one
/// that stays as it is.
fn connect_unchanging(path: &Path, patience: Duration) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    let mut uri = String::from("file:");
    for byte in real(path).as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/._-".contains(byte) {
            uri.push(char::from(*byte));
        } else {
            let _ = write!(uri, "%{byte:02x}");
        }
    }
    uri.push_str("?immutable=1");
    prepare(path, describe(path, Connection::open_with_flags(uri, flags))?, patience)
}

fn prepare(
    path: &Path,
    connection: Connection,
    patience: Duration,
) -> Result<Connection, StoreError> {
    connection.busy_timeout(patience)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    describe(path, connection.pragma_update(None, "foreign_keys", true))?;
    describe(path, use_large_cache(&connection, false))?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

pub(super) fn use_large_cache(connection: &Connection, large: bool) -> rusqlite::Result<()> {
    let size = if large { LARGE_CACHE_KIB } else { CACHE_KIB };
    connection.pragma_update(None, "cache_size", size)
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

/// Whether a log with content lies beside the database.
fn has_log(path: &Path, ending: &str) -> bool {
    fs::metadata(beside(path, ending)).is_ok_and(|metadata| metadata.len() > 0)
}

fn exists(path: &Path, ending: &str) -> bool {
    fs::exists(beside(path, ending)).unwrap_or(true)
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut log = real(path).into_os_string();
    log.push(ending);
    log.into()
}

/// Whether the file forbids writing, or its folder the journal beside it.
fn is_write_protected(path: &Path) -> bool {
    is_protected(&real(path)) || folder_is_protected(path)
}

fn folder_is_protected(path: &Path) -> bool {
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

/// The file behind symbolic links: beside it stand the database's logs.
fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.into())
}
