//! Reads employee records by ascending id. The first record of each user decides the home company
//! and the full name; without an index on the user, it is found by reading all of them.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

use super::by_id::for_each_row;
use crate::domain::{Cancel, UserId};
use crate::store::StoreError;
use crate::store::schema::HrSchema;

/// The number of employee records read under one lock.
const CHUNK: i64 = 50_000;

/// Two searches, because a query with both `min` and `max` would scan the table.
const SELECT_ENDS: &str =
    "SELECT (SELECT min(id) FROM hrm_employee), (SELECT max(id) FROM hrm_employee)";
pub(crate) const SELECT_COMPANIES: &str = "SELECT id, user_id, company_id FROM hrm_employee \
     WHERE id >= ?1 ORDER BY id LIMIT ?2";
pub(crate) const SELECT_NAMES: &str = "SELECT id, user_id, first_name, last_name \
     FROM hrm_employee WHERE id >= ?1 ORDER BY id LIMIT ?2";
pub(crate) const SELECT_BOTH: &str = "SELECT id, user_id, company_id, first_name, last_name \
     FROM hrm_employee WHERE id >= ?1 ORDER BY id LIMIT ?2";

/// The lowest and the highest id of employee records; `None` if there are none.
pub(super) fn ends(
    connection: &Connection,
    schema: &HrSchema,
) -> Result<Option<(i64, i64)>, StoreError> {
    if !schema.employees {
        return Ok(None);
    }
    let (first, last): (Option<i64>, Option<i64>) = connection
        .prepare_cached(SELECT_ENDS)?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(first.zip(last))
}

/// Visits the records of users with record ids in a range, both ends included: the record's id,
/// the user, and the row of `sql`, which is one of the statements above.
///
/// # Errors
/// [`StoreError::Cancelled`] once `cancel` is set, and those of `visit`.
pub(super) fn for_each_record(
    connection: &Connection,
    sql: &str,
    range: (i64, i64),
    cancel: &Cancel,
    mut visit: impl FnMut(i64, UserId, &Row<'_>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    for_each_row(connection, (sql, CHUNK), range, cancel, |record, row| match row.get_ref(1)? {
        ValueRef::Integer(user) => visit(record, UserId(user), row),
        _ => Ok(()),
    })
}
