//! Checks that every byte of a text file is valid in its encoding, and guesses the encoding
//! of a file that is not UTF-8. No byte is replaced, and no guess is used without asking.

use std::io::{Read, Seek, SeekFrom};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    DecoderResult, Encoding, GB18030, ISO_2022_JP, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE,
    WINDOWS_1252,
};

use super::encoding_guess;
use super::source::Source;
use crate::exchange::ExchangeError;

/// Bytes read at once.
const CHUNK: usize = 32 * 1024;

/// A position in the bytes of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct BytePosition {
    /// Counted from 0.
    offset: u64,
    feeds: u64,
    returns: u64,
}

impl BytePosition {
    fn pass(&mut self, bytes: &[u8]) {
        self.offset += bytes.len() as u64;
        self.feeds += count(bytes, b'\n');
        self.returns += count(bytes, b'\r');
    }

    /// Counted from 1.
    fn line(self) -> u64 {
        1 + if self.feeds > 0 { self.feeds } else { self.returns }
    }
}

fn count(bytes: &[u8], wanted: u8) -> u64 {
    bytes.split(|byte| *byte == wanted).count() as u64 - 1
}

/// The result of reading a file as UTF-8.
#[derive(Default)]
struct Scan {
    /// The first invalid byte, with its value.
    bad: Option<(BytePosition, u8)>,
    /// The first zero byte.
    zero: Option<BytePosition>,
    /// How many invalid sequences there are.
    bad_sequences: u64,
    /// How many valid characters of several bytes there are.
    characters: u64,
    has_escapes: bool,
}

impl Scan {
    fn of(source: &Source) -> Result<Self, ExchangeError> {
        let mut scan = Self::default();
        let mut at = BytePosition::default();
        let mut file = source.rewound()?;
        let (mut bytes, mut carried) = (vec![0; CHUNK], 0);
        loop {
            let read = file.read(&mut bytes[carried..]).map_err(|error| source.fault(error))?;
            let mut rest = &bytes[..carried + read];
            while !rest.is_empty() {
                let (valid, error) = match std::str::from_utf8(rest) {
                    Ok(_) => (rest.len(), None),
                    Err(error) => (error.valid_up_to(), Some(error)),
                };
                let (good, after) = rest.split_at(valid);
                scan.record(good, at);
                at.pass(good);
                rest = after;
                let Some(error) = error else { break };
                // A character may continue in the next chunk.
                let length = match error.error_len() {
                    None if read > 0 => break,
                    length => length.unwrap_or(after.len()),
                };
                scan.bad.get_or_insert((at, after[0]));
                scan.bad_sequences += 1;
                at.pass(&after[..length]);
                rest = &after[length..];
            }
            let length = rest.len();
            let start = carried + read - length;
            bytes.copy_within(start..start + length, 0);
            carried = length;
            if read == 0 {
                return Ok(scan);
            }
        }
    }

    /// Whether it is UTF-8 that was damaged or mixed with text in another encoding. Text in Chinese
    /// encodings and the like has some valid UTF-8 characters by chance, Western European text
    /// practically none.
    fn is_damaged(&self, guess: &'static Encoding) -> bool {
        self.characters > 0 && (guess == WINDOWS_1252 || self.bad_sequences <= 3 * self.characters)
    }

    fn record(&mut self, good: &[u8], mut at: BytePosition) {
        self.characters +=
            String::from_utf8_lossy(good).chars().filter(|it| !it.is_ascii()).count() as u64;
        self.has_escapes |= good.contains(&0x1b);
        if self.zero.is_none()
            && let Some(zero) = good.iter().position(|byte| *byte == 0)
        {
            at.pass(&good[..zero]);
            self.zero = Some(at);
        }
    }
}

/// The encoding of a file without a byte order mark: UTF-8.
///
/// # Errors
///
/// [`ExchangeError::EncodingGuess`] if it may be another; [`ExchangeError::Undecodable`]
/// if it is UTF-8 but for a byte.
pub(super) fn without_mark(source: &Source) -> Result<&'static Encoding, ExchangeError> {
    let scan = Scan::of(source)?;
    if (scan.zero.is_some() || scan.bad.is_some())
        && let Some(encoding) = of_two_bytes(&source.head()?)
    {
        check(source, encoding)?;
        return Err(encoding_guess::question(source, encoding, 0, 1)?);
    }
    if let Some(zero) = scan.zero {
        return Err(zero_byte(zero));
    }
    match scan.bad {
        Some((at, byte)) => {
            let guess = detect(source)?;
            if scan.is_damaged(guess) {
                return Err(ExchangeError::Undecodable {
                    encoding: UTF_8.name(),
                    line: at.line(),
                    offset: at.offset,
                    what: format!("0x{byte:02X}"),
                });
            }
            let encoding = usable_guess(source, guess)?;
            Err(encoding_guess::question(source, encoding, at.offset, at.line())?)
        }
        None if scan.has_escapes && detect(source)? == ISO_2022_JP => {
            Err(encoding_guess::question(source, ISO_2022_JP, 0, 1)?)
        }
        None => Ok(UTF_8),
    }
}

