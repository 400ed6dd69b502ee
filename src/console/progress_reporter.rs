//! Reports the progress of long-running work, at a rate that a person can read, and with its
//! speed.

use std::time::{Duration, Instant};

use super::job::JobKind;
use super::message::Message;

/// The time between two reports.
const PAUSE: Duration = Duration::from_millis(80);

pub(crate) struct ProgressReporter<'a> {
    job: JobKind,
    send: &'a mut dyn FnMut(Message),
    begun: Instant,
    last_sent: Option<Instant>,
}

impl<'a> ProgressReporter<'a> {
    pub(crate) fn new(job: JobKind, send: &'a mut dyn FnMut(Message)) -> Self {
        Self { job, send, begun: Instant::now(), last_sent: None }
    }

    /// Sends another message.
    pub(crate) fn send(&mut self, message: Message) {
        (self.send)(message);
    }

    /// Reports that `done` of `total` cells are done.
    pub(crate) fn progress(&mut self, done: u64, total: u64) {
        let now = Instant::now();
        if self.last_sent.is_some_and(|last_sent| now - last_sent < PAUSE) {
            return;
        }
        self.last_sent = Some(now);
        let passed = u64::try_from((now - self.begun).as_millis()).unwrap_or(u64::MAX);
        let rate = done.saturating_mul(1000).checked_div(passed).unwrap_or(0);
        (self.send)(Message::Progress { job: self.job, done, total, rate });
    }
}
