//! Keys typed before the list that they apply to has arrived.

use super::*;
use crate::console::found_name::{FoundName, JumpTarget};
use crate::console::message::DialogAnswer;

pub(super) fn listed(request: u64, ids: &[i64]) -> Message {
    Message::UsersListed { request, ids: ids.iter().copied().map(UserId).collect() }
}

/// The toggles among the effects: user, and whether it grants.
pub(super) fn toggled(effects: &[Effect]) -> Vec<(i64, bool)> {
    let toggled = effects.iter().filter_map(|effect| match effect {
        Effect::Edit { cell, granted, .. } => Some((cell.user.0, *granted)),
        _ => None,
    });
    toggled.collect()
}

/// Handles waiting keys, as the loop does.
pub(super) fn has_its_turn(console: &mut Console, mut effects: Vec<Effect>) -> Vec<Effect> {
    let mut all = Vec::new();
    while effects.iter().any(|effect| matches!(effect, Effect::NextHeldKey)) {
        effects.retain(|effect| !matches!(effect, Effect::NextHeldKey));
        all.append(&mut effects);
        effects = update(console, Message::NextKey);
    }
    all.append(&mut effects);
    all
}

#[test]
fn keys_after_a_filter_wait_for_its_list_in_order() {
    let mut console = console();
    press(&mut console, "/user7");
    let mut effects = vec![];
    for key in [Key::plain(crate::console::key::KeyCode::Enter), Key::char('3'), Key::char('j')] {
        effects.extend(update(&mut console, Message::Key(key)));
    }
    effects.extend(press(&mut console, " "));
    assert_eq!(toggled(&effects), [], "the old cursor is not meant");
    assert!(message_shown(&console).contains("keys are held"), "{}", message_shown(&console));
    // The result of an older request is not the expected list.
    let early = update(&mut console, listed(4, &[4, 5, 6]));
    assert_eq!(toggled(&has_its_turn(&mut console, early)), []);
    let last = update(&mut console, listed(6, &[7, 70, 71]));
    assert_eq!(toggled(&has_its_turn(&mut console, last)), [(70, true)]);
}

fn first(request: u64, ids: &[i64]) -> Message {
    Message::FirstUsersFound { request, ids: ids.iter().copied().map(UserId).collect() }
}

#[test]
fn the_first_users_of_a_list_are_shown_until_all_of_it_arrives() {
    let mut console = console();
    press(&mut console, "jj");
    let before = console.state.users.shown().to_vec();
    let current = console.state.users.current().expect("a user");
    press(&mut console, "/user7");
    update(&mut console, Message::Key(Key::plain(crate::console::key::KeyCode::Enter)));
    update(&mut console, first(4, &[8]));
    assert_eq!(console.state.users.shown(), before, "those of an older request");
    let mut effects = update(&mut console, first(5, &[7, 70]));
    assert_eq!(console.state.users.shown(), [UserId(7), UserId(70)]);
    effects.extend(press(&mut console, "3 "));
    assert_eq!(toggled(&has_its_turn(&mut console, effects)), [], "keys wait for the whole list");
    let all = [7, 70, 71, current.0];
    let last = update(&mut console, listed(5, &all));
    assert_eq!(console.state.users.shown(), all.map(UserId));
    assert_eq!(console.state.users.current(), Some(current), "as without the first users");
    assert_eq!(toggled(&has_its_turn(&mut console, last)), [(current.0, true)]);
}

#[test]
fn the_old_list_comes_back_if_the_new_one_does_not_arrive() {
    let mut console = console();
    press(&mut console, "jj");
    let before = console.state.users.shown().to_vec();
    let current = console.state.users.current();
    press(&mut console, "/user7");
    update(&mut console, Message::Key(Key::plain(crate::console::key::KeyCode::Enter)));
    update(&mut console, first(5, &[7, 70]));
    let failed = Message::JobFailed(JobKind::SelectUsers, "the disk is gone".into());
    update(&mut console, failed);
    assert_eq!(console.state.users.shown(), before);
    assert_eq!(console.state.users.current(), current);
    assert!(console.state.users.is_whole());
}

