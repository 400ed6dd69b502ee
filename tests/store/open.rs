//! Opening and browsing: what is read is right, and the file does not change.

use std::fs;

use crate::common::{ByName, Hr, every_user};
use grantgrid::domain::UserId;
use grantgrid::store::Store;

fn browse(store: &mut Store) {
    let users = every_user(store);
    store.access_rows(&users).unwrap();
    store.grants_of(users[0]).unwrap();
    store.count();
    store.changed_externally().unwrap();
}

#[test]
fn browsing_does_not_change_the_file() {
    let hr = Hr::of_2025();
    let before = hr.bytes();
    let mut store = hr.open();
    browse(&mut store);
    drop(store);
    assert_eq!(hr.bytes(), before);
    assert_eq!(hr.files(), ["hr.db"]);
}

#[test]
fn browsing_does_not_change_a_file_in_wal_mode() {
    let hr = Hr::of_2025();
    hr.run("PRAGMA journal_mode = wal");
    let before = hr.bytes();
    let mut store = hr.open();
    browse(&mut store);
    drop(store);
    assert_eq!(hr.bytes(), before);
    assert_eq!(hr.files(), ["hr.db"]);
    assert_eq!(hr.rows("PRAGMA journal_mode"), ["'wal'"]);
}

/// A copy of the file and its write-ahead log, as a crashed program leaves them.
fn with_unwritten_log() -> Hr {
    let hr = Hr::of_2025();
    let writer = hr.sql();
    writer
        .execute_batch(
            "PRAGMA journal_mode = wal; UPDATE hrm_users SET first_name = 'Later' WHERE id = 2",
        )
        .unwrap();
    let copy = hr.copied();
    fs::remove_file(copy.folder().join("hr.db-shm")).unwrap();
    copy
}

#[test]
fn a_write_ahead_log_does_not_change_while_browsing() {
    let hr = with_unwritten_log();
    let before = (hr.bytes(), hr.bytes_of("hr.db-wal"));
    let mut store = hr.open();
    assert_eq!(store.person("anna").full_name, "Later Šimková");
    browse(&mut store);
    drop(store);
    assert_eq!((hr.bytes(), hr.bytes_of("hr.db-wal")), before);
}

#[test]
fn a_write_ahead_log_is_found_behind_a_symbolic_link() {
    let hr = with_unwritten_log();
    let elsewhere = Hr::empty_folder();
    std::os::unix::fs::symlink(&hr.path, &elsewhere.path).unwrap();
    let before = hr.bytes();
    let mut store = elsewhere.open();
    assert_eq!(store.person("anna").full_name, "Later Šimková");
    browse(&mut store);
    drop(store);
    assert_eq!(hr.bytes(), before);
}

#[test]
fn refusing_a_database_does_not_change_its_write_ahead_log() {
    let hr = Hr::of_2025();
    let writer = hr.sql();
    writer
        .execute_batch("PRAGMA journal_mode = wal; ALTER TABLE hrm_users RENAME TO staff")
        .unwrap();
    let copy = hr.copied();
    let before = copy.bytes();
    copy.try_open().err().unwrap();
    assert_eq!(copy.bytes(), before);
}

#[test]
fn an_edit_that_changes_nothing_does_not_write_the_file() {
    for hr in [Hr::of_2025(), with_unwritten_log()] {
        let before = hr.bytes();
        let mut store = hr.open();
        let committed = store.grant("anna", "KYO");
        assert_eq!((committed.change, committed.unchanged), (None, 1));
        drop(store);
        assert_eq!(hr.bytes(), before);
        assert!(hr.rows("SELECT name FROM sqlite_schema WHERE name LIKE 'grantgrid%'").is_empty());
    }
}

