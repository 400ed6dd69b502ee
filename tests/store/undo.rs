//! Undo and redo: from the journal, across restarts, byte for byte.

use crate::common::{ByName, Hr};
use grantgrid::domain::{ChangeId, ChangeKind, Draft, Edit, Field, JobProgress};
use grantgrid::store::{EditOptions, Reverted, Store, StoreError};

fn undo(store: &mut Store) -> Reverted {
    store.undo(None, None).expect("an undo")
}

fn redo(store: &mut Store) -> Reverted {
    store.redo(None).expect("a redo")
}

fn left_alone(reverted: &Reverted) -> Vec<String> {
    reverted.left_alone.iter().map(ToString::to_string).collect()
}

#[test]
fn undo_and_redo_work_after_closing() {
    let hr = Hr::of_2025();
    let before = hr.dump();
    hr.open().grant("björn", "KYO");
    let granted = hr.dump();
    hr.open().revoke("anna", "Büro Berlin");
    let revoked = hr.dump();

    undo(&mut hr.open());
    assert_eq!(hr.dump(), granted);
    let reverted = undo(&mut hr.open());
    assert_eq!(hr.dump(), before);
    assert_eq!(reverted.first.unwrap().to_string(), "björn × KYO");
    assert_eq!((reverted.original.id, reverted.original.kind), (ChangeId(1), ChangeKind::Grant));
    assert_eq!(reverted.original.undone_by, Some(reverted.change.id));
    assert_eq!(reverted.change.reverts, Some(ChangeId(1)));

    redo(&mut hr.open());
    assert_eq!(hr.dump(), granted);
    let reverted = redo(&mut hr.open());
    assert_eq!(hr.dump(), revoked);
    assert_eq!((reverted.original.id, reverted.original.undone_by), (ChangeId(2), None));
    undo(&mut hr.open());
    undo(&mut hr.open());
    assert_eq!(hr.dump(), before);
}

#[test]
fn a_revoked_grant_is_restored_with_its_id_and_times() {
    let hr = Hr::of_2025();
    let before = hr.dump();
    for user in ["anna", "chiyo"] {
        let company = if user == "anna" { "KYO" } else { "LIS" };
        hr.open().revoke(user, company);
    }
    assert_ne!(hr.dump(), before);
    undo(&mut hr.open());
    undo(&mut hr.open());
    assert_eq!(hr.dump(), before);
}

#[test]
fn grants_without_a_time_of_change_are_restored_too() {
    let hr = Hr::of_2026();
    let before = hr.dump();
    let mut store = hr.open();
    store.revoke("zoe", "GVA");
    store.grant("zoe", "GVA");
    undo(&mut store);
    undo(&mut store);
    assert_eq!(hr.dump(), before);
}

#[test]
fn undo_and_redo_fail_if_there_is_nothing_to_do() {
    let hr = Hr::of_2025();
    let before = hr.bytes();
    let mut store = hr.open();
    assert_eq!(store.undo(None, None).unwrap_err().to_string(), "there is nothing to undo");
    assert_eq!(store.redo(None).unwrap_err().to_string(), "there is nothing to redo");
    assert_eq!(hr.bytes(), before);
    store.grant("björn", "KYO");
    assert!(matches!(store.redo(None).unwrap_err(), StoreError::NothingToRedo));
    undo(&mut store);
    let before = hr.bytes();
    assert!(matches!(store.undo(None, None).unwrap_err(), StoreError::NothingToUndo));
    assert_eq!(hr.bytes(), before);
    redo(&mut store);
    assert!(matches!(store.redo(None).unwrap_err(), StoreError::NothingToRedo));
}

#[test]
fn a_new_change_ends_redo() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    store.grant("björn", "KYO");
    undo(&mut store);
    store.grant("emil", "KYO");
    assert!(matches!(store.redo(None).unwrap_err(), StoreError::NothingToRedo));
    undo(&mut store);
    assert_eq!(redo(&mut store).first.unwrap().to_string(), "emil × KYO");
    assert!(matches!(store.redo(None).unwrap_err(), StoreError::NothingToRedo));
}

