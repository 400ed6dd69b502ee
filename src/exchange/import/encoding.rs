//! Reads a text file in any encoding as UTF-8, and limits the length of its lines.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read};
use std::rc::Rc;

use encoding_rs::{CoderResult, Decoder, Encoding};

use super::source::Source;
use super::strict;
use crate::exchange::ExchangeError;

/// Bytes read at once.
const CHUNK: usize = 32 * 1024;

/// The encoding of a text file.
pub(super) struct TextEncoding {
    pub(super) encoding: &'static Encoding,
    /// Notes for the user.
    pub(super) notes: Vec<String>,
}

/// The encoding of a text file: the one given, that of the byte order mark, or UTF-8.
/// Every byte of the file is valid in it.
///
/// # Errors
/// [`ExchangeError::EncodingGuess`] if it may be another encoding, which the user
/// has to confirm; [`ExchangeError::Undecodable`], [`ExchangeError::ByteOrderMarkMismatch`],
/// [`ExchangeError::NotText`], and those of reading.
pub(super) fn of(source: &Source) -> Result<TextEncoding, ExchangeError> {
    let marked = Encoding::for_bom(&source.head()?).map(|(encoding, _)| encoding);
    let encoding = match (source.encoding(), marked) {
        (Some(named), Some(marked)) if named != marked => {
            return Err(ExchangeError::ByteOrderMarkMismatch {
                named: named.name(),
                marked: marked.name(),
            });
        }
        (Some(encoding), _) | (None, Some(encoding)) => encoding,
        (None, None) => {
            let encoding = strict::without_mark(source)?;
            return Ok(TextEncoding { encoding, notes: Vec::new() });
        }
    };
    strict::check(source, encoding)?;
    let notes = strict::note_if_also_utf8(source, encoding)?.into_iter().collect();
    Ok(TextEncoding { encoding, notes })
}

/// A file as UTF-8, without its byte order mark.
pub(super) struct Utf8<'a> {
    file: &'a File,
    decoder: Decoder,
    bytes: Vec<u8>,
    text: Vec<u8>,
    given: usize,
    ended: bool,
    budget: Budget,
}

/// How many bytes may still be read before the line or entry has to end.
#[derive(Clone, Debug)]
pub(super) struct Budget(Rc<Tally>);

#[derive(Debug)]
struct Tally {
    line: u64,
    left: Cell<u64>,
    read: Cell<u64>,
}

impl Budget {
    pub(super) fn new(line: u64) -> Self {
        // Bytes read ahead of the line count too.
        let left = Cell::new(line.saturating_add(4 * CHUNK as u64));
        Self(Rc::new(Tally { line, left, read: Cell::new(0) }))
    }

    /// Starts a new line or entry; returns the number of bytes read since the last.
    pub(super) fn renew(&self) -> u64 {
        self.0.left.set(self.0.line.saturating_add(4 * CHUNK as u64));
        self.0.read.take()
    }

    /// Whether a line was too long.
    pub(super) fn is_spent(&self) -> bool {
        self.0.left.get() == 0
    }

    fn spend(&self, bytes: usize) -> io::Result<()> {
        self.0.read.set(self.0.read.get() + bytes as u64);
        self.0.left.set(self.0.left.get().saturating_sub(bytes as u64));
        if self.is_spent() { Err(io::Error::other("a line is too long")) } else { Ok(()) }
    }
}

impl<'a> Utf8<'a> {
    pub(super) fn new(file: &'a File, encoding: &'static Encoding, budget: Budget) -> Self {
        Self {
            file,
            decoder: encoding.new_decoder_with_bom_removal(),
            bytes: vec![0; CHUNK],
            // A byte can become three.
            text: Vec::new(),
            given: 0,
            ended: false,
            budget,
        }
    }

    /// Decodes the next chunk.
    fn fill(&mut self) -> io::Result<()> {
        let read = self.file.read(&mut self.bytes)?;
        self.budget.spend(read)?;
        let room = self.decoder.max_utf8_buffer_length(read).unwrap_or(4 * CHUNK);
        self.text.resize(room, 0);
        let (result, _, written, has_errors) =
            self.decoder.decode_to_utf8(&self.bytes[..read], &mut self.text, read == 0);
        debug_assert_eq!(result, CoderResult::InputEmpty);
        if has_errors {
            return Err(io::Error::other("the file changed while it was being read"));
        }
        self.text.truncate(written);
        (self.given, self.ended) = (0, read == 0);
        Ok(())
    }
}

impl Read for Utf8<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() && !self.ended {
            self.fill()?;
        }
        let rest = &self.text[self.given..];
        let count = rest.len().min(into.len());
        into[..count].copy_from_slice(&rest[..count]);
        self.given += count;
        Ok(count)
    }
}
