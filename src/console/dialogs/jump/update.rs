//! Searches for names, goes to the selected match, and from one match to the next.

use std::collections::HashSet;

use super::JumpDialog;
use super::dialog::{MOST, SEEN};
use crate::console::dialogs::cursor::ListCursor;
use crate::console::effect::Effect;
use crate::console::found_name::{FoundName, JumpTarget};
use crate::console::frame::Console;
use crate::console::job::Job;
use crate::console::keymap::{Action, Context};
use crate::console::message::{DialogAnswer, Message};
use crate::console::number::count;
use crate::console::state::{JumpMatches, Notice, Pane, State, Tone};
use crate::console::update::filter::{apply, axis};
use crate::domain::{Cancel, UserId};
use crate::filter::{Axis, FuzzySearch};
use crate::store::{Store, StoreError};

/// Opens the dialog for the focused axis.
pub(crate) fn open(console: &mut Console) {
    let axis = axis(&console.state);
    console.dialogs.open(JumpDialog::new(axis));
}

/// Handles the keys of the dialog.
pub(super) fn act(console: &mut Console, action: Action, effects: &mut Vec<Effect>) {
    let screen = console.state.screen();
    let Some(dialog) = console.dialogs.top_as_mut::<JumpDialog>() else {
        return;
    };
    let rows = screen.dialog_rows_of(SEEN);
    if dialog.cursor.act(action, rows, dialog.matches.len()) {
        return;
    }
    match action {
        Action::Accept if dialog.is_answered() => accept(console, effects),
        Action::Accept => dialog.wants_first = true,
        _ => {
            // Keys typed after Enter were meant for the place that it would have led to.
            console.state.held_keys.clear();
            console.dialogs.close();
        }
    }
}

/// Must be called after the text has changed: finds companies directly, and requests users.
pub(super) fn typed(console: &mut Console, effects: &mut Vec<Effect>) {
    let Some(dialog) = console.dialogs.top_as_mut::<JumpDialog>() else {
        return;
    };
    dialog.wants_first = false;
    let typed = dialog.text().to_owned();
    match dialog.axis {
        Axis::Users => effects.push(Effect::Start(Job::Jump { typed })),
        Axis::Companies => {
            let matches = companies(&console.state, &typed);
            show(console, typed, matches, effects);
        }
    }
}

/// The companies most similar to the text, best first.
pub(crate) fn companies(state: &State, typed: &str) -> Vec<FoundName> {
    let mut search = FuzzySearch::new(typed);
    if search.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<_> = state
        .companies
        .all()
        .iter()
        .filter_map(|it| Some((search.score(&format!("{} {}", it.code, it.name))?, it)))
        .collect();
    found.sort_by_key(|(score, it)| (std::cmp::Reverse(*score), it.code.len() + it.name.len()));
    let found = found.into_iter().take(MOST);
    found
        .map(|(_, it)| FoundName {
            target: JumpTarget::Company(it.id.clone()),
            first: it.code.clone(),
            second: it.name.clone(),
        })
        .collect()
}

/// Searches for users; runs on the worker.
pub(crate) fn find(store: &mut Store, typed: &str, cancel: &Cancel) -> Result<Message, StoreError> {
    let users = store.similar_users(typed, MOST, cancel)?.into_iter();
    let matches = users
        .map(|user| FoundName {
            target: JumpTarget::User(user.id),
            first: user.full_name,
            second: user.username,
        })
        .collect();
    Ok(Message::Dialog(DialogAnswer::JumpFound { typed: typed.to_owned(), matches }))
}

/// The worker has found users; a result for an older text is dropped.
pub(crate) fn found(
    console: &mut Console,
    typed: String,
    matches: Vec<FoundName>,
    effects: &mut Vec<Effect>,
) {
    let dialog = console.dialogs.top_as::<JumpDialog>();
    if dialog.is_some_and(|dialog| dialog.axis == Axis::Users && dialog.text() == typed) {
        show(console, typed, matches, effects);
    }
}

fn show(console: &mut Console, typed: String, matches: Vec<FoundName>, effects: &mut Vec<Effect>) {
    let hidden = hidden(&console.state, &matches);
    let Some(dialog) = console.dialogs.top_as_mut::<JumpDialog>() else {
        return;
    };
    dialog.hidden = hidden;
    (dialog.matches, dialog.answered) = (matches, typed);
    dialog.cursor = ListCursor::default();
    if dialog.wants_first {
        accept(console, effects);
    }
}

