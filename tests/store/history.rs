//! The history: changes and their cells, by user, company, cell, operator and time, also of
//! deleted users and companies.

use crate::common::{ByName, Hr, every_user};
use grantgrid::domain::{
    Bulk, Change, ChangeCell, ChangeId, ChangeKind, Clock, Draft, Field, HistoryQuery, JobProgress,
    Operation, UserId,
};
use grantgrid::filter::HistoryFilter;
use grantgrid::store::{EditOptions, Environment, Store, StoreError};

fn all() -> HistoryQuery {
    HistoryQuery { limit: 100, ..HistoryQuery::default() }
}

fn numbers(store: &Store, query: &HistoryQuery) -> Vec<i64> {
    store.changes(query).expect("the changes").iter().map(|change| change.id.0).collect()
}

fn of(store: &Store, user: Option<&str>, company: Option<&str>) -> Vec<i64> {
    let user = user.map(|name| store.find_user_in_history(name).expect("a user"));
    let company = company.map(|name| store.find_company_in_history(name).expect("a company"));
    numbers(store, &HistoryQuery { user, company, ..all() })
}

fn cells(store: &Store, id: i64) -> Vec<String> {
    let cells = store.change_cells(ChangeId(id), None, 1000).expect("the cells");
    cells.iter().map(in_words).collect()
}

fn in_words(cell: &ChangeCell) -> String {
    format!("{} {}", if cell.added { '+' } else { '-' }, cell.named)
}

/// A clock that always shows the same day of 2026.
struct On(&'static str);

impl Clock for On {
    fn now(&self) -> chrono::DateTime<chrono::Utc> {
        format!("2026-{}T12:00:00Z", self.0).parse().expect("a time")
    }
}

fn open_on(hr: &Hr, day: &'static str, operator: &str) -> Store {
    let services = Environment { clock: Box::new(On(day)), ..Environment::real(operator) };
    Store::open(&hr.path, services).expect("a store")
}

#[test]
fn a_database_that_was_never_written_to_has_no_history() {
    let hr = Hr::of_2025();
    let before = hr.bytes();
    let store = hr.open();
    assert_eq!(store.changes(&all()).expect("none"), []);
    assert_eq!(store.change_cells(ChangeId(1), None, 10).expect("none"), []);
    assert_eq!(store.change(ChangeId(1)).expect("none"), None);
    assert_eq!(store.next_to_undo().expect("none"), None);
    assert_eq!(of(&store, Some("anna"), Some("KYO")), [0; 0]);
    let unknown = store.find_user_in_history("nobody").unwrap_err();
    assert!(matches!(unknown, StoreError::NoSuchUser { .. }));
    let unknown = store.find_company_in_history("nowhere").unwrap_err();
    assert!(matches!(unknown, StoreError::NoSuchCompany { .. }));
    assert_eq!(hr.bytes(), before);
}

#[test]
fn changes_are_listed_newest_first_page_by_page() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    for user in ["björn", "emil", "gus", "hana"] {
        store.grant(user, "KYO");
    }
    store.undo(None, None).expect("an undo");
    assert_eq!(numbers(&store, &all()), [5, 4, 3, 2, 1]);
    let page = HistoryQuery { limit: 2, before: Some(ChangeId(4)), ..all() };
    assert_eq!(numbers(&store, &page), [3, 2]);
    assert_eq!(numbers(&store, &HistoryQuery { limit: 0, ..all() }), [0; 0]);
    let changes: Vec<Change> = store.changes(&all()).expect("the changes");
    assert_eq!((changes[0].kind, changes[0].reverts), (ChangeKind::Undo, Some(ChangeId(4))));
    assert_eq!(changes[1].undone_by, Some(ChangeId(5)));
    assert_eq!(store.change(ChangeId(4)).expect("one").as_ref(), Some(&changes[1]));
    assert_eq!(store.next_to_undo().expect("one").map(|change| change.id), Some(ChangeId(3)));
}

#[test]
fn changes_are_found_by_user_company_and_cell() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    store.grant("björn", "KYO");
    store.grant("björn", "LIS");
    store.grant("emil", "KYO");
    store.revoke("björn", "KYO");
    assert_eq!(of(&store, Some("björn"), None), [4, 2, 1]);
    assert_eq!(of(&store, None, Some("KYO")), [4, 3, 1]);
    assert_eq!(of(&store, Some("björn"), Some("KYO")), [4, 1]);
    assert_eq!(of(&store, Some("emil"), Some("LIS")), [0; 0]);
    assert_eq!(of(&store, None, Some("OLD")), [0; 0], "a company that the journal never met");
}

