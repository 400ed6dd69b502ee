//! The statistics and drift, computed in SQL from their definitions. A grant is a pair of an
//! existing user and an existing company. A rule is the saved one; by default all companies
//! for Super Admin, and the company of the first employee record for HR Manager and Tenant
//! Admin. Access is what the HR system's generation gives.

use grantgrid::domain::{RoleFigures, Statistics};

use super::Hr;

/// Common table expressions for what is counted: `held` and `wanted` pairs, both with the role
/// of their user.
fn definitions(hr: &Hr, roles: &str) -> String {
    let there = |sql: &str| hr.sql().prepare(sql).and_then(|mut it| it.exists([])).expect(sql);
    let kept = if there("SELECT 1 FROM sqlite_schema WHERE name = 'grantgrid_rule'") {
        "SELECT role, scope FROM grantgrid_rule"
    } else {
        "SELECT NULL, NULL WHERE 0"
    };
    let of_tenant = if there("SELECT 1 FROM sqlite_schema WHERE name = 'hrm_tenant'") {
        // A tenant whose row is gone belongs to nobody.
        "c.tenant_id = coalesce(
             (SELECT t.id FROM hrm_company h JOIN hrm_tenant t ON t.id = h.tenant_id
              WHERE h.id = (SELECT company_id FROM home WHERE user_id = u.id)),
             (SELECT t.id FROM organization o JOIN hrm_tenant t ON t.id = o.tenant_id
              WHERE o.id = u.organization_id))"
    } else {
        "0"
    };
    let is_home = "c.id = (SELECT company_id FROM home WHERE user_id = u.id)";
    let is_held = "c.id IN (SELECT company_id FROM held WHERE user_id = u.id)";
    let lets_in = if roles == "hrm_roles" {
        format!(
            "CASE r.name WHEN 'Super Admin' THEN 1 WHEN 'Tenant Admin' THEN {of_tenant}
             ELSE {is_home} OR {is_held} END"
        )
    } else {
        format!(
            "CASE WHEN r.name = 'Super Admin' THEN 1
             WHEN u.id IN (SELECT user_id FROM hrm_user_company_access) THEN {is_held}
             ELSE {is_home} END"
        )
    };
    format!(
        "WITH held AS (
            SELECT DISTINCT a.user_id, a.company_id FROM hrm_user_company_access a
            JOIN hrm_users u ON u.id = a.user_id
            JOIN hrm_company c ON c.id = a.company_id),
         per_user AS (
            SELECT u.id, (SELECT count(*) FROM held WHERE user_id = u.id) AS n
            FROM hrm_users u),
         home AS (
            SELECT e.user_id, e.company_id FROM hrm_employee e
            WHERE e.id = (SELECT min(id) FROM hrm_employee WHERE user_id = e.user_id)),
         kept (role, scope) AS ({kept}),
         rule AS (
            SELECT r.id AS role_id, coalesce(
                (SELECT scope FROM kept WHERE kept.role = r.name),
                CASE r.name WHEN 'Super Admin' THEN 'all' WHEN 'HR Manager' THEN 'home'
                WHEN 'Tenant Admin' THEN 'home' ELSE 'none' END) AS scope
            FROM {roles} r),
         wanted AS (
            SELECT u.id AS user_id, c.id AS company_id
            FROM hrm_users u JOIN rule r ON r.role_id = u.role_id, hrm_company c
            WHERE r.scope = 'all'
            OR r.scope = 'home' AND c.id = (SELECT company_id FROM home WHERE user_id = u.id)
            OR r.scope = 'tenant' AND {of_tenant}),
         drift AS (SELECT * FROM wanted EXCEPT SELECT * FROM held),
         access AS (
            SELECT u.id AS user_id, c.id AS company_id
            FROM hrm_users u LEFT JOIN {roles} r ON r.id = u.role_id, hrm_company c
            WHERE coalesce(u.is_active, 0) <> 0 AND coalesce({lets_in}, 0)) "
    )
}

fn numbers(hr: &Hr, roles: &str, query: &str) -> Vec<i64> {
    let sql = format!("{} {query}", definitions(hr, roles));
    let connection = hr.sql();
    let mut statement = connection.prepare(&sql).expect(&sql);
    let rows = statement.query_map([], |row| row.get(0)).expect(&sql);
    rows.collect::<Result<_, _>>().expect(&sql)
}

fn one(hr: &Hr, roles: &str, query: &str) -> u64 {
    numbers(hr, roles, query)[0].try_into().expect("a count")
}

