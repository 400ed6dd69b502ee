//! Users and companies are created, edited and deleted on the server: with ids of the server,
//! its required columns, and nothing that a cascade would delete unseen.

use grantgrid::domain::UserId;
use grantgrid::store::StoreError;

use crate::harness::{Hrm, hrm};
use crate::person::Start;
use crate::program::Ran;
use crate::sandbox::Sandbox;
use crate::write::{assert_one_history, hr_tables, open_as};

fn run(hrm: &Hrm, arguments: &[&str], replica: &str) -> Ran {
    hrm.grantgrid(&[arguments, &["--db", &hrm.url(), "--replica", replica]].concat())
}

#[test]
fn a_user_is_added_with_the_servers_ids_and_required_columns() {
    let Some(hrm) = hrm() else { return };
    let before = hr_tables(&hrm);
    let add = ["user", "add", "new.one", "--email", "new@example.org", "--role", "Employee"];
    run(&hrm, &[&add[..], &["--home", "ZRH"]].concat(), "one.db").succeeds();
    let made = "SELECT count(*) FROM hrm_users u JOIN hrm_employee e ON e.user_id = u.id \
                WHERE u.username = 'new.one' AND u.id = 70 AND u.password_hash LIKE '!%' \
                  AND u.must_reset_password AND u.is_active AND u.updated_at IS NOT NULL \
                  AND e.id = (SELECT last_value FROM hrm_employee_id_seq) AND e.basic_salary = 0 \
                  AND e.employee_id <> '' AND e.timezone = 'UTC' AND e.company_id = \
                    (SELECT id FROM hrm_company WHERE code = 'ZRH')";
    assert_eq!(hrm.number(made), 1);
    // The HR system continues with ids above grantgrid's.
    hrm.run(
        "INSERT INTO hrm_users (username, email, password_hash, first_name, last_name, \
         must_reset_password, organization_id, role_id) VALUES ('theirs', 't@example.org', 'x', \
         'T', 'T', false, 1, 5); DELETE FROM hrm_users WHERE username = 'theirs'",
    );
    run(&hrm, &["undo"], "two.db").succeeds();
    assert_eq!(hr_tables(&hrm), before);
    run(&hrm, &["redo"], "one.db").succeeds();
    assert_eq!(hrm.number(made), 1);
    assert_one_history(&hrm, &["one.db", "two.db", "three.db"]);
}

#[test]
fn a_user_is_edited_and_what_a_trigger_sets_is_read_back() {
    let Some(hrm) = hrm() else { return };
    let before = hr_tables(&hrm);
    run(&hrm, &["user", "deactivate", "no.profile"], "one.db").succeeds();
    assert_eq!(hrm.number("SELECT count(*) FROM hrm_users WHERE id = 9 AND NOT is_active"), 1);
    let logged = "SELECT count(*) FROM hrm_audit_log WHERE action = 'TOGGLE_USER_STATUS' \
                  AND resource_type = 'User' AND resource_id = '9'";
    assert_eq!(hrm.number(logged), 1);
    run(&hrm, &["undo"], "two.db").succeeds();
    assert_eq!(hr_tables(&hrm), before);
    // Somebody else has changed the row, so the typed value does not overwrite it.
    let mut store = open_as(&hrm, "hr", "one.db");
    hrm.run("UPDATE hrm_users SET is_active = false WHERE id = 9");
    let options = grantgrid::store::EditOptions::default();
    let refused = store.set_users_active(&[UserId(9)], false, &options);
    assert!(matches!(refused, Err(StoreError::Outdated)), "{refused:?}");
    assert!(store.changed_externally().expect("an answer"));
    drop(store);
    assert_one_history(&hrm, &["one.db", "two.db"]);
}

