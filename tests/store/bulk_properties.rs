//! Any sequence of bulk changes, undos and redos gives the same result as on a plain set of
//! pairs, and every preview matches what its change does.

use std::collections::BTreeSet;

use crate::common::{ByName, Hr, every_user};
use grantgrid::domain::{Bulk, ChangeId, JobProgress, Operation};
use grantgrid::store::{Store, StoreError};
use proptest::prelude::*;

/// Pairs of a user and a company, by their indexes.
type Pairs = BTreeSet<(usize, usize)>;

/// What a person does; the numbers are taken modulo what exists.
#[derive(Clone, Debug)]
enum Step {
    Bulk {
        operation: u8,
        from: usize,
        users: Vec<usize>,
        companies: Vec<usize>,
    },
    Undo,
    Redo,
    /// Undo a change in the middle.
    UndoOf(usize),
}

fn a_step() -> impl Strategy<Value = Step> {
    let some = || prop::collection::vec(any::<usize>(), 0..7);
    prop_oneof![
        6 => (0..5u8, any::<usize>(), some(), some()).prop_map(|(operation, from, users, companies)| {
            Step::Bulk { operation, from, users, companies }
        }),
        2 => Just(Step::Undo),
        2 => Just(Step::Redo),
        1 => any::<usize>().prop_map(Step::UndoOf),
    ]
}

/// A change of the model: what it added and removed, and whether it was undone.
struct MadeChange {
    id: ChangeId,
    before: Pairs,
    after: Pairs,
}

/// The positions of usable companies, and every granted pair.
fn pairs(store: &Store) -> Pairs {
    let users = every_user(store);
    let rows = store.access_rows(&users).expect("the rows");
    let of_row = |(user, row): (usize, &grantgrid::store::AccessRow)| {
        row.companies.iter().map(move |company| (user, *company)).collect::<Vec<_>>()
    };
    rows.iter().enumerate().flat_map(of_row).collect()
}

/// Applies the operation to the pairs.
fn model(
    before: &Pairs,
    operation: u8,
    from: usize,
    users: &BTreeSet<usize>,
    companies: &BTreeSet<usize>,
) -> Pairs {
    let source: BTreeSet<usize> =
        before.iter().filter(|(user, _)| *user == from).map(|(_, company)| *company).collect();
    let mut after = before.clone();
    for &user in users {
        let is_source = operation >= 3 && user == from;
        let companies = if operation >= 3 { &source } else { companies };
        if (operation == 2 || operation == 4) && !is_source {
            after.retain(|(of, company)| *of != user || companies.contains(company));
        }
        for &company in companies {
            if operation == 1 {
                after.remove(&(user, company));
            } else {
                after.insert((user, company));
            }
        }
    }
    after
}

