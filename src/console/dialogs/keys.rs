//! Keys and pasted text while a dialog is open.

use tui_input::{Input, InputRequest};

use crate::console::effect::Effect;
use crate::console::key::{Key, KeyCode};
use crate::console::keymap::Action;
use crate::console::state::State;

/// The top dialog answers.
pub(crate) fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    let moves = matches!(action, Action::Up | Action::Down | Action::PageUp | Action::PageDown);
    if moves && scroll(state, action) {
        return;
    }
    if let Some(dialog) = state.dialogs.last() {
        dialog.part().on_action()(state, action, effects);
    }
}

/// Any key closes the dialog.
pub(super) fn close(state: &mut State, _action: Action, _effects: &mut Vec<Effect>) {
    state.dialogs.pop();
}

/// Scrolls the list of the top dialog, if it has one.
fn scroll(state: &mut State, action: Action) -> bool {
    let screen = state.screen();
    let Some(dialog) = state.dialogs.last_mut() else {
        return false;
    };
    let page = dialog.rows(&screen);
    let len = dialog.part().list_len();
    let Some(top) = dialog.part_mut().top_mut() else {
        return false;
    };
    let moved = match action {
        Action::Up => top.saturating_sub(1),
        Action::Down => top.saturating_add(1),
        Action::PageUp => top.saturating_sub(page.max(1)),
        _ => top.saturating_add(page.max(1)),
    };
    *top = moved.min(len.saturating_sub(page));
    true
}

/// A key that the key table does not have goes to the dialog's field, if there
/// is one; otherwise it does nothing.
pub(crate) fn typed(state: &mut State, key: Key, effects: &mut Vec<Effect>) {
    let Some(dialog) = state.dialogs.last_mut() else {
        return;
    };
    let request = match (key.code, key.ctrl) {
        (KeyCode::Char(letter), false) => InputRequest::InsertChar(letter),
        (KeyCode::Char('w'), true) => InputRequest::DeletePrevWord,
        (KeyCode::Char('u'), true) => InputRequest::DeleteLine,
        (KeyCode::Backspace, _) => InputRequest::DeletePrevChar,
        (KeyCode::Delete, _) => InputRequest::DeleteNextChar,
        (KeyCode::Left, _) => InputRequest::GoToPrevChar,
        (KeyCode::Right, _) => InputRequest::GoToNextChar,
        (KeyCode::Home, _) => InputRequest::GoToStart,
        (KeyCode::End, _) => InputRequest::GoToEnd,
        _ => return,
    };
    if dialog.part_mut().edit(request) {
        text_changed(state, effects);
    }
}

/// Inserts pasted text into the field of the top dialog. False without a field.
pub(crate) fn insert(state: &mut State, text: &str, effects: &mut Vec<Effect>) -> bool {
    let done = state.dialogs.last_mut().is_some_and(|dialog| dialog.part_mut().paste(text));
    if done {
        text_changed(state, effects);
    }
    done
}

fn text_changed(state: &mut State, effects: &mut Vec<Effect>) {
    if let Some(follow) = state.dialogs.last().and_then(|dialog| dialog.part().on_text()) {
        follow(state, effects);
    }
}

/// A field with a text inserted at its cursor.
pub(super) fn with(input: &Input, text: &str) -> Input {
    let at = input.cursor();
    let before: String = input.value().chars().take(at).collect();
    let after: String = input.value().chars().skip(at).collect();
    let cursor = at + text.chars().count();
    Input::new(format!("{before}{text}{after}")).with_cursor(cursor)
}

/// The number of the next or the previous of that many, round and round; the first or the
/// last where none is chosen yet.
pub(super) fn turned(at: Option<usize>, count: usize, forward: bool) -> usize {
    match (at, forward) {
        (Some(at), true) => (at + 1) % count.max(1),
        (Some(at), false) => (at + count.saturating_sub(1)) % count.max(1),
        (None, true) => 0,
        (None, false) => count.saturating_sub(1),
    }
}

/// The value after this one in the list of all, round and round.
pub(super) fn next<T: Copy + PartialEq>(all: &[T], now: T) -> T {
    all[turned(all.iter().position(|it| *it == now), all.len(), true)]
}
