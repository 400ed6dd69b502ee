//! What the panes and dialogs show about effective access: for marked users, for ignored
//! grants, and before a change that removes much access.

use crate::console::harness::Harness;

/// The first two users, in SQL.
const FIRST_TWO: &str = "(SELECT id FROM hrm_users ORDER BY id LIMIT 2)";

/// Two active Super Admins without grants at the top of the list.
fn with_two_admins(console: &Harness) {
    console.db.run(&format!(
        "UPDATE hrm_users SET role_id = 1, is_active = 1 WHERE id IN {FIRST_TWO};
         DELETE FROM hrm_user_company_access WHERE user_id IN {FIRST_TWO};"
    ));
}

#[test]
fn checkboxes_of_marked_users_show_grants_or_access() {
    let console = Harness::demo();
    with_two_admins(&console);
    let console = console.reopened().size(60, 24).keys("mjm2");
    let screen = console.screen();
    assert!(screen.contains("grants of 2 marked users"), "{screen}");
    assert!(!screen.contains('◆') && !screen.contains('▪'), "{screen}");
    let console = console.keys("E");
    let screen = console.screen();
    assert!(screen.contains("access of 2 marked users"), "{screen}");
    assert!(screen.contains('◆') && !screen.contains('▪'), "all can get in: {screen}");
    // With one marked user, the checkboxes are that user's cells, in both views.
    let console = console.keys("E1m2");
    let screen = console.screen();
    assert!(screen.contains("grants of 1 marked user"), "{screen}");
    assert!(screen.contains('◇'), "implied, and required by the rules: {screen}");
}

#[test]
fn ignored_grants_are_shown_in_the_list_of_users_at_every_width() {
    let console = Harness::demo();
    console.db.run(&format!(
        "UPDATE hrm_users SET is_active = 0 WHERE id IN {FIRST_TWO};
         DELETE FROM hrm_user_company_access WHERE user_id IN {FIRST_TWO};
         INSERT INTO hrm_user_company_access (id, user_id, company_id, created_at)
         SELECT 'f0f0f0f000004000800000000000000f', (SELECT min(id) FROM hrm_users), id, ''
         FROM hrm_company LIMIT 1;"
    ));
    let mut console = console.reopened();
    for (width, figures) in [(27, "0□1"), (60, "1□1"), (80, "0□1"), (120, "0□1"), (200, "1□1")]
    {
        console = console.size(width, 24).keys("1");
        let screen = console.screen();
        assert!(screen.contains(figures), "{width}: {screen}");
    }
}

#[test]
fn deactivating_a_user_who_loses_much_access_is_confirmed() {
    let console = Harness::demo_of(2, 40, 3);
    with_two_admins(&console);
    let console = console.reopened().size(120, 40).keys("1D");
    let screen = console.screen();
    assert!(screen.contains("takes away access to 40 companies: none is left."), "{screen}");
    let is_active = "SELECT is_active FROM hrm_users ORDER BY id LIMIT 1";
    let console = console.keys("a");
    let foot = console.foot();
    assert!(foot.contains("takes away 40 of 80 user–company pairs · a again"), "{foot}");
    assert!(console.db.is_true(is_active), "nothing was changed");
    let console = console.keys("a");
    assert!(console.foot().contains("deactivated"), "{}", console.foot());
    assert!(!console.db.is_true(is_active));
}
