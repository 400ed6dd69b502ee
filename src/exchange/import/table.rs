//! The lines of a table, whatever file they come from: first the headings,
//! then users with marks, or pairs.

use super::gather::{Column, Gather};
use super::header::Header;
use super::source::too_much;
use super::{Import, ProblemKind, marks};
use crate::exchange::{ExchangeError, Layout};

/// Lines that may stand above the headings.
const ABOVE: usize = 20;

/// A line that holds something.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// From 1 on.
    pub(super) number: u64,
    /// Those that hold something, in their order.
    pub(super) cells: Vec<Cell>,
}

/// A value.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    /// From 0 on.
    pub(super) column: u32,
    /// As it stands.
    pub(super) text: String,
}

/// Takes a table in, line by line.
pub(super) trait Lines {
    /// A sheet of a workbook begins: a table of its own.
    fn in_sheet(&mut self, name: &str);

    /// The next line.
    ///
    /// Errors: [`ExchangeError::TooMuch`], [`ExchangeError::NoHeadings`].
    fn line(&mut self, line: Line) -> Result<(), ExchangeError>;

    /// The table ends.
    ///
    /// Errors: [`ExchangeError::NoHeadings`] if there were none.
    fn end(&mut self) -> Result<(), ExchangeError>;

    /// Something that a person should know.
    fn note(&mut self, note: String);
}

/// The access matrix as a table.
pub(super) struct Table<'t, 'g> {
    gather: &'t mut Gather<'g>,
    asked: Option<Layout>,
    most_cells: u64,
    cells: u64,
    /// Lines before the headings are known.
    above: Vec<Line>,
    header: Option<Header>,
}

impl<'t, 'g> Table<'t, 'g> {
    pub(super) fn new(gather: &'t mut Gather<'g>, import: &Import) -> Self {
        Self {
            gather,
            asked: import.layout,
            most_cells: import.limits.cells,
            cells: 0,
            above: Vec::new(),
            header: None,
        }
    }

    /// Looks for a line with companies among those that have no heading for
    /// usernames; what stands below it is read.
    ///
    /// Errors: [`ExchangeError::TwoColumns`].
    fn guess(&mut self) -> Result<(), ExchangeError> {
        let lines = std::mem::take(&mut self.above);
        for line in &lines {
            match &self.header {
                Some(header) => body(self.gather, header, line)?,
                None => self.header = Header::guess(line, self.asked, self.gather)?,
            }
        }
        if self.header.is_none() {
            self.above = lines;
        }
        Ok(())
    }
}

impl Lines for Table<'_, '_> {
    fn in_sheet(&mut self, name: &str) {
        self.gather.in_sheet(name);
        self.above.clear();
        self.header = None;
    }

    fn note(&mut self, note: String) {
        self.gather.note(note);
    }

    fn line(&mut self, line: Line) -> Result<(), ExchangeError> {
        let is_blank = |cell: &Cell| cell.text.trim().is_empty();
        // A username may be blank too.
        if line.cells.is_empty() || self.header.is_none() && line.cells.iter().all(is_blank) {
            return Ok(());
        }
        self.cells += line.cells.len() as u64;
        too_much("cells", self.cells, self.most_cells)?;
        if let Some(header) = &self.header {
            return body(self.gather, header, &line);
        }
        self.header = Header::of(&line, self.asked, self.gather)?;
        if self.header.is_some() {
            self.above.clear();
            return Ok(());
        }
        self.above.push(line);
        if self.above.len() >= ABOVE {
            self.guess()?;
            if self.header.is_none() {
                return Err(ExchangeError::NoHeadings);
            }
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), ExchangeError> {
        if self.header.is_none() {
            self.guess()?;
        }
        if self.header.is_some() { Ok(()) } else { Err(ExchangeError::NoHeadings) }
    }
}

/// A line below the headings.
fn body(gather: &mut Gather<'_>, header: &Header, line: &Line) -> Result<(), ExchangeError> {
    match header.layout {
        Layout::Matrix => user(gather, header, line),
        Layout::Pairs => pair(gather, header, line),
    }
}

/// The cell of a line with the username, if it holds one.
fn username<'l>(
    gather: &mut Gather<'_>,
    header: &Header,
    line: &'l Line,
) -> Result<Option<&'l Cell>, ExchangeError> {
    match line.cells.iter().find(|cell| cell.column == header.username) {
        Some(cell) if gather.blank.is_name(&cell.text)? => Ok(Some(cell)),
        _ => Ok(None),
    }
}

fn user(gather: &mut Gather<'_>, header: &Header, line: &Line) -> Result<(), ExchangeError> {
    let Some(username) = username(gather, header, line)? else {
        let mut marked = line.cells.iter().filter(|cell| marks::read(&cell.text) == Some(true));
        if marked.any(|cell| header.columns.contains_key(&cell.column)) {
            let place = (line.number, Some(header.username));
            let sentence = "marks without a username; the line is left out";
            gather.problem(place, ProblemKind::Incomplete, sentence.into());
        }
        return Ok(());
    };
    let Some(name) = gather.user_of_line(username, line.number) else {
        return Ok(());
    };
    for cell in &line.cells {
        match (header.columns.get(&cell.column), marks::read(&cell.text)) {
            _ if cell.column == header.username => {}
            (Some(Column::Company(column)), Some(true)) => gather.mark(name, *column, line.number),
            (Some(Column::Company(column)), None) => {
                gather.leave(name, *column, line.number);
                let text = cell.text.trim();
                let sentence = format!("“{text}” is no mark; the cell is left as it is");
                gather.problem((line.number, Some(cell.column)), ProblemKind::BadMark, sentence);
            }
            (Some(Column::Unknown(at)), mark) => gather.unknown.seen(*at, mark),
            (None, mark) => gather.unknown.seen_without_heading((line.number, cell.column), mark),
            _ => {}
        }
    }
    Ok(())
}

fn pair(gather: &mut Gather<'_>, header: &Header, line: &Line) -> Result<(), ExchangeError> {
    let of = |column: u32| {
        let mut cells = line.cells.iter();
        cells.find(|cell| cell.column == column && !cell.text.trim().is_empty())
    };
    let (user, company) = (username(gather, header, line)?, of(header.company));
    if user.is_none() && company.is_none() {
        return Ok(());
    }
    let has_heading =
        |cell: &Cell| cell.column == header.username || header.columns.contains_key(&cell.column);
    let mut beside = line.cells.iter().filter(|cell| !has_heading(cell));
    if let Some(cell) = beside.find(|cell| !cell.text.trim().is_empty()) {
        let sentence =
            format!("“{}” stands below no heading; the line is left out", cell.text.trim());
        gather.problem((line.number, Some(cell.column)), ProblemKind::NoHeading, sentence);
        // Which of its companies is meant, nobody knows.
        gather.pair((user, None), None, line.number);
        return Ok(());
    }
    let missing = match (user, company) {
        (None, _) => Some(("username", header.username)),
        (_, None) => Some(("company", header.company)),
        _ => None,
    };
    if let Some((missing, column)) = missing {
        let sentence = format!("a line without a {missing}; it is left out");
        gather.problem((line.number, Some(column)), ProblemKind::Incomplete, sentence);
    }
    gather.pair((user, company), header.tenant.and_then(of), line.number);
    Ok(())
}
