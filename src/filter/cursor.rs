//! A position in the text of a filter, and the words and phrases read from there.

use std::ops::Range;

use super::FilterError;

/// Whether an unquoted word or value may contain this character.
pub(super) fn is_letter(letter: char) -> bool {
    !letter.is_whitespace() && !matches!(letter, '|' | '(' | ')' | '"')
}

/// Reads a text from front to back.
#[derive(Clone, Debug)]
pub(super) struct Cursor<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The bytes of the next character.
    pub(super) fn width(&self) -> usize {
        self.peek().map_or(0, char::len_utf8)
    }

    /// Consumes the next character if it is this one.
    pub(super) fn consume(&mut self, wanted: char) -> bool {
        let matches = self.peek() == Some(wanted);
        if matches {
            self.at += wanted.len_utf8();
        }
        matches
    }

    pub(super) fn skip_spaces(&mut self) {
        self.take_while(char::is_whitespace);
    }

    pub(super) fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|letter| !wanted(letter)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    /// Reads a phrase with its quotes.
    ///
    /// # Errors
    ///
    /// The phrase is empty or not closed, or has an unknown escape.
    pub(super) fn phrase(&mut self) -> Result<String, FilterError> {
        let start = self.at;
        self.consume('"');
        let mut phrase = String::new();
        loop {
            let at = self.at;
            match self.next() {
                None => return Err(self.error(start..at, "missing closing quote")),
                Some('"') => break,
                // An escape in a name, as names are printed; the store reads it.
                Some('\\') if self.rest().starts_with("u{") => phrase.push('\\'),
                Some('\\') => {
                    let Some(escaped @ ('"' | '\\')) = self.next() else {
                        let message = "inside quotes, \\ can only escape \" or \\";
                        return Err(self.error(at..self.at, message));
                    };
                    phrase.push(escaped);
                }
                Some(letter) => phrase.push(letter),
            }
        }
        if phrase.is_empty() {
            return Err(self.error(start..self.at, "empty quotes"));
        }
        if self.peek().is_some_and(|next| is_letter(next) && next != ',' || next == '"') {
            let message = "expected a space after the closing quote";
            return Err(self.error(self.at..self.at, message));
        }
        Ok(phrase)
    }

    pub(super) fn error(&self, range: Range<usize>, message: impl Into<String>) -> FilterError {
        FilterError::new(self.text, range, message)
    }

    fn next(&mut self) -> Option<char> {
        let letter = self.peek()?;
        self.at += letter.len_utf8();
        Some(letter)
    }
}
