//! The program, or the connection's other end, is killed at any instant of a large change:
//! the change is whole or absent on the server, and a replica agrees after the next opening.
//! `GRANTGRID_KILLS` says how often.

use std::process::{Command, Stdio};
use std::time::Duration;

use crate::harness::{Hrm, hrm};
use crate::write::assert_one_history;

/// Users who are added to the fixture's 69.
const USERS: i64 = 600;

/// The time until the kill of a round.
fn part_of(whole: Duration, round: u32, rounds: u32) -> Duration {
    whole * round / rounds
}

fn rounds(least: u32) -> u32 {
    let asked = std::env::var("GRANTGRID_KILLS").ok().and_then(|rounds| rounds.parse().ok());
    asked.unwrap_or(least)
}

fn with_users() -> Option<Hrm> {
    let hrm = hrm()?;
    hrm.run(&format!(
        "INSERT INTO hrm_users (username, email, password_hash, first_name, last_name, is_active, \
         must_reset_password, organization_id, role_id, created_at) SELECT 'many' || i, \
         'many' || i || '@example.org', 'x', 'Many', 'User ' || i, true, false, 1, 5, now() \
         FROM generate_series(1, {USERS}) i"
    ));
    Some(hrm)
}

/// Starts a change of all cells, or undoes it.
fn start(hrm: &Hrm, round: u32) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("grantgrid"));
    let url = hrm.url();
    let change: &[&str] = if round.is_multiple_of(2) {
        &["grant", "--users", "name:many", "--companies", "n:>=0", "--force"]
    } else {
        &["revoke", "--users", "name:many", "--companies", "n:>=0", "--force"]
    };
    command.env_clear().env("HOME", hrm.folder.path()).args(change);
    command.args(["--db", &url, "--replica", "one.db"]).current_dir(hrm.folder.path());
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// The journal on the server and the grants agree, and no change is in part there.
#[track_caller]
fn assert_whole(hrm: &Hrm) {
    let parts = "SELECT count(*) FROM grantgrid_change h WHERE h.added + h.removed <> \
                 (SELECT count(*) FROM grantgrid_cell c WHERE c.change_id = h.id)";
    let there = "SELECT count(*) FROM pg_class WHERE relname = 'grantgrid_change'";
    if hrm.number(there) == 1 {
        assert_eq!(hrm.number(parts), 0);
        let sum = "SELECT 7 + coalesce(sum(added - removed), 0)::int8 FROM grantgrid_change";
        assert_eq!(hrm.number("SELECT count(*) FROM hrm_user_company_access"), hrm.number(sum));
    }
    let many = hrm.number(
        "SELECT count(*) FROM hrm_user_company_access a JOIN hrm_users u ON u.id = a.user_id \
         WHERE u.username LIKE 'many%'",
    );
    assert!([0, USERS * 8].contains(&many), "{many} of {}", USERS * 8);
}

#[test]
fn a_killed_program_leaves_a_change_whole_or_absent() {
    let Some(hrm) = with_users() else { return };
    let mut whole = start(&hrm, 0);
    let begun = std::time::Instant::now();
    assert!(whole.status().expect("it runs").success());
    let takes = begun.elapsed();
    let rounds = rounds(10);
    for round in 1..=rounds {
        let mut child = start(&hrm, round).spawn().expect("it starts");
        // Over the whole of the time that it takes, and a little longer.
        std::thread::sleep(part_of(takes.mul_f64(1.1), round, rounds));
        let _ = child.kill();
        child.wait().expect("it ends");
        assert_whole(&hrm);
        assert_one_history(&hrm, &["one.db", "two.db"]);
    }
}

#[test]
fn a_connection_that_is_cut_leaves_a_change_whole_or_absent() {
    let Some(hrm) = with_users() else { return };
    let mut whole = start(&hrm, 0);
    let begun = std::time::Instant::now();
    assert!(whole.status().expect("it runs").success());
    let takes = begun.elapsed();
    let rounds = rounds(6);
    for round in 1..=rounds {
        let mut child = start(&hrm, round).spawn().expect("it starts");
        std::thread::sleep(part_of(takes, round, rounds));
        let cut = format!(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
             WHERE application_name = 'grantgrid' AND datname = '{}'",
            hrm.name
        );
        hrm.server.client("postgres").query_one(&cut, &[]).expect("cut");
        let status = child.wait().expect("it ends").code();
        assert!([Some(0), Some(3)].contains(&status), "{status:?}");
        assert_whole(&hrm);
        assert_one_history(&hrm, &["one.db", "two.db"]);
    }
}
