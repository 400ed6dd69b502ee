//! Runs effects against the store if they are short. Jobs are in `run_job`. Independent of the
//! terminal.

use std::collections::{HashSet, VecDeque};

use super::dialogs::copy::work as copy;
use super::dialogs::file::work as files;
use super::dialogs::form::work as form;
use super::dialogs::why::{LATEST, LOOKED_THROUGH};
use super::dialogs::{history, policy};
use super::effect::{Effect, SessionEnd};
use super::frame::Console;
use super::lists::read as lists;
use super::message::{Cause, DialogAnswer, FileMessage, FormAnswer, Message};
use super::plans::ChangeDescriptions;
use super::update;
use super::user_column::UserDate;
use crate::domain::{Cancel, Cell, Change, ChangeId, ChangeKind, Edit, JobProgress, UserId};
use crate::store::{Store, StoreError};

/// The most cells of a change that a dialog lists.
const CELLS: usize = 1000;

/// The most cells that are shown beside the history.
const CELLS_BESIDE: usize = 100;

/// A change with more cells than this is undone by the worker.
const LARGE: u64 = 2000;

fn is_large(change: Option<&Change>) -> bool {
    change.is_some_and(|change| change.affected() > LARGE)
}

/// The result of an effect that is not run against the store.
pub(crate) enum RunOutcome {
    Done,
    /// Messages to handle at once.
    Messages(Vec<Message>),
    /// The session ends.
    End(SessionEnd),
}

/// Runs effects, handles their messages and runs the effects that follow, until nothing is
/// left or the session ends. Effects that are not run against the store go to `outside`.
pub(crate) fn run_effects(
    store: &mut Store,
    console: &mut Console,
    effects: Vec<Effect>,
    mut outside: impl FnMut(Effect) -> anyhow::Result<RunOutcome>,
) -> anyhow::Result<Option<SessionEnd>> {
    let mut effects = VecDeque::from(effects);
    while let Some(effect) = effects.pop_front() {
        let messages = match effect {
            Effect::Start(_)
            | Effect::Cancel(_)
            | Effect::Redraw
            | Effect::Suspend
            | Effect::Copy(_)
            | Effect::EditFilters(_)
            | Effect::ShowDemo
            | Effect::Quit(_) => match outside(effect)? {
                RunOutcome::Done => Vec::new(),
                RunOutcome::Messages(messages) => messages,
                RunOutcome::End(ended) => return Ok(Some(ended)),
            },
            effect => run_noting(store, effect, &console.state.own_changes),
        };
        for message in messages {
            effects.extend(update::update(console, message));
        }
    }
    Ok(None)
}

/// Runs an effect against the store. Returns its result, and a note about the change, if there
/// is one.
fn run_noting(store: &mut Store, effect: Effect, own: &HashSet<ChangeId>) -> Vec<Message> {
    let alike = form::alike(store, &effect);
    let mut messages: Vec<Message> = run(store, effect, own).into_iter().collect();
    let note = noted(store, messages.last());
    let is_saved = messages.last().is_some_and(|done| !done.changes().is_empty());
    messages.extend(alike.into_iter().filter(|_| is_saved).map(Message::Noted));
    messages.extend(note);
    messages
}

/// The note about rows of a change that the HR system's audit log rejected.
pub(crate) fn noted(store: &mut Store, done: Option<&Message>) -> Option<Message> {
    let note = store.take_audit_note()?;
    done.filter(|done| !done.changes().is_empty()).map(|_| Message::Noted(note))
}

/// The explanation of a cell; or of all cells of its user, with the newest changes.
fn why(store: &Store, cell: &Cell, all: bool) -> Result<Message, StoreError> {
    let company = (!all).then_some(&cell.company);
    let why = store.why(cell.user, company, LOOKED_THROUGH, &Cancel::default())?;
    let most = if all { LATEST } else { 0 };
    let latest = store.latest_changes(cell.user, most, LOOKED_THROUGH)?;
    Ok(Message::Dialog(DialogAnswer::WhyRead {
        why: Box::new(why),
        latest,
        cell: cell.clone(),
        all,
    }))
}

/// What changes did, in words, and the first cells of one.
fn describe_changes(
    store: &Store,
    changes: &[Change],
    cells_of: Option<ChangeId>,
) -> Result<Message, StoreError> {
    let summaries = store.change_summaries(changes)?;
    let words = changes.iter().zip(&summaries);
    let words = words.map(|(change, summary)| (change.id, summary.in_words(change))).collect();
    let cells = match cells_of {
        Some(id) => store.change(id)?.map(|change| {
            let cells = store.change_cells(id, None, CELLS_BESIDE)?;
            Ok::<_, StoreError>((change, cells, store.change_rows(id, 0, CELLS_BESIDE)?))
        }),
        None => None,
    };
    let access = cells_of.map_or(Ok(Vec::new()), |id| access_lines(store, id))?;
    let cells = cells.transpose()?;
    let described = ChangeDescriptions { now: store.now(), words, cells, access };
    Ok(Message::Dialog(DialogAnswer::ChangesDescribed(Box::new(described))))
}

