//! Deleting users and companies: not if something refers to them, and an undo restores
//! everything.

use super::records::{draft, rows_of};
use crate::common::{ByName, Hr};
use grantgrid::domain::{ChangeId, Field, JobProgress};
use grantgrid::store::{EditOptions, ImportLine, StoreError};

#[test]
fn a_referenced_row_is_not_deleted_and_the_references_are_counted() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let before = hr.dump_all();
    let kyo = store.find_company("KYO").expect("a company").id.clone();
    let departure = store.deletion_impact_of_company(&kyo).expect("a look");
    assert_eq!(
        (departure.blocked_by().as_str(), departure.is_allowed()),
        ("1 employee refers to it", false)
    );
    assert!(departure.blockers[0].cascades, "the database would take the employee along");
    let refused = store.delete_companies(&[kyo], &EditOptions::default(), &mut JobProgress::none());
    assert_eq!(
        refused.expect_err("refused").to_string(),
        "company KYO cannot be deleted: 1 employee belongs to it; deactivate it instead"
    );
    let root = store.person("root").id;
    let refused = store.delete_users(&[root], &EditOptions::default(), &mut JobProgress::none());
    let sentence = refused.expect_err("refused").to_string();
    assert!(sentence.starts_with("user root cannot be deleted: "), "{sentence}");
    assert_eq!(hr.dump_all(), before);
}

#[test]
fn a_user_who_cannot_be_deleted_keeps_the_employee_record() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let tim = draft(&[
        (Field::Username, "tim"),
        (Field::Email, "tim@x.org"),
        (Field::Role, "Manager"),
        (Field::Home, "KYO"),
    ]);
    store.save_user(None, &tim, &EditOptions::default()).expect("a user");
    store.grant("tim", "LIS");
    let before = hr.dump();
    let refused = store.undo(Some(ChangeId(1)), None).expect_err("a grant holds him");
    let why = refused.to_string();
    assert_eq!(why, "change 1 cannot be undone: user tim: 1 grant refers to it; and 1 more");
    assert_eq!(hr.dump(), before);
    store.revoke("tim", "LIS");
    store.undo(Some(ChangeId(1)), None).expect("an undo");
    assert!(matches!(store.find_user("tim"), Err(StoreError::NoSuchUser { .. })));
}

/// Many tables of the HR system refer to users and companies without a foreign key.
#[test]
fn rows_referenced_without_a_foreign_key_are_not_deleted_either() {
    let hr = Hr::of_2025();
    hr.run(
        "CREATE TABLE hrm_claim (id INTEGER PRIMARY KEY, approver_user_id INTEGER, office UUID);
         CREATE TABLE hrm_shift (company_id UUID, user_id INTEGER, PRIMARY KEY (company_id, user_id),
           FOREIGN KEY (company_id, user_id) REFERENCES hrm_user_company_access (company_id, user_id));
         INSERT INTO hrm_claim SELECT 1, u.id, c.id FROM hrm_users u, hrm_company c
           WHERE u.username = 'emil' AND c.code = 'OLD';
         INSERT INTO hrm_shift SELECT c.id, u.id FROM hrm_users u, hrm_company c
           WHERE u.username = 'emil' AND c.code = 'OLD'",
    );
    let mut store = hr.open();
    store.grant("emil", "OLD");
    let before = hr.dump_all();
    let old = store.find_company("OLD").expect("a company").id.clone();
    let departure = store.deletion_impact_of_company(&old).expect("a look");
    assert_eq!(departure.blocked_by(), "1 row of hrm_claim, 1 row of hrm_shift refer to it");
    let emil = store.person("emil").id;
    let departure = store.deletion_impact_of_user(emil).expect("a look");
    assert_eq!(departure.blocked_by(), "1 row of hrm_claim, 1 row of hrm_shift refer to it");
    let refused = store.delete_companies(&[old], &EditOptions::default(), &mut JobProgress::none());
    refused.expect_err("a claim names the company");
    let refused = store.delete_users(&[emil], &EditOptions::default(), &mut JobProgress::none());
    refused.expect_err("a claim names the user");
    assert_eq!(hr.dump_all(), before);
}

