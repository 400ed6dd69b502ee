//! Reverts what a change did to rows, last row first, and only if a row is still as the change
//! left it. The others are skipped and listed.

use std::borrow::Cow;

use rusqlite::Connection;

use super::row_conflicts::{
    belongs_to_another, changed_since, counts, follows_its_user, has_value, inherited,
    why_not_deleted,
};
use crate::domain::{ChangeId, DeletionImpact, JobProgress, LeftRow, RowEdit};
use crate::store::StoreError;
use crate::store::edit::require_open;
use crate::store::edit::writer::Writer;
use crate::store::journal::rows::{JournalRow, JournalValue, read_rows, read_values};
use crate::store::schema::GRANTS;
use crate::store::schema::own;
use crate::store::schema::shape::TableShape;
use crate::store::sql_value::SqlValue;

/// The most skipped rows that are named.
const MOST_NAMED: usize = 1000;

/// Why a row is skipped that no longer exists.
const GONE: &str = "it is gone";

/// Which rows of a change to revert.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowPart {
    /// All of them.
    All,
    /// Those that it deleted or changed, which cells may need.
    Returning,
    /// Those that it added, which cells may depend on.
    Leaving,
}

/// The result for the rows.
#[derive(Default)]
pub(super) struct RevertedRows {
    /// The first rows that were skipped.
    pub(crate) left: Vec<LeftRow>,
    pub(super) left_count: u64,
    /// How many of them no longer exist, so that nothing could ever revert them.
    pub(super) gone: u64,
}

/// Reverts what the change `rows_of` did to rows, last row first.
pub(super) fn revert(
    writer: &mut Writer<'_>,
    rows_of: ChangeId,
    part: RowPart,
    found: &mut RevertedRows,
    progress: &mut JobProgress<'_>,
) -> Result<(), StoreError> {
    let mut before = i64::MAX;
    let has_persons = own::has_persons(writer.connection)?;
    loop {
        let chunk = read_rows(writer.connection, (rows_of, has_persons), before)?;
        let Some(last) = chunk.last() else {
            return Ok(());
        };
        before = last.number;
        for row in chunk {
            let leaving = row.edit == RowEdit::Insert;
            if part != RowPart::All && leaving != (part == RowPart::Leaving) {
                continue;
            }
            let values = read_values(writer.connection, rows_of, row.number)?;
            if let Some(why) = revert_row(writer, rows_of, &row, &values)? {
                found.left_count += 1;
                found.gone += u64::from(why == GONE);
                if found.left.len() < MOST_NAMED {
                    found.left.push(LeftRow { label: row.label, why });
                }
            }
            if progress.advance(1) {
                return Err(StoreError::Cancelled);
            }
        }
    }
}

/// Reverts a row, and returns why all or part of it was skipped.
fn revert_row(
    writer: &mut Writer<'_>,
    rows_of: ChangeId,
    row: &JournalRow,
    values: &[JournalValue],
) -> Result<Option<String>, StoreError> {
    let shape = match writer.shape(&row.table) {
        Ok(shape) => shape,
        Err(StoreError::Database(_)) => return Ok(Some("its table is gone".into())),
        Err(error) => return Err(error),
    };
    if values.iter().any(|value| !shape.columns.contains(&value.column)) {
        return Ok(Some("its table has other columns by now".into()));
    }
    if values.is_empty() {
        return Ok(Some("its values are missing from grantgrid's history".into()));
    }
    let now = shape.read(writer.connection, &row.key)?;
    // It makes no difference who owns the row that now has the key of a deleted one.
    let is_replaced = row.edit == RowEdit::Delete && now.is_some();
    if !is_replaced
        && let Some(why) = belongs_to_another(writer, &shape, row, values, now.as_deref())?
    {
        return Ok(Some(why));
    }
    match (row.edit, now) {
        (RowEdit::Delete, Some(_)) => Ok(Some("its id is another's by now".into())),
        (RowEdit::Delete, None) => restore_row(writer, &shape, row, values),
        (_, None) => Ok(Some(GONE.into())),
        (RowEdit::Insert, Some(now)) => {
            let stays = match why_not_deleted(writer, &shape, row, values, &now)? {
                None if !follows_its_user(writer, rows_of, row, values)? => {
                    Some("its user stays".into())
                }
                stays => stays,
            };
            if stays.is_none() {
                writer.delete_row(&row.table, &row.key, &label_of_undo(row))?;
            }
            Ok(stays)
        }
        (RowEdit::Update, Some(now)) => restore_values(writer, &shape, row, values, &now),
    }
}

