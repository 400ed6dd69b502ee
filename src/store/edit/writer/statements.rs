//! The statements with which a writer inserts and deletes grants.

use crate::store::schema::{GRANTS, HrSchema};
use crate::store::sqlite::batch::insert_rows;
use crate::store::sqlite::tables::ROWID;

pub(crate) const DELETE: &str =
    "DELETE FROM hrm_user_company_access WHERE user_id = ?1 AND company_id = ?2";
pub(crate) const SELECT_EXISTING: &str = "SELECT 1 FROM hrm_user_company_access WHERE id = ?1";

/// The columns are in the order of `Writer::insert_grant`. If the row id is NULL, SQLite
/// assigns the next one.
pub(super) fn insert_sql(schema: &HrSchema) -> String {
    let mut columns = vec!["id", "user_id", "company_id", "created_at"];
    if schema.grant_modified_at {
        columns.push("modified_at");
    }
    if schema.numbers_grants() {
        columns.push(ROWID);
    }
    let parameters: Vec<String> = (1..=columns.len()).map(|at| format!("?{at}")).collect();
    format!(
        "INSERT INTO hrm_user_company_access ({}) VALUES ({})",
        columns.join(", "),
        parameters.join(", ")
    )
}

/// Inserts this many grants of one time, the first parameter; then come the id, the user and
/// the company of each.
pub(super) fn insert_grants(schema: &HrSchema, grants: usize) -> String {
    let (times, values) = if schema.grant_modified_at {
        ("created_at, modified_at", "?1, ?1")
    } else {
        ("created_at", "?1")
    };
    let columns = format!("{times}, id, user_id, company_id");
    insert_rows(GRANTS, &columns, &format!("{values}, ?, ?, ?"), grants)
}
