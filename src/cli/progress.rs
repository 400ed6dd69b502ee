//! How far long work is, on one line of standard error, if that is a terminal
//! and the work takes long enough for a person to wonder.

use std::time::{Duration, Instant};

use super::terminal_writer::{say_over, stderr_is_terminal};
use crate::text::{SafeText, safe};

/// How long a person doesn't wonder.
const SILENCE: Duration = Duration::from_millis(400);
/// Between two words.
const PAUSE: Duration = Duration::from_millis(100);

/// A line that is written over, and gone when the work is done.
pub(super) struct Progress {
    what: &'static str,
    is_seen: bool,
    next: Instant,
    said: bool,
}

impl Progress {
    /// `what` is done, in one word: `copying`.
    pub(super) fn new(what: &'static str) -> Self {
        let is_seen = stderr_is_terminal();
        Self { what, is_seen, next: Instant::now() + SILENCE, said: false }
    }

    /// So much is done, of so much; of nothing where the end is not known.
    pub(super) fn tell(&mut self, done: u64, total: u64) {
        let now = Instant::now();
        if !self.is_seen || now < self.next {
            return;
        }
        self.next = now + PAUSE;
        self.said = true;
        let far = match done.saturating_mul(100).checked_div(total) {
            Some(percent) => format!(" {percent} %"),
            None => String::new(),
        };
        say_over(&safe(&format!("{}{far} … ^C stops it", self.what)));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.said {
            say_over(&SafeText::default());
        }
    }
}
