//! Changes while others write: other replicas, the HR application, a lost connection.

use grantgrid::domain::{Cell, ChangeKind, Edit};
use grantgrid::store::{Store, StoreError};

use crate::harness::{Hrm, hrm};
use crate::program::Ran;
use crate::pull::{assert_same, on_server};
use crate::write::{assert_one_history, open};

/// The edit of one cell.
pub(crate) fn edit(store: &Store, username: &str, code: &str, granted: bool) -> Edit {
    let user = store.find_user(username).expect("a user").id;
    let company = store.find_company(code).expect("a company").id.clone();
    Edit { cell: Cell { user, company }, granted }
}

pub(crate) fn set(store: &mut Store, cell: (&str, &str), granted: bool) -> Result<(), StoreError> {
    let edit = edit(store, cell.0, cell.1, granted);
    let kind = if granted { ChangeKind::Grant } else { ChangeKind::Revoke };
    store.edit(kind, [edit], None).map(drop)
}

fn grants(hrm: &Hrm) -> Vec<String> {
    on_server(hrm, "hrm_user_company_access", "id, user_id, company_id, created_at, modified_at")
}

impl Hrm {
    /// Runs a command with a separate replica.
    fn on(&self, replica: &str, arguments: &[&str]) -> Ran {
        let url = self.url();
        self.grantgrid(&[arguments, &["--db", &url, "--replica", replica]].concat())
    }
}

#[test]
fn the_history_is_shared_by_all_replicas() {
    let Some(hrm) = hrm() else { return };
    let before = grants(&hrm);
    let grant = ["grant", "--user", "no.profile", "emp001", "--company", "ZRH", "SYD"];
    hrm.on("one.db", &[&grant[..], &["--reason", "new project"]].concat()).succeeds();
    assert_eq!(grants(&hrm).len(), before.len() + 4);
    hrm.on("two.db", &["revoke", "--user", "arjun.nair", "--company", "KUL"]).succeeds();
    let after = grants(&hrm);
    assert_eq!(after.len(), before.len() + 3);
    for replica in ["one.db", "two.db", "three.db"] {
        let history = hrm.on(replica, &["history"]).succeeds().out;
        assert!(history.contains("new project") && history.contains("revoke"), "{history}");
        let why = hrm.on(replica, &["why", "emp001", "SYD"]).succeeds().out;
        assert!(why.contains("new project"), "{why}");
    }
    let logged = "SELECT count(*) FROM hrm_audit_log WHERE action = 'ADD_USER_COMPANY_ACCESS' \
                  AND changes LIKE '%emp001%'";
    assert_eq!(hrm.number(logged), 2);
    // Another administrator undoes both.
    hrm.on("three.db", &["undo"]).succeeds();
    hrm.on("one.db", &["undo", "1"]).succeeds();
    assert_eq!(grants(&hrm), before);
    hrm.on("two.db", &["redo"]).succeeds();
    hrm.on("three.db", &["undo"]).succeeds();
    assert_eq!(grants(&hrm), before);
    for replica in ["one.db", "two.db", "three.db"] {
        hrm.on(replica, &["check"]).succeeds();
        assert_same(&hrm, &hrm.path(replica));
    }
}

#[test]
fn a_cell_that_changed_meanwhile_is_refused_and_shown() {
    let Some(hrm) = hrm() else { return };
    let mut store = open(&hrm, "one.db");
    hrm.run(
        "INSERT INTO hrm_user_company_access (user_id, company_id) SELECT u.id, c.id \
         FROM hrm_users u, hrm_company c WHERE username = 'no.profile' AND code = 'ZRH'; \
         DELETE FROM hrm_user_company_access a USING hrm_company c \
         WHERE c.id = company_id AND user_id = 4 AND code = 'KUL'",
    );
    let before = grants(&hrm);
    let both = [edit(&store, "no.profile", "ZRH", true), edit(&store, "no.profile", "SYD", true)];
    let done = store.edit(ChangeKind::Grant, both, None);
    assert!(matches!(done, Err(StoreError::Outdated)), "{done:?}");
    assert!(store.changed_externally().expect("an answer"));
    assert_eq!(grants(&hrm), before);
    assert_same(&hrm, &hrm.path("one.db"));
    // The cell already is as requested.
    let again = edit(&store, "no.profile", "ZRH", true);
    let done = store.edit(ChangeKind::Grant, [again], None).expect("an answer");
    assert_eq!((done.change, done.unchanged), (None, 1));
    // The HR system deletes the grant while it is being revoked.
    let mut other = open(&hrm, "two.db");
    hrm.run("DELETE FROM hrm_user_company_access WHERE user_id = 4");
    let done = set(&mut other, ("arjun.nair", "HKG"), false);
    assert!(matches!(done, Err(StoreError::Outdated)), "{done:?}");
    assert_same(&hrm, &hrm.path("two.db"));
    let tables = "SELECT count(*) FROM pg_class WHERE relname LIKE 'grantgrid%'";
    assert_eq!(hrm.number(tables), 0, "nothing is half done");
}

