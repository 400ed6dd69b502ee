//! Long work of a command: it waits for another program's lock, stops when a
//! signal comes, and shows how far it is if it takes long.

use super::interrupt::{self, Stoppable};
use super::lock_wait;
use super::progress::Progress;
use crate::domain::{Cancel, JobProgress};
use crate::store::{Store, StoreError};

/// Does work on the database as soon as that is free. `what` is done, in one
/// word: `copying`.
///
/// Errors: those of `work`, [`StoreError::Busy`] after long waiting, and
/// [`Interrupted`](super::fault::Interrupted) if a signal stopped it.
pub(super) fn on<T>(
    store: &mut Store,
    what: &'static str,
    mut work: impl FnMut(&mut Store, &mut JobProgress<'_>) -> Result<T, StoreError>,
) -> anyhow::Result<T> {
    watched(what, |progress| lock_wait::until_free(store, progress, &mut work))
}

/// Does work that needs nobody's lock.
pub(super) fn watched<T, E: Stoppable>(
    what: &'static str,
    work: impl FnOnce(&mut JobProgress<'_>) -> Result<T, E>,
) -> anyhow::Result<T> {
    let mut progress = Progress::new(what);
    interrupt::cancelling(|cancel| {
        let mut tell = |done, total| progress.tell(done, total);
        work(&mut JobProgress::new(cancel, &mut tell))
    })
}

/// What stops the work that is watched, for a part of it that shows nothing.
pub(super) fn cancel(progress: &JobProgress<'_>) -> Cancel {
    progress.cancel().cloned().unwrap_or_default()
}
