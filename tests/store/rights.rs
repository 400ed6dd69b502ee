//! Working as an operator: who is allowed to, what is visible and can be changed within a
//! tenant, and what happens if rights change meanwhile.

use crate::common::{ByName, Hr, every_user};
use grantgrid::domain::{
    Bulk, Cancel, Cell, ChangeId, ChangeKind, CompanyId, Draft, Edit, Field, HistoryQuery,
    JobProgress, Operation, Permission, Rights, TenantId, UserId,
};
use grantgrid::filter::{Axis, parse};
use grantgrid::store::{EditOptions, Order, Query, Store, StoreError};

const CHIYO: UserId = UserId(4);
const LIS: &str = "a3a4c6d0e2f34a5c8b7d9e0f1a2b3c03";
const MARE: &str = "7c9e6679f42a4cb0b5d1e0a3c4f5d602";

fn open_as(hr: &Hr, username: &str) -> Store {
    let mut store = hr.open();
    store.act_as(username).expect("an operator");
    store
}

fn refusal(hr: &Hr, username: &str) -> String {
    hr.open().act_as(username).expect_err("a refusal").to_string()
}

fn names(store: &Store) -> Vec<String> {
    let mut names = Vec::new();
    store
        .for_each_user(|user, _| {
            names.push(user.username);
            Ok::<_, StoreError>(())
        })
        .expect("the users");
    names
}

fn codes(store: &Store) -> Vec<&str> {
    store.companies().iter().map(|company| company.code.as_str()).collect()
}

fn bulk(operation: Operation, users: &[UserId], companies: &[CompanyId]) -> Bulk {
    Bulk { operation, users: users.to_vec(), companies: companies.to_vec() }
}

fn commit(store: &mut Store, bulk: &Bulk) -> Result<u64, StoreError> {
    let committed = store.commit(bulk, None, None, &mut JobProgress::none())?;
    Ok(committed.change.map_or(0, |change| change.added + change.removed))
}

fn changes(store: &Store) -> Vec<(i64, u64, u64)> {
    let query = HistoryQuery { limit: 100, ..HistoryQuery::default() };
    let changes = store.changes(&query).expect("the history");
    changes.iter().map(|change| (change.id.0, change.added, change.removed)).collect()
}

#[test]
fn a_super_admin_may_do_everything_as_operator() {
    let hr = Hr::of_2025();
    let mut store = open_as(&hr, "root");
    assert_eq!(every_user(&store).len(), 9);
    assert_eq!(store.companies().len(), 6);
    assert_eq!(store.acting().expect("an operator").title(), "root · Super Admin");
    let change = store.grant("chiyo", "KYO").change.expect("a change");
    assert_eq!((change.operator.as_str(), store.operator()), ("root", "root"));
    assert!(store.authorize(Permission::ChangeRules).is_ok());
    assert!(store.authorize(Permission::PutInto(None)).is_ok());
}

#[test]
fn a_user_without_rights_is_rejected_with_a_reason() {
    let hr = Hr::of_2025();
    hr.run("UPDATE hrm_users SET role_id = 4 WHERE username = 'hana'");
    hr.run("UPDATE hrm_users SET role_id = 99, is_active = 1 WHERE username = 'emil'");
    assert_eq!(
        refusal(&hr, "hana"),
        "hana may not use grantgrid: the role Manager does not allow it; Super Admin, Tenant Admin \
         and HR Manager do"
    );
    assert_eq!(refusal(&hr, "dora"), "dora may not use grantgrid: the user is not active");
    assert_eq!(refusal(&hr, "emil"), "emil may not use grantgrid: the user has no role");
    assert_eq!(
        refusal(&hr, "gus"),
        "gus may not use grantgrid: the role HR Manager works within a tenant, and the user has none"
    );
    assert_eq!(refusal(&hr, "ana"), "there is no user “ana”; did you mean: hana, anna");
    let hr = Hr::of_2026();
    hr.run("UPDATE hrm_users SET is_active = 1 WHERE username = 'reto'");
    assert!(refusal(&hr, "reto").contains("the user has none"), "no tenants at all");
    assert_eq!(names(&open_as(&hr, "root")).len(), 4);
}

