//! Chooses the columns of the Users pane. The pane behind the dialog follows each choice.

use super::columns::{ListLine, draw_lines, widest};
use super::cursor::{ListCursor, UP_AND_DOWN};
use super::outline::{Footer, frame};
use crate::console::effect::Effect;
use crate::console::frame::{Console, DialogPart, OnAction};
use crate::console::geometry::{Area, ScreenLayout};
use crate::console::keymap::{Action, Context};
use crate::console::state::{Notice, State, Tone};
use crate::console::user_column::UserColumn;
use crate::console::view::{Painter, column_width, hidden_columns};

/// The columns of the Users pane.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ColumnsDialog {
    cursor: ListCursor,
}

/// Opens the dialog.
pub(crate) fn open(console: &mut Console) {
    console.dialogs.open(ColumnsDialog::default());
}

fn act(console: &mut Console, action: Action, _effects: &mut Vec<Effect>) {
    let len = UserColumn::ALL.len();
    let rows = console.screen().dialog_rows_of(len);
    let Some(dialog) = console.dialogs.top_as_mut::<ColumnsDialog>() else {
        return;
    };
    if dialog.cursor.act(action, rows, len) {
        return;
    }
    let chosen = UserColumn::ALL[dialog.cursor.chosen];
    match action {
        Action::ShowColumn => {
            if !console.state.toggle_column(chosen) {
                let text = "name or username stays: one of them says who the users are";
                console.state.notice = Some(Notice::new(Tone::Info, text));
            }
        }
        Action::Narrower | Action::Wider => {
            let state = &mut console.state;
            if let Some(width) = column_width(state, &state.screen(), chosen) {
                let width = match action {
                    Action::Wider => width.saturating_add(1),
                    _ => width.saturating_sub(1),
                };
                state.choose_width(chosen, width);
            }
        }
        Action::Default => console.state.reset_columns(),
        _ => console.dialogs.close(),
    }
}

impl DialogPart for ColumnsDialog {
    fn context(&self) -> Context {
        Context::Columns
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
        let len = UserColumn::ALL.len();
        let area = screen.dialog(len);
        let rows = screen.dialog_rows_of(len);
        frame(painter, area, "Columns of the users");
        let (shown, hidden) = (state.shown_columns(), hidden_columns(state, screen));
        let names = UserColumn::ALL.map(|column| {
            let sign = if shown.contains(&column) { "■" } else { "·" };
            format!("{sign} {}", column.name())
        });
        let widths = UserColumn::ALL.map(|column| {
            column_width(state, screen, column).map_or(String::new(), |it| format!("{it} wide"))
        });
        let inner = area.inner();
        let widest = widest(names.iter().map(String::as_str), inner.width / 2);
        let body = Area { height: inner.height.saturating_sub(1), ..inner };
        draw_lines(painter, body, self.cursor, (rows, len, widest), |at| {
            let column = UserColumn::ALL[at];
            let note = match state.chosen_width(column) {
                _ if hidden.contains(&column) => "no room",
                Some(_) => widths[at].as_str(),
                None => "",
            };
            ListLine { first: &names[at], second: column.does(), note, explains: true }
        });
        painter.scrollbar(area, self.cursor.top, rows, len);
        Some(Footer::of(area))
    }

    fn hint(&self, state: &State, action: Action, usual: &'static str) -> Option<&'static str> {
        let chosen = UserColumn::ALL[self.cursor.chosen];
        let is_offered = match action {
            Action::Default => !state.has_usual_columns(),
            Action::Narrower | Action::Wider => {
                column_width(state, &state.screen(), chosen).is_some()
            }
            _ => true,
        };
        is_offered.then_some(usual)
    }

    fn arrows(&self) -> Option<(&'static [Action], &'static str)> {
        Some((UP_AND_DOWN, "choose"))
    }
}
