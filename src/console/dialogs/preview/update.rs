//! Handles a preview, up to the committed change.

use super::{PreviewDialog, PreviewField, PreviewLine, populate_lines};
use crate::console::dialogs::guard;
use crate::console::dialogs::list::ListDialog;
use crate::console::dialogs::progress;
use crate::console::effect::Effect;
use crate::console::frame::Console;
use crate::console::job::{BulkRequest, Job, JobKind};
use crate::console::keymap::{Action, Context};
use crate::console::number::{granted_and_revoked, number};
use crate::console::state::{Notice, State, Tone};
use crate::console::update::written::{self, Written};
use crate::domain::{Preview, effect_in_short, homes_in_words};
use crate::store::Committed;

/// Shows a preview. An open one of the same change is replaced, but keeps what was typed.
pub(crate) fn previewed(console: &mut Console, request: BulkRequest, preview: Preview) {
    progress::close(console, JobKind::Preview);
    if let Some(open) = console.dialogs.top_as_mut::<PreviewDialog>() {
        let text = recalculated(&open.preview, &preview);
        console.state.notice = Some(Notice::new(Tone::Warning, text));
        open.renew(request, preview);
        console.dialogs.renewed();
    } else if preview.is_empty() && preview.populate.is_some() {
        nothing_to_populate(console, &preview);
    } else if preview.is_empty() {
        let text = match preview.unchanged {
            1 => "nothing to change: the cell already matches".to_owned(),
            many => format!("nothing to change: all {} cells already match", number(many)),
        };
        console.state.notice = Some(Notice::new(Tone::Info, text));
    } else {
        console.dialogs.open(PreviewDialog::new(request, preview));
    }
}

/// How another program has changed the numbers of a preview, in words.
fn recalculated(before: &Preview, now: &Preview) -> String {
    let differs = |was: u64, is: u64, what: &str| {
        (was != is).then(|| format!("{} {what} instead of {}", number(is), number(was)))
    };
    let parts: Vec<String> = [
        differs(before.added, now.added, "to grant"),
        differs(before.removed, now.removed, "to revoke"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let differs = if parts.is_empty() { "the same numbers".to_owned() } else { parts.join(", ") };
    format!("recalculated, nothing was changed: {differs} after another program's change")
}

/// Everybody has what the rules require, except for users who are skipped: these are listed.
fn nothing_to_populate(console: &mut Console, preview: &Preview) {
    let skipped = preview.populate.as_ref().is_some_and(|report| report.skipped_count() > 0);
    let grants = match preview.unchanged {
        1 => "the 1 grant required by the rules is in place".to_owned(),
        many => format!("all {} grants required by the rules are in place", number(many)),
    };
    inform(&mut console.state, &format!("nothing to change: {grants}"));
    if skipped {
        let title = "Nothing to populate".into();
        let lines = populate_lines(preview).iter().map(PreviewLine::in_words).collect();
        console.dialogs.open(ListDialog::new(title, lines));
    }
}

/// Handles the keys of a preview.
pub(crate) fn decide(console: &mut Console, action: Action, effects: &mut Vec<Effect>) {
    let Some(dialog) = console.dialogs.top_as_mut::<PreviewDialog>() else {
        return;
    };
    match action {
        Action::NextField if dialog.preview.guard.is_some() => {
            dialog.field = match dialog.field {
                PreviewField::Reason => PreviewField::Count,
                PreviewField::Count => PreviewField::Reason,
            };
        }
        Action::Accept if !dialog.count_is_right() => {
            dialog.field = PreviewField::Count;
            if let Some(guard) = &dialog.preview.guard {
                guard::show_required_number(&mut console.state, guard, Context::Preview);
            }
        }
        Action::Accept => {
            let reason = guard::reason(&dialog.reason);
            let (request, preview) = (dialog.request.clone(), Box::new(dialog.preview.clone()));
            effects.push(Effect::Start(Job::Commit { request, preview, reason }));
            progress::open(console, JobKind::Commit, "Committing the change…");
        }
        Action::Close => {
            console.dialogs.close();
            inform(&mut console.state, "nothing was changed");
        }
        _ => {}
    }
}

/// Reports what was committed.
pub(crate) fn committed(console: &mut Console, committed: &Committed, effects: &mut Vec<Effect>) {
    progress::close(console, JobKind::Commit);
    let dialog = console.dialogs.close_top::<PreviewDialog>();
    let effect = dialog.map_or_else(String::new, |dialog| access_in_short(&dialog.preview));
    let text = match &committed.change {
        Some(change) => format!(
            "change {}: {}{effect}{}",
            change.id,
            granted_and_revoked(change.added, change.removed),
            console.state.hint(Action::Undo, "undoes")
        ),
        None => "no changes: every cell already matches".into(),
    };
    console.state.notice = Some(Notice::new(Tone::Done, text));
    written::follow(console, Written::ByWorker, committed.delta, effects);
}

/// The effect on access in short, as the preview showed it in full; empty if access simply
/// follows the grants.
fn access_in_short(preview: &Preview) -> String {
    if preview.access_follows_grants() && preview.effect.users_losing_last == 0 {
        return String::new();
    }
    let words = format!(" · {}", effect_in_short(&preview.effect));
    match homes_in_words(&preview.homes) {
        homes if homes.is_empty() => words,
        homes => format!("{words} · {homes}"),
    }
}

/// The data has changed since the preview: it is calculated again.
pub(crate) fn outdated(console: &mut Console, request: BulkRequest, effects: &mut Vec<Effect>) {
    progress::close(console, JobKind::Commit);
    console.state.notice = Some(Notice::outdated());
    progress::open(console, JobKind::Preview, "Calculating the effect…");
    effects.push(Effect::Start(Job::Preview { request, totals: None }));
}

/// Another program changed the database while the preview is open.
pub(super) fn recalculate(console: &mut Console, effects: &mut Vec<Effect>) {
    if let Some(dialog) = console.dialogs.top_as::<PreviewDialog>() {
        let request = dialog.request.clone();
        outdated(console, request, effects);
    }
}

fn inform(state: &mut State, text: &str) {
    state.notice = Some(Notice::new(Tone::Info, text));
}
