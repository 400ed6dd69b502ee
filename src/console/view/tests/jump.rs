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
fn after_a_jump_n_goes_to_the_next_match_until_esc() {
    let console = Harness::demo().size(80, 24).keys("farjun<enter>");
    let first = username(&console);
    let message = "match 1 of 2 · n next · N previous · Esc ends the jump";
    assert!(console.foot().contains(message), "{}", console.foot());
    let console = console.keys("n");
    let second = username(&console);
    assert_ne!(second, first);
    assert!(console.foot().contains("match 2 of 2"), "{}", console.foot());
    let console = console.keys("N");
    assert_eq!(username(&console), first);
    let console = console.keys(";,nN");
    assert!(console.dialogs.is_empty() && console.is_stepping());
    assert_eq!(username(&console), first);
    // Other keys, and a click, leave it as it is, and the lowest lines say so.
    for between in ["j", "/<esc>", "5j", "ü", "2", "3l"] {
        let console = Harness::demo().keys("farjun<enter>n").keys(between);
        assert!(console.foot().contains("match 2 of 2"), "{between}: {}", console.foot());
        assert_eq!(username(&console.keys("n")), first, "{between}");
    }
    let console = Harness::demo().keys("farjun<enter>").click(60, 20).keys("n");
    assert_eq!(username(&console), second);
    let console = console.keys("<esc>");
    assert!(!console.is_stepping() && !console.foot().contains("match"), "{}", console.foot());
    let console = console.keys("n");
    assert!(console.screen().contains("New user"), "{}", console.screen());
    // Also with a single match, so that the key never depends on what was found.
    let console = Harness::demo().keys("fpadmavathi<enter>n");
    assert!(console.foot().contains("the only match · Esc ends the jump"), "{}", console.foot());
    let console = console.keys("<esc>n");
    assert!(console.screen().contains("New user"), "{}", console.screen());
}

#[test]
fn esc_ends_the_jump_before_it_clears_marks_and_filter() {
    let console = Harness::demo().keys("/role:employee<enter> farjun<enter><esc>");
    assert!(!console.is_stepping() && !console.state.marks.users.is_empty());
    let console = console.keys("<esc>");
    assert!(console.state.marks.users.is_empty() && console.state.users.len() < 40);
    assert_eq!(console.keys("<esc>").state.users.len(), 40);
}

#[test]
fn letters_far_apart_are_no_match() {
    let console = Harness::demo().keys("fzzzz");
    assert!(console.screen().contains("no match"), "{}", console.screen());
    let console = Harness::demo().keys("2fsprtn");
    assert!(console.screen().contains("no match"), "{}", console.screen());
}

#[test]
fn after_a_jump_the_hints_show_its_keys() {
    for (width, height) in [(80, 24), (120, 40), (200, 50)] {
        let mut console = Harness::demo().size(width, height).keys("farjun<enter>");
        console.state.notice = None;
        let foot = console.foot();
        assert!(foot.contains("n next match  N previous  Esc end jump  "), "{foot}");
        assert!(foot.contains("  : actions  ? help"), "{foot}");
        assert!(!foot.contains("n new"), "{foot}");
        assert!(console.keys("j").foot().contains("n next match"));
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
    assert_eq!(username(&console.click_on("N previous  Esc", 3)), first);
}

#[test]
fn a_filter_that_hides_the_match_is_cleared_only_when_enter_is_pressed_again() {
    let console = Harness::demo().keys("/arjun<enter>fpadma");
    assert!(console.screen().contains("hidden by the filter"), "{}", console.screen());
    let console = console.keys("<enter>");
    assert_eq!(console.state.users.len(), 2, "nothing is cleared without asking");
    let asked = "padmavathi.rao is hidden by the filter · Enter again clears the filter";
    assert!(console.screen().contains(asked), "{}", console.screen());
    let refused = Harness::demo().keys("/arjun<enter>fpadma<enter><esc>");
    assert_eq!(refused.state.users.len(), 2);
    let console = console.keys("<enter>");
    assert_eq!(username(&console), "padmavathi.rao");
    assert_eq!(console.state.users.len(), 40);
    assert!(console.foot().contains("the filter was cleared"), "{}", console.foot());
    // A filter that does not hide the match is kept.
    let console = console.keys("/arjun<enter>farjun<enter>");
    assert_eq!(console.state.users.len(), 2);
}

#[test]
fn the_next_match_is_one_that_the_filter_shows() {
    let console = Harness::demo().keys("farjun<enter>");
    let first = username(&console);
    let console = console.keys("n");
    let second = username(&console);
    let console = console.keys(&format!("/user:{second}<enter>nn"));
    assert_eq!(username(&console), second);
    let message = "the only match · Esc ends the jump · 1 hidden by the filter";
    assert!(console.foot().contains(message), "{}", console.foot());
    let console = console.keys("/padma<enter>n");
    let message = "the filter hides every match of the jump · Esc Esc clears it";
    assert!(console.foot().contains(message), "{}", console.foot());
    let console = console.keys("<esc><esc>;");
    assert!([&first, &second].contains(&&username(&console)));
    assert_eq!(console.state.users.len(), 40);
}

#[test]
fn a_user_of_the_palette_that_the_filter_hides_is_asked_about() {
    let console = Harness::demo().keys("/arjun<enter>:padmavathi<enter>");
    assert_eq!(console.state.users.len(), 2);
    let asked = "padmavathi.rao is hidden by the filter · Enter again clears the filter";
    assert!(console.screen().contains(asked), "{}", console.screen());
    let console = console.keys("<enter>");
    assert_eq!(username(&console), "padmavathi.rao");
    assert_eq!(console.state.users.len(), 40);
}

#[test]
fn companies_are_jumped_to_by_code_or_name() {
    let console = Harness::demo().keys("2ftoky<enter>");
    assert_eq!(console.state.companies.current().expect("a company").code, "TYO");
    assert_eq!(console.state.focus, Pane::Companies);
    let console = console.keys("/ber<enter>fzrh<enter><enter>");
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
    assert!(console.screen().contains("no match"), "{}", console.screen());
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
