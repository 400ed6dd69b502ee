//! The file that an import reads: a path, a pipe, or standard input.

use std::io;
use std::path::Path;

use encoding_rs::Encoding;

use super::export::is_stream;
use crate::exchange::{ExchangeError, Limits, Source};

/// Opens the file. A pipe is read to its end before signals are handled, so that a
/// signal ends the program even if nothing is ever written to the pipe.
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

/// The encoding with this name, as in the WHATWG encoding standard.
pub(super) fn encoding(label: &str) -> Result<&'static Encoding, String> {
    let known = Encoding::for_label_no_replacement(label.as_bytes());
    // Every byte is a character of it, and none of those is a letter.
    let known = known.filter(|encoding| *encoding != encoding_rs::X_USER_DEFINED);
    known.ok_or_else(|| {
        "unknown encoding; use a name such as utf-8, windows-1252, utf-16le, shift_jis or gbk"
            .into()
    })
}

/// The name of the file in messages.
pub(super) fn name(file: &Path) -> String {
    if is_stream(file) { "standard input".to_owned() } else { file.display().to_string() }
}
