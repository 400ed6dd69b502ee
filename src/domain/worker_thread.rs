//! A thread that whoever started it waits for when it should end, if necessary only for a
//! while.

use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

/// A running thread.
#[derive(Debug)]
pub(crate) struct WorkerThread {
    thread: Option<JoinHandle<()>>,
    /// Is closed when the thread ends.
    ended: Receiver<()>,
}

impl WorkerThread {
    /// Starts a thread with this name.
    ///
    /// # Errors
    /// The system does not allow another thread.
    pub(crate) fn start(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<Self> {
        let (ending, ended) = channel();
        let thread = Builder::new().name(name.into()).spawn(move || {
            work();
            drop(ending);
        })?;
        Ok(Self { thread: Some(thread), ended })
    }

    /// Waits until the thread has ended, at most for `at_most` if that is given. Returns whether
    /// it has ended; if not, it is left alone.
    pub(crate) fn join(&mut self, at_most: Option<Duration>) -> bool {
        let is_held_up = at_most.is_some_and(|at_most| {
            self.ended.recv_timeout(at_most) == Err(RecvTimeoutError::Timeout)
        });
        if let Some(thread) = self.thread.take().filter(|_| !is_held_up) {
            // The panic hook has already reported a panic there.
            let _ = thread.join();
        }
        !is_held_up
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_is_waited_for_unless_it_is_held_up() {
        let (sender, receiver) = channel::<()>();
        let work = move || {
            let _ = receiver.recv();
        };
        let mut held_up = WorkerThread::start("held up", work).expect("a thread");
        assert!(!held_up.join(Some(Duration::ZERO)));
        drop(sender);
        let mut short = WorkerThread::start("short", || {}).expect("a thread");
        assert!(short.join(None));
        let mut failing = WorkerThread::start("failing", || panic!("on purpose")).expect("one");
        assert!(failing.join(Some(Duration::from_secs(60))), "it ends before that");
    }
}
