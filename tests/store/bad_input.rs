//! Files that are not HR databases are rejected with one sentence, and not changed.

use std::fs;
use std::path::Path;

use crate::common::{ByName, Hr, Ids, services};
use grantgrid::store::{Store, StoreError};

/// Opens the file, and returns the message without the path.
fn refusal(hr: &Hr) -> (StoreError, String) {
    let error = hr.try_open().err().expect("a refusal");
    let sentence = error.to_string();
    let prefix = format!("{}: ", hr.path.display());
    let said = sentence.strip_prefix(&prefix).expect("the file's name first").to_owned();
    assert!(!said.contains('\n'), "{said}");
    (error, said)
}

fn holding(content: &[u8]) -> Hr {
    let hr = Hr::empty_folder();
    fs::write(&hr.path, content).unwrap();
    hr
}

#[test]
fn a_missing_file_is_not_created() {
    let hr = Hr::empty_folder();
    let (error, said) = refusal(&hr);
    assert!(matches!(error, StoreError::Missing(_)));
    assert_eq!(said, "no such file");
    assert!(hr.files().is_empty());
}

#[test]
fn a_directory_is_refused() {
    let hr = Hr::empty_folder();
    fs::create_dir(&hr.path).unwrap();
    let (error, said) = refusal(&hr);
    assert!(matches!(error, StoreError::NotAFile { what: "directory", .. }));
    assert_eq!(said, "this is a directory, not a database file");
    assert_eq!(hr.files(), ["hr.db"]);
}

#[test]
fn an_empty_file_stays_empty() {
    let hr = holding(b"");
    let (error, said) = refusal(&hr);
    assert!(matches!(error, StoreError::Empty(_)));
    assert_eq!(said, "the file is empty, not a database");
    assert!(hr.bytes().0.is_empty());
    assert_eq!(hr.files(), ["hr.db"]);
}

#[test]
fn a_file_that_is_not_a_database_is_reported_as_such() {
    let random: Vec<u8> = (0..40_000_u32).map(|at| at.wrapping_mul(at).to_be_bytes()[2]).collect();
    let texts: [&[u8]; 4] = [b"user,company\nanna,BER\n", b"x", b"SQLite format 3\0", &random];
    for content in texts {
        let hr = holding(content);
        let (error, said) = refusal(&hr);
        assert!(matches!(error, StoreError::NotADatabase(_)), "{error}");
        assert_eq!(said, "this is not a SQLite database (or it is encrypted)");
        assert_eq!(hr.bytes().0, content);
        assert_eq!(hr.files(), ["hr.db"]);
    }
}

#[test]
fn a_truncated_database_is_refused_at_any_length() {
    let whole = Hr::of_2025().bytes().0;
    let page = 4096;
    assert!(whole.len() > 10 * page);
    let pages = whole.len() / page;
    let cuts = [16, 99, 100, 511, 512, 1000, page - 1, page, page + 1, 2 * page, 5 * page + 77]
        .into_iter()
        .chain((6..pages).map(|pages| pages * page))
        .chain([whole.len() - 1]);
    for length in cuts {
        let hr = holding(&whole[..length]);
        let (error, said) = refusal(&hr);
        assert!(
            matches!(error, StoreError::Damaged { .. } | StoreError::NotADatabase(_)),
            "{length}: {error}"
        );
        assert!(said.starts_with("th"), "{said}");
        assert_eq!(hr.bytes().0, &whole[..length]);
        assert_eq!(hr.files(), ["hr.db"]);
    }
}

#[test]
fn a_database_of_something_else_names_what_is_missing() {
    let cases = [
        ("CREATE TABLE notes (id INTEGER)", "the table hrm_users"),
        ("CREATE TABLE hrm_users (id INTEGER PRIMARY KEY, username TEXT)", "the table hrm_company"),
        (
            "CREATE TABLE hrm_users (id INTEGER PRIMARY KEY, username TEXT);
             CREATE TABLE hrm_company (id UUID PRIMARY KEY, name TEXT);
             CREATE TABLE hrm_user_company_access (id UUID PRIMARY KEY)",
            "the column code of hrm_company",
        ),
        (
            "CREATE TABLE staff (id INTEGER PRIMARY KEY, username TEXT);
             CREATE VIEW hrm_users AS SELECT * FROM staff",
            "the table hrm_users (it is a view here)",
        ),
    ];
    for (script, missing) in cases {
        let hr = Hr::of(script);
        let before = hr.bytes();
        let (error, said) = refusal(&hr);
        assert!(matches!(error, StoreError::UnknownSchema { .. }));
        assert_eq!(
            said,
            format!("this is a SQLite database, but not the HR system's: {missing} is missing")
        );
        assert_eq!(hr.bytes(), before);
        assert_eq!(hr.files(), ["hr.db"]);
    }
}

#[test]
fn every_missing_column_is_named() {
    let columns = [
        ("hrm_users", "id"),
        ("hrm_users", "username"),
        ("hrm_company", "id"),
        ("hrm_company", "code"),
        ("hrm_company", "name"),
        ("hrm_user_company_access", "id"),
        ("hrm_user_company_access", "user_id"),
        ("hrm_user_company_access", "company_id"),
        ("hrm_user_company_access", "created_at"),
    ];
    for (table, column) in columns {
        let hr = Hr::of_2025();
        hr.run(&format!("ALTER TABLE {table} RENAME COLUMN {column} TO former"));
        let (_, said) = refusal(&hr);
        assert!(said.ends_with(&format!(": the column {column} of {table} is missing")), "{said}");
    }
}

