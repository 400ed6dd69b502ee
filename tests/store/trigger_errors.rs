//! Errors raised by triggers and foreign keys of the HR system: the message names the trigger
//! or the table, and nothing is changed.

use crate::common::acts::{
    Act, delete_user, edit_company, edit_user, grant, import_users, repair, revoke, set_policy,
    set_rule,
};
use crate::common::{ByName, Hr};
use grantgrid::domain::{Bulk, JobProgress, Scope};

/// What the database has, the edit, and the message.
const REFUSING: &[(&str, Act, &str)] = &[
    (
        "CREATE TRIGGER guard BEFORE INSERT ON hrm_user_company_access BEGIN SELECT RAISE(ABORT, 'it''s late'); END",
        grant,
        "the trigger “guard” on hrm_user_company_access stopped it: it's late",
    ),
    (
        "CREATE TRIGGER guard BEFORE DELETE ON hrm_user_company_access BEGIN SELECT RAISE(FAIL, 'no'); END",
        revoke,
        "the trigger “guard” on hrm_user_company_access stopped it: no",
    ),
    (
        "CREATE TRIGGER guard BEFORE UPDATE ON hrm_users BEGIN SELECT RAISE(ROLLBACK, 'no'); END",
        edit_user,
        "the trigger “guard” on hrm_users stopped it: no",
    ),
    (
        "CREATE TRIGGER guard AFTER DELETE ON hrm_users BEGIN SELECT RAISE(ABORT, 'kept'); END",
        delete_user,
        "the trigger “guard” on hrm_users stopped it: kept",
    ),
    // The trigger that raises the error, not the one that fired first.
    (
        "CREATE TRIGGER first AFTER INSERT ON hrm_user_company_access BEGIN INSERT INTO queue VALUES (1); END;
         CREATE TRIGGER second AFTER INSERT ON queue BEGIN SELECT RAISE(ABORT, 'the queue is full'); END",
        grant,
        "the trigger “second” on queue stopped it: the queue is full",
    ),
    (
        "CREATE TRIGGER first BEFORE INSERT ON hrm_user_company_access WHEN 0 BEGIN SELECT RAISE(ABORT, 'no'); END;
         CREATE TRIGGER second BEFORE INSERT ON hrm_user_company_access BEGIN SELECT RAISE(ABORT, 'no'); END",
        grant,
        "one of the triggers “first” on hrm_user_company_access, “second” on hrm_user_company_access stopped it: no",
    ),
    // Through a foreign key of a table that only triggers write to.
    (
        "CREATE TABLE step (id PRIMARY KEY); INSERT INTO step VALUES (1);
         CREATE TABLE part (step REFERENCES step (id) ON DELETE CASCADE); INSERT INTO part VALUES (1);
         CREATE TRIGGER first AFTER INSERT ON hrm_user_company_access BEGIN DELETE FROM step; END;
         CREATE TRIGGER second BEFORE DELETE ON part BEGIN SELECT RAISE(ABORT, 'a part is in use'); END",
        grant,
        "the trigger “second” on part stopped it: a part is in use",
    ),
    // Through a view.
    (
        "CREATE VIEW queued AS SELECT * FROM queue;
         CREATE TRIGGER first AFTER DELETE ON hrm_user_company_access BEGIN INSERT INTO queued VALUES (1); END;
         CREATE TRIGGER second INSTEAD OF INSERT ON queued BEGIN SELECT RAISE(ABORT, 'closed'); END",
        revoke,
        "the trigger “second” on queued stopped it: closed",
    ),
    // A table whose name is part of another's, and of other words.
    (
        "CREATE TABLE que (a); CREATE TABLE e (a);
         CREATE TRIGGER first AFTER INSERT ON hrm_user_company_access BEGIN INSERT INTO queue VALUES (1); END;
         CREATE TRIGGER second AFTER INSERT ON queue BEGIN SELECT RAISE(ABORT, 'no'); END;
         CREATE TRIGGER third AFTER INSERT ON que BEGIN SELECT RAISE(ABORT, 'no'); END;
         CREATE TRIGGER guard AFTER INSERT ON e BEGIN SELECT RAISE(ABORT, 'no'); END",
        grant,
        "the trigger “second” on queue stopped it: no",
    ),
    // Conditions, columns, odd spacing.
    (
        "CREATE TRIGGER guard BEFORE UPDATE OF first_name ON hrm_users WHEN(NEW.first_name<>'x')BEGIN SELECT raise ( abort , 'Kept As It Is' ); END",
        edit_user,
        "the trigger “guard” on hrm_users stopped it: Kept As It Is",
    ),
    (
        "CREATE TRIGGER guard BEFORE INSERT ON grantgrid_rule BEGIN SELECT RAISE(ABORT, 'no rules'); END",
        set_rule,
        "the trigger “guard” on grantgrid_rule stopped it: no rules",
    ),
    (
        "CREATE TRIGGER guard BEFORE INSERT ON grantgrid_policy BEGIN SELECT RAISE(ABORT, 'no policies'); END",
        set_policy,
        "the trigger “guard” on grantgrid_policy stopped it: no policies",
    ),
    (
        "CREATE TRIGGER guard BEFORE INSERT ON hrm_employee BEGIN SELECT RAISE(ABORT, 'no records'); END",
        import_users,
        "the trigger “guard” on hrm_employee stopped it: no records",
    ),
    (
        "CREATE TRIGGER guard BEFORE DELETE ON hrm_user_company_access BEGIN SELECT RAISE(ABORT, 'no'); END",
        repair,
        "the trigger “guard” on hrm_user_company_access stopped it: no",
    ),
    (
        "CREATE TRIGGER guard BEFORE UPDATE ON hrm_company BEGIN SELECT RAISE(ABORT, 'no'); END",
        edit_company,
        "the trigger “guard” on hrm_company stopped it: no",
    ),
    // Something that its body refers to does not exist.
    (
        "CREATE TRIGGER history AFTER INSERT ON hrm_user_company_access BEGIN INSERT INTO nosuch VALUES (1); END",
        grant,
        "the trigger “history” on hrm_user_company_access cannot run: no such table: main.nosuch",
    ),
    (
        "CREATE TRIGGER history AFTER UPDATE ON hrm_users BEGIN UPDATE queue SET nosuch = 1; END",
        edit_user,
        "the trigger “history” on hrm_users cannot run: no such column: nosuch",
    ),
    (
        "CREATE TRIGGER history AFTER INSERT ON hrm_audit_log BEGIN INSERT INTO nosuch VALUES (1); END",
        grant,
        "the trigger “history” on hrm_audit_log cannot run: no such table: main.nosuch",
    ),
    // A constraint of a table that only the trigger writes to.
    (
        "CREATE TRIGGER history AFTER INSERT ON hrm_user_company_access BEGIN INSERT INTO queue VALUES (NULL); END",
        grant,
        "the trigger “history” on hrm_user_company_access fails: NOT NULL constraint failed: queue.a",
    ),
    (
        "INSERT INTO queue VALUES (1);
         CREATE TRIGGER history AFTER UPDATE ON hrm_users BEGIN INSERT INTO queue VALUES (1); END",
        edit_user,
        "the trigger “history” on hrm_users fails: UNIQUE constraint failed: queue.a",
    ),
    (
        "CREATE TRIGGER logged BEFORE INSERT ON hrm_audit_log BEGIN SELECT RAISE(ROLLBACK, 'no'); END",
        grant,
        "the trigger “logged” on hrm_audit_log rolled it back",
    ),
];

