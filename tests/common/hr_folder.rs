//! A separate folder for each test of the whole program, with the database `hr.db`.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::types::Value;
use tempfile::TempDir;

/// How long a test waits for a lock that the program holds.
const LOCKED: Duration = Duration::from_secs(60);

/// Every row of every table of the HR system.
pub(crate) type Tables = Vec<(String, Vec<Vec<Value>>)>;

/// The folder, which is deleted at the end of the test.
pub(crate) struct HrFolder {
    folder: TempDir,
}

impl HrFolder {
    /// A folder without any file.
    pub(crate) fn empty() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder().join(name)
    }

    /// The path of `hr.db`.
    pub(crate) fn db(&self) -> PathBuf {
        self.path("hr.db")
    }

    /// Another program's connection to `hr.db`, which waits long for a lock.
    pub(crate) fn connect(&self) -> Connection {
        let connection = Connection::open(self.db()).expect("hr.db");
        connection.busy_timeout(LOCKED).expect("a timeout");
        connection
    }

    /// Every row of every table of the HR system except its audit log, to which each change
    /// adds rows, even an undo.
    pub(crate) fn hr_tables(&self) -> Tables {
        let connection = self.connect();
        let names: Vec<String> = connection
            .prepare(
                "SELECT name FROM sqlite_schema WHERE type = 'table' \
                 AND name NOT LIKE 'grantgrid_%' AND name <> 'hrm_audit_log' ORDER BY name",
            )
            .and_then(|mut names| names.query_map([], |row| row.get(0))?.collect())
            .expect("the tables");
        let rows = |name: &String| -> rusqlite::Result<Vec<Vec<Value>>> {
            let mut rows = connection.prepare(&format!("SELECT * FROM {name} ORDER BY 1"))?;
            let columns = rows.column_count();
            rows.query_map([], |row| (0..columns).map(|at| row.get(at)).collect())?.collect()
        };
        names.into_iter().map(|name| (name.clone(), rows(&name).expect("the rows"))).collect()
    }
}
