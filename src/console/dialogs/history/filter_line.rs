//! The line in which the history's filter is typed. The list follows after a pause: a name
//! that is half typed is nobody's, and changes nothing until it is confirmed. A faulty filter
//! says what is wrong, and the list stays as it was.

use super::{HistoryDialog, HistoryLine};
use crate::console::dialogs::text_field::SelectedInput;
use crate::console::effect::Effect;
use crate::console::frame::Console;
use crate::console::keymap::Action;
use crate::domain::HistoryQuery;
use crate::filter::HistoryFilter;

/// Opens the line on the filter of now.
pub(super) fn open(dialog: &mut HistoryDialog) {
    dialog.line = Some(HistoryLine {
        input: SelectedInput::new(&dialog.text),
        error: None,
        before: dialog.text.clone(),
        paused: dialog.text.clone(),
        is_done: false,
    });
}

/// Keys of the line.
pub(super) fn act(console: &mut Console, action: Action, effects: &mut Vec<Effect>) {
    let zone = console.state.settings.zone;
    let Some(dialog) = history(console) else {
        return;
    };
    let Some(line) = &mut dialog.line else {
        return;
    };
    if action != Action::Accept {
        let before = line.before.clone();
        dialog.line = None;
        if dialog.text != before
            && let Ok(filter) = HistoryFilter::parse(&before)
        {
            effects.push(Effect::FilterHistory { text: before, filter, zone });
        }
        return;
    }
    let text = line.input.value().trim().to_owned();
    match HistoryFilter::parse(line.input.value()) {
        Ok(filter) => {
            line.is_done = true;
            effects.push(Effect::FilterHistory { text, filter, zone });
        }
        Err(error) => line.error = Some(error.to_string()),
    }
}

/// Some time has passed: a text that has not changed since filters the list.
pub(crate) fn pause(console: &mut Console, effects: &mut Vec<Effect>) {
    let zone = console.state.settings.zone;
    let Some(dialog) = history(console) else {
        return;
    };
    let Some(line) = &mut dialog.line else {
        return;
    };
    let text = line.input.value().trim().to_owned();
    if line.paused != text {
        line.paused = text;
    } else if text != dialog.text
        && let Ok(filter) = HistoryFilter::parse(&text)
    {
        effects.push(Effect::FilterHistory { text, filter, zone });
    }
}

/// Reads the changes that the filter lets through; with a name that is not
/// known the line stays open.
pub(crate) fn found(
    console: &mut Console,
    text: String,
    asked: Result<HistoryQuery, String>,
    effects: &mut Vec<Effect>,
) {
    let Some(dialog) = history(console) else {
        return;
    };
    match (asked, &mut dialog.line) {
        // The answer to what was typed before.
        (_, Some(line)) if !line.is_done && line.input.value().trim() != text => {}
        (Ok(asked), line) => {
            let line = line.take().filter(|line| !line.is_done);
            *dialog = HistoryDialog { text, asked, line, ..dialog.reloading() };
            effects.push(Effect::ReadHistory(dialog.query()));
        }
        (Err(sentence), Some(line)) if line.is_done => {
            (line.error, line.is_done) = (Some(sentence), false);
        }
        (Err(_), _) => {}
    }
}

fn history(console: &mut Console) -> Option<&mut HistoryDialog> {
    console.dialogs.top_as_mut()
}
