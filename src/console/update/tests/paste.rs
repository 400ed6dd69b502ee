//! Pasted text, in terminals with and without bracketed paste.

use super::*;
use crate::console::dialogs::filter::FilterDialog;
use crate::console::dialogs::help::HelpDialog;
use crate::console::job::JobKind;
use crate::console::key::KeyCode;

fn paste(console: &mut Console, text: &str) -> Vec<Effect> {
    update(console, Message::Pasted(text.into()))
}

#[test]
fn in_the_panes_a_paste_changes_nothing() {
    for focus in "123".chars() {
        let mut console = console();
        press(&mut console, &focus.to_string());
        let before = (at(&console), console.state.focus);
        for text in ["Anna Chen\n", "luis garcia", "Hal Kim", "q", "u"] {
            // Names are only searched for.
            let effects = paste(&mut console, text);
            let [Effect::Start(Job::FindPasted { lines, .. })] = &effects[..] else {
                panic!("{text:?}: {effects:?}");
            };
            assert_eq!(lines, &[text.trim()]);
            assert!(console.state.marks.is_empty(), "{text:?}");
            update(&mut console, Message::Key(Key::plain(KeyCode::Esc)));
            update(&mut console, Message::Stopped(JobKind::FindPasted));
        }
        for text in [" ", "\u{3}", "", "\n--\n"] {
            assert!(paste(&mut console, text).is_empty(), "{text:?}");
            assert!(console.dialogs.is_empty() && console.state.marks.is_empty(), "{text:?}");
            assert!(
                message_shown(&console).starts_with("pasted text was ignored"),
                "{}",
                message_shown(&console)
            );
        }
        assert_eq!((at(&console), console.state.focus), before);
    }
}

#[test]
fn in_a_field_a_paste_is_one_line_of_text_and_submits_nothing() {
    let mut console = console();
    press(&mut console, "/x");
    paste(&mut console, "Anna\r\nChen\tLi\u{1b}[2J\n");
    let Some(dialog) = console.dialogs.top_as::<FilterDialog>() else {
        panic!("the line is open");
    };
    assert_eq!(dialog.input.value(), "xAnna Chen Li[2J");
    press(&mut console, "!");
    let Some(dialog) = console.dialogs.top_as::<FilterDialog>() else {
        panic!("the line is open");
    };
    assert_eq!(dialog.input.value(), "xAnna Chen Li[2J!", "the cursor is behind it");
}

#[test]
fn a_very_long_paste_is_cut_with_a_message() {
    let mut console = console();
    press(&mut console, "??");
    paste(&mut console, &"ab ".repeat(1_000_000));
    let Some(dialog) = console.dialogs.top_as::<HelpDialog>() else {
        panic!("help is open");
    };
    assert_eq!(dialog.search.value().chars().count(), 2000);
    assert!(message_shown(&console).contains("2,000"), "{}", message_shown(&console));
}

#[test]
fn keys_that_read_like_text_are_a_paste() {
    let text = |text: &str, first| Message::Text { text: text.into(), first };
    let mut console = console();
    assert!(update(&mut console, text("luis garcia", true)).is_empty());
    assert!(
        message_shown(&console).starts_with("pasted text was ignored"),
        "{}",
        message_shown(&console)
    );
    assert!(console.dialogs.is_empty());
    // Keys that only move are keys.
    update(&mut console, text("jjj3ll", true));
    assert_eq!((at(&console), console.state.focus), ((3, 2), Pane::Matrix));
    update(&mut console, text("5j2l", true));
    assert_eq!(at(&console).0, 8, "a count is one of them");
    update(&mut console, text("40 5 60", true));
    assert!(
        message_shown(&console).starts_with("pasted text was ignored"),
        "{}",
        message_shown(&console)
    );
    // A filter typed by a script.
    update(&mut console, text("/user7", true));
    update(&mut console, Message::LastEnter);
    assert_eq!((console.state.user_filter.text.as_str(), console.dialogs.len()), ("user7", 0));
}

#[test]
fn an_enter_that_came_too_fast_confirms_nothing() {
    let mut console = console();
    let request = press(&mut console, "+").into_iter().find_map(|effect| match effect {
        Effect::Start(Job::Preview { request, .. }) => Some(request),
        _ => None,
    });
    let preview = Box::new(crate::domain::Preview { added: 1, ..Default::default() });
    update(&mut console, Message::Previewed { request: request.expect("a preview"), preview });
    let enter = Key::plain(crate::console::key::KeyCode::Enter);
    for message in [Message::LastEnter, Message::Hasty(enter)] {
        assert!(update(&mut console, message).is_empty());
        assert!(
            message_shown(&console).contains("came too fast to be an answer"),
            "{}",
            message_shown(&console)
        );
    }
    let effects = update(&mut console, Message::Key(enter));
    assert!(matches!(effects[..], [Effect::Start(Job::Commit { .. })]), "{effects:?}");
}
