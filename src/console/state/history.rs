//! The history of changes, as far as it was read, and the question before one
//! of them is undone.

use super::super::number::{count, number};
use crate::domain::{Cell, Change, HistoryQuery, rows_in_words};
use crate::store::UndoPreview;

/// Changes read at once.
pub(crate) const PAGE: usize = 500;

/// A list of changes, the newest first.
#[derive(Debug, Default)]
pub(crate) struct HistoryDialog {
    pub(crate) changes: Vec<Change>,
    pub(crate) chosen: usize,
    pub(crate) top: usize,
    /// Only changes of this cell, under the names that a person knows.
    pub(crate) only: Option<(Cell, String)>,
    /// Whether there are older ones to read.
    pub(crate) more: bool,
}

impl HistoryDialog {
    pub(crate) fn chosen(&self) -> Option<&Change> {
        self.changes.get(self.chosen)
    }

    /// What to read: the next page.
    pub(crate) fn query(&self) -> HistoryQuery {
        let cell = self.only.as_ref().map(|(cell, _)| cell);
        HistoryQuery {
            before: self.changes.last().map(|change| change.id),
            limit: PAGE,
            user: cell.map(|cell| cell.user),
            company: cell.map(|cell| cell.company.clone()),
            ..HistoryQuery::default()
        }
    }
}

/// What undoing one change would do.
#[derive(Debug)]
pub(crate) struct UndoDialog {
    pub(crate) preview: UndoPreview,
    pub(crate) top: usize,
}

/// What the question says: the figures, then the cells that stay.
pub(crate) fn undo_lines(preview: &UndoPreview) -> Vec<String> {
    let change = &preview.change;
    let mut lines = vec![
        format!(
            "{} of {} UTC by {}",
            change.kind.as_str(),
            whole_seconds(&change.at),
            change.operator
        ),
        format!("reason: {}", change.reason.as_deref().unwrap_or("none given")),
        String::new(),
        format!(
            "undoing it grants {} and revokes {}",
            number(preview.added),
            number(preview.removed)
        ),
    ];
    if !preview.rows.is_empty() {
        lines.push(format!("and then {}", rows_in_words(&preview.rows)));
    }
    if preview.left_rows_count > 0 {
        lines.push("left alone, since they changed or are in use:".into());
        lines.extend(preview.left_rows.iter().map(|row| format!("  {row}")));
        let rest = preview.left_rows_count - preview.left_rows.len() as u64;
        if rest > 0 {
            lines.push(format!("  … and {} more", number(rest)));
        }
    }
    if preview.left_alone_count > 0 {
        let many = number(preview.left_alone_count);
        lines.push(format!("{many} cells changed since, and are left alone:"));
        lines.extend(preview.left_alone.iter().map(|cell| format!("  {cell}")));
        let rest = preview.left_alone_count - preview.left_alone.len() as u64;
        if rest > 0 {
            lines.push(format!("  … and {} more", number(rest)));
        }
    }
    lines
}

/// A time without its fraction.
pub(crate) fn whole_seconds(at: &str) -> &str {
    at.get(..19).unwrap_or(at)
}

/// The title of the history.
pub(crate) fn history_title(dialog: &HistoryDialog) -> String {
    let shown = count(dialog.changes.len());
    let changes = match (dialog.more, dialog.changes.len()) {
        (true, _) => format!("{shown} changes and more"),
        (false, 1) => "1 change".to_owned(),
        (false, _) => format!("{shown} changes"),
    };
    match &dialog.only {
        Some((_, name)) => format!("History of {name} ─ {changes}"),
        None => format!("History ─ {changes}"),
    }
}
