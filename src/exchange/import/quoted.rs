//! Splits CSV into records, strictly: a line that is not quoted as in RFC 4180 is an
//! error; the end of its values is never guessed.

use std::io::{self, Read};

use crate::exchange::format::OTHER_LINE_BREAKS;

/// Bytes read at once.
const CHUNK: usize = 32 * 1024;

/// The line ending of a file, outside of quoted values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// LF, or CR and LF.
    Lf,
    /// CR alone.
    Cr,
}

/// One record, which is one line unless a quoted value has line breaks.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct QuotedRow {
    /// The line in which it begins, counted from 1.
    pub(super) line: u64,
    /// The line in which it ends.
    pub(super) last_line: u64,
    pub(super) cells: Vec<String>,
    /// Which cells are in quotation marks.
    pub(super) is_quoted: Vec<bool>,
    /// Whether a line break ends it; otherwise the end of the file does.
    pub(super) is_ended: bool,
    /// Why it cannot be split into values.
    pub(super) fault: Option<&'static str>,
    /// The line and the column, counted from 1, of a quotation mark that is never
    /// closed.
    pub(super) unclosed: Option<(u64, usize)>,
}

impl QuotedRow {
    /// Adds a value. An unquoted value must not have characters that some programs read as a line
    /// break.
    fn end_value(&mut self, value: String, state: QuoteState) {
        let may_break = matches!(state, QuoteState::Plain)
            && value.bytes().any(|byte| matches!(byte, 0xb | 0xc | 0xc2 | 0xe2));
        if may_break && !value.trim().is_empty() {
            let found = OTHER_LINE_BREAKS.iter().position(|letter| value.contains(*letter));
            self.fault = self.fault.or(found.map(|at| OTHER_BREAKS[at]));
        }
        self.cells.push(value);
        self.is_quoted.push(matches!(state, QuoteState::Closed));
    }
}

/// Text after a closing quotation mark.
const AFTER_QUOTE: &str = "there is text after a closing quotation mark";
const INSIDE: &str = "a quotation mark is inside a value that does not begin with one";
const LONE_CR: &str = "there is a CR outside quotation marks, but lines end with LF";
const LONE_LF: &str = "there is an LF outside quotation marks, but lines end with CR";

/// The message for each of [`OTHER_LINE_BREAKS`].
const OTHER_BREAKS: [&str; 5] = [
    "a vertical tab (U+000B) outside quotation marks may be a line break",
    "a form feed (U+000C) outside quotation marks may be a line break",
    "a next line (U+0085) outside quotation marks may be a line break",
    "a line separator (U+2028) outside quotation marks may be a line break",
    "a paragraph separator (U+2029) outside quotation marks may be a line break",
];

#[derive(Clone, Copy)]
enum QuoteState {
    Start,
    Plain,
    Quoted,
    /// After a quotation mark that closes the value or is the first of two.
    Closed,
    /// In the last line of a record with an error.
    Skipping,
}

/// Reads record by record.
pub(super) struct QuotedRows<R> {
    input: R,
    bytes: Vec<u8>,
    at: usize,
    delimiter: u8,
    end: End,
    line: u64,
}

impl<R: Read> QuotedRows<R> {
    pub(super) fn new(input: R, delimiter: u8, end: End) -> Self {
        Self { input, bytes: Vec::new(), at: 0, delimiter, end, line: 1 }
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        if self.at == self.bytes.len() {
            self.bytes.resize(CHUNK, 0);
            let read = self.input.read(&mut self.bytes)?;
            self.bytes.truncate(read);
            self.at = 0;
        }
        Ok(self.bytes.get(self.at).copied())
    }

    fn next(&mut self) -> io::Result<Option<u8>> {
        let byte = self.peek()?;
        self.at += usize::from(byte.is_some());
        Ok(byte)
    }

    /// The next record; `None` after the last.
    ///
    /// # Errors
    ///
    /// Those of reading.
    pub(super) fn record(&mut self) -> io::Result<Option<QuotedRow>> {
        if self.peek()?.is_none() {
            return Ok(None);
        }
        let mut record = QuotedRow { line: self.line, ..QuotedRow::default() };
        let (mut state, mut value, mut opened) = (QuoteState::Start, Vec::new(), self.line);
        loop {
            let byte = self.next()?;
            if let QuoteState::Quoted = state {
                match byte {
                    None => {
                        record.unclosed = Some((opened, record.cells.len() + 1));
                        break;
                    }
                    Some(b'"') => state = QuoteState::Closed,
                    Some(byte) => {
                        self.count(byte)?;
                        value.push(byte);
                    }
                }
                continue;
            }
            let fault = match (byte, state) {
                (None, _) => break,
                (Some(b'\r' | b'\n'), _) => match self.break_of(byte)? {
                    Ok(()) => {
                        record.is_ended = true;
                        break;
                    }
                    Err(fault) => fault,
                },
                (_, QuoteState::Skipping) => continue,
                (Some(byte), _) if byte == self.delimiter => {
                    record.end_value(text(&mut value), state);
                    state = QuoteState::Start;
                    continue;
                }
                (Some(b'"'), QuoteState::Start) => {
                    (state, opened) = (QuoteState::Quoted, self.line);
                    continue;
                }
                (Some(b'"'), QuoteState::Closed) => {
                    value.push(b'"');
                    state = QuoteState::Quoted;
                    continue;
                }
                (Some(b'"'), _) => INSIDE,
                (Some(_), QuoteState::Closed) => AFTER_QUOTE,
                (Some(byte), _) => {
                    value.push(byte);
                    state = QuoteState::Plain;
                    continue;
                }
            };
            record.fault.get_or_insert(fault);
            state = QuoteState::Skipping;
        }
        record.end_value(text(&mut value), state);
        record.last_line = self.line;
        self.line += u64::from(record.is_ended);
        Ok(Some(record))
    }

