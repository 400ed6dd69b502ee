//! What is wrong with a filter's text, and where.

use std::ops::Range;

/// One sentence that names the place, what is wrong there and what was
/// expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("column {column}: {message}")]
pub struct FilterError {
    range: Range<usize>,
    column: usize,
    message: String,
}

impl FilterError {
    pub(super) fn new(text: &str, range: Range<usize>, message: impl Into<String>) -> Self {
        let column = text[..range.start].chars().count() + 1;
        Self { range, column, message: message.into() }
    }

    /// The bytes of the text that are wrong; empty where something is missing.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// Where they begin: 1 is the first character.
    #[must_use]
    pub fn column(&self) -> usize {
        self.column
    }

    /// What is wrong, without the place.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}
