//! The file that an import reads: a path, a pipe, or standard input.

use std::io;
use std::path::Path;

use super::export::is_stream;
use crate::exchange::{ExchangeError, Limits, Source};

/// Opens it. A pipe is read to its end, while signals still end the program:
/// nobody may ever write into it.
pub(super) fn open(file: &Path) -> Result<Source, ExchangeError> {
    let limits = Limits::default();
    if is_stream(file) {
        Source::of_stream(&mut io::stdin().lock(), &limits)
    } else {
        Source::open_or_drain(file, &limits)
    }
}

/// What messages call it.
pub(super) fn name(file: &Path) -> String {
    if is_stream(file) { "standard input".to_owned() } else { file.display().to_string() }
}