fn hr() -> Hr {
    let hr = Hr::of_2025();
    hr.run("CREATE TABLE queue (a NOT NULL UNIQUE)");
    // Triggers can be on grantgrid's own tables.
    let mut store = hr.open();
    store.set_rule("Employee", Scope::All, None).expect("a rule");
    hr
}

#[test]
fn an_error_of_a_trigger_names_it() {
    for (script, act, said) in REFUSING {
        let hr = hr();
        hr.run(script);
        let mut store = hr.open();
        let before = hr.dump_all();
        // A rehearsal reports the same.
        let tried = store.rehearse_edit(act).expect_err(script).to_string();
        assert_eq!(hr.dump_all(), before, "{script}");
        let error = act(&mut store).expect_err(script).to_string();
        assert_eq!(tried, error, "{script}");
        assert_eq!(
            error,
            format!("the database rejected the change: {said}; nothing was changed"),
            "{script}"
        );
        assert_eq!(hr.dump_all(), before, "{script}");
        let triggers = hr.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger'");
        for name in triggers {
            hr.run(&format!("DROP TRIGGER {name}"));
        }
        act(&mut store).expect(script);
    }
}

#[test]
fn a_failing_trigger_is_not_mistaken_for_a_changed_cell() {
    let hr = hr();
    let mut store = hr.open();
    revoke(&mut store).expect("an edit");
    hr.run(
        "INSERT INTO queue VALUES (1); CREATE TRIGGER history AFTER INSERT ON hrm_user_company_access
         BEGIN INSERT INTO queue VALUES (1); END",
    );
    let newest = store.next_to_undo().expect("the journal").expect("a change").id;
    let error = store.undo(Some(newest), None).expect_err("a refusal").to_string();
    assert!(error.contains("the trigger “history” on hrm_user_company_access fails"), "{error}");
}

#[test]
fn among_several_triggers_the_one_that_interferes_is_named() {
    let hr = hr();
    hr.run(
        "CREATE TRIGGER first AFTER INSERT ON hrm_user_company_access
         BEGIN INSERT INTO queue VALUES (NEW.user_id); END;
         CREATE TRIGGER second AFTER INSERT ON queue
         BEGIN DELETE FROM hrm_user_company_access WHERE user_id = 4; END",
    );
    let mut store = hr.open();
    let error = grant(&mut store).expect_err("a refusal").to_string();
    assert_eq!(
        error,
        "the trigger “second” on queue deleted a row of hrm_user_company_access that is not part \
         of the change; nothing was changed"
    );
}