#[test]
fn a_deletion_deletes_nothing_unseen_and_its_undo_restores_columns_that_the_replica_lacks() {
    let Some(hrm) = hrm() else { return };
    hrm.run(
        "DELETE FROM hrm_attendance WHERE employee_id = 7; DELETE FROM hrm_employee WHERE user_id = 8; \
         INSERT INTO hrm_user_role_mapping (user_id, role_id) VALUES (8, 5)",
    );
    let refused = run(&hrm, &["user", "delete", "gone.person"], "one.db");
    refused.fails(1, "1 row of hrm_user_role_mapping");
    assert_eq!(hrm.number("SELECT count(*) FROM hrm_user_role_mapping"), 1);
    hrm.run("DELETE FROM hrm_user_role_mapping");
    let before = hr_tables(&hrm);
    run(&hrm, &["user", "delete", "gone.person"], "one.db").succeeds();
    assert_eq!(hrm.number("SELECT count(*) FROM hrm_users WHERE id = 8"), 0);
    run(&hrm, &["undo"], "two.db").succeeds();
    assert_eq!(hr_tables(&hrm), before, "the password hash, too");
    let bytes = std::fs::read(hrm.path("two.db")).expect("the replica");
    assert!(!bytes.windows(6).any(|window| window == b"scrypt"));
    assert_one_history(&hrm, &["one.db", "two.db", "three.db"]);
}

#[test]
fn a_reference_added_meanwhile_stops_a_deletion() {
    let Some(hrm) = hrm() else { return };
    hrm.run("DELETE FROM hrm_attendance WHERE employee_id = 7; DELETE FROM hrm_employee WHERE user_id = 8");
    let mut store = open_as(&hrm, "hr", "one.db");
    let impact = store.deletion_impact_of_user(UserId(4)).expect("the impact");
    let mut tables: Vec<String> =
        impact.blockers.iter().map(|blocker| blocker.table.to_string()).collect();
    tables.sort();
    assert_eq!(tables, ["hrm_attendance", "hrm_employee", "hrm_leave"]);
    let counts: u64 = impact.blockers.iter().map(|blocker| blocker.count).sum();
    assert_eq!(
        i64::try_from(counts),
        Ok(hrm.number(
            "SELECT (SELECT count(*) FROM hrm_attendance WHERE overtime_approved_by = 4) \
          + (SELECT count(*) FROM hrm_leave WHERE approved_by = 4) \
          + (SELECT count(*) FROM hrm_leave WHERE requested_by = 4) \
          + (SELECT count(*) FROM hrm_employee WHERE user_id = 4)",
        ))
    );
    // An employee record is assigned to the user between the preview and the deletion.
    hrm.run("UPDATE hrm_employee SET user_id = 8 WHERE user_id = 5");
    let options = grantgrid::store::EditOptions::default();
    let progress = &mut grantgrid::domain::JobProgress::none();
    let refused = store.delete_users(&[UserId(8)], &options, progress);
    assert!(matches!(refused, Err(StoreError::Outdated)), "{refused:?}");
    assert_eq!(hrm.number("SELECT count(*) FROM hrm_users WHERE id = 8"), 1);
    assert_eq!(hrm.number("SELECT count(*) FROM hrm_employee WHERE user_id = 8"), 1);
}

#[test]
fn a_column_that_the_replica_does_not_have_is_listed_and_stops_a_deletion() {
    let Some(hrm) = hrm() else { return };
    hrm.run(
        "DELETE FROM hrm_attendance WHERE employee_id = 7; \
         DELETE FROM hrm_employee WHERE user_id = 8; \
         UPDATE hrm_users SET reporting_manager_id = 8 WHERE id IN (8, 10, 11)",
    );
    let store = open_as(&hrm, "hr", "one.db");
    let impact = store.deletion_impact_of_user(UserId(8)).expect("the impact");
    let found: Vec<_> =
        impact.blockers.iter().map(|it| (it.table.raw(), it.column.raw(), it.count)).collect();
    assert_eq!(found, [("hrm_users", "reporting_manager_id", 2)]);
    drop(store);
    let dry = run(&hrm, &["user", "delete", "gone.person", "--dry-run"], "one.db");
    assert_eq!(dry.status, 1, "{}", dry.err);
    assert!(dry.out.contains("2 users (reporting_manager_id)"), "{}", dry.out);
    run(&hrm, &["user", "delete", "gone.person"], "one.db").fails(1, "2 users belong to it");

    // A row that refers to itself is no obstacle, and comes back as it was.
    hrm.run("UPDATE hrm_users SET reporting_manager_id = NULL WHERE id <> 8");
    let before = hr_tables(&hrm);
    run(&hrm, &["user", "delete", "gone.person"], "one.db").succeeds();
    run(&hrm, &["undo"], "two.db").succeeds();
    assert_eq!(hr_tables(&hrm), before);
}

