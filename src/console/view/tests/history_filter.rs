//! The history's filter, typed in a line of its own.

use crate::console::harness::Harness;
use crate::console::keymap::Context;

/// Three changes: to NYC of the first user, and to NYC and LA of the third user.
fn history(keys: &str) -> Harness {
    Harness::demo().size(120, 24).keys("3<space>jj<space>l<space>t").keys(keys)
}

fn title(console: &Harness) -> String {
    let screen = console.screen();
    let line = screen.lines().find(|line| line.contains("History")).unwrap_or_default();
    line.trim_matches(['┏', '┓', '━', '│', ' ']).to_owned()
}

#[test]
fn the_history_filter_shows_only_matching_changes() {
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
fn an_error_filters_nothing_and_is_shown_with_its_position() {
    let console = history("/user:x role:y<enter>");
    let caret = console.foot().lines().nth(1).expect("a line").find('^');
    let fault = console.foot().lines().next().expect("a line").find("role:y");
    assert!(caret.is_some() && caret == fault, "{}", console.foot());
    assert!(console.foot().contains("^ use user:, company:, lost:"), "{}", console.foot());
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
fn the_history_filter_applies_until_it_is_emptied_or_the_history_of_a_cell_opens() {
    let console = history("/user:superadmin<enter>c");
    assert!(title(&console).contains(" × LA ─ 0 changes ─ user:superadmin"), "{}", title(&console));
    let console = console.keys("c");
    assert!(title(&console).contains("History ─ 1 change ─ user:superadmin"));
    let console = console.keys("c/<c-u>operator:ada<enter>");
    assert!(title(&console).contains(" × LA ─ 1 change ─ operator:ada"), "{}", title(&console));
    let console = console.keys("c/<c-u><enter>");
    assert!(title(&console).contains("History ─ 3 changes "), "{}", title(&console));
}

#[test]
fn a_popup_offers_fields_and_values_and_tab_inserts_them() {
    let console = history("/");
    let screen = console.screen();
    assert!(screen.contains("since:") && screen.contains("at that time or later"), "{screen}");
    assert!(screen.contains("who made the change; me is you"), "{screen}");
    let screen = history("/since:").screen();
    assert!(screen.contains("7d") && screen.contains("the last 7 days"), "{screen}");
    assert!(screen.contains("monday"), "{screen}");
    let screen = history("/kind:").screen();
    assert!(screen.contains("revoke") && screen.contains("companies revoked"), "{screen}");
    let screen = history("/operator:").screen();
    assert!(screen.contains("your own changes"), "{screen}");
    let screen = history("/lost:N").screen();
    assert!(screen.contains("NYC"), "{screen}");
    let console = history("/op<tab>m<tab><enter>");
    assert!(title(&console).contains("3 changes ─ operator:me"), "{}", title(&console));
    let console = history("/kind:re<tab><tab>");
    assert!(console.foot().contains("kind:repair"), "{}", console.foot());
}

#[test]
fn an_error_is_shown_after_a_pause() {
    let console = history("/kind:give");
    assert!(!console.foot().contains('^'), "{}", console.foot());
    let console = console.tick().tick();
    let screen = console.screen();
    assert!(console.foot().contains('^'), "{screen}");
    assert!(screen.contains("give is not a kind; use grant, revoke"), "{screen}");
    assert!(!console.keys("<bs>").foot().contains('^'), "typing goes on");
    let console = history("/user:nobody at").tick().tick();
    assert!(console.screen().contains("there is no user “nobody”"), "{}", console.screen());
    assert!(title(&console).contains("3 changes"), "the list stays");
}

#[test]
fn a_part_of_a_name_is_enough_for_who_gained_and_lost() {
    let full_name = history("").state.cursor_row().expect("a row").user.full_name.clone();
    let part = full_name.split(' ').next_back().expect("a name").to_lowercase();
    let console = history(&format!("/gained:{part}<enter>"));
    assert!(title(&console).contains("2 changes"), "{part}: {}", title(&console));
    let console = history(&format!("/lost:{part}<enter>"));
    assert!(title(&console).contains("0 changes"), "{part}: {}", title(&console));
}

#[test]
fn the_history_is_as_tall_as_its_content() {
    let height = |console: &Harness| {
        let screen = console.screen();
        let inside = |line: &&str| line.contains('┃') || line.contains('━');
        screen.lines().filter(inside).count()
    };
    let few = Harness::demo().size(200, 50).keys("3<space>t");
    assert_eq!(height(&few), 14, "{}", few.screen());
    let many = Harness::demo().size(200, 50).keys("3").keys(&"<space>j".repeat(35)).keys("t");
    let tall = height(&many);
    assert_eq!(tall, 39, "{}", many.screen());
    let filtered = many.keys("/operator:nobody<enter>");
    assert_eq!(height(&filtered), tall, "it does not jump: {}", filtered.screen());
}

#[test]
fn an_empty_history_offers_no_key_that_does_nothing() {
    let empty = || Harness::demo().size(120, 30).keys("t");
    let console = empty();
    let screen = console.screen();
    assert!(screen.contains("no changes yet"), "{screen}");
    for word in ["by user", "this cell", "undo it", "its cells"] {
        assert!(!screen.contains(word), "{word}: {screen}");
    }
    for key in ["p", "c", "u"] {
        let console = empty().keys(key);
        assert!(console.foot().contains(&format!("{key} does nothing here")), "{key}");
        assert_eq!(console.context(), Context::History, "{key}");
    }
    // A filter that matches nothing can be changed.
    let console = history("/operator:nobody<enter>");
    assert!(console.screen().contains("/ filter"), "{}", console.screen());
    assert!(!console.screen().contains("undo it"), "{}", console.screen());
    assert!(console.keys("u").foot().contains("u does nothing here"));
}
