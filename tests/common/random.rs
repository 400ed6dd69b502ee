//! Random databases, including data that a real one should not have.

use proptest::prelude::*;

use super::Hr;

/// Rows for a database of 2025 without constraints, including orphans, duplicates, users
/// without a role, and employees without a user.
#[derive(Clone, Debug)]
pub(crate) struct Rows {
    /// The role and organization of each.
    pub(crate) users: Vec<(u8, u8)>,
    pub(crate) companies: u8,
    /// The user and company of each.
    pub(crate) employees: Vec<(u8, u8)>,
    /// The user and company of each.
    pub(crate) grants: Vec<(u8, u8)>,
}

pub(crate) fn any_rows() -> impl Strategy<Value = Rows> {
    let pairs = |most| prop::collection::vec((0..14u8, 0..9u8), 0..most);
    (prop::collection::vec((0..7u8, 0..3u8), 0..12), 0..8u8, pairs(20), pairs(60)).prop_map(
        |(users, companies, employees, grants)| Rows { users, companies, employees, grants },
    )
}

/// The id of a company, by its number.
pub(crate) fn company(number: u8) -> String {
    format!("c0ffee{number:026}")
}

/// A database with these rows.
pub(crate) fn database_of(rows: &Rows) -> Hr {
    let mut script = vec![String::from(
        "PRAGMA foreign_keys = OFF; BEGIN;
         DELETE FROM hrm_users; DELETE FROM hrm_company;
         DELETE FROM hrm_employee; DELETE FROM hrm_user_company_access;",
    )];
    let hr = Hr::of_2025();
    for (id, (role, organization)) in rows.users.iter().enumerate() {
        script.push(format!(
            "INSERT INTO hrm_users VALUES ({id}, 'u{id}', 'u{id}', 'x', '', '', 1, {organization}, {role}, NULL);"
        ));
    }
    for number in 0..rows.companies {
        script.push(format!(
            "INSERT INTO hrm_company (id, tenant_id, name, code, currency_code, created_by, created_at)
             VALUES ('{}', '7c9e6679f42a4cb0b5d1e0a3c4f5d60{}', 'C{number}', 'C{number}', 'EUR', 'x', '2025');",
            company(number),
            number % 3
        ));
    }
    for (id, (user, home)) in rows.employees.iter().enumerate() {
        script.push(format!(
            "INSERT INTO hrm_employee VALUES ({id}, 'E{id}', {user}, '{}', NULL, 1);",
            company(*home)
        ));
    }
    for (id, (user, of)) in rows.grants.iter().enumerate() {
        script.push(format!(
            "INSERT OR IGNORE INTO hrm_user_company_access
             VALUES ('a0{id:030}', {user}, '{}', '2025', NULL);",
            company(*of)
        ));
    }
    hr.run(&(script.join("\n") + "COMMIT;"));
    hr
}
