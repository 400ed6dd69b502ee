//! Rows written within a change are restored exactly by its undo, or skipped and listed.

use rusqlite::Connection;

use super::*;
use crate::domain::{Cell, ChangeId, ChangeKind, JobProgress};
use crate::store::Store;
use crate::store::testing::{TestDb, environment};

/// Tables with values of every type, and with every kind of key.
const ODD: &str = "
CREATE TABLE odd (id UUID PRIMARY KEY, n NUMERIC, r REAL, t TEXT, b BLOB, x);
INSERT INTO odd VALUES ('0f', 5, 5, '5', x'00ff', 1.5), ('1e2', 2.5, NULL, CAST(x'ff20' AS TEXT), NULL, '1');
CREATE TABLE keyless (a, b, \"odd \"\"name\"\"\" TEXT);
INSERT INTO keyless VALUES (1, 2, 'x'), (1, 2, 'x');
CREATE TABLE worded (word TEXT PRIMARY KEY, n INT) WITHOUT ROWID;
INSERT INTO worded VALUES ('one', 1);
INSERT INTO hrm_tenant (id, name, code, is_active, created_by, created_at)
  VALUES ('aa', 'T', 'T', 1, 's', '');
INSERT INTO hrm_company (id, tenant_id, name, code, currency_code, is_active, created_by, created_at)
  VALUES ('c100000000000000000000000000beef', 'aa', 'One', 'ONE', 'SGD', 1, 's', ''), ('c2', 'aa', 'Two', 'TWO', 'SGD', 1, 's', '');
INSERT INTO organization (id, name) VALUES (1, 'O');
INSERT INTO hrm_users VALUES (7, 'eve', 'e@x', '!', 'E', 'V', 1, 0, 1, 5, NULL, '', '');
";

fn database() -> (TestDb, Store) {
    let db = TestDb::new();
    drop(Store::create(&db.path(), environment()).expect("a new database"));
    db.run(ODD);
    let store = db.open();
    (db, store)
}

/// Every row of the HR system's tables, with its row id and the types of its values.
fn everything(db: &TestDb) -> Vec<String> {
    let connection = Connection::open(db.path()).expect("a connection");
    let tables: Vec<String> = connection
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'grantgrid%' \
             AND name <> 'hrm_audit_log'",
        )
        .and_then(|mut tables| tables.query_map([], |row| row.get(0))?.collect())
        .expect("the tables");
    let mut lines = Vec::new();
    for table in tables {
        let db = if table == "worded" { "0" } else { "rowid" };
        let mut statement = connection
            .prepare(&format!("SELECT {db}, * FROM {table} ORDER BY 1, 2"))
            .expect("rows");
        let width = statement.column_count();
        let mut rows = statement.query([]).expect("rows");
        while let Some(row) = rows.next().expect("a row") {
            let values = (0..width).map(|at| row.get::<_, SqlValue>(at).expect("a value"));
            lines.push(format!("{table} {:?}", values.collect::<Vec<_>>()));
        }
    }
    lines
}

fn text(text: &str) -> SqlValue {
    text.to_owned().into()
}

fn key(writer: &mut Writer<'_>, table: &str, column: &str, value: &SqlValue) -> SqlValue {
    writer.key_of(table, column, value).expect("a look").expect("a row")
}

#[test]
fn every_kind_of_row_is_restored_exactly_and_deleted_again() {
    let (db, mut store) = database();
    let before = everything(&db);
    let written = store
        .write_rows(ChangeKind::Users, Some("why"), |writer| {
            let odd = key(writer, "odd", "t", &text("5"));
            assert!(writer.delete_row("odd", &odd, "odd 5")?);
            assert!(!writer.delete_row("odd", &odd, "odd 5")?);
            let lost = key(writer, "odd", "n", &SqlValue::Real(2.5));
            assert_eq!(lost, SqlValue::Integer(100), "a UUID column keeps 1e2 as a number");
            let values = [("x", SqlValue::Blob(vec![1])), ("t", SqlValue::Null)];
            assert!(writer.update_row("odd", &lost, &values, "odd 1e2")?);
            assert!(!writer.update_row("odd", &lost, &values, "odd 1e2")?);
            let first = key(writer, "keyless", "a", &SqlValue::Integer(1));
            assert!(writer.delete_row("keyless", &first, "keyless")?);
            writer.insert_row("keyless", &[("odd \"name\"", text("y"))], "keyless y")?;
            let one = key(writer, "worded", "word", &text("one"));
            writer.update_row("worded", &one, &[("n", SqlValue::Integer(2))], "one")?;
            writer.insert_row("worded", &[("word", text("two"))], "two")?;
            Ok(())
        })
        .expect("a change")
        .expect("something was changed");
    let counts: Vec<String> = written.change.rows.iter().map(ToString::to_string).collect();
    assert_eq!(
        counts,
        [
            "1 row of odd deleted",
            "1 row of odd changed",
            "1 row of keyless deleted",
            "1 row of keyless added",
            "1 row of worded changed",
            "1 row of worded added",
        ]
    );
    assert_eq!(written.delta, None, "only a new count can tell");
    let after = everything(&db);
    assert_ne!(before, after);

    let mut store = db.open();
    let preview =
        store.preview_undo(written.change.id, &mut JobProgress::none()).expect("a preview");
    assert_eq!(everything(&db), after, "a preview writes nothing");
    let undone = store.undo(None, None).expect("an undo");
    assert_eq!(preview.rows, undone.change.rows);
    assert_eq!(undone.left_rows, []);
    assert_eq!(everything(&db), before);
    let redone = store.redo(None).expect("a redo");
    assert_eq!(redone.left_rows, []);
    assert_eq!(everything(&db), after);
    store.undo(None, None).expect("an undo");
    assert_eq!(everything(&db), before);
}

