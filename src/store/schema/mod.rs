//! Recognizes the HR system's database: its generation, and which of the optional tables and
//! columns it has. The SQL fragments made here consist of constant texts, never of values.

pub(super) mod audit_log;
pub(crate) mod field_columns;
pub(super) mod ids;
pub(super) mod last_change;
pub(super) mod own;
pub(super) mod saved_rules;
pub(super) mod shape;
pub(super) mod statement_error;
pub(super) mod triggers;

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension};

use crate::domain::Generation;
use crate::store::sqlite::tables::{self, KeyColumn, ROWID, has_index_on};
use audit_log::AuditLog;

/// The table of the grants.
pub(crate) const GRANTS: &str = "hrm_user_company_access";

/// What this database has of the HR system's tables and columns.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools)] // independent facts about the database
pub(crate) struct HrSchema {
    /// The columns of a user, as a SELECT list: id, username, first name, last
    /// name, email, active, role, organization, person.
    pub(crate) user_columns: String,
    /// The generation of the HR system.
    pub(crate) generation: Generation,
    /// `role_id`, `organization_id` and `is_active`, or NULL, NULL and 1 in their place.
    pub(crate) user_references: String,
    /// The column that tells apart two users who had the same id one after the other: the time
    /// of creation, or the username if there is no such column.
    pub(crate) user_person: &'static str,
    /// `role_id` and `is_active`, or NULL and 1 in their place.
    pub(crate) user_role_and_active: String,
    /// `SELECT id, name` from the role table, if there is one.
    pub(crate) select_roles: Option<String>,
    /// The query whether the role with an id is active, if roles have a status.
    pub(crate) select_role_active: Option<String>,
    /// The query for companies with their tenants, in the order of the database.
    pub(crate) select_companies: String,
    /// `SELECT id, name` from the tenants, if there is such a table.
    pub(crate) select_tenants: Option<String>,
    /// `SELECT id, tenant_id` from the organizations with a tenant.
    pub(crate) select_organizations: Option<String>,
    /// Whether there are employee records with a user and a company.
    pub(crate) employees: bool,
    /// Whether employee records have a first and a last name.
    pub(crate) employee_names: bool,
    /// Whether employee records can be found by user with an index.
    pub(crate) employees_by_user: bool,
    /// Whether grants can be found by company with an index, and be read in the order of their
    /// row ids.
    pub(crate) grants_by_company: bool,
    /// The column by which the grants are ordered in the file.
    pub(crate) grant_key: &'static str,
    /// Whether a grant has a `modified_at`.
    pub(crate) grant_modified_at: bool,
    /// The log of the HR system to which each change adds rows, if there is one.
    pub(crate) audit: Option<AuditLog>,
}

impl HrSchema {
    /// Whether grants have row ids.
    pub(crate) fn numbers_grants(&self) -> bool {
        self.grant_key == ROWID
    }
}