#[test]
fn the_journal_comes_with_the_first_write() {
    let hr = Hr::of_2025();
    hr.run("PRAGMA journal_mode = wal");
    let own = "SELECT substr(name, 11) FROM sqlite_schema \
               WHERE name LIKE 'grantgrid%' AND type = 'table' ORDER BY name";
    let mut store = hr.open();
    browse(&mut store);
    assert!(hr.rows(own).is_empty());
    store.grant("björn", "KYO");
    let tables = [
        "cell",
        "change",
        "company",
        "former",
        "last_change",
        "meta",
        "policy",
        "row",
        "rule",
        "user",
        "value",
    ];
    assert_eq!(hr.rows(own), tables.map(|name| format!("'{name}'")));
    drop(store);
    assert_eq!(hr.rows("PRAGMA journal_mode"), ["'wal'"]);
}

#[test]
fn users_of_2025_are_read_from_its_tables() {
    let hr = Hr::of_2025();
    let store = hr.open();
    let anna = store.person("anna");
    assert_eq!((anna.id, anna.full_name.as_str()), (UserId(2), "Anna Šimková"));
    assert_eq!((anna.role.as_str(), anna.active), ("HR Manager", true));
    assert_eq!(anna.email, "anna@nordwind.example");
    assert_eq!(home(&store, "anna").as_deref(), Some("Büro Berlin"));
    assert!(!store.person("dora").active);
    assert!(!store.person("emil").active, "the HR system's login refuses NULL");
    assert_eq!(
        store.companies_of("anna"),
        ["Büro Berlin", "京都支社"],
        "the orphan is not a grant"
    );
    assert_eq!(store.companies_of("frida"), ["Nummer Eins"]);
    assert!(store.companies_of("björn").is_empty());
}

fn home(store: &Store, user: &str) -> Option<String> {
    let home = store.person(user).home_company?;
    Some(store.companies().iter().find(|company| company.id == home)?.name.clone())
}

#[test]
fn the_first_employee_record_decides_the_home_company() {
    let hr = Hr::of_2025();
    let indexed = Hr::of_2025();
    indexed.run("CREATE INDEX by_user ON hrm_employee (user_id)");
    for store in [hr.open(), indexed.open()] {
        assert_eq!(home(&store, "chiyo").as_deref(), Some("Escritório de Lisboa"));
        assert_eq!(home(&store, "hana"), None, "her first record names no company");
        assert_eq!(home(&store, "gus"), None, "the company is gone");
        assert_eq!(home(&store, "emil"), None, "he has no record");
        assert_eq!(home(&store, "frida").as_deref(), Some("Nummer Eins"));
    }
}

#[test]
fn the_tenant_is_that_of_the_home_company_or_of_the_organization() {
    let hr = Hr::of_2025();
    let store = hr.open();
    let tenant = |user: &str| store.person(user).tenant.map(|id| id.to_string());
    assert_eq!(tenant("chiyo").as_deref(), Some("7c9e6679f42a4cb0b5d1e0a3c4f5d602"));
    assert_eq!(tenant("emil").as_deref(), Some("7c9e6679f42a4cb0b5d1e0a3c4f5d601"));
    assert_eq!(tenant("gus"), None);
}

#[test]
fn companies_are_in_the_order_of_the_database() {
    let hr = Hr::of_2025();
    let store = hr.open();
    let codes: Vec<&str> = store.companies().iter().map(|company| company.code.as_str()).collect();
    assert_eq!(codes, ["BER", "KYO", "LIS", "OLD", "NUM", "BER"]);
    let active: Vec<bool> = store.companies().iter().map(|company| company.active).collect();
    assert_eq!(active, [true, true, true, false, true, true]);
    assert_eq!(store.companies()[2].tenant_name.as_deref(), Some("Maré Alta Lda"));
    assert_eq!(store.companies()[2].tenant_code.as_deref(), Some("MARE"));
    assert!(!store.companies()[4].id.is_usable());
}

