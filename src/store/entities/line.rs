//! A line of a file of users or companies.

use crate::domain::Draft;

/// One line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportLine {
    /// Its number in the file.
    pub line: u64,
    /// Its fields; the username or code with the spaces around it.
    pub draft: Draft,
    /// The username or code without its leading apostrophe, if that may not be part of
    /// it.
    pub uncovered: Option<String>,
}
