//! New files are complete or absent, readable only by their owner, and never replace a
//! database.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::Sandbox;

fn mode(sandbox: &Sandbox, name: &str) -> u32 {
    fs::metadata(sandbox.path(name)).expect(name).permissions().mode() & 0o777
}

/// Runs the program in the sandbox, after `umask` and similar commands.
fn shell(sandbox: &Sandbox, script: &str) -> Command {
    let mut command = Command::new("sh");
    command
        .args(["-c", script, "sh", env!("CARGO_BIN_EXE_grantgrid")])
        .current_dir(sandbox.path(""))
        .env("HOME", sandbox.path(""))
        .env("TMPDIR", sandbox.path(""))
        .env_remove("XDG_DATA_HOME")
        .env_remove("GRANTGRID_DB")
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

#[test]
fn new_files_are_for_their_owner_only_whatever_the_umask() {
    for umask in ["000", "022", "277"] {
        let sandbox = Sandbox::empty();
        let script = format!(
            "umask {umask}; set -e; \"$1\" init hr.db; \"$1\" demo --to demo.db --users 5; \
             \"$1\" backup copy.db --db demo.db; \"$1\" export a.csv --db demo.db; \
             \"$1\" export a.xlsx --db demo.db; \"$1\" export a.json --db demo.db"
        );
        assert!(shell(&sandbox, &script).status().expect("a shell").success(), "{umask}");
        let files = sandbox.files();
        assert_eq!(files.len(), 6, "{files:?}");
        assert!(files.iter().all(|name| mode(&sandbox, name) == 0o600), "{umask}");
    }
}

#[test]
fn a_replaced_file_keeps_its_permissions() {
    let sandbox = Sandbox::new();
    for (name, command) in [("copy.db", "backup"), ("a.csv", "export")] {
        assert_eq!(sandbox.hr(&[command, name]).status, 0);
        fs::set_permissions(sandbox.path(name), fs::Permissions::from_mode(0o640)).expect("a mode");
        assert_eq!(sandbox.hr(&[command, name, "--force"]).status, 0);
        assert_eq!(mode(&sandbox, name), 0o640);
    }
}

#[test]
fn nothing_replaces_a_side_file_of_any_database() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["init", "other.db"]).status, 0);
    fs::write(sandbox.path("hr.db-wal"), "").expect("a file");
    fs::hard_link(sandbox.path("hr.db-wal"), sandbox.path("hard.csv")).expect("a link");
    symlink("hr.db-shm", sandbox.path("link.csv")).expect("a link");
    let before = sandbox.files();
    let names = [
        "hr.db-wal",
        "hr.db-shm",
        "hr.db-journal",
        "./hr.db-wal",
        "other.db-wal",
        "other.db-shm",
        "other.db-journal",
        "hard.csv",
    ];
    for name in names {
        let part = "this name belongs to the database";
        sandbox.hr(&["export", name, "--force", "--format", "csv"]).fails(1, part);
        sandbox.hr(&["backup", name, "--force"]).fails(1, part);
        if name != "hard.csv" {
            sandbox.hr(&["init", name]).fails(1, part);
            sandbox.hr(&["demo", "--to", name]).fails(1, part);
        }
    }
    for command in ["export", "backup"] {
        sandbox
            .hr(&[command, "link.csv", "--force"])
            .fails(1, "this is a symbolic link to hr.db-shm");
    }
    assert_eq!(sandbox.files(), before);
}

#[test]
fn a_symbolic_link_is_not_followed_to_another_file() {
    let sandbox = Sandbox::new();
    fs::write(sandbox.path("precious.csv"), "precious").expect("a file");
    symlink("precious.csv", sandbox.path("link.csv")).expect("a link");
    symlink("hr.db", sandbox.path("database.csv")).expect("a link");
    for command in ["export", "backup"] {
        let ran = sandbox.hr(&[command, "link.csv", "--force"]);
        ran.fails(1, "link.csv: this is a symbolic link to precious.csv; nothing was written");
        assert_ne!(sandbox.hr(&[command, "database.csv", "--force"]).status, 0);
    }
    assert_eq!(fs::read(sandbox.path("precious.csv")).expect("the file"), b"precious");
    assert!(fs::symlink_metadata(sandbox.path("link.csv")).expect("the link").is_symlink());
}

/// Kills the command after longer and longer delays until it ends by itself. Returns how often
/// it was killed.
fn kill_often(sandbox: &Sandbox, script: &str, check: impl Fn()) -> u32 {
    let mut killed = 0;
    for delay in 0..40 {
        let mut child = shell(sandbox, script).spawn().expect("a shell");
        let until = Instant::now() + Duration::from_micros(300 * delay);
        while Instant::now() < until && child.try_wait().expect("a child").is_none() {
            std::hint::spin_loop();
        }
        killed += u32::from(child.try_wait().expect("a child").is_none());
        let _ = child.kill();
        child.wait().expect("an end");
        check();
    }
    killed
}

#[test]
fn a_new_database_is_complete_or_absent_after_a_kill() {
    let sandbox = Sandbox::empty();
    let path = sandbox.path("hr.db");
    let killed = kill_often(&sandbox, "exec \"$1\" init hr.db", || {
        if path.exists() {
            assert_eq!(sandbox.run(&["users", "--db", "hr.db"]).status, 0);
            fs::remove_file(&path).expect("the file");
        }
    });
    assert!(killed > 0);
    assert_eq!(sandbox.run(&["init", "hr.db"]).status, 0);
    assert_eq!(sandbox.files(), ["hr.db"]);
}

#[test]
fn files_left_by_killed_runs_are_removed_by_the_next_run() {
    let sandbox = Sandbox::empty();
    assert_eq!(sandbox.run(&["demo", "--to", "hr.db", "--users", "2000"]).status, 0);
    for script in [
        "exec \"$1\" export a.xlsx --force --db hr.db",
        "exec \"$1\" backup copy.db --force --db hr.db",
        "exec \"$1\" demo --to demo.db --users 2000",
    ] {
        assert!(kill_often(&sandbox, script, || {}) > 0, "{script}");
    }
    assert_eq!(sandbox.run(&["export", "b.csv", "--db", "hr.db"]).status, 0);
    let hidden: Vec<String> =
        sandbox.files().into_iter().filter(|name| name.starts_with('.')).collect();
    assert_eq!(hidden, [""; 0]);
    assert_eq!(sandbox.run(&["users", "--db", "hr.db"]).status, 0);
}
