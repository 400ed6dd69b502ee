//! The query plan of every statement that the store runs. A session does everything that a
//! person can do, `SQLite` reports each statement, and each plan is checked: it uses indexes
//! and does not sort, or it is one of the walks listed here with a reason.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::trace::{TraceEvent, TraceEventCodes};

use super::plan_of;
use super::walks::{LARGE, WALKS};
use crate::domain::{
    Bulk, Cancel, Draft, Field, JobProgress, Operation, Preview, Reach, Scope, Statistics, UserId,
};
use crate::filter::{Axis, HistoryFilter, parse};
use crate::store::sqlite::tables::has_column;
use crate::store::testing::{TestDb, environment};
use crate::store::{DemoPlan, EditOptions, ImportLine, Order, Query, SortBy, Store, StoreError};

/// The statements that a store has run so far.
type Statements = Arc<Mutex<BTreeSet<String>>>;

fn watched(store: &mut Store) -> Statements {
    let statements = Statements::default();
    let all = Arc::clone(&statements);
    let note = move |event: TraceEvent<'_>| {
        if let TraceEvent::Stmt(statement, _) = event {
            let sql = statement.sql().into_owned();
            all.lock().unwrap_or_else(PoisonError::into_inner).insert(sql);
        }
    };
    store.connection.trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(note)).expect("a trace");
    statements
}

/// A code that one company alone has.
fn unique_code(store: &Store) -> String {
    let codes = store.companies().iter().map(|company| &company.code);
    let is_unique = |code: &&String| codes.clone().filter(|it| it == code).count() == 1;
    codes.clone().find(is_unique).expect("such a company").clone()
}

/// Every function that only reads.
fn read_everything(store: &mut Store) -> Result<(), StoreError> {
    let cancel = Cancel::default();
    let users = store.user_ids(&cancel)?;
    let companies: Vec<_> = store.companies().iter().map(|it| it.id.clone()).collect();
    let (user, company) = (users[users.len() / 2], companies[0].clone());
    store.ensure_homes_and_names()?;
    store.ensure_homes()?;
    store.user_ids_after(Some(users[0]), 10)?;
    let known = store.user(user)?.expect("a user");
    store.find_user(&known.username)?;
    let _ = store.find_user("nobody at all");
    store.find_company(&unique_code(store))?;
    store.for_each_username(&mut JobProgress::none(), |_, _| {})?;
    store.access_rows(&users[..users.len().min(5)])?;
    store.grants_of(user)?;
    store.count_access_by_company(&users, &cancel)?;
    store.users_per_company()?;
    store.tenant_names()?;
    store.people(&users, &cancel)?;
    store.people(&users[..2], &cancel)?;
    store.for_each_user(|_, _| Ok::<_, StoreError>(()))?;
    let chosen = [users[0], users[users.len() - 1]];
    store.for_each_of(&chosen, &mut JobProgress::none(), |_, _| Ok::<_, StoreError>(()))?;
    store.for_each_grants_of(&users, &mut JobProgress::none(), |_, _| Ok::<_, StoreError>(()))?;
    store.users_named(&[known.username.clone(), known.full_name.clone()], &cancel)?;
    store.similar_users(&known.username[..3], 10, &cancel)?;
    for filter in [
        "",
        "a",
        "role:e",
        "tenant:g",
        "home:n",
        "company:n",
        "effective:n",
        "effective:2..",
        "n:2..",
        "granted:2025..",
        "is:drift",
        "is:inactive",
        "email:x",
        "name:a",
        "user:a",
    ] {
        let filter = parse(Axis::Users, filter).expect("a filter");
        store.select_users(&Query::of(&filter), &cancel)?;
    }
    let all = parse(Axis::Users, "").expect("a filter");
    for by in [
        SortBy::Name,
        SortBy::FullName,
        SortBy::Role,
        SortBy::Tenant,
        SortBy::Home,
        SortBy::Count,
        SortBy::Drift,
        SortBy::NewestGrant,
        SortBy::LastChange,
    ] {
        let query = Query { order: Order { by, descending: true }, ..Query::of(&all) };
        store.select_users(&query, &cancel)?;
    }
    for filter in ["", "n", "user:a", "effective:a", "tenant:g", "is:drift", "granted:2025.."] {
        let filter = parse(Axis::Companies, filter).expect("a filter");
        store.select_companies(&Query::of(&filter), &cancel)?;
    }
    store.for_each_with_access(&company, &Query::of(&all), &cancel, |_, _| {
        Ok::<_, StoreError>(())
    })?;
    store.effective_access(user)?;
    store.why(user, None, 1_000, &cancel)?;
    store.why(user, Some(&company), 1_000, &cancel)?;
    store.newest_grants(&[user])?;
    store.last_changes(&[user])?;
    store.latest_changes(user, 10, 1_000)?;
    store.statistics(&cancel)?;
    store.totals_for(&Preview::default(), &cancel)?;
    store.rule_report(&cancel)?;
    store.figures(&cancel)?;
    store.access_findings(&cancel)?;
    store.choices()?;
    store.user_draft(user)?;
    store.company_draft(&company)?;
    store.check_user(Some(user), &Draft::default().with(Field::Username, "someone"))?;
    store.preview_user(Some(user), &Draft::default().with(Field::Role, "Manager"))?;
    store.check_company(Some(&company), &Draft::default().with(Field::Code, "XXX"))?;
    store.deletion_impact_of_user(user)?;
    store.deletion_impact_of_company(&company)?;
    read_history(store, user, &known.username)?;
    store.changed_externally()?;
    Ok(())
}

