//! Edits and deletions of users and companies based on what a person saw: if another program
//! has written since, nothing is done.

use crate::common::{ByName, Hr};
use grantgrid::domain::{Cancel, Draft, Field, Guard, JobProgress};
use grantgrid::store::{EditOptions, StoreError};

#[test]
fn an_edit_is_refused_if_one_of_its_fields_changed_meanwhile() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let anna = store.person("anna").id;
    let seen = store.user_draft(anna).expect("the user");
    let how = EditOptions { seen: seen.clone(), ..EditOptions::default() };
    hr.run("UPDATE hrm_users SET first_name = 'Hanna', is_active = 0 WHERE username = 'anna'");
    let before = hr.dump_all();
    let first = Draft::default().with(Field::FirstName, "Anya");
    let done = store.save_user(Some(anna), &first, &how);
    assert!(matches!(done, Err(StoreError::Outdated)), "{done:?}");
    assert_eq!(hr.dump_all(), before);
    // Fields that nobody else has changed, and values that already match, can be saved.
    let last = Draft::default().with(Field::LastName, "Nová").with(Field::FirstName, "Hanna");
    let done = store.save_user(Some(anna), &last, &how).expect("an edit");
    assert_eq!(done.edits[0].values.len(), 1, "{:?}", done.edits);
    let changed = last.changed_from(&seen);
    assert_eq!(changed, last);
    assert!(seen.changed_from(&seen).is_empty());

    let id = store.find_company("KYO").expect("a company").id.clone();
    let how =
        EditOptions { seen: store.company_draft(&id).expect("a draft"), ..EditOptions::default() };
    hr.run("UPDATE hrm_company SET name = 'Kyōto' WHERE code = 'KYO'");
    let done = store.save_company(Some(&id), &Draft::default().with(Field::Name, "Kyoto"), &how);
    assert!(matches!(done, Err(StoreError::Outdated)), "{done:?}");
}

#[test]
fn a_deletion_deletes_only_as_many_grants_as_shown() {
    let hr = Hr::of_2025();
    hr.run("DELETE FROM hrm_employee WHERE company_id = (SELECT id FROM hrm_company WHERE code = 'KYO')");
    let mut store = hr.open();
    let kyo = store.find_company("KYO").expect("a company").id.clone();
    let grants = store.deletion_impact_of_company(&kyo).expect("a look").grants;
    assert_eq!(grants, 1);
    let before = hr.dump();
    for told in [grants - 1, grants + 1] {
        let how = EditOptions { grants: Some(told), ..EditOptions::default() };
        let done =
            store.delete_companies(std::slice::from_ref(&kyo), &how, &mut JobProgress::none());
        assert!(matches!(done, Err(StoreError::Outdated)), "{done:?}");
        assert_eq!(hr.dump(), before);
    }
    let how = EditOptions { grants: Some(grants), ..EditOptions::default() };
    store.delete_companies(&[kyo], &how, &mut JobProgress::none()).expect("a deletion");
    store.undo(None, None).expect("an undo");
    assert_eq!(hr.dump(), before);
}

#[test]
fn every_grant_of_the_last_super_admin_is_guarded_in_a_deletion_too() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let user = store.person("root").id;
    for company in store.companies_of("root") {
        store.revoke("root", &company);
    }
    store.grant("root", "KYO");
    assert_eq!(store.companies_of("root").len(), 1, "{user}");
    let kyo = store.find_company("KYO").expect("a company").id.clone();
    let guard = |companies: &[_]| {
        let preview = store.preview_deletion((&[], companies), 1, None, &Cancel::default());
        preview.expect("a preview").guard
    };
    let last = Guard::LastSuperAdmin { count: 1, username: "root".into() };
    assert_eq!(guard(std::slice::from_ref(&kyo)), Some(last));
    assert_eq!(guard(&[]), None, "of users the store itself sees to it");
    let other = hr.open().companies().iter().find(|it| it.id != kyo).map(|it| it.id.clone());
    assert_eq!(guard(&[other.expect("another company")]), None);
}
