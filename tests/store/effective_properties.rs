//! Random databases of both generations, before and after random edits of grants, roles, home
//! companies, organizations, status, tenants and policies: access is what a plain evaluation
//! of the access policy says, cell by cell, and so is the reported effect of each edit.

use std::collections::{BTreeMap, BTreeSet};

use crate::common::{ByName, Hr, every_user};
use crate::effective_cells::{require_figures, require_signs};
use crate::plain_policy::{Access, Policies, difference, granted, read};
use grantgrid::domain::{
    AccessEffect, Bulk, Cancel, ChangeKind, CompanyId, Draft, Edit, Field, GrantEffect, HomeAccess,
    JobProgress, Reach, RolePolicy, UserId,
};
use grantgrid::filter::{Axis, parse};
use grantgrid::store::{EditOptions, Order, Query, SCHEMA, Store, StoreError};
use proptest::prelude::*;

const ROLES: [&str; 6] =
    ["Super Admin", "Tenant Admin", "HR Manager", "Manager", "Employee", "Auditor"];
const COMPANIES: [&str; 6] = ["AA", "AB", "BA", "BB", "CA", "CB"];
const TENANTS: [&str; 3] = ["Alpha", "Beta", "Gamma"];
const USERS: usize = 8;

/// The id of a tenant or company, by its number.
fn uuid(kind: char, at: usize) -> String {
    format!("{kind}{at}a4c6d0e2f34a5c8b7d9e0f1a2b3c{at:02}")
}

/// A user of a random database; the numbers mean roles, organizations, companies.
#[derive(Clone, Debug)]
struct Person {
    role: Option<usize>,
    organization: usize,
    active: Option<bool>,
    home: Option<usize>,
    grants: Vec<usize>,
}

fn a_person() -> impl Strategy<Value = Person> {
    let active = prop_oneof![6 => Just(Some(true)), 1 => Just(Some(false)), 1 => Just(None)];
    let grants = prop::collection::vec(0..COMPANIES.len() + 1, 0..4);
    let role = prop::option::weighted(0.9, 0..ROLES.len());
    let home = prop::option::weighted(0.7, 0..COMPANIES.len());
    (role, 0..TENANTS.len() + 1, active, home, grants).prop_map(
        |(role, organization, active, home, grants)| Person {
            role,
            organization,
            active,
            home,
            grants,
        },
    )
}

/// A database of the first or second generation. Company number six is gone, so its grants are
/// orphans.
fn database(is_first: bool, people: &[Person]) -> Hr {
    let hr = Hr::of(&SCHEMA.replace("role_id INTEGER NOT NULL", "role_id INTEGER"));
    let mut sql = vec!["PRAGMA foreign_keys = OFF;".to_owned()];
    for (at, name) in TENANTS.iter().enumerate() {
        let id = uuid('a', at);
        sql.push(format!(
            "INSERT INTO hrm_tenant (id, name, code, is_active, created_by, created_at)
               VALUES ('{id}', '{name}', '{name}', 1, 's', '');
             INSERT INTO organization (id, name, tenant_id) VALUES ({}, 'Org {name}', '{id}');",
            at + 1
        ));
    }
    sql.push(
        "INSERT INTO organization (id, name) VALUES (4, 'Org None');
         INSERT INTO role (id, name) VALUES (6, 'Auditor') ON CONFLICT DO NOTHING;"
            .to_owned(),
    );
    for (at, code) in COMPANIES.iter().enumerate() {
        let (id, tenant) = (uuid('c', at), uuid('a', at / 2));
        sql.push(format!(
            "INSERT INTO hrm_company (id, tenant_id, name, code, currency_code, is_active, created_by, created_at)
               VALUES ('{id}', '{tenant}', 'Company {code}', '{code}', 'CHF', 1, 's', '');"
        ));
    }
    for (id, Person { role, organization, active, home, grants }) in (1..).zip(people) {
        let number = |value: Option<usize>| value.map_or("NULL".into(), |it| (it + 1).to_string());
        let active = active.map_or("NULL", |it| if it { "1" } else { "0" });
        sql.push(format!(
            "INSERT INTO hrm_users VALUES ({id}, 'u{id}', 'u{id}@x', '!', 'U', 'V', {active}, 0, {}, {}, NULL, '2025-01-0{id}', '');",
            organization + 1,
            number(*role)
        ));
        if let Some(home) = home {
            sql.push(format!(
                "INSERT INTO hrm_employee (id, employee_id, first_name, last_name, hire_date, basic_salary, organization_id, user_id, company_id)
                   VALUES ({id}, 'E{id}', 'U', 'V', '2020-01-01', 1, 1, {id}, '{}');",
                uuid('c', *home)
            ));
        }
        for company in grants.iter().collect::<BTreeSet<_>>() {
            sql.push(format!(
                "INSERT INTO hrm_user_company_access (id, user_id, company_id, created_at)
                   VALUES ('f{id}{company}4c6d0e2f34a5c8b7d9e0f1a2b3c03', {id}, '{}', '');",
                uuid('c', *company)
            ));
        }
    }
    if !is_first {
        sql.push("ALTER TABLE role RENAME TO hrm_roles;".to_owned());
    }
    hr.run(&sql.join("\n"));
    hr
}