#[test]
fn an_operator_of_a_tenant_sees_nothing_else() {
    let hr = Hr::of_2025();
    let mut store = open_as(&hr, "anna");
    let within = ["root", "anna", "björn", "dora", "emil", "frida", "hana"];
    assert_eq!(names(&store), within);
    assert_eq!(codes(&store), ["BER", "KYO", "OLD", "NUM"]);
    let operator = store.acting().expect("an operator").clone();
    assert_eq!(operator.title(), "anna · HR Manager · Nordwind");
    assert!(matches!(operator.rights, Rights::Tenant { .. }));

    assert_eq!(store.user(CHIYO).expect("an answer"), None);
    assert!(store.access_rows(&[CHIYO]).expect("rows").is_empty());
    let unknown = store.find_user("chiyo").expect_err("nobody").to_string();
    assert!(unknown.starts_with("there is no user “chiyo”; the most similar are: "), "{unknown}");
    assert!(!unknown.contains("gus"), "{unknown}");
    for other in ["LIS", LIS] {
        assert!(matches!(store.find_company(other), Err(StoreError::NoSuchCompany { .. })));
    }
    assert_eq!(store.find_company("BER").expect("one only").name, "Büro Berlin");

    let figures = store.count();
    assert_eq!((figures.users, figures.companies, figures.grants), (7, 4, 4));
    assert_eq!((figures.users_without_company, figures.users_with_multiple), (4, 1));
    // root lacks all 4; björn and hana lack their home company, but hana has none by her first
    // record.
    assert_eq!(figures.drift, 5);
    let mut select = |text: &str| {
        let filter = parse(Axis::Users, text).expect("a filter");
        let query = Query { filter: &filter, order: Order::default(), marked: None };
        let found = store.select_users(&query, &Cancel::default()).expect("users");
        found.iter().map(|id| id.0).collect::<Vec<i64>>()
    };
    assert_eq!(select("n:>=0"), [1, 2, 3, 5, 6, 7, 12]);
    assert_eq!(select("tenant:mare | user:chiyo | company:LIS"), [0; 0]);
    assert_eq!(select("company:BER"), [2]);
    assert_eq!(store.users_per_company().expect("counts"), [1, 1, 1, 1]);
}

#[test]
fn a_home_in_another_tenant_counts_before_the_organization() {
    let hr = Hr::of_2025();
    hr.run("UPDATE hrm_users SET organization_id = 1 WHERE username = 'chiyo'");
    assert!(!names(&open_as(&hr, "anna")).contains(&"chiyo".into()));
    let store = open_as(&hr, "chiyo");
    assert_eq!(names(&store), ["chiyo"]);
    assert_eq!(codes(&store), ["LIS", "BER"]);
    assert_eq!(store.person("chiyo").tenant, Some(TenantId::new(MARE)));
}

#[test]
fn no_change_affects_another_tenant() {
    let hr = Hr::of_2025();
    let mut store = open_as(&hr, "anna");
    let before = hr.dump_all();
    let kyo = store.find_company("KYO").expect("a company").id.clone();
    let lis = CompanyId::new(LIS);
    let anna = store.find_user("anna").expect("a user").id;
    for (user, company) in [(CHIYO, &kyo), (anna, &lis), (CHIYO, &lis)] {
        for granted in [false, true] {
            let edit = |user, company: &CompanyId| {
                let cell = Cell { user, company: company.clone() };
                Edit { cell, granted }
            };
            let edits = [edit(anna, &kyo), edit(user, company)];
            let error = store.edit(ChangeKind::Grant, edits, None).expect_err("a refusal");
            assert!(matches!(error, StoreError::OutOfReach(_)), "{error}");
        }
    }
    for operation in [Operation::Grant, Operation::Revoke, Operation::Set] {
        for (users, companies) in [([anna, CHIYO], [kyo.clone()]), ([anna, anna], [lis.clone()])] {
            let bulk = bulk(operation.clone(), &users, &companies);
            let error = commit(&mut store, &bulk).expect_err("a refusal");
            assert!(matches!(error, StoreError::OutOfReach(_)), "{error}");
            let totals = store.count();
            let error =
                store.preview(&bulk, &totals, &mut JobProgress::none()).expect_err("a refusal");
            assert!(matches!(error, StoreError::OutOfReach(_)), "{error}");
        }
    }
    let copy = bulk(Operation::Copy { from: CHIYO }, &[anna], &[]);
    assert!(matches!(commit(&mut store, &copy), Err(StoreError::OutOfReach(_))));
    assert_eq!(hr.dump_all(), before, "nothing was written");
}

