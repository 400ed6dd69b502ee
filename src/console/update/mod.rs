//! From a message to the next state and the effects that it asks for. Touches
//! no terminal and no database.

mod ahead;
pub(crate) mod bulk;
pub(crate) mod edit;
mod external_change;
pub(crate) mod filter;
mod jobs;
mod marks;
mod movement;
mod paste;
mod reload;
mod rules;
pub(crate) mod written;

use super::dialogs::undo::UndoDialog;
use super::dialogs::{
    self, Dialog, file, form, help, history, palette, preview, progress, sort, statistics, undo,
    why,
};
pub(crate) use super::effect::Cause;
use super::effect::{Effect, Message};
use super::geometry::{Size, scroll};
use super::job::{Job, JobKind};
use super::key::Key;
use super::keymap::{self, Action, Context};
use super::state::{MatrixView, Notice, Pane, State, Tone};
use crate::domain::UserId;

pub(crate) use reload::reloaded;

/// The effects with which a session begins, beside the first rows.
pub(crate) fn start(state: &mut State, complete: bool, needs_home_companies: bool) -> Vec<Effect> {
    let mut effects = Vec::new();
    if !complete {
        effects.push(Effect::Start(Job::ListUsers { request: 0 }));
    }
    if needs_home_companies {
        effects.push(Effect::Start(Job::ReadHomes));
    }
    count(state, &mut effects);
    if state.session.demo {
        let text = "demo data: nothing is kept when you quit";
        state.notice = Some(Notice::new(Tone::Info, text));
    }
    settle(state, &mut effects);
    effects
}

/// Takes a message in.
pub(crate) fn update(state: &mut State, message: Message) -> Vec<Effect> {
    let mut effects = Vec::new();
    let message = match message.looked_for() {
        // It came too late for who had pressed Esc.
        Some(job) if state.is_stopping(job) => Message::Stopped(job),
        _ => message,
    };
    state.own_changes.extend(message.changes());
    let lost = ahead::lost(state);
    match message {
        Message::Key(key) => press(state, key, &mut effects),
        Message::Pressed(_)
        | Message::Hasty(_)
        | Message::Text { .. }
        | Message::LastEnter
        | Message::Pasted(_)
        | Message::NextKey => typed(state, message, &mut effects),
        Message::Resize { width, height } => state.size = Size { width, height },
        Message::Tick => {
            effects.extend(state.waiting.take());
            // The worker's own write would look like another program's.
            if !state.is_writing() {
                effects.push(Effect::Poll);
            }
        }
        Message::ServerNote(note) => state.session.server_note = note,
        Message::RowsRead { asked, rows } => state.rows.insert(&asked, rows),
        Message::RowsFailed { asked, sentence } => {
            // Not asked for again until everything is read again.
            state.rows.insert(&asked, Vec::new());
            state.notice = Some(Notice::new(Tone::Error, sentence));
        }
        Message::Edited { cell, granted, committed } => {
            edit::edited(state, &cell, granted, &committed, &mut effects);
        }
        Message::Undone(reverted) => edit::reverted_here(state, &reverted, true, &mut effects),
        Message::Redone(reverted) => edit::reverted_here(state, &reverted, false, &mut effects),
        Message::Reloaded { lists, cause } => {
            reloaded(state, lists, cause, &mut effects);
        }
        Message::UsersListed { request, ids } => jobs::users_listed(state, request, ids),
        Message::CompaniesSelected { request, ids } => {
            jobs::companies_selected(state, request, &ids);
        }
        Message::HomesRead(homes) => effects.push(Effect::InstallHomes(homes)),
        Message::HomesInstalled => state.rows.clear(),
        Message::RuleSet { role, scope, committed } => {
            dialogs::rules::changed(state, &role, scope, &committed, &mut effects);
        }
        Message::PolicySet { role, policy, committed } => {
            dialogs::policy::changed(state, &role, policy, &committed, &mut effects);
        }
        Message::RulesRead(read) => rules::read(state, read, &mut effects),
        Message::Counted(report) => {
            if state.statistics.counted(*report) {
                effects.push(Effect::Start(Job::Count));
            }
        }
        Message::FiguresCounted(figures) => statistics::counted(state, *figures),
        Message::MarkedCounted { held, people } => {
            marks::counted(state, held, &people, &mut effects);
        }
        Message::Progress { job, done, total, rate } => {
            progress::advance(state, job, (done, total, rate));
        }
        Message::Previewed { request, preview } => {
            preview::previewed(state, request, *preview);
        }
        Message::Committed(committed) => preview::committed(state, &committed, &mut effects),
        Message::Form(answer) => form::answered(state, answer, &mut effects),
        Message::File(message) => file::take(state, message, &mut effects),
        Message::HistoryFiltered(..)
        | Message::HistoryRead(_)
        | Message::CellsRead { .. }
        | Message::WhoFound(_)
        | Message::FindingsFound(_)
        | Message::WhyRead { .. }
        | Message::WhyFailed(_)
        | Message::UndoPreviewed { .. } => found_for_dialog(state, message, &mut effects),
        Message::NotOurs { undo } => undo::ask(state, None, undo, &mut effects),
        Message::Outdated(request) => preview::outdated(state, request, &mut effects),
        Message::TooLarge { undo } => edit::start_large(state, undo, &mut effects),
        Message::LargeReverted { reverted, undo } => {
            progress::close(state, if undo { JobKind::Undo } else { JobKind::Redo });
            edit::reverted(state, &reverted, undo);
            written::by_worker(state, reverted.delta, &mut effects);
            history::reread(state, &mut effects);
        }
        Message::Busy(effect) => edit::busy(state, effect),
        Message::Failed(sentence) => state.notice = Some(Notice::new(Tone::Error, sentence)),
        Message::JobFailed(job, sentence) => jobs::failed(state, job, sentence, &mut effects),
        Message::Stopped(job) => jobs::stopped(state, job),
        Message::End(status) => effects.push(Effect::Quit(status)),
    }
    if let Some(person) = state.cursor_row().map(|row| row.user.person) {
        state.users.note_person(person);
    }
    ahead::say_lost(state, lost);
    settle(state, &mut effects);
    effects
}

