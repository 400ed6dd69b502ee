//! A line of a file of users or companies.

use crate::domain::Draft;

/// One line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportLine {
    /// Its number in the file.
    pub line: u64,
    /// Its fields. The username or code still has its surrounding spaces.
    pub draft: Draft,
    /// The username or code without its leading apostrophe, if it is unclear whether that is
    /// part of it.
    pub uncovered: Option<String>,
}
