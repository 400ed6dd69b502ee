//! The saved filters, by name: those of the configuration, and those saved in the console. The
//! selected one is applied to its list.

use super::columns::{ListLine, draw_lines, widest};
use super::cursor::{ListCursor, UP_AND_DOWN};
use super::outline::{Footer, frame};
use crate::console::config::{FilterEdit, SavedFilter};
use crate::console::effect::Effect;
use crate::console::frame::{Console, DialogPart, OnAction};
use crate::console::geometry::{Area, ScreenLayout};
use crate::console::keymap::{Action, Context};
use crate::console::state::{Notice, Pane, State, Tone};
use crate::console::update::filter::{axis, lead_to};
use crate::console::view::Painter;
use crate::filter::Axis;

/// The saved filters; those of the focused list come first.
#[derive(Debug)]
pub(crate) struct SavedFiltersDialog {
    filters: Vec<SavedFilter>,
    cursor: ListCursor,
}

/// Opens the list, if there are saved filters.
pub(crate) fn open(console: &mut Console) {
    let axis = axis(&console.state);
    let mut filters: Vec<SavedFilter> = console.state.settings.saved_filters().cloned().collect();
    if filters.is_empty() {
        let save = console.state.hint(Action::SaveFilter, "saves one");
        let file = console.state.settings.config_file();
        let text = format!("no saved filters{save}; or add some to {file}");
        console.state.notice = Some(Notice::new(Tone::Info, text));
        return;
    }
    filters.sort_by_key(|filter| filter.axis != axis);
    console.dialogs.open(SavedFiltersDialog { filters, cursor: ListCursor::default() });
}

fn act(console: &mut Console, action: Action, effects: &mut Vec<Effect>) {
    let screen = console.screen();
    let Some(dialog) = console.dialogs.top_as_mut::<SavedFiltersDialog>() else {
        return;
    };
    let len = dialog.filters.len();
    if dialog.cursor.act(action, screen.dialog_rows_of(len), len) {
        return;
    }
    if action == Action::Delete {
        remove(console, effects);
        return;
    }
    let Some(dialog) = console.dialogs.close_top::<SavedFiltersDialog>() else {
        return;
    };
    let chosen = dialog.filters.get(dialog.cursor.chosen);
    if let Some(filter) = chosen.filter(|_| action == Action::Accept) {
        show(console, filter, effects);
    }
}

/// Removes the selected filter from the file, if it was saved in the console.
fn remove(console: &mut Console, effects: &mut Vec<Effect>) {
    let Some(dialog) = console.dialogs.top_as_mut::<SavedFiltersDialog>() else {
        return;
    };
    let at = dialog.cursor.chosen;
    let Some(filter) = dialog.filters.get(at).cloned() else {
        return;
    };
    if !console.state.settings.is_own(&filter) {
        let file = console.state.settings.config_file();
        let text = format!("“{}” is in {file}: remove it there", filter.name);
        console.state.notice = Some(Notice::new(Tone::Info, text));
        return;
    }
    dialog.filters.remove(at);
    dialog.cursor.chosen = at.min(dialog.filters.len().saturating_sub(1));
    if dialog.filters.is_empty() {
        console.dialogs.close();
    }
    effects.push(Effect::EditFilters(FilterEdit::Remove(filter)));
}

/// Applies a saved filter to its list.
pub(crate) fn show(console: &mut Console, filter: &SavedFilter, effects: &mut Vec<Effect>) {
    let pane = match (filter.axis, console.state.focus) {
        (Axis::Companies, _) => Pane::Companies,
        (Axis::Users, Pane::Matrix) => Pane::Matrix,
        (Axis::Users, _) => Pane::Users,
    };
    lead_to(&mut console.state, pane, (&filter.text, &filter.name), effects);
}

impl DialogPart for SavedFiltersDialog {
    fn context(&self) -> Context {
        Context::SavedFilters
    }

    fn on_action(&self) -> OnAction {
        act
    }

    fn draw(
        &self,
        painter: &mut Painter<'_>,
        _state: &State,
        screen: &ScreenLayout,
        _rows: usize,
    ) -> Option<Footer> {
        let len = self.filters.len();
        let area = screen.dialog(len);
        let rows = screen.dialog_rows_of(len);
        frame(painter, area, "Saved filters");
        let inner = area.inner();
        let names = widest(self.filters.iter().map(|it| it.name.as_str()), inner.width / 2);
        let body = Area { height: inner.height.saturating_sub(1), ..inner };
        draw_lines(painter, body, self.cursor, (rows, len, names), |at| {
            let filter = &self.filters[at];
            let (first, second, note) = (&*filter.name, &*filter.text, filter.axis.noun());
            ListLine { first, second, note, explains: true }
        });
        painter.scrollbar(area, self.cursor.top, rows, len);
        Some(Footer::of(area))
    }

    fn arrows(&self) -> Option<(&'static [Action], &'static str)> {
        (self.filters.len() > 1).then_some((UP_AND_DOWN, "choose"))
    }
}
