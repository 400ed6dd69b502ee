//! Keys of the table of role rules.

use super::RulesDialog;
use crate::console::dialogs::{Dialog, keys, policy};
use crate::console::effect::Effect;
use crate::console::keymap::Action;
use crate::console::state::{Notice, State, Tone};
use crate::console::update::{bulk, count, edit, written};
use crate::domain::{Rule, Scope};
use crate::store::Committed;

/// Opens the dialog; what each rule comes to is counted if it is not known.
pub(crate) fn open(state: &mut State, effects: &mut Vec<Effect>) {
    state.dialogs.open(RulesDialog::default());
    count_roles(state, effects);
}

/// Keys of the dialog.
pub(super) fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    match action {
        Action::Up | Action::Down | Action::PageUp | Action::PageDown => go(state, action),
        Action::NextScope => set(state, |scope| keys::next(&Scope::ALL, scope), effects),
        Action::ScopeAll => set(state, |_| Scope::All, effects),
        Action::ScopeTenant => set(state, |_| Scope::Tenant, effects),
        Action::ScopeHome => set(state, |_| Scope::Home, effects),
        Action::ScopeNone => set(state, |_| Scope::None, effects),
        Action::Undo => edit::start(state, Effect::Undo { attempt: 0 }, effects),
        Action::Redo => edit::start(state, Effect::Redo { attempt: 0 }, effects),
        Action::NextPane => policy::open(state),
        Action::Populate => bulk::act(state, action, effects),
        _ => {
            state.dialogs.pop();
        }
    }
}

fn go(state: &mut State, action: Action) {
    let rules = state.rules.list().len();
    let rows = RulesDialog::rows(&state.screen(), rules);
    if let Some(Dialog::Rules(dialog)) = state.dialogs.last_mut() {
        dialog.cursor.act(action, rows, rules);
    }
}

/// Changes the rule under the cursor.
fn set(state: &mut State, scope: impl Fn(Scope) -> Scope, effects: &mut Vec<Effect>) {
    let Some(Dialog::Rules(dialog)) = state.dialogs.last() else {
        return;
    };
    let Some(Rule { role, scope: now, .. }) = state.rules.list().get(dialog.cursor.chosen) else {
        return;
    };
    let (role, scope) = (role.clone(), scope(*now));
    if scope == *now {
        let text = format!("the rule of {role} is already {}", scope.as_str());
        state.notice = Some(Notice::new(Tone::Info, text));
        return;
    }
    edit::start(state, Effect::SetRule { role, scope, attempt: 0 }, effects);
}

/// Tells what came of it.
pub(crate) fn changed(
    state: &mut State,
    role: &str,
    scope: Scope,
    committed: &Committed,
    effects: &mut Vec<Effect>,
) {
    let scope = scope.as_str();
    state.notice = Some(if committed.change.is_some() {
        let text = format!("the rule of {role} is now {scope} · u undoes");
        Notice::new(Tone::Done, text)
    } else {
        let text = format!("the rule of {role} is already {scope}: another program set it");
        Notice::new(Tone::Warning, text)
    });
    written::rule(state, committed.delta, effects);
}

/// Whether the table is open.
pub(crate) fn is_open(state: &State) -> bool {
    state.dialogs.iter().any(|dialog| matches!(dialog, Dialog::Rules(_)))
}

/// Keeps the cursor on a rule after the list changed.
pub(crate) fn keep_in_list(state: &mut State) {
    let rules = state.rules.list().len();
    let rows = RulesDialog::rows(&state.screen(), rules);
    for dialog in state.dialogs.iter_mut() {
        if let Dialog::Rules(dialog) = dialog {
            dialog.cursor.go_to(dialog.cursor.chosen, rows, rules);
        }
    }
}

/// Counts what each rule requires, if that is not known.
pub(crate) fn count_roles(state: &mut State, effects: &mut Vec<Effect>) {
    if state.statistics.roles().is_none() && !state.statistics.is_counting() {
        count(state, effects);
    }
}
