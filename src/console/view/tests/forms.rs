//! Users and companies in the console: forms, and the confirmation before one is deleted.

use crate::console::dialogs::form::FormDialog;
use crate::console::harness::Harness;
use crate::domain::{Field, GrantEffect, HomeAccess, Reach, RolePolicy};
use crate::store::Store;
use crate::store::testing::{self, TestDb};

fn empty() -> Harness {
    let db = TestDb::new();
    drop(Store::create(&db.path(), testing::environment()).expect("a new database"));
    Harness::on(db)
}

#[test]
fn a_company_and_a_user_are_added_to_an_empty_database() {
    let console = empty().keys("2n").keys("NYC<tab>New York<tab>");
    insta::assert_snapshot!("form_of_the_first_company", console.screen());
    let console = console.keys("Global Corp<enter>");
    assert!(console.dialogs.is_empty(), "{}", console.screen());
    assert_eq!(console.state.companies.current().map(|it| it.code.clone()).as_deref(), Some("NYC"));
    let console = console.keys("1numa<tab>Uma<tab>Lovelace<tab>uma@example.com<enter>");
    assert!(console.dialogs.is_empty(), "{}", console.screen());
    insta::assert_snapshot!("first_company_and_user", console.screen());
    let console = console.keys("uu");
    assert_eq!((console.state.users.len(), console.state.companies.len()), (0, 0));
    let console = console.reopened().keys("U<enter>");
    assert_eq!(console.state.companies.len(), 1, "{}", console.screen());
}

#[test]
fn a_new_company_with_the_name_of_another_is_created_with_a_note() {
    let console = empty().keys("2nNYC<tab>New York<tab>Global Corp<enter>");
    let message =
        |console: &Harness| console.state.notice.clone().map(|it| it.text).unwrap_or_default();
    assert!(!message(&console).contains("is also that of"), "{}", message(&console));
    let console = console.keys("nPAR<tab>New York<tab>Global Corp<enter><enter>");
    assert_eq!(console.state.companies.len(), 2, "{}", console.screen());
    let note = " · the new name “New York” is also that of NYC";
    assert!(message(&console).ends_with(note), "{}", message(&console));
    // No note about the name or about an edit appears.
    let console = console.keys("nLIS<tab>Lisboa<tab>Global Corp<enter><enter>");
    let console = console.keys("e<tab><c-u>New York<enter>");
    assert_eq!(console.state.companies.len(), 3, "{}", console.screen());
    assert!(!message(&console).contains("is also that of"), "{}", message(&console));
}

#[test]
fn a_form_shows_problems_beside_the_field_during_typing() {
    let console = Harness::demo().keys("n");
    assert!(!console.screen().contains("is required"), "not before anything was typed");
    let console = console.keys("superadmin<tab><tab><tab>ada");
    insta::assert_snapshot!("form_with_faults", console.screen());
    let console = console.size(80, 24);
    insta::assert_snapshot!("form_with_faults_narrow", console.screen());
    let console = console.keys("<enter>");
    assert!(console.foot().contains("not saved"), "{}", console.foot());
    assert_eq!(console.state.users.len(), 40);
    let console = console.keys("<esc>");
    assert!(console.foot().contains("Esc again discards"), "{}", console.foot());
    let console = console.keys("<esc>");
    assert!(console.dialogs.is_empty());
    let console = console.keys("n<esc>");
    assert!(console.dialogs.is_empty(), "nothing was typed: it asks nothing");
}

