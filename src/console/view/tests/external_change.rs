//! Dialogs and marks stay correct while other programs write, and while changes are undone
//! from the history.

use super::super::super::harness::Harness;

#[test]
fn after_an_undo_the_cursor_stays_on_its_change() {
    let console = Harness::demo().keys("2<space>j<space>j<space>t<down><down>u<enter>");
    let open = console.screen();
    assert!(open.contains("History ─ 4 changes"), "{open}");
    assert!(open.contains("undid change 1"), "{open}");
    let line = open.lines().find(|line| line.contains("undone by 4"));
    assert!(line.is_some_and(|line| line.contains("┃▌     1  ")), "{open}");
    // The next undo also asks first.
    let console = console.keys("<up>u");
    assert!(console.screen().contains("Undo change 2"), "{}", console.screen());
    assert!(console.keys("<esc><esc>").dialogs.is_empty());
}

#[test]
fn an_operation_includes_the_open_range() {
    let console = Harness::demo().keys("3vjl").keys("j");
    assert!(console.foot().contains("range of 3 users × 2 companies"), "{}", console.foot());
    let asked = console.keys("+");
    assert_eq!((asked.state.marks.users.len(), asked.state.marks.companies.len()), (3, 2));
    let console = Harness::demo().keys("3vjl<space>");
    assert_eq!((console.state.marks.users.len(), console.state.marks.companies.len()), (2, 2));
    assert!(console.foot().contains("range selected"), "{}", console.foot());
}

#[test]
fn an_open_preview_is_counted_again_when_another_program_writes() {
    let console = Harness::demo().keys("<c-a>2+");
    let before = console.screen();
    let company = console.state.companies.current().map(|it| it.id.to_string());
    console.db.run(&format!(
        "DELETE FROM hrm_user_company_access WHERE company_id = '{}'",
        company.unwrap_or_default()
    ));
    let console = console.tick();
    let after = console.screen();
    assert!(after.contains("40 users change") && !before.contains("40 users change"), "{after}");
    let message = "recalculated, nothing was changed: 40 to grant instead of 33 after another";
    assert!(console.foot().contains(message), "{}", console.foot());
}

#[test]
fn marks_of_what_another_program_deleted_are_dropped() {
    let console = Harness::demo().keys("jmjm2m");
    let user = console.state.users.get(1).map(|id| id.0).unwrap_or_default();
    let company = console.state.companies.current().map(|it| it.id.to_string());
    console.db.run(&format!(
        "PRAGMA foreign_keys = OFF; DELETE FROM hrm_users WHERE id = {user};
         DELETE FROM hrm_company WHERE id = '{}'",
        company.unwrap_or_default()
    ));
    let console = console.tick();
    let marks = &console.state.marks;
    assert_eq!((marks.users.len(), marks.companies.len()), (1, 0), "{}", console.foot());
    assert!(
        console.foot().contains("1 marked user is no longer in the database"),
        "{}",
        console.foot()
    );
    let console = console.keys("+");
    assert!(
        console.foot().contains("the company that was under the cursor is no longer in the list"),
        "{}",
        console.foot()
    );
    let console = console.keys("j+");
    assert!(!console.foot().contains("no longer exists"), "{}", console.foot());
}