#[test]
fn redo_goes_back_through_several_undos() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    for user in ["björn", "emil", "gus"] {
        store.grant(user, "KYO");
    }
    let all = hr.dump();
    for expected in ["gus", "emil", "björn"] {
        assert_eq!(undo(&mut store).first.unwrap().username, expected);
    }
    for expected in ["björn", "emil", "gus"] {
        assert_eq!(redo(&mut store).first.unwrap().username, expected);
    }
    assert_eq!(hr.dump(), all, "with the same ids and times");
    assert_eq!(undo(&mut store).first.unwrap().username, "gus");
}

#[test]
fn an_older_change_can_be_undone_by_its_number() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    store.grant("björn", "KYO");
    store.grant("emil", "KYO");
    store.undo(Some(ChangeId(1)), Some("a mistake")).unwrap();
    assert!(store.companies_of("björn").is_empty());
    assert_eq!(store.companies_of("emil"), ["京都支社"]);
    assert_eq!(hr.rows("SELECT reason FROM grantgrid_change WHERE id = 3"), ["'a mistake'"]);
    assert_eq!(
        undo(&mut store).first.unwrap().username,
        "emil",
        "then the newest that is not undone"
    );
    for (id, why) in [
        (1, "change 1 cannot be undone: change 3 has undone it already"),
        (3, "change 3 cannot be undone: it is itself an undo; redo the change instead"),
        (9, "change 9 cannot be undone: there is no such change"),
        (5, "change 5 cannot be undone: there is no such change"),
    ] {
        let before = hr.bytes();
        assert_eq!(store.undo(Some(ChangeId(id)), None).unwrap_err().to_string(), why);
        assert_eq!(hr.bytes(), before);
    }
    redo(&mut store);
    assert_eq!(
        store.undo(Some(ChangeId(5)), None).unwrap_err().to_string(),
        "change 5 cannot be undone: it is a redo; undo the change that it redid"
    );
    let fresh = Hr::of_2025();
    assert_eq!(
        fresh.open().undo(Some(ChangeId(1)), None).unwrap_err().to_string(),
        "change 1 cannot be undone: there is no such change"
    );
}

#[test]
fn cells_that_changed_since_are_skipped_and_named() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let cells: Vec<Edit> = [("björn", "KYO"), ("emil", "KYO"), ("gus", "KYO"), ("anna", "LIS")]
        .map(|(user, company)| Edit { cell: store.cell(user, company), granted: true })
        .into();
    store.edit(ChangeKind::Grant, cells, None).unwrap();
    // One is revoked by hand, and another revoked and granted again.
    hr.run(
        "DELETE FROM hrm_user_company_access WHERE user_id = 3;
         UPDATE hrm_user_company_access SET id = 'abcdefabcdefabcdefabcdefabcdef00' WHERE user_id = 6",
    );
    let reverted = undo(&mut store);
    assert_eq!(left_alone(&reverted), ["björn × KYO", "emil × KYO"]);
    assert_eq!((reverted.change.added, reverted.change.removed), (0, 2));
    assert_eq!(store.companies_of("emil"), ["京都支社"]);
    assert!(store.companies_of("gus").is_empty());

    // Redo grants again exactly what was undone.
    redo(&mut store);
    assert!(store.companies_of("björn").is_empty());
    assert_eq!(store.companies_of("gus"), ["京都支社"]);
    assert!(store.companies_of("anna").contains(&"Escritório de Lisboa".into()));
}

#[test]
fn undoing_a_revoke_keeps_a_newer_grant_of_the_cell() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    store.revoke("chiyo", "LIS");
    hr.run(
        "INSERT INTO hrm_user_company_access VALUES
         ('abcdefabcdefabcdefabcdefabcdef00', 4, 'a3a4c6d0e2f34a5c8b7d9e0f1a2b3c03', '2026', '2026')",
    );
    let after = hr.dump();
    let reverted = undo(&mut store);
    assert_eq!(left_alone(&reverted), ["chiyo × LIS"]);
    assert_eq!(reverted.first, None);
    assert_eq!(hr.dump(), after);
    assert!(matches!(store.undo(None, None).unwrap_err(), StoreError::NothingToUndo));
}

#[test]
fn a_grant_whose_id_is_in_use_is_skipped() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    store.revoke("chiyo", "LIS");
    hr.run(
        "UPDATE hrm_user_company_access SET id = 'b01d69ed617f54837970820fe119a703' WHERE user_id = 5",
    );
    let after = hr.dump();
    assert_eq!(left_alone(&undo(&mut store)), ["chiyo × LIS"]);
    assert_eq!(hr.dump(), after);
}

