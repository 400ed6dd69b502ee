//! Tables: aligned on a terminal, separated by tabs in a pipe or file. Every cell is
//! made safe in both, since piped output is often shown on a terminal in the end.

use std::io::{self, Write};

use super::terminal_writer::SafeWriter;
use crate::domain::lookalike::{shown as shown_name, typed};
use crate::text::{SafeText, clip, fit, safe, width};

/// The number of rows measured before the first is written. Later rows use the same
/// widths.
const SAMPLE: usize = 1000;

/// The space between columns on a terminal.
const GAP: &str = "  ";

/// The maximum width of a text on a terminal: one name of 10,000 characters must not
/// widen every row.
const WIDEST: usize = 60;

/// The minimum width that a text is cut to on a narrow terminal.
const LEAST: usize = 8;

/// What a column holds, which decides how it may be cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A value to copy into the next command: not cut on a narrow terminal, even if
    /// that breaks the alignment, unless it is extremely long.
    Key,
    /// A name: cut to at most this many columns on a terminal.
    Text(usize),
    /// A number: aligned on the right, never cut.
    Number,
}

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    heading: &'static str,
    kind: Kind,
}

impl Column {
    pub(super) const fn new(heading: &'static str, kind: Kind) -> Self {
        Self { heading, kind }
    }
}

/// The layout, which depends on the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TableLayout {
    /// For a person, on a terminal of this width.
    Aligned { columns: usize },
    /// For a program or a file.
    Plain,
}

/// A table that is written while its rows arrive.
pub(super) struct Table<W: Write> {
    out: SafeWriter<W>,
    layout: TableLayout,
    columns: Vec<Column>,
    sample: Vec<Vec<SafeText>>,
    widths: Vec<usize>,
}

impl<W: Write> Table<W> {
    pub(super) fn new(
        out: SafeWriter<W>,
        layout: TableLayout,
        columns: Vec<Column>,
    ) -> io::Result<Self> {
        let mut table = Self { out, layout, columns, sample: Vec::new(), widths: Vec::new() };
        if layout == TableLayout::Plain {
            let headings = table.headings();
            table.write_plain(&headings)?;
        }
        Ok(table)
    }

    /// Writes a row, or buffers it to measure the columns.
    pub(super) fn row(&mut self, cells: Vec<String>) -> io::Result<()> {
        let shown = |(cell, column): (String, &Column)| {
            // A value copied into the next command must mean the same there.
            if column.kind == Kind::Key { safe(&typed(&cell)) } else { safe(&shown_name(&cell)) }
        };
        let cells: Vec<SafeText> = cells.into_iter().zip(&self.columns).map(shown).collect();
        if self.layout == TableLayout::Plain {
            return self.write_plain(&cells);
        }
        if !self.widths.is_empty() {
            return self.write_aligned(&cells);
        }
        self.sample.push(cells);
        if self.sample.len() == SAMPLE { self.write_sample() } else { Ok(()) }
    }

    /// Writes the buffered rows, and returns the output and the layout.
    pub(super) fn end(mut self) -> io::Result<(SafeWriter<W>, TableLayout)> {
        if self.layout != TableLayout::Plain && self.widths.is_empty() {
            self.write_sample()?;
        }
        Ok((self.out, self.layout))
    }

    /// Writes the buffered rows.
    pub(super) fn finish(self) -> io::Result<()> {
        self.end()?.0.flush()
    }

    fn headings(&self) -> Vec<SafeText> {
        self.columns.iter().map(|column| SafeText::own(column.heading)).collect()
    }

    fn write_sample(&mut self) -> io::Result<()> {
        let sample = std::mem::take(&mut self.sample);
        self.widths = self.measure(&sample);
        let headings = self.headings();
        self.write_aligned(&headings)?;
        sample.iter().try_for_each(|cells| self.write_aligned(cells))
    }

    /// The width of each column: that of its widest cell, up to the maximum of its
    /// kind. The widest texts are cut until the line fits the terminal.
    fn measure(&self, sample: &[Vec<SafeText>]) -> Vec<usize> {
        let mut widths: Vec<usize> = Vec::with_capacity(self.columns.len());
        for (at, column) in self.columns.iter().enumerate() {
            let widest = sample.iter().filter_map(|cells| cells.get(at)).map(|cell| width(cell));
            let widest = widest.max().unwrap_or(0);
            let allowed = match column.kind {
                Kind::Text(most) => widest.min(most).min(WIDEST),
                Kind::Key => widest.min(WIDEST),
                Kind::Number => widest,
            };
            widths.push(allowed.max(width(column.heading)));
        }
        let TableLayout::Aligned { columns } = self.layout else {
            return widths;
        };
        let gaps = GAP.len() * self.columns.len().saturating_sub(1);
        let mut excess = (widths.iter().sum::<usize>() + gaps).saturating_sub(columns);
        while excess > 0 {
            let widest = (0..widths.len())
                .filter(|&at| matches!(self.columns[at].kind, Kind::Text(_)) && widths[at] > LEAST)
                .max_by_key(|&at| widths[at]);
            let Some(at) = widest else { break };
            widths[at] -= 1;
            excess -= 1;
        }
        widths
    }

