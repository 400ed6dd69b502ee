//! The part of the journal that the operator may see, as conditions on its tables.

use crate::store::reading::tenant_scope;
use crate::store::schema::own::JournalForm;
use crate::store::sqlite::tenant_views::{CELL_IS_WITHIN, CHANGE_IS_OWN, ROW_IS_WITHIN};

/// How much of the journal is visible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Visibility {
    /// All of it.
    Whole,
    /// What the operator of one tenant may see: the operator's own changes, and those cells
    /// and rows of other changes that are within the tenant.
    Within,
}

impl Visibility {
    /// The columns of a change `c`, as [`read_change`](super::read_change) reads them.
    pub(crate) fn columns(self, form: JournalForm) -> String {
        let figure = |added: u8| match self {
            Self::Whole => ["c.removed", "c.added"][usize::from(added)].to_owned(),
            Self::Within => format!(
                "(SELECT count(*) FROM grantgrid_cell x WHERE x.change_id = c.id \
                 AND x.added = {added} AND {CELL_IS_WITHIN})"
            ),
        };
        format!(
            "c.id, c.at, c.operator, c.kind, c.reason, {}, {}, c.reverts, c.undone_by, {}",
            figure(1),
            figure(0),
            account(form)
        )
    }

    /// The condition on changes `c`.
    pub(super) fn of_changes(self, form: JournalForm) -> String {
        match self {
            Self::Whole => String::new(),
            Self::Within => {
                let cells = self.of_cells();
                let rows = if form.rows {
                    &format!(
                        " OR EXISTS (SELECT 1 FROM grantgrid_row r \
                         WHERE r.change_id = c.id AND {ROW_IS_WITHIN})"
                    )
                } else {
                    ""
                };
                format!(
                    " AND ({CHANGE_IS_OWN} OR EXISTS \
                     (SELECT 1 FROM grantgrid_cell x WHERE x.change_id = c.id{cells}){rows})"
                )
            }
        }
    }

    /// The condition that restricts changes `c` to those that the operator may undo.
    pub(super) fn of_undoable(self, form: JournalForm) -> String {
        match self {
            Self::Whole => String::new(),
            Self::Within => tenant_scope::change_is_whole(form.rows) + &self.of_changes(form),
        }
    }

    /// The condition that restricts users' last changes `l`, which refer to changes `c`.
    pub(in crate::store) fn of_last_changes(self) -> String {
        match self {
            Self::Whole => String::new(),
            Self::Within => format!(
                " AND ({CHANGE_IS_OWN} OR EXISTS (SELECT 1 FROM grantgrid_cell x \
                   WHERE x.change_id = c.id AND x.user_id = l.user_id AND {CELL_IS_WITHIN}) \
                 OR EXISTS (SELECT 1 FROM grantgrid_row r WHERE r.change_id = c.id \
                   AND r.table_name = 'hrm_users' AND r.row_key = l.user_id))"
            ),
        }
    }

    /// The condition that restricts cells `x`.
    pub(crate) fn of_cells(self) -> String {
        match self {
            Self::Whole => String::new(),
            Self::Within => format!(" AND {CELL_IS_WITHIN}"),
        }
    }

    /// The condition that restricts rows `r` of changes.
    pub(crate) fn of_rows(self) -> String {
        match self {
            Self::Whole => String::new(),
            Self::Within => format!(
                " AND ({ROW_IS_WITHIN} OR EXISTS (SELECT 1 FROM grantgrid_change c \
                 WHERE c.id = r.change_id AND {CHANGE_IS_OWN}))"
            ),
        }
    }
}

/// The account of a change `c`: NULL in a journal that does not store it.
pub(super) fn account(form: JournalForm) -> &'static str {
    if form.accounts { "c.account" } else { "NULL" }
}
