//! Undo and redo from the journal, across restarts. Cells and rows that changed
//! since are left alone and named.

mod cells;
pub(super) mod preview;
pub(super) mod rows;

use rusqlite::Connection;

use super::{Store, StoreError};
use crate::domain::{Change, ChangeId, ChangeKind, LeftRow, NamedCell, StatisticsDelta, Watch};
use crate::store::edit::writer::Writer;
use crate::store::journal::{self, Extent};
use crate::store::schema::own;

/// What an undo or a redo came to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reverted {
    /// The change that was taken back or made again.
    pub original: Change,
    /// The change that did it, as the journal has it.
    pub change: Change,
    /// The first cell that was altered.
    pub first: Option<NamedCell>,
    /// The first cells that changed since and were left as they are; at most
    /// 1000.
    pub left_alone: Vec<NamedCell>,
    /// How many cells were left as they are.
    pub left_alone_count: u64,
    /// The first rows (users, companies, rules) that were left as they are; at
    /// most 1000.
    pub left_rows: Vec<LeftRow>,
    /// How many rows were left as they are.
    pub left_rows_count: u64,
    /// What it does to the statistics; `None` if only a new count can tell.
    pub delta: Option<StatisticsDelta>,
}

impl Store {
    /// Takes back one change: the given one, else the newest that is not
    /// undone.
    ///
    /// Errors: [`StoreError::NothingToUndo`], [`StoreError::CannotUndo`],
    /// [`StoreError::OutOfReach`] for a change that reaches beyond the
    /// operator's tenant, and those of [`Store::edit`]; after any of them nothing has changed.
    pub fn undo(
        &mut self,
        which: Option<ChangeId>,
        reason: Option<&str>,
    ) -> Result<Reverted, StoreError> {
        self.undo_watched(which, reason, &mut Watch::none())
    }

    /// [`Store::undo`], watched.
    ///
    /// Errors: [`StoreError::Cancelled`] too, once `watch` says so; then
    /// nothing has changed.
    pub fn undo_watched(
        &mut self,
        which: Option<ChangeId>,
        reason: Option<&str>,
        watch: &mut Watch<'_>,
    ) -> Result<Reverted, StoreError> {
        if !own::exists(&self.connection)? {
            return Err(which.map_or(StoreError::NothingToUndo, StoreError::no_such_change));
        }
        let extent = self.extent();
        self.revert(ChangeKind::Undo, reason, watch, |writer| {
            let original = match which {
                Some(id) if id == writer.change => return Err(StoreError::no_such_change(id)),
                Some(id) => undoable(writer.connection, id, extent)?,
                None => journal::next_to_undo(writer.connection, extent)?
                    .ok_or(StoreError::NothingToUndo)?,
            };
            journal::mark_undone(writer.connection, original.id, Some(writer.change))?;
            let done_by = original.id;
            Ok((original, done_by))
        })
    }

    /// Makes the change that was undone last again, unless a new change was
    /// made since.
    ///
    /// Errors: [`StoreError::NothingToRedo`] and those of [`Store::edit`];
    /// after any of them nothing has changed.
    pub fn redo(&mut self, reason: Option<&str>) -> Result<Reverted, StoreError> {
        self.redo_watched(reason, &mut Watch::none())
    }

    /// [`Store::redo`], watched.
    ///
    /// Errors: [`StoreError::Cancelled`] too, once `watch` says so; then
    /// nothing has changed.
    pub fn redo_watched(
        &mut self,
        reason: Option<&str>,
        watch: &mut Watch<'_>,
    ) -> Result<Reverted, StoreError> {
        if !own::exists(&self.connection)? {
            return Err(StoreError::NothingToRedo);
        }
        let extent = self.extent();
        self.revert(ChangeKind::Redo, reason, watch, |writer| {
            let mut original = journal::next_to_redo(writer.connection, extent)?
                .ok_or(StoreError::NothingToRedo)?;
            // What was really undone is what comes again, grants as they were.
            let done_by = original.undone_by.take().ok_or(StoreError::NothingToRedo)?;
            journal::mark_undone(writer.connection, original.id, None)?;
            Ok((original, done_by))
        })
    }

    /// The change that [`Store::undo`] takes back if none is named.
    pub fn next_to_undo(&self) -> Result<Option<Change>, StoreError> {
        if own::exists(&self.connection)? {
            journal::next_to_undo(&self.connection, self.extent())
        } else {
            Ok(None)
        }
    }

    /// The change that [`Store::redo`] makes again.
    pub fn next_to_redo(&self) -> Result<Option<Change>, StoreError> {
        if own::exists(&self.connection)? {
            journal::next_to_redo(&self.connection, self.extent())
        } else {
            Ok(None)
        }
    }

    /// Reverts the cells and rows of the change that `choose` names second; the
    /// first is the change that the person sees.
    fn revert(
        &mut self,
        kind: ChangeKind,
        reason: Option<&str>,
        watch: &mut Watch<'_>,
        choose: impl FnOnce(&Writer<'_>) -> Result<(Change, ChangeId), StoreError>,
    ) -> Result<Reverted, StoreError> {
        let mut chosen = None;
        let written = self.write_rows(kind, reason, |writer| {
            let (original, done_by) = choose(writer)?;
            writer.done.reverts = Some(original.id);
            let found = cells::revert(writer, &original, done_by, watch)?;
            chosen = Some((original, found));
            Ok(())
        })?;
        let (Some(written), Some((mut original, found))) = (written, chosen) else {
            return Err(StoreError::NothingToUndo);
        };
        original.undone_by = (kind == ChangeKind::Undo).then_some(written.change.id);
        let (cells, rows) = found;
        Ok(Reverted {
            original,
            change: written.change,
            first: cells.first,
            left_alone: cells.left_alone,
            left_alone_count: cells.left_alone_count,
            left_rows: rows.left,
            left_rows_count: rows.left_count,
            delta: written.delta,
        })
    }
}

/// The change of this number, if it can be undone.
fn undoable(connection: &Connection, id: ChangeId, extent: Extent) -> Result<Change, StoreError> {
    let change =
        journal::change(connection, id, extent)?.ok_or_else(|| StoreError::no_such_change(id))?;
    match (change.kind, change.undone_by) {
        (ChangeKind::Undo, _) => {
            Err(cannot(id, "it is an undo itself; redo makes the change again"))
        }
        (ChangeKind::Redo, _) => {
            Err(cannot(id, "it is a redo; undo the change that it made again"))
        }
        (_, Some(by)) => Err(cannot(id, &format!("change {by} has undone it already"))),
        (_, None) => Ok(change),
    }
}

impl StoreError {
    fn no_such_change(id: ChangeId) -> Self {
        cannot(id, "there is no such change")
    }
}

fn cannot(id: ChangeId, why: &str) -> StoreError {
    StoreError::CannotUndo { id: id.0, why: why.into() }
}
