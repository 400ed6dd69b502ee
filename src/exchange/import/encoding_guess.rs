//! Asks for the encoding of a file that is not UTF-8: shows how a part of it reads in the
//! most likely encoding, and in others.

use std::io::{Read, Seek, SeekFrom};

use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GBK, ISO_8859_2, ISO_8859_7, KOI8_R, KOI8_U, MACINTOSH,
    SHIFT_JIS, UTF_16BE, UTF_16LE, WINDOWS_874, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252,
    WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257, WINDOWS_1258,
};

use super::encoding_sample::EncodingSample;
use super::source::Source;
use crate::exchange::ExchangeError;

/// The bytes of a sample before and after the first that is not ASCII.
const SAMPLE: u64 = 60;

/// The encodings in which spreadsheet programs save text, most common first.
const COMMON: [&Encoding; 20] = [
    WINDOWS_1252,
    WINDOWS_1250,
    WINDOWS_1251,
    WINDOWS_1253,
    WINDOWS_1254,
    WINDOWS_1257,
    WINDOWS_1255,
    WINDOWS_1256,
    WINDOWS_1258,
    WINDOWS_874,
    SHIFT_JIS,
    GBK,
    BIG5,
    EUC_KR,
    EUC_JP,
    ISO_8859_2,
    ISO_8859_7,
    KOI8_R,
    KOI8_U,
    MACINTOSH,
];

/// The error that asks whether a file is in an encoding, with a sample of the line of the byte at
/// `offset`, and how that reads in other encodings.
pub(super) fn question(
    source: &Source,
    encoding: &'static Encoding,
    offset: u64,
    line: u64,
) -> Result<ExchangeError, ExchangeError> {
    let from = offset.saturating_sub(SAMPLE);
    let mut file = source.rewound()?;
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(from))
        .and_then(|_| file.take(2 * SAMPLE).read_to_end(&mut bytes))
        .map_err(|error| source.fault(error))?;
    let before = usize::try_from(offset - from).unwrap_or(0);
    let is_break = |byte: &u8| matches!(byte, b'\n' | b'\r');
    let start = bytes[..before].iter().rposition(is_break).map_or(0, |at| at + 1);
    let bytes = &bytes[start..];
    let sample = read_as(encoding, bytes);
    let others = others(encoding, &sample, bytes);
    Ok(ExchangeError::EncodingGuess { encoding, line, sample, others })
}

/// The other encodings in which the bytes are valid text that differs from the others.
fn others(guess: &'static Encoding, sample: &str, bytes: &[u8]) -> Vec<EncodingSample> {
    let mut found: Vec<EncodingSample> = Vec::new();
    if is_wide(guess) {
        return found;
    }
    for encoding in COMMON.into_iter().filter(|it| *it != guess) {
        let text = read_as(encoding, bytes);
        let is_text = !text.contains(|letter: char| letter == '\u{fffd}' || letter.is_control());
        if is_text && text != sample && found.iter().all(|other| other.text != text) {
            found.push(EncodingSample { encoding, text });
        }
    }
    found
}

fn is_wide(encoding: &'static Encoding) -> bool {
    encoding == UTF_16LE || encoding == UTF_16BE
}

/// The first line of some bytes, without an incomplete character at its end.
fn read_as(encoding: &'static Encoding, bytes: &[u8]) -> String {
    let text = encoding.decode_without_bom_handling(bytes).0;
    let text = if is_wide(encoding) { text.trim_start() } else { &text };
    let line = text.lines().next().unwrap_or_default().trim();
    line.trim_end_matches('\u{fffd}').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_encodings_are_offered_if_they_read_as_a_different_text() {
        let (bytes, ..) = WINDOWS_1251.encode("Иван");
        let found = others(WINDOWS_1251, "Иван", &bytes);
        let texts: Vec<&str> = found.iter().map(|it| it.text.as_str()).collect();
        assert!(texts.contains(&"Èâàí"), "{texts:?}");
        assert!(found.iter().any(|it| it.encoding == KOI8_R), "{found:?}");
        assert!(texts.iter().all(|it| !it.contains('\u{fffd}')), "{texts:?}");
        let mut sorted = texts.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), texts.len(), "no text twice");
    }
}
