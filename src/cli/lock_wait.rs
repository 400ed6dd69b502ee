//! Waits for another program's lock: silently at first, then with a message, up to
//! a limit.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use super::exit::print_message;
use crate::domain::JobProgress;
use crate::store::{Store, StoreError};

/// How long to wait before the first message.
const FIRST_MESSAGE: Duration = Duration::from_millis(500);
/// The total time to wait for a write lock.
const LONGEST: Duration = Duration::from_secs(10);
/// The same on a server, where another grantgrid may be making a large change.
const LONGEST_ON_SERVER: Duration = Duration::from_secs(600);
/// The pause between attempts where SQLite does not wait by itself.
const PAUSE: Duration = Duration::from_millis(20);

const WAITING: &str = "grantgrid: another program is writing to the database; waiting";
const WAITING_ON_SERVER: &str =
    "grantgrid: another grantgrid is making a change on the server; waiting for it · ^C stops";

/// Runs work on the database, waiting up to ten seconds for its lock, or ten minutes for
/// another grantgrid on a server.
///
/// # Errors
///
/// [`StoreError::Busy`] after that, [`StoreError::Cancelled`] if the work is
/// cancelled in the meantime, and every other error of `work`.
pub(super) fn until_free<T>(
    store: &mut Store,
    progress: &mut JobProgress<'_>,
    mut work: impl FnMut(&mut Store, &mut JobProgress<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    store.set_lock_timeout(FIRST_MESSAGE)?;
    let (message, longest) = match store.server() {
        None => (WAITING, LONGEST),
        Some(_) => (WAITING_ON_SERVER, LONGEST_ON_SERVER),
    };
    let start = Instant::now();
    let mut announced = false;
    loop {
        match work(store, progress) {
            Err(StoreError::Busy) if progress.is_cancelled() => return Err(StoreError::Cancelled),
            Err(StoreError::Busy) if start.elapsed() < longest => {
                if !announced && start.elapsed() >= FIRST_MESSAGE {
                    print_message(message);
                    announced = true;
                }
                thread::sleep(PAUSE);
            }
            result => return result,
        }
    }
}

/// Runs `open`, which waits for a lock by itself, with a message if it takes long.
pub(super) fn while_opening<T>(open: impl FnOnce() -> T) -> T {
    let (opened, wait) = mpsc::channel::<()>();
    let messenger = thread::spawn(move || {
        if wait.recv_timeout(FIRST_MESSAGE) == Err(RecvTimeoutError::Timeout) {
            print_message(
                "grantgrid: opening the database takes a while; another program may be writing to it",
            );
        }
    });
    let result = open();
    drop(opened);
    // The thread only prints a message; it cannot fail.
    let _ = messenger.join();
    result
}
