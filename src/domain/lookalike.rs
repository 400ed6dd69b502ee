//! How names are compared: [`folded`] is the form that a name is looked up by,
//! [`looks`] the form that look-alikes share, [`difference`] names what differs
//! between look-alikes, and [`typed`] escapes a name so that it can be seen and
//! typed.

use std::fmt::Write;

use unicode_normalization::UnicodeNormalization;

/// A name for lookups: in lower case, Unicode NFKC, without invisible characters
/// and without surrounding or repeated spaces.
pub(crate) fn folded(text: &str) -> String {
    if is_plain(text) {
        return text.to_ascii_lowercase();
    }
    // Lower case can change the normal form.
    spaced(&form(&form(&seen(text)).to_lowercase()))
}

/// [`folded`], but case-sensitive.
pub(crate) fn folded_in_case(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    spaced(&form(&seen(text)))
}

/// A name for finding look-alikes: [`folded`], with Cyrillic and Greek letters as
/// the Latin ones that they look like. Never used for lookups: two such names may
/// both be right.
pub(crate) fn looks(text: &str) -> String {
    let folded = folded(text);
    if folded.is_ascii() { folded } else { folded.chars().map(latin).collect() }
}

/// How a name differs from another that [`looks`] the same.
pub(crate) fn difference(one: &str, other: &str) -> &'static str {
    let (one, other) = (one.trim(), other.trim());
    if one.to_lowercase() == other.to_lowercase() {
        "upper and lower case"
    } else if seen(one) == seen(other) {
        "characters that cannot be seen"
    } else if spaced(one) == spaced(other) {
        "spaces"
    } else if form(one) == form(other) {
        "how Unicode writes its letters"
    } else if folded(one) == folded(other) {
        "upper and lower case and what cannot be seen"
    } else {
        "letters of another alphabet that look the same"
    }
}

/// Why an identifying name is rejected: it has a character that cannot be seen.
pub(crate) fn unseen(text: &str) -> Option<String> {
    let letter = text.chars().find(|letter| is_invisible(*letter))?;
    let kind = if letter.is_control() { "control" } else { "invisible" };
    Some(format!("has the {kind} character U+{:04X} in it", u32::from(letter)))
}

/// The first character of a name that can be overlooked, with its position:
/// `U+200B (zero-width space) after “k”`; `None` if all can be seen.
pub(crate) fn oddity(text: &str) -> Option<String> {
    let (at, letter) = text.char_indices().find(|(_, letter)| is_odd(*letter))?;
    let before: String = text[..at].chars().filter(|letter| !is_odd(*letter)).collect();
    let before: String =
        before.chars().rev().take(SHOWN).collect::<Vec<_>>().iter().rev().collect();
    let position =
        if before.is_empty() { "at the beginning".into() } else { format!("after “{before}”") };
    let name = match letter {
        '\u{a0}' | '\u{202f}' => " (no-break space)",
        '\u{200b}' => " (zero-width space)",
        '\u{200c}' | '\u{200d}' => " (zero-width joiner)",
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            " (text direction)"
        }
        '\u{ad}' => " (soft hyphen)",
        '\u{feff}' | '\u{2060}' => " (zero-width no-break space)",
        '\u{3000}' => " (wide space)",
        '\t' => " (tab)",
        '\n' | '\r' => " (line break)",
        _ => "",
    };
    Some(format!("U+{:04X}{name} {position}", u32::from(letter)))
}

/// A name that can be seen and typed: invisible characters as `\u{200b}`, which
/// [`untyped`] reads back.
pub(crate) fn typed(name: &str) -> String {
    if !name.chars().any(is_odd) {
        return name.to_owned();
    }
    let mut typed = String::with_capacity(name.len() + 8);
    for letter in name.chars() {
        if is_odd(letter) {
            let _ = write!(typed, "\\u{{{:x}}}", u32::from(letter));
        } else {
            typed.push(letter);
        }
    }
    typed
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

/// A name to look up: compared with many others.
#[derive(Debug)]
pub(crate) struct WantedName {
    folded: String,
    in_case: bool,
}

impl WantedName {
    /// Case-sensitive if `in_case`.
    pub(crate) fn new(text: &str, in_case: bool) -> Self {
        Self { folded: if in_case { folded_in_case(text) } else { folded(text) }, in_case }
    }

    /// Whether the other is the same when folded. A name that is empty when folded
    /// matches nothing.
    pub(crate) fn is(&self, other: &str) -> bool {
        if self.folded.is_empty() {
            false
        } else if is_plain(other) {
            let same_in_case = || other.eq_ignore_ascii_case(&self.folded);
            other == self.folded || !self.in_case && same_in_case()
        } else if self.in_case {
            folded_in_case(other) == self.folded
        } else {
            folded(other) == self.folded
        }
    }
}

/// The number of preceding characters that show a position.
const SHOWN: usize = 12;

/// Whether only the case of ASCII letters can be folded.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().all(|byte| (b' '..=b'~').contains(byte))
        && bytes.first() != Some(&b' ')
        && bytes.last() != Some(&b' ')
        && !bytes.windows(2).any(|two| two == b"  ")
}

fn form(text: &str) -> String {
    text.nfkc().collect()
}

fn seen(text: &str) -> String {
    text.chars().filter(|letter| !is_invisible(*letter) || letter.is_whitespace()).collect()
}

