//! Recognizes text that a terminal types one letter at a time: each letter comes a little
//! later than the one before, but sooner than a person presses several different keys in a
//! row.

use std::time::Duration;

use super::super::key::Key;
use super::super::keymap::Keymap;

/// Keys that follow each other within this time came together: no person presses two keys so
/// fast.
pub(super) const TOGETHER: Duration = Duration::from_millis(10);

/// Different keys that follow each other within this time may be text. A person may press two
/// keys so fast, but hardly three different ones.
pub(super) const SLOW: Duration = Duration::from_millis(55);

/// Characters that rarely begin a text wait only this long, which nobody notices.
pub(super) const SOON: Duration = Duration::from_millis(30);

/// What follows a text within this time is part of it.
const TEXT_PAUSE: Duration = Duration::from_millis(80);

/// This many steps from one character to another make a text.
const STEPS: usize = 2;

/// Text has at least this many different characters, fewer if two of them are letters.
const DIFFERENT: usize = 4;
const WITH_LETTERS: usize = 3;

/// A run of keys that follow each other that fast.
#[derive(Debug, Default)]
pub(super) struct SlowRun {
    /// Its number, which waiting keys remember.
    pub(super) number: u64,
    steps: usize,
    repeats: usize,
    /// The first different characters.
    different: Vec<char>,
}

impl SlowRun {
    /// Adds the next character, with the time since the one before; returns true if it follows
    /// another character so soon that it may be part of a text.
    pub(super) fn add(
        &mut self,
        keys: &Keymap,
        last: Option<(char, Duration)>,
        now: Option<char>,
    ) -> bool {
        let most = if self.reads_like_text() { TEXT_PAUSE } else { SLOW };
        let (Some((before, gap)), Some(now)) = (last.filter(|(_, gap)| *gap <= most), now) else {
            *self = Self { number: self.number + 1, ..Self::default() };
            return false;
        };
        for letter in [before, now] {
            if self.different.len() < DIFFERENT && !self.different.contains(&letter) {
                self.different.push(letter);
            }
        }
        if before == now {
            self.repeats += 1;
            return false;
        }
        // Keys that came at once are judged by what came with them.
        let is_step = gap > TOGETHER && !(moves(keys, before) && moves(keys, now));
        self.steps += usize::from(is_step);
        is_step
    }

    /// Whether it is one key, pressed again and again.
    pub(super) fn repeats(&self) -> bool {
        self.repeats > self.steps
    }

    /// Repeated keys are a person's: a held key, or the same key again and again.
    pub(super) fn reads_like_text(&self) -> bool {
        let letters = self.different.iter().filter(|it| it.is_alphabetic()).count();
        let enough = if letters > 1 { WITH_LETTERS } else { DIFFERENT };
        self.steps >= STEPS && self.different.len() >= enough && self.repeats <= self.steps
    }
}

/// Whether a key moves the cursor, or is part of a count.
fn moves(keys: &Keymap, letter: char) -> bool {
    letter.is_ascii_digit() || keys.only_moves(Key::char(letter))
}
