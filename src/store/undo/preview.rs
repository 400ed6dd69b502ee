//! Previews of an undo or a redo: the same code runs, but nothing is written.

use std::cell::OnceCell;

use super::touched::{access_before, effects_since};
use super::{Obstacles, SkippedChange, cells, undoable};
use crate::domain::{
    AccessEffect, Change, ChangeId, ChangeKind, ChangeRow, HomeEffect, JobProgress, LeftRow,
    NamedCell, RowCount,
};
use crate::store::edit::FreshTables;
use crate::store::edit::writer::{WriteContext, Writer};
use crate::store::reading::home_companies;
use crate::store::schema::own;
use crate::store::{Store, StoreError};

/// The exact effect that an undo or a redo would have.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UndoPreview {
    /// The change that would be undone or redone.
    pub change: Change,
    /// Grants that would be added.
    pub added: u64,
    /// Grants that would be removed.
    pub removed: u64,
    /// Rows (users, companies, rules) that would be added, changed or deleted.
    pub rows: Vec<RowCount>,
    /// The first of these rows, with the values that would change; at most
    /// [`UndoPreview::MOST_EDITS`].
    pub edits: Vec<ChangeRow>,
    /// The first cells that would be skipped because they have changed since; at most 1000.
    pub left_alone: Vec<NamedCell>,
    /// How many cells would be skipped.
    pub left_alone_count: u64,
    /// The first rows that would be skipped; at most 1000.
    pub left_rows: Vec<LeftRow>,
    /// How many rows would be skipped.
    pub left_rows_count: u64,
    /// Changes that are next in order but cannot be reverted now, and would be skipped.
    pub skipped: Vec<SkippedChange>,
    /// The effect on home companies; known if `effect` is.
    pub homes: HomeEffect,
    /// The effect on access; `None` if the home companies of a large database are not read
    /// yet.
    pub effect: Option<AccessEffect>,
}

impl UndoPreview {
    /// The maximum number of rows whose values are listed.
    pub const MOST_EDITS: usize = 1000;
}

impl Store {
    /// Previews [`Store::undo`] of this change. Nothing is written.
    ///
    /// # Errors
    /// [`StoreError::CannotUndo`] as for the undo itself, [`StoreError::Cancelled`] once
    /// `progress` is cancelled.
    pub fn preview_undo(
        &mut self,
        id: ChangeId,
        progress: &mut JobProgress<'_>,
    ) -> Result<UndoPreview, StoreError> {
        if !own::exists(&self.connection)? {
            return Err(StoreError::no_such_change(id));
        }
        let change = undoable(&self.connection, id, self.visibility())?;
        self.preview_revert(ChangeKind::Undo, change, id, progress)
    }

    /// Previews [`Store::undo`] without a number. Nothing is written.
    ///
    /// # Errors
    /// [`StoreError::NothingToUndo`], and those of [`Store::preview_undo`].
    pub fn preview_next_undo(
        &mut self,
        progress: &mut JobProgress<'_>,
    ) -> Result<UndoPreview, StoreError> {
        self.preview_past_obstacles(ChangeKind::Undo, progress)
    }

    /// Previews [`Store::redo`]. Nothing is written.
    ///
    /// # Errors
    /// [`StoreError::NothingToRedo`], [`StoreError::Cancelled`] once `progress` is cancelled.
    pub fn preview_redo(
        &mut self,
        progress: &mut JobProgress<'_>,
    ) -> Result<UndoPreview, StoreError> {
        self.preview_past_obstacles(ChangeKind::Redo, progress)
    }

