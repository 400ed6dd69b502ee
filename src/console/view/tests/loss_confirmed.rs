//! An edit that removes much access needs a second key press, which counts only after the
//! question could be read.

use crate::console::harness::Harness;
use crate::store::testing::TestDb;

/// Two Super Admins have access to 36 companies each; three other users to one.
fn two_super_admins() -> Harness {
    let db = TestDb::new();
    db.run(include_str!("../../../../tests/fixtures/hrm-2025.sql"));
    db.run(
        "UPDATE hrm_users SET role_id = 1 WHERE username = 'anna';
         WITH RECURSIVE numbers(n) AS (SELECT 10 UNION ALL SELECT n + 1 FROM numbers WHERE n < 39)
         INSERT INTO hrm_company (id, tenant_id, name, code, currency_code, is_active, created_by,
                                  created_at)
         SELECT 'd0d0d0d0000040008000000000000f' || n, tenant_id, 'Company ' || n, 'C' || n, 'EUR',
                1, '', '' FROM numbers, hrm_company WHERE code = 'KYO'",
    );
    Harness::on(db).size(120, 40)
}

/// Whether root is an active user.
fn is_active(console: &Harness) -> bool {
    console.db.is_true("SELECT is_active FROM hrm_users WHERE username = 'root'")
}

#[test]
fn a_key_that_is_pressed_twice_does_not_confirm_an_unread_question() {
    let asked = "not saved: takes away 36 of 75 user–company pairs · Enter again to save anyway";
    let form = || two_super_admins().keys("1e<tab><tab><tab><tab><tab><tab><tab>no");
    let console = form().pastes_as_keys(&["", "", "", "\r"], 120);
    assert!(console.screen().contains(asked), "{}", console.screen());
    let console = form().pastes_as_keys(&["", "", "", "\r", "\r"], 120);
    assert!(console.screen().contains("Enter came too fast"), "{}", console.screen());
    assert!(is_active(&console));
    let console = console.pastes_as_keys(&["", "\r"], 300);
    assert!(!is_active(&console), "{}", console.screen());
    assert!(is_active(&console.keys("u<enter>")));
}

#[test]
fn a_form_asks_before_a_super_admin_loses_the_role_or_is_deactivated() {
    // Many others have access, so that this is a small part of it.
    let console = Harness::demo_of(200, 12, 600);
    console.db.run(
        "UPDATE hrm_users SET role_id = (SELECT role_id FROM hrm_users ORDER BY id LIMIT 1),
                is_active = 1
         WHERE id IN (SELECT id FROM hrm_users ORDER BY id LIMIT 3)",
    );
    let console = console.reopened().size(120, 40).keys("1je<tab><tab><tab><tab>Employee<enter>");
    let asked = "not saved: takes away the access of padmavathi.rao, a Super Admin, to ";
    assert!(console.foot().contains(asked), "{}", console.screen());
    assert!(console.foot().contains("Enter again to save anyway"), "{}", console.foot());
    let console = console.keys("<enter>");
    let message = console.state.notice.as_ref().map(|it| it.text.clone()).unwrap_or_default();
    assert!(message.contains("Super Admin → Employee"), "{message}");
    // Another field of a Super Admin asks nothing.
    let console = console.keys("je<tab>Renamed<enter>");
    assert!(!console.foot().contains("not saved"), "{}", console.foot());
}
