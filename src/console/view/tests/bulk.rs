//! Bulk changes on the screen: marks, previews, the guard, and the questions before them.

use crate::console::harness::Harness;

#[test]
fn with_marked_users_the_checkboxes_have_three_states() {
    let console = Harness::demo().size(120, 24).keys("j j v<down><down>v2jm");
    insta::assert_snapshot!("marked", console.screen());
    let console = console.keys("3*<esc>").size(80, 24);
    assert!(!console.screen().contains('*'), "{}", console.screen());
}

#[test]
fn a_bulk_change_is_previewed_committed_and_undone() {
    let console = Harness::demo().size(120, 30).keys("jvjjv2jvjv+onboarding");
    insta::assert_snapshot!("preview", console.screen());
    let before = *console.state.statistics.known().unwrap();
    let console = console.keys("<enter>");
    assert!(console.foot().contains("granted · u undoes"), "{}", console.foot());
    assert_ne!(console.state.statistics.known(), Some(&before));
    let console = console.keys("u");
    assert_eq!(console.state.statistics.known(), Some(&before));
}

#[test]
fn a_preview_that_is_declined_changes_nothing() {
    let console = Harness::demo().keys("A");
    let before = *console.state.statistics.known().unwrap();
    let console = console.keys("<esc>");
    assert!(console.foot().contains("nothing was changed"), "{}", console.foot());
    assert_eq!(console.keys("<f5>").state.statistics.known(), Some(&before));
}

#[test]
fn the_guard_requires_the_number_of_removed_grants() {
    let console = Harness::demo().size(120, 30).keys("3<c-a>-");
    insta::assert_snapshot!("guarded", console.screen());
    let console = console.keys("<enter>");
    assert!(
        console.foot().contains("to confirm, type 90 (the number of grants removed)"),
        "{}",
        console.foot()
    );
    let console = console.keys("89<enter>");
    assert!(console.foot().contains("to confirm, type 90"), "{}", console.foot());
    let console = console.keys("<c-u>90<enter>");
    assert!(console.screen().contains("90 revoked"), "{}", console.screen());
    let console = console.keys("u");
    assert_eq!(console.state.statistics.known().unwrap().grants, 90);
}

#[test]
fn companies_are_copied_from_one_user_to_others() {
    let console = Harness::demo().keys("y");
    assert!(console.foot().contains("copied 12 companies from superadmin"), "{}", console.foot());
    let console = console.keys("jvjvp<enter>");
    assert!(console.foot().contains("granted · u undoes"), "{}", console.foot());
    for at in [1, 2] {
        let user = console.state.users.get(at).unwrap();
        assert_eq!(console.state.rows.get(user).unwrap().count(), 12);
    }
    let console = console.keys("p");
    assert!(console.foot().contains("nothing to change"), "{}", console.foot());
}

#[test]
fn toggling_a_checkbox_applies_to_all_marked_users() {
    let console = Harness::demo().keys("jvjjv2<space><enter>");
    for at in 1..=3 {
        let user = console.state.users.get(at).unwrap();
        assert!(console.state.rows.get(user).unwrap().holds(0));
    }
    let console = console.keys("<space>");
    assert!(console.screen().contains("Revoke"), "all have it now: {}", console.screen());
}

#[test]
fn a_preview_is_counted_again_if_the_data_changed() {
    let console = Harness::demo().keys("jvjjjjv2vjjjv+because");
    console.db.run("DELETE FROM hrm_user_company_access WHERE user_id = 2");
    let console = console.keys("<enter>");
    let message = "recalculated, nothing was changed: 16 to grant instead of 15 after another";
    assert!(console.foot().contains(message), "{}", console.foot());
    assert!(console.screen().contains("because"), "what was typed stays");
    let console = console.keys("<enter>");
    assert!(console.screen().contains("change 1: 16 granted"), "{}", console.screen());
}

#[test]
fn hidden_marks_open_a_prompt_and_both_answers_work() {
    let marked = || Harness::demo().size(120, 24).keys("jvjjjv2jm1/padm<enter>");
    let console = marked().keys("+");
    insta::assert_snapshot!("hidden_marks", console.screen());
    let all = console.keys("a");
    assert!(all.screen().contains("selected    4 users × 1 company"), "{}", all.screen());
    let shown = marked().keys("+s");
    assert!(shown.screen().contains("selected    1 user × 1 company"), "{}", shown.screen());
    let neither = marked().keys("-<esc>");
    assert!(neither.foot().contains("nothing was changed"), "{}", neither.foot());
}

#[test]
fn toggling_a_checkbox_of_marked_users_prompts_about_hidden_ones_too() {
    let console = Harness::demo().keys("jvjjv/padm<enter>2<space>");
    assert!(console.screen().contains("2 of the 3 marked users are hidden by the filter"));
    let console = console.keys("s");
    assert!(console.screen().contains("selected    1 user × 1 company"), "{}", console.screen());
}
