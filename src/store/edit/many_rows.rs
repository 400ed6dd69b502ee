//! Changes of many cells, whose rows are written many at a time.

use uuid::Uuid;

use crate::domain::{
    Bulk, Cancel, Cell, ChangeId, ChangeKind, CompanyId, Edit, IdSource, JobProgress, UserId,
};
use crate::store::sqlite::{integrity, pragmas};
use crate::store::testing::{TestDb, environment};
use crate::store::{DemoPlan, Environment, Store, StoreError};

const GRANTS: &str = "hrm_user_company_access";

/// The tables that a change of grants writes to, apart from the list of changes.
const WRITTEN: [&str; 3] = [GRANTS, "grantgrid_cell", "grantgrid_user"];

fn demo(grants: u64) -> TestDb {
    let db = TestDb::new();
    let plan = DemoPlan { users: 60, companies: 30, grants, seed: 1 };
    Store::write_demo(&db.path(), &plan).expect("a demo database");
    db
}

/// A bulk change that grants all 60 × 30 cells.
fn all(store: &Store) -> Bulk {
    let users = store.user_ids(&Cancel::default()).expect("the users");
    Bulk::grant(users, store.companies().iter().map(|company| company.id.clone()))
}

fn cell(store: &Store, user: usize, company: usize) -> Cell {
    let users = store.user_ids(&Cancel::default()).expect("the users");
    Cell { user: users[user], company: store.companies()[company].id.clone() }
}

fn edit(store: &mut Store, cell: &Cell, granted: bool) {
    let edit = Edit { cell: cell.clone(), granted };
    store.edit(ChangeKind::Grant, [edit], None).expect("an edit");
}

/// The cells without a grant.
fn empty_cells(store: &Store, everything: &Bulk) -> Vec<Cell> {
    let without = |user: &UserId| {
        let held = store.grants_of(*user).expect("the grants");
        let is_held = |company: &CompanyId| held.iter().any(|grant| grant.company == *company);
        let companies = everything.companies.iter().filter(|company| !is_held(company));
        companies.map(|company| Cell { user: *user, company: company.clone() }).collect::<Vec<_>>()
    };
    everything.users.iter().flat_map(without).collect()
}

#[test]
fn undo_empties_a_table_that_was_empty_and_redo_fills_it_with_the_same_grants() {
    let db = demo(0);
    let mut store = db.open();
    let everything = all(&store);
    let done = store.apply(&everything, None).expect("a change");
    assert_eq!(done.change.map(|change| change.added), Some(1_800));
    let granted = db.rows(&[GRANTS]);
    assert_eq!(granted.len(), 1_800);

    let undone = store.undo(None, None).expect("an undo");
    assert_eq!((undone.change.removed, undone.left_alone_count), (1_800, 0));
    assert_eq!(db.rows(&[GRANTS]), [""; 0]);
    assert!(db.is_true("SELECT count(*) = 3600 FROM grantgrid_cell"));

    let redone = store.redo(None).expect("a redo");
    assert_eq!(redone.change.added, 1_800);
    assert_eq!(db.rows(&[GRANTS]), granted);
    let faults = integrity::faults(&store.connection, true, 1).expect("a check");
    assert_eq!(faults, [""; 0]);
}

#[test]
fn undo_deletes_only_its_own_grants() {
    let db = demo(700);
    let mut store = db.open();
    let before = db.rows(&[GRANTS]);
    let everything = all(&store);
    let new = empty_cells(&store, &everything);
    let done = store.apply(&everything, None).expect("a change").change.expect("a change");
    assert_eq!((done.added, db.rows(&[GRANTS]).len()), (1_100, 1_800));

    // Three of the new grants go, and one of these cells gets another grant.
    for index in [0, 500, 1_099] {
        edit(&mut store, &new[index], false);
    }
    edit(&mut store, &new[500], true);
    let again = db.rows(&[GRANTS]);

    let undone = store.undo(Some(done.id), None).expect("an undo");
    assert_eq!((undone.change.removed, undone.left_alone_count), (1_097, 3));
    let left = db.rows(&[GRANTS]);
    assert_eq!(left.len(), 701);
    let others: Vec<&String> = left.iter().filter(|row| !before.contains(row)).collect();
    assert_eq!(others.len(), 1);
    assert!(again.contains(others[0]), "{others:?}");
    assert!(before.iter().all(|row| left.contains(row)));
}

