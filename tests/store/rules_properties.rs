//! Random databases with random rules: after every edit of rules, grants, users, home
//! companies and companies, here and by another program, all figures and `is:drift` equal
//! those of SQL, and populating leaves no drift.

use crate::common::counted::{counted_by_sql, drifting_companies, drifting_users, of_role};
use crate::common::random::{any_rows, company, database_of};
use crate::common::{ByName, Hr, every_user};
use grantgrid::domain::{
    Bulk, Cancel, Cell, ChangeKind, Edit, JobProgress, Operation, Scope, Statistics,
    StatisticsDelta,
};
use grantgrid::filter::{Axis, parse};
use grantgrid::store::{Order, Query, Store};
use proptest::prelude::*;

const ROLES: [&str; 5] = ["Super Admin", "Tenant Admin", "HR Manager", "Manager", "Employee"];

/// What somebody does; the numbers are taken modulo what exists.
#[derive(Clone, Debug)]
enum Step {
    Rule(usize, usize),
    Toggle(usize, usize),
    Populate,
    Undo,
    Redo,
    /// Another program: gives a user another role or none, ...
    Role(usize, u8),
    /// ... an employee another company, ...
    Home(usize, u8),
    /// ... deletes a company or moves it to another tenant, ...
    Company(usize, bool),
    /// ... deletes a user.
    User(usize),
}

fn a_step() -> impl Strategy<Value = Step> {
    let number = any::<usize>;
    prop_oneof![
        4 => (number(), number()).prop_map(|(role, scope)| Step::Rule(role, scope)),
        4 => (number(), number()).prop_map(|(user, company)| Step::Toggle(user, company)),
        1 => Just(Step::Populate),
        2 => Just(Step::Undo),
        1 => Just(Step::Redo),
        1 => (number(), 0..7u8).prop_map(|(user, role)| Step::Role(user, role)),
        1 => (number(), 0..9u8).prop_map(|(user, home)| Step::Home(user, home)),
        1 => (number(), any::<bool>()).prop_map(|(at, gone)| Step::Company(at, gone)),
        1 => number().prop_map(Step::User),
    ]
}

fn pick<T: Copy>(of: &[T], number: usize) -> Option<T> {
    of.get(number.checked_rem(of.len())?).copied()
}

/// Takes a step; returns the difference to the statistics, if the store reported one.
fn take(store: &mut Store, hr: &Hr, step: &Step) -> Option<StatisticsDelta> {
    let users = every_user(store);
    let user = |number: usize| pick(&users, number).map_or(-1, |user| user.0);
    match *step {
        Step::Rule(role, scope) => {
            let scope = Scope::ALL[scope % Scope::ALL.len()];
            let role = ROLES[role % ROLES.len()];
            let was = store.find_rule(role).expect("the rule").scope;
            let told = store.preview_rule(role, scope, &Cancel::default()).expect("a preview");
            let committed = store.set_rule(role, scope, None).expect("a rule");
            assert_eq!(committed.change.is_some(), was != scope);
            assert_eq!(told.drift_after, store.count().drift);
            committed.delta
        }
        Step::Toggle(number, company) => {
            let user = pick(&users, number)?;
            let positions: Vec<usize> = (0..store.companies().len()).collect();
            let position = pick(&positions, company)?;
            let cell = Cell { user, company: store.companies()[position].id.clone() };
            let held =
                store.access_rows(&[user]).expect("the row")[0].companies.contains(&position);
            let edit = Edit { cell, granted: !held };
            store.edit(ChangeKind::Grant, [edit], None).expect("an edit").delta
        }
        Step::Populate => {
            let bulk = Bulk { operation: Operation::Populate, users, companies: Vec::new() };
            let drift = store.count().drift;
            let preview =
                store.preview(&bulk, &store.count(), &mut JobProgress::none()).expect("a preview");
            assert_eq!((preview.added, preview.removed), (drift, 0));
            let committed = store
                .commit(&bulk, Some(&preview), None, &mut JobProgress::none())
                .expect("a change");
            assert_eq!(store.count().drift, 0);
            let again =
                store.commit(&bulk, None, None, &mut JobProgress::none()).expect("no change");
            assert_eq!(again.change, None);
            committed.delta
        }
        Step::Undo => store.undo(None, None).ok()?.delta,
        Step::Redo => store.redo(None).ok()?.delta,
        Step::Role(number, role) => {
            hr.run(&format!("UPDATE hrm_users SET role_id = {role} WHERE id = {}", user(number)));
            None
        }
        Step::Home(number, home) => {
            let (home, user) = (company(home), user(number));
            hr.run(&format!(
                "UPDATE hrm_employee SET company_id = '{home}' WHERE user_id = {user}"
            ));
            None
        }
        Step::Company(number, gone) => {
            let ids: Vec<&str> = store.companies().iter().map(|it| it.id.as_str()).collect();
            let id = pick(&ids, number)?;
            hr.run(&if gone {
                format!("DELETE FROM hrm_company WHERE id = '{id}'")
            } else {
                format!(
                    "UPDATE hrm_company SET tenant_id = '7c9e6679f42a4cb0b5d1e0a3c4f5d601' \
                     WHERE id = '{id}'"
                )
            });
            None
        }
        Step::User(number) => {
            hr.run(&format!("DELETE FROM hrm_users WHERE id = {}", user(number)));
            None
        }
    }
}

