//! HR databases on disk for the store's tests, with a clock and ids that are the same in every
//! run. A store is opened as in the program; its results are checked through a separate
//! connection, like the HR system's.

#![allow(dead_code)] // each test binary uses a part of it

pub(crate) mod acts;
pub(crate) mod counted;
pub(crate) mod random;

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use grantgrid::domain::{
    Cancel, Cell, ChangeKind, Clock, Edit, Finding, FindingKind, IdSource, JobProgress, Statistics,
    User, UserId,
};
use grantgrid::store::{Committed, Environment, Store, StoreError};
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use tempfile::TempDir;
use uuid::Uuid;

/// A clock that always shows half past nine.
struct Standing;

impl Clock for Standing {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(1_772_357_400, 42_000).expect("a time")
    }
}

/// The time of that clock, as the HR system writes it.
pub(crate) const NOW: &str = "2026-03-01 09:30:00.000042";

/// The ids f0…01, f0…02 and so on, optionally after given ones.
pub(crate) struct Ids {
    first: Vec<Uuid>,
    next: u128,
}

impl Ids {
    pub(crate) fn from(start: u128) -> Self {
        Self { first: Vec::new(), next: start }
    }

    /// These ids in order, and then the usual ones.
    pub(crate) fn first(ids: &[&str]) -> Self {
        let first = ids.iter().rev().map(|id| id.parse().expect("a UUID")).collect();
        Self { first, next: 1 }
    }
}

impl IdSource for Ids {
    fn next_id(&mut self) -> Uuid {
        self.first.pop().unwrap_or_else(|| {
            self.next += 1;
            Uuid::from_u128(0xf0f0_f0f0_f0f0_4000_8000_0000_0000_0000 + self.next - 1)
        })
    }
}

/// An HR database in a temporary folder.
pub(crate) struct Hr {
    folder: TempDir,
    pub(crate) path: PathBuf,
}

impl Hr {
    pub(crate) fn of_2025() -> Self {
        Self::of(include_str!("../fixtures/hrm-2025.sql"))
    }

    pub(crate) fn of_2026() -> Self {
        Self::of(include_str!("../fixtures/hrm-2026.sql"))
    }

    /// A database made from a script.
    pub(crate) fn of(script: &str) -> Self {
        let hr = Self::empty_folder();
        hr.run(script);
        hr
    }

    /// A folder without a database.
    pub(crate) fn empty_folder() -> Self {
        let folder = TempDir::new().expect("a folder");
        let path = folder.path().join("hr.db");
        Self { folder, path }
    }

    /// A copy of this database, including the logs beside it.
    pub(crate) fn copied(&self) -> Self {
        let copy = Self::empty_folder();
        for name in self.files() {
            fs::copy(self.folder.path().join(&name), copy.folder.path().join(&name))
                .expect("a copy");
        }
        copy
    }

    pub(crate) fn open(&self) -> Store {
        self.open_with(Ids::from(1))
    }

    pub(crate) fn open_with(&self, ids: Ids) -> Store {
        Store::open(&self.path, services(ids)).expect("a store")
    }

    pub(crate) fn try_open(&self) -> Result<Store, StoreError> {
        Store::open(&self.path, services(Ids::from(1)))
    }

    /// Another program's connection, with foreign keys off as the HR system
    /// has them.
    pub(crate) fn sql(&self) -> Connection {
        let connection = Connection::open(&self.path).expect("a connection");
        connection.pragma_update(None, "foreign_keys", false).expect("a pragma");
        connection
    }

    /// Runs a script as another program.
    pub(crate) fn run(&self, script: &str) {
        self.sql().execute_batch(script).expect(script);
    }

    /// The rows of a query, each as one text in SQL notation.
    pub(crate) fn rows(&self, query: &str) -> Vec<String> {
        rows(&self.sql(), query)
    }

    /// The grants of one user, read from the file.
    pub(crate) fn grants_in_file(&self, user: i64) -> Vec<String> {
        self.rows(&format!(
            "SELECT * FROM hrm_user_company_access WHERE user_id = {user} ORDER BY company_id"
        ))
    }

    /// Every row of every table of the HR system except its audit log, to which each change
    /// adds rows, even an undo.
    pub(crate) fn dump(&self) -> Vec<String> {
        dump(&self.sql(), "NOT LIKE 'grantgrid%' AND name <> 'hrm_audit_log'")
    }

    /// Every row of every table, including the journal.
    pub(crate) fn dump_all(&self) -> Vec<String> {
        dump(&self.sql(), "NOT LIKE 'sqlite%'")
    }

    pub(crate) fn bytes(&self) -> Bytes {
        self.bytes_of("hr.db")
    }

    pub(crate) fn bytes_of(&self, name: &str) -> Bytes {
        Bytes(fs::read(self.folder.path().join(name)).expect("the file"))
    }

