//! The history's filter, typed in a line of its own.

use crate::console::harness::Harness;

/// Three changes: of the first user's NYC, of the third user's NYC and LA.
fn history(keys: &str) -> Harness {
    Harness::demo().size(120, 24).keys("3<space>jj<space>l<space>t").keys(keys)
}

fn title(console: &Harness) -> String {
    let screen = console.screen();
    let line = screen.lines().find(|line| line.contains("History")).unwrap_or_default();
    line.trim_matches(['┏', '┓', '━', '│', ' ']).to_owned()
}

#[test]
fn it_lets_through_what_it_says() {
    insta::assert_snapshot!("history_line", history("/").screen());
    let console = history("/operator:ada company:NYC<enter>");
    insta::assert_snapshot!("history_filtered", console.screen());
    for (filter, shown) in [
        ("user:superadmin", "1 change"),
        ("company:\"NYC Office\"", "2 changes"),
        ("operator:nobody", "0 changes"),
        ("since:2026-01-01 until:2026", "3 changes"),
        ("until:2025", "0 changes"),
    ] {
        let console = history(&format!("/{filter}<enter>"));
        assert!(title(&console).contains(&format!("History ─ {shown} ─ {filter}")), "{filter}");
        assert_eq!(console.screen().contains("no changes match"), shown.starts_with('0'));
    }
}

#[test]
fn a_fault_filters_nothing_and_says_where() {
    let console = history("/user:x role:y<enter>");
    assert!(console.foot().contains("column 8: use user:"), "{}", console.foot());
    assert!(title(&console).contains("History ─ 3 changes"));
    let console = console.keys("<c-u>user:superadmn<enter>");
    let sentence = "there is no user “superadmn”; did you mean: superadmin";
    assert!(console.foot().contains(sentence), "{}", console.foot());
    assert!(title(&console).contains("History ─ 3 changes"));
    let console = console.keys("<bs><bs>");
    assert!(!console.foot().contains("there is no user"), "typing goes on");
    let console = console.keys("<esc>");
    assert!(title(&console).contains("History ─ 3 changes"), "the list is still there");
    assert_eq!(title(&console.keys("<esc>")), "");
}

#[test]
fn it_stays_until_an_empty_line_and_goes_with_the_cell() {
    let console = history("/user:superadmin<enter>c");
    assert!(title(&console).contains(" × LA ─ 0 changes ─ user:superadmin"), "{}", title(&console));
    let console = console.keys("c");
    assert!(title(&console).contains("History ─ 1 change ─ user:superadmin"));
    let console = console.keys("c/<c-u>operator:ada<enter>");
    assert!(title(&console).contains(" × LA ─ 1 change ─ operator:ada"), "{}", title(&console));
    let console = console.keys("c/<c-u><enter>");
    assert!(title(&console).contains("History ─ 3 changes "), "{}", title(&console));
}
