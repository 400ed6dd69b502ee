//! A panic in the console: the terminal is given back before anything is said
//! of it, on whichever thread it came.

use std::panic::{set_hook, take_hook};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::message::Message;

/// What the threads beside the console's own had to say when they panicked.
#[derive(Clone)]
pub(crate) struct Panics {
    first: Arc<Mutex<Option<String>>>,
}

impl Panics {
    /// From here on a panic of this thread calls `restore` before it is
    /// reported as usual. A panic of another thread ends the console, and is
    /// kept for when the terminal is restored.
    pub(crate) fn watch(restore: fn(), messages: Sender<Message>) -> Self {
        let first = Arc::new(Mutex::new(None));
        let kept = Arc::clone(&first);
        let console = thread::current().id();
        let report = take_hook();
        set_hook(Box::new(move |panic| {
            if thread::current().id() == console {
                restore();
                report(panic);
            } else {
                let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                kept.get_or_insert_with(|| panic.to_string());
                // Without a console there is nothing to end.
                let _ = messages.send(Message::End(1));
            }
        }));
        Self { first }
    }

    /// The first panic of another thread.
    pub(crate) fn take(&self) -> Option<String> {
        self.first.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

#[cfg(test)]
mod tests;
