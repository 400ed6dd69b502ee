//! The part of the database that an operator of one tenant sees.
//!
//! Two temporary tables of this connection hold the tenant's users and
//! companies, and a temporary view takes the name of `hrm_users`: whatever
//! statement of this program reads users, it finds the tenant's only, by the
//! same indexes. What writes users, or has to know of all, says
//! `main.hrm_users`. A connection without such an operator has none of this.
//!
//! Which users are the tenant's is worked out in one walk over employee
//! records and users whenever another program wrote, never user by user.

use std::fmt::Write;

use rusqlite::{Connection, params};

use crate::domain::{Cancel, TenantId, UserId};
use crate::store::StoreError;
use crate::store::reading::by_id::following;
use crate::store::reading::catalog::Catalog;
use crate::store::reading::home_companies;
use crate::store::schema::HrSchema;
use crate::store::schema::own::LAST_NUMBER;
use crate::store::sql_value::optional_number;

/// Users read under one lock.
const CHUNK: i64 = 50_000;

const TABLES: &str = "
PRAGMA temp_store = MEMORY;
CREATE TEMP TABLE grantgrid_user_within (id INTEGER PRIMARY KEY);
CREATE TEMP TABLE grantgrid_company_within (id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TEMP TABLE grantgrid_operator (name TEXT NOT NULL, role TEXT NOT NULL);
";

/// Narrows a cell `x` of the journal down to the tenant's. In the operator's
/// own changes these are also the cells whose user or company is gone, and
/// whose other half is within. The pluses keep `SQLite` from trying every user
/// of the tenant for one cell.
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

/// Narrows a row `r` of the journal down to the tenant's users, companies and
/// employee records. Whose a row was that is gone, nobody can tell.
pub(crate) const ROW_IS_WITHIN: &str = "CASE r.table_name \
     WHEN 'hrm_users' THEN r.row_key IN temp.grantgrid_user_within \
     WHEN 'hrm_company' THEN r.row_key IN temp.grantgrid_company_within \
     WHEN 'hrm_employee' THEN EXISTS \
       (SELECT 1 FROM temp.grantgrid_employee_within e WHERE e.id = r.row_key) \
     ELSE 0 END";

/// Narrows changes `c` that the operator sees down to those that lie wholly
/// within the tenant, among the newest [`NEWEST`]: only they can be undone.
/// What is gone is within if the operator has edited it.
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

/// So many changes are looked through for one that can be undone.
const NEWEST: u32 = 10_000;

/// Narrows a change `c` down to the operator's own: whatever it did to users
/// and companies, the operator has seen.
pub(crate) const CHANGE_IS_OWN: &str = "c.operator = (SELECT name FROM temp.grantgrid_operator)";

/// What belongs to a tenant.
struct Within {
    /// Ascending.
    users: Vec<UserId>,
    companies: Catalog,
}

/// Restricts a connection to a tenant, for the operator of this name and role.
pub(crate) fn restrict(
    connection: &Connection,
    schema: &HrSchema,
    tenant: &TenantId,
    (operator, role): (&str, &str),
) -> Result<(), StoreError> {
    let within = Within::read(connection, schema, tenant)?;
    lift(connection)?;
    connection.execute_batch(TABLES)?;
    connection.execute_batch(&users_view(connection)?)?;
    connection.execute_batch(employees_view(connection)?)?;
    connection.execute("INSERT INTO temp.grantgrid_operator VALUES (?1, ?2)", [operator, role])?;
    let transaction = connection.unchecked_transaction()?;
    within.put(&transaction)?;
    Ok(transaction.commit()?)
}

/// Lets a connection see everything again.
pub(crate) fn lift(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(
        "DROP VIEW IF EXISTS temp.hrm_users;
         DROP VIEW IF EXISTS temp.grantgrid_employee_within;
         DROP TABLE IF EXISTS temp.grantgrid_user_within;
         DROP TABLE IF EXISTS temp.grantgrid_company_within;
         DROP TABLE IF EXISTS temp.grantgrid_operator;",
    )
}

/// Works out again what belongs to the tenant; runs in a transaction if one is
/// open, and holds no lock for long otherwise.
pub(crate) fn renew(
    connection: &Connection,
    schema: &HrSchema,
    tenant: &TenantId,
) -> Result<(), StoreError> {
    let within = Within::read(connection, schema, tenant)?;
    if !connection.is_autocommit() {
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
        let mut last = None;
        while let Some(from) = following(last) {
            let mut count = 0;
            let mut statement = connection.prepare_cached(&sql)?;
            let mut rows = statement.query(params![from, CHUNK])?;
            while let Some(row) = rows.next()? {
                count += 1;
                let user = UserId(row.get(0)?);
                last = Some(user.0);
                if all.tenant_of(homes.of(user), optional_number(row, 2)?) == Some(tenant) {
                    users.push(user);
                }
            }
            if count < CHUNK {
                break;
            }
        }
        Ok(Self { users, companies: Catalog::read(connection, schema, Some(tenant))? })
    }

    fn put(&self, connection: &Connection) -> rusqlite::Result<()> {
        connection.execute_batch(
            "DELETE FROM temp.grantgrid_user_within; DELETE FROM temp.grantgrid_company_within;",
        )?;
        let mut insert =
            connection.prepare_cached("INSERT INTO temp.grantgrid_user_within VALUES (?1)")?;
        for user in &self.users {
            insert.execute([user.0])?;
        }
        let mut insert =
            connection.prepare_cached("INSERT INTO temp.grantgrid_company_within VALUES (?1)")?;
        for company in &self.companies.companies {
            insert.execute([company.id.as_str()])?;
        }
        Ok(())
    }
}

/// The view that stands for `hrm_users`. The id is that of the table of those
/// within, so that a range of ids is sought there.
fn users_view(connection: &Connection) -> rusqlite::Result<String> {
    let mut view = String::from("CREATE TEMP VIEW hrm_users AS SELECT w.id AS id");
    let mut statement =
        connection.prepare("SELECT name FROM pragma_table_info('hrm_users', 'main')")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let name: String = row.get(0)?;
        if !name.eq_ignore_ascii_case("id") {
            let _ = write!(view, ", u.\"{}\"", name.replace('"', "\"\""));
        }
    }
    view += " FROM temp.grantgrid_user_within w JOIN main.hrm_users u ON u.id = w.id";
    Ok(view)
}

