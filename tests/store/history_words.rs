//! What the history shows of each change; its filter by gained and lost access, kind, word and
//! relative time; and who has gained and lost what.

use crate::common::{ByName, Hr, every_user};
use grantgrid::domain::{
    Bulk, Cancel, ChangeId, ChangeKind, Clock, Draft, Field, HistoryQuery, JobProgress, Operation,
    UserHistory, Zone,
};
use grantgrid::filter::HistoryFilter;
use grantgrid::store::{EditOptions, Environment, Store, StoreError};

/// A clock that always shows noon of a day in March 2026; the 6th is a Friday.
struct OnDay(u32);

impl Clock for OnDay {
    fn now(&self) -> chrono::DateTime<chrono::Utc> {
        format!("2026-03-{:02}T12:00:00Z", self.0).parse().expect("a time")
    }
}

fn open_on(hr: &Hr, day: u32, operator: &str) -> Store {
    let services = Environment { clock: Box::new(OnDay(day)), ..Environment::real(operator) };
    Store::open(&hr.path, services).expect("a store")
}

pub(crate) fn query(store: &Store, words: &str) -> HistoryQuery {
    let filter = HistoryFilter::parse(words).expect("a filter");
    store.history_query_in(&filter, Zone::Utc).expect("known names")
}

pub(crate) fn numbers(store: &Store, words: &str) -> Vec<i64> {
    let changes = store.changes(&query(store, words)).expect("the changes");
    changes.iter().map(|change| change.id.0).collect()
}

/// Grants decide the access of björn and emil: both are active and have no home company.
fn without_homes(hr: &Hr) {
    hr.run("UPDATE hrm_users SET is_active = 1 WHERE username IN ('björn', 'emil')");
    hr.run(
        "DELETE FROM hrm_employee WHERE user_id IN \
         (SELECT id FROM hrm_users WHERE username IN ('björn', 'emil'))",
    );
}

fn what(store: &Store, id: i64) -> String {
    let change = store.change(ChangeId(id)).expect("it reads").expect("a change");
    let summaries = store.change_summaries(std::slice::from_ref(&change)).expect("a summary");
    summaries[0].in_words(&change)
}

fn by_user(store: &Store, words: &str) -> Vec<String> {
    let (users, total) = store
        .history_by_user(&query(store, words), usize::MAX, &Cancel::default())
        .expect("the users");
    assert_eq!(users.len() as u64, total);
    let line = |UserHistory { username, gained, lost, edits, .. }: &UserHistory| {
        let parts = [gained.join(","), lost.join(","), edits.join(",")];
        format!("{username} +{} -{} ~{}", parts[0], parts[1], parts[2])
    };
    users.iter().map(line).collect()
}

#[test]
fn each_change_shows_user_and_company() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    store.grant("björn", "KYO");
    let companies = ["KYO", "LIS"].map(|code| store.cell("anna", code).company);
    let users = ["emil", "gus"].map(|name| store.person(name).id);
    let bulk =
        Bulk { operation: Operation::Grant, users: users.into(), companies: companies.into() };
    store.commit(&bulk, None, None, &mut JobProgress::none()).expect("a change");
    let anna = store.person("anna").id;
    let how = EditOptions::default();
    let draft = Draft::default().with(Field::FirstName, "Ännchen");
    store.save_user(Some(anna), &draft, &how).expect("a change");
    store.set_users_active(&[anna], false, &how).expect("a change");
    store.undo(Some(ChangeId(1)), None).expect("an undo");
    assert_eq!(what(&store, 1), "björn + KYO");
    assert_eq!(what(&store, 2), "emil, gus + KYO, LIS");
    assert!(what(&store, 3).starts_with("anna: first name "), "{}", what(&store, 3));
    assert_eq!(what(&store, 4), "deactivated anna");
    assert_eq!(what(&store, 5), "björn − KYO");
}

#[test]
fn several_users_are_counted_by_their_role() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let lis = store.cell("anna", "LIS").company;
    let all = every_user(&store);
    let of_role: Vec<_> = all
        .iter()
        .copied()
        .filter(|id| store.user(*id).expect("it reads").is_some_and(|it| it.role == "HR Manager"))
        .collect();
    let granted = store
        .commit(&Bulk::grant(of_role.clone(), [lis.clone()]), None, None, &mut JobProgress::none())
        .expect("a change");
    let cells = granted.change.expect("a change").added;
    assert_eq!((cells, of_role.len()), (6, 6));
    assert_eq!(what(&store, 1), format!("{cells} HR Managers + LIS"));
    let kyo = store.cell("anna", "KYO").company;
    store.commit(&Bulk::grant(all, [kyo]), None, None, &mut JobProgress::none()).expect("a change");
    assert_eq!(what(&store, 2), "8 users + KYO");
}

