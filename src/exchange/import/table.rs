//! The lines of a table in any format: first the headings, then users with marks,
//! or pairs.

use super::cell::{FileCell, Use};
use super::collector::Collector;
use super::header::Header;
use super::headings::{self, HEAD, HeadingFit, Rate, Score, TableScore};
use super::source::too_much;
use super::source_column::SourceColumn;
use super::source_line::SourceLine;
use super::stacked::{StackedTables, TablePart};
use super::wording::{no_headings, part_searched};
use super::{Import, Mode, ProblemKind, marks};
use crate::exchange::format::Heading;
use crate::exchange::{ExchangeError, Layout};

/// Receives a table line by line.
pub(super) trait Lines {
    /// Starts a sheet of a workbook, which is a table of its own.
    fn in_sheet(&mut self, name: &str);

    /// How likely a table with these first lines is the one to import; `None` without headings.
    fn rate(&self, head: &[SourceLine]) -> Option<TableScore>;

    /// The error if there are no headings in this part of the file.
    fn no_headings(&self, part_searched: &str) -> ExchangeError;

    /// The next line.
    ///
    /// # Errors
    /// [`ExchangeError::TooMuch`], [`ExchangeError::NoHeadings`].
    fn line(&mut self, line: SourceLine) -> Result<(), ExchangeError>;

    /// A line that cannot be split into values, and why.
    fn unreadable(&mut self, line: u64, sentence: String);

    /// Ends the table.
    ///
    /// # Errors
    /// [`ExchangeError::NoHeadings`] if there were none.
    fn end(&mut self) -> Result<(), ExchangeError>;

    /// Adds a note for the user.
    fn note(&mut self, note: String);
}

/// The access matrix as a table.
pub(super) struct SourceTable<'t, 'g> {
    collector: &'t mut Collector<'g>,
    wanted: Option<Layout>,
    most_cells: u64,
    cells: u64,
    /// Lines before the headings are known.
    above: Vec<SourceLine>,
    header: Option<Header>,
    stacked: StackedTables,
}

impl<'t, 'g> SourceTable<'t, 'g> {
    pub(super) fn new(collector: &'t mut Collector<'g>, import: &Import) -> Self {
        collector.mirrors = import.mode == Mode::Mirror;
        Self {
            collector,
            wanted: import.layout,
            most_cells: import.limits.cells,
            cells: 0,
            above: Vec::new(),
            header: None,
            stacked: StackedTables::default(),
        }
    }

    /// Finds the headings among the first lines, and reads what is below them.
    ///
    /// # Errors
    /// [`ExchangeError::NoHeadings`], [`ExchangeError::TwoColumns`].
    fn begin(&mut self) -> Result<(), ExchangeError> {
        let lines = std::mem::take(&mut self.above);
        let Some(found) = headings::best(&lines, self) else {
            return Err(self.no_headings(&part_searched(self.collector.sheet())));
        };
        let header = match found.score.fit {
            HeadingFit::CompaniesOnly => Header::guess(&found.line, self.wanted, self.collector)?,
            HeadingFit::NamesOnly | HeadingFit::Full => {
                Header::of(&found.line, self.wanted, self.collector)?
            }
        };
        self.stacked.begin(&found.line);
        for line in lines.iter().filter(|line| line.number > found.line.number) {
            self.below(&header, line)?;
        }
        if header.layout == Layout::Pairs {
            self.collector.note_entry();
        }
        self.header = Some(header);
        Ok(())
    }

    /// A line below the headings.
    fn below(&mut self, header: &Header, line: &SourceLine) -> Result<(), ExchangeError> {
        let may_be_headings = self.may_be_headings(header, line);
        match self.stacked.part(line, may_be_headings) {
            TablePart::Line => body(self.collector, header, line),
            TablePart::Headings => Ok(()),
            TablePart::Other(sentence) => {
                self.collector.unreadable(line.number, sentence);
                Ok(())
            }
        }
    }

    /// Whether a line may have the headings of another table: a username heading in the
    /// username column or in the first column, where it is not a username.
    fn may_be_headings(&self, header: &Header, line: &SourceLine) -> bool {
        let first = line.cells.iter().find(|cell| !cell.is_blank());
        let cell = line.cells.iter().find(|cell| cell.column == header.username);
        let is_heading = |cell: &&FileCell| Heading::of(&cell.text) == Some(Heading::Username);
        let Some(cell) = cell.into_iter().chain(first).find(is_heading) else {
            return false;
        };
        let rated = || self.rate_line(line);
        !self.collector.is_user(cell).unwrap_or(true)
            && rated().is_some_and(|score| score.fit == HeadingFit::Full)
    }
}

