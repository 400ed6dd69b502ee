//! Text that is pasted, by a terminal that says so and by one that does not.

use super::*;
use crate::console::dialogs::Dialog;

fn paste(state: &mut State, text: &str) -> Vec<Effect> {
    update(state, Message::Pasted(text.into()))
}

#[test]
fn in_the_panes_a_paste_changes_nothing() {
    for focus in "123".chars() {
        let mut state = state();
        press(&mut state, &focus.to_string());
        let before = (at(&state), state.focus);
        for text in ["Anna Chen\n", "luis garcia", "Hal Kim", " ", "q", "u", "\u{3}", ""] {
            assert!(paste(&mut state, text).is_empty(), "{text:?}");
            assert!(state.dialogs.is_empty() && state.marks.is_empty(), "{text:?}");
            assert!(said(&state).starts_with("pasted text was ignored"), "{}", said(&state));
        }
        assert_eq!((at(&state), state.focus), before);
    }
}

#[test]
fn in_a_field_a_paste_is_one_line_of_text_and_submits_nothing() {
    let mut state = state();
    press(&mut state, "/x");
    paste(&mut state, "Anna\r\nChen\tLi\u{1b}[2J\n");
    let Some(Dialog::Filter(dialog)) = state.dialogs.last() else {
        panic!("the line is open");
    };
    assert_eq!(dialog.input.value(), "xAnna Chen Li[2J");
    press(&mut state, "!");
    let Some(Dialog::Filter(dialog)) = state.dialogs.last() else {
        panic!("the line is open");
    };
    assert_eq!(dialog.input.value(), "xAnna Chen Li[2J!", "the cursor is behind it");
}

#[test]
fn a_very_long_paste_is_cut_and_that_is_said() {
    let mut state = state();
    press(&mut state, "?");
    paste(&mut state, &"ab ".repeat(1_000_000));
    let Some(Dialog::Help(dialog)) = state.dialogs.last() else {
        panic!("help is open");
    };
    assert_eq!(dialog.search.value().chars().count(), 2000);
    assert!(said(&state).contains("2,000"), "{}", said(&state));
}

#[test]
fn keys_that_read_like_text_are_a_paste() {
    let text = |text: &str, first| Message::Text { text: text.into(), first };
    let mut state = state();
    assert!(update(&mut state, text("luis garcia", true)).is_empty());
    assert!(said(&state).starts_with("pasted text was ignored"), "{}", said(&state));
    assert!(state.dialogs.is_empty());
    // Keys that only move are keys.
    update(&mut state, text("jjj3ll", true));
    assert_eq!((at(&state), state.focus), ((3, 2), Pane::Matrix));
    // A filter typed by a script.
    update(&mut state, text("/user7", true));
    update(&mut state, Message::LastEnter);
    assert_eq!((state.user_sieve.text.as_str(), state.dialogs.len()), ("user7", 0));
}

#[test]
fn an_enter_that_came_too_fast_confirms_nothing() {
    let mut state = state();
    let request = press(&mut state, "+").into_iter().find_map(|effect| match effect {
        Effect::Start(Job::Preview { request, .. }) => Some(request),
        _ => None,
    });
    let preview = Box::new(crate::domain::Preview { added: 1, ..Default::default() });
    update(&mut state, Message::Previewed { request: request.expect("a preview"), preview });
    let enter = Key::plain(crate::console::key::KeyCode::Enter);
    for message in [Message::LastEnter, Message::Hasty(enter)] {
        assert!(update(&mut state, message).is_empty());
        assert!(said(&state).contains("came too fast to be an answer"), "{}", said(&state));
    }
    let effects = update(&mut state, Message::Key(enter));
    assert!(matches!(effects[..], [Effect::Start(Job::Commit { .. })]), "{effects:?}");
}
