//! Several tables in one sheet or file, one below another: the first is read. The lines of
//! the others are problems, because their columns have other headings.

use super::source_line::SourceLine;

/// Distinguishes the lines of the first table from those of others.
#[derive(Default)]
pub(super) struct StackedTables {
    /// The headings of the table that is read, by their columns.
    headings: Vec<(u32, String)>,
    /// The first line of the other table that the current line is in.
    other: Option<u64>,
}

/// The kind of a line below the headings.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum TablePart {
    /// A line of the table that is read.
    Line,
    /// Its headings repeated, as on the next page of a printed list.
    Headings,
    /// A line of another table, with the problem.
    Other(String),
}

impl StackedTables {
    /// Starts a table with these headings.
    pub(super) fn begin(&mut self, line: &SourceLine) {
        self.headings = headings(line);
        self.other = None;
    }

    /// The kind of the next line, which may have headings.
    pub(super) fn part(&mut self, line: &SourceLine, may_be_headings: bool) -> TablePart {
        if may_be_headings {
            if headings(line).iter().all(|heading| self.headings.contains(heading)) {
                self.other = None;
                return TablePart::Headings;
            }
            self.other = Some(line.number);
        }
        match self.other {
            None => TablePart::Line,
            Some(first) if first == line.number => TablePart::Other(
                "another table begins here, with headings of its own: only the first table is \
                 read; move this one to a sheet or a file of its own"
                    .into(),
            ),
            Some(first) => TablePart::Other(format!(
                "belongs to another table that begins on line {first}; line skipped"
            )),
        }
    }
}

fn headings(line: &SourceLine) -> Vec<(u32, String)> {
    let cells = line.cells.iter().filter(|cell| !cell.is_blank());
    cells.map(|cell| (cell.column, cell.text.trim().to_lowercase())).collect()
}