#[test]
fn a_filter_without_a_match_leaves_nothing_to_edit() {
    let mut console = console();
    press(&mut console, "/nobody");
    let mut effects = vec![];
    effects.extend(update(
        &mut console,
        Message::Key(Key::plain(crate::console::key::KeyCode::Enter)),
    ));
    effects.extend(press(&mut console, "3+eD "));
    effects.extend(update(&mut console, listed(7, &[])));
    let effects = has_its_turn(&mut console, effects);
    let edits = |effect: &Effect| {
        matches!(
            effect,
            Effect::Edit { .. }
                | Effect::OpenForm { .. }
                | Effect::Start(Job::Preview { .. } | Job::PreviewDeletion { .. })
        )
    };
    assert!(!effects.iter().any(edits), "{effects:?}");
}

#[test]
fn every_edit_waits_for_an_order_and_for_a_reload() {
    for key in " +-=AyPpeDmv*r".chars() {
        let mut console = console();
        press(&mut console, "3o");
        let enter = Key::plain(crate::console::key::KeyCode::Enter);
        update(&mut console, Message::Key(enter));
        press(&mut console, &key.to_string());
        assert_eq!(console.state.held_keys.len(), 1, "{key:?} after a sort");
        assert!(console.dialogs.is_empty(), "{key:?}");
        let escape = Key::plain(crate::console::key::KeyCode::Esc);
        update(&mut console, Message::Key(escape));
        assert!(console.state.held_keys.is_empty(), "Esc drops what waits");
    }
    let mut console = console();
    let lists = Lists {
        companies: (0..20).map(company).collect(),
        rules: Vec::new(),
        policies: Vec::new(),
        users: (1..=100).map(UserId).collect(),
        complete: false,
        needs_home_companies: false,
    };
    update(&mut console, Message::Reloaded { lists, cause: Cause::Requested });
    assert_eq!(toggled(&press(&mut console, "3 ")), []);
    assert_eq!(console.state.held_keys.len(), 1);
}

#[test]
fn keys_held_for_the_last_user_stay_in_order() {
    let mut console = console();
    console.state.users.complete = false;
    let effects = press(&mut console, "G3 ");
    assert_eq!(toggled(&effects), []);
    let last = update(&mut console, listed(1, &(1..=90).collect::<Vec<_>>()));
    assert_eq!(toggled(&has_its_turn(&mut console, last)), [(90, true)]);
}

#[test]
fn keys_after_a_jump_wait_for_its_target() {
    let enter = || Message::Key(Key::plain(crate::console::key::KeyCode::Enter));
    let typed = || {
        let mut console = console();
        press(&mut console, "fuser7");
        update(&mut console, enter());
        assert_eq!(toggled(&press(&mut console, "3 ")), []);
        assert!(message_shown(&console).contains("keys are held"), "{}", message_shown(&console));
        console
    };
    let found =
        |matches| Message::Dialog(DialogAnswer::JumpFound { typed: "user7".to_owned(), matches });
    let seven = FoundName {
        target: JumpTarget::User(UserId(7)),
        first: "Seven".to_owned(),
        second: "user7".to_owned(),
    };
    let mut console = typed();
    let effects = update(&mut console, found(vec![seven]));
    assert_eq!(toggled(&has_its_turn(&mut console, effects)), [(7, true)]);

    let mut console = typed();
    let effects = update(&mut console, found(vec![]));
    assert_eq!(toggled(&has_its_turn(&mut console, effects)), []);
    assert!(message_shown(&console).contains("discarded"), "{}", message_shown(&console));

    let mut console = typed();
    let escape = Key::plain(crate::console::key::KeyCode::Esc);
    let effects = update(&mut console, Message::Key(escape));
    assert_eq!(toggled(&has_its_turn(&mut console, effects)), []);
    assert!(console.state.held_keys.is_empty() && console.dialogs.is_empty());
}

