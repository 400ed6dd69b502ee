//! Rules and populating on real files: what is stored, what an undo restores, and what the
//! report says about whom.

use std::collections::BTreeMap;

use crate::common::counted::counted_by_sql;
use crate::common::{ByName, Hr, every_user};
use grantgrid::domain::{
    Bulk, Cancel, ChangeKind, JobProgress, Operation, PopulateReport, Preview, RolePopulate, Rule,
    Scope, Skip,
};
use grantgrid::store::{Store, StoreError};

fn rule(store: &Store, role: &str) -> Rule {
    store.find_rule(role).expect("a rule")
}

fn everybody(store: &Store) -> Bulk {
    Bulk { operation: Operation::Populate, users: every_user(store), companies: Vec::new() }
}

fn preview(store: &mut Store, bulk: &Bulk) -> Preview {
    let totals = store.count();
    store.preview(bulk, &totals, &mut JobProgress::none()).expect("a preview")
}

fn report(store: &mut Store) -> PopulateReport {
    let bulk = everybody(store);
    *preview(store, &bulk).populate.expect("a report")
}

#[test]
fn the_roles_of_the_database_have_the_default_rules() {
    let hr = Hr::of_2025();
    let before = hr.bytes();
    let rules = hr.open().rules();
    let told: Vec<(&str, Scope)> = rules.iter().map(|it| (it.role.as_str(), it.scope)).collect();
    assert_eq!(
        told,
        [
            ("Super Admin", Scope::All),
            ("Tenant Admin", Scope::Home),
            ("HR Manager", Scope::Home),
            ("Manager", Scope::None),
            ("Employee", Scope::None),
        ]
    );
    assert!(rules.iter().all(|it| it.role_exists && it.is_default()));
    assert_eq!(hr.bytes(), before);
}

#[test]
fn a_changed_rule_is_saved_undone_and_redone() {
    let hr = Hr::of_2025();
    let tables = hr.dump();
    let mut store = hr.open();
    let before = store.count();
    let committed = store.set_rule("Tenant Admin", Scope::Tenant, Some("law")).expect("a rule");
    let change = committed.change.expect("a change");
    assert_eq!(
        (change.kind, change.added, change.removed, change.reason.as_deref()),
        (ChangeKind::Rules, 0, 0, Some("law"))
    );
    assert_eq!(hr.rows("SELECT * FROM grantgrid_rule"), ["'Tenant Admin' | 'tenant'"]);
    let raised = store.count();
    assert_eq!(raised.drift, before.drift + 1, "chiyo lacks Berlim");
    assert_eq!(raised, counted_by_sql(&hr, "role"));
    drop(store);

    let mut store = hr.open();
    assert_eq!(rule(&store, "Tenant Admin").scope, Scope::Tenant);
    store.undo(None, None).expect("an undo");
    assert_eq!(rule(&store, "Tenant Admin").scope, Scope::Home);
    assert_eq!((store.count(), hr.rows("SELECT * FROM grantgrid_rule").len()), (before, 0));
    store.redo(None).expect("a redo");
    assert_eq!(rule(&store, "Tenant Admin").scope, Scope::Tenant);

    // The default is not stored, but setting it is a change too.
    store.set_rule("Tenant Admin", Scope::All, None).expect("a rule");
    store.set_rule("Tenant Admin", Scope::Home, None).expect("a rule");
    assert_eq!(hr.rows("SELECT * FROM grantgrid_rule").len(), 0);
    store.undo(None, None).expect("an undo");
    assert_eq!(hr.rows("SELECT * FROM grantgrid_rule"), ["'Tenant Admin' | 'all'"]);
    assert_eq!(rule(&store, "Tenant Admin").scope, Scope::All);
    assert_eq!(hr.dump(), tables);
}

#[test]
fn a_rule_that_already_matches_writes_nothing() {
    let hr = Hr::of_2025();
    let before = hr.bytes();
    let committed = hr.open().set_rule("Employee", Scope::None, None).expect("no change");
    assert_eq!((committed.change, committed.unchanged), (None, 1));
    assert_eq!(hr.bytes(), before);
}

