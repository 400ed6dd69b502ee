//! Untrusted text made safe for a terminal: nothing in it can control the
//! terminal, and its width in columns is known. The console and the
//! tables of the command line show all names through it.

mod safe_text;
mod stable_hash;
pub(crate) mod system_error;

use num_format::{Locale, ToFormattedString};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

pub(crate) use safe_text::SafeText;
pub(crate) use stable_hash::stable_hash;

/// Longer names are read up to here; no screen is as wide.
const LONGEST: usize = 1000;

/// The maximum number of characters of a sentence that quotes other text.
const SENTENCE: usize = 300;

/// Combining marks that one letter may carry.
const MARKS: usize = 3;

/// Replaces a character that must not be shown.
const REPLACEMENT: char = '\u{fffd}';

/// Marks where a text is cut.
const ELLIPSIS: &str = "…";

/// The text with every character that could act on a terminal, or whose width
/// terminals don't agree on, replaced or left out: control characters, escape
/// sequences, line breaks, bidirectional controls, joiners, piles of combining
/// marks.
#[must_use]
pub(crate) fn safe(text: &str) -> SafeText {
    if text.len() <= LONGEST && is_plain(text) {
        return SafeText::made(text.to_owned());
    }
    let mut shown = String::with_capacity(text.len().min(LONGEST));
    let mut marks = 0;
    for letter in text.chars().take(LONGEST) {
        match letter {
            letter if joins(letter) => {}
            letter if is_unsafe(letter) => {
                shown.push(REPLACEMENT);
                marks = 0;
            }
            letter if letter.width() == Some(0) => {
                if shown.is_empty() {
                    shown.push('◌');
                }
                marks += 1;
                if marks <= MARKS {
                    shown.push(letter);
                }
            }
            letter => {
                shown.push(letter);
                marks = 0;
            }
        }
    }
    SafeText::made(shown)
}

/// Whether a text has only letters, digits and signs of ASCII: each is one byte and takes one
/// column. Most names are of this kind, and are drawn in each frame.
#[must_use]
pub(crate) fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// Whether a character could act on a terminal, or on what is shown around it.
#[must_use]
pub(crate) fn acts(letter: char) -> bool {
    joins(letter) || is_unsafe(letter)
}

