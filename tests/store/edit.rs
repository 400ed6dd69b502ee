//! Edits: grants as the HR system writes them, one change for each edit.

use std::time::Duration;

use crate::common::{ByName, Hr, Ids, NOW, every_user};
use grantgrid::domain::{ChangeKind, Edit};
use grantgrid::store::StoreError;

#[test]
fn a_grant_looks_like_the_hr_systems() {
    let hr = Hr::of_2025();
    let committed = hr.open().grant("björn", "KYO");
    let change = committed.change.unwrap();
    assert_eq!((change.added, change.removed), (1, 0));
    assert_eq!((change.at.as_str(), change.operator.as_str()), (NOW, "ada"));
    assert_eq!(
        hr.grants_in_file(3),
        [format!(
            "'f0f0f0f0f0f040008000000000000001' | 3 | 'c2a4c6d0e2f34a5c8b7d9e0f1a2b3c02' | '{NOW}' | '{NOW}'"
        )]
    );
}

#[test]
fn ids_have_dashes_where_the_database_has_them() {
    let hr = Hr::of_2026();
    let mut store = hr.open();
    store.grant("reto", "LUG");
    let written = format!(
        "'f0f0f0f0-f0f0-4000-8000-000000000001' | 2 | '3f2504e0-4f89-41d3-9a0c-0305e82c3303' | '{NOW}'"
    );
    assert_eq!(hr.grants_in_file(2), [written.as_str()]);
    hr.run("DELETE FROM hrm_user_company_access");
    let mut store = hr.open();
    store.grant("reto", "LUG");
    assert_eq!(hr.grants_in_file(2), [written.as_str()], "told by the companies");
}

#[test]
fn an_id_that_the_database_would_store_as_a_number_is_not_used() {
    let hr = Hr::of_2025();
    let ids = Ids::first(&[
        "12345678-1234-5678-1234-567812345678",
        "123e4567-1234-5678-1234-567812345678",
        "abcdef00-1234-4678-9234-567812345678",
    ]);
    hr.open_with(ids).grant("björn", "KYO");
    assert!(hr.grants_in_file(3)[0].starts_with("'abcdef00123446789234567812345678'"));
}

#[test]
fn a_company_without_a_usable_id_can_be_revoked_but_not_granted() {
    let hr = Hr::of_2025();
    let before = hr.bytes();
    let mut store = hr.open();
    let error = store.try_grant("anna", "NUM").unwrap_err();
    assert_eq!(
        error.to_string(),
        "NUM cannot be granted: its id is stored as a number or is not a UUID, \
         so the HR system could not read the grant"
    );
    assert_eq!(hr.bytes(), before);
    let dump = hr.dump();
    store.revoke("frida", "NUM");
    assert!(hr.grants_in_file(7).is_empty());
    store.undo(None, None).unwrap();
    assert_eq!(hr.dump(), dump);
}

#[test]
fn a_company_id_that_became_a_real_is_found_again() {
    let hr = Hr::of_2025();
    for id in [
        "123e4567123456781234567812345678",
        "12345678901234567e01234567890123",
        "123456789012345678901234567890e1",
    ] {
        hr.run(&format!(
            "DELETE FROM hrm_company WHERE code = 'OLD';
             DELETE FROM hrm_user_company_access WHERE user_id = 5;
             INSERT INTO hrm_company (id, tenant_id, name, code, currency_code, created_by, created_at)
             VALUES ('{id}', 't', 'Old', 'OLD', 'EUR', 'x', '2025');
             INSERT INTO hrm_user_company_access VALUES ('e1', 5, '{id}', '2025', NULL)"
        ));
        let dump = hr.dump();
        let mut store = hr.open();
        assert_eq!(store.companies_of("dora"), ["Old"], "{id}");
        store.revoke("dora", "OLD");
        assert!(hr.grants_in_file(5).is_empty(), "{id}");
        store.undo(None, None).unwrap();
        assert_eq!(hr.dump(), dump, "{id}");
    }
}

