//! Undo and redo from the journal, across restarts. Cells and rows that changed
//! since are left alone and named.

mod cells;
pub(super) mod preview;
pub(super) mod row_conflicts;
pub(super) mod rows;
mod touched;

use cells::Cellwise;
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

/// What an undo or a redo came to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reverted {
    /// The change that was undone or redone.
    pub original: Change,
    /// The change that did it, as the journal has it.
    pub change: Change,
    /// The first cell that was changed.
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
    /// What it does to home companies.
    pub homes: HomeEffect,
    /// What it does to access; `None` where the home companies of a large database are not
    /// read yet.
    pub effect: Option<AccessEffect>,
    /// What becomes of access where only one cell was changed, as the end of the sentence that
    /// names it; `None` where access simply follows the grant.
    pub cell_effect: Option<String>,
    /// Changes that came first, cannot be reverted now, and were skipped.
    pub skipped: Vec<SkippedChange>,
}

impl Reverted {
    /// What it really does to access, as the end of the sentence that says what was done, with
    /// its punctuation; empty where access simply follows the grants.
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

/// A change that a plain undo or redo skipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkippedChange {
    /// Which.
    pub id: ChangeId,
    /// The sentence that says why it cannot be reverted now.
    pub why: String,
}

impl std::fmt::Display for SkippedChange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "skipped change {}: {}", self.id.0, self.why)
    }
}

impl Store {
    /// Takes back one change: the given one, else the newest that is not
    /// undone and can be; newer ones that cannot are skipped.
    ///
    /// Errors: [`StoreError::NothingToUndo`], [`StoreError::CannotUndo`],
    /// [`StoreError::OutOfReach`] for a change that reaches beyond the
    /// operator's tenant, and those of [`Store::edit`]; after any of them nothing has changed.
    pub fn undo(
        &mut self,
        which: Option<ChangeId>,
        reason: Option<&str>,
    ) -> Result<Reverted, StoreError> {
        self.undo_watched(which, reason, &mut JobProgress::none())
    }

