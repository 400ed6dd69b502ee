//! The line in which the list is filtered, in the language of the users' filter. The list
//! follows what is typed; a filter with an error changes nothing, and the error is shown after a
//! pause.

use super::dialog::WhoDialog;
use crate::console::effect::Effect;
use crate::console::frame::Console;
use crate::console::job::Job;
use crate::console::keymap::Action;
use crate::filter::{self, Axis};

/// Handles the keys of the line.
pub(super) fn act(console: &mut Console, action: Action, effects: &mut Vec<Effect>) {
    let Some(dialog) = console.dialogs.top_as_mut::<WhoDialog>() else {
        return;
    };
    let Some(line) = &mut dialog.line else {
        return;
    };
    if action != Action::Accept {
        let before = std::mem::take(&mut line.before);
        dialog.line = None;
        find(console, &before, effects);
        return;
    }
    match filter::parse(Axis::Users, line.input.value()) {
        Ok(_) => dialog.line = None,
        Err(error) => line.fail(&error),
    }
}

/// Must be called after the text has changed.
pub(super) fn typed(console: &mut Console, effects: &mut Vec<Effect>) {
    let dialog = console.dialogs.top_as_mut::<WhoDialog>();
    let Some(line) = dialog.and_then(|dialog| dialog.line.as_mut()) else {
        return;
    };
    (line.error, line.error_at) = (None, None);
    let text = line.input.value().to_owned();
    find(console, &text, effects);
}

/// Requests the users that match, unless there is an error in the filter or they are listed or
/// requested already.
fn find(console: &mut Console, text: &str, effects: &mut Vec<Effect>) {
    let zone = console.state.settings.zone;
    let Some(dialog) = console.dialogs.top_as_mut::<WhoDialog>() else {
        return;
    };
    let text = text.trim();
    if dialog.filter != text && filter::parse(Axis::Users, text).is_ok() {
        text.clone_into(&mut dialog.filter);
        let filter = Some(text.to_owned());
        effects.push(Effect::Start(Job::Who(dialog.list.company.clone(), zone, filter)));
    }
}

/// Must be called with each tick: the error of a text that has not changed since the last tick
/// is shown.
pub(crate) fn pause(console: &mut Console) {
    let dialog = console.dialogs.top_as_mut::<WhoDialog>();
    let Some(line) = dialog.and_then(|dialog| dialog.line.as_mut()) else {
        return;
    };
    let text = line.input.value().to_owned();
    if line.paused != text {
        line.paused = text;
    } else if let Err(error) = filter::parse(Axis::Users, &text) {
        line.fail(&error);
    }
}
