//! Signals during long work: the work is cancelled and cleans up, and the exit
//! status tells which signal it was.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use anyhow::Context;
use signal_hook::SigId;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::{flag, low_level};

use super::errors::Interrupted;
use crate::domain::Cancel;
use crate::exchange::ExchangeError;
use crate::store::StoreError;

/// An error of work that can be cancelled.
pub(super) trait Stoppable: Into<anyhow::Error> {
    /// Whether the error reports a cancellation.
    fn is_cancelled(&self) -> bool;
}

impl Stoppable for StoreError {
    fn is_cancelled(&self) -> bool {
        matches!(self, Self::Cancelled)
    }
}

impl Stoppable for ExchangeError {
    fn is_cancelled(&self) -> bool {
        matches!(self, Self::Store(StoreError::Cancelled))
    }
}

/// Unregisters the handlers when dropped.
struct Handlers(Vec<SigId>);

impl Drop for Handlers {
    fn drop(&mut self) {
        for id in self.0.drain(..) {
            low_level::unregister(id);
        }
    }
}

/// Runs work that SIGINT, SIGTERM and SIGHUP cancel.
///
/// # Errors
///
/// [`Interrupted`] if one of them stopped the work. If the signal came too late,
/// the result of the work is returned.
pub(super) fn cancelling<T, E: Stoppable>(
    work: impl FnOnce(&Cancel) -> Result<T, E>,
) -> anyhow::Result<T> {
    let stop = Arc::new(AtomicBool::new(false));
    let signal = Arc::new(AtomicUsize::new(0));
    let handlers = register(&stop, &signal).context("cannot handle signals")?;
    let result = work(&Cancel::from(Arc::clone(&stop)));
    drop(handlers);
    result.map_err(|error| {
        if error.is_cancelled() {
            Interrupted(signal.load(Ordering::SeqCst)).into()
        } else {
            error.into()
        }
    })
}

fn register(stop: &Arc<AtomicBool>, signal: &Arc<AtomicUsize>) -> std::io::Result<Handlers> {
    let mut handlers = Handlers(Vec::new());
    for number in [SIGINT, SIGTERM, SIGHUP] {
        let value = usize::try_from(number).unwrap_or_default();
        // The signal's number is stored before the flag that stops the work.
        handlers.0.push(flag::register_usize(number, Arc::clone(signal), value)?);
        handlers.0.push(flag::register(number, Arc::clone(stop))?);
    }
    Ok(handlers)
}