fn run(hr: &Hr, steps: Vec<Step>) {
    let mut store = hr.open();
    let users = every_user(&store);
    let all: Vec<_> = store.companies().iter().map(|company| company.id.clone()).collect();
    let usable: Vec<usize> = (0..all.len()).filter(|at| all[*at].is_usable()).collect();
    let mut holds = pairs(&store);
    let mut done: Vec<MadeChange> = Vec::new();
    // Each with the pairs from before it was undone.
    let mut undone: Vec<(MadeChange, Pairs)> = Vec::new();
    for step in steps {
        match step {
            Step::Bulk { operation, from, users: who, companies } => {
                let from = from % users.len();
                let who: BTreeSet<usize> = who.iter().map(|at| at % users.len()).collect();
                let which: BTreeSet<usize> =
                    companies.iter().map(|at| usable[at % usable.len()]).collect();
                let copies_unusable = operation >= 3
                    && holds.iter().any(|(user, at)| *user == from && !all[*at].is_usable());
                if copies_unusable {
                    continue;
                }
                let source = users[from];
                let bulk = Bulk {
                    operation: match operation {
                        0 => Operation::Grant,
                        1 => Operation::Revoke,
                        2 => Operation::Set,
                        3 => Operation::Copy { from: source },
                        _ => Operation::Replace { from: source },
                    },
                    users: who.iter().rev().map(|at| users[*at]).collect(),
                    companies: which.iter().map(|at| all[*at].clone()).collect(),
                };
                let after = model(&holds, operation, from, &who, &which);
                let totals = store.count();
                let preview =
                    store.preview(&bulk, &totals, &mut JobProgress::none()).expect("a preview");
                assert_eq!(preview.added, after.difference(&holds).count() as u64);
                assert_eq!(preview.removed, holds.difference(&after).count() as u64);
                let committed = store
                    .commit(&bulk, Some(&preview), None, &mut JobProgress::none())
                    .expect("a change");
                assert_eq!(committed.change.is_some(), after != holds);
                let counts = committed.change.as_ref().map(|change| (change.added, change.removed));
                assert_eq!(counts.unwrap_or_default(), (preview.added, preview.removed));
                assert_eq!(committed.unchanged, preview.unchanged);
                if let Some(change) = committed.change {
                    done.push(MadeChange { id: change.id, before: holds, after: after.clone() });
                    undone.clear();
                }
                holds = after;
            }
            Step::Undo => {
                let Some(made) = done.pop() else {
                    assert!(matches!(store.undo(None, None), Err(StoreError::NothingToUndo)));
                    continue;
                };
                let before = holds.clone();
                undo_change(&mut store, &made, &mut holds);
                undone.push((made, before));
            }
            Step::UndoOf(at) => {
                if done.is_empty() {
                    continue;
                }
                let made = done.remove(at % done.len());
                let before = holds.clone();
                undo_change(&mut store, &made, &mut holds);
                undone.push((made, before));
            }
            Step::Redo => {
                let Some((made, before)) = undone.pop() else {
                    assert!(matches!(store.redo(None), Err(StoreError::NothingToRedo)));
                    continue;
                };
                let reverted = store.redo(None).expect("a redo");
                assert_eq!(reverted.original.id, made.id);
                assert_eq!(reverted.left_alone_count, 0);
                holds = before;
                done.push(made);
                done.sort_by_key(|made| made.id);
            }
        }
        assert_eq!(pairs(&store), holds);
    }
    let totals = store.count();
    drop(store);
    let store = hr.open();
    assert_eq!(store.count(), totals);
    assert_eq!(pairs(&store), holds);
    crate::common::assert_sound(hr);
}

/// Undoes a change; cells that are as the change left them are restored.
fn undo_change(store: &mut Store, made: &MadeChange, holds: &mut Pairs) {
    let preview = store.preview_undo(made.id, &mut JobProgress::none()).expect("a preview");
    let reverted = store.undo(Some(made.id), None).expect("an undo");
    let counts = (reverted.change.added, reverted.change.removed);
    assert_eq!((preview.added, preview.removed), counts);
    assert_eq!(preview.left_alone, reverted.left_alone);
    assert_eq!(preview.left_alone_count, reverted.left_alone_count);
    let changed = made.after.symmetric_difference(&made.before).count() as u64;
    assert_eq!(counts.0 + counts.1 + reverted.left_alone_count, changed);
    // A cell that was revoked and granted again has another grant, so it may be skipped
    // although it looks the same.
    let now = pairs(store);
    for pair in holds.symmetric_difference(&now) {
        assert_eq!(made.before.contains(pair), now.contains(pair), "{pair:?} was brought back");
        assert_eq!(made.after.contains(pair), holds.contains(pair), "{pair:?} was untouched");
    }
    assert_eq!(holds.symmetric_difference(&now).count() as u64, counts.0 + counts.1);
    *holds = now;
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn bulk_changes_equal_a_set_of_pairs(steps in prop::collection::vec(a_step(), 1..25)) {
        run(&Hr::of_2025(), steps);
    }
}
