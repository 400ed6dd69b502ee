//! What files look like: their format, their layout, and the headings that
//! are no companies.

use std::path::Path;

use super::ExchangeError;

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Text, its values separated by commas.
    Csv,
    /// A workbook of Excel and its like.
    Xlsx,
    /// JSON.
    Json,
}

/// How the access matrix is laid out in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Layout {
    /// Users down, companies across, a mark for each grant.
    #[default]
    Matrix,
    /// One line for each grant.
    Pairs,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Xlsx, Self::Json];

    /// The usual ending of a file of this format.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Json => "json",
        }
    }

    /// The format that the ending of a path to write stands for.
    ///
    /// Errors: [`ExchangeError::UnknownFormat`].
    pub fn of(path: &Path) -> Result<Self, ExchangeError> {
        let known = Self::ALL.into_iter().find(|format| ending(path) == format.ending());
        known.ok_or_else(|| ExchangeError::UnknownFormat(path.into()))
    }

    /// The format of a file to read by its ending, if that says one.
    pub(super) fn of_read(path: &Path) -> Option<Self> {
        match ending(path).as_str() {
            "tsv" | "txt" => Some(Self::Csv),
            "xlsm" => Some(Self::Xlsx),
            _ => Self::of(path).ok(),
        }
    }
}

/// The ending of a path, in lower case.
fn ending(path: &Path) -> String {
    path.extension().unwrap_or_default().to_string_lossy().to_lowercase()
}

/// Characters beside CR and LF that some programs take for a line break.
pub(super) const OTHER_LINE_BREAKS: [char; 5] =
    ['\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];

/// Whether a value looks like several lines of CSV, which a quotation mark that was
/// left open would make one value.
pub(super) fn is_like_lines(value: &str, separator: char) -> bool {
    value.contains(['\r', '\n']) && value.contains(separator)
}

/// The mark of a grant.
pub(super) const MARK: &str = "x";

/// The sheet of an export that has the totals: nothing to import.
pub(super) const TOTALS: &str = "Totals";

/// The headings before the companies of a matrix.
pub(super) const MATRIX_HEADINGS: [&str; 3] = ["username", "full name", "role"];

/// The headings of pairs.
pub(super) const PAIR_HEADINGS: [&str; 7] =
    ["username", "company code", "company name", "tenant", "granted at", "by", "reason"];

/// The same headings in a workbook. That they are written otherwise tells CSV
/// that a spreadsheet program has made of it from CSV of ours, in which names may
/// have an apostrophe before them.
pub(super) const MATRIX_TITLES: [&str; 3] = ["Username", "Full name", "Role"];
pub(super) const PAIR_TITLES: [&str; 7] =
    ["Username", "Company code", "Company name", "Tenant", "Granted at", "By", "Reason"];

/// What a heading says of its column, if it is not a company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heading {
    Username,
    /// The company of a pair.
    Company,
    /// The tenant of that company.
    Tenant,
    /// Whatever is said of a user or a grant beside that.
    Aside,
}

impl Heading {
    /// The plainer a heading, the smaller: of several that mean the same the
    /// plainest is taken.
    pub(super) fn rank(text: &str) -> usize {
        let word = word(text);
        let plain = [
            "username",
            "companycode",
            "code",
            "user",
            "login",
            "company",
            "companyid",
            "tenantcode",
        ];
        plain.iter().position(|plain| *plain == word).unwrap_or(plain.len())
    }

    /// What a heading means whatever companies there are. Upper and lower
    /// case, spaces and the like don't count.
    pub(super) fn of(text: &str) -> Option<Self> {
        Some(match word(text).as_str() {
            "username" | "user" | "users" | "login" | "loginname" | "account" | "userid" => {
                Self::Username
            }
            "company" | "companycode" | "code" | "companies" | "companyname" | "companyid" => {
                Self::Company
            }
            "tenant" | "tenantcode" | "tenantname" => Self::Tenant,
            "fullname" | "name" | "firstname" | "lastname" | "role" | "grantedat" | "granted"
            | "by" | "grantedby" | "reason" | "email" | "mail" | "status" | "active" | "home"
            | "homecompany" | "department" | "comment" | "comments" | "note" | "notes"
            | "total" => Self::Aside,
            _ => return None,
        })
    }
}

/// The letters and digits of a heading, in lower case.
pub(super) fn word(text: &str) -> String {
    let letters = text.chars().filter(|letter| letter.is_alphanumeric());
    letters.collect::<String>().to_lowercase()
}
