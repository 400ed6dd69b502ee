//! Runs jobs against the store: long-running work, done by the worker on its own connection.
//! Independent of the terminal.

use std::thread;
use std::time::Duration;

use super::dialogs::delete::work as deletion;
use super::dialogs::entity_import::work as entity_import;
use super::dialogs::file::work as files;
use super::dialogs::form::work as form;
use super::dialogs::history::{self, by_user};
use super::dialogs::leave::work as leave;
use super::dialogs::{findings, jump, pasted, who};
use super::job::{BulkRequest, Job};
use super::message::{DialogAnswer, FileMessage, Message};
use super::progress_reporter::ProgressReporter;
use super::undoing::{redo_that, undo_previewed};
use crate::domain::{Cancel, JobProgress, Statistics, UserId};
use crate::exchange::Sheets;
use crate::store::{Query, Store, StoreError};

/// The pause between two attempts if the database is locked.
const PAUSE: Duration = Duration::from_millis(50);

/// Runs a job to its end and returns the result; progress is sent to `send`. If another
/// program holds the lock, it waits for as long as necessary.
pub(crate) fn run_job(
    store: &mut Store,
    job: &Job,
    cancel: &Cancel,
    send: &mut dyn FnMut(Message),
) -> Message {
    loop {
        let result = store.changed_externally().and_then(|_| work(store, job, cancel, send));
        return match (result, job) {
            (Ok(message), _) => message,
            (Err(StoreError::Busy), _) if !cancel.is_cancelled() => {
                send(Message::Waiting(job.kind()));
                thread::sleep(PAUSE);
                continue;
            }
            (Err(StoreError::Busy | StoreError::Cancelled), _) => Message::Stopped(job.kind()),
            (Err(StoreError::Outdated), Job::Commit { request, .. }) => {
                Message::Outdated(request.clone())
            }
            (Err(error), _) => Message::JobFailed(job.kind(), error.to_string()),
        };
    }
}

