//! The rights of the operator of one tenant are checked on the server, in the transaction that
//! writes: nothing that was moved out of the tenant since the replica was read is granted,
//! revoked or edited.

use grantgrid::domain::{Bulk, JobProgress, UserId};
use grantgrid::store::{EditOptions, Store, StoreError};

use crate::harness::{Hrm, hrm};
use crate::pull::assert_same;
use crate::write::{assert_one_history, edit, hr_tables, open};

/// The tenant that is not Mei Tan's.
const OTHER: &str = "00000000-0000-0000-0000-000000000042";

fn as_mei(hrm: &Hrm) -> Store {
    let mut store = open(hrm, "one.db");
    store.act_as("mei.tan").expect("an operator");
    store
}

/// Makes an edit after the HR system has changed something that the replica does not know yet,
/// and once more when it knows.
#[track_caller]
fn refused_after<T: std::fmt::Debug>(
    change: &str,
    mut work: impl FnMut(&mut Store) -> Result<T, StoreError>,
) {
    let Some(hrm) = hrm() else { return };
    let mut store = as_mei(&hrm);
    hrm.run(change);
    let before = hr_tables(&hrm);
    let first = work(&mut store);
    assert!(matches!(first, Err(StoreError::Outdated)), "{change}: {first:?}");
    assert!(store.changed_externally().is_ok());
    let second = work(&mut store);
    let is_beyond = matches!(
        second,
        Err(StoreError::OutOfReach(_)
            | StoreError::NoRights { .. }
            | StoreError::NoSuchCompany { .. }
            | StoreError::Gone(_))
    );
    assert!(is_beyond, "{change}: {second:?}");
    assert_eq!(hr_tables(&hrm), before, "{change}");
    assert_same(&hrm, &hrm.path("one.db"));
}

#[test]
fn a_user_who_left_the_tenant_is_not_granted_anything() {
    for change in [
        "UPDATE hrm_employee SET company_id = (SELECT id FROM hrm_company WHERE code = 'ZRH') \
         WHERE user_id = 6",
        "UPDATE hrm_employee SET user_id = 9 WHERE user_id = 6; \
         UPDATE hrm_users SET organization_id = 2 WHERE id = 6",
        "INSERT INTO hrm_employee (id, employee_id, first_name, last_name, hire_date, basic_salary, \
           user_id, company_id) SELECT -1, 'X', 'S', 'R', now(), 0, 6, id FROM hrm_company \
         WHERE code = 'ZRH'",
    ] {
        refused_after(change, |store| edit(store, 6, "HKG", true));
    }
    for change in [
        "UPDATE hrm_users SET organization_id = 2 WHERE id = 9",
        "UPDATE organization SET tenant_id = '00000000-0000-0000-0000-000000000042' WHERE id = 1",
    ] {
        refused_after(change, |store| edit(store, 9, "SYD", true));
    }
}

#[test]
fn a_company_that_left_the_tenant_is_not_granted() {
    let moved = format!("UPDATE hrm_company SET tenant_id = '{OTHER}' WHERE code = 'HKG'");
    refused_after(&moved, |store| edit(store, 6, "HKG", true));
    refused_after(&moved, |store| edit(store, 4, "HKG", false));
}

#[test]
fn one_user_who_left_stops_a_whole_change() {
    let Some(hrm) = hrm() else { return };
    let mut store = as_mei(&hrm);
    let users = store.user_ids_after(None, 5_000).expect("the users");
    let companies: Vec<_> = store.companies().iter().map(|company| company.id.clone()).collect();
    let count = users.len();
    let bulk = Bulk::grant(users, companies);
    hrm.run("UPDATE hrm_users SET organization_id = 2 WHERE id = 9");
    let before = hr_tables(&hrm);
    let done = store.commit(&bulk, None, None, &mut JobProgress::none());
    assert!(matches!(done, Err(StoreError::Outdated)), "{done:?}");
    assert_eq!(hr_tables(&hrm), before);
    assert!(store.changed_externally().expect("an answer"));
    let users = store.user_ids_after(None, 5_000).expect("the users");
    assert_eq!(users.len() + 1, count);
    let companies: Vec<_> = store.companies().iter().map(|company| company.id.clone()).collect();
    let bulk = Bulk::grant(users, companies);
    store.commit(&bulk, None, None, &mut JobProgress::none()).expect("the rest is within");
    drop(store);
    assert_one_history(&hrm, &["one.db", "two.db"]);
}

#[test]
fn a_user_who_left_the_tenant_is_not_edited() {
    let moved = "UPDATE hrm_users SET organization_id = 2 WHERE id = 9";
    refused_after(moved, |store| {
        store.set_users_active(&[UserId(9)], false, &EditOptions::default())
    });
}

#[test]
fn an_operator_whose_tenant_or_role_changed_cannot_change_anything() {
    for change in [
        "UPDATE hrm_roles SET is_active = false WHERE name = 'Tenant Admin'",
        "UPDATE hrm_employee SET company_id = (SELECT id FROM hrm_company WHERE code = 'ZRH') \
         WHERE user_id = 2",
        "UPDATE hrm_company SET tenant_id = '00000000-0000-0000-0000-000000000042' \
         WHERE code = 'SYD'",
    ] {
        refused_after(change, |store| edit(store, 9, "HKG", true));
    }
}

#[test]
fn an_operator_of_one_tenant_edits_its_users() {
    let Some(hrm) = hrm() else { return };
    let mut store = as_mei(&hrm);
    let before = hr_tables(&hrm);
    store.set_users_active(&[UserId(9)], false, &EditOptions::default()).expect("an edit");
    assert_eq!(hrm.number("SELECT count(*) FROM hrm_users WHERE id = 9 AND NOT is_active"), 1);
    store.undo(None, None).expect("an undo");
    assert_eq!(hr_tables(&hrm), before);
    drop(store);
    assert_one_history(&hrm, &["one.db", "two.db"]);
}
