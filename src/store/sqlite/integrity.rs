//! Whether a file is what it should be, as the database engine checks it.

use rusqlite::Connection;

use super::tables::quoted;
use crate::store::sql_value::text;

/// The first faults of the file; `whole` compares every index with its table too.
pub(crate) fn faults(
    connection: &Connection,
    whole: bool,
    most: u32,
) -> rusqlite::Result<Vec<String>> {
    let check = if whole { "integrity_check" } else { "quick_check" };
    let mut statement = connection.prepare(&format!("PRAGMA main.{check}({most})"))?;
    let mut rows = statement.query([])?;
    let mut faults = Vec::new();
    while let Some(row) = rows.next()? {
        let fault = text(row, 0)?;
        if fault != "ok" {
            faults.push(fault);
        }
    }
    Ok(faults)
}

/// How many rows of a table refer to rows that are not there, by the table that they refer to.
///
/// # Errors
/// Also where a foreign key refers to columns that are not unique.
pub(crate) fn broken_references(
    connection: &Connection,
    table: &str,
) -> rusqlite::Result<Vec<(String, u64)>> {
    let sql = format!("PRAGMA main.foreign_key_check({})", quoted(table));
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query([])?;
    let mut parents: Vec<(String, u64)> = Vec::new();
    while let Some(row) = rows.next()? {
        let parent = text(row, 2)?;
        match parents.iter_mut().find(|(name, _)| *name == parent) {
            Some((_, count)) => *count += 1,
            None => parents.push((parent, 1)),
        }
    }
    Ok(parents)
}