#[test]
fn an_edit_of_many_cells_is_one_change() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let company = store.find_company("KYO").unwrap().id.clone();
    let edits: Vec<Edit> = every_user(&store)
        .into_iter()
        .map(|user| Edit {
            cell: grantgrid::domain::Cell { user, company: company.clone() },
            granted: true,
        })
        .collect();
    let committed = store.edit(ChangeKind::Grant, edits, Some("new office")).unwrap();
    let change = committed.change.unwrap();
    assert_eq!((change.added, change.removed, committed.unchanged), (8, 0, 1));
    assert_eq!(change.reason.as_deref(), Some("new office"));
    assert_eq!(
        hr.rows("SELECT count(*), count(DISTINCT id), count(DISTINCT user_id) FROM hrm_user_company_access WHERE company_id LIKE 'c2%'"),
        ["9 | 9 | 9"]
    );
    assert_eq!(
        hr.rows("SELECT at, operator, kind, reason, added, removed FROM grantgrid_change"),
        [format!("'{NOW}' | 'ada' | 'grant' | 'new office' | 8 | 0")]
    );
    assert_eq!(hr.rows("SELECT count(*) FROM grantgrid_user"), ["8"], "only who was in it");
}

#[test]
fn a_cell_may_be_edited_twice_in_one_change() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let dump = hr.dump();
    let cell = store.cell("björn", "KYO");
    let edits = [true, false, true].map(|granted| Edit { cell: cell.clone(), granted });
    let committed = store.edit(ChangeKind::Grant, edits, None).unwrap();
    assert_eq!(store.companies_of("björn"), ["京都支社"]);
    assert_eq!(committed.delta.unwrap().grants, 1);
    store.undo(None, None).unwrap();
    assert_eq!(hr.dump(), dump);
}

#[test]
fn a_user_deleted_meanwhile_is_reported_and_nothing_changes() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let (gone, stays) = (store.cell("björn", "KYO"), store.cell("anna", "LIS"));
    hr.run("DELETE FROM hrm_users WHERE id = 3");
    let before = hr.bytes();
    let edits = [stays, gone].map(|cell| Edit { cell, granted: true });
    let error = store.edit(ChangeKind::Grant, edits, None).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the user 3 is gone from the database: another program deleted it; nothing was changed"
    );
    assert_eq!(hr.bytes(), before);
}

#[test]
fn a_company_deleted_meanwhile_is_reported_too() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let cell = store.cell("björn", "KYO");
    hr.run("DELETE FROM hrm_company WHERE code = 'KYO'");
    let error = store.edit(ChangeKind::Grant, [Edit { cell, granted: true }], None).unwrap_err();
    assert!(matches!(error, StoreError::Gone(_)), "{error}");
    assert!(hr.grants_in_file(3).is_empty());
    assert!(store.changed_externally().unwrap());
}

#[test]
fn a_company_added_meanwhile_can_be_granted() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    hr.run(
        "INSERT INTO hrm_company (id, tenant_id, name, code, currency_code, created_by, created_at)
         VALUES ('aaa4c6d0e2f34a5c8b7d9e0f1a2b3caa', 't', 'Neu', 'NEU', 'EUR', 'x', '2025')",
    );
    let other = hr.open();
    let cell = other.cell("björn", "NEU");
    store.edit(ChangeKind::Grant, [Edit { cell, granted: true }], None).unwrap();
    assert_eq!(other.companies_of("björn"), ["Neu"]);
}

#[test]
fn an_unknown_constraint_of_the_database_is_named() {
    let hr = Hr::of_2026();
    hr.run(
        "DROP TABLE hrm_user_company_access;
         CREATE TABLE hrm_user_company_access (id VARCHAR(36) NOT NULL PRIMARY KEY,
         user_id INTEGER NOT NULL, company_id VARCHAR(36) NOT NULL,
         created_at DATETIME NOT NULL, granted_by INTEGER NOT NULL)",
    );
    let before = hr.bytes();
    let error = hr.open().try_grant("reto", "LUG").unwrap_err();
    assert_eq!(
        error.to_string(),
        "the database rejected the change: \
         NOT NULL constraint failed: hrm_user_company_access.granted_by; nothing was changed"
    );
    assert_eq!(hr.bytes(), before);
}

#[test]
fn a_busy_database_loses_nothing() {
    for lock in ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"] {
        let hr = Hr::of_2025();
        let mut store = hr.open();
        store.set_lock_timeout(Duration::ZERO).unwrap();
        let cell = store.cell("björn", "KYO");
        let edit = || [Edit { cell: cell.clone(), granted: true }];
        let other = hr.sql();
        other.execute_batch(lock).unwrap();
        let error = store.edit(ChangeKind::Grant, edit(), None).unwrap_err();
        assert!(matches!(error, StoreError::Busy), "{error}");
        other
            .execute_batch("UPDATE hrm_users SET first_name = 'Annika' WHERE id = 2; COMMIT")
            .unwrap();
        store.edit(ChangeKind::Grant, edit(), None).unwrap();
        assert_eq!(store.person("anna").full_name, "Annika Šimková");
        assert_eq!(store.companies_of("björn"), ["京都支社"]);
    }
}

