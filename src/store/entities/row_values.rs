//! The values of a row of users, companies or employee records, by column.

use crate::filter::Axis;
use crate::store::sql_value::{SqlValue, is_on};

/// A row with its columns.
pub(super) type RowValues = Vec<(String, SqlValue)>;

/// Whether a column of a user or company already has this value. NULL in `is_active` means
/// inactive for a user, and active for a company.
pub(super) fn has_value(axis: Axis, row: &RowValues, column: &str, value: &SqlValue) -> bool {
    let Some(now) = get(row, column) else {
        return false;
    };
    if column == "is_active" {
        let active = |value: &SqlValue| is_on(value.as_ref(), axis == Axis::Companies);
        return active(now) == active(value);
    }
    now == value || (matches!(value, SqlValue::Null) && now.to_text().is_empty())
}

pub(super) fn get<'r>(row: &'r RowValues, column: &str) -> Option<&'r SqlValue> {
    row.iter().find(|(name, _)| name.eq_ignore_ascii_case(column)).map(|(_, value)| value)
}

pub(super) fn put(row: &mut RowValues, column: &str, value: SqlValue) {
    match row.iter_mut().find(|(name, _)| name.eq_ignore_ascii_case(column)) {
        Some((_, old)) => *old = value,
        None => row.push((column.to_owned(), value)),
    }
}
