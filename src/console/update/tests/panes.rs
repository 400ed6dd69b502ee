//! Keys that focus another pane, open help, or end the session.

use super::*;
use crate::console::dialogs::help::HelpDialog;

#[test]
fn help_receives_typed_keys_until_it_closes() {
    let mut console = console();
    press(&mut console, "??undo");
    let Some(help) = console.dialogs.top_as::<HelpDialog>() else { panic!("help is open") };
    assert_eq!(help.search.value(), "undo");
    update(&mut console, Message::Key(Key::plain(crate::console::key::KeyCode::Esc)));
    assert!(console.dialogs.is_empty());
    assert_eq!(at(&console), (0, 0));
}

#[test]
fn help_on_a_pane_is_read_as_a_list_and_closed_like_one() {
    let mut console = console();
    press(&mut console, "?q");
    assert!(console.dialogs.is_empty(), "q closes it");
    press(&mut console, "?/jump");
    let Some(help) = console.dialogs.top_as::<HelpDialog>() else { panic!("help is open") };
    assert_eq!(help.search.value(), "jump");
}

#[test]
fn a_number_before_a_key_that_moves_repeats_it() {
    let mut console = console();
    press(&mut console, "5j");
    assert_eq!(at(&console), (5, 0));
    press(&mut console, "4k");
    assert_eq!(at(&console), (1, 0));
    press(&mut console, "7G");
    assert_eq!(at(&console), (6, 0), "the seventh");
    press(&mut console, "8");
    assert!(message_shown(&console).starts_with("8 … waits"), "{}", message_shown(&console));
    press(&mut console, "0k");
    assert_eq!(at(&console), (0, 0), "eighty up");
    press(&mut console, "5m");
    assert!(message_shown(&console).contains("nothing was done"), "{}", message_shown(&console));
    assert!(console.state.marks.is_empty());
    press(&mut console, "5");
    update(&mut console, Message::Key(Key::plain(crate::console::key::KeyCode::Esc)));
    press(&mut console, "j");
    assert_eq!(at(&console), (1, 0), "Esc discards it");
    press(&mut console, "123");
    assert_eq!(console.state.focus, Pane::Matrix, "1, 2 and 3 are the panes");
}

#[test]
fn tab_wraps_around_the_panes_and_zoom_is_undone() {
    let mut console = console();
    let tab = Key::plain(crate::console::key::KeyCode::Tab);
    let back = Key::plain(crate::console::key::KeyCode::BackTab);
    for pane in [Pane::Companies, Pane::Matrix, Pane::Users] {
        update(&mut console, Message::Key(tab));
        assert_eq!(console.state.focus, pane);
    }
    update(&mut console, Message::Key(back));
    assert_eq!(console.state.focus, Pane::Matrix);
    press(&mut console, "z");
    assert!(console.state.screen().users.is_none() && console.state.screen().matrix.is_some());
    press(&mut console, "z");
    assert!(console.state.screen().users.is_some());
}

#[test]
fn the_demo_opens_from_an_empty_database_only() {
    let mut console = console();
    assert!(press(&mut console, "d").is_empty());
    assert!(
        message_shown(&console).starts_with("this database is not empty"),
        "{}",
        message_shown(&console)
    );
    console.state.users.replace(Vec::new(), true);
    assert!(press(&mut console, "d").is_empty(), "there are companies");
    console.state.companies.replace(Vec::new());
    assert!(matches!(press(&mut console, "d")[..], [Effect::ShowDemo]));
    console.state.users.replace(Vec::new(), false);
    assert!(press(&mut console, "d").is_empty(), "nobody has looked for users yet");
}

#[test]
fn quitting_ends_with_a_status() {
    let mut console = console();
    assert!(matches!(press(&mut console, "q")[..], [Effect::Quit(0)]));
    assert!(matches!(update(&mut console, Message::Key(Key::ctrl('c')))[..], [Effect::Quit(130)]));
    assert!(matches!(update(&mut console, Message::End(143))[..], [Effect::Quit(143)]));
}
