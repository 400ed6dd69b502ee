//! Forms, deletions and import previews while another program writes: nobody overwrites a
//! change they have not seen, or deletes more than was shown.

use std::fs;

use super::files::named;
use crate::console::dialogs::entity_import::EntityImportDialog;
use crate::console::dialogs::form::FormDialog;
use crate::console::dialogs::history::HistoryDialog;
use crate::console::effect::Effect;
use crate::console::harness::Harness;
use crate::domain::{Bulk, Field};
use crate::store::Store;
use crate::store::testing::{self, TestDb};

/// The third user of the demo in a form.
fn editing() -> (Harness, i64) {
    let console = Harness::demo().keys("jj");
    let id = console.state.users.current().expect("a user").0;
    (console.keys("e"), id)
}

fn value(console: &Harness, field: Field) -> String {
    match console.dialogs.top_as::<FormDialog>() {
        Some(form) => {
            let found = form.fields.iter().find(|it| it.field == field);
            found.map(|it| it.input.value().to_owned()).unwrap_or_default()
        }
        _ => panic!("no form\n{}", console.screen()),
    }
}

fn write(console: &Harness, id: i64, set: &str) {
    console.db.run(&format!("UPDATE hrm_users SET {set} WHERE id = {id}"));
}

fn holds(console: &Harness, id: i64, what: &str) -> bool {
    console.db.is_true(&format!("SELECT {what} FROM hrm_users WHERE id = {id}"))
}

#[test]
fn an_edit_writes_only_the_changed_fields() {
    let (console, id) = editing();
    write(&console, id, "is_active = 0, role_id = 3");
    let console = console.keys("<tab><c-u>Zoe<enter>");
    assert!(console.dialogs.is_empty(), "{}", console.screen());
    assert!(!console.foot().contains("is_active"), "{}", console.foot());
    assert!(holds(&console, id, "first_name = 'Zoe' AND is_active = 0 AND role_id = 3"));

    let console = console.keys("2e");
    let code = value(&console, Field::Code);
    console.db.run(&format!("UPDATE hrm_company SET currency_code = 'CHF' WHERE code = '{code}'"));
    let console = console.keys("<tab><c-u>Renamed<enter>");
    assert!(console.dialogs.is_empty(), "{}", console.screen());
    let now = "SELECT name = 'Renamed' AND currency_code = 'CHF' FROM hrm_company WHERE code";
    assert!(console.db.is_true(&format!("{now} = '{code}'")));
}

#[test]
fn an_open_form_shows_what_another_program_writes() {
    let (console, id) = editing();
    let console = console.keys("<tab><c-u>Zoe");
    write(&console, id, "last_name = 'Married', is_active = 0");
    let console = console.tick();
    assert_eq!(value(&console, Field::LastName), "Married");
    assert_eq!(value(&console, Field::Active), "no");
    assert_eq!(value(&console, Field::FirstName), "Zoe");
    assert!(console.foot().contains("view refreshed"), "{}", console.foot());
    let console = console.keys("<enter>");
    assert!(holds(&console, id, "first_name = 'Zoe' AND last_name = 'Married'"));
}

#[test]
fn a_field_changed_on_both_sides_needs_a_confirmation_to_be_overwritten() {
    let (console, id) = editing();
    let console = console.keys("<tab><c-u>Zoe");
    write(&console, id, "first_name = 'Mia', last_name = 'Married'");
    let console = console.keys("<enter>");
    let message = "not saved: another program changed first name · Enter again to overwrite";
    assert!(console.foot().contains(message), "{}", console.foot());
    assert!(console.screen().contains("Zoe▏  another program wrote “Mia”"), "{}", console.screen());
    assert!(holds(&console, id, "first_name = 'Mia'"), "nothing was written");
    assert_eq!(value(&console, Field::LastName), "Married");
    let console = console.keys("<enter>");
    assert!(console.dialogs.is_empty(), "{}", console.screen());
    assert!(holds(&console, id, "first_name = 'Zoe' AND last_name = 'Married'"));
    let console = console.keys("u");
    assert!(holds(&console, id, "first_name = 'Mia'"), "{}", console.foot());
}

