//! The store's results compared with those of a slow, simple evaluation of the same tree, on
//! random databases, also after edits by this store and by others.

mod reference;

use std::collections::HashSet;
use std::fmt::Write as _;

use proptest::prelude::*;
use reference::World;

use super::{Order, Query, SortBy};
use crate::domain::{Cancel, Cell, ChangeKind, CompanyId, Edit, Scope, UserId};
use crate::filter::{Axis, Filter, arbitrary, parse};
use crate::store::testing::{TestDb, environment, odd_names};
use crate::store::{Store, StoreError};

const NAMES: [&str; 12] =
    ["a", "b", "Ab", "aB", "ÉA", "éa", "ab c", "HQ", "hq", "a.b", "Manager", "Acme"];

fn name() -> impl Strategy<Value = String> + Clone {
    prop::sample::select(NAMES.to_vec()).prop_map(str::to_owned)
}

/// Texts to search for: names, parts of names, and names that nobody has.
fn text() -> impl Strategy<Value = String> + Clone {
    let parts = ["A", "É", "é", ".", "HR Manager", "manager", "super", "t0", "T1", "u1", "x"];
    prop::sample::select([&NAMES[..], &parts[..]].concat()).prop_map(str::to_owned)
}

/// Id, first and last name, role, status, organization, home.
type UserRow = (i64, String, String, i64, Option<bool>, i64, Option<usize>);

#[derive(Clone, Debug)]
struct Rows {
    companies: Vec<(usize, String, String, Option<bool>)>,
    users: Vec<UserRow>,
    grants: Vec<(i64, usize, u8, u8)>,
}

prop_compose! {
    fn rows()(
        companies in prop::collection::vec((0..2_usize, name(), name(), any::<Option<bool>>()), 0..5),
        users in prop::collection::btree_map(
            -3..20_i64,
            (name(), name(), 1..=5_i64, any::<Option<bool>>(), 1..=3_i64, prop::option::of(0..6_usize)),
            0..7,
        ),
        grants in prop::collection::btree_map((-3..20_i64, 0..6_usize), (1..=12_u8, 1..=28_u8), 0..30),
    ) -> Rows {
        let users = users
            .into_iter()
            .map(|(id, (first, last, role, active, organization, home))| {
                (id, first, last, role, active, organization, home)
            })
            .collect();
        let grants = grants.into_iter().map(|((u, c), (month, day))| (u, c, month, day)).collect();
        Rows { companies, users, grants }
    }
}

fn company_id(at: usize) -> String {
    format!("c{at}000000000040008000000000000000")
}

fn tenant_id(at: usize) -> String {
    format!("f{at}000000000040008000000000000000")
}

impl Rows {
    /// Tenant 2 has no company, but has an organization.
    fn database(&self) -> TestDb {
        let db = TestDb::new();
        drop(Store::create(&db.path(), environment()).expect("a new database"));
        let mut sql = String::from("PRAGMA foreign_keys = OFF; BEGIN;");
        let flag =
            |flag: Option<bool>| flag.map_or("NULL".into(), |flag| u8::from(flag).to_string());
        for at in 0..3 {
            let id = tenant_id(at);
            write!(
                sql,
                "INSERT INTO hrm_tenant (id, name, code, is_active, created_by, created_at)
                VALUES ('{id}', 'Acme {at}', 'T{at}', 1, '', '');
                INSERT INTO organization (id, name, tenant_id) VALUES ({at}, 'o{at}', '{id}');"
            )
            .expect("a text");
        }
        for (at, (tenant, code, name, active)) in self.companies.iter().enumerate() {
            // Codes are unique in a tenant.
            let active = active.map_or(1, u8::from);
            write!(
                sql,
                "INSERT OR IGNORE INTO hrm_company
                (id, tenant_id, name, code, currency_code, is_active, created_by, created_at)
                VALUES ('{}', '{}', '{name}', '{code}', '', {active}, '', '');",
                company_id(at),
                tenant_id(*tenant)
            )
            .expect("a text");
        }
        for (id, first, last, role, active, organization, home) in &self.users {
            write!(sql, "INSERT INTO hrm_users (id, username, email, password_hash, first_name,
                last_name, is_active, must_reset_password, organization_id, role_id)
                VALUES ({id}, '{first} u{id}', '{last}@{id}', '', '{first}', '{last}', {}, 0, {organization}, {role});",
                flag(*active))
                .expect("a text");
            if let Some(home) = home {
                write!(
                    sql,
                    "INSERT INTO hrm_employee (employee_id, first_name, last_name,
                    hire_date, basic_salary, organization_id, user_id, company_id)
                    VALUES ('E{id}', '', '', '', 1, 1, {id}, '{}');",
                    company_id(*home)
                )
                .expect("a text");
            }
        }
        for (at, (user, company, month, day)) in self.grants.iter().enumerate() {
            write!(
                sql,
                "INSERT INTO hrm_user_company_access (id, user_id, company_id, created_at)
                VALUES ('g{at}', {user}, '{}', '2025-{month:02}-{day:02} 00:00:00.000000');",
                company_id(*company)
            )
            .expect("a text");
        }
        db.run(&(sql + "COMMIT;"));
        db
    }
}

