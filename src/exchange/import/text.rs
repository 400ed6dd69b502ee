//! CSV as grantgrid and spreadsheets write it: with commas, semicolons, tabs or
//! vertical bars, in any encoding, with any line endings.

use std::io::{Cursor, Read};

use super::Limits;
use super::cell::FileCell;
use super::encoding::{self, Budget, TextEncoding, Utf8};
use super::open_quote::OpenQuotes;
use super::quoted::{End, QuotedRow, QuotedRows};
use super::source::{Source, too_much};
use super::source_line::SourceLine;
use super::table::Lines;
use crate::domain::JobProgress;
use crate::exchange::ExchangeError;
use crate::store::StoreError;

/// The number of bytes that are read to find the separator.
const SAMPLE: u64 = 64 * 1024;

/// The number of lines that are read to find the separator.
const LINES: usize = 20;

const TOO_LONG: &str = "bytes in a line";

pub(super) fn read(
    source: &Source,
    limits: &Limits,
    table: &mut dyn Lines,
    progress: &mut JobProgress<'_>,
) -> Result<(), ExchangeError> {
    let TextEncoding { encoding, notes } = encoding::of(source)?;
    for note in notes {
        table.note(note);
    }
    let budget = Budget::new(limits.line);
    let mut text = Utf8::new(source.rewound()?, encoding, budget.clone());
    let mut sample = Vec::new();
    text.by_ref().take(SAMPLE).read_to_end(&mut sample).map_err(|error| source.fault(error))?;
    let shape = TextShape::of(&String::from_utf8_lossy(&sample));
    budget.renew();

    let input = Cursor::new(sample).chain(text);
    let mut records = QuotedRows::new(input, shape.delimiter, shape.end);
    progress.begin(source.length());
    let mut first_fault = None;
    let mut open_quotes = OpenQuotes::new(shape.delimiter);
    loop {
        let record = match records.record() {
            Ok(Some(record)) => record,
            Ok(None) => break,
            Err(_) if budget.is_spent() => {
                return Err(ExchangeError::TooMuch { what: TOO_LONG, most: limits.line });
            }
            Err(error) => return Err(source.fault(error)),
        };
        if progress.advance(budget.renew()) {
            return Err(StoreError::Cancelled.into());
        }
        if let Some((line, column)) = record.unclosed {
            let sentence = format!(
                "the quotation mark opened in line {line}, column {column} is never closed"
            );
            return Err(ExchangeError::Malformed(sentence));
        }
        let fault = record.fault.map(|why| unreadable(&record, why));
        if let Some(sentence) = fault.or_else(|| open_quotes.fault(&record)) {
            first_fault.get_or_insert_with(|| format!("line {}: {sentence}", record.line));
            table.unreadable(record.line, sentence);
            continue;
        }
        too_much("columns", record.cells.len() as u64, limits.columns)?;
        if !(record.line == 1 && shape.names_delimiter) {
            with_fault(table.line(line(record)), first_fault.as_ref())?;
        }
    }
    with_fault(table.end(), first_fault.as_ref())
}

/// The problem of a record that cannot be split into values.
fn unreadable(record: &QuotedRow, why: &str) -> String {
    if record.last_line == record.line {
        return format!("{why}; line skipped");
    }
    let (first, last) = (record.line, record.last_line);
    format!(
        "{why} in line {last}, in a value that begins in line {first}; lines {first} to {last} are skipped"
    )
}

/// If no headings were found, adds that an unreadable line may have had them.
fn with_fault(
    done: Result<(), ExchangeError>,
    first_fault: Option<&String>,
) -> Result<(), ExchangeError> {
    match (done, first_fault) {
        (Err(ExchangeError::NoHeadings { .. }), Some(fault)) => {
            Err(ExchangeError::Malformed(format!("no headings were found; {fault}")))
        }
        (done, _) => done,
    }
}

/// A record as a line of the table.
fn line(record: QuotedRow) -> SourceLine {
    let width = u32::try_from(record.cells.len()).ok();
    let cells = (0..).zip(record.cells).map(|(column, text)| FileCell::text(column, text));
    let cells = cells.filter(|cell| !cell.text.is_empty()).collect();
    SourceLine { width, is_ended: record.is_ended, ..SourceLine::new(record.line, cells) }
}

