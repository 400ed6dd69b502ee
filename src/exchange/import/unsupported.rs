//! Recognizes files that are not supported, and says what they are and what to do
//! instead.

use std::io::{BufReader, Read};

use serde_json::{Map, Value};
use zip::ZipArchive;

use super::source::Source;
use crate::exchange::ExchangeError;
use crate::exchange::format::Heading;

/// The first bytes of older Excel files, and of encrypted ones.
const COMPOUND: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0];

/// The first bytes of workbooks of Excel 2, 3 and 4, which are not compound files.
const BIFF: [&[u8]; 3] =
    [&[0x09, 0x00, 0x04, 0x00], &[0x09, 0x02, 0x06, 0x00], &[0x09, 0x04, 0x06, 0x00]];

/// An encrypted workbook has a part of this name, in UTF-16.
const ENCRYPTED: &str = "EncryptedPackage";

/// The first bytes of `OpenDocument` files, after 30 bytes of ZIP.
const OPEN_DOCUMENT: &[u8] = b"mimetypeapplication/vnd.oasis.opendocument";

/// The first bytes of ZIP archives, including workbooks.
const ZIP: &[u8] = b"PK";

/// The number of names in an archive that are checked.
const MOST_NAMES: usize = 10_000;

/// Bytes read at once.
const CHUNK: usize = 64 * 1024;

/// The first bytes of other files that people try to import, and what they are.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF document"),
    (b"\x1f\x8b", "compressed (gzip)"),
    (b"BZh", "compressed (bzip2)"),
    (b"\xfd7zXZ\0", "compressed (xz)"),
    (b"\x28\xb5\x2f\xfd", "compressed (Zstandard)"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"SQLite format 3\0", "a SQLite database"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"{\\rtf", "a text document (RTF)"),
];

/// The error for an unsupported file with these first bytes; `None` if it may be a table.
///
/// # Errors
///
/// Those of reading.
pub(super) fn of(source: &Source, head: &[u8]) -> Result<Option<ExchangeError>, ExchangeError> {
    let (what, how) = if head.starts_with(COMPOUND) {
        if is_encrypted(source)? {
            ("protected by a password", " without a password")
        } else {
            ("a workbook of Excel 97–2003 (XLS) or another old document", "")
        }
    } else if BIFF.iter().any(|begin| head.starts_with(begin)) {
        (
            "a workbook of Excel 2, 3 or 4 (XLS), too old a format",
            " with LibreOffice or a newer Excel",
        )
    } else if head.get(30..).is_some_and(|rest| rest.starts_with(OPEN_DOCUMENT)) {
        ("an OpenDocument file (ODS)", "")
    } else if head.starts_with(ZIP) {
        match archive(source)? {
            Some(what) => (what, ""),
            None => return Ok(None),
        }
    } else if let Some((_, what)) = SIGNATURES.iter().find(|(begin, _)| head.starts_with(begin)) {
        (*what, "")
    } else if is_markup(head) {
        ("HTML or XML", "")
    } else if is_lines_of_json(head) {
        return Ok(Some(ExchangeError::JsonLines));
    } else {
        return Ok(None);
    };
    Ok(Some(ExchangeError::UnsupportedFile(what, how)))
}

/// What a ZIP archive is; `None` if it may be a workbook. A damaged one is reported when it is
/// read.
fn archive(source: &Source) -> Result<Option<&'static str>, ExchangeError> {
    let Ok(zip) = ZipArchive::new(BufReader::new(source.rewound()?)) else {
        return Ok(None);
    };
    let names: Vec<String> =
        zip.file_names().filter_map(|name| name.ok().map(Into::into)).take(MOST_NAMES).collect();
    let has = |wanted: &dyn Fn(&str) -> bool| names.iter().any(|name| wanted(name));
    Ok(if has(&|name| name == "xl/workbook.bin") {
        Some("a binary workbook (XLSB)")
    } else if has(&|name| name.starts_with("xl/")) {
        None
    } else if has(&|name| name == "content.xml") {
        Some("an OpenDocument file (ODS)")
    } else if has(&|name| name.starts_with("Index/") || name == "Index.zip") {
        Some("a Numbers document")
    } else if has(&|name| name.starts_with("word/") || name.starts_with("ppt/")) {
        Some("a document of another Office program")
    } else {
        Some("a ZIP archive without a workbook")
    })
}

/// Whether each line is a JSON object, as `--jsonl` prints them. A file with a single
/// line may also be an object with the users.
fn is_lines_of_json(head: &[u8]) -> bool {
    let text = without_mark(head).trim_ascii_start();
    let Some(end) = text.iter().position(|byte| *byte == b'\n') else {
        return false;
    };
    let (first, rest) = text.split_at(end);
    let rest = rest.trim_ascii_start();
    if !first.starts_with(b"{") || !(rest.is_empty() || rest.starts_with(b"{")) {
        return false;
    }
    match serde_json::from_slice(first) {
        Ok(Value::Object(fields)) => !rest.is_empty() || !may_have_users(&fields),
        _ => false,
    }
}

/// Whether an object has a list of users, or nothing.
fn may_have_users(fields: &Map<String, Value>) -> bool {
    let is_users = |key: &str| Heading::of(key) == Some(Heading::Username);
    fields.is_empty() || fields.iter().any(|(key, value)| is_users(key) && value.is_array())
}

/// Whether these bytes are only spaces.
pub(super) fn is_empty(head: &[u8]) -> bool {
    without_mark(head).trim_ascii().is_empty()
}

/// A text without its byte order mark.
fn without_mark(head: &[u8]) -> &[u8] {
    head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head)
}

fn is_encrypted(source: &Source) -> Result<bool, ExchangeError> {
    let name: Vec<u8> = ENCRYPTED.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut file = source.rewound()?;
    let (mut bytes, mut carried) = (vec![0; CHUNK], Vec::new());
    loop {
        let read = file.read(&mut bytes).map_err(|error| source.fault(error))?;
        if read == 0 {
            return Ok(false);
        }
        carried.extend_from_slice(&bytes[..read]);
        if carried.windows(name.len()).any(|part| part == name) {
            return Ok(true);
        }
        // The name may be split across two chunks.
        carried.drain(..carried.len().saturating_sub(name.len()));
    }
}

/// Whether it is HTML or XML, which some programs save as `.xls`.
fn is_markup(head: &[u8]) -> bool {
    let text = without_mark(head).trim_ascii_start();
    let begins = |with: &str| {
        text.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with.as_bytes()))
    };
    ["<?xml", "<!doctype", "<html", "<table", "<meta"].into_iter().any(begins)
}
