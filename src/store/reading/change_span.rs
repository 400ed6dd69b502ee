//! Which users the changes of the journal affect: the journal has no index by grant or company,
//! so a range of users is searched only in the changes that affect it.

use rusqlite::Connection;

use crate::store::StoreError;

pub(crate) const SELECT_FIRST_USER: &str =
    "SELECT user_id FROM grantgrid_cell WHERE change_id = ?1 ORDER BY user_id LIMIT 1";
pub(crate) const SELECT_LAST_USER: &str =
    "SELECT user_id FROM grantgrid_cell WHERE change_id = ?1 ORDER BY user_id DESC LIMIT 1";

/// A change, and the first and last user whose cells it changed.
#[derive(Debug)]
pub(crate) struct ChangeSpan {
    pub(crate) change: i64,
    first: i64,
    last: i64,
}

impl ChangeSpan {
    /// The changes that `select` returns, in its order, except those without cells.
    pub(crate) fn read(connection: &Connection, select: &str) -> Result<Vec<Self>, StoreError> {
        let user = |sql: &str, change: i64| {
            connection.prepare_cached(sql)?.query_row([change], |row| row.get(0))
        };
        let mut found = Vec::new();
        let mut statement = connection.prepare_cached(select)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let change = row.get(0)?;
            match user(SELECT_FIRST_USER, change) {
                Err(rusqlite::Error::QueryReturnedNoRows) => {}
                first => {
                    found.push(Self {
                        change,
                        first: first?,
                        last: user(SELECT_LAST_USER, change)?,
                    });
                }
            }
        }
        Ok(found)
    }

    /// Whether it may affect users between these two, both included.
    pub(crate) fn overlaps(&self, from: i64, end: i64) -> bool {
        self.first <= end && self.last >= from
    }
}
