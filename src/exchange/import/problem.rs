//! What cannot be imported from a file, and its position in the file.

use std::fmt;

use crate::text;

/// So many problems are kept with their places; the rest is counted.
const KEPT: usize = 1000;

/// A position in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// What a line is: `line`, or `entry` in JSON.
    pub unit: &'static str,
    /// The line, row or entry, from 1 on.
    pub line: u64,
    /// The column, from 1 on.
    pub column: Option<u32>,
}

/// A line from 1 on, and a column from 0 on.
pub(super) type Spot = (u64, Option<u32>);

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub position: Position,
    /// Of which sort.
    pub kind: ProblemKind,
    /// What is wrong, and what was left out because of it.
    pub sentence: String,
}

/// What sort of problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    /// Nobody has that username.
    UnknownUser,
    /// Several users match it.
    AmbiguousUser,
    /// No company answers to that name.
    UnknownCompany,
    /// Several companies answer to it.
    AmbiguousCompany,
    /// Its id is damaged: it cannot be granted.
    UnusableCompany,
    /// Nobody knows the tenant that is named beside a company.
    UnknownTenant,
    /// A cell does not hold a valid mark.
    BadMark,
    /// A cell holds a sign that could mean yes or no.
    AmbiguousMark,
    /// The user or the grant stood before.
    DuplicateLine,
    /// The company has a column already.
    DuplicateColumn,
    /// A grant without a user or a company.
    Incomplete,
    /// A line or an entry that lacks cells, under a mirror.
    ShortLine,
    /// A line whose quotation marks do not fit together.
    UnreadableLine,
    /// A pair has more values than there are headings.
    NoHeading,
    /// An error value, a date or the like where a name is expected.
    BadValue,
}

/// All problems of a file, in the order of their places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems {
    /// The first thousand that were found.
    pub first: Vec<Problem>,
    /// How many there are in all.
    pub count: u64,
}

impl Problems {
    /// Counts a problem, and keeps it if it is one of the first; of a long
    /// sentence the middle is left out.
    pub(super) fn push(&mut self, mut problem: Problem) {
        self.count += 1;
        if self.first.len() < KEPT {
            problem.sentence = text::sentence(problem.sentence);
            self.first.push(problem);
        }
    }

    /// Whether one of them tells why no company was recognized.
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

    /// Puts them in the order of their places.
    pub(super) fn sort(&mut self) {
        self.first.sort_by_key(|problem| (problem.position.line, problem.position.column));
    }

    /// Whether there are none.
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
    /// `line 3, column 5`; of a workbook `Access!E3`.
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

/// A position of the file; columns count from 0 here, and from 1 there.
pub(super) fn position(
    sheet: Option<&String>,
    unit: &'static str,
    line: u64,
    column: Option<u32>,
) -> Position {
    let column = column.filter(|_| unit == "line").map(|column| column.saturating_add(1));
    Position { sheet: sheet.cloned(), unit, line, column }
}

/// A column, from 1 on, as a spreadsheet calls it.
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