    /// Reads the rest of a line break that begins with this byte. The inner error says that it is not
    /// a line break in this file.
    fn break_of(&mut self, byte: Option<u8>) -> io::Result<Result<(), &'static str>> {
        match (self.end, byte) {
            (End::Lf, Some(b'\n')) => return Ok(Ok(())),
            (End::Cr, Some(b'\n')) => return Ok(Err(LONE_LF)),
            (End::Cr, _) => {
                if self.peek()? == Some(b'\n') {
                    self.at += 1;
                }
                return Ok(Ok(()));
            }
            (End::Lf, _) => {}
        }
        // Some programs write CR, CR, LF.
        while self.peek()? == Some(b'\r') {
            self.at += 1;
        }
        Ok(match self.peek()? {
            Some(b'\n') => {
                self.at += 1;
                Ok(())
            }
            None => Ok(()),
            Some(_) => Err(LONE_CR),
        })
    }

    /// Counts the lines inside a quoted value, as an editor would.
    fn count(&mut self, byte: u8) -> io::Result<()> {
        let is_break = match (self.end, byte) {
            (_, b'\n') => true,
            (End::Cr, b'\r') => self.peek()? != Some(b'\n'),
            _ => false,
        };
        self.line += u64::from(is_break);
        Ok(())
    }
}

/// The bytes of a value, which are UTF-8.
fn text(value: &mut Vec<u8>) -> String {
    let bytes = std::mem::take(value);
    String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str, delimiter: u8, end: End) -> Vec<QuotedRow> {
        let mut records = QuotedRows::new(text.as_bytes(), delimiter, end);
        std::iter::from_fn(|| records.record().expect("bytes")).collect()
    }

    #[test]
    fn a_stray_quotation_mark_is_an_error_of_its_own_lines_only() {
        for (text, faults) in [
            ("a,\"b,\nc,\"d,x\ne,f\n", vec![(1, 2, Some(AFTER_QUOTE)), (3, 3, None)]),
            ("a,\"b\"c,x\ne,f", vec![(1, 1, Some(AFTER_QUOTE)), (2, 2, None)]),
            ("a,\"b\" ,x\ne,f", vec![(1, 1, Some(AFTER_QUOTE)), (2, 2, None)]),
            ("a,5\" b,x\r\ne,f", vec![(1, 1, Some(INSIDE)), (2, 2, None)]),
            ("a, \"b\",x\ne,f", vec![(1, 1, Some(INSIDE)), (2, 2, None)]),
            ("a\rb,x\ne,f", vec![(1, 1, Some(LONE_CR)), (2, 2, None)]),
            ("a\u{b}b,x\n\"e\u{b}\",f", vec![(1, 1, Some(OTHER_BREAKS[0])), (2, 2, None)]),
            ("a,x\u{c}\n\u{c},f", vec![(1, 1, Some(OTHER_BREAKS[1])), (2, 2, None)]),
            ("a,x\u{85}b,x\ne\u{e2},f", vec![(1, 1, Some(OTHER_BREAKS[2])), (2, 2, None)]),
            ("a,x\u{2028}b,x\n…", vec![(1, 1, Some(OTHER_BREAKS[3])), (2, 2, None)]),
            ("\u{2029}a,x\ne,f", vec![(1, 1, Some(OTHER_BREAKS[4])), (2, 2, None)]),
            ("a,\"b\nc\"\nd\r\r\ne\r", vec![(1, 2, None), (3, 3, None), (4, 4, None)]),
        ] {
            let found: Vec<_> = all(text, b',', End::Lf)
                .into_iter()
                .map(|it| (it.line, it.last_line, it.fault))
                .collect();
            assert_eq!(found, faults, "{text:?}");
        }
        let open = all("a\nb,\"c\nd", b',', End::Lf).pop().expect("a record");
        assert_eq!(open.unclosed, Some((2, 2)));
    }

    #[test]
    fn a_line_break_inside_quotation_marks_does_not_end_the_line() {
        let found = all("a,\"b\nc\",x\rd\r", b',', End::Cr);
        assert_eq!(found[0].cells, ["a", "b\nc", "x"]);
        assert_eq!((found[1].line, found[1].cells[0].as_str()), (3, "d"));
        let found = all("a,\"b\rc\"\n\"d\"\"e\"", b',', End::Lf);
        assert_eq!(found[0].cells, ["a", "b\rc"]);
        assert_eq!((found[1].cells[0].as_str(), found[1].is_ended), ("d\"e", false));
    }
}
