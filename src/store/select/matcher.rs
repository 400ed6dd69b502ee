//! Smart-case comparison: upper and lower case are equal, as Unicode folds them, unless the
//! wanted text has an upper-case letter. Any number and kind of spaces between words are
//! equal; an accent may be part of its letter or follow it; full-width letters equal ordinary
//! ones; and invisible characters are ignored.

use std::fmt::Write as _;
use std::ops::Range;
use std::sync::OnceLock;

use regex::bytes::{Regex, RegexBuilder};
use unicode_normalization::UnicodeNormalization as _;

use super::query::Mask;
use crate::domain::lookalike::{WantedName, is_invisible, narrow, untyped, wide};
use crate::domain::naming::{Fit, NamePolicy};
use crate::store::StoreError;

/// The regular expression matches only this many characters, because its time would grow with
/// the square of the length. The rest is compared character by character.
const HEAD: usize = 64;

/// A text to find.
#[derive(Debug)]
pub(in crate::store) struct Matcher {
    wanted: String,
    head: Regex,
    /// The same expression, which also matches full-width letters. It is slower, so it is
    /// built and used only for texts that have such letters.
    wide: OnceLock<Option<Regex>>,
    rest: String,
    exact: bool,
}

impl Matcher {
    /// Prepares a search for this text, which may have escapes, as
    /// [`typed`](crate::domain::lookalike::typed) writes them.
    pub(in crate::store) fn new(wanted: &str) -> Result<Self, StoreError> {
        let untyped = untyped(wanted);
        let is_exact = untyped.is_some();
        let wanted = untyped.as_deref().unwrap_or(wanted);
        let exact = NamePolicy::FILTER.is_case_sensitive(wanted);
        let end = wanted.char_indices().nth(HEAD).map_or(wanted.len(), |(end, _)| end);
        let (head, rest) = wanted.split_at(end);
        // A character typed as an escape matches only itself.
        let head = if is_exact { regex::escape(head) } else { pattern(head, false) };
        let head = RegexBuilder::new(&head)
            .case_insensitive(!exact)
            .build()
            .map_err(|error| StoreError::Impossible(error.to_string()))?;
        let wide = if is_exact { OnceLock::from(None) } else { OnceLock::new() };
        Ok(Self { wanted: wanted.to_owned(), head, wide, rest: rest.to_owned(), exact })
    }

    /// The first match in `text` at or after `start`. `is_wide` tells whether the text [has
    /// full-width letters](has_wide).
    pub(super) fn find_at(&self, text: &[u8], start: usize, is_wide: bool) -> Option<usize> {
        self.range_at(text, start, is_wide).map(|found| found.start)
    }

    pub(in crate::store) fn is_in(&self, text: &[u8]) -> bool {
        self.range_at(text, 0, has_wide(text)).is_some()
    }

    /// Whether the wanted text matches the whole of `text`.
    pub(super) fn is(&self, text: &[u8]) -> bool {
        // A match at the beginning can have only one length.
        self.range_at(text, 0, has_wide(text)) == Some(0..text.len())
    }

    /// Whether the wanted text equals the whole of `text` exactly. Exact matches come before
    /// those that differ in case, because roles may differ in nothing else.
    fn is_to_the_letter(&self, text: &[u8]) -> bool {
        !text.is_empty() && text == self.wanted.as_bytes()
    }

    /// The wanted text in the form in which whole names are compared: folded, and
    /// case-sensitive if it has an upper-case letter.
    fn folded(&self) -> WantedName {
        WantedName::new(&self.wanted, self.exact)
    }

    /// The rows that a value of a filter names, by [`NamePolicy::FILTER`]. `names` returns the
    /// names of a row, and `contains` tells for each row whether one of them contains the text.
    pub(super) fn called<'n>(
        &self,
        names: impl Fn(usize) -> [&'n [u8]; 2],
        contains: &[bool],
    ) -> Mask {
        let folded = self.folded();
        let any = |row: usize, fits: &dyn Fn(&[u8]) -> bool| names(row).into_iter().any(fits);
        let has_fit = |row: usize, fit: Fit| match fit {
            Fit::Exact => contains[row] && any(row, &|name| self.is_to_the_letter(name)),
            Fit::SmartCase => contains[row] && any(row, &|name| self.is(name)),
            // A name that is equal when folded need not contain the text.
            Fit::Folded => {
                any(row, &|name| std::str::from_utf8(name).is_ok_and(|name| folded.is(name)))
            }
            Fit::Part => contains[row],
            // Steps of lookups only.
            Fit::Escaped | Fit::Trimmed => false,
        };
        let found = NamePolicy::FILTER.first_step(|fit| {
            let mask: Mask = (0..contains.len()).map(|row| has_fit(row, fit)).collect();
            mask.contains(&true).then_some(mask)
        });
        found.unwrap_or_else(|| vec![false; contains.len()])
    }

    fn range_at(&self, text: &[u8], mut start: usize, is_wide: bool) -> Option<Range<usize>> {
        let wide = if is_wide { self.wide() } else { None };
        let head = wide.unwrap_or(&self.head);
        loop {
            let head = head.find_at(text, start)?;
            let end = self.rest_at(text, head.end());
            if let Some(end) = end.filter(|end| !is_accent(&text[*end..])) {
                return Some(head.start()..end);
            }
            start = head.start() + 1;
        }
    }

    /// The expression that also matches full-width letters; `None` if every character was
    /// typed as an escape.
    fn wide(&self) -> Option<&Regex> {
        let make = || {
            let end = self.wanted.len() - self.rest.len();
            let head = pattern(&self.wanted[..end], true);
            RegexBuilder::new(&head).case_insensitive(!self.exact).build().ok()
        };
        self.wide.get_or_init(make).as_ref()
    }