/// Trims a text, and replaces each run of spaces by one plain space.
fn spaced(text: &str) -> String {
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |text, word| text + " " + word)
}

/// Whether [`typed`] escapes a character.
fn is_odd(letter: char) -> bool {
    is_invisible(letter) || letter.is_whitespace() && letter != ' '
}

/// Whether a character has no width or shows nothing: controls, joiners,
/// directions, fillers, variation selectors and tags.
fn is_invisible(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// The Latin letter that a Cyrillic or Greek one looks like, in upper or lower
/// case; both have to become the same.
fn latin(letter: char) -> char {
    match letter {
        'а' | 'α' => 'a',
        'в' | 'β' => 'b',
        'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' | 'ε' => 'e',
        'һ' | 'н' | 'η' => 'h',
        'і' | 'ι' => 'i',
        'ј' | 'ϳ' => 'j',
        'к' | 'κ' => 'k',
        'ӏ' => 'l',
        'м' | 'μ' => 'm',
        'ν' => 'n',
        'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'ѵ' => 'v',
        'ԝ' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'ү' | 'υ' => 'y',
        'ζ' => 'z',
        letter => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_fold_the_same_match() {
        for (one, other, by) in [
            ("Sarah", "sarah ", "upper and lower case"),
            ("sarah", "sa\u{200b}rah", "characters that cannot be seen"),
            ("sarah", "sarah\u{fe0f}", "characters that cannot be seen"),
            ("Caf\u{e9}", "Cafe\u{301}", "how Unicode writes its letters"),
            ("\u{212b}sa", "\u{c5}sa", "upper and lower case"),
            ("ﬁn", "fin", "how Unicode writes its letters"),
            ("CAF\u{c9}", "cafe\u{301}", "upper and lower case and what cannot be seen"),
            ("ΣΑΣ", "σας", "upper and lower case"),
            ("Global  Corp", "Global Corp", "spaces"),
            ("Global\u{a0}Corp", "Global Corp", "spaces"),
            ("Global\u{3000}\u{2009}Corp", "Global Corp", "spaces"),
            ("ｋｅｎｊｉ", "kenji", "how Unicode writes its letters"),
            ("ｶﾅ", "カナ", "how Unicode writes its letters"),
        ] {
            assert_eq!(folded(one), folded(other), "{one} {other}");
            assert_eq!(looks(one), looks(other), "{one} {other}");
            assert_eq!(difference(one, other), by, "{one} {other}");
            assert!(WantedName::new(one, false).is(other), "{one} {other}");
            assert!(WantedName::new(other, false).is(one), "{one} {other}");
        }
        for (one, other) in [("sarah", "sara"), ("é", "e"), ("ı", "i"), ("a b", "ab")] {
            assert_ne!(looks(one), looks(other), "{one} {other}");
            assert!(!WantedName::new(one, false).is(other), "{one} {other}");
        }
        assert!(!WantedName::new("Sarah", true).is("sarah"));
        assert!(WantedName::new("Sarah", true).is("Sa\u{200b}rah "));
        assert!(!WantedName::new("\u{200b}", false).is(""));
    }

    #[test]
    fn letters_of_another_alphabet_look_the_same_but_do_not_match() {
        for (one, other) in [
            ("kеnji", "kenji"),
            ("ВОВ", "BOB"),
            ("вов", "BOB"),
            ("ΒΕΤΑ", "beta"),
            ("ѕаrаh", "Sarah"),
        ] {
            assert_ne!(folded(one), folded(other), "{one} {other}");
            assert_eq!(looks(one), looks(other), "{one} {other}");
            let by = "letters of another alphabet that look the same";
            assert_eq!(difference(one, other), by, "{one} {other}");
        }
        assert_ne!(looks("жук"), looks("zhuk"));
    }

    #[test]
    fn invisible_characters_are_named() {
        assert_eq!(unseen("zoë 大阪 O'Neil"), None);
        let invisible = "has the invisible character U+200B in it";
        assert_eq!(unseen("sarah\u{200b}").as_deref(), Some(invisible));
        assert_eq!(unseen("a\u{7}").as_deref(), Some("has the control character U+0007 in it"));
        assert_eq!(
            unseen("a\u{e0041}").as_deref(),
            Some("has the invisible character U+E0041 in it")
        );
        assert_eq!(oddity("zoë b"), None);
        assert_eq!(oddity("k\u{200b}enji").as_deref(), Some("U+200B (zero-width space) after “k”"));
        let at = "U+00A0 (no-break space) at the beginning";
        assert_eq!(oddity("\u{a0}x").as_deref(), Some(at));
    }

    #[test]
    fn escaped_names_are_read_back() {
        for name in ["k\u{200b}enji", "\u{a0}a\u{202e}b\n", "\u{e0041}", "a\\u{b\u{7}"] {
            let typed = typed(name);
            assert!(!typed.chars().any(is_odd), "{typed}");
            if !name.contains('\\') {
                assert_eq!(untyped(&typed).as_deref(), Some(name));
            }
        }
        assert_eq!(typed("k\u{200b}enji"), "k\\u{200b}enji");
        assert_eq!(untyped("kenji"), None);
        assert_eq!(untyped("\\u{110000}"), None);
        assert_eq!(untyped("\\u{20"), None);
        assert_eq!(listed("a b"), "“a b”");
        assert_eq!(listed("ada"), "ada");
    }
}