#[test]
fn the_history_filter_has_directions_kinds_words_and_me() {
    let hr = Hr::of_2025();
    without_homes(&hr);
    open_on(&hr, 1, "ada").grant("björn", "KYO");
    open_on(&hr, 2, "bea").grant("emil", "LIS");
    open_on(&hr, 6, "ada").revoke("björn", "KYO");
    let store = open_on(&hr, 6, "ada");
    assert_eq!(numbers(&store, "gained:björn"), [1]);
    assert_eq!(numbers(&store, "lost:björn"), [3]);
    assert_eq!(numbers(&store, "lost:KYO"), [3]);
    assert_eq!(numbers(&store, "gained:KYO"), [1]);
    assert_eq!(numbers(&store, "lost:LIS"), [0; 0]);
    assert_eq!(numbers(&store, "kind:grant"), [2, 1]);
    assert_eq!(numbers(&store, "kind:revoke,undo"), [3]);
    assert_eq!(numbers(&store, "operator:me"), [3, 1]);
    assert_eq!(numbers(&store, "BJÖ"), [0; 0], "smart case");
    assert_eq!(numbers(&store, "bjö"), [3, 1]);
    assert_eq!(numbers(&store, "京都"), [3, 1], "the name of the company");
    assert_eq!(numbers(&store, "emil lis"), [2]);
    assert_eq!(numbers(&store, "emil kyo"), [0; 0]);
    assert_eq!(numbers(&store, "revoke"), [3], "the kind is a word, too");
    assert_eq!(numbers(&store, "since:today"), [3]);
    assert_eq!(numbers(&store, "since:monday"), [3, 2], "the 2nd of March");
    assert_eq!(numbers(&store, "since:friday"), [3]);
    assert_eq!(numbers(&store, "since:7d"), [3, 2, 1]);
    assert_eq!(numbers(&store, "since:24h"), [3]);
    let nobody = HistoryFilter::parse("lost:nobody").expect("a filter");
    let refused = store.history_query(&nobody);
    assert!(matches!(refused, Err(StoreError::NoSuchUser { .. })), "{refused:?}");
}

#[test]
fn the_history_filter_compares_names_as_the_lists_do() {
    let hr = Hr::of_2025();
    hr.run("UPDATE hrm_users SET first_name = 'Ｅｍｉｌ', last_name = 'Ångström', email = 'e.a@Example.org' WHERE username = 'emil'");
    hr.run("UPDATE hrm_users SET last_name = 'Berg' WHERE username = 'björn'");
    without_homes(&hr);
    open_on(&hr, 1, "Zoë").grant("emil", "LIS");
    open_on(&hr, 2, "bea").grant("björn", "KYO");
    open_on(&hr, 6, "ada").revoke("emil", "LIS");
    let store = open_on(&hr, 6, "ada");
    for part in ["emi", "emil", "ångström", "A\u{30a}ngstr", "\"emil ångström\"", "e.a@example"]
    {
        assert_eq!(numbers(&store, &format!("lost:{part}")), [3], "{part}");
        assert_eq!(numbers(&store, &format!("gained:{part}")), [1], "{part}");
        assert_eq!(numbers(&store, part), [3, 1], "{part}");
    }
    assert_eq!(numbers(&store, "lost:lis"), [3], "a company");
    assert_eq!(numbers(&store, "gained:京"), [2], "a part of its name");
    let shouted = HistoryFilter::parse("lost:EMI").expect("a filter");
    let refused = store.history_query(&shouted);
    let is_unknown = matches!(refused, Err(StoreError::NoSuchUser { .. }));
    assert!(is_unknown, "upper case counts where it is typed: {refused:?}");
    assert_eq!(numbers(&store, "zoe\u{308}"), [1], "an operator, however it is written");
    assert_eq!(numbers(&store, "ZOË"), [0; 0]);
    let asked = query(&store, "lost:ångs since:24h");
    let (users, total) = store.history_by_user(&asked, 10, &Cancel::default()).expect("users");
    assert_eq!((users[0].username.as_str(), total), ("emil", 1));
}

#[test]
fn a_word_is_found_in_the_reason() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let (emil, lis) = (store.person("emil").id, store.cell("anna", "LIS").company);
    let bulk = Bulk::grant([emil], [lis]);
    store.commit(&bulk, None, Some("Ticket HR-42"), &mut JobProgress::none()).expect("a change");
    assert_eq!(numbers(&store, "hr-42"), [1]);
    assert_eq!(numbers(&store, "\"ticket hr\""), [1]);
    assert_eq!(numbers(&store, "HR-43"), [0; 0]);
}

#[test]
fn the_history_by_user_counts_net_changes_only() {
    let hr = Hr::of_2025();
    without_homes(&hr);
    open_on(&hr, 1, "ada").grant("björn", "KYO");
    open_on(&hr, 2, "bea").grant("emil", "LIS");
    {
        let mut store = open_on(&hr, 6, "ada");
        store.revoke("björn", "KYO");
        let anna = store.person("anna").id;
        store.set_users_active(&[anna], false, &EditOptions::default()).expect("a change");
    }
    let store = open_on(&hr, 6, "ada");
    assert_eq!(by_user(&store, ""), ["anna + -BER,KYO ~deactivated", "emil +LIS - ~"]);
    assert_eq!(by_user(&store, "since:today"), ["anna + -BER,KYO ~deactivated", "björn + -KYO ~"]);
    assert_eq!(
        by_user(&store, "lost:KYO since:today"),
        ["anna + -KYO ~deactivated", "björn + -KYO ~"]
    );
    assert_eq!(by_user(&store, "gained:KYO"), [""; 0], "it was revoked again");
    assert_eq!(by_user(&store, "user:emil"), ["emil +LIS - ~"]);
    assert_eq!(by_user(&store, "operator:bea"), ["emil +LIS - ~"]);
    let of_one = store.history_by_user(&query(&store, ""), 1, &Cancel::default()).expect("one");
    assert_eq!((of_one.0.len(), of_one.1), (1, 2));
}

#[test]
fn the_words_for_kinds_are_those_of_the_journal() {
    for kind in ChangeKind::ALL.map(ChangeKind::as_str) {
        let filter = HistoryFilter::parse(&format!("kind:{kind}")).expect("a filter");
        assert_eq!(filter.kinds, [kind]);
    }
}
