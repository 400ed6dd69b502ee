//! Turns keys as the terminal delivers them into messages: keys that a person pressed, keys
//! that came too fast to be deliberate, and text. A dialog accepts only keys that were pressed
//! after it had been visible for a moment.

use std::time::{Duration, Instant};

use super::frame::Console;
use super::key::KeyCode;
use super::message::Message;
use super::typing::{Press, Typed, Typing};

/// How long a dialog must be visible before it accepts a key: keys pressed earlier were meant
/// for what was there before.
const READABLE: Duration = Duration::from_millis(200);

#[derive(Debug)]
pub(crate) struct Keyboard {
    typing: Typing,
    /// The number of the newest dialog on the screen, and since when it is visible.
    shown: (u64, Instant),
}

impl Keyboard {
    pub(crate) fn new(console: &Console, now: Instant) -> Self {
        let typing = Typing::new(console.state.settings.keys.clone());
        Self { typing, shown: (console.dialogs.opened(), now) }
    }

    /// Takes keys that the terminal delivered at once.
    pub(crate) fn add(&mut self, presses: &[Press]) {
        self.typing.add(presses);
    }

    /// Must be called after this state was drawn; drawing began at `since`.
    pub(crate) fn drawn(&mut self, console: &Console, since: Instant) {
        let opened = console.dialogs.opened();
        if self.shown.0 != opened {
            self.shown = (opened, since);
        }
    }

    /// Whether keys wait for what follows them.
    pub(crate) fn is_waiting(&self) -> bool {
        self.typing.is_waiting()
    }

    /// The next message, if it is known what the first waiting key is.
    pub(crate) fn next(&mut self, console: &Console, now: Instant) -> Option<Message> {
        let is_risky = |key| console.state.settings.keys.is_risky(console.context_of(&[key]), key);
        let (mut text, mut first) = match self.typing.next(now, is_risky)? {
            Typed::Key(press) if self.is_seen(console, press) => {
                return Some(Message::Key(press.key));
            }
            Typed::Together(press)
                if press.key.code != KeyCode::Enter && self.is_seen(console, press) =>
            {
                return Some(Message::Key(press.key));
            }
            Typed::Key(press) | Typed::Together(press) => return Some(Message::Hasty(press.key)),
            Typed::LastEnter => return Some(Message::LastEnter),
            Typed::Text { letter, first } => (String::from(letter), first),
        };
        while let Some((letter, begins)) = self.typing.next_letter() {
            text.push(letter);
            first |= begins;
        }
        Some(Message::Text { text, first })
    }

    /// Whether the dialog that a key is for was readable when the key was pressed.
    fn is_seen(&self, console: &Console, press: Press) -> bool {
        self.is_readable(console, press.at)
    }

    /// Whether the top dialog, if there is one, was readable at that time.
    pub(crate) fn is_readable(&self, console: &Console, at: Instant) -> bool {
        let (opened, since) = self.shown;
        let is_shown = opened == console.dialogs.opened() && since + READABLE <= at;
        console.dialogs.is_empty() || is_shown
    }
}
