//! What a person set once, as far as it decides what the console does and says.

use super::super::config::{Config, Confirmations, SavedFilter};
use super::super::keymap::Keymap;

#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    pub(crate) keys: Keymap,
    pub(crate) confirm: Confirmations,
    pub(crate) filters: Vec<SavedFilter>,
}

impl From<&Config> for Settings {
    fn from(config: &Config) -> Self {
        Self { keys: config.keys.clone(), confirm: config.confirm, filters: config.filters.clone() }
    }
}
