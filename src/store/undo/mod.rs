//! Undo and redo, based on the journal, also of changes of earlier sessions. Cells and rows
//! that have changed since are skipped and listed.

mod cells;
pub(super) mod preview;
pub(super) mod row_conflicts;
pub(super) mod rows;
mod touched;

use cells::RevertedCells;
use rusqlite::Connection;
use touched::{access_before, effects_since};

use super::{Store, StoreError};
use crate::domain::{
    AccessEffect, Change, ChangeId, ChangeKind, HomeEffect, JobProgress, LeftRow, NamedCell,
    StatisticsDelta, effects_in_words,
};
use crate::store::edit::writer::Writer;
use crate::store::journal::{self, Visibility};
use crate::store::schema::own;

/// The result of an undo or a redo.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reverted {
    /// The change that was undone or redone.
    pub original: Change,
    /// The change that did it, as the journal has it.
    pub change: Change,
    /// The first cell that was changed.
    pub first: Option<NamedCell>,
    /// The first cells that were skipped because they have changed since; at most 1000.
    pub left_alone: Vec<NamedCell>,
    /// How many cells were skipped.
    pub left_alone_count: u64,
    /// The first rows (users, companies, rules) that were skipped; at most 1000.
    pub left_rows: Vec<LeftRow>,
    /// How many rows were skipped.
    pub left_rows_count: u64,
    /// The difference it makes to the statistics; `None` if they have to be counted again.
    pub delta: Option<StatisticsDelta>,
    /// The effect on home companies.
    pub homes: HomeEffect,
    /// The effect on access; `None` if the home companies of a large database are not read
    /// yet.
    pub effect: Option<AccessEffect>,
    /// The effect on access if only one cell was changed, as the end of the sentence that
    /// names the cell; `None` if access simply follows the grant.
    pub cell_effect: Option<String>,
    /// Changes that were next in order but cannot be reverted now, and were skipped.
    pub skipped: Vec<SkippedChange>,
}

impl Reverted {
    /// The effect on access, as the end of the sentence about the undo, with its punctuation;
    /// empty if access simply follows the grants.
    #[must_use]
    pub fn effect_in_words(&self) -> String {
        let Change { added, removed, rows, .. } = &self.change;
        let effect = self.effect.unwrap_or_default();
        let follows = rows.is_empty() && (effect.gained, effect.lost) == (*added, *removed);
        if rows.is_empty() && added + removed == 1 && self.homes.is_none() {
            return self.cell_effect.clone().unwrap_or_default();
        }
        match effects_in_words(&effect, &self.homes) {
            words if words.is_empty() || (follows && self.homes.is_none()) => String::new(),
            words => format!(" · {words}"),
        }
    }
}

/// A change that an undo or redo without a number skipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkippedChange {
    /// Its number.
    pub id: ChangeId,
    /// A sentence that says why it cannot be reverted now.
    pub why: String,
}

impl std::fmt::Display for SkippedChange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "skipped change {}: {}", self.id.0, self.why)
    }
}

impl Store {
    /// Undoes one change: the given one, otherwise the newest that is not undone yet and can
    /// be.
    ///
    /// # Errors
    /// [`StoreError::NothingToUndo`], [`StoreError::CannotUndo`], [`StoreError::OutOfReach`]
    /// for a change that affects other tenants than the operator's, and those of
    /// [`Store::edit`]; after any of them nothing has changed.
    pub fn undo(
        &mut self,
        which: Option<ChangeId>,
        reason: Option<&str>,
    ) -> Result<Reverted, StoreError> {
        self.undo_watched(which, reason, &mut JobProgress::none())
    }

    /// Like [`Store::undo`], with progress and cancellation.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`] too, once `progress` is cancelled; nothing has changed then.
    pub fn undo_watched(
        &mut self,
        which: Option<ChangeId>,
        reason: Option<&str>,
        progress: &mut JobProgress<'_>,
    ) -> Result<Reverted, StoreError> {
        if !own::exists(&self.connection)? {
            return Err(which.map_or(StoreError::NothingToUndo, StoreError::no_such_change));
        }
        let visibility = self.visibility();
        match which {
            None => self.revert_first_possible(ChangeKind::Undo, reason, progress),
            Some(id) => self.revert(ChangeKind::Undo, reason, progress, |writer| {
                undo_of(writer, undoable_now(writer, id, visibility)?)
            }),
        }
    }

