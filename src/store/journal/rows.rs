//! The rows of a change in the journal.

use rusqlite::{Connection, params};

use super::visibility::Visibility;
use crate::domain::{Change, ChangeId, RowCount, RowEdit};
use crate::store::StoreError;
use crate::store::schema::own;
use crate::store::sql_value::{SqlValue, text};

/// The number of rows read at once.
const CHUNK: usize = 1_000;

pub(crate) const SELECT_VALUES: &str = "SELECT column_name, before, after FROM grantgrid_value \
     WHERE change_id = ?1 AND number = ?2 ORDER BY column_name";

/// Adds the row counts to a change, if the journal has them.
pub(crate) fn count_rows(
    connection: &Connection,
    change: &mut Change,
    visibility: Visibility,
) -> Result<(), StoreError> {
    if own::has_rows(connection)? {
        change.rows = counts(connection, change.id, visibility)?;
    }
    Ok(())
}

fn counts(
    connection: &Connection,
    change: ChangeId,
    visibility: Visibility,
) -> Result<Vec<RowCount>, StoreError> {
    let mut counts = Vec::new();
    let mut statement = connection.prepare_cached(&select_counts(visibility))?;
    let mut rows = statement.query([change.0])?;
    while let Some(row) = rows.next()? {
        counts.push(RowCount {
            table: row.get(0)?,
            edit: edit_of(&row.get::<_, String>(1)?)?,
            count: row.get(2)?,
        });
    }
    Ok(counts)
}

pub(crate) fn select_counts(visibility: Visibility) -> String {
    let narrowed = visibility.of_rows();
    format!(
        "SELECT r.table_name, r.edit, count(DISTINCT r.row_key) FROM grantgrid_row r \
         WHERE r.change_id = ?1{narrowed} GROUP BY r.table_name, r.edit ORDER BY min(r.number)"
    )
}

/// Parses the journal's word for an edit.
pub(crate) fn edit_of(word: &str) -> Result<RowEdit, StoreError> {
    RowEdit::parse(word)
        .ok_or_else(|| StoreError::Database(format!("the journal has a row of edit “{word}”")))
}

/// A row that a change wrote.
pub(crate) struct JournalRow {
    pub(crate) number: i64,
    pub(crate) table: String,
    pub(crate) key: SqlValue,
    pub(crate) edit: RowEdit,
    pub(crate) label: String,
    /// The person whom it belonged to; `None` in a journal before version 5.
    pub(crate) person: Option<SqlValue>,
}

/// A changed value of such a row.
pub(crate) struct JournalValue {
    pub(crate) column: String,
    pub(crate) before: SqlValue,
    pub(crate) after: SqlValue,
}

/// The next rows of a change before the row with this number, last first.
pub(crate) fn read_rows(
    connection: &Connection,
    (change, has_persons): (ChangeId, bool),
    before: i64,
) -> Result<Vec<JournalRow>, StoreError> {
    let mut found = Vec::new();
    let mut statement = connection.prepare_cached(&select_rows(has_persons))?;
    let mut rows = statement.query(params![change.0, before, CHUNK])?;
    while let Some(row) = rows.next()? {
        found.push(JournalRow {
            number: row.get(0)?,
            table: row.get(1)?,
            key: row.get(2)?,
            edit: edit_of(&row.get::<_, String>(3)?)?,
            label: text(row, 4)?,
            person: Some(row.get(5)?).filter(|person| *person != SqlValue::Null),
        });
    }
    Ok(found)
}

/// The values of a row.
pub(crate) fn read_values(
    connection: &Connection,
    change: ChangeId,
    number: i64,
) -> Result<Vec<JournalValue>, StoreError> {
    let mut statement = connection.prepare_cached(SELECT_VALUES)?;
    let values = statement.query_map([change.0, number], |row| {
        Ok(JournalValue { column: row.get(0)?, before: row.get(1)?, after: row.get(2)? })
    })?;
    Ok(values.collect::<Result<_, _>>()?)
}

/// The rows of a change, last first.
pub(crate) fn select_rows(has_persons: bool) -> String {
    let person = if has_persons { "person" } else { "NULL" };
    format!(
        "SELECT number, table_name, row_key, edit, label, {person} \
         FROM grantgrid_row WHERE change_id = ?1 AND number < ?2 ORDER BY number DESC LIMIT ?3"
    )
}