/// Asserts that the store agrees for each user, in its figures, its filters and the matrix.
fn require_all_agree(hr: &Hr, store: &mut Store, expected: &Access) {
    require_signs(store, expected, &granted(hr));
    require_figures(hr, store, expected);
    let codes: Vec<String> = store.companies().iter().map(|it| it.code.clone()).collect();
    let mut found = Access::new();
    for user in every_user(store) {
        let entries = store.effective_access(user).expect("the access");
        found.extend(entries.iter().map(|entry| (user.0, codes[entry.company].clone())));
    }
    assert_eq!(found, *expected);
    for code in codes {
        let filter = parse(Axis::Users, &format!("effective:{code}")).expect("a filter");
        let query = Query { filter: &filter, order: Order::default(), marked: None };
        let users = store.select_users(&query, &Cancel::default());
        let users: Vec<i64> = users.expect("users").iter().map(|user| user.0).collect();
        let of_it: Vec<i64> =
            expected.iter().filter(|(_, of)| *of == code).map(|(user, _)| *user).collect();
        assert_eq!(users, of_it, "effective:{code}");
        for only in ["", &format!("effective:{code}")] {
            assert_eq!(who(store, &code, only), of_it, "who {code} --where {only:?}");
        }
    }
}

/// The users listed for a company who match a filter.
fn who(store: &mut Store, code: &str, only: &str) -> Vec<i64> {
    let company =
        store.companies().iter().find(|it| it.code == code).expect("a company").id.clone();
    let filter = parse(Axis::Users, only).expect("a filter");
    let query = Query { filter: &filter, order: Order::default(), marked: None };
    let mut users = Vec::new();
    let visited = store.for_each_with_access(&company, &query, &Cancel::default(), |user, _| {
        users.push(user.id.0);
        Ok::<_, StoreError>(())
    });
    visited.expect("who can get in");
    users
}

/// What somebody does; the numbers are taken modulo what exists.
#[derive(Clone, Debug)]
enum Step {
    Toggle(usize, usize),
    SetAll(Vec<usize>, Vec<usize>),
    User(usize, Option<usize>, Option<usize>, Option<usize>, Option<bool>),
    Activity(Vec<usize>, bool),
    Tenant(usize, usize),
    Policy(usize, usize, usize, usize),
    Repair,
    AddCompany(usize),
    DeleteCompany(usize),
    Undo,
}

