//! How names are compared. [`folded`] is the form in which names are looked up, and [`Fit`]
//! tells how well one matches ([`naming`](super::naming) finds the best). [`looks`] is the
//! form that look-alikes share, [`difference`] describes how two of them differ ([`twin`]
//! finds one), and [`typed`] escapes a name so that it can be read and typed.

mod confusable;
mod difference;
mod escape;
#[cfg(test)]
mod tests;
mod twin;
mod unseen;
mod wanted;

use unicode_normalization::UnicodeNormalization;

use confusable::latin;
pub(crate) use difference::{difference, oddity};
pub(crate) use escape::{legible, listed, shown, typed, untyped};
pub(crate) use twin::{distinguishable, twin};
pub(crate) use unseen::{unseen, unseen_in_text};
pub(crate) use wanted::{Fit, WantedName};

/// A name in the form for lookups: lower case, Unicode NFKC, without invisible characters and
/// without surrounding or repeated spaces.
pub(crate) fn folded(text: &str) -> String {
    if is_plain(text) {
        return text.to_ascii_lowercase();
    }
    // Lower case can change the normal form, so it is applied again.
    spaced(&form(&form(&seen(text)).to_lowercase()))
}

/// Like [`folded`], but case-sensitive.
pub(crate) fn folded_in_case(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    spaced(&form(&seen(text)))
}

/// The form of a name that its look-alikes share: [`folded`], with letters of other alphabets
/// replaced by the Latin ones that they look like (Unicode calls it a skeleton). Never used for
/// lookups, because different names may share it.
pub(crate) fn looks(text: &str) -> String {
    let folded = folded(text);
    if folded.is_ascii() { folded } else { folded.chars().map(latin).collect() }
}

/// The form shared by names that resemble each other less closely: [`looks`], with `0` as O,
/// `1` and capital I as l, `rn` as m, and `vv` as w.
pub(crate) fn resembling(text: &str) -> String {
    let text = if text.is_ascii() { folded_in_case(text) } else { looks(text) };
    let letter = |letter: char| match letter {
        '0' => 'o',
        '1' | 'I' | '|' => 'l',
        letter => letter.to_ascii_lowercase(),
    };
    let plain: String = text.chars().map(letter).collect();
    plain.replace("rn", "m").replace("vv", "w")
}

/// Whether folding can only affect the case of ASCII letters.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().all(|byte| (b' '..=b'~').contains(byte))
        && bytes.first() != Some(&b' ')
        && bytes.last() != Some(&b' ')
        && !bytes.windows(2).any(|two| two == b"  ")
}

/// The ordinary letter for a full-width one (`Ａ`); otherwise the letter itself.
pub(crate) fn narrow(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        letter => letter,
    }
}

/// The full-width letter for an ordinary one.
pub(crate) fn wide(letter: char) -> Option<char> {
    letter.is_ascii_graphic().then(|| char::from_u32(u32::from(letter) + 0xfee0)).flatten()
}

fn form(text: &str) -> String {
    text.nfkc().collect()
}

fn seen(text: &str) -> String {
    text.chars().filter(|letter| !is_invisible(*letter) || letter.is_whitespace()).collect()
}

/// Trims a text, and replaces each run of spaces with one plain space.
fn spaced(text: &str) -> String {
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |text, word| text + " " + word)
}

/// Whether [`typed`] escapes a character.
fn is_odd(letter: char) -> bool {
    is_invisible(letter) || letter.is_whitespace() && letter != ' '
}

/// Whether a character has no width or shows nothing: controls, joiners, direction marks,
/// fillers, variation selectors and tags.
pub(crate) fn is_invisible(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}