#[test]
fn ids_of_another_kind_are_refused() {
    let hr = Hr::of_2025();
    hr.run(
        "DROP TABLE hrm_users;
         CREATE TABLE hrm_users (id VARCHAR(36) PRIMARY KEY, username TEXT);
         INSERT INTO hrm_users VALUES ('3f2504e0-4f89-41d3-9a0c-0305e82c3301', 'anna')",
    );
    assert!(refusal(&hr).1.ends_with("a whole number as the id of hrm_users is missing"));
    let hr = Hr::of_2025();
    hr.run(
        "DROP TABLE hrm_user_company_access;
         CREATE TABLE hrm_user_company_access
         (id INTEGER PRIMARY KEY, user_id INTEGER, company_id UUID, created_at DATETIME)",
    );
    assert!(refusal(&hr).1.ends_with("a UUID as the id of hrm_user_company_access is missing"));
}

#[test]
fn a_journal_of_a_newer_grantgrid_is_refused() {
    let hr = Hr::of_2025();
    hr.open().grant("björn", "KYO");
    let mut early = hr.open();
    hr.run("UPDATE grantgrid_meta SET value = 99 WHERE key = 'format'");
    let before = hr.bytes();
    let (error, said) = refusal(&hr);
    assert!(matches!(error, StoreError::Newer { found: 99, known: 8, .. }));
    assert_eq!(
        said,
        "a newer version of grantgrid wrote the history in this database \
         (format 99, this version knows up to 8); nothing was changed"
    );
    let error = early.try_grant("björn", "LIS").unwrap_err();
    assert!(matches!(error, StoreError::Newer { found: 99, .. }), "{error}");
    assert_eq!(hr.bytes(), before);
}

#[test]
fn a_new_database_never_replaces_a_file() {
    let hr = Hr::of_2025();
    let before = hr.bytes();
    let error = Store::create(&hr.path, services(Ids::from(1))).err().unwrap();
    assert!(matches!(error, StoreError::Exists(_)), "{error}");
    assert_eq!(hr.bytes(), before);
    let nowhere = hr.folder().join("no/such/folder/hr.db");
    let error = Store::create(&nowhere, services(Ids::from(1))).err().unwrap();
    assert!(matches!(error, StoreError::NoFolder { .. }), "{error}");
}

#[test]
fn a_new_database_can_be_used_at_once() {
    let hr = Hr::empty_folder();
    let store = Store::create(&hr.path, services(Ids::from(1))).unwrap();
    assert_eq!((store.count().users, store.count().companies), (0, 0));
    drop(store);
    assert_eq!(hr.files(), ["hr.db"]);
    hr.run(
        "INSERT INTO hrm_tenant VALUES ('aa', 'T', 'T', NULL, 1, NULL, NULL, 'x', '2026', NULL, NULL);
         INSERT INTO organization (id, name) VALUES (1, 'O');
         INSERT INTO hrm_company (id, tenant_id, name, code, currency_code, is_active, created_by, created_at)
         VALUES ('00000000000000000000000000000001', 'aa', 'One', 'ONE', 'EUR', 1, 'x', '2026');
         INSERT INTO hrm_users (id, username, email, password_hash, first_name, last_name,
         must_reset_password, organization_id, role_id) VALUES (1, 'ann', 'a', 'x', 'A', 'B', 0, 1, 3)",
    );
    let mut store = hr.open();
    assert_eq!(store.person("ann").role, "HR Manager");
    store.grant("ann", "ONE");
    assert_eq!(
        hr.rows("SELECT company_id FROM hrm_user_company_access"),
        ["'00000000000000000000000000000001'"],
        "no digit is lost"
    );
}

#[test]
fn a_write_protected_file_or_folder_can_be_read_only() {
    for protected in ["hr.db", "."] {
        let hr = Hr::of_2025();
        let before = hr.bytes();
        let path = hr.folder().join(protected);
        allow_writing(&path, false);
        let mut store = hr.open();
        assert!(store.is_read_only(), "{protected}");
        assert_eq!(store.count().grants, 5);
        let error = store.try_grant("björn", "KYO").unwrap_err();
        assert_eq!(
            error.to_string(),
            "the database is read-only: the file or its folder is write-protected"
        );
        drop(store);
        allow_writing(&path, true);
        assert_eq!(hr.bytes(), before);
        assert!(!hr.open().is_read_only());
    }
}

#[test]
fn a_write_protected_folder_does_not_prevent_reading_in_wal_mode() {
    let hr = Hr::empty_folder();
    let folder = hr.folder().join("50 % of #all?");
    fs::create_dir(&folder).unwrap();
    let path = folder.join("hr.db");
    let source = Hr::of_2025();
    source.run("PRAGMA journal_mode = wal");
    fs::copy(&source.path, &path).unwrap();
    allow_writing(&folder, false);
    let mut store = Store::open(&path, services(Ids::from(1))).unwrap();
    assert!(store.is_read_only());
    assert_eq!(store.count().grants, 5);
    assert!(!store.changed_externally().unwrap());
    assert!(matches!(store.try_grant("björn", "KYO").unwrap_err(), StoreError::ReadOnly));
    drop(store);
    allow_writing(&folder, true);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    assert_eq!(fs::read(&path).unwrap(), source.bytes().0);
}

fn allow_writing(path: &Path, writing: bool) {
    let mut permissions = fs::metadata(path).unwrap().permissions();
    #[allow(clippy::permissions_set_readonly_false)] // restores the permissions
    permissions.set_readonly(!writing);
    fs::set_permissions(path, permissions).unwrap();
}
