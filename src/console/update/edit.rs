//! Edits of cells, undo and redo: requests them, and reports their results.

use super::super::dialogs::list::ListDialog;
use super::super::dialogs::progress;
use super::super::effect::Effect;
use super::super::job::{Job, JobKind};
use super::super::keymap::Action;
use super::super::number::{granted_and_revoked, number};
use super::super::state::{CellState, Notice, State, Tone};
use super::written::{self, Written};
use crate::console::frame::Console;
use crate::domain::{Cell, Change, NamedCell};
use crate::store::{Committed, Reverted};

/// How often an edit is tried again while another program holds the lock. The store waits a
/// moment each time.
const ATTEMPTS: u8 = 20;

/// The most cells that a message names; a dialog lists more.
const NAMED: usize = 2;

/// Toggles the cell under the cursor, as it is shown.
pub(super) fn toggle(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(cell) = state.cursor_cell() else {
        let (one, many, axis_filter) = if state.users.len() == 0 {
            ("user", "users", &state.user_filter)
        } else {
            ("company", "companies", &state.company_filter)
        };
        let text = if axis_filter.is_open() {
            format!("no cell to toggle: the database has no {many} yet")
        } else {
            format!("no cell to toggle: no {one} matches the filter")
        };
        state.notice = Some(Notice::new(Tone::Info, text));
        return;
    };
    match state.cell(state.cursor_row(), state.companies.cursor) {
        CellState::Unknown if !state.rows.knows(cell.user) => {
            let text = "not loaded yet: another program is writing; nothing was changed, try again";
            state.notice = Some(Notice::new(Tone::Warning, text));
        }
        CellState::Unknown => {
            state.notice = Some(Notice::new(Tone::Error, "this user no longer exists"));
        }
        now => {
            let granted = !now.is_granted();
            if let Some(person) = state.rows.get(cell.user).map(|row| row.user.person) {
                start(state, Effect::Edit { cell, person, granted, attempt: 0 }, effects);
            }
        }
    }
}

/// Starts an edit, unless edits are impossible now.
pub(crate) fn start(state: &mut State, effect: Effect, effects: &mut Vec<Effect>) {
    if !is_refused(state) {
        effects.push(effect);
    }
}

/// Whether edits are impossible now; if so, says why.
pub(crate) fn is_refused(state: &mut State) -> bool {
    state.notice = Some(if state.session.read_only {
        let why = state.session.server_refusal.unwrap_or("opened read-only");
        Notice::new(Tone::Error, format!("{why}: nothing can be changed"))
    } else if let Some(note) = &state.session.server_note
        && note.prevents_changes()
    {
        let text = format!("{note}: nothing can be changed until the server answers");
        Notice::new(Tone::Error, text)
    } else if state.waiting.is_some() {
        let text = format!("still {}{}", state.session.waits(), cancels(state));
        Notice::new(Tone::Warning, text)
    } else {
        return false;
    });
    true
}

/// Starts undoing or redoing a change that is so large that the worker has to do it.
pub(super) fn start_large(console: &mut Console, undo: bool, effects: &mut Vec<Effect>) {
    let (job, kind, title) = if undo {
        (Job::Undo(None), JobKind::Undo, "Undoing the change…")
    } else {
        (Job::Redo(None), JobKind::Redo, "Redoing the change…")
    };
    progress::open(console, kind, title);
    effects.push(Effect::Start(job));
}

