use std::collections::HashSet;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use rusqlite::types::FromSql;
use tempfile::TempDir;

use super::*;
use crate::domain::{Cancel, Statistics};
use crate::store::Environment;
use crate::store::sql_value::{reads_as_number, text_of};

/// A folder with one demo database.
struct DemoFile {
    folder: TempDir,
    store: Store,
}

impl DemoFile {
    fn of(users: u64, companies: u64, grants: u64, seed: u64) -> Self {
        Self::planned(&DemoPlan { users, companies, grants, seed })
    }

    fn planned(plan: &DemoPlan) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("hrm.db");
        Store::write_demo(&path, plan).unwrap();
        let store = Store::open(&path, Environment::real("test")).unwrap();
        assert_eq!(files(&folder), ["hrm.db"]);
        Self { folder, store }
    }

    fn column<T: FromSql>(&self, sql: &str) -> Vec<T> {
        let mut statement = self.store.connection.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    }

    fn number(&self, sql: &str) -> i64 {
        self.column(sql)[0]
    }

    fn statistics(&self) -> Statistics {
        self.store.statistics(&Cancel::default()).unwrap()
    }

    /// Every row of every table, in the order of creation.
    fn dump(&self) -> Vec<String> {
        let mut rows = Vec::new();
        let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name";
        for table in self.column::<String>(tables) {
            let sql = format!("SELECT rowid, * FROM {table} ORDER BY rowid");
            let mut statement = self.store.connection.prepare(&sql).unwrap();
            let columns = statement.column_count();
            let mut read = statement.query([]).unwrap();
            while let Some(row) = read.next().unwrap() {
                let mut line = table.clone();
                for at in 0..columns {
                    let value = row.get_ref(at).unwrap();
                    write!(line, "|{}:{}", value.data_type(), text_of(value)).unwrap();
                }
                rows.push(line);
            }
        }
        rows
    }
}

fn files(folder: &TempDir) -> Vec<String> {
    let entries = fs::read_dir(folder.path()).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// A checksum over all rows (FNV-1a).
fn fingerprint(rows: &[String]) -> u64 {
    let bytes = rows.iter().flat_map(|row| row.bytes().chain([b'\n']));
    bytes.fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[test]
fn the_same_plan_always_creates_the_same_rows() {
    let first = DemoFile::planned(&DemoPlan::default()).dump();
    assert_eq!(first, DemoFile::planned(&DemoPlan::default()).dump());
    let other = DemoPlan { seed: 2, ..DemoPlan::default() };
    assert_ne!(first, DemoFile::planned(&other).dump());
    // Must never change: documentation and measurements rely on these rows.
    assert_eq!(fingerprint(&first), 10_721_954_374_463_053_276);
}

#[test]
fn more_grants_do_not_change_the_users() {
    let people = "SELECT username || is_active || role_id || created_at FROM hrm_users";
    let few = DemoFile::of(90, 12, 10, 3);
    let many = DemoFile::of(90, 12, 700, 3);
    assert_eq!(few.column::<Option<String>>(people), many.column::<Option<String>>(people));
}

#[test]
fn a_demo_has_exactly_the_requested_numbers() {
    for (users, companies, grants) in [
        (0, 0, 0),
        (0, 5, 0),
        (5, 0, 0),
        (1, 1, 0),
        (1, 1, 1),
        (1, 40, 23),
        (40, 1, 39),
        (40, 1, 40),
        (2, 2, 3),
        (30, 200, 5999),
        (30, 200, 6000),
        (400, 30, 1),
        (400, 30, 399),
        (400, 30, 6000),
        (400, 30, 11_999),
        (400, 30, 12_000),
        (3000, 400, 9000),
    ] {
        let demo = DemoFile::of(users, companies, grants, 11);
        let found = demo.statistics();
        assert_eq!((found.users, found.companies, found.grants), (users, companies, grants));
        let distinct = "SELECT count(*) FROM \
             (SELECT DISTINCT user_id, company_id FROM hrm_user_company_access)";
        assert_eq!(demo.number(distinct), i64::try_from(grants).unwrap());
    }
}

#[test]
fn a_demo_is_a_valid_database_of_the_schema() {
    let demo = DemoFile::planned(&DemoPlan::default());
    assert_eq!(demo.column::<String>("PRAGMA integrity_check"), ["ok"]);
    assert_eq!(demo.column::<String>("SELECT \"table\" FROM pragma_foreign_key_check").len(), 0);
    assert_eq!(demo.column::<String>("PRAGMA journal_mode"), ["delete"]);

    let made = "SELECT coalesce(sql, name) FROM sqlite_schema ORDER BY type, name";
    let path = demo.folder.path().join("new.db");
    let fresh = Store::create(&path, Environment::real("test")).unwrap();
    let mut statement = fresh.connection.prepare(made).unwrap();
    let fresh: Vec<String> =
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert_eq!(demo.column::<String>(made), fresh);
}

#[test]
fn the_default_demo_has_users_in_every_state() {
    let demo = DemoFile::planned(&DemoPlan::default());
    let found = demo.statistics();
    assert_eq!(
        (found.users_without_company, found.users_with_multiple, found.drift),
        (23, 168, 10)
    );

    let users = "SELECT count(*) FROM hrm_users WHERE ";
    for (unlike, count) in
        [("is_active = 0", 8), ("is_active IS NULL", 6), ("reporting_manager_id > 0", 225)]
    {
        assert_eq!(demo.number(&format!("{users}{unlike}")), count, "{unlike}");
    }
    assert_eq!(demo.number("SELECT count(company_id) FROM hrm_employee"), 229);
    assert_eq!(demo.number("SELECT count(*) FROM hrm_company WHERE is_active = 0"), 2);
    assert_eq!(demo.number("SELECT count(*) FROM hrm_tenant"), 4);
    let roles =
        demo.column::<i64>("SELECT count(*) FROM hrm_users GROUP BY role_id ORDER BY role_id");
    assert_eq!(roles, [4, 8, 11, 32, 195]);

    let outside_home = "SELECT count(*) FROM hrm_employee e JOIN hrm_users u ON u.id = e.user_id \
         JOIN hrm_company c ON c.id = e.company_id \
         JOIN organization o ON o.id = u.organization_id WHERE o.tenant_id <> c.tenant_id";
    assert_eq!(demo.number(outside_home), 0);
    let early = "SELECT count(*) FROM hrm_user_company_access a JOIN hrm_users u \
         ON u.id = a.user_id WHERE date(a.created_at) < date(u.created_at, '-2 days')";
    assert_eq!(demo.number(early), 0);
}

#[test]
fn names_and_codes_are_unique() {
    // More companies than cities, and more users than names.
    let demo = DemoFile::of(20_000, 600, 0, 5);
    for column in ["username FROM hrm_users", "code FROM hrm_company", "name FROM hrm_company"] {
        let all = demo.column::<String>(&format!("SELECT {column}"));
        let distinct: HashSet<&String> = all.iter().collect();
        assert_eq!(distinct.len(), all.len(), "{column}");
    }
    assert!(
        demo.column::<String>("SELECT username FROM hrm_users").iter().all(|name| {
            name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.'))
        })
    );
    assert!(demo.number("SELECT max(length(code)) FROM hrm_company") <= 5);
}

#[test]
fn ids_are_usable_and_ascend() {
    let demo = DemoFile::of(200, 40, 7000, 9);
    let grants = demo.column::<String>("SELECT id FROM hrm_user_company_access ORDER BY rowid");
    assert!(grants.is_sorted());
    let companies = demo.column::<String>("SELECT id FROM hrm_company");
    let tenants = demo.column::<String>("SELECT id FROM hrm_tenant");
    for id in grants.iter().chain(&companies).chain(&tenants) {
        let parsed = uuid::Uuid::try_parse(id).unwrap();
        assert_eq!((parsed.get_version_num(), id.len()), (4, 32));
        assert!(!reads_as_number(id));
    }
}

#[test]
fn an_existing_file_is_refused_and_unchanged() {
    for name in ["hrm.db", "hrm.db-journal", "hrm.db-wal"] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(name), "precious").unwrap();
        let path = folder.path().join("hrm.db");
        let refused = Store::write_demo(&path, &DemoPlan::default());
        assert!(matches!(refused, Err(StoreError::Exists(_))), "{refused:?}");
        assert_eq!(files(&folder), [name]);
        assert_eq!(fs::read(folder.path().join(name)).unwrap(), b"precious");
    }
}

