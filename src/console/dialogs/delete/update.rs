//! Handles the confirmation before a user or a company is deleted, and its result.

use super::DeleteDialog;
use crate::console::dialogs::guard;
use crate::console::dialogs::progress;
use crate::console::effect::Effect;
use crate::console::frame::Console;
use crate::console::job::{Job, JobKind};
use crate::console::keymap::{Action, Context};
use crate::console::number::number;
use crate::console::plans::{DeletionPlan, Subject};
use crate::console::state::{Notice, Tone};
use crate::console::update::written::Written;
use crate::console::update::{edit, written};
use crate::domain::{Draft, Field};
use crate::store::EditOutcome;

/// Requests what would be deleted with it.
pub(crate) fn request_impact(console: &mut Console, subject: Subject, effects: &mut Vec<Effect>) {
    let totals = console.state.statistics.exact();
    progress::open(console, JobKind::PreviewDeletion, "Checking references…");
    effects.push(Effect::Start(Job::PreviewDeletion { subject, totals }));
}

/// Opens the dialog with the impact of the deletion, or updates an open one.
pub(crate) fn open(console: &mut Console, deletion: DeletionPlan) {
    progress::close(console, JobKind::PreviewDeletion);
    progress::close(console, JobKind::Delete);
    let only = console.state.marks.only(&deletion.subject);
    match console.dialogs.top_as_mut::<DeleteDialog>() {
        Some(open) if open.deletion() == deletion => {}
        Some(open) => {
            *open = DeleteDialog::new(deletion, only);
            console.dialogs.renewed();
        }
        None => console.dialogs.open(DeleteDialog::new(deletion, only)),
    }
}

/// The deletion would now have another impact; nothing was deleted.
pub(crate) fn outdated(console: &mut Console, deletion: DeletionPlan) {
    open(console, deletion);
    console.state.notice = Some(Notice::outdated());
}

/// Handles the keys of the dialog.
pub(super) fn decide(console: &mut Console, action: Action, effects: &mut Vec<Effect>) {
    let Some(dialog) = console.dialogs.top_as::<DeleteDialog>() else {
        return;
    };
    if let (Action::Accept, Some(why)) = (action, dialog.forbidden_by()) {
        console.state.notice = Some(Notice::new(Tone::Error, format!("not deleted: {why}")));
        return;
    }
    if let (Action::Deactivate, Some(why)) = (action, &dialog.protected) {
        console.state.notice = Some(Notice::new(Tone::Error, format!("not changed: {why}")));
        return;
    }
    match action {
        Action::Accept if !dialog.count_is_right() => {
            if let Some(guard) = &dialog.guard {
                guard::show_required_number(&mut console.state, guard, Context::Delete);
            }
        }
        Action::Accept => {
            let confirmed = Box::new(dialog.deletion());
            progress::open(console, JobKind::Delete, "Deleting…");
            effects.push(Effect::Start(Job::Delete(confirmed)));
        }
        Action::Deactivate => {
            let active = if dialog.impact.active { "no" } else { "yes" };
            let (subject, seen) = (dialog.subject.clone(), Draft::default());
            let draft = Draft::default().with(Field::Active, active);
            let (axis, subject) = (subject.axis(), Some(subject));
            let confirmed_loss = dialog.loss_shown;
            let save = Effect::Save { axis, subject, draft, seen, confirmed_loss, attempt: 0 };
            edit::start(&mut console.state, save, effects);
        }
        _ => {
            console.dialogs.close();
            console.state.notice = Some(Notice::new(Tone::Info, "nothing was changed"));
        }
    }
}

/// The worker has deleted it.
pub(crate) fn deleted(console: &mut Console, recorded: &EditOutcome, effects: &mut Vec<Effect>) {
    progress::close(console, JobKind::Delete);
    close(console);
    let names: Vec<String> = recorded.edits.iter().map(|edit| edit.label.clone()).collect();
    let grants = match recorded.change.as_ref().map_or(0, |change| change.removed) {
        0 => String::new(),
        1 => " with 1 grant".into(),
        count => format!(" with {} grants", number(count)),
    };
    let what = names.last().cloned().unwrap_or_default();
    let text = format!("deleted {what}{grants}{}", console.state.hint(Action::Undo, "undoes"));
    console.state.notice = Some(Notice::new(Tone::Done, text));
    written::follow(console, Written::ByWorker, None, effects);
}

/// Closes the dialog.
pub(crate) fn close(console: &mut Console) {
    console.dialogs.close_all::<DeleteDialog>();
}

/// Another program changed the database while the dialog is open.
pub(super) fn recalculate(console: &mut Console, effects: &mut Vec<Effect>) {
    if let Some(dialog) = console.dialogs.top_as::<DeleteDialog>() {
        let subject = dialog.subject.clone();
        request_impact(console, subject, effects);
    }
}
