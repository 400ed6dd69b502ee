//! Changes of grants are written through to the server: whole on both sides or not at all,
//! with one history for every replica.

use std::collections::BTreeMap;
use std::path::PathBuf;

use grantgrid::domain::{Bulk, Cell, ChangeKind, Edit, JobProgress, UserId};
use grantgrid::store::{Environment, ReplicaLocation, ServerUrl, Store, StoreError};
use rusqlite::Connection;

use crate::harness::{Hrm, hrm};
use crate::pull::assert_same;

/// The tables that a change may write besides the grants.
const JOURNAL: [&str; 8] = [
    "SELECT id, at, operator, kind, reason, added, removed, reverts, undone_by, account \
     FROM grantgrid_change",
    "SELECT change_id, user_id, company, added, grant_id, created_at, modified_at \
     FROM grantgrid_cell",
    "SELECT id, username, person FROM grantgrid_user",
    "SELECT number, id, code, name FROM grantgrid_company",
    "SELECT kind, id, until, code, name FROM grantgrid_former",
    "SELECT role, scope FROM grantgrid_rule",
    "SELECT role, reach, grants, home FROM grantgrid_policy",
    "SELECT user_id, change_id FROM grantgrid_last_change",
];

/// A store with a separate replica.
pub(crate) fn open_as(hrm: &Hrm, login: &str, replica: &str) -> Store {
    let url = ServerUrl::parse(&hrm.url_of(login)).expect("a URL");
    let location = ReplicaLocation::File(hrm.path(replica));
    let progress = &mut JobProgress::none();
    Store::open_server(&url, &location, Environment::real(replica), progress).expect("a store")
}

pub(crate) fn open(hrm: &Hrm, replica: &str) -> Store {
    open_as(hrm, "hr", replica)
}

/// A new replica, equal to the server.
fn renewed(hrm: &Hrm, replica: &str) -> PathBuf {
    drop(open(hrm, replica));
    hrm.path(replica)
}

pub(crate) fn edit(
    store: &mut Store,
    user: i64,
    code: &str,
    granted: bool,
) -> Result<(), StoreError> {
    let company = store.find_company(code)?.id.clone();
    let edits = [Edit { cell: Cell { user: UserId(user), company }, granted }];
    let kind = if granted { ChangeKind::Grant } else { ChangeKind::Revoke };
    store.edit(kind, edits, None).map(drop)
}

/// The rows of a query of a replica, sorted.
fn rows(path: &std::path::Path, sql: &str) -> Vec<String> {
    let file = Connection::open(path).expect("a replica");
    let mut statement = file.prepare(sql).expect(sql);
    let columns = statement.column_count();
    let mut rows: Vec<String> = statement
        .query_map([], |row| {
            let values = (0..columns).map(|at| Ok(format!("{:?}", row.get_ref(at)?)));
            Ok(values.collect::<Result<Vec<_>, rusqlite::Error>>()?.join(" "))
        })
        .expect(sql)
        .collect::<Result<_, _>>()
        .expect(sql);
    rows.sort();
    rows
}

/// Asserts that these replicas equal each other and the server.
#[track_caller]
pub(crate) fn assert_one_history(hrm: &Hrm, replicas: &[&str]) {
    let paths: Vec<PathBuf> = replicas.iter().map(|replica| renewed(hrm, replica)).collect();
    for path in &paths {
        assert_same(hrm, path);
    }
    assert_same_journal(&paths);
}

/// Asserts that these replicas have the same history.
#[track_caller]
pub(crate) fn assert_same_journal(replicas: &[PathBuf]) {
    for path in replicas {
        for sql in JOURNAL {
            assert_eq!(rows(path, sql), rows(&replicas[0], sql), "{sql}");
        }
    }
}

