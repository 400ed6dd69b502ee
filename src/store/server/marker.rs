//! What makes a SQLite file a replica: tables that record which server and database it is a
//! copy of, for which login, and the position of each table; and the server's transactions in
//! which grants were written from here, which need not be read again.

use rusqlite::{Connection, OptionalExtension, params};

use super::copying::CopiedTable;
use super::position::ServerPosition;
use super::session::ServerIdentity;
use crate::store::StoreError;
use crate::store::sqlite::tables;

/// The current form of replicas. A replica of another form is discarded.
const FORM: &str = "2";

const TABLES: &str = "\
CREATE TABLE grantgrid_replica (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE grantgrid_replica_table (
    name TEXT NOT NULL PRIMARY KEY, oldest INTEGER NOT NULL, next INTEGER NOT NULL,
    rows INTEGER NOT NULL
);
CREATE TABLE grantgrid_replica_own (transaction_id INTEGER PRIMARY KEY);";

/// The state of a table's copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TableState {
    pub(super) position: ServerPosition,
    pub(super) rows: i64,
}

/// Marks a new file as a replica.
pub(super) fn write(
    copy: &Connection,
    server: &str,
    identity: &ServerIdentity,
    fingerprint: &str,
    (position, tables): (ServerPosition, &[CopiedTable]),
) -> Result<(), StoreError> {
    copy.execute_batch(TABLES)?;
    let mut insert = copy.prepare("INSERT INTO grantgrid_replica VALUES (?1, ?2)")?;
    for (name, value) in pairs(identity, fingerprint) {
        insert.execute([name, value])?;
    }
    insert.execute(["server", server])?;
    for table in tables {
        let rows = i64::try_from(table.rows).unwrap_or(i64::MAX);
        save(copy, table.table, TableState { position, rows })?;
    }
    Ok(())
}

/// What must be equal for a replica to be used.
fn pairs<'a>(identity: &'a ServerIdentity, fingerprint: &'a str) -> [(&'static str, &'a str); 5] {
    [
        ("form", FORM),
        ("system", &identity.system),
        ("database", &identity.database),
        ("login", &identity.login),
        ("tables", fingerprint),
    ]
}

/// Whether a file is a replica of this database for this login, with these tables.
pub(super) fn fits(
    copy: &Connection,
    identity: &ServerIdentity,
    fingerprint: &str,
) -> Result<bool, StoreError> {
    if server_of(copy)?.is_none() {
        return Ok(false);
    }
    for (name, value) in pairs(identity, fingerprint) {
        if get(copy, name)?.as_deref() != Some(value) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The server that a database is a replica of, without a password; `None` if it is an
/// ordinary database.
pub(crate) fn server_of(connection: &Connection) -> rusqlite::Result<Option<String>> {
    if tables::kind(connection, "grantgrid_replica")?.is_none() {
        return Ok(None);
    }
    get(connection, "server")
}

fn get(connection: &Connection, name: &str) -> rusqlite::Result<Option<String>> {
    let sql = "SELECT value FROM grantgrid_replica WHERE name = ?1";
    connection.query_row(sql, [name], |row| row.get(0)).optional()
}

/// Marks a replica as unusable, so that the next opening replaces it.
pub(super) fn forget(copy: &Connection) -> Result<(), StoreError> {
    copy.execute("UPDATE grantgrid_replica SET value = '' WHERE name = 'form'", [])?;
    Ok(())
}

/// Records that an index was created, which changes no row.
pub(super) fn count_index(copy: &Connection) -> Result<(), StoreError> {
    let sql = "INSERT INTO grantgrid_replica VALUES ('indexes', 1) \
               ON CONFLICT (name) DO UPDATE SET value = value + 1";
    copy.execute(sql, [])?;
    Ok(())
}

/// The state of a replica as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ReplicaMark {
    indexes: Option<String>,
    rest: Option<String>,
}

impl ReplicaMark {
    pub(super) fn read(copy: &Connection) -> Result<Self, StoreError> {
        let sql = "SELECT group_concat(mark, char(10)) FROM ( \
                     SELECT name || ' ' || value AS mark FROM grantgrid_replica \
                     WHERE name <> 'indexes' \
                     UNION ALL SELECT concat_ws(' ', name, oldest, next, rows) \
                     FROM grantgrid_replica_table ORDER BY 1)";
        let rest = copy.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
        Ok(Self { indexes: get(copy, "indexes")?, rest })
    }

    /// Whether only indexes were created since `earlier`.
    pub(super) fn only_made_indexes(&self, earlier: &Self) -> bool {
        self.indexes != earlier.indexes && self.rest == earlier.rest
    }
}

/// The state of a table's copy.
pub(super) fn state(copy: &Connection, table: &str) -> Result<TableState, StoreError> {
    let sql = "SELECT oldest, next, rows FROM grantgrid_replica_table WHERE name = ?1";
    Ok(copy.prepare_cached(sql)?.query_row([table], |row| {
        let position = ServerPosition { oldest: row.get(0)?, next: row.get(1)? };
        Ok(TableState { position, rows: row.get(2)? })
    })?)
}

/// Saves the state of a table's copy.
pub(super) fn save(copy: &Connection, table: &str, state: TableState) -> Result<(), StoreError> {
    let sql = "INSERT OR REPLACE INTO grantgrid_replica_table VALUES (?1, ?2, ?3, ?4)";
    let ServerPosition { oldest, next } = state.position;
    copy.prepare_cached(sql)?.execute(params![table, oldest, next, state.rows])?;
    Ok(())
}

/// The state of the copy of grantgrid's own tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct JournalState {
    /// Distinguishes these tables from others that have replaced them.
    pub(super) journal: String,
    /// The number of times they were written.
    pub(super) version: i64,
}

/// The state of the copy of grantgrid's own tables; `None` if the server had none.
pub(super) fn journal(copy: &Connection) -> Result<Option<JournalState>, StoreError> {
    let (journal, version) = (get(copy, "journal")?, get(copy, "version")?);
    let version = version.and_then(|version| version.parse().ok());
    Ok(journal.zip(version).map(|(journal, version)| JournalState { journal, version }))
}

/// Saves the state of the copy of grantgrid's own tables.
pub(super) fn save_journal(copy: &Connection, state: &JournalState) -> Result<(), StoreError> {
    let sql = "INSERT OR REPLACE INTO grantgrid_replica VALUES ('journal', ?1), ('version', ?2)";
    copy.prepare_cached(sql)?.execute([&state.journal, &state.version.to_string()])?;
    Ok(())
}

/// The server's transactions in which grants were written from here, as short transaction
/// numbers separated by commas.
pub(super) fn own_transactions(copy: &Connection) -> Result<String, StoreError> {
    let sql = "SELECT coalesce(group_concat(transaction_id & 4294967295), '') \
               FROM grantgrid_replica_own";
    Ok(copy.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// Adds such a transaction.
pub(super) fn add_own_transaction(copy: &Connection, id: i64) -> Result<(), StoreError> {
    let sql = "INSERT OR IGNORE INTO grantgrid_replica_own VALUES (?1)";
    copy.prepare_cached(sql)?.execute([id])?;
    Ok(())
}

/// Deletes those before a position, whose rows are not read any more.
pub(super) fn forget_own_transactions(
    copy: &Connection,
    position: ServerPosition,
) -> Result<(), StoreError> {
    let sql = "DELETE FROM grantgrid_replica_own WHERE transaction_id < ?1";
    copy.prepare_cached(sql)?.execute([position.oldest])?;
    Ok(())
}
