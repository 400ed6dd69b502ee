//! An open store is kept current automatically, even if connections are lost, and without
//! reading while nothing is committed.

use std::time::{Duration, Instant};

use grantgrid::domain::{Cancel, JobProgress};
use grantgrid::store::{Environment, ReplicaLocation, ServerUrl, Store};

use crate::harness::{Hrm, hrm};
use crate::pull::assert_same;

/// The longest time that anything here may take.
const BOUND: Duration = Duration::from_secs(30);

pub(crate) fn open(hrm: &Hrm) -> Store {
    let mut store = open_once(hrm);
    store.keep_current().expect("a thread");
    store
}

/// A store that nothing keeps current yet.
pub(crate) fn open_once(hrm: &Hrm) -> Store {
    let url = ServerUrl::parse(&hrm.url()).expect("a URL");
    let location = ReplicaLocation::File(hrm.path("replica.db"));
    let progress = &mut JobProgress::none();
    let store = Store::open_server(&url, &location, Environment::real("ada"), progress);
    store.expect("a store")
}

/// Waits until a condition is true.
#[track_caller]
pub(crate) fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < BOUND, "{what}");
        std::thread::yield_now();
    }
}

pub(crate) fn grants(store: &Store) -> u64 {
    store.statistics(&Cancel::default()).expect("the statistics").grants
}

#[test]
fn writes_by_others_are_shown_without_a_reload() {
    let Some(hrm) = hrm() else { return };
    let mut store = open(&hrm);
    assert_eq!(store.server(), Some(hrm.url().as_str()));
    assert!(!store.is_read_only() && !store.changed_externally().expect("an answer"));
    for change in [
        "INSERT INTO hrm_user_company_access (user_id, company_id) SELECT 9, id FROM hrm_company",
        "DELETE FROM hrm_user_company_access WHERE user_id = 9",
        "UPDATE hrm_company SET name = 'Renamed' WHERE code = 'ZRH'",
        "DELETE FROM hrm_attendance; DELETE FROM hrm_leave; \
         DELETE FROM hrm_company WHERE code = 'MUC'",
    ] {
        hrm.run(change);
        until(change, || store.changed_externally().expect("an answer"));
        assert_same(&hrm, &hrm.path("replica.db"));
    }
    assert_eq!(store.companies().len(), 7);
    assert!(store.companies().iter().any(|company| company.name == "Renamed"));
    assert_eq!(
        i64::try_from(grants(&store)),
        Ok(hrm.number("SELECT count(*) FROM hrm_user_company_access"))
    );
}

#[test]
fn writes_to_other_tables_change_nothing_here() {
    let Some(hrm) = hrm() else { return };
    let mut store = open(&hrm);
    let log = "INSERT INTO hrm_audit_log (action, resource_type, resource_id, created_at) \
               VALUES ('A', 'B', 'C', now())";
    for _ in 0..3 {
        hrm.run(log);
    }
    // If a later change is visible, the earlier ones have been read.
    hrm.run("UPDATE hrm_roles SET name = 'Clerk' WHERE name = 'Employee'");
    until("the change is seen", || store.changed_externally().expect("an answer"));
    for _ in 0..3 {
        hrm.run(log);
    }
    hrm.run("UPDATE hrm_users SET updated_at = now()");
    hrm.run("UPDATE hrm_roles SET name = 'Staff' WHERE name = 'Clerk'");
    until("the change is seen", || store.changed_externally().expect("an answer"));
    assert!(!store.changed_externally().expect("an answer"));
    assert_eq!(store.server_note(), None);
}

#[test]
fn a_lost_connection_is_reported_and_restored() {
    let Some(hrm) = hrm() else { return };
    let mut store = open(&hrm);
    let kill = format!(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
         WHERE application_name = 'grantgrid' AND datname = '{}'",
        hrm.name
    );
    hrm.server.sql("postgres", &format!("ALTER DATABASE {} ALLOW_CONNECTIONS false", hrm.name));
    let killed: i64 = hrm.server.client("postgres").query_one(&kill, &[]).expect("killed").get(0);
    assert_eq!(killed, 1);
    until("the loss is said", || store.server_note().is_some());
    let note = store.server_note().expect("a note");
    assert!(note.prevents_changes(), "{note}");
    assert!(note.to_string().starts_with("no connection since "), "{note}");
    assert_eq!(grants(&store), 7, "the last state stays");
    hrm.server.sql("postgres", &format!("ALTER DATABASE {} ALLOW_CONNECTIONS true", hrm.name));
    hrm.run("DELETE FROM hrm_user_company_access WHERE user_id = 4");
    until("it is current again", || store.changed_externally().expect("an answer"));
    until("nothing more is said", || store.server_note().is_none());
    assert_eq!(grants(&store), 5);
}

