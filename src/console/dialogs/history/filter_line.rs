//! The line in which the history's filter is typed. It asks for something only
//! when it is done: a name that is half typed is nobody's. A faulty one says
//! what is wrong, and the list stays as it was.

use super::HistoryDialog;
use crate::console::effect::Effect;
use crate::console::frame::Console;
use crate::console::keymap::Action;
use crate::domain::HistoryQuery;
use crate::filter::HistoryFilter;

/// Keys of the line.
pub(super) fn act(console: &mut Console, action: Action, effects: &mut Vec<Effect>) {
    let Some(dialog) = history(console) else {
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
    console: &mut Console,
    text: String,
    asked: Result<HistoryQuery, String>,
    effects: &mut Vec<Effect>,
) {
    let Some(dialog) = history(console) else {
        return;
    };
    match (asked, &mut dialog.line) {
        (Ok(asked), _) => {
            *dialog = HistoryDialog { text, asked, ..dialog.reloading() };
            effects.push(Effect::ReadHistory(dialog.query()));
        }
        (Err(sentence), Some(line)) => line.error = Some(sentence),
        (Err(_), None) => {}
    }
}

fn history(console: &mut Console) -> Option<&mut HistoryDialog> {
    console.dialogs.top_as_mut()
}
