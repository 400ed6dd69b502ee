//! Collects what is read from a file: its companies as columns, its users by name, and its cells.
//! Companies are looked up at once, users at the end, in one pass over the database.

mod finish;
mod users;

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::rc::Rc;

use super::ambiguities::Ambiguities;
use super::apostrophes::Apostrophes;
use super::blank::BlankUsers;
use super::cell::{FileCell, Use};
use super::file_companies::{FileCompanies, HeadingMatch};
use super::grant_columns::GrantColumns;
use super::grant_line::GrantTarget;
use super::marks::FileSigns;
use super::parsed_file::{Mark, SourceName};
use super::problem::{self, Position, Problem, ProblemKind, Problems};
use super::source_column::SourceColumn;
use super::source_line::SourceLine;
use super::unknown::UnknownColumns;
use crate::domain::{Answer, Sign};
use crate::store::Store;

pub(super) struct Collector<'a> {
    store: &'a Store,
    companies: FileCompanies<'a>,
    pub(super) blank: BlankUsers<'a>,
    apostrophes: Apostrophes,
    pub(super) unknown: UnknownColumns,
    names: Vec<SourceName>,
    name_of: HashMap<Rc<str>, u32>,
    marks: Vec<Mark>,
    signs: FileSigns,
    /// The fields of pairs other than the user and the company.
    grants: GrantColumns,
    /// Whether grants that the file does not have are revoked.
    pub(super) mirrors: bool,
    /// For each entry of JSON, the number of its companies.
    partial: Vec<(u32, u64, usize)>,
    ambiguities: Ambiguities,
    /// Whether every user has at most one line.
    one_line_each: bool,
    problems: Problems,
    notes: Vec<String>,
    ignored: Vec<String>,
    sheet: Option<String>,
    unit: &'static str,
    /// The users of hidden lines.
    hidden: HashSet<String>,
    /// Whether the file has lines or entries of users, whether or not they are known.
    has_entries: bool,
}

impl<'a> Collector<'a> {
    pub(super) fn new(store: &'a Store) -> Self {
        Self {
            store,
            companies: FileCompanies::new(store),
            blank: BlankUsers::new(store),
            apostrophes: Apostrophes::PartOfNames,
            unknown: UnknownColumns::default(),
            names: Vec::new(),
            name_of: HashMap::new(),
            marks: Vec::new(),
            signs: FileSigns::default(),
            grants: GrantColumns::default(),
            mirrors: false,
            partial: Vec::new(),
            ambiguities: Ambiguities::default(),
            one_line_each: false,
            problems: Problems::default(),
            notes: Vec::new(),
            ignored: Vec::new(),
            sheet: None,
            unit: "line",
            hidden: HashSet::new(),
            has_entries: false,
        }
    }

    /// Positions are in this sheet from now on.
    pub(super) fn in_sheet(&mut self, name: &str) {
        self.sheet = Some(name.into());
    }

    /// Positions are entries from now on.
    pub(super) fn in_entries(&mut self) {
        self.unit = "entry";
    }

    /// Uses the spelling of names that these headings imply.
    pub(super) fn written(&mut self, headings: &SourceLine) {
        self.apostrophes = Apostrophes::of(headings, self.sheet.is_some());
    }

    /// Adds a note for the user.
    pub(super) fn note(&mut self, note: String) {
        self.notes.push(note);
    }

    /// Notes columns that are ignored.
    pub(super) fn ignore(&mut self, headings: &[&str]) {
        for heading in headings {
            if !self.ignored.iter().any(|known| known == heading) {
                self.ignored.push((*heading).to_owned());
            }
        }
    }

    pub(super) fn problem(
        &mut self,
        (line, column): (u64, Option<u32>),
        kind: ProblemKind,
        sentence: String,
    ) {
        let position = self.position(line, column);
        self.problems.push(Problem { position, kind, sentence });
    }

    /// Records a line that cannot be read: its user and its cells are unknown.
    pub(super) fn unreadable(&mut self, line: u64, sentence: String) {
        self.ambiguities.unreadable.get_or_insert(line);
        self.problem((line, None), ProblemKind::UnreadableLine, sentence);
    }

    /// The line of a user that ends before a column of a company. In a mirror import it is skipped.
    pub(super) fn short_line(&mut self, name: u32, line: u64) {
        self.ambiguities.short_line.insert(name);
        let sentence = "the line has fewer cells than there are headings: missing cells are not \
                        empty cells. The user is unchanged";
        self.problem((line, None), ProblemKind::ShortLine, sentence.into());
    }

