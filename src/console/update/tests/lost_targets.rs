//! A cursor whose user or company disappears: no edit applies to the one that is there now.

use super::held_keys::{has_its_turn, listed, toggled};
use super::*;

#[test]
fn nothing_is_done_to_the_neighbor_of_a_user_who_disappears() {
    for key in " +-=yPpeDmv".chars() {
        let mut console = console();
        press(&mut console, "3jjj");
        // Another program deleted user 4.
        let rest: Vec<i64> = (1..=100).filter(|id| *id != 4).collect();
        update(&mut console, listed(1, &rest));
        assert!(message_shown(&console).contains("disappeared"), "{}", message_shown(&console));
        let effects = press(&mut console, &key.to_string());
        assert!(effects.is_empty() && console.dialogs.is_empty(), "{key:?}: {effects:?}");
        assert!(
            message_shown(&console).contains("move the cursor first"),
            "{key:?}: {}",
            message_shown(&console)
        );
        assert!(console.state.marks.is_empty() && console.state.marks.range.is_none(), "{key:?}");
        assert_eq!(
            toggled(&press(&mut console, "j ")),
            [(6, true)],
            "moving makes it the person's"
        );
    }
}

#[test]
fn a_user_who_reappears_has_the_cursor_again() {
    let mut console = console();
    press(&mut console, "3jjj");
    let rest: Vec<i64> = (1..=100).filter(|id| *id != 4).collect();
    update(&mut console, listed(1, &rest));
    update(&mut console, listed(2, &(1..=100).collect::<Vec<_>>()));
    assert_eq!(toggled(&press(&mut console, " ")), [(4, true)]);
}

#[test]
fn nothing_is_done_to_the_neighbor_of_a_company_that_disappears() {
    let mut console = console();
    press(&mut console, "3ll");
    let lists = Lists {
        companies: (0..20).filter(|at| *at != 2).map(company).collect(),
        rules: Vec::new(),
        policies: Vec::new(),
        users: (1..=100).map(UserId).collect(),
        complete: true,
        needs_home_companies: false,
    };
    update(&mut console, Message::Reloaded { lists, cause: Cause::External });
    assert_eq!(toggled(&press(&mut console, " ")), []);
    assert!(
        message_shown(&console)
            .contains("the company that was under the cursor is no longer in the list"),
        "{}",
        message_shown(&console)
    );
}

#[test]
fn a_reload_does_not_mistake_a_neighbor_for_the_user_who_disappeared() {
    let mut console = console();
    press(&mut console, "/user");
    update(&mut console, Message::Key(Key::plain(crate::console::key::KeyCode::Enter)));
    let all: Vec<i64> = (1..=100).collect();
    update(&mut console, listed(9, &all));
    press(&mut console, "3jjj");
    let rest: Vec<i64> = (1..=100).filter(|id| *id != 4).collect();
    update(&mut console, listed(10, &rest));
    assert!(message_shown(&console).contains("disappeared"), "{}", message_shown(&console));
    let lists = Lists {
        companies: (0..20).map(company).collect(),
        rules: Vec::new(),
        policies: Vec::new(),
        users: rest.iter().copied().map(UserId).collect(),
        complete: true,
        needs_home_companies: false,
    };
    update(&mut console, Message::Reloaded { lists, cause: Cause::Requested });
    let effects = update(&mut console, listed(99, &rest));
    has_its_turn(&mut console, effects);
    let asked: Vec<UserId> = rest.iter().copied().map(UserId).collect();
    console.state.rows.insert(&asked, rest.iter().map(|id| row(*id, &[])).collect());
    assert_eq!(toggled(&press(&mut console, " ")), []);
    assert_eq!(toggled(&press(&mut console, "j ")), [(6, true)]);
}

#[test]
fn a_key_that_cannot_move_the_cursor_does_not_select_the_user_below_it() {
    let mut console = console();
    press(&mut console, "3G");
    let rest: Vec<i64> = (1..=99).collect();
    update(&mut console, listed(1, &rest));
    assert_eq!(toggled(&press(&mut console, "j ")), []);
    assert_eq!(toggled(&press(&mut console, "k ")), [(98, true)]);
}

#[test]
fn a_filter_does_not_move_the_cursor_off_a_user_who_disappeared() {
    let mut console = console();
    press(&mut console, "3jjj");
    let rest: Vec<i64> = (1..=100).filter(|id| *id != 4).collect();
    update(&mut console, listed(1, &rest));
    press(&mut console, "/user");
    let mut effects =
        update(&mut console, Message::Key(Key::plain(crate::console::key::KeyCode::Enter)));
    effects.extend(update(&mut console, listed(5, &rest)));
    let mut effects = has_its_turn(&mut console, effects);
    effects.extend(press(&mut console, " "));
    assert_eq!(toggled(&effects), [], "{}", message_shown(&console));
    assert!(
        message_shown(&console).contains("move the cursor first"),
        "{}",
        message_shown(&console)
    );
    assert_eq!(toggled(&press(&mut console, "j ")), [(6, true)]);
}

#[test]
fn the_user_under_the_cursor_gets_no_grant_meant_for_marked_users_who_are_gone() {
    for key in "+-=".chars() {
        let mut console = console();
        press(&mut console, "3jmjj");
        assert_eq!(console.state.marks.users.len(), 1);
        let gone = crate::domain::People::default();
        let counted = Message::MarkedCounted {
            counts: crate::store::AccessByCompany::default(),
            row: None,
            people: gone,
        };
        update(&mut console, counted);
        assert!(
            message_shown(&console).contains("no longer in the database"),
            "{}",
            message_shown(&console)
        );
        let effects = press(&mut console, &key.to_string());
        assert!(effects.is_empty() && console.dialogs.is_empty(), "{key:?}: {effects:?}");
        assert!(
            message_shown(&console).contains("move the cursor first"),
            "{key:?}: {}",
            message_shown(&console)
        );
        let effects = press(&mut console, &format!("j{key}"));
        let previewed = effects.iter().any(|it| matches!(it, Effect::Start(Job::Preview { .. })));
        assert!(previewed, "{key:?}: {effects:?}");
    }
}