    fn preview_past_obstacles(
        &mut self,
        kind: ChangeKind,
        progress: &mut JobProgress<'_>,
    ) -> Result<UndoPreview, StoreError> {
        let mut obstacles = Obstacles::new(kind);
        if !own::exists(&self.connection)? {
            let is_undo = kind == ChangeKind::Undo;
            let nothing =
                if is_undo { StoreError::NothingToUndo } else { StoreError::NothingToRedo };
            return Err(nothing);
        }
        loop {
            let found = match obstacles.next(&self.connection, self.visibility()) {
                Ok(found) => found,
                Err(error) => return Err(obstacles.end(error)),
            };
            let mut change = found.clone();
            // A redo redoes exactly what was undone.
            let cells_of = match kind {
                ChangeKind::Undo => change.id,
                _ => change.undone_by.take().ok_or(StoreError::NothingToRedo)?,
            };
            match self.preview_revert(kind, change, cells_of, progress) {
                Ok(preview) => return Ok(UndoPreview { skipped: obstacles.skipped, ..preview }),
                Err(error) => obstacles.skip(&found, error)?,
            }
        }
    }

    fn preview_revert(
        &mut self,
        kind: ChangeKind,
        change: Change,
        cells_of: ChangeId,
        progress: &mut JobProgress<'_>,
    ) -> Result<UndoPreview, StoreError> {
        // Only a rehearsal shows what triggers do.
        if !change.rows.is_empty() || self.needs_rehearsal(true)? {
            return self.rehearse_revert(kind, change, cells_of, progress);
        }
        let fresh = FreshTables::if_changed(self, &self.connection)?;
        let catalog = fresh.as_ref().map_or(&self.catalog, |fresh| &fresh.catalog);
        let homes = match &fresh {
            None => self.homes.as_ref().filter(|_| !self.needs_home_companies()),
            Some(fresh) => fresh.homes.as_ref(),
        };
        let knows_homes = homes.is_some() || !home_companies::must_be_read(&self.schema);
        let renewed = OnceCell::new();
        #[allow(clippy::redundant_closure_for_method_calls)] // its path is private
        let remote = self.replica.as_ref().map(|link| link.remote());
        let context = WriteContext {
            connection: &self.connection,
            schema: &self.schema,
            catalog,
            homes,
            renewed: &renewed,
            remote,
            is_rehearsal: true,
        };
        let mut writer = Writer::dry(context, self.environment.ids.as_mut());
        let (cells, _) = cells::revert(&mut writer, &change, cells_of, progress)?;
        let done = writer.finish();
        Ok(UndoPreview {
            change,
            added: done.added,
            removed: done.removed,
            rows: Vec::new(),
            edits: Vec::new(),
            left_alone: cells.left_alone,
            left_alone_count: cells.left_alone_count,
            left_rows: Vec::new(),
            left_rows_count: 0,
            skipped: Vec::new(),
            homes: if knows_homes { done.homes } else { HomeEffect::default() },
            effect: knows_homes.then_some(done.effect),
        })
    }

    /// If rows are added or deleted, cells depend on them, so only doing it shows the effect.
    /// It is done and rolled back at once.
    fn rehearse_revert(
        &mut self,
        kind: ChangeKind,
        change: Change,
        cells_of: ChangeId,
        progress: &mut JobProgress<'_>,
    ) -> Result<UndoPreview, StoreError> {
        let mut found = None;
        let (mut effect, mut homes) = (None, HomeEffect::default());
        let undone = self.rehearse(kind, |writer| {
            writer.done.reverts = Some(change.id);
            let before = access_before(writer, change.id, cells_of)?;
            found = Some(cells::revert(writer, &change, cells_of, progress)?);
            let (access, home) = effects_since(writer, before)?;
            (effect, homes) = (Some(access), home);
            Ok(())
        })?;
        let (undone, edits): (Option<Change>, Option<Vec<ChangeRow>>) =
            undone.map(|undone| (undone.change, undone.edits)).unzip();
        let mut edits = edits.unwrap_or_default();
        edits.truncate(UndoPreview::MOST_EDITS);
        let (cells, rows) = found.unwrap_or_default();
        Ok(UndoPreview {
            change,
            added: undone.as_ref().map_or(0, |undone| undone.added),
            removed: undone.as_ref().map_or(0, |undone| undone.removed),
            rows: undone.map(|undone| undone.rows).unwrap_or_default(),
            edits,
            left_alone: cells.left_alone,
            left_alone_count: cells.left_alone_count,
            left_rows: rows.left,
            left_rows_count: rows.left_count,
            skipped: Vec::new(),
            homes,
            effect,
        })
    }
}
