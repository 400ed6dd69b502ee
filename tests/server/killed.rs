//! The program, the server or the connection between them is killed in the middle of a large
//! change: the change is whole or absent on the server, and a replica agrees after the next
//! opening. Each kill happens at a stage that can be observed on the server, mostly one at
//! which the change is blocked, so that the outcome is certain. `GRANTGRID_KILLS` sets how
//! often the program is killed, `GRANTGRID_CRASHES` how often the server is.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use postgres::Client;

use crate::harness::{Hrm, hrm, mortal};
use crate::write::assert_one_history;

/// The users who are added to the 69 of the fixture.
pub(crate) const USERS: i64 = 1_000;

/// The longest time in which a change may reach a stage.
const BOUND: Duration = Duration::from_secs(60);

/// Creates users, and triggers that block a change: a row in `held` says at which stage.
const SETUP: &str = "
INSERT INTO hrm_users (username, email, password_hash, first_name, last_name, is_active,
  must_reset_password, organization_id, role_id, created_at)
  SELECT 'many' || i, 'many' || i || '@example.org', 'x', 'Many', 'User ' || i, true, false, 1, 5, now()
  FROM generate_series(1, 1000) i;
CREATE TABLE held (stage text);
CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql SET lock_timeout = '1min' AS $$ BEGIN
  IF EXISTS (SELECT FROM held WHERE stage = TG_ARGV[0]) THEN PERFORM pg_advisory_xact_lock(7); END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION await_standby() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF EXISTS (SELECT FROM held WHERE stage = 'answer') THEN
    PERFORM set_config('synchronous_commit', 'on', true);
  END IF;
  RETURN NEW;
END $$;
";

/// The same triggers on grantgrid's own tables, once they exist.
const TRIGGERS: &str = "
CREATE TRIGGER held_cells BEFORE INSERT ON grantgrid_cell FOR EACH ROW
  WHEN (NEW.user_id % 100 = 50 AND NEW.company = 1) EXECUTE FUNCTION hold('cells');
CREATE TRIGGER held_names BEFORE INSERT ON grantgrid_user FOR EACH STATEMENT EXECUTE FUNCTION hold('names');
CREATE TRIGGER held_entry BEFORE INSERT ON grantgrid_change FOR EACH STATEMENT EXECUTE FUNCTION hold('entry');
CREATE TRIGGER held_answer BEFORE INSERT ON grantgrid_change FOR EACH ROW EXECUTE FUNCTION await_standby();
CREATE CONSTRAINT TRIGGER held_commit AFTER INSERT ON grantgrid_change DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION hold('commit');
";

/// The stages at which a change can be blocked on the server.
pub(crate) const STAGES: [&str; 7] =
    ["names", "cells", "grants", "entry", "log", "commit", "answer"];

/// What can be observed of a change that nothing blocks: its transaction has begun, it sends
/// cells, it writes grants, it was committed.
const SIGHTS: [&str; 4] = [
    "SELECT EXISTS (SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database \
       WHERE locktype = 'advisory' AND datname = current_database())",
    "SELECT EXISTS (SELECT FROM pg_stat_progress_copy WHERE datname = current_database() \
       AND tuples_processed > 2000)",
    "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() \
       AND query ~ '^(INSERT INTO|DELETE FROM|COPY) hrm_user_company_access')",
    "SELECT (SELECT max(id) FROM grantgrid_change) > (SELECT number FROM newest)",
];

/// grantgrid's connections to the database.
const ITS: &str = "FROM pg_stat_activity WHERE application_name = 'grantgrid' \
     AND datname = current_database()";

fn rounds(variable: &str, least: usize) -> usize {
    let asked = std::env::var(variable).ok().and_then(|rounds| rounds.parse().ok());
    asked.unwrap_or(least)
}

/// A database with many users, a first change, and the triggers that block later ones.
pub(crate) fn prepared(hrm: Hrm) -> Hrm {
    hrm.run(SETUP);
    assert!(start(&hrm, true).wait().expect("it ends").success());
    hrm.run(TRIGGERS);
    hrm
}