#[test]
fn a_home_company_is_picked_by_typing_and_the_new_user_has_the_cursor() {
    let console = Harness::demo().keys("nada.l<tab>Ada<tab>L<tab>ada.l@example.com<tab>");
    let console = console.keys("<c-u>mana");
    insta::assert_snapshot!("form_picking_a_role", console.screen());
    let console = console.keys("<down><enter><tab><tab>");
    let code = console.state.companies.get(3).map(|it| it.code.clone()).expect("a company");
    let console = console.keys(&code).keys("<tab><enter>");
    assert!(console.dialogs.is_empty(), "{}", console.screen());
    let row = console.state.cursor_row().expect("the new user's row");
    assert_eq!(row.user.username, "ada.l");
    let home = console.state.companies.get(3).map(|it| it.id.clone());
    assert_eq!(row.user.home_company, home);
    assert!(console.foot().contains("u undoes"), "{}", console.foot());
    assert_eq!(console.state.statistics.known().map(|known| known.users), Some(41));
    let console = console.keys("u");
    assert_eq!(console.state.users.len(), 40);
    assert_eq!(console.state.statistics.known().map(|known| known.users), Some(40));
}

#[test]
fn typing_in_a_field_with_a_list_replaces_its_value() {
    let console = Harness::demo().keys("n<tab><tab><tab><tab>");
    let value = |console: &Harness, field: Field| match console.dialogs.top_as::<FormDialog>() {
        Some(form) => {
            let found = form.fields.iter().find(|it| it.field == field);
            found.map(|it| it.input.value().to_owned()).unwrap_or_default()
        }
        _ => panic!("no form\n{}", console.screen()),
    };
    let console = console.keys("hr");
    assert_eq!(value(&console, Field::Role), "hr", "in place of Employee");
    assert!(console.screen().contains("Enter use it"), "{}", console.screen());
    let console = console.keys("<enter>");
    assert_eq!(value(&console, Field::Role), "HR Manager");
    let console = console.keys("tenant<tab><tab>");
    assert_eq!(value(&console, Field::Role), "Tenant Admin", "what was taken is replaced, too");
    assert!(console.screen().contains("1–5 of 12"), "{}", console.screen());
    let console = console.keys("tok<tab>");
    assert_eq!(value(&console, Field::Home), "TYO");
    let console = console.keys("n");
    assert_eq!(value(&console, Field::Active), "n");
    let console = console.keys("<enter>");
    assert_eq!(value(&console, Field::Active), "no");
    // Moving the cursor in the field first keeps the proposed text for editing.
    let console = console.keys("<s-tab><left><bs>");
    assert_eq!(value(&console, Field::Home), "TO");
    let console = console.keys("<esc><esc>jje<tab><tab><tab><tab>super");
    assert_eq!(value(&console, Field::Role), "super");
}

#[test]
fn an_edit_writes_only_the_fields_that_were_typed_in() {
    let console = Harness::demo().keys("jj");
    let before = console.state.cursor_row().expect("a row").user.clone();
    let console = console.keys("e<end>.x<enter>");
    let after = &console.state.cursor_row().expect("a row").user;
    assert_eq!(after.username, format!("{}.x", before.username));
    assert_eq!((after.id, &after.email, &after.role), (before.id, &before.email, &before.role));
    let console = console.keys("e<enter>");
    assert!(
        console.foot().contains("no changes: everything already matches"),
        "{}",
        console.foot()
    );
    let console = console.keys("u");
    assert_eq!(console.state.cursor_row().map(|row| &row.user), Some(&before));

    let console = console.keys("2e<tab><c-u>Renamed<enter>");
    assert_eq!(console.state.companies.current().map(|it| it.name.as_str()), Some("Renamed"));
}

#[test]
fn a_company_with_employees_is_deactivated_instead() {
    let console = Harness::demo().keys("2D");
    insta::assert_snapshot!("deletion_refused", console.screen());
    assert!(!console.screen().contains("Enter delete"), "{}", console.screen());
    let console = console.keys("<enter>");
    assert!(console.foot().contains("not deleted: "), "{}", console.foot());
    assert_eq!(console.state.companies.len(), 12);
    let console = console.keys("a");
    assert!(console.state.companies.current().is_some_and(|company| !company.active));
    assert!(console.foot().contains(" deactivated company "), "{}", console.foot());
    let console = console.keys("D");
    assert!(console.screen().contains("a activate"), "{}", console.screen());
    let console = console.keys("<esc>u");
    assert!(console.state.companies.current().is_some_and(|company| company.active));
}