#[test]
fn a_rule_written_by_another_program_is_seen() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    hr.open().set_rule("Employee", Scope::All, None).expect("a rule");
    assert!(store.changed_externally().expect("an answer"));
    assert_eq!(rule(&store, "Employee").scope, Scope::All);
    assert_eq!(store.count(), counted_by_sql(&hr, "role"));
    // A rule that the store has not read yet is not overwritten because of what it believes.
    hr.open().set_rule("Employee", Scope::Home, None).expect("a rule");
    let committed = store.set_rule("Employee", Scope::Home, None).expect("no change");
    assert_eq!(committed.change, None);
}

#[test]
fn a_rule_outlives_its_role() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    store.set_rule("Manager", Scope::All, None).expect("a rule");
    hr.run("UPDATE role SET name = 'Boss' WHERE name = 'Manager'");
    store.changed_externally().expect("an answer");
    assert_eq!(
        store.rules().last(),
        Some(&Rule { role: "Manager".into(), scope: Scope::All, role_exists: false })
    );
    assert_eq!(rule(&store, "Boss").scope, Scope::None);
    let report = store.rule_report(&Cancel::default()).expect("a report");
    assert_eq!(report.roles.last().map(|(_, figures)| figures.users), Some(0));
    store.set_rule("Manager", Scope::None, None).expect("to drop it");
    assert!(store.rules().iter().all(|it| it.role_exists));
    let error = store.set_rule("Manager", Scope::All, None).unwrap_err();
    assert!(matches!(error, StoreError::NoSuchRole { .. }), "{error}");
}

#[test]
fn an_unknown_role_is_rejected_with_similar_ones() {
    let hr = Hr::of_2025();
    let before = hr.bytes();
    let error = hr.open().set_rule("tenant admn", Scope::All, None).unwrap_err();
    assert_eq!(error.to_string(), "there is no role “tenant admn”; did you mean: Tenant Admin");
    assert_eq!(hr.bytes(), before);
}

#[test]
fn populating_grants_what_the_rules_require_and_reports_skipped_users() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let told = report(&mut store);
    let role = |name: &str, scope, [users, users_gaining, added, existing]: [u64; 4], skipped| {
        RolePopulate {
            role: Some(name.into()),
            scope,
            users,
            users_gaining,
            added,
            existing,
            skipped,
        }
    };
    let number = Skip::UnusableCompany { code: "NUM".into() };
    assert_eq!(
        told.roles,
        [
            // The company whose id is a number cannot be granted.
            role("Super Admin", Scope::All, [1, 1, 5, 0], BTreeMap::from([(number.clone(), 1)])),
            role("Tenant Admin", Scope::Home, [1, 0, 0, 1], BTreeMap::new()),
            // frida already has a grant for that company.
            role(
                "HR Manager",
                Scope::Home,
                [6, 1, 1, 2],
                BTreeMap::from([(Skip::NoEmployee, 1), (Skip::NoHome, 2)])
            ),
            role("Employee", Scope::None, [1, 0, 0, 0], BTreeMap::new()),
        ]
    );
    let skipped: Vec<(&str, &Skip)> =
        told.skipped.iter().map(|it| (it.username.as_str(), &it.why)).collect();
    assert_eq!(
        skipped,
        [
            ("root", &number),
            ("emil", &Skip::NoEmployee),
            ("gus", &Skip::NoHome),
            ("hana", &Skip::NoHome)
        ]
    );
    assert_eq!(told.skipped_count(), 4);
    let missing: Vec<String> = told
        .missing
        .iter()
        .map(|it| format!("{} {} {}", it.role, it.username, it.company_code))
        .collect();
    assert_eq!(
        missing,
        [
            "Super Admin root BER",
            "Super Admin root KYO",
            "Super Admin root LIS",
            "Super Admin root OLD",
            "Super Admin root BER",
            "HR Manager björn KYO",
        ]
    );

    let tables = hr.dump();
    let bulk = everybody(&store);
    let expected = preview(&mut store, &bulk);
    let committed =
        store.commit(&bulk, Some(&expected), None, &mut JobProgress::none()).expect("a change");
    let change = committed.change.expect("a change");
    assert_eq!((change.kind, change.added, change.removed), (ChangeKind::Populate, 6, 0));
    assert_eq!(store.companies_of("björn"), ["京都支社"]);
    assert_eq!(store.count().drift, 1, "what cannot be granted");
    assert_eq!(store.count(), counted_by_sql(&hr, "role"));

    let whole = hr.dump_all();
    let again = store.commit(&bulk, None, None, &mut JobProgress::none()).expect("no change");
    assert_eq!((again.change, preview(&mut store, &bulk).added), (None, 0));
    assert_eq!(hr.dump_all(), whole);
    store.undo(None, None).expect("an undo");
    assert_eq!(hr.dump(), tables);
}

