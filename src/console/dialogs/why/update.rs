//! Handles the explanation of a cell: requests it, shows it, and opens what follows.

use super::WhyDialog;
use crate::console::dialogs::{copy, history, who};
use crate::console::effect::Effect;
use crate::console::frame::Console;
use crate::console::keymap::Action;
use crate::console::plans::CopySource;
use crate::console::state::{Notice, Tone};
use crate::domain::{Cell, UserChange, Why};

/// Requests the explanation of the cursor's cell, or of all cells of its user.
pub(crate) fn open(console: &mut Console, effects: &mut Vec<Effect>, all: bool) {
    if let Some(cell) = console.state.cursor_cell() {
        effects.push(Effect::ReadWhy { cell, all });
    } else {
        console.state.notice = Some(Notice::new(Tone::Info, "there is no cell to explain here"));
    }
}

/// Shows the explanation, replacing an open one.
pub(crate) fn read(
    console: &mut Console,
    (mut why, latest): (Why, Vec<UserChange>),
    cell: Cell,
    all: bool,
) {
    why.zone = console.state.settings.zone;
    let mut dialog = WhyDialog::new(why, latest, cell, all);
    match open_dialog(console) {
        Some(open) => {
            if (open.all, &open.cell) == (dialog.all, &dialog.cell) {
                dialog.top = open.top;
            }
            *open = dialog;
        }
        None => console.dialogs.open(dialog),
    }
}

/// The cell no longer exists: a message says so in place of the dialog.
pub(crate) fn failed(console: &mut Console, sentence: String) {
    console.dialogs.close_all::<WhyDialog>();
    console.state.notice = Some(Notice::new(Tone::Error, sentence));
}

/// Requests the explanation again, if one is shown, because something was written.
pub(crate) fn refresh(console: &mut Console, effects: &mut Vec<Effect>) {
    if let Some(dialog) = open_dialog(console) {
        effects.push(Effect::ReadWhy { cell: dialog.cell.clone(), all: dialog.all });
    }
}

/// Handles the keys of the dialog.
pub(super) fn act(console: &mut Console, action: Action, effects: &mut Vec<Effect>) {
    let Some(dialog) = console.dialogs.top_as::<WhyDialog>() else {
        return;
    };
    match action {
        Action::AllCompanies => {
            let (cell, all) = (dialog.cell.clone(), !dialog.all);
            effects.push(Effect::ReadWhy { cell, all });
        }
        Action::Copy => {
            let (what, text) = ("why".to_owned(), dialog.text());
            copy::copy_or_read(console, what, CopySource::Text(text), effects);
        }
        Action::Who => {
            let company = dialog.cell.company.clone();
            who::open_of(console, company, effects);
        }
        Action::History => {
            let cell = dialog.cell.clone();
            let company = console.state.companies.by_id(&cell.company);
            let code = company.map_or(cell.company.as_str(), |company| &company.code);
            let name = format!("{} × {code}", dialog.why.user.username);
            history::open_of_cell(console, cell, name, effects);
        }
        _ => {
            console.dialogs.close();
        }
    }
}

fn open_dialog(console: &mut Console) -> Option<&mut WhyDialog> {
    console.dialogs.find_mut::<WhyDialog>()
}