fn a_step() -> impl Strategy<Value = Step> {
    let number = any::<usize>;
    let maybe = || prop::option::of(any::<usize>());
    let some = || prop::collection::vec(any::<usize>(), 1..4);
    prop_oneof![
        3 => (number(), number()).prop_map(|(user, company)| Step::Toggle(user, company)),
        2 => (some(), prop::collection::vec(number(), 0..3)).prop_map(|(of, to)| Step::SetAll(of, to)),
        5 => (number(), maybe(), maybe(), maybe(), prop::option::of(any::<bool>()))
            .prop_map(|(user, role, home, organization, active)| {
                Step::User(user, role, home, organization, active)
            }),
        1 => (some(), any::<bool>()).prop_map(|(users, active)| Step::Activity(users, active)),
        2 => (number(), number()).prop_map(|(company, tenant)| Step::Tenant(company, tenant)),
        2 => (number(), number(), number(), number())
            .prop_map(|(role, reach, grants, home)| Step::Policy(role, reach, grants, home)),
        1 => Just(Step::Repair),
        1 => number().prop_map(Step::AddCompany),
        2 => number().prop_map(Step::DeleteCompany),
        4 => Just(Step::Undo),
    ]
}

/// Takes a step; returns the reported effect on access, if it is reported.
fn take(store: &mut Store, step: &Step) -> Option<AccessEffect> {
    let users = every_user(store);
    let user = |number: usize| users[number % users.len()];
    let company =
        |store: &Store, number: usize| store.companies()[number % store.companies().len()].clone();
    let dry = EditOptions { dry_run: true, force: true, ..EditOptions::default() };
    let real = EditOptions { force: true, ..EditOptions::default() };
    match step {
        Step::Toggle(of, at) => {
            let cell = grantgrid::domain::Cell { user: user(*of), company: company(store, *at).id };
            let position = store.companies().iter().position(|it| it.id == cell.company);
            let held = store.access_rows(&[cell.user]).expect("the row")[0].companies.clone();
            let granted = !position.is_some_and(|position| held.contains(&position));
            store.edit(ChangeKind::Grant, [Edit { cell, granted }], None).expect("an edit");
            None
        }
        Step::SetAll(of, to) => {
            let users: BTreeSet<UserId> = of.iter().map(|it| user(*it)).collect();
            let companies: BTreeSet<_> = to.iter().map(|it| company(store, *it).id).collect();
            let bulk = Bulk::set(users, companies);
            let none = &mut JobProgress::none();
            let preview = store.preview(&bulk, &store.count(), none).expect("a preview");
            store.commit(&bulk, Some(&preview), None, none).expect("a change");
            Some(AccessEffect { without_effect: 0, ..preview.effect })
        }
        Step::User(of, role, home, organization, active) => {
            let mut draft = Draft::default();
            if let Some(role) = role {
                draft.set(Field::Role, ROLES[role % ROLES.len()]);
            }
            if let Some(home) = home.map(|it| it % (COMPANIES.len() + 1)) {
                draft.set(Field::Home, COMPANIES.get(home).copied().unwrap_or_default());
            }
            if let Some(at) = organization {
                let name = TENANTS.get(at % (TENANTS.len() + 1)).copied().unwrap_or("None");
                draft.set(Field::Organization, format!("Org {name}"));
            }
            if let Some(active) = active {
                draft.set(Field::Active, if *active { "yes" } else { "no" });
            }
            let id = Some(user(*of));
            let (_, typed) = store.preview_user(id, &draft).expect("an effect");
            let planned = match store.save_user(id, &draft, &dry) {
                Err(StoreError::Invalid(_)) => {
                    assert_eq!(typed, AccessEffect::default());
                    return Some(typed);
                }
                planned => planned.expect("a dry run").effect,
            };
            let done = store.save_user(id, &draft, &real).expect("an edit").effect;
            assert_eq!((typed, planned), (done, done), "{draft:?}");
            Some(done)
        }
        Step::Activity(of, active) => {
            let users: BTreeSet<UserId> = of.iter().map(|it| user(*it)).collect();
            let users: Vec<UserId> = users.into_iter().collect();
            Some(store.set_users_active(&users, *active, &real).expect("an edit").effect)
        }
        Step::Tenant(at, tenant) => {
            let draft = Draft::default().with(Field::Tenant, TENANTS[tenant % TENANTS.len()]);
            let id = company(store, *at).id;
            let planned = store.save_company(Some(&id), &draft, &dry).expect("a dry run").effect;
            let done = store.save_company(Some(&id), &draft, &real).expect("an edit").effect;
            assert_eq!(planned, done);
            Some(done)
        }
        Step::Policy(role, reach, grants, home) => {
            let role = ROLES[role % ROLES.len()];
            let policy = RolePolicy {
                reach: [Reach::All, Reach::Tenant, Reach::Home][reach % 3],
                grants: [GrantEffect::Count, GrantEffect::Ignored][grants % 2],
                home: [HomeAccess::Always, HomeAccess::WithoutGrants, HomeAccess::Never][home % 3],
            };
            store.set_policy(role, policy, None).expect("a policy");
            None
        }
        Step::Repair => {
            store.repair(None, &mut JobProgress::none()).expect("a repair");
            None
        }
        Step::AddCompany(tenant) => add_company(store, *tenant),
        Step::DeleteCompany(at) => {
            let id = company(store, *at).id;
            delete_company(store, &id)
        }
        Step::Undo => {
            let preview = match store.preview_next_undo(&mut JobProgress::none()) {
                Err(StoreError::NothingToUndo) => return None,
                preview => preview.expect("a preview"),
            };
            store.undo(None, None).expect("an undo");
            preview.effect.map(|effect| AccessEffect { without_effect: 0, ..effect })
        }
    }
}

