//! How messages and titles name keys: as the key table has them, with a person's own.

use super::super::key::Key;
use super::super::keymap::{Action, Context};
use super::{Pane, State};

impl State {
    /// A key after those of which it may be the continuation.
    pub(crate) fn pressed_with(&self, key: Key) -> Vec<Key> {
        self.pressed.iter().copied().chain([key]).collect()
    }

    /// The key of an action of the panes, as a person reads it; the action's name if it
    /// has none.
    pub(crate) fn key(&self, action: Action) -> String {
        let pane = Context::from(self.focus);
        self.key_in(pane, action)
    }

    /// The key of an action in a context, as a person reads it.
    pub(crate) fn key_in(&self, context: Context, action: Action) -> String {
        let key = self.settings.keys.key_of(context, action);
        if key.is_empty() { action.config_name() } else { key }
    }

    /// The title of a pane, with the key that leads there.
    pub(crate) fn pane_title(&self, pane: Pane) -> String {
        let (action, name) = match pane {
            Pane::Users => (Action::FocusUsers, "Users"),
            Pane::Companies => (Action::FocusCompanies, "Companies"),
            Pane::Matrix => (Action::FocusMatrix, "Access matrix"),
        };
        let key = self.settings.keys.key_of(Context::from(self.focus), action);
        if key.is_empty() { name.to_owned() } else { format!("{key} {name}") }
    }

    /// What an action of the panes does, to be said after a message: ` · u undoes`; nothing
    /// if it has no key.
    pub(crate) fn hint(&self, action: Action, does: &str) -> String {
        let key = self.settings.keys.key_of(Context::from(self.focus), action);
        if key.is_empty() { String::new() } else { format!(" · {key} {does}") }
    }
}