/// What was read or found for a dialog to show.
fn found_for_dialog(state: &mut State, message: Message, effects: &mut Vec<Effect>) {
    match message {
        Message::HistoryFiltered(text, query) => {
            history::found(state, text, query, effects);
        }
        Message::HistoryRead(changes) => history::read(state, changes, effects),
        Message::FindingsFound(findings) => dialogs::findings::found(state, findings),
        Message::WhoFound(dialog) => dialogs::who::found(state, *dialog),
        Message::WhyRead { why, latest, cell, all } => why::read(state, (*why, latest), cell, all),
        Message::WhyFailed(sentence) => {
            state.dialogs.retain(|dialog| !matches!(dialog, Dialog::Why(_)));
            state.notice = Some(Notice::new(Tone::Error, sentence));
        }
        Message::CellsRead { change, cells, rows } => {
            history::show_cells(state, &change, &cells, &rows);
        }
        Message::UndoPreviewed { preview, cells, undo } => {
            undo::previewed(state, UndoDialog::new(*preview, &cells, undo));
        }
        _ => {}
    }
}

/// Keys that are not plainly a person's. What the terminal delivered is not
/// among them: the loop tells first what it is.
fn typed(state: &mut State, message: Message, effects: &mut Vec<Effect>) {
    match message {
        Message::Hasty(key) => paste::hasty(state, key, effects),
        Message::Text { text, first } => paste::keys_of_text(state, &text, first, effects),
        Message::LastEnter => paste::last_enter(state, effects),
        Message::Pasted(text) => paste::pasted(state, &text, effects),
        Message::NextKey => ahead::next(state, effects),
        _ => {}
    }
}

fn press(state: &mut State, key: Key, effects: &mut Vec<Effect>) {
    if ahead::waits(state, key) {
        return;
    }
    let context = state.context();
    if state.screen().too_small && keymap::edits(context, key) {
        // Nobody would see what happens.
        return;
    }
    let Some(action) = keymap::action(context, key) else {
        if state.dialogs.is_empty() {
            state.notice = Some(no_such_key(key));
        } else {
            dialogs::typed(state, key, effects);
        }
        return;
    };
    perform(state, action, effects);
}

/// Does what a key asks for, or the palette in its place.
pub(crate) fn perform(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    if !matches!(action, Action::Redraw | Action::Suspend) {
        state.notice = None;
    }
    match action {
        Action::Redraw => effects.push(Effect::Redraw),
        Action::Suspend => effects.push(Effect::Suspend),
        Action::Interrupt => effects.push(Effect::Quit(130)),
        _ if !state.dialogs.is_empty() => dialogs::act(state, action, effects),
        _ if ahead::is_too_early(state, action) || ahead::is_lost(state, action) => {}
        Action::Toggle if state.marks.range.is_some() => {
            marks::close_range(state, effects);
            let text = "range selected · + grant  - revoke  = set exactly";
            state.notice = Some(Notice::new(Tone::Info, text));
        }
        Action::Toggle if state.focus == Pane::Companies && !state.marks.users.is_empty() => {
            bulk::toggle_box(state, effects);
        }
        Action::Toggle => edit::toggle(state, effects),
        Action::Mark | Action::Range | Action::MarkAll | Action::Invert => {
            marks::act(state, action, effects);
        }
        Action::GrantSelection
        | Action::RevokeSelection
        | Action::SetSelection
        | Action::GrantShown
        | Action::Take
        | Action::Give
        | Action::GiveOnly
        | Action::Populate => bulk::act(state, action, effects),
        Action::New | Action::EditThis | Action::Delete => {
            form::open(state, action, effects);
        }
        Action::History => history::open(state, effects),
        Action::Rules => dialogs::rules::open(state, effects),
        Action::Why => why::open(state, effects, false),
        Action::Card => why::open(state, effects, true),
        Action::Who => dialogs::who::open(state, effects),
        Action::Statistics => statistics::open(state, effects),
        Action::Findings => dialogs::findings::open(state, effects),
        Action::Filter => dialogs::filter::open(state),
        Action::Sort => sort::open(state),
        Action::Clear => clear(state, effects),
        Action::Export => file::open_export(state),
        Action::Import => file::open_import(state),
        Action::Undo => edit::start(state, Effect::Undo { attempt: 0 }, effects),
        Action::Redo => edit::start(state, Effect::Redo { attempt: 0 }, effects),
        Action::FocusUsers => state.focus = Pane::Users,
        Action::FocusCompanies => state.focus = Pane::Companies,
        Action::FocusMatrix => state.focus = Pane::Matrix,
        Action::NextPane => movement::next_pane(state, 1),
        Action::PreviousPane => movement::next_pane(state, Pane::ALL.len() - 1),
        Action::Zoom => state.zoomed = !state.zoomed,
        Action::SwitchView => switch_view(state),
        Action::Help => help::open(state),
        Action::Palette => palette::open(state),
        Action::Reload => effects.push(Effect::Reload),
        Action::Demo if state.has_nothing() => effects.push(Effect::ShowDemo),
        Action::Demo => {
            let text =
                "this database is not empty; run `grantgrid demo` in the shell to open demo data";
            state.notice = Some(Notice::new(Tone::Info, text));
        }
        Action::Quit => effects.push(Effect::Quit(0)),
        Action::Close => {}
        _ => movement::go(state, action),
    }
}

