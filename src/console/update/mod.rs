//! Turns a message into the next state and the effects that it needs. Uses neither the
//! terminal nor the database.

mod answers;
pub(crate) mod bulk;
pub(crate) mod bulk_preview;
mod count;
pub(crate) mod edit;
mod external_change;
pub(crate) mod filter;
mod held_keys;
mod jobs;
pub(crate) mod loading;
pub(crate) mod marks;
pub(crate) mod memory;
mod mouse;
mod movement;
mod paste;
mod perform;
mod planned_cells;
mod reload;
mod rules;
mod settle;
mod typed;
pub(crate) mod written;

use super::dialogs::{self, history, preview, progress, undo};
use super::effect::Effect;
use super::frame::Console;
use super::geometry::Size;
use super::job::{Job, JobKind};
use super::memory::Memory;
use super::message::Message;
use super::state::{MarkedAccess, Notice, State, Tone};
use crate::domain::UserId;
use crate::store::Reverted;

pub(crate) use reload::reloaded;
use settle::settle;
use written::Written;

/// The effects that begin a session, in addition to reading the first rows.
pub(crate) fn start(
    console: &mut Console,
    complete: bool,
    needs_home_companies: bool,
) -> Vec<Effect> {
    let mut effects = Vec::new();
    if !complete {
        effects.push(Effect::Start(Job::ListUsers { request: 0 }));
    }
    if needs_home_companies {
        effects.push(Effect::Start(Job::ReadHomes));
    }
    loading::count(&mut console.state, &mut effects);
    if console.state.session.demo {
        let text = "demo data: nothing is kept when you quit";
        console.state.notice = Some(Notice::new(Tone::Info, text));
    }
    settle(console, &mut effects);
    effects
}

/// Restores the view of the last session.
pub(crate) fn recall(console: &mut Console, memory: Memory, effects: &mut Vec<Effect>) {
    let mut own = Vec::new();
    memory::recall(&mut console.state, memory, &mut own);
    settle(console, &mut own);
    effects.extend(own);
}

/// Some time has passed.
fn tick(console: &mut Console, effects: &mut Vec<Effect>) {
    effects.extend(console.state.waiting.take());
    dialogs::filter::pause(console);
    history::pause(console, effects);
    dialogs::who::pause(console);
    // Otherwise the worker's own write would look like another program's.
    if !console.dialogs.is_writing() {
        effects.push(Effect::Poll);
    }
}