#[test]
fn a_trigger_that_deletes_other_grants_is_not_another_program() {
    let hr = hr();
    hr.run(
        "CREATE TRIGGER meddler AFTER DELETE ON hrm_user_company_access
         BEGIN DELETE FROM hrm_user_company_access WHERE user_id = 7; END",
    );
    let mut store = hr.open();
    let users = [store.person("anna").id, store.person("frida").id];
    let companies: Vec<_> = store.companies().iter().map(|it| it.id.clone()).collect();
    let bulk = Bulk::revoke(users, companies);
    let before = hr.dump_all();
    let preview = store.dry_run(&bulk).expect("a preview");
    for done in [
        store.commit(&bulk, Some(&preview), None, &mut JobProgress::none()).map(drop),
        store.rehearse_commit(&bulk, &mut JobProgress::none()),
    ] {
        let error = done.expect_err("a refusal").to_string();
        assert!(error.starts_with("the trigger “meddler” on hrm_user_company_access"), "{error}");
    }
    assert_eq!(hr.dump_all(), before);
}

#[test]
fn a_dry_run_of_an_undo_runs_the_triggers_too() {
    let hr = hr();
    let mut store = hr.open();
    grant(&mut store).expect("an edit");
    hr.run(
        "CREATE TRIGGER meddler AFTER DELETE ON hrm_user_company_access
         BEGIN DELETE FROM hrm_user_company_access WHERE user_id = 7; END",
    );
    let before = hr.dump_all();
    let error = store.preview_next_undo(&mut JobProgress::none()).expect_err("a refusal");
    assert!(error.to_string().starts_with("the trigger “meddler”"), "{error}");
    assert_eq!(hr.dump_all(), before);
}

#[test]
fn foreign_keys_are_enforced_again_after_every_error() {
    let hr = hr();
    hr.run(
        "CREATE TRIGGER guard BEFORE UPDATE ON hrm_users BEGIN SELECT RAISE(ROLLBACK, 'no'); END;
         CREATE TABLE scope (access_id UUID REFERENCES hrm_user_company_access (id) DEFERRABLE INITIALLY DEFERRED);
         CREATE TRIGGER broken AFTER INSERT ON hrm_user_company_access BEGIN INSERT INTO scope VALUES ('x'); END",
    );
    let mut store = hr.open();
    edit_user(&mut store).expect_err("a refusal");
    let before = hr.dump_all();
    let error = grant(&mut store).expect_err("a foreign key").to_string();
    assert_eq!(
        error,
        "the database rejected the change: a deferred foreign key is broken at the end of the \
         change: a trigger wrote a row that refers to nothing, or something refers to a row that is \
         gone; nothing was changed"
    );
    assert_eq!(hr.dump_all(), before);
}

#[test]
fn a_grant_deleted_through_a_foreign_key_is_noticed_and_the_trigger_named() {
    let hr = hr();
    hr.run(
        "CREATE TABLE approval (id INTEGER PRIMARY KEY); INSERT INTO approval VALUES (1);
         ALTER TABLE hrm_user_company_access ADD COLUMN approval INTEGER
           REFERENCES approval (id) ON DELETE CASCADE;
         UPDATE hrm_user_company_access SET approval = 1 WHERE user_id = 4;
         CREATE TRIGGER aside AFTER INSERT ON hrm_user_company_access
         BEGIN UPDATE hrm_users SET first_name = first_name WHERE id = NEW.user_id; END;
         CREATE TRIGGER once AFTER INSERT ON hrm_user_company_access
         BEGIN DELETE FROM approval WHERE id = 1; END",
    );
    let before = hr.dump_all();
    let mut store = hr.open();
    let error = grant(&mut store).expect_err("a refusal").to_string();
    assert_eq!(
        error,
        "the trigger “once” on hrm_user_company_access deleted a row of hrm_user_company_access \
         that is not part of the change; nothing was changed"
    );
    assert_eq!(hr.dump_all(), before);
}

#[test]
fn a_dry_run_meets_the_constraints_of_grants_too() {
    for rule in [
        "ALTER TABLE hrm_user_company_access ADD COLUMN note TEXT CHECK (user_id <> 12)",
        "CREATE UNIQUE INDEX a ON hrm_user_company_access (created_at)",
    ] {
        let hr = hr();
        hr.run(rule);
        let mut store = hr.open();
        let before = hr.dump_all();
        let anna = store.person("anna").id;
        let hana = store.person("hana").id;
        let bulk = Bulk::grant([anna, hana], [store.cell("anna", "LIS").company]);
        let tried = store.rehearse_commit(&bulk, &mut JobProgress::none());
        let done = store.apply(&bulk, None).expect_err(rule).to_string();
        assert_eq!(tried.expect_err(rule).to_string(), done);
        assert!(done.contains("constraint failed"), "{done}");
        assert_eq!(hr.dump_all(), before);
    }
}