/// Every HR table except the log, read from the server.
pub(crate) fn hr_tables(hrm: &Hrm) -> BTreeMap<String, String> {
    let mut client = hrm.client();
    let names = "SELECT relname::text FROM pg_class WHERE relkind = 'r' AND relname <> 'hrm_audit_log' \
                 AND relnamespace = 'public'::regnamespace AND relname NOT LIKE 'grantgrid%'";
    let names: Vec<String> =
        client.query(names, &[]).expect("tables").iter().map(|row| row.get(0)).collect();
    let all = names.into_iter().map(|name| {
        let sql =
            format!("SELECT coalesce(string_agg(t::text, '|' ORDER BY t::text), '') FROM {name} t");
        let rows = client.query_one(&sql, &[]).expect("rows").get(0);
        (name, rows)
    });
    all.collect()
}

#[test]
fn a_change_is_made_on_the_server_and_undone_from_another_replica() {
    let Some(hrm) = hrm() else { return };
    let before = hr_tables(&hrm);
    let mut one = open(&hrm, "one.db");
    edit(&mut one, 9, "ZRH", true).expect("a grant");
    edit(&mut one, 4, "KUL", false).expect("it is removed");
    assert_eq!(hrm.number("SELECT count(*) FROM hrm_user_company_access WHERE user_id = 9"), 1);
    let logged = "SELECT count(*) FROM hrm_audit_log a WHERE status = 'Success' AND \
                  (action, resource_type, changes::jsonb->>'company_name') IN \
                  (('ADD_USER_COMPANY_ACCESS', 'UserCompanyAccess', 'Alpine Zürich'), \
                   ('REMOVE_USER_COMPANY_ACCESS', 'UserCompanyAccess', 'Harbour Kuala Lumpur')) \
                  AND changes::jsonb ? 'operator'";
    assert_eq!(hrm.number(logged), 2);
    // It is not reported as another program's change.
    assert!(!one.changed_externally().expect("an answer"));
    let mut two = open(&hrm, "two.db");
    let undone = two.undo(None, Some("a mistake")).expect("an undo");
    assert_eq!((undone.original.id.0, undone.original.operator.as_str()), (2, "one.db"));
    two.undo(None, None).expect("an undo");
    assert_eq!(hr_tables(&hrm), before);
    // The other store has not seen that, so it is brought up to date first.
    assert!(matches!(one.undo(None, None), Err(StoreError::NothingToUndo)));
    one.redo(None).expect("a redo");
    assert_one_history(&hrm, &["one.db", "two.db", "three.db"]);
}

#[test]
fn many_grants_are_written_and_undone_to_the_byte() {
    let Some(hrm) = hrm() else { return };
    hrm.run(
        "INSERT INTO hrm_users (username, email, password_hash, first_name, last_name, is_active, \
         must_reset_password, organization_id, role_id, created_at) SELECT 'many' || i, \
         'many' || i || '@example.org', 'x', 'Many', 'User ' || i, true, false, 1, 5, now() \
         FROM generate_series(1, 1000) i",
    );
    let before = hr_tables(&hrm);
    let mut one = open(&hrm, "one.db");
    let users = one.user_ids_after(None, 5_000).expect("the users");
    let companies: Vec<_> = one.companies().iter().map(|company| company.id.clone()).collect();
    let all = Bulk::grant(users.clone(), companies.clone());
    let done = one.apply(&all, Some("everybody")).expect("a change");
    let expected = u64::try_from(1069 * 8 - 7).expect("a number");
    assert_eq!(done.change.map(|change| change.added), Some(expected));
    one.apply(&Bulk::revoke(users, companies), None).expect("a change");
    assert_eq!(hrm.number("SELECT count(*) FROM hrm_user_company_access"), 0);
    let mut two = open(&hrm, "two.db");
    two.undo(None, None).expect("an undo");
    two.undo(None, None).expect("an undo");
    assert_eq!(hr_tables(&hrm), before);
    two.redo(None).expect("a redo");
    two.redo(None).expect("a redo");
    two.undo(None, None).expect("an undo");
    assert_one_history(&hrm, &["one.db", "two.db", "three.db"]);
}

