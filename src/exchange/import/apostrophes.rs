//! What an apostrophe before a name in a file means. CSV exported by grantgrid has one before each
//! name that a spreadsheet would run as a formula; elsewhere it is part of the name. The headings
//! show which files were exported.

use super::source_line::SourceLine;
use crate::exchange::format::{MATRIX_HEADINGS, MATRIX_TITLES, PAIR_HEADINGS, PAIR_TITLES};
use crate::exchange::formula_escape::{is_formula, original};

/// What an apostrophe before a name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Apostrophes {
    /// It is part of the name.
    PartOfNames,
    /// It prevents a spreadsheet from running the name, and is not part of it.
    BeforeFormulas,
    /// Either: the origin of the file is unknown.
    Unknown,
}

impl Apostrophes {
    /// Their meaning in a table with these headings. An exported workbook has no apostrophes, even
    /// after a spreadsheet program has saved it.
    pub(super) fn of(headings: &SourceLine, in_workbook: bool) -> Self {
        let begins = |with: &[&str]| {
            let cells = headings.cells.iter();
            let same = cells.zip((0..).zip(with));
            let same = same.filter(|(cell, (at, text))| cell.column == *at && cell.text == **text);
            same.count() == with.len()
        };
        let has_formula = headings.cells.iter().any(|cell| is_formula(&cell.text));
        if begins(&MATRIX_HEADINGS) || begins(&PAIR_HEADINGS) {
            if has_formula { Self::Unknown } else { Self::BeforeFormulas }
        } else if in_workbook || begins(&MATRIX_TITLES) || begins(&PAIR_TITLES) {
            Self::PartOfNames
        } else {
            Self::Unknown
        }
    }

    /// The same after a name was read: in exported CSV none begins like a formula, so such a name
    /// shows that another program wrote the file.
    pub(super) fn after(self, name: &str) -> Self {
        if self == Self::BeforeFormulas && is_formula(name) { Self::Unknown } else { self }
    }

    /// The meaning of a text, and another possible meaning.
    pub(super) fn readings(self, text: &str) -> (&str, Option<&str>) {
        match (self, original(text)) {
            (Self::PartOfNames, _) | (_, None) => (text, None),
            (Self::BeforeFormulas, Some(name)) => (name, None),
            (Self::Unknown, Some(name)) => (text, Some(name)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::cell::FileCell;
    use super::*;

    fn of(headings: &str, in_workbook: bool) -> Apostrophes {
        let cells = (0..).zip(headings.split(','));
        let cells = cells.map(|(column, text)| FileCell::text(column, text)).collect();
        Apostrophes::of(&SourceLine::new(1, cells), in_workbook)
    }

    #[test]
    fn the_headings_of_an_export_decide_what_apostrophes_mean() {
        for (headings, in_workbook, meaning) in [
            ("username,full name,role,PAR,'=1", false, Apostrophes::BeforeFormulas),
            ("username,full name,role,PAR", true, Apostrophes::BeforeFormulas),
            ("username,full name,role,=1", false, Apostrophes::Unknown),
            ("Username,Full name,Role,=1", false, Apostrophes::PartOfNames),
            ("username,PAR", false, Apostrophes::Unknown),
            ("username,PAR", true, Apostrophes::PartOfNames),
            ("full name,username,role", false, Apostrophes::Unknown),
            (
                "username,company code,company name,tenant,granted at,by,reason",
                false,
                Apostrophes::BeforeFormulas,
            ),
            (
                "Username,Company code,Company name,Tenant,Granted at,By,Reason",
                false,
                Apostrophes::PartOfNames,
            ),
            ("username,company code,company name", false, Apostrophes::Unknown),
        ] {
            assert_eq!(of(headings, in_workbook), meaning, "{headings}");
        }
    }

    #[test]
    fn an_apostrophe_before_a_text_is_optional() {
        assert_eq!(Apostrophes::PartOfNames.readings("'=1"), ("'=1", None));
        assert_eq!(Apostrophes::BeforeFormulas.readings("'=1"), ("=1", None));
        assert_eq!(Apostrophes::Unknown.readings("'=1"), ("'=1", Some("=1")));
        assert_eq!(Apostrophes::Unknown.readings("'tis"), ("'tis", None));
        assert_eq!(
            Apostrophes::BeforeFormulas.after("'=1").after("ada"),
            Apostrophes::BeforeFormulas
        );
        assert_eq!(Apostrophes::BeforeFormulas.after("=1"), Apostrophes::Unknown);
    }
}
