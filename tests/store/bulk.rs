//! Bulk changes on real files: what each operation does and what its preview says, the guard,
//! and what is left of a change that fails or is cancelled.

use crate::common::{ByName, Hr, every_user};
use grantgrid::domain::{
    Bulk, Cancel, ChangeId, ChangeKind, CompanyId, Guard, JobProgress, Operation, Preview,
    Statistics, UserId,
};
use grantgrid::store::{Committed, DemoPlan, Store, StoreError};

fn bulk(store: &Store, operation: Operation, users: &[&str], companies: &[&str]) -> Bulk {
    let user = |name: &&str| store.find_user(name).expect("a user").id;
    let company = |name: &&str| store.find_company(name).expect("a company").id.clone();
    Bulk {
        operation,
        users: users.iter().map(user).collect(),
        companies: companies.iter().map(company).collect(),
    }
}

fn preview(store: &mut Store, bulk: &Bulk) -> Preview {
    let totals = store.count();
    store.preview(bulk, &totals, &mut JobProgress::none()).expect("a preview")
}

fn commit(store: &mut Store, bulk: &Bulk) -> Committed {
    store.commit(bulk, None, None, &mut JobProgress::none()).expect("a change")
}

/// Commits what was previewed, and asserts that the preview was right.
#[track_caller]
fn as_previewed(store: &mut Store, bulk: &Bulk) -> (Preview, Committed) {
    let before = store.count();
    let preview = preview(store, bulk);
    let committed = store
        .commit(bulk, Some(&preview), Some("why"), &mut JobProgress::none())
        .expect("a change");
    let after = store.count();
    let change = committed.change.as_ref();
    assert_eq!(preview.added, change.map_or(0, |change| change.added));
    assert_eq!(preview.removed, change.map_or(0, |change| change.removed));
    assert_eq!(preview.unchanged, committed.unchanged);
    assert_eq!(preview.grants_before, before.grants);
    assert!((preview.coverage_before() - before.coverage_percent()).abs() < f64::EPSILON);
    assert!((preview.coverage_after() - after.coverage_percent()).abs() < f64::EPSILON);
    let sums = |rows: &[grantgrid::domain::Affected]| {
        rows.iter().fold((0, 0), |(a, r), row| (a + row.added, r + row.removed))
    };
    assert_eq!(sums(&preview.companies), (preview.added, preview.removed));
    if preview.users_affected <= Preview::MOST_USERS as u64 {
        assert_eq!(sums(&preview.users), (preview.added, preview.removed));
        assert_eq!(preview.users.len() as u64, preview.users_affected);
    }
    let mut counted = before;
    counted.apply(committed.delta.expect("homes are known"));
    assert_eq!(counted, after);
    (preview, committed)
}

/// A demo database, and its users and companies in order.
fn demo(users: u64, companies: u64, grants: u64) -> (Hr, Vec<UserId>, Vec<CompanyId>) {
    let hr = Hr::empty_folder();
    let plan = DemoPlan { users, companies, grants, seed: 7 };
    Store::write_demo(&hr.path, &plan).expect("a demo");
    let store = hr.open();
    let users = every_user(&store);
    let companies = store.companies().iter().map(|company| company.id.clone()).collect();
    (hr, users, companies)
}

#[test]
fn grant_adds_what_is_missing() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let wanted = bulk(&store, Operation::Grant, &["anna", "björn", "anna"], &["KYO", "LIS"]);
    let (preview, committed) = as_previewed(&mut store, &wanted);
    assert_eq!((preview.added, preview.removed, preview.unchanged), (3, 0, 1));
    assert_eq!(preview.users.iter().map(|user| &*user.name).collect::<Vec<_>>(), ["anna", "björn"]);
    assert_eq!(preview.companies[0].name, "KYO 京都支社");
    let change = committed.change.expect("a change");
    assert_eq!((change.kind, change.reason.as_deref()), (ChangeKind::Grant, Some("why")));
    assert_eq!(store.companies_of("björn").len(), 2);
}

#[test]
fn revoke_removes_existing_grants() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let wanted = bulk(&store, Operation::Revoke, &["chiyo", "anna", "björn"], &["LIS"]);
    let (preview, committed) = as_previewed(&mut store, &wanted);
    assert_eq!((preview.added, preview.unchanged), (0, 2));
    assert_eq!(preview.removed, 1);
    assert_eq!(committed.change.expect("a change").kind, ChangeKind::Revoke);
}

