//! The history of changes, as far as it was read, and the question before one
//! of them is undone.

use tui_input::Input;

use super::super::geometry::Layout;
use super::super::number::{count, number};
use super::wrapped::Wrapped;
use crate::domain::{Cell, Change, ChangeCell, ChangeId, HistoryQuery, rows_in_words};
use crate::store::UndoPreview;

/// Changes read at once.
pub(crate) const PAGE: usize = 500;

/// A list of changes, newest first.
#[derive(Debug, Default)]
pub(crate) struct HistoryDialog {
    pub(crate) changes: Vec<Change>,
    pub(crate) chosen: usize,
    pub(crate) top: usize,
    /// Only changes of this cell, under the names that a person knows.
    pub(crate) only: Option<(Cell, String)>,
    /// The cursor goes to this change as soon as it was read.
    pub(crate) wanted: Option<ChangeId>,
    /// Whether there are older ones to read.
    pub(crate) more: bool,
    /// The filter as typed; empty lets every change through.
    pub(crate) text: String,
    /// What the filter asks for.
    pub(crate) asked: HistoryQuery,
    /// The line in which a filter is being typed.
    pub(crate) line: Option<HistoryLine>,
}

/// The line in which the history's filter is typed.
#[derive(Debug, Default)]
pub(crate) struct HistoryLine {
    pub(crate) input: Input,
    /// What is wrong with it; then the last good filter stands.
    pub(crate) error: Option<String>,
}

impl HistoryDialog {
    /// The line above the list: the headings.
    pub(crate) const HEAD: usize = 1;

    /// The changes seen at once: the list is as high as the screen allows, so
    /// that it does not jump while it is filtered and read on.
    pub(crate) fn rows(screen: &Layout) -> usize {
        screen.dialog_rows_of(usize::MAX).saturating_sub(Self::HEAD)
    }

    pub(crate) fn chosen(&self) -> Option<&Change> {
        self.changes.get(self.chosen)
    }

    /// The same filter and cell, before anything is read.
    pub(crate) fn anew(&self) -> Self {
        let (only, text, asked) = (self.only.clone(), self.text.clone(), self.asked.clone());
        Self { only, text, asked, ..Self::default() }
    }

    /// What to read: the next page.
    pub(crate) fn query(&self) -> HistoryQuery {
        let before = self.changes.last().map(|change| change.id);
        let mut query = HistoryQuery { before, limit: PAGE, ..self.asked.clone() };
        if let Some((Cell { user, company }, _)) = &self.only {
            // A change of the cell is of its user and its company.
            if query.user.replace(*user).is_some_and(|asked| asked != *user)
                || query.company.replace(company.clone()).is_some_and(|asked| asked != *company)
            {
                query.limit = 0;
            }
        }
        query
    }
}

/// What undoing or redoing one change would do.
#[derive(Debug)]
pub(crate) struct UndoDialog {
    pub(crate) preview: UndoPreview,
    /// Else it is redone.
    pub(crate) undo: bool,
    pub(crate) lines: Wrapped,
    pub(crate) top: usize,
}

impl UndoDialog {
    /// Cells of the change that are listed at most.
    pub(crate) const CELLS: usize = 8;

    pub(crate) fn new(preview: UndoPreview, cells: &[ChangeCell], undo: bool) -> Self {
        let lines = Wrapped::new(undo_lines(&preview, cells, undo));
        Self { preview, undo, lines, top: 0 }
    }
}

/// What the question says: the figures, then the cells that stay.
fn undo_lines(preview: &UndoPreview, cells: &[ChangeCell], undo: bool) -> Vec<String> {
    let change = &preview.change;
    let doing = if undo { "undo" } else { "redo" };
    let mut lines = vec![
        format!(
            "{} of {} UTC by {}",
            change.kind.as_str(),
            whole_seconds(&change.at),
            change.who()
        ),
        format!(
            "{}",
            change
                .reason
                .as_deref()
                .map_or_else(|| "no reason given".to_owned(), |it| format!("reason: {it}"))
        ),
    ];
    lines.extend(preview.skipped.iter().map(ToString::to_string));
    lines.extend(cells.iter().map(|cell| {
        let did = if cell.added { "granted" } else { "revoked" };
        format!("{did} {}", cell.named)
    }));
    let rest = (change.added + change.removed).saturating_sub(cells.len() as u64);
    if rest > 0 && !cells.is_empty() {
        lines.push(format!("… and {} more", number(rest)));
    }
    lines.extend([
        String::new(),
        format!(
            "{doing} will grant {} and revoke {}",
            number(preview.added),
            number(preview.removed)
        ),
    ]);
    if !preview.rows.is_empty() {
        lines.push(format!("also {}", rows_in_words(&preview.rows)));
    }
    if preview.left_rows_count > 0 {
        lines.push("will be skipped, changed since or in use:".into());
        lines.extend(preview.left_rows.iter().map(|row| format!("  {row}")));
        let rest = preview.left_rows_count - preview.left_rows.len() as u64;
        if rest > 0 {
            lines.push(format!("  … and {} more", number(rest)));
        }
    }
    if preview.left_alone_count > 0 {
        lines.push(match preview.left_alone_count {
            1 => "1 cell changed since and will be skipped:".to_owned(),
            many => format!("{} cells changed since and will be skipped:", number(many)),
        });
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
    let of = dialog.only.as_ref().map(|(_, name)| format!(" of {name}")).unwrap_or_default();
    let filter = match dialog.text.as_str() {
        "" => String::new(),
        text => format!(" ─ {text}"),
    };
    format!("History{of} ─ {changes}{filter}")
}