/// Drops one thing after the other, the last picked first.
fn clear(state: &mut State, effects: &mut Vec<Effect>) {
    let dropped = ahead::drop_all(state) || marks::drop_one(state, effects);
    if !dropped && !filter::clear(state, effects) {
        state.notice = Some(Notice::new(Tone::Info, "no marks or filter to clear here"));
    }
}

/// Whether all users are listed; otherwise says that they are still loading.
pub(crate) fn has_all_users(state: &mut State) -> bool {
    if !state.users.is_whole() {
        let text = "still loading the users; try again in a moment";
        state.notice = Some(Notice::new(Tone::Info, text));
    }
    state.users.is_whole()
}

/// Says where a key that has no meaning here has one.
fn no_such_key(key: Key) -> Notice {
    let places: Vec<&str> = keymap::contexts_of(key).into_iter().map(Context::name).collect();
    let text = if places.is_empty() {
        format!("{key} is not used here · ? shows all keys")
    } else {
        format!("{key} works in {} · ? shows all keys", places.join(", "))
    };
    Notice::new(Tone::Info, text)
}

pub(crate) fn count(state: &mut State, effects: &mut Vec<Effect>) {
    if state.statistics.want() {
        effects.push(Effect::Start(Job::Count));
    }
}

/// After every message: the cursor is in sight, and what is in sight is read.
fn settle(state: &mut State, effects: &mut Vec<Effect>) {
    number_requests(state, effects);
    let screen = state.screen();
    let columns = screen.dialog_columns();
    for dialog in state.dialogs.iter_mut() {
        dialog.part_mut().wrap(columns);
    }
    statistics::settle(state);
    let grid = state.matrix_grid();
    let users = &mut state.users;
    users.top = scroll(users.top, users.cursor, screen.user_rows(), users.len());
    users.matrix_top = scroll(users.matrix_top, users.cursor, grid.rows, users.len());
    let companies = &mut state.companies;
    let len = companies.len();
    companies.top = scroll(companies.top, companies.cursor, screen.company_rows(), len);
    companies.left = scroll(companies.left, companies.cursor, grid.columns, len);

    let in_list = users.window(users.top..users.top + screen.user_rows());
    let in_matrix = users.window(users.matrix_top..users.matrix_top + grid.rows);
    let mut wanted: Vec<UserId> = in_list
        .iter()
        .chain(in_matrix)
        .copied()
        .chain(users.current())
        .filter(|user| !state.rows.knows(*user))
        .collect();
    wanted.sort_unstable();
    wanted.dedup();
    if !wanted.is_empty() {
        effects.push(Effect::ReadRows(wanted));
    }
    ahead::settle(state, effects);
}

/// Numbers the lists that are asked for.
fn number_requests(state: &mut State, effects: &mut [Effect]) {
    for effect in effects {
        match effect {
            Effect::Start(Job::ListUsers { request } | Job::SelectUsers { request, .. }) => {
                *request = state.users.pending.ask();
            }
            Effect::Start(Job::SelectCompanies { request, .. }) => {
                *request = state.companies.pending.ask();
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;

/// Shows effective access instead of the grants, or the other way round.
fn switch_view(state: &mut State) {
    let (view, text) = match state.matrix_view {
        MatrixView::Effective => (MatrixView::Grants, "grants · E shows effective access"),
        MatrixView::Grants => (MatrixView::Effective, "effective access · E shows grants"),
    };
    state.matrix_view = view;
    state.notice = Some(Notice::new(Tone::Info, text));
}
