//! Reverts the cells and rows of a change, for undo, redo and their previews.

use super::rows::{self, RevertedRows, RowPart};
use crate::domain::{Cell, Change, ChangeId, JobProgress, NamedCell};
use crate::store::edit::writer::Writer;
use crate::store::journal::cells::{Cells, JournalCell};
use crate::store::reading::matrix_row::StoredGrant;
use crate::store::{StoreError, journal};

/// The most skipped cells that are named.
const MOST_NAMED: usize = 1000;

/// The result for the cells.
#[derive(Default)]
pub(super) struct RevertedCells {
    /// The first cell that was changed.
    pub(crate) first: Option<NamedCell>,
    /// The first cells that were skipped because they have changed since.
    pub(crate) left_alone: Vec<NamedCell>,
    pub(crate) left_alone_count: u64,
    /// How many of these were skipped because the user's id now belongs to another person.
    anothers: u64,
}

/// Reverts what the change `done_by` did to cells and rows. The number of cells comes from its
/// journal entry, because an operator of one tenant cannot see cells of deleted users and
/// companies until their rows are restored. Rows are restored before the cells are reverted,
/// and deleted afterwards.
pub(super) fn revert(
    writer: &mut Writer<'_>,
    original: &Change,
    done_by: ChangeId,
    progress: &mut JobProgress<'_>,
) -> Result<(RevertedCells, RevertedRows), StoreError> {
    let mut rows = RevertedRows::default();
    let counts @ (added, removed) = journal::count_cells(writer.connection, done_by)?;
    progress.begin(added + removed + original.rows.iter().map(|rows| rows.count).sum::<u64>());
    if original.rows.is_empty() {
        let cells = revert_cells(writer, done_by, counts, progress)?;
        require_recorded(writer, original, (done_by, counts), &cells)?;
        return Ok((cells, rows));
    }
    if counts == (0, 0) {
        rows::revert(writer, done_by, RowPart::All, &mut rows, progress)?;
        require_some(writer, original, done_by, &rows)?;
        return Ok((RevertedCells::default(), rows));
    }
    rows::revert(writer, done_by, RowPart::Returning, &mut rows, progress)?;
    writer.reload_catalog()?;
    let cells = revert_cells(writer, done_by, counts, progress)?;
    rows::revert(writer, done_by, RowPart::Leaving, &mut rows, progress)?;
    require_some(writer, original, done_by, &rows)?;
    Ok((cells, rows))
}

/// If every row was skipped and no cell was changed, the whole change is rejected, so that it
/// can be undone once nothing blocks it. Rows that no longer exist do not count.
fn require_some(
    writer: &Writer<'_>,
    original: &Change,
    done_by: ChangeId,
    rows: &RevertedRows,
) -> Result<(), StoreError> {
    let done = &writer.done;
    // The row on which the others depend was written first, so an undo deletes it last.
    let first = if done_by == original.id { rows.left.last() } else { rows.left.first() };
    let why = match first {
        Some(first)
            if done.added + done.removed + done.rows == 0 && rows.left_count > rows.gone =>
        {
            first.to_string()
        }
        _ => return Ok(()),
    };
    let why = match rows.left_count - 1 {
        0 => why,
        more => format!("{why}; and {more} more"),
    };
    Err(cannot(original, done_by, why))
}

/// If the journal has lost the cells of a change, nothing can be reverted. An undo that
/// skipped every cell has no cells, and its redo has nothing to do.
fn require_recorded(
    writer: &Writer<'_>,
    original: &Change,
    (done_by, (added, removed)): (ChangeId, (u64, u64)),
    cells: &RevertedCells,
) -> Result<(), StoreError> {
    let done = &writer.done;
    let is_expected = done_by == original.id || added + removed > 0;
    if is_expected && done.added + done.removed == 0 && cells.left_alone_count == 0 {
        let why = "its cells and rows are missing from grantgrid's history".into();
        return Err(cannot(original, done_by, why));
    }
    Ok(())
}

