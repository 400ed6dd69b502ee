//! Sentences about a file that several readers use.

use super::headings::HEAD;
use crate::exchange::ExchangeError;

/// How many columns, sheets, users or companies a note names.
pub(super) const NAMED: usize = 10;

/// A note on columns or sheets that were not read.
pub(super) fn not_read(what: &str, names: &[impl AsRef<str>]) -> String {
    format!("{what} that were not read: {}", named(names))
}

/// The first of them, and how many more there are.
pub(super) fn named(names: &[impl AsRef<str>]) -> String {
    let first: Vec<&str> = names.iter().take(NAMED).map(AsRef::as_ref).collect();
    let rest = match names.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{}{rest}", first.join(", "))
}

/// The plural of the word for a line of a file.
pub(super) fn units(unit: &str) -> &'static str {
    if unit == "entry" { "entries" } else { "lines" }
}

/// The error for a file without headings or without any known name.
pub(super) fn no_headings(part_searched: &str) -> ExchangeError {
    ExchangeError::NoHeadings {
        part_searched: part_searched.to_owned(),
        wanted: "the usernames (username, user or login) and the companies by code or name"
            .to_owned(),
    }
}

/// The part of the file in which headings were searched.
pub(super) fn part_searched(sheet: Option<&str>) -> String {
    match sheet {
        Some(sheet) => format!("the first {HEAD} rows of {sheet}"),
        None => format!("the first {HEAD} lines"),
    }
}
