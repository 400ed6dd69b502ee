//! What a line of a file says of a grant, beside its names.

use std::ops::Range;

use super::cell::{CellKind, FileCell};
use crate::domain::{Sign, placeholder};

/// A line that does not simply say yes.
pub(super) struct GrantLine {
    pub(super) of: GrantTarget,
    pub(super) said: Said,
}

/// What a line is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum GrantTarget {
    /// A pair, by the place of its mark.
    Pair(usize),
    /// An entry with the companies of a user, or a line of a matrix.
    List {
        /// The places of their marks.
        marks: Range<usize>,
        /// The user, by place among the names.
        name: u32,
        line: u64,
    },
}

/// What a cell says of its line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Said {
    Yes,
    No(String),
    Nothing,
    Sign(Sign),
    Other(String),
    /// Under a heading that says so: the grant has ended, or ends.
    Ended(String),
    /// Under a heading that is not known: a date that others lack.
    Dated(String),
}

/// What becomes of such a line.
pub(super) enum Verdict {
    Grants,
    /// The file says no.
    Denies,
    /// Nobody knows, and why.
    Unclear(String),
}

/// Whether a text is a word or a day for no value.
pub(super) fn says_nothing(text: &str) -> bool {
    placeholder::means_no_value(text) || text.contains("9999") && placeholder::is_date(text.trim())
}

/// Whether a cell is a date or a time: then a column `granted` says when.
pub(super) fn is_date(cell: &FileCell) -> bool {
    matches!(cell.kind, CellKind::Date | CellKind::Time)
        || placeholder::is_date_of_any_form(cell.text.trim())
}
