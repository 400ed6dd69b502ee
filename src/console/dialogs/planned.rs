//! Shows the result of reading a file: first its problems, then the preview of the import.

use std::sync::Arc;

use tui_input::Input;

use super::entity_import::EntityImportDialog;
use super::problems::{ProblemsDialog, RemainingImport};
use super::{entity_import, file, preview, problems, progress};
use crate::console::frame::Console;
use crate::console::job::{BulkRequest, JobKind};
use crate::console::plans::EntityImportPlan;
use crate::console::state::Notice;
use crate::domain::{People, Preview};
use crate::exchange::Plan;

/// Shows the result for a file of grants.
pub(crate) fn grants(
    console: &mut Console,
    file: String,
    plan: Plan,
    people: People,
    preview: Box<Preview>,
) {
    progress::close(console, JobKind::Plan);
    let Plan { bulk, problems, notes } = plan;
    let request = BulkRequest { bulk, people };
    if problems.is_empty() {
        file::keep_choices(console);
        preview::previewed(console, request, *preview);
        if console.state.notice.is_none() {
            console.state.notice = file::noted(console, &notes);
        }
        return;
    }
    let lines = problems.first.iter().map(ToString::to_string).collect();
    problems::open(
        console,
        file,
        (problems.count, lines, &notes),
        RemainingImport::Grants { request, preview },
    );
}

/// Shows the result for a file of users or companies.
pub(crate) fn entities(console: &mut Console, plan: EntityImportPlan) {
    progress::close(console, JobKind::PlanEntityImport);
    if plan.report.problems.is_empty() {
        let records = Arc::clone(&plan.records);
        entity_import::preview(console, plan);
        if console.dialogs.top_as::<EntityImportDialog>().is_some() {
            console.state.notice = file::noted(console, &records.notes);
        }
        return;
    }
    let count = plan.report.problems.len() as u64;
    let (name, notes) = (plan.file.clone(), plan.records.notes.clone());
    let first = plan.problems();
    problems::open(console, name, (count, first, &notes), RemainingImport::Entities(plan));
}

/// The data has changed since the preview: shows the new one.
pub(crate) fn entities_outdated(console: &mut Console, plan: EntityImportPlan) {
    progress::close(console, JobKind::ImportEntities);
    progress::close(console, JobKind::PlanEntityImport);
    let (known, reason) = match console.dialogs.top_as::<EntityImportDialog>() {
        Some(old) => (old.plan.report.problems.len(), old.reason.clone()),
        // The problems are listed again.
        None if listed(console).is_some() => (0, Input::default()),
        None => return,
    };
    console.dialogs.close();
    if plan.report.problems.len() > known {
        entities(console, plan);
    } else {
        entity_import::preview(console, plan);
    }
    if let Some(new) = console.dialogs.top_as_mut::<EntityImportDialog>() {
        new.reason = reason;
    }
    let shows = console.dialogs.top_as::<EntityImportDialog>().is_some();
    if shows || listed(console).is_some() {
        console.state.notice = Some(Notice::outdated());
    }
}

/// What the file would do without the problems that are listed on top, if they are.
fn listed(console: &Console) -> Option<&RemainingImport> {
    console.dialogs.top_as::<ProblemsDialog>().map(|dialog| &dialog.rest)
}
