//! What a dialog leaves to `update`: whatever opens another dialog that could open
//! the first one again.

use super::keymap::{Action, Context};

/// Done right after the dialog has answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Request {
    /// Do what a key of the panes does.
    Perform(Action),
    /// Do what a key of this place does, if it is on top by now; otherwise say the sentence.
    PerformIn(Context, Action, String),
    /// Say this in the message line.
    Say(String),
    /// Open the role rules.
    OpenRules,
}
