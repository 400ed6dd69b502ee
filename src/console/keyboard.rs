//! From keys as the terminal delivers them to messages: what a person pressed,
//! what came too fast to be meant, what is text. A dialog is answered only by
//! a key that was pressed after the screen had shown it for a moment.

use std::time::{Duration, Instant};

use super::frame::Console;
use super::key::KeyCode;
use super::message::Message;
use super::typing::{Press, Typed, Typing};

/// A dialog takes an answer only after it could be read: keys that come sooner
/// were pressed for what was there before.
const READABLE: Duration = Duration::from_millis(200);

#[derive(Debug)]
pub(crate) struct Keyboard {
    typing: Typing,
    /// The number of the newest dialog that the screen shows, and since when.
    shown: (u64, Instant),
}

impl Keyboard {
    pub(crate) fn new(console: &Console, now: Instant) -> Self {
        let typing = Typing::new(console.state.settings.keys.clone());
        Self { typing, shown: (console.dialogs.opened(), now) }
    }

    /// Takes in keys that the terminal delivered at once.
    pub(crate) fn take(&mut self, presses: &[Press]) {
        self.typing.take(presses);
    }

    /// The screen shows this state; drawing it began at `since`.
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

    /// The next message, if what came is known for what it is.
    pub(crate) fn next(&mut self, console: &Console, now: Instant) -> Option<Message> {
        let is_risky = |key| console.state.settings.keys.is_risky(console.context(), key);
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

    /// Whether the dialog that a key is for could be read when the key was
    /// pressed.
    fn is_seen(&self, console: &Console, press: Press) -> bool {
        self.is_readable(console, press.at)
    }

    /// Whether the top dialog, if there is one, could be read at that time.
    pub(crate) fn is_readable(&self, console: &Console, at: Instant) -> bool {
        let (opened, since) = self.shown;
        let is_shown = opened == console.dialogs.opened() && since + READABLE <= at;
        console.dialogs.is_empty() || is_shown
    }
}
