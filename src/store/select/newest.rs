//! The times of the newest grants of a few users, as sorting compares them.

use super::fill::times::moment;
use crate::domain::UserId;
use crate::store::sql_value::text_of;
use crate::store::{Store, StoreError};

pub(in crate::store) const SELECT_TIMES_OF: &str =
    "SELECT company_id, created_at FROM hrm_user_company_access WHERE user_id = ?1";

impl Store {
    /// The time of each user's newest grant, as the database writes it. Users without a grant
    /// are left out, and so are grants whose company is gone.
    pub fn newest_grants(&self, users: &[UserId]) -> Result<Vec<(UserId, String)>, StoreError> {
        let mut found = Vec::new();
        let mut statement = self.connection.prepare_cached(SELECT_TIMES_OF)?;
        for user in users {
            let mut newest: Option<(u64, String)> = None;
            let mut rows = statement.query([user.0])?;
            while let Some(row) = rows.next()? {
                if self.catalog.position_of(row.get_ref(0)?).is_none() {
                    continue;
                }
                let at = text_of(row.get_ref(1)?);
                let moment = moment(&at);
                if newest.as_ref().is_none_or(|(known, _)| *known < moment) {
                    newest = Some((moment, at.into_owned()));
                }
            }
            found.extend(newest.map(|(_, at)| (*user, at)));
        }
        Ok(found)
    }
}
