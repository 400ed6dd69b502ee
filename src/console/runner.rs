//! Runs effects against the store: short work in place, long work by the
//! function that the worker calls too. Knows no terminal.

use std::thread;
use std::time::Duration;

use super::effect::{Effect, Job, Message};
use crate::domain::{Cancel, ChangeKind, Edit};
use crate::store::{Store, StoreError};

/// Users read in place; a longer list comes from the worker.
pub(crate) const IN_PLACE: usize = 2000;

/// Between two attempts of long work at a locked database.
const PAUSE: Duration = Duration::from_millis(50);

/// Runs an effect that is for the store, and says what came of it; `None` for
/// a poll that found nothing new, and for effects that are for the loop.
pub(crate) fn run(store: &mut Store, effect: Effect) -> Option<Message> {
    let result = match &effect {
        Effect::ReadRows(users) => store
            .access_rows(users)
            .map(|rows| Some(Message::RowsRead { asked: users.clone(), rows })),
        Effect::Edit { cell, granted, .. } => {
            let kind = if *granted { ChangeKind::Grant } else { ChangeKind::Revoke };
            let edit = Edit { cell: cell.clone(), granted: *granted };
            store.edit(kind, [edit], None).map(|committed| {
                Some(Message::Edited {
                    cell: cell.clone(),
                    granted: *granted,
                    committed: Box::new(committed),
                })
            })
        }
        Effect::Undo { .. } => {
            store.undo(None, None).map(|reverted| Some(Message::Undone(Box::new(reverted))))
        }
        Effect::Redo { .. } => {
            store.redo(None).map(|reverted| Some(Message::Redone(Box::new(reverted))))
        }
        Effect::Poll => {
            store.changed_elsewhere().and_then(|changed| changed.then(|| reload(store)).transpose())
        }
        Effect::Reload => store.changed_elsewhere().and_then(|_| reload(store)).map(Some),
        Effect::InstallHomes(homes) => {
            store.install_homes((**homes).clone());
            Ok(Some(Message::HomesInstalled))
        }
        Effect::Start(_) | Effect::Redraw | Effect::Suspend | Effect::Quit(_) => Ok(None),
    };
    match result {
        Ok(message) => message,
        // The next tick asks again.
        Err(StoreError::Busy) if matches!(effect, Effect::Poll | Effect::ReadRows(_)) => None,
        Err(StoreError::Busy) => Some(Message::Busy(effect)),
        Err(error) => Some(Message::Failed(error.to_string())),
    }
}

/// Runs long work to its end; `None` if it was told to stop. A lock that
/// another program holds is waited for, however long it takes.
pub(crate) fn run_job(store: &mut Store, job: Job, cancel: &Cancel) -> Option<Message> {
    loop {
        let result = store.changed_elsewhere().and_then(|_| match job {
            Job::ListUsers => store.user_ids(cancel).map(Message::UsersListed),
            Job::ReadHomes => {
                store.read_homes(cancel).map(|homes| Message::HomesRead(Box::new(homes)))
            }
            Job::Count => store.statistics(cancel).map(Message::Counted),
        });
        match result {
            Ok(message) => return Some(message),
            Err(StoreError::Busy) if !cancel.is_cancelled() => thread::sleep(PAUSE),
            Err(StoreError::Busy | StoreError::Cancelled) => return None,
            Err(error) => return Some(Message::JobFailed(job, error.to_string())),
        }
    }
}

fn reload(store: &Store) -> Result<Message, StoreError> {
    let users = store.user_ids_after(None, IN_PLACE)?;
    Ok(Message::Reloaded {
        companies: store.companies().to_vec(),
        complete: users.len() < IN_PLACE,
        users,
        lacks_homes: store.homes_are_many()?,
    })
}
