//! A new user, employee record or organization gets an id that nobody had and nothing refers
//! to: what is left of a deleted user belongs to nobody.

use crate::common::{ByName, Hr, Ids};
use grantgrid::domain::{Draft, Field, FindingKind, JobProgress};
use grantgrid::store::{EditOptions, ImportLine, SCHEMA, Store};

pub(crate) fn uma() -> Draft {
    Draft::default()
        .with(Field::Username, "uma")
        .with(Field::Email, "uma@nordwind.example")
        .with(Field::FirstName, "Uma")
        .with(Field::LastName, "Root")
}

pub(crate) fn add(store: &mut Store, draft: &Draft) -> i64 {
    let recorded = store.save_user(None, draft, &EditOptions::default()).expect("a user");
    recorded.user.expect("its id").0
}

/// What is left of a deleted user, and the id of the next user.
const LEFT: &[(&str, i64)] = &[
    // Nothing is above the last user except a grant of user 99, which is part of the fixture.
    ("SELECT 1", 100),
    (
        "INSERT INTO hrm_user_company_access VALUES ('abcd69ed617f54837970820fe119a701', 200, 'a3a4c6d0e2f34a5c8b7d9e0f1a2b3c03', '2025-01-01', NULL)",
        201,
    ),
    (
        "INSERT INTO hrm_employee VALUES (50, 'E50', 300, 'a3a4c6d0e2f34a5c8b7d9e0f1a2b3c03', NULL, 1)",
        301,
    ),
    ("UPDATE hrm_users SET reporting_manager_id = 310 WHERE id = 2", 311),
    (
        "INSERT INTO hrm_audit_log (id, user_id, action, resource_type, resource_id, created_at) VALUES (1, 320, 'x', 'y', 'z', '')",
        321,
    ),
    (
        "INSERT INTO hrm_audit_log (id, action, resource_type, resource_id, created_at) VALUES (1, 'DELETE', 'User', '330', '')",
        331,
    ),
    (
        "INSERT INTO hrm_audit_log (id, action, resource_type, resource_id, created_at) VALUES (1, 'DELETE', 'Payslip', '330', '')",
        100,
    ),
    (
        "CREATE TABLE hrm_claim (id INTEGER PRIMARY KEY, approved_by INTEGER); INSERT INTO hrm_claim VALUES (1, 340)",
        341,
    ),
    (
        "CREATE TABLE hrm_claim (id INTEGER PRIMARY KEY, second_approver_id INTEGER); INSERT INTO hrm_claim VALUES (1, 343)",
        344,
    ),
    (
        "CREATE TABLE hrm_claim (id INTEGER PRIMARY KEY, Delegate_ID INTEGER); INSERT INTO hrm_claim VALUES (1, 344)",
        345,
    ),
    (
        "CREATE TABLE hrm_claim (id INTEGER PRIMARY KEY, owner INTEGER, assigned_to INTEGER); INSERT INTO hrm_claim VALUES (1, 345, 346)",
        347,
    ),
    (
        "CREATE TABLE hrm_claim (id INTEGER PRIMARY KEY, half INTEGER, actor_id INTEGER AS (2 * half)); INSERT INTO hrm_claim VALUES (1, 174)",
        349,
    ),
    (
        "CREATE TABLE hrm_claim (id INTEGER PRIMARY KEY, reviewer_user_id INTEGER); INSERT INTO hrm_claim VALUES (1, 350)",
        351,
    ),
    (
        "CREATE TABLE hrm_claim (id INTEGER PRIMARY KEY, user_id TEXT); INSERT INTO hrm_claim VALUES (1, '360')",
        361,
    ),
    (
        "CREATE TABLE hrm_claim (id INTEGER PRIMARY KEY, user_id INTEGER); CREATE INDEX c ON hrm_claim (user_id); INSERT INTO hrm_claim VALUES (1, 370), (2, 'x'), (3, NULL)",
        371,
    ),
    (
        "CREATE TABLE hrm_claim (id INTEGER PRIMARY KEY, who REFERENCES hrm_users (id)); INSERT INTO hrm_claim VALUES (1, 380)",
        381,
    ),
    (
        "CREATE TABLE hrm_claim (user_id PRIMARY KEY) WITHOUT ROWID; INSERT INTO hrm_claim VALUES (390)",
        391,
    ),
    // A username that consists of digits is not an id.
    (
        "CREATE TABLE hrm_claim (id INTEGER PRIMARY KEY, created_by VARCHAR(9)); INSERT INTO hrm_claim VALUES (1, '400')",
        100,
    ),
    // Values that cannot be ids do not use up ids.
    (
        "CREATE TABLE hrm_claim (id INTEGER PRIMARY KEY, user_id INTEGER); INSERT INTO hrm_claim VALUES (1, 9223372036854775807), (2, -5), (3, 4.5e9), (4, x'00')",
        100,
    ),
    (
        "INSERT INTO hrm_user_company_access VALUES ('abcd69ed617f54837970820fe119a701', 9223372036854775807, 'a3a4c6d0e2f34a5c8b7d9e0f1a2b3c03', '2025-01-01', NULL)",
        100,
    ),
    // The largest 32-bit id is in use, so ids continue above it.
    (
        "INSERT INTO hrm_users VALUES (2147483647,'max','max@x','x','Max','M',1,1,3,NULL)",
        2_147_483_648,
    ),
];

