//! A log of the rows that statements really write, including those of triggers. Temporary
//! triggers of this connection fill it; rolling back the transaction removes them.

use std::fmt::Write as _;

use rusqlite::Connection;

use super::tables::{column_names, is_table, quoted};
use crate::domain::RowEdit;
use crate::store::sql_value::text_of;

/// A table whose rows are logged.
pub(crate) struct LoggedTable {
    pub(crate) name: &'static str,
    /// The column that identifies its rows.
    pub(crate) key: &'static str,
    /// The columns whose changes are logged.
    pub(crate) columns: Vec<&'static str>,
}

/// A row that was written.
pub(crate) struct LoggedRow {
    /// The index of its table among the logged tables.
    pub(crate) table: usize,
    pub(crate) written: RowEdit,
    /// The value of the key column as text.
    pub(crate) key: String,
}

/// Starts logging every row of these tables that is written. A table that does not exist, or
/// lacks its key column, is ignored.
pub(crate) fn start(connection: &Connection, logged: &[LoggedTable]) -> rusqlite::Result<()> {
    let mut sql = String::from(
        "CREATE TEMP TABLE grantgrid_seen (place INTEGER PRIMARY KEY, tracked, op, row_key);",
    );
    for (at, LoggedTable { name: table, key, columns }) in logged.iter().enumerate() {
        let there =
            if is_table(connection, table)? { column_names(connection, table)? } else { vec![] };
        let has = |column: &&&str| there.iter().any(|name| name == *column);
        if !has(&key) {
            continue;
        }
        let changed: Vec<String> = columns
            .iter()
            .filter(has)
            .map(|column| format!("OLD.{0} IS NOT NEW.{0}", quoted(column)))
            .collect();
        for written in RowEdit::ALL {
            let (row, when) = match written {
                RowEdit::Insert => ("NEW", String::new()),
                RowEdit::Update => ("OLD", format!("WHEN {}", changed.join(" OR "))),
                RowEdit::Delete => ("OLD", String::new()),
            };
            let op = written.as_str();
            let _ = write!(
                sql,
                "CREATE TEMP TRIGGER grantgrid_seen_{op}_{table} AFTER {op} ON main.{table} {when} \
                 BEGIN INSERT INTO grantgrid_seen (tracked, op, row_key) \
                 VALUES ({at}, '{op}', {row}.{}); END;",
                quoted(key)
            );
        }
    }
    connection.execute_batch(&sql)
}

/// The first rows of the log, at most `most`.
pub(crate) fn read(connection: &Connection, most: usize) -> rusqlite::Result<Vec<LoggedRow>> {
    connection
        .prepare_cached("SELECT tracked, op, row_key FROM temp.grantgrid_seen LIMIT ?1")?
        .query_map([most], |row| {
            let op: String = row.get(1)?;
            let written = RowEdit::parse(&op);
            Ok(LoggedRow {
                table: row.get(0)?,
                written: written.unwrap_or(RowEdit::Delete),
                key: text_of(row.get_ref(2)?).into_owned(),
            })
        })?
        .collect()
}

/// Empties the log.
pub(crate) fn clear(connection: &Connection) -> rusqlite::Result<()> {
    connection.prepare_cached("DELETE FROM temp.grantgrid_seen")?.execute([])?;
    Ok(())
}

/// Stops logging rows of these tables.
pub(crate) fn stop(connection: &Connection, logged: &[LoggedTable]) -> rusqlite::Result<()> {
    for LoggedTable { name, .. } in logged {
        for written in RowEdit::ALL {
            let op = written.as_str();
            let sql = format!("DROP TRIGGER IF EXISTS temp.grantgrid_seen_{op}_{name}");
            connection.execute_batch(&sql)?;
        }
    }
    connection.execute_batch("DROP TABLE temp.grantgrid_seen")
}
