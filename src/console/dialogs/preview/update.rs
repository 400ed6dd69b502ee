//! From a calculated preview to the committed change.

use super::{PreviewDialog, PreviewField, PreviewLine, populate_lines};
use crate::console::dialogs::list::ListDialog;
use crate::console::dialogs::{Dialog, file, progress};
use crate::console::effect::Effect;
use crate::console::job::{BulkRequest, Job, JobKind};
use crate::console::keymap::Action;
use crate::console::number::number;
use crate::console::state::{Notice, State, Tone};
use crate::console::update::written;
use crate::domain::Preview;
use crate::store::Committed;

/// Shows a preview that was counted; a newer one of the same change keeps what
/// was typed.
pub(crate) fn previewed(state: &mut State, request: BulkRequest, preview: Preview) {
    progress::close(state, JobKind::Preview);
    if let Some(Dialog::Preview(open)) = state.dialogs.last_mut() {
        open.request = request;
        open.preview = preview;
        open.count.reset();
        open.field = match &open.preview.guard {
            Some(_) => PreviewField::Count,
            None => PreviewField::Reason,
        };
        state.dialogs.renewed();
    } else if preview.is_empty() && preview.populate.is_some() {
        nothing_to_populate(state, &preview);
    } else if preview.is_empty() {
        let text = match preview.unchanged {
            1 => "nothing to change: the cell already matches".to_owned(),
            many => format!("nothing to change: all {} cells already match", number(many)),
        };
        state.notice = Some(Notice::new(Tone::Info, text));
    } else {
        state.dialogs.open(PreviewDialog::new(request, preview));
    }
}

/// Everybody has what the rules call for, but for those who are skipped: these
/// are listed.
fn nothing_to_populate(state: &mut State, preview: &Preview) {
    let skipped = preview.populate.as_ref().is_some_and(|report| report.skipped_count() > 0);
    let grants = match preview.unchanged {
        1 => "the 1 grant required by the rules is in place".to_owned(),
        many => format!("all {} grants required by the rules are in place", number(many)),
    };
    inform(state, &format!("nothing to change: {grants}"));
    if skipped {
        let title = "Nothing to populate".into();
        let lines = populate_lines(preview).iter().map(PreviewLine::in_words).collect();
        state.dialogs.open(ListDialog::new(title, lines));
    }
}

/// Keys in a preview.
pub(crate) fn decide(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    let Some(Dialog::Preview(dialog)) = state.dialogs.last_mut() else {
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
            let count = dialog.preview.guard.as_ref().map_or(0, crate::domain::Guard::count);
            let what = if count > dialog.preview.removed {
                "the number of user–company pairs that lose access"
            } else {
                "the number of grants removed"
            };
            let text = format!("to confirm, type {} ({what}) and press Enter", number(count));
            state.notice = Some(Notice::new(Tone::Warning, text));
        }
        Action::Accept => {
            let reason = dialog.reason.value().trim();
            let reason = (!reason.is_empty()).then(|| reason.to_owned());
            let (request, preview) = (dialog.request.clone(), Box::new(dialog.preview.clone()));
            effects.push(Effect::Start(Job::Commit { request, preview, reason }));
            progress::open(state, JobKind::Commit, "Committing the change…");
        }
        Action::Close => {
            state.dialogs.pop();
            inform(state, "nothing was changed");
        }
        _ => {}
    }
}

/// Tells what was committed.
pub(crate) fn committed(state: &mut State, committed: &Committed, effects: &mut Vec<Effect>) {
    progress::close(state, JobKind::Commit);
    if matches!(state.dialogs.last(), Some(Dialog::Preview(_))) {
        state.dialogs.pop();
    }
    file::close(state);
    let text = match &committed.change {
        Some(change) => format!(
            "change {}: {} granted, {} revoked · u undoes",
            change.id,
            number(change.added),
            number(change.removed)
        ),
        None => "no changes: every cell already matches".into(),
    };
    state.notice = Some(Notice::new(Tone::Done, text));
    written::by_worker(state, committed.delta, effects);
}

/// The data changed since the preview: it is counted again.
pub(crate) fn outdated(state: &mut State, request: BulkRequest, effects: &mut Vec<Effect>) {
    progress::close(state, JobKind::Commit);
    let text = "the database changed in the meantime; recalculating, nothing was changed";
    state.notice = Some(Notice::new(Tone::Warning, text));
    progress::open(state, JobKind::Preview, "Calculating the effect…");
    effects.push(Effect::Start(Job::Preview { request, totals: None }));
}

/// Another program changed the database while the preview is open.
pub(super) fn recalculate(state: &mut State, effects: &mut Vec<Effect>) {
    if let Some(Dialog::Preview(dialog)) = state.dialogs.last() {
        let request = dialog.request.clone();
        outdated(state, request, effects);
    }
}

fn inform(state: &mut State, text: &str) {
    state.notice = Some(Notice::new(Tone::Info, text));
}
