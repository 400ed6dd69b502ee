//! Limits the total text in the cells of a sheet: a small workbook can repeat one long
//! text in millions of cells.

use super::Limits;
use super::source::too_much;
use crate::exchange::ExchangeError;

/// The texts that were read so far.
pub(super) struct Texts {
    bytes: u64,
    most: u64,
    most_of_cell: u64,
}

impl Texts {
    pub(super) fn new(limits: &Limits) -> Self {
        Self { bytes: 0, most: limits.texts, most_of_cell: limits.cell }
    }

    /// The text of one cell, before it is kept.
    ///
    /// # Errors
    /// [`ExchangeError::TooMuch`] if it is too long for a cell.
    pub(super) fn of_cell<'t>(&self, text: &'t str) -> Result<&'t str, ExchangeError> {
        // There are at most as many characters as bytes.
        if text.len() as u64 > self.most_of_cell {
            let length = text.chars().count() as u64;
            too_much("characters in a cell of the workbook", length, self.most_of_cell)?;
        }
        Ok(text)
    }

    /// Counts one more.
    ///
    /// # Errors
    /// [`ExchangeError::TooMuch`] if the total is too much.
    pub(super) fn add(&mut self, text: &str) -> Result<(), ExchangeError> {
        self.bytes += text.len() as u64;
        too_much("bytes of text in the cells of the workbook", self.bytes, self.most)
    }
}
