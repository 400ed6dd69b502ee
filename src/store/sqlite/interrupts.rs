//! Stops statements that take long.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use rusqlite::Connection;

use crate::domain::Cancel;

/// The number of steps of a statement between two checks for cancellation.
const STEPS: i32 = 100_000;

/// How often a statement without steps is checked for cancellation.
const PULSE: Duration = Duration::from_millis(50);

/// Makes statements stop once `cancel` is set.
pub(crate) fn stop_when_cancelled(
    connection: &mut Connection,
    cancel: &Cancel,
) -> rusqlite::Result<()> {
    let cancel = cancel.clone();
    connection.progress_handler(STEPS, Some(move || cancel.is_cancelled()))
}

/// Makes statements run to their end again.
pub(crate) fn never_stop(connection: &mut Connection) -> rusqlite::Result<()> {
    connection.progress_handler(0, None::<fn() -> bool>)
}

/// Runs `work`, and interrupts its statements once `cancel` is set, also those that take long
/// in few steps, such as creating an index. Between short statements, `work` must check
/// itself.
pub(crate) fn interrupting<T>(
    connection: &Connection,
    cancel: &Cancel,
    work: impl FnOnce() -> T,
) -> T {
    let interrupt = connection.get_interrupt_handle();
    thread::scope(|scope| {
        // Dropped when the work ends, even if it panics.
        let (_working, done) = mpsc::channel::<()>();
        scope.spawn(move || {
            while done.recv_timeout(PULSE) == Err(RecvTimeoutError::Timeout) {
                if cancel.is_cancelled() {
                    interrupt.interrupt();
                }
            }
        });
        work()
    })
}
