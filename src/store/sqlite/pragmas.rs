//! The settings of a connection. Only the journal mode is stored in the file.

use std::time::Duration;

use rusqlite::Connection;

/// A number that changes when another connection commits, but not when this one does.
pub(crate) fn data_version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))
}

/// Whether foreign keys are enforced.
pub(crate) fn enforces_foreign_keys(connection: &Connection) -> rusqlite::Result<bool> {
    connection.pragma_query_value(None, "foreign_keys", |row| row.get(0))
}

/// Has no effect inside a transaction.
pub(crate) fn enforce_foreign_keys(connection: &Connection, enforce: bool) -> rusqlite::Result<()> {
    connection.pragma_update(None, "foreign_keys", enforce)
}

/// Sets how much of the file is cached in memory.
pub(crate) fn set_cache_kib(connection: &Connection, kib: u32) -> rusqlite::Result<()> {
    // A positive number would count pages.
    connection.pragma_update(None, "cache_size", -i64::from(kib))
}

/// Sets how many additional threads may sort.
pub(crate) fn set_sorting_threads(connection: &Connection, threads: u32) -> rusqlite::Result<()> {
    connection.pragma_update(None, "threads", threads)
}

/// Where the original content of changed pages is kept until a transaction ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum JournalMode {
    /// In memory: a crash can destroy the file.
    Memory,
    /// Nowhere: a transaction cannot be rolled back.
    Off,
    /// In a write-ahead log beside the file.
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

/// Never waits for the disk: a crash of the machine can destroy the file.
pub(crate) fn never_sync(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "synchronous", "off")
}

/// Waits for the disk only at checkpoints: a crash of the machine can lose the newest
/// transactions, but nothing else.
pub(crate) fn sync_seldom(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "synchronous", "normal")
}

/// Locks out every other connection from the next statement on, or lets them in again after
/// it.
pub(crate) fn keep_lock(connection: &Connection, keep: bool) -> rusqlite::Result<()> {
    let mode = if keep { "exclusive" } else { "normal" };
    connection.pragma_update(None, "locking_mode", mode)
}

/// Sets how long a statement waits for another connection's lock.
pub(crate) fn set_lock_timeout(connection: &Connection, timeout: Duration) -> rusqlite::Result<()> {
    connection.busy_timeout(timeout)
}

pub(crate) fn lock_timeout(connection: &Connection) -> rusqlite::Result<Duration> {
    let millis: u32 = connection.pragma_query_value(None, "busy_timeout", |row| row.get(0))?;
    Ok(Duration::from_millis(millis.into()))
}

/// Keeps temporary tables in memory.
pub(crate) fn keep_temporary_in_memory(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "temp_store", "memory")
}

/// The size of the database, in bytes.
pub(crate) fn size(connection: &Connection) -> rusqlite::Result<i64> {
    let of = |name: &str| connection.pragma_query_value(None, name, |row| row.get(0));
    let (pages, size): (i64, i64) = (of("page_count")?, of("page_size")?);
    Ok(pages.saturating_mul(size))
}

/// Prevents the database from growing, as on a full disk, or allows it again.
#[cfg(test)]
pub(crate) fn forbid_growth(connection: &Connection, forbid: bool) -> rusqlite::Result<()> {
    let pages: i64 = connection.pragma_query_value(None, "page_count", |row| row.get(0))?;
    let most = if forbid { pages } else { i64::from(u32::MAX) - 1 };
    connection.pragma_update(None, "max_page_count", most)
}

/// Reads something, so that an open transaction gets its snapshot, or a new connection is
/// known to work.
pub(crate) fn begin_reading(connection: &Connection) -> rusqlite::Result<()> {
    connection.query_row("SELECT count(*) FROM main.sqlite_schema", [], |_| Ok(()))
}

/// Whether a transaction is open. An error may have rolled it back.
pub(crate) fn is_in_transaction(connection: &Connection) -> bool {
    !connection.is_autocommit()
}