#[test]
fn a_conflicting_change_needs_one_confirmation_only() {
    let (console, id) = editing();
    let console = console.keys("<tab><c-u>Zoe");
    write(&console, id, "first_name = 'Mia'");
    let console = console.tick();
    assert!(console.screen().contains("another program wrote “Mia”"), "{}", console.screen());
    assert!(console.foot().contains("see the note next to the field"), "{}", console.foot());
    let console = console.keys("<enter>");
    assert!(
        console.foot().contains("Enter again to overwrite"),
        "whoever was about to press it sees it"
    );
    // If the operator takes over the other program's value, there is no question.
    let same = console.keys("<c-u>Mia");
    assert!(!same.screen().contains("another program wrote"), "{}", same.screen());
    let console = same.keys("<c-u>Zoe<enter>");
    assert!(console.dialogs.is_empty(), "{}", console.screen());
    assert!(holds(&console, id, "first_name = 'Zoe'"));
}

#[test]
fn the_form_of_a_deleted_user_closes_with_a_message() {
    for tick in [true, false] {
        let (console, id) = editing();
        let name = value(&console, Field::Username);
        let console = console.keys("<tab><c-u>Zoe");
        console
            .db
            .run(&format!("PRAGMA foreign_keys = OFF; DELETE FROM hrm_users WHERE id = {id}"));
        let console = if tick { console.tick() } else { console.keys("<enter>") };
        assert!(console.dialogs.is_empty(), "{}", console.screen());
        let message = format!("another program deleted the user {name}");
        assert!(console.foot().contains(&message), "{}", console.foot());
    }
}

#[test]
fn a_form_that_is_closed_or_edited_while_it_waits_is_not_saved() {
    for (keys, message) in [("<esc><esc>", "not saved"), ("y", "not saved yet · Enter saves")] {
        let (console, id) = editing();
        let mut console = console.keys("<tab><c-u>Zoe");
        // Another program holds the lock.
        let form = console.dialogs.top_as::<FormDialog>();
        console.state.waiting = form.map(|form| Effect::Save {
            axis: form.axis,
            subject: form.subject.clone(),
            draft: form.draft(),
            seen: form.before.clone(),
            confirmed_loss: None,
            attempt: 1,
        });
        assert!(console.state.waiting.is_some(), "{}", console.screen());
        let console = console.keys(keys);
        assert!(console.foot().contains(message), "{}", console.foot());
        let console = console.tick();
        assert!(!holds(&console, id, "first_name = 'Zoe'"), "{}", console.foot());
    }
}

#[test]
fn a_form_has_no_fields_that_the_database_does_not_have() {
    let db = TestDb::new();
    drop(Store::create(&db.path(), testing::environment()).expect("a new database"));
    db.run("PRAGMA foreign_keys = OFF; DROP TABLE hrm_tenant; DROP TABLE hrm_employee");
    let console = Harness::on(db).keys("2n");
    let screen = console.screen();
    assert!(screen.contains("currency") && !screen.contains("and it is created"), "{screen}");
    let console = console.keys("NYC<tab>New York<enter>");
    assert!(console.foot().contains("this database has no table hrm_tenant"), "{}", console.foot());
    let console = console.keys("<esc><esc>1n");
    assert!(!console.screen().contains("home company"), "{}", console.screen());
}

/// A company that nothing refers to, and forty users without a grant.
fn lonely() -> Harness {
    let db = TestDb::new();
    drop(Store::create(&db.path(), testing::environment()).expect("a new database"));
    db.run(
        "INSERT INTO hrm_tenant (id, name, code, is_active, created_by, created_at)
           VALUES ('aa', 'T', 'T', 1, 's', '');
         INSERT INTO hrm_company (id, tenant_id, name, code, currency_code, is_active, created_by, created_at)
           VALUES ('c1c1c1c100004000800000000000000c', 'aa', 'One', 'ONE', 'SGD', 1, 's', ''),
                  ('c2c2c2c200004000800000000000000c', 'aa', 'Two', 'TWO', 'SGD', 1, 's', '');
         INSERT INTO organization (id, name) VALUES (1, 'O');
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
         INSERT INTO hrm_users SELECT i, 'u' || i, 'u' || i || '@x', '!', 'E', 'V', 1, 0, 1,
           CASE i WHEN 1 THEN 1 ELSE 5 END, NULL, '', '' FROM n",
    );
    Harness::on(db)
}

/// Another program grants the first company to the users with these ids.
fn grant(console: &Harness, users: std::ops::RangeInclusive<u32>) {
    let (from, to) = users.into_inner();
    console.db.run(&format!(
        "WITH RECURSIVE n(i) AS (SELECT {from} UNION ALL SELECT i + 1 FROM n WHERE i < {to})
         INSERT INTO hrm_user_company_access (id, user_id, company_id, created_at)
           SELECT printf('f1f1f1f100004000800000000%07df', i), i, 'c1c1c1c100004000800000000000000c', '' FROM n"
    ));
}