#[test]
fn a_rule_of_tenant_scope_needs_a_tenant() {
    let hr = Hr::of_2025();
    hr.run("UPDATE hrm_users SET organization_id = 2, role_id = 4 WHERE username = 'emil'");
    let mut store = hr.open();
    store.set_rule("Manager", Scope::Tenant, None).expect("a rule");
    let told = report(&mut store);
    let skipped: Vec<&str> = told
        .skipped
        .iter()
        .filter(|it| it.why == Skip::NoTenant)
        .map(|it| it.username.as_str())
        .collect();
    assert_eq!(skipped, ["emil"]);
    // Without an employee record, the organization decides the tenant.
    hr.run("UPDATE hrm_users SET organization_id = 1 WHERE username = 'emil'");
    store.changed_externally().expect("an answer");
    let emil = store.find_user("emil").expect("a user").id;
    let bulk = Bulk { operation: Operation::Populate, users: vec![emil], companies: Vec::new() };
    store.commit(&bulk, None, None, &mut JobProgress::none()).expect("a change");
    assert_eq!(store.companies_of("emil"), ["Büro Berlin", "京都支社", "Alte Halle"]);
}

#[test]
fn users_without_a_role_are_skipped() {
    let hr = Hr::of_2025();
    hr.run("UPDATE hrm_users SET role_id = 77 WHERE username = 'anna'");
    let told = report(&mut hr.open());
    let last = told.roles.last().expect("a role");
    assert_eq!(
        (last.role.as_ref(), last.users, &last.skipped),
        (None, 1, &BTreeMap::from([(Skip::NoRole, 1)]))
    );
    assert!(told.skipped.iter().any(|it| it.username == "anna" && it.why == Skip::NoRole));
}

/// The home companies of a large database are not read when it is opened.
#[test]
fn populating_reads_the_home_companies_itself() {
    let hr = Hr::of_2025();
    hr.run("INSERT INTO hrm_employee (id, employee_id, user_id) VALUES (30000, 'far', 5)");
    let mut store = hr.open();
    assert!(store.needs_home_companies());
    let bulk = everybody(&store);
    // Also if another program wrote them just before.
    hr.run("UPDATE hrm_employee SET company_id = (SELECT id FROM hrm_company WHERE code = 'LIS') WHERE user_id = 3");
    let committed = store.commit(&bulk, None, None, &mut JobProgress::none()).expect("a change");
    assert_eq!(
        (committed.delta, store.companies_of("björn")),
        (None, vec!["Escritório de Lisboa".into()])
    );
    assert_eq!(hr.open().count().drift, 1);
}

/// After a rule was changed in a large database, an edit still reports its difference: home
/// companies need not be read again.
#[test]
fn changing_a_rule_keeps_the_home_companies_loaded() {
    let hr = Hr::of_2025();
    hr.run("INSERT INTO hrm_employee (id, employee_id, user_id) VALUES (30000, 'far', 5)");
    let mut store = hr.open();
    store.ensure_homes().expect("the homes");
    store.set_rule("Employee", Scope::All, None).expect("a rule");
    store.undo(None, None).expect("an undo");
    store.redo(None).expect("a redo");
    assert!(!store.needs_home_companies());
    let mut figures = store.count();
    figures.apply(store.grant("dora", "KYO").delta.expect("a difference"));
    assert_eq!(figures, store.count());
}

#[test]
fn a_user_who_is_gone_stops_populating() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let bulk = everybody(&store);
    hr.run("DELETE FROM hrm_users WHERE username = 'björn'");
    let tables = hr.dump_all();
    let totals = store.count();
    let error = store.preview(&bulk, &totals, &mut JobProgress::none()).unwrap_err();
    assert!(matches!(error, StoreError::Gone(_)), "{error}");
    let committed = store.commit(&bulk, None, None, &mut JobProgress::none());
    assert!(matches!(committed, Err(StoreError::Gone(_))), "{committed:?}");
    assert_eq!(hr.dump_all(), tables);
}
