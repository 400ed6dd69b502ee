//! Standard output: written through a buffer, flushed at the end, and every
//! fault in writing said. Lists are written element by element, so that a
//! million users take no memory.

use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use anyhow::Context;
use serde::Serialize;

use super::json;
use super::table::{Column, Layout, Table};

const FAULT: &str = "the output cannot be written";

/// What `--json` means for a command that prints data.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct FormatArgs {
    /// Print JSON; names are exact there, and the fields keep their order
    #[arg(long)]
    pub(super) json: bool,
}

/// The standard output of a command.
pub(super) struct Output {
    out: BufWriter<StdoutLock<'static>>,
    layout: Layout,
}

impl Output {
    pub(super) fn new() -> Self {
        let stdout = io::stdout();
        let layout = if stdout.is_terminal() {
            let columns = crossterm::terminal::size().map_or(0, |(columns, _)| columns.into());
            Layout::Aligned { columns: if columns == 0 { usize::MAX } else { columns } }
        } else {
            Layout::Plain
        };
        Self { out: BufWriter::new(stdout.lock()), layout }
    }

    /// Begins a table for people.
    pub(super) fn table(self, columns: Vec<Column>) -> anyhow::Result<TableOutput> {
        let table = Table::new(self.out, self.layout, columns).context(FAULT)?;
        Ok(TableOutput { table })
    }

    /// Begins a JSON array, one element a line.
    pub(super) fn array(self) -> ArrayOutput {
        ArrayOutput { out: self.out, empty: true }
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
}

/// A JSON array under way.
pub(super) struct ArrayOutput {
    out: BufWriter<StdoutLock<'static>>,
    empty: bool,
}

impl ArrayOutput {
    pub(super) fn element(&mut self, element: &impl Serialize) -> anyhow::Result<()> {
        let before: &[u8] = if self.empty { b"[\n" } else { b",\n" };
        self.empty = false;
        self.out.write_all(before).context(FAULT)?;
        json::write_line(&mut self.out, element).context(FAULT)
    }

    pub(super) fn finish(mut self) -> anyhow::Result<()> {
        let end: &[u8] = if self.empty { b"[]\n" } else { b"\n]\n" };
        self.out.write_all(end).and_then(|()| self.out.flush()).context(FAULT)
    }
}
