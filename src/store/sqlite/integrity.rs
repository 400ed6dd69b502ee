//! Checks of the database engine whether a file is intact.

use rusqlite::Connection;

use super::tables::quoted;
use crate::store::sql_value::text;

/// The first faults of the file; `whole` also compares every index with its table.
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

/// The number of rows of a table that refer to missing rows, by the table referred to.
///
/// # Errors
/// Also if a foreign key refers to columns that are not unique.
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
