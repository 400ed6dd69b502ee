//! Edits that wait for another grantgrid, or are outdated.

use super::*;

#[test]
fn on_a_server_an_edit_waits_for_another_grantgrid_until_it_is_cancelled() {
    let mut console = console();
    console.state.session.is_server = true;
    let mut effect = press(&mut console, "3 ").pop();
    for _ in 0..300 {
        update(&mut console, Message::Busy(effect.take().expect("an edit")));
        let message_shown = message_shown(&console);
        assert_eq!(
            message_shown,
            "waiting for another grantgrid to finish its change … · Esc cancels"
        );
        let mut effects = update(&mut console, Message::Tick);
        assert!(matches!(effects.pop(), Some(Effect::Poll)));
        effect = effects.pop();
    }
    update(&mut console, Message::Busy(effect.expect("an edit")));
    update(&mut console, Message::Key(Key::plain(crate::console::key::KeyCode::Esc)));
    assert_eq!(message_shown(&console), "cancelled; nothing was changed");
    assert!(matches!(&update(&mut console, Message::Tick)[..], [Effect::Poll]));
}

#[test]
fn a_rejected_toggle_reports_the_current_state_of_the_cell() {
    let mut console = console();
    press(&mut console, "3");
    let cell = crate::domain::Cell { user: UserId(1), company: company(1).id };
    let at = Some("2025-06-07 08:09:10.000000".to_owned());
    console.state.settings.zone = crate::domain::Zone::Utc;
    for (wanted, now, difference, expected) in [
        (true, at.clone(), None, "user1 already has Company 1: another program granted it"),
        (false, None, None, "user1 no longer has Company 1: another program revoked it"),
        (
            false,
            at,
            None,
            "not revoked: another program revoked Company 1 and granted it to user1 again at \
             2025-06-07 08:09:10 · Space revokes it",
        ),
        (
            true,
            None,
            Some("the user ada was changed".to_owned()),
            "not granted: the user ada was changed; user1 does not have Company 1",
        ),
    ] {
        let cell = cell.clone();
        let message = Message::EditRejected { cell, wanted, now, difference };
        let effects = update(&mut console, message);
        assert_eq!(message_shown(&console), expected);
        assert!(matches!(&effects[..], [Effect::ReadRows(users)] if *users == [UserId(1)]));
    }
}
