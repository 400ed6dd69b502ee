//! When a few users were last changed, according to grantgrid's history.

use rusqlite::OptionalExtension;

use crate::domain::UserId;
use crate::store::journal::Visibility;
use crate::store::schema::HrSchema;
use crate::store::schema::last_change::{self, TABLE};
use crate::store::sql_value::text;
use crate::store::{Store, StoreError};

/// The last changes of users, as user and time. Changes to an earlier owner of the id are left
/// out.
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
    /// The time of each user's last change, as the history writes it: of the user's grants or
    /// record. Users without a change in the history are left out. If the history has an older
    /// form, all users are left out; the next change upgrades it.
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
