//! Standard output: written through a buffer, flushed at the end, and every
//! fault in writing said. Lists are written element by element, so that a
//! million users take no memory.

use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use anyhow::Context;
use serde::Serialize;

use super::json;
use super::table::{Column, Table, TableLayout};
use crate::text::safe;

const FAULT: &str = "the output cannot be written";

/// What `--json` means for a command that prints data.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct FormatArgs {
    /// Print JSON; names are exact there, and the fields keep their order
    #[arg(long)]
    pub(super) json: bool,
}

/// What `--json` and `--jsonl` mean for a command that lists.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct ListFormatArgs {
    #[command(flatten)]
    pub(super) whole: FormatArgs,
    /// Print JSON, one object a line and no array around them
    #[arg(long, conflicts_with = "json")]
    pub(super) jsonl: bool,
}

impl ListFormatArgs {
    /// Begins a list for programs; `None` if people read it.
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
    out: BufWriter<StdoutLock<'static>>,
    layout: TableLayout,
}

impl Output {
    pub(super) fn new() -> Self {
        let stdout = io::stdout();
        let layout = if stdout.is_terminal() {
            let columns = crossterm::terminal::size().map_or(0, |(columns, _)| columns.into());
            TableLayout::Aligned { columns: if columns == 0 { usize::MAX } else { columns } }
        } else {
            TableLayout::Plain
        };
        Self { out: BufWriter::new(stdout.lock()), layout }
    }

    /// Begins a table for people.
    pub(super) fn table(self, columns: Vec<Column>) -> anyhow::Result<TableOutput> {
        let table = Table::new(self.out, self.layout, columns).context(FAULT)?;
        Ok(TableOutput { table })
    }

    /// Writes one JSON object.
    pub(super) fn object(mut self, object: &impl Serialize) -> anyhow::Result<()> {
        json::write_pretty(&mut self.out, object).context(FAULT)?;
        writeln!(self.out).and_then(|()| self.out.flush()).context(FAULT)
    }

    /// Writes lines of labels and values, the values behind each other.
    pub(super) fn labelled(&mut self, lines: &[(&str, String)]) -> anyhow::Result<()> {
        super::table::labelled(&mut self.out, self.layout, lines).context(FAULT)
    }

    /// Writes a script or a page as it is, which grantgrid has made of its own
    /// words. Nothing that others wrote goes this way.
    pub(super) fn generated(&mut self, page: &[u8]) -> anyhow::Result<()> {
        self.out.write_all(page).context(FAULT)
    }

    /// Writes a line of text, made safe.
    pub(super) fn line(&mut self, text: &str) -> anyhow::Result<()> {
        writeln!(self.out, "{}", safe(text)).context(FAULT)
    }

    /// Writes an empty line.
    pub(super) fn gap(&mut self) -> anyhow::Result<()> {
        writeln!(self.out).context(FAULT)
    }

    /// Ends the output.
    pub(super) fn finish(mut self) -> anyhow::Result<()> {
        self.out.flush().context(FAULT)
    }
}

/// A table under way.
pub(super) struct TableOutput {
    table: Table<BufWriter<StdoutLock<'static>>>,
}

impl TableOutput {
    pub(super) fn row(&mut self, cells: Vec<String>) -> anyhow::Result<()> {
        self.table.row(cells).context(FAULT)
    }

    pub(super) fn finish(self) -> anyhow::Result<()> {
        self.table.finish().context(FAULT)
    }

    /// Ends the table, for another behind an empty line.
    pub(super) fn next(self) -> anyhow::Result<Output> {
        let (out, layout) = self.table.end().context(FAULT)?;
        let mut output = Output { out, layout };
        output.gap()?;
        Ok(output)
    }
}

/// What stands around the records of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Frame {
    Array,
    Lines,
}

/// Records under way, one a line: a JSON array, or nothing but the lines.
pub(super) struct JsonRecords {
    out: BufWriter<StdoutLock<'static>>,
    frame: Frame,
    empty: bool,
}

impl JsonRecords {
    pub(super) fn element(&mut self, element: &impl Serialize) -> anyhow::Result<()> {
        let before: &[u8] = match (self.frame, self.empty) {
            (Frame::Array, true) => b"[\n",
            (Frame::Array, false) => b",\n",
            (Frame::Lines, true) => b"",
            (Frame::Lines, false) => b"\n",
        };
        self.empty = false;
        self.out.write_all(before).context(FAULT)?;
        json::write_line(&mut self.out, element).context(FAULT)
    }

    pub(super) fn finish(mut self) -> anyhow::Result<()> {
        let end: &[u8] = match (self.frame, self.empty) {
            (Frame::Array, true) => b"[]\n",
            (Frame::Array, false) => b"\n]\n",
            (Frame::Lines, true) => b"",
            (Frame::Lines, false) => b"\n",
        };
        self.out.write_all(end).and_then(|()| self.out.flush()).context(FAULT)
    }
}
