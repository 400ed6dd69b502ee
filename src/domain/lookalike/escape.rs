//! Names printed so that people can distinguish and type them: invisible characters are
//! escaped.

use std::fmt::Write;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::is_nfc;
use unicode_script::{Script, UnicodeScript};

use super::confusable::latin;
use super::{is_odd, is_plain};

/// A name as people can read it, type it and distinguish it from look-alikes: characters that
/// are invisible or easily mistaken for others are escaped as `\u{200b}`, which [`untyped`]
/// decodes.
pub(crate) fn typed(name: &str) -> String {
    if is_plain(name) {
        return name.to_owned();
    }
    let is_latin = name.chars().any(|letter| letter.is_ascii_alphabetic());
    escaped(name, &|word| escaped_word(word, is_latin))
}

/// Like [`typed`], for texts that people rarely type, such as full names and reasons:
/// characters that join the parts of an emoji or of a letter are kept.
pub(crate) fn shown(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { escaped(text, &legible_word) }
}

/// Like [`shown`], for a sentence with names in it, without invisible characters. Keeps
/// leading spaces.
pub(crate) fn legible(sentence: &str) -> String {
    let text = sentence.trim_start_matches(' ');
    let indent = &sentence[..sentence.len() - text.len()];
    if is_plain(text) { sentence.to_owned() } else { indent.to_owned() + &shown(text) }
}

/// Applies `escape` to each word of a text, and escapes surrounding and repeated spaces.
fn escaped(text: &str, escape: &dyn Fn(&str) -> String) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let words: Vec<&str> = text.split(' ').collect();
    for (at, word) in words.iter().enumerate() {
        let is_repeated = at > 0 && words[at - 1].is_empty();
        let is_last = at + 1 == words.len() && word.is_empty();
        if at > 0 && (is_repeated || is_last) {
            escaped.push_str("\\u{20}");
        } else if at > 0 {
            escaped.push(' ');
        }
        escaped += &escape(word);
    }
    escaped
}

/// A word of a sentence, escaped unless some of its characters have to join.
fn legible_word(word: &str) -> String {
    let mut before = ' ';
    let joins =
        word.chars().any(|letter| joins_in_script(std::mem::replace(&mut before, letter), letter));
    if joins {
        return word.to_owned();
    }
    // The values on a line of a file are separate words, whatever separates them.
    let is_separator = |letter: char| matches!(letter, ',' | ';' | '|' | '\t' | '"' | '“' | '”');
    word.split_inclusive(is_separator).map(|part| escaped_word(part, false)).collect()
}

/// A word of a name, escaped. If the name has Latin letters, a word whose letters all look
/// Latin is treated as Latin.
fn escaped_word(word: &str, is_latin: bool) -> String {
    if is_plain(word) {
        return word.to_owned();
    }
    let mut letters = word.chars().filter(|letter| letter.is_alphabetic());
    let is_mixed = word.chars().any(|letter| letter.is_ascii_alphabetic())
        || is_latin && letters.all(is_foreign);
    let is_composed = is_nfc(word);
    let mut escaped = String::with_capacity(word.len() + 8);
    for letter in word.chars() {
        let hides = is_odd(letter)
            || !is_composed && may_compose(letter)
            || is_mixed && is_foreign(letter)
            || is_ligature(letter);
        if hides {
            let _ = write!(escaped, "\\u{{{:x}}}", u32::from(letter));
        } else {
            escaped.push(letter);
        }
    }
    escaped
}

/// Whether a character joins the one before it, as some scripts and emojis need.
pub(super) fn joins_in_script(before: char, letter: char) -> bool {
    match letter {
        '\u{200c}' | '\u{200d}' => {
            matches!(before, '\u{600}'..='\u{e00}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
                || u32::from(before) > 0x2190 && !before.is_alphanumeric()
        }
        '\u{fe0e}' | '\u{fe0f}' => u32::from(before) >= 0xa9 && !before.is_alphanumeric(),
        _ => false,
    }
}

/// Whether a letter looks like an ASCII one, and no language mixes it with these.
fn is_foreign(letter: char) -> bool {
    let is_full_width = matches!(letter, '\u{ff01}'..='\u{ff5e}');
    let is_phonetic = || matches!(letter, '\u{250}'..='\u{2af}' | '\u{1d00}'..='\u{1dbf}' | '\u{a720}'..='\u{a7ff}');
    let lower = || letter.to_lowercase().next().unwrap_or(letter);
    !letter.is_ascii()
        && letter.is_alphabetic()
        && !is_full_width
        && (letter.script() != Script::Latin || is_phonetic())
        && (latin(letter).is_ascii_alphanumeric() || latin(lower()).is_ascii_alphanumeric())
}

/// Whether Unicode has another spelling of a character, or the character can be part of one.
fn may_compose(letter: char) -> bool {
    canonical_combining_class(letter) != 0 || !is_nfc(letter.encode_utf8(&mut [0; 4]))
}

/// Whether a letter is a ligature that looks like several letters.
fn is_ligature(letter: char) -> bool {
    matches!(letter, '\u{fb00}'..='\u{fb06}' | '\u{2160}'..='\u{217f}' | '\u{1d400}'..='\u{1d7ff}')
}

/// Like [`typed`], in quotation marks if a space at either end or a comma would be ambiguous
/// in a list of names.
pub(crate) fn listed(name: &str) -> String {
    let typed = typed(name);
    let is_parted = typed.trim() != typed
        || typed.is_empty()
        || typed.contains([',', ';', '"', '“', '”'])
        || typed.contains("  ");
    if is_parted { format!("“{typed}”") } else { typed }
}

/// Decodes a text made by [`typed`]; `None` if it has no escape.
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