#[test]
fn a_new_user_gets_an_id_that_nothing_refers_to() {
    for (left, id) in LEFT {
        let hr = Hr::of_2025();
        hr.run(left);
        let mut store = hr.open();
        assert_eq!(add(&mut store, &uma()), *id, "{left}");
        assert_eq!(store.companies_of("uma"), [""; 0], "{left}");
        assert_eq!(store.person("uma").home_company, None, "{left}");
        let other = uma().with(Field::Username, "vera").with(Field::Email, "vera@x.example");
        assert_eq!(add(&mut store, &other), id + 1, "{left}");
    }
}

#[test]
fn an_id_that_sqlite_remembers_is_not_reused() {
    let hr = Hr::of(SCHEMA);
    hr.run(
        "INSERT INTO organization (id, name) VALUES (1, 'O');
         CREATE TABLE u AS SELECT * FROM hrm_users; DROP TABLE hrm_users;
         CREATE TABLE hrm_users (id INTEGER PRIMARY KEY AUTOINCREMENT, username TEXT UNIQUE, email TEXT,
           first_name TEXT, last_name TEXT, is_active BOOLEAN, organization_id INTEGER, role_id INTEGER);
         INSERT INTO hrm_users (id, username) VALUES (41, 'gone'); DELETE FROM hrm_users; DROP TABLE u",
    );
    assert_eq!(add(&mut hr.open(), &uma()), 42);
}

#[test]
fn new_users_of_a_file_get_ids_above_leftover_references() {
    let hr = Hr::of_2025();
    let line = |number: u64| ImportLine {
        line: number,
        draft: uma()
            .with(Field::Username, format!("user{number}"))
            .with(Field::Email, format!("user{number}@x.example"))
            .with(Field::LastName, format!("Number{number}"))
            .with(Field::Home, "LIS"),
        uncovered: None,
    };
    hr.run("INSERT INTO hrm_user_company_access SELECT 'abcd69ed617f54837970820fe119a7' || user_id, user_id, company_id, created_at, NULL
            FROM (SELECT column1 AS user_id, 'b1a4c6d0e2f34a5c8b7d9e0f1a2b3c01' AS company_id, '2025' AS created_at FROM (VALUES (13), (15), (16)))");
    let lines: Vec<ImportLine> = (1..=3).map(line).collect();
    let mut store = hr.open();
    store
        .import_users(&lines, false, &EditOptions::default(), &mut JobProgress::none())
        .expect("an import");
    assert_eq!(
        hr.rows("SELECT id FROM hrm_users WHERE username LIKE 'user%' ORDER BY id"),
        ["100", "101", "102"]
    );
    for number in 1..=3 {
        assert_eq!(store.companies_of(&format!("user{number}")), [""; 0]);
    }
}

#[test]
fn new_employee_records_and_organizations_get_unused_ids_too() {
    let hr = Hr::of_2025();
    hr.run(
        "UPDATE hrm_employee SET manager_id = 70 WHERE id = 9;
         CREATE TABLE hrm_leave (id INTEGER PRIMARY KEY, employee_id INTEGER); INSERT INTO hrm_leave VALUES (1, 80);
         CREATE TABLE hrm_site (id INTEGER PRIMARY KEY, organization_id INTEGER); INSERT INTO hrm_site VALUES (1, 90);",
    );
    let mut store = hr.open();
    let how = EditOptions { create_missing: true, ..EditOptions::default() };
    let draft = uma().with(Field::Home, "KYO").with(Field::Organization, "A new one");
    store.save_user(None, &draft, &how).expect("a user");
    assert_eq!(hr.rows("SELECT id FROM hrm_employee ORDER BY id DESC LIMIT 1"), ["81"]);
    assert_eq!(
        hr.rows("SELECT id, name FROM organization ORDER BY id DESC LIMIT 1"),
        ["91 | 'A new one'"]
    );
}

#[test]
fn an_id_that_an_undo_may_restore_is_not_assigned_again() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let draft = uma().with(Field::Home, "KYO");
    assert_eq!(add(&mut store, &draft), 100);
    store.undo(None, None).expect("an undo");
    let other = uma()
        .with(Field::Username, "vera")
        .with(Field::Email, "vera@x.example")
        .with(Field::Home, "LIS");
    assert_eq!(add(&mut store, &other), 101);
    assert_eq!(hr.rows("SELECT id FROM hrm_employee WHERE user_id = 101"), ["11"]);
}

