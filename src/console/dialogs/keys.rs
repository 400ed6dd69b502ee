//! Handles keys and pasted text while a dialog is open.

use tui_input::InputRequest;

use super::help::{self, HelpDialog};
use crate::console::effect::Effect;
use crate::console::frame::Console;
use crate::console::key::{Key, KeyCode};
use crate::console::keymap::{self, Action};
use crate::console::state::{Notice, Tone};

/// The top dialog handles the action.
pub(crate) fn act(console: &mut Console, action: Action, effects: &mut Vec<Effect>) {
    if action == Action::Help && console.dialogs.top_as::<HelpDialog>().is_none() {
        help::open(console);
        return;
    }
    if keymap::moves_in_list(action) && scroll(console, action) {
        return;
    }
    let Some(answer) = console.dialogs.top().map(|dialog| dialog.on_action()) else {
        return;
    };
    let idle = idle_key(console, action);
    let (context, started) = (console.context(), effects.len());
    answer(console, action, effects);
    let did_nothing = console.context() == context && effects.len() == started;
    if let Some(key) = idle.filter(|_| did_nothing && console.state.notice.is_none()) {
        let text = format!("{key} does nothing here");
        console.state.notice = Some(Notice::new(Tone::Info, text));
    }
}

/// The key of an action that the top dialog does not offer now, such as one for the chosen line
/// of an empty list.
fn idle_key(console: &Console, action: Action) -> Option<String> {
    let (dialog, context) = (console.dialogs.top()?, console.context());
    let mut lines = console.state.settings.keys.lines_in(context);
    let usual = lines.find(|line| line.binding.action == action)?.binding.hint?;
    let is_offered = dialog.hint(&console.state, action, usual).is_some();
    (!is_offered).then(|| console.state.key_in(context, action))
}

/// Any key closes the dialog.
pub(super) fn close(console: &mut Console, _action: Action, _effects: &mut Vec<Effect>) {
    console.dialogs.close();
}

/// Scrolls the list of the top dialog; returns false if it has none.
fn scroll(console: &mut Console, action: Action) -> bool {
    let screen = console.screen();
    let Some(dialog) = console.dialogs.top_mut() else {
        return false;
    };
    let page = dialog.rows(&screen);
    let len = dialog.list_len();
    let Some(top) = dialog.top_mut() else {
        return false;
    };
    let moved = match action {
        Action::Up => top.saturating_sub(1),
        Action::Down => top.saturating_add(1),
        Action::PageUp => top.saturating_sub(page.max(1)),
        Action::HalfPageUp => top.saturating_sub((page / 2).max(1)),
        Action::HalfPageDown => top.saturating_add((page / 2).max(1)),
        Action::First => 0,
        Action::Last => len,
        _ => top.saturating_add(page.max(1)),
    };
    *top = moved.min(len.saturating_sub(page));
    true
}

/// Handles a key that is not in the key table: it goes to the dialog's input field, if there
/// is one.
pub(crate) fn typed(console: &mut Console, key: Key, effects: &mut Vec<Effect>) {
    let Some(dialog) = console.dialogs.top_mut() else {
        return;
    };
    let Some(request) = request_of(key) else {
        return;
    };
    if dialog.edit(request) {
        text_changed(console, effects);
    }
}

/// What a key does in an input field; `None` if nothing.
pub(crate) fn request_of(key: Key) -> Option<InputRequest> {
    if key.alt {
        return None;
    }
    Some(match (key.code, key.ctrl) {
        (KeyCode::Char(letter), false) => InputRequest::InsertChar(letter),
        (KeyCode::Char('w'), true) => InputRequest::DeletePrevWord,
        (KeyCode::Char('u'), true) => InputRequest::DeleteLine,
        (KeyCode::Backspace, _) => InputRequest::DeletePrevChar,
        (KeyCode::Delete, _) => InputRequest::DeleteNextChar,
        (KeyCode::Left, _) => InputRequest::GoToPrevChar,
        (KeyCode::Right, _) => InputRequest::GoToNextChar,
        (KeyCode::Home, _) => InputRequest::GoToStart,
        (KeyCode::End, _) => InputRequest::GoToEnd,
        _ => return None,
    })
}

/// Inserts pasted text into the input field of the top dialog. Returns false without one.
pub(crate) fn insert(console: &mut Console, text: &str, effects: &mut Vec<Effect>) -> bool {
    let done = console.dialogs.top_mut().is_some_and(|dialog| dialog.paste(text));
    if done {
        text_changed(console, effects);
    }
    done
}

fn text_changed(console: &mut Console, effects: &mut Vec<Effect>) {
    if let Some(follow) = console.dialogs.top().and_then(|dialog| dialog.on_text()) {
        follow(console, effects);
    }
}
