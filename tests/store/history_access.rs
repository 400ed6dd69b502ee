//! The history tells who gained and lost access, not grants: by the first grant, by a role, a
//! status, a home company, a policy or a company, whatever was edited.

use std::collections::{BTreeMap, BTreeSet};

use crate::common::{ByName, Hr, every_user};
use crate::history_words::{numbers, query};
use grantgrid::domain::{
    Bulk, Cancel, Cell, ChangeId, ChangeKind, Draft, Edit, Field, GrantEffect, HomeAccess,
    JobProgress, Reach, RolePolicy, User, UserHistory,
};
use grantgrid::store::{EditOptions, Store};
use proptest::prelude::*;

/// A user, what was gained and lost, and the grants without an effect on access.
fn by_user(store: &Store, words: &str) -> Vec<String> {
    let (users, _) = store
        .history_by_user(&query(store, words), usize::MAX, &Cancel::default())
        .expect("the users");
    let line = |user: &UserHistory| {
        let UserHistory { username, gained, lost, .. } = user;
        let rest = user.without_effect().unwrap_or_default();
        format!("{username} +{} -{} {rest}", gained.join(","), lost.join(",")).trim().to_owned()
    };
    users.iter().map(line).collect()
}

/// The codes of the companies that a user can work in.
fn access(store: &Store, name: &str) -> Vec<String> {
    let id = store.person(name).id;
    let mut codes: Vec<String> = store
        .effective_access(id)
        .expect("the access")
        .into_iter()
        .map(|entry| store.companies()[entry.company].code.clone())
        .collect();
    codes.sort();
    codes
}

fn save(store: &mut Store, name: &str, field: Field, value: &str) {
    let id = store.person(name).id;
    let draft = Draft::default().with(field, value);
    let how = EditOptions { force: true, ..EditOptions::default() };
    store.save_user(Some(id), &draft, &how).expect("a change");
}

/// björn works in his home company without a grant; the first grant of another replaces it.
fn with_home() -> (Hr, String) {
    let hr = Hr::of_2025();
    let store = hr.open();
    let home = access(&store, "björn");
    assert_eq!(home.len(), 1, "{home:?}");
    let home = home[0].clone();
    drop(store);
    (hr, home)
}

#[test]
fn the_first_grant_costs_the_home_company() {
    let (hr, home) = with_home();
    let mut store = hr.open();
    let other = "LIS".to_owned();
    store.grant("björn", &other);
    assert_eq!(access(&store, "björn"), [other.as_str()]);
    assert_eq!(numbers(&store, &format!("lost:{home}")), [1]);
    assert_eq!(numbers(&store, "lost:björn"), [1]);
    assert_eq!(numbers(&store, "lost:"), [1]);
    assert_eq!(numbers(&store, &format!("gained:{other}")), [1]);
    assert_eq!(numbers(&store, &format!("gained:{home}")), [0; 0]);
    assert_eq!(by_user(&store, ""), [format!("björn +{other} -{home}")]);
    assert_eq!(by_user(&store, "lost:"), [format!("björn +{other} -{home}")]);

    // The revocation gives it back.
    store.revoke("björn", &other);
    assert_eq!(access(&store, "björn"), [home.as_str()]);
    assert_eq!(numbers(&store, &format!("gained:{home}")), [2]);
    assert_eq!(numbers(&store, &format!("lost:{home}")), [1]);
    assert_eq!(numbers(&store, "lost:"), [2, 1]);
    assert_eq!(by_user(&store, ""), [""; 0], "in the end nothing changed");
}

#[test]
fn a_grant_of_the_home_company_changes_no_access() {
    let (hr, home) = with_home();
    let mut store = hr.open();
    store.grant("björn", &home);
    assert_eq!(numbers(&store, "gained:"), [0; 0]);
    assert_eq!(by_user(&store, ""), [format!("björn + - {home} granted: access unchanged")]);
    store.revoke("björn", &home);
    assert_eq!(numbers(&store, "lost:"), [0; 0], "the home company is still reached");
    assert_eq!(numbers(&store, "björn"), [2, 1]);
}

#[test]
fn whoever_reaches_all_loses_nothing_with_a_grant() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let all = every_user(&store).into_iter().filter_map(|id| store.user(id).expect("it reads"));
    let admin = all.into_iter().find(|user| user.role == "Super Admin" && user.active);
    let admin = admin.expect("a Super Admin").username;
    store.try_grant(&admin, "LIS").expect("a grant");
    store.revoke(&admin, "LIS");
    assert_eq!(numbers(&store, "lost:"), [0; 0]);
    assert_eq!(by_user(&store, "lost:"), [""; 0]);
}