fn drifting(store: &mut Store, axis: Axis) -> Vec<i64> {
    let filter = parse(axis, "is:drift").expect("a filter");
    let cancel = Cancel::default();
    let order = Order::default();
    match axis {
        Axis::Users => {
            let query = Query { filter: &filter, order, marked: None };
            let found = store.select_users(&query, &cancel).expect("the users");
            found.into_iter().map(|user| user.0).collect()
        }
        Axis::Companies => {
            let query = Query { filter: &filter, order, marked: None };
            let found = store.select_companies(&query, &cancel).expect("the companies");
            vec![found.len().try_into().expect("a number")]
        }
    }
}

/// Asserts that the store's answers equal those of SQL.
fn agree(store: &mut Store, hr: &Hr) -> Statistics {
    let report = store.rule_report(&Cancel::default()).expect("a report");
    assert_eq!(report.statistics, counted_by_sql(hr, "role"));
    for (rule, figures) in &report.roles {
        assert_eq!(*figures, of_role(hr, "role", Some(&rule.role)), "{}", rule.role);
    }
    assert_eq!(report.without_role, of_role(hr, "role", None));
    assert_eq!(drifting(store, Axis::Users), drifting_users(hr, "role"));
    let companies = drifting_companies(hr, "role");
    assert_eq!(drifting(store, Axis::Companies), [i64::try_from(companies).expect("a number")]);
    report.statistics
}

fn run(hr: &Hr, steps: &[Step]) {
    let mut store = hr.open();
    let mut figures = agree(&mut store, hr);
    for step in steps {
        let delta = take(&mut store, hr, step);
        store.changed_externally().expect("an answer");
        let now = agree(&mut store, hr);
        if let Some(delta) = delta {
            figures.apply(delta);
            assert_eq!(figures, now, "{step:?}");
        }
        figures = now;
    }
    // Another console sees the same.
    assert_eq!(agree(&mut hr.open(), hr), figures);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn statistics_equal_those_of_plain_sql(rows in any_rows()) {
        let hr = database_of(&rows);
        agree(&mut hr.open(), &hr);
        hr.run("CREATE INDEX by_user ON hrm_employee (user_id)");
        agree(&mut hr.open(), &hr);
    }

    #[test]
    fn drift_follows_rules_and_every_other_edit(
        rows in any_rows(),
        indexed in any::<bool>(),
        steps in prop::collection::vec(a_step(), 1..14),
    ) {
        let hr = database_of(&rows);
        if indexed {
            hr.run("CREATE INDEX by_user ON hrm_employee (user_id)");
        }
        run(&hr, &steps);
    }
}
