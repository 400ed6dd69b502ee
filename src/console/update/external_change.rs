//! Another program wrote while dialogs are open: what they say is asked for
//! anew, so that nobody decides by what is true no longer. In a large database
//! that waits until somebody has decided: every change looks again before it
//! is made, and counting at each write of others would leave no time to decide.

use super::super::effect::Effect;
use super::super::state::{Dialog, Notice, Rest, State, Tone};
use super::{bulk, delete, entity_import, history};

/// Users and grants of the largest database that is counted at each write.
const SMALL: u64 = 50_000;

/// Asks anew what the open dialogs say.
pub(super) fn renew(state: &mut State, effects: &mut Vec<Effect>) {
    for dialog in state.dialogs.iter() {
        if let Dialog::Form(form) = dialog {
            let (axis, subject) = (form.axis, form.subject.clone());
            effects.push(Effect::RereadForm { axis, subject });
        }
    }
    // One that is empty is being read already.
    if state.dialogs.iter().any(|it| matches!(it, Dialog::History(it) if !it.changes.is_empty())) {
        history::reread(state, effects);
    }
    let known = state.statistics.known();
    let is_small = known.is_some_and(|known| known.users + known.grants <= SMALL);
    match state.dialogs.last() {
        Some(
            Dialog::Preview(_) | Dialog::Delete(_) | Dialog::Undo(_) | Dialog::EntityImport(_),
        ) if !is_small => {
            warn(
                state,
                "the database changed in the meantime; this is checked again before it is applied",
            );
        }
        Some(Dialog::Preview(dialog)) => {
            let bulk = dialog.bulk.clone();
            bulk::outdated(state, bulk, effects);
        }
        Some(Dialog::Delete(dialog)) => {
            let subject = dialog.subject.clone();
            delete::look(state, subject, effects);
            warn(state, "the database changed in the meantime; recalculating");
        }
        Some(Dialog::Undo(dialog)) => {
            let (id, undo) = (dialog.preview.change.id, dialog.undo);
            state.dialogs.pop();
            history::ask(state, Some(id), undo, effects);
            warn(state, "the database changed in the meantime; recalculating");
        }
        Some(Dialog::Problems(dialog)) if matches!(dialog.rest, Rest::Grants { .. }) => {
            warn(
                state,
                "the database changed in the meantime; press Esc, then Enter to read the file again",
            );
        }
        Some(Dialog::EntityImport(_) | Dialog::Problems(_)) => {
            entity_import::recount(state, effects);
            warn(state, "the database changed in the meantime; recalculating");
        }
        _ => {}
    }
}

fn warn(state: &mut State, text: &str) {
    state.notice = Some(Notice::new(Tone::Warning, text));
}
