//! Keys as the key table names them, however a terminal reports them, and sequences of keys
//! that together mean one action.

use std::fmt;

/// The codes of keys without a character, as in the terminal library.
pub(crate) use crossterm::event::KeyCode;

/// One key press. Shift is part of the character (`G`) or of the code (`BackTab`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(crate) code: KeyCode,
    pub(crate) ctrl: bool,
    pub(crate) alt: bool,
}

/// Names of keys without a character. The first name of each key is the one written to a
/// configuration.
const NAMES: &[(&str, KeyCode)] = &[
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("pgup", KeyCode::PageUp),
    ("pageup", KeyCode::PageUp),
    ("pgdn", KeyCode::PageDown),
    ("pagedown", KeyCode::PageDown),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("tab", KeyCode::Tab),
    ("shift-tab", KeyCode::BackTab),
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("escape", KeyCode::Esc),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("insert", KeyCode::Insert),
    ("space", KeyCode::Char(' ')),
];

impl Key {
    pub(crate) const fn plain(code: KeyCode) -> Self {
        Self { code, ctrl: false, alt: false }
    }

    /// The same key with Alt.
    pub(crate) const fn with_alt(self) -> Self {
        Self { alt: true, ..self }
    }

    /// Parses a key such as `ctrl-a`, `^A`, `alt-x`, `pgup`, `f5` or `G`.
    ///
    /// # Errors
    ///
    /// Why no terminal sends this key, as a sentence without its full stop.
    pub(crate) fn named(name: &str) -> Result<Self, String> {
        let lower = name.to_lowercase();
        if let Some(rest) = lower.strip_prefix("alt-").filter(|rest| !rest.is_empty()) {
            let key = Self::named(&name[name.len() - rest.len()..])?;
            return key.with_alt_if_sent(name);
        }
        if let Some(rest) = lower.strip_prefix("ctrl-").filter(|rest| !rest.is_empty()) {
            return Self::named(rest)?.with_ctrl_if_sent(name);
        }
        if let Some(rest) = lower.strip_prefix('^').filter(|rest| !rest.is_empty()) {
            return Self::named(rest)?.with_ctrl_if_sent(name);
        }
        if let Some((_, code)) = NAMES.iter().find(|(known, _)| *known == lower) {
            return Ok(Self::plain(*code));
        }
        let number = lower.strip_prefix('f').and_then(|number| number.parse().ok());
        if let Some(number @ 1..=20) = number {
            return Ok(Self::plain(KeyCode::F(number)));
        }
        let mut letters = name.chars();
        match (letters.next(), letters.next()) {
            (Some(letter), None) if !letter.is_control() && !letter.is_whitespace() => {
                Ok(Self::char(letter))
            }
            _ if lower.starts_with("shift-") => Err(format!(
                "“{name}” is not a key: write the character that Shift makes, such as G"
            )),
            _ => Err(format!(
                "“{name}” is not a key; use a character, or a name such as ctrl-a, alt-x, enter, pgup, f5"
            )),
        }
    }

    fn with_ctrl_if_sent(self, name: &str) -> Result<Self, String> {
        let same_as = match self.code {
            KeyCode::Char('i') => "Tab",
            KeyCode::Char('m' | 'j') => "Enter",
            KeyCode::Char('[') => "Esc",
            KeyCode::Char(letter) if letter.is_ascii_lowercase() || letter == ' ' => {
                return Ok(Self { ctrl: true, ..self });
            }
            KeyCode::Char(_) | KeyCode::Enter | KeyCode::Esc | KeyCode::Tab | KeyCode::BackTab => {
                return Err(format!("most terminals do not send “{name}”"));
            }
            _ => return Ok(Self { ctrl: true, ..self }),
        };
        Err(format!("a terminal sends “{name}” as {same_as}"))
    }

    fn with_alt_if_sent(self, name: &str) -> Result<Self, String> {
        let is_sent = match self.code {
            // After an Esc, these begin the sequence of another key or a reply.
            KeyCode::Char(letter) => letter.is_ascii_graphic() && !"[]OP_^X\\".contains(letter),
            KeyCode::Enter
            | KeyCode::Esc
            | KeyCode::Tab
            | KeyCode::BackTab
            | KeyCode::Backspace => false,
            _ => true,
        };
        if self.ctrl || !is_sent {
            let why = "cannot be told from other keys in a terminal; use Alt with another key";
            return Err(format!("“{name}” {why}"));
        }
        Ok(self.with_alt())
    }

