//! An online copy: the same rows, complete or absent, and the original does not change.

use std::fs;
use std::time::Duration;

use crate::common::{ByName, Hr};
use grantgrid::domain::{Cancel, JobProgress};
use grantgrid::store::{DemoPlan, Store, StoreError};

fn back_up(hr: &Hr, to: &Hr, replace: bool) -> Result<(), StoreError> {
    hr.open().back_up(&to.path, replace, &mut JobProgress::none())
}

#[track_caller]
fn assert_same(hr: &Hr, copy: &Hr) {
    assert_eq!(copy.rows("PRAGMA integrity_check"), ["'ok'"]);
    assert_eq!(copy.dump_all(), hr.dump_all());
}

#[test]
fn a_copy_has_every_row_and_the_original_does_not_change() {
    for mode in ["delete", "wal"] {
        let hr = Hr::of_2025();
        // Keeps the write-ahead log from being removed.
        let other = hr.sql();
        other.pragma_update(None, "journal_mode", mode).expect("a mode");
        let mut store = hr.open();
        store.grant("björn", "KYO");
        let files = || {
            let kept = hr.files().into_iter().filter(|name| !name.ends_with("-shm"));
            kept.map(|name| hr.bytes_of(&name)).collect::<Vec<_>>()
        };
        let before = files();
        let copy = Hr::empty_folder();
        store.back_up(&copy.path, false, &mut JobProgress::none()).expect("a copy");
        assert_eq!(copy.files(), ["hr.db"], "{mode}");
        assert_eq!(files(), before, "{mode}");
        assert_same(&hr, &copy);
        assert!(copy.open().next_to_undo().expect("the journal").is_some(), "{mode}");
    }
}

#[cfg(unix)]
#[test]
fn what_is_not_a_file_is_never_replaced() {
    use std::os::unix::fs::FileTypeExt;
    use std::os::unix::net::UnixListener;

    let (hr, copy) = (Hr::of_2025(), Hr::empty_folder());
    let _socket = UnixListener::bind(&copy.path).expect("a socket");
    let why = back_up(&hr, &copy, true).expect_err("no file").to_string();
    assert!(why.contains("it is not a regular file"), "{why}");
    assert!(fs::metadata(&copy.path).expect("the socket").file_type().is_socket());
    fs::remove_file(&copy.path).expect("no socket");
    fs::create_dir(&copy.path).expect("a folder");
    let why = back_up(&hr, &copy, true).expect_err("a folder").to_string();
    assert!(why.contains("it is not a regular file"), "{why}");
    assert!(copy.path.is_dir());
    assert_eq!(copy.files(), ["hr.db"], "nothing is left beside it");
}

#[test]
fn an_existing_file_is_replaced_by_a_copy_only_on_request() {
    let (hr, copy) = (Hr::of_2025(), Hr::of_2026());
    let before = copy.dump();
    assert!(matches!(back_up(&hr, &copy, false), Err(StoreError::Exists(_))));
    assert_eq!(copy.dump(), before);
    fs::write(copy.path.with_file_name("hr.db-wal"), "left behind").expect("a log");
    assert!(matches!(back_up(&hr, &copy, true), Err(StoreError::NotForACopy { .. })));
    fs::remove_file(copy.path.with_file_name("hr.db-wal")).expect("no log");
    back_up(&hr, &copy, true).expect("a copy");
    assert_same(&hr, &copy);
    assert!(matches!(back_up(&hr, &hr, true), Err(StoreError::NotForACopy { .. })));
    let nowhere = hr.path.with_file_name("no such folder").join("copy.db");
    let refused = hr.open().back_up(&nowhere, false, &mut JobProgress::none());
    assert!(matches!(refused, Err(StoreError::NoFolder { .. })), "{refused:?}");
}

