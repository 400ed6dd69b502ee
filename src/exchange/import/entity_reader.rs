//! Reads the lines of a table of users or companies: finds the headings, and makes a
//! draft of each line below them.

use std::collections::{HashMap, HashSet};

use super::Position;
use super::apostrophes::Apostrophes;
use super::cell::{FileCell, Use};
use super::entity_file::EntityFile;
use super::headings::{self, HEAD, HeadingFit, Rate, Score, TableScore};
use super::marks::FileSigns;
use super::problem;
use super::source::too_much;
use super::source_line::SourceLine;
use super::stacked::{StackedTables, TablePart};
use super::table::Lines;
use super::wording::{not_read, part_searched};
use crate::domain::{Answer, Draft, Field, FieldProblem};
use crate::exchange::ExchangeError;
use crate::exchange::format::word;
use crate::filter::Axis;
use crate::store::{ImportLine, ImportProblem};

/// Users or companies that are being read.
pub(super) struct EntityReader {
    pub(super) axis: Axis,
    /// Fields of this database only.
    columns: Vec<Field>,
    file: EntityFile,
    most_cells: u64,
    cells: u64,
    header: Option<EntityHeader>,
    apostrophes: Apostrophes,
    /// Lines before the headings are known.
    above: Vec<SourceLine>,
    /// Whether a heading or a field of JSON is the key.
    pub(super) has_key: bool,
    headings: Headings,
    stacked: StackedTables,
}

/// What the columns of a table are, counted from 0.
struct EntityHeader {
    fields: HashMap<u32, Field>,
    /// Those that have a heading, whether or not it is used.
    headed: HashSet<u32>,
    /// The hidden column that says who is active.
    hidden_active: Option<u32>,
}

/// What the headings or the fields of JSON show about a file.
#[derive(Default)]
pub(super) struct Headings {
    /// Whether there is a field in addition to the key.
    pub(super) has_more: bool,
    /// Whether one says “home company”, not only “company”.
    pub(super) names_home: bool,
    /// Those that are ignored.
    pub(super) ignored: Vec<String>,
}

impl EntityReader {
    pub(super) fn new(axis: Axis, columns: Vec<Field>, most_cells: u64) -> Self {
        Self {
            axis,
            columns,
            file: EntityFile { unit: "line", ..EntityFile::default() },
            most_cells,
            cells: 0,
            header: None,
            apostrophes: Apostrophes::PartOfNames,
            above: Vec::new(),
            has_key: false,
            headings: Headings::default(),
            stacked: StackedTables::default(),
        }
    }

    /// Lines are entries from now on.
    pub(super) fn in_entries(&mut self) {
        self.file.unit = "entry";
    }

    /// The meaning of a heading; `None` if it is not a field here.
    fn field(&self, heading: &str) -> Option<Field> {
        let fields = match self.axis {
            Axis::Users => Field::OF_USER,
            Axis::Companies => Field::OF_COMPANY,
        };
        let own = || self.columns.iter().find(|it| word(it.word()) == word(heading));
        Field::headed(fields, &word(heading)).or_else(|| own().copied())
    }

    /// The field of a heading of the file; also records the heading.
    pub(super) fn heading(&mut self, heading: &str) -> Option<Field> {
        let field = self.field(heading);
        match field {
            Some(field) if field == self.key() => self.has_key = true,
            Some(field) => {
                self.headings.has_more = true;
                self.headings.names_home |=
                    field == Field::Home && word(heading).starts_with("home");
            }
            None => self.ignore(heading),
        }
        field
    }

    /// Notes a heading that is ignored.
    fn ignore(&mut self, heading: &str) {
        let ignored = &mut self.headings.ignored;
        if !ignored.iter().any(|known| known == heading) {
            ignored.push(heading.to_owned());
        }
    }

    /// What all headings show.
    pub(super) fn take_headings(&mut self) -> Headings {
        std::mem::take(&mut self.headings)
    }

    /// The field that identifies a line.
    pub(super) fn key(&self) -> Field {
        match self.axis {
            Axis::Users => Field::Username,
            Axis::Companies => Field::Code,
        }
    }

    /// Counts the cells of a line.
    ///
    /// # Errors
    /// [`ExchangeError::TooMuch`].
    pub(super) fn count(&mut self, cells: usize) -> Result<(), ExchangeError> {
        self.cells += cells as u64;
        too_much("cells", self.cells, self.most_cells)
    }

    /// Adds a problem of a field of a line.
    pub(super) fn problem(&mut self, line: u64, problem: FieldProblem) {
        self.file.problems.push(ImportProblem { line, problem });
    }

    /// Adds a problem of a line as a whole.
    fn line_problem(&mut self, line: u64, why: impl Into<String>) {
        let problem = FieldProblem::new(self.key(), why);
        self.problem(line, problem);
    }

    /// Adds a line about a user or a company.
    pub(super) fn add(&mut self, line: u64, draft: Draft, uncovered: Option<String>) {
        self.file.lines.push(ImportLine { line, draft, uncovered });
    }