#[test]
fn setting_exactly_does_not_revoke_grants_of_other_tenants() {
    let hr = Hr::of_2025();
    hr.open().grant("anna", "LIS");
    let mut store = open_as(&hr, "anna");
    let (anna, ber) = (store.person("anna").id, store.find_company("BER").unwrap().id.clone());
    let bulk = bulk(Operation::Set, &[anna], &[ber]);
    let totals = store.count();
    let preview = store.preview(&bulk, &totals, &mut JobProgress::none()).expect("a preview");
    assert_eq!((preview.added, preview.removed), (0, 1));
    assert_eq!(commit(&mut store, &bulk).expect("a change"), 1);
    assert_eq!(store.companies_of("anna"), ["Büro Berlin"]);
    assert_eq!(hr.open().companies_of("anna"), ["Büro Berlin", "Escritório de Lisboa"]);
}

#[test]
fn history_and_undo_are_limited_to_the_tenant() {
    let hr = Hr::of_2025();
    let mut all = hr.open();
    all.grant("chiyo", "Berlim");
    let [ber, lis] = ["Büro Berlin", LIS].map(|name| all.find_company(name).unwrap().id.clone());
    let [emil, gus, chiyo] = ["emil", "gus", "chiyo"].map(|name| all.person(name).id);
    let mixed = bulk(Operation::Set, &[emil, gus, chiyo], &[ber, lis]);
    assert_eq!(commit(&mut all, &mixed).expect("a change"), 6);
    all.grant("hana", "KYO");

    let mut store = open_as(&hr, "anna");
    assert_eq!(changes(&store), [(3, 1, 0), (2, 1, 0)]);
    let cells = store.change_cells(ChangeId(2), None, 100).expect("the cells");
    assert_eq!(cells.iter().map(|cell| cell.named.to_string()).collect::<Vec<_>>(), ["emil × BER"]);
    assert_eq!(store.change(ChangeId(1)).expect("an answer"), None);
    assert!(matches!(store.find_user_in_history("gus"), Err(StoreError::NoSuchUser { .. })));
    let of = |user: UserId| {
        let query = HistoryQuery { user: Some(user), limit: 9, ..HistoryQuery::default() };
        store.changes(&query).expect("the history").len()
    };
    assert_eq!((of(emil), of(gus), of(chiyo)), (1, 0, 0));

    let before = hr.dump_all();
    let error = store.undo(Some(ChangeId(2)), None).expect_err("a refusal").to_string();
    assert_eq!(
        error,
        "a part of change 2 is not within the operator's tenant; nothing was changed"
    );
    let previewed = store.preview_undo(ChangeId(2), &mut JobProgress::none());
    assert_eq!(previewed.expect_err("a refusal").to_string(), error);
    let error = store.undo(Some(ChangeId(1)), None).expect_err("a refusal").to_string();
    assert_eq!(error, "change 1 cannot be undone: there is no such change");
    assert_eq!(hr.dump_all(), before);

    all.revoke("chiyo", "LIS");
    assert_eq!(store.next_to_undo().expect("an answer").map(|change| change.id.0), Some(3));
    assert_eq!(store.undo(None, None).expect("an undo").original.id, ChangeId(3));
    all.undo(Some(ChangeId(4)), None).expect("an undo of the other tenant");
    assert_eq!(store.redo(None).expect("a redo").original.id, ChangeId(3));
    let error = store.undo(Some(ChangeId(2)), None).expect_err("a refusal");
    assert!(matches!(error, StoreError::OutOfReach(_)));
}

