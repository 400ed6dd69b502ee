//! Explains invalid JSON in plain words, in addition to the message of the JSON
//! library.

use std::fmt;

/// What is wrong, and what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JsonFault {
    what: JsonFlaw,
    /// The line, counted from 1.
    line: usize,
    /// The column, counted from 1.
    column: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum JsonFlaw {
    Ends,
    TooDeep,
    Misplaced,
}

impl std::error::Error for JsonFault {}

impl fmt::Display for JsonFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, line, column } = self;
        match what {
            JsonFlaw::Ends => write!(
                f,
                "the file ends too early, on line {line}; part of it may be missing: save or copy it again"
            ),
            JsonFlaw::TooDeep => write!(
                f,
                "in line {line}, column {column}, lists or objects are nested too deeply; an import needs \
                 one list of objects"
            ),
            JsonFlaw::Misplaced => write!(
                f,
                "near line {line}, column {column}, a comma, a colon, a bracket or a quotation mark is \
                 missing or is in the wrong place; correct the file there, or save it again"
            ),
        }
    }
}

impl From<&serde_json::Error> for JsonFault {
    fn from(error: &serde_json::Error) -> Self {
        let what = if error.is_eof() {
            JsonFlaw::Ends
        } else if error.to_string().contains("recursion limit") {
            JsonFlaw::TooDeep
        } else {
            JsonFlaw::Misplaced
        };
        Self { what, line: error.line(), column: error.column() }
    }
}