/// Handles a message.
pub(crate) fn update(console: &mut Console, message: Message) -> Vec<Effect> {
    let mut effects = Vec::new();
    let message = match message.job_without_changes() {
        // The job finished after the operator had already cancelled it.
        Some(job) if console.dialogs.is_stopping(job) => Message::Stopped(job),
        _ => message,
    };
    console.state.own_changes.extend(message.changes());
    mouse::follow_keys(&mut console.state, &message);
    let lost = held_keys::lost_targets(&console.state);
    match message {
        Message::Key(key) => perform::press(console, key, &mut effects),
        Message::Pointed(_)
        | Message::Hasty(_)
        | Message::Text { .. }
        | Message::LastEnter
        | Message::Pasted(_)
        | Message::NextKey => typed::handle(console, message, &mut effects),
        Message::Resize { width, height } => console.state.size = Size { width, height },
        Message::Tick => tick(console, &mut effects),
        Message::Background { light } => console.state.themes.background(light),
        Message::Pressed(_) | Message::Mouse(..) | Message::TerminalKnown => {}
        Message::ServerNote(note) => console.state.session.server_note = note,
        Message::Noted(note) => console.state.noted(&note),
        Message::RowsRead { requested, rows } => console.state.rows.insert(&requested, rows),
        Message::DatesRead { date, requested, found } => {
            console.state.rows.insert_dates(date, &requested, found);
        }
        Message::RowsFailed { requested, sentence } => rows_failed(console, &requested, sentence),
        Message::EditRejected { cell, wanted, now, difference } => {
            let shown_names = (now.as_deref(), difference.as_deref());
            edit::edit_rejected(&mut console.state, &cell, wanted, shown_names, &mut effects);
        }
        Message::Edited { cell, granted, committed } => {
            edit::edited(console, &cell, granted, &committed, &mut effects);
        }
        Message::Undone(reverted) => edit::reverted_here(console, &reverted, true, &mut effects),
        Message::Redone(reverted) => edit::reverted_here(console, &reverted, false, &mut effects),
        Message::Reloaded { lists, cause } => reloaded(console, lists, cause, &mut effects),
        Message::UsersListed { request, ids } => {
            jobs::users_listed(&mut console.state, request, ids);
        }
        Message::FirstUsersFound { request, ids } => {
            jobs::first_users_found(&mut console.state, request, ids);
        }
        Message::CompaniesSelected { request, ids } => {
            jobs::companies_selected(&mut console.state, request, &ids);
        }
        Message::HomesRead(homes) => effects.push(Effect::InstallHomes(homes)),
        Message::HomesInstalled => console.state.rows.clear(),
        Message::RulesRead(read) => rules::read(&mut console.state, read, &mut effects),
        Message::Counted(report) => {
            if console.state.statistics.counted(*report) {
                effects.push(Effect::Start(Job::Count));
            }
        }
        Message::MarkedCounted { counts, row, people } => {
            let held = MarkedAccess { counts, row };
            marks::counted(&mut console.state, held, &people, &mut effects);
        }
        Message::Progress { job, done, total, rate } => {
            progress::advance(console, job, (done, total, rate));
        }
        Message::Waiting(job) => progress::wait(console, job),
        Message::Previewed { request, preview } => {
            preview::previewed(console, request, *preview);
        }
        Message::Committed(committed) => answers::committed(console, &committed, &mut effects),
        Message::Form(answer) => answers::of_form(console, answer, &mut effects),
        Message::File(message) => answers::of_file(console, message, &mut effects),
        Message::Dialog(answer) => answers::of_dialog(console, answer, &mut effects),
        Message::NotOurs { undo } => undo::request_preview(console, None, undo, &mut effects),
        Message::Outdated(request) => preview::outdated(console, request, &mut effects),
        Message::TooLarge { undo } => edit::start_large(console, undo, &mut effects),
        Message::LargeReverted { reverted, undo } => {
            large_reverted(console, &reverted, undo, &mut effects);
        }
        Message::Busy(effect) => edit::busy(&mut console.state, effect),
        Message::Failed(sentence) => {
            console.state.notice = Some(Notice::new(Tone::Error, sentence));
        }
        Message::JobFailed(job, sentence) => jobs::failed(console, job, sentence, &mut effects),
        Message::Stopped(job) => jobs::stopped(console, job),
        Message::End(status) => effects.push(Effect::Quit(status)),
    }
    perform::answer_requests(console, &mut effects);
    if let Some(person) = console.state.cursor_row().map(|row| row.user.person) {
        console.state.users.note_person(person);
    }
    held_keys::warn_of_lost_targets(&mut console.state, lost);
    settle(console, &mut effects);
    let State { messages, notice, .. } = &mut console.state;
    messages.note(notice.as_ref());
    effects
}

/// Rows that cannot be read are not requested again until everything is read again.
fn rows_failed(console: &mut Console, requested: &[UserId], sentence: String) {
    console.state.rows.insert(requested, Vec::new());
    console.state.notice = Some(Notice::new(Tone::Error, sentence));
}

/// The worker has undone or redone a large change.
fn large_reverted(
    console: &mut Console,
    reverted: &Reverted,
    undo: bool,
    effects: &mut Vec<Effect>,
) {
    progress::close(console, if undo { JobKind::Undo } else { JobKind::Redo });
    edit::reverted(console, reverted, undo);
    written::follow(console, Written::ByWorker, reverted.delta, effects);
    history::reread(console, effects);
}

#[cfg(test)]
mod tests;