    /// Finds the headings among the first lines, and reads what is below them.
    ///
    /// # Errors
    /// [`ExchangeError::NoHeadings`], [`ExchangeError::TwoColumns`],
    /// [`ExchangeError::BadHeading`].
    fn begin(&mut self) -> Result<(), ExchangeError> {
        let lines = std::mem::take(&mut self.above);
        let Some(found) = headings::best(&lines, self) else {
            return Err(self.no_headings(&part_searched(self.file.sheet.as_deref())));
        };
        let header = self.read_headings(&found.line)?;
        self.apostrophes = Apostrophes::of(&found.line, self.file.sheet.is_some());
        self.file.columns = header.fields.iter().map(|(at, field)| (*field, *at)).collect();
        self.stacked.begin(&found.line);
        for line in lines.into_iter().filter(|line| line.number > found.line.number) {
            self.below(&header, &line);
        }
        self.header = Some(header);
        Ok(())
    }

    /// The fields of a line of headings.
    ///
    /// # Errors
    /// [`ExchangeError::TwoColumns`], [`ExchangeError::BadHeading`].
    fn read_headings(&mut self, line: &SourceLine) -> Result<EntityHeader, ExchangeError> {
        let broken = line.cells.iter().find(|cell| cell.is_broken());
        if let Some((cell, why)) = broken.and_then(|it| Some((it, it.unusable(Use::Find)?))) {
            return Err(ExchangeError::BadHeading {
                position: self.position(line, cell).into(),
                why,
            });
        }
        let known = line.cells.iter().filter_map(|cell| Some((cell, self.field(&cell.text)?)));
        let known: Vec<(&FileCell, Field)> = known.collect();
        let mut fields: HashMap<u32, Field> = HashMap::new();
        for (cell, field) in &known {
            let same = known.iter().filter(|(_, other)| other == field).map(|(cell, _)| *cell);
            let same: Vec<&FileCell> = same.collect();
            // A column of names adds nothing to a column of codes.
            let coded = same.iter().filter(|cell| word(&cell.text).ends_with("code"));
            let coded: Vec<&FileCell> = coded.copied().collect();
            match (&same[..], &coded[..]) {
                ([_], _) => drop(fields.insert(cell.column, *field)),
                ([_, _], [one]) if matches!(field, Field::Home | Field::Tenant) => {
                    fields.insert(one.column, *field);
                }
                ([first, second, ..], _) => {
                    return Err(ExchangeError::TwoColumns {
                        position: self.position(line, second).into(),
                        heading: second.text.trim().to_owned(),
                        first: self.position(line, first).into(),
                    });
                }
                ([], _) => {}
            }
        }
        for cell in &line.cells {
            if fields.contains_key(&cell.column) {
                self.heading(&cell.text);
            } else {
                self.ignore(&cell.text);
            }
        }
        let headings = line.cells.iter().filter(|cell| !cell.text.trim().is_empty());
        let headed = headings.map(|cell| cell.column).collect();
        let says_active = |cell: &&FileCell| self.field(&cell.text) == Some(Field::Active);
        let hidden_active = line.hidden.iter().find(says_active).map(|cell| cell.column);
        Ok(EntityHeader { fields, headed, hidden_active })
    }

    fn position(&self, line: &SourceLine, cell: &FileCell) -> Position {
        let EntityFile { sheet, unit, .. } = &self.file;
        problem::position(sheet.as_ref(), unit, line.number, Some(cell.column))
    }

    /// Gives the signs in the column of active users or companies their meaning from their
    /// counterparts; a line with one that could be either is a problem.
    fn decide_signs(&mut self) {
        let sign = |line: &ImportLine| match Answer::of(line.draft.get(Field::Active)?) {
            Some(Answer::Sign(sign)) => Some(sign),
            _ => None,
        };
        let mut signs = FileSigns::default();
        for line in &self.file.lines {
            if let Some(sign) = sign(line) {
                signs.record(sign, line.draft.get(Field::Active).unwrap_or_default());
            }
        }
        self.file.notes.extend(signs.reading());
        let problems = &mut self.file.problems;
        self.file.lines.retain_mut(|line| {
            let Some(sign) = sign(line) else {
                return true;
            };
            let Some(yes) = signs.meaning(sign) else {
                let text = line.draft.get(Field::Active).unwrap_or_default();
                let why = format!("is “{text}”, which could mean yes or no in this file");
                let problem = FieldProblem::new(Field::Active, why);
                problems.push(ImportProblem { line: line.line, problem });
                return false;
            };
            line.draft.set(Field::Active, if yes { "yes" } else { "no" });
            true
        });
    }

    /// Ends the reading; the columns that were ignored are noted.
    pub(super) fn finish(mut self, ignored: &[String]) -> EntityFile {
        self.decide_signs();
        if !ignored.is_empty() {
            self.file.notes.push(not_read("columns", ignored));
        }
        self.file
    }

