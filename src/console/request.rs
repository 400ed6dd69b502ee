//! What a dialog leaves to `update`: whatever opens another dialog that could open
//! the first one again.

use super::keymap::Action;

/// Done right after the dialog has answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Request {
    /// Do what a key of the panes does.
    Perform(Action),
    /// Open the role rules.
    OpenRules,
}
