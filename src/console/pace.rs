//! How far long work is, told at a pace that a person can read, with the rate
//! at which it goes.

use std::time::{Duration, Instant};

use super::job::JobKind;
use super::message::Message;

/// Between two messages.
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

    /// Says something else than how far the work is.
    pub(crate) fn tell(&mut self, message: Message) {
        (self.tell)(message);
    }

    /// So many cells of so many are done.
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