#[test]
fn a_user_is_deleted_with_their_grants_and_restored() {
    let db = TestDb::new();
    drop(Store::create(&db.path(), testing::environment()).expect("a new database"));
    db.run(
        "INSERT INTO hrm_tenant (id, name, code, is_active, created_by, created_at)
           VALUES ('aa', 'T', 'T', 1, 's', '');
         INSERT INTO hrm_company (id, tenant_id, name, code, currency_code, is_active, created_by, created_at)
           VALUES ('c1c1c1c100004000800000000000000c', 'aa', 'One', 'ONE', 'SGD', 1, 's', '');
         INSERT INTO organization (id, name) VALUES (1, 'O');
         INSERT INTO hrm_users VALUES (7, 'eve', 'e@x', '!', 'E', 'V', 1, 0, 1, 5, NULL, '', ''),
           (9, 'tom', 't@x', '!', 'T', 'M', 1, 0, 1, 5, NULL, '', '');
         INSERT INTO hrm_user_company_access VALUES
           ('f1f1f1f100004000800000000000000f', 7, 'c1c1c1c100004000800000000000000c', '', '')",
    );
    let console = Harness::on(db).keys("D");
    insta::assert_snapshot!("deletion_allowed", console.screen());
    let console = console.keys("<esc>");
    assert_eq!(console.state.users.len(), 2);
    let console = console.keys("D<enter>").tick();
    assert_eq!(console.state.users.len(), 1, "{}", console.screen());
    assert!(console.foot().contains("1 user "), "{}", console.foot());
    let console = console.keys("t");
    assert!(console.screen().contains("deleted user eve; eve − "), "{}", console.screen());
    let console = console.keys("<enter>");
    assert!(console.screen().contains("− user eve"), "{}", console.screen());
    let console = console.keys("<esc><esc>u");
    assert_eq!(console.state.users.len(), 2);
    assert!(console.foot().contains("1 user added, 1 granted"), "{}", console.foot());
    assert_eq!(console.state.statistics.known().map(|known| known.grants), Some(1));
}

#[test]
fn forms_do_not_open_in_a_read_only_database() {
    let mut console = Harness::demo();
    console.state.session.read_only = true;
    for key in ["n", "e", "D", "2n", "2D"] {
        console = console.keys(key);
        assert!(console.dialogs.is_empty());
        assert!(console.foot().contains("read-only"), "{}", console.foot());
    }
}

#[test]
fn the_last_super_admin_is_not_deactivated() {
    let console = Harness::demo().keys("Da");
    let last = "is the last active Super Admin with access";
    assert!(console.foot().contains(last), "{}", console.screen());
    let console = console.keys("<esc>u");
    assert!(console.foot().contains("there is nothing to undo"), "{}", console.foot());
}

#[test]
fn the_delete_dialog_has_no_delete_key_if_the_user_cannot_be_deleted() {
    let db = Harness::demo_db(60, 12, 100);
    db.run(
        "UPDATE hrm_users SET role_id = (SELECT id FROM role WHERE name = 'Employee')
           WHERE role_id = (SELECT id FROM role WHERE name = 'Super Admin') AND id <> 28;
         UPDATE hrm_users SET username = 'aaa', is_active = 1,
           role_id = (SELECT id FROM role WHERE name = 'Super Admin') WHERE id = 28",
    );
    let console = Harness::on(db).keys("/aaa<enter>D");
    let screen = console.screen();
    assert!(screen.contains("This user can be neither deleted nor deactivated:"), "{screen}");
    assert!(screen.contains("aaa is the last active Super Admin"), "{screen}");
    assert!(!screen.contains("a deactivate") && !screen.contains("Enter delete"), "{screen}");
    let console = console.keys("<enter>");
    assert!(console.foot().contains("not deleted: aaa is the last"), "{}", console.foot());
    let console = console.keys("a");
    assert!(console.foot().contains("not changed: aaa is the last"), "{}", console.foot());
    assert!(console.dialogs.len() == 1, "{}", console.screen());
}

