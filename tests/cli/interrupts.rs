//! Signals during long-running work: the exit status shows the signal, and nothing of the work
//! is kept. If a signal comes too late to matter, the test tries again.
#![cfg(unix)]

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::thread;

use rusqlite::Connection;
use rustix::process::{Pid, Signal, kill_process};

use crate::support::Sandbox;

const SIGNALS: [(Signal, i32); 3] = [(Signal::INT, 130), (Signal::TERM, 143), (Signal::HUP, 129)];

const SENTENCE: &str = "grantgrid: interrupted; nothing was left behind";

/// A database so large that work on it takes noticeable time.
fn large(users: &str) -> Sandbox {
    let sandbox = Sandbox::empty();
    let made = sandbox.run(&["demo", "--to", "hr.db", "--users", users, "--companies", "40"]);
    assert_eq!(made.status, 0, "{}", made.err);
    sandbox
}

fn begin(sandbox: &Sandbox, arguments: &[&str]) -> Child {
    Command::new(assert_cmd::cargo::cargo_bin!("grantgrid"))
        .args(arguments)
        .current_dir(sandbox.path(""))
        .env("GRANTGRID_DB", "hr.db")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs")
}

/// The exit status, and standard error.
fn end(mut child: Child) -> (Option<i32>, String) {
    let mut said = String::new();
    child.stderr.take().expect("standard error").read_to_string(&mut said).expect("UTF-8");
    (child.wait().expect("an end").code(), said)
}

/// Runs a command and sends it a signal once it has begun. Returns whether the signal was in
/// time.
fn stopped(
    sandbox: &Sandbox,
    arguments: &[&str],
    (signal, status): (Signal, i32),
    has_begun: impl Fn() -> bool,
) -> bool {
    let mut child = begin(sandbox, arguments);
    while !has_begun() && child.try_wait().expect("a child").is_none() {
        thread::yield_now();
    }
    // The child was not waited for yet, so its process id is still valid.
    kill_process(Pid::from_child(&child), signal).ok();
    let (code, said) = end(child);
    if code == Some(0) {
        return false;
    }
    assert_eq!((code, said.trim_end()), (Some(status), SENTENCE), "{arguments:?}");
    true
}

#[test]
fn a_change_that_is_interrupted_is_rolled_back() {
    let sandbox = large("3000");
    let grants = || -> (u64, String) {
        let connection = Connection::open(sandbox.path("hr.db")).expect("hr.db");
        let count = "SELECT count(*) FROM hrm_user_company_access";
        (
            connection.query_row(count, [], |row| row.get(0)).expect("a count"),
            connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("a check"),
        )
    };
    let before = grants();
    assert_eq!(before.1, "ok");
    let journal = sandbox.path("hr.db-journal");
    let sheet = ["export", "all.csv", "--layout", "pairs"];
    let all = ["grant", "--users", "n:>=0", "--companies", "n:>=0", "--force"];
    assert_eq!(sandbox.hr(&all).status, 0);
    assert_eq!(sandbox.hr(&sheet).status, 0);
    assert_eq!(sandbox.hr(&["undo"]).status, 0);
    assert_eq!(grants(), before);
    for (at, arguments) in [&all[..], &["import", "all.csv"], &["redo"]].into_iter().enumerate() {
        while !stopped(&sandbox, arguments, SIGNALS[at], || journal.exists()) {
            assert_eq!(sandbox.hr(&["undo"]).status, 0);
        }
        assert!(!journal.exists(), "{arguments:?}");
        assert_eq!(grants(), before, "{arguments:?}");
    }
    assert_eq!(sandbox.hr(&["check"]).status, 0);
}

#[test]
fn an_interrupted_export_leaves_no_file() {
    let sandbox = large("20000");
    let files = sandbox.files();
    for (at, arguments) in
        [&["backup", "copy.db"][..], &["export", "all.xlsx"], &["export", "all.csv"]]
            .into_iter()
            .enumerate()
    {
        let has_begun = || sandbox.files() != files;
        while !stopped(&sandbox, arguments, SIGNALS[at], has_begun) {
            std::fs::remove_file(sandbox.path(arguments[1])).expect("the whole file");
        }
        assert_eq!(sandbox.files(), files, "{arguments:?}");
    }
}

#[test]
fn waiting_for_another_program_can_be_interrupted() {
    let sandbox = Sandbox::new();
    std::fs::write(sandbox.path("a.csv"), "username,company code\nada,PAR\n").expect("a file");
    std::fs::write(sandbox.path("c.csv"), "code,name,tenant\nOSA,Osaka,Acme Group\n")
        .expect("a file");
    assert_eq!(sandbox.hr(&["grant", "--user", "bob", "--company", "HQ (ACME)"]).status, 0);
    let other = sandbox.connect();
    other.execute_batch("BEGIN IMMEDIATE").expect("the lock");
    for (at, arguments) in [
        &["grant", "--user", "ada", "--company", "PAR"][..],
        &["populate"],
        &["import", "a.csv"],
        &["import-companies", "c.csv"],
        &["undo"],
        &["user", "deactivate", "bobby"],
        &["company", "delete", "HQ (ACME)", "--force"],
        &["rules", "set", "Employee", "all"],
    ]
    .into_iter()
    .enumerate()
    {
        let (signal, status) = SIGNALS[at % SIGNALS.len()];
        let mut child = begin(&sandbox, arguments);
        let mut lines = BufReader::new(child.stderr.take().expect("standard error")).lines();
        let mut line = || lines.next().expect("a line").expect("UTF-8");
        let waiting = "grantgrid: another program is writing to the database; waiting";
        while line() != waiting {}
        kill_process(Pid::from_child(&child), signal).expect("a signal");
        assert_eq!(line(), SENTENCE, "{arguments:?}");
        assert_eq!(child.wait().expect("an end").code(), Some(status), "{arguments:?}");
    }
    other.execute_batch("ROLLBACK").expect("the lock is given back");
    assert_eq!(sandbox.hr(&["history", "--jsonl"]).out.lines().count(), 1);
}
