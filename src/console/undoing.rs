//! The worker's part of undo and redo.

use super::dialogs::undo::UndoDialog;
use super::message::{DialogAnswer, Message};
use crate::domain::{ChangeId, ChangeSummary, JobProgress};
use crate::store::{Reverted, Store, StoreError, UndoPreview};

/// Redoes the last undo that can be redone; if one is given, only that one.
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

/// The preview of an undo or redo, with what its change did and the first cells of it.
pub(super) fn undo_previewed(
    store: &Store,
    preview: UndoPreview,
    undo: bool,
) -> Result<Message, StoreError> {
    let cells = store.change_cells(preview.change.id, None, UndoDialog::CELLS)?;
    let change = &preview.change;
    let did = if change.rows.is_empty() {
        None
    } else {
        let summaries = store.change_summaries(std::slice::from_ref(change))?;
        summaries.first().and_then(ChangeSummary::rows_in_words)
    };
    let did = did.unwrap_or_default();
    let preview = Box::new(preview);
    Ok(Message::Dialog(DialogAnswer::UndoPreviewed { preview, did, cells, undo }))
}
