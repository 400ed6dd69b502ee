//! Keys while a dialog is open.

use crossterm::event::KeyCode;
use tui_input::InputRequest;

use super::super::key::Key;
use super::super::keymap::Action;
use super::super::state::{Dialog, State};

/// Scrolls or closes the top dialog.
pub(super) fn act(state: &mut State, action: Action) {
    let screen = state.screen();
    let Some(dialog) = state.dialogs.last_mut() else {
        return;
    };
    let len = dialog.len();
    let page = screen.dialog_rows(len);
    let top = dialog.top_mut();
    let moved = match action {
        Action::Up => top.saturating_sub(1),
        Action::Down => top.saturating_add(1),
        Action::PageUp => top.saturating_sub(page.max(1)),
        Action::PageDown => top.saturating_add(page.max(1)),
        _ => {
            state.dialogs.pop();
            return;
        }
    };
    *top = moved.min(len.saturating_sub(page));
}

/// A key that the table does not know goes to the dialog's field, if it has
/// one; elsewhere it closes nothing and means nothing.
pub(super) fn typed(state: &mut State, key: Key) {
    let Some(Dialog::Help(help)) = state.dialogs.last_mut() else {
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
    help.search.handle(request);
    help.top = 0;
}
