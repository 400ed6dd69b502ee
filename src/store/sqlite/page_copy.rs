//! Copies a database page by page, so that every row is the same, and the copy is consistent:
//! it has all of what another program commits in the meantime, or nothing of it.
//!
//! In WAL mode one snapshot is copied, which blocks nobody. Otherwise the lock is held for a few
//! pages at a time, and the engine starts again if somebody writes in between; after several
//! restarts the lock is held to the end. (`VACUUM INTO` would hold it from the beginning, and
//! write other pages.)

use std::thread;
use std::time::{Duration, Instant};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, Transaction};

use super::pragmas;
use crate::domain::JobProgress;
use crate::store::StoreError;

/// The number of pages copied under one lock.
const CHUNK: u8 = 250;

/// The pause between two locks, in which others can write.
const PAUSE: Duration = Duration::from_millis(1);

/// How often the copy may start again because of other writers.
const RESTARTS: u32 = 3;

/// Copies a database into an empty one. Progress is reported in pages. Waits at most
/// `lock_timeout` for another program's lock.
///
/// # Errors
/// [`StoreError::Cancelled`], [`StoreError::Busy`]; then the copy is incomplete.
pub(crate) fn copy_in_steps(
    source: &Connection,
    copy: &mut Connection,
    lock_timeout: Duration,
    progress: &mut JobProgress<'_>,
) -> Result<(), StoreError> {
    let mut held = if pragmas::is_in_wal_mode(source)? { Some(hold(source)?) } else { None };
    let backup = Backup::new(source, copy)?;
    let (mut left, mut restarts) = (i32::MAX, 0);
    let mut waiting = None;
    loop {
        match backup.step(CHUNK.into())? {
            StepResult::Done => return Ok(()),
            StepResult::More => waiting = None,
            _ if waiting.get_or_insert_with(Instant::now).elapsed() > lock_timeout => {
                return Err(StoreError::Busy);
            }
            _ if progress.is_cancelled() => return Err(StoreError::Cancelled),
            _ => thread::sleep(PAUSE),
        }
        let state = backup.progress();
        let pages = |count: i32| u64::try_from(count).unwrap_or(0);
        // A step makes progress, unless the copy has started again.
        let began = left == i32::MAX || state.remaining >= left;
        if began && left != i32::MAX {
            restarts += 1;
            if restarts == RESTARTS {
                held = Some(hold(source)?);
            }
        }
        let newly = if began {
            progress.begin(pages(state.pagecount));
            state.pagecount - state.remaining
        } else {
            left - state.remaining
        };
        left = state.remaining;
        if progress.advance(pages(newly)) {
            return Err(StoreError::Cancelled);
        }
        if held.is_none() {
            thread::sleep(PAUSE);
        }
    }
}

/// Copies a database into an empty one, under one lock.
///
/// # Errors
/// [`StoreError::Busy`] if another program holds the lock.
pub(crate) fn copy_at_once(source: &Connection, copy: &mut Connection) -> Result<(), StoreError> {
    match Backup::new(source, copy)?.step(-1)? {
        StepResult::Done => Ok(()),
        _ => Err(StoreError::Busy),
    }
}

/// From here on, this connection sees a snapshot of the database.
fn hold(source: &Connection) -> rusqlite::Result<Transaction<'_>> {
    let snapshot = source.unchecked_transaction()?;
    pragmas::begin_reading(&snapshot)?;
    Ok(snapshot)
}