#[test]
fn held_keys_are_discarded_if_the_job_fails() {
    let mut console = console();
    press(&mut console, "/user7");
    update(&mut console, Message::Key(Key::plain(crate::console::key::KeyCode::Enter)));
    press(&mut console, "3 ");
    let failed = Message::JobFailed(JobKind::SelectUsers, "disk I/O error".into());
    let effects = update(&mut console, failed);
    assert!(console.state.held_keys.is_empty());
    assert_eq!(toggled(&has_its_turn(&mut console, effects)), []);
    assert_eq!(message_shown(&console), "disk I/O error");
}

#[test]
fn a_range_begins_at_its_user_wherever_the_user_is_now() {
    let mut console = console();
    press(&mut console, "jjjv");
    update(&mut console, listed(1, &[9, 8, 4, 2, 1]));
    let start = console.state.marks.range.as_ref().expect("the range goes on");
    assert_eq!(start.user, 2);
    update(&mut console, listed(2, &[9, 8, 2, 1]));
    assert_eq!(console.state.marks.range, None);
}

#[test]
fn an_action_of_the_palette_is_refused_until_the_list_is_loaded() {
    let mut console = console();
    let enter = Key::plain(crate::console::key::KeyCode::Enter);
    press(&mut console, "3/user7");
    update(&mut console, Message::Key(enter));
    press(&mut console, ":grant or revoke");
    let effects = update(&mut console, Message::Key(enter));
    assert_eq!(toggled(&effects), []);
    assert!(message_shown(&console).contains("not ready yet"), "{}", message_shown(&console));
}

#[test]
fn a_second_filter_waits_for_the_list_of_the_first() {
    let mut console = console();
    let enter = Key::plain(crate::console::key::KeyCode::Enter);
    let backspace = Key::plain(crate::console::key::KeyCode::Backspace);
    press(&mut console, "/user7");
    update(&mut console, Message::Key(enter));
    press(&mut console, "3/");
    for _ in 0.."user7".len() {
        update(&mut console, Message::Key(backspace));
    }
    update(&mut console, Message::Key(enter));
    assert!(console.dialogs.is_empty(), "the second filter is not open yet");
    let first = update(&mut console, listed(9, &[7, 70, 71]));
    let effects = has_its_turn(&mut console, first);
    assert_eq!(toggled(&effects), []);
    assert_eq!(console.state.user_filter.text, "", "the keys came in order");
    assert_eq!(console.state.users.current(), Some(UserId(7)));
    let all: Vec<i64> = (1..=100).collect();
    update(&mut console, listed(99, &all));
    assert_eq!(toggled(&press(&mut console, " ")), [(7, true)]);
}

#[test]
fn clearing_a_filter_waits_for_its_list() {
    let mut console = console();
    press(&mut console, "/user7");
    update(&mut console, Message::Key(Key::plain(crate::console::key::KeyCode::Enter)));
    press(&mut console, "3");
    update(&mut console, Message::Key(Key::plain(crate::console::key::KeyCode::Esc)));
    assert_eq!(console.state.user_filter.text, "user7", "not cleared yet");
    let first = update(&mut console, listed(9, &[7, 70, 71]));
    has_its_turn(&mut console, first);
    assert_eq!(
        (console.state.user_filter.text.as_str(), console.state.users.current()),
        ("", Some(UserId(7)))
    );
}

#[test]
fn letters_typed_into_a_field_stay_in_order() {
    let mut console = console();
    press(&mut console, "/user7");
    update(&mut console, Message::Key(Key::plain(crate::console::key::KeyCode::Enter)));
    // The range waits for the list, and everything after it waits too.
    press(&mut console, "vj/ab");
    update(&mut console, listed(9, &[7, 70, 71]));
    for turn in 0..50 {
        if turn == 3 {
            // More letters arrive while the waiting ones are handled.
            press(&mut console, "cd");
        }
        update(&mut console, Message::NextKey);
        update(&mut console, listed(99 + turn, &[7, 70, 71]));
    }
    assert!(console.state.held_keys.is_empty());
    assert_eq!(console.state.user_filter.text, "abcd");
}
