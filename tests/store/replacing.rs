//! Rows that replace others without an error (`ON CONFLICT REPLACE`, `OR REPLACE`): the others
//! would be gone without a journal entry.

use crate::common::{ByName, Hr};
use grantgrid::domain::{Bulk, Draft, Edit, Field, JobProgress};
use grantgrid::store::{EditOptions, Store, StoreError};

const SCHEMA: &str = include_str!("../fixtures/hrm-2025.sql");

/// The database with a different constraint.
fn hr(constraint: &str, replacing: &str) -> Hr {
    assert!(SCHEMA.contains(constraint), "{constraint}");
    Hr::of(&SCHEMA.replacen(constraint, replacing, 1))
}

#[track_caller]
fn refused<T: std::fmt::Debug>(hr: &Hr, before: &[String], done: Result<T, StoreError>) -> String {
    let error = done.expect_err("a refusal");
    assert!(matches!(error, StoreError::NotAsPlanned { .. }), "{error:?}");
    assert_eq!(hr.dump_all(), before);
    error.to_string()
}

#[test]
fn a_grant_that_replaces_another_is_refused() {
    for constraint in [
        "UNIQUE (user_id) on  conflict\n\tReplace",
        "UNIQUE (user_id, created_at) ON CONFLICT REPLACE",
    ] {
        let unique = "CONSTRAINT uq_user_company_access UNIQUE (user_id, company_id)";
        let hr = hr(unique, constraint);
        let mut store = hr.open();
        if constraint.contains("created_at") {
            store.grant("anna", "LIS");
        }
        let before = hr.dump_all();
        let user = store.person("anna").id;
        let companies = ["BER", "OLD"].iter().filter_map(|code| store.find_company(code).ok());
        let companies: Vec<_> = companies.map(|company| company.id.clone()).collect();
        let bulk = Bulk::grant([user], companies);
        let said = refused(&hr, &before, store.apply(&bulk, None));
        assert_eq!(
            said,
            "ON CONFLICT REPLACE of hrm_user_company_access replaced 1 row of \
             hrm_user_company_access that the change does not name, with the same value in a unique \
             column: change or delete what has that value first; nothing was changed"
        );
        let edit = Edit { cell: store.cell("anna", "OLD"), granted: true };
        let done = store.edit(grantgrid::domain::ChangeKind::Grant, [edit], None);
        refused(&hr, &before, done);
        // A dry run reports the same, and deletes nothing either.
        let tried = store.rehearse_commit(&bulk, &mut JobProgress::none());
        refused(&hr, &before, tried);
    }
}

fn rename(store: &mut Store, user: &str, name: &str) -> Result<(), StoreError> {
    let id = store.person(user).id;
    let draft = Draft::default().with(Field::Username, name);
    store.save_user(Some(id), &draft, &EditOptions::default()).map(drop)
}

#[test]
fn an_undo_that_would_replace_a_user_is_refused() {
    for (unique, replacing) in [
        ("UNIQUE (username)", "UNIQUE (username) ON CONFLICT REPLACE"),
        (
            "username VARCHAR(120) NOT NULL",
            "username VARCHAR(120) NOT NULL UNIQUE ON CONFLICT REPLACE",
        ),
    ] {
        let hr = hr(unique, replacing);
        let mut store = hr.open();
        rename(&mut store, "frida", "fritz").expect("an edit");
        hr.run("UPDATE hrm_users SET username = 'frida' WHERE username = 'hana'");
        let before = hr.dump_all();
        let said = refused(&hr, &before, store.undo(None, None));
        assert!(said.contains("replaced 1 row of hrm_users"), "{said}");
        refused(&hr, &before, store.preview_next_undo(&mut JobProgress::none()));
    }
}

#[test]
fn a_redo_that_would_replace_a_company_or_a_record_is_refused() {
    let company = hr(
        "CONSTRAINT uq_company_tenant_code UNIQUE (tenant_id, code)",
        "UNIQUE (tenant_id, code) ON CONFLICT REPLACE",
    );
    let mut store = company.open();
    let draft = Draft::default()
        .with(Field::Code, "NEW")
        .with(Field::Name, "New")
        .with(Field::Tenant, "Nordwind")
        .with(Field::Currency, "EUR");
    store.save_company(None, &draft, &EditOptions::default()).expect("a company");
    store.undo(None, None).expect("an undo");
    company.run("UPDATE hrm_company SET code = 'NEW' WHERE code = 'KYO'");
    let before = company.dump_all();
    let said = refused(&company, &before, store.redo(None));
    assert!(said.contains("ON CONFLICT REPLACE of hrm_company replaced 1 row"), "{said}");

    let record = hr("UNIQUE (employee_id)", "UNIQUE (employee_id) ON CONFLICT REPLACE");
    let mut store = record.open();
    let draft = Draft::default()
        .with(Field::Username, "uma")
        .with(Field::Email, "uma@nordwind.example")
        .with(Field::FirstName, "Uma")
        .with(Field::Home, "KYO");
    store.save_user(None, &draft, &EditOptions::default()).expect("a user");
    store.undo(None, None).expect("an undo");
    let made = "(SELECT v.before FROM grantgrid_value v JOIN grantgrid_row r USING (change_id, number) \
                WHERE r.edit = 'delete' AND v.column_name = 'employee_id')";
    record.run(&format!("UPDATE hrm_employee SET employee_id = {made} WHERE id = 9"));
    let before = record.dump_all();
    let said = refused(&record, &before, store.redo(None));
    assert!(said.contains("ON CONFLICT REPLACE of hrm_employee replaced 1 row"), "{said}");
}