fn add_company(store: &mut Store, tenant: usize) -> Option<AccessEffect> {
    let draft = Draft::default()
        .with(Field::Code, format!("N{}", tenant % 1_000_000))
        .with(Field::Name, "Another company")
        .with(Field::Tenant, TENANTS[tenant % TENANTS.len()]);
    let options = |dry_run| EditOptions { dry_run, ..EditOptions::default() };
    let planned = match store.save_company(None, &draft, &options(true)) {
        // A company with this code already exists.
        Err(StoreError::Invalid(_)) => return None,
        planned => planned.expect("a dry run").effect,
    };
    let done = store.save_company(None, &draft, &options(false)).expect("an edit").effect;
    assert_eq!(planned, done);
    Some(done)
}

fn delete_company(store: &mut Store, id: &CompanyId) -> Option<AccessEffect> {
    let ids = std::slice::from_ref(id);
    let options = |dry_run| EditOptions { dry_run, ..EditOptions::default() };
    let none = &mut JobProgress::none();
    let planned = match store.delete_companies(ids, &options(true), none) {
        // Somebody is employed there.
        Err(StoreError::InUse { .. }) => return None,
        planned => planned.expect("a dry run").effect,
    };
    let told = store.preview_deletion((&[], ids), 0, None, &Cancel::default()).expect("a preview");
    assert_eq!(told.effect.lost, planned.lost);
    let done = store.delete_companies(ids, &options(false), none).expect("an edit").effect;
    assert_eq!(planned, done);
    Some(done)
}

/// The policies that somebody edited.
fn edited(store: &Store) -> BTreeMap<&'static str, RolePolicy> {
    let named =
        |role: &Option<String>| ROLES.into_iter().find(|name| role.as_deref() == Some(name));
    let policies = store.policies().into_iter().filter(grantgrid::domain::Policy::is_edited);
    policies.filter_map(|it| Some((named(&it.role)?, it.policy))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn access_follows_the_policy_and_edits_report_their_effect(
        is_first in any::<bool>(),
        people in prop::collection::vec(a_person(), USERS),
        steps in prop::collection::vec(a_step(), 1..14),
    ) {
        let hr = database(is_first, &people);
        let mut store = hr.open();
        let mut policies = Policies { is_first, edited: BTreeMap::new() };
        let mut before = read(&hr, &policies);
        require_all_agree(&hr, &mut store, &before);
        for step in &steps {
            let said = take(&mut store, step);
            policies.edited = edited(&store);
            let after = read(&hr, &policies);
            require_all_agree(&hr, &mut store, &after);
            if let Some(said) = said {
                prop_assert_eq!(said, difference(&before, &after), "{:?}", step);
            }
            before = after;
        }
    }
}
