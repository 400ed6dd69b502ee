//! A separate folder for each test, with a small HR database that the program created, and
//! rows as the HR system inserts them.

use std::fs;
use std::ops::Deref;

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin_cmd;

use crate::hr_folder::HrFolder;

/// Two tenants that both have a company HQ; users of every kind; an orphan grant; names with
/// characters that could control a terminal.
const ROWS: &str = "
PRAGMA foreign_keys = OFF;
INSERT INTO hrm_tenant (id, name, code, is_active, created_by, created_at) VALUES
    ('aaaaaaaa00004000800000000000000a', 'Acme Group', 'ACME', 1, 'test', '2026-01-01 00:00:00.000000'),
    ('bbbbbbbb00004000800000000000000b', 'Blue Ltd', 'BLUE', 1, 'test', '2026-01-01 00:00:00.000000');
INSERT INTO organization (id, name, tenant_id) VALUES
    (1, 'Acme', 'aaaaaaaa00004000800000000000000a'), (2, 'Nowhere', NULL);
INSERT INTO hrm_company (id, tenant_id, name, code, currency_code, is_active, created_by, created_at) VALUES
    ('c1c1c1c100004000800000000000000c', 'aaaaaaaa00004000800000000000000a', 'Acme Paris', 'PAR', 'EUR', 1, 'test', '2026-01-01 00:00:00.000000'),
    ('c2c2c2c200004000800000000000000c', 'aaaaaaaa00004000800000000000000a', 'Acme Head Office', 'HQ', 'EUR', 1, 'test', '2026-01-01 00:00:00.000000'),
    ('c3c3c3c300004000800000000000000c', 'bbbbbbbb00004000800000000000000b', 'Blue Head Office', 'HQ', 'USD', 1, 'test', '2026-01-01 00:00:00.000000'),
    ('c4c4c4c400004000800000000000000c', 'bbbbbbbb00004000800000000000000b', 'Bad \u{1b}[2J東京', 'TYO', 'JPY', 0, 'test', '2026-01-01 00:00:00.000000');
INSERT INTO hrm_users (id, username, email, password_hash, first_name, last_name, is_active, must_reset_password, organization_id, role_id) VALUES
    (1, 'ada', 'ada@example.com', 'x', 'Ada', 'Root', 1, 0, 2, 1),
    (2, 'bob', 'bob@example.com', 'x', 'Bob', 'Stone', 1, 0, 2, 3),
    (3, 'bobby', 'bobby@example.com', 'x', 'Bobby', 'Stone', NULL, 0, 1, 5),
    (4, 'eve\u{1b}[31m', 'eve@example.com', 'x', 'Eve', 'O''Neil', 1, 0, 2, 5);
INSERT INTO hrm_employee (id, employee_id, first_name, last_name, hire_date, basic_salary, organization_id, user_id, company_id) VALUES
    (1, 'E1', 'Bob', 'Stone', '2026-01-01', 1, 2, 2, 'c3c3c3c300004000800000000000000c');
INSERT INTO hrm_user_company_access (id, user_id, company_id, created_at) VALUES
    ('f1f1f1f100004000800000000000000f', 2, 'c1c1c1c100004000800000000000000c', '2026-02-03 04:05:06.000007'),
    ('f2f2f2f200004000800000000000000f', 2, 'c4c4c4c400004000800000000000000c', '2026-02-03 04:05:07.000008'),
    ('f3f3f3f300004000800000000000000f', 3, 'c1c1c1c100004000800000000000000c', '2026-02-03 04:05:08.000009'),
    ('f4f4f4f400004000800000000000000f', 99, 'c1c1c1c100004000800000000000000c', '2026-02-03 04:05:09.000010');
";

/// The result of a run.
pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// Standard output as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).expect("standard output is JSON")
    }

    /// Asserts a failure: this status, nothing on standard output, one line on
    /// standard error that begins with the program's name and contains `part`.
    #[track_caller]
    pub(crate) fn fails(&self, status: i32, part: &str) {
        assert_eq!(self.status, status, "{}", self.err);
        assert_eq!(self.out, "");
        assert_eq!(self.err.lines().count(), 1, "{}", self.err);
        assert!(self.err.starts_with("grantgrid: "), "{}", self.err);
        assert!(self.err.contains(part), "{}", self.err);
    }
}

/// A folder that is both the home folder and the working folder of the program.
pub(crate) struct Sandbox {
    folder: HrFolder,
}

impl Deref for Sandbox {
    type Target = HrFolder;

    fn deref(&self) -> &HrFolder {
        &self.folder
    }
}

impl Sandbox {
    pub(crate) fn empty() -> Self {
        Self { folder: HrFolder::empty() }
    }

    /// With `hr.db`.
    pub(crate) fn new() -> Self {
        let sandbox = Self::empty();
        assert_eq!(sandbox.run(&["init", "hr.db"]).status, 0);
        sandbox.connect().execute_batch(ROWS).expect("the rows fit the schema");
        sandbox
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = cargo_bin_cmd!("grantgrid");
        command
            .args(arguments)
            .current_dir(self.folder())
            .env("HOME", self.folder())
            .env_remove("XDG_DATA_HOME")
            .env_remove("XDG_CONFIG_HOME")
            .env_remove("GRANTGRID_DB")
            .env_remove("GRANTGRID_THEME");
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        ran(&mut self.command(arguments))
    }

    /// Runs a command on `hr.db`.
    pub(crate) fn hr(&self, arguments: &[&str]) -> Ran {
        ran(self.command(arguments).env("GRANTGRID_DB", "hr.db"))
    }

    /// The names of all files, sorted.
    pub(crate) fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder()).expect("the folder");
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

pub(crate) fn ran(command: &mut Command) -> Ran {
    let output = command.output().expect("the program runs");
    Ran {
        status: output.status.code().expect("an exit status"),
        out: String::from_utf8(output.stdout).expect("UTF-8 on standard output"),
        err: String::from_utf8(output.stderr).expect("UTF-8 on standard error"),
    }
}
