//! Imports users and companies: from the file that was read, through its problems and its
//! preview, to the change.

use super::EntityImportDialog;
use crate::console::dialogs::file;
use crate::console::dialogs::guard;
use crate::console::dialogs::progress;
use crate::console::effect::Effect;
use crate::console::frame::Console;
use crate::console::job::{Job, JobKind};
use crate::console::keymap::{Action, Context};
use crate::console::plans::EntityImportPlan;
use crate::console::state::{Notice, Tone};
use crate::console::update::written::{self, Written};
use crate::domain::{NO_CHANGES, effect_in_words};
use crate::store::ImportReport;

/// Shows the preview, if there is anything to do.
pub(crate) fn preview(console: &mut Console, plan: EntityImportPlan) {
    file::keep_choices(console);
    if plan.report.recorded.change.is_none() {
        let text = format!("nothing to change in {}: {}", plan.file, plan.in_words());
        console.state.notice = Some(Notice::new(Tone::Info, text));
        return;
    }
    console.dialogs.open(EntityImportDialog::new(plan));
}

/// Handles the keys of the preview.
pub(super) fn decide(console: &mut Console, action: Action, effects: &mut Vec<Effect>) {
    let Some(dialog) = console.dialogs.top_as_mut::<EntityImportDialog>() else {
        return;
    };
    match action {
        Action::Accept if dialog.plan.report.recorded.loss.is_some() && !dialog.loss_shown => {
            dialog.loss_shown = true;
            console.dialogs.renewed();
            let key = console.state.key_in(Context::Preview, Action::Accept);
            let text =
                format!("this takes away much access: see the first line · {key} again to import");
            console.state.notice = Some(Notice::new(Tone::Warning, text));
        }
        Action::Accept => {
            let reason = guard::reason(&dialog.reason);
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

/// Requests a new preview.
pub(super) fn recalculate(console: &mut Console, effects: &mut Vec<Effect>) {
    if let Some(dialog) = console.dialogs.top_as::<EntityImportDialog>() {
        let plan = Box::new(dialog.plan.clone());
        start_again(console, plan, effects);
    }
}

/// Requests a new preview of an import.
pub(crate) fn start_again(
    console: &mut Console,
    plan: Box<EntityImportPlan>,
    effects: &mut Vec<Effect>,
) {
    progress::open(console, JobKind::PlanEntityImport, "Calculating the effect…");
    effects.push(Effect::Start(Job::RecalculateEntityImport(plan)));
}

/// The import is done.
pub(crate) fn imported(console: &mut Console, report: &ImportReport, effects: &mut Vec<Effect>) {
    progress::close(console, JobKind::ImportEntities);
    console.dialogs.close_all::<EntityImportDialog>();
    file::close(console);
    let text = match &report.recorded.change {
        Some(change) => {
            let effect = effect_in_words(&report.recorded.effect);
            let effect = if effect.is_empty() { effect } else { format!(" · {effect}") };
            let undo = console.state.hint(Action::Undo, "undoes");
            format!("change {}: {}{effect}{undo}", change.id, change.rows_in_words())
        }
        None => NO_CHANGES.into(),
    };
    console.state.notice = Some(Notice::new(Tone::Done, text));
    written::follow(console, Written::ByWorker, None, effects);
}
