//! Restricts an operator of one tenant to the tenant's users, companies and employee records:
//! a row must be within the tenant before it is changed or deleted, and added and changed rows
//! must be within it at the end of the change.

use rusqlite::{Connection, OptionalExtension, params};

use super::tenant_scope;
use crate::domain::{ChangeId, TenantId};
use crate::store::StoreError;
use crate::store::schema::{GRANTS, HrSchema};
use crate::store::sql_value::{SqlValue, text_of};
use crate::store::sqlite::tenant_views;

/// The rows that a change has added or changed, by the last edit of each.
pub(super) const SELECT_WRITTEN: &str = "SELECT DISTINCT table_name, row_key, label \
     FROM grantgrid_row WHERE change_id = ?1 AND edit <> 'delete'";

const SELECT_INSERTED: &str = "SELECT 1 FROM grantgrid_row \
     WHERE change_id = ?1 AND table_name = ?2 AND row_key IS ?3 AND edit = 'insert'";

/// Checks that the operator of one tenant may write rows of this table.
///
/// # Errors
/// [`StoreError::OnlySuperAdmin`].
fn require_table(table: &str) -> Result<(), StoreError> {
    match table {
        "hrm_users" | "hrm_company" | "hrm_employee" | GRANTS => Ok(()),
        "grantgrid_rule" => Err(StoreError::OnlySuperAdmin("change the rules")),
        "grantgrid_policy" => Err(StoreError::OnlySuperAdmin("change the access policy")),
        _ => Err(StoreError::OnlySuperAdmin("change what all tenants share")),
    }
}

/// Checks that rows of this table may get these values. A new employee record could move
/// its user into the company's tenant, so the user must already be within the tenant.
///
/// # Errors
/// [`StoreError::OutOfReach`], [`StoreError::OnlySuperAdmin`].
pub(crate) fn require_values(
    connection: &Connection,
    change: ChangeId,
    table: &str,
    values: &[(&str, SqlValue)],
) -> Result<(), StoreError> {
    require_table(table)?;
    let of_user = |column: &str| table == "hrm_employee" && column.eq_ignore_ascii_case("user_id");
    match values.iter().find(|(column, _)| of_user(column)) {
        Some((_, user)) if *user != SqlValue::Null => {
            require_row(connection, change, ("hrm_users", user, "user of the employee record"))
        }
        _ => Ok(()),
    }
}

/// Checks that a row may be changed or deleted, because it is within the tenant or was added
/// by this change.
///
/// # Errors
/// [`StoreError::OutOfReach`], [`StoreError::OnlySuperAdmin`].
pub(crate) fn require_row(
    connection: &Connection,
    change: ChangeId,
    (table, key, label): (&str, &SqlValue, &str),
) -> Result<(), StoreError> {
    require_table(table)?;
    let mut ours = connection.prepare_cached(SELECT_INSERTED)?;
    if is_within(connection, table, key)? || ours.exists(params![change.0, table, key])? {
        Ok(())
    } else {
        Err(StoreError::OutOfReach(format!("the {label}")))
    }
}

/// Determines again who is within the tenant, after a change has written rows, and checks that
/// everything added or changed is within it.
///
/// # Errors
/// [`StoreError::OutOfReach`].
pub(crate) fn require_all(
    connection: &Connection,
    schema: &HrSchema,
    tenant: &TenantId,
    change: ChangeId,
) -> Result<(), StoreError> {
    tenant_scope::renew(connection, schema, tenant)?;
    let mut statement = connection.prepare_cached(SELECT_WRITTEN)?;
    let mut rows = statement.query([change.0])?;
    while let Some(row) = rows.next()? {
        let (table, key) = (row.get_ref(0)?, row.get(1)?);
        let table = text_of(table);
        if !is_gone(connection, &table, &key)? && !is_within(connection, &table, &key)? {
            return Err(StoreError::OutOfReach(format!("the {}", text_of(row.get_ref(2)?))));
        }
    }
    Ok(())
}

/// Whether a row that the change wrote was deleted later in the same change.
fn is_gone(connection: &Connection, table: &str, key: &SqlValue) -> rusqlite::Result<bool> {
    let sql = match table {
        "hrm_users" => "SELECT 1 FROM main.hrm_users WHERE id = ?1",
        "hrm_company" => "SELECT 1 FROM main.hrm_company WHERE id = ?1",
        "hrm_employee" => "SELECT 1 FROM main.hrm_employee WHERE id = ?1",
        _ => return Ok(false),
    };
    Ok(!connection.prepare_cached(sql)?.exists([key])?)
}

fn is_within(connection: &Connection, table: &str, key: &SqlValue) -> rusqlite::Result<bool> {
    match table {
        "hrm_users" => tenant_views::has_user(connection, key),
        "hrm_company" => tenant_views::has_company(connection, key),
        "hrm_employee" => {
            let user = connection
                .prepare_cached("SELECT user_id FROM main.hrm_employee WHERE id = ?1")?
                .query_row([key], |row| row.get::<_, SqlValue>(0))
                .optional()?;
            match user {
                Some(user) => tenant_views::has_user(connection, &user),
                None => Ok(false),
            }
        }
        // A grant whose user or company is gone belongs to no tenant.
        _ => Ok(true),
    }
}

#[cfg(test)]
mod tests;
