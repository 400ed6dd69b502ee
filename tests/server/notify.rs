//! The triggers that `schema --notify` prints: open consoles look at once. Without them,
//! they look as often as before.

use std::time::Duration;

use crate::follow::{open, until};
use crate::harness::{Hrm, hrm};
use crate::pull::assert_same;

#[test]
fn with_the_triggers_a_change_shows_at_once() {
    let Some(hrm) = hrm() else { return };
    let sql = hrm.grantgrid(&["schema", "--notify"]).succeeds().out;
    hrm.run(&sql);
    hrm.run(&sql);
    let mut store = open(&hrm);
    let mut seen_in = |hrm: &Hrm, round: u32| {
        hrm.run(&format!("UPDATE hrm_users SET first_name = 'N{round}' WHERE id = 5"));
        until("the change is seen", || store.changed_externally().expect("an answer"))
    };
    let told: Duration = (0..10).map(|round| seen_in(&hrm, round)).sum();
    // Nobody tells any more, and the store still listens.
    hrm.run("ALTER TABLE hrm_users DISABLE TRIGGER USER");
    let looked: Duration = (10..20).map(|round| seen_in(&hrm, round)).sum();
    assert!(told < looked, "{told:?} when told, otherwise {looked:?}");
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
