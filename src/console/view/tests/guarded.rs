//! Dangerous changes need a deliberate confirmation: previews that list first who loses most,
//! the guard when users leave, and keys that act on one user although others are marked.

use ratatui::style::Style;

use crate::console::harness::Harness;

/// Every user has a grant in NYC, and all but the last have another one; the last user can
/// work nowhere else.
fn all_but_one_have_two() -> Harness {
    let db = Harness::demo_db(40, 12, 90);
    db.run(
        "DELETE FROM hrm_user_company_access;
         INSERT INTO hrm_user_company_access (id, user_id, company_id, created_at)
         SELECT 'f' || substr(lower(hex(randomblob(16))), 2), u.id, c.id, ''
         FROM hrm_users u, hrm_company c WHERE c.code = 'NYC' OR c.code = 'LON' AND u.id < 40;
         DELETE FROM hrm_employee WHERE user_id = 40;
         UPDATE hrm_users SET is_active = 1;",
    );
    Harness::on(db)
}

fn fg_at(console: &Harness, text: &str) -> ratatui::style::Color {
    let at = console.position_of(text);
    console.buffer().cell(at).expect("a cell").fg
}

#[test]
fn users_who_lose_all_access_are_listed_first_in_the_warning_color() {
    let console = all_but_one_have_two().keys("3<c-a>-").size(200, 50);
    insta::assert_snapshot!("loses_all_access_200x50", console.screen());
    let console = console.size(80, 24);
    insta::assert_snapshot!("loses_all_access_80x24", console.screen());
    let warning = Style::from(console.theme().warning).fg.expect("a color");
    assert_eq!(fg_at(&console, "loses all access"), warning);
    let first = console.screen();
    let of = |text: &str| first.find(text).expect("on the screen");
    assert!(of("loses all access") < of("Padmavathi Rao (padmavathi.rao)"), "{first}");
}

fn two_super_admins() -> Harness {
    let db = Harness::demo_db(40, 12, 90);
    db.run(
        "UPDATE hrm_users SET role_id = (SELECT role_id FROM hrm_users WHERE id = 1) WHERE id = 2",
    );
    Harness::on(db)
}

#[test]
fn a_super_admin_leaves_only_after_the_number_of_companies() {
    let console = two_super_admins().keys("jX");
    assert!(
        console.screen().contains("this takes all access away from the Super Admin padmavathi.rao"),
        "{}",
        console.screen()
    );
    let before = console.db.rows(&["hrm_users", "hrm_user_company_access"]);
    let console = console.keys("<enter>");
    let asked =
        "to confirm, type 12 (the number of companies that this user can no longer get into)";
    assert!(console.foot().contains(asked), "{}", console.foot());
    assert_eq!(console.db.rows(&["hrm_users", "hrm_user_company_access"]), before);
    let console = console.keys("12<enter>");
    assert!(console.foot().contains("1 user left"), "{}", console.foot());
}

#[test]
fn a_super_admin_is_deleted_only_after_the_number_of_companies() {
    let db = two_super_admins().db;
    db.run("DELETE FROM hrm_employee WHERE user_id = 2");
    let console = Harness::on(db).keys("jD");
    let message = "This takes all access away from the Super Admin padmavathi.rao (12 companies).";
    assert!(console.screen().contains(message), "{}", console.screen());
    let console = console.keys("<enter>");
    assert!(console.foot().contains("to confirm, type 12"), "{}", console.foot());
}

#[test]
fn a_user_who_becomes_a_super_admin_after_the_preview_needs_another_confirmation() {
    let console = Harness::demo().keys("jX");
    console.db.run(
        "UPDATE hrm_users SET role_id = (SELECT role_id FROM hrm_users WHERE id = 1) WHERE id = 2",
    );
    let before = console.db.rows(&["hrm_users", "hrm_user_company_access"]);
    let console = console.keys("<enter>");
    assert!(console.foot().contains("changed in the meantime"), "{}", console.foot());
    assert!(console.screen().contains("type 12 to confirm"), "{}", console.screen());
    assert_eq!(console.db.rows(&["hrm_users", "hrm_user_company_access"]), before);
}

#[test]
fn editing_or_deleting_one_user_shows_a_note_if_others_are_marked() {
    let console = Harness::demo().keys("j j jD");
    let message = "Affects only this user, not the 2 marked users.";
    assert!(console.screen().contains(message), "{}", console.screen());
    let console = console.keys("<esc>e");
    assert!(console.screen().contains("only this user, not the 2 marked users"));
    // The cursor's own mark does not count as another user.
    let console = console.keys("<esc> D");
    let message = "Affects only this user, not the 2 other marked users.";
    assert!(console.screen().contains(message), "{}", console.screen());
    let console = console.keys("<esc><esc>D");
    assert!(!console.screen().contains("only this user"), "{}", console.screen());
    let console = console.keys("<esc>2m<down>D");
    let message = "Affects only this company, not the 1 marked company.";
    assert!(console.screen().contains(message), "{}", console.screen());
}

#[test]
fn the_preview_of_an_undo_describes_the_change_of_a_row() {
    let console = Harness::demo().keys("je<c-u>renamed<enter>").reopened().keys("u");
    let screen = console.screen();
    assert!(screen.contains("padmavathi.rao: username padmavathi.rao → renamed"), "{screen}");
    let undo = "undo will change user padmavathi.rao: username renamed → padmavathi.rao";
    assert!(screen.contains(undo), "{screen}");
    assert!(!screen.contains("will grant 0"), "{screen}");
    let console = console.keys("<enter>").reopened().keys("U");
    assert!(console.screen().contains("redo will change user"), "{}", console.screen());
    assert!(console.screen().contains("username padmavathi.rao → renamed"), "{}", console.screen());
    let console = console.keys("<enter>t<enter>");
    assert!(console.screen().contains("Change 3: 1 user changed"), "{}", console.screen());
}
