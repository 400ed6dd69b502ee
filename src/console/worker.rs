//! One thread with a store of its own for long work. There is one slot for
//! each kind of job: a newer request takes the place of an older one that has
//! not begun. Dropping the worker stops it.

use std::collections::VecDeque;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;

use super::effect::{Job, Message};
use super::runner;
use crate::domain::Cancel;
use crate::store::Store;

pub(crate) struct Worker {
    queue: Arc<Queue>,
    cancel: Cancel,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Queue {
    waiting: Mutex<VecDeque<Job>>,
    changed: Condvar,
}

impl Worker {
    /// Starts the thread. What it finds goes to `messages`.
    pub(crate) fn start(mut store: Store, messages: Sender<Message>) -> std::io::Result<Self> {
        let queue = Arc::new(Queue::default());
        let cancel = Cancel::default();
        let (jobs, stop) = (Arc::clone(&queue), cancel.clone());
        let thread = std::thread::Builder::new().name("worker".into()).spawn(move || {
            while let Some(job) = jobs.next(&stop) {
                if let Some(message) = runner::run_job(&mut store, job, &stop)
                    && messages.send(message).is_err()
                {
                    return;
                }
            }
        })?;
        Ok(Self { queue, cancel, thread: Some(thread) })
    }

    /// Asks for a job, in the order of asking.
    pub(crate) fn request(&self, job: Job) {
        let mut waiting = self.queue.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if !waiting.contains(&job) {
            waiting.push_back(job);
        }
        self.queue.changed.notify_one();
    }
}

impl Queue {
    /// Waits for a job; `None` once `stop` says so.
    fn next(&self, stop: &Cancel) -> Option<Job> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if stop.is_cancelled() {
                return None;
            }
            if let Some(job) = waiting.pop_front() {
                return Some(job);
            }
            waiting = self.changed.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        {
            let _waiting = self.queue.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            self.cancel.cancel();
        }
        self.queue.changed.notify_all();
        if let Some(thread) = self.thread.take() {
            // A panic there was reported by the panic hook already.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{RecvTimeoutError, channel};
    use std::time::Duration;

    use super::*;
    use crate::store::Services;

    #[test]
    fn a_locked_database_is_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("hr.db");
        let mut store = Store::create(&path, Services::real("test")).unwrap();
        store.set_patience(Duration::from_millis(1)).unwrap();
        let other = rusqlite::Connection::open(&path).unwrap();
        other.execute_batch("BEGIN EXCLUSIVE").unwrap();

        let (sender, messages) = channel();
        let worker = Worker::start(store, sender).unwrap();
        worker.request(Job::Count);
        let none = messages.recv_timeout(Duration::from_millis(200));
        assert!(matches!(none, Err(RecvTimeoutError::Timeout)), "{none:?}");
        other.execute_batch("ROLLBACK").unwrap();
        let counted = messages.recv_timeout(Duration::from_secs(20));
        assert!(matches!(counted, Ok(Message::Counted(_))), "{counted:?}");

        other.execute_batch("BEGIN EXCLUSIVE").unwrap();
        worker.request(Job::Count);
        drop(worker);
    }
}