    /// Undoes a change that the operator named. It is rejected if all its cells have changed
    /// since; it can be undone once they are again as it left them.
    ///
    /// # Errors
    /// [`StoreError::CannotUndo`] in that case, and those of [`Store::undo_watched`].
    pub fn undo_named(
        &mut self,
        id: ChangeId,
        reason: Option<&str>,
        progress: &mut JobProgress<'_>,
    ) -> Result<Reverted, StoreError> {
        if !own::exists(&self.connection)? {
            return Err(StoreError::no_such_change(id));
        }
        let visibility = self.visibility();
        self.revert_requiring(cells::require_any, ChangeKind::Undo, reason, progress, |writer| {
            undo_of(writer, undoable_now(writer, id, visibility)?)
        })
    }

    /// Redoes the change that was undone last, unless a new change was made since. One that
    /// cannot be redone now is skipped.
    ///
    /// # Errors
    /// [`StoreError::NothingToRedo`], [`StoreError::CannotRedo`] if none can be redone, and
    /// those of [`Store::edit`]; after any of them nothing has changed.
    pub fn redo(&mut self, reason: Option<&str>) -> Result<Reverted, StoreError> {
        self.redo_watched(reason, &mut JobProgress::none())
    }

    /// Like [`Store::redo`], with progress and cancellation.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`] too, once `progress` is cancelled; nothing has changed then.
    pub fn redo_watched(
        &mut self,
        reason: Option<&str>,
        progress: &mut JobProgress<'_>,
    ) -> Result<Reverted, StoreError> {
        if !own::exists(&self.connection)? {
            return Err(StoreError::NothingToRedo);
        }
        self.revert_first_possible(ChangeKind::Redo, reason, progress)
    }

    /// Reverts the first change, in the order of undo or redo, that can be reverted.
    fn revert_first_possible(
        &mut self,
        kind: ChangeKind,
        reason: Option<&str>,
        progress: &mut JobProgress<'_>,
    ) -> Result<Reverted, StoreError> {
        let visibility = self.visibility();
        let mut obstacles = Obstacles::new(kind);
        loop {
            let mut tried = None;
            let done = self.revert(kind, reason, progress, |writer| {
                let found = obstacles.next(writer.connection, visibility)?;
                tried = Some(found.clone());
                if kind == ChangeKind::Undo {
                    undo_of(writer, found)
                } else {
                    redo_of(writer, found)
                }
            });
            match (done, tried) {
                (Ok(done), _) => return Ok(Reverted { skipped: obstacles.skipped, ..done }),
                (Err(error), Some(tried)) => obstacles.skip(&tried, error)?,
                (Err(error), None) => return Err(obstacles.end(error)),
            }
        }
    }

    /// The change that [`Store::undo`] would undo if none is named.
    pub fn next_to_undo(&self) -> Result<Option<Change>, StoreError> {
        if own::exists(&self.connection)? {
            journal::next_to_undo(&self.connection, self.visibility(), i64::MAX)
        } else {
            Ok(None)
        }
    }

    /// The change that [`Store::redo`] would redo.
    pub fn next_to_redo(&self) -> Result<Option<Change>, StoreError> {
        if own::exists(&self.connection)? {
            journal::next_to_redo(&self.connection, self.visibility(), i64::MAX)
        } else {
            Ok(None)
        }
    }