/// Another program holds the lock: tries again with the next tick, or gives up.
pub(super) fn busy(state: &mut State, effect: Effect) {
    // On a server it is another grantgrid, which will finish, so there is no limit.
    let is_patient = state.session.is_server;
    let next =
        |attempt: u8| (is_patient || attempt < ATTEMPTS).then_some(attempt.saturating_add(1));
    state.waiting = match effect {
        Effect::Edit { cell, person, granted, attempt } => {
            next(attempt).map(|attempt| Effect::Edit { cell, person, granted, attempt })
        }
        Effect::Undo { attempt } => next(attempt).map(|attempt| Effect::Undo { attempt }),
        Effect::Redo { attempt } => next(attempt).map(|attempt| Effect::Redo { attempt }),
        Effect::Save { axis, subject, draft, seen, confirmed_loss, attempt } => {
            let save =
                |attempt| Effect::Save { axis, subject, draft, seen, confirmed_loss, attempt };
            next(attempt).map(save)
        }
        Effect::SetPolicy { role, policy, attempt } => {
            next(attempt).map(|attempt| Effect::SetPolicy { role, policy, attempt })
        }
        Effect::SetRule { role, scope, attempt } => {
            next(attempt).map(|attempt| Effect::SetRule { role, scope, attempt })
        }
        _ => None,
    };
    state.notice = Some(if state.waiting.is_some() {
        let text = format!("{} …{}", state.session.waits(), cancels(state));
        Notice::new(Tone::Warning, text)
    } else {
        let text = "busy: another program is writing; nothing was changed, try again";
        Notice::new(Tone::Error, text)
    });
}

fn cancels(state: &State) -> String {
    state.hint(Action::Clear, "cancels")
}

/// Stops waiting for a lock; returns false if nothing waits.
pub(super) fn stop_waiting(state: &mut State) -> bool {
    let stopped = state.waiting.take().is_some();
    if stopped {
        state.notice = Some(Notice::new(Tone::Info, "cancelled; nothing was changed"));
    }
    stopped
}

/// Reports the result of a toggle.
pub(super) fn edited(
    console: &mut Console,
    cell: &Cell,
    granted: bool,
    committed: &Committed,
    effects: &mut Vec<Effect>,
) {
    let state = &mut console.state;
    let user = state.rows.get(cell.user).map_or("the user", |row| &row.user.username);
    let company =
        state.companies.by_id(&cell.company).map_or("the company", |company| &company.name);
    // The row is still the one before the edit.
    let effect = state
        .rows
        .get(cell.user)
        .zip(state.companies.index_of(&cell.company))
        .and_then(|(row, at)| row.edit_effect(state.companies.all(), at, granted));
    let effect = effect.as_deref().unwrap_or_default();
    let undo = state.hint(Action::Undo, "undoes");
    let notice = match (committed.change.is_some(), granted) {
        (true, true) => done(format!("granted {company} to {user}{effect}{undo}")),
        (true, false) => done(format!("revoked {company} from {user}{effect}{undo}")),
        (false, true) => {
            already(format!("{user} already has {company}: another program granted it"))
        }
        (false, false) => {
            already(format!("{user} no longer has {company}: another program revoked it"))
        }
    };
    state.notice = Some(notice);
    written::follow(console, Written::Cell(cell.user), committed.delta, effects);
}

/// Reports the state of a cell whose toggle was rejected because another program changed it.
pub(super) fn edit_rejected(
    state: &mut State,
    cell: &Cell,
    wanted: bool,
    (granted_at, difference): (Option<&str>, Option<&str>),
    effects: &mut Vec<Effect>,
) {
    let user = state.rows.get(cell.user).map_or("the user", |row| &row.user.username);
    let company =
        state.companies.by_id(&cell.company).map_or("the company", |company| &company.name);
    let toggle = state.hint(Action::Toggle, "revokes it");
    let text = match (granted_at, wanted) {
        (Some(_), true) => format!("{user} already has {company}: another program granted it"),
        (None, false) => format!("{user} no longer has {company}: another program revoked it"),
        (Some(at), false) => format!(
            "not revoked: another program revoked {company} and granted it to {user} again at \
             {}{toggle}",
            state.settings.zone.show(at)
        ),
        (None, true) => format!(
            "not granted: {}; {user} does not have {company}",
            difference.unwrap_or("another program changed the database")
        ),
    };
    state.notice = Some(Notice::new(Tone::Warning, text));
    effects.push(Effect::ReadRows(vec![cell.user]));
}