fn read_history(store: &mut Store, user: UserId, username: &str) -> Result<(), StoreError> {
    let code = unique_code(store);
    let name = || Some(username.to_owned());
    let company = || Some(code.clone());
    let none = HistoryFilter::default;
    for filter in [
        none(),
        HistoryFilter { user: name(), ..none() },
        HistoryFilter { company: company(), ..none() },
        HistoryFilter { user: name(), company: company(), ..none() },
        HistoryFilter { lost: name(), ..none() },
        HistoryFilter { gained: company(), ..none() },
        HistoryFilter { operator: Some("ada".into()), account: Some("ada".into()), ..none() },
        HistoryFilter { kinds: vec!["grant".into()], words: vec!["a".into()], ..none() },
        HistoryFilter { since: Some("2025".into()), until: Some("2027".into()), ..none() },
    ] {
        let query = store.history_query(&filter)?;
        let changes = store.changes(&query)?;
        store.change_summaries(&changes)?;
        store.history_by_user(&query, 10, &Cancel::default())?;
        for change in changes {
            store.change(change.id)?;
            store.change_cells(change.id, None, 100)?;
            store.change_access(change.id)?;
            store.change_rows(change.id, 0, 100)?;
        }
    }
    store.find_user_in_history(username)?;
    store.find_company_in_history(&code)?;
    store.history_names()?;
    if let Some(change) = store.next_to_undo()? {
        store.last_revert_of(change.id)?;
    }
    store.next_to_redo()?;
    let _ = (user, store.preview_next_undo(&mut JobProgress::none()));
    Ok(())
}

/// Edits of every kind, each undone.
fn write_everything(store: &mut Store) -> Result<(), StoreError> {
    let cancel = Cancel::default();
    let users = store.user_ids(&cancel)?;
    let companies: Vec<_> = store.companies().iter().map(|it| it.id.clone()).collect();
    let of = |operation| Bulk {
        operation,
        users: users[1..users.len().min(8)].to_vec(),
        companies: companies[..3].to_vec(),
    };
    let how = EditOptions { force: true, create_missing: true, ..EditOptions::default() };
    let nobody = &mut JobProgress::none();
    for operation in [
        Operation::Grant,
        Operation::Revoke,
        Operation::Set,
        Operation::Copy { from: users[0] },
        Operation::Replace { from: users[0] },
        Operation::Populate,
    ] {
        let bulk = of(operation);
        let totals: Statistics = store.statistics(&cancel)?;
        let preview = store.preview(&bulk, &totals, &mut JobProgress::none())?;
        let made = store.commit(&bulk, Some(&preview), None, &mut JobProgress::none())?;
        if let Some(change) = made.change {
            store.preview_undo(change.id, &mut JobProgress::none())?;
            store.undo(Some(change.id), None)?;
            store.preview_redo(&mut JobProgress::none())?;
            store.redo(None)?;
            store.undo(None, None)?;
        }
    }
    store.set_rule("Employee", Scope::All, None)?;
    let policy = store.find_policy("Employee")?;
    store.set_policy(
        "Employee",
        crate::domain::RolePolicy { reach: Reach::All, ..policy.policy },
        None,
    )?;
    store.preview_rule("Employee", Scope::None, &cancel)?;
    store.undo(None, None)?;
    store.undo(None, None)?;
    let draft = user_draft(store, "uma")?.with(Field::FirstName, "Uma");
    let uma = store.save_user(None, &draft, &how)?;
    store.undo(None, None)?;
    store.redo(None)?;
    let _ = uma;
    let uma = store.find_user("uma")?.id;
    store.save_user(Some(uma), &Draft::default().with(Field::FirstName, "Umma"), &how)?;
    let home = unique_code(store);
    store.save_user(Some(uma), &Draft::default().with(Field::Home, home), &how)?;
    if has_column(&store.connection, "hrm_users", "is_active")? {
        store.set_users_active(&[uma], false, &how)?;
    }
    store.leave_users(&[users[users.len().min(4) - 1]], &how, nobody)?;
    store.undo(None, None)?;
    let line = ImportLine { line: 2, draft, uncovered: None };
    store.import_users(&[line], false, &how, &mut JobProgress::none())?;
    let draft = Draft::default().with(Field::Code, "NEW").with(Field::Name, "New Office");
    let draft = match store.tenant_names()?.into_values().next() {
        Some(tenant) => draft.with(Field::Tenant, tenant),
        None => draft,
    };
    store.save_company(None, &draft, &how)?;
    let new = store.find_company("NEW")?.id.clone();
    store.save_company(Some(&new), &Draft::default().with(Field::Name, "Newer"), &how)?;
    if has_column(&store.connection, "hrm_company", "is_active")? {
        store.set_companies_active(std::slice::from_ref(&new), false, &how)?;
    }
    store.delete_companies(&[new], &how, &mut JobProgress::none())?;
    store.undo(None, None)?;
    let draft = user_draft(store, "una")?;
    store.save_user(None, &draft, &how)?;
    let uma = store.find_user("una")?.id;
    store.delete_users(&[uma], &how, &mut JobProgress::none())?;
    store.undo(None, None)?;
    store.check(true, &mut JobProgress::none())?;
    store.repair(None, &mut JobProgress::none())?;
    Ok(())
}