#[test]
fn a_database_that_is_locked_cannot_be_opened_yet() {
    let hr = Hr::of_2025();
    let other = hr.sql();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let short = crate::common::services(Ids::from(1));
    let error = grantgrid::store::Store::open_with_lock_timeout(&hr.path, short, Duration::ZERO);
    assert!(matches!(error.err().unwrap(), StoreError::Busy));
}

#[test]
fn a_change_waits_for_a_reader_that_stays() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    store.set_lock_timeout(Duration::ZERO).unwrap();
    let reader = hr.sql();
    reader.execute_batch("BEGIN; SELECT * FROM hrm_users").unwrap();
    let error = store.try_grant("björn", "KYO").unwrap_err();
    assert!(matches!(error, StoreError::Busy), "{error}");
    reader.execute_batch("COMMIT").unwrap();
    assert!(hr.grants_in_file(3).is_empty());
    store.grant("björn", "KYO");
    assert_eq!(hr.grants_in_file(3).len(), 1);
}

#[test]
fn two_stores_do_not_overwrite_each_other() {
    let hr = Hr::of_2025();
    let (mut one, mut two) = (hr.open(), hr.open_with(Ids::from(1000)));
    one.grant("björn", "KYO");
    two.grant("björn", "LIS");
    one.grant("emil", "KYO");
    two.revoke("anna", "KYO");
    one.revoke("björn", "LIS");
    for store in [&mut one, &mut two] {
        assert!(store.changed_externally().unwrap());
        assert_eq!(store.companies_of("björn"), ["京都支社"]);
        assert_eq!(store.companies_of("emil"), ["京都支社"]);
        assert_eq!(store.companies_of("anna"), ["Büro Berlin"]);
    }
    for _ in 0..5 {
        two.undo(None, None).unwrap();
    }
    assert_eq!(hr.dump(), Hr::of_2025().dump());
}

#[test]
fn ids_may_be_any_numbers() {
    let hr = Hr::of_2025();
    for (id, name) in [(i64::MIN, "low"), (-7, "minus"), (i64::MAX, "high")] {
        hr.run(&format!(
            "INSERT INTO hrm_users VALUES ({id}, '{name}', '{name}', 'x', '{name}', '', 1, 1, 3, NULL);
             INSERT INTO hrm_employee VALUES ({id}, '{name}', {id}, 'b1a4c6d0e2f34a5c8b7d9e0f1a2b3c01', NULL, 1)"
        ));
    }
    let mut store = hr.open();
    assert!(store.needs_home_companies(), "so large an id tells of a large database");
    store.ensure_homes().unwrap();
    assert_eq!(every_user(&store).len(), 12);
    let before = store.count();
    assert_eq!((before.users, before.drift), (12, 7 + 3));
    for name in ["low", "minus", "high"] {
        assert!(store.person(name).home_company.is_some(), "{name}");
        let delta = store.grant(name, "Büro Berlin").delta.unwrap();
        assert_eq!((delta.grants, delta.drift), (1, -1));
    }
    assert_eq!(store.count().drift, 7);
    let mut seen = Vec::new();
    store
        .for_each_user(|user, companies| {
            seen.push((user.username, companies.len()));
            Ok::<_, StoreError>(())
        })
        .unwrap();
    assert_eq!(seen.first(), Some(&("low".into(), 1)));
    assert_eq!(seen.last(), Some(&("high".into(), 1)));
    for _ in 0..3 {
        store.undo(None, None).unwrap();
    }
    assert_eq!(store.count(), before);
}

#[test]
fn text_that_is_not_utf8_is_restored_exactly() {
    let hr = Hr::of_2025();
    hr.run(
        "UPDATE hrm_users SET username = CAST(x'616effff' AS TEXT) WHERE id = 2;
         UPDATE hrm_user_company_access SET created_at = CAST(x'32ff' AS TEXT), modified_at = x'00ff'
         WHERE user_id = 4",
    );
    let dump = hr.dump();
    let mut store = hr.open();
    store.revoke("chiyo", "LIS");
    let anna = every_user(&store)[1];
    let company = store.find_company("LIS").unwrap().id.clone();
    let cell = grantgrid::domain::Cell { user: anna, company };
    store.edit(ChangeKind::Grant, [Edit { cell, granted: true }], None).unwrap();
    store.undo(None, None).unwrap();
    store.undo(None, None).unwrap();
    assert_eq!(hr.dump(), dump);
}