#[test]
fn a_trigger_that_replaces_rows_is_named() {
    let hr = Hr::of_2025();
    hr.run(
        "ALTER TABLE hrm_users ADD COLUMN badge; CREATE UNIQUE INDEX badges ON hrm_users (badge);
         UPDATE hrm_users SET badge = id;
         CREATE TRIGGER badges AFTER INSERT ON hrm_user_company_access
         BEGIN UPDATE OR REPLACE hrm_users SET badge = 6 WHERE id = NEW.user_id; END",
    );
    let mut store = hr.open();
    let before = hr.dump_all();
    let said = refused(&hr, &before, store.try_grant("anna", "LIS"));
    assert_eq!(
        said,
        "the trigger “badges” on hrm_user_company_access replaced 1 row of hrm_users that the \
         change does not name, with the same value in a unique column: change or delete what has \
         that value first; nothing was changed"
    );
    hr.run("DROP TRIGGER badges");
    store.grant("anna", "LIS");
}

#[test]
fn indirect_replacement_of_rows_is_noticed() {
    for (script, by) in [
        // A trigger that fires another one, which replaces rows.
        (
            "CREATE TABLE queue (a);
             CREATE TRIGGER first AFTER INSERT ON hrm_user_company_access
             BEGIN INSERT OR REPLACE INTO queue VALUES (NEW.user_id); END;
             CREATE TRIGGER second AFTER INSERT ON queue
             BEGIN UPDATE hrm_users SET badge = 6 WHERE id = NEW.a; END",
            "the trigger “first” on hrm_user_company_access replaced 1 row of hrm_users",
        ),
        // A view, and other keywords for it.
        (
            "CREATE VIEW badged AS SELECT id, badge FROM hrm_users;
             CREATE TRIGGER first BEFORE INSERT ON hrm_user_company_access WHEN NEW.user_id = 2
             BEGIN REPLACE INTO badged VALUES (NEW.user_id, 6); END;
             CREATE TRIGGER second INSTEAD OF INSERT ON badged
             BEGIN UPDATE hrm_users SET badge = NEW.badge WHERE id = NEW.id; END",
            "the trigger “first” on hrm_user_company_access replaced 1 row of hrm_users",
        ),
        // A row of a table that grants depend on.
        (
            "CREATE TABLE approval (id INTEGER PRIMARY KEY); INSERT INTO approval VALUES (1);
             ALTER TABLE hrm_user_company_access ADD COLUMN approval INTEGER
               REFERENCES approval (id) ON DELETE CASCADE;
             UPDATE hrm_user_company_access SET approval = 1 WHERE user_id = 4;
             CREATE TRIGGER first AFTER INSERT ON hrm_user_company_access
             BEGIN INSERT OR REPLACE INTO approval VALUES (1); END",
            "the trigger “first” on hrm_user_company_access deleted a row of hrm_user_company_access",
        ),
    ] {
        let hr = Hr::of_2025();
        hr.run(
            "ALTER TABLE hrm_users ADD COLUMN badge; CREATE UNIQUE INDEX badges ON hrm_users (badge);
             UPDATE hrm_users SET badge = id;",
        );
        hr.run(script);
        let mut store = hr.open();
        let before = hr.dump_all();
        let said = refused(&hr, &before, store.try_grant("anna", "LIS"));
        assert!(said.starts_with(by), "{said}");
        hr.run("DROP TRIGGER first");
        store.grant("anna", "LIS");
    }
}

#[test]
fn constraints_that_replace_rows_do_not_prevent_other_edits() {
    let unique = "CONSTRAINT uq_user_company_access UNIQUE (user_id, company_id)";
    let hr = hr(unique, "UNIQUE (user_id, company_id) ON CONFLICT REPLACE");
    hr.run(
        "CREATE TABLE latest (user_id UNIQUE, at);
         CREATE TRIGGER latest AFTER INSERT ON hrm_user_company_access
         BEGIN INSERT OR REPLACE INTO latest VALUES (NEW.user_id, NEW.created_at); END",
    );
    let before = hr.dump();
    let mut store = hr.open();
    store.grant("anna", "LIS");
    store.grant("anna", "OLD");
    store.revoke("anna", "KYO");
    rename(&mut store, "anna", "anne").expect("an edit");
    for _ in 0..4 {
        store.undo(None, None).expect("an undo");
    }
    hr.run("DELETE FROM latest");
    assert_eq!(hr.dump(), before);
}

#[test]
fn the_audit_log_replaces_no_row_of_its_own() {
    let hr = hr(
        "CREATE TABLE hrm_audit_log (\n\tid INTEGER NOT NULL,\n\tuser_id INTEGER,\n\taction VARCHAR(100) NOT NULL,",
        "CREATE TABLE hrm_audit_log (\n\tid INTEGER NOT NULL,\n\tuser_id INTEGER,\n\taction VARCHAR(100) NOT NULL UNIQUE ON CONFLICT REPLACE,",
    );
    let mut store = hr.open();
    store.grant("anna", "LIS");
    let logged = hr.rows("SELECT * FROM hrm_audit_log");
    assert_eq!(logged.len(), 1);
    store.grant("anna", "OLD");
    assert_eq!(hr.rows("SELECT * FROM hrm_audit_log"), logged);
}
