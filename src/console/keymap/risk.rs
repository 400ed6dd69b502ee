//! Which keys may change something, directly or with the next key. A paste must never trigger
//! them, and they must never be accepted before their dialog was visible.

use super::super::key::Key;
use super::declare::ActionKind;
use super::own_keys::Keymap;
use super::table::{Action, Context};

impl Keymap {
    /// Whether a key changes data or marks, begins or confirms a change, or ends the session,
    /// also as part of a sequence.
    pub(crate) fn is_risky(&self, context: Context, key: Key) -> bool {
        self.actions_with(context, key).any(|action| writes(context, action))
    }

    /// Whether a key only moves the cursor or the focus, in every pane in which it has a
    /// meaning.
    pub(crate) fn only_moves(&self, key: Key) -> bool {
        let panes = [Context::Users, Context::Companies, Context::Matrix];
        let mut meanings = panes.into_iter().flat_map(|it| self.actions_with(it, key)).peekable();
        meanings.peek().is_some()
            && meanings.all(|action| {
                moves(action)
                    || matches!(
                        action,
                        Action::FocusUsers | Action::FocusCompanies | Action::FocusMatrix
                    )
            })
    }
}

/// Whether an action of a context changes something, or begins or confirms a change.
pub(crate) fn writes(context: Context, action: Action) -> bool {
    match action.kind() {
        ActionKind::Moves | ActionKind::Shows | ActionKind::ShowsTarget => false,
        ActionKind::Confirms => !context.only_shows(),
        ActionKind::Changes | ActionKind::ChangesTarget => true,
    }
}

/// Whether an action applies to the user or company under the cursor, or to those that are
/// shown, so that its effect depends on lists that may still be loading.
pub(crate) fn acts_on_target(action: Action) -> bool {
    matches!(action.kind(), ActionKind::ShowsTarget | ActionKind::ChangesTarget)
}

/// Whether an action moves up or down in a list.
pub(crate) fn moves_in_list(action: Action) -> bool {
    matches!(
        action,
        Action::Up
            | Action::Down
            | Action::PageUp
            | Action::PageDown
            | Action::HalfPageUp
            | Action::HalfPageDown
            | Action::First
            | Action::Last
    )
}

/// Whether an action moves the cursor.
pub(crate) fn moves(action: Action) -> bool {
    action.kind() == ActionKind::Moves
}
