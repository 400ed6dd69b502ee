//! Cells that a spreadsheet would run as formulas. In CSV they are written
//! with an apostrophe in front, which is removed when they are read.

use std::borrow::Cow;

/// The first characters of formulas. The full-width forms work in some languages.
const BEGINNINGS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// The text, with an apostrophe in front if a spreadsheet would run it.
pub(crate) fn harmless(text: &str) -> Cow<'_, str> {
    if is_formula(text) || original(text).is_some() {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether a spreadsheet would run it.
pub(super) fn is_formula(text: &str) -> bool {
    text.starts_with(BEGINNINGS)
}

/// The text of a cell without the apostrophe, if [`harmless`] added one.
pub(super) fn original(cell: &str) -> Option<&str> {
    let rest = cell.strip_prefix('\'')?;
    (is_formula(rest) || rest.starts_with('\'')).then_some(rest)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_get_an_apostrophe_and_nothing_else_does() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("-3", "'-3"),
            ("@sum", "'@sum"),
            ("\tx", "'\tx"),
            ("'=1", "''=1"),
            ("''", "'''"),
            ("'tis", "'tis"),
            ("'", "'"),
            ("a=b", "a=b"),
            ("", ""),
            ("＝1", "'＝1"),
        ] {
            assert_eq!(harmless(text), cell);
        }
    }

    proptest! {
        #[test]
        fn every_text_is_read_back_unchanged(text in "['=+@a\t\r\n-]{0,5}") {
            let cell = harmless(&text);
            prop_assert_eq!(original(&cell).unwrap_or(&cell), &text);
            prop_assert!(!cell.starts_with(BEGINNINGS));
        }
    }
}