#[test]
fn a_form_shows_the_effect_of_saving_on_access() {
    let console = Harness::demo().size(80, 24).keys("je");
    assert!(!console.screen().contains("gives access"), "nothing was typed: {}", console.screen());
    let console = console.keys("<tab><tab><tab><tab><c-u>Super Admin");
    assert!(console.screen().contains("gives access to 9 companies"), "{}", console.screen());
    insta::assert_snapshot!("form_with_effect", console.screen());
    let console = console.keys("<enter>").size(160, 24);
    let message = "Employee → Super Admin · gives access to 9 companies · u undoes";
    assert!(console.foot().contains(message), "{}", console.foot());
    let console = console.keys("Da");
    let asked = "to 12 of 12 companies · a again to deactivate anyway";
    assert!(console.foot().contains(asked), "{}", console.foot());
    let console = console.keys("a");
    assert!(console.foot().contains("takes away access to 12 companies: none is left"));
}

/// The worker computes it, because a company may affect very many users.
#[test]
fn a_form_shows_the_effect_of_a_company_on_access() {
    let console = Harness::demo();
    console.db.run(
        "UPDATE hrm_users SET role_id = 2, is_active = 0 WHERE role_id = 1;
         UPDATE hrm_users SET role_id = 1, is_active = 1
         WHERE id IN (SELECT id FROM hrm_users ORDER BY id LIMIT 3)",
    );
    let console = console.reopened().size(120, 40).keys("2n");
    assert!(!console.screen().contains("gain access"), "{}", console.screen());
    let console = console.keys("NEW<tab>New Company<tab>Global Corp<tab>");
    assert!(console.screen().contains("3 pairs gain access"), "{}", console.screen());
    assert!(!console.screen().contains("policy edited"), "{}", console.screen());
    let console = console.keys("<enter>");
    assert!(console.foot().contains("3 pairs gain access"), "{}", console.foot());
}

#[test]
fn a_form_names_an_edited_policy_on_which_its_effect_rests() {
    let console = Harness::demo();
    let mut store = console.db.open();
    let policy =
        RolePolicy { reach: Reach::Home, grants: GrantEffect::Count, home: HomeAccess::Always };
    store.set_policy("Manager", policy, None).expect("a policy");
    let console = console.reopened().size(120, 40).keys("je");
    assert!(!console.screen().contains("policy edited"), "{}", console.screen());
    let console = console.keys("<tab><tab><tab><tab><c-u>Super Admin");
    let message = "gives access to 9 companies (policy edited)";
    assert!(console.screen().contains(message), "{}", console.screen());
}

#[test]
fn a_form_is_as_high_as_its_fields_wherever_the_cursor_is() {
    let rows = |console: &Harness| {
        let screen = console.screen();
        let of = |corner: char| screen.lines().position(|line| line.contains(corner));
        (of('┏').expect("a dialog"), of('┗').expect("a dialog"))
    };
    let mut console = Harness::demo().size(80, 24).keys("n");
    let (top, bottom) = rows(&console);
    let fields = console.dialogs.top_as::<FormDialog>().map_or(0, |form| form.fields.len());
    // An empty line, the effect, two lines for the last list, the keys and the border.
    assert_eq!(bottom - top, fields + 6, "{}", console.screen());
    for _ in 1..fields {
        console = console.keys("<tab>");
        assert_eq!(rows(&console), (top, bottom), "{}", console.screen());
        let screen = console.screen();
        assert!(screen.contains("Enter save") && screen.contains("Esc cancel"), "{screen}");
    }
}

#[test]
fn choices_are_shown_beside_the_field_if_there_is_room() {
    let console = Harness::demo().size(80, 24).keys("n<tab><tab><tab><tab>");
    insta::assert_snapshot!("form_list_below", console.screen());
    let console = console.keys("<tab><tab>");
    insta::assert_snapshot!("form_list_near_the_end", console.screen());
    let console = console.size(80, 13);
    let screen = console.screen();
    assert!(screen.contains("home company") && screen.contains(" of 12"), "{screen}");
}