#[test]
fn set_keeps_the_companies_and_revokes_all_others() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let wanted = bulk(&store, Operation::Set, &["anna", "björn"], &["LIS", "KYO"]);
    let (preview, committed) = as_previewed(&mut store, &wanted);
    assert_eq!((preview.added, preview.removed, preview.unchanged), (3, 1, 1));
    assert_eq!(preview.losing_last, 0);
    assert_eq!(committed.change.expect("a change").kind, ChangeKind::Set);
    for user in ["anna", "björn"] {
        let mut companies = store.companies_of(user);
        companies.sort();
        assert_eq!(companies, ["Escritório de Lisboa", "京都支社"]);
    }
    let nothing = bulk(&store, Operation::Set, &["anna"], &[]);
    let (preview, _) = as_previewed(&mut store, &nothing);
    assert_eq!((preview.removed, preview.losing_last), (2, 1));
    assert!(store.companies_of("anna").is_empty());
    // Orphans are not grants, so they stay.
    assert_eq!(
        hr.rows("SELECT count(*) FROM hrm_user_company_access WHERE user_id NOT IN (SELECT id FROM hrm_users)"),
        Hr::of_2025().rows("SELECT count(*) FROM hrm_user_company_access WHERE user_id NOT IN (SELECT id FROM hrm_users)")
    );
}

#[test]
fn copy_and_replace_use_the_companies_of_another_user_who_does_not_change() {
    for replace in [false, true] {
        let hr = Hr::of_2025();
        let mut store = hr.open();
        let from = store.find_user("anna").expect("a user").id;
        let operation =
            if replace { Operation::Replace { from } } else { Operation::Copy { from } };
        let before = store.companies_of("anna");
        let wanted = bulk(&store, operation, &["anna", "björn", "chiyo"], &["LIS"]);
        let (preview, committed) = as_previewed(&mut store, &wanted);
        assert_eq!(committed.change.expect("a change").kind, ChangeKind::Copy);
        assert_eq!(store.companies_of("anna"), before);
        assert_eq!(store.companies_of("björn"), before);
        assert_eq!(preview.removed > 0, replace);
        assert_eq!(store.companies_of("chiyo") == before, replace);
    }
}

#[test]
fn a_change_with_nothing_to_do_writes_nothing() {
    let hr = Hr::of_2025();
    let before = hr.bytes();
    let mut store = hr.open();
    let wanted = bulk(&store, Operation::Grant, &["anna"], &["KYO"]);
    assert!(preview(&mut store, &wanted).is_empty());
    assert_eq!(commit(&mut store, &wanted).change, None);
    assert_eq!(hr.bytes(), before);
}

#[test]
fn a_preview_fails_where_the_change_would() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let unusable = store.companies().iter().find(|company| !company.id.is_usable()).expect("one");
    let of_nobody = |operation| Bulk { operation, users: vec![UserId(404)], companies: vec![] };
    let from = UserId(404);
    let cases = [
        Bulk {
            operation: Operation::Grant,
            users: vec![UserId(2)],
            companies: vec![unusable.id.clone()],
        },
        Bulk {
            operation: Operation::Set,
            users: vec![UserId(2)],
            companies: vec![CompanyId::new("gone")],
        },
        of_nobody(Operation::Revoke),
        Bulk { operation: Operation::Copy { from }, users: vec![UserId(2)], companies: vec![] },
    ];
    let before = hr.bytes();
    for bulk in cases {
        let told =
            store.preview(&bulk, &Statistics::default(), &mut JobProgress::none()).unwrap_err();
        let met = store.commit(&bulk, None, None, &mut JobProgress::none()).unwrap_err();
        assert_eq!(told.to_string(), met.to_string());
        assert_eq!(hr.bytes(), before);
    }
}

#[test]
fn the_guard_looks_at_the_last_super_admin() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let admins: Vec<String> = hr
        .rows("SELECT u.username FROM hrm_users u JOIN role r ON r.id = u.role_id WHERE r.name = 'Super Admin' AND u.is_active IS NOT 0")
        .iter()
        .map(|name| name.trim_matches('\'').to_owned())
        .collect();
    let admin = admins[0].as_str();
    let two = bulk(&store, Operation::Grant, &[admin], &["KYO", "LIS"]);
    commit(&mut store, &two);
    let one_of_two = bulk(&store, Operation::Revoke, &[admin], &["KYO"]);
    assert_eq!(preview(&mut store, &one_of_two).guard, None);
    let all = bulk(&store, Operation::Set, &[admin, "anna"], &[]);
    let guarded = preview(&mut store, &all);
    let Some(Guard::LastSuperAdmin { count, username }) = guarded.guard else {
        panic!("{guarded:?}");
    };
    assert_eq!((count, username.as_str()), (guarded.removed, admin));

    // Another Super Admin who keeps a grant counts; an inactive one does not.
    hr.run("UPDATE hrm_users SET role_id = (SELECT id FROM role WHERE name = 'Super Admin') WHERE username = 'chiyo'");
    let guard = preview(&mut store, &all).guard;
    assert!(matches!(guard, Some(Guard::SuperAdminLosesMost { .. })), "{guard:?}");
    hr.run("UPDATE hrm_users SET is_active = 0 WHERE username = 'chiyo'");
    let guard = preview(&mut store, &all).guard;
    assert!(matches!(guard, Some(Guard::LastSuperAdmin { .. })), "{guard:?}");
}

