//! Reads when users were last changed.

use rusqlite::params;

use super::parts::parts;
use super::times::moment;
use crate::domain::{Cancel, UserId};
use crate::store::schema::last_change;
use crate::store::select::columns::last_changes::LastChanges;
use crate::store::select::last_changes::select_last_changes;
use crate::store::sql_value::text_of;
use crate::store::{Store, StoreError};

impl LastChanges {
    pub(super) fn read(store: &Store, ids: &[UserId], cancel: &Cancel) -> Result<Self, StoreError> {
        Ok(Self { of_user: last_changes(store, ids, cancel)? })
    }
}

fn last_changes(store: &Store, ids: &[UserId], cancel: &Cancel) -> Result<Vec<u64>, StoreError> {
    let mut last = vec![0; ids.len()];
    if !last_change::exists(&store.connection)? {
        return Ok(last);
    }
    let range = "l.user_id >= ?1 AND l.user_id <= ?2";
    let sql = select_last_changes(&store.schema, store.visibility(), range);
    for (from, part) in parts(ids) {
        if cancel.is_cancelled() {
            return Err(StoreError::Cancelled);
        }
        let mut statement = store.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params![from, ids[part.end - 1].0])?;
        while let Some(row) = rows.next()? {
            if let Ok(at) = ids[part.clone()].binary_search(&UserId(row.get(0)?)) {
                last[part.start + at] = moment(&text_of(row.get_ref(1)?));
            }
        }
    }
    Ok(last)
}
