//! How names stand in a file: as they are, or with the apostrophe that keeps a
//! spreadsheet from running them. Our own files tell it by their headings.

use super::source_line::SourceLine;
use crate::exchange::format::{MATRIX_HEADINGS, MATRIX_TITLES, PAIR_HEADINGS, PAIR_TITLES};
use crate::exchange::formula_escape::{is_formula, original};

/// How names stand in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// As they are.
    Plain,
    /// With an apostrophe before those that a spreadsheet would run.
    Covered,
    /// Nobody knows: a text may stand for itself or lose its apostrophe.
    Unknown,
}

impl Form {
    /// The form of a table with these headings. CSV of ours is covered, and what
    /// a spreadsheet program makes of a workbook of ours is plain.
    pub(super) fn of(headings: &SourceLine, in_workbook: bool) -> Self {
        let begins = |with: &[&str]| {
            let cells = headings.cells.iter();
            let same = cells.zip((0..).zip(with));
            let same = same.filter(|(cell, (at, text))| cell.column == *at && cell.text == **text);
            same.count() == with.len()
        };
        let any_runs = headings.cells.iter().any(|cell| is_formula(&cell.text));
        if begins(&MATRIX_HEADINGS) || begins(&PAIR_HEADINGS) {
            if any_runs { Self::Unknown } else { Self::Covered }
        } else if in_workbook || begins(&MATRIX_TITLES) || begins(&PAIR_TITLES) {
            Self::Plain
        } else {
            Self::Unknown
        }
    }

    /// The same once a name was seen: in what is covered none begins like a
    /// formula, so that somebody else has written it.
    pub(super) fn after(self, name: &str) -> Self {
        if self == Self::Covered && is_formula(name) { Self::Unknown } else { self }
    }

    /// What a text stands for, and what it may stand for as well.
    pub(super) fn readings(self, text: &str) -> (&str, Option<&str>) {
        match (self, original(text)) {
            (Self::Plain, _) | (_, None) => (text, None),
            (Self::Covered, Some(freed)) => (freed, None),
            (Self::Unknown, Some(freed)) => (text, Some(freed)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::cell::FileCell;
    use super::*;

    fn of(headings: &str, in_workbook: bool) -> Form {
        let cells = (0..).zip(headings.split(','));
        let cells = cells.map(|(column, text)| FileCell::text(column, text)).collect();
        Form::of(&SourceLine::new(1, cells), in_workbook)
    }

    #[test]
    fn our_own_headings_tell_the_form() {
        for (headings, in_workbook, form) in [
            ("username,full name,role,PAR,'=1", false, Form::Covered),
            ("username,full name,role,PAR", true, Form::Covered),
            ("username,full name,role,=1", false, Form::Unknown),
            ("Username,Full name,Role,=1", false, Form::Plain),
            ("username,PAR", false, Form::Unknown),
            ("username,PAR", true, Form::Plain),
            ("full name,username,role", false, Form::Unknown),
            (
                "username,company code,company name,tenant,granted at,by,reason",
                false,
                Form::Covered,
            ),
            ("Username,Company code,Company name,Tenant,Granted at,By,Reason", false, Form::Plain),
            ("username,company code,company name", false, Form::Unknown),
        ] {
            assert_eq!(of(headings, in_workbook), form, "{headings}");
        }
    }

    #[test]
    fn a_text_is_read_as_its_form_says() {
        assert_eq!(Form::Plain.readings("'=1"), ("'=1", None));
        assert_eq!(Form::Covered.readings("'=1"), ("=1", None));
        assert_eq!(Form::Unknown.readings("'=1"), ("'=1", Some("=1")));
        assert_eq!(Form::Unknown.readings("'tis"), ("'tis", None));
        assert_eq!(Form::Covered.after("'=1").after("ada"), Form::Covered);
        assert_eq!(Form::Covered.after("=1"), Form::Unknown);
    }
}
