//! Detects quotation marks that were left open and closed by a later one: valid CSV in
//! which one value holds the end of a line and the beginning of another. Such a
//! value has line breaks and separators, but an address may have them too. Stray quotation
//! marks cannot produce a line in which all values are quoted; grantgrid writes such values
//! that way.

use super::quoted::QuotedRow;
use crate::exchange::format::{MATRIX_TITLES, PAIR_TITLES, is_like_lines};

/// Checks the lines of a file in order.
pub(super) struct OpenQuotes {
    separator: char,
    /// The smallest number of values in a line so far.
    fewest: Option<usize>,
    /// Whether it begins like an exported file that a spreadsheet program has saved: such a file
    /// quotes every value correctly.
    is_saved: bool,
}

impl OpenQuotes {
    pub(super) fn new(separator: u8) -> Self {
        Self { separator: char::from(separator), fewest: None, is_saved: false }
    }

    /// Why the values of a record may come from several lines; `None` if they do not.
    pub(super) fn fault(&mut self, row: &QuotedRow) -> Option<String> {
        // A line with one value is a title or empty.
        if self.fewest.is_none() && row.cells.len() > 1 {
            self.is_saved = row.cells.starts_with(&MATRIX_TITLES.map(str::to_owned))
                || row.cells == PAIR_TITLES;
        }
        let is_suspect =
            row.line < row.last_line && !self.is_saved && !row.is_quoted.iter().all(|it| *it);
        if is_suspect && let Some((first, last)) = self.open_value(row) {
            return Some(sentence(row, first, last));
        }
        if row.cells.len() > 1 {
            let count = row.cells.len();
            self.fewest = Some(self.fewest.map_or(count, |fewest| fewest.min(count)));
        }
        None
    }

    /// The first and last line of the first value with line breaks and separators, if its
    /// parts may be lines of the table.
    fn open_value(&self, row: &QuotedRow) -> Option<(u64, u64)> {
        let (mut counts, mut found) = (vec![0], None);
        for cell in &row.cells {
            let first = counts.len() - 1;
            let mut ended = counts[first] + 1;
            for (at, part) in lines_of(cell).enumerate() {
                let separators = part.matches(self.separator).count();
                if at > 0 {
                    counts.push(0);
                    ended = 1;
                }
                if let Some(count) = counts.last_mut() {
                    *count = ended + separators;
                }
            }
            if found.is_none() && is_like_lines(cell, self.separator) {
                found = Some((row.line + first as u64, row.line + counts.len() as u64 - 1));
            }
        }
        found.filter(|_| self.may_be_lines(&counts, row.cells.len()))
    }

    /// Whether parts with these numbers of values may be lines of the table. A part with at least
    /// half the values of the shortest line may be one that was cut short.
    fn may_be_lines(&self, counts: &[usize], width: usize) -> bool {
        let whole = counts.split_last().and_then(|(_, whole)| whole.iter().max()).unwrap_or(&0);
        match self.fewest {
            Some(fewest) => whole * 2 >= fewest,
            None => counts.iter().all(|count| *count == width),
        }
    }
}

fn sentence(row: &QuotedRow, first: u64, last: u64) -> String {
    let to = if row.last_line == row.line + 1 { "and" } else { "to" };
    format!(
        "the quoted value that begins in line {first} runs on to line {last} and contains separators: \
         was a quotation mark left open? lines {} {to} {} are skipped",
        row.line, row.last_line
    )
}

/// The lines of a value, as an editor shows them.
fn lines_of(value: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(value);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(at) = text.find(['\r', '\n']) else {
            rest = None;
            return Some(text);
        };
        let width = if text[at..].starts_with("\r\n") { 2 } else { 1 };
        rest = Some(&text[at + width..]);
        Some(&text[..at])
    })
}
