//! What tests inside the crate need of a store: a database made from SQL, a fixed clock,
//! consecutive ids.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Utc};
use tempfile::TempDir;
use uuid::Uuid;

use super::{Environment, Store};
use crate::domain::{Clock, IdSource};
use crate::store::sqlite::pragmas;

/// A temporary folder with a database, removed at the end of the test.
pub(crate) struct TestDb {
    folder: TempDir,
}

impl TestDb {
    pub(crate) fn new() -> Self {
        Self { folder: TempDir::new().expect("a folder for the test") }
    }

    /// The path of the database.
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("hrm.db")
    }

    /// Opens the database as the program does, but with the tests' clock and ids.
    pub(crate) fn open(&self) -> Store {
        Store::open(&self.path(), environment()).expect("the test's database opens")
    }

    /// Takes an exclusive lock on the database as another program would.
    pub(crate) fn lock(&self) -> Lock {
        let connection = rusqlite::Connection::open(self.path()).expect("a connection");
        connection.execute_batch("BEGIN EXCLUSIVE").expect("the lock");
        Lock { _connection: connection }
    }

    /// The boolean result of a query.
    pub(crate) fn is_true(&self, sql: &str) -> bool {
        let connection = rusqlite::Connection::open(self.path()).expect("a connection");
        connection.query_row(sql, [], |row| row.get(0)).expect("an answer")
    }

    /// Every row of some tables, in the order of their first column.
    pub(crate) fn rows(&self, tables: &[&str]) -> Vec<String> {
        let connection = rusqlite::Connection::open(self.path()).expect("a connection");
        let mut all = Vec::new();
        for table in tables {
            let sql = format!("SELECT * FROM {table} ORDER BY 1");
            let mut statement = connection.prepare(&sql).expect("the table");
            let columns = statement.column_count();
            let row = |row: &rusqlite::Row<'_>| -> rusqlite::Result<String> {
                let values: Result<Vec<rusqlite::types::Value>, _> =
                    (0..columns).map(|at| row.get(at)).collect();
                Ok(format!("{table}: {:?}", values?))
            };
            let rows = statement.query_map([], row).expect("the rows");
            all.extend(rows.map(|row| row.expect("a row")));
        }
        all
    }

    /// Runs SQL on the database, as another program would.
    pub(crate) fn run(&self, sql: &str) {
        let connection = rusqlite::Connection::open(self.path()).expect("a connection");
        connection.execute_batch(sql).expect("the test's SQL runs");
    }
}

/// Makes the store find no space for another page, as on a full disk, or find space again.
pub(crate) fn fill_disk(store: &Store, full: bool) {
    pragmas::forbid_growth(&store.connection, full).expect("a limit");
}

/// Another program's exclusive lock, until it is dropped.
pub(crate) struct Lock {
    _connection: rusqlite::Connection,
}

/// A new database of two tenants with unusual names: hostile, very long, empty.
pub(crate) fn odd_names() -> TestDb {
    let db = TestDb::new();
    drop(Store::create(&db.path(), environment()).expect("a new database"));
    db.run(include_str!("odd_names.sql"));
    db
}

pub(crate) fn environment() -> Environment {
    Environment { clock: Box::new(FixedClock), ids: Box::new(Counting), ..Environment::real("ada") }
}

struct FixedClock;

impl Clock for FixedClock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(1_767_225_600, 123_456_000).expect("a moment")
    }
}

/// No two stores of a test run create the same id.
struct Counting;

static MADE: AtomicU64 = AtomicU64::new(1);

impl IdSource for Counting {
    fn next_id(&mut self) -> Uuid {
        let number = u128::from(MADE.fetch_add(1, Ordering::Relaxed));
        uuid::Builder::from_random_bytes((0xabcd_u128 << 112 | number).to_be_bytes()).into_uuid()
    }
}
