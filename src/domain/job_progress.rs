//! Watching long work: its progress is told, and it can be stopped.

use super::Cancel;

/// Progress is told after so many cells at the latest.
const STEP: u64 = 4_096;

/// How long work tells its progress and learns that it is to stop. Made for
/// one piece of work.
#[derive(Default)]
pub struct JobProgress<'a> {
    cancel: Option<&'a Cancel>,
    progress: Option<&'a mut dyn FnMut(u64, u64)>,
    done: u64,
    total: u64,
    /// When progress is told next.
    next: u64,
}

impl<'a> JobProgress<'a> {
    /// Calls `progress` with the cells that are done and those that there are
    /// in all, at first with none done, and asks `cancel` as often.
    #[must_use]
    pub fn new(cancel: &'a Cancel, progress: &'a mut dyn FnMut(u64, u64)) -> Self {
        Self { cancel: Some(cancel), progress: Some(progress), ..Self::default() }
    }

    /// Watches nothing and never stops.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Who may stop the work.
    pub(crate) fn cancel(&self) -> Option<&Cancel> {
        self.cancel
    }

    /// Begins work on so many cells, from the start if it had begun.
    pub(crate) fn begin(&mut self, total: u64) {
        (self.done, self.total) = (0, total);
        self.tell();
    }

    /// Notes that so many more cells are done; true if the work is to stop.
    #[must_use]
    pub(crate) fn advance(&mut self, cells: u64) -> bool {
        self.done = self.total.min(self.done + cells);
        if self.done >= self.next {
            self.tell();
        }
        self.is_cancelled()
    }

    /// Whether the work is to stop.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancel.is_some_and(Cancel::is_cancelled)
    }

    fn tell(&mut self) {
        self.next = self.done + STEP.min(self.total / 200).max(1);
        if let Some(progress) = &mut self.progress {
            progress(self.done, self.total);
        }
    }
}