    /// [`Store::undo`], watched.
    ///
    /// Errors: [`StoreError::Cancelled`] too, once `progress` says so; then
    /// nothing has changed.
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
            None => self.past_obstacles(ChangeKind::Undo, reason, progress),
            Some(id) => self.revert(ChangeKind::Undo, reason, progress, |writer| {
                undo_of(writer, undoable_now(writer, id, visibility)?)
            }),
        }
    }

    /// Takes back the change that a person names. It stays as it is where all its cells
    /// changed since: then it can be undone once they are as it left them.
    ///
    /// Errors: [`StoreError::CannotUndo`] then, and those of [`Store::undo_watched`].
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

    /// Makes the change that was undone last again, unless a new change was
    /// made since. One that cannot be redone now is skipped.
    ///
    /// Errors: [`StoreError::NothingToRedo`], [`StoreError::CannotRedo`] if none
    /// can be, and those of [`Store::edit`]; after any of them nothing has changed.
    pub fn redo(&mut self, reason: Option<&str>) -> Result<Reverted, StoreError> {
        self.redo_watched(reason, &mut JobProgress::none())
    }

    /// [`Store::redo`], watched.
    ///
    /// Errors: [`StoreError::Cancelled`] too, once `progress` says so; then
    /// nothing has changed.
    pub fn redo_watched(
        &mut self,
        reason: Option<&str>,
        progress: &mut JobProgress<'_>,
    ) -> Result<Reverted, StoreError> {
        if !own::exists(&self.connection)? {
            return Err(StoreError::NothingToRedo);
        }
        self.past_obstacles(ChangeKind::Redo, reason, progress)
    }

    /// Reverts the first change in the order of undo, or of redo, that can be.
    fn past_obstacles(
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

    /// The change that [`Store::undo`] undoes if none is named.
    pub fn next_to_undo(&self) -> Result<Option<Change>, StoreError> {
        if own::exists(&self.connection)? {
            journal::next_to_undo(&self.connection, self.visibility(), i64::MAX)
        } else {
            Ok(None)
        }
    }

    /// The change that [`Store::redo`] makes again.
    pub fn next_to_redo(&self) -> Result<Option<Change>, StoreError> {
        if own::exists(&self.connection)? {
            journal::next_to_redo(&self.connection, self.visibility(), i64::MAX)
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
        progress: &mut JobProgress<'_>,
        choose: impl FnOnce(&Writer<'_>) -> Result<(Change, ChangeId), StoreError>,
    ) -> Result<Reverted, StoreError> {
        self.revert_requiring(|_, _, _| Ok(()), kind, reason, progress, choose)
    }

    /// [`Store::revert`], if what became of the cells is as `require` wants it.
    fn revert_requiring(
        &mut self,
        require: impl FnOnce(&Writer<'_>, &Change, &Cellwise) -> Result<(), StoreError>,
        kind: ChangeKind,
        reason: Option<&str>,
        progress: &mut JobProgress<'_>,
        choose: impl FnOnce(&Writer<'_>) -> Result<(Change, ChangeId), StoreError>,
    ) -> Result<Reverted, StoreError> {
        let (mut chosen, mut effects) = (None, None);
        // What triggers do is seen only by looking at everybody before and afterwards.
        let may_do_otherwise = self.may_do_otherwise(true)?;
        let written = self.write_rows(kind, reason, |writer| {
            writer.stops_with(progress);
            writer.counts_effect();
            let (original, done_by) = choose(writer)?;
            writer.done.reverts = Some(original.id);
            let before = (may_do_otherwise || !original.rows.is_empty())
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

/// What is in the way of a plain undo or redo: changes that cannot be reverted
/// now must not keep older ones from it.
pub(super) struct Obstacles {
    kind: ChangeKind,
    /// Changes, or what undid them, are looked for up to this number.
    up_to: i64,
    first: Option<StoreError>,
    skipped: Vec<SkippedChange>,
}

impl Obstacles {
    fn new(kind: ChangeKind) -> Self {
        Self { kind, up_to: i64::MAX, first: None, skipped: Vec::new() }
    }

    /// The change whose turn it is.
    ///
    /// Errors: [`StoreError::NothingToUndo`], [`StoreError::NothingToRedo`].
    fn next(&self, connection: &Connection, visibility: Visibility) -> Result<Change, StoreError> {
        if self.kind == ChangeKind::Undo {
            let found = journal::next_to_undo(connection, visibility, self.up_to)?;
            found.ok_or(StoreError::NothingToUndo)
        } else {
            let found = journal::next_to_redo(connection, visibility, self.up_to)?;
            found.ok_or(StoreError::NothingToRedo)
        }
    }

    /// Goes past a change that cannot be reverted.
    ///
    /// Errors: any that is of more than that change.
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

    /// What is said where no other change is left: why the first cannot be
    /// reverted.
    fn end(self, error: StoreError) -> StoreError {
        match error {
            StoreError::NothingToUndo | StoreError::NothingToRedo => self.first.unwrap_or(error),
            error => error,
        }
    }
}

/// Marks the change as undone by the writer's.
fn undo_of(writer: &Writer<'_>, original: Change) -> Result<(Change, ChangeId), StoreError> {
    journal::mark_undone(writer.connection, original.id, Some(writer.change))?;
    let done_by = original.id;
    Ok((original, done_by))
}

/// Marks the change as in force again. What was really undone is what comes
/// again, grants as they were.
fn redo_of(writer: &Writer<'_>, mut original: Change) -> Result<(Change, ChangeId), StoreError> {
    let done_by = original.undone_by.take().ok_or(StoreError::NothingToRedo)?;
    journal::mark_undone(writer.connection, original.id, None)?;
    Ok((original, done_by))
}

/// The same, but for the change that undoes it.
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

/// The change of this number, if it can be undone.
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
