//! Writing rows as an HR Manager of one of two tenants.

use super::*;
use crate::domain::ChangeKind;
use crate::store::Store;
use crate::store::edit::WrittenChange;
use crate::store::edit::writer::Writer;
use crate::store::testing::{TestDb, environment};

const ROWS: &str = "
INSERT INTO hrm_tenant (id, name, code, is_active, created_by, created_at)
    VALUES ('ta', 'Acme', 'A', 1, 's', ''), ('tb', 'Blue', 'B', 1, 's', '');
INSERT INTO organization (id, name, tenant_id) VALUES (1, 'Acme', 'ta'), (2, 'Blue', 'tb');
INSERT INTO hrm_company (id, tenant_id, name, code, currency_code, is_active, created_by, created_at)
    VALUES ('ca', 'ta', 'Acme Paris', 'PAR', 'EUR', 1, 's', ''), ('cb', 'tb', 'Blue Rome', 'ROM', 'EUR', 1, 's', '');
INSERT INTO hrm_users VALUES (1, 'hugo', 'h', '!', 'H', 'M', 1, 0, 1, 3, NULL, '', ''),
    (2, 'eve', 'e', '!', 'E', 'V', 1, 0, 1, 5, NULL, '', ''),
    (3, 'bea', 'b', '!', 'B', 'A', 1, 0, 2, 5, NULL, '', '');
INSERT INTO hrm_employee (id, employee_id, first_name, last_name, hire_date, basic_salary, organization_id, user_id, company_id)
    VALUES (1, 'E1', 'E', 'V', '', 1, 1, 2, 'ca'), (2, 'E2', 'B', 'A', '', 1, 2, 3, 'cb');
";

fn database() -> (TestDb, Store) {
    let db = TestDb::new();
    drop(Store::create(&db.path(), environment()).expect("a new database"));
    db.run(ROWS);
    let mut store = db.open();
    store.act_as("hugo").expect("an operator");
    (db, store)
}

fn text(text: &str) -> SqlValue {
    text.to_owned().into()
}

fn user(id: i64, name: &str, organization: i64) -> Vec<(&'static str, SqlValue)> {
    let number = SqlValue::Integer;
    vec![
        ("id", number(id)),
        ("username", text(name)),
        ("email", text(name)),
        ("password_hash", text("!")),
        ("first_name", text("")),
        ("last_name", text("")),
        ("must_reset_password", number(1)),
        ("organization_id", number(organization)),
        ("role_id", number(5)),
    ]
}