/// A note for a given encoding: that the file, or a part of it, is also valid UTF-8, so that
/// characters may be read wrongly.
///
/// # Errors
///
/// Those of reading.
pub(super) fn note_if_also_utf8(
    source: &Source,
    encoding: &'static Encoding,
) -> Result<Option<String>, ExchangeError> {
    if encoding == UTF_8 || encoding == UTF_16LE || encoding == UTF_16BE {
        return Ok(None);
    }
    let scan = Scan::of(source)?;
    let name = encoding.name();
    Ok(match scan.bad {
        None if scan.characters > 0 => Some(format!(
            "read as {name}, but the file is also valid UTF-8: check its names, or read it as UTF-8"
        )),
        Some(_) if encoding.is_single_byte() && scan.is_damaged(encoding) => {
            let are = if scan.characters == 1 { "1 character is" } else { "some characters are" };
            Some(format!("read as {name}, but {are} valid UTF-8: check the names"))
        }
        _ => None,
    })
}

fn zero_byte(at: BytePosition) -> ExchangeError {
    ExchangeError::NotText { line: at.line(), offset: at.offset }
}

/// UTF-16, if every other byte is mostly zero.
fn of_two_bytes(head: &[u8]) -> Option<&'static Encoding> {
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|it| **it == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    // A tenth of the characters: separators and line breaks alone are that many.
    let enough = (head.len() / 20).max(2);
    if odd >= enough && odd > 4 * even {
        Some(UTF_16LE)
    } else if even >= enough && even > 4 * odd {
        Some(UTF_16BE)
    } else {
        None
    }
}

fn detect(source: &Source) -> Result<&'static Encoding, ExchangeError> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    let mut file = source.rewound()?;
    let mut bytes = vec![0; CHUNK];
    loop {
        let read = file.read(&mut bytes).map_err(|error| source.fault(error))?;
        detector.feed(&bytes[..read], read == 0);
        if read == 0 {
            return Ok(detector.guess(None, Utf8Detection::Deny));
        }
    }
}

/// The guessed encoding. If the guess is a Windows encoding in which bytes of the file are
/// undefined, the old Mac encoding instead, in which every byte is a character.
fn usable_guess(
    source: &Source,
    guess: &'static Encoding,
) -> Result<&'static Encoding, ExchangeError> {
    match check(source, guess) {
        Err(ExchangeError::WrongEncoding { .. }) if guess.is_single_byte() => Ok(MACINTOSH),
        Err(error @ (ExchangeError::Unreadable { .. } | ExchangeError::Input(_))) => Err(error),
        _ => Ok(guess),
    }
}

/// Checks that every byte is valid in an encoding.
///
/// # Errors
///
/// [`ExchangeError::Undecodable`], [`ExchangeError::NotText`], and those of reading.
pub(super) fn check(source: &Source, encoding: &'static Encoding) -> Result<(), ExchangeError> {
    let mut file = source.rewound()?;
    let mut decoder = encoding.new_decoder_with_bom_removal();
    let (mut bytes, mut text) = (vec![0; CHUNK], String::with_capacity(4 * CHUNK));
    let mut before = 0;
    // Lines are counted in the text, offsets in the bytes.
    let mut lines = BytePosition::default();
    loop {
        let read = file.read(&mut bytes).map_err(|error| source.fault(error))?;
        let mut given = 0;
        loop {
            text.clear();
            let (result, consumed) = decoder.decode_to_string_without_replacement(
                &bytes[given..read],
                &mut text,
                read == 0,
            );
            given += consumed;
            let offset = before + given as u64;
            if let Some(zero) = text.find('\0') {
                lines.pass(&text.as_bytes()[..zero]);
                return Err(ExchangeError::NotText { line: lines.line(), offset });
            }
            if let Some(at) = unused(encoding).and_then(|unused| text.find(unused)) {
                lines.pass(&text.as_bytes()[..at]);
                return Err(ExchangeError::WrongEncoding {
                    encoding: encoding.name(),
                    line: lines.line(),
                    code: text[at..].chars().next().map_or(0, u32::from),
                });
            }
            lines.pass(text.as_bytes());
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(length, behind) => {
                    let offset = offset.saturating_sub(u64::from(length) + u64::from(behind));
                    let bad = bad_bytes(source, offset, length)?;
                    return Err(ExchangeError::Undecodable {
                        encoding: encoding.name(),
                        line: lines.line(),
                        offset,
                        what: bad,
                    });
                }
            }
        }
        before += read as u64;
        if read == 0 {
            return Ok(());
        }
    }
}

/// The characters that never occur in text in an old encoding, because its undefined bytes are
/// decoded to them. `None` for Unicode encodings.
fn unused(encoding: &'static Encoding) -> Option<fn(char) -> bool> {
    let is_unicode = [UTF_8, UTF_16LE, UTF_16BE, GB18030].contains(&encoding);
    let unused = |letter: char| matches!(letter, '\u{80}'..='\u{9f}' | '\u{fffd}');
    (!is_unicode).then_some(unused)
}

/// Invalid bytes, in a form that a person can search for.
fn bad_bytes(source: &Source, offset: u64, length: u8) -> Result<String, ExchangeError> {
    let mut file = source.rewound()?;
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(offset))
        .and_then(|_| file.take(length.into()).read_to_end(&mut bytes))
        .map_err(|error| source.fault(error))?;
    let bytes: Vec<String> = bytes.iter().map(|byte| format!("0x{byte:02X}")).collect();
    Ok(bytes.join(" "))
}
