//! The clipboard of the terminal, written with the escape sequence OSC 52. There is no reply
//! that would tell whether the terminal accepted it.

use crate::text;

/// The longest text: several terminals drop a sequence of more than 100,000 bytes.
pub(crate) const MOST: usize = 72_000;

/// The sequence that puts a text on the clipboard.
pub(crate) fn sequence(text: &str) -> String {
    format!("\x1b]52;c;{}\x07", base64(text.as_bytes()))
}

/// Lines without characters that could control a terminal or a shell into which they are
/// pasted.
pub(crate) fn safe_lines<'a>(lines: impl IntoIterator<Item = &'a str>) -> String {
    let lines: Vec<String> = lines.into_iter().map(|line| text::safe(line).into_string()).collect();
    lines.join("\n")
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut encoded = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |at: usize| usize::from(group.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let letter = LETTERS[bits >> (18 - 6 * at) & 63] as char;
            encoded.push(if at <= group.len() { letter } else { '=' });
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_encoded_as_the_terminal_expects() {
        for (text, encoded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
            ("Élodie ~?", "w4lsb2RpZSB+Pw=="),
        ] {
            assert_eq!(sequence(text), format!("\u{1b}]52;c;{encoded}\u{7}"));
        }
    }

    #[test]
    fn escape_sequences_are_not_copied() {
        let copied = safe_lines(["a\u{1b}[2Jb\tc", "x\u{202e}y\r"]);
        assert!(!copied.chars().any(|letter| letter != '\n' && text::acts(letter)), "{copied:?}");
        assert_eq!(copied.lines().count(), 2);
    }
}
