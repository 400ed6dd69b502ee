//! A replica that equals its server: an existing one is used again if it belongs to this
//! database, this login and these tables; otherwise a new one is created.

use std::fs;
use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

use super::catch_up::{self, CatchUpOptions, CaughtUp, LastCounts, catch_up};
use super::copying;
use super::definitions;
use super::describe::ServerSchema;
use super::journal;
use super::location::{ReplicaFile, ReplicaLocation};
use super::marker;
use super::session::{ServerIdentity, ServerSession};
use crate::domain::{Cancel, JobProgress};
use crate::store::StoreError;
use crate::store::opening::file::folder_for;
use crate::store::opening::part::PartialFile;
use crate::store::sqlite::connecting;
use crate::store::sqlite::faults::is_busy;
use crate::store::sqlite::integrity;
use crate::store::sqlite::pragmas;
use crate::store::sqlite::pragmas::JournalMode;
use crate::store::sqlite::tables::count_objects;
use crate::text::system_error::reason;

/// A file up to this size, in bytes, is checked for damage before it is used.
const LOOKED_THROUGH: u64 = 32 * 1024 * 1024;

/// How long to wait for another grantgrid that writes to the replica.
const LOCK_TIMEOUT: Duration = Duration::from_secs(30);

/// How often two programs that both want to create the replica give way to each other.
const ATTEMPTS: u32 = 60;

/// Brings the replica up to date.
pub(super) fn renew(
    session: &mut ServerSession,
    (file, location): (&ReplicaFile, &ReplicaLocation),
    identity: &ServerIdentity,
    progress: &mut JobProgress<'_>,
) -> Result<ServerSchema, StoreError> {
    let cancel = progress.cancel().cloned();
    let schema = session.in_snapshot(cancel.as_ref(), ServerSchema::read)?;
    for _ in 0..ATTEMPTS {
        if is_renewed(session, &file.path, (identity, &schema), cancel.as_ref())? {
            return Ok(schema);
        }
        if let ReplicaLocation::File(path) = location {
            refuse_other(path)?;
        }
        if file.alone(progress, |progress| make(session, file, identity, progress))? {
            return Ok(schema);
        }
    }
    Err(StoreError::Unreachable(format!(
        "{}: this replica has to be replaced, and another grantgrid uses it; quit that one, or \
         name another file with --replica",
        file.path.display()
    )))
}

/// Whether the replica can be used, and is up to date now.
fn is_renewed(
    session: &mut ServerSession,
    path: &Path,
    (identity, schema): (&ServerIdentity, &ServerSchema),
    cancel: Option<&Cancel>,
) -> Result<bool, StoreError> {
    let Some(mut copy) = usable(path, identity, &schema.fingerprint())? else {
        return Ok(false);
    };
    let options =
        CatchUpOptions { last_counts: &mut LastCounts::new(), skips: &[], checks_tables: false };
    match catch_up(session, &mut copy, schema, options, cancel) {
        Ok(CaughtUp::Current { .. }) => Ok(true),
        Ok(CaughtUp::StartOver) | Err(StoreError::Database(_) | StoreError::Damaged { .. }) => {
            Ok(false)
        }
        Err(error) => Err(error),
    }
}

/// Opens a replica for writing.
pub(super) fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let copy = connecting::to_write(path)?;
    pragmas::set_lock_timeout(&copy, LOCK_TIMEOUT)?;
    pragmas::enforce_foreign_keys(&copy, false)?;
    // A crash can lose only the newest state, which the server has.
    pragmas::sync_seldom(&copy)?;
    copying::prepare(&copy)?;
    copy.set_prepared_statement_cache_capacity(64);
    Ok(copy)
}

/// Creates a missing index.
pub(super) fn make_index(copy: &mut Connection, statement: &str) -> Result<(), StoreError> {
    let transaction = copy.transaction()?;
    let before = count_objects(&transaction)?;
    copying::make_indexes(&transaction, &[statement.to_owned()])?;
    if count_objects(&transaction)? != before {
        marker::count_index(&transaction)?;
    }
    Ok(transaction.commit()?)
}

/// The replica, if it is intact and belongs to this database.
fn usable(
    path: &Path,
    identity: &ServerIdentity,
    fingerprint: &str,
) -> Result<Option<Connection>, StoreError> {
    let Ok(metadata) = fs::metadata(path) else {
        return Ok(None);
    };
    let found = connect(path).map_err(StoreError::from).and_then(|copy| {
        if !marker::fits(&copy, identity, fingerprint)? {
            return Ok(None);
        }
        let is_sound =
            metadata.len() > LOOKED_THROUGH || integrity::faults(&copy, false, 1)?.is_empty();
        Ok(is_sound.then_some(copy))
    });
    match found {
        Err(StoreError::Busy) => Err(StoreError::Busy),
        // Whatever is wrong with it, a new one is created.
        found => Ok(found.unwrap_or(None)),
    }
}

/// If a person named the file, it is discarded only if it is a replica.
fn refuse_other(path: &Path) -> Result<(), StoreError> {
    if fs::symlink_metadata(path).is_err() {
        return Ok(());
    }
    let is_replica = connect(path).and_then(|copy| marker::server_of(&copy));
    match is_replica {
        Ok(Some(_)) => Ok(()),
        Err(error) if is_busy(&error) => Err(StoreError::Busy),
        _ => Err(StoreError::Server(format!(
            "{}: the file exists and is not a replica that grantgrid made; it was not changed",
            path.display()
        ))),
    }
}

fn make(
    session: &mut ServerSession,
    file: &ReplicaFile,
    identity: &ServerIdentity,
    progress: &mut JobProgress<'_>,
) -> Result<(), StoreError> {
    let unwritable = |error: std::io::Error| StoreError::Unwritable {
        path: file.path.clone(),
        reason: reason(&error),
    };
    let part = PartialFile::begin(folder_for(&file.path)?).map_err(unwritable)?;
    let copy = Connection::open(part.path())?;
    let cancel = progress.cancel().cloned();
    let schema = session.in_snapshot(cancel.as_ref(), |transaction, name| {
        let schema = ServerSchema::read(transaction, name)?;
        let (position, _) = catch_up::position(transaction, name)?;
        let copied = copying::copy(transaction, &schema, &copy, (name, progress))?;
        let fingerprint = schema.fingerprint();
        marker::write(&copy, name, identity, &fingerprint, (position, &copied))?;
        journal::renew(transaction, name, &copy)?;
        Ok(schema)
    })?;
    copying::finish(&definitions::first_indexes(&schema), &copy, progress)?;
    // Readers and the writer do not wait for each other.
    pragmas::keep_lock(&copy, false)?;
    pragmas::begin_reading(&copy)?;
    pragmas::set_journal(&copy, JournalMode::Wal)?;
    copy.close().map_err(|(_, error)| error)?;
    file.remove()?;
    part.finish(&file.path, false, None).map_err(unwritable)
}
