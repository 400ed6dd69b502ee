//! The audit log of the HR system: the rows of each change, in the HR system's own terms if it
//! has them, in the change's transaction, whatever form the table has.

use crate::common::{ByName, Hr, NOW, every_user};
use grantgrid::domain::{
    Bulk, Cell, ChangeKind, Draft, Edit, Field, JobProgress, Operation, UserId,
};
use grantgrid::store::{EditOptions, Environment, Store, StoreError};
use serde_json::{Value, json};

/// The 2025 database with another audit log.
fn with_log(columns: &str) -> Hr {
    let hr = Hr::of_2025();
    hr.run(&format!("DROP TABLE hrm_audit_log; CREATE TABLE hrm_audit_log ({columns})"));
    hr
}

fn log(hr: &Hr, columns: &str) -> Vec<String> {
    hr.rows(&format!("SELECT {columns} FROM hrm_audit_log ORDER BY rowid"))
}

fn changes(hr: &Hr) -> Vec<Value> {
    let connection = hr.sql();
    let mut statement = connection.prepare("SELECT changes FROM hrm_audit_log").expect("a log");
    let texts = statement.query_map([], |row| row.get::<_, String>(0)).expect("rows");
    texts.map(|text| serde_json::from_str(&text.expect("a text")).expect("JSON")).collect()
}

/// The columns of the HR system's own log.
const COLUMNS: &str = "id INTEGER PRIMARY KEY, user_id INTEGER, action VARCHAR(100) NOT NULL, \
    resource_type VARCHAR(100) NOT NULL, resource_id VARCHAR(100) NOT NULL, changes TEXT, \
    status VARCHAR(20), created_at DATETIME NOT NULL";
const ADD: &str = "ADD_USER_COMPANY_ACCESS";
const REMOVE: &str = "REMOVE_USER_COMPANY_ACCESS";

/// The id of a user's only grant for a company, as stored in the table.
fn grant_id(hr: &Hr, user: i64, code: &str) -> String {
    let ids = hr.rows(&format!(
        "SELECT a.id FROM hrm_user_company_access a JOIN hrm_company c ON c.id = a.company_id \
         WHERE a.user_id = {user} AND c.code = '{code}'"
    ));
    let [id] = &ids[..] else { panic!("one grant: {ids:?}") };
    id.clone()
}

#[test]
fn each_grant_is_logged_as_the_hr_system_does_and_an_undo_adds_its_own_rows() {
    for (hr, user, code) in [(Hr::of_2025(), "björn", "KYO"), (Hr::of_2026(), "reto", "GVA")] {
        hr.run(&format!(
            "DROP TABLE IF EXISTS hrm_audit_log; CREATE TABLE hrm_audit_log ({COLUMNS})"
        ));
        let mut store = hr.open();
        store.act_as("root").expect("an operator");
        let user = store.person(user);
        let company = store.find_company(code).expect("a company").clone();
        let edit = Edit { cell: store.cell(&user.username, code), granted: true };
        store.edit(ChangeKind::Grant, [edit.clone()], Some("new site")).expect("a change");
        let id = grant_id(&hr, user.id.0, &company.code);
        store.edit(ChangeKind::Grant, [edit], None).expect("nothing to do");
        store.undo(None, None).expect("an undo");
        store.redo(None).expect("a redo");
        assert_eq!(
            log(&hr, "id, user_id, action, resource_type, resource_id, status, created_at"),
            [ADD, REMOVE, ADD]
                .iter()
                .zip(1..)
                .map(|(action, row)| format!(
                    "{row} | 1 | '{action}' | 'UserCompanyAccess' | {id} | 'Success' | '{NOW}'"
                ))
                .collect::<Vec<_>>()
        );
        let row = |change: i64| {
            json!({
                "user_id": user.id.0, "user_name": user.username,
                "company_id": company.id.as_str(), "company_name": company.name,
                "change": change, "reason": if change == 1 { json!("new site") } else { Value::Null },
                "operator": "root", "account": "ada",
            })
        };
        assert_eq!(changes(&hr), [row(1), row(2), row(3)]);
        let order = r#"changes LIKE '{"user_id":%,"user_name":%,"company_id":%,"company_name":%,"change":%,"reason":%,"operator":"root","account":"ada"}'"#;
        assert_eq!(log(&hr, order), ["1", "1", "1"], "the HR system's fields, then grantgrid's");
    }
}