    /// A line below the headings.
    fn below(&mut self, header: &EntityHeader, line: &SourceLine) {
        let first = line.cells.iter().find(|cell| !cell.is_blank());
        let may_be_headings = first.is_some_and(|cell| self.field(&cell.text).is_some())
            && self.rate_line(line).is_some_and(|score| score.columns > 1);
        match self.stacked.part(line, may_be_headings) {
            TablePart::Line => self.body(header, line),
            TablePart::Headings => {}
            TablePart::Other(sentence) => self.line_problem(line.number, sentence),
        }
    }

    /// A line of the table.
    fn body(&mut self, header: &EntityHeader, line: &SourceLine) {
        let mut beside = line.cells.iter().filter(|cell| !header.headed.contains(&cell.column));
        if let Some(cell) = beside.find(|cell| !cell.is_blank()) {
            let column = u64::from(cell.column) + 1;
            let text = cell.text.trim();
            let why = format!("has “{text}” beside it in column {column}, which has no heading");
            return self.line_problem(line.number, why);
        }
        if !line.is_ended && header.fields.keys().any(|column| line.lacks(*column)) {
            let why = "cannot be read: the file ends in the midst of the line, and may have been \
                       cut off";
            return self.line_problem(line.number, why);
        }
        let is_active = |cell: &&FileCell| Some(cell.column) == header.hidden_active;
        let hidden = line.hidden.iter().find(is_active).filter(|cell| !cell.is_blank());
        if let Some(cell) = hidden.filter(|cell| cell.mark() != Some(Answer::Yes)) {
            let text = cell.text.trim();
            let why = format!("is “{text}” in a hidden column, which is not read");
            return self.problem(line.number, FieldProblem::new(Field::Active, why));
        }
        let key = self.key();
        let mut draft = Draft::default();
        let mut uncovered = None;
        let mut is_usable = true;
        for cell in line.cells.iter().filter(|cell| !cell.is_blank()) {
            let Some(field) = header.fields.get(&cell.column) else {
                continue;
            };
            if let Some(why) = cell.unusable(used(*field)) {
                self.problem(line.number, FieldProblem::new(*field, why));
                is_usable = false;
                continue;
            }
            match self.apostrophes.readings(&cell.text) {
                // Spaces matter only where they distinguish names in the database.
                (text, other) if *field == key => {
                    draft.set(key, text);
                    uncovered = other.map(str::to_owned);
                }
                (text, other) => draft.set(*field, other.unwrap_or(text).trim()),
            }
        }
        if !draft.is_empty() && is_usable {
            self.add(line.number, draft, uncovered);
        }
    }
}

impl Rate for EntityReader {
    fn rate_line(&self, line: &SourceLine) -> Option<Score> {
        let known = line.cells.iter().filter_map(|cell| self.field(&cell.text));
        let known: HashSet<Field> = known.collect();
        let score = Score { fit: HeadingFit::Full, columns: known.len() };
        known.contains(&self.key()).then_some(score)
    }

    fn is_below(&self, headings: &SourceLine, line: &SourceLine) -> bool {
        let filled = |cell: &&FileCell| {
            line.cells.iter().any(|it| it.column == cell.column && !it.is_blank())
        };
        let fields = || headings.cells.iter().filter(|cell| self.field(&cell.text).is_some());
        fields().count() > 1 && fields().all(|cell| filled(&cell))
    }
}

impl Lines for EntityReader {
    fn in_sheet(&mut self, name: &str) {
        self.file.sheet = Some(name.to_owned());
        self.header = None;
        self.above.clear();
    }

    fn unreadable(&mut self, line: u64, sentence: String) {
        self.line_problem(line, format!("cannot be read: {sentence}"));
    }

    fn line(&mut self, line: SourceLine) -> Result<(), ExchangeError> {
        if line.is_hidden || line.cells.iter().all(FileCell::is_blank) {
            return Ok(());
        }
        self.count(line.cells.len())?;
        if let Some(header) = self.header.take() {
            self.below(&header, &line);
            self.header = Some(header);
            return Ok(());
        }
        self.above.push(line);
        if self.above.len() >= HEAD { self.begin() } else { Ok(()) }
    }

    fn end(&mut self) -> Result<(), ExchangeError> {
        if self.header.is_none() { self.begin() } else { Ok(()) }
    }

    fn rate(&self, head: &[SourceLine]) -> Option<TableScore> {
        headings::rate_table(head, self)
    }

    fn no_headings(&self, part_searched: &str) -> ExchangeError {
        let wanted = self.key().word().to_owned();
        ExchangeError::NoHeadings { part_searched: part_searched.to_owned(), wanted }
    }

    fn note(&mut self, note: String) {
        self.file.notes.push(note);
    }
}

/// The values that a field may have.
pub(super) fn used(field: Field) -> Use {
    match field {
        Field::Username | Field::Code | Field::Tenant | Field::Home => Use::Key,
        Field::Active => Use::YesOrNo,
        _ => Use::Text,
    }
}