    /// The line of a user with a value beyond the last heading: its cells may have shifted. It is
    /// skipped, and in a mirror import the user does not change.
    pub(super) fn long(&mut self, name: u32, (line, cell): (u64, &FileCell)) {
        self.ambiguities.short_line.insert(name);
        let text = cell.text.trim();
        let sentence = format!(
            "the line has more cells than there are headings: “{text}” may belong to another \
             column. The user is unchanged"
        );
        self.problem((line, Some(cell.column)), ProblemKind::NoHeading, sentence);
    }

    /// An entry of a user that has fields for so many companies, and no list of them.
    pub(super) fn partial(&mut self, name: u32, entry: u64, companies: usize) {
        if self.mirrors {
            self.partial.push((name, entry, companies));
        }
    }

    /// The last line ends early, and no line break ends it.
    pub(super) fn note_truncated_file(&mut self, line: u64) {
        self.note(format!(
            "line {line}, the last, has fewer cells than there are headings and no line break: the \
             file may have been cut off"
        ));
    }

    /// A position of the file.
    pub(super) fn position(&self, line: u64, column: Option<u32>) -> Position {
        problem::position(self.sheet.as_ref(), self.unit, line, column)
    }

    /// Whether a heading names a company, or several.
    pub(super) fn names_company(&self, heading: &FileCell) -> bool {
        self.companies.names_company(self.apostrophes, heading)
    }

    /// Whether a heading may name a company, or several, however names are written.
    pub(super) fn may_name_company(&self, heading: &FileCell) -> bool {
        self.companies.may_name_company(heading)
    }

    /// The sheet that is being read.
    pub(super) fn sheet(&self) -> Option<&str> {
        self.sheet.as_deref()
    }

    /// An entry of JSON has a field that is known.
    pub(super) fn note_entry(&mut self) {
        self.has_entries = true;
    }

    /// The column of a matrix under a heading.
    pub(super) fn column(&mut self, heading: &FileCell, line: u64) -> SourceColumn {
        let at = (line, Some(heading.column));
        if let Some(why) = heading.unusable(Use::Find).filter(|_| !heading.is_blank()) {
            let sentence = format!("the heading {why}; the column is skipped");
            // This explains why no company may be recognized.
            self.has_entries = true;
            self.problem(at, ProblemKind::BadValue, sentence);
            return SourceColumn::LeftOut;
        }
        match self.companies.column(self.apostrophes, heading) {
            HeadingMatch::Column(column) => SourceColumn::Company(column),
            HeadingMatch::Problem(kind, sentence) => {
                self.problem(at, kind, sentence);
                SourceColumn::LeftOut
            }
            HeadingMatch::Unknown => {
                SourceColumn::Unknown(self.unknown.add(heading.text.trim(), at))
            }
        }
    }

    /// The column of a company that a line or an entry names. `skipped` is what is skipped if it is
    /// unknown.
    pub(super) fn company(
        &mut self,
        cell: &FileCell,
        tenant: Option<&FileCell>,
        (line, skipped): (u64, &str),
    ) -> Option<u32> {
        let problem = match self.companies.company(self.apostrophes, cell, tenant) {
            Ok(column) => return Some(column),
            Err(problem) => problem,
        };
        let wrong = tenant.filter(|_| problem.is_of_tenant).unwrap_or(cell);
        let sentence = format!("{}; {skipped} skipped", problem.why);
        self.problem((line, Some(wrong.column)), problem.kind, sentence);
        None
    }

    /// Adds a line or an entry that is one grant, or an incomplete one; returns the position of its
    /// mark.
    pub(super) fn pair(
        &mut self,
        (user, company): (Option<&FileCell>, Option<&FileCell>),
        tenant: Option<&FileCell>,
        line: u64,
    ) -> Option<usize> {
        self.ambiguities.pairs = true;
        let name = user.map(|user| self.user(user, line));
        let column = company.and_then(|company| self.company(company, tenant, (line, self.unit)));
        match (name, column) {
            (Some(name), Some(column)) => {
                self.mark(name, column, line);
                return Some(self.marks.len() - 1);
            }
            (Some(name), None) => self.has_unknown_company(name),
            (None, Some(column)) => drop(self.ambiguities.columns.insert(column)),
            (None, None) => drop(self.ambiguities.neither.get_or_insert(line)),
        }
        None
    }