/// Deletes the company ONE with its grants.
fn delete_one(store: &mut Store) -> ChangeId {
    let user = store.find_user("eve").expect("a user").id;
    let company = store.find_company("ONE").expect("a company").id.clone();
    let cell = Cell { user, company };
    let written = store.write_rows(ChangeKind::Companies, None, |writer| {
        writer.grant(&cell)?;
        Ok(())
    });
    assert!(written.expect("a grant").is_some());
    let written = store.write_rows(ChangeKind::Companies, None, |writer| {
        writer.revoke(&cell)?;
        writer.delete_row(
            "hrm_company",
            &text("c100000000000000000000000000beef"),
            "company ONE",
        )?;
        Ok(())
    });
    let change = written.expect("a change").expect("something was changed").change;
    assert_eq!((change.removed, change.rows[0].count), (1, 1));
    change.id
}

#[test]
fn a_company_is_restored_before_its_grants_and_deleted_after_them() {
    let (db, mut store) = database();
    delete_one(&mut store);
    let without = everything(&db);
    assert_eq!(store.companies().len(), 1, "the store's own lists are renewed");
    let undone = store.undo(None, None).expect("an undo");
    assert_eq!((undone.change.added, undone.left_alone_count, undone.left_rows_count), (1, 0, 0));
    assert_eq!(store.companies()[0].code, "ONE", "in its old place");
    store.redo(None).expect("a redo");
    assert_eq!(everything(&db), without);
    store.undo(None, None).expect("an undo");
    store.undo(None, None).expect("an undo of the grant");
    let redone = store.redo(None).expect("a redo of the grant");
    assert_eq!(redone.change.added, 1);
}

