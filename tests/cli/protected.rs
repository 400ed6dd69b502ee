//! Databases in a folder in which nothing may be written. Because root may write anywhere, the
//! program then runs as another user.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::process::Command;

use rusqlite::Connection;

use crate::support::{Ran, Sandbox, ran};

/// The user nobody, who owns only the files of the test.
const NOBODY: u32 = 65_534;

/// A folder in which the program may not write, with a database and the files beside it.
struct Protected {
    sandbox: Sandbox,
}

impl Protected {
    fn with(files: &[(&str, Vec<u8>)]) -> Self {
        let sandbox = Sandbox::empty();
        // Other users may not be able to access the folder of the binary.
        let program = assert_cmd::cargo::cargo_bin!("grantgrid");
        let copy = sandbox.path("program");
        fs::hard_link(program, &copy)
            .or_else(|_| fs::copy(program, &copy).map(|_| ()))
            .expect("the program");
        let folder = sandbox.path("hr");
        fs::create_dir(&folder).expect("a folder");
        for (name, bytes) in files {
            fs::write(folder.join(name), bytes).expect("a file");
        }
        let protected = Self { sandbox };
        if rustix::process::geteuid().is_root() {
            for (name, _) in files {
                chown(folder.join(name), Some(NOBODY), Some(NOBODY)).expect("an owner");
            }
            chown(&folder, Some(NOBODY), Some(NOBODY)).expect("an owner");
        }
        protected.set_mode("", 0o755);
        protected.set_mode("hr", 0o555);
        protected
    }

    fn set_mode(&self, name: &str, mode: u32) {
        fs::set_permissions(self.sandbox.path(name), Permissions::from_mode(mode)).expect("a mode");
    }

    fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(self.sandbox.path("hr"))
            .env("HOME", self.sandbox.path("hr"))
            .env_remove("XDG_DATA_HOME")
            .env("GRANTGRID_DB", "hr.db");
        if rustix::process::geteuid().is_root() {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    }

    fn hr(&self, arguments: &[&str]) -> Ran {
        let mut command = self.command(self.sandbox.path("program"));
        command.args(arguments);
        ran(&mut assert_cmd::Command::from_std(command))
    }

    fn files(&self) -> Vec<(String, Vec<u8>)> {
        let entries = fs::read_dir(self.sandbox.path("hr")).expect("the folder");
        let mut files: Vec<(String, Vec<u8>)> = entries
            .map(|entry| entry.expect("an entry"))
            .map(|it| (it.file_name().to_string_lossy().into_owned(), fs::read(it.path())))
            .map(|(name, bytes)| (name, bytes.expect("a file")))
            .collect();
        files.sort();
        files
    }
}

impl Drop for Protected {
    /// Makes the folder removable again.
    fn drop(&mut self) {
        let _ = fs::set_permissions(self.sandbox.path("hr"), Permissions::from_mode(0o755));
    }
}

fn bytes(sandbox: &Sandbox, name: &str) -> Vec<u8> {
    fs::read(sandbox.path(name)).expect("a file")
}

/// A database in WAL mode, without a log, and with changes that another program has committed
/// to its log.
fn in_wal_mode() -> (Vec<u8>, [Vec<u8>; 2]) {
    let source = Sandbox::new();
    let writer = source.connect();
    let mode = |connection: &Connection| connection.pragma_update(None, "journal_mode", "wal");
    mode(&writer).expect("WAL mode");
    drop(writer);
    let at_rest = bytes(&source, "hr.db");
    let writer = source.connect();
    writer.execute_batch("UPDATE hrm_users SET first_name = 'x' WHERE id = 2").expect("an edit");
    (at_rest, ["hr.db", "hr.db-wal"].map(|name| bytes(&source, name)))
}

#[test]
fn the_test_folder_is_write_protected() {
    let protected = Protected::with(&[]);
    let touched = protected.command("touch").arg("probe").output().expect("touch");
    assert!(!touched.status.success(), "the test shows nothing");
}

#[test]
fn a_database_is_read_and_an_edit_is_refused() {
    let plain = Sandbox::new();
    for database in [bytes(&plain, "hr.db"), in_wal_mode().0] {
        let protected = Protected::with(&[("hr.db", database)]);
        let before = protected.files();
        let users = protected.hr(&["users"]);
        assert_eq!((users.status, users.out.lines().count()), (0, 5), "{}", users.err);
        let refused = protected.hr(&["grant", "--user", "bob", "--company", "TYO"]);
        refused.fails(1, "is read-only: the file or its folder is write-protected");
        assert!(protected.files() == before);
    }
}

#[test]
fn a_log_that_cannot_be_read_in_a_write_protected_folder_is_named() {
    let (at_rest, [database, log]) = in_wal_mode();
    let protected = Protected::with(&[("hr.db", database), ("hr.db-wal", log)]);
    let before = protected.files();
    for command in [&["users"][..], &["check"], &["user", "deactivate", "bob"]] {
        protected.hr(command).fails(1, "in its log (the file ending in -wal)");
    }
    assert!(protected.files() == before);

    let protected = Protected::with(&[("hr.db", at_rest), ("hr.db-wal", Vec::new())]);
    let users = protected.hr(&["users"]);
    assert_eq!(users.status, 0, "an empty log holds nothing: {}", users.err);
}

#[test]
fn a_hot_journal_in_a_write_protected_folder_is_named() {
    let source = Sandbox::new();
    let writer = source.connect();
    writer
        .execute_batch(
            "PRAGMA cache_size = 1; BEGIN IMMEDIATE;
             UPDATE hrm_users SET first_name = 'x'; CREATE TABLE big AS
             WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)
             SELECT i, hex(randomblob(50)) FROM n",
        )
        .expect("a large edit");
    let files = ["hr.db", "hr.db-journal"].map(|name| (name, bytes(&source, name)));
    let protected = Protected::with(&files);
    for command in [&["users"][..], &["check"], &["user", "deactivate", "bob"]] {
        protected.hr(command).fails(1, "grantgrid: a program was interrupted while it wrote");
    }
    assert_eq!(protected.files(), files.map(|(name, bytes)| (name.to_owned(), bytes)));
}
