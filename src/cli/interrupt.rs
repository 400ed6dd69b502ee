//! Signals that ask a command to stop while it does long work: the work is
//! cancelled and cleans up, and the exit status names the signal.

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
    /// Whether it says that the work was.
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

/// Unregisters the handlers when it goes.
struct Handlers(Vec<SigId>);

impl Drop for Handlers {
    fn drop(&mut self) {
        for id in self.0.drain(..) {
            low_level::unregister(id);
        }
    }
}

/// Does work that SIGINT, SIGTERM and SIGHUP cancel.
///
/// Errors: [`Interrupted`] if one of them stopped the work; if it came too late
/// for that, what was done stands.
pub(super) fn cancelling<T, E: Stoppable>(
    work: impl FnOnce(&Cancel) -> Result<T, E>,
) -> anyhow::Result<T> {
    let stop = Arc::new(AtomicBool::new(false));
    let signal = Arc::new(AtomicUsize::new(0));
    let handlers = register(&stop, &signal).context("signals cannot be handled")?;
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
        // Which signal it was stands before the work can stop.
        handlers.0.push(flag::register_usize(number, Arc::clone(signal), value)?);
        handlers.0.push(flag::register(number, Arc::clone(stop))?);
    }
    Ok(handlers)
}
