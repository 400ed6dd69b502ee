//! The question before a user or a company is deleted, and what comes of it.

use super::{DeleteDialog, DeletionPlan};
use crate::console::dialogs::form::Subject;
use crate::console::dialogs::{Dialog, progress};
use crate::console::effect::Effect;
use crate::console::job::{Job, JobKind};
use crate::console::keymap::Action;
use crate::console::number::number;
use crate::console::state::{Notice, State, Tone};
use crate::console::update::{edit, written};
use crate::domain::{Draft, Field, Guard};
use crate::store::EditOutcome;

/// Looks up what would be removed with it.
pub(crate) fn look(state: &mut State, subject: Subject, effects: &mut Vec<Effect>) {
    let totals = state.statistics.exact();
    progress::open(state, JobKind::PreviewDeletion, "Checking references…");
    effects.push(Effect::Start(Job::PreviewDeletion { subject, totals }));
}

/// Opens the question with the impact of the deletion, or updates an open one.
pub(crate) fn ask(state: &mut State, deletion: DeletionPlan) {
    progress::close(state, JobKind::PreviewDeletion);
    progress::close(state, JobKind::Delete);
    match state.dialogs.last_mut() {
        Some(Dialog::Delete(open)) if open.deletion() == deletion => {}
        Some(Dialog::Delete(open)) => {
            **open = DeleteDialog::new(deletion);
            state.dialogs.renewed();
        }
        _ => state.dialogs.push(Dialog::Delete(Box::new(DeleteDialog::new(deletion)))),
    }
}

/// Something else would go than what was told: it was not deleted.
pub(crate) fn outdated(state: &mut State, deletion: DeletionPlan) {
    ask(state, deletion);
    let text = "the database changed in the meantime; recalculating, nothing was changed";
    state.notice = Some(Notice::new(Tone::Warning, text));
}

/// Keys of the question.
pub(super) fn decide(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    let Some(Dialog::Delete(dialog)) = state.dialogs.last() else {
        return;
    };
    if let (Action::Accept, Some(why)) = (action, dialog.forbidden_by()) {
        state.notice = Some(Notice::new(Tone::Error, format!("not deleted: {why}")));
        return;
    }
    if let (Action::Deactivate, Some(why)) = (action, &dialog.kept) {
        state.notice = Some(Notice::new(Tone::Error, format!("not changed: {why}")));
        return;
    }
    match action {
        Action::Accept if !dialog.count_is_right() => {
            let count = number(dialog.guard.as_ref().map_or(0, Guard::count));
            let text =
                format!("to confirm, type {count} (the number of grants removed) and press Enter");
            state.notice = Some(Notice::new(Tone::Warning, text));
        }
        Action::Accept => {
            let told = Box::new(dialog.deletion());
            progress::open(state, JobKind::Delete, "Deleting…");
            effects.push(Effect::Start(Job::Delete(told)));
        }
        Action::Deactivate => {
            let active = if dialog.impact.active { "no" } else { "yes" };
            let (subject, seen) = (dialog.subject.clone(), Draft::default());
            let draft = Draft::default().with(Field::Active, active);
            let (axis, subject) = (subject.axis(), Some(subject));
            edit::start(state, Effect::Save { axis, subject, draft, seen, attempt: 0 }, effects);
        }
        _ => {
            state.dialogs.pop();
            state.notice = Some(Notice::new(Tone::Info, "nothing was changed"));
        }
    }
}

/// It was deleted on the worker.
pub(crate) fn deleted(state: &mut State, recorded: &EditOutcome, effects: &mut Vec<Effect>) {
    progress::close(state, JobKind::Delete);
    close(state);
    let names: Vec<String> = recorded.edits.iter().map(|edit| edit.label.clone()).collect();
    let grants = match recorded.change.as_ref().map_or(0, |change| change.removed) {
        0 => String::new(),
        1 => " with 1 grant".into(),
        count => format!(" with {} grants", number(count)),
    };
    let what = names.last().cloned().unwrap_or_default();
    let text = format!("deleted {what}{grants} · u undoes");
    state.notice = Some(Notice::new(Tone::Done, text));
    written::by_worker(state, None, effects);
}

/// Closes the question.
pub(crate) fn close(state: &mut State) {
    state.dialogs.retain(|dialog| !matches!(dialog, Dialog::Delete(_)));
}

/// Another program changed the database while the question is open.
pub(super) fn recalculate(state: &mut State, effects: &mut Vec<Effect>) {
    if let Some(Dialog::Delete(dialog)) = state.dialogs.last() {
        let subject = dialog.subject.clone();
        look(state, subject, effects);
    }
}
