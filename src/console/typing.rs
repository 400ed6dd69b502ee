//! Tells keys that a person presses from text that a terminal types: in a terminal without
//! bracketed paste, a paste arrives as keys, many different ones within milliseconds,
//! sometimes in pieces. A key that would change something waits a moment to see whether text
//! follows; every other key passes immediately. `slow` recognizes text that arrives letter by
//! letter. The time is passed in with the keys.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::key::{Key, KeyCode};
use super::keymap::Keymap;
use slow::{SLOW, SOON, SlowRun, TOGETHER};

/// After this long without a key, what follows is not part of the same text. After a piece
/// that looks like the beginning of text, keys wait this long.
const QUIET: Duration = Duration::from_millis(300);

/// If two groups of keys, each delivered at once, follow each other within this time, they are
/// pieces of a text: no person types so much so fast. A key that changes something and came
/// together with others waits this long for the next piece.
const PIECE: Duration = Duration::from_millis(150);

/// Text has at least this many different characters, fewer if two of them are letters. A
/// person may alternate between two or three keys fast.
const DIFFERENT: usize = 4;
const WITH_LETTERS: usize = 3;

/// The weight of a step from one character to a different one: for keys that were delivered at
/// once, and for keys that were delivered one by one in quick succession.
const AT_ONCE: usize = 2;
const ONE_BY_ONE: usize = 1;

/// Steps of this total weight are text: three between keys delivered at once, because a slow
/// line may deliver two or three keys at once. Steps between keys that only move have no
/// weight: people press them fast, and they do no harm.
const TEXT: usize = 3 * AT_ONCE;

/// A key and when the terminal delivered it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Press {
    pub(crate) key: Key,
    pub(crate) at: Instant,
}

/// What a key turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Typed {
    /// A key that a person pressed.
    Key(Press),
    /// A key that came together with other characters before it: too fast to be a reaction to
    /// what they did.
    Together(Press),
    /// A character of a text; `first` is set at its beginning.
    Text { letter: char, first: bool },
    /// The Enter at the end of a text.
    LastEnter,
}

/// The keys that were not passed on yet, and what is known about the run of keys that they
/// belong to.
#[derive(Debug, Default)]
pub(crate) struct Typing {
    keys: Keymap,
    waiting: VecDeque<HeldKeys>,
    last: Option<Press>,
    run: LetterRun,
    slow: SlowRun,
}

/// Whether a key came together with a different character.
#[derive(Clone, Copy, Debug)]
struct Together {
    before: bool,
    after: bool,
}

#[derive(Clone, Copy, Debug)]
struct HeldKeys {
    press: Press,
    together: Together,
    /// Whether it came after a pause.
    first: bool,
    /// Whether its run is over and was text, or it belongs to text that arrives letter by
    /// letter.
    is_text: bool,
    /// The number of its slow run.
    slow_run: u64,
    /// How long it waits for the next letter of a text that it may begin or continue.
    may_continue: Option<Duration>,
}

/// A run of keys that came together, including what follows a text soon.
#[derive(Debug, Default)]
struct LetterRun {
    steps: usize,
    /// The total weight of its steps.
    weight: usize,
    repeats: usize,
    /// The first different characters.
    different: Vec<char>,
    /// How many groups of different characters were delivered at once.
    groups: usize,
    /// Whether the current group was counted.
    in_group: bool,
    /// Whether two letters that do more than move were delivered at once. A slow line may
    /// deliver two keys at once, but hardly anybody presses two such keys so fast.
    has_syllable: bool,
}

impl LetterRun {
    /// Repeated keys are a person's: a held key, or the same key again and again.
    fn reads_like_text(&self) -> bool {
        let letters = self.different.iter().filter(|it| it.is_alphabetic()).count();
        let enough = if letters > 1 { WITH_LETTERS } else { DIFFERENT };
        let is_fast = self.weight >= TEXT || self.groups > 1;
        is_fast && self.different.len() >= enough && self.repeats <= self.steps
    }

