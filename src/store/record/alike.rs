//! Names that people take for the same: alike but for upper and lower case,
//! for characters that cannot be seen, or for how Unicode writes their letters.

use unicode_normalization::UnicodeNormalization;

/// What names have in common that look the same.
pub(super) fn folded(text: &str) -> String {
    let bare = text.trim();
    if bare.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return bare.to_ascii_lowercase();
    }
    // In lower case a text may have another form again.
    let lower = form(&seen(bare)).to_lowercase();
    form(&lower).trim().to_owned()
}

/// In what a name differs from another of the same [`folded`] form.
pub(super) fn difference(one: &str, other: &str) -> &'static str {
    let (one, other) = (one.trim(), other.trim());
    if one.to_lowercase() == other.to_lowercase() {
        "upper and lower case"
    } else if seen(one) == seen(other) {
        "characters that cannot be seen"
    } else if form(one) == form(other) {
        "how Unicode writes its letters"
    } else {
        "upper and lower case and what cannot be seen"
    }
}

/// Why a name that others are told apart by cannot be taken: a character in it
/// that nobody sees.
pub(super) fn unseen(text: &str) -> Option<String> {
    let letter = text.chars().find(|letter| is_invisible(*letter))?;
    let kind = if letter.is_control() { "control" } else { "invisible" };
    Some(format!("has the {kind} character U+{:04X} in it", u32::from(letter)))
}

fn form(text: &str) -> String {
    text.nfkc().collect()
}

fn seen(text: &str) -> String {
    text.chars().filter(|letter| !is_invisible(*letter)).collect()
}

/// Whether a character takes no room, or shows nothing where it stands: controls,
/// joiners, directions, fillers, variation selectors and tags.
fn is_invisible(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::{difference, folded, unseen};

    #[test]
    fn names_that_look_the_same_are_alike() {
        for (one, other, by) in [
            ("Sarah", "sarah ", "upper and lower case"),
            ("sarah", "sa\u{200b}rah", "characters that cannot be seen"),
            ("sarah", "sarah\u{fe0f}", "characters that cannot be seen"),
            ("Caf\u{e9}", "Cafe\u{301}", "how Unicode writes its letters"),
            ("\u{212b}sa", "\u{c5}sa", "upper and lower case"),
            ("ﬁn", "fin", "how Unicode writes its letters"),
            ("CAF\u{c9}", "cafe\u{301}", "upper and lower case and what cannot be seen"),
            ("ΣΑΣ", "σας", "upper and lower case"),
        ] {
            assert_eq!(folded(one), folded(other), "{one} {other}");
            assert_eq!(difference(one, other), by, "{one} {other}");
        }
        for (one, other) in [("sarah", "sara"), ("é", "e"), ("ı", "i"), ("a b", "ab")] {
            assert_ne!(folded(one), folded(other), "{one} {other}");
        }
    }

    #[test]
    fn what_cannot_be_seen_is_named() {
        assert_eq!(unseen("zoë 大阪 O'Neil"), None);
        let invisible = "has the invisible character U+200B in it";
        assert_eq!(unseen("sarah\u{200b}").as_deref(), Some(invisible));
        assert_eq!(unseen("a\u{7}").as_deref(), Some("has the control character U+0007 in it"));
        assert_eq!(
            unseen("a\u{e0041}").as_deref(),
            Some("has the invisible character U+E0041 in it")
        );
    }
}
