//! The settings of the console, and their defaults.

use crate::console::keymap::{KeyChoice, Keymap};
use crate::console::user_column::UserColumn;
use crate::domain::Zone;
use crate::filter::Axis;

/// The settings of the console, from the configuration or by default.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// The name of a theme; `None` follows the terminal.
    pub(crate) theme: Option<String>,
    pub(crate) ascii: bool,
    /// Whether the console uses the mouse.
    pub(crate) mouse: bool,
    /// The zone in which times are shown.
    pub(crate) zone: Zone,
    /// The columns of the Users pane, in the order of the table of columns.
    pub(crate) columns: Vec<UserColumn>,
    pub(crate) confirm: Confirmations,
    pub(crate) choices: Vec<KeyChoice>,
    pub(crate) keys: Keymap,
    pub(crate) filters: Vec<SavedFilter>,
}

/// A filter with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SavedFilter {
    pub(crate) axis: Axis,
    pub(crate) name: String,
    pub(crate) text: String,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            theme: None,
            ascii: false,
            mouse: true,
            zone: Zone::Local,
            columns: UserColumn::DEFAULT.to_vec(),
            confirm: Confirmations::default(),
            choices: Vec::new(),
            keys: Keymap::default(),
            filters: Vec::new(),
        }
    }
}

/// What needs a confirmation that the console would not ask for by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Confirmations {
    /// Granting or revoking a single cell.
    pub(crate) toggle: bool,
    /// Undoing a change of this session.
    pub(crate) undo: bool,
}
