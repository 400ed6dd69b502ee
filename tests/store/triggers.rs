//! Triggers of the HR system that do something other than a change planned: the change is
//! rolled back, and the message names the trigger. Triggers that do not affect what grantgrid
//! guarantees do not block it.

use crate::common::acts::{
    Act, add_user, bulk, deactivate, delete_company, delete_user, edit_company, edit_user, grant,
    import_users, redo, repair, replace, revoke, set_home, set_rule, undo,
};
use crate::common::{ByName, Hr};
use grantgrid::domain::{ChangeKind, Edit, JobProgress, Scope};
use grantgrid::store::StoreError;

const GRANTS: &str = "hrm_user_company_access";

/// The trigger, the edit, and the message.
const MEDDLING: &[(&str, Act, &str)] = &[
    // It skips rows without an error.
    (
        "BEFORE INSERT ON hrm_user_company_access BEGIN SELECT RAISE(IGNORE); END",
        grant,
        "skipped a row to be added to hrm_user_company_access",
    ),
    (
        "BEFORE INSERT ON hrm_user_company_access WHEN NEW.user_id = 7 BEGIN SELECT RAISE(IGNORE); END",
        bulk,
        "skipped a row to be added to hrm_user_company_access",
    ),
    (
        "BEFORE DELETE ON hrm_user_company_access BEGIN SELECT RAISE(IGNORE); END",
        revoke,
        "skipped a row to be deleted from hrm_user_company_access",
    ),
    (
        "BEFORE DELETE ON hrm_user_company_access BEGIN SELECT RAISE(IGNORE); END",
        replace,
        "skipped a row to be deleted",
    ),
    (
        "BEFORE DELETE ON hrm_user_company_access BEGIN SELECT RAISE(IGNORE); END",
        repair,
        "skipped a row to be deleted",
    ),
    (
        "BEFORE DELETE ON hrm_user_company_access BEGIN SELECT RAISE(IGNORE); END",
        delete_user,
        "skipped a row to be deleted",
    ),
    (
        "BEFORE INSERT ON hrm_users BEGIN SELECT RAISE(IGNORE); END",
        add_user,
        "skipped a row to be added to hrm_users",
    ),
    (
        "BEFORE INSERT ON hrm_employee BEGIN SELECT RAISE(IGNORE); END",
        import_users,
        "skipped a row to be added to hrm_employee",
    ),
    (
        "BEFORE UPDATE ON hrm_users BEGIN SELECT RAISE(IGNORE); END",
        edit_user,
        "skipped a row of hrm_users to be changed",
    ),
    (
        "BEFORE UPDATE ON hrm_company BEGIN SELECT RAISE(IGNORE); END",
        edit_company,
        "skipped a row of hrm_company to be changed",
    ),
    (
        "BEFORE DELETE ON hrm_users BEGIN SELECT RAISE(IGNORE); END",
        delete_user,
        "skipped a row to be deleted from hrm_users",
    ),
    (
        "BEFORE DELETE ON hrm_company BEGIN SELECT RAISE(IGNORE); END",
        delete_company,
        "skipped a row to be deleted from hrm_company",
    ),
    // It rewrites what was written.
    (
        "AFTER INSERT ON hrm_users BEGIN UPDATE hrm_users SET username = upper(username) WHERE id = NEW.id; END",
        add_user,
        "changed a row of hrm_users",
    ),
    (
        "AFTER INSERT ON hrm_users BEGIN UPDATE hrm_users SET role_id = 1 WHERE id = NEW.id; END",
        import_users,
        "changed a row of hrm_users",
    ),
    (
        "AFTER UPDATE ON hrm_users BEGIN UPDATE hrm_users SET first_name = OLD.first_name WHERE id = NEW.id; END",
        edit_user,
        "changed a row of hrm_users",
    ),
    (
        "AFTER UPDATE ON hrm_users BEGIN UPDATE hrm_users SET role_id = 1 WHERE id = NEW.id; END",
        edit_user,
        "changed a row of hrm_users",
    ),
    (
        "AFTER UPDATE ON hrm_users BEGIN UPDATE hrm_users SET is_active = 1 WHERE id = NEW.id; END",
        deactivate,
        "changed a row of hrm_users",
    ),
    (
        "AFTER UPDATE ON hrm_company BEGIN UPDATE hrm_company SET tenant_id = '7c9e6679f42a4cb0b5d1e0a3c4f5d602' WHERE id = NEW.id; END",
        edit_company,
        "changed a row of hrm_company",
    ),
    (
        "AFTER INSERT ON hrm_user_company_access BEGIN UPDATE hrm_user_company_access SET company_id = 'b1a4c6d0e2f34a5c8b7d9e0f1a2b3c01' WHERE id = NEW.id AND NEW.user_id = 7 AND NEW.company_id LIKE 'a3%'; END",
        bulk,
        "changed a row of hrm_user_company_access",
    ),
    (
        "AFTER INSERT ON hrm_user_company_access BEGIN UPDATE hrm_user_company_access SET created_at = '2000-01-01' WHERE id = NEW.id; END",
        grant,
        "changed a row of hrm_user_company_access",
    ),
    // It undoes what was written.
    (
        "AFTER INSERT ON hrm_user_company_access BEGIN DELETE FROM hrm_user_company_access WHERE id = NEW.id; END",
        grant,
        "deleted a row of hrm_user_company_access",
    ),
    (
        "AFTER DELETE ON hrm_user_company_access BEGIN INSERT INTO hrm_user_company_access VALUES ('abcd69ed617f54837970820fe119a7ff', OLD.user_id, OLD.company_id, OLD.created_at, NULL); END",
        revoke,
        "added a row to hrm_user_company_access",
    ),
    // It writes other rows.
    (
        "AFTER INSERT ON hrm_user_company_access BEGIN DELETE FROM hrm_user_company_access WHERE user_id = 4; END",
        grant,
        "deleted a row of hrm_user_company_access",
    ),
    (
        "AFTER INSERT ON hrm_user_company_access BEGIN DELETE FROM hrm_user_company_access WHERE user_id = 4; END",
        bulk,
        "deleted a row of hrm_user_company_access",
    ),
    (
        "AFTER DELETE ON hrm_user_company_access BEGIN DELETE FROM hrm_employee WHERE id = 9; END",
        revoke,
        "deleted a row of hrm_employee",
    ),
    (
        "AFTER INSERT ON hrm_employee BEGIN INSERT INTO hrm_user_company_access VALUES ('abcd69ed617f54837970820fe119a7ff', NEW.user_id, NEW.company_id, '2026-01-01', NULL); END",
        add_user,
        "added a row to hrm_user_company_access",
    ),
    (
        "AFTER UPDATE ON hrm_employee BEGIN INSERT OR REPLACE INTO hrm_user_company_access VALUES ('f01d69ed617f54837970820fe119a702', NEW.user_id, 'b1a4c6d0e2f34a5c8b7d9e0f1a2b3c01', '2026-01-01', NULL); END",
        set_home,
        "added a row to hrm_user_company_access",
    ),
    (
        "AFTER UPDATE ON hrm_users BEGIN UPDATE hrm_users SET is_active = 0 WHERE id = 4; END",
        edit_user,
        "changed a row of hrm_users",
    ),
    (
        "AFTER UPDATE ON hrm_company BEGIN DELETE FROM hrm_user_company_access WHERE user_id = 4; END",
        edit_company,
        "deleted a row of hrm_user_company_access",
    ),
    (
        "AFTER DELETE ON hrm_company BEGIN DELETE FROM hrm_user_company_access WHERE user_id = 4; END",
        delete_company,
        "deleted a row of hrm_user_company_access",
    ),
    (
        "AFTER INSERT ON grantgrid_rule BEGIN DELETE FROM hrm_user_company_access WHERE user_id = 4; END",
        set_rule,
        "deleted a row of hrm_user_company_access",
    ),
    (
        "AFTER INSERT ON hrm_audit_log BEGIN DELETE FROM hrm_user_company_access WHERE user_id = 4; END",
        grant,
        "deleted a row of hrm_user_company_access",
    ),
    // Through another table.
    (
        "AFTER INSERT ON hrm_user_company_access BEGIN INSERT INTO queue VALUES (NEW.user_id, 1, 2); END; \
      CREATE TRIGGER second AFTER INSERT ON queue BEGIN DELETE FROM hrm_user_company_access WHERE user_id = 4; END",
        grant,
        "deleted a row of hrm_user_company_access",
    ),
];

