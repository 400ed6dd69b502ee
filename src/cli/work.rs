//! Runs the long work of a command: waits for another program's lock, stops at a
//! signal, and shows progress if it takes long.

use super::exit::print_message;
use super::interrupt::{self, Stoppable};
use super::lock_wait;
use super::progress::Progress;
use crate::domain::{Cancel, JobProgress};
use crate::store::{Store, StoreError};

/// Runs work on the database as soon as no other program holds its lock. `what`
/// names the work in one word, such as `copying`.
///
/// # Errors
///
/// Those of `work`, [`StoreError::Busy`] if the lock is held too long, and
/// [`Interrupted`](super::errors::Interrupted) if a signal stopped the work.
pub(super) fn on_store<T>(
    store: &mut Store,
    what: &'static str,
    mut work: impl FnMut(&mut Store, &mut JobProgress<'_>) -> Result<T, StoreError>,
) -> anyhow::Result<T> {
    let done = with_progress(what, |progress| lock_wait::until_free(store, progress, &mut work));
    if let (Ok(_), Some(note)) = (&done, store.take_audit_note()) {
        print_message(&note);
    }
    done
}

/// Runs work that needs no write lock.
pub(super) fn with_progress<T, E: Stoppable>(
    what: &'static str,
    work: impl FnOnce(&mut JobProgress<'_>) -> Result<T, E>,
) -> anyhow::Result<T> {
    let mut progress = Progress::new(what);
    interrupt::cancelling(|cancel| {
        let mut report = |done, total| progress.report(done, total);
        work(&mut JobProgress::new(cancel, &mut report))
    })
}

/// The cancellation of the work, for a part of it that reports no progress.
pub(super) fn cancel(progress: &JobProgress<'_>) -> Cancel {
    progress.cancel().cloned().unwrap_or_default()
}