#[test]
fn the_account_is_kept_whoever_the_operator_is() {
    let hr = Hr::of_2025();
    open_on(&hr, "03-01", "ada").grant("björn", "KYO");
    let mut store = open_on(&hr, "03-02", "Bea");
    store.act_as("root").expect("an operator");
    assert_eq!((store.operator(), store.account()), ("root", "Bea"));
    store.grant("emil", "KYO");
    store.undo(None, None).expect("an undo");
    store.redo(None).expect("a redo");
    let who = |id: i64| store.change(ChangeId(id)).expect("it reads").expect("a change").who();
    assert_eq!(who(1), "ada");
    for id in 2..=4 {
        assert_eq!(who(id), "root (account: Bea)");
    }
    let found = |words: &str| {
        let filter = HistoryFilter::parse(words).expect("a filter");
        numbers(&store, &store.history_query(&filter).expect("known"))
    };
    assert_eq!(found("account:Bea"), [4, 3, 2]);
    assert_eq!(found("account:bea since:2026"), [4, 3, 2], "folded, as operator: is");
    assert_eq!(found("account:ada"), [1]);
    assert_eq!(found("account:root"), [0; 0]);
    assert_eq!(found("operator:root account:ada"), [0; 0]);
}

#[test]
fn the_account_of_a_change_before_form_4_is_unknown() {
    let hr = Hr::of_2025();
    hr.run(include_str!("../../src/store/schema/form-3.sql"));
    hr.run(
        "INSERT INTO grantgrid_change (at, operator, kind) VALUES ('2026-01-01', 'ada', 'grant')",
    );
    let accounts = |store: &Store| -> Vec<Option<String>> {
        let changes = store.changes(&all()).expect("the changes");
        changes.into_iter().map(|change| change.account).collect()
    };
    let by_ada = HistoryQuery { account: Some("ada".into()), ..all() };
    let mut store = hr.open();
    assert_eq!(accounts(&store), [None]);
    assert_eq!(store.change(ChangeId(1)).expect("it reads").expect("a change").who(), "ada");
    assert_eq!(numbers(&store, &by_ada), [0; 0]);
    let words = HistoryFilter::parse("account:ada").expect("a filter");
    assert_eq!(numbers(&store, &store.history_query(&words).expect("known")), [0; 0]);
    store.grant("emil", "KYO");
    let store = hr.open();
    assert_eq!(accounts(&store), [Some("ada".into()), None]);
    assert_eq!(numbers(&store, &by_ada), [2]);
}

#[test]
fn changes_are_found_by_operator_and_time() {
    let hr = Hr::of_2025();
    for (day, operator, user) in
        [("03-01", "ada", "björn"), ("03-02", "bea", "emil"), ("04-01", "ada", "gus")]
    {
        open_on(&hr, day, operator).grant(user, "KYO");
    }
    let store = hr.open();
    let by = |operator: &str| {
        numbers(&store, &HistoryQuery { operator: Some(operator.into()), ..all() })
    };
    assert_eq!((by("ada"), by("bea"), by("cy")), (vec![3, 1], vec![2], vec![]));
    let between = |since: Option<&str>, until: Option<&str>| {
        let (since, until) = (since.map(Into::into), until.map(Into::into));
        numbers(&store, &HistoryQuery { since, until, ..all() })
    };
    assert_eq!(between(Some("2026-03-02"), None), [3, 2]);
    assert_eq!(between(None, Some("2026-03-02")), [2, 1], "the whole day");
    assert_eq!(between(Some("2026-03"), Some("2026-03")), [2, 1], "the whole month");
    assert_eq!(between(Some("2026-03-01 12:00:00.000000"), Some("2026-03-01 12")), [1]);
    assert_eq!(between(Some("2026-03-01 12:00:01"), Some("2026-03-02 11")), [0; 0]);
    assert_eq!(between(Some("2027"), None), [0; 0]);
}

#[test]
fn the_cells_of_a_change_come_page_by_page() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let companies = ["KYO", "LIS", "OLD"].map(|code| store.find_company(code).unwrap().id.clone());
    let users: Vec<UserId> = every_user(&store);
    let bulk = Bulk { operation: Operation::Set, users, companies: companies.to_vec() };
    store.commit(&bulk, None, None, &mut JobProgress::none()).expect("a change");
    let whole = cells(&store, 1);
    let change = store.change(ChangeId(1)).expect("one").expect("one");
    assert_eq!(whole.len() as u64, change.added + change.removed);
    assert!(whole.contains(&"- anna × BER".into()) && whole.contains(&"+ anna × LIS".into()));
    for limit in [1, 2, 7] {
        let (mut paged, mut after) = (Vec::new(), None);
        loop {
            let page = store.change_cells(ChangeId(1), after, limit).expect("a page");
            paged.extend(page.iter().map(in_words));
            match page.last() {
                Some(last) if page.len() == limit => after = Some(last.cursor),
                _ => break,
            }
        }
        assert_eq!(paged, whole, "by {limit}");
    }
    assert_eq!(store.change_cells(ChangeId(2), None, 10).expect("none"), []);
}