    fn step(&mut self, from: char, to: char, at_once: bool) {
        self.steps += 1;
        self.weight += if at_once { AT_ONCE } else { ONE_BY_ONE };
        if at_once {
            self.count_group();
            self.has_syllable |= from.is_alphabetic() && to.is_alphabetic();
        }
        for letter in [from, to] {
            if self.different.len() < DIFFERENT && !self.different.contains(&letter) {
                self.different.push(letter);
            }
        }
    }
}

impl LetterRun {
    /// Counts a key that was delivered together with another: both are one group.
    fn count_group(&mut self) {
        if !self.in_group {
            (self.in_group, self.groups) = (true, self.groups + 1);
        }
    }

    /// How soon the next piece of a text follows.
    fn next_piece(&self) -> Duration {
        if self.has_syllable { QUIET } else { PIECE }
    }
}

impl Typing {
    pub(crate) fn new(keys: Keymap) -> Self {
        Self { keys, ..Self::default() }
    }

    /// Adds keys that the terminal delivered at once.
    pub(crate) fn add(&mut self, presses: &[Press]) {
        for (at, press) in presses.iter().enumerate() {
            self.add_one(*press, at > 0);
        }
    }

    fn add_one(&mut self, press: Press, at_once: bool) {
        let gap = self.last.map(|last| press.at.saturating_duration_since(last.at));
        let first = gap.is_none_or(|gap| gap > QUIET);
        let together = at_once || gap.is_some_and(|gap| gap <= TOGETHER);
        // A text may arrive in pieces, but a person's keys arrive one by one. A text contains
        // only keys with a character.
        let is_piece = self.run.groups > 0 && gap.is_some_and(|gap| gap <= self.run.next_piece());
        // An Enter that comes soon after keys that came at once, or after a letter that does
        // more than move, may belong to the same text.
        let ends_piece = is_piece
            || gap.is_some_and(|gap| gap <= SLOW)
                && self.last.is_some_and(|last| self.is_letter(last.key));
        let continues = together || is_piece || (self.run.reads_like_text() && !first);
        if !continues || character(press.key).is_none() {
            self.end_run();
        }
        self.run.in_group &= at_once;
        let before = self.last.and_then(|last| character(last.key));
        let mut follows = false;
        if let (true, Some(before), Some(now)) = (together, before, character(press.key)) {
            if before == now {
                self.run.repeats += 1;
                if at_once && self.run.groups > 0 {
                    self.run.count_group();
                }
                // A burst with an Enter in it confirms nothing.
                follows = now == '\n';
            } else {
                let moves =
                    [before, now].map(Key::char).into_iter().all(|key| self.keys.only_moves(key));
                if !moves {
                    self.run.step(before, now, at_once);
                }
                follows = true;
            }
        }
        if follows && let Some(last) = self.waiting.back_mut() {
            last.together.after = true;
        }
        follows |= ends_piece && press.key.code == KeyCode::Enter;
        let last = self.last.and_then(|last| character(last.key)).zip(gap);
        let begins = last.is_none_or(|(_, gap)| gap > SLOW);
        let follows_soon = self.slow.add(&self.keys, last, character(press.key));
        // Most texts begin with a letter, so other characters wait for a shorter time.
        let is_letter = character(press.key).is_some_and(char::is_alphabetic);
        let may_continue = match (follows_soon || begins && is_letter, begins) {
            (true, _) => Some(SLOW),
            (false, true) => Some(SOON),
            (false, false) => None,
        };
        self.last = Some(press);
        self.waiting.push_back(HeldKeys {
            press,
            together: Together { before: follows, after: false },
            first,
            is_text: false,
            slow_run: self.slow.number,
            may_continue,
        });
        self.mark_slow_text();
    }

    /// Whether a key types a character, and does more than move.
    fn is_letter(&self, key: Key) -> bool {
        let letter = character(key).filter(|letter| !letter.is_whitespace());
        letter.is_some() && !self.keys.only_moves(key)
    }

