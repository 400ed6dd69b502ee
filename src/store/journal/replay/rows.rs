//! The rows of changes that may have changed somebody's access, with the values that decide it.

use rusqlite::{Connection, params};

use crate::domain::RowEdit;
use crate::store::StoreError;
use crate::store::journal::rows::edit_of;
use crate::store::sql_value::{SqlValue, text};

/// A row of a change, with some of its values.
pub(super) struct PastRow {
    pub(super) change: i64,
    number: i64,
    pub(super) table: String,
    pub(super) key: SqlValue,
    pub(super) edit: RowEdit,
    pub(super) label: String,
    /// Column, value before, value after.
    values: Vec<(String, SqlValue, SqlValue)>,
}

impl PastRow {
    /// The value of a column before and after; `None` if it did not change.
    pub(super) fn value(&self, column: &str) -> Option<(&SqlValue, &SqlValue)> {
        let found = self.values.iter().find(|(of, ..)| of == column);
        found.map(|(_, before, after)| (before, after))
    }

    /// The value of a column, which only an inserted or a deleted row has.
    pub(super) fn own(&self, column: &str) -> Option<&SqlValue> {
        match self.edit {
            RowEdit::Insert => self.value(column).map(|(_, after)| after),
            RowEdit::Delete => self.value(column).map(|(before, _)| before),
            RowEdit::Update => None,
        }
    }
}

/// Visits the rows of companies and policies, oldest first.
pub(super) const SURROUNDINGS: &str = "SELECT r.change_id, r.number, r.table_name, r.row_key, \
     r.edit, r.label, v.column_name, v.before, v.after \
     FROM grantgrid_row r LEFT JOIN grantgrid_value v \
       ON v.change_id = r.change_id AND v.number = r.number \
       AND v.column_name IN ('tenant_id', 'reach', 'grants', 'home') \
     WHERE r.table_name IN ('hrm_company', 'grantgrid_policy') AND r.change_id >= ?1 \
     ORDER BY r.change_id, r.number";

/// Visits the rows of users and their employee records, and grants without a company, oldest
/// first.
pub(crate) const OF_USERS: &str = "SELECT r.change_id, r.number, r.table_name, r.row_key, \
     r.edit, '', v.column_name, v.before, v.after \
     FROM grantgrid_row r LEFT JOIN grantgrid_value v \
       ON v.change_id = r.change_id AND v.number = r.number AND v.column_name IN \
       ('role_id', 'organization_id', 'is_active', 'user_id', 'company_id') \
     WHERE r.change_id >= ?1 \
       AND +r.table_name IN ('hrm_users', 'hrm_employee', 'hrm_user_company_access') \
     ORDER BY r.change_id, r.number";

/// Visits the rows of the change `from` and later ones.
pub(super) fn for_each(
    connection: &Connection,
    sql: &str,
    from: i64,
    mut visit: impl FnMut(PastRow) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params![from])?;
    let mut now: Option<PastRow> = None;
    while let Some(row) = rows.next()? {
        let (change, number) = (row.get(0)?, row.get(1)?);
        if now.as_ref().is_none_or(|now| (now.change, now.number) != (change, number)) {
            let next = PastRow {
                change,
                number,
                table: text(row, 2)?,
                key: row.get(3)?,
                edit: edit_of(&text(row, 4)?)?,
                label: text(row, 5)?,
                values: Vec::new(),
            };
            if let Some(last) = now.replace(next) {
                visit(last)?;
            }
        }
        let column = text(row, 6)?;
        if let Some(now) = now.as_mut().filter(|_| !column.is_empty()) {
            now.values.push((column, row.get(7)?, row.get(8)?));
        }
    }
    now.map_or(Ok(()), visit)
}
