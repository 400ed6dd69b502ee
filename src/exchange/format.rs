//! The format and the layout of files, and the headings of columns that are not
//! companies.

use std::path::Path;

use super::ExchangeError;

/// The format of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Text with values separated by commas.
    Csv,
    /// A workbook of Excel or a similar program.
    Xlsx,
    /// JSON.
    Json,
}

/// The layout of the access matrix in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Layout {
    /// One line per user, one column per company, a mark for each grant.
    #[default]
    Matrix,
    /// One line for each grant.
    Pairs,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Xlsx, Self::Json];

    /// The usual extension of a file of this format.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Json => "json",
        }
    }

    /// The format that the extension of a path to write means.
    ///
    /// # Errors
    /// [`ExchangeError::UnknownFormat`].
    pub fn of(path: &Path) -> Result<Self, ExchangeError> {
        let known = Self::ALL.into_iter().find(|format| ending(path) == format.ending());
        known.ok_or_else(|| ExchangeError::UnknownFormat(path.into()))
    }

    /// The format of a file to read, if its extension means one.
    pub(super) fn of_read(path: &Path) -> Option<Self> {
        match ending(path).as_str() {
            "tsv" | "txt" => Some(Self::Csv),
            "xlsm" => Some(Self::Xlsx),
            _ => Self::of(path).ok(),
        }
    }
}

/// The extension of a path, in lower case.
fn ending(path: &Path) -> String {
    path.extension().unwrap_or_default().to_string_lossy().to_lowercase()
}

/// Characters other than CR and LF that some programs read as a line break.
pub(super) const OTHER_LINE_BREAKS: [char; 5] =
    ['\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];

/// Whether a value looks like several lines of CSV that became one value because a
/// quotation mark was left open.
pub(super) fn is_like_lines(value: &str, separator: char) -> bool {
    value.contains(['\r', '\n']) && value.contains(separator)
}

/// The mark of a grant.
pub(super) const MARK: &str = "x";

/// The sheet of an export with the totals, which is not imported.
pub(super) const TOTALS: &str = "Totals";

/// The headings before the companies of a matrix.
pub(super) const MATRIX_HEADINGS: [&str; 3] = ["username", "full name", "role"];

/// The headings of pairs.
pub(super) const PAIR_HEADINGS: [&str; 7] =
    ["username", "company code", "company name", "tenant", "granted at", "by", "reason"];

/// The same headings in a workbook. Their spelling differs, so that CSV saved from such a
/// workbook can be distinguished from our own CSV, in which names may begin with an apostrophe.
pub(super) const MATRIX_TITLES: [&str; 3] = ["Username", "Full name", "Role"];
pub(super) const PAIR_TITLES: [&str; 7] =
    ["Username", "Company code", "Company name", "Tenant", "Granted at", "By", "Reason"];

/// The meaning of a column that is not a company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heading {
    Username,
    /// The company of a pair.
    Company,
    /// The tenant of that company.
    Tenant,
    /// Another property of a user or a grant.
    Aside,
}

impl Heading {
    /// The rank of a heading among those with the same meaning: the most explicit one has the
    /// smallest rank and is used.
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

    /// The meaning of a heading, regardless of the companies. Case, spaces and punctuation are
    /// ignored.
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