#[test]
fn deleted_users_are_named_from_the_journal() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let cells: Vec<Edit> = [("björn", "KYO"), ("emil", "KYO"), ("emil", "LIS")]
        .map(|(user, company)| Edit { cell: store.cell(user, company), granted: true })
        .into();
    store.edit(ChangeKind::Grant, cells, None).unwrap();
    store.revoke("anna", "KYO");
    hr.run("DELETE FROM hrm_users WHERE id = 3; DELETE FROM hrm_company WHERE code = 'KYO'");
    let mut store = hr.open();
    let reverted = undo(&mut store);
    assert_eq!(left_alone(&reverted), ["anna × KYO"]);
    assert_eq!(reverted.left_alone[0].company_name, "京都支社");
    let reverted = undo(&mut store);
    assert_eq!(left_alone(&reverted), ["björn × KYO", "emil × KYO"]);
    assert!(store.companies_of("emil").is_empty());
    assert_eq!(hr.rows("SELECT count(*) FROM hrm_user_company_access WHERE user_id = 3"), ["1"]);
}

#[test]
fn a_user_deleted_with_all_grants_is_named_too() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    store.grant("gus", "KYO");
    let other = hr.sql();
    other
        .execute_batch(
            "PRAGMA foreign_keys = ON;
             DELETE FROM hrm_employee WHERE user_id = 8;
             DELETE FROM hrm_users WHERE id = 8;",
        )
        .unwrap();
    assert!(hr.grants_in_file(8).is_empty(), "the grant went with its user");
    assert_eq!(left_alone(&undo(&mut store)), ["gus × KYO"]);
}

const USERS_KNOW_WHEN_THEY_WERE_MADE: &str = "ALTER TABLE hrm_users ADD COLUMN created_at DATETIME;
     UPDATE hrm_users SET created_at = '2025-01-03 08:00:00.00000' || id";

#[test]
fn an_undo_restores_no_grant_to_a_new_owner_of_the_id() {
    let hr = Hr::of_2025();
    hr.run(USERS_KNOW_WHEN_THEY_WERE_MADE);
    let mut store = hr.open();
    store.grant("gus", "KYO");
    store.revoke("gus", "KYO");
    hr.run(
        "DELETE FROM hrm_employee WHERE user_id = 8;
         UPDATE hrm_users SET username = 'newhire', created_at = '2026-02-03 04:05:06.000000'
         WHERE id = 8;",
    );
    assert_eq!(left_alone(&undo(&mut store)), ["gus × KYO"]);
    assert!(hr.grants_in_file(8).is_empty());
    store.grant("newhire", "KYO");
    assert_eq!(left_alone(&undo(&mut store)), [""; 0], "what is new is undone as ever");
}

#[test]
fn an_undo_restores_the_grant_of_a_renamed_user() {
    let hr = Hr::of_2025();
    hr.run(USERS_KNOW_WHEN_THEY_WERE_MADE);
    let mut store = hr.open();
    store.grant("gus", "KYO");
    store.revoke("gus", "KYO");
    hr.run("UPDATE hrm_users SET username = 'augustus' WHERE id = 8");
    assert_eq!(left_alone(&undo(&mut store)), [""; 0]);
    assert_eq!(hr.grants_in_file(8).len(), 1);
}

#[test]
fn several_grants_of_one_cell_are_removed_and_restored_together() {
    let hr = Hr::of_2025();
    hr.run(
        "CREATE TABLE loose (id UUID NOT NULL PRIMARY KEY, user_id INTEGER, company_id UUID,
         created_at DATETIME, modified_at DATETIME);
         INSERT INTO loose SELECT * FROM hrm_user_company_access;
         INSERT INTO loose VALUES ('twin', 2, 'c2a4c6d0e2f34a5c8b7d9e0f1a2b3c02', '2026', NULL);
         DROP TABLE hrm_user_company_access;
         ALTER TABLE loose RENAME TO hrm_user_company_access",
    );
    let before = hr.dump();
    let mut store = hr.open();
    let counted = store.count();
    assert_eq!(counted.grants, 5);
    assert_eq!(store.companies_of("anna"), ["Büro Berlin", "京都支社"]);
    assert_eq!(store.revoke("anna", "KYO").delta.unwrap().grants, -1);
    assert_eq!(store.companies_of("anna"), ["Büro Berlin"]);
    let revoked = hr.dump();
    for _ in 0..2 {
        let reverted = undo(&mut store);
        assert!(reverted.left_alone.is_empty());
        assert_eq!((reverted.change.added, reverted.delta.unwrap().grants), (1, 1));
        assert_eq!(hr.dump(), before);
        assert_eq!(store.count(), counted);
        let reverted = redo(&mut store);
        assert!(reverted.left_alone.is_empty());
        assert_eq!((reverted.change.removed, reverted.delta.unwrap().grants), (1, -1));
        assert_eq!(hr.dump(), revoked);
    }
}

