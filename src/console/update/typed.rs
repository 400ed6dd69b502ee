//! Keys that are not certainly a person's, and keys that waited for a list.

use super::super::effect::Effect;
use super::super::frame::Console;
use super::super::message::Message;
use super::{held_keys, mouse, paste, perform};

/// Handles keys that are not certainly a person's. What the terminal delivers does not come
/// here directly: the loop finds out first what it is.
pub(super) fn handle(console: &mut Console, message: Message, effects: &mut Vec<Effect>) {
    match message {
        Message::Hasty(key) => paste::hasty(console, key, effects),
        Message::Text { text, first } => paste::keys_of_text(console, &text, first, effects),
        Message::LastEnter => paste::last_enter(console, effects),
        Message::Pasted(text) => paste::pasted(console, &text, effects),
        Message::Pointed(pointed) => mouse::handle(console, pointed, effects),
        Message::NextKey => next(console, effects),
        _ => {}
    }
}

/// Handles the next waiting key. If it opens a dialog, the keys after it, which were typed
/// before the dialog was readable, do not answer the dialog.
fn next(console: &mut Console, effects: &mut Vec<Effect>) {
    if !held_keys::has_turn(console) {
        return;
    }
    let Some(key) = console.state.held_keys.pop_front() else {
        return;
    };
    // It must not wait again for the keys behind it.
    let rest = std::mem::take(&mut console.state.held_keys);
    if console.dialogs.is_empty() {
        perform::press(console, key, effects);
    } else {
        paste::hasty(console, key, effects);
    }
    console.state.held_keys.extend(rest);
}