#[test]
fn undo_of_a_change_that_gives_and_takes_has_the_effect_of_its_preview() {
    let mut differing = 0;
    for seed in 1..=6 {
        let db = TestDb::new();
        let plan = DemoPlan { users: 30, companies: 6, grants: 45, seed };
        Store::write_demo(&db.path(), &plan).expect("a demo database");
        let mut store = db.open();
        let everything = all(&store);
        let some = Bulk::set(everything.users, everything.companies[..2].iter().cloned());
        let change = store.apply(&some, None).expect("a change").change.expect("a change");
        assert!(change.added > 0 && change.removed > 0, "{change:?}");
        let previewed = store.preview_undo(change.id, &mut JobProgress::none()).expect("a preview");
        let undone = store.undo(None, None).expect("an undo");
        assert_eq!((undone.effect, &undone.homes), (previewed.effect, &previewed.homes));
        differing += u64::from(!undone.homes.is_none());
    }
    assert!(differing > 0, "no home company was affected");
}

/// Ids of which two are the same.
struct Repeating(u32);

impl IdSource for Repeating {
    fn next_id(&mut self) -> Uuid {
        self.0 += 1;
        let number = if self.0 == 1_000 { 7 } else { self.0 };
        Uuid::from_u128(0xabcd << 112 | u128::from(number))
    }
}

#[test]
fn an_id_that_is_taken_rolls_back_the_whole_change() {
    let db = demo(0);
    let own = Environment { ids: Box::new(Repeating(0)), ..environment() };
    let mut store = Store::open(&db.path(), own).expect("it opens");
    let everything = all(&store);
    let error = store.commit(&everything, None, None, &mut JobProgress::none()).err();
    let text = error.map(|error| error.to_string()).unwrap_or_default();
    assert_eq!(
        text,
        "the database rejected the change: UNIQUE constraint failed: \
         hrm_user_company_access.id; nothing was changed"
    );
    assert_eq!(db.rows(&[GRANTS]), [""; 0]);
    assert_eq!(store.next_to_undo().expect("a history"), None);
    // Foreign keys are enforced again.
    let enforced = pragmas::enforces_foreign_keys(&store.connection).expect("a value");
    assert!(enforced);
}

#[test]
fn rows_written_one_by_one_are_the_same() {
    // A trigger on a table that grants do not touch has every row written alone.
    let trigger = "CREATE TRIGGER note AFTER INSERT ON hrm_users BEGIN SELECT 1; END";
    let [together, alone] = [demo(300), demo(300)];
    alone.run(trigger);
    let mut rows = Vec::new();
    for (db, usual) in [(&together, true), (&alone, false)] {
        let own = Environment { ids: Box::new(Repeating(1_000)), ..environment() };
        let mut store = Store::open(&db.path(), own).expect("it opens");
        assert_eq!(store.has_usual_grants().expect("an answer"), usual);
        let cell = cell(&store, 3, 3);
        let everything = all(&store);
        let some = Bulk::set(
            everything.users[..20].iter().copied(),
            everything.companies[..10].iter().cloned(),
        );
        for bulk in [&everything, &some] {
            store.apply(bulk, None).expect("a change");
        }
        edit(&mut store, &cell, false);
        store.undo(Some(ChangeId(2)), None).expect("an undo");
        store.undo(Some(ChangeId(1)), None).expect("an undo");
        store.redo(None).expect("a redo");
        rows.push(db.rows(&WRITTEN));
    }
    assert!(rows[0].len() > 5_000, "{}", rows[0].len());
    assert!(rows[0] == rows[1]);
}

#[test]
fn foreign_keys_stay_enforced_where_they_are_unusual() {
    let usual = |sql: &str| {
        let db = demo(10);
        db.run(sql);
        db.open().has_usual_grants().expect("an answer")
    };
    assert!(usual(""));
    assert!(!usual(
        "CREATE TABLE site (id INTEGER PRIMARY KEY);
         INSERT INTO site VALUES (1);
         ALTER TABLE hrm_user_company_access ADD COLUMN site INTEGER REFERENCES site (id)"
    ));
    assert!(!usual(
        "CREATE TABLE proof (id INTEGER PRIMARY KEY,
                             grant_id CHAR(32) REFERENCES hrm_user_company_access (id));
         INSERT INTO proof SELECT 1, id FROM hrm_user_company_access LIMIT 1"
    ));
    assert!(!usual(
        "CREATE TRIGGER note AFTER DELETE ON hrm_user_company_access BEGIN SELECT 1; END"
    ));
}

#[test]
fn a_cancelled_change_leaves_nothing_that_waits() {
    let db = demo(0);
    let mut store = db.open();
    let everything = all(&store);
    let cancel = Cancel::default();
    cancel.cancel();
    let mut report = |_: u64, _: u64| {};
    let mut progress = JobProgress::new(&cancel, &mut report);
    let error = store.commit(&everything, None, None, &mut progress).err();
    assert!(matches!(error, Some(StoreError::Cancelled)), "{error:?}");
    assert_eq!(db.rows(&[GRANTS]), [""; 0]);
}