#[test]
fn up_to_a_hundred_grants_have_a_row_each_and_more_are_summarized() {
    let hr = Hr::of_2025();
    hr.run(
        "WITH RECURSIVE n (n) AS (SELECT 100 UNION ALL SELECT n + 1 FROM n WHERE n < 200) \
         INSERT INTO hrm_users SELECT n, 'u' || n, n || '@x.example', '', '', '', 1, 1, 5, NULL FROM n",
    );
    let mut store = hr.open();
    let company = store.find_company("KYO").expect("a company").id.clone();
    let mut grant = |users: i64| {
        let cells = (0..users).map(|at| Cell { user: UserId(100 + at), company: company.clone() });
        let edits = cells.map(|cell| Edit { cell, granted: true });
        store.edit(ChangeKind::Grant, edits, None).expect("a change");
    };
    grant(100);
    let ids = "SELECT count(*) FROM hrm_audit_log l JOIN hrm_user_company_access a ON a.id = l.resource_id \
               WHERE l.action = 'ADD_USER_COMPANY_ACCESS' AND a.user_id = l.changes ->> 'user_id' \
               AND a.company_id = l.changes ->> 'company_id'";
    assert_eq!((log(&hr, "1").len(), &hr.rows(ids)[..]), (100, &["100".to_owned()][..]));
    hr.run("DELETE FROM hrm_audit_log; DELETE FROM hrm_user_company_access WHERE user_id >= 100");
    grant(101);
    store.undo(None, None).expect("an undo");
    assert_eq!(
        log(&hr, "action, resource_type, resource_id, status"),
        ["grant", "undo"]
            .iter()
            .zip(2..)
            .map(|(action, change)| format!(
                "'{action}' | 'user_company_access' | 'grantgrid change {change}' | 'Success'"
            ))
            .collect::<Vec<_>>()
    );
    let [row, undo] = &changes(&hr)[..] else { panic!("two rows") };
    assert_eq!((&row["added"], &row["cells_in_all"]), (&json!(101), &json!(101)));
    assert_eq!((&undo["removed"], &undo["reverts"]), (&json!(101), &json!(2)));
    assert_eq!(row["cells"].as_array().map(Vec::len), Some(20));
}

#[test]
fn many_cells_of_a_bulk_change_are_logged_one_by_one() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let companies = ["KYO", "LIS", "OLD"].map(|code| store.find_company(code).unwrap().id.clone());
    let users = every_user(&store);
    let bulk = Bulk { operation: Operation::Grant, users, companies: companies.to_vec() };
    let committed = store.commit(&bulk, None, None, &mut JobProgress::none()).expect("a change");
    let added = committed.change.expect("a change").added;
    assert_eq!(added, 24);
    let logged = log(&hr, "user_id, action");
    assert_eq!(logged.len() as u64, added);
    assert!(logged.iter().all(|row| *row == format!("NULL | '{ADD}'")), "{logged:?}");
}

#[test]
fn activating_and_deactivating_users_is_logged_as_the_hr_system_does() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let users = ["anna", "björn", "dora"].map(|name| store.person(name).id);
    store.set_users_active(&users, false, &EditOptions::default()).expect("a change");
    store.undo(None, None).expect("an undo");
    let row = |row: i64, user: usize, active: u8| {
        let id = users[user];
        format!("{row} | 'TOGGLE_USER_STATUS' | 'User' | '{id}' | 'Success' | {id} | {active}")
    };
    let fields = "changes ->> 'user_id', changes ->> 'is_active'";
    assert_eq!(
        log(&hr, &format!("id, action, resource_type, resource_id, status, {fields}")),
        [row(1, 0, 0), row(2, 1, 0), row(3, 1, 1), row(4, 0, 1)],
        "dora was not active before"
    );
    assert_eq!(
        changes(&hr)[0],
        json!({
            "user_id": users[0].0, "user_name": "anna", "is_active": false,
            "change": 1, "reason": null, "operator": "ada", "account": "ada",
        })
    );
}