/// Which matches the filter hides, found in one pass over what is shown.
fn hidden(state: &State, matches: &[FoundName]) -> Vec<bool> {
    let is_open = |axis| state.axis_filter(axis).text.is_empty();
    let users: HashSet<UserId> = matches.iter().filter_map(|it| it.target.user()).collect();
    let shown: HashSet<UserId> = if users.is_empty() || is_open(Axis::Users) {
        users
    } else {
        state.users.shown().iter().copied().filter(|id| users.contains(id)).collect()
    };
    let is_hidden = |target: &JumpTarget| match target {
        JumpTarget::User(id) => !shown.contains(id),
        JumpTarget::Company(id) => state.companies.position(id).is_none(),
    };
    matches.iter().map(|found| is_hidden(&found.target)).collect()
}

/// Goes to the selected match; without one, the dialog stays open.
fn accept(console: &mut Console, effects: &mut Vec<Effect>) {
    let Some(dialog) = console.dialogs.top_as_mut::<JumpDialog>() else {
        return;
    };
    if dialog.matches.is_empty() {
        dialog.wants_first = false;
        if !console.state.held_keys.is_empty() {
            console.state.held_keys.clear();
            let text = "no similar name; the keys typed after it were discarded";
            console.state.notice = Some(Notice::new(Tone::Warning, text));
        }
        return;
    }
    let Some(dialog) = console.dialogs.close_top::<JumpDialog>() else {
        return;
    };
    go_to(console, dialog.matches, dialog.cursor.chosen, effects);
}

/// Goes to one of the matches; keys then lead to the next and the previous one.
pub(crate) fn go_to(
    console: &mut Console,
    matches: Vec<FoundName>,
    at: usize,
    effects: &mut Vec<Effect>,
) {
    let found: Vec<_> = matches.into_iter().map(|found| (found.target, found.second)).collect();
    let is_stepping = found.len() > 1;
    console.state.matches = JumpMatches { found, at, is_stepping };
    go(console, effects);
}

/// Goes to the next or the previous match of the last jump, wrapping around.
pub(crate) fn next_match(console: &mut Console, forward: bool, effects: &mut Vec<Effect>) {
    let matches = &mut console.state.matches;
    let len = matches.found.len();
    if len == 0 {
        let jump = console.state.key(Action::Jump);
        let text = format!("no matches yet · {jump} jumps to a name");
        console.state.notice = Some(Notice::new(Tone::Info, text));
        return;
    }
    matches.at = (matches.at + if forward { 1 } else { len - 1 }) % len;
    go(console, effects);
}

/// Moves the cursor to the match. A filter that hides it is cleared.
fn go(console: &mut Console, effects: &mut Vec<Effect>) {
    let state = &mut console.state;
    let JumpMatches { found, at, is_stepping } = &state.matches;
    let (at, len, is_stepping) = (*at, found.len(), *is_stepping);
    let Some((target, name)) = found.get(at).cloned() else {
        return;
    };
    let axis = target.axis();
    let hidden = match &target {
        JumpTarget::User(id) => state.users.position(*id).is_none(),
        JumpTarget::Company(id) => state.companies.position(id).is_none(),
    };
    let clears = hidden && !state.axis_filter(axis).text.is_empty();
    if clears {
        apply(state, axis, "", effects);
    }
    match (&target, state.focus) {
        (JumpTarget::User(_), Pane::Companies) => state.focus = Pane::Users,
        (JumpTarget::Company(_), Pane::Users) => state.focus = Pane::Companies,
        _ => {}
    }
    match &target {
        JumpTarget::User(id) => state.users.go_to(*id),
        JumpTarget::Company(id) => state.companies.go_to(id),
    }
    let cleared = if clears { " · it was hidden, so the filter was cleared" } else { "" };
    let text = if len > 1 {
        let context = if is_stepping { Context::Matches } else { state.focus.into() };
        let [next, previous] =
            [Action::NextMatch, Action::PreviousMatch].map(|action| state.key_in(context, action));
        let at = count(at + 1);
        format!("{name}, match {at} of {} · {next} next · {previous} previous{cleared}", count(len))
    } else {
        format!("{name}, the only match{cleared}")
    };
    state.notice = Some(Notice::new(Tone::Info, text));
}
