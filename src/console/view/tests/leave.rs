//! Users who leave: one change deactivates them and revokes all their grants.

use crate::console::harness::Harness;

/// The demo with two marked users who have grants.
fn marked() -> Harness {
    Harness::demo().keys("/n:>1<enter>j<space>j<space>")
}

fn rows(console: &Harness) -> Vec<String> {
    console.db.rows(&["hrm_users", "hrm_user_company_access"])
}

#[test]
fn all_marked_users_leave_as_one_change_and_one_undo_restores_them() {
    let console = Harness::demo().keys("/n:>1<enter>j<space>j<space>").size(80, 24);
    let before = rows(&console);
    let console = console.keys("X");
    insta::assert_snapshot!("leave_80x24", console.screen());
    let console = console.keys("left the company<enter>");
    assert!(console.dialogs.is_empty(), "{}", console.screen());
    let console = console.size(120, 40);
    let message = console.state.notice.clone().expect("a message").text;
    assert!(message.contains("2 users left"), "{message}");
    let left = "SELECT count(*) >= 2 FROM hrm_users WHERE is_active = 0 AND id NOT IN \
                (SELECT user_id FROM hrm_user_company_access)";
    assert!(console.db.is_true(left), "{:?}", rows(&console));
    let console = console.keys("t");
    assert!(console.screen().contains("left the co"), "{}", console.screen());
    let console = console.keys("<esc>u");
    assert_eq!(rows(&console), before, "{}", console.foot());
}

#[test]
fn without_marks_the_user_under_the_cursor_leaves_and_esc_changes_nothing() {
    let console = Harness::demo().keys("j");
    let before = rows(&console);
    let console = console.keys("X");
    assert!(console.screen().contains("1 user leaves"), "{}", console.screen());
    let console = console.keys("<esc>");
    assert_eq!(rows(&console), before);
    assert!(console.foot().contains("nothing was changed"), "{}", console.foot());
}

#[test]
fn the_last_super_admin_cannot_leave() {
    let console = Harness::demo().keys("X");
    let before = rows(&console);
    assert!(console.screen().contains("last active Super Admin"), "{}", console.screen());
    let console = console.keys("<enter>");
    assert!(console.foot().contains("cannot leave"), "{}", console.foot());
    assert_eq!(rows(&console), before);
}

#[test]
fn leaving_mentions_hidden_marks() {
    let console = marked().keys("/superadmin<enter>X");
    assert!(console.screen().contains("hidden by the filter"), "{}", console.screen());
}

#[test]
fn leaving_is_previewed_again_if_the_users_have_changed() {
    let console = marked().keys("X");
    console.db.run(
        "DELETE FROM hrm_user_company_access WHERE user_id IN (2, 3, 4) AND rowid IN \
         (SELECT min(rowid) FROM hrm_user_company_access WHERE user_id IN (2, 3, 4) GROUP BY user_id)",
    );
    let before = rows(&console);
    let console = console.keys("<enter>");
    assert!(console.foot().contains("changed in the meantime"), "{}", console.foot());
    assert_eq!(rows(&console), before);
    let console = console.keys("<enter>");
    assert!(console.dialogs.is_empty(), "{}", console.screen());
}
