//! Temporary objects that restrict a connection to one tenant: tables of its users and
//! companies, and a view named `hrm_users`. So every statement that reads users finds only the
//! tenant's, with the same indexes. A statement that writes users, or must know all of them,
//! uses `main.hrm_users`.

use std::fmt::Write;

use rusqlite::Connection;

use super::pragmas::keep_temporary_in_memory;
use super::tables::{columns, has_column, quoted};
use crate::domain::{CompanyId, UserId};
use crate::store::sql_value::SqlValue;

const TABLES: &str = "
CREATE TEMP TABLE grantgrid_user_within (id INTEGER PRIMARY KEY);
CREATE TEMP TABLE grantgrid_company_within (id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TEMP TABLE grantgrid_operator (name TEXT NOT NULL, role TEXT NOT NULL);
";

/// The condition that restricts cells `x` of the journal to the tenant's. In the operator's
/// own changes, a cell whose user or company is gone counts too, if the other of the two is
/// within the tenant. The `+` keeps `SQLite` from trying every user of the tenant for one
/// cell.
pub(crate) const CELL_IS_WITHIN: &str = "CASE WHEN +x.user_id IN temp.grantgrid_user_within THEN \
       EXISTS (SELECT 1 FROM grantgrid_company n WHERE n.number = +x.company \
         AND (n.id IN temp.grantgrid_company_within \
           OR (SELECT o.operator FROM grantgrid_change o WHERE o.id = x.change_id) \
                = (SELECT name FROM temp.grantgrid_operator) \
             AND NOT EXISTS (SELECT 1 FROM main.hrm_company k WHERE k.id = n.id))) \
     ELSE (SELECT o.operator FROM grantgrid_change o WHERE o.id = x.change_id) \
          = (SELECT name FROM temp.grantgrid_operator) \
       AND NOT EXISTS (SELECT 1 FROM main.hrm_users u WHERE u.id = +x.user_id) \
       AND EXISTS (SELECT 1 FROM grantgrid_company n WHERE n.number = +x.company \
         AND n.id IN temp.grantgrid_company_within) END";

/// The condition that restricts rows `r` of the journal to the tenant's users, companies and
/// employee records. Rows that are gone are left out, because their tenant is unknown.
pub(crate) const ROW_IS_WITHIN: &str = "CASE r.table_name \
     WHEN 'hrm_users' THEN r.row_key IN temp.grantgrid_user_within \
     WHEN 'hrm_company' THEN r.row_key IN temp.grantgrid_company_within \
     WHEN 'hrm_employee' THEN EXISTS \
       (SELECT 1 FROM temp.grantgrid_employee_within e WHERE e.id = r.row_key) \
     ELSE 0 END";

/// The condition that restricts changes `c` to the operator's own. The operator has seen
/// everything that these did.
pub(crate) const CHANGE_IS_OWN: &str = "c.operator = (SELECT name FROM temp.grantgrid_operator)";

/// The condition that restricts users `r` to those of other tenants.
pub(crate) const USER_IS_OUTSIDE: &str = "r.id NOT IN temp.grantgrid_user_within";

/// For rows `r` of other tables, the conditions by which the user or the company that they
/// refer to belongs to another tenant. Users and companies that are gone belong to none.
pub(crate) const IS_OUTSIDE_BY: [(&str, &str); 2] = [
    (
        "user_id",
        "(r.user_id NOT IN temp.grantgrid_user_within \
          AND EXISTS (SELECT 1 FROM main.hrm_users u WHERE u.id = r.user_id))",
    ),
    (
        "company_id",
        "(r.company_id NOT IN temp.grantgrid_company_within \
          AND EXISTS (SELECT 1 FROM main.hrm_company k WHERE k.id = r.company_id))",
    ),
];

/// Creates all of them, empty, for the operator with this name and role.
pub(crate) fn make(connection: &Connection, operator: &str, role: &str) -> rusqlite::Result<()> {
    lift(connection)?;
    keep_temporary_in_memory(connection)?;
    connection.execute_batch(TABLES)?;
    connection.execute_batch(&users_view(connection)?)?;
    connection.execute_batch(employees_view(connection)?)?;
    connection.execute("INSERT INTO temp.grantgrid_operator VALUES (?1, ?2)", [operator, role])?;
    Ok(())
}

/// Removes the restriction from a connection.
pub(crate) fn lift(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(
        "DROP VIEW IF EXISTS temp.hrm_users;
         DROP VIEW IF EXISTS temp.grantgrid_employee_within;
         DROP TABLE IF EXISTS temp.grantgrid_user_within;
         DROP TABLE IF EXISTS temp.grantgrid_company_within;
         DROP TABLE IF EXISTS temp.grantgrid_operator;",
    )
}

/// Sets the users and companies of the tenant, replacing those before.
pub(crate) fn fill<'c>(
    connection: &Connection,
    users: &[UserId],
    companies: impl Iterator<Item = &'c CompanyId>,
) -> rusqlite::Result<()> {
    connection.execute_batch(
        "DELETE FROM temp.grantgrid_user_within; DELETE FROM temp.grantgrid_company_within;",
    )?;
    let mut insert =
        connection.prepare_cached("INSERT INTO temp.grantgrid_user_within VALUES (?1)")?;
    for user in users {
        insert.execute([user.0])?;
    }
    let mut insert =
        connection.prepare_cached("INSERT INTO temp.grantgrid_company_within VALUES (?1)")?;
    for company in companies {
        insert.execute([company.as_str()])?;
    }
    Ok(())
}

/// The view that replaces `hrm_users`. Its id is that of the table of the tenant's users, so
/// that a range of ids is searched there.
fn users_view(connection: &Connection) -> rusqlite::Result<String> {
    let mut view = String::from("CREATE TEMP VIEW hrm_users AS SELECT w.id AS id");
    for column in columns(connection, "hrm_users")? {
        if !column.is("id") {
            let _ = write!(view, ", u.{}", quoted(&column.name));
        }
    }
    view += " FROM temp.grantgrid_user_within w JOIN main.hrm_users u ON u.id = w.id";
    Ok(view)
}

/// The tenant's employee records; none if the database has no such table.
fn employees_view(connection: &Connection) -> rusqlite::Result<&'static str> {
    let has = |column| has_column(connection, "hrm_employee", column);
    Ok(if has("id")? && has("user_id")? {
        "CREATE TEMP VIEW grantgrid_employee_within AS SELECT e.id AS id \
         FROM main.hrm_employee e WHERE e.user_id IN temp.grantgrid_user_within"
    } else {
        "CREATE TEMP VIEW grantgrid_employee_within AS SELECT NULL AS id WHERE 0"
    })
}

/// Whether a user belongs to the tenant. Only for a restricted connection.
pub(crate) fn has_user(connection: &Connection, user: &SqlValue) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT 1 FROM temp.grantgrid_user_within WHERE id = ?1")?
        .exists([user])
}

/// Whether a company belongs to the tenant. Only for a restricted connection.
pub(crate) fn has_company(connection: &Connection, company: &SqlValue) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT 1 FROM temp.grantgrid_company_within WHERE id = ?1")?
        .exists([company])
}

/// The role of the operator. Only for a restricted connection.
pub(crate) fn operator_role(connection: &Connection) -> rusqlite::Result<String> {
    connection
        .prepare_cached("SELECT role FROM temp.grantgrid_operator")?
        .query_row([], |row| row.get(0))
}
