//! Searches for names, goes to the selected match, and from one match to the next.

use std::collections::HashSet;

use tui_input::Input;

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
        dialog.asked = None;
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
    (dialog.wants_first, dialog.asked) = (false, None);
    let typed = dialog.text().to_owned();
    console.state.notice = None;
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
        .filter_map(|it| Some((search.score_of_names([&it.code, &it.name])?, it)))
        .collect();
    found.sort_by_key(|(score, it)| (std::cmp::Reverse(*score), it.code.len() + it.name.len()));
    let best = found.first().map_or(0, |(score, _)| *score);
    let found = found.into_iter().take_while(|(score, _)| FuzzySearch::is_close(*score, best));
    let found = found.take(MOST);
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
    let hidden = hidden(&console.state, matches.iter().map(|it| &it.target));
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
fn hidden<'m>(state: &State, matches: impl Iterator<Item = &'m JumpTarget> + Clone) -> Vec<bool> {
    let is_open = |axis| state.axis_filter(axis).text.is_empty();
    let users: HashSet<UserId> = matches.clone().filter_map(JumpTarget::user).collect();
    let shown: HashSet<UserId> = if users.is_empty() || is_open(Axis::Users) {
        users
    } else {
        state.users.shown().iter().copied().filter(|id| users.contains(id)).collect()
    };
    let is_hidden = |target: &JumpTarget| match target {
        JumpTarget::User(id) => !shown.contains(id),
        JumpTarget::Company(id) => {
            !is_open(Axis::Companies) && state.companies.position(id).is_none()
        }
    };
    matches.map(is_hidden).collect()
}

/// Goes to the selected match; without one, the dialog stays open. So it does at first if the
/// filter hides the match, because going there clears the filter.
fn accept(console: &mut Console, effects: &mut Vec<Effect>) {
    let Some(dialog) = console.dialogs.top_as_mut::<JumpDialog>() else {
        return;
    };
    if dialog.matches.is_empty() {
        dialog.wants_first = false;
        if !console.state.held_keys.is_empty() {
            console.state.held_keys.clear();
            let text = "no match; the keys typed after it were discarded";
            console.state.notice = Some(Notice::new(Tone::Warning, text));
        }
        return;
    }
    let chosen = dialog.cursor.chosen;
    if dialog.hidden.get(chosen) == Some(&true) && dialog.asked != Some(chosen) {
        (dialog.asked, dialog.wants_first) = (Some(chosen), false);
        let text = asks(&console.state, &dialog.matches[chosen]);
        console.state.held_keys.clear();
        console.state.notice = Some(Notice::new(Tone::Warning, text));
        console.dialogs.renewed();
        return;
    }
    let Some(dialog) = console.dialogs.close_top::<JumpDialog>() else {
        return;
    };
    begin(console, dialog.matches, chosen, effects);
}

/// What Enter does next to a match that the filter hides.
fn asks(state: &State, found: &FoundName) -> String {
    let key = state.key_in(Context::Jump, Action::Accept);
    format!("{} is hidden by the filter · {key} again clears the filter", found.second)
}

/// Goes to one of the matches, chosen elsewhere. If the filter hides it, the dialog opens with
/// it and asks.
pub(crate) fn go_to(
    console: &mut Console,
    matches: Vec<FoundName>,
    at: usize,
    effects: &mut Vec<Effect>,
) {
    let Some(found) = matches.get(at) else {
        return;
    };
    if !hidden(&console.state, std::iter::once(&found.target)).contains(&true) {
        begin(console, matches, at, effects);
        return;
    }
    let found = found.clone();
    let text = asks(&console.state, &found);
    console.state.notice = Some(Notice::new(Tone::Warning, text));
    let mut dialog = JumpDialog::new(found.target.axis());
    dialog.typed = Input::new(found.second.clone());
    found.second.clone_into(&mut dialog.answered);
    (dialog.matches, dialog.hidden, dialog.asked) = (vec![found], vec![true], Some(0));
    console.dialogs.open(dialog);
}

/// Goes to one of the matches. Until the jump is ended, keys lead to the next and the previous
/// one.
fn begin(console: &mut Console, matches: Vec<FoundName>, at: usize, effects: &mut Vec<Effect>) {
    let found: Vec<_> = matches.into_iter().map(|found| (found.target, found.second)).collect();
    console.state.matches = JumpMatches { found, at, is_stepping: true };
    let target = console.state.matches.found.get(at).map(|(target, _)| target.clone());
    let hidden = hidden(&console.state, target.iter()).contains(&true);
    if let (Some(target), true) = (target, hidden) {
        apply(&mut console.state, target.axis(), "", effects);
    }
    go(console, hidden);
}

/// Goes to the next or the previous match of the last jump that the filter does not hide,
/// wrapping around.
pub(crate) fn next_match(console: &mut Console, forward: bool) {
    let matches = &console.state.matches;
    let len = matches.found.len();
    if len == 0 {
        let jump = console.state.key(Action::Jump);
        let text = format!("no matches yet · {jump} jumps to a name");
        console.state.notice = Some(Notice::new(Tone::Info, text));
        return;
    }
    let hidden = hidden(&console.state, matches.found.iter().map(|(target, _)| target));
    let steps = (1..=len).map(|step| (matches.at + if forward { step } else { len - step }) % len);
    let next = steps.into_iter().find(|at| !hidden[*at]);
    let Some(next) = next else {
        let clear = console.state.key(Action::Clear);
        let text = format!("the filter hides every match of the jump · {clear} {clear} clears it");
        console.state.notice = Some(Notice::new(Tone::Warning, text));
        return;
    };
    console.state.matches.at = next;
    go(console, false);
}

/// Moves the cursor to the match, and says which of the listed matches it is.
fn go(console: &mut Console, cleared: bool) {
    let state = &mut console.state;
    let JumpMatches { found, at, is_stepping } = &state.matches;
    let (at, is_stepping) = (*at, *is_stepping);
    let Some((target, name)) = found.get(at).cloned() else {
        return;
    };
    let hidden = hidden(state, found.iter().map(|(target, _)| target));
    let listed = |hidden: &[bool]| hidden.iter().filter(|hidden| !**hidden).count();
    let (len, number) = (listed(&hidden), listed(&hidden[..at]) + 1);
    match (&target, state.focus) {
        (JumpTarget::User(_), Pane::Companies) => state.focus = Pane::Users,
        (JumpTarget::Company(_), Pane::Users) => state.focus = Pane::Companies,
        _ => {}
    }
    match &target {
        JumpTarget::User(id) => state.users.go_to(*id),
        JumpTarget::Company(id) => state.companies.go_to(id),
    }
    let context = if is_stepping { Context::Matches } else { state.focus.into() };
    let mut text = if len > 1 {
        let [next, previous] =
            [Action::NextMatch, Action::PreviousMatch].map(|action| state.key_in(context, action));
        let (number, len) = (count(number), count(len));
        format!("{name}, match {number} of {len} · {next} next · {previous} previous")
    } else {
        format!("{name}, the only match")
    };
    if is_stepping {
        let ends = state.key_in(Context::Matches, Action::Clear);
        text = format!("{text} · {ends} ends the jump");
    }
    match hidden.len() - len {
        0 => {}
        hidden => text = format!("{text} · {} hidden by the filter", count(hidden)),
    }
    if cleared {
        text = format!("{text} · the filter was cleared");
    }
    state.notice = Some(Notice::new(Tone::Info, text));
}