    /// Reverts the cells and rows of the second change that `choose` returns; the first is the
    /// change shown to the operator.
    fn revert(
        &mut self,
        kind: ChangeKind,
        reason: Option<&str>,
        progress: &mut JobProgress<'_>,
        choose: impl FnOnce(&Writer<'_>) -> Result<(Change, ChangeId), StoreError>,
    ) -> Result<Reverted, StoreError> {
        self.revert_requiring(|_, _, _| Ok(()), kind, reason, progress, choose)
    }

    /// Like [`Store::revert`], but commits only if `require` accepts the result for the cells.
    fn revert_requiring(
        &mut self,
        require: impl FnOnce(&Writer<'_>, &Change, &RevertedCells) -> Result<(), StoreError>,
        kind: ChangeKind,
        reason: Option<&str>,
        progress: &mut JobProgress<'_>,
        choose: impl FnOnce(&Writer<'_>) -> Result<(Change, ChangeId), StoreError>,
    ) -> Result<Reverted, StoreError> {
        let (mut chosen, mut effects) = (None, None);
        // Only a comparison of all users before and after shows what triggers do.
        let needs_rehearsal = self.needs_rehearsal(true)?;
        let written = self.write_rows(kind, reason, |writer| {
            writer.stops_with(progress);
            writer.counts_effect();
            let (original, done_by) = choose(writer)?;
            writer.done.reverts = Some(original.id);
            let before = (needs_rehearsal || !original.rows.is_empty())
                .then(|| access_before(writer, original.id, done_by))
                .transpose()?;
            let found = cells::revert(writer, &original, done_by, progress)?;
            require(writer, &original, &found.0)?;
            effects = before.map(|before| effects_since(writer, before)).transpose()?;
            chosen = Some((original, found));
            Ok(())
        })?;
        let (Some(written), Some((mut original, found))) = (written, chosen) else {
            return Err(StoreError::NothingToUndo);
        };
        original.undone_by = (kind == ChangeKind::Undo).then_some(written.change.id);
        let (cells, rows) = found;
        let (effect, homes) = match effects {
            Some((effect, homes)) => (Some(effect), homes),
            None => (written.effect, written.homes),
        };
        let cell_effect = match &cells.first {
            Some(cell) if written.change.added + written.change.removed == 1 => {
                self.effect_of_last_edit(&cell.cell, written.change.added == 1)?
            }
            _ => None,
        };
        Ok(Reverted {
            original,
            change: written.change,
            first: cells.first,
            left_alone: cells.left_alone,
            left_alone_count: cells.left_alone_count,
            left_rows: rows.left,
            left_rows_count: rows.left_count,
            delta: written.delta,
            homes,
            effect,
            cell_effect,
            skipped: Vec::new(),
        })
    }
}

/// The changes that an undo or redo without a number has skipped: a change that cannot be
/// reverted now must not block older ones.
pub(super) struct Obstacles {
    kind: ChangeKind,
    /// Only changes up to this number, or undone by changes up to it, are considered.
    up_to: i64,
    first: Option<StoreError>,
    skipped: Vec<SkippedChange>,
}

impl Obstacles {
    fn new(kind: ChangeKind) -> Self {
        Self { kind, up_to: i64::MAX, first: None, skipped: Vec::new() }
    }

    /// The next change in order.
    ///
    /// # Errors
    /// [`StoreError::NothingToUndo`], [`StoreError::NothingToRedo`].
    fn next(&self, connection: &Connection, visibility: Visibility) -> Result<Change, StoreError> {
        if self.kind == ChangeKind::Undo {
            let found = journal::next_to_undo(connection, visibility, self.up_to)?;
            found.ok_or(StoreError::NothingToUndo)
        } else {
            let found = journal::next_to_redo(connection, visibility, self.up_to)?;
            found.ok_or(StoreError::NothingToRedo)
        }
    }

    /// Skips a change that cannot be reverted.
    ///
    /// # Errors
    /// `error` itself, if it is not about that change alone.
    fn skip(&mut self, change: &Change, error: StoreError) -> Result<(), StoreError> {
        let why = match &error {
            StoreError::CannotUndo { why, .. } | StoreError::CannotRedo { why, .. } => why.clone(),
            StoreError::Refused(_) | StoreError::GrantInUse(_) | StoreError::ReferredTo { .. } => {
                error.to_string()
            }
            _ => return Err(error),
        };
        self.skipped.push(SkippedChange { id: change.id, why });
        self.first.get_or_insert(error);
        let at = if self.kind == ChangeKind::Undo { Some(change.id) } else { change.undone_by };
        self.up_to = at.map_or(0, |id| id.0 - 1);
        Ok(())
    }

    /// The error if no other change is left: why the first one cannot be reverted.
    fn end(self, error: StoreError) -> StoreError {
        match error {
            StoreError::NothingToUndo | StoreError::NothingToRedo => self.first.unwrap_or(error),
            error => error,
        }
    }
}

/// Marks the change as undone by the writer's change.
fn undo_of(writer: &Writer<'_>, original: Change) -> Result<(Change, ChangeId), StoreError> {
    journal::mark_undone(writer.connection, original.id, Some(writer.change))?;
    let done_by = original.id;
    Ok((original, done_by))
}

/// Marks the change as no longer undone. It redoes exactly what was undone, with the same
/// grants.
fn redo_of(writer: &Writer<'_>, mut original: Change) -> Result<(Change, ChangeId), StoreError> {
    let done_by = original.undone_by.take().ok_or(StoreError::NothingToRedo)?;
    journal::mark_undone(writer.connection, original.id, None)?;
    Ok((original, done_by))
}

/// The change with this number, if it can be undone, but never the change being written.
fn undoable_now(
    writer: &Writer<'_>,
    id: ChangeId,
    visibility: Visibility,
) -> Result<Change, StoreError> {
    if id == writer.change {
        return Err(StoreError::no_such_change(id));
    }
    undoable(writer.connection, id, visibility)
}

/// The change with this number, if it can be undone.
fn undoable(
    connection: &Connection,
    id: ChangeId,
    visibility: Visibility,
) -> Result<Change, StoreError> {
    let change = journal::change(connection, id, visibility)?
        .ok_or_else(|| StoreError::no_such_change(id))?;
    match (change.kind, change.undone_by) {
        (ChangeKind::Undo, _) => Err(cannot(id, "it is itself an undo; redo the change instead")),
        (ChangeKind::Redo, _) => Err(cannot(id, "it is a redo; undo the change that it redid")),
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
