//! A separate folder for each test, with the databases that the console opens, and an
//! environment that does not depend on the machine.

use std::fs;
use std::ops::Deref;
use std::path::PathBuf;
use std::process::{Command, Output};

use grantgrid::store::{DemoPlan, Environment, SCHEMA, Store};
use rusqlite::Connection;

use super::hr_folder::HrFolder;

/// The binary under test.
pub(crate) const BINARY: &str = env!("CARGO_BIN_EXE_grantgrid");

/// Three users and three companies, as the HR system writes them.
const ROWS: &str = include_str!("hr.sql");

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
    /// A folder without a database.
    pub(crate) fn empty() -> Self {
        Self { folder: HrFolder::empty() }
    }

    /// A folder with `hr.db`: ada, bob and eve; PAR, LON and TYO; bob has a grant for PAR.
    pub(crate) fn new() -> Self {
        Self::with_schema(SCHEMA)
    }

    /// Like [`Sandbox::new`], with tables as the HR system itself declares them: ids have the
    /// type UUID, which stores digits as numbers.
    pub(crate) fn as_the_hr_system_makes_it() -> Self {
        Self::with_schema(&SCHEMA.replace("CHAR(32)", "UUID"))
    }

    fn with_schema(schema: &str) -> Self {
        let sandbox = Self::empty();
        let connection = Connection::open(sandbox.db()).expect("a new database");
        connection.execute_batch(schema).expect("the schema");
        connection.execute_batch(ROWS).expect("the rows fit the schema");
        sandbox
    }

    /// A folder with an `hr.db` that has tables but no rows.
    pub(crate) fn without_rows() -> Self {
        let sandbox = Self::empty();
        Store::create(&sandbox.db(), Environment::real("test")).expect("a new database");
        sandbox
    }

    /// A folder with an `hr.db` of 60 demo users and 12 companies.
    pub(crate) fn demo() -> Self {
        let sandbox = Self::empty();
        let plan = DemoPlan { users: 60, companies: 12, grants: 100, seed: 7 };
        Store::write_demo(&sandbox.db(), &plan).expect("a demo");
        sandbox
    }

    pub(crate) fn protect(&self) {
        let mut permissions = fs::metadata(self.db()).expect("hr.db").permissions();
        permissions.set_readonly(true);
        fs::set_permissions(self.db(), permissions).expect("permissions");
    }

    /// The environment of the program, with or without a terminal.
    pub(crate) fn environment(&self) -> Vec<(&'static str, PathBuf)> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        vec![
            ("PATH", path.into()),
            ("HOME", self.folder().into()),
            ("XDG_DATA_HOME", self.path("data")),
            ("TERM", "xterm-256color".into()),
            ("LANG", "C.UTF-8".into()),
            ("USER", "tester".into()),
        ]
    }

    /// Runs a command on `hr.db`, outside the terminal.
    #[track_caller]
    pub(crate) fn run(&self, arguments: &[&str]) -> String {
        let output = self.try_run(arguments);
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {err}");
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    pub(crate) fn try_run(&self, arguments: &[&str]) -> Output {
        Command::new(BINARY)
            .args(arguments)
            .current_dir(self.folder())
            .env_clear()
            .envs(self.environment())
            .env("GRANTGRID_DB", self.db())
            .output()
            .expect("the program runs")
    }

    /// The codes of the companies that `show` lists for a user.
    #[track_caller]
    pub(crate) fn companies_of(&self, user: &str) -> Vec<String> {
        let shown: serde_json::Value =
            serde_json::from_str(&self.run(&["show", user, "--json"])).expect("JSON");
        let grants = shown["grants"].as_array().expect("an array");
        let code = |grant: &serde_json::Value| grant["company_code"].as_str().map(str::to_owned);
        let mut codes: Vec<String> = grants.iter().filter_map(code).collect();
        codes.sort();
        codes
    }

    /// The number of grants.
    pub(crate) fn grants(&self) -> usize {
        self.connect()
            .query_row("SELECT count(*) FROM hrm_user_company_access", [], |row| row.get(0))
            .expect("a count")
    }
}