#[test]
fn a_database_that_another_program_uses_is_not_replaced() {
    let (hr, copy) = (Hr::of_2025(), Hr::of_2026());
    let before = copy.dump();
    let other = copy.sql();
    for lock in ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE", "BEGIN; SELECT * FROM hrm_users"] {
        other.execute_batch(lock).expect("a lock");
        let why = back_up(&hr, &copy, true).expect_err(lock).to_string();
        assert!(why.contains("another program is using that database"), "{why}");
        other.execute_batch("COMMIT").expect("no lock");
        assert_eq!(copy.dump(), before);
    }
    back_up(&hr, &copy, true).expect("a copy");
    assert_same(&hr, &copy);
}

#[test]
fn a_protected_database_can_be_copied() {
    let hr = Hr::of_2025();
    hr.run("PRAGMA journal_mode = wal");
    let mut permissions = fs::metadata(&hr.path).expect("hr.db").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&hr.path, permissions).expect("permissions");
    let copy = Hr::empty_folder();
    back_up(&hr, &copy, false).expect("a copy");
    assert!(!fs::metadata(&copy.path).expect("the copy").permissions().readonly());
    assert_eq!(copy.dump(), hr.dump());
}

fn large() -> Hr {
    let hr = Hr::empty_folder();
    let plan = DemoPlan { users: 4_000, companies: 20, grants: 20_000, seed: 3 };
    Store::write_demo(&hr.path, &plan).expect("a demo");
    hr
}

#[test]
fn a_copy_that_is_stopped_leaves_nothing() {
    let (hr, copy) = (large(), Hr::empty_folder());
    let cancel = Cancel::default();
    let mut told = Vec::new();
    let mut tell = |done, total| {
        told.push((done, total));
        if done > 0 {
            cancel.cancel();
        }
    };
    let stopped = hr.open().back_up(&copy.path, false, &mut JobProgress::new(&cancel, &mut tell));
    assert!(matches!(stopped, Err(StoreError::Cancelled)), "{stopped:?}");
    assert!(told.last().is_some_and(|(done, total)| 0 < *done && done < total), "{told:?}");
    assert_eq!(copy.files(), [""; 0]);
}

#[test]
fn a_commit_by_another_program_is_wholly_in_the_copy_or_not_at_all() {
    for mode in ["delete", "wal"] {
        let (hr, copy) = (large(), Hr::empty_folder());
        hr.sql().pragma_update(None, "journal_mode", mode).expect("a mode");
        let before = hr.dump();
        let store = hr.open();
        let other = hr.sql();
        other.busy_timeout(Duration::ZERO).expect("a timeout");
        let mut commits = 0;
        // Two related rows, far apart in the file. After the copy has started again often
        // enough, it locks out all writers.
        let mut write = |_, _| {
            let done = other.execute_batch(&format!(
                "BEGIN IMMEDIATE;
                 UPDATE hrm_users SET first_name = 'now {commits}' WHERE id IN (1, 4000);
                 UPDATE hrm_company SET name = 'now {commits}' WHERE rowid = 1;
                 COMMIT"
            ));
            match done {
                Ok(()) => commits += 1,
                Err(_) if other.is_autocommit() => {}
                Err(_) => other.execute_batch("ROLLBACK").expect("a rollback"),
            }
        };
        let cancel = Cancel::default();
        store
            .back_up(&copy.path, false, &mut JobProgress::new(&cancel, &mut write))
            .expect("a copy");
        assert!(commits > 0);
        assert_eq!(copy.rows("PRAGMA integrity_check"), ["'ok'"], "{mode}");
        if mode == "wal" {
            assert_eq!(copy.dump(), before, "the snapshot from the beginning");
        } else {
            let names = copy.rows(
                "SELECT first_name FROM hrm_users WHERE id IN (1, 4000) \
                 UNION ALL SELECT name FROM hrm_company WHERE rowid = 1",
            );
            assert_eq!(names, vec![format!("'now {}'", commits - 1); 3], "the last commit");
            assert_eq!(copy.dump(), hr.dump());
        }
    }
}
