//! When a few users were last changed, as far as grantgrid's history knows.

use rusqlite::OptionalExtension;

use crate::domain::UserId;
use crate::store::journal::Visibility;
use crate::store::schema::HrSchema;
use crate::store::schema::last_change::{self, TABLE};
use crate::store::sql_value::text;
use crate::store::{Store, StoreError};

/// The last changes of users: the user, and when. What was done to whoever had the id before
/// is not told of who has it now.
pub(super) fn select_last_changes(
    schema: &HrSchema,
    visibility: Visibility,
    condition: &str,
) -> String {
    format!(
        "SELECT l.user_id, c.at FROM {TABLE} l CROSS JOIN grantgrid_change c ON c.id = l.change_id \
         WHERE {condition} AND l.person IS (SELECT {} FROM hrm_users WHERE id = l.user_id){}",
        schema.user_person,
        visibility.of_last_changes()
    )
}

impl Store {
    /// When each of these users was last changed, as the history writes it: the last change of
    /// the user's grants or record. Users of whom the history knows no change are left out, and
    /// so are all as long as the history is of an older form, which the next change renews.
    pub fn last_changes(&self, users: &[UserId]) -> Result<Vec<(UserId, String)>, StoreError> {
        if !last_change::exists(&self.connection)? {
            return Ok(Vec::new());
        }
        let sql = select_last_changes(&self.schema, self.visibility(), "l.user_id = ?1");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut found = Vec::new();
        for user in users {
            let at = statement.query_row([user.0], |row| text(row, 1)).optional()?;
            found.extend(at.map(|at| (*user, at)));
        }
        Ok(found)
    }
}
