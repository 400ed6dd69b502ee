//! Which keys may change something, now or with the next key: those that must
//! never be pressed by a paste, and never without their dialog being seen.

use super::super::key::Key;
use super::declare::ActionKind;
use super::own_keys::Keymap;
use super::table::{Action, Context};

impl Keymap {
    /// Whether a key changes data or marks, begins or confirms a change, or ends
    /// the session; also as one of several that are pressed one after the other.
    pub(crate) fn is_risky(&self, context: Context, key: Key) -> bool {
        self.actions_with(context, key).any(|action| writes(context, action))
    }

    /// Whether a key moves the cursor or the focus wherever it has a meaning in the
    /// panes.
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

/// Whether an action of a context changes something or begins or confirms a change.
pub(crate) fn writes(context: Context, action: Action) -> bool {
    match action.kind() {
        ActionKind::Moves | ActionKind::Shows | ActionKind::ShowsTarget => false,
        ActionKind::Confirms => !context.only_shows(),
        ActionKind::Changes | ActionKind::ChangesTarget => true,
    }
}

/// Whether an action is about the user or company under the cursor, or about
/// those that are shown: what it does depends on a list that is on its way.
pub(crate) fn takes_target(action: Action) -> bool {
    matches!(action.kind(), ActionKind::ShowsTarget | ActionKind::ChangesTarget)
}

/// Whether an action moves up and down, as in a list.
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
