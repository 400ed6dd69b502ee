//! The one way from the command line to standard output and standard error.
//! What is written there for people is a [`SafeText`]; JSON escapes what acts
//! on a terminal. Nothing else in this room may open either stream; a test
//! reads the sources for that.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};
use std::panic::PanicHookInfo;

use serde::Serialize;

use crate::json;
use crate::text::{SafeText, safe};

/// Clears the line that the cursor is in.
const CLEAR: &str = "\r\x1b[K";

/// Standard output, written through a buffer.
pub(super) type Stream = BufWriter<StdoutLock<'static>>;

/// A stream to which nothing goes that could act on a terminal.
pub(super) struct SafeWriter<W: Write>(W);

impl<W: Write> SafeWriter<W> {
    #[cfg(test)]
    pub(super) fn on(stream: W) -> Self {
        Self(stream)
    }

    pub(super) fn line(&mut self, text: &SafeText) -> io::Result<()> {
        writeln!(self.0, "{text}")
    }

    /// Writes the program's own words.
    pub(super) fn own(&mut self, words: &'static str) -> io::Result<()> {
        self.0.write_all(words.as_bytes())
    }

    /// Writes a value on one line, which does not end.
    pub(super) fn json_line(&mut self, value: &impl Serialize) -> serde_json::Result<()> {
        json::write_line(&mut self.0, value)
    }

    /// Writes a value for people too.
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

/// Whether a person looks at standard output.
pub(super) fn stdout_is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Whether a person looks at standard error.
pub(super) fn stderr_is_terminal() -> bool {
    io::stderr().is_terminal()
}

/// Writes a script or a page as it is, which grantgrid has made of its own
/// words. Nothing that others wrote goes this way.
pub(super) fn write_generated(page: &[u8]) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(page).and_then(|()| stdout.flush())
}

/// Standard output for a file's content, exact as in a file. On a terminal the
/// export makes its cells safe.
pub(super) fn file_on_stdout() -> impl Write {
    io::stdout().lock()
}

/// Says a sentence on standard error. Nobody may be listening there: that is no
/// failure.
pub(super) fn say(sentence: &str) {
    let _ = writeln!(io::stderr(), "{}", safe(sentence));
}

/// Writes over the line on standard error that the cursor is in.
pub(super) fn say_over(line: &SafeText) {
    let _ = write!(io::stderr(), "{CLEAR}{line}");
}

/// Prints a usage error, the help or the version. The words of an error may be
/// the caller's: with anything in them that could act on a terminal, it is said
/// without the parser's colours.
pub(super) fn print_usage(error: &clap::Error) {
    let text = error.render().to_string();
    if text.lines().all(|line| safe(line) == line) {
        // Nobody may be listening: that is no failure.
        let _ = error.print();
    } else {
        text.trim_end().lines().for_each(say);
    }
}

/// Says what a fault in the program itself is. The words may be those of a
/// value from the database.
pub(super) fn report_panic(panic: &PanicHookInfo<'_>) {
    say("grantgrid: a fault in the program itself:");
    panic.to_string().lines().for_each(say);
    let backtrace = Backtrace::capture();
    if backtrace.status() == BacktraceStatus::Captured {
        backtrace.to_string().lines().for_each(say);
    } else {
        say("set RUST_BACKTRACE=1 to see where it came from");
    }
}
