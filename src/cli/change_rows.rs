//! The rows that a change added, edited or deleted: users, companies, rules and
//! related rows, as `history` and `undo` print them.

use serde::Serialize;

use super::output::Output;
use crate::domain::{ChangeId, ChangeRow, LeftRow, RowCount, RowEdit};
use crate::store::Store;

/// The number of rows read at a time.
const PAGE: usize = 1000;

/// The number of changed rows of one table, as `--json` prints it.
#[derive(Serialize)]
pub(super) struct RowCountJson<'a> {
    table: &'a str,
    /// `insert`, `update` or `delete`.
    edit: &'a str,
    count: u64,
}

/// One row, as `--json` prints it.
#[derive(Serialize)]
pub(super) struct RowEditJson<'a> {
    table: &'a str,
    edit: &'a str,
    label: &'a str,
    values: Vec<ValueChangeJson<'a>>,
}

#[derive(Serialize)]
struct ValueChangeJson<'a> {
    column: &'a str,
    before: Option<&'a str>,
    after: Option<&'a str>,
}

/// A row that an undo skips.
#[derive(Serialize)]
pub(super) struct SkippedRowJson<'a> {
    label: &'a str,
    why: &'a str,
}

/// The rows of a change, at most `limit`.
pub(super) fn all(store: &Store, id: ChangeId, limit: usize) -> anyhow::Result<Vec<ChangeRow>> {
    let mut rows = Vec::new();
    for_each(store, id, limit, |row| {
        rows.push(row);
        Ok(())
    })?;
    Ok(rows)
}

/// Visits the rows of a change, at most `limit`, and returns how many there were.
pub(super) fn for_each(
    store: &Store,
    id: ChangeId,
    limit: usize,
    mut visit: impl FnMut(ChangeRow) -> anyhow::Result<()>,
) -> anyhow::Result<usize> {
    let (mut visited, mut after) = (0, 0);
    while visited < limit {
        let most = (limit - visited).min(PAGE);
        let page = store.change_rows(id, after, most)?;
        let is_last = page.len() < most;
        visited += page.len();
        after = page.last().map_or(after, |row| row.number);
        page.into_iter().try_for_each(&mut visit)?;
        if is_last {
            break;
        }
    }
    Ok(visited)
}

/// Prints a line for each row that was changed.
pub(super) fn done(output: &mut Output, rows: &[ChangeRow]) -> anyhow::Result<()> {
    lines(output, rows, RowEdit::past)
}

/// Prints a line for each row that a dry run would change.
pub(super) fn planned(output: &mut Output, rows: &[ChangeRow]) -> anyhow::Result<()> {
    lines(output, rows, RowEdit::would)
}

fn lines(
    output: &mut Output,
    rows: &[ChangeRow],
    verb: fn(RowEdit) -> &'static str,
) -> anyhow::Result<()> {
    rows.iter().try_for_each(|row| output.line(&format!("{} {row}", verb(row.edit))))
}

impl<'a> RowCountJson<'a> {
    pub(super) fn of(rows: &'a RowCount) -> Self {
        Self { table: &rows.table, edit: rows.edit.as_str(), count: rows.count }
    }
}

impl<'a> RowEditJson<'a> {
    pub(super) fn of(row: &'a ChangeRow) -> Self {
        let values = row.values.iter().map(|value| ValueChangeJson {
            column: &value.column,
            before: value.before.as_deref(),
            after: value.after.as_deref(),
        });
        Self {
            table: &row.table,
            edit: row.edit.as_str(),
            label: &row.label,
            values: values.collect(),
        }
    }
}

impl<'a> SkippedRowJson<'a> {
    pub(super) fn of(left: &'a LeftRow) -> Self {
        Self { label: &left.label, why: &left.why }
    }
}