    /// Keys that are still waiting when the letters before and after them look like text are
    /// part of it.
    fn mark_slow_text(&mut self) {
        if self.slow.reads_like_text() || self.run.reads_like_text() {
            let number = self.slow.number;
            for waiting in self.waiting.iter_mut().filter(|it| it.slow_run == number) {
                waiting.is_text = true;
            }
        }
    }

    /// Ends the run: what follows is not part of it.
    fn end_run(&mut self) {
        if self.run.reads_like_text() {
            for waiting in &mut self.waiting {
                waiting.is_text = true;
            }
        }
        self.run = LetterRun::default();
    }

    /// Whether a key is part of a text. Keys that are still waiting when the next piece turns
    /// out to be text were the beginning of it.
    fn is_text(&self, waiting: &HeldKeys) -> bool {
        (waiting.is_text || self.run.reads_like_text()) && character(waiting.press.key).is_some()
    }

    /// The next key that can be passed on. `is_risky` tells whether a key would change
    /// something in the current context.
    pub(crate) fn next(&mut self, now: Instant, is_risky: impl Fn(Key) -> bool) -> Option<Typed> {
        let waiting = self.waiting.front()?;
        let is_text = self.is_text(waiting);
        let HeldKeys { press, together, first, .. } = *waiting;
        if is_text && press.key.code == KeyCode::Enter {
            let is_last = !self.waiting.get(1).is_some_and(|next| self.is_text(next));
            if self.waiting.len() == 1 && !has_passed(press.at, TOGETHER, now) {
                return None;
            }
            self.waiting.pop_front();
            return Some(if is_last {
                Typed::LastEnter
            } else {
                Typed::Text { letter: '\n', first }
            });
        }
        if is_text {
            self.waiting.pop_front();
            return character(press.key).map(|letter| Typed::Text { letter, first });
        }
        if is_risky(press.key) {
            let last = self.last.map_or(press.at, |last| last.at);
            let in_group = together.before || together.after;
            let pause = if in_group { self.run.next_piece() } else { TOGETHER };
            // A person who keeps typing must not wait forever.
            if !has_passed(last, pause, now) && !has_passed(press.at, QUIET, now) {
                return None;
            }
            let continues = waiting.slow_run == self.slow.number;
            let since = if continues { last } else { press.at };
            let is_repeated = continues && self.slow.repeats();
            let waits = waiting.may_continue.filter(|_| !is_repeated);
            let is_over = |pause| has_passed(since, pause, now) || has_passed(press.at, QUIET, now);
            if waits.is_some_and(|pause| !is_over(pause)) {
                return None;
            }
        }
        self.waiting.pop_front();
        let is_enter = press.key.code == KeyCode::Enter;
        let in_burst = together.before || (is_enter && together.after);
        Some(if in_burst { Typed::Together(press) } else { Typed::Key(press) })
    }

    /// The next character of a text, if it is known to be one.
    pub(crate) fn next_letter(&mut self) -> Option<(char, bool)> {
        let waiting = self.waiting.front()?;
        let HeldKeys { press, first, .. } = *waiting;
        if !self.is_text(waiting) || press.key.code == KeyCode::Enter {
            return None;
        }
        let letter = character(press.key)?;
        self.waiting.pop_front();
        Some((letter, first))
    }

    /// Whether keys wait to be passed on.
    pub(crate) fn is_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }
}

fn has_passed(since: Instant, pause: Duration, now: Instant) -> bool {
    now.saturating_duration_since(since) >= pause
}

/// The character of a key that can be part of a text. A line break is Enter or ^J, depending
/// on the terminal.
fn character(key: Key) -> Option<char> {
    if key.alt {
        return None;
    }
    match (key.code, key.ctrl) {
        (KeyCode::Char(letter), false) => Some(letter),
        (KeyCode::Enter, false) | (KeyCode::Char('j'), true) => Some('\n'),
        (KeyCode::Tab, false) => Some('\t'),
        _ => None,
    }
}

mod slow;
#[cfg(test)]
mod tests;