#[test]
fn impossible_plans_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hrm.db");
    let refused = |users, companies, grants| {
        let plan = DemoPlan { users, companies, grants, seed: 1 };
        match Store::write_demo(&path, &plan) {
            Err(StoreError::Impossible(why)) => why,
            other => panic!("{other:?}"),
        }
    };
    let few = "13 grants are impossible: 3 users × 4 companies have 12 cells";
    assert_eq!(refused(3, 4, 13), few);
    assert!(refused(u64::MAX, u64::MAX, u64::MAX).contains("users are too many for a demo"));
    assert!(refused(1, 1_000_001, 0).contains("1000000 at most"));
    assert_eq!(files(&folder), [""; 0]);
}

#[test]
fn a_stopped_demo_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hrm.db");
    let plan = DemoPlan { users: 1_000_000, companies: 100, grants: 10_000_000, seed: 1 };
    let cancel = Cancel::default();
    let stopped = std::thread::scope(|scope| {
        let work = scope.spawn(|| Store::write_demo_until(&path, &plan, &cancel));
        while files(&folder).is_empty() {
            std::thread::yield_now();
        }
        cancel.cancel();
        work.join().unwrap()
    });
    assert!(matches!(stopped, Err(StoreError::Cancelled)), "{stopped:?}");
    assert_eq!(files(&folder), [""; 0]);
}

#[test]
fn an_error_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("no such folder").join("hrm.db");
    let refused = Store::write_demo(&missing, &DemoPlan::default());
    assert!(matches!(refused, Err(StoreError::NoFolder { .. })), "{refused:?}");
    let nameless: PathBuf = folder.path().join("..");
    let refused = Store::write_demo(&nameless, &DemoPlan::default());
    assert!(matches!(refused, Err(StoreError::Exists(_))), "{refused:?}");
    // Only after the file was built does its name turn out to be too long.
    let long = folder.path().join("x".repeat(300));
    let refused = Store::write_demo(&long, &DemoPlan::default());
    assert!(matches!(refused, Err(StoreError::Unwritable { .. })), "{refused:?}");
    assert_eq!(files(&folder), [""; 0]);
}