#[test]
fn a_restored_user_does_not_inherit_grants() {
    let dora = "there is 1 left";
    for (left, why) in [
        (
            "INSERT INTO hrm_user_company_access VALUES ('abcd69ed617f54837970820fe119a701', 5, 'a3a4c6d0e2f34a5c8b7d9e0f1a2b3c03', '2025-01-01', NULL)",
            "1 grant refers to its id by now; delete it first (a repair of the database does)",
        ),
        (
            "INSERT INTO hrm_employee VALUES (50, 'E50', 5, 'a3a4c6d0e2f34a5c8b7d9e0f1a2b3c03', NULL, 1)",
            "1 employee refers to its id by now; delete it first",
        ),
    ] {
        let hr = Hr::of_2025();
        let mut store = hr.open();
        let id = store.person("dora").id;
        store
            .delete_users(&[id], &EditOptions::default(), &mut JobProgress::none())
            .expect("a deletion");
        hr.run(left);
        let before = hr.dump();
        let error = store.undo(None, None).expect_err(dora).to_string();
        assert_eq!(error, format!("change 1 cannot be undone: user dora: {why}"));
        assert_eq!(hr.dump(), before);
        hr.run("DELETE FROM hrm_user_company_access WHERE user_id = 5; DELETE FROM hrm_employee WHERE user_id = 5");
        store.undo(None, None).expect("nothing is left of another");
        assert_eq!(store.companies_of("dora"), ["Alte Halle"]);
    }
    // The same for a company.
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let old = store.cell("anna", "OLD").company;
    store
        .delete_companies(&[old], &EditOptions::default(), &mut JobProgress::none())
        .expect("a deletion");
    hr.run("INSERT INTO hrm_user_company_access VALUES ('abcd69ed617f54837970820fe119a701', 2, 'd4a4c6d0e2f34a5c8b7d9e0f1a2b3c04', '2025-01-01', NULL)");
    let error = store.undo(None, None).expect_err("a refusal").to_string();
    assert!(error.contains("company OLD: 1 grant refers to its id by now"), "{error}");
    hr.run("DELETE FROM hrm_user_company_access WHERE user_id = 2 AND company_id LIKE 'd4%'");
    store.undo(None, None).expect("an undo");
    // A redo restores a user with a new id.
    let added = add(&mut store, &uma());
    store.undo(None, None).expect("an undo");
    hr.run(&format!("INSERT INTO hrm_employee VALUES (60, 'E60', {added}, 'a3a4c6d0e2f34a5c8b7d9e0f1a2b3c03', NULL, 1)"));
    let error = store.redo(None).expect_err("a refusal").to_string();
    assert!(error.contains("user uma: 1 employee refers to its id by now"), "{error}");
}

#[test]
fn a_tenant_admin_does_not_reuse_the_id_of_another_tenants_user() {
    let hr = Hr::of_2025();
    hr.run("DELETE FROM hrm_user_company_access WHERE user_id = 99;
         INSERT INTO organization VALUES (3, 'Mare HQ', '7c9e6679f42a4cb0b5d1e0a3c4f5d602');
            INSERT INTO hrm_user_company_access VALUES ('abcd69ed617f54837970820fe119a701', 13, 'b1a4c6d0e2f34a5c8b7d9e0f1a2b3c01', '2025-01-01', NULL)");
    let mut store = hr.open();
    store.act_as("chiyo").expect("a tenant admin");
    let id = add(&mut store, &uma().with(Field::Home, "LIS"));
    assert_eq!(id, 14);
    let store = hr.open();
    assert_eq!(store.companies_of("uma"), [""; 0]);
    assert_eq!(
        hr.rows("SELECT user_id FROM hrm_user_company_access WHERE id LIKE 'abcd%'"),
        ["13"]
    );
}

#[test]
fn a_change_gets_a_number_that_no_recorded_cell_has() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    store.grant("anna", "LIS");
    store.grant("frida", "LIS");
    drop(store);
    hr.run("DELETE FROM grantgrid_change");
    let mut store = hr.open_with(Ids::from(100));
    let change = store.grant("hana", "LIS").change.expect("a change");
    assert_eq!(change.id.0, 3);
    store.undo(None, None).expect("an undo of the one cell");
    assert_eq!(store.companies_of("anna").len(), 3);
}

