//! Names printed so that they can be told apart and typed: with escapes for what
//! cannot be seen.

use std::fmt::Write;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::is_nfc;

use super::confusable::latin;
use super::{is_odd, is_plain};

/// A name that can be seen, told from its look-alikes, and typed: what is invisible
/// or easily taken for another character as `\u{200b}`, which [`untyped`] reads back.
pub(crate) fn typed(name: &str) -> String {
    if is_plain(name) {
        return name.to_owned();
    }
    let is_mixed = mixes_alphabets(name);
    let is_composed = is_nfc(name);
    let mut typed = String::with_capacity(name.len() + 8);
    let mut letters = name.chars().peekable();
    let mut before = None;
    while let Some(letter) = letters.next() {
        let is_edge = before.is_none_or(|before: char| before == ' ') || letters.peek().is_none();
        let hides = is_odd(letter)
            || letter == ' ' && is_edge
            || !is_composed && may_compose(letter)
            || is_mixed && is_foreign(letter)
            || is_ligature(letter);
        if hides {
            let _ = write!(typed, "\\u{{{:x}}}", u32::from(letter));
        } else {
            typed.push(letter);
        }
        before = Some(letter);
    }
    typed
}

/// [`typed`] for a name that nobody types as a rule, such as a full name: what joins
/// the parts of an emoji or of a letter stays.
pub(crate) fn shown(name: &str) -> String {
    let mut before = ' ';
    let joins =
        name.chars().any(|letter| joins_in_script(std::mem::replace(&mut before, letter), letter));
    if joins { legible(name) } else { typed(name) }
}

/// A sentence with names in it, in which everything can be seen: like [`typed`], but
/// spaces are not escaped, nor what joins the parts of an emoji or of a letter.
pub(crate) fn legible(sentence: &str) -> String {
    if sentence.is_ascii() && !sentence.bytes().any(|byte| byte.is_ascii_control()) {
        return sentence.to_owned();
    }
    let mut legible = String::with_capacity(sentence.len() + 8);
    for part in sentence.split_inclusive(' ') {
        let (word, space) = part.strip_suffix(' ').map_or((part, ""), |word| (word, " "));
        let mut before = ' ';
        let joins = word
            .chars()
            .any(|letter| joins_in_script(std::mem::replace(&mut before, letter), letter));
        legible += &if joins { word.to_owned() } else { typed(word) };
        legible += space;
    }
    legible
}

/// Whether a character joins what is before it to one sign, as scripts and emojis
/// need it.
fn joins_in_script(before: char, letter: char) -> bool {
    match letter {
        '\u{200c}' | '\u{200d}' => {
            matches!(before, '\u{600}'..='\u{e00}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
                || u32::from(before) > 0x2190 && !before.is_alphanumeric()
        }
        '\u{fe0e}' | '\u{fe0f}' => u32::from(before) >= 0xa9 && !before.is_alphanumeric(),
        _ => false,
    }
}

/// Whether a name has ASCII letters, and others that look like ASCII letters.
fn mixes_alphabets(name: &str) -> bool {
    name.chars().any(|letter| letter.is_ascii_alphabetic()) && name.chars().any(is_foreign)
}

/// Whether a letter looks like an ASCII one.
fn is_foreign(letter: char) -> bool {
    let is_full_width = matches!(letter, '\u{ff01}'..='\u{ff5e}');
    let lower = || letter.to_lowercase().next().unwrap_or(letter);
    !letter.is_ascii()
        && letter.is_alphabetic()
        && !is_full_width
        && (latin(letter).is_ascii_alphanumeric() || latin(lower()).is_ascii_alphanumeric())
}

/// Whether a character has another spelling in Unicode, or is a part of one.
fn may_compose(letter: char) -> bool {
    canonical_combining_class(letter) != 0 || !is_nfc(letter.encode_utf8(&mut [0; 4]))
}

/// Whether a letter is written as other letters that look just so.
fn is_ligature(letter: char) -> bool {
    matches!(letter, '\u{fb00}'..='\u{fb06}' | '\u{2160}'..='\u{217f}' | '\u{1d400}'..='\u{1d7ff}')
}

/// [`typed`], in quotation marks where a space or a comma would be ambiguous in a
/// list of names.
pub(crate) fn listed(name: &str) -> String {
    let typed = typed(name);
    let is_parted = typed.is_empty() || typed.contains([' ', ',', ';', '"', '“', '”']);
    if is_parted { format!("“{typed}”") } else { typed }
}

/// Undoes [`typed`]; `None` for a text without an escaped character.
pub(crate) fn untyped(text: &str) -> Option<String> {
    let mut name = String::with_capacity(text.len());
    let mut rest = text;
    let mut found = false;
    while let Some(at) = rest.find("\\u{") {
        let (before, escape) = rest.split_at(at);
        name.push_str(before);
        let end = escape.find('}')?;
        let code = u32::from_str_radix(&escape[3..end], 16).ok()?;
        name.push(char::from_u32(code)?);
        rest = &escape[end + 1..];
        found = true;
    }
    name.push_str(rest);
    found.then_some(name)
}