/// The employee records of users within; none where nobody keeps any.
fn employees_view(connection: &Connection) -> rusqlite::Result<&'static str> {
    let columns: i64 = connection.query_row(
        "SELECT count(*) FROM pragma_table_info('hrm_employee', 'main') \
         WHERE name IN ('id', 'user_id')",
        [],
        |row| row.get(0),
    )?;
    Ok(if columns == 2 {
        "CREATE TEMP VIEW grantgrid_employee_within AS SELECT e.id AS id \
         FROM main.hrm_employee e WHERE e.user_id IN temp.grantgrid_user_within"
    } else {
        "CREATE TEMP VIEW grantgrid_employee_within AS SELECT NULL AS id WHERE 0"
    })
}

pub(crate) fn select_references(schema: &HrSchema) -> String {
    format!(
        "SELECT id, {} FROM main.hrm_users WHERE id >= ?1 ORDER BY id LIMIT ?2",
        schema.user_references
    )
}

/// Whether a user is the tenant's; only on a restricted connection.
pub(crate) fn has_user(connection: &Connection, user: UserId) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT 1 FROM temp.grantgrid_user_within WHERE id = ?1")?
        .exists([user.0])
}

/// Why a user is not here: gone, or kept from the operator.
pub(crate) fn absent_user(connection: &Connection, user: UserId) -> Result<StoreError, StoreError> {
    let there = connection
        .prepare_cached("SELECT 1 FROM main.hrm_users WHERE id = ?1")?
        .exists([user.0])?;
    let what = format!("the user {user}");
    Ok(if there { StoreError::OutOfReach(what) } else { StoreError::Gone(what) })
}
