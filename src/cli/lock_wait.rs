//! Waiting for another program's lock: briefly in silence, then with a word,
//! then no more.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use super::exit::say;
use crate::domain::JobProgress;
use crate::store::{Store, StoreError};

/// How long a person wonders before being told.
const SILENCE: Duration = Duration::from_millis(500);
/// How long a write waits in all.
const LONGEST: Duration = Duration::from_secs(10);
/// Between two attempts where the database doesn't wait by itself.
const PAUSE: Duration = Duration::from_millis(20);

const WAITING: &str = "grantgrid: another program is writing to the database; waiting";

/// Runs work on the database until that is free, at most for ten seconds.
///
/// Errors: [`StoreError::Busy`] after that, [`StoreError::Cancelled`] if the
/// work is to stop meanwhile, and every other error of `work`.
pub(super) fn until_free<T>(
    store: &mut Store,
    progress: &mut JobProgress<'_>,
    mut work: impl FnMut(&mut Store, &mut JobProgress<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    store.set_lock_timeout(SILENCE)?;
    let start = Instant::now();
    let mut said = false;
    loop {
        match work(store, progress) {
            Err(StoreError::Busy) if progress.is_cancelled() => return Err(StoreError::Cancelled),
            Err(StoreError::Busy) if start.elapsed() < LONGEST => {
                if !said && start.elapsed() >= SILENCE {
                    say(WAITING);
                    said = true;
                }
                thread::sleep(PAUSE);
            }
            result => return result,
        }
    }
}

/// Runs `open`, which waits for a lock by itself, and says so if it takes long.
pub(super) fn while_opening<T>(open: impl FnOnce() -> T) -> T {
    let (opened, wait) = mpsc::channel::<()>();
    let progress = thread::spawn(move || {
        if wait.recv_timeout(SILENCE) == Err(RecvTimeoutError::Timeout) {
            say("grantgrid: opening the database takes long; another program may be writing to it");
        }
    });
    let result = open();
    drop(opened);
    // It only says a word: there is nothing in it that could fail.
    let _ = progress.join();
    result
}
