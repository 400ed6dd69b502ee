//! The triggers that `schema --notify` prints: open consoles look at once. Without them,
//! they look as often as before.

use std::time::Duration;

use crate::follow::{open, open_once, until};
use crate::harness::hrm;
use crate::pull::assert_same;

#[test]
fn with_the_triggers_a_change_shows_at_once() {
    let Some(hrm) = hrm() else { return };
    let sql = hrm.grantgrid(&["schema", "--notify"]).succeeds().out;
    hrm.run(&sql);
    hrm.run(&sql);
    let update = |round: u32| {
        hrm.run(&format!("UPDATE hrm_users SET first_name = 'N{round}' WHERE id = 5"));
    };
    // This store would look only after an hour, so it sees what it is notified of.
    let mut store = open_once(&hrm);
    store.keep_current_every(Duration::from_secs(60 * 60)).expect("a thread");
    for round in 0..10 {
        update(round);
        until("the change is seen", || store.changed_externally().expect("an answer"));
    }
    drop(store);
    // Without a notification, a store that listens sees the changes by looking.
    let mut store = open(&hrm);
    hrm.run("ALTER TABLE hrm_users DISABLE TRIGGER USER");
    for round in 10..12 {
        update(round);
        until("the change is seen", || store.changed_externally().expect("an answer"));
    }
    hrm.run("ALTER TABLE hrm_users ENABLE TRIGGER USER");
    hrm.run("TRUNCATE hrm_user_company_access");
    until("the change is seen", || store.changed_externally().expect("an answer"));
    assert_same(&hrm, &hrm.path("replica.db"));
    hrm.run("DROP FUNCTION grantgrid_notify() CASCADE; UPDATE hrm_users SET first_name = 'N' WHERE id = 5");
    until("the change is seen", || store.changed_externally().expect("an answer"));
    assert_same(&hrm, &hrm.path("replica.db"));
}

#[test]
fn a_connection_that_listens_can_be_lost() {
    let Some(hrm) = hrm() else { return };
    hrm.run(&hrm.grantgrid(&["schema", "--notify"]).succeeds().out);
    let mut store = open(&hrm);
    hrm.run("UPDATE hrm_users SET first_name = 'A' WHERE id = 5");
    until("the change is seen", || store.changed_externally().expect("an answer"));
    hrm.run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
         WHERE application_name = 'grantgrid' AND datname = current_database()",
    );
    hrm.run("UPDATE hrm_users SET first_name = 'B' WHERE id = 5");
    until("the change is seen", || store.changed_externally().expect("an answer"));
    until("nothing more is said", || store.server_note().is_none());
    assert_same(&hrm, &hrm.path("replica.db"));
}
