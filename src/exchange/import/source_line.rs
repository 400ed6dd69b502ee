//! A line of a table, whatever file it comes from.

use super::cell::FileCell;

/// A line that holds something.
#[derive(Clone, Debug)]
pub(super) struct SourceLine {
    /// From 1 on.
    pub(super) number: u64,
    /// Those that hold something, in their order.
    pub(super) cells: Vec<FileCell>,
    /// Those of columns that the workbook hides, which are not read.
    pub(super) hidden: Vec<FileCell>,
    /// How many cells a line of text has, empty ones too: what comes behind them
    /// is missing, not empty. `None` in a workbook, where nothing is missing.
    pub(super) width: Option<u32>,
    /// Whether a line break ends it; else the file ends there, and may have been
    /// cut off.
    pub(super) is_ended: bool,
    /// Whether the line is hidden in a workbook, and therefore not to be read.
    pub(super) is_hidden: bool,
}

impl SourceLine {
    /// A line in which no cell is missing.
    pub(super) fn new(number: u64, cells: Vec<FileCell>) -> Self {
        Self { number, cells, hidden: Vec::new(), width: None, is_ended: true, is_hidden: false }
    }

    /// Whether the line ends before this column.
    pub(super) fn lacks(&self, column: u32) -> bool {
        self.width.is_some_and(|width| column >= width)
    }

    /// The same, or the file ends in an empty cell of this column, without a line
    /// break: what was there may have been cut off.
    pub(super) fn may_lack(&self, column: u32) -> bool {
        let is_last = !self.is_ended && self.width == Some(column + 1);
        self.lacks(column) || is_last && !self.cells.iter().any(|cell| cell.column == column)
    }
}
