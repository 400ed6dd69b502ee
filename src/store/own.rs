//! grantgrid's own tables: the journal. They are additive, their names begin
//! with `grantgrid_`, and they are made by the first write.

use rusqlite::{Connection, OptionalExtension};

use super::value::optional_number;

/// The newest form of the own tables that this program knows.
pub(super) const FORMAT: i64 = 1;

/// The form that a fresh journal takes. `grant_id` and the times of a cell
/// have no declared type, so that a revoked grant can be put back to the byte,
/// whatever the HR system had written.
const TABLES: &str = "
CREATE TABLE IF NOT EXISTS grantgrid_meta (
    key TEXT PRIMARY KEY NOT NULL,
    value NOT NULL
) WITHOUT ROWID;
INSERT OR IGNORE INTO grantgrid_meta (key, value) VALUES ('format', 1);
CREATE TABLE IF NOT EXISTS grantgrid_change (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    operator TEXT NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT,
    added INTEGER NOT NULL DEFAULT 0,
    removed INTEGER NOT NULL DEFAULT 0,
    reverts INTEGER REFERENCES grantgrid_change (id),
    undone_by INTEGER REFERENCES grantgrid_change (id)
);
CREATE TABLE IF NOT EXISTS grantgrid_user (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL,
    person
);
CREATE TABLE IF NOT EXISTS grantgrid_company (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    code TEXT NOT NULL,
    name TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS grantgrid_cell (
    change_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    company INTEGER NOT NULL,
    added INTEGER NOT NULL,
    grant_id NOT NULL,
    created_at,
    modified_at,
    PRIMARY KEY (change_id, user_id, company, added DESC, grant_id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS grantgrid_change_undone
    ON grantgrid_change (undone_by) WHERE undone_by IS NOT NULL;
";

/// Makes the own tables where they are not there yet. Runs inside the
/// transaction of the first write.
pub(super) fn make(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(TABLES)
}

/// Whether anything was ever written by grantgrid.
pub(super) fn exists(connection: &Connection) -> rusqlite::Result<bool> {
    connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'grantgrid_meta')",
        )?
        .query_row([], |row| row.get(0))
}

/// The form of the own tables in this database, 0 if there are none.
pub(super) fn format_of(connection: &Connection) -> rusqlite::Result<i64> {
    if !exists(connection)? {
        return Ok(0);
    }
    let format = connection
        .prepare_cached("SELECT value FROM grantgrid_meta WHERE key = 'format'")?
        .query_row([], |row| optional_number(row, 0))
        .optional()?;
    Ok(format.flatten().unwrap_or(0))
}
