//! Results of the worker's jobs: lists, and failures.

use super::super::dialogs::{delete, history, progress, statistics};
use super::super::effect::Effect;
use super::super::job::{Job, JobKind};
use super::super::state::{Notice, State, Tone};
use super::marks;
use crate::console::frame::Console;
use crate::domain::{CompanyId, UserId};

/// The users to show.
pub(super) fn users_listed(state: &mut State, request: u64, ids: Vec<UserId>) {
    state.users.replace(ids, true);
    state.users.pending.answer(request);
    marks::list_changed(state);
}

/// The first users of the list that a job is still reading.
pub(super) fn first_users_found(state: &mut State, request: u64, ids: Vec<UserId>) {
    if state.users.pending.is_newest(request) {
        state.users.show_first(ids);
    }
}

/// The companies to show.
pub(super) fn companies_selected(state: &mut State, request: u64, ids: &[CompanyId]) {
    state.companies.show(ids);
    state.companies.pending.answer(request);
    marks::list_changed(state);
}

/// A job failed, with this sentence for the user.
pub(super) fn failed(
    console: &mut Console,
    job: JobKind,
    sentence: String,
    effects: &mut Vec<Effect>,
) {
    progress::close(console, job);
    no_list(&mut console.state, job);
    match job {
        JobKind::Figures => statistics::failed(console),
        JobKind::FilterHistory => history::failed(console),
        // The user or company that it was about may be gone.
        JobKind::PreviewDeletion => delete::close(console),
        _ => {}
    }
    console.state.notice = Some(Notice::new(Tone::Error, sentence));
    if job == JobKind::Count && console.state.statistics.stopped() {
        effects.push(Effect::Start(Job::Count));
    }
}

/// A job will not deliver its list; keys that waited for it are dropped.
fn no_list(state: &mut State, job: JobKind) {
    match job {
        JobKind::SelectUsers => {
            state.users.pending.cancel();
            state.users.drop_first();
        }
        JobKind::SelectCompanies => state.companies.pending.cancel(),
        _ => return,
    }
    state.users.wants_last = false;
    state.held_keys.clear();
}

/// A job was cancelled.
pub(super) fn stopped(console: &mut Console, job: JobKind) {
    no_list(&mut console.state, job);
    progress::close(console, job);
    let text = match job {
        JobKind::Preview
        | JobKind::PreviewUndo
        | JobKind::Commit
        | JobKind::PreviewDeletion
        | JobKind::Delete
        | JobKind::PreviewLeave
        | JobKind::Leave
        | JobKind::Undo
        | JobKind::Redo
        | JobKind::Plan
        | JobKind::PlanEntityImport
        | JobKind::ImportEntities => "stopped; nothing was changed",
        JobKind::Export => "stopped; no file was written",
        JobKind::Findings | JobKind::HistoryByUser | JobKind::Who | JobKind::FindPasted => {
            "stopped"
        }
        _ => return,
    };
    console.state.notice = Some(Notice::new(Tone::Info, text));
}
