//! Undo and redo from the journal, across restarts. Cells that changed since
//! are left alone and named.

use super::journal;
use super::journal_cells::{Cells, JournalCell};
use super::writer::{StoredGrant, Writer};
use super::{Store, StoreError, own};
use crate::domain::{Cell, Change, ChangeId, ChangeKind, NamedCell, StatisticsDelta};

/// What an undo or a redo came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reverted {
    /// The change that was taken back or made again.
    pub original: Change,
    /// The change that did it, as the journal has it.
    pub change: Change,
    /// The first cell that was altered.
    pub first: Option<NamedCell>,
    /// The cells that changed since and were left as they are.
    pub left_alone: Vec<NamedCell>,
    /// What it does to the statistics; `None` if only a new count can tell.
    pub delta: Option<StatisticsDelta>,
}

impl Store {
    /// Takes back one change: the given one, else the newest that is not
    /// undone.
    ///
    /// Errors: [`StoreError::NothingToUndo`], [`StoreError::CannotUndo`], and
    /// those of [`Store::edit`]; after any of them nothing has changed.
    pub fn undo(
        &mut self,
        which: Option<ChangeId>,
        reason: Option<&str>,
    ) -> Result<Reverted, StoreError> {
        if !own::exists(&self.connection)? {
            return Err(match which {
                Some(id) => cannot(id, "there is no such change"),
                None => StoreError::NothingToUndo,
            });
        }
        self.revert(ChangeKind::Undo, reason, |writer| {
            let original = match which {
                Some(id) => undoable(writer, id)?,
                None => {
                    journal::next_to_undo(writer.connection)?.ok_or(StoreError::NothingToUndo)?
                }
            };
            journal::mark_undone(writer.connection, original.id, Some(writer.change))?;
            let cells_of = original.id;
            Ok((original, cells_of))
        })
    }

    /// Makes the change that was undone last again, unless a new change was
    /// made since.
    ///
    /// Errors: [`StoreError::NothingToRedo`] and those of [`Store::edit`];
    /// after any of them nothing has changed.
    pub fn redo(&mut self, reason: Option<&str>) -> Result<Reverted, StoreError> {
        if !own::exists(&self.connection)? {
            return Err(StoreError::NothingToRedo);
        }
        self.revert(ChangeKind::Redo, reason, |writer| {
            let mut original =
                journal::next_to_redo(writer.connection)?.ok_or(StoreError::NothingToRedo)?;
            // What was really undone is what comes again, grants as they were.
            let cells_of = original.undone_by.take().ok_or(StoreError::NothingToRedo)?;
            journal::mark_undone(writer.connection, original.id, None)?;
            Ok((original, cells_of))
        })
    }

    /// Reverts the cells of the change that `choose` names second; the first is
    /// the change that the person sees.
    fn revert(
        &mut self,
        kind: ChangeKind,
        reason: Option<&str>,
        choose: impl FnOnce(&Writer<'_>) -> Result<(Change, ChangeId), StoreError>,
    ) -> Result<Reverted, StoreError> {
        let mut chosen = None;
        let mut first = None;
        let mut left_alone = Vec::new();
        let written = self.write(kind, reason, |writer| {
            let (original, cells_of) = choose(writer)?;
            writer.done.reverts = Some(original.id);
            chosen = Some(original);
            let mut cells = Cells::of(writer.connection, cells_of)?;
            loop {
                let chunk = cells.next_chunk()?;
                if chunk.is_empty() {
                    return Ok(());
                }
                for JournalCell { cell, added, grant } in chunk {
                    let done = revert_cell(writer, &cell, added, grant)?;
                    if !done {
                        left_alone.push(cells.named(cell)?);
                    } else if first.is_none() {
                        first = Some(cells.named(cell)?);
                    }
                }
            }
        })?;
        match (written, chosen) {
            (Some(written), Some(mut original)) => {
                original.undone_by = (kind == ChangeKind::Undo).then_some(written.change.id);
                Ok(Reverted {
                    original,
                    change: written.change,
                    first,
                    left_alone,
                    delta: written.delta,
                })
            }
            _ => Err(StoreError::NothingToUndo),
        }
    }
}

/// False if the cell changed since, or its user or company is gone.
fn revert_cell(
    writer: &mut Writer<'_>,
    cell: &Cell,
    added: bool,
    grant: StoredGrant,
) -> Result<bool, StoreError> {
    let done = if added { writer.revoke_if(cell, &grant.id) } else { writer.restore(cell, grant) };
    match done {
        Err(StoreError::Gone(_)) => Ok(false),
        done => done,
    }
}

fn undoable(writer: &Writer<'_>, id: ChangeId) -> Result<Change, StoreError> {
    let change = journal::change(writer.connection, id)?
        .filter(|change| change.id != writer.change)
        .ok_or_else(|| cannot(id, "there is no such change"))?;
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

fn cannot(id: ChangeId, why: &str) -> StoreError {
    StoreError::CannotUndo { id: id.0, why: why.into() }
}
