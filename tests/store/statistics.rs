//! The statistics, compared with SQL that follows their definitions.

use crate::common::counted::{counted_by_sql, of_role};
use crate::common::{ByName, Hr};
use grantgrid::domain::{Cancel, Statistics};
use grantgrid::store::StoreError;

#[test]
fn the_2025_fixture_has_these_figures() {
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
            active_users: 7,
            // root 6, anna 2, björn 1 (home company), chiyo 1, frida 1.
            effective_pairs: 11,
            implied_pairs: 7,
            // The grant of dora, who is inactive.
            ineffective_grants: 1,
            // gus and hana.
            users_without_effective_access: 2,
        }
    );
    assert_eq!(figures, counted_by_sql(&hr, "role"));
    assert!((figures.coverage_percent() - 9.3).abs() < 1e-9);
}

#[test]
fn the_2026_fixture_has_these_figures() {
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
            active_users: 2,
            // root 3, zoe 1; reto and luca have no status.
            effective_pairs: 4,
            implied_pairs: 2,
            ineffective_grants: 0,
            users_without_effective_access: 0,
        }
    );
    assert_eq!(figures, counted_by_sql(&hr, "hrm_roles"));
}

#[test]
fn orphans_are_not_counted() {
    let hr = Hr::of_2025();
    let before = hr.open().count();
    hr.run(
        "DELETE FROM hrm_user_company_access WHERE user_id = 99 OR company_id LIKE 'ff%';
         DELETE FROM hrm_employee WHERE company_id LIKE 'ff%'",
    );
    assert_eq!(hr.open().count(), before);
}

#[test]
fn home_companies_that_another_program_changed_are_counted_again() {
    let hr = Hr::of_2025();
    hr.run("INSERT INTO hrm_employee (id, employee_id, user_id) VALUES (30000, 'far', 6)");
    let mut store = hr.open();
    assert!(store.needs_home_companies());
    assert_eq!(store.grant("björn", "KYO").delta, None, "only a new count can tell");
    store.ensure_homes().unwrap();
    assert_eq!(store.count(), counted_by_sql(&hr, "role"));
    hr.run(
        "UPDATE hrm_employee SET company_id = 'd4a4c6d0e2f34a5c8b7d9e0f1a2b3c04' WHERE user_id = 3",
    );
    let delta = store.revoke("björn", "KYO").delta;
    assert_eq!(delta, None, "homes may have changed");
    assert!(store.changed_externally().unwrap());
    assert!(store.needs_home_companies());
    assert_eq!(store.count(), counted_by_sql(&hr, "role"));
    let homes = store.load_home_companies(&Cancel::default()).unwrap();
    store.install_home_companies(homes);
    assert!(!store.needs_home_companies());
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

#[test]
fn each_role_has_its_figures() {
    let hr = Hr::of_2025();
    let report = hr.open().rule_report(&Cancel::default()).unwrap();
    for (rule, figures) in &report.roles {
        assert_eq!(*figures, of_role(&hr, "role", Some(&rule.role)), "{}", rule.role);
    }
    assert_eq!(report.without_role.users, 0);
    hr.run("DELETE FROM role WHERE name = 'HR Manager'");
    let report = hr.open().rule_report(&Cancel::default()).unwrap();
    assert_eq!(report.without_role, of_role(&hr, "role", None));
    assert_eq!(report.without_role.users, 6);
    assert_eq!(report.statistics, counted_by_sql(&hr, "role"));
}
