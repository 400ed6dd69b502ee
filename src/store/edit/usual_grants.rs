//! Databases in which the writer itself guarantees that the foreign keys of grants hold, so
//! that many grants can be written without enforcing them. While SQLite enforces foreign keys,
//! a statement that writes many rows keeps a copy of every page that it changes, which takes
//! longer than the rows do.

use crate::store::schema::GRANTS;
use crate::store::sqlite::tables::{self, KeyColumn};
use crate::store::{Store, StoreError};

/// The columns that the HR system's grants refer with: the writer reads the user of each grant,
/// and the companies, in the same transaction.
const PARENTS: [(&str, &str, &str); 2] =
    [("user_id", "hrm_users", "id"), ("company_id", "hrm_company", "id")];

impl Store {
    /// Whether nothing but the usual keys could refuse, change or delete grants: no trigger on
    /// a table that matters, no other constraint, no row that refers to a grant.
    pub(crate) fn has_usual_grants(&self) -> Result<bool, StoreError> {
        if self.replica.is_some() || self.needs_rehearsal(false)? {
            return Ok(false);
        }
        let is_usual = |key: &KeyColumn| {
            PARENTS.iter().any(|(column, parent, to)| {
                key.column.eq_ignore_ascii_case(column)
                    && key.parent.eq_ignore_ascii_case(parent)
                    && key.to.eq_ignore_ascii_case(to)
            })
        };
        Ok(tables::foreign_keys(&self.connection, GRANTS)?.iter().all(is_usual))
    }
}
