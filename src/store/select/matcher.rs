//! Smart-case comparison: upper and lower case are the same, as Unicode folds
//! them, unless the wanted text has an upper-case letter. However many spaces of whatever
//! kind are between words, they are the same; an accent may be part of its letter or follow
//! it; a letter of full width and the plain one find each other; and what cannot be seen may
//! be missing.

use std::fmt::Write as _;
use std::ops::Range;
use std::sync::OnceLock;

use regex::bytes::{Regex, RegexBuilder};
use unicode_normalization::UnicodeNormalization as _;

use super::query::Mask;
use crate::domain::lookalike::{WantedName, is_invisible, narrow, untyped, wide};
use crate::store::StoreError;

/// So many characters are left to the regular expression; with a longer one
/// its time would grow with the square. The rest is compared one by one.
const HEAD: usize = 64;

/// The steps by which whole names are compared, the first first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum WholeFit {
    Exact,
    Whole,
    Folded,
}

/// A text that is looked for.
#[derive(Debug)]
pub(in crate::store) struct Matcher {
    wanted: String,
    head: Regex,
    /// The same where letters of full width may stand for plain ones: it takes longer, so
    /// that it is made and used only for texts that have such letters.
    wide: OnceLock<Option<Regex>>,
    rest: String,
    exact: bool,
}

impl Matcher {
    /// Looks for this text, which may be written as
    /// [`typed`](crate::domain::lookalike::typed) does.
    pub(in crate::store) fn new(wanted: &str) -> Result<Self, StoreError> {
        let untyped = untyped(wanted);
        let is_exact = untyped.is_some();
        let wanted = untyped.as_deref().unwrap_or(wanted);
        let exact = wanted.chars().any(char::is_uppercase);
        let end = wanted.char_indices().nth(HEAD).map_or(wanted.len(), |(end, _)| end);
        let (head, rest) = wanted.split_at(end);
        // Whoever types such a character by its number means it.
        let head = if is_exact { regex::escape(head) } else { pattern(head, false) };
        let head = RegexBuilder::new(&head)
            .case_insensitive(!exact)
            .build()
            .map_err(|error| StoreError::Impossible(error.to_string()))?;
        let wide = if is_exact { OnceLock::from(None) } else { OnceLock::new() };
        Ok(Self { wanted: wanted.to_owned(), head, wide, rest: rest.to_owned(), exact })
    }

    /// Where the wanted text first is in `text` from `start` on. `is_wide` says whether the
    /// text [has letters of full width](has_wide).
    pub(super) fn find_at(&self, text: &[u8], start: usize, is_wide: bool) -> Option<usize> {
        self.range_at(text, start, is_wide).map(|found| found.start)
    }

    pub(in crate::store) fn is_in(&self, text: &[u8]) -> bool {
        self.range_at(text, 0, has_wide(text)).is_some()
    }

    /// Whether the wanted text is the whole of `text`.
    pub(super) fn is(&self, text: &[u8]) -> bool {
        // A match at the beginning has one length only.
        self.range_at(text, 0, has_wide(text)) == Some(0..text.len())
    }

    /// Whether the wanted text is the whole of `text` to the letter. It comes
    /// before what differs in case: a role may differ from another in that alone.
    fn is_to_the_letter(&self, text: &[u8]) -> bool {
        !text.is_empty() && text == self.wanted.as_bytes()
    }

    /// The wanted text as it is compared with whole names: folded, but for upper and
    /// lower case where those count.
    fn folded(&self) -> WantedName {
        WantedName::new(&self.wanted, self.exact)
    }

    /// Which of the rows a value names: those of exactly this name; if there are none, those
    /// of the same but for what the wanted text leaves open; then those of the same when
    /// folded; then those of which a name contains it. `names` returns the names of a row, and
    /// `contains` whether the text is in one of them.
    pub(super) fn called<'n>(
        &self,
        names: impl Fn(usize) -> [&'n [u8]; 2],
        contains: Mask,
    ) -> Mask {
        let folded = self.folded();
        let fits = |step: WholeFit, name: &[u8]| match step {
            WholeFit::Exact => self.is_to_the_letter(name),
            WholeFit::Whole => self.is(name),
            WholeFit::Folded => std::str::from_utf8(name).is_ok_and(|name| folded.is(name)),
        };
        for step in [WholeFit::Exact, WholeFit::Whole, WholeFit::Folded] {
            // What is the same when folded need not contain the text.
            let may_be = |row: usize| step == WholeFit::Folded || contains[row];
            let called = |row| may_be(row) && names(row).into_iter().any(|name| fits(step, name));
            let mask: Mask = (0..contains.len()).map(called).collect();
            if mask.contains(&true) {
                return mask;
            }
        }
        contains
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

    /// Finds letters of full width too; none where every letter was typed by its number.
    fn wide(&self) -> Option<&Regex> {
        let make = || {
            let end = self.wanted.len() - self.rest.len();
            let head = pattern(&self.wanted[..end], true);
            RegexBuilder::new(&head).case_insensitive(!self.exact).build().ok()
        };
        self.wide.get_or_init(make).as_ref()
    }

    /// Where the rest ends if it is here.
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

/// Whether a text begins with an accent, which belongs to the letter before it.
fn is_accent(text: &[u8]) -> bool {
    // U+0300 to U+036F.
    matches!(text, [0xcc, 0x80..=0xbf, ..] | [0xcd, 0x80..=0xaf, ..])
}

/// One space or more.
const SPACES: &str = r"\s+";

/// Whether a text has letters of full width that are also among the plain ones.
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

/// The regular expression for a text, however it is written; `is_wide` where letters of full
/// width may stand for the plain ones.
fn pattern(text: &str, is_wide: bool) -> String {
    let mut pattern = String::new();
    // A text of such characters alone is looked for as it is: it must not match nothing.
    let has_visible = text.chars().any(|letter| !is_invisible(letter));
    // An accent that follows its letter is taken together with it.
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
    fn a_text_is_found_however_it_is_written() {
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
        assert!(!found("\u{200b}\u{2028}\u{200b}", "kenji"), "it is no empty text");
        assert!(!found("\u{200b}", "kenji"));
        assert!(!found("gonc", "Gonc\u{327}alves"), "an accent belongs to its letter");
        assert!(!found("tokyo office", "TokyoOffice"));
    }

    #[test]
    fn an_upper_case_letter_counts_where_it_was_typed() {
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
