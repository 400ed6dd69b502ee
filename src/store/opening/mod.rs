//! The only way to open a database, also for tests: check the file, connect, set
//! the pragmas, recognize the HR schema, refuse what a newer grantgrid wrote.
//! Nothing here writes.

pub(super) mod backup;
pub(super) mod create;
pub(super) mod file;
pub(super) mod part;
pub(super) mod target;

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

use super::{Environment, Store, StoreError, WriteAccess, schema};
use crate::domain::{People, Zone};
use crate::store::reading::catalog::Catalog;
use crate::store::reading::{file_id, home_companies};
use crate::store::schema::own;
use crate::store::server::marker;
use crate::store::sqlite::connecting;
use crate::store::sqlite::faults::EngineFault;
use crate::store::sqlite::files::{JOURNAL, LOG, SHARED_MEMORY};
use crate::store::sqlite::pragmas;
use file::{exists, folder_is_protected, has_log, inspect_file, is_write_protected, real};

/// How long a statement waits for another program's lock, unless
/// [`Store::set_lock_timeout`] says otherwise.
pub(crate) const LOCK_TIMEOUT: Duration = Duration::from_secs(5);

/// The page cache: enough for the inner pages of every index of a large database, small
/// compared to its size.
const CACHE_KIB: u32 = 8_192;

/// The cache during a large change: changed pages that do not fit have to be written
/// early, each time after a flush of the rollback journal.
const LARGE_CACHE_KIB: u32 = 65_536;

impl Store {
    /// Opens the HR system's database at `path`. The file, including its journal mode,
    /// does not change until something is edited.
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::NotADatabase`], [`StoreError::UnknownSchema`],
    /// [`StoreError::Newer`] and others for a file that cannot be used.
    pub fn open(path: &Path, environment: Environment) -> Result<Self, StoreError> {
        Self::open_with_lock_timeout(path, environment, LOCK_TIMEOUT)
    }

    /// [`Store::open`] with a timeout for another program's lock, now and later.
    pub fn open_with_lock_timeout(
        path: &Path,
        environment: Environment,
        timeout: Duration,
    ) -> Result<Self, StoreError> {
        let in_wal_mode = inspect_file(path)?;
        // Closing would checkpoint the log, but browsing must not change the file.
        let keep_wal = has_log(path, LOG);
        // An empty log without readers has no changes.
        let has_readers = exists(path, LOG) && exists(path, SHARED_MEMORY);
        let is_at_rest = !keep_wal && !has_readers;
        let connection = if in_wal_mode && is_at_rest && folder_is_protected(path) {
            connect_unchanging(path, timeout)?
        } else {
            connect(path, timeout)?
        };
        connecting::keep_log(&connection, keep_wal)?;
        let schema = describe(path, schema::recognize(&connection))?
            .map_err(|missing| StoreError::UnknownSchema { path: path.into(), missing })?;
        if let Some(fault) = describe(path, own::unusable(&connection))? {
            return Err(StoreError::OwnTables { path: path.into(), fault });
        }
        let found = describe(path, own::format_of(&connection))?;
        if found > own::FORMAT {
            return Err(StoreError::Newer { path: path.into(), found, known: own::FORMAT });
        }
        let server = describe(path, marker::server_of(&connection))?;
        let read_only =
            server.is_some() || connection.is_readonly("main")? || is_write_protected(path);
        let catalog = describe(path, Catalog::read(&connection, &schema, None))?;
        let data_version = describe(path, pragmas::data_version(&connection))?;
        let mut store = Self {
            path: path.into(),
            connection,
            schema,
            catalog,
            homes: None,
            homes_outdated: false,
            environment,
            acting: None,
            access: if read_only { WriteAccess::None } else { WriteAccess::Full },
            keep_wal,
            data_version,
            file: file_id::FileId::of(path),
            people: People::new(),
            columns: super::select::ColumnCache::default(),
            server,
            replica: None,
            audit_note: None,
            zone: Zone::Utc,
        };
        if home_companies::is_small(&store.connection, &store.schema)? {
            store.load_homes_now()?;
        }
        Ok(store)
    }

    /// Sets how long an operation waits for another program's lock before it
    /// fails with [`StoreError::Busy`].
    pub fn set_lock_timeout(&mut self, timeout: Duration) -> Result<(), StoreError> {
        Ok(pragmas::set_lock_timeout(&self.connection, timeout)?)
    }
}

/// Connects to an existing file and sets the pragmas. All of them apply only to this
/// connection; none is stored in the file.
pub(crate) fn connect(path: &Path, timeout: Duration) -> Result<Connection, StoreError> {
    // A journal that cannot be removed must not be rolled back: the file would
    // change, but the journal would remain.
    let stays = has_log(path, JOURNAL) && folder_is_protected(path);
    let file = real(path);
    let connection = if stays { connecting::to_read(&file) } else { connecting::to_write(&file) };
    prepare(path, describe(path, connection)?, timeout)
}

/// Connects to a file in WAL mode in a read-only folder, where no log can be created and
/// none exists. Assumes that nobody changes the file.
fn connect_unchanging(path: &Path, timeout: Duration) -> Result<Connection, StoreError> {
    let connection = connecting::to_read_unchanging(&real(path));
    prepare(path, describe(path, connection)?, timeout)
}

/// Sets the pragmas of this connection.
pub(crate) fn prepare(
    path: &Path,
    connection: Connection,
    timeout: Duration,
) -> Result<Connection, StoreError> {
    pragmas::set_lock_timeout(&connection, timeout)?;
    connecting::distrust(&connection)?;
    describe(path, pragmas::enforce_foreign_keys(&connection, true))?;
    describe(path, use_large_cache(&connection, false))?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

pub(crate) fn use_large_cache(connection: &Connection, large: bool) -> rusqlite::Result<()> {
    let size = if large { LARGE_CACHE_KIB } else { CACHE_KIB };
    pragmas::set_cache_kib(connection, size)
}

/// Adds the path to an error on opening.
fn describe<T>(path: &Path, result: rusqlite::Result<T>) -> Result<T, StoreError> {
    result.map_err(|error| match EngineFault::of(&error) {
        Some(EngineFault::NotADatabase) => StoreError::NotADatabase(path.into()),
        Some(EngineFault::Damaged) => {
            StoreError::Damaged { path: path.into(), reason: error.to_string() }
        }
        Some(EngineFault::CannotOpen) if has_log(path, LOG) => StoreError::UnreadableLog,
        Some(EngineFault::CannotOpen) if has_log(path, JOURNAL) => StoreError::InterruptedWrite,
        Some(EngineFault::CannotOpen) => {
            StoreError::Unreadable { path: path.into(), reason: error.to_string() }
        }
        _ => error.into(),
    })
}
