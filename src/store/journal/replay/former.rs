//! Whose id belonged to somebody else before: what is known of the present owner says nothing
//! about the former one.

use std::collections::HashMap;

use rusqlite::Connection;

use crate::store::StoreError;
use crate::store::schema::own;

/// The first change of each such id that is about its present owner.
pub(super) struct FormerOwners(HashMap<i64, i64>);

impl FormerOwners {
    pub(super) fn read(connection: &Connection) -> Result<Self, StoreError> {
        let mut found = HashMap::new();
        if own::has_former_names(connection)? {
            let sql = "SELECT id, max(until) FROM grantgrid_former WHERE kind = 'user' GROUP BY id";
            let mut statement = connection.prepare_cached(sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                found.insert(row.get(0)?, row.get(1)?);
            }
        }
        Ok(Self(found))
    }

    /// The changes before this one are not about the user who has the id now.
    pub(super) fn until(&self, user: i64) -> i64 {
        self.0.get(&user).copied().unwrap_or(i64::MIN)
    }
}
