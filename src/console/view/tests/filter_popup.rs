//! The popup above the filter line.

use crate::console::harness::Harness;
use crate::console::state::Pane;

#[test]
fn fields_are_offered_with_their_meaning_then_values_with_counts() {
    let console = Harness::demo().size(80, 24).keys("/");
    insta::assert_snapshot!("filter_popup_fields_80x24", console.screen());
    let console = console.keys("role:");
    insta::assert_snapshot!("filter_popup_roles_80x24", console.screen());
    let console = console.size(200, 50).keys("<c-u>is:");
    insta::assert_snapshot!("filter_popup_states_200x50", console.screen());
    let console = console.keys("<c-u>n:");
    assert!(console.screen().contains("2..4"), "{}", console.screen());
    let console = console.keys("<c-u>granted:");
    insta::assert_snapshot!("filter_popup_dates_200x50", console.screen());
    let console = console.keys("<tab><tab>");
    assert_eq!(console.state.user_filter.text, "granted:7d");
    let console = console.keys("<c-u>nobody");
    assert!(!console.screen().contains("Fields"), "{}", console.screen());
}

#[test]
fn the_completion_that_tab_inserts_is_highlighted_in_the_list() {
    let console = Harness::demo().keys("/ten<tab>");
    assert!(console.foot().contains("users / tenant:"), "{}", console.foot());
    let console = Harness::demo().keys("/role:<tab>");
    let before = console.screen().lines().filter(|line| line.contains(" users ")).count();
    let console = console.keys("<tab>");
    let after = console.screen().lines().filter(|line| line.contains(" users ")).count();
    assert_eq!(before, after, "{}", console.screen());
}

#[test]
fn the_popup_leaves_the_upper_half_as_it_is_and_fits_every_screen() {
    for (width, height) in [(24, 7), (40, 12), (60, 18), (80, 24), (200, 50)] {
        let before = Harness::demo().size(width, height).screen();
        let with = Harness::demo().size(width, height).keys("/").screen();
        let upper = |screen: &str| -> Vec<String> {
            screen.lines().take(usize::from(height / 2)).map(str::to_owned).collect()
        };
        assert_eq!(upper(&with), upper(&before), "{width}×{height}");
        assert_eq!(with.lines().count(), usize::from(height));
    }
}

#[test]
fn a_filter_for_the_other_pane_is_applied_there() {
    let console = Harness::demo().keys("/code:");
    assert_eq!(console.state.users.len(), 40, "{}", console.screen());
    let console = console.keys("tyo").tick().tick();
    // The users stay as they were: nobody is told that none match.
    assert_eq!(console.state.users.len(), 40, "{}", console.screen());
    assert!(console.screen().contains("filter Companies by it"), "{}", console.screen());
    let console = console.keys("<enter>");
    assert_eq!(console.state.focus, Pane::Companies);
    assert_eq!(console.state.company_filter.text, "code:tyo");
    assert_eq!(console.state.user_filter.text, "", "what was typed before it is gone");
    assert_eq!(console.state.companies.len(), 1);
    let console = console.keys("/role:Employee<enter>");
    assert_eq!(console.state.focus, Pane::Users);
    assert_eq!(console.state.user_filter.text, "role:Employee");
    assert_eq!(console.state.company_filter.text, "code:tyo", "as it was");
    let console = console.keys("/code:NYC");
    assert_eq!(console.state.users.len(), Harness::demo().keys("/role:Employee").state.users.len());
}

#[test]
fn the_caret_is_below_the_error() {
    let console = Harness::demo().size(80, 24).keys("/chen n:x").tick().tick();
    let foot = console.foot();
    let (line, caret) = foot.split_once('\n').expect("two lines");
    let at = line.find("x▏").expect("the wrong value");
    let column = line[..at].chars().count();
    assert_eq!(caret.chars().position(|letter| letter == '^'), Some(column), "{foot}");
    // A key hides it until the next pause.
    let console = console.keys("<bs>");
    assert!(!console.foot().contains('^'), "{}", console.foot());
}

#[test]
fn a_field_without_its_value_filters_nothing_and_the_caret_is_below_the_cursor() {
    let console = Harness::demo().size(80, 24).keys("/arjun role:").tick().tick();
    assert_eq!(console.state.users.len(), 2, "the words before it hold");
    let screen = console.screen();
    let column = |sign: char, line: &str| {
        line.split_once(sign).map(|(before, _)| crate::text::width(before)).expect("the sign")
    };
    let lines: Vec<&str> = screen.lines().collect();
    let [.., typed, error] = &lines[..] else { panic!("two lines") };
    assert_eq!(column('^', error), column('▏', typed), "{screen}");
    let console = console.keys("<c-u>role:");
    assert_eq!(console.state.users.len(), 40, "{}", console.screen());
    assert_eq!(console.keys("<esc>").state.user_filter.text, "");
}
