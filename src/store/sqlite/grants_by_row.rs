//! Statements on the grants by their row numbers: in the order in which the rows lie in the
//! file, which is the quickest. For tables that have such numbers.

use rusqlite::{Connection, Row};

use crate::domain::Cancel;
use crate::store::StoreError;

/// Rows read under one lock.
const CHUNK: i64 = 20_000;

/// Visits the rows of a range of numbers, both ends included, by a statement that takes the
/// ends and a limit, and has the number as its last column.
///
/// # Errors
/// [`StoreError::Cancelled`] once `cancel` says so.
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

pub(crate) const DELETE_ROW: &str = "DELETE FROM hrm_user_company_access WHERE rowid = ?1";

/// Two searches: `min` and `max` side by side would walk over the table.
pub(crate) const SELECT_ENDS: &str = "SELECT (SELECT min(rowid) FROM hrm_user_company_access), \
     (SELECT max(rowid) FROM hrm_user_company_access)";

/// The times, with the number.
pub(crate) const SELECT_TIMES_BETWEEN: &str = "SELECT created_at, rowid \
     FROM hrm_user_company_access WHERE rowid >= ?1 AND rowid <= ?2 ORDER BY rowid LIMIT ?3";

/// What a check looks at, with the number.
pub(crate) const SELECT_CHECKED_BETWEEN: &str = "SELECT id, user_id, created_at, rowid \
     FROM hrm_user_company_access WHERE rowid >= ?1 AND rowid <= ?2 ORDER BY rowid LIMIT ?3";

/// The numbers and users of one company's grants.
pub(crate) const SELECT_BY_COMPANY: &str = "SELECT rowid, user_id FROM hrm_user_company_access \
     WHERE company_id = ?1 AND rowid > ?2 ORDER BY rowid LIMIT ?3";
