//! Decodes the bytes from the terminal into keys and pasted text. Not everything that a
//! terminal sends is a key: replies to a query of the program that used the terminal before
//! (its colors, its version, its modes) may arrive late, whole or in pieces. A reply is never
//! taken for a key, and the keys after it are keys again.
//!
//! The reader of the terminal library is not used, because it breaks some replies into
//! letters, and after others drops keys until one fits. The time is passed in with the bytes.

mod report;
mod sequence;
#[cfg(test)]
mod tests;

use std::time::{Duration, Instant};

use crossterm::event::KeyCode;

use super::key::Key;
use super::mouse::MouseReport;
pub(crate) use report::{Listening, QUESTION};

/// An Esc with nothing after it for this long is the Esc key.
const ESC_WAIT: Duration = Duration::from_millis(50);

/// A reply that was cut in two continues within this time.
const ANSWER: Duration = Duration::from_secs(1);

/// The bytes of a reply follow each other within this time, unless it was cut.
const GAP: Duration = Duration::from_millis(100);

/// No sequence has more bytes of parameters; further ones are dropped.
const LONGEST: usize = 256;

const ESC: u8 = 0x1b;
const BEL: u8 = 0x07;
const CAN: u8 = 0x18;
const SUB: u8 = 0x1a;
/// The end of a string, as an eight-bit control.
const ST: u8 = 0x9c;

const PASTE_BEGINS: &[u8] = b"200";
const PASTE_ENDS: &[u8] = b"\x1b[201~";

/// What the terminal sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TerminalInput {
    Key(Key),
    /// Pasted text, from a terminal with bracketed paste.
    Paste(String),
    Mouse(MouseReport),
    /// The reply about the background, and whether it is light.
    Background {
        light: bool,
    },
    /// The reply about the terminal itself, which every terminal sends.
    Attributes,
}

/// Tells keys, pasted text and replies apart, wherever the bytes are cut.
#[derive(Debug)]
pub(crate) struct Decoder {
    listening: Listening,
    state: Unfinished,
    /// When the unfinished sequence in `state` began.
    began: Instant,
    /// When the last bytes arrived.
    last: Instant,
}

/// The unfinished sequence at the end of the bytes so far.
#[derive(Debug)]
enum Unfinished {
    Nothing,
    /// A character of several bytes. With Alt, it is not a key here.
    Character {
        bytes: Vec<u8>,
        alt: bool,
    },
    /// An Esc: the key, or the first byte of a sequence.
    Esc,
    /// An Esc that was taken for the key. The rest of a reply may still follow.
    EscKey,
    /// A control sequence, with its parameters so far.
    Control(Vec<u8>),
    /// A function key of the Linux console.
    LinuxFunction,
    /// A function key with a single letter.
    Function,
    /// A mouse report in the old format: this many bytes are missing.
    Mouse(u8),
    /// A string, which only replies contain.
    Answer {
        escaped: bool,
        eight_bit: bool,
        /// Its beginning, if it may name a color.
        color: Option<Vec<u8>>,
    },
    Paste(Vec<u8>),
}

impl Decoder {
    #[cfg(test)]
    pub(crate) fn new(now: Instant) -> Self {
        Self::listening(Listening::default(), now)
    }

    /// A decoder that also reports what the program asked the terminal for.
    pub(crate) fn listening(listening: Listening, now: Instant) -> Self {
        Self { listening, state: Unfinished::Nothing, began: now, last: now }
    }

    /// Decodes bytes that arrived at once.
    pub(crate) fn decode(&mut self, piece: &[u8], at: Instant) -> Vec<TerminalInput> {
        let mut inputs: Vec<TerminalInput> = self.settle(at).into_iter().collect();
        if let Some(first) = piece.first()
            && !self.continues(*first, piece, at)
        {
            inputs.extend(self.discard_unfinished());
        }
        self.last = at;
        for byte in piece {
            self.decode_byte(*byte, &mut inputs);
        }
        inputs
    }

    /// When the last bytes arrived.
    pub(crate) fn last(&self) -> Instant {
        self.last
    }

