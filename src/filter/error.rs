//! Errors in the text of a filter.

use std::ops::Range;

/// An error in the text of a filter: its position and what was expected there.
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

    /// The same error, with more at the end of the message.
    #[must_use]
    pub(crate) fn and(self, more: &str) -> Self {
        Self { message: format!("{}{more}", self.message), ..self }
    }

    /// The byte range of the error; empty where something is missing.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// Where they begin: 1 is the first character.
    #[must_use]
    pub fn column(&self) -> usize {
        self.column
    }

    /// The message without the position.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}
