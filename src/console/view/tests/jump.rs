//! Jumping to a name without filtering.

use crate::console::harness::Harness;
use crate::console::state::Pane;

fn username(console: &Harness) -> String {
    console.state.cursor_row().expect("a row").user.username.clone()
}

#[test]
fn some_letters_of_a_name_lead_there_and_nothing_is_filtered() {
    let console = Harness::demo().size(80, 24).keys("fpdmvt");
    insta::assert_snapshot!("jump_80x24", console.screen());
    let console = console.keys("<enter>");
    assert_eq!(username(&console), "padmavathi.rao");
    assert_eq!(console.state.users.len(), 40);
    // Accents can be left out, and words can be in any order.
    assert_eq!(username(&console.keys("fgauthier jean<enter>")), "jeanbaptiste.gauthier");
}

#[test]
fn the_next_and_the_previous_match_wrap_around() {
    let console = Harness::demo().keys("farjun<enter>");
    let first = username(&console);
    assert!(first.starts_with("arjun"), "{first}");
    assert!(console.foot().contains("match 1 of "), "{}", console.foot());
    let console = console.keys(";");
    let second = username(&console);
    assert!(second.starts_with("arjun") && second != first, "{second}");
    let console = console.keys(",");
    assert_eq!(username(&console), first);
    let len = console.state.matches.found.len();
    let console = console.keys(&";".repeat(len));
    assert_eq!(username(&console), first, "round");
    let console = Harness::demo().keys(";");
    assert!(console.foot().contains("f jumps to a name"), "{}", console.foot());
}

#[test]
fn a_filter_that_hides_the_match_is_cleared_with_a_message() {
    let console = Harness::demo().keys("/arjun<enter>fpadma");
    assert!(console.screen().contains("hidden by the filter"), "{}", console.screen());
    let console = console.keys("<enter>");
    assert_eq!(username(&console), "padmavathi.rao");
    assert_eq!(console.state.users.len(), 40);
    assert!(console.foot().contains("the filter was cleared"), "{}", console.foot());
    // A filter that does not hide the match is kept.
    let console = console.keys("/arjun<enter>farjun<enter>");
    assert_eq!(console.state.users.len(), 2);
}

#[test]
fn companies_are_jumped_to_by_code_or_name() {
    let console = Harness::demo().keys("2ftoky<enter>");
    assert_eq!(console.state.companies.current().expect("a company").code, "TYO");
    assert_eq!(console.state.focus, Pane::Companies);
    let console = console.keys("/ber<enter>fzrh<enter>");
    assert_eq!(console.state.companies.current().expect("a company").code, "ZRH");
    assert_eq!(console.state.companies.len(), 12);
    // In the users list, a company is a match of the other list.
    let console = console.keys("1;");
    assert_eq!(console.state.focus, Pane::Companies);
}

#[test]
fn without_a_match_the_dialog_stays_and_changes_nothing() {
    let console = Harness::demo().keys("f<enter>");
    assert!(console.screen().contains("type some letters"), "{}", console.screen());
    let console = console.keys("qqqq<enter>");
    assert!(console.screen().contains("no similar name"), "{}", console.screen());
    let before = username(&Harness::demo());
    assert_eq!(username(&console.keys("<esc>")), before);
}

#[test]
fn pasted_text_that_begins_with_the_key_is_searched_for() {
    let console = Harness::demo().pastes_as_keys(&["fpadmavathi.rao\n"], 300);
    assert_eq!(console.state.users.len(), 40);
    let grants = console.state.statistics.known().expect("figures").grants;
    assert_eq!(grants, Harness::demo().state.statistics.known().expect("figures").grants);
}
