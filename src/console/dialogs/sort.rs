//! The sort order of a list.

use ratatui::style::Style;

use super::cursor::{ListCursor, UP_AND_DOWN};
use super::outline::{Footer, frame, hit_lines};
use crate::console::effect::Effect;
use crate::console::frame::{Console, DialogPart, OnAction};
use crate::console::geometry::{Area, ScreenLayout};
use crate::console::keymap::{Action, Context};
use crate::console::state::{Notice, State, Tone, sort_begins, sort_name, sorts};
use crate::console::update::filter;
use crate::console::view::Painter;
use crate::filter::Axis;
use crate::store::SortBy;

/// The sort orders of an axis, and the selected one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SortDialog {
    axis: Axis,
    chosen: usize,
}

/// Opens the dialog for the focused axis.
pub(crate) fn open(console: &mut Console) {
    let axis = filter::axis(&console.state);
    let by = console.state.axis_filter(axis).order.by;
    let chosen = sorts(axis).iter().position(|sort| *sort == by).unwrap_or(0);
    console.dialogs.open(SortDialog { axis, chosen });
}

/// Choosing the current order reverses it.
fn act(console: &mut Console, action: Action, effects: &mut Vec<Effect>) {
    let Some(dialog) = console.dialogs.top_as_mut::<SortDialog>() else {
        return;
    };
    let axis = dialog.axis;
    let sorts = sorts(axis);
    let mut cursor = ListCursor { chosen: dialog.chosen, top: 0 };
    if cursor.act(action, sorts.len(), sorts.len()) {
        dialog.chosen = cursor.chosen;
        return;
    }
    match action {
        Action::Accept => {
            let by = sorts[dialog.chosen];
            console.dialogs.close();
            sort_by(console, axis, by, effects);
        }
        _ => {
            console.dialogs.close();
        }
    }
}

/// Sorts an axis; choosing the current order reverses it.
pub(crate) fn sort_by(console: &mut Console, axis: Axis, by: SortBy, effects: &mut Vec<Effect>) {
    let order = &mut console.state.axis_filter_mut(axis).order;
    order.descending = order.by == by && !order.descending;
    order.by = by;
    let (name, begins) = (sort_name(axis, by), sort_begins(*order));
    let keys =
        (console.state.key(Action::Sort), console.state.key_in(Context::Sort, Action::Accept));
    let text = format!("sorted by {name}, {begins} · {} {} reverses", keys.0, keys.1);
    console.state.notice = Some(Notice::new(Tone::Info, text));
    console.state.axis_mut(axis).expect_again();
    filter::select(&console.state, axis, effects);
}

impl DialogPart for SortDialog {
    fn context(&self) -> Context {
        Context::Sort
    }

    fn on_action(&self) -> OnAction {
        act
    }

    fn draw(
        &self,
        painter: &mut Painter<'_>,
        state: &State,
        screen: &ScreenLayout,
        _rows: usize,
    ) -> Option<Footer> {
        Some(draw(painter, state, *self, screen))
    }

    fn hint(&self, state: &State, action: Action, usual: &'static str) -> Option<&'static str> {
        let order = state.axis_filter(self.axis).order;
        let is_current = sorts(self.axis).get(self.chosen) == Some(&order.by);
        Some(if action == Action::Accept && is_current { "reverse" } else { usual })
    }

    fn arrows(&self) -> Option<(&'static [Action], &'static str)> {
        Some((UP_AND_DOWN, "choose"))
    }
}

fn draw(
    painter: &mut Painter<'_>,
    state: &State,
    choice: SortDialog,
    screen: &ScreenLayout,
) -> Footer {
    let sorts = sorts(choice.axis);
    let area = screen.dialog(sorts.len() + 1);
    let title = match choice.axis {
        Axis::Users => "Sort users by",
        Axis::Companies => "Sort companies by",
    };
    frame(painter, area, title);
    let inner = area.inner();
    let order = state.axis_filter(choice.axis).order;
    hit_lines(painter, inner, (choice.chosen, 0), (sorts.len(), sorts.len(), 1));
    for ((y, at), by) in (inner.y..inner.y + inner.height).zip(0..).zip(sorts) {
        let line = Area { y, height: 1, ..inner };
        if at == choice.chosen {
            painter.light(line);
        }
        let way = match (order.by == *by, order.descending) {
            (true, true) => " ↓",
            (true, false) => " ↑",
            _ => "",
        };
        let is_number = matches!(by, SortBy::Count | SortBy::Effective);
        let of = if is_number { "number of " } else { "" };
        let text = format!("{of}{}{way}", sort_name(choice.axis, *by));
        painter.text(inner.x + 2, y, inner.width.saturating_sub(4), &text, Style::new());
    }
    Footer::of(area)
}