/// The database with the tables that triggers write to, and a journal.
fn hr() -> Hr {
    let hr = Hr::of_2025();
    hr.run(
        "CREATE TABLE queue (user_id, a, b); CREATE TABLE keyed (id PRIMARY KEY, a, b) WITHOUT ROWID;
         ALTER TABLE hrm_users ADD COLUMN version INTEGER DEFAULT 1;
         ALTER TABLE hrm_users ADD COLUMN updated_at DATETIME;
         ALTER TABLE hrm_users ADD COLUMN companies INTEGER DEFAULT 0;",
    );
    // The first change creates the journal.
    let mut store = hr.open();
    store.set_rule("Employee", Scope::All, None).expect("a rule");
    hr
}

#[test]
fn unplanned_effects_of_a_trigger_roll_the_change_back() {
    for (trigger, act, said) in MEDDLING {
        let hr = hr();
        hr.run(&format!("CREATE TRIGGER meddler {trigger}"));
        let before = hr.dump_all();
        let mut store = hr.open();
        let error = act(&mut store).expect_err(trigger).to_string();
        assert!(error.contains(said), "{trigger}: {error}");
        assert!(error.contains('“') && error.ends_with("; nothing was changed"), "{error}");
        assert_eq!(hr.dump_all(), before, "{trigger}");
        // The store works again once the trigger is dropped.
        hr.run("DROP TRIGGER meddler");
        act(&mut store).expect(trigger);
        store.undo(None, None).expect(trigger);
    }
}

