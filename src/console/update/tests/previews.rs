//! Previews that come too late, and previews while another program writes.

use super::*;
use crate::console::key::KeyCode;

#[test]
fn a_preview_that_comes_after_esc_is_not_shown() {
    let mut state = state();
    let request = press(&mut state, "+").into_iter().find_map(|effect| match effect {
        Effect::Start(Job::Preview { request, .. }) => Some(request),
        _ => None,
    });
    let effects = update(&mut state, Message::Key(Key::plain(KeyCode::Esc)));
    assert!(matches!(effects[..], [Effect::Cancel(JobKind::Preview)]), "{effects:?}");
    let preview = Box::new(crate::domain::Preview { added: 1, ..Default::default() });
    update(&mut state, Message::Previewed { request: request.expect("a preview"), preview });
    assert!(state.dialogs.is_empty(), "{:?}", state.dialogs);
    let notice = state.notice.as_ref().map(|notice| notice.text.as_str());
    assert_eq!(notice, Some("stopped; nothing was changed"));
}

#[test]
fn findings_that_come_after_esc_are_not_shown() {
    let findings = vec![crate::domain::AccessFinding {
        kind: crate::domain::AccessFindingKind::SuperAdmins,
        count: 1,
        grants: None,
        samples: Vec::new(),
        filter: "role:\"Super Admin\"".into(),
    }];
    let mut state = state();
    press(&mut state, "F");
    update(&mut state, Message::Key(Key::plain(KeyCode::Esc)));
    update(&mut state, Message::FindingsFound(findings.clone()));
    assert!(state.dialogs.is_empty(), "{:?}", state.dialogs);
    let notice = state.notice.as_ref().map(|notice| notice.text.as_str());
    assert_eq!(notice, Some("stopped"));

    // The same when they were to be found again.
    state.statistics.counted(RuleReport::default());
    press(&mut state, "F");
    update(&mut state, Message::FindingsFound(findings.clone()));
    assert!(matches!(state.dialogs.last(), Some(Dialog::Findings(_))), "{:?}", state.dialogs);
    update(&mut state, Message::Reloaded { lists: lists(), cause: Cause::External });
    update(&mut state, Message::Key(Key::plain(KeyCode::Esc)));
    update(&mut state, Message::FindingsFound(findings));
    assert!(matches!(state.dialogs[..], [Dialog::Findings(_)]), "{:?}", state.dialogs);
    update(&mut state, Message::Key(Key::plain(KeyCode::Esc)));
    assert!(state.dialogs.is_empty(), "{:?}", state.dialogs);
}

/// Counting a million users at each write of the HR system would leave no time
/// to decide: the commit looks again.
#[test]
fn an_open_preview_is_counted_again_in_small_databases_only() {
    for (users, anew) in [(100, true), (1_000_000, false)] {
        let mut state = state();
        let statistics = Statistics { users, ..Statistics::default() };
        state.statistics.counted(RuleReport { statistics, ..RuleReport::default() });
        let request = press(&mut state, "+").into_iter().find_map(|effect| match effect {
            Effect::Start(Job::Preview { request, .. }) => Some(request),
            _ => None,
        });
        let preview = Box::new(crate::domain::Preview { added: 1, ..Default::default() });
        update(&mut state, Message::Previewed { request: request.expect("a preview"), preview });
        let effects =
            update(&mut state, Message::Reloaded { lists: lists(), cause: Cause::External });
        let starts = |it: &Effect| matches!(it, Effect::Start(Job::Preview { .. }));
        assert_eq!(effects.iter().any(starts), anew);
        assert_eq!(matches!(state.dialogs.last(), Some(Dialog::Preview(_))), !anew);
        let notice = state.notice.as_ref().expect("a notice");
        assert!(notice.text.starts_with("the database changed in the meantime"), "{}", notice.text);
    }
}

fn lists() -> Lists {
    Lists {
        companies: (0..20).map(company).collect(),
        rules: Vec::new(),
        policies: Vec::new(),
        users: (1..=100).map(UserId).collect(),
        complete: true,
        needs_home_companies: false,
    }
}