/// Reports that the loop's own store has undone or redone a change.
pub(super) fn reverted_here(
    console: &mut Console,
    undone: &Reverted,
    undo: bool,
    effects: &mut Vec<Effect>,
) {
    reverted(console, undone, undo);
    let rows = !undone.change.rows.is_empty();
    written::follow(console, Written::Cells { rows }, undone.delta, effects);
}

/// Reports the result of an undo or a redo, and goes to the cell if it was only one.
pub(super) fn reverted(console: &mut Console, reverted: &Reverted, undo: bool) {
    let Reverted { original, change, first, .. } = reverted;
    let (did, back) = if undo { ("undid", "U redoes") } else { ("redid", "u undoes") };
    let whose = if original.operator == console.state.session.operator {
        String::new()
    } else {
        format!(" of {}", original.operator)
    };
    let what = match first {
        _ if !change.rows.is_empty() => rows_and_cells(change),
        Some(cell) if change.added + change.removed == 1 => {
            go_to(&mut console.state, &cell.cell);
            one_cell(change, cell)
        }
        Some(_) => granted_and_revoked(change.added, change.removed),
        None => "nothing to do, everything changed since".into(),
    };
    let effect = reverted.effect_in_words();
    let text = format!("{did} change {}{whose}: {what}{effect}", original.id);
    let names = skipped_names(reverted);
    if let [skipped, ..] = &reverted.skipped[..] {
        // At the beginning, so that a narrow screen shows it.
        let text = format!("{skipped} · {text}");
        console.state.notice = Some(Notice::new(Tone::Warning, text));
    } else if names.is_empty() {
        console.state.notice = Some(done(format!("{text} · {back}")));
    } else {
        // At the beginning, so that a narrow screen shows it.
        let alone = if names.len() <= NAMED {
            names.join(", ")
        } else {
            let title = format!("Skipped: changed since change {}", original.id);
            console.dialogs.open(ListDialog::new(title, names));
            skipped_in_words(reverted.left_alone_count, reverted.left_rows_count)
        };
        let text = format!("skipped, changed since: {alone} · {text}");
        console.state.notice = Some(Notice::new(Tone::Warning, text));
    }
}

/// What a change did to rows and cells, as text: `2 users added, 3 granted`.
fn rows_and_cells(change: &Change) -> String {
    let cells = granted_and_revoked(change.added, change.removed);
    let cells = Some(cells).filter(|cells| !cells.is_empty());
    std::iter::once(change.rows_in_words()).chain(cells).collect::<Vec<_>>().join(", ")
}

/// The skipped rows and cells, rows first.
fn skipped_names(reverted: &Reverted) -> Vec<String> {
    let rows = reverted.left_rows.iter().map(ToString::to_string);
    rows.chain(reverted.left_alone.iter().map(NamedCell::to_string)).collect()
}

fn skipped_in_words(cells: u64, rows: u64) -> String {
    match (cells, rows) {
        (cells, 0) => format!("{} cells", number(cells)),
        (0, rows) => format!("{} rows", number(rows)),
        (cells, rows) => format!("{} rows and {} cells", number(rows), number(cells)),
    }
}

fn one_cell(change: &Change, cell: &NamedCell) -> String {
    if change.added == 1 {
        format!("granted {} to {}", cell.company_name, cell.username)
    } else {
        format!("revoked {} from {}", cell.company_name, cell.username)
    }
}

fn go_to(state: &mut State, cell: &Cell) {
    if let Some(at) = state.users.position(cell.user) {
        state.users.move_to(at);
    }
    if let Some(at) = state.companies.position(&cell.company) {
        state.companies.move_to(at);
    }
}

fn done(text: String) -> Notice {
    Notice::new(Tone::Done, text)
}

fn already(text: String) -> Notice {
    Notice::new(Tone::Warning, text)
}
