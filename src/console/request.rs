//! What a dialog asks `update` to do: anything that opens another dialog, which could itself
//! open the first one.

use super::keymap::{Action, Context};

/// A request, handled right after the dialog has handled its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Request {
    /// Perform an action of the panes.
    Perform(Action),
    /// Perform an action of this context, if it is the current one; otherwise show the
    /// sentence.
    PerformIn(Context, Action, String),
    /// Show this in the message line.
    ShowMessage(String),
    /// Open the role rules.
    OpenRules,
}
