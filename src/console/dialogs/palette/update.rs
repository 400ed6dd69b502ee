//! The command palette: choosing an action, and running it in the pane below.

use super::PaletteDialog;
use crate::console::dialogs::cursor::ListCursor;
use crate::console::effect::Effect;
use crate::console::frame::Console;
use crate::console::keymap::Action;
use crate::console::request::Request;

/// Opens the palette for the focused pane.
pub(crate) fn open(console: &mut Console) {
    console
        .dialogs
        .open(PaletteDialog::new(console.state.focus.into(), console.state.settings.keys.clone()));
}

/// Keys of the palette.
pub(super) fn act(console: &mut Console, action: Action, _effects: &mut Vec<Effect>) {
    let screen = console.state.screen();
    let Some(palette) = console.dialogs.top_as_mut::<PaletteDialog>() else {
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
                console.requests.push(Request::Perform(binding.action));
                console.dialogs.close();
            }
        }
        _ => {
            console.dialogs.close();
        }
    }
}

/// What is typed chooses the first line again.
pub(super) fn to_first(console: &mut Console, _effects: &mut Vec<Effect>) {
    if let Some(palette) = console.dialogs.top_as_mut::<PaletteDialog>() {
        palette.cursor = ListCursor::default();
    }
}