/// Starts a change of all cells.
fn start(hrm: &Hrm, grants: bool) -> Child {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("grantgrid"));
    let verb = if grants { "grant" } else { "revoke" };
    command.env_clear().env("HOME", hrm.folder.path()).current_dir(hrm.folder.path());
    command.args([verb, "--users", "name:many", "--companies", "n:>=0", "--force"]);
    command.args(["--db", &hrm.url(), "--replica", "one.db"]);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().expect("it starts")
}

/// The number of grants of the many users.
pub(crate) fn many(hrm: &Hrm) -> i64 {
    hrm.number(
        "SELECT count(*) FROM hrm_user_company_access a JOIN hrm_users u ON u.id = a.user_id \
         WHERE u.username LIKE 'many%'",
    )
}

/// Asserts that the journal on the server agrees with the grants, and that no change is there
/// in part.
#[track_caller]
pub(crate) fn assert_whole(hrm: &Hrm) {
    let parts = "SELECT count(*) FROM grantgrid_change h WHERE h.added + h.removed <> \
                 (SELECT count(*) FROM grantgrid_cell c WHERE c.change_id = h.id)";
    assert_eq!(hrm.number(parts), 0);
    let sum = "SELECT 7 + coalesce(sum(added - removed), 0)::int8 FROM grantgrid_change";
    assert_eq!(hrm.number("SELECT count(*) FROM hrm_user_company_access"), hrm.number(sum));
    let many = many(hrm);
    assert!([0, USERS * 8].contains(&many), "{many} of {}", USERS * 8);
}

/// Waits until the server shows something, or until the change is over. Returns which.
fn waits_for(client: &mut Client, child: &mut Child, sight: &str) -> bool {
    let begun = Instant::now();
    loop {
        if client.query_one(sight, &[]).expect(sight).get(0) {
            return true;
        }
        if child.try_wait().expect("a status").is_some() {
            return false;
        }
        assert!(begun.elapsed() < BOUND, "in vain: {sight}");
    }
}

/// Blocks the next change at a stage, for as long as the transaction of the returned
/// connection is open.
pub(crate) fn hold(hrm: &Hrm, stage: &str, is_grant: bool) -> Client {
    hrm.run(&format!("TRUNCATE held; INSERT INTO held VALUES ('{stage}')"));
    let mut holder = hrm.client();
    let holds = match stage {
        "grants" if is_grant => {
            "INSERT INTO hrm_user_company_access (user_id, company_id) SELECT u.id, c.id \
             FROM hrm_users u, hrm_company c WHERE username = 'many500' AND code = 'SYD'"
        }
        "grants" => {
            "SELECT FROM hrm_user_company_access a JOIN hrm_users u ON u.id = a.user_id \
             WHERE username = 'many500' FOR UPDATE OF a"
        }
        "log" => "LOCK TABLE hrm_audit_log IN EXCLUSIVE MODE",
        _ => "SELECT pg_advisory_xact_lock(7)",
    };
    holder.batch_execute(&format!("BEGIN; {holds}")).expect(holds);
    holder
}

/// A query whether a change is blocked at a stage.
pub(crate) fn is_held(stage: &str) -> String {
    let waits =
        if stage == "answer" { "wait_event = 'SyncRep'" } else { "wait_event_type = 'Lock'" };
    format!("SELECT EXISTS (SELECT {ITS} AND {waits})")
}

/// A blocked change; the transaction of `holder` blocks it.
struct HeldChange {
    holder: Client,
    child: Child,
    was: i64,
}

impl HeldChange {
    /// Starts a change, and waits until it is blocked.
    #[track_caller]
    fn begins(hrm: &Hrm, stage: &str) -> Self {
        let was = many(hrm);
        let holder = hold(hrm, stage, was == 0);
        let mut child = start(hrm, was == 0);
        let sight = is_held(stage);
        assert!(waits_for(&mut hrm.client(), &mut child, &sight), "it never came to {stage}");
        Self { holder, child, was }
    }

