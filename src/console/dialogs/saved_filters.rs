//! Saved filters: those of the configuration, by name. The chosen one filters its list.

use ratatui::style::Style;

use super::cursor::{ListCursor, UP_AND_DOWN};
use super::outline::{Foot, frame};
use crate::console::config::SavedFilter;
use crate::console::effect::Effect;
use crate::console::frame::{Console, DialogPart, OnAction};
use crate::console::geometry::{Area, ScreenLayout};
use crate::console::keymap::{Action, Context};
use crate::console::state::{Notice, Pane, State, Tone};
use crate::console::update::filter::{axis, lead_to};
use crate::console::view::{Painter, columns};
use crate::filter::Axis;
use crate::text;

/// The saved filters, those of the focused list first.
#[derive(Debug)]
pub(crate) struct SavedFiltersDialog {
    filters: Vec<SavedFilter>,
    cursor: ListCursor,
}

/// Opens the list, if there is any.
pub(crate) fn open(console: &mut Console) {
    let axis = axis(&console.state);
    let mut filters = console.state.settings.filters.clone();
    if filters.is_empty() {
        let text = "no saved filters: add them to config.toml, under [filters.users]";
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
    let Some(dialog) = console.dialogs.take_top::<SavedFiltersDialog>() else {
        return;
    };
    let chosen = dialog.filters.get(dialog.cursor.chosen);
    if let Some(filter) = chosen.filter(|_| action == Action::Accept) {
        let pane = match (filter.axis, console.state.focus) {
            (Axis::Companies, _) => Pane::Companies,
            (Axis::Users, Pane::Matrix) => Pane::Matrix,
            (Axis::Users, _) => Pane::Users,
        };
        lead_to(&mut console.state, pane, (&filter.text, &filter.name), effects);
    }
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
    ) -> Option<Foot> {
        let len = self.filters.len();
        let area = screen.dialog(len);
        let rows = screen.dialog_rows_of(len);
        frame(painter, area, "Saved filters");
        let inner = area.inner();
        let widths = self.filters.iter().map(|filter| text::width(&text::safe(&filter.name)));
        let names = columns(widths.max().unwrap_or(0)).min(inner.width / 2);
        for ((is_chosen, filter), y) in self.cursor.shown(&self.filters, rows).zip(inner.y..) {
            let line = Area { y, height: 1, ..inner };
            if is_chosen {
                painter.light(line);
            }
            let x = line.x + 2;
            painter.text(x, y, names, &filter.name, Style::new());
            let end = line.x + line.width.saturating_sub(1);
            let axis = filter.axis.noun();
            let style: Style = if is_chosen { Style::new() } else { painter.theme.faint.into() };
            painter.right(end, y, columns(axis.len()), axis, style);
            let room = end.saturating_sub(x + names + 3 + columns(axis.len()));
            painter.text(x + names + 2, y, room, &filter.text, style);
        }
        painter.scrollbar(area, self.cursor.top, rows, len);
        Some(Foot::of(area))
    }

    fn arrows(&self) -> Option<(&'static [Action], &'static str)> {
        Some((UP_AND_DOWN, "choose"))
    }
}