#[test]
fn a_database_of_2026_can_be_opened() {
    let hr = Hr::of_2026();
    let before = hr.bytes();
    let store = hr.open();
    assert_eq!(store.person("root").role, "Super Admin");
    assert_eq!(store.person("luca").role, "");
    assert_eq!(store.person("root").full_name, "");
    assert_eq!(home(&store, "zoe").as_deref(), Some("Genève"));
    assert_eq!(store.person("zoe").tenant, None);
    assert!(store.companies().iter().all(|company| company.active && company.tenant.is_none()));
    assert_eq!(store.companies_of("root"), ["Zürich"]);
    drop(store);
    assert_eq!(hr.bytes(), before);
}

#[test]
fn of_two_role_tables_the_one_that_users_refer_to_is_used() {
    let old = Hr::of_2025();
    old.run("CREATE TABLE hrm_roles (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO hrm_roles VALUES (3, 'Wrong')");
    assert_eq!(old.open().person("anna").role, "HR Manager");
    let new = Hr::of_2026();
    new.run(
        "CREATE TABLE role (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO role VALUES (2, 'Wrong')",
    );
    assert_eq!(new.open().person("zoe").role, "HR Manager");
}

#[test]
fn another_programs_commit_is_noticed_once() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    assert!(!store.changed_externally().unwrap());
    hr.run("UPDATE hrm_company SET name = 'Berlin Mitte' WHERE name = 'Büro Berlin'");
    assert!(store.changed_externally().unwrap());
    assert!(!store.changed_externally().unwrap());
    assert_eq!(store.companies()[0].name, "Berlin Mitte");
    assert_eq!(store.companies_of("anna")[0], "Berlin Mitte");
}

#[test]
fn own_edits_are_not_external_changes() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    store.grant("björn", "KYO");
    assert!(!store.changed_externally().unwrap());
    hr.run("DELETE FROM hrm_user_company_access WHERE user_id = 5");
    store.revoke("björn", "KYO");
    assert!(store.changed_externally().unwrap(), "an own edit does not hide the other's");
    assert!(!store.changed_externally().unwrap());
}

#[test]
fn a_transaction_that_is_rolled_back_is_not_a_change() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    hr.run("BEGIN IMMEDIATE; DELETE FROM hrm_user_company_access; ROLLBACK");
    assert!(!store.changed_externally().unwrap());
}

#[test]
fn companies_are_found_by_code_name_or_id() {
    let hr = Hr::of_2025();
    hr.run("UPDATE hrm_company SET code = '1' WHERE code = 'OLD'");
    let store = hr.open();
    for name in ["LIS", "Escritório de Lisboa", "a3a4c6d0-e2f3-4a5c-8b7d-9e0f1a2b3c03"] {
        assert_eq!(store.find_company(name).unwrap().code, "LIS");
    }
    assert_eq!(store.find_company("1").unwrap().name, "Alte Halle", "a code before a lost id");
    assert_eq!(
        store.find_company("BER").unwrap_err().to_string(),
        "“BER” matches 2 companies; use one of these, or the id: \
         “BER (NORD)” Büro Berlin, b1a4c6d0e2f34a5c8b7d9e0f1a2b3c01, \
         “BER (MARE)” Berlim, e6a4c6d0e2f34a5c8b7d9e0f1a2b3c06"
    );
    for label in ["BER (NORD)", "BER (Nordwind)", "BER (Büro Berlin)", "Büro Berlin (BER)"] {
        assert_eq!(store.find_company(label).unwrap().name, "Büro Berlin", "{label}");
        let id = store.find_company_in_history(label).expect("the same");
        assert_eq!(id, store.find_company(label).unwrap().id);
    }
    assert_eq!(
        store.find_company("Kyoo").unwrap_err().to_string(),
        "there is no company “Kyoo”; did you mean: KYO (京都支社)"
    );
    assert_eq!(
        store.find_user("bjorn").unwrap_err().to_string(),
        "there is no user “bjorn”; did you mean: björn"
    );
    assert_eq!(
        store.find_user("xxxx").unwrap_err().to_string(),
        "there is no user “xxxx”; the most similar are: anna, björn, chiyo, dora, emil"
    );
}
