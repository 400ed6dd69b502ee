//! An id that now belongs to another person: no undo or redo affects that person.

use super::reused_ids::{add, uma};
use crate::common::{ByName, Hr};
use grantgrid::domain::{Draft, Field, FindingKind, JobProgress};
use grantgrid::store::{EditOptions, Store};

const CREATED: &str = "ALTER TABLE hrm_users ADD COLUMN created_at DATETIME;
     UPDATE hrm_users SET created_at = '2025-01-03 08:00:00.00000' || id";

/// Another person gets the id of gus, who has the id 8.
const REPLACED: &str = "DELETE FROM hrm_employee WHERE user_id = 8;
     DELETE FROM hrm_user_company_access WHERE user_id = 8;
     UPDATE hrm_users SET username = 'other', email = 'other@nordwind.example', first_name = 'O',
     last_name = 'Ther', created_at = '2026-02-03 04:05:06.000000' WHERE id = 8";

const ANOTHER: &str = "the id of its user belongs to another person now";

fn edit(store: &mut Store, user: i64, draft: &Draft) {
    let user = grantgrid::domain::UserId(user);
    store.save_user(Some(user), draft, &EditOptions::default()).expect("an edit");
}

#[test]
fn an_edit_is_neither_undone_nor_redone_for_a_new_owner_of_the_id() {
    for draft in [
        Draft::default().with(Field::Role, "Super Admin"),
        Draft::default().with(Field::FirstName, "Gustav"),
        Draft::default().with(Field::Active, "no"),
    ] {
        for redo in [false, true] {
            let hr = Hr::of_2025();
            hr.run(CREATED);
            let mut store = hr.open();
            edit(&mut store, 8, &draft);
            if redo {
                store.undo(None, None).expect("an undo");
            }
            hr.run(REPLACED);
            let before = hr.dump();
            let refused = if redo { store.redo(None) } else { store.undo(None, None) };
            let why = refused.expect_err("another person").to_string();
            assert!(why.ends_with(&format!("user gus: {ANOTHER}")), "{why}");
            assert_eq!(hr.dump(), before);
        }
    }
}

/// The HR system deleted gus, kept his grants, and gave his id to somebody else.
#[test]
fn an_undo_does_not_revoke_the_grant_of_a_new_owner_of_the_id() {
    let hr = Hr::of_2025();
    hr.run(CREATED);
    let mut store = hr.open();
    store.grant("gus", "KYO");
    let granted = hr.grants_in_file(8);
    hr.run(
        "UPDATE hrm_users SET username = 'other', created_at = '2026-02-03 04:05:06.000000' \
         WHERE id = 8",
    );
    let id = store.next_to_undo().expect("the journal").expect("a change").id;
    let refused = store.undo_named(id, None, &mut JobProgress::none());
    let why = refused.expect_err("another person").to_string();
    assert!(why.contains(&format!("{ANOTHER}: gus × KYO")), "{why}");
    let preview = store.preview_undo(id, &mut JobProgress::none()).expect("a preview");
    assert_eq!((preview.removed, preview.left_alone_count), (0, 1));
    let reverted = store.undo(None, None).expect("an undo");
    assert_eq!((reverted.change.removed, reverted.left_alone_count), (0, 1));
    assert_eq!(hr.grants_in_file(8), granted);
}

#[test]
fn a_person_without_a_creation_time_is_known_by_the_username() {
    let hr = Hr::of_2025();
    hr.run(CREATED);
    hr.run("UPDATE hrm_users SET created_at = NULL");
    let mut store = hr.open();
    store.grant("gus", "KYO");
    store.revoke("gus", "KYO");
    hr.run(REPLACED);
    hr.run("UPDATE hrm_users SET created_at = NULL");
    let reverted = store.undo(None, None).expect("an undo");
    assert_eq!(reverted.left_alone_count, 1);
    assert!(hr.grants_in_file(8).is_empty());
}

#[test]
fn a_rename_by_grantgrid_keeps_the_person() {
    let hr = Hr::of_2025();
    hr.run(CREATED);
    hr.run("UPDATE hrm_users SET created_at = NULL");
    let mut store = hr.open();
    store.grant("gus", "KYO");
    store.revoke("gus", "KYO");
    edit(&mut store, 8, &Draft::default().with(Field::Username, "august"));
    store.grant("august", "LIS");
    for _ in 0..4 {
        let reverted = store.undo(None, None).expect("an undo");
        assert_eq!((reverted.left_alone_count, reverted.left_rows_count), (0, 0));
    }
    assert!(hr.grants_in_file(8).is_empty());
    assert_eq!(hr.rows("SELECT username FROM hrm_users WHERE id = 8"), ["'gus'"]);
}

#[test]
fn the_employee_record_of_a_user_whose_id_is_taken_is_not_restored() {
    let hr = Hr::of_2025();
    hr.run(CREATED);
    let mut store = hr.open();
    let id = add(&mut store, &uma().with(Field::Home, "KYO"));
    store.undo(None, None).expect("an undo");
    hr.run(&format!(
        "INSERT INTO hrm_users (id, username, email, password_hash, first_name, last_name, is_active, organization_id, role_id, created_at) \
         VALUES ({id}, 'other', 'o@x', 'x', 'O', 'T', 1, 1, 4, '2026-03-03')"
    ));
    let before = hr.dump();
    let why = store.redo(None).expect_err("the id is taken").to_string();
    assert!(why.contains("user uma: its id is another's by now"), "{why}");
    assert_eq!(hr.dump(), before);
}

#[test]
fn an_orphan_grant_that_a_repair_deleted_is_restored_for_nobody_else() {
    let hr = Hr::of_2025();
    hr.run(CREATED);
    let mut store = hr.open();
    // The fixture has a grant of a user 99.
    store.repair(None, &mut JobProgress::none()).expect("a repair");
    hr.run(
        "INSERT INTO hrm_users (id, username, email, password_hash, first_name, last_name, is_active, organization_id, role_id, created_at) \
         VALUES (99, 'other', 'o@x', 'x', 'O', 'T', 1, 1, 4, '2026-03-03')",
    );
    let reverted = store.undo(None, None).expect("an undo of the rest");
    let left: Vec<String> = reverted.left_rows.iter().map(ToString::to_string).collect();
    assert_eq!(left, [format!("grant user 99 (gone) × BER Büro Berlin: {ANOTHER}")]);
    assert!(hr.grants_in_file(99).is_empty());
}

#[test]
fn a_row_whose_values_are_lost_cannot_be_undone_and_is_found() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    edit(&mut store, 8, &Draft::default().with(Field::FirstName, "Gustav"));
    hr.run("DELETE FROM grantgrid_value");
    let why = store.undo(None, None).expect_err("no values").to_string();
    assert!(why.ends_with("its values are missing from grantgrid's history"), "{why}");
    let report = store.check(false, &mut JobProgress::none()).expect("a check");
    let journal = report.findings.iter().find(|it| it.kind == FindingKind::Journal).expect("it");
    assert_eq!(journal.samples, ["1 row of change 1 without values: it cannot be undone"]);
    hr.run("DELETE FROM grantgrid_row");
    let why = store.undo(None, None).expect_err("no rows").to_string();
    assert!(why.ends_with("its cells and rows are missing from grantgrid's history"), "{why}");
}
