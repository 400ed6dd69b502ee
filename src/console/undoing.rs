//! The work of the worker for undo and redo.

use super::dialogs::undo::UndoDialog;
use super::message::{DialogAnswer, Message};
use crate::domain::{ChangeId, JobProgress};
use crate::store::{Reverted, Store, StoreError, UndoPreview};

/// Redoes the last undo that can be redone; if one is named, only that one.
pub(super) fn redo_that(
    store: &mut Store,
    which: Option<ChangeId>,
    watch: &mut JobProgress<'_>,
) -> Result<Reverted, StoreError> {
    if let Some(id) = which
        && store.preview_redo(watch)?.change.id != id
    {
        return Err(StoreError::Outdated);
    }
    store.redo_watched(None, watch)
}

/// What an undo or redo would do, with the first cells of its change.
pub(super) fn undo_previewed(
    store: &Store,
    preview: UndoPreview,
    undo: bool,
) -> Result<Message, StoreError> {
    let cells = store.change_cells(preview.change.id, None, UndoDialog::CELLS)?;
    Ok(Message::Dialog(DialogAnswer::UndoPreviewed { preview: Box::new(preview), cells, undo }))
}