pub(crate) fn found(hr: &Hr, kind: FindingKind) -> Vec<String> {
    let report = hr.open().check(false, &mut JobProgress::none()).expect("a check");
    let found = report.findings.into_iter().find(|finding| finding.kind == kind);
    found.map(|finding| finding.samples).unwrap_or_default()
}

#[test]
fn check_reports_what_a_future_user_would_inherit() {
    let hr = Hr::of_2025();
    assert_eq!(found(&hr, FindingKind::InheritableReferences), [""; 0]);
    assert_eq!(
        found(&hr, FindingKind::InheritableGrants),
        ["hrm_user_company_access.user_id: 1 row refers to the id 99 of hrm_users"]
    );
    hr.run(
        "CREATE TABLE hrm_claim (id INTEGER PRIMARY KEY, user_id INTEGER);
         INSERT INTO hrm_claim VALUES (1, 13), (2, 13), (3, 15), (4, 5), (5, 3000);
         INSERT INTO hrm_employee VALUES (50, 'E50', 300, NULL, 77, 1);",
    );
    assert_eq!(
        found(&hr, FindingKind::InheritableReferences),
        [
            "hrm_employee.user_id: 1 row refers to the id 300 of hrm_users",
            "hrm_claim.user_id: 4 rows refer to ids of hrm_users from 13 to 3000",
            "hrm_employee.manager_id: 1 row refers to the id 77 of hrm_employee",
        ]
    );
}

#[test]
fn check_reports_who_may_have_another_persons_grants() {
    let hr = Hr::of_2025();
    hr.run(
        "ALTER TABLE hrm_users ADD COLUMN created_at DATETIME;
            UPDATE hrm_users SET created_at = '2025-01-01 00:00:00';",
    );
    assert_eq!(found(&hr, FindingKind::ReusedIds), [""; 0]);
    // The HR system deleted anna without her grants, and added another user.
    hr.run(
        "UPDATE hrm_users SET username = 'nina', created_at = '2026-02-01 00:00:00' WHERE id = 2",
    );
    assert_eq!(
        found(&hr, FindingKind::ReusedIds),
        [
            "nina (id 2): 3 grants are older than the account, the oldest from 2025-02-01 09:30:00.000000"
        ]
    );
    // The journal knows another person with this id.
    hr.run("UPDATE hrm_users SET created_at = '2025-01-01 00:00:00'");
    let mut store = hr.open();
    store.grant("frida", "LIS");
    store.revoke("frida", "LIS");
    store.revoke("frida", "NUM");
    drop(store);
    hr.run(
        "UPDATE hrm_users SET username = 'olga', created_at = '2026-04-01 00:00:00' WHERE id = 7",
    );
    assert_eq!(
        found(&hr, FindingKind::ReusedIds),
        ["olga (id 7): in grantgrid's history this id is frida's"]
    );
}

#[test]
fn grants_older_than_the_account_are_found_however_times_are_written() {
    let hr = Hr::of_2025();
    hr.run("ALTER TABLE hrm_users ADD COLUMN created_at DATETIME");
    let older = |made: &str, granted: &str| {
        hr.run(&format!(
            "UPDATE hrm_users SET created_at = NULL;
             UPDATE hrm_users SET created_at = '{made}' WHERE id = 2;
             UPDATE hrm_user_company_access SET created_at = '{granted}' WHERE user_id = 2"
        ));
        found(&hr, FindingKind::ReusedIds).len()
    };
    assert_eq!(older("2026-03-10 09:00:00", "2026-03-09 09:00:01"), 0);
    assert_eq!(older("2026-03-10 09:00:00", "2026-03-09 08:59:59"), 1);
    assert_eq!(older("2026-03-10 09:00:00", "2026-03-10T00:00"), 0);
    // The same day as texts, but 26 hours apart.
    assert_eq!(older("2026-03-10 22:00:00-10:00", "2026-03-10 20:00:00+14:00"), 1);
    // Days as numbers; and the 31st of February, which is the 3rd of March.
    assert_eq!(older("2461110.5", "2461109.0"), 1);
    assert_eq!(older("2461110.5", "2461110.0"), 0);
    assert_eq!(older("2026-02-31 10:00:00", "2026-03-01 00:00:00"), 1);
    assert_eq!(older("", "2026-03-01 00:00:00"), 0);
    assert_eq!(older("soon", "2026-03-01 00:00:00"), 0);
}
