//! References to a tenant's users and companies from other tenants. The tenant's operator
//! learns that there are some, but not what or how many they are.

use rusqlite::Connection;

use super::links::Link;
use crate::store::StoreError;
use crate::store::schema::shape::TableShape;
use crate::store::sql_value::SqlValue;
use crate::store::sqlite::tables::quoted;
use crate::store::sqlite::tenant_views::{IS_OUTSIDE_BY, USER_IS_OUTSIDE};

/// How many of the rows that refer to a value through a link belong to another tenant. Only
/// for a restricted connection.
pub(crate) fn count(
    connection: &Connection,
    link: &Link,
    value: &SqlValue,
) -> Result<u64, StoreError> {
    let mut conditions = Vec::new();
    if link.table == "hrm_users" {
        conditions.push(USER_IS_OUTSIDE);
    } else {
        let columns = TableShape::of(connection, &link.table)?.columns;
        let has = |name: &str| columns.iter().any(|column| column.eq_ignore_ascii_case(name));
        let by_another = IS_OUTSIDE_BY
            .iter()
            .filter(|(column, _)| has(column) && !link.column.eq_ignore_ascii_case(column));
        conditions.extend(by_another.map(|(_, condition)| *condition));
    }
    if conditions.is_empty() {
        return Ok(0);
    }
    let sql = format!(
        "SELECT count(*) FROM main.{} r WHERE r.{} = ?1 AND ({})",
        quoted(&link.table),
        quoted(&link.column),
        conditions.join(" OR ")
    );
    Ok(connection.prepare_cached(&sql)?.query_row([value], |row| row.get(0))?)
}