#[test]
fn undo_and_redo_are_verified_too() {
    let acts: [Act; 6] = [grant, revoke, bulk, add_user, edit_user, delete_user];
    for act in acts {
        for (again, is_redo) in [(undo as Act, false), (redo, true)] {
            let hr = hr();
            let mut store = hr.open();
            act(&mut store).expect("an edit");
            if is_redo {
                store.undo(None, None).expect("an undo");
            }
            hr.run(
                "CREATE TRIGGER meddler AFTER INSERT ON hrm_audit_log
                 BEGIN DELETE FROM hrm_user_company_access WHERE user_id = 4; END",
            );
            let before = hr.dump_all();
            let error = again(&mut store).expect_err("a refusal").to_string();
            assert_eq!(
                error,
                "the trigger “meddler” on hrm_audit_log deleted a row of hrm_user_company_access \
                 that is not part of the change; nothing was changed"
            );
            assert_eq!(hr.dump_all(), before);
            hr.run("DROP TRIGGER meddler");
            again(&mut store).expect("without the trigger");
        }
    }
}

#[test]
fn a_trigger_during_an_undo_is_not_mistaken_for_a_changed_row() {
    let hr = hr();
    let mut store = hr.open();
    revoke(&mut store).expect("an edit");
    hr.run(&format!(
        "CREATE TRIGGER meddler BEFORE INSERT ON {GRANTS} BEGIN SELECT RAISE(IGNORE); END"
    ));
    let error = store.undo(None, None).expect_err("a refusal").to_string();
    assert!(error.contains("“meddler” on hrm_user_company_access skipped a row"), "{error}");
}

#[test]
fn a_trigger_that_rolls_everything_back_leaves_nothing_written() {
    let hr = hr();
    let mut store = hr.open();
    delete_user(&mut store).expect("an edit");
    hr.run(
        "CREATE TRIGGER meddler BEFORE INSERT ON hrm_users BEGIN SELECT RAISE(ROLLBACK, 'no'); END;
         CREATE TRIGGER logged BEFORE INSERT ON hrm_audit_log BEGIN SELECT RAISE(ROLLBACK, 'no log'); END",
    );
    let before = hr.dump_all();
    store.undo(None, None).expect_err("a refusal");
    grant(&mut store).expect_err("a refusal");
    assert_eq!(hr.dump_all(), before);
    hr.run("DROP TRIGGER meddler; DROP TRIGGER logged");
    store.undo(None, None).expect("without the triggers");
}

/// What the HR system may do in addition to a change: logs, queues, and columns that grantgrid
/// neither reads nor guarantees.
const HARMLESS: &[&str] = &[
    "AFTER INSERT ON hrm_user_company_access BEGIN INSERT INTO queue VALUES (NEW.user_id, 1, 2); END",
    "AFTER INSERT ON hrm_user_company_access BEGIN INSERT OR IGNORE INTO keyed VALUES (NEW.user_id, 1, 2); END",
    "AFTER DELETE ON hrm_user_company_access BEGIN DELETE FROM queue; END",
    "AFTER INSERT ON hrm_user_company_access BEGIN UPDATE hrm_user_company_access SET modified_at = '2030-01-01' WHERE id = NEW.id; END",
    "AFTER INSERT ON hrm_user_company_access BEGIN UPDATE hrm_users SET companies = companies + 1, updated_at = 'x' WHERE id = NEW.user_id; END",
    "AFTER UPDATE ON hrm_users BEGIN UPDATE hrm_users SET version = OLD.version + 1, updated_at = 'x' WHERE id = NEW.id; END",
    "AFTER INSERT ON hrm_users BEGIN UPDATE hrm_users SET version = 7 WHERE id = NEW.id; END",
    "AFTER INSERT ON hrm_users BEGIN INSERT INTO hrm_audit_log (action, resource_type, resource_id, created_at) VALUES ('CREATE', 'User', NEW.id, ''); END",
    "AFTER UPDATE ON hrm_users BEGIN UPDATE hrm_users SET role_id = role_id, username = NEW.username WHERE id = NEW.id; END",
    "BEFORE INSERT ON hrm_audit_log BEGIN SELECT RAISE(IGNORE); END",
    "BEFORE INSERT ON hrm_audit_log BEGIN SELECT RAISE(ABORT, 'no'); END",
    "BEFORE UPDATE ON queue BEGIN DELETE FROM hrm_user_company_access; END",
];

