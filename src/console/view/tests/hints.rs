//! Key hints: shown once, always in the same position, and never for a key that would do
//! nothing.

use crate::console::harness::Harness;
use crate::console::state::{Notice, Tone};
use crate::store::Store;
use crate::store::testing::{self, TestDb};

/// The line above the status bar.
fn hints(console: &Harness) -> String {
    let screen = console.screen();
    screen.lines().rev().nth(1).unwrap_or_default().to_owned()
}

/// The column of a word in that line.
fn column_of(console: &Harness, word: &str) -> Option<usize> {
    let line = hints(console);
    line.find(word).map(|at| line[..at].chars().count())
}

#[test]
fn a_dialog_has_its_keys_in_its_footer_and_is_the_only_focused_frame() {
    for (keys, text) in [
        ("A", "Enter commit  ↑ ↓ scroll  Esc cancel"),
        ("t", "Esc close"),
        ("o", "Enter reverse  ↑ ↓ choose  Esc close"),
        ("o<down>", "Enter sort  ↑ ↓ choose  Esc close"),
        ("x", "Enter write  Tab complete the path  ↑ ↓ ← → choose  Esc close"),
        ("R", "↑ ↓ choose  Esc close"),
        ("ww", "w this company  t history"),
        ("?", "Esc close"),
        ("??", "↑ ↓ scroll  Esc close"),
    ] {
        let console = Harness::demo().keys(keys);
        assert_eq!(console.screen().matches(text).count(), 1, "{keys}: {}", console.screen());
        assert_eq!(hints(&console).trim(), "", "{keys}");
        assert_eq!(console.screen().matches('┏').count(), 1, "{keys}: one heavy frame");
    }
}

#[test]
fn hints_do_not_move_beside_a_message() {
    for (width, height) in [(80, 24), (120, 40), (200, 50)] {
        let quiet = Harness::demo().size(width, height).keys("jjjjjj2j");
        let help = column_of(&quiet, "? help");
        assert!(help.is_some());
        let message = Harness::demo().size(width, height).keys("jjjjjj2j<space>");
        assert!(message.foot().starts_with(" granted"), "{}", message.foot());
        assert_eq!(hints(&message), hints(&quiet), "none is covered");
        // On a low screen, the message is beside them.
        let message = Harness::demo().size(width, 17).keys("jjjjjj2j<space>");
        let quiet = Harness::demo().size(width, 17).keys("jjjjjj2j");
        assert!(hints(&message).starts_with(" granted"), "{}", hints(&message));
        for word in ["? help", ": actions"] {
            let columns = [&message, &quiet].map(|console| column_of(console, word));
            assert_eq!(columns[0], columns[1], "{width}: {}", hints(&message));
            assert!(columns[0].is_some());
        }
    }
}

#[test]
fn a_long_message_does_not_cover_the_hints_for_the_palette_and_help() {
    for (width, height) in [(80, 24), (120, 40), (200, 50), (80, 17), (120, 17)] {
        let mut console = Harness::demo().size(width, height);
        let quiet = [": actions", "? help"].map(|word| column_of(&console, word));
        assert!(quiet.iter().all(Option::is_some));
        let text = "what was done is told at length ".repeat(7);
        console.state.notice = Some(Notice::new(Tone::Warning, text));
        let message = [": actions", "? help"].map(|word| column_of(&console, word));
        assert_eq!(message, quiet, "{}", console.screen());
        let screen = console.screen();
        assert!(screen.contains("… M shows all"), "{screen}");
        // The panes keep their borders.
        let quiet = Harness::demo().size(width, height).screen();
        for (line, before) in screen.lines().zip(quiet.lines()).take(usize::from(height) - 3) {
            assert_eq!(line, before);
        }
        let notice = console.state.notice.clone();
        console.state.messages.note(notice.as_ref());
        let console = console.keys("jM");
        let words = console.screen().replace(['\n', '┃', '━'], " ");
        let found = words.matches("length").count();
        assert_eq!(found, 7, "all of it is listed: {}", console.screen());
    }
}

#[test]
fn keys_that_would_do_nothing_have_no_hint() {
    let db = TestDb::new();
    drop(Store::create(&db.path(), testing::environment()).expect("a new database"));
    let empty = Harness::on(db).keys("?<esc>");
    assert!(hints(&empty).contains("n new") && hints(&empty).contains("i import"));
    for word in ["mark", "grant", "filter", "undo", "edit"] {
        assert!(!hints(&empty).contains(word), "{}", hints(&empty));
    }
    let mut console = Harness::demo().keys("2");
    assert!(hints(&console).contains("Space toggle") && !hints(&console).contains("Esc clear"));
    console.state.session.read_only = true;
    for word in ["toggle", "grant", "revoke", "undo", "new"] {
        assert!(!hints(&console).contains(word), "{}", hints(&console));
    }
    let narrow = Harness::demo().size(60, 20);
    assert!(!hints(&narrow).contains("zoom"), "{}", hints(&narrow));
}