/// A new user with a value in every field that the database has.
fn user_draft(store: &Store, username: &str) -> Result<Draft, StoreError> {
    let draft = Draft::default().with(Field::Username, username);
    Ok(if has_column(&store.connection, "hrm_users", "email")? {
        draft.with(Field::Email, format!("{username}@example.com"))
    } else {
        draft
    })
}

fn demo() -> TestDb {
    let db = TestDb::new();
    let plan = DemoPlan { users: 60, companies: 12, grants: 150, ..DemoPlan::default() };
    Store::write_demo(&db.path(), &plan).expect("a demo database");
    db
}

/// A database made from a script of the HR system.
fn fixture(script: &str) -> TestDb {
    let db = TestDb::new();
    db.run(script);
    db
}

#[test]
fn every_statement_uses_an_index_or_is_a_listed_full_scan() {
    let mut needed = BTreeSet::new();
    let mut other = Vec::new();
    for (name, db) in [
        ("demo", demo()),
        ("2025", fixture(include_str!("../../../tests/fixtures/hrm-2025.sql"))),
        ("2026", fixture(include_str!("../../../tests/fixtures/hrm-2026.sql"))),
    ] {
        let mut store = Store::open(&db.path(), environment()).expect("it opens");
        let statements = watched(&mut store);
        read_everything(&mut store).expect(name);
        write_everything(&mut store).expect(name);
        read_everything(&mut store).expect(name);
        let all = std::mem::take(&mut *statements.lock().expect("the statements"));
        for sql in &all {
            let plan = plan_of(&store.connection, sql);
            if !is_walk(sql, &plan) {
                continue;
            }
            match WALKS.iter().position(|(part, _)| sql.contains(part)) {
                Some(at) => drop(needed.insert(at)),
                None => other.push(format!("{name}: {sql}\n  {plan:?}")),
            }
        }
        assert!(all.len() > 280, "{name}: only {} statements were run", all.len());
    }
    assert!(other.is_empty(), "{} walks that are not named:\n{}", other.len(), other.join("\n"));
    let stale: Vec<&str> =
        (0..WALKS.len()).filter(|at| !needed.contains(at)).map(|at| WALKS[at].0).collect();
    assert!(stale.is_empty(), "these are no walks any more: {stale:#?}");
}

/// Whether a plan walks over a large table, or sorts rows of one.
fn is_walk(sql: &str, plan: &[String]) -> bool {
    let is_large = |name: &str| {
        LARGE.iter().any(|table| name == *table || sql.contains(&format!("{table} {name} ")))
    };
    let scans = |step: &String| {
        let name = step.strip_prefix("SCAN ").and_then(|rest| rest.split(' ').next());
        name.is_some_and(|name| is_large(name.trim_start_matches("main.")))
    };
    let sorts = |step: &String| step.contains("TEMP B-TREE");
    plan.iter().any(scans)
        || plan.iter().any(sorts) && LARGE.iter().any(|table| sql.contains(table))
}
