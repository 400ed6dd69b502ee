//! Panics in the console, on any thread: the terminal is restored before the panic is
//! reported.

use std::panic::{set_hook, take_hook};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::message::Message;

/// The reports of panics on other threads.
#[derive(Clone)]
pub(crate) struct Panics {
    first: Arc<Mutex<Option<String>>>,
}

impl Panics {
    /// From here on, a panic of this thread calls `restore` before it is reported as usual. A
    /// panic of another thread ends the console; its report is kept until the terminal is
    /// restored.
    pub(crate) fn watch(restore: fn(), messages: Sender<Message>) -> Self {
        let first = Arc::new(Mutex::new(None));
        let first_panic = Arc::clone(&first);
        let console = thread::current().id();
        let report = take_hook();
        set_hook(Box::new(move |panic| {
            if thread::current().id() == console {
                restore();
                report(panic);
            } else {
                let mut first_panic = first_panic.lock().unwrap_or_else(PoisonError::into_inner);
                first_panic.get_or_insert_with(|| panic.to_string());
                // If the console has already ended, nobody receives this.
                let _ = messages.send(Message::End(1));
            }
        }));
        Self { first }
    }

    /// The report of the first panic on another thread.
    pub(crate) fn take(&self) -> Option<String> {
        self.first.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

#[cfg(test)]
mod tests;
