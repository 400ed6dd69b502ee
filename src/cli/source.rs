//! The file that an import reads: a path, a pipe, or standard input.

use std::io;
use std::path::Path;

use encoding_rs::Encoding;

use super::export::is_stream;
use crate::exchange::{ExchangeError, Limits, Source};

/// Opens it. A pipe is read to its end, while signals still end the program:
/// nobody may ever write into it.
pub(super) fn open(
    file: &Path,
    encoding: Option<&'static Encoding>,
) -> Result<Source, ExchangeError> {
    let limits = Limits::default();
    let source = if is_stream(file) {
        Source::of_stream(&mut io::stdin().lock(), &limits)
    } else {
        Source::open_or_drain(file, &limits)
    };
    Ok(source?.in_encoding(encoding))
}

/// The encoding of this name, as browsers know it.
pub(super) fn encoding(label: &str) -> Result<&'static Encoding, String> {
    let known = Encoding::for_label_no_replacement(label.as_bytes());
    known.ok_or_else(|| {
        "unknown encoding; use a name such as utf-8, windows-1252, utf-16le, shift_jis or gbk"
            .into()
    })
}

/// What messages call it.
pub(super) fn name(file: &Path) -> String {
    if is_stream(file) { "standard input".to_owned() } else { file.display().to_string() }
}