    fn write_plain(&mut self, cells: &[SafeText]) -> io::Result<()> {
        self.out.line(&SafeText::join(cells, "\t"))
    }

    fn write_aligned(&mut self, cells: &[SafeText]) -> io::Result<()> {
        let mut line = SafeText::default();
        for ((cell, column), &columns) in cells.iter().zip(&self.columns).zip(&self.widths) {
            if !line.is_empty() {
                line.push_own(GAP);
            }
            match column.kind {
                Kind::Text(_) => line.push(&fit(cell, columns)),
                Kind::Key => {
                    let cell = clip(cell, WIDEST);
                    line.push(&cell);
                    line.push_spaces(columns.saturating_sub(width(&cell)));
                }
                Kind::Number => {
                    line.push_spaces(columns.saturating_sub(width(cell)));
                    line.push(cell);
                }
            }
        }
        self.out.line(&line.trim_end())
    }
}

/// Writes lines of a label and a value: aligned on a terminal, otherwise separated by
/// a tab.
pub(super) fn labelled<W: Write>(
    out: &mut SafeWriter<W>,
    layout: TableLayout,
    lines: &[(&str, String)],
) -> io::Result<()> {
    let widest = lines.iter().map(|(label, _)| width(label)).max().unwrap_or(0);
    for (label, value) in lines {
        let value = safe(&shown_name(value));
        let line = if layout == TableLayout::Plain {
            SafeText::join(&[safe(label), value], "\t")
        } else {
            SafeText::join(&[fit(label, widest), value], GAP).trim_end()
        };
        out.line(&line)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Column; 3] = [
        Column::new("CODE", Kind::Key),
        Column::new("NAME", Kind::Text(12)),
        Column::new("USERS", Kind::Number),
    ];

    fn written(layout: TableLayout, rows: &[[&str; 3]]) -> String {
        let mut out = Vec::new();
        let mut table = Table::new(SafeWriter::on(&mut out), layout, COLUMNS.to_vec()).unwrap();
        for row in rows {
            table.row(row.map(str::to_owned).to_vec()).unwrap();
        }
        table.finish().unwrap();
        String::from_utf8(out).unwrap()
    }

    const ROWS: [[&str; 3]; 4] = [
        ["NYC", "New York", "12"],
        ["TOKYO-1", "東京支社", "7"],
        ["\u{1b}[2J", "two\nlines\tand a tab", "0"],
        ["", "", "1000000"],
    ];

    #[test]
    fn a_person_gets_columns() {
        assert_eq!(
            written(TableLayout::Aligned { columns: 80 }, &ROWS),
            "\
CODE       NAME            USERS
NYC        New York           12
TOKYO-1    東京支社            7
\\u{1b}[2J  two\\u{a}lin…        0
                         1000000
"
        );
    }

    #[test]
    fn a_program_gets_tabs_and_whole_names() {
        assert_eq!(
            written(TableLayout::Plain, &ROWS),
            "CODE\tNAME\tUSERS\nNYC\tNew York\t12\nTOKYO-1\t東京支社\t7\n\
             \\u{1b}[2J\ttwo\\u{a}lines\\u{9}and a tab\t0\n\t\t1000000\n"
        );
    }

    #[test]
    fn a_narrow_terminal_cuts_names_but_no_keys() {
        let narrow =
            written(TableLayout::Aligned { columns: 10 }, &[["A-LONG-CODE", "New York City", "3"]]);
        assert_eq!(narrow, "CODE         NAME      USERS\nA-LONG-CODE  New Yor…      3\n");
        assert_eq!(written(TableLayout::Aligned { columns: 0 }, &[]), "CODE  NAME  USERS\n");
    }

    #[test]
    fn a_very_long_key_does_not_push_other_columns_off_the_line() {
        let endless = "x".repeat(10_000);
        let rows = [[endless.as_str(), "n", "1"], ["NYC", "n", "2"]];
        let text = written(TableLayout::Aligned { columns: 200 }, &rows);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[1], format!("{}…  n         1", "x".repeat(59)));
        assert_eq!(lines[2], format!("NYC{}n         2", " ".repeat(59)));
    }

    #[test]
    fn rows_after_the_sample_do_not_change_the_widths() {
        let mut out = Vec::new();
        let layout = TableLayout::Aligned { columns: 80 };
        let mut table = Table::new(SafeWriter::on(&mut out), layout, COLUMNS.to_vec()).unwrap();
        for _ in 0..SAMPLE {
            table.row(vec!["A".into(), "short".into(), "1".into()]).unwrap();
        }
        table.row(vec!["LONGER".into(), "longer name".into(), "22".into()]).unwrap();
        table.finish().unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text.lines().count(), SAMPLE + 2);
        assert_eq!(text.lines().nth(1), Some("A     short      1"));
        assert_eq!(text.lines().last(), Some("LONGER  long…     22"));
    }
}
