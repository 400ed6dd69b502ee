//! What a line of a file says about its grant, in addition to the names.

use std::ops::Range;

use super::cell::{CellKind, FileCell};
use crate::domain::{Sign, placeholder};

/// A line that does not simply say yes.
pub(super) struct GrantLine {
    pub(super) of: GrantTarget,
    pub(super) meaning: CellMeaning,
}

/// The marks that a line is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum GrantTarget {
    /// A pair, by the index of its mark.
    Pair(usize),
    /// An entry with the companies of a user, or a line of a matrix.
    List {
        /// The indexes of their marks.
        marks: Range<usize>,
        /// The user, by index among the names.
        name: u32,
        line: u64,
    },
}

/// The meaning of a cell for its line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum CellMeaning {
    Yes,
    No(String),
    Nothing,
    Sign(Sign),
    Other(String),
    /// The grant has ended or will end, because the heading says so.
    Ended(String),
    /// A date under an unknown heading, which other lines do not have.
    Dated(String),
}

/// What such a line results in.
pub(super) enum Verdict {
    Grants,
    /// The file says no.
    Denies,
    /// It is unclear, with the reason.
    Unclear(String),
}

/// Whether a text is a word or a date that stands for a missing value.
pub(super) fn means_missing(text: &str) -> bool {
    placeholder::means_no_value(text) || text.contains("9999") && placeholder::is_date(text.trim())
}

/// Whether a cell is a date or a time: in a column `granted` it is when the grant was made.
pub(super) fn is_date(cell: &FileCell) -> bool {
    matches!(cell.kind, CellKind::Date | CellKind::Time)
        || placeholder::is_date_of_any_form(cell.text.trim())
}
