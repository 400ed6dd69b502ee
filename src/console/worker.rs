//! A thread for long-running jobs, with a store of its own. There is one slot for each kind of
//! job: a newer request replaces an older one, even if that is running. Jobs that a person
//! waits for come before counting statistics, which starts again afterwards. Dropping the
//! worker stops it.

use std::collections::VecDeque;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::job::{Job, JobKind};
use super::message::Message;
use super::run_job::run_job;
use super::runner;
use crate::domain::{Cancel, WorkerThread};
use crate::store::Store;

/// How long the end of the program waits for a job on a server, which may not answer any more. Its
/// change is whole or absent either way.
const GRACE: Duration = Duration::from_secs(5);

pub(crate) struct Worker {
    shared: Arc<Shared>,
    messages: Sender<Message>,
    thread: WorkerThread,
    is_of_server: bool,
}

#[derive(Default)]
struct Shared {
    slots: Mutex<Slots>,
    changed: Condvar,
}

#[derive(Default)]
struct Slots {
    waiting: VecDeque<Job>,
    running: Option<(JobKind, Cancel)>,
    /// Whether the running job has to make room and start again later.
    preempted: bool,
    stop: bool,
}

impl Worker {
    /// Starts the thread. Results are sent to `messages`.
    pub(crate) fn start(mut store: Store, messages: Sender<Message>) -> std::io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let of_thread = Arc::clone(&shared);
        let of_worker = messages.clone();
        let is_of_server = store.server().is_some();
        let thread = WorkerThread::start("worker", move || {
            while let Some((job, cancel)) = of_thread.next() {
                let done = run_job(&mut store, &job, &cancel, &mut |message| {
                    // If the channel is closed, the loop has ended.
                    let _ = messages.send(message);
                });
                let note = runner::noted(&mut store, Some(&done));
                for message in of_thread.finished(job, done).into_iter().chain(note) {
                    if messages.send(message).is_err() {
                        return;
                    }
                }
            }
        })?;
        Ok(Self { shared, messages: of_worker, thread, is_of_server })
    }

    /// Requests a job.
    pub(crate) fn request(&self, job: Job) {
        let mut slots = self.shared.lock();
        let kind = job.kind();
        slots.waiting.retain(|waiting| waiting.kind() != kind);
        let slots = &mut *slots;
        if let Some((running, cancel)) = &slots.running {
            let replaced = *running == kind;
            if replaced || *running == JobKind::Count {
                slots.preempted = !replaced;
                cancel.cancel();
            }
        }
        slots.waiting.push_back(job);
        self.shared.changed.notify_one();
    }

    /// Cancels a job, whether or not it is running. A message reports it in both cases.
    pub(crate) fn cancel(&self, kind: JobKind) {
        let mut slots = self.shared.lock();
        let waited = slots.waiting.len();
        slots.waiting.retain(|waiting| waiting.kind() != kind);
        match &slots.running {
            Some((running, cancel)) if *running == kind => cancel.cancel(),
            _ if slots.waiting.len() < waited => {
                // If the channel is closed, its reader notices.
                let _ = self.messages.send(Message::Stopped(kind));
            }
            _ => {}
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Slots> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a job; `None` once the worker has to stop.
    fn next(&self) -> Option<(Job, Cancel)> {
        let mut slots = self.lock();
        loop {
            if slots.stop {
                return None;
            }
            let first = slots.waiting.iter().position(|job| job.kind() != JobKind::Count);
            let at = first.unwrap_or(0);
            if let Some(job) = slots.waiting.remove(at) {
                let cancel = Cancel::default();
                slots.running = Some((job.kind(), cancel.clone()));
                slots.preempted = false;
                return Some((job, cancel));
            }
            slots = self.changed.wait(slots).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Frees the slot; a job that made room is queued again.
    fn finished(&self, job: Job, done: Message) -> Option<Message> {
        let mut slots = self.lock();
        slots.running = None;
        let stopped = matches!(done, Message::Stopped(_));
        if stopped && slots.preempted {
            if !slots.waiting.iter().any(|waiting| waiting.kind() == job.kind()) {
                slots.waiting.push_back(job);
            }
            return None;
        }
        let replaced = stopped && slots.waiting.iter().any(|waiting| waiting.kind() == job.kind());
        (!replaced).then_some(done)
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        {
            let mut slots = self.shared.lock();
            slots.stop = true;
            if let Some((_, cancel)) = &slots.running {
                cancel.cancel();
            }
        }
        self.shared.changed.notify_all();
        self.thread.join(self.is_of_server.then_some(GRACE));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, channel};
    use std::time::Duration;

    use super::*;
    use crate::store::testing::{TestDb, environment};

    /// The first message other than that the job waits.
    fn result(messages: &Receiver<Message>) -> Message {
        loop {
            match messages.recv_timeout(Duration::from_secs(20)).expect("a message") {
                Message::Waiting(_) => {}
                other => return other,
            }
        }
    }

    #[test]
    fn a_job_waits_for_a_locked_database() {
        let db = TestDb::new();
        let mut store = Store::create(&db.path(), environment()).unwrap();
        store.set_lock_timeout(Duration::from_millis(1)).unwrap();
        let lock = db.lock();

        let (sender, messages) = channel();
        let worker = Worker::start(store, sender).unwrap();
        worker.request(Job::Count);
        let waits = messages.recv_timeout(Duration::from_secs(20));
        assert!(matches!(waits, Ok(Message::Waiting(JobKind::Count))), "{waits:?}");
        drop(lock);
        let counted = result(&messages);
        assert!(matches!(counted, Message::Counted(_)), "{counted:?}");

        let _lock = db.lock();
        worker.request(Job::Count);
        drop(worker);
    }

    #[test]
    fn a_job_cancelled_before_it_began_is_reported_too() {
        let db = TestDb::new();
        let mut store = Store::create(&db.path(), environment()).unwrap();
        store.set_lock_timeout(Duration::from_millis(1)).unwrap();
        let _lock = db.lock();
        let (sender, messages) = channel();
        let worker = Worker::start(store, sender).unwrap();
        // It waits for the lock, so that the other job cannot start.
        worker.request(Job::ListUsers { request: 1 });
        worker.request(Job::PreviewUndo(Some(crate::domain::ChangeId(1))));
        worker.cancel(JobKind::PreviewUndo);
        let received = result(&messages);
        assert!(matches!(received, Message::Stopped(JobKind::PreviewUndo)), "{received:?}");
        worker.cancel(JobKind::SelectUsers);
        let received = result(&messages);
        assert!(matches!(received, Message::Stopped(JobKind::SelectUsers)), "{received:?}");
    }
}
