//! What users wait for, at two sizes: opening, the rows of a screen, one toggle.
//! The larger database must take at most 1.5 times as long. Also what grows with
//! the data: statistics, a bulk change and its undo.
//!
//! `cargo bench` makes its databases in the temporary folder first.

use std::path::PathBuf;
use std::sync::LazyLock;

use divan::{Bencher, black_box};
use grantgrid::domain::{
    Bulk, Cancel, Cell, ChangeKind, CompanyId, Edit, JobProgress, Operation, UserId,
};
use grantgrid::store::{DemoPlan, Environment, Store};
use tempfile::TempDir;

/// Users of the two databases; each has 100 companies and ten grants a user.
const SIZES: [u64; 2] = [1_000, 100_000];

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| TempDir::new().expect("a folder"));

fn main() {
    divan::main();
}

fn database(users: u64) -> PathBuf {
    let path = FOLDER.path().join(format!("{users}.db"));
    if !path.exists() {
        let plan = DemoPlan { users, companies: 100, grants: users * 10, seed: 1 };
        Store::write_demo(&path, &plan).expect("a demo database");
    }
    path
}

fn open(users: u64) -> Store {
    Store::open(&database(users), Environment::real("bench")).expect("it opens")
}

fn company(store: &Store, at: usize) -> CompanyId {
    store.companies()[at].id.clone()
}

#[divan::bench(args = SIZES)]
fn open_and_read_the_first_screen(bencher: Bencher, users: u64) {
    let path = database(users);
    bencher.bench(|| {
        let store = Store::open(&path, Environment::real("bench")).expect("it opens");
        let ids = store.user_ids_after(None, 50).expect("ids");
        black_box(store.access_rows(&ids).expect("rows"))
    });
}

#[divan::bench(args = SIZES)]
fn read_a_page_in_the_middle(bencher: Bencher, users: u64) {
    let store = open(users);
    let middle = UserId(i64::try_from(users / 2).expect("a small number"));
    bencher.bench_local(|| {
        let ids = store.user_ids_after(Some(middle), 50).expect("ids");
        black_box(store.access_rows(&ids).expect("rows"))
    });
}

#[divan::bench(args = SIZES)]
fn toggle_a_cell(bencher: Bencher, users: u64) {
    let mut store = open(users);
    let cell = Cell { user: UserId(7), company: company(&store, 3) };
    let mut granted = false;
    bencher.bench_local(|| {
        granted = !granted;
        let edit = Edit { cell: cell.clone(), granted };
        store.edit(ChangeKind::Grant, [edit], None).expect("an edit")
    });
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn count_the_statistics(bencher: Bencher, users: u64) {
    let store = open(users);
    bencher.bench_local(|| store.statistics(&Cancel::default()).expect("statistics"));
}

/// A thousand users times a hundred companies, and back.
#[divan::bench(sample_count = 5)]
fn grant_100_000_cells_and_undo(bencher: Bencher) {
    let mut store = open(SIZES[0]);
    let users = store.user_ids(&Cancel::default()).expect("ids");
    let companies = store.companies().iter().map(|company| company.id.clone()).collect();
    let bulk = Bulk { operation: Operation::Grant, users, companies };
    bencher.bench_local(|| {
        store.commit(&bulk, None, None, &mut JobProgress::none()).expect("a change");
        store.undo(None, None).expect("its undo")
    });
}
