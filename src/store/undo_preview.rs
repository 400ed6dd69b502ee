//! What an undo would do, told beforehand: it goes through the motions of the
//! undo and writes nothing.

use super::edit::Fresh;
use super::undo::undoable;
use super::writer::{Ground, Writer};
use super::{Store, StoreError, own, revert};
use crate::domain::{Change, ChangeId, NamedCell, Watch};

/// What exactly an undo would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndoPreview {
    /// The change that would be taken back.
    pub change: Change,
    /// Grants that would be added.
    pub added: u64,
    /// Grants that would be removed.
    pub removed: u64,
    /// The first cells that changed since and would be left as they are; at
    /// most 1000.
    pub left_alone: Vec<NamedCell>,
    /// How many cells would be left as they are.
    pub left_alone_count: u64,
}

impl Store {
    /// Tells what [`Store::undo`] of this change would do. Nothing is written.
    ///
    /// Errors: [`StoreError::CannotUndo`] as the undo itself,
    /// [`StoreError::Cancelled`] once `watch` says so.
    pub fn preview_undo(
        &mut self,
        id: ChangeId,
        watch: &mut Watch<'_>,
    ) -> Result<UndoPreview, StoreError> {
        if !own::exists(&self.connection)? {
            return Err(StoreError::no_such_change(id));
        }
        let change = undoable(&self.connection, id)?;
        let fresh = Fresh::if_changed(self, &self.connection)?;
        let directory = fresh.as_ref().map_or(&self.directory, |fresh| &fresh.directory);
        let ground =
            Ground { connection: &self.connection, schema: &self.schema, directory, homes: None };
        let mut writer = Writer::dry(ground, self.services.ids.as_mut());
        let found = revert::revert(&mut writer, &change, change.id, watch)?;
        let done = writer.finish();
        Ok(UndoPreview {
            change,
            added: done.added,
            removed: done.removed,
            left_alone: found.left_alone,
            left_alone_count: found.left_alone_count,
        })
    }
}