#[test]
fn changed_tables_are_reported() {
    let Some(hrm) = hrm() else { return };
    let store = open(&hrm);
    // Until the tables are compared again, changes of this one would be missed.
    hrm.run("ALTER TABLE hrm_roles RENAME COLUMN is_active TO active");
    until("it is said", || store.server_note().is_some());
    drop(store);
    drop(open(&hrm));
    assert_eq!(grants(&open(&hrm)), 7);
}

#[test]
fn two_stores_keep_one_replica() {
    let Some(hrm) = hrm() else { return };
    let (mut one, mut two) = (open(&hrm), open(&hrm));
    for round in 0..5 {
        let change = if round % 2 == 0 { "DELETE" } else { "INSERT" };
        hrm.run(match change {
            "DELETE" => "DELETE FROM hrm_user_company_access WHERE user_id = 5",
            _ => "INSERT INTO hrm_user_company_access (user_id, company_id) SELECT 5, id FROM hrm_company",
        });
        until("one sees it", || one.changed_externally().expect("an answer"));
        until("the other sees it", || two.changed_externally().expect("an answer"));
        assert_same(&hrm, &hrm.path("replica.db"));
    }
}

/// A pseudo-random sequence of numbers.
pub(crate) struct Steps(pub(crate) u64);

impl Steps {
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// Writes like the HR application, in overlapping transactions.
fn write_much(hrm: &Hrm, seed: u64) {
    let mut steps = Steps(seed);
    let mut client = hrm.client();
    for _ in 0..60 {
        let (user, other) = (1 + steps.below(69), 1 + steps.below(69));
        let company = format!(
            "(SELECT id FROM hrm_company ORDER BY code, id OFFSET {} LIMIT 1)",
            steps.below(8)
        );
        let change = match steps.below(7) {
            0 | 1 => format!(
                "INSERT INTO hrm_user_company_access (user_id, company_id) \
                 SELECT {user}, {company} ON CONFLICT DO NOTHING"
            ),
            2 => format!("DELETE FROM hrm_user_company_access WHERE user_id IN ({user}, {other})"),
            3 => format!(
                "SAVEPOINT a; INSERT INTO hrm_user_company_access (user_id, company_id) \
                 SELECT {user}, id FROM hrm_company ON CONFLICT DO NOTHING; RELEASE a"
            ),
            4 => format!(
                "UPDATE hrm_users SET first_name = 'N{other}', is_active = NULL WHERE id = {user}"
            ),
            5 => format!("UPDATE hrm_employee SET company_id = {company} WHERE user_id = {user}"),
            _ => format!("UPDATE hrm_company SET name = 'Company {other}' WHERE id = {company}"),
        };
        let end = if steps.below(5) == 0 { "ROLLBACK" } else { "COMMIT" };
        client.batch_execute("BEGIN").expect("a transaction");
        // Another writer may hold the row that this one needs.
        if client.batch_execute(&change).is_ok() && steps.below(3) == 0 {
            let _ = client.batch_execute("SELECT pg_sleep(0.02)");
        }
        client.batch_execute(end).expect("an end");
    }
}

#[test]
fn nothing_is_lost_or_doubled_while_many_programs_write() {
    let Some(hrm) = hrm() else { return };
    let (mut one, mut two) = (open(&hrm), open(&hrm));
    std::thread::scope(|scope| {
        for seed in 1..5 {
            let hrm = &hrm;
            scope.spawn(move || write_much(hrm, seed));
        }
    });
    // The last change, which both sides wait for.
    hrm.run("UPDATE hrm_roles SET name = 'The end' WHERE name = 'Auditor'");
    for store in [&mut one, &mut two] {
        until("the end is seen", || {
            store.changed_externally().expect("an answer");
            store.role_names().iter().any(|name| name == "The end")
        });
    }
    assert_same(&hrm, &hrm.path("replica.db"));
    let expected = hrm.number("SELECT count(*) FROM hrm_user_company_access");
    assert_eq!(i64::try_from(grants(&one)), Ok(expected));
}
