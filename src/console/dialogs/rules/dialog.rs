//! The table of role rules. Every key changes one rule at once, as a change of its own.

use crate::console::dialogs::role_cursor::RoleCursor;
use crate::console::geometry::ScreenLayout;
use crate::console::state::State;

/// The table of rules.
#[derive(Clone, Debug, Default)]
pub(crate) struct RulesDialog {
    pub(super) cursor: RoleCursor,
}

impl RulesDialog {
    /// The number of lines above the list: the headings.
    pub(crate) const HEAD: usize = 1;

    /// The roles, from the top.
    pub(super) fn roles(state: &State) -> Vec<&str> {
        state.rules.list().iter().map(|rule| rule.role.as_str()).collect()
    }

    /// The number of visible rules, of this many.
    pub(crate) fn rows(screen: &ScreenLayout, rules: usize) -> usize {
        screen.dialog_rows_of(rules + Self::HEAD).saturating_sub(Self::HEAD)
    }
}