#[test]
fn status_role_and_home_change_access() {
    let (hr, home) = with_home();
    let mut store = hr.open();
    let other = "LIS".to_owned();
    let all = store.companies().len();
    save(&mut store, "björn", Field::Active, "no");
    assert_eq!(numbers(&store, &format!("lost:{home}")), [1]);
    save(&mut store, "björn", Field::Active, "yes");
    assert_eq!(numbers(&store, &format!("gained:{home}")), [2]);
    save(&mut store, "björn", Field::Home, &other);
    assert_eq!(access(&store, "björn"), [other.as_str()]);
    assert_eq!(numbers(&store, &format!("lost:{home}")), [3, 1]);
    assert_eq!(numbers(&store, &format!("gained:{other}")), [3]);
    save(&mut store, "björn", Field::Role, "Super Admin");
    assert_eq!(access(&store, "björn").len(), all);
    assert_eq!(numbers(&store, &format!("gained:{home}")), [4, 2]);
    save(&mut store, "björn", Field::Email, "other@example.org");
    assert_eq!(numbers(&store, "lost: gained:"), [3], "one in which both happened");
    assert_eq!(numbers(&store, "lost:björn"), [3, 1]);
    let net = by_user(&store, "lost: since:2026");
    assert_eq!(net, [""; 0], "all in all, björn lost nothing");
    store.undo(Some(ChangeId(4)), None).expect("an undo");
    assert_eq!(numbers(&store, &format!("lost:{home}")), [6, 3, 1]);
    assert_eq!(by_user(&store, &format!("user:björn lost:{home}")), [format!("björn + -{home}")]);
}

#[test]
fn a_policy_and_a_company_change_the_access_of_others() {
    let (hr, home) = with_home();
    let mut store = hr.open();
    let role = store.person("björn").role;
    let policy =
        RolePolicy { reach: Reach::Home, grants: GrantEffect::Count, home: HomeAccess::Never };
    store.set_policy(&role, policy, None).expect("a change");
    assert!(access(&store, "björn").is_empty());
    assert_eq!(numbers(&store, "lost:björn"), [1]);
    assert_eq!(numbers(&store, &format!("lost:{home}")), [1]);
    assert_eq!(numbers(&store, &format!("user:björn lost:{home}")), [1]);
    store.reset_policies(None, None).expect("a change");
    assert_eq!(numbers(&store, "gained:björn"), [2]);
    let tenant = store.companies()[0].tenant_name.clone().expect("a tenant");
    let draft = Draft::default()
        .with(Field::Code, "NEW")
        .with(Field::Name, "New one")
        .with(Field::Tenant, tenant);
    let how = EditOptions::default();
    let added = store.save_company(None, &draft, &how).expect("a company").company.expect("an id");
    assert_eq!(numbers(&store, "gained:NEW"), [3], "the Super Admin reaches it");
    store.delete_companies(&[added], &how, &mut JobProgress::none()).expect("a deletion");
    assert_eq!(numbers(&store, "lost: kind:companies"), [4]);
}

#[test]
fn who_left_lost_everything_and_a_deleted_user_too() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let had = access(&store, "anna");
    assert!(!had.is_empty());
    let anna = store.person("anna").id;
    let held = store.grants_of(anna).expect("the grants").len() as u64;
    let how = EditOptions { grants: Some(held), ..EditOptions::default() };
    store.leave_users(&[anna], &how, &mut JobProgress::none()).expect("a change");
    assert_eq!(by_user(&store, "lost:"), [format!("anna + -{}", had.join(","))]);
    for code in had {
        assert_eq!(numbers(&store, &format!("lost:{code}")), [1]);
    }
}

const FIELDS: [Field; 4] = [Field::Active, Field::Role, Field::Home, Field::Organization];

#[derive(Clone, Debug)]
enum Act {
    Toggle(usize, usize),
    Set(Vec<usize>, Vec<usize>),
    Save(usize, usize, usize),
    Policy(usize, usize),
    Tenant(usize),
    AddUser(usize, usize),
    DeleteUser(usize),
    Company(usize),
    Undo(i64),
}

