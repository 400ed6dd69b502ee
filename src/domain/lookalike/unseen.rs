//! Why a name is rejected: it contains an invisible character, or text that reads like the
//! escape of one.

use super::escape::{joins_in_script, untyped};
use super::is_invisible;

/// Why a name that identifies something is rejected: it contains an invisible character.
/// `None` if it is accepted.
pub(crate) fn unseen(text: &str) -> Option<String> {
    text.chars().find(|letter| is_invisible(*letter)).map(unseen_letter).or_else(|| escape(text))
}

/// Why any other name is rejected: it contains an invisible character that no script needs
/// there to join letters. `None` if it is accepted.
pub(crate) fn unseen_in_text(text: &str) -> Option<String> {
    let mut before = ' ';
    let hides = |letter: &char| {
        let before = std::mem::replace(&mut before, *letter);
        is_invisible(*letter) && !joins_in_script(before, *letter)
    };
    text.chars().find(hides).map(unseen_letter).or_else(|| escape(text))
}

/// Why a name that contains the text of an escape is rejected: it would be printed like a name
/// with the escaped character.
fn escape(text: &str) -> Option<String> {
    untyped(text)?;
    let at = text.find("\\u{")?;
    let length = text[at..].find('}')? + 1;
    let escape = &text[at..at + length];
    Some(format!("contains {escape}, the escape of another character; use the character itself"))
}

fn unseen_letter(letter: char) -> String {
    let kind = if letter.is_control() { "control" } else { "invisible" };
    format!("has the {kind} character U+{:04X} in it", u32::from(letter))
}
