//! The source of an import: a path, or standard input, which is first copied to a
//! temporary file because it has to be read more than once.

use std::fs::{self, File, FileType};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use encoding_rs::Encoding;

use super::Limits;
use crate::exchange::ExchangeError;

/// The number of bytes that are read to recognize a file.
const HEAD: u64 = 64 * 1024;

/// A file to read.
#[derive(Debug)]
pub struct Source {
    pub(super) path: Option<PathBuf>,
    file: File,
    length: u64,
    encoding: Option<&'static Encoding>,
}

impl Source {
    /// A file.
    ///
    /// # Errors
    /// [`ExchangeError::Unreadable`], [`ExchangeError::NotAFile`], [`ExchangeError::TooMuch`].
    pub fn open(path: &Path, limits: &Limits) -> Result<Self, ExchangeError> {
        let unreadable = |source| ExchangeError::Unreadable { path: path.into(), source };
        // Checked before opening, because opening a pipe would wait for its writer.
        let metadata = fs::metadata(path).map_err(unreadable)?;
        if !metadata.is_file() {
            return Err(ExchangeError::NotAFile(path.into()));
        }
        too_much("bytes in the file", metadata.len(), limits.file)?;
        let file = File::open(path).map_err(unreadable)?;
        Ok(Self { path: Some(path.into()), file, length: metadata.len(), encoding: None })
    }

    /// A file, or the whole content of a pipe: `/dev/stdin`, or what a shell makes of
    /// `<(…)`. Waits until all of it is written.
    ///
    /// # Errors
    /// Those of [`Source::open`].
    pub fn open_or_drain(path: &Path, limits: &Limits) -> Result<Self, ExchangeError> {
        if !fs::metadata(path).is_ok_and(|metadata| is_stream(metadata.file_type())) {
            return Self::open(path, limits);
        }
        let unreadable = |source| ExchangeError::Unreadable { path: path.into(), source };
        let drained = Self::of_stream(&mut File::open(path).map_err(unreadable)?, limits);
        match drained {
            Ok(source) => Ok(Self { path: Some(path.into()), ..source }),
            Err(ExchangeError::Input(source)) => Err(unreadable(source)),
            Err(error) => Err(error),
        }
    }

    /// The whole content of a stream.
    ///
    /// # Errors
    /// [`ExchangeError::TooMuch`], [`ExchangeError::Input`].
    pub fn of_stream(stream: &mut dyn Read, limits: &Limits) -> Result<Self, ExchangeError> {
        let mut file = tempfile::tempfile().map_err(ExchangeError::Input)?;
        let mut stream = stream.take(limits.file.saturating_add(1));
        let length = io::copy(&mut stream, &mut file).map_err(ExchangeError::Input)?;
        too_much("bytes in the file", length, limits.file)?;
        file.flush().map_err(ExchangeError::Input)?;
        Ok(Self { path: None, file, length, encoding: None })
    }

    /// The same file with the encoding that was given. Ignored for workbooks.
    #[must_use]
    pub fn in_encoding(self, encoding: Option<&'static Encoding>) -> Self {
        Self { encoding, ..self }
    }

    /// The encoding that was given.
    pub(super) fn encoding(&self) -> Option<&'static Encoding> {
        self.encoding
    }

    /// The bytes of the file.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// The file, from its beginning.
    pub(super) fn rewound(&self) -> Result<&File, ExchangeError> {
        let mut file = &self.file;
        file.rewind().map_err(|error| self.fault(error))?;
        Ok(file)
    }

    /// A reader from the beginning of the file; several can be used alternately.
    pub(super) fn reader(&self) -> Result<SourceReader<'_>, ExchangeError> {
        Ok(SourceReader { file: self.rewound()?, position: 0 })
    }

    /// The error for a failed read.
    pub(super) fn fault(&self, source: io::Error) -> ExchangeError {
        match &self.path {
            Some(path) => ExchangeError::Unreadable { path: path.clone(), source },
            None => ExchangeError::Input(source),
        }
    }

    /// The beginning of the file.
    pub(super) fn head(&self) -> Result<Vec<u8>, ExchangeError> {
        let mut head = Vec::new();
        self.rewound()?.take(HEAD).read_to_end(&mut head).map_err(|error| self.fault(error))?;
        Ok(head)
    }
}

/// Reads a file with its own position.
#[derive(Debug)]
pub(super) struct SourceReader<'a> {
    file: &'a File,
    position: u64,
}

impl Read for SourceReader<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.file.seek(SeekFrom::Start(self.position))?;
        let read = self.file.read(into)?;
        self.position += read as u64;
        Ok(read)
    }
}

impl Seek for SourceReader<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        if let SeekFrom::Current(_) = to {
            self.file.seek(SeekFrom::Start(self.position))?;
        }
        self.position = self.file.seek(to)?;
        Ok(self.position)
    }
}

/// Whether something is a pipe or a terminal.
#[cfg(unix)]
fn is_stream(file: FileType) -> bool {
    use std::os::unix::fs::FileTypeExt;
    file.is_fifo() || file.is_char_device()
}

#[cfg(not(unix))]
fn is_stream(_: FileType) -> bool {
    false
}

/// # Errors
/// [`ExchangeError::TooMuch`] for more than a limit allows.
pub(super) fn too_much(what: &'static str, found: u64, most: u64) -> Result<(), ExchangeError> {
    if found > most { Err(ExchangeError::TooMuch { what, most }) } else { Ok(()) }
}