/// A change that the operator names is rejected if all of its cells have changed since; it can
/// be undone once they are again as it left them.
pub(super) fn require_any(
    writer: &Writer<'_>,
    original: &Change,
    cells: &RevertedCells,
) -> Result<(), StoreError> {
    let done = &writer.done;
    if cells.left_alone_count == 0 || done.added + done.removed + done.rows > 0 {
        return Ok(());
    }
    let names: Vec<String> = cells.left_alone.iter().take(3).map(ToString::to_string).collect();
    let (names, more) = (names.join(", "), cells.left_alone_count.saturating_sub(3));
    let why = match (cells.left_alone_count, more) {
        (1, _) if cells.anothers > 0 => {
            format!("the id of its user belongs to another person now: {names}")
        }
        (count, _) if cells.anothers == count => {
            format!("the ids of its users belong to other people now: {names}")
        }
        (1, _) => format!("its cell has changed since: {names}"),
        (_, 0) => format!("all its cells have changed since: {names}"),
        _ => format!("all its cells have changed since: {names} and {more} more"),
    };
    Err(StoreError::CannotUndo { id: original.id.0, why })
}

fn cannot(original: &Change, done_by: ChangeId, why: String) -> StoreError {
    let id = original.id.0;
    if done_by == original.id {
        StoreError::CannotUndo { id, why }
    } else {
        StoreError::CannotRedo { id, why }
    }
}

fn revert_cells(
    writer: &mut Writer<'_>,
    cells_of: ChangeId,
    (added, removed): (u64, u64),
    progress: &mut JobProgress<'_>,
) -> Result<RevertedCells, StoreError> {
    let mut found = RevertedCells::default();
    let is_restricted = writer.catalog.within.is_some();
    let mut cells = Cells::of(writer.connection, cells_of)?.hiding_former_names(is_restricted);
    // Added grants are removed first, because they may have replaced those that come back. In
    // a preview nothing is written, and only the current user's row is kept in memory, so both
    // steps are done user by user.
    let both = added > 0 && removed > 0;
    let parts: &[Option<bool>] =
        if both && !writer.is_dry() { &[Some(true), Some(false)] } else { &[None] };
    // Skipped cells are listed in the order in which an undo reverts them, in whichever order
    // they are read.
    let mut left_removed = Vec::new();
    for part in parts {
        cells.rewind(*part);
        let deletes = if *part == Some(false) { 0 } else { added };
        writer.expect_another_visit(*part == Some(true));
        writer.in_batches(deletes, |writer| {
            revert_part(writer, &mut cells, (&mut found, &mut left_removed), progress)
        })?;
    }
    found.left_alone.extend(left_removed);
    found.left_alone.truncate(MOST_NAMED);
    Ok(found)
}

fn revert_part(
    writer: &mut Writer<'_>,
    cells: &mut Cells<'_>,
    (found, left_removed): (&mut RevertedCells, &mut Vec<NamedCell>),
    progress: &mut JobProgress<'_>,
) -> Result<(), StoreError> {
    loop {
        let mut chunk = cells.next_chunk()?;
        chunk.sort_by_key(|cell| (cell.cell.user, !cell.added));
        if chunk.is_empty() {
            return Ok(());
        }
        for JournalCell { cell, added, grant } in chunk {
            let done = match revert_cell(writer, cells.change(), &cell, added, grant) {
                Err(StoreError::OutOfReach(_)) => {
                    return Err(StoreError::OutOfReach(format!(
                        "a part of change {}",
                        cells.change()
                    )));
                }
                done => done?,
            };
            if !done {
                found.left_alone_count += 1;
                found.anothers += u64::from(writer.belongs_to_another());
                let left = if added { &mut found.left_alone } else { &mut *left_removed };
                if left.len() < MOST_NAMED {
                    left.push(cells.named(cell)?);
                }
            } else if found.first.is_none() {
                found.first = Some(cells.named(cell)?);
            }
            if progress.advance(1) {
                return Err(StoreError::Cancelled);
            }
        }
    }
}

/// Returns false if the cell has changed since, or if its user or company was deleted.
fn revert_cell(
    writer: &mut Writer<'_>,
    change: ChangeId,
    cell: &Cell,
    added: bool,
    grant: StoredGrant,
) -> Result<bool, StoreError> {
    let done =
        if added { writer.revoke_if(cell, &grant.id, change) } else { writer.restore(cell, grant) };
    match done {
        Err(StoreError::Gone(_)) => Ok(false),
        done => done,
    }
}