    /// Unblocks the server, and waits until it has finished.
    fn ends_on(mut self, hrm: &Hrm) {
        let _ = self.holder.batch_execute("ROLLBACK");
        // A transaction that waits for a standby would wait forever.
        hrm.run(&format!("SELECT pg_terminate_backend(pid) {ITS} AND wait_event = 'SyncRep'"));
        let begun = Instant::now();
        while hrm.number(&format!("SELECT count(*) {ITS}")) > 0 {
            assert!(begun.elapsed() < BOUND, "the server does not end it");
        }
    }
}

#[test]
fn a_killed_program_leaves_a_change_whole_or_absent() {
    let Some(hrm) = hrm().map(prepared) else { return };
    let mut client = hrm.client();
    let mut cut_short = 0;
    for round in 0..rounds("GRANTGRID_KILLS", STAGES.len() + SIGHTS.len()) {
        let round = round % (STAGES.len() + SIGHTS.len());
        if let Some(stage) = STAGES.get(round) {
            let mut held = HeldChange::begins(&hrm, stage);
            held.child.kill().expect("it is killed");
            held.child.wait().expect("it ends");
            let was = held.was;
            held.ends_on(&hrm);
            // What the server was told to commit, it commits, even if nobody is connected.
            let is_committed = ["commit", "answer"].contains(stage);
            assert_eq!(many(&hrm) != was, is_committed, "{stage}");
        } else {
            let newest = "TRUNCATE held; DROP TABLE IF EXISTS newest; \
                          CREATE TABLE newest AS SELECT max(id) AS number FROM grantgrid_change";
            hrm.run(newest);
            let mut child = start(&hrm, many(&hrm) == 0);
            let seen = waits_for(&mut client, &mut child, SIGHTS[round - STAGES.len()]);
            cut_short += usize::from(seen);
            let _ = child.kill();
            child.wait().expect("it ends");
            let begun = Instant::now();
            while hrm.number(&format!("SELECT count(*) {ITS}")) > 0 {
                assert!(begun.elapsed() < BOUND, "the server does not end it");
            }
        }
        assert_whole(&hrm);
        assert_one_history(&hrm, &["one.db", "two.db"]);
    }
    assert!(cut_short > 0, "no change was seen while it was under way");
}

#[test]
fn a_killed_server_leaves_a_change_whole_or_absent() {
    let Some(hrm) = mortal().map(prepared) else { return };
    for round in 0..rounds("GRANTGRID_CRASHES", STAGES.len()) {
        let stage = STAGES[round % STAGES.len()];
        let mut held = HeldChange::begins(&hrm, stage);
        hrm.server.dies_and_starts_again(round % 2 == 0);
        let status = held.child.wait().expect("it ends").code();
        let is_made = many(&hrm) != held.was;
        // If the server was back soon enough, the program tried again, or found its change.
        assert!([Some(0), Some(3)].contains(&status), "{stage}: {status:?}");
        assert_eq!(is_made, status == Some(0) || stage == "answer", "{stage}: {status:?}");
        held.ends_on(&hrm);
        assert_whole(&hrm);
        assert_one_history(&hrm, &["one.db", "two.db"]);
    }
}

#[test]
fn a_connection_that_is_cut_leaves_a_change_whole_or_absent() {
    let Some(hrm) = hrm().map(prepared) else { return };
    for stage in STAGES {
        let mut held = HeldChange::begins(&hrm, stage);
        assert!(hrm.number(&format!("SELECT count(pg_terminate_backend(pid)) {ITS}")) > 0);
        held.holder.batch_execute("ROLLBACK").expect("nothing is held any more");
        let status = held.child.wait().expect("it ends").code();
        // Before the commit, the program tries once more. After it, the program looks for its
        // change, which exists if only the reply was lost.
        let is_made = stage != "commit";
        assert_eq!(status, Some(if is_made { 0 } else { 3 }), "{stage}");
        assert_eq!(many(&hrm) != held.was, is_made, "{stage}");
        held.ends_on(&hrm);
        assert_whole(&hrm);
        assert_one_history(&hrm, &["one.db", "two.db"]);
    }
}