    /// The name in a configuration.
    pub(crate) fn config_name(self) -> String {
        let modifier = match (self.ctrl, self.alt) {
            (true, _) => "ctrl-",
            (_, true) => "alt-",
            _ => "",
        };
        let named = NAMES.iter().find(|(_, code)| *code == self.code);
        match (named, self.code) {
            (Some((name, _)), _) => format!("{modifier}{name}"),
            (None, KeyCode::F(number)) => format!("{modifier}f{number}"),
            (None, KeyCode::Char(letter)) => format!("{modifier}{letter}"),
            (None, _) => String::new(),
        }
    }

    pub(crate) const fn char(letter: char) -> Self {
        Self::plain(KeyCode::Char(letter))
    }

    pub(crate) const fn ctrl(letter: char) -> Self {
        Self { code: KeyCode::Char(letter), ctrl: true, alt: false }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.alt {
            f.write_str("Alt-")?;
        }
        if self.ctrl && !matches!(self.code, KeyCode::Char(_)) {
            f.write_str("Ctrl-")?;
        }
        match (self.ctrl, self.code) {
            (true, KeyCode::Char(' ')) => f.write_str("^Space"),
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

/// Keys that are pressed one after the other; usually only one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct KeySequence(Vec<Key>);

impl KeySequence {
    /// Parses keys separated by spaces.
    ///
    /// # Errors
    ///
    /// Which of them is not a key, as a sentence without its full stop.
    pub(crate) fn named(names: &str) -> Result<Self, String> {
        let keys: Vec<Key> = names.split_whitespace().map(Key::named).collect::<Result<_, _>>()?;
        if keys.is_empty() {
            return Err("a key is missing; the space bar is called space".into());
        }
        Ok(Self(keys))
    }

    pub(crate) fn keys(&self) -> &[Key] {
        &self.0
    }

    /// Whether it is a single key that types a character.
    pub(crate) fn types(&self) -> bool {
        matches!(self.0.first(), Some(Key { code: KeyCode::Char(_), ctrl: false, alt: false }))
    }

    /// The names in a configuration.
    pub(crate) fn config_name(&self) -> String {
        self.0.iter().map(|key| key.config_name()).collect::<Vec<_>>().join(" ")
    }
}

impl From<Key> for KeySequence {
    fn from(key: Key) -> Self {
        Self(vec![key])
    }
}

impl fmt::Display for KeySequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, key) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str(" ")?;
            }
            write!(f, "{key}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_a_key_is_read() {
        for (name, key, shown) in [
            ("G", Key::char('G'), "G"),
            ("+", Key::char('+'), "+"),
            ("^", Key::char('^'), "^"),
            ("é", Key::char('é'), "é"),
            ("ctrl-a", Key::ctrl('a'), "^A"),
            ("Ctrl-A", Key::ctrl('a'), "^A"),
            ("^P", Key::ctrl('p'), "^P"),
            ("ctrl-space", Key::ctrl(' '), "^Space"),
            ("alt-x", Key::char('x').with_alt(), "Alt-x"),
            ("alt-G", Key::char('G').with_alt(), "Alt-G"),
            ("alt-up", Key::plain(KeyCode::Up).with_alt(), "Alt-↑"),
            ("space", Key::char(' '), "Space"),
            ("Shift-Tab", Key::plain(KeyCode::BackTab), "Shift-Tab"),
            ("pgup", Key::plain(KeyCode::PageUp), "PgUp"),
            ("ctrl-home", Key { ctrl: true, ..Key::plain(KeyCode::Home) }, "Ctrl-Home"),
            ("F5", Key::plain(KeyCode::F(5)), "F5"),
            ("f", Key::char('f'), "f"),
        ] {
            assert_eq!(Key::named(name), Ok(key), "{name}");
            assert_eq!(key.to_string(), shown);
            assert_eq!(Key::named(&key.config_name()), Ok(key), "{name}");
        }
        for name in [
            "",
            "shift-g",
            "ctrl-i",
            "ctrl-m",
            "ctrl-G1",
            "alt-[",
            "alt-O",
            "alt-enter",
            "hyper-x",
            "f99",
        ] {
            assert!(Key::named(name).is_err(), "{name}");
        }
    }

    #[test]
    fn key_sequences_are_written_with_spaces() {
        let keys = KeySequence::named("g g").expect("two keys");
        assert_eq!(keys.keys(), [Key::char('g'), Key::char('g')]);
        assert_eq!((keys.to_string(), keys.config_name()), ("g g".into(), "g g".into()));
        assert!(KeySequence::named("  ").is_err());
    }
}