fn order() -> impl Strategy<Value = Order> {
    use SortBy::{
        Code, Count, Database, Drift, Effective, Email, FullName, Home, LastChange, Name,
        NewestGrant, Role, Status, Tenant,
    };
    let by = prop::sample::select(vec![
        Database,
        Name,
        Role,
        Count,
        NewestGrant,
        LastChange,
        FullName,
        Email,
        Tenant,
        Home,
        Effective,
        Drift,
        Status,
        Code,
    ]);
    (by, any::<bool>()).prop_map(|(by, descending)| Order { by, descending })
}

fn marked_users() -> HashSet<UserId> {
    (0..20).step_by(3).map(UserId).collect()
}

fn marked_companies() -> HashSet<CompanyId> {
    [0, 3].map(|at| CompanyId::new(&company_id(at))).into()
}

fn users(store: &mut Store, filter: &Filter, order: Order) -> Vec<UserId> {
    let query = Query { filter, order, marked: Some(&marked_users()) };
    store.select_users(&query, &Cancel::default()).expect("an answer")
}

fn companies(store: &mut Store, filter: &Filter, order: Order) -> Vec<CompanyId> {
    let query = Query { filter, order, marked: Some(&marked_companies()) };
    store.select_companies(&query, &Cancel::default()).expect("an answer")
}

