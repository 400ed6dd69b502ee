//! The history of changes, as far as it was read.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use crate::console::dialogs::cursor::ListCursor;
use crate::console::dialogs::text_field::SelectedInput;
use crate::console::effect::Effect;
use crate::console::frame::Console;
use crate::console::geometry::ScreenLayout;
use crate::console::number::count;
use crate::domain::{Cell, Change, ChangeId, HistoryQuery};
use crate::filter::HistoryCompletion;

/// The number of changes read at once.
pub(crate) const PAGE: usize = 500;

/// From this width of the dialog, the cells of a change are beside the list; from this height,
/// below it.
const WITH_CELLS_BESIDE: u16 = 130;
const WITH_CELLS_BELOW: usize = 15;
const CELLS_BELOW: u16 = 5;
/// The list keeps at least this many changes.
const LEAST: usize = 3;
/// The same if the cells are beside the list.
const LEAST_BESIDE: usize = 10;

/// A list of changes, newest first.
#[derive(Debug, Default)]
pub(crate) struct HistoryDialog {
    pub(crate) changes: Vec<Change>,
    /// How many pages of them were read: before the first, an empty list says nothing.
    pub(super) pages: usize,
    pub(crate) cursor: ListCursor,
    /// The cell that the list can be limited to, with its names.
    pub(crate) cell: Option<(Cell, String)>,
    /// Whether it is limited to that cell.
    pub(crate) is_of_cell: bool,
    /// The cursor goes to this change as soon as it was read.
    pub(crate) wanted: Option<ChangeId>,
    /// The most changes that were listed at once since it was opened.
    pub(super) most: usize,
    /// Whether there are older changes to read.
    pub(crate) more: bool,
    /// The filter as typed; empty matches every change.
    pub(crate) text: String,
    /// The query for the filter.
    pub(crate) filter_query: HistoryQuery,
    /// The line in which a filter is being typed.
    pub(crate) line: Option<HistoryLine>,
    /// What the changes did, in words, as far as it was read.
    pub(super) descriptions: HashMap<ChangeId, String>,
    /// The cells and rows of one change, which are shown while it is selected.
    pub(super) cells: Option<(ChangeId, Vec<String>)>,
    /// Whether the history by user is opened once the filter was resolved.
    pub(super) wants_by_user: bool,
    /// The time when the list was read.
    pub(super) now: Option<DateTime<Utc>>,
}

/// The line in which the history's filter is typed.
#[derive(Debug, Default)]
pub(crate) struct HistoryLine {
    pub(crate) input: SelectedInput,
    /// The error in it, if any; the last valid filter applies then.
    pub(crate) error: Option<String>,
    /// The index of the first wrong character, if known.
    pub(super) error_at: Option<usize>,
    /// The completions that Tab goes through, and the index of the one shown.
    pub(super) completing: Option<(HistoryCompletion, usize)>,
    /// The text whose names were looked up last.
    pub(super) looked_up: Option<String>,
    /// The filter when the line was opened.
    pub(super) before: String,
    /// The text at the last tick; if it has not changed since, it is applied.
    pub(super) paused: String,
    /// Whether it was accepted with Enter.
    pub(super) is_done: bool,
}

impl HistoryDialog {
    /// The number of lines above the list: the headings.
    pub(crate) const HEAD: usize = 1;

    /// The number of visible changes.
    pub(crate) fn rows(&self, screen: &ScreenLayout) -> usize {
        let above_and_below = Self::HEAD + usize::from(Self::below(screen));
        screen.dialog_rows_of(self.lines(screen)).saturating_sub(above_and_below)
    }

    /// The number of lines of the dialog: as many as there were changes at once, so that its
    /// size does not change while it is filtered and more is read.
    pub(super) fn lines(&self, screen: &ScreenLayout) -> usize {
        let changes = if self.more { usize::MAX } else { self.most.max(self.changes.len()) };
        let least = if Self::has_cells_beside(screen) { LEAST_BESIDE } else { LEAST };
        changes.max(least).saturating_add(Self::HEAD + usize::from(Self::below(screen)))
    }

    /// Whether the cells of the selected change are beside the list.
    pub(super) fn has_cells_beside(screen: &ScreenLayout) -> bool {
        screen.wide_dialog(usize::MAX).width >= WITH_CELLS_BESIDE
    }

    /// The number of lines below the list for the cells of the selected change, including a
    /// line in between.
    pub(super) fn below(screen: &ScreenLayout) -> u16 {
        let is_high = screen.dialog_rows_of(usize::MAX) >= WITH_CELLS_BELOW;
        if is_high && !Self::has_cells_beside(screen) { CELLS_BELOW } else { 0 }
    }

    /// Whether no changes match.
    pub(super) fn is_empty(&self) -> bool {
        self.pages > 0 && self.changes.is_empty()
    }

    /// Whether there are no changes at all.
    pub(super) fn has_nothing(&self) -> bool {
        self.is_empty() && self.text.is_empty() && !self.is_of_cell
    }

    pub(crate) fn chosen(&self) -> Option<&Change> {
        self.changes.get(self.cursor.chosen)
    }

    /// The cell that the list is limited to, if it is.
    pub(crate) fn only(&self) -> Option<&(Cell, String)> {
        self.cell.as_ref().filter(|_| self.is_of_cell)
    }

    /// The same filter and cell, before anything is read.
    pub(crate) fn reloading(&self) -> Self {
        let (cell, text) = (self.cell.clone(), self.text.clone());
        let filter_query = self.filter_query.clone();
        let most = if self.more { usize::MAX } else { self.most.max(self.changes.len()) };
        Self { cell, is_of_cell: self.is_of_cell, text, filter_query, most, ..Self::default() }
    }

    /// The query for the next page.
    pub(crate) fn query(&self) -> HistoryQuery {
        let before = self.changes.last().map(|change| change.id);
        let mut query = HistoryQuery { before, limit: PAGE, ..self.filter_query.clone() };
        if let Some((Cell { user, company }, _)) = self.only() {
            // The changes of everybody were found.
            query.changes = None;
            // A change to the cell is a change to its user and its company.
            if query.user.replace(*user).is_some_and(|other| other != *user)
                || query.company.replace(company.clone()).is_some_and(|other| other != *company)
            {
                query.limit = 0;
            }
        }
        query
    }
}

/// The title of the history.
pub(crate) fn history_title(dialog: &HistoryDialog) -> String {
    let shown = count(dialog.changes.len());
    let changes = match (dialog.more, dialog.changes.len()) {
        (true, _) => format!("{shown} changes and more"),
        (false, 1) => "1 change".to_owned(),
        (false, _) => format!("{shown} changes"),
    };
    let of = dialog.only().map(|(_, name)| format!(" of {name}")).unwrap_or_default();
    let filter = match dialog.text.as_str() {
        "" => String::new(),
        text => format!(" ─ {text}"),
    };
    format!("History{of} ─ {changes}{filter}")
}

/// While typing continues, no error is shown.
pub(super) fn typed(console: &mut Console, _effects: &mut Vec<Effect>) {
    if let Some(dialog) = console.dialogs.top_as_mut::<HistoryDialog>()
        && let Some(line) = &mut dialog.line
    {
        (line.error, line.error_at, line.looked_up) = (None, None, None);
    }
}