/// What the cells of a change do not tell about access, in words.
fn access_lines(store: &Store, id: ChangeId) -> Result<Vec<String>, StoreError> {
    Ok(store.change_access(id)?.map(|access| access.lines()).unwrap_or_default())
}

/// Runs an effect against the store and returns its result; `None` for a poll that found
/// nothing new.
fn run(store: &mut Store, effect: Effect, own: &HashSet<ChangeId>) -> Option<Message> {
    let result = match &effect {
        Effect::ReadRows(users) => store
            .access_rows(users)
            .map(|rows| Some(Message::RowsRead { requested: users.clone(), rows })),
        Effect::ReadDates { date, users } => return read_dates(store, *date, users),
        Effect::Edit { cell, person, granted, .. } => {
            let kind = if *granted { ChangeKind::Grant } else { ChangeKind::Revoke };
            let edit = Edit { cell: cell.clone(), granted: *granted };
            let people = [(cell.user, *person)].into_iter().collect();
            store.with_people(people, |store| store.edit(kind, [edit], None)).map(|committed| {
                Some(Message::Edited {
                    cell: cell.clone(),
                    granted: *granted,
                    committed: Box::new(committed),
                })
            })
        }
        Effect::Undo { .. } => undo(store, own),
        Effect::Redo { .. } => redo(store, own),
        Effect::SetRule { role, scope, .. } => {
            store.set_rule(role, *scope, None).map(|committed| {
                let (role, scope) = (role.clone(), *scope);
                Some(Message::Dialog(DialogAnswer::RuleSet {
                    role,
                    scope,
                    committed: Box::new(committed),
                }))
            })
        }
        Effect::SetPolicy { role, policy, .. } => policy::set(store, role, *policy).map(Some),
        Effect::ReadRules => Ok(Some(Message::RulesRead(store.rules()))),
        Effect::Poll => store.changed_externally().and_then(|changed| {
            let lists = changed.then(|| lists(store)).transpose()?;
            Ok(lists.map(|lists| Message::Reloaded { lists, cause: Cause::External }))
        }),
        Effect::Reload => store.changed_externally().and_then(|_| {
            Ok(Some(Message::Reloaded { lists: lists(store)?, cause: Cause::Requested }))
        }),
        Effect::FilterHistory { text, filter, zone } => {
            history::look_up(store, (text, filter, *zone), &Cancel::default()).map(Some)
        }
        Effect::ReadHistory(query) => store
            .changes(query)
            .map(|changes| Some(Message::Dialog(DialogAnswer::HistoryRead(changes)))),
        Effect::DescribeChanges { changes, cells_of } => {
            describe_changes(store, changes, *cells_of).map(Some)
        }
        Effect::ReadCells(id) => store.change(*id).and_then(|change| {
            let cells = store.change_cells(*id, None, CELLS)?;
            let rows = store.change_rows(*id, 0, CELLS)?;
            let access = access_lines(store, *id)?;
            Ok(change.map(|it| {
                let change = Box::new(it);
                Message::Dialog(DialogAnswer::CellsRead { change, cells, rows, access })
            }))
        }),
        Effect::ReadWhy { cell, all } => why(store, cell, *all).map(Some),
        Effect::ReadCopy { what, source } => copy::read(store, what, source).map(Some),
        Effect::OpenForm { axis, subject } => form::open(store, *axis, subject.as_ref()).map(Some),
        Effect::CheckForm { subject, axis, draft } => {
            form::check(store, *axis, subject.as_ref(), draft).map(Some)
        }
        Effect::RereadForm { axis, subject } => {
            form::reread(store, *axis, subject.as_ref()).map(Some)
        }
        Effect::Save { axis, subject, draft, seen, confirmed_loss, .. } => {
            let seen = (seen, *confirmed_loss);
            form::save(store, *axis, subject.as_ref(), draft, seen).map(Some)
        }
        Effect::Refresh => store
            .changed_externally()
            .and_then(|_| Ok(Some(Message::Reloaded { lists: lists(store)?, cause: Cause::Own }))),
        Effect::ListFiles(typed) => {
            let names = files::candidates(typed);
            Ok(Some(Message::File(FileMessage::Listed { typed: typed.clone(), names })))
        }
        Effect::InstallHomes(homes) => {
            store.install_home_companies(homes.clone());
            Ok(Some(Message::HomesInstalled))
        }
        Effect::NextHeldKey => Ok(Some(Message::NextKey)),
        Effect::Start(_)
        | Effect::Cancel(_)
        | Effect::Redraw
        | Effect::Suspend
        | Effect::Copy(_)
        | Effect::EditFilters(_)
        | Effect::ShowDemo
        | Effect::Quit(_) => Ok(None),
    };
    match (result, effect) {
        (Ok(message), _) => message,
        (Err(StoreError::Outdated), Effect::Edit { cell, granted, .. }) => {
            Some(edit_rejected(store, cell, granted))
        }
        (Err(error), effect) => failed(effect, error),
    }
}