/// The label of the row from the undo's point of view: `rule Manager (all → none)` for `rule
/// Manager (none → all)`.
fn label_of_undo(row: &JournalRow) -> Cow<'_, str> {
    let turned = [own::RULE, own::POLICY].contains(&row.table.as_str()).then(|| {
        let (name, values) = row.label.strip_suffix(')')?.rsplit_once(" (")?;
        let (before, after) = values.split_once(" → ")?;
        Some(format!("{name} ({after} → {before})"))
    });
    turned.flatten().map_or(Cow::Borrowed(row.label.as_str()), Cow::Owned)
}

/// Restores the old values of columns that still have those of the change; the others are
/// listed.
fn restore_values(
    writer: &mut Writer<'_>,
    shape: &TableShape,
    row: &JournalRow,
    values: &[JournalValue],
    now: &[SqlValue],
) -> Result<Option<String>, StoreError> {
    let changed = changed_since(shape, values, now);
    let theirs = values.iter().filter(|value| counts(shape, value)).count();
    if theirs > 0 && changed.len() == theirs {
        return Ok(Some("it has changed since".into()));
    }
    let old: Vec<(&str, SqlValue)> = values
        .iter()
        .filter(|value| has_value(shape, value, now))
        .map(|value| (value.column.as_str(), value.before.clone()))
        .collect();
    let done = writer.update_row(&row.table, &row.key, &old, &label_of_undo(row)).map(drop);
    let refused = unless_conflict(writer.connection, done)?;
    let have = if changed.len() == 1 { "has" } else { "have" };
    let named = || format!("{} {have} changed since", changed.join(" and "));
    Ok(refused.or_else(|| (!changed.is_empty()).then(named)))
}

/// Inserts a deleted row again, with its old row id if that is free.
fn restore_row(
    writer: &mut Writer<'_>,
    shape: &TableShape,
    row: &JournalRow,
    values: &[JournalValue],
) -> Result<Option<String>, StoreError> {
    let mut old: Vec<(&str, SqlValue)> = Vec::with_capacity(values.len());
    for value in values {
        if !shape.is_row_id(&value.column)
            || !shape.is_row_id_taken(writer.connection, &value.before)?
        {
            old.push((value.column.as_str(), value.before.clone()));
        }
    }
    let whole: Vec<SqlValue> = shape
        .columns
        .iter()
        .map(|column| {
            let value = values.iter().find(|value| value.column == *column);
            value.map_or(SqlValue::Null, |value| value.before.clone())
        })
        .collect();
    let others = writer.references_to_absent(&row.table, &whole)?;
    if others.outside_tenant {
        return Ok(Some(DeletionImpact::OUTSIDE_TENANT.into()));
    }
    if !others.is_empty() {
        return Ok(Some(inherited(&others)));
    }
    // A grant that the journal has as a row was an orphan when it was deleted.
    if row.table != GRANTS
        && let Some(parent) = writer.missing_parent(&row.table, &old)?
    {
        return Ok(Some(format!("what it refers to in {parent} is gone")));
    }
    let done = writer.insert_row(&row.table, &old, &label_of_undo(row)).map(drop);
    unless_conflict(writer.connection, done)
}

/// It is not an error of the undo if another row now has the key or a unique value.
fn unless_conflict(
    connection: &Connection,
    done: Result<(), StoreError>,
) -> Result<Option<String>, StoreError> {
    match done {
        Err(StoreError::Refused(why)) => {
            require_open(connection)?;
            let columns = why.split_once("UNIQUE constraint failed: ").map(|(_, columns)| columns);
            Ok(Some(columns.map_or_else(
                || format!("the database rejected it: {why}"),
                |columns| format!("another row has the same {columns} by now"),
            )))
        }
        done => done.map(|()| None),
    }
}