fn an_act() -> impl Strategy<Value = Act> {
    let several = || prop::collection::vec(0..12_usize, 1..4);
    prop_oneof![
        6 => (0..12_usize, 0..8_usize).prop_map(|(user, at)| Act::Toggle(user, at)),
        2 => (several(), several()).prop_map(|(users, at)| Act::Set(users, at)),
        4 => (0..12_usize, 0..4_usize, 0..12_usize)
            .prop_map(|(user, field, value)| Act::Save(user, field, value)),
        1 => (0..6_usize, 0..6_usize).prop_map(|(role, policy)| Act::Policy(role, policy)),
        1 => (0..8_usize).prop_map(Act::Tenant),
        1 => (0..3_usize, 0..8_usize).prop_map(|(name, home)| Act::AddUser(name, home)),
        1 => (0..12_usize).prop_map(Act::DeleteUser),
        1 => (0..2_usize).prop_map(Act::Company),
        4 => (1..14_i64).prop_map(Act::Undo),
    ]
}

/// Does it, if it is possible, with this reason.
fn act(store: &mut Store, act: &Act, reason: &str) {
    let how =
        || EditOptions { force: true, reason: Some(reason.to_owned()), ..EditOptions::default() };
    let users: Vec<User> =
        every_user(store).into_iter().filter_map(|id| store.user(id).expect("it reads")).collect();
    let companies = store.companies().to_vec();
    let company = |at: usize| companies[at % companies.len()].clone();
    let user = |at: usize| users[at % users.len()].clone();
    let none = &mut JobProgress::none();
    // What is refused changes nothing.
    match act {
        Act::Toggle(of, at) => {
            let (user, company) = (user(*of).id, company(*at).id);
            let held = store.grants_of(user).expect("the grants");
            let granted = !held.iter().any(|grant| grant.company == company);
            let kind = if granted { ChangeKind::Grant } else { ChangeKind::Revoke };
            let edit = Edit { cell: Cell { user, company }, granted };
            let _ = store.edit(kind, [edit], Some(reason));
        }
        Act::Set(of, at) => {
            let users: Vec<_> = of.iter().map(|of| user(*of).id).collect();
            let bulk = Bulk::set(users, at.iter().map(|at| company(*at).id));
            let _ = store.commit(&bulk, None, Some(reason), none);
        }
        Act::Save(of, field, value) => {
            let value = match FIELDS[*field] {
                Field::Active => if value % 2 == 0 { "yes" } else { "no" }.to_owned(),
                Field::Role => user(*value).role,
                Field::Home if value % 3 == 0 => String::new(),
                Field::Home => company(*value).id.to_string(),
                _ => ["Nordwind HQ", "Contractors"][value % 2].to_owned(),
            };
            let draft = Draft::default().with(FIELDS[*field], value);
            let _ = store.save_user(Some(user(*of).id), &draft, &how());
        }
        Act::Policy(role, policy) => {
            let policies = store.policies();
            let role = policies[role % policies.len()].role.clone().unwrap_or_default();
            let policy = RolePolicy {
                reach: Reach::ALL[policy % 3],
                grants: GrantEffect::ALL[policy % 2],
                home: HomeAccess::ALL[policy % 3],
            };
            let _ = store.set_policy(&role, policy, Some(reason));
        }
        Act::Tenant(at) => {
            let tenants: BTreeSet<String> =
                companies.iter().filter_map(|company| company.tenant_name.clone()).collect();
            let tenant = tenants.into_iter().nth(at % 2).unwrap_or_default();
            let draft = Draft::default().with(Field::Tenant, tenant);
            let _ = store.save_company(Some(&company(*at).id), &draft, &how());
        }
        Act::AddUser(name, home) => {
            let name = format!("new_{name}");
            let draft = Draft::default()
                .with(Field::Username, &name)
                .with(Field::Email, format!("{name}@x.example"))
                .with(Field::Home, company(*home).id.to_string());
            let _ = store.save_user(None, &draft, &how());
        }
        Act::DeleteUser(of) => drop(store.delete_users(&[user(*of).id], &how(), none)),
        Act::Company(0) => {
            let tenant = companies[0].tenant_name.clone().unwrap_or_default();
            let draft = Draft::default()
                .with(Field::Code, "NEW")
                .with(Field::Name, "New one")
                .with(Field::Tenant, tenant);
            let _ = store.save_company(None, &draft, &how());
        }
        Act::Company(_) => {
            if let Ok(id) = store.find_company("NEW").map(|company| company.id.clone()) {
                let _ = store.delete_companies(&[id], &how(), none);
            }
        }
        Act::Undo(number) => drop(store.undo(Some(ChangeId(*number)), Some(reason))),
    }
}

