//! When each user was last changed, according to grantgrid's history.

use crate::common::{ByName, Hr, Ids, every_user};
use crate::reused_ids::{add, uma};
use grantgrid::domain::{Cancel, Draft, Field, JobProgress, UserId};
use grantgrid::filter::{Axis, parse};
use grantgrid::store::{EditOptions, Order, Query, SortBy, Store};

/// The users with a last change, each with the number of the change.
fn last_changes(hr: &Hr, store: &Store) -> Vec<(i64, i64)> {
    let found = store.last_changes(&every_user(store)).expect("the last changes");
    let change = |at: &str| {
        let found = hr.rows(&format!("SELECT max(id) FROM grantgrid_change WHERE at = '{at}'"));
        found[0].parse::<i64>().expect("the change")
    };
    found.into_iter().map(|(user, at)| (user.0, change(&at))).collect()
}

fn told(hr: &Hr) -> Vec<(i64, i64)> {
    last_changes(hr, &hr.open())
}

/// Gives each change its own time.
fn tell_apart(hr: &Hr) {
    hr.run("UPDATE grantgrid_change SET at = '2020-01-01 00:00:' || printf('%02d.000000', id)");
}

fn told_of(hr: &Hr, user: i64) -> Option<i64> {
    tell_apart(hr);
    told(hr).into_iter().find(|(of, _)| *of == user).map(|(_, change)| change)
}

#[test]
fn every_kind_of_change_is_the_last_change_of_its_users() {
    let hr = Hr::of_2025();
    assert_eq!(told(&hr), []);
    hr.open().grant("chiyo", "KYO");
    assert_eq!(told_of(&hr, 4), Some(1));
    assert_eq!(told(&hr).len(), 1, "of nobody else");
    hr.open().revoke("chiyo", "KYO");
    assert_eq!(told_of(&hr, 4), Some(2));
    hr.open().undo(None, None).expect("an undo");
    assert_eq!(told_of(&hr, 4), Some(3));
    let none = EditOptions::default();
    let rename = Draft::default().with(Field::FirstName, "Chiyoko");
    hr.open().save_user(Some(UserId(4)), &rename, &none).expect("an edit");
    assert_eq!(told_of(&hr, 4), Some(4));
    let home = Draft::default().with(Field::Home, "LIS");
    let id = add(&mut hr.open(), &uma());
    assert_eq!(told_of(&hr, id), Some(5));
    hr.open().save_user(Some(UserId(id)), &home, &none).expect("an edit");
    assert_eq!(told_of(&hr, id), Some(6), "an employee record is the user's");
}

#[test]
fn changes_of_an_earlier_owner_of_the_id_do_not_count() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let id = add(&mut store, &uma());
    store.grant("uma", "LIS");
    assert_eq!(told_of(&hr, id), Some(2));
    store
        .delete_users(&[UserId(id)], &EditOptions::default(), &mut JobProgress::none())
        .expect("a deletion");
    hr.run(&format!(
        "INSERT INTO hrm_users VALUES ({id}, 'new', 'n@x', 'x', 'Nu', 'One', 1, 1, 3, 1)"
    ));
    assert_eq!(told_of(&hr, id), None);
    hr.open_with(Ids::from(50)).grant("new", "KYO");
    assert_eq!(told_of(&hr, id), Some(4));
}

#[test]
fn an_older_history_has_last_changes_after_its_next_change() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    store.grant("chiyo", "KYO");
    store.grant("björn", "KYO");
    let id = add(&mut store, &uma());
    drop(store);
    tell_apart(&hr);
    let before = told(&hr);
    assert_eq!(before.len(), 3);
    hr.run(
        "DROP TABLE grantgrid_last_change; \
         UPDATE grantgrid_meta SET value = 7 WHERE key = 'format'",
    );
    assert_eq!(told(&hr), []);
    assert_eq!(sorted(&mut hr.open()), every_user(&hr.open()), "nothing to sort by");
    hr.open_with(Ids::from(50)).grant("anna", "OLD");
    assert_eq!(told(&hr).len(), 4);
    assert_eq!(told_of(&hr, id), Some(3));
    assert_eq!(told_of(&hr, 2), Some(4));
    assert_eq!(hr.rows("SELECT value FROM grantgrid_meta WHERE key = 'format'"), ["8"]);
}

fn sorted(store: &mut Store) -> Vec<UserId> {
    let filter = parse(Axis::Users, "").expect("a filter");
    let order = Order { by: SortBy::LastChange, descending: true };
    let query = Query { order, ..Query::of(&filter) };
    store.select_users(&query, &Cancel::default()).expect("users")
}

#[test]
fn users_are_sorted_by_their_last_change() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    for (name, code) in [("chiyo", "KYO"), ("anna", "OLD"), ("björn", "KYO"), ("anna", "LIS")] {
        store.grant(name, code);
    }
    drop(store);
    tell_apart(&hr);
    let mut store = hr.open_with(Ids::from(50));
    let first: Vec<String> = sorted(&mut store)[..3]
        .iter()
        .map(|user| store.user(*user).expect("a user").expect("it is there").username)
        .collect();
    assert_eq!(first, ["anna", "björn", "chiyo"]);
    let all = sorted(&mut store);
    store.grant("chiyo", "OLD");
    assert_eq!(sorted(&mut store)[0], UserId(4), "what was read is read again");
    assert_eq!(sorted(&mut store)[3..], all[3..]);
}

#[test]
fn an_operator_of_one_tenant_sees_no_last_changes_of_others() {
    let hr = Hr::of_2025();
    hr.open().grant("björn", "LIS");
    let mut store = hr.open();
    store.act_as("anna").expect("an operator");
    assert_eq!(last_changes(&hr, &store), []);
    hr.open_with(Ids::from(50)).grant("björn", "KYO");
    let mut store = hr.open();
    store.act_as("anna").expect("an operator");
    let user = store.find_user("björn").expect("a user").id;
    assert_eq!(last_changes(&hr, &store), [(user.0, 2)]);
    assert_eq!(sorted(&mut store)[0], user);
}