    /// The end of the rest, if it matches at this position.
    fn rest_at(&self, text: &[u8], at: usize) -> Option<usize> {
        if self.rest.is_empty() {
            return Some(at);
        }
        let there = text[at..].utf8_chunks().next().map_or("", |chunk| chunk.valid());
        let mut letters = there.chars();
        for wanted in self.rest.chars() {
            let letter = letters.next()?;
            let (letter, wanted) = (narrow(letter), narrow(wanted));
            let same =
                letter == wanted || !self.exact && letter.to_lowercase().eq(wanted.to_lowercase());
            if !same {
                return None;
            }
        }
        Some(at + there.len() - letters.as_str().len())
    }
}

/// Whether a text begins with an accent, which belongs to the letter before.
fn is_accent(text: &[u8]) -> bool {
    // U+0300 to U+036F.
    matches!(text, [0xcc, 0x80..=0xbf, ..] | [0xcd, 0x80..=0xaf, ..])
}

/// One or more spaces.
const SPACES: &str = r"\s+";

/// Whether a text has full-width forms of ordinary characters.
pub(super) fn has_wide(text: &[u8]) -> bool {
    let mut rest = text;
    // U+FF01 to U+FF5E begin with these bytes.
    while let Some(at) = rest.iter().position(|byte| *byte == 0xef) {
        if matches!(rest.get(at + 1), Some(0xbc | 0xbd)) {
            return true;
        }
        rest = &rest[at + 1..];
    }
    false
}

/// The regular expression for a text. With `is_wide`, it also matches full-width letters.
fn pattern(text: &str, is_wide: bool) -> String {
    let mut pattern = String::new();
    // A text of invisible characters only is searched for as it is: otherwise it would match
    // everything.
    let has_visible = text.chars().any(|letter| !is_invisible(letter));
    // A letter followed by an accent is one character here.
    for letter in text.nfc() {
        if letter.is_whitespace() {
            if !pattern.ends_with(SPACES) {
                pattern.push_str(SPACES);
            }
        } else if letter.is_ascii() {
            let plain = regex::escape(letter.encode_utf8(&mut [0; 4]));
            match wide(letter).filter(|_| is_wide) {
                Some(wide) => {
                    let _ = write!(pattern, "(?:{plain}|{wide})");
                }
                None => pattern.push_str(&plain),
            }
        } else {
            let letter = letter.to_string();
            let mut forms = vec![letter.clone(), letter.nfd().collect(), letter.nfkc().collect()];
            forms.dedup();
            let forms: Vec<String> = forms.iter().map(|form| regex::escape(form)).collect();
            let may_be_missing = has_visible && letter.chars().all(is_invisible);
            let count = if may_be_missing { "?" } else { "" };
            let _ = write!(pattern, "(?:{}){count}", forms.join("|"));
        }
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_matches_in_any_unicode_form() {
        let found = |wanted: &str, text: &str| {
            Matcher::new(wanted).expect("a matcher").is_in(text.as_bytes())
        };
        for (wanted, text) in [
            ("gonc\u{327}alves", "Gonçalves"),
            ("gonçalves", "Gonc\u{327}alves"),
            ("ｋｅｎｊｉ", "kenji"),
            ("ｋｅｎｊｉ", "ｋｅｎｊｉ"),
            ("kenji\u{200b}", "kenji"),
            ("kenji  田中", "Kenji 田中"),
            ("tokyo\u{a0}office", "Tokyo Office"),
            ("tokyo office", "Tokyo  Office"),
        ] {
            assert!(found(wanted, text), "{wanted} {text}");
        }
        for (wanted, text) in [
            ("ada", "Ａｄａ"),
            ("Ada", "Ａｄａ"),
            ("a.da@x", "Ａ．ｄａ＠ｘ.com"),
            ("ada lovelace", "Ａｄａ\u{3000}Ｌｏｖｅｌａｃｅ"),
            (&"ab".repeat(50), &"ａｂ".repeat(50)),
        ] {
            assert!(found(wanted, text), "{wanted} {text}");
        }
        assert!(!found("ADA", "Ａｄａ"), "case counts there, too");
        assert!(!found("k\\u{200B}", "ｋ\u{200b}"), "typed by its number, it is what it is");
        assert!(!found("goncalves", "Gonçalves"));
        assert!(!found("\u{200b}\u{2028}\u{200b}", "kenji"), "it is not an empty text");
        assert!(!found("\u{200b}", "kenji"));
        assert!(!found("gonc", "Gonc\u{327}alves"), "an accent belongs to its letter");
        assert!(!found("tokyo office", "TokyoOffice"));
    }

    #[test]
    fn an_upper_case_letter_makes_its_word_case_sensitive() {
        let found = |wanted: &str, text: &str| {
            let matcher = Matcher::new(wanted).expect("a matcher");
            (matcher.is_in(text.as_bytes()), matcher.is(text.as_bytes()))
        };
        assert_eq!(found("ann", "Ann"), (true, true));
        assert_eq!(found("ann", "JoANNa"), (true, false));
        assert_eq!(found("Ann", "ann"), (false, false));
        assert_eq!(found("Ann", "Annette"), (true, false));
        assert_eq!(found("élodie", "ÉLODIE"), (true, true));
        assert_eq!(found("a.c", "abc"), (false, false));
        assert_eq!(found("ω", "ΑΩ"), (true, false));
        assert_eq!(found("k\\u{200B}", "K\u{200b}enji"), (true, false));
        assert_eq!(found(&"é".repeat(50_000), &"É".repeat(50_000)), (true, true));
    }
}
