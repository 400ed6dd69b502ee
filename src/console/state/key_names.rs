//! How messages and titles name keys, including custom keys.

use super::super::key::Key;
use super::super::keymap::{Action, Context};
use super::{Pane, State};

impl State {
    /// The keys pressed so far, followed by this one.
    pub(crate) fn pressed_with(&self, key: Key) -> Vec<Key> {
        self.pressed.iter().copied().chain([key]).collect()
    }

    /// The key of an action of the panes, as text; the action's name if it has no key.
    pub(crate) fn key(&self, action: Action) -> String {
        let pane = Context::from(self.focus);
        self.key_in(pane, action)
    }

    /// The key of an action in a context, as text.
    pub(crate) fn key_in(&self, context: Context, action: Action) -> String {
        let key = self.settings.keys.key_of(context, action);
        if key.is_empty() { action.config_name() } else { key }
    }

    /// The title of a pane, with the key that focuses it.
    pub(crate) fn pane_title(&self, pane: Pane) -> String {
        let (action, name) = match pane {
            Pane::Users => (Action::FocusUsers, "Users"),
            Pane::Companies => (Action::FocusCompanies, "Companies"),
            Pane::Matrix => (Action::FocusMatrix, "Access matrix"),
        };
        let key = self.settings.keys.key_of(Context::from(self.focus), action);
        if key.is_empty() { name.to_owned() } else { format!("{key} {name}") }
    }

    /// A hint after a message about what the key of an action does: ` · u undoes`; empty if it
    /// has no key.
    pub(crate) fn hint(&self, action: Action, does: &str) -> String {
        let key = self.settings.keys.key_of(Context::from(self.focus), action);
        if key.is_empty() { String::new() } else { format!(" · {key} {does}") }
    }
}
