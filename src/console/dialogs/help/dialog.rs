//! The keys of the focused place; then every key and sign, narrowed by what is typed.

use crate::console::effect::Effect;
use crate::console::frame::Console;
use crate::console::keymap::{Action, Context, Keymap};
use tui_input::Input;

/// Help, with the search in it.
#[derive(Debug, Default)]
pub(crate) struct HelpDialog {
    pub(crate) search: Input,
    pub(super) keys: Keymap,
    pub(super) top: usize,
    /// The place whose keys are shown; none for everything.
    pub(super) context: Option<Context>,
    /// The character that opened it: once more shows everything.
    pub(super) again: Option<char>,
    /// The columns of the dialog.
    pub(super) width: usize,
}

/// Opens help.
pub(crate) fn open(console: &mut Console) {
    let keys = console.state.settings.keys.clone();
    let key = console.state.key(Action::Help);
    let mut letters = key.chars();
    let again = letters.next().filter(|_| letters.next().is_none());
    let context = Some(console.state.focus.into());
    console.dialogs.open(HelpDialog { keys, context, again, ..HelpDialog::default() });
}

/// Another search starts at the top.
pub(super) fn to_top(console: &mut Console, _effects: &mut Vec<Effect>) {
    if let Some(help) = console.dialogs.top_as_mut::<HelpDialog>() {
        help.top = 0;
    }
}
