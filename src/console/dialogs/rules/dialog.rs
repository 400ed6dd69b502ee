//! The table of role rules: every key changes one rule at once, as a change of
//! its own.

use crate::console::dialogs::cursor::ListCursor;
use crate::console::geometry::ScreenLayout;

/// The table of rules.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct RulesDialog {
    pub(super) cursor: ListCursor,
}

impl RulesDialog {
    /// The line of headings.
    pub(crate) const HEAD: usize = 1;

    /// How many of that many rules are seen at once.
    pub(crate) fn rows(screen: &ScreenLayout, rules: usize) -> usize {
        screen.dialog_rows_of(rules + Self::HEAD).saturating_sub(Self::HEAD)
    }
}