#[test]
fn changes_by_others_within_the_tenant_are_visible_and_can_be_undone() {
    let hr = Hr::of_2025();
    hr.run("UPDATE hrm_users SET is_active = 1 WHERE username = 'emil'");
    let mut all = hr.open();
    let how = EditOptions::default();
    let [emil, chiyo] = ["emil", "chiyo"].map(|name| all.person(name).id);
    let lis = all.find_company("LIS").expect("a company").id.clone();
    // One user within the tenant and one outside, in one change.
    all.set_users_active(&[emil, chiyo], false, &how).expect("a change");
    all.set_companies_active(&[lis], false, &how).expect("a change");
    let renamed = Draft::default().with(Field::FirstName, "Emilio");
    all.save_user(Some(emil), &renamed, &how).expect("a change");

    let mut store = open_as(&hr, "anna");
    let query = HistoryQuery { limit: 9, ..HistoryQuery::default() };
    let seen: Vec<(i64, String)> = store
        .changes(&query)
        .expect("the history")
        .iter()
        .map(|change| (change.id.0, change.rows_in_words()))
        .collect();
    assert_eq!(seen, [(3, "1 user changed".into()), (1, "1 user changed".into())]);
    let rows = store.change_rows(ChangeId(1), 0, 9).expect("the rows");
    assert_eq!(rows.iter().map(|row| &*row.label).collect::<Vec<_>>(), ["user emil"]);
    assert_eq!(store.change_rows(ChangeId(2), 0, 9).expect("the rows"), []);
    let of = |user: UserId| {
        let query = HistoryQuery { user: Some(user), limit: 9, ..HistoryQuery::default() };
        store.changes(&query).expect("the history").len()
    };
    assert_eq!((of(emil), of(chiyo)), (2, 0));

    let before = hr.dump_all();
    let refused = store.undo(Some(ChangeId(1)), None).expect_err("chiyo is elsewhere");
    assert!(matches!(refused, StoreError::OutOfReach(_)), "{refused}");
    assert_eq!(hr.dump_all(), before);
    assert_eq!(store.undo(None, None).expect("an undo").original.id, ChangeId(3));
    assert_eq!(store.next_to_undo().expect("an answer"), None);
}

#[test]
fn rights_lost_meanwhile_no_longer_apply() {
    for (script, part) in [
        ("UPDATE hrm_users SET is_active = 0 WHERE id = 2", "was deactivated"),
        ("UPDATE hrm_users SET role_id = 5 WHERE id = 2", "another name, role or tenant"),
        ("UPDATE hrm_users SET role_id = 1 WHERE id = 2", "another name, role or tenant"),
        ("UPDATE hrm_users SET username = 'anne' WHERE id = 2", "another name"),
        ("DELETE FROM hrm_users WHERE id = 2", "deleted"),
        (
            "UPDATE hrm_employee SET company_id = 'a3a4c6d0e2f34a5c8b7d9e0f1a2b3c03' WHERE id = 1",
            "tenant",
        ),
    ] {
        let hr = Hr::of_2025();
        let mut store = open_as(&hr, "anna");
        hr.run(script);
        let before = hr.dump_all();
        for _ in 0..2 {
            let error = store.try_grant("björn", "KYO").expect_err(script);
            assert!(matches!(error, StoreError::NoRights { .. }), "{script}: {error}");
            assert!(error.to_string().contains(part), "{script}: {error}");
            store.changed_externally().expect("an answer");
        }
        assert_eq!(hr.dump_all(), before, "{script}");
    }
    let hr = Hr::of_2025();
    let mut store = open_as(&hr, "root");
    hr.run("UPDATE hrm_users SET role_id = 3 WHERE id = 1");
    let error = store.try_grant("björn", "KYO").expect_err("a refusal");
    assert!(matches!(error, StoreError::NoRights { .. }), "{error}");
}

