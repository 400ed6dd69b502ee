//! A line of a file of users or companies.

use crate::domain::Draft;

/// One line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportLine {
    /// Its number in the file.
    pub line: u64,
    /// What it says; the username or code with the spaces around it.
    pub draft: Draft,
    /// The username or code without the apostrophe that it begins with, where
    /// that may not belong to it.
    pub uncovered: Option<String>,
}
