//! Importing users and companies: from the file that was read by its problems
//! and its preview to the change.

use std::sync::Arc;

use tui_input::Input;

use super::{EntityImportDialog, EntityImportPlan};
use crate::console::dialogs::file::{self, Reading};
use crate::console::dialogs::problems::{self, Rest};
use crate::console::dialogs::{Dialog, progress};
use crate::console::effect::Effect;
use crate::console::job::{Job, JobKind};
use crate::console::keymap::Action;
use crate::console::state::{Notice, State, Tone};
use crate::console::update::written;
use crate::domain::effect_in_words;
use crate::filter::Axis;
use crate::store::ImportReport;

/// Reads the file that the dialog names.
pub(crate) fn start(
    state: &mut State,
    path: String,
    axis: Axis,
    reading: Reading,
    effects: &mut Vec<Effect>,
) {
    progress::open(state, JobKind::PlanEntityImport, "Reading the file…");
    effects.push(Effect::Start(Job::PlanEntityImport { path, axis, reading }));
}

/// The file was read: first its problems, then what would be done.
pub(crate) fn planned(state: &mut State, plan: EntityImportPlan) {
    progress::close(state, JobKind::PlanEntityImport);
    if plan.report.problems.is_empty() {
        let records = Arc::clone(&plan.records);
        preview(state, plan);
        if matches!(state.dialogs.last(), Some(Dialog::EntityImport(_))) {
            state.notice = file::noted(state, &records.notes);
        }
        return;
    }
    let count = plan.report.problems.len() as u64;
    let (name, notes) = (plan.file.clone(), plan.records.notes.clone());
    let first = plan.problems();
    problems::open(state, name, (count, first, &notes), Rest::Entities(plan));
}

/// Shows what would be done, if there is anything to do.
pub(crate) fn preview(state: &mut State, plan: EntityImportPlan) {
    file::keep_choices(state);
    if plan.report.recorded.change.is_none() {
        let text = format!("nothing to change in {}: {}", plan.file, plan.in_words());
        state.notice = Some(Notice::new(Tone::Info, text));
        return;
    }
    state.dialogs.open(EntityImportDialog::new(plan));
}

/// Keys of the preview.
pub(super) fn decide(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    let Some(Dialog::EntityImport(dialog)) = state.dialogs.last() else {
        return;
    };
    match action {
        Action::Accept => {
            let reason = dialog.reason.value().trim();
            let reason = (!reason.is_empty()).then(|| reason.to_owned());
            let plan = Box::new(dialog.plan.clone());
            effects.push(Effect::Start(Job::ImportEntities { plan, reason }));
            progress::open(state, JobKind::ImportEntities, "Committing the change…");
        }
        Action::Close => {
            state.dialogs.pop();
            state.notice = Some(Notice::new(Tone::Info, "nothing was changed"));
        }
        _ => {}
    }
}

/// Calculates again what the preview, or the list of problems, shows.
pub(crate) fn recalculate(state: &mut State, effects: &mut Vec<Effect>) {
    let plan = match state.dialogs.last() {
        Some(Dialog::EntityImport(dialog)) => Box::new(dialog.plan.clone()),
        Some(Dialog::Problems(dialog)) => match &dialog.rest {
            Rest::Entities(plan) => Box::new(plan.clone()),
            Rest::Grants { .. } => return,
        },
        _ => return,
    };
    progress::open(state, JobKind::PlanEntityImport, "Calculating the effect…");
    effects.push(Effect::Start(Job::RecalculateEntityImport(plan)));
}

/// The data changed since the preview: this is what would be done now.
pub(crate) fn outdated(state: &mut State, plan: EntityImportPlan) {
    progress::close(state, JobKind::ImportEntities);
    progress::close(state, JobKind::PlanEntityImport);
    let (known, reason) = match state.dialogs.last() {
        Some(Dialog::EntityImport(old)) => (old.plan.report.problems.len(), old.reason.clone()),
        // They are listed again.
        Some(Dialog::Problems(_)) => (0, Input::default()),
        _ => return,
    };
    state.dialogs.pop();
    if plan.report.problems.len() > known {
        planned(state, plan);
    } else {
        preview(state, plan);
    }
    if let Some(Dialog::EntityImport(new)) = state.dialogs.last_mut() {
        new.reason = reason;
    }
    if matches!(state.dialogs.last(), Some(Dialog::EntityImport(_) | Dialog::Problems(_))) {
        let text = "the database changed in the meantime; recalculating, nothing was changed";
        state.notice = Some(Notice::new(Tone::Warning, text));
    }
}

/// The file was taken over.
pub(crate) fn imported(state: &mut State, report: &ImportReport, effects: &mut Vec<Effect>) {
    progress::close(state, JobKind::ImportEntities);
    state.dialogs.retain(|dialog| !matches!(dialog, Dialog::EntityImport(_)));
    file::close(state);
    let text = match &report.recorded.change {
        Some(change) => {
            let effect = effect_in_words(&report.recorded.effect);
            let effect = if effect.is_empty() { effect } else { format!(" · {effect}") };
            format!("change {}: {}{effect} · u undoes", change.id, change.rows_in_words())
        }
        None => "no changes: everything already matches".into(),
    };
    state.notice = Some(Notice::new(Tone::Done, text));
    written::by_worker(state, None, effects);
}
