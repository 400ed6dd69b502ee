//! Several tables in one sheet or file, one below another: the first is read, and the
//! lines of another one are problems, for its columns are not those of the first.

use super::source_line::SourceLine;

/// Tells the lines of the table that is read from those of others.
#[derive(Default)]
pub(super) struct StackedTables {
    /// The headings of the table that is read, by their columns.
    headings: Vec<(u32, String)>,
    /// Where the other table begins that a line is in.
    other: Option<u64>,
}

/// What a line below the headings is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum TablePart {
    /// A line of the table that is read.
    Line,
    /// Its headings once more, as on the next page of a printed list.
    Headings,
    /// A line of another table, and what is said of it.
    Other(String),
}

impl StackedTables {
    /// A table with these headings begins.
    pub(super) fn begin(&mut self, line: &SourceLine) {
        self.headings = headings(line);
        self.other = None;
    }

    /// What the next line is, which may be headings or not.
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
                "belongs to another table, which begins in line {first}; line skipped"
            )),
        }
    }
}

fn headings(line: &SourceLine) -> Vec<(u32, String)> {
    let cells = line.cells.iter().filter(|cell| !cell.is_blank());
    cells.map(|cell| (cell.column, cell.text.trim().to_lowercase())).collect()
}