/// Recognizes the database. The inner error says what is missing.
pub(crate) fn recognize(connection: &Connection) -> rusqlite::Result<Result<HrSchema, String>> {
    let columns = |table: &str| columns_of(connection, table);
    let users = columns("hrm_users")?;
    let companies = columns("hrm_company")?;
    let access = columns(GRANTS)?;
    let required = [
        ("hrm_users", &users, &["id", "username"][..]),
        ("hrm_company", &companies, &["id", "code", "name"]),
        (GRANTS, &access, &["id", "user_id", "company_id", "created_at"]),
    ];
    if let Some(missing) = missing(connection, &required)? {
        return Ok(Err(missing));
    }

    let employees = columns("hrm_employee")?;
    let employees_known = ["id", "user_id", "company_id"].iter().all(|it| employees.contains(*it));
    let organizations = columns("organization")?;
    let organization_tenants = organizations.contains("id") && organizations.contains("tenant_id");
    let roles = role_table(connection)?;
    let role_columns = roles.map(columns).transpose()?;
    let role_active = role_columns.is_some_and(|it| it.contains("is_active"));
    let numbered = [
        Some("hrm_users"),
        roles,
        organization_tenants.then_some("organization"),
        employees_known.then_some("hrm_employee"),
    ];
    for table in numbered.into_iter().flatten() {
        if !has_number_ids(connection, table)? {
            return Ok(Err(format!("a whole number as the id of {table}")));
        }
    }
    if has_number_column(connection, GRANTS, "id")? {
        return Ok(Err("a UUID as the id of hrm_user_company_access".into()));
    }

    let or_null =
        |column: &str| if users.contains(column) { column.to_owned() } else { "NULL".to_owned() };
    // If the database has no status of users, all of them are active.
    let status = if users.contains("is_active") { "is_active" } else { "1" };
    let user_references =
        format!("{}, {}, {status}", or_null("role_id"), or_null("organization_id"));
    let user_role_and_active = format!("{}, {status}", or_null("role_id"));
    let user_person = if users.contains("created_at") {
        "coalesce(created_at, 'user ' || username)"
    } else {
        "'user ' || username"
    };
    let user_columns = format!(
        "id, username, {}, {}, {}, {status}, {}, {}, {user_person}",
        or_null("first_name"),
        or_null("last_name"),
        or_null("email"),
        or_null("role_id"),
        or_null("organization_id"),
    );

    let tenants = columns("hrm_tenant")?;
    let company_tenant = companies.contains("tenant_id");
    let of_tenant = |column: &str| {
        if company_tenant && tenants.contains("id") && tenants.contains(column) {
            format!("(SELECT t.{column} FROM hrm_tenant t WHERE t.id = c.tenant_id)")
        } else {
            "NULL".into()
        }
    };
    let select_companies = format!(
        "SELECT c.id, c.code, c.name, {active}, {tenant}, {tenant_name}, {tenant_code} \
         FROM hrm_company c ORDER BY c.{order}",
        active = if companies.contains("is_active") { "c.is_active" } else { "NULL" },
        tenant = if company_tenant { "c.tenant_id" } else { "NULL" },
        tenant_name = of_tenant("name"),
        tenant_code = of_tenant("code"),
        order = if tables::has_row_numbers(connection, "hrm_company")? { ROWID } else { "code" },
    );

    let numbered = tables::has_row_numbers(connection, GRANTS)?;
    Ok(Ok(HrSchema {
        generation: if roles == Some("role") { Generation::Hr2025 } else { Generation::Hr2026 },
        user_columns,
        user_references,
        user_person,
        user_role_and_active,
        select_roles: roles.map(|table| format!("SELECT id, name FROM {table}")),
        select_role_active: roles
            .filter(|_| role_active)
            .map(|table| format!("SELECT is_active FROM {table} WHERE id = ?1")),
        select_companies,
        select_tenants: (tenants.contains("id") && tenants.contains("name"))
            .then(|| "SELECT id, name FROM hrm_tenant".into()),
        select_organizations: organization_tenants
            .then(|| "SELECT id, tenant_id FROM organization WHERE tenant_id IS NOT NULL".into()),
        employees: employees_known,
        employee_names: employees_known && has_names(&employees),
        employees_by_user: employees_known && has_index_on(connection, "hrm_employee", "user_id")?,
        grants_by_company: numbered && has_index_on(connection, GRANTS, "company_id")?,
        grant_key: if numbered { ROWID } else { "id" },
        grant_modified_at: access.contains("modified_at"),
        audit: AuditLog::recognize(connection)?,
    }))
}

/// Which of the tables and columns that every HR system has is missing.
fn missing(
    connection: &Connection,
    required: &[(&str, &HashSet<String>, &[&str])],
) -> rusqlite::Result<Option<String>> {
    for (table, columns, needed) in required {
        if columns.is_empty() {
            let is_view = tables::is_view(connection, table)?;
            let view = if is_view { " (it is a view here)" } else { "" };
            return Ok(Some(format!("the table {table}{view}")));
        }
        if let Some(column) = needed.iter().find(|column| !columns.contains(**column)) {
            return Ok(Some(format!("the column {column} of {table}")));
        }
    }
    Ok(None)
}

fn has_names(columns: &HashSet<String>) -> bool {
    columns.contains("first_name") && columns.contains("last_name")
}

/// `hrm_roles` (2026) or `role` (2025). If both exist, the one that `hrm_users` refers to.
fn role_table(connection: &Connection) -> rusqlite::Result<Option<&'static str>> {
    const NAMES: [&str; 2] = ["hrm_roles", "role"];
    let keys = tables::foreign_keys(connection, "hrm_users")?;
    let is_of_role = |key: &&KeyColumn| key.column.eq_ignore_ascii_case("role_id");
    let referred: HashSet<&str> =
        keys.iter().filter(is_of_role).map(|key| key.parent.as_str()).collect();
    let mut there = Vec::new();
    for name in NAMES {
        let columns = columns_of(connection, name)?;
        if columns.contains("id") && columns.contains("name") {
            there.push(name);
        }
    }
    Ok(there.iter().find(|name| referred.contains(**name)).or(there.first()).copied())
}

/// The columns of a table in lower case; none if there is no such table. A view does not
/// count, because nothing can be written to it.
fn columns_of(connection: &Connection, table: &str) -> rusqlite::Result<HashSet<String>> {
    if !tables::is_table(connection, table)? {
        return Ok(HashSet::new());
    }
    Ok(tables::column_names(connection, table)?.into_iter().collect())
}

/// Whether the ids in a table are integers, judged by the last one: `SQLite` sorts numbers
/// before texts.
fn has_number_ids(connection: &Connection, table: &str) -> rusqlite::Result<bool> {
    let last: Option<String> = connection
        .query_row(&format!("SELECT typeof(id) FROM {table} ORDER BY id DESC LIMIT 1"), [], |row| {
            row.get(0)
        })
        .optional()?;
    Ok(last.is_none_or(|kind| kind == "integer"))
}

/// Whether a column is declared as an integer.
fn has_number_column(connection: &Connection, table: &str, column: &str) -> rusqlite::Result<bool> {
    Ok(tables::columns(connection, table)?.iter().any(|it| it.is(column) && it.is_number()))
}
