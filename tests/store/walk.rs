//! Reading selected users: whatever their order, each is visited with the same values as when
//! read alone.

use crate::common::{Hr, every_user, services};
use grantgrid::domain::{Bulk, Cancel, ChangeId, JobProgress, Operation, UserId};
use grantgrid::store::{DemoPlan, Provenance, Store, StoreError};

/// More users than are read under one lock, with gaps between their ids.
fn hr() -> Hr {
    let hr = Hr::empty_folder();
    let plan = DemoPlan { users: 9_000, companies: 12, grants: 20_000, seed: 5 };
    Store::write_demo(&hr.path, &plan).expect("a demo");
    hr.run("DELETE FROM hrm_users WHERE id % 7 = 3 AND id > 1");
    hr
}

/// Selections of users: all, far apart, unsorted, deleted.
fn choices(all: &[UserId]) -> Vec<Vec<UserId>> {
    let sparse: Vec<UserId> = all.iter().copied().step_by(50).collect();
    let backwards: Vec<UserId> = all.iter().rev().copied().step_by(9).collect();
    let gone = vec![UserId(-4), all[0], UserId(10), all[20], UserId(i64::MAX)];
    vec![all.to_vec(), sparse, backwards, gone, Vec::new()]
}

#[test]
fn users_in_any_order_have_the_same_rows() {
    let hr = hr();
    let store = hr.open();
    for users in choices(&every_user(&store)) {
        let mut visited = Vec::new();
        let visit = |user: grantgrid::domain::User, companies: &[usize]| {
            visited.push((user, companies.to_vec()));
            Ok::<(), StoreError>(())
        };
        store.for_each_of(&users, &mut JobProgress::none(), visit).expect("a walk");
        let rows = store.access_rows(&users).expect("the rows");
        let expected: Vec<_> = rows.into_iter().map(|row| (row.user, row.companies)).collect();
        assert!(visited == expected, "{} users", users.len());
    }
}

#[test]
fn every_grant_has_its_change() {
    let hr = hr();
    let mut store = hr.open();
    let all = every_user(&store);
    let company = store.companies()[3].id.clone();
    let reasons = ["one", "two", "three"];
    for (part, reason) in all.chunks(3_000).zip(reasons) {
        let (users, companies) = (part.to_vec(), vec![company.clone()]);
        let bulk = Bulk { operation: Operation::Grant, users, companies };
        store.commit(&bulk, None, Some(reason), &mut JobProgress::none()).expect("a change");
    }
    // What an undo and a redo restore was still made by the first change.
    store.undo(Some(ChangeId(2)), Some("oh")).expect("an undo");
    store.redo(Some("no")).expect("a redo");
    for users in choices(&all) {
        let mut visited = 0;
        store
            .for_each_grants_of(&users, &mut JobProgress::none(), |user, grants| {
                let alone = store.grants_of(user.id)?;
                assert_eq!(grants.len(), alone.len());
                for (grant, alone) in grants.iter().zip(&alone) {
                    assert_eq!(store.companies()[grant.company].id, alone.company);
                    assert_eq!(grant.granted_at, alone.granted_at);
                    let is_new = alone.granted_at == crate::common::NOW;
                    let at = all.binary_search(&user.id).expect("a user");
                    let reason = Some(reasons[at / 3_000].to_owned());
                    let made = is_new.then(|| Provenance { by: "ada".into(), reason });
                    assert_eq!(grant.made, made);
                }
                visited += 1;
                Ok::<(), StoreError>(())
            })
            .expect("a walk");
        let there = users.iter().filter(|user| all.contains(user)).count();
        assert_eq!(visited, there);
    }
}

#[test]
fn a_walk_can_be_stopped() {
    let hr = hr();
    let store = Store::open(&hr.path, services(crate::common::Ids::from(1))).expect("a store");
    let cancel = Cancel::default();
    let users = every_user(&store);
    let mut visited = 0;
    let mut progress = |_, _| {};
    let mut watch = JobProgress::new(&cancel, &mut progress);
    let stopped = store.for_each_of(&users, &mut watch, |_, _| {
        visited += 1;
        cancel.cancel();
        Ok(())
    });
    assert!(matches!(stopped, Err(StoreError::Cancelled)), "{stopped:?}");
    assert!(visited < users.len(), "{visited}");
}

/// Several connections read parts of a large table: none sees what another program has not
/// committed, and all see what it has.
#[test]
fn large_reads_see_exactly_what_is_committed() {
    let hr = hr();
    let mut store = hr.open();
    let read = |store: &Store| {
        let mut grants = 0;
        let visit = |_, companies: &[usize]| {
            grants += companies.len() as u64;
            Ok::<(), StoreError>(())
        };
        store.for_each_user(visit).expect("a walk");
        let counted = store.statistics(&Cancel::default()).expect("statistics").grants;
        (grants, counted)
    };
    let before = read(&store);
    assert_eq!(before.0, before.1);
    let other = rusqlite::Connection::open(&hr.path).expect("another program");
    // Readers are locked out only when changed pages are written before the commit.
    let delete = "PRAGMA cache_spill = OFF; BEGIN IMMEDIATE; DELETE FROM hrm_user_company_access WHERE user_id % 50 = 1";
    other.execute_batch(delete).expect("a change that is not committed");
    assert_eq!(read(&store), before);
    other.execute_batch("COMMIT").expect("a commit");
    store.changed_externally().expect("a reload");
    let after = read(&store);
    assert_eq!(after.0, after.1);
    assert_eq!((before.0, after.0), (17_214, 16_876));
}