#[test]
fn the_key_that_returns_has_a_hint() {
    let console = Harness::demo().size(80, 24).keys("z");
    assert!(hints(&console).contains("z all panes"), "{}", hints(&console));
    let console = Harness::demo().size(80, 24).keys("<space>j<space>");
    let line = hints(&console);
    assert!(line.contains("+ grant  - revoke  = set  Esc clear  "), "{line}");
    assert!(line.ends_with("  : actions  ? help"), "{line}");
    let console = Harness::demo().keys("/nobody at all<enter>");
    assert!(hints(&console).contains("Esc clear"), "{}", hints(&console));
    assert!(console.screen().contains("Esc  clear"), "{}", console.screen());
}

#[test]
fn a_selection_does_not_cover_its_hints_at_80_columns() {
    for keys in ["jm", "3vjl", "2v<down><down><down><down>", "<c-a>2<c-a>"] {
        let console = Harness::demo().size(80, 24).keys(keys);
        let line = hints(&console);
        for hint in ["+ grant", "- revoke", "= set", "Esc clear", "? help"] {
            assert!(line.contains(hint), "{keys}: {line}");
        }
        assert!(line.contains(" × "), "{keys}: {line}");
    }
    let range = Harness::demo().size(80, 24).keys("2v<down><down>");
    assert!(hints(&range).contains("range: 1 user × 3 cos."), "{}", hints(&range));
}

#[test]
fn the_hints_have_the_same_order_whatever_fits() {
    let order = |line: &str, words: &[&str]| {
        let at: Vec<Option<usize>> = words.iter().map(|word| line.find(word)).collect();
        assert!(at.iter().all(Option::is_some), "{line}");
        assert!(at.is_sorted(), "{line}");
    };
    for (width, height) in [(80, 24), (120, 40), (200, 50)] {
        let ends = ["q quit", ": actions", "? help"];
        for keys in ["", "m", "v", "/a<enter>", "m2", "3", "farjun<enter>"] {
            let mut console = Harness::demo().size(width, height).keys(keys);
            console.state.notice = None;
            let line = hints(&console);
            assert!(line.ends_with("  : actions  ? help"), "{keys}: {line}");
            if !keys.contains(['m', 'v', 'f']) {
                order(&line, &ends);
            }
            if line.contains("u undo") && !keys.contains('f') {
                order(&line, &["/ filter", "+ grant", "- revoke", "u undo", ": actions"]);
            }
        }
    }
    let wide = Harness::demo().size(200, 50);
    for hint in ["f jump", "F saved", "v range", "w why", "t history", "! findings", "F2 legend"] {
        assert!(hints(&wide).contains(hint), "{}", hints(&wide));
    }
}

#[test]
fn a_filter_of_companies_has_the_hint_that_clears_it_in_every_pane() {
    for keys in ["2/ber<enter>", "2/ber<enter>1", "2/ber<enter>3"] {
        let console = Harness::demo().size(80, 24).keys(keys);
        assert!(hints(&console).contains("Esc clear"), "{keys}: {}", hints(&console));
        assert_eq!(console.state.companies.len(), 1);
        assert_eq!(console.keys("<esc>").state.companies.len(), 12, "{keys}");
    }
}

#[test]
fn the_key_for_help_shows_the_keys_of_the_dialog() {
    for (keys, title) in [
        ("t?", "Help ─ keys in history"),
        ("w?", "Help ─ keys in why"),
        ("R?", "Help ─ keys in role rules"),
        ("s?", "Help ─ keys in statistics"),
        ("A<f1>", "Help ─ keys in preview"),
        ("/<f1>", "Help ─ keys in filter"),
        ("e<f1>", "Help ─ keys in form"),
        (":<f1>", "Help ─ keys in palette"),
    ] {
        let console = Harness::demo().size(80, 24).keys(keys);
        assert!(console.screen().contains(title), "{keys}: {}", console.screen());
        let opened = console.dialogs.len();
        let console = console.keys("<esc>");
        assert_eq!(console.dialogs.len(), opened - 1, "{keys}: back in the dialog");
    }
    // Where text is typed, the letter is text.
    let console = Harness::demo().keys("/?");
    assert!(console.foot().contains("/ ?"), "{}", console.foot());
}
