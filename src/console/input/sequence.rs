//! Which key a terminal's sequence means. Sequences that no key sends are replies or reports,
//! and mean none.

use crossterm::event::KeyCode;

use crate::console::key::Key;

const SHIFT: u32 = 1;
const ALT: u32 = 2;
const CTRL: u32 = 4;
/// Caps lock and num lock, which do not change the key.
const LOCKS: u32 = 64 | 128;

/// The event type of a released key in the kitty keyboard protocol.
const RELEASED: u32 = 3;

/// The key of a single ASCII byte other than Esc.
pub(super) fn single(byte: u8) -> Key {
    match byte {
        b'\r' => Key::plain(KeyCode::Enter),
        b'\t' => Key::plain(KeyCode::Tab),
        0x7f => Key::plain(KeyCode::Backspace),
        0 => Key::ctrl(' '),
        0x01..=0x1a => Key::ctrl(char::from(byte - 1 + b'a')),
        0x1c..=0x1f => Key::ctrl(char::from(byte - 0x1c + b'4')),
        _ => Key::char(char::from(byte)),
    }
}

/// The key after `ESC [ [`.
pub(super) fn linux_function(last: u8) -> Option<Key> {
    matches!(last, b'A'..=b'E').then(|| Key::plain(KeyCode::F(last - b'A' + 1)))
}

/// The key after `ESC O`.
pub(super) fn function(last: u8) -> Option<Key> {
    let code = match last {
        b'M' => KeyCode::Enter,
        b'R' => KeyCode::F(3),
        last => named(last)?,
    };
    Some(Key::plain(code))
}

/// The key after `ESC [`, given the parameters and the last byte.
pub(super) fn control(parameters: &[u8], last: u8) -> Option<Key> {
    let fields = fields(parameters)?;
    let field = |at: usize, part: usize| {
        fields.get(at).and_then(|parts| parts.get(part)).copied().flatten()
    };
    let with_modifiers = |code| modified(code, field(1, 0), field(1, 1));
    match last {
        b'~' if field(0, 0) == Some(27) => modified(coded(field(2, 0)?)?, field(1, 0), None),
        b'~' => with_modifiers(numbered(field(0, 0)?)?),
        b'u' => {
            let shifted = field(0, 1).and_then(coded);
            let code = coded(field(0, 0)?)?;
            let shift = field(1, 0).is_some_and(|mask| mask.wrapping_sub(1) & SHIFT > 0);
            with_modifiers(shifted.filter(|_| shift).unwrap_or(code))
        }
        b'Z' => Some(Key::plain(KeyCode::BackTab)),
        // With parameters, it reports the cursor's position.
        b'R' if parameters.is_empty() => Some(Key::plain(KeyCode::F(3))),
        last if field(0, 0).is_none_or(|first| first == 1) => with_modifiers(named(last)?),
        _ => None,
    }
}

/// The parameters and their parts; `None` if they are marked as a reply.
fn fields(parameters: &[u8]) -> Option<Vec<Vec<Option<u32>>>> {
    let text = std::str::from_utf8(parameters).ok()?;
    if !text.bytes().all(|byte| byte.is_ascii_digit() || b";:".contains(&byte)) {
        return None;
    }
    Some(
        text.split(';').map(|field| field.split(':').map(|it| it.parse().ok()).collect()).collect(),
    )
}

fn modified(code: KeyCode, mask: Option<u32>, kind: Option<u32>) -> Option<Key> {
    let mask = (mask.unwrap_or(1).max(1) - 1) & !LOCKS;
    // No key here has Super or similar modifiers.
    if mask & !(SHIFT | ALT | CTRL) != 0 || kind == Some(RELEASED) {
        return None;
    }
    let (shift, alt, ctrl) = (mask & SHIFT != 0, mask & ALT != 0, mask & CTRL != 0);
    let code = match code {
        KeyCode::Char(letter) if ctrl => KeyCode::Char(letter.to_ascii_lowercase()),
        KeyCode::Char(letter) if shift => KeyCode::Char(letter.to_ascii_uppercase()),
        KeyCode::Tab if shift => KeyCode::BackTab,
        code => code,
    };
    Some(Key { code, ctrl, alt })
}

fn named(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P' => KeyCode::F(1),
        b'Q' => KeyCode::F(2),
        b'S' => KeyCode::F(4),
        _ => return None,
    })
}

fn numbered(number: u32) -> Option<KeyCode> {
    let number = u8::try_from(number).ok()?;
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(number - 10),
        17..=21 => KeyCode::F(number - 11),
        23..=26 => KeyCode::F(number - 12),
        28 | 29 => KeyCode::F(number - 13),
        31..=34 => KeyCode::F(number - 14),
        _ => return None,
    })
}

/// A key, given the code of its character.
fn coded(code: u32) -> Option<KeyCode> {
    Some(match code {
        9 => KeyCode::Tab,
        13 => KeyCode::Enter,
        27 => KeyCode::Esc,
        8 | 127 => KeyCode::Backspace,
        code => KeyCode::Char(char::from_u32(code).filter(|letter| !is_private(*letter))?),
    })
}

/// Whether it is not a character, but the protocol's number for a key without one.
fn is_private(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{e000}'..='\u{f8ff}')
}
