//! A large change that is cancelled while the server works on it: the server is told, and both
//! sides are rolled back.

use std::thread::{self, ScopedJoinHandle};
use std::time::{Duration, Instant};

use grantgrid::domain::{Bulk, Cancel, JobProgress};
use grantgrid::store::{Store, StoreError};

use crate::harness::{Hrm, hrm};
use crate::killed::{USERS, assert_whole, hold, is_held, many, prepared};
use crate::person::Start;
use crate::sandbox::Sandbox;
use crate::write::{assert_one_history, open};

/// The longest time in which a change may reach a stage.
const BOUND: Duration = Duration::from_secs(60);

/// All cells of the many users.
fn all(store: &Store, granted: bool) -> Bulk {
    let users = store.user_ids_after(None, 5_000).expect("the users");
    let users: Vec<_> = users.into_iter().filter(|user| user.0 > 69).collect();
    let companies: Vec<_> = store.companies().iter().map(|company| company.id.clone()).collect();
    if granted { Bulk::grant(users, companies) } else { Bulk::revoke(users, companies) }
}

/// Waits until a change has reached a stage.
#[track_caller]
fn comes_to<T>(hrm: &Hrm, stage: &str, work: Option<&ScopedJoinHandle<'_, T>>) {
    let (begun, mut client, sight) = (Instant::now(), hrm.client(), is_held(stage));
    while !client.query_one(&sight, &[]).expect("an answer").get::<_, bool>(0) {
        assert!(work.is_none_or(|work| !work.is_finished()), "it ended before {stage}");
        assert!(begun.elapsed() < BOUND, "it never came to {stage}");
    }
}

/// Runs `work` while it is blocked at a stage, and cancels it there.
fn stopped_at<T: Send>(
    hrm: &Hrm,
    stage: &str,
    work: impl FnOnce(&mut JobProgress<'_>) -> Result<T, StoreError> + Send,
) -> Result<T, StoreError> {
    let mut holder = hold(hrm, stage, many(hrm) == 0);
    let cancel = Cancel::default();
    thread::scope(|scope| {
        let done = scope.spawn(|| work(&mut JobProgress::new(&cancel, &mut |_, _| {})));
        comes_to(hrm, stage, Some(&done));
        cancel.cancel();
        if stage == "commit" {
            holder.batch_execute("ROLLBACK").expect("nothing is held any more");
        }
        done.join().expect("no panic")
    })
}

#[test]
fn a_change_that_is_stopped_is_rolled_back_on_both_sides() {
    let Some(hrm) = hrm().map(prepared) else { return };
    let mut store = open(&hrm, "one.db");
    let revoke = all(&store, false);
    for stage in ["names", "cells", "grants", "entry", "log"] {
        let done = stopped_at(&hrm, stage, |progress| store.commit(&revoke, None, None, progress));
        assert!(matches!(done, Err(StoreError::Cancelled)), "{stage}: {done:?}");
        assert_eq!(many(&hrm), USERS * 8, "{stage}");
        assert_whole(&hrm);
    }
    let done = stopped_at(&hrm, "cells", |progress| store.undo_watched(None, None, progress));
    assert!(matches!(done, Err(StoreError::Cancelled)), "{done:?}");
    assert_eq!(many(&hrm), USERS * 8);
    // The same store still works.
    hrm.run("TRUNCATE held");
    store.commit(&revoke, None, None, &mut JobProgress::none()).expect("a change");
    assert_eq!(many(&hrm), 0);
    assert_one_history(&hrm, &["one.db", "two.db"]);
}

#[test]
fn a_commit_sent_to_the_server_cannot_be_stopped() {
    let Some(hrm) = hrm().map(prepared) else { return };
    let mut store = open(&hrm, "one.db");
    let revoke = all(&store, false);
    let done = stopped_at(&hrm, "commit", |progress| store.commit(&revoke, None, None, progress));
    let removed = u64::try_from(USERS * 8).expect("a number");
    assert_eq!(done.expect("a change").change.map(|change| change.removed), Some(removed));
    assert_eq!(many(&hrm), 0);
    assert_one_history(&hrm, &["one.db", "two.db"]);
}

#[test]
fn escape_stops_the_servers_part_of_a_change() {
    let Some(hrm) = hrm().map(prepared) else { return };
    let sandbox = Sandbox::empty();
    let person = Start::new(&sandbox).sized(140, 40).arg(hrm.url()).runs();
    let person = person.sees("Access matrix").sees("8,007 grants");
    let _holder = hold(&hrm, "grants", false);
    let person = person.types("u").sees("Undo").answers("\r");
    comes_to::<()>(&hrm, "grants", None);
    person.types("\u{1b}").sees("stopped; nothing was changed").quits().well(0);
    assert_eq!(many(&hrm), USERS * 8);
    assert_whole(&hrm);
}
