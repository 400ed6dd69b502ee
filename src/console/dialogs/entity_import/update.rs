//! Importing users and companies: from the file that was read by its problems
//! and its preview to the change.

use std::sync::Arc;

use crate::console::frame::Console;
use tui_input::Input;

use super::{EntityImportDialog, EntityImportPlan};
use crate::console::dialogs::file::{self, Reading};
use crate::console::dialogs::problems::{self, ProblemsDialog, Rest};
use crate::console::dialogs::progress;
use crate::console::effect::Effect;
use crate::console::job::{Job, JobKind};
use crate::console::keymap::Action;
use crate::console::state::{Notice, Tone};
use crate::console::update::written;
use crate::domain::effect_in_words;
use crate::filter::Axis;
use crate::store::ImportReport;

/// Reads the file that the dialog names.
pub(crate) fn start(
    console: &mut Console,
    path: String,
    axis: Axis,
    reading: Reading,
    effects: &mut Vec<Effect>,
) {
    progress::open(console, JobKind::PlanEntityImport, "Reading the file…");
    effects.push(Effect::Start(Job::PlanEntityImport { path, axis, reading }));
}

/// The file was read: first its problems, then what would be done.
pub(crate) fn planned(console: &mut Console, plan: EntityImportPlan) {
    progress::close(console, JobKind::PlanEntityImport);
    if plan.report.problems.is_empty() {
        let records = Arc::clone(&plan.records);
        preview(console, plan);
        if console.dialogs.top_as::<EntityImportDialog>().is_some() {
            console.state.notice = file::noted(console, &records.notes);
        }
        return;
    }
    let count = plan.report.problems.len() as u64;
    let (name, notes) = (plan.file.clone(), plan.records.notes.clone());
    let first = plan.problems();
    problems::open(console, name, (count, first, &notes), Rest::Entities(plan));
}

/// Shows what would be done, if there is anything to do.
pub(crate) fn preview(console: &mut Console, plan: EntityImportPlan) {
    file::keep_choices(console);
    if plan.report.recorded.change.is_none() {
        let text = format!("nothing to change in {}: {}", plan.file, plan.in_words());
        console.state.notice = Some(Notice::new(Tone::Info, text));
        return;
    }
    console.dialogs.open(EntityImportDialog::new(plan));
}

/// Keys of the preview.
pub(super) fn decide(console: &mut Console, action: Action, effects: &mut Vec<Effect>) {
    let Some(dialog) = console.dialogs.top_as::<EntityImportDialog>() else {
        return;
    };
    match action {
        Action::Accept => {
            let reason = dialog.reason.value().trim();
            let reason = (!reason.is_empty()).then(|| reason.to_owned());
            let plan = Box::new(dialog.plan.clone());
            effects.push(Effect::Start(Job::ImportEntities { plan, reason }));
            progress::open(console, JobKind::ImportEntities, "Committing the change…");
        }
        Action::Close => {
            console.dialogs.close();
            console.state.notice = Some(Notice::new(Tone::Info, "nothing was changed"));
        }
        _ => {}
    }
}

/// Calculates again what the preview, or the list of problems, shows.
pub(crate) fn recalculate(console: &mut Console, effects: &mut Vec<Effect>) {
    let plan = match (console.dialogs.top_as::<EntityImportDialog>(), listed(console)) {
        (Some(dialog), _) => Box::new(dialog.plan.clone()),
        (None, Some(Rest::Entities(plan))) => Box::new(plan.clone()),
        _ => return,
    };
    progress::open(console, JobKind::PlanEntityImport, "Calculating the effect…");
    effects.push(Effect::Start(Job::RecalculateEntityImport(plan)));
}

/// The data changed since the preview: this is what would be done now.
pub(crate) fn outdated(console: &mut Console, plan: EntityImportPlan) {
    progress::close(console, JobKind::ImportEntities);
    progress::close(console, JobKind::PlanEntityImport);
    let (known, reason) = match console.dialogs.top_as::<EntityImportDialog>() {
        Some(old) => (old.plan.report.problems.len(), old.reason.clone()),
        // They are listed again.
        None if listed(console).is_some() => (0, Input::default()),
        None => return,
    };
    console.dialogs.close();
    if plan.report.problems.len() > known {
        planned(console, plan);
    } else {
        preview(console, plan);
    }
    if let Some(new) = console.dialogs.top_as_mut::<EntityImportDialog>() {
        new.reason = reason;
    }
    let shows = console.dialogs.top_as::<EntityImportDialog>().is_some();
    if shows || listed(console).is_some() {
        let text = "the database changed in the meantime; recalculating, nothing was changed";
        console.state.notice = Some(Notice::new(Tone::Warning, text));
    }
}

/// What the file on top does without its problems, if these are listed.
fn listed(console: &Console) -> Option<&Rest> {
    console.dialogs.top_as::<ProblemsDialog>().map(|dialog| &dialog.rest)
}

/// The file was taken over.
pub(crate) fn imported(console: &mut Console, report: &ImportReport, effects: &mut Vec<Effect>) {
    progress::close(console, JobKind::ImportEntities);
    console.dialogs.close_all::<EntityImportDialog>();
    file::close(console);
    let text = match &report.recorded.change {
        Some(change) => {
            let effect = effect_in_words(&report.recorded.effect);
            let effect = if effect.is_empty() { effect } else { format!(" · {effect}") };
            format!("change {}: {}{effect} · u undoes", change.id, change.rows_in_words())
        }
        None => "no changes: everything already matches".into(),
    };
    console.state.notice = Some(Notice::new(Tone::Done, text));
    written::by_worker(console, None, effects);
}
