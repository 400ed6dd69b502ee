//! Progress and cancellation of long-running work.

use super::{Cancel, ReceivedRow};

/// The maximum number of cells between two progress reports.
const STEP: u64 = 4_096;

/// Reports the progress of one job and tells it when to stop.
#[derive(Default)]
pub struct JobProgress<'a> {
    cancel: Option<&'a Cancel>,
    progress: Option<&'a mut dyn FnMut(u64, u64)>,
    rows: Option<&'a mut dyn FnMut(ReceivedRow)>,
    done: u64,
    total: u64,
    /// The number of cells at which progress is reported next.
    next: u64,
}

impl<'a> JobProgress<'a> {
    /// Calls `progress` with the cells done and the total, starting at 0, and checks
    /// `cancel` each time.
    #[must_use]
    pub fn new(cancel: &'a Cancel, progress: &'a mut dyn FnMut(u64, u64)) -> Self {
        Self { cancel: Some(cancel), progress: Some(progress), ..Self::default() }
    }

    /// Also reports the first rows that are read.
    #[must_use]
    pub fn reporting_rows(self, rows: &'a mut dyn FnMut(ReceivedRow)) -> Self {
        Self { rows: Some(rows), ..self }
    }

    /// Whether rows are reported.
    pub(crate) fn reports_rows(&self) -> bool {
        self.rows.is_some()
    }

    /// Reports a row that has been read.
    pub(crate) fn report_row(&mut self, row: ReceivedRow) {
        if let Some(rows) = &mut self.rows {
            rows(row);
        }
    }

    /// Reports nothing and never stops.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// The flag that stops the work.
    pub(crate) fn cancel(&self) -> Option<&Cancel> {
        self.cancel
    }

    /// Starts, or restarts, work on `total` cells.
    pub(crate) fn begin(&mut self, total: u64) {
        (self.done, self.total) = (0, total);
        self.report();
    }

    /// Counts more cells as done; true if the work should stop.
    #[must_use]
    pub(crate) fn advance(&mut self, cells: u64) -> bool {
        self.done = self.total.min(self.done + cells);
        if self.done >= self.next {
            self.report();
        }
        self.is_cancelled()
    }

    /// Whether the work should stop.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancel.is_some_and(Cancel::is_cancelled)
    }

    fn report(&mut self) {
        self.next = self.done + STEP.min(self.total / 200).max(1);
        if let Some(progress) = &mut self.progress {
            progress(self.done, self.total);
        }
    }
}