/// Does a job.
fn work(
    store: &mut Store,
    job: &Job,
    cancel: &Cancel,
    send: &mut dyn FnMut(Message),
) -> Result<Message, StoreError> {
    let mut reporter = ProgressReporter::new(job.kind(), send);
    let mut progress = |done, total| reporter.progress(done, total);
    match job {
        Job::ListUsers { request } => {
            store.user_ids(cancel).map(|ids| Message::UsersListed { request: *request, ids })
        }
        Job::SelectUsers { filter, order, marked, request } => {
            let query = Query { filter, order: *order, marked: Some(marked) };
            selected(store, &query, *request, cancel, &mut reporter)
        }
        Job::SelectCompanies { filter, order, marked, request } => store
            .select_companies(&Query { filter, order: *order, marked: Some(marked) }, cancel)
            .map(|ids| Message::CompaniesSelected { request: *request, ids }),
        Job::ReadHomes => {
            let homes = store.load_home_companies(cancel)?;
            // Shared by the stores of the worker and of the loop.
            store.install_home_companies(homes.clone());
            Ok(Message::HomesRead(homes))
        }
        Job::Count => store.rule_report(cancel).map(|it| Message::Counted(Box::new(it))),
        Job::Figures => store
            .figures(cancel)
            .map(|figures| Message::Dialog(DialogAnswer::FiguresCounted(Box::new(figures)))),
        Job::CountMarked(users) => {
            let counts = store.count_access_by_company(users, cancel)?;
            let row = if let [_] = users[..] { store.access_rows(users)?.pop() } else { None };
            let row = row.map(Box::new);
            Ok(Message::MarkedCounted { counts, row, people: store.people(users, cancel)? })
        }
        Job::Preview { request, totals } => {
            previewed(store, request, totals.as_ref(), cancel, &mut progress)
        }
        Job::Commit { request: BulkRequest { bulk, people }, preview, reason } => {
            let watch = &mut JobProgress::new(cancel, &mut progress);
            let commit =
                |store: &mut Store| store.commit(bulk, Some(preview), reason.as_deref(), watch);
            let committed = store.with_people(people.clone(), commit)?;
            Ok(Message::Committed(Box::new(committed)))
        }
        Job::PreviewDeletion { subject, totals } => {
            deletion::preview_deletion(store, subject, totals.as_ref(), cancel)
        }
        Job::PreviewCompany { id, draft } => form::company_effect(store, id.as_ref(), draft),
        Job::FindPasted { axis, lines } => pasted::find(store, *axis, lines, cancel),
        Job::Jump { typed } => jump::find(store, typed, cancel),
        Job::FilterHistory { text, filter, zone } => {
            history::look_up(store, (text, filter, *zone), cancel)
        }
        Job::HistoryByUser(query) => by_user::find(store, query, cancel),
        Job::Who(company, zone, text) => who::find(store, (company, *zone, text), cancel),
        Job::Findings => findings::find(store, cancel),
        Job::Delete(confirmed) => {
            deletion::delete(store, confirmed, cancel, &mut JobProgress::new(cancel, &mut progress))
        }
        Job::Export { plan, replace } => {
            files::export(store, plan, *replace, cancel, &mut progress)
        }
        Job::Plan { path, mode, reading, totals } => {
            let (how, mut sheets) = ((path.as_str(), *mode, reading), Sheets::default());
            let totals = totals.as_ref();
            let planned = files::plan(store, how, totals, &mut sheets, cancel, &mut progress);
            reporter.send(Message::File(FileMessage::SheetsFound(sheets)));
            planned
        }
        Job::PlanEntityImport { path, axis, reading } => {
            let (how, mut sheets) = ((path.as_str(), *axis, reading), Sheets::default());
            let planned = entity_import::plan(store, how, &mut sheets, cancel, &mut progress);
            reporter.send(Message::File(FileMessage::SheetsFound(sheets)));
            planned
        }
        Job::RecalculateEntityImport(plan) => {
            entity_import::recount(store, plan, cancel, &mut progress)
        }
        Job::PreviewLeave { users, people } => {
            leave::plan(store, (users, people), cancel, &mut progress)
        }
        Job::Leave { plan, reason } => {
            leave::commit(store, plan, reason.as_deref(), cancel, &mut progress)
        }
        Job::ImportEntities { plan, reason } => {
            entity_import::import(store, plan, reason.as_deref(), cancel, &mut progress)
        }
        Job::Redo(which) => redo_that(store, *which, &mut JobProgress::new(cancel, &mut progress))
            .map(|it| Message::LargeReverted { reverted: Box::new(it), undo: false }),
        Job::PreviewUndo(id) => {
            let watch = &mut JobProgress::new(cancel, &mut progress);
            let preview = match id {
                Some(id) => store.preview_undo(*id, watch),
                None => store.preview_next_undo(watch),
            }?;
            undo_previewed(store, preview, true)
        }
        Job::PreviewRedo => {
            let preview = store.preview_redo(&mut JobProgress::new(cancel, &mut progress))?;
            undo_previewed(store, preview, false)
        }
        Job::Undo(which) => store
            .undo_watched(*which, None, &mut JobProgress::new(cancel, &mut progress))
            .map(|it| Message::LargeReverted { reverted: Box::new(it), undo: true }),
    }
}

/// The users that match a query. The first of them are sent as soon as they are found.
fn selected(
    store: &mut Store,
    query: &Query<'_, UserId>,
    request: u64,
    cancel: &Cancel,
    reporter: &mut ProgressReporter<'_>,
) -> Result<Message, StoreError> {
    if let Some(ids) = store.first_users(query, cancel)? {
        reporter.send(Message::FirstUsersFound { request, ids });
    }
    let ids = store.select_users(query, cancel)?;
    Ok(Message::UsersListed { request, ids })
}

/// The preview of a bulk change, and the people it affects.
fn previewed(
    store: &mut Store,
    BulkRequest { bulk, people }: &BulkRequest,
    totals: Option<&Statistics>,
    cancel: &Cancel,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Message, StoreError> {
    let now = store.people(&bulk.everybody(), cancel)?;
    let watch = &mut JobProgress::new(cancel, progress);
    let known = totals.copied().unwrap_or_default();
    let mut preview =
        store.with_people(people.clone(), |store| store.preview(bulk, &known, watch))?;
    if totals.is_none() {
        preview.set_totals(&store.totals_for(&preview, cancel)?);
    }
    let request = BulkRequest { bulk: bulk.clone(), people: now };
    Ok(Message::Previewed { request, preview: Box::new(preview) })
}
