//! Filters and sort orders of the lists.

use crate::console::harness::Harness;
use crate::console::keymap::Context;

#[test]
fn a_filter_narrows_while_it_is_typed_and_stays_in_the_title() {
    let console = Harness::demo().size(120, 24).keys("/role:em");
    insta::assert_snapshot!("filter_typed", console.screen());
    let console = console.keys("<tab>");
    assert!(console.foot().contains("users / role:Employee"), "{}", console.foot());
    let console = console.keys("<enter>");
    assert!(console.screen().contains("of 40 ─ role:Employee"), "{}", console.screen());
    assert!(!console.screen().contains("superadmin "), "{}", console.screen());
    let console = console.keys("<esc>");
    assert!(console.screen().contains("1 Users ─ 40 of 40 ━"), "{}", console.screen());
    let console = console.keys("/<up>");
    assert!(console.foot().contains("users / role:Employee"), "{}", console.foot());
    let console = console.keys("<esc>");
    assert!(console.screen().contains("1 Users ─ 40 of 40 ━"), "{}", console.screen());
}

#[test]
fn an_invalid_filter_filters_nothing_and_shows_where_it_is_wrong() {
    let console = Harness::demo().keys("/chen<enter>/x<c-u>rol:x").tick();
    assert!(!console.foot().contains("unknown field"), "not while it is typed");
    let console = console.tick();
    let caret = "\n         ^ unknown field “rol”; did you mean role:?";
    assert!(console.foot().contains(caret), "{}", console.foot());
    assert_eq!(console.state.users.len(), 0, "the last valid one, “rol”, applies");
    let console = console.keys("<enter>");
    assert!(console.foot().contains(caret), "a faulty one is not kept: {}", console.foot());
}

#[test]
fn companies_are_filtered_and_the_matrix_with_them() {
    let console = Harness::demo().size(120, 24).keys("2/tyo|lon<enter>");
    insta::assert_snapshot!("companies_filtered", console.screen());
    let console = console.keys("3<space>");
    assert!(
        console.foot().contains("Tokyo Plant") || console.foot().contains("London"),
        "{}",
        console.foot()
    );
}

#[test]
fn users_are_sorted_both_ways() {
    let console = Harness::demo().keys("o<down><enter>");
    let first = console.state.users.get(0);
    assert!(console.screen().contains(" user ↑ "), "{}", console.screen());
    let console = console.keys("o<enter>");
    assert!(console.screen().contains(" user ↓ "), "{}", console.screen());
    assert_eq!(console.state.users.get(console.state.users.len() - 1), first);
}

#[test]
fn a_filter_on_grants_follows_edits_by_other_programs() {
    let console = Harness::demo().keys("/is:none<enter>");
    let without = console.state.users.len();
    console.db.run("DELETE FROM hrm_user_company_access");
    let console = console.tick();
    assert_eq!(console.state.users.len(), 40);
    assert_eq!(without, 9);
}

#[test]
fn a_filter_that_no_title_shows_in_full_is_in_the_title_bar() {
    let text = "role:\"HR Manager\" is:active n:>2";
    let console = Harness::demo().size(80, 24).keys(&format!("/{text}<enter>"));
    let bar = |console: &Harness| console.screen().lines().next().unwrap_or_default().to_owned();
    assert!(bar(&console).contains(text), "{}", console.screen());
    assert!(bar(&console).contains("operator"), "{}", console.screen());
    assert!(bar(&console).contains("grantgrid"), "{}", console.screen());
    // The program's name makes room for a longer one.
    let text = "role:\"HR Manager\" is:active n:>2 tenant:globa";
    let long = Harness::demo().size(80, 24).keys(&format!("/{text}<enter>"));
    assert!(bar(&long).contains(text), "{}", long.screen());
    assert!(bar(&long).contains("operator ada"), "{}", long.screen());
    // Where the title of the pane has it all, it is said once.
    assert!(!bar(&console.keys("/<c-u>n:>2<enter>")).contains("n:>2"));
    // The matrix alone has no title with the filter.
    let console = Harness::demo().size(80, 24).keys("/n:>2<enter>3");
    assert!(bar(&console).contains("n:>2"), "{}", console.screen());
}

#[test]
fn a_field_of_the_history_leads_there() {
    let console = Harness::demo().size(120, 30).keys("/lost:superadmin").tick().tick();
    let foot = console.foot();
    assert!(foot.contains("lost: works in the history's filter, not in the users"), "{foot}");
    assert!(foot.contains("Enter opens the history (t) with it"), "{foot}");
    assert!(console.screen().contains("40 of 40"), "nothing is filtered: {}", console.screen());
    let console = console.keys("<enter>");
    assert_eq!(console.context(), Context::History, "{}", console.screen());
    assert!(console.screen().contains("0 changes ─ lost:superadmin"), "{}", console.screen());
    let console = Harness::demo().size(120, 30).keys("/role:x since:7d").tick().tick();
    assert!(console.foot().contains(" · t opens the history"), "{}", console.foot());
}
