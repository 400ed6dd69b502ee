//! The user's settings that affect what the console does and shows.

use super::super::config::{Config, Confirmations, SavedFilter, shown_config_file};
use super::super::keymap::Keymap;
use super::super::user_column::UserColumn;
use crate::domain::Zone;

#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    pub(crate) keys: Keymap,
    pub(crate) confirm: Confirmations,
    /// The columns of the Users pane; empty for the default.
    pub(crate) columns: Vec<UserColumn>,
    /// The zone in which times are shown.
    pub(crate) zone: Zone,
    /// The saved filters of the configuration.
    pub(crate) filters: Vec<SavedFilter>,
    /// The filters saved in the console.
    pub(crate) own_filters: Vec<SavedFilter>,
    /// The path of the configuration file, as messages show it; empty if it is not known.
    pub(crate) config_file: String,
}

impl From<&Config> for Settings {
    fn from(config: &Config) -> Self {
        Self {
            keys: config.keys.clone(),
            confirm: config.confirm,
            filters: config.filters.clone(),
            own_filters: Vec::new(),
            config_file: shown_config_file(),
            columns: config.columns.clone(),
            zone: config.zone,
        }
    }
}

impl Settings {
    /// All saved filters: those of the configuration, then those saved in the console.
    pub(crate) fn saved_filters(&self) -> impl Iterator<Item = &SavedFilter> {
        let is_configured = |own: &SavedFilter| {
            self.filters.iter().any(|it| (it.axis, &it.name) == (own.axis, &own.name))
        };
        self.filters.iter().chain(self.own_filters.iter().filter(move |own| !is_configured(own)))
    }

    /// The configuration file, for messages.
    pub(crate) fn config_file(&self) -> &str {
        if self.config_file.is_empty() { "config.toml" } else { &self.config_file }
    }

    /// Whether a filter was saved in the console.
    pub(crate) fn is_own(&self, filter: &SavedFilter) -> bool {
        !self.filters.contains(filter) && self.own_filters.contains(filter)
    }
}
