//! CSV as this program and spreadsheets write it: commas, semicolons, tabs or
//! bars, in whatever encoding, with any ends of lines.

use std::io::{Cursor, Read};

use csv::{Position, ReaderBuilder, StringRecord, Terminator};

use super::Limits;
use super::cell::Cell;
use super::encoding::{self, Budget, Utf8};
use super::source::{Source, too_much};
use super::table::{Line, Lines};
use crate::domain::Watch;
use crate::exchange::ExchangeError;
use crate::store::StoreError;

/// Text looked at to tell what separates its values.
const SAMPLE: u64 = 64 * 1024;

/// Lines looked at for the same.
const LINES: usize = 20;

const TOO_LONG: &str = "bytes in a line";

pub(super) fn read(
    source: &Source,
    limits: &Limits,
    table: &mut dyn Lines,
    watch: &mut Watch<'_>,
) -> Result<(), ExchangeError> {
    let encoding = encoding::of(source)?;
    if encoding == encoding_rs::WINDOWS_1252 {
        table.note("the file is no UTF-8: it was read as Windows-1252".into());
    }
    let budget = Budget::new(limits.line);
    let mut text = Utf8::new(source.rewound()?, encoding, budget.clone());
    let mut sample = Vec::new();
    text.by_ref().take(SAMPLE).read_to_end(&mut sample).map_err(|error| source.fault(error))?;
    let shape = Shape::of(&String::from_utf8_lossy(&sample));
    budget.renew();

    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(shape.delimiter)
        .terminator(Terminator::Any(shape.end))
        // The last line ends too, whether the file says so or not.
        .from_reader(Cursor::new(sample).chain(text).chain(Cursor::new([shape.end])));
    watch.begin(source.length());
    let mut record = StringRecord::new();
    let mut last = 0;
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(_) if budget.is_spent() => {
                return Err(ExchangeError::TooMuch { what: TOO_LONG, most: limits.line });
            }
            Err(error) => return Err(fault(source, error)),
        }
        if watch.advance(budget.renew()) {
            return Err(StoreError::Cancelled.into());
        }
        too_much("columns", record.len() as u64, limits.columns)?;
        let line = shape.line(&record, reader.position());
        if line.number <= last {
            // What ends the file was taken for a part of a value.
            let sentence =
                format!("a quotation mark at line {} or behind it is never closed", last + 1);
            return Err(ExchangeError::Malformed(sentence));
        }
        last = line.number;
        if !(line.number == 1 && shape.names_delimiter) {
            table.line(line)?;
        }
    }
    table.end()
}

fn fault(source: &Source, error: csv::Error) -> ExchangeError {
    let what = error.to_string();
    match error.into_kind() {
        csv::ErrorKind::Io(error) => source.fault(error),
        _ => ExchangeError::Malformed(what),
    }
}

/// How the text is cut into values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Shape {
    delimiter: u8,
    /// With what a line ends.
    end: u8,
    /// Whether before that stands a carriage return.
    returns: bool,
    /// Whether the first line is Excel's `sep=;`.
    names_delimiter: bool,
}

impl Shape {
    fn of(sample: &str) -> Self {
        let end = if sample.contains('\n') || !sample.contains('\r') { '\n' } else { '\r' };
        let first = sample.split(end).next().unwrap_or_default();
        let named = first.trim().trim_matches('"').strip_prefix("sep=");
        let named = named.and_then(|rest| rest.bytes().next()).filter(u8::is_ascii);
        Self {
            delimiter: named.unwrap_or_else(|| most_frequent(sample, end)),
            end: if end == '\n' { b'\n' } else { b'\r' },
            returns: end == '\n' && first.ends_with('\r'),
            names_delimiter: named.is_some(),
        }
    }

    /// A record as a line; `after` are the line breaks up to its end.
    fn line(self, record: &StringRecord, after: &Position) -> Line {
        let number = if self.end == b'\n' {
            let inside: usize = record.iter().map(|cell| cell.matches('\n').count()).sum();
            after.line().saturating_sub(1 + inside as u64)
        } else {
            after.record()
        };
        let last = record.len().saturating_sub(1);
        let cell = |(at, cell)| {
            let cell: &str = cell;
            // The line's end, not the value's.
            let ended = self.returns && at == last;
            let cell = if ended { cell.strip_suffix('\r').unwrap_or(cell) } else { cell };
            Cell::text(u32::try_from(at).unwrap_or(u32::MAX), cell)
        };
        let cells = record.iter().enumerate().map(cell);
        let cells = cells.filter(|cell| !cell.text.is_empty()).collect();
        Line { width: u32::try_from(record.len()).ok(), ..Line::new(number, cells) }
    }
}

/// What stands most often between values in the first lines: a comma if
/// nothing does.
fn most_frequent(sample: &str, end: char) -> u8 {
    let candidates = [b',', b';', b'\t', b'|'];
    let mut counts = [0usize; 4];
    let (mut quoted, mut lines) = (false, 0);
    for letter in sample.chars() {
        if letter == '"' {
            quoted = !quoted;
        } else if letter == end && !quoted {
            lines += 1;
            if lines == LINES {
                break;
            }
        } else if !quoted
            && let Some(at) = candidates.iter().position(|it| char::from(*it) == letter)
        {
            counts[at] += 1;
        }
    }
    // Of equals the first.
    let best = (0..4).rev().max_by_key(|at| counts[*at]).unwrap_or(0);
    candidates[best]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_separates_values_is_seen() {
        for (sample, delimiter) in [
            ("user,NYC\nsarah,x\n", b','),
            ("user;NYC\nsarah, the one;x\n", b';'),
            ("user\tNYC\r\n", b'\t'),
            ("user|NYC\n", b'|'),
            ("sep=;\nuser,x;NYC\n", b';'),
            ("user\nsarah\n", b','),
            ("\"a;b;c;d\",x\n", b','),
            ("", b','),
        ] {
            assert_eq!(Shape::of(sample).delimiter, delimiter, "{sample:?}");
        }
        let old = Shape::of("user,NYC\rsarah,x\r");
        assert_eq!((old.end, old.returns), (b'\r', false));
        let dos = Shape::of("user,NYC\r\nsarah,x\r\n");
        assert_eq!((dos.end, dos.returns), (b'\n', true));
    }
}
