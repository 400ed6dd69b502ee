//! Keys while a dialog is open.

use crossterm::event::KeyCode;
use tui_input::InputRequest;

use super::super::effect::Effect;
use super::super::key::Key;
use super::super::keymap::Action;
use super::super::state::{Dialog, Notice, State, Tone};
use super::{
    bulk, delete, entity_import, file, filter, form, history, history_filter, palette, rules,
    statistics, why,
};

/// The top dialog answers.
pub(super) fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    match (state.dialogs.last(), action) {
        (Some(Dialog::Filter(_)), _) => filter::act(state, action, effects),
        (Some(Dialog::Form(_)), _) => form::act(state, action, effects),
        (Some(Dialog::Sort(_)), _) => filter::sort(state, action, effects),
        (Some(Dialog::Palette(_)), _) => palette::act(state, action, effects),
        (Some(Dialog::History(it)), _) if it.line.is_some() => {
            history_filter::act(state, action, effects);
        }
        (Some(Dialog::File(_)), _) => file::act(state, action, effects),
        (Some(Dialog::History(_)), _) => history::act(state, action, effects),
        (Some(Dialog::Rules(_)), _) => rules::act(state, action, effects),
        (Some(Dialog::Statistics(_)), _) => statistics::act(state, action, effects),
        (Some(_), Action::Up | Action::Down | Action::PageUp | Action::PageDown) => {
            scroll(state, action);
        }
        (Some(Dialog::Replace(_)), _) => file::answer(state, action, effects),
        (Some(Dialog::EntityImport(_)), _) => entity_import::decide(state, action, effects),
        (Some(Dialog::Problems(_)), _) => file::decide(state, action),
        (Some(Dialog::Hidden(_)), _) => bulk::answer(state, action, effects),
        (Some(Dialog::Delete(_)), _) => delete::decide(state, action, effects),
        (Some(Dialog::Why(_)), _) => why::act(state, action, effects),
        (Some(Dialog::Undo(_)), _) => history::decide(state, action, effects),
        (Some(Dialog::Preview(_)), _) => bulk::decide(state, action, effects),
        (Some(Dialog::Progress(_)), _) => stop(state, effects),
        _ => {
            state.dialogs.pop();
        }
    }
}

/// Stops what is under way.
fn stop(state: &mut State, effects: &mut Vec<Effect>) {
    if let Some(Dialog::Progress(progress)) = state.dialogs.last_mut() {
        progress.stopping = true;
        effects.push(Effect::Cancel(progress.job));
        state.notice = Some(Notice::new(Tone::Info, "stopping …"));
    }
}

fn scroll(state: &mut State, action: Action) {
    let screen = state.screen();
    let Some(dialog) = state.dialogs.last_mut() else {
        return;
    };
    let len = dialog.len();
    let page = screen.dialog_rows(dialog);
    let Some(top) = dialog.top_mut() else {
        return;
    };
    let moved = match action {
        Action::Up => top.saturating_sub(1),
        Action::Down => top.saturating_add(1),
        Action::PageUp => top.saturating_sub(page.max(1)),
        _ => top.saturating_add(page.max(1)),
    };
    *top = moved.min(len.saturating_sub(page));
}

/// A key that the table does not know goes to the dialog's field, if it has
/// one; elsewhere it means nothing.
pub(super) fn typed(state: &mut State, key: Key, effects: &mut Vec<Effect>) {
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
    if let Dialog::Filter(line) = dialog {
        filter::edit(line, request);
        filter::typed(state, effects);
        return;
    }
    if let Dialog::Form(open) = dialog {
        form::typed(open, request, effects);
        form::stop_saving(state, "not saved yet · Enter saves");
        return;
    }
    if let Dialog::File(dialog) = dialog {
        dialog.edit(request);
        return;
    }
    if let Some(field) = dialog.field_mut() {
        field.handle(request);
        text_changed(dialog);
    }
}

/// The text of a dialog's field is another one than before.
pub(super) fn text_changed(dialog: &mut Dialog) {
    match dialog {
        Dialog::Help(help) => help.top = 0,
        Dialog::Palette(palette) => (palette.chosen, palette.top) = (0, 0),
        Dialog::History(history) => {
            if let Some(line) = &mut history.line {
                line.error = None;
            }
        }
        _ => {}
    }
}
