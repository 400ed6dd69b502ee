//! The part of the database that an operator of one tenant sees.
//!
//! The temporary tables and views that restrict a connection are those of [`tenant_views`]; a
//! connection without such an operator has none of them.
//!
//! Which users belong to the tenant is determined for all of them at once, whenever another
//! program has written, and never for a single user.

use rusqlite::Connection;

use crate::domain::{Cancel, TenantId, UserId};
use crate::store::StoreError;
use crate::store::reading::by_id::for_each_row;
use crate::store::reading::catalog::Catalog;
use crate::store::reading::home_companies;
use crate::store::schema::HrSchema;
use crate::store::schema::own::LAST_NUMBER;
use crate::store::sql_value::{SqlValue, optional_number};
use crate::store::sqlite::pragmas::is_in_transaction;
use crate::store::sqlite::tenant_views::{self, CELL_IS_WITHIN, CHANGE_IS_OWN, ROW_IS_WITHIN};

/// The number of users read under one lock.
const CHUNK: i64 = 50_000;

/// The condition that restricts changes `c` that the operator sees to those entirely within
/// the tenant, among the newest [`NEWEST`]: only these can be undone. Deleted rows count as
/// within the tenant if the operator edited them.
pub(crate) fn change_is_whole(has_rows: bool) -> String {
    let cells = format!(
        " AND c.id > (SELECT max(id) FROM grantgrid_change WHERE id < {LAST_NUMBER}) - {NEWEST} AND NOT EXISTS \
         (SELECT 1 FROM grantgrid_cell x WHERE x.change_id = c.id AND NOT ({CELL_IS_WITHIN}))"
    );
    if !has_rows {
        return cells;
    }
    format!(
        "{cells} AND NOT EXISTS (SELECT 1 FROM grantgrid_row r WHERE r.change_id = c.id \
           AND NOT coalesce({ROW_IS_WITHIN} OR {CHANGE_IS_OWN} AND CASE r.table_name \
             WHEN 'hrm_users' THEN \
               NOT EXISTS (SELECT 1 FROM main.hrm_users u WHERE u.id = r.row_key) \
             WHEN 'hrm_company' THEN \
               NOT EXISTS (SELECT 1 FROM main.hrm_company k WHERE k.id = r.row_key) \
             ELSE 1 END, 0))"
    )
}

/// How many changes are searched for one that can be undone.
const NEWEST: u32 = 10_000;

/// What belongs to a tenant.
struct Within {
    /// Ascending.
    users: Vec<UserId>,
    companies: Catalog,
}

/// Restricts a connection to a tenant, for the operator with this name and role.
pub(crate) fn restrict(
    connection: &Connection,
    schema: &HrSchema,
    tenant: &TenantId,
    (operator, role): (&str, &str),
) -> Result<(), StoreError> {
    let within = Within::read(connection, schema, tenant)?;
    tenant_views::make(connection, operator, role)?;
    let transaction = connection.unchecked_transaction()?;
    within.put(&transaction)?;
    Ok(transaction.commit()?)
}

/// Determines again what belongs to the tenant. Runs in the open transaction if there is one;
/// otherwise holds no lock for long.
pub(crate) fn renew(
    connection: &Connection,
    schema: &HrSchema,
    tenant: &TenantId,
) -> Result<(), StoreError> {
    let within = Within::read(connection, schema, tenant)?;
    if is_in_transaction(connection) {
        return Ok(within.put(connection)?);
    }
    let transaction = connection.unchecked_transaction()?;
    within.put(&transaction)?;
    Ok(transaction.commit()?)
}

impl Within {
    fn read(
        connection: &Connection,
        schema: &HrSchema,
        tenant: &TenantId,
    ) -> Result<Self, StoreError> {
        let cancel = Cancel::default();
        let all = Catalog::read(connection, schema, None)?;
        let homes = home_companies::read(connection, schema, &all, &cancel)?;
        let sql = select_references(schema);
        let mut users = Vec::new();
        let all_ids = (i64::MIN, i64::MAX);
        for_each_row(connection, (&sql, CHUNK), all_ids, &cancel, |id, row| {
            let user = UserId(id);
            if all.tenant_of(homes.of(user), optional_number(row, 2)?) == Some(tenant) {
                users.push(user);
            }
            Ok(())
        })?;
        Ok(Self { users, companies: Catalog::read(connection, schema, Some(tenant))? })
    }

    fn put(&self, connection: &Connection) -> rusqlite::Result<()> {
        let companies = self.companies.companies.iter().map(|company| &company.id);
        tenant_views::fill(connection, &self.users, companies)
    }
}

pub(crate) fn select_references(schema: &HrSchema) -> String {
    format!(
        "SELECT id, {} FROM main.hrm_users WHERE id >= ?1 ORDER BY id LIMIT ?2",
        schema.user_references
    )
}

/// Whether a user belongs to the tenant. Only for a restricted connection.
pub(crate) fn has_user(connection: &Connection, user: UserId) -> rusqlite::Result<bool> {
    tenant_views::has_user(connection, &SqlValue::Integer(user.0))
}

/// The error for a user who cannot be found: deleted, or not visible to the operator.
pub(crate) fn absent_user(connection: &Connection, user: UserId) -> Result<StoreError, StoreError> {
    let there = connection
        .prepare_cached("SELECT 1 FROM main.hrm_users WHERE id = ?1")?
        .exists([user.0])?;
    let what = format!("the user {user}");
    Ok(if there { StoreError::OutOfReach(what) } else { StoreError::Gone(what) })
}
