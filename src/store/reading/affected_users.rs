//! The users whose access may change when a role, a company or a policy is edited: found by
//! role, grant or home company.

use rusqlite::{Connection, params};

use super::catalog::Catalog;
use super::users;
use crate::domain::{Reach, UserId};
use crate::store::StoreError;
use crate::store::schema::HrSchema;
use crate::store::sql_value::{SqlValue, optional_number};

/// The users whose role reaches companies in one of these ways.
pub(crate) fn users_by_reach(
    connection: &Connection,
    schema: &HrSchema,
    catalog: &Catalog,
    reaches: &[Reach],
) -> Result<Vec<UserId>, StoreError> {
    let mut found = Vec::new();
    if schema.select_roles.is_none() {
        return Ok(found);
    }
    let roles = catalog.roles.iter().filter(|(_, role)| reaches.contains(&role.policy.reach));
    for (role, _) in roles {
        let mut statement = connection.prepare_cached(SELECT_OF_ROLE)?;
        let users = statement.query_map([role.0], |row| Ok(UserId(row.get(0)?)))?;
        for user in users {
            found.push(user?);
        }
    }
    Ok(found)
}

/// Uses the HR system's own index if there is one; otherwise scans all users.
pub(crate) const SELECT_OF_ROLE: &str = "SELECT id FROM hrm_users WHERE role_id = ?1";

/// All users, because an access policy may affect everybody.
pub(crate) fn every_user(connection: &Connection) -> Result<Vec<UserId>, StoreError> {
    let mut statement = connection.prepare_cached(users::SELECT_IDS)?;
    let users = statement.query_map(params![i64::MIN, i64::MAX], |row| Ok(UserId(row.get(0)?)))?;
    Ok(users.collect::<Result<_, _>>()?)
}

/// The users who have a grant for a company.
pub(crate) fn users_granted(
    connection: &Connection,
    company: &SqlValue,
) -> Result<Vec<UserId>, StoreError> {
    users_where(connection, SELECT_GRANTED, company)
}

pub(crate) const SELECT_GRANTED: &str =
    "SELECT DISTINCT user_id FROM hrm_user_company_access WHERE company_id = ?1 ORDER BY user_id";

/// The users with an employee record for a company, even if it is not the first.
pub(crate) fn users_at_home(
    connection: &Connection,
    schema: &HrSchema,
    company: &SqlValue,
) -> Result<Vec<UserId>, StoreError> {
    if !schema.employees {
        return Ok(Vec::new());
    }
    users_where(connection, SELECT_EMPLOYED_AT, company)
}

pub(crate) const SELECT_EMPLOYED_AT: &str =
    "SELECT DISTINCT user_id FROM hrm_employee WHERE company_id = ?1";

fn users_where(
    connection: &Connection,
    sql: &str,
    company: &SqlValue,
) -> Result<Vec<UserId>, StoreError> {
    let mut users = Vec::new();
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([company])?;
    while let Some(row) = rows.next()? {
        users.extend(optional_number(row, 0)?.map(UserId));
    }
    Ok(users)
}