#[test]
fn a_company_is_added_edited_and_deleted() {
    let Some(hrm) = hrm() else { return };
    let before = hr_tables(&hrm);
    let add = ["company", "add", "GVA", "--name", "Alpine Genève", "--tenant", "Alpine Holding"];
    run(&hrm, &add, "one.db").succeeds();
    let made = "SELECT count(*) FROM hrm_company WHERE code = 'GVA' AND name = 'Alpine Genève' \
                AND currency_code <> '' AND tenant_id = \
                  (SELECT id FROM hrm_tenant WHERE code = 'ALPINE')";
    assert_eq!(hrm.number(made), 1);
    run(&hrm, &["grant", "--user", "no.profile", "--company", "GVA"], "two.db").succeeds();
    run(&hrm, &["company", "delete", "GVA"], "one.db").succeeds();
    assert_eq!(hrm.number(made), 0);
    run(&hrm, &["undo"], "two.db").succeeds();
    assert_eq!(hrm.number(made), 1);
    assert_eq!(hrm.number("SELECT count(*) FROM hrm_user_company_access WHERE user_id = 9"), 1);
    for _ in 0..2 {
        run(&hrm, &["undo"], "one.db").succeeds();
    }
    assert_eq!(hr_tables(&hrm), before);
    let taken = run(&hrm, &["company", "delete", "ZRH"], "one.db");
    taken.fails(1, "employee");
    assert_one_history(&hrm, &["one.db", "two.db", "three.db"]);
}

#[test]
fn a_trigger_that_rejects_or_falsifies_a_row_changes_neither_side() {
    let Some(hrm) = hrm() else { return };
    hrm.run(
        "CREATE FUNCTION low() RETURNS trigger LANGUAGE plpgsql AS \
         'begin if new.first_name = ''No'' then raise exception ''not No''; end if; \
          new.last_name := lower(new.last_name); return new; end'; \
         CREATE TRIGGER low BEFORE UPDATE ON hrm_users FOR EACH ROW EXECUTE FUNCTION low()",
    );
    let before = hr_tables(&hrm);
    let set = |option, value| run(&hrm, &["user", "edit", "mei.tan", option, value], "one.db");
    set("--first-name", "No").fails(1, "not No");
    set("--last-name", "TAN").fails(1, "a trigger on the server gave last_name");
    assert_eq!(hr_tables(&hrm), before);
    set("--first-name", "May").succeeds();
    assert_one_history(&hrm, &["one.db", "two.db"]);
}

/// Columns that this database requires and that have no default.
pub(crate) const KINDS: &str = "
CREATE TYPE person_kind AS ENUM ('Internal', 'External', 'On ''loan''');
CREATE DOMAIN contract AS person_kind;
ALTER TABLE hrm_users ADD kind person_kind NOT NULL DEFAULT 'Internal';
ALTER TABLE hrm_users ALTER kind DROP DEFAULT;
ALTER TABLE hrm_employee ADD contract contract NOT NULL DEFAULT 'Internal';
ALTER TABLE hrm_employee ALTER contract DROP DEFAULT;
ALTER TABLE hrm_company ADD kind person_kind NOT NULL DEFAULT 'Internal';
ALTER TABLE hrm_company ALTER kind DROP DEFAULT;
ALTER TABLE organization ADD kind person_kind NOT NULL DEFAULT 'Internal';
ALTER TABLE organization ALTER kind DROP DEFAULT;
";

