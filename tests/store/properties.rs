//! Properties of any sequence of edits: undo reverts everything, redo restores everything, and
//! the difference that each step reports equals that of a new count.

use crate::common::{ByName, Hr, every_user};
use grantgrid::domain::{Cell, ChangeKind, CompanyId, Edit, Statistics};
use grantgrid::store::{Store, StoreError};
use proptest::prelude::*;

/// Cells of a change as numbers, and whether they should have a grant.
type Step = Vec<(usize, usize, bool)>;

fn a_step() -> impl Strategy<Value = Step> {
    prop::collection::vec((any::<usize>(), any::<usize>(), any::<bool>()), 1..6)
}

/// Commits a step; returns false if every cell already matched.
fn take(store: &mut Store, step: &Step, figures: &mut Statistics) -> bool {
    let users = every_user(store);
    let usable: Vec<_> = store
        .companies()
        .iter()
        .map(|company| company.id.clone())
        .filter(CompanyId::is_usable)
        .collect();
    let edits: Vec<Edit> = step
        .iter()
        .map(|&(user, company, granted)| Edit {
            cell: Cell {
                user: users[user % users.len()],
                company: usable[company % usable.len()].clone(),
            },
            granted,
        })
        .collect();
    let committed = store.edit(ChangeKind::Grant, edits, None).expect("an edit");
    figures.apply(committed.delta.expect("homes are known"));
    assert_eq!(*figures, store.count());
    committed.change.is_some()
}

fn undo(store: &mut Store, figures: &mut Statistics) {
    let reverted = store.undo(None, None).expect("an undo");
    assert!(reverted.left_alone.is_empty());
    figures.apply(reverted.delta.expect("homes are known"));
    assert_eq!(*figures, store.count());
}

fn redo(store: &mut Store, figures: &mut Statistics) {
    let reverted = store.redo(None).expect("a redo");
    assert!(reverted.left_alone.is_empty());
    figures.apply(reverted.delta.expect("homes are known"));
    assert_eq!(*figures, store.count());
}

/// Takes all steps, undoes all, and redoes all, reopening the file in between.
fn there_and_back(hr: &Hr, steps: &[Step]) {
    let before = hr.dump();
    let mut store = hr.open();
    let mut figures = store.count();
    let mut changes = 0;
    for step in steps {
        changes += usize::from(take(&mut store, step, &mut figures));
    }
    let after = hr.dump();
    drop(store);

    let mut store = hr.open();
    for _ in 0..changes {
        undo(&mut store, &mut figures);
    }
    assert!(matches!(store.undo(None, None), Err(StoreError::NothingToUndo)), "all is undone");
    assert_eq!(hr.dump(), before);
    drop(store);

    let mut store = hr.open();
    for _ in 0..changes {
        redo(&mut store, &mut figures);
    }
    assert!(matches!(store.redo(None), Err(StoreError::NothingToRedo)), "all is redone");
    assert_eq!(hr.dump(), after);
    crate::common::assert_sound(hr);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, ..ProptestConfig::default() })]

    #[test]
    fn two_hundred_edits_are_undone_and_redone(
        steps in prop::collection::vec(a_step(), 200)
    ) {
        there_and_back(&Hr::of_2025(), &steps);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn edits_are_undone_and_redone_in_every_journal_mode(
        steps in prop::collection::vec(a_step(), 0..12),
        wal in any::<bool>(),
    ) {
        let hr = Hr::of_2026();
        hr.run(if wal { "PRAGMA journal_mode = wal" } else { "PRAGMA journal_mode = truncate" });
        there_and_back(&hr, &steps);
    }

    /// Random undos and redos among the edits.
    #[test]
    fn the_database_always_equals_the_result_of_its_history(
        steps in prop::collection::vec((0..4u8, a_step()), 0..40)
    ) {
        let hr = Hr::of_2025();
        let mut store = hr.open();
        let mut figures = store.count();
        let mut states = vec![hr.dump()];
        let mut at = 0;
        for (choice, step) in steps {
            match choice {
                0 if at > 0 => {
                    undo(&mut store, &mut figures);
                    at -= 1;
                }
                1 if at + 1 < states.len() => {
                    redo(&mut store, &mut figures);
                    at += 1;
                }
                _ => {
                    if take(&mut store, &step, &mut figures) {
                        at += 1;
                        states.truncate(at);
                        states.push(hr.dump());
                    }
                }
            }
            prop_assert_eq!(&hr.dump(), &states[at]);
        }
    }
}
