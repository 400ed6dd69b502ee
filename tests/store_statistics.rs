//! The statistics, against what SQL counts by their definitions.

mod common;

use common::{ByName, Hr};
use grantgrid::domain::{Cancel, Statistics};
use grantgrid::store::StoreError;

/// The definitions, in SQL: a grant is a pair of a user and a company that
/// both exist; the default rules call for all companies (Super Admin) or for
/// the company of the first employee record (HR Manager, Tenant Admin).
fn counted_by_sql(hr: &Hr, roles: &str) -> Statistics {
    let one = |query: &str| -> u64 {
        hr.sql()
            .query_row(
                &format!(
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
                     wanted AS (
                        SELECT u.id AS user_id, c.id AS company_id
                        FROM hrm_users u JOIN {roles} r ON r.id = u.role_id, hrm_company c
                        WHERE r.name = 'Super Admin'
                        OR r.name IN ('HR Manager', 'Tenant Admin')
                        AND c.id = (SELECT company_id FROM home WHERE user_id = u.id))
                     {query}"
                ),
                [],
                |row| row.get(0),
            )
            .unwrap()
    };
    Statistics {
        users: one("SELECT count(*) FROM hrm_users"),
        companies: one("SELECT count(*) FROM hrm_company"),
        grants: one("SELECT count(*) FROM held"),
        users_without_company: one("SELECT count(*) FROM per_user WHERE n = 0"),
        users_with_multiple: one("SELECT count(*) FROM per_user WHERE n > 1"),
        drift: one("SELECT count(*) FROM (SELECT * FROM wanted EXCEPT SELECT * FROM held)"),
    }
}

#[test]
fn the_figures_of_2025() {
    let hr = Hr::of_2025();
    let figures = hr.open().count();
    assert_eq!(
        figures,
        Statistics {
            users: 9,
            companies: 6,
            grants: 5,
            users_without_company: 5,
            users_with_multiple: 1,
            drift: 7,
        }
    );
    assert_eq!(figures, counted_by_sql(&hr, "role"));
    assert!((figures.coverage_percent() - 9.3).abs() < 1e-9);
}

#[test]
fn the_figures_of_2026() {
    let hr = Hr::of_2026();
    let figures = hr.open().count();
    assert_eq!(
        figures,
        Statistics {
            users: 4,
            companies: 3,
            grants: 2,
            users_without_company: 2,
            users_with_multiple: 0,
            drift: 3,
        }
    );
    assert_eq!(figures, counted_by_sql(&hr, "hrm_roles"));
}

#[test]
fn orphans_count_nowhere() {
    let hr = Hr::of_2025();
    let before = hr.open().count();
    hr.run(
        "DELETE FROM hrm_user_company_access WHERE user_id = 99 OR company_id LIKE 'ff%';
         DELETE FROM hrm_employee WHERE company_id LIKE 'ff%'",
    );
    assert_eq!(hr.open().count(), before);
}

#[test]
fn home_companies_that_another_program_changed_are_counted_anew() {
    let hr = Hr::of_2025();
    hr.run("INSERT INTO hrm_employee (id, employee_id, user_id) VALUES (30000, 'far', 6)");
    let mut store = hr.open();
    assert!(store.lacks_homes());
    assert_eq!(store.grant("björn", "KYO").delta, None, "only a new count can tell");
    store.ensure_homes().unwrap();
    assert_eq!(store.count(), counted_by_sql(&hr, "role"));
    hr.run(
        "UPDATE hrm_employee SET company_id = 'd4a4c6d0e2f34a5c8b7d9e0f1a2b3c04' WHERE user_id = 3",
    );
    let delta = store.revoke("björn", "KYO").delta;
    assert_eq!(delta, None, "homes may have changed");
    assert!(store.changed_elsewhere().unwrap());
    assert!(store.lacks_homes());
    assert_eq!(store.count(), counted_by_sql(&hr, "role"));
    let homes = store.read_homes(&Cancel::default()).unwrap();
    store.install_homes(homes);
    assert!(!store.lacks_homes());
    assert_eq!(store.count(), counted_by_sql(&hr, "role"));
}

#[test]
fn counting_can_be_cancelled() {
    let hr = Hr::of_2025();
    let cancel = Cancel::default();
    cancel.cancel();
    let error = hr.open().statistics(&cancel).unwrap_err();
    assert!(matches!(error, StoreError::Cancelled));
}

mod random {
    use proptest::prelude::*;

    use super::*;

    /// Rows for a database of 2025 with its own constraints dropped: orphans,
    /// doubles, users without role and employees of nobody among them.
    #[derive(Clone, Debug)]
    struct Rows {
        users: Vec<(u8, u8)>,
        companies: u8,
        employees: Vec<(u8, u8)>,
        grants: Vec<(u8, u8)>,
    }

    fn any_rows() -> impl Strategy<Value = Rows> {
        let pairs = |most| prop::collection::vec((0..14u8, 0..9u8), 0..most);
        (prop::collection::vec((0..7u8, 0..3u8), 0..12), 0..8u8, pairs(20), pairs(60)).prop_map(
            |(users, companies, employees, grants)| Rows { users, companies, employees, grants },
        )
    }

    fn company(number: u8) -> String {
        format!("c0ffee{number:026}")
    }

    fn database_of(rows: &Rows) -> Hr {
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
                 VALUES ('{}', 't', 'C{number}', 'C{number}', 'EUR', 'x', '2025');",
                company(number)
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

    proptest! {
        #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

        #[test]
        fn databases_are_counted_as_sql_counts_them(rows in any_rows()) {
            let hr = database_of(&rows);
            let counted = counted_by_sql(&hr, "role");
            prop_assert_eq!(hr.open().count(), counted);
            hr.run("CREATE INDEX by_user ON hrm_employee (user_id)");
            prop_assert_eq!(hr.open().count(), counted);
        }
    }
}
