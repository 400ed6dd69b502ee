//! Undo by number in any order, mixed with plain undo, redo and new changes: a plain undo
//! never gets stuck at one change, and the data always match the journal.

use std::collections::{BTreeMap, BTreeSet};

use crate::common::{ByName, Hr, Ids};
use grantgrid::domain::{ChangeId, Draft, Field, JobProgress};
use grantgrid::store::{EditOptions, Store, StoreError};
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Step {
    Toggle(usize, usize),
    Rename(usize, usize),
    Add(usize),
    Delete(usize),
    UndoNumber(i64),
    Undo,
    Redo,
    /// Another program renames somebody, so that a change cannot be undone.
    Foreign(usize, usize),
}

const USERS: [&str; 4] = ["anna", "björn", "new_0", "new_1"];
const COMPANIES: [&str; 3] = ["KYO", "LIS", "OLD"];
const NAMES: [&str; 3] = ["One", "Two", "Three"];

fn a_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..USERS.len(), 0..COMPANIES.len()).prop_map(|(user, at)| Step::Toggle(user, at)),
        3 => (0..USERS.len(), 0..NAMES.len()).prop_map(|(user, name)| Step::Rename(user, name)),
        2 => (0..2_usize).prop_map(Step::Add),
        1 => (2..4_usize).prop_map(Step::Delete),
        5 => (1..12_i64).prop_map(Step::UndoNumber),
        4 => Just(Step::Undo),
        3 => Just(Step::Redo),
        1 => (0..USERS.len(), 0..NAMES.len()).prop_map(|(user, name)| Step::Foreign(user, name)),
    ]
}

/// Takes a step; returns whether it wrote a change.
fn take(hr: &Hr, store: &mut Store, step: &Step) -> bool {
    match step {
        Step::Toggle(user, company) => {
            let (user, company) = (USERS[*user], COMPANIES[*company]);
            if store.find_user(user).is_err() {
                return false;
            }
            let granted = store.companies_of(user).iter().any(|code| code == company);
            let done = if granted {
                store.try_revoke(user, company)
            } else {
                store.try_grant(user, company)
            };
            done.is_ok_and(|done| done.change.is_some())
        }
        Step::Rename(user, name) => {
            let Ok(user) = store.find_user(USERS[*user]) else {
                return false;
            };
            let draft = Draft::default().with(Field::FirstName, NAMES[*name]);
            let done =
                store.save_user(Some(user.id), &draft, &EditOptions::default()).expect("a name");
            done.change.is_some()
        }
        Step::Add(number) => {
            let name = format!("new_{number}");
            let draft = Draft::default()
                .with(Field::Username, &name)
                .with(Field::Email, format!("{name}@x.example"));
            store
                .save_user(None, &draft, &EditOptions::default())
                .is_ok_and(|done| done.change.is_some())
        }
        Step::Delete(user) => {
            let Ok(user) = store.find_user(USERS[*user]) else {
                return false;
            };
            let done =
                store.delete_users(&[user.id], &EditOptions::default(), &mut JobProgress::none());
            done.is_ok_and(|done| done.change.is_some())
        }
        Step::UndoNumber(number) => match store.undo(Some(ChangeId(*number)), None) {
            Ok(_) => true,
            Err(StoreError::CannotUndo { .. }) => false,
            Err(error) => panic!("undo {number}: {error}"),
        },
        Step::Undo => match store.undo(None, None) {
            Ok(_) => true,
            Err(StoreError::NothingToUndo | StoreError::CannotUndo { .. }) => false,
            Err(error) => panic!("undo: {error}"),
        },
        Step::Redo => match store.redo(None) {
            Ok(_) => true,
            Err(StoreError::NothingToRedo | StoreError::CannotRedo { .. }) => false,
            Err(error) => panic!("redo: {error}"),
        },
        Step::Foreign(user, name) => {
            let (user, name) = (USERS[*user], NAMES[*name]);
            hr.run(&format!(
                "UPDATE hrm_users SET first_name = '{name}' WHERE username = '{user}'"
            ));
            true
        }
    }
}

type Cells = BTreeSet<(i64, String)>;

fn cells(hr: &Hr) -> Cells {
    hr.sql()
        .prepare("SELECT user_id, CAST(company_id AS TEXT) FROM hrm_user_company_access")
        .expect("a query")
        .query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))
        .expect("rows")
        .collect::<Result<_, _>>()
        .expect("rows")
}

/// Replays the journal on the first cells.
fn replayed(hr: &Hr, first: &Cells) -> Cells {
    let mut cells = first.clone();
    let connection = hr.sql();
    let mut statement = connection
        .prepare(
            "SELECT x.user_id, k.id, x.added FROM grantgrid_cell x \
             JOIN grantgrid_company k ON k.number = x.company \
             ORDER BY x.change_id, x.added",
        )
        .expect("a query");
    let mut rows = statement.query([]).expect("rows");
    while let Some(row) = rows.next().expect("a row") {
        let cell = (row.get(0).expect("a user"), row.get(1).expect("a company"));
        if row.get(2).expect("a flag") {
            cells.insert(cell);
        } else {
            cells.remove(&cell);
        }
    }
    cells
}

/// The changes that can still be undone, according to the journal.
fn in_force(hr: &Hr) -> BTreeMap<i64, bool> {
    hr.sql()
        .prepare(
            "SELECT id, undone_by IS NULL FROM grantgrid_change WHERE kind NOT IN ('undo', 'redo')",
        )
        .expect("a query")
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .expect("rows")
        .collect::<Result<_, _>>()
        .expect("rows")
}

fn run(steps: &[Step]) {
    let hr = Hr::of_2025();
    let first = cells(&hr);
    let mut store = hr.open_with(Ids::from(1000));
    for step in steps {
        let before = hr.dump();
        let _ = store.changed_externally().expect("a look");
        if !take(&hr, &mut store, step) {
            assert_eq!(hr.dump(), before, "{step:?} was refused");
        }
        if !in_force_or_empty(&hr).is_empty() {
            assert_eq!(cells(&hr), replayed(&hr, &first), "after {step:?}");
        }
    }
    // Repeated undo ends, and each one makes progress.
    let mut left = in_force_or_empty(&hr).values().filter(|it| **it).count();
    loop {
        match store.undo(None, None) {
            Ok(_) => {
                let now = in_force_or_empty(&hr).values().filter(|it| **it).count();
                assert_eq!(now + 1, left, "an undo without progress");
                left = now;
            }
            Err(StoreError::NothingToUndo) => {
                assert_eq!(left, 0);
                break;
            }
            Err(StoreError::CannotUndo { .. }) => {
                // After that, none of them can be undone by its number either.
                let stuck = in_force_or_empty(&hr).into_iter().filter(|(_, in_force)| *in_force);
                for (id, _) in stuck {
                    let preview = store.preview_undo(ChangeId(id), &mut JobProgress::none());
                    assert!(
                        matches!(preview, Err(StoreError::CannotUndo { .. })),
                        "change {id}: {preview:?}"
                    );
                }
                break;
            }
            Err(error) => panic!("{error}"),
        }
        assert_eq!(cells(&hr), replayed(&hr, &first));
    }
}

fn in_force_or_empty(hr: &Hr) -> BTreeMap<i64, bool> {
    let there = hr.rows("SELECT count(*) FROM sqlite_schema WHERE name = 'grantgrid_change'");
    if there == ["1"] { in_force(hr) } else { BTreeMap::new() }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn undo_works_in_any_order(steps in prop::collection::vec(a_step(), 1..24)) {
        run(&steps);
    }
}
