//! The audit log of the HR system: one row for each change, in the change's
//! transaction, in whatever shape the table has.

use crate::common::{ByName, Hr, NOW, every_user};
use grantgrid::domain::{Bulk, ChangeKind, Draft, Edit, Field, JobProgress, Operation};
use grantgrid::store::{EditOptions, Environment, Store};
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

#[test]
fn each_change_leaves_one_row_and_an_undo_its_own() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    store.act_as("root").expect("an operator");
    let edit = Edit { cell: store.cell("björn", "KYO"), granted: true };
    store.edit(ChangeKind::Grant, [edit.clone()], Some("new site")).expect("a change");
    store.edit(ChangeKind::Grant, [edit], None).expect("nothing to do");
    store.undo(None, None).expect("an undo");
    store.redo(None).expect("a redo");
    assert_eq!(
        log(&hr, "id, user_id, action, resource_type, resource_id, status, created_at"),
        ["grant", "undo", "redo"]
            .iter()
            .zip(1..)
            .map(|(action, id)| format!(
                "{id} | 1 | '{action}' | 'user_company_access' | '3' | 'success' | '{NOW}'"
            ))
            .collect::<Vec<_>>()
    );
    let cell = |added: bool| json!([{ "user": "björn", "company": "KYO", "company_name": "京都支社", "added": added }]);
    let row = |change: i64, kind: &str, added: bool| {
        json!({
            "change": change, "kind": kind, "operator": "root",
            "reason": if change == 1 { json!("new site") } else { Value::Null },
            "added": i32::from(added), "removed": i32::from(!added),
            "reverts": if change == 1 { Value::Null } else { json!(1) },
            "cells": cell(added),
            "account": "ada",
        })
    };
    assert_eq!(changes(&hr), [row(1, "grant", true), row(2, "undo", false), row(3, "redo", true)]);
    let last = r#"changes LIKE '%,"account":"ada"}'"#;
    assert_eq!(log(&hr, last), ["1", "1", "1"], "the last field");
}

#[test]
fn of_many_cells_the_first_are_named() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let companies = ["KYO", "LIS", "OLD"].map(|code| store.find_company(code).unwrap().id.clone());
    let users = every_user(&store);
    let bulk = Bulk { operation: Operation::Grant, users, companies: companies.to_vec() };
    let committed = store.commit(&bulk, None, None, &mut JobProgress::none()).expect("a change");
    let added = committed.change.expect("a change").added;
    assert!(added > 20);
    assert_eq!(log(&hr, "user_id, resource_id"), ["NULL | 'grantgrid change 1'"]);
    let [row] = &changes(&hr)[..] else { panic!("one row") };
    assert_eq!((&row["added"], &row["cells_in_all"]), (&json!(added), &json!(added)));
    assert_eq!(row["cells"].as_array().map(Vec::len), Some(20));
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
    assert!(store.try_grant("anna", "NUM").is_err());
    let edit = |store: &Store, granted| Edit { cell: store.cell("anna", "LIS"), granted };
    let edits = [edit(&store, true), edit(&store, false)];
    store.edit(ChangeKind::Grant, edits, None).expect("nothing in the end");
    assert_eq!(log(&hr, "id"), [""; 0]);
}

#[test]
fn the_log_may_have_fewer_columns_and_other_ids() {
    for (columns, shown, row) in [
        ("action TEXT NOT NULL", "action", "'grant'"),
        (
            "id INTEGER PRIMARY KEY, action TEXT, created_at TEXT, extra TEXT",
            "id, action, extra",
            "1 | 'grant' | NULL",
        ),
        (
            "id UUID PRIMARY KEY NOT NULL, action TEXT",
            "length(id), action, instr(id, '-')",
            "32 | 'grant' | 0",
        ),
        (
            "nr INTEGER PRIMARY KEY NOT NULL, Action TEXT, level TEXT NOT NULL DEFAULT 'info'",
            "nr, action, level",
            "1 | 'grant' | 'info'",
        ),
    ] {
        let hr = with_log(columns);
        hr.open().grant("björn", "KYO");
        assert_eq!(log(&hr, shown), [row], "{columns}");
    }
}

#[test]
fn a_log_that_takes_no_row_does_not_stop_a_change() {
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
fn a_user_made_together_with_an_employee_record_is_named_by_id() {
    let hr = Hr::of_2025();
    let mut store = hr.open();
    let uma = [(Field::Username, "uma"), (Field::Email, "uma@x.example"), (Field::Home, "KYO")];
    let uma =
        uma.into_iter().fold(Draft::default(), |draft, (field, text)| draft.with(field, text));
    store.save_user(None, &uma, &EditOptions::default()).expect("a user");
    let id = store.person("uma").id;
    assert_eq!(log(&hr, "resource_type, resource_id"), [format!("'user' | '{id}'")]);
}