    /// The names of the files in the folder.
    pub(crate) fn files(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.folder.path())
            .expect("the folder")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }
}

/// Asserts that the file is intact and the journal consistent.
#[track_caller]
pub(crate) fn assert_sound(hr: &Hr) {
    use FindingKind::{Damage, Journal};
    let report = hr.open().check(true, &mut JobProgress::none()).expect("a check");
    let unsound = |finding: &&Finding| matches!(finding.kind, Damage | Journal);
    assert_eq!(report.findings.iter().find(unsound), None);
}

/// The bytes of a file, which are not printed when a test finds a difference.
#[derive(PartialEq, Eq)]
pub(crate) struct Bytes(pub(crate) Vec<u8>);

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

pub(crate) fn services(ids: Ids) -> Environment {
    Environment { clock: Box::new(Standing), ids: Box::new(ids), ..Environment::real("ada") }
}

pub(crate) fn rows(connection: &Connection, query: &str) -> Vec<String> {
    let mut statement = connection.prepare(query).expect(query);
    let width = statement.column_count();
    statement
        .query_map([], |row| {
            let cells: Vec<String> = (0..width)
                .map(|at| row.get_ref(at).map(in_sql))
                .collect::<rusqlite::Result<_>>()?;
            Ok(cells.join(" | "))
        })
        .expect(query)
        .collect::<Result<_, _>>()
        .expect(query)
}

fn in_sql(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "NULL".into(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => format!("{number:?}"),
        ValueRef::Text(text) => format!("'{}'", text.escape_ascii()),
        ValueRef::Blob(bytes) => format!("x'{}'", bytes.escape_ascii()),
    }
}

/// The rows of each table with their row ids, as the sqlite3 shell dumps them.
fn dump(connection: &Connection, tables: &str) -> Vec<String> {
    let mut statement = connection
        .prepare(&format!(
            "SELECT name, wr FROM pragma_table_list \
             WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%' AND name {tables} ORDER BY name"
        ))
        .expect("the tables");
    let tables: Vec<(String, bool)> = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .expect("the tables")
        .collect::<Result<_, _>>()
        .expect("the tables");
    let mut lines = Vec::new();
    for (name, without_rowid) in tables {
        let select = if without_rowid {
            format!("SELECT '{name}', * FROM {name} ORDER BY 1, 2, 3")
        } else {
            format!("SELECT '{name}', * FROM {name} ORDER BY rowid")
        };
        lines.extend(rows(connection, &select));
    }
    lines
}

/// Functions of the store with names instead of ids.
pub(crate) trait ByName {
    fn cell(&self, user: &str, company: &str) -> Cell;
    fn grant(&mut self, user: &str, company: &str) -> Committed;
    fn revoke(&mut self, user: &str, company: &str) -> Committed;
    fn try_grant(&mut self, user: &str, company: &str) -> Result<Committed, StoreError>;
    fn try_revoke(&mut self, user: &str, company: &str) -> Result<Committed, StoreError>;
    fn companies_of(&self, user: &str) -> Vec<String>;
    fn person(&self, user: &str) -> User;
    fn count(&self) -> Statistics;
}

impl ByName for Store {
    fn cell(&self, user: &str, company: &str) -> Cell {
        let user = self.find_user(user).expect("a user").id;
        Cell { user, company: self.find_company(company).expect("a company").id.clone() }
    }

    fn grant(&mut self, user: &str, company: &str) -> Committed {
        self.try_grant(user, company).expect("a grant")
    }

    fn revoke(&mut self, user: &str, company: &str) -> Committed {
        self.try_revoke(user, company).expect("a revoked grant")
    }

    fn try_grant(&mut self, user: &str, company: &str) -> Result<Committed, StoreError> {
        let edit = Edit { cell: self.cell(user, company), granted: true };
        self.edit(ChangeKind::Grant, [edit], None)
    }

    fn try_revoke(&mut self, user: &str, company: &str) -> Result<Committed, StoreError> {
        let edit = Edit { cell: self.cell(user, company), granted: false };
        self.edit(ChangeKind::Revoke, [edit], None)
    }

    fn companies_of(&self, user: &str) -> Vec<String> {
        let user = self.find_user(user).expect("a user").id;
        let rows = self.access_rows(&[user]).expect("the row");
        rows[0].companies.iter().map(|at| self.companies()[*at].name.clone()).collect()
    }

    fn person(&self, user: &str) -> User {
        self.find_user(user).expect("a user")
    }

    fn count(&self) -> Statistics {
        self.statistics(&Cancel::default()).expect("the statistics")
    }
}

pub(crate) fn every_user(store: &Store) -> Vec<UserId> {
    store.user_ids(&Cancel::default()).expect("the users")
}
