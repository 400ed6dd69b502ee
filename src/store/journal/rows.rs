//! What the journal has of the rows that a change wrote.

use rusqlite::Connection;

use super::Visibility;
use crate::domain::{Change, ChangeId, RowCount, RowEdit};
use crate::store::StoreError;
use crate::store::schema::own;

pub(crate) const SELECT_VALUES: &str = "SELECT column_name, before, after FROM grantgrid_value \
     WHERE change_id = ?1 AND number = ?2 ORDER BY column_name";

/// Adds what a change did to rows, where the journal has room for it.
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

/// The edit that the journal's word means.
pub(crate) fn edit_of(word: &str) -> Result<RowEdit, StoreError> {
    RowEdit::parse(word)
        .ok_or_else(|| StoreError::Database(format!("the journal has a row of edit “{word}”")))
}
