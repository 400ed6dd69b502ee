//! Lists what a change did to rows, with the names stored in the journal.

use rusqlite::{Connection, params};

use super::Visibility;
use super::row_names::RowNames;
use super::rows::{SELECT_VALUES, edit_of};
use crate::domain::{ChangeId, ChangeRow, RowEdit, ValueChange};
use crate::store::schema::own;
use crate::store::sql_value::{optional_text, text};
use crate::store::{Store, StoreError};

/// The column that is never shown.
const SECRET: &str = "password_hash";

impl Store {
    /// The next `limit` rows of a change after the row with the number `after` (0 for the
    /// first page), in the order in which they were written.
    pub fn change_rows(
        &self,
        id: ChangeId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<ChangeRow>, StoreError> {
        if own::has_rows(&self.connection)? {
            read(&self.connection, id, (after, limit), self.visibility())
        } else {
            Ok(Vec::new())
        }
    }
}

/// The next `limit` rows of a change after the row with the number `after`.
pub(crate) fn read(
    connection: &Connection,
    id: ChangeId,
    (after, limit): (u64, usize),
    visibility: Visibility,
) -> Result<Vec<ChangeRow>, StoreError> {
    let mut found = Vec::new();
    let mut names = RowNames::new(connection, visibility);
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut statement = connection.prepare_cached(&select_rows_after(visibility))?;
    let mut rows = statement.query(params![id.0, after, limit])?;
    while let Some(row) = rows.next()? {
        let number: u64 = row.get(0)?;
        let edit = edit_of(&text(row, 2)?)?;
        let is_update = edit == RowEdit::Update;
        found.push(ChangeRow {
            number,
            table: text(row, 1)?,
            label: text(row, 3)?,
            edit,
            values: if is_update { read_values(&mut names, id, number)? } else { Vec::new() },
        });
    }
    Ok(found)
}

fn read_values(
    names: &mut RowNames<'_>,
    id: ChangeId,
    number: u64,
) -> Result<Vec<ValueChange>, StoreError> {
    let mut values = Vec::new();
    let mut statement = names.connection.prepare_cached(SELECT_VALUES)?;
    let mut rows = statement.query(params![id.0, number])?;
    while let Some(row) = rows.next()? {
        let column = text(row, 0)?;
        if column != SECRET {
            let (before, after) = (optional_text(row, 1)?, optional_text(row, 2)?);
            let names = names.of(&column, (before.as_deref(), after.as_deref()))?;
            values.push(ValueChange { column, before, after, names });
        }
    }
    Ok(values)
}

pub(crate) fn select_rows_after(visibility: Visibility) -> String {
    let narrowed = visibility.of_rows();
    format!(
        "SELECT r.number, r.table_name, r.edit, r.label FROM grantgrid_row r \
         WHERE r.change_id = ?1 AND r.number > ?2{narrowed} ORDER BY r.number LIMIT ?3"
    )
}