#[test]
fn a_change_is_refused_if_its_cells_changed_on_the_server() {
    let Some(hrm) = hrm() else { return };
    hrm.run(
        "INSERT INTO hrm_users (username, email, password_hash, first_name, last_name, is_active, \
         must_reset_password, organization_id, role_id) \
         VALUES ('extra', 'extra@example.org', 'x', '', '', true, false, 1, 5)",
    );
    assert_eq!(hrm.number("SELECT max(id)::int8 FROM hrm_users"), 70);
    let mut store = open(&hrm, "one.db");
    let zrh = "(SELECT id FROM hrm_company WHERE code = 'ZRH')";
    for (change, user, granted) in [
        (
            format!("INSERT INTO hrm_user_company_access (user_id, company_id) SELECT 9, {zrh}"),
            9,
            true,
        ),
        (
            format!("DELETE FROM hrm_user_company_access WHERE user_id = 9 AND company_id = {zrh}"),
            9,
            false,
        ),
        ("DELETE FROM hrm_attendance; DELETE FROM hrm_leave; DELETE FROM hrm_employee WHERE user_id = 69; DELETE FROM hrm_users WHERE id = 69".to_owned(), 69, true),
    ] {
        hrm.run(&change);
        let before = hr_tables(&hrm);
        let refused = edit(&mut store, user, "ZRH", granted);
        assert!(matches!(refused, Err(StoreError::Outdated)), "{refused:?}: {change}");
        assert_eq!(hr_tables(&hrm), before);
        assert!(store.changed_externally().expect("an answer"), "it shows at once: {change}");
        assert_same(&hrm, &hrm.path("one.db"));
    }
    let made = "SELECT count(*) FROM pg_class WHERE relname LIKE 'grantgrid%'";
    assert_eq!(hrm.number(made), 0, "nothing is left of a change that was refused");
    edit(&mut store, 9, "ZRH", true).expect("now it can be made");
}

#[test]
fn a_rejection_by_the_server_is_reported_and_changes_neither_side() {
    let Some(hrm) = hrm() else { return };
    hrm.run(
        "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS \
         'begin raise exception ''not on a Friday''; end'; \
         CREATE TRIGGER no BEFORE INSERT ON hrm_user_company_access FOR EACH ROW \
         WHEN (new.user_id = 5) EXECUTE FUNCTION no(); \
         CREATE FUNCTION skip() RETURNS trigger LANGUAGE plpgsql AS 'begin return null; end'; \
         CREATE TRIGGER skip BEFORE INSERT ON hrm_user_company_access FOR EACH ROW \
         WHEN (new.user_id = 6) EXECUTE FUNCTION skip(); \
         CREATE FUNCTION later() RETURNS trigger LANGUAGE plpgsql AS \
         'begin new.modified_at := ''2030-01-01''; return new; end'; \
         CREATE TRIGGER later BEFORE INSERT ON hrm_user_company_access FOR EACH ROW \
         EXECUTE FUNCTION later()",
    );
    let before = hr_tables(&hrm);
    let mut store = open(&hrm, "one.db");
    let refused = edit(&mut store, 5, "ZRH", true).expect_err("refused");
    assert!(refused.to_string().contains("not on a Friday"), "{refused}");
    let refused = edit(&mut store, 6, "ZRH", true).expect_err("refused");
    assert!(matches!(refused, StoreError::Refused(_)), "{refused:?}");
    assert_eq!(hr_tables(&hrm), before);
    // A value that a trigger sets is read back.
    edit(&mut store, 7, "ZRH", true).expect("a grant");
    assert_same(&hrm, &hrm.path("one.db"));
    let set = "SELECT count(*) FROM hrm_user_company_access WHERE modified_at = '2030-01-01'";
    assert_eq!(hrm.number(set), 1);
    store.undo(None, None).expect("an undo");
    assert_eq!(hr_tables(&hrm), before);
}

#[test]
fn a_change_waits_only_briefly_for_a_lock_of_another_program() {
    let Some(hrm) = hrm() else { return };
    let mut store = open(&hrm, "one.db");
    let mut other = hrm.client();
    other
        .batch_execute("BEGIN; SELECT * FROM hrm_user_company_access WHERE user_id = 4 FOR UPDATE")
        .expect("a lock");
    let refused = edit(&mut store, 4, "KUL", false).expect_err("refused");
    assert!(matches!(refused, StoreError::Unreachable(_)), "{refused:?}");
    assert!(refused.to_string().contains("nothing was changed"), "{refused}");
    other.batch_execute("ROLLBACK").expect("no lock");
    edit(&mut store, 4, "KUL", false).expect("it is removed");
}