impl Rate for SourceTable<'_, '_> {
    fn rate_line(&self, line: &SourceLine) -> Option<Score> {
        Header::rate(line, self.wanted, self.collector)
    }

    fn is_below(&self, headings: &SourceLine, line: &SourceLine) -> bool {
        let mut names = headings.cells.iter();
        let name = names.find(|cell| Heading::of(&cell.text) == Some(Heading::Username));
        let of = |name: &FileCell| line.cells.iter().find(|cell| cell.column == name.column);
        name.and_then(of).is_some_and(|cell| self.collector.is_user(cell).unwrap_or(false))
    }
}

impl Lines for SourceTable<'_, '_> {
    fn in_sheet(&mut self, name: &str) {
        self.collector.in_sheet(name);
        self.above.clear();
        self.header = None;
    }

    fn rate(&self, head: &[SourceLine]) -> Option<TableScore> {
        headings::rate_table(head, self)
    }

    fn no_headings(&self, part_searched: &str) -> ExchangeError {
        no_headings(part_searched)
    }

    fn note(&mut self, note: String) {
        self.collector.note(note);
    }

    fn unreadable(&mut self, line: u64, sentence: String) {
        self.collector.unreadable(line, sentence);
    }

    fn line(&mut self, line: SourceLine) -> Result<(), ExchangeError> {
        // A username may be blank too.
        if line.cells.is_empty()
            || self.header.is_none() && line.cells.iter().all(FileCell::is_blank)
        {
            return Ok(());
        }
        self.cells += line.cells.len() as u64;
        too_much("cells", self.cells, self.most_cells)?;
        if let Some(header) = self.header.take() {
            let done = self.below(&header, &line);
            self.header = Some(header);
            return done;
        }
        self.above.push(line);
        if self.above.len() >= HEAD { self.begin() } else { Ok(()) }
    }

    fn end(&mut self) -> Result<(), ExchangeError> {
        if self.header.is_none() { self.begin() } else { Ok(()) }
    }
}

/// A line below the headings.
fn body(
    collector: &mut Collector<'_>,
    header: &Header,
    line: &SourceLine,
) -> Result<(), ExchangeError> {
    if line.is_hidden {
        let username = line.cells.iter().find(|cell| cell.column == header.username);
        if let Some(username) = username.filter(|cell| !cell.is_blank()) {
            collector.hidden_user(username, line.number);
        }
        return Ok(());
    }
    match header.layout {
        Layout::Matrix => user(collector, header, line),
        Layout::Pairs => pair(collector, header, line),
    }
}

/// A name in a line.
#[derive(Clone, Copy)]
enum LineName<'l> {
    Missing,
    /// Not a name; already reported as a problem.
    Unusable,
    Given(&'l FileCell),
}

impl<'l> LineName<'l> {
    /// The name in a cell, if there is one.
    fn of(
        collector: &mut Collector<'_>,
        cell: Option<&'l FileCell>,
        what: &str,
        line: u64,
    ) -> Self {
        match cell {
            None => Self::Missing,
            Some(cell) => match cell.unusable(Use::Find) {
                None => Self::Given(cell),
                Some(why) => {
                    let sentence = format!("the {what} {why}; the line is skipped");
                    collector.problem((line, Some(cell.column)), ProblemKind::BadValue, sentence);
                    Self::Unusable
                }
            },
        }
    }

    fn cell(self) -> Option<&'l FileCell> {
        match self {
            Self::Given(cell) => Some(cell),
            Self::Missing | Self::Unusable => None,
        }
    }
}

/// The username of a line.
fn username<'l>(
    collector: &mut Collector<'_>,
    header: &Header,
    line: &'l SourceLine,
) -> Result<LineName<'l>, ExchangeError> {
    let cell = match line.cells.iter().find(|cell| cell.column == header.username) {
        Some(cell) if collector.blank.is_name(&cell.text)? => Some(cell),
        _ => None,
    };
    Ok(LineName::of(collector, cell, "username", line.number))
}

