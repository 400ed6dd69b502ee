//! Detects the format of a file from its bytes and its extension.

use super::source::Source;
use super::unsupported;
use crate::exchange::{ExchangeError, Format};

impl Source {
    /// The format: the one given, otherwise that of the bytes, otherwise that of the extension.
    ///
    /// # Errors
    /// [`ExchangeError::EmptyFile`], [`ExchangeError::UnsupportedFile`], and those of reading.
    pub(super) fn format(&self, wanted: Option<Format>) -> Result<Format, ExchangeError> {
        let head = self.head()?;
        if unsupported::is_empty(&head) && head.len() as u64 == self.length() {
            return Err(ExchangeError::EmptyFile);
        }
        if let Some(other) = unsupported::of(self, &head)? {
            return Err(other);
        }
        if let Some(format) = wanted {
            return Ok(format);
        }
        // A ZIP file, the second an empty one.
        if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
            return Ok(Format::Xlsx);
        }
        if let Some(format) = self.path.as_deref().and_then(Format::of_read) {
            return Ok(format);
        }
        let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head);
        let first = text.iter().find(|byte| !byte.is_ascii_whitespace());
        Ok(if matches!(first, Some(b'[' | b'{')) { Format::Json } else { Format::Csv })
    }
}
