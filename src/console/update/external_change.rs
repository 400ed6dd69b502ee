//! Another program wrote while dialogs are open: what they show is calculated
//! again, so that nobody decides on outdated figures. In a large database that
//! waits until the operator has decided: every change is checked again before it
//! is applied, and calculating at each write of others would leave no time to
//! decide.

use super::super::dialogs::{Dialog, history};
use super::super::effect::Effect;
use super::super::state::{Notice, State, Tone};

/// Users and grants of the largest database that is calculated at each write.
const SMALL: u64 = 50_000;

const RECALCULATING: &str = "the database changed in the meantime; recalculating";

/// Calculates again what the open dialogs show.
pub(super) fn recalculate(state: &mut State, effects: &mut Vec<Effect>) {
    for dialog in state.dialogs.iter() {
        if let Dialog::Form(form) = dialog {
            let (axis, subject) = (form.axis, form.subject.clone());
            effects.push(Effect::RereadForm { axis, subject });
        }
    }
    // An empty one is being read already.
    if state.dialogs.iter().any(|it| matches!(it, Dialog::History(it) if !it.changes.is_empty())) {
        history::reread(state, effects);
    }
    let Some(dialog) = state.dialogs.last() else {
        return;
    };
    let Some(recalculate) = dialog.part().on_external_change() else {
        return;
    };
    let known = state.statistics.known();
    let is_small = known.is_some_and(|known| known.users + known.grants <= SMALL);
    let (text, is_due) = match dialog {
        _ if is_small => (RECALCULATING, true),
        Dialog::Problems(_) => (RECALCULATING, true),
        Dialog::Findings(_) => {
            ("the database changed in the meantime; Esc, then F lists the findings again", false)
        }
        _ => (
            "the database changed in the meantime; this is checked again before it is applied",
            false,
        ),
    };
    state.notice = Some(Notice::new(Tone::Warning, text));
    if is_due {
        recalculate(state, effects);
    }
}
