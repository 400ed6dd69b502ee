//! The worker's jobs with files of users and companies: reading one with a dry run, and
//! importing it as that dry run reported.

use std::path::Path;
use std::sync::Arc;

use crate::console::dialogs::file::work::{as_message, expanded};
use crate::console::job::JobKind;
use crate::console::message::{FileMessage, Message};
use crate::console::plans::{EntityImportPlan, Reading};
use crate::domain::{Cancel, JobProgress};
use crate::exchange::{self, EntityFile, Import, Limits, Sheets, Source};
use crate::filter::Axis;
use crate::store::{EditOptions, ImportReport, Store, StoreError};

/// Reads a file, and previews importing it.
pub(crate) fn plan(
    store: &mut Store,
    (path, axis, reading): (&str, Axis, &Reading),
    sheets: &mut Sheets,
    cancel: &Cancel,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Message, StoreError> {
    let limits = Limits::default();
    // The lines take long, not reading the bytes.
    let mut silent = |_, _| {};
    let watch = &mut JobProgress::new(cancel, &mut silent);
    let import = Import { columns: store.picked_columns(axis)?, ..reading.import() };
    let source = Source::open(&expanded(path), &limits).map(|it| it.in_encoding(reading.encoding));
    let read = source.and_then(|source| {
        exchange::read_entities_noting_sheets(&source, &import, axis, sheets, watch)
    });
    let mut records = match read {
        Ok(records) => records,
        Err(error) => return as_message(JobKind::PlanEntityImport, error),
    };
    records.note_look_alikes(store, axis, watch)?;
    let records = Arc::new(records);
    let report = rehearse(store, axis, &records, &mut JobProgress::new(cancel, progress))?;
    let file = Path::new(path).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let plan = EntityImportPlan { axis, file, records, report: Arc::new(report) };
    Ok(Message::File(FileMessage::EntitiesPlanned(Box::new(plan))))
}

/// Imports a file without its problems, if the effect is that of the plan; otherwise plans it
/// again.
pub(crate) fn import(
    store: &mut Store,
    plan: &EntityImportPlan,
    reason: Option<&str>,
    cancel: &Cancel,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Message, StoreError> {
    let EntityImportPlan { axis, records, report, .. } = plan;
    let how = EditOptions {
        reason: reason.map(str::to_owned),
        // The preview showed this loss, and it was confirmed.
        confirmed_loss: report.recorded.loss.as_ref().map(|loss| loss.pairs),
        ..EditOptions::default()
    };
    let watch = &mut JobProgress::new(cancel, progress);
    match records.import(store, *axis, true, &how, Some(report), watch) {
        Err(StoreError::Outdated) => recount_with(store, plan, watch),
        report => Ok(Message::File(FileMessage::EntitiesImported(Box::new(report?)))),
    }
}

/// Previews importing a file again.
pub(crate) fn recount(
    store: &mut Store,
    plan: &EntityImportPlan,
    cancel: &Cancel,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Message, StoreError> {
    recount_with(store, plan, &mut JobProgress::new(cancel, progress))
}

fn recount_with(
    store: &mut Store,
    plan: &EntityImportPlan,
    watch: &mut JobProgress<'_>,
) -> Result<Message, StoreError> {
    let report = Arc::new(rehearse(store, plan.axis, &plan.records, watch)?);
    let plan = EntityImportPlan { report, ..plan.clone() };
    Ok(Message::File(FileMessage::EntitiesOutdated(Box::new(plan))))
}

/// A dry run of a file without its problems.
fn rehearse(
    store: &mut Store,
    axis: Axis,
    records: &EntityFile,
    watch: &mut JobProgress<'_>,
) -> Result<ImportReport, StoreError> {
    let how = EditOptions { dry_run: true, ..EditOptions::default() };
    records.import(store, axis, true, &how, None, watch)
}
