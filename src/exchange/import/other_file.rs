//! Files of spreadsheet programs that are not read: what they are, and what to
//! do instead.

use std::io::Read;

use super::source::Source;
use crate::exchange::ExchangeError;

/// Excel's older files, and encrypted ones, begin so.
const COMPOUND: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0];

/// An encrypted workbook has a part of this name, in UTF-16.
const ENCRYPTED: &str = "EncryptedPackage";

/// With what the files of `OpenDocument` begin, after 30 bytes of ZIP.
const OPEN_DOCUMENT: &[u8] = b"mimetypeapplication/vnd.oasis.opendocument";

/// Bytes read at once.
const CHUNK: usize = 64 * 1024;

/// What a file is refused with that begins so; `None` if it may be a table.
///
/// Errors: those of reading.
pub(super) fn of(source: &Source, head: &[u8]) -> Result<Option<ExchangeError>, ExchangeError> {
    let (what, how) = if head.starts_with(COMPOUND) {
        if is_encrypted(source)? {
            ("protected by a password", " without a password")
        } else {
            ("a workbook of Excel 97–2003 (XLS) or another old document", "")
        }
    } else if head.get(30..).is_some_and(|rest| rest.starts_with(OPEN_DOCUMENT)) {
        ("an OpenDocument file (ODS)", "")
    } else if is_markup(head) {
        ("HTML or XML", "")
    } else {
        return Ok(None);
    };
    Ok(Some(ExchangeError::OtherFile(what, how)))
}

fn is_encrypted(source: &Source) -> Result<bool, ExchangeError> {
    let name: Vec<u8> = ENCRYPTED.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut file = source.rewound()?;
    let (mut bytes, mut kept) = (vec![0; CHUNK], Vec::new());
    loop {
        let read = file.read(&mut bytes).map_err(|error| source.fault(error))?;
        if read == 0 {
            return Ok(false);
        }
        kept.extend_from_slice(&bytes[..read]);
        if kept.windows(name.len()).any(|part| part == name) {
            return Ok(true);
        }
        // The name may lie across two chunks.
        kept.drain(..kept.len().saturating_sub(name.len()));
    }
}

/// Web pages and the like, which some programs call `.xls`.
fn is_markup(head: &[u8]) -> bool {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let begins = |with: &str| {
        text.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with.as_bytes()))
    };
    ["<?xml", "<!doctype", "<html", "<table", "<meta"].into_iter().any(begins)
}
