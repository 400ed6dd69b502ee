//! The text of a cell and the kind of its value. Only this module decides which kinds
//! an import accepts as a name or as a mark.

use super::marks;
use crate::domain::{Answer, Sign, placeholder};

/// A cell of a workbook or a text file, or a value of JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FileCell {
    /// Counted from 0.
    pub(super) column: u32,
    /// The text that a person sees in it, as far as that is known.
    pub(super) text: String,
    pub(super) kind: CellKind,
}

/// The kind of value in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CellKind {
    /// Text. Text files have no other kind.
    Text,
    /// A number. The text is what its format shows.
    Number,
    /// A number whose displayed form is unknown. The text is the number itself.
    UnknownNumber,
    /// A value whose format displays a word, or nothing, instead. The text is what is
    /// displayed. For a number: whether it is one or zero; `None` for other values.
    WordedNumber(Option<bool>),
    /// True or false.
    Boolean,
    /// A date, alone or with a time.
    Date,
    /// A time of day, or a duration.
    Time,
    /// An error value.
    Error,
    /// A formula that was never computed.
    Formula,
    /// A value that the workbook's reader cannot read. The text is its error message.
    Damaged,
    /// A number in JSON that is not written as a whole number.
    Fraction,
}

/// How a text is used, which decides what it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// To find an existing user, company or tenant.
    Find,
    /// The same; one that does not exist is added with this name.
    Key,
    /// As any other text, such as a last name.
    Text,
    /// As yes or no.
    YesOrNo,
}

impl FileCell {
    /// A cell of text.
    pub(super) fn text(column: u32, text: impl Into<String>) -> Self {
        Self { column, text: text.into(), kind: CellKind::Text }
    }

    /// Whether it looks empty.
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty() && self.kind == CellKind::Text
    }

    /// Whether it holds an error value, or a formula without a value.
    pub(super) fn is_broken(&self) -> bool {
        match self.kind {
            CellKind::Text => placeholder::is_known_error(self.text.trim()),
            kind => matches!(kind, CellKind::Error | CellKind::Formula | CellKind::Damaged),
        }
    }

    /// Why the cell cannot be used as a text, as the rest of a sentence that begins
    /// with the cell; `None` if it can.
    pub(super) fn unusable(&self, used: Use) -> Option<String> {
        let text = self.text.trim();
        match self.kind {
            CellKind::Text => unusable_text(text, used),
            CellKind::Number => None,
            CellKind::Boolean if used == Use::YesOrNo => None,
            CellKind::WordedNumber(_) => {
                Some(format!("holds a value that its format shows as “{text}”; enter it as text"))
            }
            CellKind::UnknownNumber => Some(format!(
                "holds the number {text}, and how its format displays it is unknown; enter it as text"
            )),
            CellKind::Boolean => Some(format!("holds the boolean {text}; enter it as text")),
            CellKind::Date => Some(format!("holds a date ({text}); enter it as text")),
            CellKind::Time => Some(format!("holds a time ({text}); enter it as text")),
            CellKind::Error => Some(format!("holds the error value {text}")),
            CellKind::Formula => {
                Some("holds a formula that was never computed; save the file again".to_owned())
            }
            CellKind::Damaged => Some(format!(
                "is damaged ({text}); enter it again, or save the file again with a spreadsheet program"
            )),
            CellKind::Fraction => Some(format!(
                "holds the number {text}, which cannot be used exactly as it is written; put it in \
                 quotation marks"
            )),
        }
    }

    /// The meaning of the cell as a mark; `None` if it is not a valid one.
    pub(super) fn mark(&self) -> Option<Answer> {
        match self.kind {
            CellKind::Text
            | CellKind::Number
            | CellKind::UnknownNumber
            | CellKind::Fraction
            | CellKind::Boolean => marks::read(&self.text),
            // The displayed and the stored value must agree.
            CellKind::WordedNumber(stored) => {
                marks::read(&self.text).filter(|shown| match shown {
                    // A tick can only mean yes, and a cross only no.
                    Answer::Yes | Answer::Sign(Sign::Tick | Sign::TickedBox | Sign::X) => {
                        stored == Some(true)
                    }
                    Answer::No | Answer::Sign(Sign::Cross) => stored == Some(false),
                    Answer::Sign(_) => false,
                })
            }
            CellKind::Date
            | CellKind::Time
            | CellKind::Error
            | CellKind::Formula
            | CellKind::Damaged => None,
        }
    }
}