fn user(
    collector: &mut Collector<'_>,
    header: &Header,
    line: &SourceLine,
) -> Result<(), ExchangeError> {
    let username = username(collector, header, line)?;
    let LineName::Given(username) = username else {
        if matches!(username, LineName::Unusable) {
            return Ok(());
        }
        let mut marked = line.cells.iter().filter(|cell| marks::may_grant(cell.mark()));
        if marked.any(|cell| header.columns.contains_key(&cell.column)) {
            let position = (line.number, Some(header.username));
            let sentence = "marks without a username; line skipped";
            collector.problem(position, ProblemKind::Incomplete, sentence.into());
        }
        return Ok(());
    };
    let Some(name) = collector.user_of_line(username, line.number) else {
        return Ok(());
    };
    let is_company = |(at, column): (&u32, &SourceColumn)| match column {
        SourceColumn::Company(_) => Some(*at),
        _ => None,
    };
    let companies = || header.columns.iter().filter_map(is_company);
    let is_short = companies().any(|at| line.lacks(at));
    if collector.mirrors && companies().any(|at| line.may_miss(at)) {
        collector.short_line(name, line.number);
        return Ok(());
    }
    if is_short && !line.is_ended {
        collector.note_truncated_file(line.number);
    }
    let is_beyond = |cell: &&FileCell| header.width.is_some_and(|width| cell.column >= width);
    if let Some(cell) = line.cells.iter().filter(is_beyond).find(|cell| !cell.is_blank()) {
        collector.long(name, (line.number, cell));
        return Ok(());
    }
    let before = collector.mark_count();
    for cell in &line.cells {
        match header.columns.get(&cell.column) {
            _ if cell.column == header.username => {}
            Some(SourceColumn::Company(column)) => {
                collector.cell(name, *column, (line.number, cell));
            }
            Some(SourceColumn::Unknown(at)) => collector.unknown.seen(*at, cell.mark()),
            None => {
                let position = (line.number, cell.column);
                collector.unknown.record_without_heading(position, cell.mark());
            }
            Some(SourceColumn::Grant(_) | SourceColumn::LeftOut) => {}
        }
    }
    if header.may_refuse {
        let marks = before..collector.mark_count();
        collector.refusals_of_line((name, marks), grant_cells(header, line), line.number);
    }
    Ok(())
}

fn pair(
    collector: &mut Collector<'_>,
    header: &Header,
    line: &SourceLine,
) -> Result<(), ExchangeError> {
    let of = |column: u32| {
        let mut cells = line.cells.iter();
        cells.find(|cell| cell.column == column && !cell.is_blank())
    };
    let user = username(collector, header, line)?;
    let company = LineName::of(collector, of(header.company), "company", line.number);
    if let (LineName::Missing, LineName::Missing) = (user, company) {
        return Ok(());
    }
    let tenant = LineName::of(collector, header.tenant.and_then(of), "tenant", line.number);
    let has_heading = |cell: &FileCell| {
        cell.column == header.username || header.columns.contains_key(&cell.column)
    };
    let mut beside = line.cells.iter().filter(|cell| !has_heading(cell));
    if let Some(cell) = beside.find(|cell| !cell.is_blank()) {
        let sentence =
            format!("“{}” is in a column without a heading; line skipped", cell.text.trim());
        collector.problem((line.number, Some(cell.column)), ProblemKind::NoHeading, sentence);
        // It is unclear which company is meant.
        collector.pair((user.cell(), None), None, line.number);
        return Ok(());
    }
    let missing = match (user, company) {
        (LineName::Missing, _) => Some(("username", header.username)),
        (_, LineName::Missing) => Some(("company", header.company)),
        _ => None,
    };
    if let Some((missing, column)) = missing {
        let sentence = format!("a line without a {missing}; line skipped");
        collector.problem((line.number, Some(column)), ProblemKind::Incomplete, sentence);
    }
    let lacks_tenant = header.tenant.is_some_and(|column| line.lacks(column));
    let is_whole = matches!((user, company), (LineName::Given(_), LineName::Given(_)));
    let is_short = lacks_tenant && collector.mirrors && is_whole;
    if is_short {
        let sentence = "the line ends before its tenant; line skipped";
        collector.problem((line.number, header.tenant), ProblemKind::ShortLine, sentence.into());
    } else if lacks_tenant && !line.is_ended {
        collector.note_truncated_file(line.number);
    }
    // Without the tenant, the code may mean another company.
    let company = company.cell().filter(|_| !matches!(tenant, LineName::Unusable) && !is_short);
    let mark = collector.pair((user.cell(), company), tenant.cell(), line.number);
    for (at, cell) in grant_cells(header, line) {
        collector.grant_cell(at, mark, cell);
    }
    Ok(())
}

/// The cells of a line in columns that may say whether it grants, including hidden ones, each
/// with the number of its grant column.
fn grant_cells<'l>(
    header: &'l Header,
    line: &'l SourceLine,
) -> impl Iterator<Item = (usize, &'l FileCell)> {
    let read = line.cells.iter().map(|cell| (cell, header.columns.get(&cell.column)));
    let hidden = line.hidden.iter().map(|cell| (cell, header.hidden.get(&cell.column)));
    read.chain(hidden).filter_map(|(cell, column)| match column {
        Some(SourceColumn::Grant(at)) => Some((*at, cell)),
        _ => None,
    })
}