/// Who can work where: usernames with the codes of companies.
fn everybody(store: &Store) -> BTreeMap<String, BTreeSet<String>> {
    let named = |id| store.user(id).expect("it reads").map(|user| (id, user.username));
    let users = every_user(store).into_iter().filter_map(named);
    let codes = |id| {
        let found = store.effective_access(id).expect("the access").into_iter();
        found.map(|entry| store.companies()[entry.company].code.clone()).collect()
    };
    users.map(|(id, name)| (name, codes(id))).collect()
}

/// Who gained and lost what between two moments.
fn difference(
    before: &BTreeMap<String, BTreeSet<String>>,
    after: &BTreeMap<String, BTreeSet<String>>,
) -> Vec<String> {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let none = BTreeSet::new();
    let line = |name: &String| {
        let (had, has) = (before.get(name).unwrap_or(&none), after.get(name).unwrap_or(&none));
        let rest = |one: &BTreeSet<String>, other: &BTreeSet<String>| {
            one.difference(other).cloned().collect::<Vec<_>>().join(",")
        };
        let (gained, lost) = (rest(has, had), rest(had, has));
        (!gained.is_empty() || !lost.is_empty()).then(|| format!("{name} +{gained} -{lost}"))
    };
    names.into_iter().filter_map(line).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn each_change_tells_the_access_before_and_after(
        is_2026 in any::<bool>(),
        acts in prop::collection::vec(an_act(), 1..14),
    ) {
        let hr = if is_2026 { Hr::of_2026() } else { Hr::of_2025() };
        // Two companies have the same code.
        hr.run("UPDATE hrm_company SET code = code || rowid WHERE code = 'BER'");
        let mut store = hr.open();
        let mut moments = vec![everybody(&store)];
        for (number, it) in acts.iter().enumerate() {
            act(&mut store, it, &format!("step{number}end"));
            moments.push(everybody(&store));
        }
        for (number, pair) in moments.windows(2).enumerate() {
            let expected = difference(&pair[0], &pair[1]);
            let reason = format!("step{number}end");
            let (users, _) = store
                .history_by_user(&query(&store, &reason), usize::MAX, &Cancel::default())
                .expect("the users");
            let line = |it: &UserHistory| {
                let (gained, lost) = (it.gained.join(","), it.lost.join(","));
                format!("{} +{gained} -{lost}", it.username)
            };
            let changed = users.iter().filter(|it| !it.gained.is_empty() || !it.lost.is_empty());
            let told: Vec<String> = changed.map(line).collect();
            prop_assert_eq!(&told, &expected, "{:?}", acts);
            let is_lost = expected.iter().any(|line| !line.ends_with('-'));
            let found = numbers(&store, &format!("lost: kind:{KINDS} \"{reason}\""));
            prop_assert_eq!(!found.is_empty(), is_lost, "{:?}", acts);
        }
        // All of it together.
        let (first, last) = (&moments[0], &moments[moments.len() - 1]);
        let told = store.history_by_user(&query(&store, ""), usize::MAX, &Cancel::default());
        let told = told.expect("the users").0;
        let changed = told.iter().filter(|it| !it.gained.is_empty() || !it.lost.is_empty());
        let names: Vec<&str> = changed.map(|it| it.username.as_str()).collect();
        let expected = difference(first, last);
        let of_line = |line: &String| line.split(' ').next().unwrap_or_default().to_owned();
        prop_assert_eq!(names, expected.iter().map(of_line).collect::<Vec<_>>());
    }
}

const KINDS: &str = "grant,revoke,set,policy,users,companies,undo,redo";

#[test]
fn a_change_tells_the_access_that_its_grants_do_not() {
    let (hr, home) = with_home();
    let mut store = hr.open();
    let lines = |store: &Store, id| {
        let access = store.change_access(ChangeId(id)).expect("it reads");
        access.expect("few users").lines()
    };
    store.grant("björn", "LIS");
    store.grant("björn", &home);
    store.revoke("björn", "LIS");
    store.revoke("björn", &home);
    assert_eq!(lines(&store, 1), [format!("− björn × {home} (no grant changed)")]);
    assert_eq!(lines(&store, 2), [""; 0], "the grant tells it");
    assert_eq!(lines(&store, 4), ["access unchanged"]);
    save(&mut store, "björn", Field::Active, "no");
    assert_eq!(lines(&store, 5), [format!("− björn × {home} (no grant changed)")]);
    save(&mut store, "björn", Field::LastName, "Berg");
    assert_eq!(lines(&store, 6), [""; 0]);
}