#[test]
fn a_required_column_with_a_few_values_is_picked() {
    let Some(hrm) = hrm() else { return };
    hrm.run(KINDS);
    let before = hr_tables(&hrm);
    let add = ["user", "add", "new.one", "--email", "new@example.org", "--role", "Employee"];
    let with = |more: &[&str]| run(&hrm, &[&add[..], more].concat(), "one.db");
    with(&[]).fails(1, "kind is required: one of Internal, External, On 'loan'");
    with(&["--set", "kind=Nobody"]).fails(1, "kind must be one of Internal, External, On 'loan'");
    with(&["--set", "kind=External", "--set", "size=1"]).fails(1, "size is not a column");
    with(&["--set", "kind=external", "--home", "ZRH"]).fails(1, "employee.contract is required");
    assert_eq!(hr_tables(&hrm), before);
    let all = ["--set", "kind=external", "--home", "ZRH", "--set", "employee.contract=On 'loan'"];
    with(&[&all[..], &["--organization", "Third", "--create-missing"]].concat()).succeeds();
    let made = "SELECT count(*) FROM hrm_users u JOIN hrm_employee e ON e.user_id = u.id \
                JOIN organization o ON o.id = u.organization_id WHERE u.username = 'new.one' \
                  AND u.kind = 'External' AND e.contract::text = 'On ''loan''' AND o.kind = 'Internal'";
    assert_eq!(hrm.number(made), 1);
    run(&hrm, &["undo"], "two.db").succeeds();
    assert_eq!(hr_tables(&hrm), before);
    run(&hrm, &["redo"], "two.db").succeeds();
    assert_eq!(hrm.number(made), 1);
    run(&hrm, &["undo"], "two.db").succeeds();
    // The first employee record of an existing user needs one too.
    let home = ["user", "edit", "no.profile", "--home", "SYD"];
    run(&hrm, &home, "one.db").fails(1, "employee.contract is required");
    let home = [&home[..], &["--set", "employee.contract=Internal"]].concat();
    run(&hrm, &home, "one.db").succeeds();
    run(&hrm, &["undo"], "two.db").succeeds();
    let add = ["company", "add", "GVA", "--name", "Genève", "--tenant", "Alpine Holding"];
    run(&hrm, &add, "one.db").fails(1, "kind is required");
    run(&hrm, &[&add[..], &["--set", "kind=External"]].concat(), "one.db").succeeds();
    run(&hrm, &["undo"], "two.db").succeeds();
    assert_eq!(hr_tables(&hrm), before);
    assert_one_history(&hrm, &["one.db", "two.db"]);
}

#[test]
fn the_form_offers_the_values_of_a_required_column() {
    let Some(hrm) = hrm() else { return };
    hrm.run(KINDS);
    let sandbox = Sandbox::empty();
    let person = Start::new(&sandbox).sized(140, 40).arg(hrm.url()).runs();
    let person = person.sees("Access matrix").sees(" grants ").types("n").sees("employee.cont");
    let person = person.answers("a.new").sees("a.new");
    // Up from the first field to the last ones, which have listed values.
    let person =
        person.types("\u{1b}[Z").sees("On 'loan'").has_drawn().types("\u{1b}[Z").has_drawn();
    let person = person.answers("Ext").sees_line(&["kind", "Ext"]).types("\t");
    let mut person = person.sees_line(&["kind", "External"]);
    while !person.screen().contains("a@b.example") {
        person = person.types("\u{1b}[Z").has_drawn();
        if crate::person::has_line(&person.screen(), &["e-mail", "▏"]) {
            person = person.answers("a@b.example").sees("a@b.example");
        }
    }
    let pause = std::time::Duration::from_millis(500);
    person.types_in_pieces("", pause, "\r").sees("added user a.new").quits().well(0);
    let made = "SELECT count(*) FROM hrm_users WHERE username = 'a.new' AND kind = 'External'";
    assert_eq!(hrm.number(made), 1);
}