#[test]
fn an_operator_who_lost_the_right_changes_nothing() {
    let Some(hrm) = hrm() else { return };
    let mut store = open(&hrm, "one.db");
    store.act_as("arjun.nair").expect("an operator");
    edit(&mut store, 5, "SYD", true).expect_err("another tenant's user");
    edit(&mut store, 6, "SYD", true).expect("a grant");
    hrm.run("UPDATE hrm_users SET is_active = false WHERE username = 'arjun.nair'");
    let refused = edit(&mut store, 6, "SYD", false);
    assert!(matches!(refused, Err(StoreError::Outdated)), "{refused:?}");
    let refused = edit(&mut store, 6, "SYD", false);
    assert!(matches!(refused, Err(StoreError::NoRights { .. })), "{refused:?}");
    assert_eq!(hrm.number("SELECT count(*) FROM grantgrid_change"), 1);
}

#[test]
fn missing_privileges_of_a_login_are_reported() {
    let Some(hrm) = hrm() else { return };
    let reader = hrm.grantgrid(&[
        "grant",
        "--user",
        "no.profile",
        "--company",
        "ZRH",
        "--db",
        &hrm.url_of("reader"),
    ]);
    reader.fails(1, "this login may only read grants on the server; nothing was changed");
    hrm.run(
        "GRANT INSERT, DELETE ON hrm_user_company_access TO secure; GRANT secure TO hr; \
         REVOKE CREATE ON SCHEMA public FROM PUBLIC; GRANT SELECT ON ALL TABLES IN SCHEMA public TO secure",
    );
    let role = hrm.url() + "?options=-crole%3Dsecure";
    let arguments = ["grant", "--user", "no.profile", "--company", "ZRH", "--db", &role];
    hrm.grantgrid(&arguments).fails(1, "grantgrid schema --sql");
    assert_eq!(hrm.number("SELECT count(*) FROM hrm_user_company_access"), 7);
    // Somebody with the right to create tables does so.
    let made = hrm.grantgrid(&["schema", "--sql"]).succeeds().out;
    hrm.run(&made);
    hrm.run(
        "GRANT SELECT, INSERT, UPDATE, DELETE ON grantgrid_meta, grantgrid_change, grantgrid_user, \
         grantgrid_company, grantgrid_former, grantgrid_cell, grantgrid_row, grantgrid_value, \
         grantgrid_rule, grantgrid_policy TO secure",
    );
    let done = hrm.grantgrid(&arguments).succeeds();
    // It may not write to the HR system's log.
    assert!(done.err.contains("the HR system's audit log lacks the row"), "{}", done.err);
    assert_eq!(hrm.number("SELECT count(*) FROM hrm_user_company_access"), 8);
}

#[test]
fn rules_and_policies_are_shared_by_all_replicas() {
    let Some(hrm) = hrm() else { return };
    let url = hrm.url();
    let run = |arguments: &[&str], replica: &str| {
        hrm.grantgrid(&[arguments, &["--db", &url, "--replica", replica]].concat()).succeeds()
    };
    run(&["rules", "set", "Employee", "home"], "one.db");
    run(&["policy", "set", "Employee", "--home", "never"], "two.db");
    let rules = run(&["rules"], "three.db").out;
    assert!(
        rules.lines().any(|line| line.contains("Employee") && line.contains("home")),
        "{rules}"
    );
    assert_eq!(hrm.number("SELECT count(*) FROM grantgrid_policy WHERE home = 'never'"), 1);
    run(&["undo", "1"], "three.db");
    assert_eq!(hrm.number("SELECT count(*) FROM grantgrid_rule"), 0);
    assert_one_history(&hrm, &["one.db", "two.db", "three.db"]);
}
