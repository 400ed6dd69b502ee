//! Standard output: written through a buffer, flushed at the end, and every
//! fault in writing said. Lists are written element by element, so that a
//! million users take no memory.

use anyhow::Context;
use serde::Serialize;

use super::table::{Column, Table, TableLayout};
use super::terminal_writer::{self, SafeWriter, Stream, safe_output, stdout_is_terminal};
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
    out: SafeWriter<Stream>,
    layout: TableLayout,
}

impl Output {
    pub(super) fn new() -> Self {
        let layout = if stdout_is_terminal() {
            let columns = crossterm::terminal::size().map_or(0, |(columns, _)| columns.into());
            TableLayout::Aligned { columns: if columns == 0 { usize::MAX } else { columns } }
        } else {
            TableLayout::Plain
        };
        Self { out: safe_output(), layout }
    }

    /// Begins a table for people.
    pub(super) fn table(self, columns: Vec<Column>) -> anyhow::Result<TableOutput> {
        let table = Table::new(self.out, self.layout, columns).context(FAULT)?;
        Ok(TableOutput { table })
    }

    /// Writes one JSON object.
    pub(super) fn object(mut self, object: &impl Serialize) -> anyhow::Result<()> {
        self.out.json_pretty(object).context(FAULT)?;
        self.gap()?;
        self.out.flush().context(FAULT)
    }

    /// Writes lines of labels and values, the values behind each other.
    pub(super) fn labelled(&mut self, lines: &[(&str, String)]) -> anyhow::Result<()> {
        super::table::labelled(&mut self.out, self.layout, lines).context(FAULT)
    }

    /// Writes a script or a page as it is, which grantgrid has made of its own
    /// words. Nothing that others wrote goes this way.
    pub(super) fn generated(&mut self, page: &[u8]) -> anyhow::Result<()> {
        self.out.flush().and_then(|()| terminal_writer::write_generated(page)).context(FAULT)
    }

    /// Writes a line of text, made safe.
    pub(super) fn line(&mut self, text: &str) -> anyhow::Result<()> {
        self.out.line(&safe(text)).context(FAULT)
    }

    /// Writes an empty line.
    pub(super) fn gap(&mut self) -> anyhow::Result<()> {
        self.out.own("\n").context(FAULT)
    }

    /// Ends the output.
    pub(super) fn finish(mut self) -> anyhow::Result<()> {
        self.out.flush().context(FAULT)
    }
}

/// A table under way.
pub(super) struct TableOutput {
    table: Table<Stream>,
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
        self.out.own(before).context(FAULT)?;
        self.out.json_line(element).context(FAULT)
    }

    pub(super) fn finish(mut self) -> anyhow::Result<()> {
        let end = match (self.frame, self.empty) {
            (Frame::Array, true) => "[]\n",
            (Frame::Array, false) => "\n]\n",
            (Frame::Lines, true) => "",
            (Frame::Lines, false) => "\n",
        };
        self.out.own(end).and_then(|()| self.out.flush()).context(FAULT)
    }
}