#[test]
fn edits_that_the_hr_system_has_no_term_for_are_summarized() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let anna = store.person("anna").id;
    let draft = Draft::default().with(Field::Active, "no").with(Field::LastName, "Other");
    store.save_user(Some(anna), &draft, &EditOptions::default()).expect("an edit");
    assert_eq!(
        log(&hr, "action, resource_type, resource_id"),
        [
            format!("'TOGGLE_USER_STATUS' | 'User' | '{anna}'"),
            format!("'users' | 'user' | '{anna}'"),
        ]
    );
    store.grant("emil", "KYO");
    store.grant("emil", "LIS");
    hr.run("DELETE FROM hrm_audit_log");
    let (emil, options) = (store.person("emil").id, EditOptions::default());
    store.delete_users(&[emil], &options, &mut JobProgress::none()).expect("a deletion");
    let mut rows = vec![format!("'{REMOVE}' | 'UserCompanyAccess'"); 2];
    rows.push("'users' | 'user'".to_owned());
    assert_eq!(log(&hr, "action, resource_type"), rows);
}

#[test]
fn a_constraint_of_the_log_may_refuse_single_rows() {
    let hr = with_log(
        "id INTEGER PRIMARY KEY, action TEXT, \
         changes TEXT CHECK (changes ->> 'company_name' IS NOT '京都支社')",
    );
    let mut store = hr.open();
    let edit = |store: &Store, code| Edit { cell: store.cell("björn", code), granted: true };
    let edits = [edit(&store, "KYO"), edit(&store, "LIS")];
    let committed = store.edit(ChangeKind::Grant, edits, None).expect("a change");
    assert_eq!(committed.change.expect("a change").added, 2);
    assert_eq!(log(&hr, "id, action"), [format!("1 | '{ADD}'")]);
}

#[test]
fn the_account_counts_as_the_active_user_of_its_name() {
    let hr = Hr::of_2025();
    for operator in ["anna", "dora", "nobody"] {
        let mut store = Store::open(&hr.path, Environment::real(operator)).expect("a store");
        let granted = !store.companies_of("hana").contains(&"京都支社".to_owned());
        let edit = Edit { cell: store.cell("hana", "KYO"), granted };
        store.edit(ChangeKind::Grant, [edit], None).expect("a change");
    }
    assert_eq!(log(&hr, "user_id"), ["2", "NULL", "NULL"], "dora is not active");
}

#[test]
fn a_change_that_fails_or_is_cancelled_leaves_no_row() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let refused = store.try_grant("anna", "NUM");
    assert!(matches!(refused, Err(StoreError::UnusableCompany(_))), "{refused:?}");
    let edit = |store: &Store, granted| Edit { cell: store.cell("anna", "LIS"), granted };
    let edits = [edit(&store, true), edit(&store, false)];
    store.edit(ChangeKind::Grant, edits, None).expect("nothing in the end");
    assert_eq!(log(&hr, "id"), [""; 0]);
}

#[test]
fn the_log_may_have_fewer_columns_and_other_ids() {
    for (columns, shown, row) in [
        ("action TEXT NOT NULL", "action", "'ADD_USER_COMPANY_ACCESS'"),
        (
            "id INTEGER PRIMARY KEY, action TEXT, created_at TEXT, extra TEXT",
            "id, action, extra",
            "1 | 'ADD_USER_COMPANY_ACCESS' | NULL",
        ),
        (
            "id UUID PRIMARY KEY NOT NULL, action TEXT",
            "length(id), action, instr(id, '-')",
            "32 | 'ADD_USER_COMPANY_ACCESS' | 0",
        ),
        (
            "nr INTEGER PRIMARY KEY NOT NULL, Action TEXT, level TEXT NOT NULL DEFAULT 'info'",
            "nr, action, level",
            "1 | 'ADD_USER_COMPANY_ACCESS' | 'info'",
        ),
    ] {
        let hr = with_log(columns);
        hr.open().grant("björn", "KYO");
        assert_eq!(log(&hr, shown), [row], "{columns}");
    }
}

#[test]
fn a_log_that_accepts_no_row_does_not_stop_a_change() {
    for columns in [
        "id INTEGER PRIMARY KEY, action TEXT, level TEXT NOT NULL",
        "id BIGINT NOT NULL PRIMARY KEY, action TEXT",
        "id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, action TEXT",
        "id INTEGER PRIMARY KEY, action TEXT CHECK (action IN ('CREATE', 'DELETE'))",
        "id INTEGER PRIMARY KEY, what TEXT",
    ] {
        let hr = with_log(columns);
        let mut store = hr.open();
        assert!(store.grant("björn", "KYO").change.is_some(), "{columns}");
        assert_eq!(hr.open().companies_of("björn"), ["京都支社"], "{columns}");
        assert_eq!(log(&hr, "*"), [""; 0], "{columns}");
        store.undo(None, None).expect("an undo");
    }
    let hr = Hr::of_2025();
    hr.run("DROP TABLE hrm_audit_log");
    assert!(hr.open().grant("björn", "KYO").change.is_some());
}

