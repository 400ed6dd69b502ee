//! The command palette: choosing an action, and running it in the pane below.

use super::PaletteDialog;
use crate::console::dialogs::Dialog;
use crate::console::dialogs::cursor::ListCursor;
use crate::console::effect::Effect;
use crate::console::keymap::Action;
use crate::console::state::State;
use crate::console::update::perform;

/// Opens the palette for the focused pane.
pub(crate) fn open(state: &mut State) {
    state.dialogs.open(PaletteDialog::new(state.focus.into()));
}

/// Keys of the palette.
pub(super) fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    let screen = state.screen();
    let Some(Dialog::Palette(palette)) = state.dialogs.last_mut() else {
        return;
    };
    let rows = screen.dialog_rows_of(palette.all());
    let len = palette.found().len();
    if palette.cursor.act(action, rows, len) {
        return;
    }
    match action {
        Action::Accept => {
            if let Some(binding) = palette.chosen() {
                state.dialogs.pop();
                perform(state, binding.action, effects);
            }
        }
        _ => {
            state.dialogs.pop();
        }
    }
}

/// What is typed chooses the first line again.
pub(super) fn to_first(state: &mut State, _effects: &mut Vec<Effect>) {
    if let Some(Dialog::Palette(palette)) = state.dialogs.last_mut() {
        palette.cursor = ListCursor::default();
    }
}