#[test]
fn deleting_also_deletes_the_grants_and_an_undo_restores_all() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    store.grant("emil", "OLD");
    store.grant("emil", "LIS");
    store.grant("anna", "OLD");
    hr.run("INSERT INTO hrm_user_company_access VALUES ('feed0000000000000000000000000bad', 999, 'd4a4c6d0e2f34a5c8b7d9e0f1a2b3c04', 'x', NULL)");
    let before = hr.dump();
    let mut store = hr.open();
    let figures = store.count();
    let old = store.find_company("OLD").expect("a company").id.clone();
    let departure = store.deletion_impact_of_company(&old).expect("a look");
    assert!(departure.is_allowed(), "{}", departure.blocked_by());
    let grants = departure.grants;
    let gone = store
        .delete_companies(
            std::slice::from_ref(&old),
            &EditOptions::default(),
            &mut JobProgress::none(),
        )
        .expect("a deletion");
    let change = gone.change.expect("a change");
    assert_eq!(change.removed + 1, grants, "the orphan goes as a row");
    assert_eq!(change.rows_in_words(), "1 grant deleted, 1 company deleted");
    assert!(hr.rows("SELECT 1 FROM hrm_user_company_access WHERE company_id = 'd4a4c6d0e2f34a5c8b7d9e0f1a2b3c04'").is_empty());
    let after_company = hr.dump();

    let emil = store.person("emil").id;
    let gone = store
        .delete_users(&[emil], &EditOptions::default(), &mut JobProgress::none())
        .expect("a deletion");
    assert_eq!(gone.change.expect("a change").rows_in_words(), "1 user deleted");
    assert_eq!(store.count().users, figures.users - 1);
    store = hr.open();
    assert!(matches!(store.find_user("emil"), Err(StoreError::NoSuchUser { .. })));
    assert_eq!(store.find_user_in_history("emil").expect("history knows"), emil);

    let preview = store.next_to_undo().expect("a look").expect("a change").id;
    let preview = store.preview_undo(preview, &mut JobProgress::none()).expect("a preview");
    assert_eq!((preview.added, preview.left_alone_count, preview.left_rows_count), (1, 0, 0));
    store.undo(None, None).expect("an undo");
    assert_eq!(hr.dump(), after_company);
    let undone = store.undo(None, None).expect("an undo");
    assert_eq!((undone.left_alone_count, undone.left_rows_count), (0, 0));
    assert_eq!(hr.dump(), before);
    assert_eq!(store.count(), figures);
    assert_eq!(store.find_company("OLD").map(|company| company.id.clone()).expect("back"), old);
    store.redo(None).expect("a redo");
    assert_eq!(hr.dump(), after_company);
}

#[test]
fn many_deletions_are_one_change_and_referenced_rows_stay() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let before = hr.dump();
    let lines: Vec<ImportLine> = (0..60)
        .map(|at| {
            let (name, email) = (format!("u{at}"), format!("u{at}@x.example"));
            let fields = [(Field::Username, &*name), (Field::Email, &*email), (Field::Home, "KYO")];
            ImportLine { line: at, draft: draft(&fields), uncovered: None }
        })
        .collect();
    let report = store
        .import_users(&lines, false, &EditOptions::default(), &mut JobProgress::none())
        .expect("an import");
    assert_eq!(
        (report.added, rows_of(&report.recorded).as_str()),
        (60, "60 users added, 60 employees added")
    );
    let boss = store.person("u50").id;
    hr.run(&format!("UPDATE hrm_users SET reporting_manager_id = {boss} WHERE username = 'anna'"));
    let undone = store.undo(None, None).expect("an undo");
    let left: Vec<String> = undone.left_rows.iter().map(ToString::to_string).collect();
    assert_eq!(left, ["employee record of u50: its user stays", "user u50: 1 user refers to it"]);
    assert_eq!(undone.change.rows_in_words(), "59 employees deleted, 59 users deleted");
    hr.run("UPDATE hrm_users SET reporting_manager_id = 1 WHERE username = 'anna'");
    hr.run(&format!("DELETE FROM hrm_employee WHERE user_id = {boss}"));
    hr.run("DELETE FROM hrm_users WHERE username = 'u50'");
    assert_eq!(hr.dump(), before);
}
