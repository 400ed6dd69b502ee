//! Handles the table of role rules.

use super::RulesDialog;
use crate::console::dialogs::cursor;
use crate::console::dialogs::policy;
use crate::console::effect::Effect;
use crate::console::frame::Console;
use crate::console::keymap::{self, Action};
use crate::console::state::{Notice, Tone};
use crate::console::update::written::Written;
use crate::console::update::{bulk, edit, loading, written};
use crate::domain::{Rule, Scope};
use crate::store::Committed;

/// Opens the dialog, and counts the figures of the rules unless they are known.
pub(crate) fn open(console: &mut Console, effects: &mut Vec<Effect>) {
    console.dialogs.open(RulesDialog::default());
    count_roles(console, effects);
}

/// Handles the keys of the dialog.
pub(super) fn act(console: &mut Console, action: Action, effects: &mut Vec<Effect>) {
    match action {
        _ if keymap::moves_in_list(action) => go(console, action),
        Action::NextScope => set(console, |scope| cursor::next(&Scope::ALL, scope), effects),
        Action::ScopeAll => set(console, |_| Scope::All, effects),
        Action::ScopeTenant => set(console, |_| Scope::Tenant, effects),
        Action::ScopeHome => set(console, |_| Scope::Home, effects),
        Action::ScopeNone => set(console, |_| Scope::None, effects),
        Action::Undo => edit::start(&mut console.state, Effect::Undo { attempt: 0 }, effects),
        Action::Redo => edit::start(&mut console.state, Effect::Redo { attempt: 0 }, effects),
        Action::NextPane => policy::open(console),
        Action::Populate => {
            bulk::act(console, action, effects);
        }
        _ => {
            console.dialogs.close();
        }
    }
}

fn go(console: &mut Console, action: Action) {
    let roles = RulesDialog::roles(&console.state);
    let rows = RulesDialog::rows(&console.state.screen(), roles.len());
    if let Some(dialog) = console.dialogs.top_as_mut::<RulesDialog>() {
        dialog.cursor.act(action, rows, &roles);
    }
}

/// Changes the selected rule.
fn set(console: &mut Console, scope: impl Fn(Scope) -> Scope, effects: &mut Vec<Effect>) {
    let Some(dialog) = console.dialogs.top_as::<RulesDialog>() else {
        return;
    };
    if dialog.cursor.is_refused(&mut console.state) {
        return;
    }
    let chosen = dialog.cursor.list.chosen;
    let Some(Rule { role, scope: now, .. }) = console.state.rules.list().get(chosen) else {
        return;
    };
    let (role, scope) = (role.clone(), scope(*now));
    if scope == *now {
        let text = format!("the rule of {role} is already {}", scope.as_str());
        console.state.notice = Some(Notice::new(Tone::Info, text));
        return;
    }
    edit::start(&mut console.state, Effect::SetRule { role, scope, attempt: 0 }, effects);
}

/// Reports the result.
pub(crate) fn changed(
    console: &mut Console,
    role: &str,
    scope: Scope,
    committed: &Committed,
    effects: &mut Vec<Effect>,
) {
    let scope = scope.as_str();
    console.state.notice = Some(if committed.change.is_some() {
        let text = format!(
            "the rule of {role} is now {scope}{}",
            console.state.hint(Action::Undo, "undoes")
        );
        Notice::new(Tone::Done, text)
    } else {
        let text = format!("the rule of {role} is already {scope}: another program set it");
        Notice::new(Tone::Warning, text)
    });
    written::follow(console, Written::Rule, committed.delta, effects);
}

/// Counts the figures of the rules, unless they are known.
pub(crate) fn count_roles(console: &mut Console, effects: &mut Vec<Effect>) {
    let state = &mut console.state;
    if state.statistics.roles().is_none() && !state.statistics.is_counting() {
        loading::count(state, effects);
    }
}
