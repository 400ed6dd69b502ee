//! Help: first the keys of the focused pane or dialog, then every key and sign, with a search field.

use crate::console::effect::Effect;
use crate::console::frame::Console;
use crate::console::keymap::{Action, Context, Keymap};
use tui_input::Input;

/// Help, with its search.
#[derive(Debug, Default)]
pub(crate) struct HelpDialog {
    pub(crate) search: Input,
    pub(super) keys: Keymap,
    pub(super) top: usize,
    /// The context whose keys are shown; `None` for everything.
    pub(super) context: Option<Context>,
    /// The width of the dialog.
    pub(super) width: usize,
    /// Whether there are users or companies.
    pub(super) has_data: bool,
}

/// Opens help on the focused pane, or on the top dialog.
pub(crate) fn open(console: &mut Console) {
    let keys = console.state.settings.keys.clone();
    let context = Some(console.context());
    let has_data = !console.state.has_nothing();
    console.dialogs.open(HelpDialog { keys, context, has_data, ..HelpDialog::default() });
}

/// Opens help with the meaning of the signs, which comes first.
pub(crate) fn open_legend(console: &mut Console) {
    let keys = console.state.settings.keys.clone();
    console.dialogs.open(HelpDialog { keys, ..HelpDialog::default() });
}

/// Handles the keys of help: goes from the keys of a pane to everything, or closes help.
pub(super) fn act(console: &mut Console, action: Action, _effects: &mut Vec<Effect>) {
    let help = console.dialogs.top_as_mut::<HelpDialog>();
    match (action, help.filter(|help| help.context.is_some())) {
        (Action::Help | Action::Filter, Some(help)) => (help.context, help.top) = (None, 0),
        _ => {
            console.dialogs.close();
        }
    }
}

/// A new search starts at the top.
pub(super) fn to_top(console: &mut Console, _effects: &mut Vec<Effect>) {
    if let Some(help) = console.dialogs.top_as_mut::<HelpDialog>() {
        help.top = 0;
    }
}
