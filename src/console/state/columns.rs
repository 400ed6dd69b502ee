//! Which columns the Users pane shows: those chosen in the console, otherwise those of the
//! configuration.

use std::collections::BTreeMap;

use super::super::user_column::UserColumn;
use super::State;
use crate::domain::Company;
use crate::store::AccessRow;

/// The least width of a column.
const LEAST_WIDTH: u16 = 4;
const MOST_WIDTH: u16 = 120;

impl State {
    /// The chosen columns; a narrow pane leaves some of them out.
    pub(crate) fn shown_columns(&self) -> &[UserColumn] {
        self.columns.as_deref().unwrap_or_else(|| self.configured_columns())
    }

    /// The columns of the configuration, or the defaults.
    pub(crate) fn configured_columns(&self) -> &[UserColumn] {
        match self.settings.columns.as_slice() {
            [] => &UserColumn::DEFAULT,
            columns => columns,
        }
    }

    /// Shows or hides a column. Returns false if no column would be left that identifies the
    /// users.
    pub(crate) fn toggle_column(&mut self, column: UserColumn) -> bool {
        let shown = self.shown_columns();
        let toggled = UserColumn::ALL.into_iter();
        let toggled = toggled.filter(|it| shown.contains(it) != (*it == column));
        self.choose_columns(toggled.collect())
    }

    /// Shows the columns of the configuration again.
    pub(crate) fn reset_columns(&mut self) {
        self.columns = None;
        self.widths.clear();
    }

    /// The chosen width of a column.
    pub(crate) fn chosen_width(&self, column: UserColumn) -> Option<u16> {
        self.widths.get(&column).copied()
    }

    /// Sets the width of a column.
    pub(crate) fn choose_width(&mut self, column: UserColumn, width: u16) {
        self.widths.insert(column, width.clamp(LEAST_WIDTH, MOST_WIDTH));
    }

    /// The chosen widths, by the names of the columns.
    pub(crate) fn chosen_widths(&self) -> BTreeMap<String, u16> {
        self.widths.iter().map(|(column, width)| (column.name().to_owned(), *width)).collect()
    }

    /// Sets widths by the names of the columns; unknown names are ignored.
    pub(crate) fn recall_widths(&mut self, widths: &BTreeMap<String, u16>) {
        for (name, width) in widths {
            if let Some(column) = UserColumn::named(name) {
                self.choose_width(column, *width);
            }
        }
    }

    /// Whether the columns are those of the configuration, with their default widths.
    pub(crate) fn has_usual_columns(&self) -> bool {
        self.columns.is_none() && self.widths.is_empty()
    }

    /// The names of the columns chosen in the console; empty if none were.
    pub(crate) fn chosen_columns(&self) -> Vec<String> {
        let chosen = self.columns.iter().flatten();
        chosen.map(|column| column.name().to_owned()).collect()
    }

    /// Shows the columns with these names; unknown names are ignored.
    pub(crate) fn recall_columns(&mut self, names: &[String]) {
        let is_chosen = |it: &UserColumn| names.iter().any(|name| name == it.name());
        self.choose_columns(UserColumn::ALL.into_iter().filter(is_chosen).collect());
    }

    fn choose_columns(&mut self, columns: Vec<UserColumn>) -> bool {
        let has_name = columns.iter().any(|column| column.is_name());
        if has_name {
            self.columns = Some(columns).filter(|it| it != self.configured_columns());
        }
        has_name
    }

    /// How many grants a user lacks under the rules.
    pub(crate) fn drift_of(&self, row: &AccessRow) -> usize {
        let user = &row.user;
        let scope = self.rules.scope(&user.role);
        let required = |company: &Company| {
            scope.requires(user.home_company.as_ref(), user.tenant.as_ref(), company)
        };
        let all = self.companies.all().iter().enumerate();
        all.filter(|(at, company)| required(company) && !row.holds(*at)).count()
    }
}
