//! Reports the progress of long-running work, at a rate that a person can read, and with its
//! speed.

use std::time::{Duration, Instant};

use super::job::JobKind;
use super::message::Message;

/// The time between two reports.
const PAUSE: Duration = Duration::from_millis(80);

pub(crate) struct Pace<'a> {
    job: JobKind,
    tell: &'a mut dyn FnMut(Message),
    begun: Instant,
    told: Option<Instant>,
}

impl<'a> Pace<'a> {
    pub(crate) fn new(job: JobKind, tell: &'a mut dyn FnMut(Message)) -> Self {
        Self { job, tell, begun: Instant::now(), told: None }
    }

    /// Sends another message.
    pub(crate) fn tell(&mut self, message: Message) {
        (self.tell)(message);
    }

    /// Reports that `done` of `total` cells are done.
    pub(crate) fn progress(&mut self, done: u64, total: u64) {
        let now = Instant::now();
        if self.told.is_some_and(|told| now - told < PAUSE) {
            return;
        }
        self.told = Some(now);
        let passed = u64::try_from((now - self.begun).as_millis()).unwrap_or(u64::MAX);
        let rate = done.saturating_mul(1000).checked_div(passed).unwrap_or(0);
        (self.tell)(Message::Progress { job: self.job, done, total, rate });
    }
}
