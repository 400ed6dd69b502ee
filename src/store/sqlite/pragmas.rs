//! The settings of a connection. None is kept in the file but the journal mode.

use std::time::Duration;

use rusqlite::Connection;

use crate::domain::Cancel;

/// A number that another connection's commits change; this connection's do not.
pub(crate) fn data_version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))
}

/// Whether foreign keys are enforced.
pub(crate) fn enforces_foreign_keys(connection: &Connection) -> rusqlite::Result<bool> {
    connection.pragma_query_value(None, "foreign_keys", |row| row.get(0))
}

/// Outside a transaction only.
pub(crate) fn enforce_foreign_keys(connection: &Connection, enforce: bool) -> rusqlite::Result<()> {
    connection.pragma_update(None, "foreign_keys", enforce)
}

/// How much of the file is kept in memory.
pub(crate) fn set_cache_kib(connection: &Connection, kib: u32) -> rusqlite::Result<()> {
    // A number above zero would count pages.
    connection.pragma_update(None, "cache_size", -i64::from(kib))
}

/// How many threads may sort beside the one that runs a statement.
pub(crate) fn set_sorting_threads(connection: &Connection, threads: u32) -> rusqlite::Result<()> {
    connection.pragma_update(None, "threads", threads)
}

/// Where what a transaction changes is kept until it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum JournalMode {
    /// In memory: a crash destroys the file.
    Memory,
    /// Nowhere: a transaction cannot be rolled back.
    Off,
    /// In a log beside the file, which readers read too.
    Wal,
}

pub(crate) fn set_journal(connection: &Connection, mode: JournalMode) -> rusqlite::Result<()> {
    let mode = match mode {
        JournalMode::Memory => "memory",
        JournalMode::Off => "off",
        JournalMode::Wal => "wal",
    };
    connection.pragma_update(None, "journal_mode", mode)
}

pub(crate) fn is_in_wal_mode(connection: &Connection) -> rusqlite::Result<bool> {
    let mode: String = connection.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
    Ok(mode == "wal")
}

/// A crash of the machine destroys the file.
pub(crate) fn never_sync(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "synchronous", "off")
}

/// A crash of the machine may lose the newest transactions, and nothing else.
pub(crate) fn sync_seldom(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "synchronous", "normal")
}

/// Keeps every other connection out from the next statement on; or lets them in again after it.
pub(crate) fn keep_lock(connection: &Connection, keep: bool) -> rusqlite::Result<()> {
    let mode = if keep { "exclusive" } else { "normal" };
    connection.pragma_update(None, "locking_mode", mode)
}

/// How long a statement waits for another connection's lock.
pub(crate) fn set_lock_timeout(connection: &Connection, timeout: Duration) -> rusqlite::Result<()> {
    connection.busy_timeout(timeout)
}

pub(crate) fn lock_timeout(connection: &Connection) -> rusqlite::Result<Duration> {
    let millis: u32 = connection.pragma_query_value(None, "busy_timeout", |row| row.get(0))?;
    Ok(Duration::from_millis(millis.into()))
}

/// Keeps what is temporary in memory.
pub(crate) fn keep_temporary_in_memory(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "temp_store", "memory")
}

/// How large the database is, in bytes.
pub(crate) fn size(connection: &Connection) -> rusqlite::Result<i64> {
    let of = |name: &str| connection.pragma_query_value(None, name, |row| row.get(0));
    let (pages, size): (i64, i64) = (of("page_count")?, of("page_size")?);
    Ok(pages.saturating_mul(size))
}

/// Lets the database not grow, as on a full disk; or lets it grow again.
#[cfg(test)]
pub(crate) fn forbid_growth(connection: &Connection, forbid: bool) -> rusqlite::Result<()> {
    let pages: i64 = connection.pragma_query_value(None, "page_count", |row| row.get(0))?;
    let most = if forbid { pages } else { i64::from(u32::MAX) - 1 };
    connection.pragma_update(None, "max_page_count", most)
}

/// Reads enough that an open transaction sees the database as it is now, or that a new
/// connection is known to work.
pub(crate) fn begin_reading(connection: &Connection) -> rusqlite::Result<()> {
    connection.query_row("SELECT count(*) FROM main.sqlite_schema", [], |_| Ok(()))
}

/// Steps of a statement between two looks at what would stop it.
const STEPS: i32 = 100_000;

/// Ends statements from now on once that is asked for.
pub(crate) fn stop_with(connection: &mut Connection, cancel: &Cancel) -> rusqlite::Result<()> {
    let cancel = cancel.clone();
    connection.progress_handler(STEPS, Some(move || cancel.is_cancelled()))
}

/// Lets statements run to their end.
pub(crate) fn stop_no_more(connection: &mut Connection) -> rusqlite::Result<()> {
    connection.progress_handler(0, None::<fn() -> bool>)
}
