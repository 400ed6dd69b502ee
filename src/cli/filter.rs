//! Filters on the command line: parsed before the database is opened. Carets below the text
//! mark an error.

use std::collections::HashSet;
use std::fmt;
use std::ops::Range;

use super::errors::WrongUsage;
use crate::domain::{Cancel, CompanyId};
use crate::filter::{Axis, Filter, FilterError, HistoryFilter, parse};
use crate::store::{Query, Store, StoreError};
use crate::text::{safe, width};

/// How many characters of a long filter are shown on each side of the error.
const AROUND: usize = 40;

/// `--where` of a command that lists companies of one user.
#[derive(Debug, clap::Args)]
pub(super) struct CompaniesArgs {
    /// Only companies that match the filter; `grantgrid companies --help` explains filters
    #[arg(id = "filter", long = "where", value_name = "FILTER", allow_hyphen_values = true)]
    text: Option<String>,
}

impl CompaniesArgs {
    /// # Errors
    ///
    /// Those of [`read`].
    pub(super) fn read(&self) -> anyhow::Result<Filter> {
        read(Axis::Companies, self.text.as_deref())
    }
}

/// The companies that match a filter.
pub(super) fn companies(
    store: &mut Store,
    filter: &Filter,
) -> Result<HashSet<CompanyId>, StoreError> {
    let companies = store.select_companies(&Query::of(filter), &Cancel::default())?;
    Ok(companies.into_iter().collect())
}

/// Parses a filter; `None` matches everything.
///
/// # Errors
///
/// [`BadFilter`], and [`WrongUsage`] for a field that only the console has.
pub(super) fn read(axis: Axis, text: Option<&str>) -> anyhow::Result<Filter> {
    let Some(text) = text else {
        return Ok(Filter::everything(axis));
    };
    let filter = parse(axis, text).map_err(|error| BadFilter { error, text: text.to_owned() })?;
    if filter.depends_on_marks() {
        let sentence = "is:marked works in the console only";
        return Err(WrongUsage(sentence.into()).into());
    }
    Ok(filter)
}

/// Parses the filter of `option` that selects what a command changes. An empty one
/// is refused: it is more likely an unset variable than a request to change everything.
///
/// # Errors
///
/// Those of [`read`], and [`WrongUsage`] for an empty filter.
pub(super) fn read_for_change(axis: Axis, option: &str, text: &str) -> anyhow::Result<Filter> {
    let filter = read(axis, Some(text))?;
    if filter.is_everything() {
        let sentence = format!(
            "the filter of {option} is empty; to select all {}, use `{option} 'n:>=0'`",
            axis.noun()
        );
        return Err(WrongUsage(sentence).into());
    }
    Ok(filter)
}

/// Reads the filter of the history.
///
/// # Errors
///
/// [`BadFilter`].
pub(super) fn read_history(text: &str) -> anyhow::Result<HistoryFilter> {
    Ok(HistoryFilter::parse(text).map_err(|error| BadFilter { error, text: text.to_owned() })?)
}

/// A filter that cannot be read.
#[derive(Debug)]
pub(super) struct BadFilter {
    error: FilterError,
    text: String,
}

impl BadFilter {
    /// The text, or the part of it around the error, and below it a line with
    /// carets under the error.
    pub(super) fn picture(&self) -> [String; 2] {
        let Range { start, end } = self.error.range();
        let (before, rest) = self.text.split_at(start);
        let (wrong, _) = rest.split_at(end - start);
        let from = before.char_indices().rev().nth(AROUND).map_or(0, |(at, _)| at);
        let to = rest.char_indices().nth(AROUND).map_or(rest.len(), |(at, _)| at);
        let before = safe(&before[from..]);
        let wrong = &wrong[..wrong.len().min(to)];
        let carets = width(&safe(wrong)).max(1);
        [
            format!("  {before}{}", safe(&rest[..to])),
            format!("  {}{}", " ".repeat(width(&before)), "^".repeat(carets)),
        ]
    }
}

impl fmt::Display for BadFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the filter, {}", self.error)
    }
}

impl std::error::Error for BadFilter {}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(text: &str) -> [String; 2] {
        let error = parse(Axis::Users, text).expect_err("a fault");
        BadFilter { error, text: text.into() }.picture()
    }

    #[test]
    fn the_carets_are_under_the_error() {
        assert_eq!(picture("smith rol:x"), ["  smith rol:x", "        ^^^"]);
        assert_eq!(picture("東京 (a"), ["  東京 (a", "       ^"]);
        assert_eq!(picture("a |"), ["  a |", "     ^"]);
        assert_eq!(picture("\u{1b} n:x"), ["  � n:x", "      ^"]);
        let long = format!("{} rol:x {}", "a".repeat(1000), "b".repeat(1000));
        let [text, carets] = picture(&long);
        assert!(text.len() < 100 && carets.len() < 100, "{text}");
        assert_eq!(&text[carets.find('^').expect("a caret")..][..3], "rol");
        picture(&format!("n:{}", "é".repeat(1000)));
    }
}