#[test]
fn a_view_instead_of_the_log_is_not_a_log() {
    for trigger in ["SELECT 1", "SELECT RAISE(ABORT, 'no')"] {
        let hr = Hr::of_2025();
        hr.run(&format!(
            "DROP TABLE hrm_audit_log;
             CREATE VIEW hrm_audit_log AS SELECT username AS id, email AS action FROM hrm_users;
             CREATE TRIGGER instead INSTEAD OF INSERT ON hrm_audit_log BEGIN {trigger}; END"
        ));
        let mut store = hr.open();
        assert!(store.grant("björn", "KYO").change.is_some());
        assert_eq!(store.take_audit_note(), None);
        store.undo(None, None).expect("an undo");
        assert_eq!(store.take_audit_note(), None);
    }
}

#[test]
fn a_row_that_the_log_skips_is_reported_and_a_falsified_one_stops_the_change() {
    for (trigger, told) in [
        (
            "BEFORE INSERT ON hrm_audit_log BEGIN SELECT RAISE(IGNORE); END",
            "skipped a row to be added to hrm_audit_log",
        ),
        ("BEFORE INSERT ON hrm_audit_log BEGIN SELECT RAISE(ABORT, 'no'); END", "stopped it: no"),
    ] {
        let hr = Hr::of_2025();
        let mut store = hr.open();
        store.grant("björn", "KYO");
        assert_eq!(store.take_audit_note(), None);
        hr.run(&format!("CREATE TRIGGER meddler {trigger}"));
        store.grant("björn", "LIS");
        let note = store.take_audit_note().expect("a note");
        let expected = format!(
            "the HR system's audit log lacks the row of this change: the trigger “meddler” on \
             hrm_audit_log {told}"
        );
        assert_eq!((note, store.take_audit_note()), (expected, None));
    }
    for (trigger, told) in [
        (
            "AFTER INSERT ON hrm_audit_log BEGIN UPDATE hrm_audit_log SET user_id = 3 WHERE id = NEW.id; END",
            "changed a row of hrm_audit_log in a way that is not part of the change",
        ),
        (
            "AFTER INSERT ON hrm_audit_log BEGIN DELETE FROM hrm_audit_log; END",
            "deleted a row of hrm_audit_log that is not part of the change",
        ),
    ] {
        let hr = Hr::of_2025();
        let mut store = hr.open();
        store.grant("björn", "KYO");
        hr.run(&format!("CREATE TRIGGER meddler {trigger}"));
        let before = hr.dump_all();
        let error = store.try_grant("björn", "LIS").expect_err(trigger).to_string();
        assert_eq!(
            error,
            format!("the trigger “meddler” on hrm_audit_log {told}; nothing was changed")
        );
        assert_eq!(hr.dump_all(), before);
    }
}

#[test]
fn a_row_is_compared_with_what_was_written_in_every_form_of_the_log() {
    for columns in [
        "id UUID PRIMARY KEY, action TEXT, created_at DATETIME, changes JSON, resource_id INTEGER",
        "id TEXT PRIMARY KEY, user_id TEXT, action BLOB, status INTEGER",
        "action TEXT",
    ] {
        for options in ["", "WITHOUT ROWID"] {
            if !options.is_empty() && !columns.starts_with("id") {
                continue;
            }
            let hr = Hr::of_2025();
            hr.run(&format!(
                "DROP TABLE hrm_audit_log; CREATE TABLE hrm_audit_log ({columns}) {options}"
            ));
            let mut store = hr.open();
            store.grant("björn", "KYO");
            assert_eq!(store.take_audit_note(), None, "{columns}");
            let rows = hr.rows("SELECT count(*) FROM hrm_audit_log");
            assert_eq!(rows, ["1"], "{columns} {options}");
        }
    }
}

#[test]
fn a_user_added_with_an_employee_record_is_logged_with_the_id() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let uma = [(Field::Username, "uma"), (Field::Email, "uma@x.example"), (Field::Home, "KYO")];
    let uma =
        uma.into_iter().fold(Draft::default(), |draft, (field, text)| draft.with(field, text));
    store.save_user(None, &uma, &EditOptions::default()).expect("a user");
    let id = store.person("uma").id;
    assert_eq!(log(&hr, "resource_type, resource_id"), [format!("'user' | '{id}'")]);
}
