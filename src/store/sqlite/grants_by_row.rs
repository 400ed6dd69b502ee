//! Statements that read grants by row id, in the order of the file, which is the fastest. Only
//! for tables that have row ids.

use rusqlite::{Connection, Row};

use crate::domain::Cancel;
use crate::store::StoreError;

/// The number of rows read under one lock.
const CHUNK: i64 = 20_000;

/// Visits the rows with row ids in a range, both ends included. The statement takes the two
/// ends and a limit, and its last column is the row id.
///
/// # Errors
/// [`StoreError::Cancelled`] once `cancel` is set.
pub(crate) fn visit(
    connection: &Connection,
    sql: &str,
    (first, end): (i64, i64),
    cancel: &Cancel,
    mut visit: impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
) -> Result<(), StoreError> {
    let mut from = Some(first);
    while let Some(start) = from.filter(|start| *start <= end) {
        if cancel.is_cancelled() {
            return Err(StoreError::Cancelled);
        }
        let mut count = 0;
        from = None;
        let mut statement = connection.prepare_cached(sql)?;
        let number = statement.column_count().saturating_sub(1);
        let mut rows = statement.query([start, end, CHUNK])?;
        while let Some(row) = rows.next()? {
            count += 1;
            visit(row)?;
            if count == CHUNK {
                from = row.get::<_, i64>(number)?.checked_add(1);
            }
        }
    }
    Ok(())
}

/// Deletes the grants with these row ids, both ends included.
pub(crate) const DELETE_RANGE: &str =
    "DELETE FROM hrm_user_company_access WHERE rowid BETWEEN ?1 AND ?2";

/// Deletes every grant. SQLite frees the pages of the table without visiting its rows.
pub(crate) const DELETE_ALL: &str = "DELETE FROM hrm_user_company_access";

/// Two searches, because a query with both `min` and `max` would scan the table.
pub(crate) const SELECT_ENDS: &str = "SELECT (SELECT min(rowid) FROM hrm_user_company_access), \
     (SELECT max(rowid) FROM hrm_user_company_access)";

/// The times, with the row ids.
pub(crate) const SELECT_TIMES_BETWEEN: &str = "SELECT created_at, rowid \
     FROM hrm_user_company_access WHERE rowid >= ?1 AND rowid <= ?2 ORDER BY rowid LIMIT ?3";

/// The columns that a check needs, with the row ids.
pub(crate) const SELECT_CHECKED_BETWEEN: &str = "SELECT id, user_id, created_at, rowid \
     FROM hrm_user_company_access WHERE rowid >= ?1 AND rowid <= ?2 ORDER BY rowid LIMIT ?3";

/// The row ids and users of one company's grants.
pub(crate) const SELECT_BY_COMPANY: &str = "SELECT rowid, user_id FROM hrm_user_company_access \
     WHERE company_id = ?1 AND rowid > ?2 ORDER BY rowid LIMIT ?3";
