//! Jumping to a name without filtering.

use crate::console::harness::Harness;
use crate::console::state::Pane;

fn username(console: &Harness) -> String {
    console.state.cursor_row().expect("a row").user.username.clone()
}

#[test]
fn letters_of_a_name_jump_to_it_without_filtering() {
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
fn right_after_a_jump_n_goes_to_the_next_match_until_another_key_is_pressed() {
    let console = Harness::demo().size(80, 24).keys("farjun<enter>");
    let first = username(&console);
    assert!(console.foot().contains("n next · N previous"), "{}", console.foot());
    let console = console.keys("n");
    let second = username(&console);
    assert_ne!(second, first);
    assert!(console.foot().contains("match 2 of 2"), "{}", console.foot());
    let console = console.keys("N");
    assert_eq!(username(&console), first);
    let console = console.keys(";,nN");
    assert!(console.dialogs.is_empty() && console.is_stepping());
    assert_eq!(username(&console), first);
    // Even a key without a meaning ends it, and so does a click.
    for ends in ["j", "/<esc>", "5", "ü"] {
        let console = Harness::demo().keys("farjun<enter>n").keys(ends);
        assert!(!console.is_stepping(), "{ends}");
        let console = console.keys("<esc>n");
        assert!(console.screen().contains("New user"), "{ends}: {}", console.screen());
    }
    let console = Harness::demo().keys("farjun<enter>").click(60, 20);
    assert!(!console.is_stepping(), "{}", console.screen());
    // With a single match there is nothing to go on to.
    let console = Harness::demo().keys("fpadmavathi<enter>n");
    assert!(console.screen().contains("New user"), "{}", console.screen());
}

#[test]
fn right_after_a_jump_the_hints_show_its_keys() {
    for (width, height) in [(80, 24), (120, 40), (200, 50)] {
        let mut console = Harness::demo().size(width, height).keys("farjun<enter>");
        console.state.notice = None;
        let foot = console.foot();
        assert!(foot.contains("n next match  N previous  : actions  ? help"), "{foot}");
        assert!(!foot.contains("n new"), "{foot}");
        assert!(console.keys("j").foot().contains("? help"));
    }
}

#[test]
fn a_key_held_down_goes_from_match_to_match() {
    let console = Harness::demo().keys("farjun<enter>").pastes_as_keys(&["nnnnn"], 300);
    assert!(console.is_stepping() && console.dialogs.is_empty(), "{}", console.screen());
}

#[test]
fn a_click_on_the_hint_leads_to_the_next_match() {
    let console = Harness::demo().size(80, 24).keys("farjun<enter>");
    let first = username(&console);
    let console = console.click_on("n next match", 3);
    assert!(console.is_stepping() && username(&console) != first, "{}", console.screen());
    assert_eq!(username(&console.click_on("N previous  :", 3)), first);
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
