//! Every key and sign, narrowed by what is typed.

use crate::console::effect::Effect;
use crate::console::frame::Console;
use crate::console::keymap::Keymap;
use tui_input::Input;

/// Help, with the search in it.
#[derive(Debug, Default)]
pub(crate) struct HelpDialog {
    pub(crate) search: Input,
    pub(super) keys: Keymap,
    pub(super) top: usize,
}

/// Opens help.
pub(crate) fn open(console: &mut Console) {
    let keys = console.state.settings.keys.clone();
    console.dialogs.open(HelpDialog { keys, ..HelpDialog::default() });
}

/// Another search starts at the top.
pub(super) fn to_top(console: &mut Console, _effects: &mut Vec<Effect>) {
    if let Some(help) = console.dialogs.top_as_mut::<HelpDialog>() {
        help.top = 0;
    }
}
