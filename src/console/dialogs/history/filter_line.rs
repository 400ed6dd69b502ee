//! The line in which the history's filter is typed. It asks for something only
//! when it is done: a name that is half typed is nobody's. A faulty one says
//! what is wrong, and the list stays as it was.

use super::HistoryDialog;
use crate::console::dialogs::Dialog;
use crate::console::effect::Effect;
use crate::console::keymap::Action;
use crate::console::state::State;
use crate::domain::HistoryQuery;
use crate::filter::HistoryFilter;

/// Keys of the line.
pub(super) fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    let Some(dialog) = history(state) else {
        return;
    };
    let Some(line) = &mut dialog.line else {
        return;
    };
    if action != Action::Accept {
        dialog.line = None;
        return;
    }
    let text = line.input.value().trim().to_owned();
    match HistoryFilter::parse(line.input.value()) {
        Ok(filter) => effects.push(Effect::FilterHistory { text, filter }),
        Err(error) => line.error = Some(error.to_string()),
    }
}

/// Reads the changes that the filter lets through; with a name that is not
/// known the line stays open.
pub(crate) fn found(
    state: &mut State,
    text: String,
    asked: Result<HistoryQuery, String>,
    effects: &mut Vec<Effect>,
) {
    let Some(dialog) = history(state) else {
        return;
    };
    match (asked, &mut dialog.line) {
        (Ok(asked), _) => {
            *dialog = HistoryDialog { text, asked, ..dialog.anew() };
            effects.push(Effect::ReadHistory(dialog.query()));
        }
        (Err(sentence), Some(line)) => line.error = Some(sentence),
        (Err(_), None) => {}
    }
}

fn history(state: &mut State) -> Option<&mut HistoryDialog> {
    match state.dialogs.last_mut() {
        Some(Dialog::History(dialog)) => Some(dialog),
        _ => None,
    }
}