#[test]
fn rows_that_changed_since_are_skipped_and_named() {
    let (db, mut store) = database();
    let added = [("id", text("c3")), ("tenant_id", text("aa")), ("name", text("Three"))];
    let rest = [
        ("code", text("THR")),
        ("currency_code", text("SGD")),
        ("is_active", SqlValue::Integer(1)),
    ];
    let stamps = [("created_by", text("s")), ("created_at", text(""))];
    let values = [&added[..], &rest, &stamps].concat();
    store
        .write_rows(ChangeKind::Companies, None, |writer| {
            writer.insert_row("hrm_company", &values, "company THR")?;
            writer.update_row(
                "hrm_company",
                &text("c2"),
                &[("name", text("Zwei")), ("currency_code", text("EUR"))],
                "company TWO",
            )?;
            writer.delete_row(
                "hrm_company",
                &text("c100000000000000000000000000beef"),
                "company ONE",
            )?;
            writer.delete_row("worded", &text("one"), "one")?;
            Ok(())
        })
        .expect("a change");
    db.run(
        "INSERT INTO hrm_user_company_access VALUES ('g', 7, 'c3', '', '');
         UPDATE hrm_company SET name = 'Deux', modified_at = 'x' WHERE id = 'c2';
         INSERT INTO hrm_company (id, tenant_id, name, code, currency_code, is_active, created_by, created_at)
           VALUES ('c9', 'aa', 'Another', 'ONE', 'SGD', 1, 's', '');
         INSERT INTO worded VALUES ('one', 1)",
    );
    let mut store = db.open();
    let undone = store.undo(None, None).expect("an undo");
    let left: Vec<String> = undone.left_rows.iter().map(ToString::to_string).collect();
    assert_eq!(
        left,
        [
            "one: its id is another's by now",
            "company ONE: another row has the same hrm_company.tenant_id, hrm_company.code by now",
            "company TWO: name has changed since",
            "company THR: 1 grant refers to it",
        ]
    );
    assert_eq!(undone.left_rows_count, 4);
    let connection = Connection::open(db.path()).expect("a connection");
    let company: (String, String) = connection
        .query_row("SELECT name, currency_code FROM hrm_company WHERE id = 'c2'", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .expect("the company");
    assert_eq!(company, ("Deux".into(), "SGD".into()), "what nobody touched since comes back");
}

#[test]
fn an_undo_that_would_change_nothing_is_rejected_and_possible_later() {
    let (db, mut store) = database();
    store
        .write_rows(ChangeKind::Companies, None, |writer| {
            writer.update_row(
                "hrm_company",
                &text("c2"),
                &[("name", text("Zwei"))],
                "company TWO",
            )?;
            Ok(())
        })
        .expect("a change");
    db.run("UPDATE hrm_company SET name = 'Deux' WHERE id = 'c2'");
    let before = everything(&db);
    let why = "change 1 cannot be undone: company TWO: it has changed since";
    let id = crate::domain::ChangeId(1);
    assert_eq!(store.undo(None, None).expect_err("nothing to do").to_string(), why);
    let preview = store.preview_undo(id, &mut JobProgress::none());
    assert_eq!(preview.expect_err("nothing to do").to_string(), why);
    assert_eq!(everything(&db), before);
    db.run("UPDATE hrm_company SET name = 'Zwei' WHERE id = 'c2'");
    store.undo(None, None).expect("an undo");
    db.run("UPDATE hrm_company SET name = 'Deux' WHERE id = 'c2'");
    assert_eq!(
        store.redo(None).expect_err("nothing to do").to_string(),
        "change 1 cannot be redone: company TWO: it has changed since"
    );
}

#[test]
fn a_change_to_deleted_rows_does_not_block_older_changes() {
    let (db, mut store) = database();
    for name in ["Zwei", "Drei"] {
        store
            .write_rows(ChangeKind::Companies, None, |writer| {
                let values = [("name", text(name))];
                writer.update_row("hrm_company", &text("c2"), &values, "company TWO").map(drop)
            })
            .expect("a change");
    }
    db.run("DELETE FROM hrm_company WHERE id = 'c2'");
    for id in [2, 1] {
        let undone = store.undo(None, None).expect("an undo");
        assert_eq!(undone.original.id, crate::domain::ChangeId(id));
        assert_eq!(undone.left_rows[0].to_string(), "company TWO: it is gone");
    }
}

#[test]
fn bookkeeping_columns_of_the_hr_system_do_not_block_an_undo() {
    let (db, mut store) = database();
    store
        .write_rows(ChangeKind::Companies, None, |writer| {
            let values = [("name", text("Zwei")), ("modified_at", text("now"))];
            writer.update_row("hrm_company", &text("c2"), &values, "company TWO")?;
            Ok(())
        })
        .expect("a change");
    db.run("UPDATE hrm_company SET phone = '1', modified_at = 'later' WHERE id = 'c2'");
    let undone = store.undo(None, None).expect("an undo");
    assert_eq!(undone.left_rows, []);
    let connection = Connection::open(db.path()).expect("a connection");
    let company: (String, String, String) = connection
        .query_row("SELECT name, modified_at, phone FROM hrm_company WHERE id = 'c2'", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .expect("the company");
    assert_eq!(company, ("Two".into(), "later".into(), "1".into()));
}

#[test]
fn a_deleted_orphan_is_restored_but_not_a_row_without_its_parent() {
    let (db, mut store) = database();
    db.run(
        "PRAGMA foreign_keys = OFF;
         INSERT INTO hrm_user_company_access VALUES ('g', 99, 'gone', '', '')",
    );
    let before = everything(&db);
    store
        .write_rows(ChangeKind::Revoke, None, |writer| {
            writer.delete_row("hrm_user_company_access", &text("g"), "an orphan grant")?;
            Ok(())
        })
        .expect("a change");
    store.undo(None, None).expect("an undo");
    assert_eq!(everything(&db), before);

    store
        .write_rows(ChangeKind::Companies, None, |writer| {
            writer.delete_row("hrm_company", &text("c2"), "company TWO")?;
            Ok(())
        })
        .expect("a change");
    db.run("PRAGMA foreign_keys = OFF; DELETE FROM hrm_tenant");
    let refused = store.undo(None, None).expect_err("its tenant is gone");
    assert_eq!(
        refused.to_string(),
        "change 3 cannot be undone: company TWO: what it refers to in hrm_tenant is gone"
    );
}

#[test]
fn a_journal_of_the_first_form_is_read_as_it_is() {
    let (db, _) = database();
    db.run(include_str!("../../schema/form-1.sql"));
    db.run(
        "INSERT INTO grantgrid_change (at, operator, kind) VALUES ('2026-01-01', 'ada', 'grant')",
    );
    let store = db.open();
    let query = crate::domain::HistoryQuery { limit: 9, ..Default::default() };
    let changes = store.changes(&query).expect("the history");
    assert_eq!((changes.len(), changes[0].rows.len()), (1, 0));
}