/// Joiners, spaces of no width and variation selectors: each part shows by
/// itself.
fn joins(letter: char) -> bool {
    matches!(letter,
        '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

fn is_unsafe(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2061}'..='\u{206f}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// The width of a text in columns.
#[must_use]
pub(crate) fn width(text: &str) -> usize {
    if is_plain(text) { text.len() } else { text.width() }
}

/// The text made safe and cut to at most `columns`, with an ellipsis where
/// something is missing.
#[must_use]
pub(crate) fn clip(text: &str, columns: usize) -> SafeText {
    let text = safe(text);
    if width(&text) <= columns {
        return text;
    }
    let room = columns.saturating_sub(1);
    let mut clipped = String::new();
    if is_plain(&text) {
        clipped.push_str(&text[..room]);
    } else {
        let mut used = 0;
        for letter in text.graphemes(true) {
            used += width(letter);
            if used > room {
                break;
            }
            clipped.push_str(letter);
        }
    }
    if columns > 0 {
        clipped.push_str(ELLIPSIS);
    }
    SafeText::made(clipped)
}

/// The text made safe and shortened to at most `columns` by cutting out its
/// middle: what tells codes like `REGION-0001` apart is mostly at the end.
#[must_use]
pub(crate) fn squeeze(text: &str, columns: usize) -> String {
    let text = safe(text);
    if width(&text) <= columns {
        return text.into_string();
    }
    let head = clip(&text, columns.div_ceil(3));
    let room = columns.saturating_sub(width(&head));
    let mut tail = Vec::new();
    let mut used = 0;
    for letter in text.graphemes(true).rev() {
        used += width(letter);
        if used > room {
            break;
        }
        tail.push(letter);
    }
    tail.reverse();
    head.into_string() + &tail.concat()
}

/// A sentence, for programs too: of a long one the middle is left out, since a
/// name in it may be of any length. What stays, stays exact.
#[must_use]
pub(crate) fn sentence(text: String) -> String {
    // As many characters as bytes, or fewer.
    let length = if text.len() > SENTENCE { text.chars().count() } else { 0 };
    if length <= SENTENCE {
        return text;
    }
    let head = SENTENCE / 2;
    let tail = SENTENCE - head - 1;
    let head: String = text.chars().take(head).collect();
    let tail: String = text.chars().skip(length - tail).collect();
    head + ELLIPSIS + &tail
}

/// The text made safe and broken into lines of at most `columns`, between
/// words where that can be; lines after the first begin with `indent` spaces.
#[must_use]
pub(crate) fn wrap(text: &str, columns: usize, indent: usize) -> Vec<String> {
    let text = safe(text);
    let indent = if columns > 2 * indent { indent } else { 0 };
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in text.split_inclusive(' ') {
        if used > 0 && used + width(word.trim_end()) > columns {
            lines.push(line.trim_end().to_owned());
            (line, used) = (" ".repeat(indent), indent);
        }
        for letter in word.graphemes(true) {
            let wide = width(letter);
            // A word that is longer than a line is broken anywhere; the space
            // at the end of a full line falls away.
            if used + wide > columns && used > indent && letter != " " {
                lines.push(line);
                (line, used) = (" ".repeat(indent), indent);
            }
            line.push_str(letter);
            used += wide;
        }
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// The text made safe and cut or filled up on the right to exactly `columns`.
#[must_use]
pub(crate) fn fit(text: &str, columns: usize) -> SafeText {
    let mut text = clip(text, columns);
    text.push_spaces(columns.saturating_sub(width(&text)));
    text
}

/// A number with separators: 1,000,000.
#[must_use]
pub(crate) fn number(number: u64) -> String {
    number.to_formatted_string(&Locale::en)
}

/// A number with its noun, singular or plural.
#[must_use]
pub(crate) fn counted(count: u64, one: &str, several: &str) -> String {
    format!("{} {}", number(count), if count == 1 { one } else { several })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_replaced() {
        for (written, shown) in [
            ("plain", "plain"),
            ("\u{1b}[31mred\u{1b}[0m", "�[31mred�[0m"),
            ("two\nlines\r\t", "two�lines��"),
            ("a\u{202e}b\u{2066}c\u{200f}", "a�b�c�"),
            ("\u{9b}2J\u{7f}\0", "�2J��"),
            ("zero\u{200b}width\u{feff}", "zerowidth"),
            ("👨\u{200d}👩\u{200d}👧", "👨👩👧"),
            ("e\u{301}", "e\u{301}"),
            ("\u{301}x", "◌\u{301}x"),
            ("z\u{301}\u{302}\u{303}\u{304}\u{305}!", "z\u{301}\u{302}\u{303}!"),
        ] {
            assert_eq!(safe(written), shown, "{written:?}");
        }
        assert!(safe(&"x".repeat(10_000)).len() <= LONGEST);
    }

    #[test]
    fn a_text_fits_its_columns_exactly() {
        for text in ["", "a", "São Paulo Escritório", "東京支社", "e\u{301}e\u{301}", "a\u{1b}東b"]
        {
            for columns in 0..24 {
                assert_eq!(width(&fit(text, columns)), columns, "{text:?} in {columns}");
                assert!(width(&clip(text, columns)) <= columns);
            }
        }
        assert_eq!(fit("東京支社", 6), "東京… ");
        assert_eq!(clip("Chicago", 4), "Chi…");
        assert_eq!(clip("Chicago", 7), "Chicago");
    }

    #[test]
    fn long_texts_are_wrapped_between_words() {
        assert_eq!(wrap("", 10, 2), [""]);
        assert_eq!(wrap("one two", 7, 0), ["one two"]);
        assert_eq!(wrap("one two three", 8, 2), ["one two", "  three"]);
        assert_eq!(wrap("one 東京支社東京支社 x", 9, 1), ["one", " 東京支社", " 東京支社", " x"]);
        assert_eq!(wrap("abcdefgh", 3, 0), ["abc", "def", "gh"]);
        let long = "several words, one_that_is_very_long_indeed, and 東京支社 \u{1b}[2J";
        for columns in 2..70 {
            for indent in 0..4 {
                let lines = wrap(long, columns, indent);
                for line in &lines {
                    assert!(width(line) <= columns, "{columns}: {line}");
                }
                let joined: String = lines.concat().split_whitespace().collect();
                assert_eq!(joined, safe(long).split_whitespace().collect::<String>());
            }
        }
        assert_eq!(wrap("ab", 0, 0).concat(), "ab", "no room, and no endless loop");
    }

    #[test]
    fn a_code_is_shortened_in_the_middle() {
        assert_eq!(squeeze("PACIFIC-REGION-00001", 12), "PAC…ON-00001");
        assert_eq!(squeeze("NYC", 3), "NYC");
        assert_eq!(squeeze("東京支社東京支社", 7), "東…支社");
        for columns in 0..24 {
            assert!(width(&squeeze("PACIFIC-REGION-00001 東京", columns)) <= columns);
        }
    }
}