/// How the text is split into values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct TextShape {
    delimiter: u8,
    end: End,
    /// Whether the first line is Excel's `sep=;`.
    names_delimiter: bool,
}

impl TextShape {
    fn of(sample: &str) -> Self {
        let lines = unquoted_lines(sample);
        let first = sample.split(['\n', '\r']).next().unwrap_or_default();
        let named = first.trim().trim_matches('"').strip_prefix("sep=");
        let named = named.and_then(|rest| rest.bytes().next()).filter(u8::is_ascii);
        Self {
            delimiter: named.unwrap_or_else(|| most_regular(&lines.counts)),
            end: lines.end.unwrap_or(End::Lf),
            names_delimiter: named.is_some(),
        }
    }
}

/// The possible separators, if there is no `sep=` line.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// What is outside of quoted values in the first lines.
struct Unquoted {
    /// The first line break.
    end: Option<End>,
    /// How many of each delimiter each line has.
    counts: Vec<[usize; 4]>,
}

fn unquoted_lines(sample: &str) -> Unquoted {
    let mut lines = Unquoted { end: None, counts: vec![[0; 4]] };
    let (mut quoted, mut at_start) = (false, true);
    let bytes = sample.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        if quoted {
            // The second of two opens the value again.
            quoted = *byte != b'"';
            continue;
        }
        let reopens = at > 0 && bytes[at - 1] == b'"' && !at_start;
        match byte {
            b'"' if at_start || reopens => quoted = true,
            b'\n' | b'\r' => {
                lines.end.get_or_insert_with(|| end_of(&bytes[at..]));
                if lines.counts.len() == LINES {
                    break;
                }
                lines.counts.push([0; 4]);
            }
            _ => {
                if let Some(found) = DELIMITERS.iter().position(|it| it == byte)
                    && let Some(counts) = lines.counts.last_mut()
                {
                    counts[found] += 1;
                }
            }
        }
        at_start = matches!(byte, b'\n' | b'\r') || DELIMITERS.contains(byte);
    }
    lines
}

/// The line ending that begins here.
fn end_of(rest: &[u8]) -> End {
    match rest.iter().find(|byte| **byte != b'\r') {
        Some(b'\n') => End::Lf,
        _ => End::Cr,
    }
}

/// The delimiter of which most lines have the same number; if there are several, the most
/// frequent; a comma if there is none.
fn most_regular(counts: &[[usize; 4]]) -> u8 {
    let score = |at: usize| {
        let of_lines: Vec<usize> = counts.iter().map(|counts| counts[at]).collect();
        let same = |count: &usize| of_lines.iter().filter(|other| *other == count).count();
        let most = of_lines.iter().filter(|count| **count > 0).map(same).max();
        (most.unwrap_or(0), of_lines.iter().sum::<usize>())
    };
    // The first of equally frequent ones.
    let best = (0..4).rev().max_by_key(|at| score(*at)).unwrap_or(0);
    DELIMITERS[best]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_are_recognized() {
        for (sample, delimiter) in [
            ("user,NYC\nsarah,x\n", b','),
            ("user;NYC\nsarah, the one;x\n", b';'),
            ("user;NYC\nsarah, the one, of us;x\nkim, the one, of them;x\n", b';'),
            ("user\tNYC\r\n", b'\t'),
            ("user|NYC\n", b'|'),
            ("sep=;\nuser,x;NYC\n", b';'),
            ("user\nsarah\n", b','),
            ("\"a;b;c;d\",x\n", b','),
            ("\"a;\"\";b;c;d\",x\n", b','),
            ("", b','),
        ] {
            assert_eq!(TextShape::of(sample).delimiter, delimiter, "{sample:?}");
        }
        for (sample, end) in [
            ("user,NYC\rsarah,x\r", End::Cr),
            ("user,NYC\r\nsarah,x\r\n", End::Lf),
            ("user,NYC\r\r\nsarah,x", End::Lf),
            ("\"us\ner\",NYC\rsarah,\"x\n\"\r", End::Cr),
            ("\"us\rer\",NYC\nsarah,x", End::Lf),
            ("user", End::Lf),
        ] {
            assert_eq!(TextShape::of(sample).end, end, "{sample:?}");
        }
    }
}