fn agree(store: &mut Store, filters: &[(Filter, Filter, Order)]) -> Result<(), TestCaseError> {
    let world = World::read(store);
    for (of_users, of_companies, order) in filters {
        let expected = world.users(of_users, *order, &marked_users());
        prop_assert_eq!(users(store, of_users, *order), expected, "{} {:?}", of_users, order);
        let expected = world.companies(of_companies, *order, &marked_companies());
        let found = companies(store, of_companies, *order);
        prop_assert_eq!(found, expected, "{} {:?}", of_companies, order);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn the_store_agrees_with_the_reference_implementation(
        rows in rows(),
        filters in prop::collection::vec(
            (arbitrary::filter(Axis::Users, text()), arbitrary::filter(Axis::Companies, text()), order()),
            10,
        ),
        toggled in any::<prop::sample::Index>(),
        (role, scope) in (0..5_usize, prop::sample::select(Scope::ALL.to_vec())),
    ) {
        let db = rows.database();
        let mut store = db.open();
        agree(&mut store, &filters)?;
        // One rule that no role has by default, and a random one.
        store.set_rule("Manager", Scope::Tenant, None).expect("a rule");
        agree(&mut store, &filters)?;
        let role = store.rules()[role].role.clone();
        store.set_rule(&role, scope, None).expect("a rule");
        agree(&mut store, &filters)?;

        if !rows.users.is_empty() && !store.companies().is_empty() {
            let user = UserId(toggled.get(&rows.users).0);
            let company = toggled.get(store.companies()).id.clone();
            let granted = store.grants_of(user).expect("grants").iter().all(|grant| grant.company != company);
            let edit = Edit { cell: Cell { user, company }, granted };
            store.edit(ChangeKind::Grant, [edit], None).expect("an edit");
            agree(&mut store, &filters)?;
            store.undo(None, None).expect("an undo");
            agree(&mut store, &filters)?;
            store.redo(None).expect("a redo");
            agree(&mut store, &filters)?;
        }

        db.run("PRAGMA foreign_keys = OFF;
            UPDATE hrm_users SET first_name = 'Ab', role_id = 1 WHERE id > 5;
            DELETE FROM hrm_company WHERE code = 'HQ'; DELETE FROM hrm_users WHERE id = 3;");
        store.changed_externally().expect("an answer");
        agree(&mut store, &filters)?;
    }
}

#[test]
fn odd_names_are_found() {
    let mut store = odd_names().open();
    let mut found = |text: &str| -> Vec<i64> {
        let filter = parse(Axis::Users, text).expect("a filter");
        users(&mut store, &filter, Order::default()).into_iter().map(|id| id.0).collect()
    };
    assert_eq!(found("user:a"), [1]);
    assert_eq!(found("健"), [3]);
    assert_eq!(found("👩"), [7]);
    assert_eq!(found("xyxyxy -role:employee"), [0; 0]);
    assert_eq!(found("8@EXAMPLE | email:8@exam"), [8]);
    assert_eq!(found("is:inactive"), [5, 6], "the status of 5 is NULL");
    assert_eq!(found("role:\"super admin\" | role:manager"), [1]);
    assert_eq!(found(""), [1, 2, 3, 4, 5, 6, 7, 8]);
}

#[test]
fn impossible_queries_are_refused() {
    let mut store = odd_names().open();
    let query = |filter| Query { filter, order: Order::default(), marked: None };
    let marked = parse(Axis::Users, "a | !is:marked").expect("a filter");
    let refused = store.select_users(&query(&marked), &Cancel::default());
    assert!(matches!(refused, Err(StoreError::Impossible(_))), "{refused:?}");

    let other = parse(Axis::Companies, "a").expect("a filter");
    let refused = store.select_users(&query(&other), &Cancel::default());
    assert!(matches!(refused, Err(StoreError::Impossible(_))), "{refused:?}");

    let cancel = Cancel::default();
    cancel.cancel();
    for text in [
        "a",
        "role:x",
        "n:1",
        "effective:a",
        "effective:1",
        "is:drift",
        "granted:2025",
        "company:a",
        "",
    ] {
        let filter = parse(Axis::Users, text).expect("a filter");
        let query = Query { filter: &filter, order: Order::default(), marked: None };
        let refused = store.select_users(&query, &cancel);
        assert!(matches!(refused, Err(StoreError::Cancelled)), "{text}: {refused:?}");
    }
    // A column whose reading was cancelled is read again.
    let filter = parse(Axis::Users, "is:active").expect("a filter");
    assert_eq!(users(&mut store, &filter, Order::default()).len(), 6);
}

#[test]
fn relative_days_count_back_from_the_clock() {
    let db = odd_names();
    db.run(
        "UPDATE hrm_user_company_access SET created_at = '2025-01-01 09:00:00';
         UPDATE hrm_user_company_access SET created_at = '2025-12-25 00:00:00'
          WHERE id = (SELECT MIN(id) FROM hrm_user_company_access)",
    );
    // Now it is Thursday, 2026-01-01.
    let mut store = db.open();
    let mut count = |text: &str| {
        let filter = parse(Axis::Users, text).expect("a filter");
        let companies = parse(Axis::Companies, text).expect("a filter");
        let companies = Query::of(&companies);
        let found = store.select_companies(&companies, &Cancel::default()).expect("companies");
        (users(&mut store, &filter, Order::default()).len(), found.len())
    };
    for recent in ["granted:7d", "granted:>=7d", "granted:7d..", "granted:8d..1d", "granted:1w"] {
        assert_eq!(count(recent), (1, 1), "{recent}");
    }
    for later in ["granted:6d", "granted:>7d", "granted:today", "granted:monday", "granted:friday"]
    {
        assert_eq!(count(later), (0, 0), "{later}");
    }
    assert_eq!(count("granted:thursday..today"), (0, 0));
    let all = count("granted:2025");
    assert_eq!(count("granted:<=7d"), all);
    assert_eq!(count("granted:<7d"), count("granted:2025-01"));
}
