//! Previews that arrive too late, and previews while another program writes.

use super::*;
use crate::console::dialogs::findings::FindingsDialog;
use crate::console::dialogs::preview::PreviewDialog;
use crate::console::key::KeyCode;
use crate::console::message::DialogAnswer;

#[test]
fn a_preview_that_arrives_after_esc_is_not_shown() {
    let mut console = console();
    let request = press(&mut console, "+").into_iter().find_map(|effect| match effect {
        Effect::Start(Job::Preview { request, .. }) => Some(request),
        _ => None,
    });
    let effects = update(&mut console, Message::Key(Key::plain(KeyCode::Esc)));
    assert!(matches!(effects[..], [Effect::Cancel(JobKind::Preview)]), "{effects:?}");
    let preview = Box::new(crate::domain::Preview { added: 1, ..Default::default() });
    update(&mut console, Message::Previewed { request: request.expect("a preview"), preview });
    assert!(console.dialogs.is_empty(), "{:?}", console.dialogs);
    let notice = console.state.notice.as_ref().map(|notice| notice.text.as_str());
    assert_eq!(notice, Some("stopped; nothing was changed"));
}

#[test]
fn findings_that_arrive_after_esc_are_not_shown() {
    let findings = vec![crate::domain::AccessFinding {
        kind: crate::domain::AccessFindingKind::SuperAdmins,
        count: 1,
        grants: None,
        samples: Vec::new(),
        filter: "role:\"Super Admin\"".into(),
    }];
    let mut console = console();
    press(&mut console, "!");
    update(&mut console, Message::Key(Key::plain(KeyCode::Esc)));
    update(&mut console, Message::Dialog(DialogAnswer::FindingsFound(findings.clone())));
    assert!(console.dialogs.is_empty(), "{:?}", console.dialogs);
    let notice = console.state.notice.as_ref().map(|notice| notice.text.as_str());
    assert_eq!(notice, Some("stopped"));

    // The same if they were to be calculated again.
    console.state.statistics.counted(RuleReport::default());
    press(&mut console, "!");
    update(&mut console, Message::Dialog(DialogAnswer::FindingsFound(findings.clone())));
    assert!(console.dialogs.top_as::<FindingsDialog>().is_some(), "{:?}", console.dialogs);
    update(&mut console, Message::Reloaded { lists: lists(), cause: Cause::External });
    update(&mut console, Message::Key(Key::plain(KeyCode::Esc)));
    update(&mut console, Message::Dialog(DialogAnswer::FindingsFound(findings)));
    let shows = console.dialogs.len() == 1 && console.dialogs.find::<FindingsDialog>().is_some();
    assert!(shows, "{:?}", console.dialogs);
    update(&mut console, Message::Key(Key::plain(KeyCode::Esc)));
    assert!(console.dialogs.is_empty(), "{:?}", console.dialogs);
}

/// Counting a million users at each write of the HR system would leave no time to decide; the
/// commit checks again.
#[test]
fn an_open_preview_is_counted_again_in_small_databases_only() {
    for (users, again) in [(100, true), (1_000_000, false)] {
        let mut console = console();
        let statistics = Statistics { users, ..Statistics::default() };
        console.state.statistics.counted(RuleReport { statistics, ..RuleReport::default() });
        let request = press(&mut console, "+").into_iter().find_map(|effect| match effect {
            Effect::Start(Job::Preview { request, .. }) => Some(request),
            _ => None,
        });
        let preview = Box::new(crate::domain::Preview { added: 1, ..Default::default() });
        update(&mut console, Message::Previewed { request: request.expect("a preview"), preview });
        let effects =
            update(&mut console, Message::Reloaded { lists: lists(), cause: Cause::External });
        let starts = |it: &Effect| matches!(it, Effect::Start(Job::Preview { .. }));
        assert_eq!(effects.iter().any(starts), again);
        assert_eq!(console.dialogs.top_as::<PreviewDialog>().is_some(), !again);
        let notice = console.state.notice.as_ref().expect("a notice");
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