#[test]
fn history_outlives_users_and_companies() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    store.grant("björn", "KYO");
    store.grant("emil", "LIS");
    let kyo = store.find_company("KYO").expect("a company").id.to_string();
    drop(store);
    hr.run(
        "DELETE FROM hrm_user_company_access WHERE user_id = 3;
         DELETE FROM hrm_users WHERE id = 3; DELETE FROM hrm_company WHERE code = 'KYO'",
    );
    let store = hr.open();
    assert_eq!(of(&store, Some("björn"), None), [1]);
    for name in ["KYO", "京都支社", &kyo, "C2A4C6D0-E2F3-4A5C-8B7D-9E0F1A2B3C02"] {
        assert_eq!(of(&store, None, Some(name)), [1], "{name}");
        assert_eq!(of(&store, Some("björn"), Some(name)), [1], "{name}");
    }
    assert_eq!(cells(&store, 1), ["+ björn × KYO"]);
    let words = "user:björn company:KYO operator:ada since:2026-03-01 until:2026-03";
    let query = |words| store.history_query(&HistoryFilter::parse(words).expect("a filter"));
    assert_eq!(numbers(&store, &query(words).expect("both are gone and known")), [1]);
    assert!(matches!(query("user:nobody"), Err(StoreError::NoSuchUser { .. })));
    assert!(matches!(query("company:nowhere"), Err(StoreError::NoSuchCompany { .. })));
    let cell = &store.change_cells(ChangeId(1), None, 1).expect("one")[0];
    assert_eq!(cell.named.company_name, "京都支社");
}

#[test]
fn edits_of_users_and_companies_themselves_are_found_too() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let draft = |field: Field, text: &str| Draft::default().with(field, text);
    let how = EditOptions::default();
    let anna = store.person("anna").id;
    let kyo = store.find_company("KYO").expect("a company").id.clone();
    let first_name = draft(Field::FirstName, "Ännchen");
    store.save_user(Some(anna), &first_name, &how).expect("change 1");
    store.save_user(Some(anna), &draft(Field::Username, "anna.s"), &how).expect("change 2");
    store.save_company(Some(&kyo), &draft(Field::Code, "KIX"), &how).expect("change 3");
    for name in ["anna.s", "anna"] {
        assert_eq!(of(&store, Some(name), None), [2, 1], "{name}");
    }
    for name in ["KIX", "KYO"] {
        assert_eq!(of(&store, None, Some(name)), [3], "{name}");
    }
    assert_eq!(of(&store, Some("anna"), Some("KYO")), [0; 0], "a cell is not a row");
    store.grant("anna.s", "LIS");
    assert_eq!(of(&store, Some("anna"), None), [4, 2, 1]);
    assert_eq!(of(&store, Some("anna"), Some("LIS")), [4]);
    store.undo(Some(ChangeId(4)), None).expect("change 5");
    drop(store);
    hr.run(&format!(
        "DELETE FROM hrm_user_company_access WHERE user_id = {anna};
         DELETE FROM hrm_users WHERE id = {anna}; DELETE FROM hrm_company WHERE code = 'KIX'"
    ));
    let store = hr.open();
    for name in ["anna.s", "anna"] {
        assert_eq!(of(&store, Some(name), None), [5, 4, 2, 1], "{name}");
    }
    assert_eq!(of(&store, None, Some("KYO")), [3]);
}

#[test]
fn a_part_of_a_name_is_enough_for_users_and_companies() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    store.grant("björn", "KYO");
    store.grant("emil", "LIS");
    store.grant("björn", "LIS");
    let of = |words: &str| {
        let filter = HistoryFilter::parse(words).expect("a filter");
        store.history_query(&filter).map(|query| numbers(&store, &query))
    };
    let found = |words: &str| of(words).expect(words);
    assert_eq!(found("user:jör"), [3, 1]);
    assert_eq!(found("user:emi"), [2]);
    assert_eq!(found("company:li"), [3, 2], "the code");
    assert_eq!(found("company:京都"), [1], "the name");
    assert_eq!(found("user:jör company:li"), [3], "cells of both");
    assert_eq!(found("user:björn company:li"), [3]);
    assert_eq!(found("user:jör company:KYO"), [1]);
    assert!(matches!(of("user:Jör"), Err(StoreError::NoSuchUser { .. })), "smart case");
    assert!(matches!(of("user:nobody"), Err(StoreError::NoSuchUser { .. })));
    assert!(matches!(of("company:nowhere"), Err(StoreError::NoSuchCompany { .. })));
    // Who is called so comes before who has it in a name.
    let exact = HistoryFilter::parse("user:emil").expect("a filter");
    assert_eq!(store.history_query(&exact).expect("a query").user, Some(store.person("emil").id));
}

#[test]
fn edits_of_a_user_and_a_company_are_found_by_a_part_of_the_name() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let how = EditOptions::default();
    let user = store.find_user("emil").expect("a user").id;
    let draft = Draft::default().with(Field::FirstName, "Emilio");
    store.save_user(Some(user), &draft, &how).expect("saved");
    let company = store.find_company("KYO").expect("a company").id.clone();
    let draft = Draft::default().with(Field::Name, "Kyoto");
    store.save_company(Some(&company), &draft, &how).expect("saved");
    let found = |words: &str| {
        let filter = HistoryFilter::parse(words).expect("a filter");
        numbers(&store, &store.history_query(&filter).expect(words))
    };
    assert_eq!(found("user:emi"), [1]);
    assert_eq!(found("company:ky"), [2]);
}
