//! Sentences that several readers say of a file.

use super::headings::HEAD;
use crate::exchange::ExchangeError;

/// So many columns, sheets, users or companies are named in a note.
pub(super) const NAMED: usize = 10;

/// A note of columns or sheets that were not read.
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

/// Several of what a line of a file is.
pub(super) fn units(unit: &str) -> &'static str {
    if unit == "entry" { "entries" } else { "lines" }
}

/// A file has no headings, or names nothing that is known.
pub(super) fn no_headings(looked_in: &str) -> ExchangeError {
    ExchangeError::NoHeadings {
        looked_in: looked_in.to_owned(),
        wanted: "the usernames (username, user or login) and the companies by code or name"
            .to_owned(),
    }
}

/// Where headings are looked for, of a sheet if there is one.
pub(super) fn looked_in(sheet: Option<&str>) -> String {
    match sheet {
        Some(sheet) => format!("the first {HEAD} rows of {sheet}"),
        None => format!("the first {HEAD} lines"),
    }
}
