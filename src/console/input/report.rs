//! Replies and reports that the program asked the terminal for: the mouse, and the background
//! color.

use crate::console::mouse::{MouseAct, MouseReport};

/// What is reported besides keys and pasted text. Everything else that the terminal sends is
/// ignored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Listening {
    /// Keys with Alt; set only if the key table has one.
    pub(crate) alt: bool,
    pub(crate) mouse: bool,
    /// Replies to [`QUESTION`].
    pub(crate) background: bool,
}

/// Asks for the background color (OSC 11), and then for something that every terminal replies
/// to (DA1), so that the program need not wait for terminals that do not know the first query.
pub(crate) const QUESTION: &str = "\x1b]11;?\x1b\\\x1b[c";

/// The most bytes of a reply that are kept, which is enough for a color.
pub(super) const LONGEST_COLOR: usize = 40;

/// Motion without a button, other buttons than the left one, and their releases are ignored.
const MODIFIERS: u16 = 4 | 8 | 16;
const MOTION: u16 = 32;

/// The mouse report with these parameters after `ESC [ <`: button, column and row.
pub(super) fn mouse(parameters: &[u8], last: u8) -> Option<MouseReport> {
    let text = std::str::from_utf8(parameters.strip_prefix(b"<")?).ok()?;
    let mut numbers = text.split(';').map(|number| number.parse::<u16>().ok());
    let (button, x, y) = (numbers.next()??, numbers.next()??, numbers.next()??);
    // With Shift, the terminal keeps the mouse for its own selection; other modifiers make it
    // no plain click.
    let does = match (button, last) {
        (0, b'M') => MouseAct::Press,
        (0, b'm') => MouseAct::Release,
        (MOTION, b'M') => MouseAct::Drag,
        (button, b'M') => match button & !MODIFIERS {
            64 => MouseAct::WheelUp,
            65 => MouseAct::WheelDown,
            66 => MouseAct::WheelLeft,
            67 => MouseAct::WheelRight,
            _ => return None,
        },
        _ => return None,
    };
    Some(MouseReport { does, x: x.checked_sub(1)?, y: y.checked_sub(1)? })
}

/// Whether a color that a terminal names (`11;rgb:1e1e/1e1e/2e2e`) is light.
pub(super) fn is_light(answer: &[u8]) -> Option<bool> {
    let text = std::str::from_utf8(answer).ok()?.strip_prefix("11;rgb")?;
    let text = text.strip_prefix("a:").or_else(|| text.strip_prefix(':'))?;
    let mut parts = text.split('/').map(part);
    let (red, green, blue) = (parts.next()??, parts.next()??, parts.next()??);
    // The brightness of a color (ITU-R BT.601), compared with the middle between black and
    // white.
    Some(299 * red + 587 * green + 114 * blue > 500 * 1000)
}

/// A component of a color in thousandths, from one to four hexadecimal digits.
fn part(digits: &str) -> Option<u32> {
    if !(1..=4).contains(&digits.len()) {
        return None;
    }
    let most = 16_u32.pow(u32::try_from(digits.len()).ok()?) - 1;
    Some(u32::from_str_radix(digits, 16).ok()? * 1000 / most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colors_are_light_or_dark() {
        for (answer, light) in [
            ("11;rgb:1e1e/1e1e/2e2e", Some(false)),
            ("11;rgb:ffff/ffff/ffff", Some(true)),
            ("11;rgb:fd/f6/e3", Some(true)),
            ("11;rgb:0/0/0", Some(false)),
            ("11;rgba:ffff/ffff/ffff/0000", Some(true)),
            ("11;rgb:00000/0/0", None),
            ("11;rgb:zz/0/0", None),
            ("10;rgb:ffff/ffff/ffff", None),
            ("11;?", None),
        ] {
            assert_eq!(is_light(answer.as_bytes()), light, "{answer}");
        }
    }

    #[test]
    fn only_left_clicks_drags_and_the_wheel_are_reported() {
        let at = |does| Some(MouseReport { does, x: 9, y: 4 });
        assert_eq!(mouse(b"<0;10;5", b'M'), at(MouseAct::Press));
        assert_eq!(mouse(b"<0;10;5", b'm'), at(MouseAct::Release));
        assert_eq!(mouse(b"<32;10;5", b'M'), at(MouseAct::Drag));
        assert_eq!(mouse(b"<64;10;5", b'M'), at(MouseAct::WheelUp));
        assert_eq!(mouse(b"<81;10;5", b'M'), at(MouseAct::WheelDown), "with Ctrl");
        for other in
            [&b"<2;10;5"[..], b"<4;10;5", b"<35;10;5", b"<0;0;5", b"<0;10", b"0;10;5", b"<;;"]
        {
            assert_eq!(mouse(other, b'M'), None, "{other:?}");
        }
    }
}
