//! A plain evaluation of the access policy from the tables, cell by cell, following the
//! design.

use std::collections::{BTreeMap, BTreeSet};

use crate::common::Hr;
use grantgrid::domain::{AccessEffect, GrantEffect, HomeAccess, Reach, RolePolicy};

/// The policies of the design, and those that were edited since.
pub(crate) struct Policies {
    pub(crate) is_first: bool,
    pub(crate) edited: BTreeMap<&'static str, RolePolicy>,
}

impl Policies {
    pub(crate) fn of(&self, role: &str) -> RolePolicy {
        let policy = |reach, grants, home| RolePolicy { reach, grants, home };
        match (self.edited.get(role), role, self.is_first) {
            (Some(edited), ..) => *edited,
            (None, "Super Admin", _) => policy(Reach::All, GrantEffect::Ignored, HomeAccess::Never),
            (None, "Tenant Admin", false) => {
                policy(Reach::Tenant, GrantEffect::Ignored, HomeAccess::Never)
            }
            (None, _, true) => policy(Reach::Home, GrantEffect::Count, HomeAccess::WithoutGrants),
            (None, _, false) => policy(Reach::Home, GrantEffect::Count, HomeAccess::Always),
        }
    }
}

pub(crate) type Access = BTreeSet<(i64, String)>;

/// Every pair of a user and a company's code with access.
pub(crate) fn read(hr: &Hr, policies: &Policies) -> Access {
    let connection = hr.sql();
    let list = |sql: &str| -> Vec<Vec<Option<String>>> {
        let mut statement = connection.prepare(sql).expect(sql);
        let columns = statement.column_count();
        let row = |row: &rusqlite::Row<'_>| (0..columns).map(|at| row.get(at)).collect();
        statement.query_map([], row).expect(sql).map(|row| row.expect(sql)).collect()
    };
    let roles = if policies.is_first { "role" } else { "hrm_roles" };
    let companies = list("SELECT code, id, tenant_id FROM hrm_company");
    let users = list(&format!(
        "SELECT CAST(u.id AS TEXT), r.name, CAST(u.is_active AS TEXT), o.tenant_id,
           (SELECT company_id FROM hrm_employee WHERE user_id = u.id ORDER BY id LIMIT 1)
         FROM hrm_users u LEFT JOIN {roles} r ON r.id = u.role_id
         LEFT JOIN organization o ON o.id = u.organization_id"
    ));
    let grants = list("SELECT CAST(user_id AS TEXT), company_id FROM hrm_user_company_access");
    let mut access = Access::new();
    for user in users {
        let [id, role, active, organization, home] = &user[..] else { unreachable!() };
        let home_tenant = companies.iter().find(|it| it[1] == *home).and_then(|it| it[2].clone());
        let own = home_tenant.or_else(|| organization.clone());
        let policy = policies.of(role.as_deref().unwrap_or_default());
        let granted: Vec<&Option<String>> =
            grants.iter().filter(|it| it[0] == *id).map(|it| &it[1]).collect();
        for company in &companies {
            let is_home = company[1] == *home;
            let by_role = match policy.reach {
                Reach::All => true,
                Reach::Tenant => own.is_some() && company[2] == own,
                _ => false,
            };
            let by_home = is_home
                && match policy.home {
                    HomeAccess::Always => true,
                    HomeAccess::WithoutGrants => granted.is_empty(),
                    _ => false,
                };
            let by_grant = policy.grants == GrantEffect::Count && granted.contains(&&company[1]);
            if active.as_deref() == Some("1") && (by_role || by_home || by_grant) {
                let id = id.as_ref().and_then(|id| id.parse().ok()).expect("an id");
                access.insert((id, company[0].clone().expect("a code")));
            }
        }
    }
    access
}

/// Every pair of a user and a company's code with a grant.
pub(crate) fn granted(hr: &Hr) -> Access {
    let connection = hr.sql();
    let sql = "SELECT DISTINCT a.user_id, c.code FROM hrm_user_company_access a \
               JOIN hrm_users u ON u.id = a.user_id JOIN hrm_company c ON c.id = a.company_id";
    let mut statement = connection.prepare(sql).expect(sql);
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect(sql);
    rows.map(|row| row.expect(sql)).collect()
}

/// The users who may log in.
pub(crate) fn active(hr: &Hr) -> BTreeSet<i64> {
    let sql = "SELECT id FROM hrm_users WHERE is_active = 1";
    hr.rows(sql).iter().map(|id| id.trim_matches('\'').parse().expect("an id")).collect()
}

/// The difference in everybody's access.
pub(crate) fn difference(before: &Access, after: &Access) -> AccessEffect {
    let users: BTreeSet<i64> = before.iter().map(|(user, _)| *user).collect();
    let is_out = |user: &&i64| !after.iter().any(|(of, _)| of == *user);
    AccessEffect {
        gained: after.difference(before).count() as u64,
        lost: before.difference(after).count() as u64,
        users_losing_last: users.iter().filter(is_out).count() as u64,
        without_effect: 0,
    }
}
