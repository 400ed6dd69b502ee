//! Keys that do the same in every dialog: vi's movement keys, `q`, and a filter that is
//! selected when its line opens.

use crate::console::harness::Harness;
use crate::console::keymap::Context;

/// The keys that open each dialog without an input field.
const OPEN: &[&str] = &[
    "t",
    "R",
    "R<tab>",
    "o",
    "w",
    "2<enter>",
    "<enter>",
    "!",
    "s",
    "jD",
    "?",
    "|",
    "Y",
    "3 M",
    "3 tp",
    "3 t<enter>",
    "A<esc>M",
];

#[test]
fn q_closes_a_dialog_in_which_nothing_is_typed() {
    for keys in OPEN {
        let console = Harness::demo().size(120, 40).keys(keys);
        let open = console.dialogs.len();
        assert_ne!(open, 0, "{keys}: {}", console.screen());
        let console = console.keys("q");
        assert_eq!(console.dialogs.len(), open - 1, "{keys}: {}", console.screen());
    }
    // In an input field, `q` is a letter.
    for (keys, context) in
        [(":q", Context::Palette), ("/q", Context::Filter), ("t/q", Context::HistoryFilter)]
    {
        let mut console = Harness::demo().size(120, 40).keys(keys);
        assert_eq!(console.context(), context, "{keys}");
        let top = console.dialogs.top_mut().expect("a dialog");
        let line = top.line().map(|line| line.input.value().to_owned());
        let typed = line.or_else(|| top.field_mut().map(|field| field.value().to_owned()));
        assert_eq!(typed.as_deref(), Some("q"), "{keys}");
    }
}

#[test]
fn lists_of_dialogs_move_by_the_keys_of_vi() {
    for keys in ["R", "R<tab>", "o", "!", "2<enter>", "<enter>", "|", "Y", "?"] {
        let console = Harness::demo().size(80, 24).keys(keys);
        let (first, open) = (console.screen(), console.dialogs.len());
        let console = console.keys("G");
        let last = console.screen();
        let console = console.keys("g");
        assert_eq!(console.screen(), first, "{keys}");
        for (there, back) in [("j", "k"), ("<c-d>", "<c-u>"), ("<c-f>", "<c-b>")] {
            let mut moved = console.screen();
            let mut console = Harness::demo().size(80, 24).keys(keys);
            for _ in 0..60 {
                console = console.keys(there);
                assert_eq!(console.dialogs.len(), open, "{keys} {there}");
                moved = console.screen();
            }
            assert_eq!(moved, last, "{keys} {there}");
            for _ in 0..60 {
                console = console.keys(back);
                moved = console.screen();
            }
            assert_eq!(moved, first, "{keys} {back}");
        }
    }
}

#[test]
fn counts_work_in_every_dialog_that_has_a_list() {
    // Deletions are left out, because their confirmation has an input field.
    for keys in OPEN.iter().filter(|keys| **keys != "jD") {
        let open = || Harness::demo().size(80, 24).keys(keys);
        assert_eq!(open().keys("4j").screen(), open().keys("jjjj").screen(), "{keys}");
        assert_eq!(open().keys("12j2k").screen(), open().keys("jjjjjjjjjjjjkk").screen(), "{keys}");
        assert_eq!(open().keys("2G").screen(), open().keys("gj").screen(), "{keys}");
    }
}

#[test]
fn the_current_filter_is_selected_when_its_line_opens() {
    let console = Harness::demo().size(120, 40).keys("/role:hr<enter>");
    let shown = |console: &Harness| console.state.user_filter.text.clone();
    assert_eq!(shown(&console), "role:hr");
    // Typing replaces the selected filter; an arrow key or Tab keeps it.
    assert_eq!(shown(&console.keys("/n:0<enter>")), "n:0");
    for (keys, text) in [
        ("/<enter>", "role:hr"),
        ("/x<esc>", "role:hr"),
        ("/<right> n:1<enter>", "role:hr n:1"),
        ("/<bs><enter>", ""),
    ] {
        let console = Harness::demo().size(120, 40).keys("/role:hr<enter>").keys(keys);
        assert_eq!(shown(&console), text, "{keys}");
    }
    let console = Harness::demo().size(120, 40).keys("/role:hr<enter>/");
    assert_eq!(shown(&console.pastes("bob").keys("<enter>")), "bob");
    let console = Harness::demo().size(120, 40).keys("t/kind:grant<enter>/kind:revoke<enter>");
    assert!(console.screen().contains("kind:revoke"), "{}", console.screen());
    assert!(!console.screen().contains("kind:grant"), "{}", console.screen());
}

#[test]
fn the_messages_of_the_session_can_be_listed() {
    let console = Harness::demo().size(120, 40).keys("M");
    assert!(console.foot().contains("no messages yet"), "{}", console.foot());
    let console = console.keys("3l ").keys("j").keys("M");
    let screen = console.screen();
    assert!(screen.contains("Messages of this session"), "{screen}");
    let granted = screen.find("granted").or_else(|| screen.find("revoked"));
    assert!(granted < screen.find("no messages yet"), "the newest is first: {screen}");
    let console = console.keys("q");
    assert!(console.dialogs.is_empty());
}
