//! What differs between names that look the same: which character, what it is called,
//! and where it is.

use unicode_normalization::char::canonical_combining_class;
use unicode_script::UnicodeScript;

use super::confusable::latin;
use super::{folded, form, is_invisible, is_odd, seen, spaced};

/// How many of the preceding characters are quoted to show a position.
const SHOWN: usize = 12;

/// The kind of difference between two names for which [`looks`] returns the same text.
pub(super) fn kind_of_difference(one: &str, other: &str) -> &'static str {
    let (one, other) = (one.trim(), other.trim());
    if one.to_lowercase() == other.to_lowercase() {
        "upper and lower case"
    } else if seen(one) == seen(other) {
        "invisible characters"
    } else if spaced(one) == spaced(other) {
        "spaces"
    } else if form(one) == form(other) {
        "the Unicode form of its letters"
    } else if folded(one) == folded(other) {
        "upper and lower case and invisible characters"
    } else {
        let letters = |text: &str| -> String {
            text.chars().flat_map(char::to_lowercase).map(latin).collect()
        };
        if letters(one) == letters(other) {
            "letters of another alphabet that look the same"
        } else if letters(&seen(one)) == letters(&seen(other)) {
            "letters of another alphabet that look the same and invisible characters"
        } else {
            "letters of another alphabet that look the same, spaces and Unicode forms"
        }
    }
}

/// How a name differs from another one that looks the same, and in which character: `only in
/// spaces: U+00A0 (no-break space) in place of a space after “Global”`.
pub(crate) fn difference(one: &str, other: &str) -> String {
    let kind = kind_of_difference(one, other);
    match differing_character(one.trim(), other.trim()) {
        Some(which) => format!("only in {kind}: {which}"),
        None => format!("only in {kind}"),
    }
}

/// The first character in which the names differ, apart from case: the character of `one`,
/// that of `other`, and the text before it.
fn differing_character(one: &str, other: &str) -> Option<String> {
    let same =
        |(one, other): &(char, char)| one == other || one.to_lowercase().eq(other.to_lowercase());
    let shared = one.chars().zip(other.chars()).take_while(same).count();
    let before: String = one.chars().take(shared).collect();
    let (one, other) = (one.chars().nth(shared), other.chars().nth(shared));
    let hidden = |letter: Option<char>| letter.filter(|it| is_invisible(*it));
    let what = match (one, other, hidden(one), hidden(other)) {
        (None, None, ..) => return None,
        (.., Some(letter), None) => format!("with {}", described(letter)),
        (.., None, Some(letter)) | (None, Some(letter), ..) => {
            format!("without {}", described(letter))
        }
        (Some(one), Some(other), ..) => {
            format!("{} in place of {}", described(one), described(other))
        }
        (Some(letter), None, ..) => format!("with {}", described(letter)),
    };
    Some(format!("{what} {}", position(&before)))
}

/// A character with its code and name, as far as they are needed to recognize it.
fn described(letter: char) -> String {
    let code = format!("U+{:04X}", u32::from(letter));
    let name = character_name(letter);
    match letter {
        ' ' => "a space".to_owned(),
        '!'..='~' => format!("“{letter}”"),
        _ if is_odd(letter) && name.is_empty() => code,
        _ if is_odd(letter) => format!("{code} ({name})"),
        _ if canonical_combining_class(letter) != 0 => format!("{code} (combining mark)"),
        '\u{ff01}'..='\u{ff5e}' => format!("“{letter}” ({code}, full-width)"),
        _ => format!("“{letter}” ({code}, {})", letter.script().full_name()),
    }
}

/// The position of a character, described by the text before it.
fn position(before: &str) -> String {
    let before: Vec<char> = before.chars().filter(|letter| !is_odd(*letter)).collect();
    let before: String = before[before.len().saturating_sub(SHOWN)..].iter().collect();
    if before.is_empty() { "at the beginning".into() } else { format!("after “{before}”") }
}

/// The first character of a name that is invisible or easy to overlook, with its position:
/// `U+200B (zero-width space) after “k”`; `None` if there is none.
pub(crate) fn oddity(text: &str) -> Option<String> {
    let (at, letter) = text.char_indices().find(|(_, letter)| is_odd(*letter))?;
    let name = character_name(letter);
    let name = if name.is_empty() { String::new() } else { format!(" ({name})") };
    Some(format!("U+{:04X}{name} {}", u32::from(letter), position(&text[..at])))
}

/// The name of a character that is easy to overlook; empty if it has no common name.
fn character_name(letter: char) -> &'static str {
    match letter {
        '\u{a0}' | '\u{202f}' => "no-break space",
        '\u{200b}' => "zero-width space",
        '\u{200c}' | '\u{200d}' => "zero-width joiner",
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            "text direction"
        }
        '\u{ad}' => "soft hyphen",
        '\u{feff}' | '\u{2060}' => "zero-width no-break space",
        '\u{3000}' => "wide space",
        '\u{2000}'..='\u{200a}' => "space of another width",
        '\t' => "tab",
        '\n' | '\r' => "line break",
        '\u{2028}' | '\u{2029}' | '\u{85}' | '\u{b}' | '\u{c}' => "line separator",
        '\u{fe00}'..='\u{fe0f}' => "variation selector",
        _ => "",
    }
}
