//! What was read so far: the companies of the file as columns, its users by
//! name, and its cells. Companies are found at once, users at the end, all in
//! one walk over the database.

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
    /// What pairs say beside the user and the company.
    grants: GrantColumns,
    /// Whether what the file does not grant is revoked.
    pub(super) mirrors: bool,
    /// Entries of JSON that say something of so many companies.
    partial: Vec<(u32, u64, usize)>,
    ambiguities: Ambiguities,
    /// Whether every user has one line.
    one_line_each: bool,
    problems: Problems,
    notes: Vec<String>,
    ignored: Vec<String>,
    sheet: Option<String>,
    unit: &'static str,
    /// The users of hidden lines.
    hidden: HashSet<String>,
    /// Whether the file has lines or entries of users, whatever they name.
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

    /// Places are in this sheet from now on.
    pub(super) fn in_sheet(&mut self, name: &str) {
        self.sheet = Some(name.into());
    }

    /// Places are entries from now on.
    pub(super) fn in_entries(&mut self) {
        self.unit = "entry";
    }

    /// Names are written as these headings tell.
    pub(super) fn written(&mut self, headings: &SourceLine) {
        self.apostrophes = Apostrophes::of(headings, self.sheet.is_some());
    }

    /// Something that a person should know.
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

    /// A line that cannot be read: whom it means, and what, nobody knows.
    pub(super) fn unreadable(&mut self, line: u64, sentence: String) {
        self.ambiguities.unreadable.get_or_insert(line);
        self.problem((line, None), ProblemKind::UnreadableLine, sentence);
    }

    /// The line of a user that ends before a column of a company. Under a mirror it
    /// is left out.
    pub(super) fn short(&mut self, name: u32, line: u64) {
        self.ambiguities.short.insert(name);
        let sentence = "the line has fewer cells than there are headings: missing cells are not \
                        empty cells. The user is unchanged";
        self.problem((line, None), ProblemKind::ShortLine, sentence.into());
    }

    /// The line of a user with a value beyond the last heading: its cells may have
    /// shifted. It is skipped, and under a mirror the user is left unchanged.
    pub(super) fn long(&mut self, name: u32, (line, cell): (u64, &FileCell)) {
        self.ambiguities.short.insert(name);
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
    pub(super) fn cut_off(&mut self, line: u64) {
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
    pub(super) fn knows(&self, heading: &FileCell) -> bool {
        self.companies.knows(self.apostrophes, heading)
    }

    /// Whether a heading may name a company, or several, however names are written.
    pub(super) fn may_know(&self, heading: &FileCell) -> bool {
        self.companies.may_know(heading)
    }

    /// The sheet that is being read.
    pub(super) fn sheet(&self) -> Option<&str> {
        self.sheet.as_deref()
    }

    /// An entry of JSON has a field that is known.
    pub(super) fn has_entry(&mut self) {
        self.has_entries = true;
    }

    /// The column of a matrix under a heading.
    pub(super) fn column(&mut self, heading: &FileCell, line: u64) -> SourceColumn {
        let at = (line, Some(heading.column));
        if let Some(why) = heading.unusable(Use::Find).filter(|_| !heading.is_blank()) {
            let sentence = format!("the heading {why}; the column is skipped");
            // It tells why no company may be recognized.
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

    /// The column of a company that a line or an entry names. `skipped` is what is left out
    /// if it is not one.
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

    /// A line or an entry that is one grant, or the half of one; returns the position
    /// of its mark.
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
            (Some(name), None) => self.lacks_company(name),
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

    /// What a line says in such a column, if it says something.
    pub(super) fn grant_cell(&mut self, at: usize, mark: Option<usize>, cell: &FileCell) {
        self.grants.see(at, mark, cell);
    }

    /// What a pair of JSON says in a field beside the user and the company.
    pub(super) fn grant_field(&mut self, mark: Option<usize>, key: &str, cell: &FileCell) {
        let at = self.grants.field(key);
        self.grants.see(at, mark, cell);
    }

    /// What an entry with a list of companies says beside it; `marks` are theirs.
    pub(super) fn grant_fields_of_list(
        &mut self,
        (name, marks): (u32, Range<usize>),
        fields: &[(String, FileCell)],
        entry: u64,
    ) {
        for (key, cell) in fields {
            let at = self.grants.field(key);
            let of = GrantTarget::List { marks: marks.clone(), name, line: entry };
            self.grants.see_list(at, of, cell);
        }
        self.grants.note_list(marks);
    }

    /// What a line of a matrix says beside its marks in columns that may refuse them.
    pub(super) fn refusals_of_line<'c>(
        &mut self,
        (name, marks): (u32, Range<usize>),
        cells: impl Iterator<Item = (usize, &'c FileCell)>,
        line: u64,
    ) {
        for (at, cell) in cells.filter(|_| !marks.is_empty()) {
            let of = GrantTarget::List { marks: marks.clone(), name, line };
            self.grants.see_marks(at, of, cell);
        }
        self.grants.note_list(marks);
    }

    /// How many marks were read.
    pub(super) fn mark_count(&self) -> usize {
        self.marks.len()
    }

    /// An entry of which nobody knows what it says of this user, or of whom.
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

    /// The file is not clear about the companies of a user.
    pub(super) fn is_unclear(&mut self, name: u32) {
        self.ambiguities.unclear_names.insert(name);
    }

    /// The file gives the user a company that is not known.
    pub(super) fn lacks_company(&mut self, name: u32) {
        self.ambiguities.names.insert(name);
    }

    /// A cell that grants.
    pub(super) fn mark(&mut self, name: u32, column: u32, line: u64) {
        self.put(name, column, line, (true, None));
    }

    /// A cell of the matrix, with what it says; `None` if it is not a valid mark.
    pub(super) fn cell(&mut self, name: u32, column: u32, (line, cell): (u64, &FileCell)) {
        match cell.mark() {
            Some(Answer::Yes) => self.mark(name, column, line),
            Some(Answer::No) => {}
            Some(Answer::Sign(sign)) => {
                self.signs.see(sign, &cell.text);
                self.put(name, column, line, (false, Some(sign)));
            }
            None => {
                self.leave(name, column, line);
                let text = cell.text.trim();
                let company = self.beside(column);
                let sentence = format!("{company}“{text}” is not a valid mark; cell unchanged");
                self.problem((line, Some(cell.column)), ProblemKind::BadMark, sentence);
            }
        }
    }

    /// A cell that stays as it is.
    pub(super) fn leave(&mut self, name: u32, column: u32, line: u64) {
        self.put(name, column, line, (false, None));
    }

    fn put(&mut self, name: u32, column: u32, line: u64, (grants, sign): (bool, Option<Sign>)) {
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        self.marks.push(Mark { name, column, grants, denies: false, sign, line });
    }

    /// Names the company of a cell where its position does not.
    fn beside(&self, column: u32) -> String {
        let is_entry = self.unit == "entry";
        if is_entry { format!("{}: ", self.companies.reference(column)) } else { String::new() }
    }
}