#[test]
fn many_removed_grants_are_guarded_and_few_are_not() {
    let (hr, users, companies) = demo(40, 5, 100);
    let mut store = hr.open();
    let all = Bulk { operation: Operation::Revoke, users, companies };
    let guarded = preview(&mut store, &all);
    assert_eq!(guarded.removed, 100);
    assert_eq!(guarded.guard.expect("a guard").count(), 100);
    let one_company = Bulk { companies: all.companies[..1].to_vec(), ..all.clone() };
    let removed = preview(&mut store, &one_company).removed;
    let expected = removed >= 20 && removed * 4 > 100;
    assert_eq!(preview(&mut store, &one_company).guard.is_some(), expected);
}

#[test]
fn users_who_lose_their_last_company_are_always_listed_first() {
    let (hr, users, companies) = demo(1_200, 3, 0);
    let mut store = hr.open();
    commit(&mut store, &Bulk::set(users.clone(), companies[..2].to_vec()));
    let (last, others) = users.split_last().expect("users");
    commit(&mut store, &Bulk::revoke([*last], [companies[1].clone()]));
    let told = preview(&mut store, &Bulk::revoke(users.clone(), [companies[0].clone()]));
    assert_eq!((told.users_affected, told.losing_last, told.users.len()), (1_200, 1, 1_000));
    let user = store.user(*last).expect("a read").expect("a user");
    let first = &told.users[0];
    assert_eq!((&first.name, &first.full_name), (&user.username, &user.full_name));
    assert!(first.last.is_some() && !first.full_name.is_empty(), "{first:?}");
    assert!(told.users[1..].iter().all(|user| user.last.is_none()));
    // Then those who lose access, by id; a Super Admin, who loses none, comes after them.
    let name_of = |id: &UserId| store.user(*id).expect("a read").expect("a user").username;
    let names: Vec<&str> = told.users[1..].iter().map(|user| user.name.as_str()).collect();
    let by_id: Vec<String> = others.iter().map(name_of).collect();
    let losing = told.users[1..].iter().take_while(|user| user.lost_count > 0).count();
    assert!(losing > 0 && told.users[1].lost == [store.companies()[0].code.clone()]);
    let positions = names[..losing].iter().map(|name| by_id.iter().position(|it| it == name));
    assert!(positions.collect::<Vec<_>>().is_sorted());
}

#[test]
fn fifty_thousand_cells_are_granted_and_undone_in_one_step() {
    let (hr, users, companies) = demo(1000, 50, 3000);
    let before = hr.dump();
    let mut store = hr.open();
    let all = Bulk { operation: Operation::Grant, users, companies };
    let (preview, _) = as_previewed(&mut store, &all);
    assert_eq!((preview.added, preview.unchanged), (47_000, 3000));
    assert!((preview.coverage_after() - 100.0).abs() < f64::EPSILON);
    drop(store);
    let reverted = hr.open().undo(None, None).expect("an undo");
    assert_eq!((reverted.change.removed, reverted.left_alone_count), (47_000, 0));
    assert_eq!(hr.dump(), before);
}

#[test]
fn a_change_that_is_cancelled_halfway_leaves_nothing() {
    let (hr, users, companies) = demo(1000, 50, 3000);
    let mut store = hr.open();
    let few = Bulk {
        operation: Operation::Set,
        users: users[..500].to_vec(),
        companies: companies[..10].to_vec(),
    };
    commit(&mut store, &few);
    let before = hr.dump_all();
    let all = Bulk { operation: Operation::Grant, users, companies };

    let halfway = |run: &mut dyn FnMut(&mut JobProgress<'_>) -> Result<(), StoreError>| {
        let cancel = Cancel::default();
        let mut told = Vec::new();
        let mut progress = |done, total| {
            told.push((done, total));
            if done * 2 >= total {
                cancel.cancel();
            }
        };
        let result = run(&mut JobProgress::new(&cancel, &mut progress));
        assert!(matches!(result.unwrap_err(), StoreError::Cancelled));
        assert_eq!(told[0].0, 0);
        assert!(told.windows(2).all(|pair| pair[0].0 < pair[1].0));
        let (done, total) = told[told.len() - 1];
        assert!(total > 0 && done * 2 >= total && done < total, "{done} of {total}");
        assert_eq!(hr.dump_all(), before);
        assert_eq!(hr.rows("PRAGMA integrity_check"), ["'ok'"]);
    };
    halfway(&mut |watch| store.commit(&all, None, None, watch).map(drop));
    halfway(&mut |watch| store.preview(&all, &Statistics::default(), watch).map(drop));
    halfway(&mut |watch| store.undo_watched(None, None, watch).map(drop));
    halfway(&mut |watch| store.preview_undo(ChangeId(1), watch).map(drop));
    store.undo(None, None).expect("an undo");
    let before = hr.dump_all();
    let cancel = Cancel::default();
    cancel.cancel();
    let cancelled = store.redo_watched(None, &mut JobProgress::new(&cancel, &mut |_, _| {}));
    assert!(matches!(cancelled.unwrap_err(), StoreError::Cancelled));
    assert_eq!(hr.dump_all(), before);
    as_previewed(&mut store, &all);
}

