//! Standard output: buffered, flushed at the end, with every write error reported.
//! Lists are written item by item, so that a million users take no memory.

use anyhow::Context;
use serde::Serialize;

use super::table::{Column, Table, TableLayout};
use super::terminal_writer::{self, SafeWriter, Stream, safe_output, stdout_is_terminal};
use crate::domain::lookalike::legible;
use crate::text::safe;

const WRITE_ERROR: &str = "cannot write the output";

/// `--json`, for commands that print data.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct FormatArgs {
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// `--json` and `--jsonl`, for commands that list.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct ListFormatArgs {
    #[command(flatten)]
    pub(super) whole: FormatArgs,
    /// Print JSON, one object per line without an array
    #[arg(long, conflicts_with = "json")]
    pub(super) jsonl: bool,
}

impl ListFormatArgs {
    /// Whether a table is printed, for people.
    pub(super) fn is_table(self) -> bool {
        !self.whole.json && !self.jsonl
    }

    /// Begins a JSON list; `None` without `--json` and `--jsonl`.
    pub(super) fn records(self) -> Option<JsonRecords> {
        let frame = match (self.whole.json, self.jsonl) {
            (true, _) => Frame::Array,
            (_, true) => Frame::Lines,
            (false, false) => return None,
        };
        Some(JsonRecords { out: Output::new().out, frame, empty: true })
    }
}

/// The standard output of a command.
pub(super) struct Output {
    out: SafeWriter<Stream>,
    layout: TableLayout,
}

impl Output {
    pub(super) fn new() -> Self {
        let layout = if stdout_is_terminal() {
            TableLayout::Aligned { columns: terminal_width().unwrap_or(usize::MAX) }
        } else {
            TableLayout::Plain
        };
        Self { out: safe_output(), layout }
    }

    /// Whether a person reads it as it is written.
    pub(super) fn is_for_terminal(&self) -> bool {
        matches!(self.layout, TableLayout::Aligned { .. })
    }

    /// Begins a table.
    pub(super) fn table(self, columns: Vec<Column>) -> anyhow::Result<TableOutput> {
        let table = Table::new(self.out, self.layout, columns).context(WRITE_ERROR)?;
        Ok(TableOutput { table })
    }

    /// Writes one JSON object.
    pub(super) fn object(mut self, object: &impl Serialize) -> anyhow::Result<()> {
        self.out.json_pretty(object).context(WRITE_ERROR)?;
        self.gap()?;
        self.out.flush().context(WRITE_ERROR)
    }

    /// Writes lines of labels and values; the values are aligned.
    pub(super) fn labelled(&mut self, lines: &[(&str, String)]) -> anyhow::Result<()> {
        super::table::labelled(&mut self.out, self.layout, lines).context(WRITE_ERROR)
    }

    /// Writes a generated script or page unchanged. It must not contain text from
    /// the database, a file or the environment.
    pub(super) fn generated(&mut self, page: &[u8]) -> anyhow::Result<()> {
        self.out.flush().and_then(|()| terminal_writer::write_generated(page)).context(WRITE_ERROR)
    }

    /// Writes a line of text, made safe.
    pub(super) fn line(&mut self, text: &str) -> anyhow::Result<()> {
        self.out.line(&safe(&legible(text))).context(WRITE_ERROR)
    }

    /// Writes an empty line.
    pub(super) fn gap(&mut self) -> anyhow::Result<()> {
        self.out.write_static("\n").context(WRITE_ERROR)
    }

    /// Ends the output.
    pub(super) fn finish(mut self) -> anyhow::Result<()> {
        self.out.flush().context(WRITE_ERROR)
    }
}

/// The width of the terminal, or that in `COLUMNS` if the terminal does not report one.
fn terminal_width() -> Option<usize> {
    let of_variable = || std::env::var("COLUMNS").ok()?.parse().ok().filter(|width| *width > 0);
    let of_terminal = terminal_size::terminal_size();
    of_terminal.map(|(width, _)| usize::from(width.0)).or_else(of_variable)
}

/// A table being written.
pub(super) struct TableOutput {
    table: Table<Stream>,
}

impl TableOutput {
    pub(super) fn row(&mut self, cells: Vec<String>) -> anyhow::Result<()> {
        self.table.row(cells).context(WRITE_ERROR)
    }

    pub(super) fn finish(self) -> anyhow::Result<()> {
        self.table.finish().context(WRITE_ERROR)
    }

    /// Ends the table and writes an empty line, for another table.
    pub(super) fn next(self) -> anyhow::Result<Output> {
        let (out, layout) = self.table.end().context(WRITE_ERROR)?;
        let mut output = Output { out, layout };
        output.gap()?;
        Ok(output)
    }
}

/// How the records of a list are framed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Frame {
    Array,
    Lines,
}

/// JSON records being written, one per line, as an array or as bare lines.
pub(super) struct JsonRecords {
    out: SafeWriter<Stream>,
    frame: Frame,
    empty: bool,
}

impl JsonRecords {
    pub(super) fn element(&mut self, element: &impl Serialize) -> anyhow::Result<()> {
        let before = match (self.frame, self.empty) {
            (Frame::Array, true) => "[\n",
            (Frame::Array, false) => ",\n",
            (Frame::Lines, true) => "",
            (Frame::Lines, false) => "\n",
        };
        self.empty = false;
        self.out.write_static(before).context(WRITE_ERROR)?;
        self.out.json_line(element).context(WRITE_ERROR)
    }

    pub(super) fn finish(mut self) -> anyhow::Result<()> {
        let end = match (self.frame, self.empty) {
            (Frame::Array, true) => "[]\n",
            (Frame::Array, false) => "\n]\n",
            (Frame::Lines, true) => "",
            (Frame::Lines, false) => "\n",
        };
        self.out.write_static(end).and_then(|()| self.out.flush()).context(WRITE_ERROR)
    }
}
