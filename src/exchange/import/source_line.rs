//! A line of a table in any format.

use super::cell::FileCell;

/// A line that is not empty.
#[derive(Clone, Debug)]
pub(super) struct SourceLine {
    /// Counted from 1.
    pub(super) number: u64,
    /// The cells that are not empty, in order.
    pub(super) cells: Vec<FileCell>,
    /// The cells of hidden columns that are not read.
    pub(super) hidden: Vec<FileCell>,
    /// The number of cells in a line of a text file, including empty ones: cells after
    /// them are missing, not empty. `None` in a workbook, where no cell is missing.
    pub(super) width: Option<u32>,
    /// Whether a line break ends it; otherwise it is the end of the file, which may
    /// be truncated.
    pub(super) is_ended: bool,
    /// Whether the line is hidden in a workbook and must not be read.
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

    /// The same, or the file ends with an empty cell in this column and no line
    /// break, so that its value may be truncated.
    pub(super) fn may_miss(&self, column: u32) -> bool {
        let is_last = !self.is_ended && self.width == Some(column + 1);
        self.lacks(column) || is_last && !self.cells.iter().any(|cell| cell.column == column)
    }
}