    /// When [`Self::settle`] should be called if nothing arrives before.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        matches!(self.state, Unfinished::Esc).then(|| self.last + ESC_WAIT)
    }

    /// The Esc key, if an Esc was received and nothing has followed it.
    pub(crate) fn settle(&mut self, now: Instant) -> Option<TerminalInput> {
        if self.deadline().is_none_or(|deadline| now < deadline) {
            return None;
        }
        self.state = Unfinished::EscKey;
        Some(TerminalInput::Key(Key::plain(KeyCode::Esc)))
    }

    /// Whether a piece continues the unfinished sequence. The rest of a reply arrives in one
    /// piece; a single byte is a person's key, unless exactly that byte was missing.
    fn continues(&self, first: u8, piece: &[u8], at: Instant) -> bool {
        let is_late = at.saturating_duration_since(self.began) > ANSWER;
        let is_near = at.saturating_duration_since(self.last) <= GAP;
        match &self.state {
            Unfinished::Nothing | Unfinished::Character { .. } => true,
            // A paste that was cut.
            Unfinished::Paste(_) => {
                piece.len() > 1 || at.saturating_duration_since(self.last) <= ANSWER
            }
            Unfinished::Esc => b"[O]P_^X\\".contains(&first),
            Unfinished::EscKey => !is_late && is_rest_of_answer(piece),
            Unfinished::Control(_)
            | Unfinished::LinuxFunction
            | Unfinished::Function
            | Unfinished::Mouse(_) => !is_late,
            Unfinished::Answer { escaped, .. } => {
                let ends = if *escaped { first == b'\\' } else { [BEL, ESC, ST].contains(&first) };
                !is_late && (is_near || piece.len() > 1 || ends)
            }
        }
    }

    /// Discards the unfinished sequence, because what follows does not continue it.
    fn discard_unfinished(&mut self) -> Option<TerminalInput> {
        match std::mem::replace(&mut self.state, Unfinished::Nothing) {
            Unfinished::Esc | Unfinished::Answer { escaped: true, .. } => {
                Some(TerminalInput::Key(Key::plain(KeyCode::Esc)))
            }
            Unfinished::Paste(text) => Some(pasted(&text)),
            _ => None,
        }
    }

    fn decode_byte(&mut self, byte: u8, inputs: &mut Vec<TerminalInput>) {
        match &mut self.state {
            Unfinished::Nothing => self.begin(byte, inputs),
            Unfinished::Character { .. } => self.in_character(byte, inputs),
            Unfinished::Esc | Unfinished::EscKey => self.after_esc(byte, inputs),
            Unfinished::Control(_) => self.in_control(byte, inputs),
            Unfinished::LinuxFunction => {
                inputs.extend(sequence::linux_function(byte).map(TerminalInput::Key));
                self.state = Unfinished::Nothing;
            }
            Unfinished::Function if byte < 0x20 => self.begin(byte, inputs),
            Unfinished::Function => {
                inputs.extend(sequence::function(byte).map(TerminalInput::Key));
                self.state = Unfinished::Nothing;
            }
            Unfinished::Mouse(1) => self.state = Unfinished::Nothing,
            Unfinished::Mouse(more) => *more -= 1,
            Unfinished::Answer { .. } => self.in_answer(byte, inputs),
            Unfinished::Paste(text) => {
                text.push(byte);
                if text.ends_with(PASTE_ENDS) {
                    text.truncate(text.len() - PASTE_ENDS.len());
                    inputs.push(pasted(text));
                    self.state = Unfinished::Nothing;
                }
            }
        }
    }

    fn in_character(&mut self, byte: u8, inputs: &mut Vec<TerminalInput>) {
        let Unfinished::Character { bytes, alt } = &mut self.state else { return };
        if !(0x80..=0xbf).contains(&byte) {
            return self.begin(byte, inputs);
        }
        bytes.push(byte);
        if bytes.len() == length(bytes[0]) {
            let text = if *alt { None } else { std::str::from_utf8(bytes).ok() };
            let letter = text.and_then(|text| text.chars().next());
            inputs.extend(letter.map(|letter| TerminalInput::Key(Key::char(letter))));
            self.state = Unfinished::Nothing;
        }
    }

    fn in_control(&mut self, byte: u8, inputs: &mut Vec<TerminalInput>) {
        let Unfinished::Control(parameters) = &mut self.state else { return };
        match byte {
            0x20..=0x3f if parameters.len() < LONGEST => parameters.push(byte),
            0x20..=0x3f => {}
            b'[' if parameters.is_empty() => self.state = Unfinished::LinuxFunction,
            b'M' if parameters.is_empty() => self.state = Unfinished::Mouse(3),
            b'~' if parameters == PASTE_BEGINS => self.state = Unfinished::Paste(Vec::new()),
            0x40..=0x7e => {
                let parameters = std::mem::take(parameters);
                inputs.extend(self.finished(&parameters, byte));
                self.state = Unfinished::Nothing;
            }
            _ => self.begin(byte, inputs),
        }
    }

    /// What a complete control sequence means.
    fn finished(&self, parameters: &[u8], last: u8) -> Option<TerminalInput> {
        let Listening { alt, mouse, background } = self.listening;
        if parameters.starts_with(b"<") && matches!(last, b'M' | b'm') {
            return report::mouse(parameters, last).filter(|_| mouse).map(TerminalInput::Mouse);
        }
        if parameters.starts_with(b"?") && last == b'c' {
            return background.then_some(TerminalInput::Attributes);
        }
        sequence::control(parameters, last).filter(|key| alt || !key.alt).map(TerminalInput::Key)
    }

    fn in_answer(&mut self, byte: u8, inputs: &mut Vec<TerminalInput>) {
        let Unfinished::Answer { escaped, eight_bit, color } = &mut self.state else { return };
        match byte {
            b'\\' if *escaped => self.end_answer(inputs),
            byte if *escaped => self.after_esc(byte, inputs),
            ESC => *escaped = true,
            BEL => self.end_answer(inputs),
            CAN | SUB => self.state = Unfinished::Nothing,
            ST if *eight_bit => self.end_answer(inputs),
            // Replies contain no control characters, so it was cut.
            ..0x20 => self.begin(byte, inputs),
            byte => {
                if let Some(color) = color.as_mut().filter(|it| it.len() < report::LONGEST_COLOR) {
                    color.push(byte);
                }
            }
        }
    }

    /// Handles a complete string.
    fn end_answer(&mut self, inputs: &mut Vec<TerminalInput>) {
        let ended = std::mem::replace(&mut self.state, Unfinished::Nothing);
        if let Unfinished::Answer { color: Some(color), .. } = ended
            && self.listening.background
        {
            let light = report::is_light(&color);
            inputs.extend(light.map(|light| TerminalInput::Background { light }));
        }
    }

    /// Handles a byte that belongs to nothing before it.
    fn begin(&mut self, byte: u8, inputs: &mut Vec<TerminalInput>) {
        self.state = Unfinished::Nothing;
        match byte {
            ESC => self.begin_esc(),
            // An eight-bit control means the same as Esc and the seven-bit one.
            0x80..=0x9f => {
                self.began = self.last;
                self.introduce(byte - 0x40, true);
            }
            0xc2..=0xf4 => self.state = Unfinished::Character { bytes: vec![byte], alt: false },
            ..0x80 => inputs.push(TerminalInput::Key(sequence::single(byte))),
            _ => {}
        }
    }

    fn after_esc(&mut self, byte: u8, inputs: &mut Vec<TerminalInput>) {
        match byte {
            ESC => {
                inputs.push(TerminalInput::Key(Key::plain(KeyCode::Esc)));
                self.begin_esc();
            }
            // A key with Alt, which the key table never has for such characters.
            0xc2..=0xf4 => self.state = Unfinished::Character { bytes: vec![byte], alt: true },
            byte => {
                self.introduce(byte, false);
                if self.listening.alt
                    && matches!(self.state, Unfinished::Nothing)
                    && byte.is_ascii_graphic()
                    && byte != b'\\'
                {
                    let key = Key::char(char::from(byte)).with_alt();
                    inputs.push(TerminalInput::Key(key));
                }
            }
        }
    }

    fn begin_esc(&mut self) {
        self.state = Unfinished::Esc;
        self.began = self.last;
    }

    /// Begins the sequence that a byte after an Esc introduces; nothing if it is a key with
    /// Alt.
    fn introduce(&mut self, byte: u8, eight_bit: bool) {
        self.state = match byte {
            b'[' => Unfinished::Control(Vec::new()),
            b'O' => Unfinished::Function,
            // OSC, DCS, APC, PM, SOS.
            b']' => answer(eight_bit, Some(Vec::new())),
            b'P' | b'_' | b'^' | b'X' => answer(eight_bit, None),
            _ => Unfinished::Nothing,
        };
    }
}

fn answer(eight_bit: bool, color: Option<Vec<u8>>) -> Unfinished {
    Unfinished::Answer { escaped: false, eight_bit, color }
}

fn pasted(text: &[u8]) -> TerminalInput {
    TerminalInput::Paste(String::from_utf8_lossy(text).into_owned())
}

/// Whether bytes may be a reply whose Esc was taken for the key. A person does not type two of
/// them at once.
fn is_rest_of_answer(piece: &[u8]) -> bool {
    match piece {
        [b'[', _, ..] | [b'_', b'G', ..] => true,
        [b']', next, ..] => next.is_ascii_digit(),
        [b'P', next, ..] => next.is_ascii_digit() || b">!$".contains(next),
        _ => false,
    }
}

/// The number of bytes of a character with this first byte.
const fn length(first: u8) -> usize {
    match first {
        ..0xe0 => 2,
        0xe0..0xf0 => 3,
        0xf0.. => 4,
    }
}