#[test]
fn a_trigger_unrelated_to_the_change_does_not_stop_it() {
    let acts: [Act; 8] =
        [grant, revoke, bulk, replace, add_user, edit_user, delete_user, edit_company];
    for trigger in HARMLESS {
        for act in acts {
            let hr = hr();
            hr.run(&format!("CREATE TRIGGER aside {trigger}"));
            let mut store = hr.open();
            act(&mut store).expect(trigger);
            store.undo(None, None).expect(trigger);
            store.redo(None).expect(trigger);
            store.undo(None, None).expect(trigger);
            assert_eq!(hr.rows("SELECT count(*) FROM hrm_user_company_access"), ["7"], "{trigger}");
            assert_eq!(hr.rows("SELECT count(*) FROM hrm_users"), ["9"], "{trigger}");
            assert_eq!(hr.rows("SELECT count(*) FROM hrm_employee"), ["9"], "{trigger}");
        }
    }
}

#[test]
fn a_constraint_that_ignores_rows_is_noticed_like_a_trigger() {
    let hr = Hr::of_2025();
    hr.run(
        "CREATE TABLE a (id UUID PRIMARY KEY, user_id INTEGER, company_id UUID, created_at DATETIME,
           modified_at DATETIME, CHECK (1), UNIQUE (created_at) ON CONFLICT IGNORE);
         INSERT INTO a SELECT * FROM hrm_user_company_access;
         DROP TABLE hrm_user_company_access; ALTER TABLE a RENAME TO hrm_user_company_access;",
    );
    let mut store = hr.open();
    grant(&mut store).expect("the first at this time");
    let edit = Edit { cell: store.cell("frida", "LIS"), granted: true };
    let error = store.edit(ChangeKind::Grant, [edit], None).expect_err("a refusal").to_string();
    assert_eq!(
        error,
        "the database skipped a row to be added to hrm_user_company_access; nothing was changed"
    );
}

#[test]
fn a_grant_deleted_together_with_another_is_noticed() {
    let hr = Hr::of_2025();
    hr.run(
        "ALTER TABLE hrm_user_company_access ADD COLUMN parent UUID
           REFERENCES hrm_user_company_access (id) ON DELETE CASCADE;
         UPDATE hrm_user_company_access SET parent = 'f01d69ed617f54837970820fe119a702' WHERE user_id = 4;",
    );
    let before = hr.dump_all();
    let mut store = hr.open();
    let error = revoke(&mut store).expect_err("a refusal").to_string();
    assert_eq!(
        error,
        "a grant cannot be removed: 1 grant refers to it; delete those rows first; nothing \
         was changed"
    );
    assert_eq!(hr.dump_all(), before);
}

#[test]
fn a_trigger_that_could_change_the_history_unseen_is_refused_and_found() {
    for trigger in [
        "BEFORE INSERT ON grantgrid_cell BEGIN SELECT RAISE(IGNORE); END",
        "BEFORE INSERT ON grantgrid_row BEGIN SELECT RAISE(ABORT, 'no'); END",
        "AFTER INSERT ON grantgrid_change BEGIN DELETE FROM hrm_user_company_access; END",
        "AFTER INSERT ON hrm_user_company_access BEGIN DELETE FROM grantgrid_cell; END",
    ] {
        let hr = hr();
        let mut store = hr.open();
        grant(&mut store).expect("the own tables");
        hr.run(&format!("CREATE TRIGGER own {trigger}"));
        let before = hr.dump_all();
        let acts: [Act; 6] = [revoke, bulk, add_user, edit_user, delete_user, edit_company];
        let told = |error: StoreError| {
            let said = error.to_string();
            assert!(
                said.starts_with("the trigger own on ")
                    && said.ends_with("drop it first; nothing was changed"),
                "{said}"
            );
        };
        for act in acts {
            told(act(&mut store).expect_err(trigger));
        }
        told(store.undo(None, None).expect_err(trigger));
        assert_eq!(hr.dump_all(), before, "{trigger}");
        let report = store.check(false, &mut JobProgress::none()).expect("a check");
        assert!(
            report
                .findings
                .iter()
                .any(|it| it.samples.iter().any(|it| it.contains("the trigger own on"))),
            "{trigger}"
        );
    }
}