/// The current state of a cell whose edit was rejected as outdated.
fn edit_rejected(store: &mut Store, cell: Cell, wanted: bool) -> Message {
    let difference = store.take_difference();
    let Ok(grants) = store.grants_of(cell.user) else {
        let text = "just changed by another program; nothing was changed";
        return Message::Failed(text.into());
    };
    let now = grants.into_iter().find(|grant| grant.company == cell.company);
    Message::EditRejected { cell, wanted, now: now.map(|grant| grant.granted_at), difference }
}

/// Reads dates of users. Errors are ignored, because reading the rows of the same users
/// reports them.
fn read_dates(store: &Store, date: UserDate, users: &[UserId]) -> Option<Message> {
    let found = match date {
        UserDate::NewestGrant => store.newest_grants(users),
        UserDate::LastChange => store.last_changes(users),
    };
    let found = match found {
        Ok(found) => found,
        // It is tried again.
        Err(StoreError::Busy) => return None,
        Err(_) => Vec::new(),
    };
    Some(Message::DatesRead { date, requested: users.to_vec(), found })
}

/// Undoes the last change if it was made in this session, was not redone by anybody else, and
/// can be undone.
fn undo(store: &mut Store, own: &HashSet<ChangeId>) -> Result<Option<Message>, StoreError> {
    let Some(next) = store.next_to_undo()? else {
        return Err(StoreError::NothingToUndo);
    };
    let redone = store.last_revert_of(next.id)?;
    if ![Some(next.id), redone].into_iter().flatten().all(|id| own.contains(&id)) {
        return Ok(Some(Message::NotOurs { undo: true }));
    }
    if is_large(Some(&next)) {
        return Ok(Some(Message::TooLarge { undo: true }));
    }
    // By number, so that it is the change that was checked, whatever another program has
    // written meanwhile.
    match store.undo(Some(next.id), None) {
        // The change before may be somebody else's.
        Err(StoreError::CannotUndo { .. } | StoreError::Refused(_)) => {
            Ok(Some(Message::NotOurs { undo: true }))
        }
        reverted => Ok(Some(Message::Undone(Box::new(reverted?)))),
    }
}

/// Redoes the last undo if it was made in this session and can be redone.
fn redo(store: &mut Store, own: &HashSet<ChangeId>) -> Result<Option<Message>, StoreError> {
    let Some(next) = store.next_to_redo()? else {
        return Err(StoreError::NothingToRedo);
    };
    let is_ours = next.undone_by.is_some_and(|by| own.contains(&by));
    if is_ours && is_large(Some(&next)) {
        return Ok(Some(Message::TooLarge { undo: false }));
    }
    if !is_ours || store.preview_redo(&mut JobProgress::none())?.change.id != next.id {
        return Ok(Some(Message::NotOurs { undo: false }));
    }
    let reverted = store.redo(None)?;
    Ok(Some(Message::Redone(Box::new(reverted))))
}

/// The message about a failed effect, if there is one.
fn failed(effect: Effect, error: StoreError) -> Option<Message> {
    match (error, effect) {
        // The next tick tries again, and saving checks again.
        (
            StoreError::Busy,
            Effect::Poll
            | Effect::DescribeChanges { .. }
            | Effect::ReadRows(_)
            | Effect::RereadForm { .. },
        ) => None,
        (StoreError::Busy, effect) => Some(Message::Busy(effect)),
        (StoreError::ManyLoseAccess(loss), Effect::Save { .. }) => {
            Some(Message::Form(FormAnswer::ManyLoseAccess(loss)))
        }
        (StoreError::Invalid(problems), _) => Some(Message::Form(FormAnswer::Refused(problems))),
        (error, Effect::ReadRows(requested)) => {
            Some(Message::RowsFailed { requested, sentence: error.to_string() })
        }
        (error, Effect::ReadWhy { .. }) => {
            Some(Message::Dialog(DialogAnswer::WhyFailed(error.to_string())))
        }
        (error, _) => Some(Message::Failed(error.to_string())),
    }
}