/// The statistics of a database with this role table.
pub(crate) fn counted_by_sql(hr: &Hr, roles: &str) -> Statistics {
    let one = |query: &str| one(hr, roles, query);
    Statistics {
        users: one("SELECT count(*) FROM hrm_users"),
        companies: one("SELECT count(*) FROM hrm_company"),
        grants: one("SELECT count(*) FROM held"),
        users_without_company: one("SELECT count(*) FROM per_user WHERE n = 0"),
        users_with_multiple: one("SELECT count(*) FROM per_user WHERE n > 1"),
        drift: one("SELECT count(*) FROM drift"),
        active_users: one("SELECT count(*) FROM hrm_users WHERE is_active <> 0"),
        effective_pairs: one("SELECT count(*) FROM access"),
        implied_pairs: one("SELECT count(*) FROM (SELECT * FROM access EXCEPT SELECT * FROM held)"),
        ineffective_grants: one(
            "SELECT count(*) FROM (SELECT * FROM held EXCEPT SELECT * FROM access)",
        ),
        users_without_effective_access: one("SELECT count(*) FROM hrm_users u WHERE is_active <> 0
             AND u.id NOT IN (SELECT user_id FROM access)"),
    }
}

/// The figures of the users with one role; `None` for those whose role is gone.
pub(crate) fn of_role(hr: &Hr, roles: &str, role: Option<&str>) -> RoleFigures {
    let users = match role {
        Some(name) => format!("role_id IN (SELECT id FROM {roles} WHERE name = '{name}')"),
        None => format!("role_id IS NULL OR role_id NOT IN (SELECT id FROM {roles})"),
    };
    let of = |table: &str| {
        let users = format!("SELECT id FROM hrm_users WHERE {users}");
        one(hr, roles, &format!("SELECT count(*) FROM {table} WHERE user_id IN ({users})"))
    };
    RoleFigures {
        users: one(hr, roles, &format!("SELECT count(*) FROM hrm_users WHERE {users}")),
        grants: of("held"),
        required: of("wanted"),
        drift: of("drift"),
    }
}

/// The users with drift, ascending.
pub(crate) fn drifting_users(hr: &Hr, roles: &str) -> Vec<i64> {
    numbers(hr, roles, "SELECT DISTINCT user_id FROM drift ORDER BY 1")
}

/// The number of companies with drift.
pub(crate) fn drifting_companies(hr: &Hr, roles: &str) -> u64 {
    one(hr, roles, "SELECT count(DISTINCT company_id) FROM drift")
}

/// The numbers of users with exactly 0, 1, 2 and more companies, up to the largest.
pub(crate) fn users_by_count(hr: &Hr, roles: &str) -> Vec<u64> {
    let end = one(hr, roles, "SELECT coalesce(max(n) + 1, 0) FROM per_user");
    let users = |n| one(hr, roles, &format!("SELECT count(*) FROM per_user WHERE n = {n}"));
    (0..end).map(users).collect()
}

/// For each company, in the order of the database: the users with access, and those who lack
/// the grant that a rule requires.
pub(crate) fn of_companies(hr: &Hr, roles: &str) -> Vec<(u64, u64)> {
    let of = |table: &str| {
        let count = format!("(SELECT count(*) FROM {table} t WHERE t.company_id = c.id)");
        counts(hr, roles, &format!("SELECT {count} FROM hrm_company c ORDER BY c.rowid"))
    };
    of("held").into_iter().zip(of("drift")).collect()
}

/// The months of the grants that are not orphans, each as a number made of its digits with its
/// count, and the number of grants without one.
pub(crate) fn months(hr: &Hr, roles: &str) -> (Vec<(u64, u64)>, u64) {
    const GRANTS: &str = "FROM hrm_user_company_access a \
        WHERE a.user_id IN (SELECT id FROM hrm_users) \
        AND a.company_id IN (SELECT id FROM hrm_company)";
    // A day that does not exist is read as another one.
    const DATED: &str =
        "coalesce(date(substr(a.created_at, 1, 10)) = substr(a.created_at, 1, 10), 0)";
    const MONTH: &str = "CAST(replace(substr(a.created_at, 1, 7), '-', '') AS INTEGER)";
    let by_month = |what| {
        let rest = format!("{GRANTS} AND {DATED} GROUP BY {MONTH} ORDER BY {MONTH}");
        counts(hr, roles, &format!("SELECT {what} {rest}"))
    };
    let months = by_month(MONTH).into_iter().zip(by_month("count(*)")).collect();
    (months, one(hr, roles, &format!("SELECT count(*) {GRANTS} AND NOT {DATED}")))
}

fn counts(hr: &Hr, roles: &str, query: &str) -> Vec<u64> {
    let numbers = numbers(hr, roles, query).into_iter();
    numbers.map(|number| number.try_into().expect("a count")).collect()
}