/// Why a text cannot be used.
fn unusable_text(text: &str, used: Use) -> Option<String> {
    let is_error = match used {
        Use::Find => placeholder::is_known_error(text),
        Use::Key | Use::Text | Use::YesOrNo => placeholder::is_error_value(text),
    };
    if is_error {
        return Some(format!("holds the error value {text}"));
    }
    if is_null(text, used) || used == Use::YesOrNo && placeholder::means_no_value(text) {
        let then = if matches!(used, Use::Find | Use::Key) { "enter a name or " } else { "" };
        return Some(format!("holds “{text}”, which means no value; {then}leave the cell empty"));
    }
    if used != Use::Find && text.contains(['\u{fffd}', '\u{fffe}', '\u{ffff}']) {
        return Some(format!(
            "holds “{text}”, in which a character was lost when the file was converted; enter it again"
        ));
    }
    if used == Use::Key && placeholder::is_shortened(text) {
        return Some(format!(
            "holds “{text}”, a number that a spreadsheet has shortened; enter all its digits"
        ));
    }
    if used == Use::Key && placeholder::is_boolean(text) {
        return Some(format!("holds the boolean {text}"));
    }
    if used == Use::Key && placeholder::is_date(text) {
        return Some(format!("holds a date ({text})"));
    }
    None
}

/// Whether a text is what a database exports for a missing value. `Null` can be a last
/// name.
fn is_null(text: &str, used: Use) -> bool {
    matches!(text, "NULL" | "null" | "\\N" | "(null)" | "(NULL)" | "<null>" | "<NULL>" | "[NULL]")
        || used != Use::Text && text.eq_ignore_ascii_case("null")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_not_a_name_is_never_used_as_one() {
        for text in [
            "#N/A",
            "#ref!",
            " #DIV/0! ",
            "#NV",
            "#¿NOMBRE?",
            "Err:508",
            "Fehler:502",
            "#SKÄRNING!",
        ] {
            for used in [Use::Find, Use::Key, Use::Text, Use::YesOrNo] {
                assert!(FileCell::text(0, text).unusable(used).is_some(), "{text}");
            }
        }
        for text in ["NULL", "Null", "null", "\\N", "1.23E+18", "1,5E+7", "TRUE"] {
            assert!(FileCell::text(0, text).unusable(Use::Key).is_some(), "{text}");
        }
        for text in ["ada", "007", "#1", "#ada", "true", "E+5", "xE+2", "1E5"] {
            assert_eq!(FileCell::text(0, text).unusable(Use::Key), None, "{text}");
        }
        assert_eq!(FileCell::text(0, "TRUE").unusable(Use::Find), None, "a user may be called so");
        assert_eq!(FileCell::text(0, "Null").unusable(Use::Text), None, "a last name");
        assert!(FileCell::text(0, "NULL").unusable(Use::Text).is_some());
    }

    #[test]
    fn each_kind_of_cell_has_one_policy() {
        use CellKind::{
            Boolean, Damaged, Date, Error, Formula, Fraction, Number, Text, Time, UnknownNumber,
            WordedNumber,
        };
        for (kind, key, text, yes_or_no, mark) in [
            (Text, true, true, true, true),
            (Number, true, true, true, true),
            (UnknownNumber, false, false, false, true),
            (WordedNumber(Some(true)), false, false, false, true),
            (WordedNumber(None), false, false, false, false),
            (Boolean, false, false, true, true),
            (Date, false, false, false, false),
            (Time, false, false, false, false),
            (Error, false, false, false, false),
            (Formula, false, false, false, false),
            (Damaged, false, false, false, false),
            (Fraction, false, false, false, true),
        ] {
            let cell = FileCell { column: 0, text: "1".into(), kind };
            let usable = [Use::Key, Use::Text, Use::YesOrNo].map(|it| cell.unusable(it).is_none());
            assert_eq!(
                (usable, cell.mark()),
                ([key, text, yes_or_no], mark.then_some(Answer::Yes)),
                "{kind:?}"
            );
        }
    }
    #[test]
    fn a_sign_shown_by_a_format_counts_if_the_value_agrees() {
        let mark = |text: &str, stored| {
            let kind = CellKind::WordedNumber(stored);
            FileCell { column: 0, text: text.into(), kind }.mark()
        };
        for (text, stored) in [("✓", true), ("☑", true), ("x", true), ("✗", false)] {
            assert!(matches!(mark(text, Some(stored)), Some(Answer::Sign(_))), "{text}");
            assert_eq!(mark(text, Some(!stored)), None, "{text}");
            assert_eq!(mark(text, None), None, "{text}");
        }
        assert_eq!(mark("○", Some(true)), None, "it may mean no");
    }
}
