//! Protects against ZIP bombs: before a workbook is read, it is unpacked once, and
//! every byte is counted and checked, without keeping anything.

use std::fs::File;
use std::io::{BufReader, Read};

use zip::ZipArchive;

use super::Limits;
use super::source::{Source, too_much};
use crate::domain::JobProgress;
use crate::exchange::ExchangeError;
use crate::store::StoreError;

/// The maximum number of parts in a workbook; real ones have a few dozen.
const PARTS: u64 = 10_000;

/// Bytes unpacked at once.
const CHUNK: usize = 64 * 1024;

/// The maximum number of merged cells, which are kept in memory.
const MERGED: u64 = 1_000_000;

/// The XML element of a merged cell.
const MERGED_CELL: &[u8] = b"mergeCell ";

/// The attribute by which a reader allocates memory before it has read anything.
const COUNT: &[u8] = b"uniqueCount";

/// Returns whether there may be merged cells.
///
/// # Errors
/// [`ExchangeError::TooMuch`], [`ExchangeError::NotAWorkbook`].
pub(super) fn check(
    source: &Source,
    limits: &Limits,
    progress: &mut JobProgress<'_>,
) -> Result<bool, ExchangeError> {
    let mut zip =
        ZipArchive::new(BufReader::new(source.rewound()?)).map_err(|error| damaged(&error))?;
    too_much("parts in the workbook", zip.len() as u64, PARTS)?;
    progress.begin(source.length());
    let (mut unpacked, mut merged) = (0, 0);
    for at in 0..zip.len() {
        let (length, found) = part(&mut zip, at, unpacked, limits, progress)?;
        unpacked += length;
        merged += found;
        too_much("merged cells", merged, MERGED)?;
    }
    Ok(merged > 0)
}

/// Unpacks one part, and returns its length and the number of its merged cells.
fn part(
    zip: &mut ZipArchive<BufReader<&File>>,
    at: usize,
    before: u64,
    limits: &Limits,
    progress: &mut JobProgress<'_>,
) -> Result<(u64, u64), ExchangeError> {
    let mut part = zip.by_index(at).map_err(|error| damaged(&error))?;
    let name = part.name().map_err(|error| damaged(&error))?.to_lowercase();
    let is_sheet = name.contains("worksheets/");
    let is_read = (name.starts_with("xl/") || name.starts_with("_rels"))
        && [".xml", ".rels"].iter().any(|ending| name.ends_with(ending));
    let packed = part.compressed_size();
    let mut look = ZipScan::new(limits);
    let mut length = 0;
    let mut bytes = vec![0; CHUNK];
    loop {
        let read = part.read(&mut bytes).map_err(|error| damaged(&error))?;
        if read == 0 {
            break;
        }
        length += read as u64;
        too_much("bytes in the unpacked workbook", before + length, limits.unpacked)?;
        if !is_sheet {
            too_much("bytes in a part of the workbook", length, limits.part)?;
        }
        if is_read {
            look.at(&bytes[..read])?;
        }
        if progress.advance(0) {
            return Err(StoreError::Cancelled.into());
        }
    }
    if progress.advance(packed) {
        return Err(StoreError::Cancelled.into());
    }
    Ok((length, look.merged))
}

/// Searches the bytes of XML for anything that would need much memory to read.
struct ZipScan<'a> {
    limits: &'a Limits,
    /// Bytes since the last tag began.
    run: u64,
    /// The last bytes of the previous chunk.
    tail: Vec<u8>,
    /// The number of merged cells, or slightly more.
    merged: u64,
}

impl<'a> ZipScan<'a> {
    fn new(limits: &'a Limits) -> Self {
        Self { limits, run: 0, tail: Vec::new(), merged: 0 }
    }

    fn at(&mut self, bytes: &[u8]) -> Result<(), ExchangeError> {
        for &byte in bytes {
            match byte {
                b'<' => self.run = 0,
                // UTF-16, in which the searches below would find nothing.
                0 => return Err(unusual("it is not written in UTF-8")),
                _ => self.run += 1,
            }
            too_much("bytes in a value of the workbook", self.run, self.limits.line)?;
        }
        // A match may be split across two chunks.
        self.tail.extend_from_slice(bytes);
        if find(&self.tail, b"<!").is_some() {
            return Err(unusual(
                "it has comments or definitions that no spreadsheet program writes",
            ));
        }
        let mut rest = self.tail.as_slice();
        while let Some(found) = find(rest, COUNT) {
            rest = &rest[found + COUNT.len()..];
            let number = rest.iter().skip_while(|byte| b" \t\r\n=\"'".contains(byte));
            let digits = number.take_while(|byte| byte.is_ascii_digit());
            let count = digits.fold(0u64, |count, digit| {
                count.saturating_mul(10).saturating_add(u64::from(digit - b'0'))
            });
            too_much("cells", count, self.limits.cells)?;
        }
        let merged = self
            .tail
            .windows(MERGED_CELL.len())
            .filter(|part| part[0] == b'm' && *part == MERGED_CELL);
        self.merged += merged.count() as u64;
        let keep = self.tail.len().saturating_sub(64);
        self.tail.drain(..keep);
        Ok(())
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

fn unusual(why: &str) -> ExchangeError {
    ExchangeError::NotAWorkbook(why.to_owned())
}

fn damaged(_: &dyn std::error::Error) -> ExchangeError {
    unusual("the archive is damaged or incomplete; save it again")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_limits_apply_across_chunks() {
        let limits = Limits { line: 100, cells: 1000, ..Limits::default() };
        let look = |chunks: &[&str]| {
            let mut look = ZipScan::new(&limits);
            chunks.iter().try_for_each(|chunk| look.at(chunk.as_bytes()))
        };
        assert!(look(&["<sst unique", "Count = '1000'><si/>"]).is_ok());
        assert!(look(&["<sst unique", "Count = '1001'><si/>"]).is_err());
        assert!(look(&["<sst uniqueCount=\"99999999999999999999999\">"]).is_err());
        assert!(look(&["<a>", &"x".repeat(99), "</a>"]).is_err(), "3 + 99");
        assert!(look(&["<a>", &"x".repeat(90), "</a>"]).is_ok());
        assert!(look(&["<a><", "![CDATA[x]]></a>"]).is_err());
        assert!(look(&["<a>\0</a>"]).is_err());
    }
}