#[test]
fn a_change_waits_for_an_uncommitted_insert() {
    let Some(hrm) = hrm() else { return };
    let mut store = open(&hrm, "one.db");
    for commits in [false, true] {
        let mut client = hrm.client();
        let mut insert = client.transaction().expect("a transaction");
        let sql = "INSERT INTO hrm_user_company_access (user_id, company_id) SELECT 9, id \
                   FROM hrm_company WHERE code = 'ZRH'";
        insert.execute(sql, &[]).expect("the HR system's plain INSERT");
        let done = std::thread::scope(|scope| {
            let edit = scope.spawn(|| set(&mut store, ("no.profile", "ZRH"), true));
            let waits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' \
                         AND datname = current_database()";
            while hrm.number(waits) == 0 && !edit.is_finished() {
                std::thread::yield_now();
            }
            if commits { insert.commit() } else { insert.rollback() }.expect("an end");
            edit.join().expect("no panic")
        });
        if commits {
            assert!(matches!(done, Err(StoreError::Outdated)), "{done:?}");
        } else {
            done.expect("the cell is free");
            set(&mut store, ("no.profile", "ZRH"), false).expect("revoked again");
        }
        assert_same(&hrm, &hrm.path("one.db"));
    }
}

#[test]
fn a_change_by_another_grantgrid_does_not_refuse_the_next_one() {
    let Some(hrm) = hrm() else { return };
    let (mut one, mut two) = (open(&hrm, "one.db"), open(&hrm, "two.db"));
    for code in ["ZRH", "MUC", "SYD", "KUL"] {
        set(&mut one, ("no.profile", code), true).expect("written through");
        set(&mut two, ("emp001", code), true).expect("written through");
    }
    let changes = "SELECT count(*) FROM grantgrid_change";
    assert_eq!(hrm.number(changes), 8);
    assert_eq!(hrm.number("SELECT max(id) FROM grantgrid_change"), 8);
    for (store, replica) in [(one, "one.db"), (two, "two.db")] {
        drop(store);
        drop(open(&hrm, replica));
        assert_same(&hrm, &hrm.path(replica));
    }
}

#[test]
fn grantgrids_that_write_at_once_wait_for_each_other() {
    let Some(hrm) = hrm() else { return };
    let mut stores = ["one.db", "two.db", "three.db"].map(|replica| open(&hrm, replica));
    std::thread::scope(|scope| {
        for (store, user) in stores.iter_mut().zip(["no.profile", "emp001", "emp002"]) {
            scope.spawn(move || {
                for step in 0..10 {
                    set(store, (user, "MUC"), step % 2 == 0).expect("nobody touches this cell");
                }
            });
        }
    });
    drop(stores);
    assert_eq!(hrm.number("SELECT count(*) FROM grantgrid_change"), 30);
    assert_one_history(&hrm, &["one.db", "two.db", "three.db"]);
}

#[test]
fn a_silently_lost_connection_is_replaced() {
    let Some(hrm) = hrm() else { return };
    let mut store = open(&hrm, "one.db");
    set(&mut store, ("no.profile", "ZRH"), true).expect("written through");
    let end = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    // It is up to the store how many connections it has.
    assert!(hrm.number(end) > 0);
    set(&mut store, ("no.profile", "SYD"), true).expect("written through");
    assert_same(&hrm, &hrm.path("one.db"));
    assert_eq!(hrm.number("SELECT count(*) FROM grantgrid_change"), 2);
}

#[test]
fn an_operator_whose_role_changed_meanwhile_is_refused() {
    let Some(hrm) = hrm() else { return };
    let mut store = open(&hrm, "one.db");
    store.act_as("root.admin").expect("an operator");
    set(&mut store, ("no.profile", "ZRH"), true).expect("a Super Admin may");
    hrm.run("UPDATE hrm_users SET role_id = 5 WHERE username = 'root.admin'");
    let before = grants(&hrm);
    let done = set(&mut store, ("no.profile", "SYD"), true);
    assert!(matches!(done, Err(StoreError::Outdated)), "{done:?}");
    let done = set(&mut store, ("no.profile", "SYD"), true);
    assert!(matches!(done, Err(StoreError::NoRights { .. })), "{done:?}");
    assert_eq!(grants(&hrm), before);
}