    /// A column of pairs that may say whether a line grants.
    pub(super) fn grant_column(&mut self, heading: &FileCell, is_hidden: bool) -> SourceColumn {
        let at = self.grants.add(heading.text.trim(), Some(heading.column), is_hidden);
        SourceColumn::Grant(at)
    }

    /// A field of an entry that names no company.
    pub(super) fn unknown_field(&mut self, key: &str, mark: Option<Answer>, entry: u64) {
        let at = self.unknown.field(key, (entry, None));
        self.unknown.seen(at, mark);
    }

    /// Records the cell of a line in such a column, unless it is empty.
    pub(super) fn grant_cell(&mut self, at: usize, mark: Option<usize>, cell: &FileCell) {
        self.grants.record(at, mark, cell);
    }

    /// Records a field of a JSON pair other than the user and the company.
    pub(super) fn grant_field(&mut self, mark: Option<usize>, key: &str, cell: &FileCell) {
        let at = self.grants.field(key);
        self.grants.record(at, mark, cell);
    }

    /// Records a field of an entry with a list of companies; `marks` are those of the list.
    pub(super) fn grant_fields_of_list(
        &mut self,
        (name, marks): (u32, Range<usize>),
        fields: &[(String, FileCell)],
        entry: u64,
    ) {
        for (key, cell) in fields {
            let at = self.grants.field(key);
            let of = GrantTarget::List { marks: marks.clone(), name, line: entry };
            self.grants.record_list(at, of, cell);
        }
        self.grants.note_list(marks);
    }

    /// Records the cells of a matrix line in columns that may refuse its marks.
    pub(super) fn refusals_of_line<'c>(
        &mut self,
        (name, marks): (u32, Range<usize>),
        cells: impl Iterator<Item = (usize, &'c FileCell)>,
        line: u64,
    ) {
        for (at, cell) in cells.filter(|_| !marks.is_empty()) {
            let of = GrantTarget::List { marks: marks.clone(), name, line };
            self.grants.record_marks(at, of, cell);
        }
        self.grants.note_list(marks);
    }

    /// The number of marks read so far.
    pub(super) fn mark_count(&self) -> usize {
        self.marks.len()
    }

    /// Records an entry that is unclear about this user, or about its user.
    pub(super) fn unclear(&mut self, user: Option<&FileCell>, line: u64) {
        match user {
            Some(user) => {
                let name = self.user(user, line);
                self.is_unclear(name);
            }
            None => {
                self.ambiguities.unclear.get_or_insert(line);
            }
        }
    }

    /// Records that the companies of a user are unclear.
    pub(super) fn is_unclear(&mut self, name: u32) {
        self.ambiguities.unclear_names.insert(name);
    }

    /// Records that the user has an unknown company.
    pub(super) fn has_unknown_company(&mut self, name: u32) {
        self.ambiguities.names.insert(name);
    }

    /// Adds a cell that grants.
    pub(super) fn mark(&mut self, name: u32, column: u32, line: u64) {
        self.put(name, column, line, (true, None));
    }

    /// Adds a cell of the matrix with its meaning; `None` if it is not a valid mark.
    pub(super) fn cell(&mut self, name: u32, column: u32, (line, cell): (u64, &FileCell)) {
        match cell.mark() {
            Some(Answer::Yes) => self.mark(name, column, line),
            Some(Answer::No) => {}
            Some(Answer::Sign(sign)) => {
                self.signs.record(sign, &cell.text);
                self.put(name, column, line, (false, Some(sign)));
            }
            None => {
                self.keep_cell(name, column, line);
                let text = cell.text.trim();
                let company = self.company_prefix(column);
                let sentence = format!("{company}“{text}” is not a valid mark; cell unchanged");
                self.problem((line, Some(cell.column)), ProblemKind::BadMark, sentence);
            }
        }
    }

    /// Adds a cell that does not change.
    pub(super) fn keep_cell(&mut self, name: u32, column: u32, line: u64) {
        self.put(name, column, line, (false, None));
    }

    fn put(&mut self, name: u32, column: u32, line: u64, (grants, sign): (bool, Option<Sign>)) {
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        self.marks.push(Mark { name, column, grants, denies: false, sign, line });
    }

    /// The name of a cell's company, if its position does not show it.
    fn company_prefix(&self, column: u32) -> String {
        let is_entry = self.unit == "entry";
        if is_entry { format!("{}: ", self.companies.reference(column)) } else { String::new() }
    }
}