fn write(
    store: &mut Store,
    work: impl FnOnce(&mut Writer<'_>) -> Result<(), StoreError>,
) -> Result<Option<WrittenChange>, StoreError> {
    store.write_rows(ChangeKind::Users, None, work)
}

/// The error when a row is updated.
fn refused(table: &str, key: &SqlValue, column: &str, value: SqlValue) -> String {
    let (_db, mut store) = database();
    let done = write(&mut store, |writer| {
        writer.update_row(table, key, &[(column, value)], "row").map(drop)
    });
    done.map(drop).expect_err(&format!("{table} {column}")).to_string()
}

#[test]
fn users_of_the_tenant_are_added_deleted_and_restored() {
    let (_db, mut store) = database();
    write(&mut store, |writer| {
        let key = writer.insert_row("hrm_users", &user(9, "new", 1), "user new")?;
        writer.update_row("hrm_users", &key, &[("first_name", text("N"))], "user new")?;
        writer.delete_row("hrm_employee", &SqlValue::Integer(1), "employee E1")?;
        writer.delete_row("hrm_users", &SqlValue::Integer(2), "user eve").map(drop)
    })
    .expect("a change");
    assert!(store.find_user("new").is_ok() && store.find_user("eve").is_err());
    let undone = store.undo(None, None).expect("one's own change");
    assert_eq!(undone.left_rows_count, 0);
    assert!(store.find_user("new").is_err() && store.find_user("eve").is_ok());
}

#[test]
fn nothing_outside_the_tenant_is_written() {
    for (table, key, column, value) in [
        ("hrm_users", SqlValue::Integer(3), "first_name", text("X")),
        ("hrm_users", SqlValue::Integer(3), "organization_id", SqlValue::Integer(1)),
        ("hrm_company", text("cb"), "name", text("X")),
        ("hrm_company", text("cb"), "tenant_id", text("ta")),
        ("hrm_employee", SqlValue::Integer(2), "user_id", SqlValue::Integer(2)),
        // Moves it out of the tenant.
        ("hrm_company", text("ca"), "tenant_id", text("tb")),
        ("hrm_employee", SqlValue::Integer(1), "company_id", text("cb")),
        ("hrm_employee", SqlValue::Integer(1), "user_id", SqlValue::Integer(3)),
    ] {
        let why = refused(table, &key, column, value);
        assert!(why.contains(" is not within the operator's tenant"), "{table} {column}: {why}");
    }
    for (table, key, part) in [
        ("role", SqlValue::Integer(5), "what all tenants share"),
        ("organization", SqlValue::Integer(1), "what all tenants share"),
        ("hrm_tenant", text("ta"), "what all tenants share"),
    ] {
        let why = refused(table, &key, "name", text("X"));
        assert!(why.starts_with("only a Super Admin may change ") && why.contains(part), "{why}");
    }
}

type Work = fn(&mut Writer<'_>) -> Result<(), StoreError>;

#[test]
fn nobody_edits_an_account_of_a_higher_role_or_assigns_one() {
    let higher = "is higher than the operator's own; nothing was changed";
    for (key, role, name) in [(2, 1, "Super Admin"), (2, 2, "Tenant Admin"), (1, 2, "Tenant Admin")]
    {
        let why = refused("hrm_users", &SqlValue::Integer(key), "role_id", SqlValue::Integer(role));
        assert_eq!(why, format!("the role {name} {higher}"));
    }
    let (db, mut store) = database();
    db.run("UPDATE hrm_users SET role_id = 2 WHERE id = 2");
    let works: [Work; 4] = [
        |it| {
            it.update_row(
                "hrm_users",
                &SqlValue::Integer(2),
                &[("role_id", SqlValue::Integer(5))],
                "eve",
            )
            .map(drop)
        },
        |it| {
            it.update_row(
                "hrm_users",
                &SqlValue::Integer(2),
                &[("is_active", SqlValue::Integer(0))],
                "eve",
            )
            .map(drop)
        },
        |it| {
            it.update_row(
                "hrm_employee",
                &SqlValue::Integer(1),
                &[("user_id", SqlValue::Null)],
                "E1",
            )
            .map(drop)
        },
        |it| it.delete_row("hrm_users", &SqlValue::Integer(2), "eve").map(drop),
    ];
    for work in works {
        let why = write(&mut store, work).map(drop).expect_err("a refusal").to_string();
        assert_eq!(
            why,
            "the user eve is Tenant Admin, a higher role than the operator's own; nothing was changed"
        );
    }
}

#[test]
fn operators_can_undo_their_own_changes_but_not_remove_themselves() {
    let (_db, mut store) = database();
    write(&mut store, |writer| {
        writer
            .update_row(
                "hrm_users",
                &SqlValue::Integer(2),
                &[("role_id", SqlValue::Integer(3))],
                "user eve",
            )
            .map(drop)
    })
    .expect("one's own role may be given");
    store.undo(None, None).expect("one's own change");
    for (column, value) in [("role_id", 5), ("is_active", 0)] {
        let why = refused("hrm_users", &SqlValue::Integer(1), column, SqlValue::Integer(value));
        assert!(
            why.starts_with("nobody may deactivate, delete or rename the own account"),
            "{why}"
        );
    }
}

#[test]
fn nobody_is_added_outside_the_tenant_and_no_rule_is_changed() {
    let (_db, mut store) = database();
    let outside = write(&mut store, |writer| {
        writer.insert_row("hrm_users", &user(9, "new", 2), "user new").map(drop)
    });
    let why = outside.map(drop).expect_err("a refusal").to_string();
    assert!(why.starts_with("the user new is not within"), "{why}");
    let rule = write(&mut store, |writer| {
        let values = [("role", text("Manager")), ("scope", text("all"))];
        writer.insert_row("grantgrid_rule", &values, "rule").map(drop)
    });
    let why = rule.map(drop).expect_err("a refusal").to_string();
    assert_eq!(why, "only a Super Admin may change the rules; nothing was changed");
}

#[test]
fn a_change_beyond_the_tenant_is_visible_in_part_and_cannot_be_undone() {
    let (db, mut store) = database();
    let mut all = db.open();
    write(&mut all, |writer| {
        writer.update_row(
            "hrm_users",
            &SqlValue::Integer(2),
            &[("first_name", text("X"))],
            "user eve",
        )?;
        writer
            .update_row(
                "hrm_users",
                &SqlValue::Integer(3),
                &[("first_name", text("X"))],
                "user bea",
            )
            .map(drop)
    })
    .expect("a change");
    assert!(store.next_to_undo().expect("an answer").is_none());
    let refused = store.undo(Some(ChangeId(1)), None);
    assert!(matches!(refused, Err(StoreError::OutOfReach(_))), "{refused:?}");
    assert_eq!(all.change_rows(ChangeId(1), 0, 9).expect("rows").len(), 2);
    let seen = store.change_rows(ChangeId(1), 0, 9).expect("rows");
    assert_eq!(seen.iter().map(|row| &*row.label).collect::<Vec<_>>(), ["user eve"]);
    write(&mut store, |writer| {
        writer
            .update_row("hrm_users", &SqlValue::Integer(2), &[("first_name", text("Y"))], "eve")
            .map(drop)
    })
    .expect("a change");
    assert_eq!(store.change_rows(ChangeId(2), 0, 9).expect("rows").len(), 1, "one's own");
}

#[test]
fn forms_offer_the_roles_that_may_be_given() {
    let (db, store) = database();
    let roles = |store: &Store| -> Vec<String> {
        let roles = store.choices().expect("choices").roles;
        roles.into_iter().map(|role| role.text).collect()
    };
    let all = roles(&db.open());
    assert_eq!(all[..3], ["Super Admin", "Tenant Admin", "HR Manager"]);
    assert_eq!(roles(&store), all[2..]);
}