#[test]
fn users_moved_meanwhile_are_noticed_before_the_commit() {
    let hr = Hr::of_2025();
    let mut store = open_as(&hr, "anna");
    let cell = store.cell("emil", "KYO");
    hr.run("UPDATE hrm_users SET organization_id = 2 WHERE username = 'emil'");
    let edit = || Edit { cell: cell.clone(), granted: true };
    let error = store.edit(ChangeKind::Grant, [edit()], None).expect_err("a refusal");
    assert!(matches!(error, StoreError::OutOfReach(_)), "{error}");
    assert!(store.changed_externally().expect("an answer"));
    assert!(!names(&store).contains(&"emil".into()));

    hr.run("UPDATE hrm_users SET organization_id = 1 WHERE username IN ('emil', 'gus')");
    store.edit(ChangeKind::Grant, [edit()], None).expect("a change");
    assert!(store.changed_externally().expect("an answer"));
    assert!(names(&store).contains(&"gus".into()));

    hr.run(
        "UPDATE hrm_company SET tenant_id = '7c9e6679f42a4cb0b5d1e0a3c4f5d602' WHERE code = 'KYO'",
    );
    let error = store.edit(ChangeKind::Grant, [edit()], None).expect_err("a refusal");
    assert!(matches!(error, StoreError::OutOfReach(_)), "{error}");
    assert!(store.changed_externally().expect("an answer"));
    assert_eq!(codes(&store), ["BER", "OLD", "NUM"]);
    assert!(!names(&store).contains(&"björn".into()), "his home is KYO");
}

#[test]
fn actions_are_allowed_within_the_tenant_only() {
    let hr = Hr::of_2025();
    let store = open_as(&hr, "anna");
    let (nordwind, mare) = (store.person("anna").tenant, TenantId::new(MARE));
    let (kyo, lis) = (store.find_company("KYO").unwrap().id.clone(), CompanyId::new(LIS));
    assert!(store.authorize(Permission::ChangeUser(UserId(3))).is_ok());
    assert!(store.authorize(Permission::ChangeCompany(&kyo)).is_ok());
    assert!(store.authorize(Permission::PutInto(nordwind.as_ref())).is_ok());
    let refused = |deed: Permission<'_>| store.authorize(deed).expect_err("a refusal").to_string();
    assert_eq!(
        refused(Permission::ChangeRules),
        "only a Super Admin may change the rules; nothing was changed"
    );
    assert!(refused(Permission::SeeEverything).starts_with("only a Super Admin may "));
    for deed in
        [Permission::ChangeUser(CHIYO), Permission::ChangeCompany(&lis), Permission::PutInto(None)]
    {
        assert!(refused(deed).contains("not within the operator's tenant"), "{deed:?}");
    }
    assert!(refused(Permission::PutInto(Some(&mare))).contains("not within"));
    assert!(refused(Permission::ChangeUser(UserId(999))).contains("is gone"));
}

#[test]
fn browsing_as_an_operator_does_not_change_the_file() {
    let hr = Hr::of_2025();
    let before = hr.bytes();
    let store = open_as(&hr, "anna");
    assert_eq!(names(&store).len(), 7);
    drop(store);
    assert_eq!((hr.bytes(), hr.files()), (before, vec!["hr.db".into()]));
}

#[test]
fn the_operator_of_a_store_can_be_changed() {
    let hr = Hr::of_2025();
    let mut store = open_as(&hr, "anna");
    store.act_as("chiyo").expect("an operator");
    assert_eq!(names(&store), ["chiyo"]);
    store.act_as("root").expect("an operator");
    assert_eq!(names(&store).len(), 9);
}
