//! Why a cell is as it is: asking, showing, and going on from there.

use super::WhyDialog;
use crate::console::dialogs::{Dialog, history, who};
use crate::console::effect::Effect;
use crate::console::keymap::Action;
use crate::console::state::{Notice, State, Tone};
use crate::domain::{Cell, UserChange, Why};

/// Asks why the cursor's cell is as it is, or all cells of its user.
pub(crate) fn open(state: &mut State, effects: &mut Vec<Effect>, all: bool) {
    if let Some(cell) = state.cursor_cell() {
        effects.push(Effect::ReadWhy { cell, all });
    } else {
        state.notice = Some(Notice::new(Tone::Info, "there is no cell to explain here"));
    }
}

/// Shows the answer, in place of an open one.
pub(crate) fn read(
    state: &mut State,
    (why, latest): (Why, Vec<UserChange>),
    cell: Cell,
    all: bool,
) {
    let mut dialog = WhyDialog::new(why, latest, cell, all);
    match open_dialog(state) {
        Some(open) => {
            if (open.all, &open.cell) == (dialog.all, &dialog.cell) {
                dialog.top = open.top;
            }
            *open = dialog;
        }
        None => state.dialogs.push(Dialog::Why(Box::new(dialog))),
    }
}

/// Asks again, if an answer is shown: something was written since.
pub(crate) fn refresh(state: &mut State, effects: &mut Vec<Effect>) {
    if let Some(dialog) = open_dialog(state) {
        effects.push(Effect::ReadWhy { cell: dialog.cell.clone(), all: dialog.all });
    }
}

/// Keys of the dialog.
pub(super) fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    let Some(Dialog::Why(dialog)) = state.dialogs.last() else {
        return;
    };
    match action {
        Action::AllCompanies => {
            let (cell, all) = (dialog.cell.clone(), !dialog.all);
            effects.push(Effect::ReadWhy { cell, all });
        }
        Action::Who => {
            let company = dialog.cell.company.clone();
            who::open_of(state, company, effects);
        }
        Action::History => {
            let cell = dialog.cell.clone();
            let company = state.companies.by_id(&cell.company);
            let code = company.map_or(cell.company.as_str(), |company| &company.code);
            let name = format!("{} × {code}", dialog.why.user.username);
            history::open_of_cell(state, cell, name, effects);
        }
        _ => {
            state.dialogs.pop();
        }
    }
}

fn open_dialog(state: &mut State) -> Option<&mut WhyDialog> {
    state.dialogs.iter_mut().find_map(|dialog| match dialog {
        Dialog::Why(dialog) => Some(&mut **dialog),
        _ => None,
    })
}
