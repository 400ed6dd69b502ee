//! Another grantgrid's change is waited for with a message, however long it takes, and does
//! not block other programs.

use std::thread;

use postgres::Client;

use crate::follow::until;
use crate::harness::{Hrm, hrm};
use crate::killed::{hold, is_held, prepared};
use crate::person::Start;
use crate::sandbox::Sandbox;
use crate::write::open;

/// The state of another grantgrid after its first statement.
fn another_at_work(hrm: &Hrm) -> Client {
    let mut client = hrm.client();
    let lock = "BEGIN; SELECT pg_advisory_xact_lock((1735550318::int8 << 32) | \
                'hrm_user_company_access'::regclass::oid::int8)";
    client.batch_execute(lock).expect(lock);
    client
}

/// Waits until somebody has tried this often to begin a change.
fn has_tried(hrm: &Hrm, attempts: usize) {
    let mut client = hrm.client();
    let sql = "SELECT xact_start::text FROM pg_stat_activity WHERE wait_event_type = 'Lock' \
               AND wait_event = 'advisory' AND datname = current_database()";
    let mut seen: Vec<String> = Vec::new();
    until("it tries", || {
        for row in client.query(sql, &[]).expect(sql) {
            let begun: String = row.get(0);
            if !seen.contains(&begun) {
                seen.push(begun);
            }
        }
        seen.len() >= attempts
    });
}

#[test]
fn a_command_waits_with_a_message_and_continues() {
    let Some(hrm) = hrm() else { return };
    let (mut other, url) = (another_at_work(&hrm), hrm.url());
    let grant = ["grant", "--user", "no.profile", "--company", "ZRH", "--db", &url];
    let ran = thread::scope(|scope| {
        let ran = scope.spawn(|| hrm.grantgrid(&grant));
        has_tried(&hrm, 3);
        assert!(!ran.is_finished());
        other.batch_execute("ROLLBACK").expect("it is done");
        ran.join().expect("no panic").succeeds()
    });
    let said = "another grantgrid is making a change on the server; waiting for it";
    assert_eq!(ran.err.matches(said).count(), 1, "{}", ran.err);
    assert_eq!(hrm.number("SELECT count(*) FROM grantgrid_change"), 1);
}

#[test]
fn the_console_waits_for_another_grantgrid_and_can_be_used_meanwhile() {
    let Some(hrm) = hrm() else { return };
    let sandbox = Sandbox::empty();
    let person = Start::new(&sandbox).sized(140, 40).arg(hrm.url()).runs();
    let person = person.sees("Access matrix").sees("7 grants").types("3");
    let mut other = another_at_work(&hrm);
    let person = person.types(" ").sees("waiting for another grantgrid to finish its change");
    has_tried(&hrm, 25);
    let person = person.types(" ").sees("still waiting for another grantgrid");
    let person = person.types("\u{1b}").sees("cancelled; nothing was changed");
    let person = person.types(" ").sees("waiting for another grantgrid");
    other.batch_execute("ROLLBACK").expect("it is done");
    let person = person.sees("8 grants").sees_no("waiting for another grantgrid");
    // The same for long-running work.
    let mut other = another_at_work(&hrm);
    let person = person
        .types("1\u{1}")
        .sees("69 users")
        .types("2")
        .types("+")
        .sees("Enter commit")
        .has_drawn();
    let person = person.answers("\r").sees("waiting for another grantgrid to finish its change");
    has_tried(&hrm, 3);
    other.batch_execute("ROLLBACK").expect("it is done");
    person.sees("change 2").quits().well(0);
    assert_eq!(hrm.number("SELECT count(*) FROM grantgrid_change"), 2);
}

#[test]
fn a_large_change_does_not_block_the_login_of_its_operator() {
    let Some(hrm) = hrm().map(prepared) else { return };
    let mut store = open(&hrm, "one.db");
    store.act_as("root.admin").expect("an operator");
    let mut holder = hold(&hrm, "cells", false);
    thread::scope(|scope| {
        let done = scope.spawn(|| store.undo(None, None));
        let mut client = hrm.client();
        while !client.query_one(&is_held("cells"), &[]).expect("an answer").get::<_, bool>(0) {
            assert!(!done.is_finished(), "it ended before");
        }
        let login = "SET lock_timeout = '2s'; \
                     UPDATE hrm_users SET updated_at = now() WHERE username = 'root.admin'";
        client.batch_execute(login).expect("nothing is in the way");
        holder.batch_execute("ROLLBACK").expect("it goes on");
        done.join().expect("no panic").expect("an undo");
    });
}
