//! What cannot be imported from a file, and its position in the file.

use std::fmt;

use crate::text;

/// How many problems are kept with their positions; the rest is only counted.
const MOST_LISTED: usize = 1000;

/// A position in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// `line`, or `entry` in JSON.
    pub unit: &'static str,
    /// The line, row or entry, counted from 1.
    pub line: u64,
    /// The column, counted from 1.
    pub column: Option<u32>,
}

/// A line counted from 1, and a column counted from 0.
pub(super) type Spot = (u64, Option<u32>);

/// Something that cannot be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The position.
    pub position: Position,
    /// The kind.
    pub kind: ProblemKind,
    /// What is wrong, and what was left out because of it.
    pub sentence: String,
}

/// The kind of a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    /// No user has that username.
    UnknownUser,
    /// Several users match it.
    AmbiguousUser,
    /// No company has that name.
    UnknownCompany,
    /// Several companies match the name.
    AmbiguousCompany,
    /// The id of the company is damaged, so it cannot be granted.
    UnusableCompany,
    /// No tenant has the name given for a company.
    UnknownTenant,
    /// A cell does not hold a valid mark.
    BadMark,
    /// A cell holds a sign that could mean yes or no.
    AmbiguousMark,
    /// The user or the grant is on an earlier line.
    DuplicateLine,
    /// The company has a column already.
    DuplicateColumn,
    /// A grant without a user or a company.
    Incomplete,
    /// A line or an entry without all cells, in a mirror import.
    ShortLine,
    /// A line with unbalanced quotation marks.
    UnreadableLine,
    /// A line with more values than there are headings.
    NoHeading,
    /// An error value, a date or the like where a name is expected.
    BadValue,
}

/// All problems of a file, in the order of their positions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems {
    /// The first thousand that were found.
    pub first: Vec<Problem>,
    /// How many there are in all.
    pub count: u64,
}

impl Problems {
    /// Counts a problem, and keeps it if it is one of the first; a long sentence is
    /// shortened in the middle.
    pub(super) fn push(&mut self, mut problem: Problem) {
        self.count += 1;
        if self.first.len() < MOST_LISTED {
            problem.sentence = text::sentence(problem.sentence);
            self.first.push(problem);
        }
    }

    /// Whether one of them explains why no company was recognized.
    pub(super) fn explain_no_company(&self) -> bool {
        use ProblemKind::{
            AmbiguousCompany, DuplicateColumn, UnknownCompany, UnknownTenant, UnreadableLine,
        };
        self.first.iter().any(|problem| {
            matches!(
                problem.kind,
                UnknownCompany
                    | AmbiguousCompany
                    | UnknownTenant
                    | DuplicateColumn
                    | UnreadableLine
            )
        })
    }

    /// Sorts them by position.
    pub(super) fn sort(&mut self) {
        self.first.sort_by_key(|problem| (problem.position.line, problem.position.column));
    }

    /// Whether there are no problems.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

impl ProblemKind {
    /// The word in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UnknownUser => "unknown_user",
            Self::AmbiguousUser => "ambiguous_user",
            Self::UnknownCompany => "unknown_company",
            Self::AmbiguousCompany => "ambiguous_company",
            Self::UnusableCompany => "unusable_company",
            Self::UnknownTenant => "unknown_tenant",
            Self::BadMark => "bad_mark",
            Self::AmbiguousMark => "ambiguous_mark",
            Self::DuplicateLine => "duplicate_line",
            Self::DuplicateColumn => "duplicate_column",
            Self::Incomplete => "incomplete",
            Self::ShortLine => "short_line",
            Self::UnreadableLine => "unreadable_line",
            Self::NoHeading => "no_heading",
            Self::BadValue => "bad_value",
        }
    }
}

impl fmt::Display for Position {
    /// `line 3, column 5`, or for a workbook `Access!E3`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.sheet, self.column) {
            (Some(sheet), Some(column)) => write!(f, "{sheet}!{}{}", letters(column), self.line),
            (Some(sheet), None) => write!(f, "{sheet}, row {}", self.line),
            (None, Some(column)) => write!(f, "{} {}, column {column}", self.unit, self.line),
            (None, None) => write!(f, "{} {}", self.unit, self.line),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.position, self.sentence)
    }
}

/// A position in the file. `column` is counted from 0, that of a [`Position`] from 1.
pub(super) fn position(
    sheet: Option<&String>,
    unit: &'static str,
    line: u64,
    column: Option<u32>,
) -> Position {
    let column = column.filter(|_| unit == "line").map(|column| column.saturating_add(1));
    Position { sheet: sheet.cloned(), unit, line, column }
}

/// The letters that a spreadsheet uses for a column, counted from 1.
fn letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_letters_of_a_spreadsheet() {
        for (column, name) in [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA")] {
            assert_eq!(letters(column), name);
        }
        assert_eq!(letters(16_384), "XFD");
    }
}