#[test]
fn an_undo_of_a_cell_revoked_and_granted_in_one_change_restores_the_old_grant() {
    let hr = Hr::of_2025();
    let before = hr.dump();
    let mut store = hr.open();
    let cell = store.cell("anna", "KYO");
    let edits = [false, true].map(|granted| Edit { cell: cell.clone(), granted });
    let change = store.edit(ChangeKind::Grant, edits, None).unwrap().change.unwrap();
    assert_eq!((change.added, change.removed), (1, 1));
    let after = hr.dump();
    assert!(undo(&mut store).left_alone.is_empty());
    assert_eq!(hr.dump(), before);
    assert!(redo(&mut store).left_alone.is_empty());
    assert_eq!(hr.dump(), after);
}

/// The code of a company is edited, and then edited again by another program, so that the
/// newest change cannot be undone.
fn with_an_obstacle() -> Hr {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    store.grant("björn", "KYO");
    let id = store.find_user("anna").expect("a user").id;
    let draft = Draft::default().with(Field::FirstName, "Anya");
    store.save_user(Some(id), &draft, &EditOptions::default()).expect("an edit");
    hr.run("UPDATE hrm_users SET first_name = 'Else' WHERE username = 'anna'");
    hr
}

#[test]
fn a_change_that_cannot_be_undone_is_skipped_and_named() {
    let hr = with_an_obstacle();
    let mut store = hr.open();
    let preview = store.preview_next_undo(&mut JobProgress::none()).expect("a preview");
    assert_eq!((preview.change.id, preview.removed), (ChangeId(1), 1));
    let done = undo(&mut store);
    assert_eq!(done.original.id, ChangeId(1));
    assert_eq!(done.skipped, preview.skipped);
    let skipped: Vec<String> = done.skipped.iter().map(ToString::to_string).collect();
    assert_eq!(skipped.len(), 1, "{skipped:?}");
    assert!(skipped[0].starts_with("skipped change 2: "), "{skipped:?}");
    // No other change is left, so the reason is reported each time.
    for _ in 0..2 {
        let error = store.undo(None, None).expect_err("nothing can be undone");
        assert!(matches!(error, StoreError::CannotUndo { id: 2, .. }), "{error}");
        let error = store.preview_next_undo(&mut JobProgress::none()).expect_err("likewise");
        assert!(matches!(error, StoreError::CannotUndo { id: 2, .. }), "{error}");
    }
    // Once the obstacle is gone, it works again.
    assert_eq!(redo(&mut store).original.id, ChangeId(1));
    hr.run("UPDATE hrm_users SET first_name = 'Anya' WHERE username = 'anna'");
    assert_eq!(undo(&mut store).original.id, ChangeId(2));
    assert_eq!(undo(&mut store).original.id, ChangeId(1));
}

#[test]
fn a_change_that_cannot_be_redone_is_skipped_and_named() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    store.grant("björn", "KYO");
    let id = store.find_user("anna").expect("a user").id;
    let draft = Draft::default().with(Field::FirstName, "Anya");
    store.save_user(Some(id), &draft, &EditOptions::default()).expect("an edit");
    store.undo(Some(ChangeId(1)), None).expect("an undo by number");
    assert_eq!(undo(&mut store).original.id, ChangeId(2));
    hr.run("UPDATE hrm_users SET first_name = 'Else' WHERE username = 'anna'");
    let preview = store.preview_redo(&mut JobProgress::none()).expect("a preview");
    let done = redo(&mut store);
    assert_eq!((done.original.id, preview.change.id), (ChangeId(1), ChangeId(1)));
    assert_eq!(done.skipped[0].id, ChangeId(2));
    assert_eq!(done.skipped, preview.skipped);
    let error = store.redo(None).expect_err("nothing can be redone");
    assert!(matches!(error, StoreError::CannotRedo { id: 2, .. }), "{error}");
}
