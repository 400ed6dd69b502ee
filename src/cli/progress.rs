//! The progress of long work, on one line of standard error if that is a terminal.

use std::time::{Duration, Instant};

use super::terminal_writer::{print_over_line, stderr_is_terminal};
use crate::text::{SafeText, safe};

/// How long to wait before the first message.
const FIRST_MESSAGE: Duration = Duration::from_millis(400);
/// The interval between two messages.
const PAUSE: Duration = Duration::from_millis(100);

/// A progress line; cleared when dropped.
pub(super) struct Progress {
    what: &'static str,
    is_visible: bool,
    next: Instant,
    shown: bool,
}

impl Progress {
    /// `what` names the work in one word, such as `copying`.
    pub(super) fn new(what: &'static str) -> Self {
        let is_visible = stderr_is_terminal();
        Self { what, is_visible, next: Instant::now() + FIRST_MESSAGE, shown: false }
    }

    /// Reports progress; a total of 0 means that it is unknown.
    pub(super) fn report(&mut self, done: u64, total: u64) {
        let now = Instant::now();
        if !self.is_visible || now < self.next {
            return;
        }
        self.next = now + PAUSE;
        self.shown = true;
        let far = match done.saturating_mul(100).checked_div(total) {
            Some(percent) => format!(" {percent} %"),
            None => String::new(),
        };
        print_over_line(&safe(&format!("{}{far} … ^C stops it", self.what)));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown {
            print_over_line(&SafeText::default());
        }
    }
}
