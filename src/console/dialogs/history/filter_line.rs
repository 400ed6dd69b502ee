//! The line in which the history's filter is typed. After a pause, the list follows: a name
//! that is only partly typed matches nobody, and changes nothing until it is accepted. An
//! error is shown with its position, and the list stays as it was.

use tui_input::Input;

use super::look_up::understand;
use super::suggestions::at_cursor;
use super::{HistoryDialog, HistoryLine, by_user};
use crate::console::dialogs::text_field::SelectedInput;
use crate::console::effect::Effect;
use crate::console::frame::Console;
use crate::console::keymap::Action;
use crate::console::state::{Notice, Tone};
use crate::domain::HistoryQuery;
use crate::filter::{FilterError, HistoryFilter};

/// Opens the line with the current filter.
pub(super) fn open(dialog: &mut HistoryDialog) {
    dialog.line = Some(HistoryLine {
        input: SelectedInput::new(&dialog.text),
        before: dialog.text.clone(),
        paused: dialog.text.clone(),
        ..HistoryLine::default()
    });
}

/// Handles the keys of the line.
pub(super) fn act(console: &mut Console, action: Action, effects: &mut Vec<Effect>) {
    if action == Action::Complete {
        return complete(console);
    }
    let Some(line) = line_of(console) else {
        return;
    };
    if action != Action::Accept {
        let before = line.before.clone();
        let Some(dialog) = console.dialogs.top_as_mut::<HistoryDialog>() else {
            return;
        };
        dialog.line = None;
        if dialog.text != before
            && let Ok(filter) = HistoryFilter::parse(&before)
        {
            effects.push(understand(&console.state, before, filter));
        }
        return;
    }
    let text = line.input.value().trim().to_owned();
    match HistoryFilter::parse(line.input.value()) {
        Ok(filter) => {
            line.is_done = true;
            effects.push(understand(&console.state, text, filter));
        }
        Err(error) => fail(line, &error),
    }
}

/// The names could not be looked up, as a message has reported; it can be tried again.
pub(crate) fn failed(console: &mut Console) {
    if let Some(line) = line_of(console) {
        (line.is_done, line.looked_up) = (false, None);
    }
}

/// Shows an error, with a caret below its position.
fn fail(line: &mut HistoryLine, error: &FilterError) {
    line.error = Some(error.message().to_owned());
    line.error_at = Some(error.column().saturating_sub(1));
}

/// Completes the text at the cursor with the next candidate.
fn complete(console: &mut Console) {
    let history = console.dialogs.top_as::<HistoryDialog>();
    let Some(line) = history.and_then(|history| history.line.as_ref()) else {
        return;
    };
    let (completion, next, end) = if let Some((completion, at)) = &line.completing {
        let next = (at + 1) % completion.candidates.len().max(1);
        (completion.clone(), next, completion.range.start + completion.candidates[*at].len())
    } else {
        let completion = at_cursor(line, &console.state);
        let end = completion.range.end;
        (completion, 0, end)
    };
    let text = line.input.value();
    let Some(candidate) = completion.candidates.get(next) else {
        return;
    };
    let Some((before, after)) = text.get(..completion.range.start).zip(text.get(end..)) else {
        return;
    };
    let at = before.chars().count() + candidate.chars().count();
    let input = Input::new(format!("{before}{candidate}{after}")).with_cursor(at);
    if let Some(line) = line_of(console) {
        line.input.set(input);
        (line.error, line.error_at) = (None, None);
        line.completing = (completion.candidates.len() > 1).then_some((completion, next));
    }
}

/// Must be called with each tick: a text that has not changed since the last tick is applied,
/// or its error shown.
pub(crate) fn pause(console: &mut Console, effects: &mut Vec<Effect>) {
    let Some(dialog) = console.dialogs.top_as_mut::<HistoryDialog>() else {
        return;
    };
    let Some(line) = &mut dialog.line else {
        return;
    };
    let text = line.input.value().trim().to_owned();
    if line.paused != text {
        line.paused = text;
        return;
    }
    match HistoryFilter::parse(line.input.value()) {
        Err(error) => fail(line, &error),
        Ok(filter) if text != dialog.text && line.looked_up.as_ref() != Some(&text) => {
            line.looked_up = Some(text.clone());
            effects.push(understand(&console.state, text, filter));
        }
        Ok(_) => {}
    }
}

/// Reads the changes that match the filter. If it contains an unknown name, the line stays
/// open and says so.
pub(crate) fn found(
    console: &mut Console,
    text: String,
    query: Result<HistoryQuery, String>,
    effects: &mut Vec<Effect>,
) {
    let Some(dialog) = console.dialogs.top_as_mut::<HistoryDialog>() else {
        return;
    };
    match (query, &mut dialog.line) {
        // The result for an earlier text.
        (_, Some(line)) if line.input.value().trim() != text => {}
        (Ok(filter_query), line) => {
            let line = line.take().filter(|line| !line.is_done);
            let (is_by_user, wanted) = (dialog.wants_by_user, dialog.wanted);
            *dialog = HistoryDialog { wanted, text, filter_query, line, ..dialog.reloading() };
            effects.push(Effect::ReadHistory(dialog.query()));
            if is_by_user {
                by_user::open(console, effects);
            }
        }
        (Err(sentence), Some(line)) => {
            (line.error, line.error_at, line.is_done) = (Some(sentence), None, false);
        }
        (Err(sentence), None) => console.state.notice = Some(Notice::new(Tone::Error, sentence)),
    }
}

fn line_of(console: &mut Console) -> Option<&mut HistoryLine> {
    console.dialogs.top_as_mut::<HistoryDialog>()?.line.as_mut()
}