#[test]
fn a_deletion_is_counted_again_before_it_is_made() {
    for tick in [true, false] {
        let console = lonely().keys("2D");
        assert!(console.screen().contains("removes no grants"), "{}", console.screen());
        grant(&console, 2..=30);
        let console = if tick { console.tick() } else { console.keys("<enter>") };
        let screen = console.screen();
        assert!(screen.contains("also removes 29 grants"), "{screen}");
        assert!(screen.contains("more than a quarter of all grants"), "{screen}");
        assert!(console.foot().contains("recalculating"), "{}", console.foot());
        assert_eq!(console.state.companies.len(), 2);
        let console = console.keys("<enter>");
        assert!(console.foot().contains("to confirm, type 29 "), "{}", console.foot());
        let console = console.keys("29<enter>");
        assert!(console.dialogs.is_empty(), "{}", console.screen());
        assert_eq!(console.state.companies.len(), 1, "{}", console.foot());
        assert!(console.foot().contains("with 29 grants"), "{}", console.foot());
    }
}

#[test]
fn a_deletion_that_removes_every_grant_of_the_last_super_admin_is_guarded() {
    let console = lonely();
    grant(&console, 1..=2);
    let console = console.tick().keys("2D");
    assert!(console.screen().contains("every grant of the last Super Admin, u1"));
    let console = console.keys("<enter>");
    assert!(console.foot().contains("type 2"), "{}", console.foot());
    let console = console.keys("2<enter>");
    assert_eq!(console.state.companies.len(), 1, "{}", console.foot());
}

#[test]
fn the_history_shows_what_another_program_changed() {
    let console = Harness::demo().keys("2<space>j<space>t<down>");
    assert!(console.screen().contains("History ─ 2 changes"), "{}", console.screen());
    let mut other = console.db.open();
    let user = console.state.users.get(5).expect("a user");
    let company = console.state.companies.get(0).map(|it| it.id.clone());
    let revoke = Bulk::revoke([user], company.clone());
    let grant = Bulk::grant([user], company);
    for bulk in [revoke, grant] {
        other.apply(&bulk, None).expect("a change");
    }
    let console = console.tick();
    let screen = console.screen();
    assert!(screen.contains("History ─ 3 changes"), "{screen}");
    let chosen = match console.dialogs.top_as::<HistoryDialog>() {
        Some(dialog) => dialog.chosen().map(|change| change.id.0),
        _ => None,
    };
    assert_eq!(chosen, Some(1), "the cursor stays on its change");
}

#[test]
fn the_delete_dialog_closes_if_the_user_is_gone() {
    let console = lonely().keys("2D");
    console.db.run("DELETE FROM hrm_company WHERE code = 'ONE'");
    let console = console.tick();
    assert!(console.dialogs.is_empty(), "{}", console.screen());
    assert!(console.screen().contains("is gone from the database"), "{}", console.screen());
}

#[test]
fn a_preview_of_users_is_counted_again_when_another_program_writes() {
    let console = lonely();
    let path = console.db.path().with_file_name("users.csv");
    fs::write(path, "username,email,first_name\nnew,new@x.example,New\nu2,,Una\n").expect("a file");
    let console = named(console.keys("i<up><up><right>"), "users.csv").keys("<enter>because");
    assert!(console.screen().contains("1 user added"), "{}", console.screen());
    console.db.run(
        "INSERT INTO hrm_users SELECT 99, 'new', 'n@x.example', '!', 'N', 'V', 1, 0, 1, 5, NULL, '', ''",
    );
    let console = console.tick();
    let screen = console.screen();
    assert!(!screen.contains("1 user added") && screen.contains("2 users changed"), "{screen}");
    assert!(screen.contains("because"), "what was typed stays: {screen}");
    assert!(console.foot().contains("recalculating"), "{}", console.foot());
    // If everything already matches, there is no question.
    console.db.run(
        "UPDATE hrm_users SET first_name = 'New', email = 'new@x.example' WHERE id = 99;
         UPDATE hrm_users SET first_name = 'Una' WHERE id = 2",
    );
    let console = console.tick();
    assert!(console.dialogs.top_as::<EntityImportDialog>().is_none(), "{}", console.screen());
    assert!(console.foot().contains("nothing to change"), "{}", console.foot());
}
