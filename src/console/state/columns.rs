//! Which columns the Users pane shows.

use super::super::user_column::UserColumn;

/// The columns of the Users pane, in the order of the table of columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ShownColumns {
    shown: Vec<UserColumn>,
}

impl Default for ShownColumns {
    fn default() -> Self {
        Self { shown: UserColumn::DEFAULT.to_vec() }
    }
}

impl ShownColumns {
    /// Those that are chosen; a narrow pane leaves some of them out.
    pub(crate) fn shown(&self) -> &[UserColumn] {
        &self.shown
    }
}
