//! The only access of the command line to standard output and standard error. Text
//! is written as [`SafeText`]; JSON escapes characters that could control a terminal.
//! A test checks that no other source opens either stream.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};
use std::panic::PanicHookInfo;

use serde::Serialize;

use crate::domain::lookalike::legible;
use crate::json;
use crate::store::without_passwords;
use crate::text::{SafeText, safe};

/// Clears the cursor's line.
const CLEAR: &str = "\r\x1b[K";

/// Standard output, written through a buffer.
pub(super) type Stream = BufWriter<StdoutLock<'static>>;

/// A stream that only takes text that cannot control a terminal.
pub(super) struct SafeWriter<W: Write>(W);

impl<W: Write> SafeWriter<W> {
    #[cfg(test)]
    pub(super) fn on(stream: W) -> Self {
        Self(stream)
    }

    pub(super) fn line(&mut self, text: &SafeText) -> io::Result<()> {
        writeln!(self.0, "{text}")
    }

    /// Writes the program's own text.
    pub(super) fn write_static(&mut self, words: &'static str) -> io::Result<()> {
        self.0.write_all(words.as_bytes())
    }

    /// Writes a value on one line, without a line break.
    pub(super) fn json_line(&mut self, value: &impl Serialize) -> serde_json::Result<()> {
        json::write_line(&mut self.0, value)
    }

    /// Writes an indented value.
    pub(super) fn json_pretty(&mut self, value: &impl Serialize) -> serde_json::Result<()> {
        json::write_pretty(&mut self.0, value)
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

pub(super) fn safe_output() -> SafeWriter<Stream> {
    SafeWriter(BufWriter::new(io::stdout().lock()))
}

/// Whether standard output is a terminal.
pub(super) fn stdout_is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Whether standard error is a terminal.
pub(super) fn stderr_is_terminal() -> bool {
    io::stderr().is_terminal()
}

/// Writes a generated script or page unchanged. It must not contain text from the
/// database, a file or the environment.
pub(super) fn write_generated(page: &[u8]) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(page).and_then(|()| stdout.flush())
}

/// Standard output for the content of a file, unchanged. On a terminal, the export
/// makes its cells safe.
pub(super) fn file_on_stdout() -> impl Write {
    io::stdout().lock()
}

/// Prints a message on standard error. It is not an error if nobody reads it.
pub(super) fn print_message(sentence: &str) {
    let _ = writeln!(io::stderr(), "{}", safe(&legible(&without_passwords(sentence))));
}

/// Prints a line on standard error in which columns have to stay where they are.
pub(super) fn print_aligned(line: &str) {
    let _ = writeln!(io::stderr(), "{}", safe(line));
}

/// Replaces the cursor's line on standard error.
pub(super) fn print_over_line(line: &SafeText) {
    let _ = write!(io::stderr(), "{CLEAR}{line}");
}

/// Prints a usage error, the help or the version. An error may quote arguments; if
/// they could control a terminal, it is printed without colors.
pub(super) fn print_usage(error: &clap::Error) {
    let rendered = error.render().to_string();
    let text = without_passwords(&rendered);
    if text == rendered && text.lines().all(|line| safe(line) == line) {
        // It is not an error if nobody reads it.
        let _ = error.print();
    } else {
        text.trim_end().lines().for_each(print_aligned);
    }
}

/// Reports a panic. Its message may contain a value from the database.
pub(super) fn report_panic(panic: &PanicHookInfo<'_>) {
    print_message("grantgrid: internal error:");
    panic.to_string().lines().for_each(print_message);
    let backtrace = Backtrace::capture();
    if backtrace.status() == BacktraceStatus::Captured {
        backtrace.to_string().lines().for_each(print_message);
    } else {
        print_message("set RUST_BACKTRACE=1 to see where it came from");
    }
}