#[test]
fn an_outdated_preview_is_not_committed() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let wanted = bulk(&store, Operation::Grant, &["anna", "björn"], &["LIS"]);
    let told = preview(&mut store, &wanted);
    hr.run("DELETE FROM hrm_user_company_access WHERE user_id = 2");
    hr.run(
        "INSERT INTO hrm_user_company_access (id, user_id, company_id, created_at) VALUES
         ('abcdefabcdefabcdefabcdefabcdef00', 3, 'a3a4c6d0e2f34a5c8b7d9e0f1a2b3c03', '2026')",
    );
    let before = hr.dump_all();
    let outdated = store.commit(&wanted, Some(&told), None, &mut JobProgress::none());
    assert!(matches!(outdated.unwrap_err(), StoreError::Outdated));
    assert_eq!(hr.dump_all(), before);
    as_previewed(&mut store, &wanted);
}

#[test]
fn a_preview_sees_what_another_program_wrote() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let wanted = bulk(&store, Operation::Set, &["anna"], &["LIS"]);
    hr.run("DELETE FROM hrm_company WHERE code = 'KYO'");
    let (preview, _) = as_previewed_without_count(&mut store, &wanted);
    assert_eq!((preview.added, preview.removed), (1, 1), "the grant in KYO is an orphan now");
}

fn as_previewed_without_count(store: &mut Store, bulk: &Bulk) -> (Preview, Committed) {
    let preview = preview(store, bulk);
    let committed =
        store.commit(bulk, Some(&preview), None, &mut JobProgress::none()).expect("a change");
    (preview, committed)
}

#[test]
fn undoing_the_older_of_two_changes_restores_only_cells_unchanged_since() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let older = bulk(&store, Operation::Grant, &["björn", "emil", "gus"], &["KYO", "LIS"]);
    let newer = bulk(&store, Operation::Revoke, &["björn", "emil"], &["KYO"]);
    commit(&mut store, &older);
    commit(&mut store, &newer);
    let before = hr.bytes();
    let told = store.preview_undo(ChangeId(1), &mut JobProgress::none()).expect("a preview");
    assert_eq!(hr.bytes(), before);
    let reverted = store.undo(Some(ChangeId(1)), None).expect("an undo");
    let names: Vec<String> = reverted.left_alone.iter().map(ToString::to_string).collect();
    assert_eq!(names, ["björn × KYO", "emil × KYO"]);
    assert_eq!(told.left_alone, reverted.left_alone);
    assert_eq!((told.added, told.removed), (reverted.change.added, reverted.change.removed));
    assert_eq!(told.left_alone_count, 2);
    assert_eq!(reverted.change.removed, 4);
    assert!(store.companies_of("gus").is_empty());
}

#[test]
fn at_most_a_thousand_skipped_cells_are_named() {
    let (hr, users, companies) = demo(300, 5, 0);
    let mut store = hr.open();
    commit(&mut store, &Bulk { operation: Operation::Grant, users, companies });
    hr.run("DELETE FROM hrm_user_company_access");
    let told = store.preview_undo(ChangeId(1), &mut JobProgress::none()).expect("a preview");
    let reverted = store.undo(None, None).expect("an undo");
    assert_eq!((reverted.left_alone.len(), reverted.left_alone_count), (1000, 1500));
    assert_eq!(
        (told.left_alone, told.left_alone_count),
        (reverted.left_alone, reverted.left_alone_count)
    );
}

#[test]
fn a_sparse_selection_is_previewed_as_exactly_as_a_dense_one() {
    let (hr, users, companies) = demo(500, 6, 800);
    for (step, counts) in [(1, (703, 503)), (3, (235, 179)), (60, (11, 7))] {
        let mut store = hr.open();
        let some: Vec<UserId> = users.iter().rev().step_by(step).copied().collect();
        let (preview, _) = as_previewed(
            &mut store,
            &Bulk { operation: Operation::Set, users: some, companies: companies[1..3].to_vec() },
        );
        assert_eq!((preview.added, preview.removed), counts);
        store.undo(None, None).expect("an undo");
    }
}
