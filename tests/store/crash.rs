//! Interrupted at any time, a change is whole or absent, and the journal agrees with the
//! grants.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use crate::common::{ByName, Hr, Ids, every_user, rows};
use grantgrid::domain::{Cell, ChangeKind, Edit};
use grantgrid::store::Store;

/// Where [`edit_until_killed`] finds its database.
const VICTIM: &str = "GRANTGRID_TEST_VICTIM";

/// A database with so many users that a change is written to the file in parts.
fn many_users() -> Hr {
    let hr = Hr::of_2025();
    hr.run(
        "WITH RECURSIVE n (id) AS (SELECT 100 UNION ALL SELECT id + 1 FROM n WHERE id < 2099)
         INSERT INTO hrm_users SELECT id, 'u' || id, 'u' || id, 'x', 'U', '' || id, 1, 1, 3, NULL FROM n",
    );
    hr
}

fn every_cell(store: &Store, granted: bool) -> Vec<Edit> {
    let companies: Vec<_> =
        ["KYO", "LIS", "OLD"].map(|code| store.find_company(code).unwrap().id.clone()).into();
    every_user(store)
        .into_iter()
        .filter(|user| user.0 >= 100)
        .flat_map(|user| companies.iter().map(move |company| (user, company.clone())))
        .map(|(user, company)| Edit { cell: Cell { user, company }, granted })
        .collect()
}

/// What must be true of a database after any crash.
fn assert_sound(hr: &Hr) {
    let store = hr.open();
    let counted = store.count().grants;
    let sql = hr.sql();
    assert_eq!(rows(&sql, "PRAGMA integrity_check"), ["'ok'"]);
    let has_journal =
        !rows(&sql, "SELECT 1 FROM sqlite_schema WHERE name = 'grantgrid_change'").is_empty();
    let balance = if has_journal {
        assert_eq!(
            rows(
                &sql,
                "SELECT id FROM grantgrid_change c WHERE added <>
                 (SELECT count(*) FROM grantgrid_cell WHERE change_id = c.id AND added = 1)
                 OR removed <>
                 (SELECT count(*) FROM grantgrid_cell WHERE change_id = c.id AND added = 0)"
            ),
            [""; 0],
            "every change has its cells"
        );
        assert_eq!(
            rows(
                &sql,
                "SELECT 1 FROM grantgrid_cell WHERE change_id NOT IN (SELECT id FROM grantgrid_change)"
            ),
            [""; 0]
        );
        sql.query_row("SELECT coalesce(sum(added - removed), 0) FROM grantgrid_change", [], |row| {
            row.get(0)
        })
        .unwrap()
    } else {
        0_i64
    };
    assert_eq!(i64::try_from(counted).unwrap(), 5 + balance, "journal and grants agree");
}

#[test]
fn a_copy_made_during_a_change_contains_none_of_it() {
    for mode in ["delete", "wal"] {
        let hr = many_users();
        hr.run(&format!("PRAGMA journal_mode = {mode}"));
        let before = hr.dump();
        let mut store = hr.open();
        let edits = every_cell(&store, true);
        let last = edits.len() - 1;
        let mut copies = Vec::new();
        let watched = edits.into_iter().enumerate().inspect(|(at, _)| {
            if [0, 1, last / 2, last].contains(at) {
                copies.push(hr.copied());
            }
        });
        store.edit(ChangeKind::Grant, watched.map(|(_, edit)| edit), None).unwrap();
        assert_eq!(copies.len(), 4);
        for copy in &copies {
            assert_eq!(copy.dump(), before, "{mode}");
            assert_sound(copy);
        }
        assert_sound(&hr);
        assert_ne!(hr.dump(), before);
    }
}

#[test]
fn a_hot_journal_of_another_program_is_rolled_back() {
    let hr = Hr::of_2025();
    let before = hr.dump();
    let other = hr.sql();
    // The cache is so small that the change is written to the file before it is committed.
    other
        .execute_batch(
            "PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN IMMEDIATE;
             UPDATE hrm_users SET first_name = hex(zeroblob(20000));
             DELETE FROM hrm_user_company_access; DELETE FROM hrm_employee;",
        )
        .unwrap();
    let copy = hr.copied();
    other.execute_batch("ROLLBACK").unwrap();
    assert!(copy.files().contains(&"hr.db-journal".into()));
    assert_ne!(copy.bytes(), hr.bytes(), "half of it had reached the file");
    assert_eq!(copy.open().count().grants, 5);
    assert_eq!(copy.dump(), before);
}

#[test]
fn a_program_killed_at_any_instant_leaves_whole_changes() {
    for (kill_after, mode) in
        [(1, "delete"), (2, "wal"), (3, "delete"), (5, "wal"), (6, "truncate")]
    {
        let hr = many_users();
        hr.run(&format!("PRAGMA journal_mode = {mode}"));
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "crash::edit_until_killed", "--ignored", "--nocapture"])
            .env(VICTIM, &hr.path)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let said = BufReader::new(child.stdout.take().unwrap()).lines();
        let committed = said
            .map(Result::unwrap)
            .filter(|line| line.contains("committed"))
            .take(kill_after)
            .count();
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(committed, kill_after, "the other program was at work");
        assert_sound(&hr);
        let changes = hr.rows("SELECT id FROM grantgrid_change").len();
        assert!(changes >= kill_after, "what was committed stays");
        // And the next edit works.
        hr.open().undo(None, None).unwrap();
        hr.open_with(Ids::from(1 << 40)).grant("björn", "KYO");
        assert_sound(&hr);
    }
}

/// The program that is killed; the test above starts it.
#[test]
#[ignore = "started as a process of its own"]
fn edit_until_killed() {
    let path = std::env::var_os(VICTIM).expect("the database");
    let mut store = Store::open(path.as_ref(), crate::common::services(Ids::from(1))).unwrap();
    for round in 0.. {
        let edits = every_cell(&store, round % 2 == 0);
        store.edit(ChangeKind::Grant, edits, None).unwrap();
        println!("committed {round}");
    }
}
