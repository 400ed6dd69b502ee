//! A key as the key table names it, whatever way a terminal reports it.

use std::fmt;

/// The codes of keys that are no characters, as the terminal library names them.
pub(crate) use crossterm::event::KeyCode;

/// One key press. Shift is part of the character (`G`), or of the code
/// (`BackTab`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(crate) code: KeyCode,
    pub(crate) ctrl: bool,
}

impl Key {
    pub(crate) const fn plain(code: KeyCode) -> Self {
        Self { code, ctrl: false }
    }

    pub(crate) const fn char(letter: char) -> Self {
        Self::plain(KeyCode::Char(letter))
    }

    pub(crate) const fn ctrl(letter: char) -> Self {
        Self { code: KeyCode::Char(letter), ctrl: true }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.ctrl, self.code) {
            (true, KeyCode::Char(letter)) => write!(f, "^{}", letter.to_ascii_uppercase()),
            (_, KeyCode::Char(' ')) => f.write_str("Space"),
            (_, KeyCode::Char(letter)) => write!(f, "{letter}"),
            (_, KeyCode::F(number)) => write!(f, "F{number}"),
            (_, code) => f.write_str(match code {
                KeyCode::Up => "↑",
                KeyCode::Down => "↓",
                KeyCode::Left => "←",
                KeyCode::Right => "→",
                KeyCode::PageUp => "PgUp",
                KeyCode::PageDown => "PgDn",
                KeyCode::Home => "Home",
                KeyCode::End => "End",
                KeyCode::Tab => "Tab",
                KeyCode::BackTab => "Shift-Tab",
                KeyCode::Enter => "Enter",
                KeyCode::Esc => "Esc",
                KeyCode::Backspace => "Backspace",
                KeyCode::Delete => "Delete",
                KeyCode::Insert => "Insert",
                _ => "that key",
            }),
        }
    }
}
