//! What was read so far: the companies of the file as columns, its users by
//! name, and its cells. Companies are found at once, users at the end, all in
//! one walk over the database.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::problem::{Place, Problem, ProblemKind, Problems};
use super::table::Cell;
use crate::domain::{Company, CompanyId};
use crate::exchange::companies::{Companies, Named};

/// So many companies are named where several answer to a name.
const CANDIDATES: usize = 5;

/// What a column of a matrix is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// A company, by its column in the sheet.
    Company(u32),
    /// Nobody knows yet: the cells will tell.
    Unknown(usize),
    /// It is of no use here, or was a problem.
    LeftOut,
}

/// A column that no company answers to.
struct Unknown {
    heading: String,
    place: (u64, Option<u32>),
    /// Whether some cell holds a mark that grants.
    marked: bool,
}

/// A cell of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark {
    /// The user, by place among the names.
    pub(super) name: u32,
    pub(super) column: u32,
    /// Whether the cell grants; else it is left as it is.
    pub(super) grants: bool,
    pub(super) line: u32,
}

/// A user's name as it stands in the file, and where it stands first.
pub(super) struct Name {
    pub(super) text: Rc<str>,
    /// Whether an apostrophe was taken off.
    pub(super) uncovered: bool,
    pub(super) place: (u64, Option<u32>),
    /// Whether it has more lines than its one.
    pub(super) repeated: bool,
}

pub(super) struct Gather<'a> {
    all: &'a [Company],
    known: Companies<'a>,
    /// The place of the company of each column.
    columns: Vec<usize>,
    column_of: HashMap<usize, u32>,
    /// Companies with several columns: nobody knows which of them counts.
    disputed: HashSet<usize>,
    unknown: Vec<Unknown>,
    /// Those of them without a heading, by column.
    unheaded: HashMap<u32, usize>,
    /// What pairs and JSON called companies before.
    called: HashMap<(String, String), Option<u32>>,
    names: Vec<Name>,
    name_of: HashMap<Rc<str>, u32>,
    marks: Vec<Mark>,
    /// Whether every user has one line.
    one_line_each: bool,
    problems: Problems,
    notes: Vec<String>,
    ignored: Vec<String>,
    sheet: Option<String>,
    unit: &'static str,
}

/// All that was read.
pub(super) struct Gathered {
    pub(super) companies: Vec<CompanyId>,
    /// How to call the company of each column.
    pub(super) references: Vec<String>,
    pub(super) names: Vec<Name>,
    pub(super) marks: Vec<Mark>,
    pub(super) one_line_each: bool,
    pub(super) problems: Problems,
    pub(super) notes: Vec<String>,
    pub(super) sheet: Option<String>,
    pub(super) unit: &'static str,
}

impl<'a> Gather<'a> {
    pub(super) fn new(all: &'a [Company]) -> Self {
        Self {
            all,
            known: Companies::new(all),
            columns: Vec::new(),
            column_of: HashMap::new(),
            disputed: HashSet::new(),
            unknown: Vec::new(),
            unheaded: HashMap::new(),
            called: HashMap::new(),
            names: Vec::new(),
            name_of: HashMap::new(),
            marks: Vec::new(),
            one_line_each: false,
            problems: Problems::default(),
            notes: Vec::new(),
            ignored: Vec::new(),
            sheet: None,
            unit: "line",
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

    /// Something that a person should know.
    pub(super) fn note(&mut self, note: String) {
        self.notes.push(note);
    }

    /// These columns are of no use here.
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
        let place = self.place(line, column);
        self.problems.push(Problem { place, kind, sentence });
    }

    /// A place of the file.
    pub(super) fn place(&self, line: u64, column: Option<u32>) -> Place {
        place(self.sheet.as_ref(), self.unit, line, column)
    }

    /// Whether a heading names a company, or several.
    pub(super) fn knows(&self, heading: &Cell) -> bool {
        self.find(heading, None) != Named::Nobody
    }

    /// The column of a matrix under a heading.
    pub(super) fn column(&mut self, heading: &Cell, line: u64) -> Column {
        let at = (line, Some(heading.column));
        match self.find(heading, None) {
            Named::One(company) if !self.column_of.contains_key(&company) => {
                Column::Company(self.cover(company))
            }
            Named::One(company) => {
                let code = &self.all[company].code;
                let sentence = format!("{code} has a column already; both are left out");
                self.disputed.insert(company);
                self.problem(at, ProblemKind::DuplicateColumn, sentence);
                Column::LeftOut
            }
            Named::Several(several) => {
                let sentence = self.ambiguous(heading.text.trim(), &several, "column");
                self.problem(at, ProblemKind::AmbiguousCompany, sentence);
                Column::LeftOut
            }
            Named::Nobody => {
                let heading = heading.text.trim().to_owned();
                self.unknown.push(Unknown { heading, place: at, marked: false });
                Column::Unknown(self.unknown.len() - 1)
            }
        }
    }

    /// A cell of a column that no company answers to holds this.
    pub(super) fn seen_in_unknown(&mut self, at: usize, mark: Option<bool>) {
        self.unknown[at].marked |= mark == Some(true);
    }

    /// A cell of a column without a heading holds this.
    pub(super) fn seen_without_heading(&mut self, place: (u64, u32), mark: Option<bool>) {
        let (line, column) = place;
        let next = self.unknown.len();
        let at = *self.unheaded.entry(column).or_insert(next);
        if at == next {
            let (heading, place) = (String::new(), (line, Some(column)));
            self.unknown.push(Unknown { heading, place, marked: false });
        }
        self.seen_in_unknown(at, mark);
    }

    /// The column of a company that a line or an entry names.
    pub(super) fn company(&mut self, cell: &Cell, tenant: Option<&Cell>, line: u64) -> Option<u32> {
        let key = (cell.text.clone(), tenant.map_or_else(String::new, |cell| cell.text.clone()));
        let column = match self.called.get(&key) {
            Some(known) => *known,
            None => match self.find(cell, tenant) {
                Named::One(company) => Some(self.cover(company)),
                _ => None,
            },
        };
        if column.is_none() {
            self.not_one(cell, tenant, line);
        }
        self.called.insert(key, column);
        column
    }

    /// A line's company is nobody, or several.
    fn not_one(&mut self, cell: &Cell, tenant: Option<&Cell>, line: u64) {
        let (text, unit) = (cell.text.trim(), self.unit);
        let (column, kind, sentence) = match (self.find(cell, tenant), tenant) {
            (Named::Several(several), _) => {
                let sentence = self.ambiguous(text, &several, unit);
                (cell.column, ProblemKind::AmbiguousCompany, sentence)
            }
            (_, Some(tenant)) => {
                let name = tenant.text.trim();
                if self.of_tenant(tenant).is_some() {
                    let sentence = format!("no company {text} in {name}; the {unit} is left out");
                    (cell.column, ProblemKind::UnknownCompany, sentence)
                } else {
                    let sentence = format!("there is no tenant “{name}”; the {unit} is left out");
                    (tenant.column, ProblemKind::UnknownTenant, sentence)
                }
            }
            (_, None) => {
                let sentence = format!("no company answers to “{text}”; the {unit} is left out");
                (cell.column, ProblemKind::UnknownCompany, sentence)
            }
        };
        self.problem((line, Some(column)), kind, sentence);
    }

    /// The user of a line that is the user's only one; `None` if there was one
    /// before.
    pub(super) fn user_of_line(&mut self, cell: &Cell, line: u64) -> Option<u32> {
        self.one_line_each = true;
        if let Some(name) = self.name_of.get(cell.text.as_str()) {
            let known = &mut self.names[*name as usize];
            known.repeated = true;
            let sentence = repeated(cell.text.trim(), self.unit, known.place.0);
            self.problem((line, Some(cell.column)), ProblemKind::DuplicateLine, sentence);
            return None;
        }
        Some(self.user(cell, line))
    }

    /// The user of this name.
    pub(super) fn user(&mut self, cell: &Cell, line: u64) -> u32 {
        if let Some(name) = self.name_of.get(cell.text.as_str()) {
            return *name;
        }
        let text: Rc<str> = cell.text.as_str().into();
        let name = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        let place = (line, Some(cell.column));
        let (uncovered, repeated) = (cell.uncovered, false);
        self.names.push(Name { text: Rc::clone(&text), uncovered, place, repeated });
        self.name_of.insert(text, name);
        name
    }

    /// A cell that grants.
    pub(super) fn mark(&mut self, name: u32, column: u32, line: u64) {
        self.put(name, column, line, true);
    }

    /// A cell that stays as it is.
    pub(super) fn leave(&mut self, name: u32, column: u32, line: u64) {
        self.put(name, column, line, false);
    }

    fn put(&mut self, name: u32, column: u32, line: u64, grants: bool) {
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        self.marks.push(Mark { name, column, grants, line });
    }

    /// The column of a company, a new one if it has none.
    pub(super) fn cover(&mut self, company: usize) -> u32 {
        let next = u32::try_from(self.columns.len()).unwrap_or(u32::MAX);
        *self.column_of.entry(company).or_insert_with(|| {
            self.columns.push(company);
            next
        })
    }

    /// Whom a text names; with the apostrophe that was taken off, if not
    /// without.
    fn find(&self, cell: &Cell, tenant: Option<&Cell>) -> Named {
        let within = match tenant.map(|tenant| self.of_tenant(tenant)) {
            Some(None) => return Named::Nobody,
            within => within.flatten(),
        };
        let find = |text: &str| match within {
            Some(within) => self.known.find_among(text, within),
            None => self.known.find(text),
        };
        match find(&cell.text) {
            Named::Nobody if cell.uncovered => find(&format!("'{}", cell.text)),
            found => found,
        }
    }

    /// The companies of a tenant; `None` if nobody knows it.
    fn of_tenant(&self, cell: &Cell) -> Option<&[usize]> {
        let covered = || self.known.of_tenant(&format!("'{}", cell.text));
        let found = self.known.of_tenant(&cell.text);
        if cell.uncovered { found.or_else(covered) } else { found }
    }

    /// Takes the companies out whose columns are disputed: they are not
    /// covered, so that their cells stay as they are.
    fn leave_disputed(&mut self) {
        if self.disputed.is_empty() {
            return;
        }
        let mut next = 0;
        let mut place = |company: &usize| {
            let is_kept = !self.disputed.contains(company);
            next += u32::from(is_kept);
            is_kept.then(|| next - 1)
        };
        let places: Vec<Option<u32>> = self.columns.iter().map(&mut place).collect();
        self.marks.retain_mut(|mark| match places[mark.column as usize] {
            Some(column) => {
                mark.column = column;
                true
            }
            None => false,
        });
        self.columns.retain(|company| !self.disputed.contains(company));
    }

    fn ambiguous(&self, text: &str, several: &[usize], what: &str) -> String {
        let count = several.len();
        let names: Vec<String> =
            several.iter().take(CANDIDATES).map(|at| self.known.reference(*at)).collect();
        let more = if count > CANDIDATES { ", …" } else { "" };
        format!(
            "“{text}” names {count} companies: {}{more}; the {what} is left out",
            names.join(", ")
        )
    }

    /// Ends the reading.
    pub(super) fn finish(mut self) -> Gathered {
        self.leave_disputed();
        for Unknown { heading, place, marked } in std::mem::take(&mut self.unknown) {
            if marked && heading.is_empty() {
                let sentence = "marks below no heading; the column is left out";
                self.problem(place, ProblemKind::UnknownCompany, sentence.into());
            } else if marked {
                let sentence = format!("no company answers to “{heading}”; the column is left out");
                self.problem(place, ProblemKind::UnknownCompany, sentence);
            } else if !heading.is_empty() {
                self.ignore(&[&heading]);
            }
        }
        if !self.ignored.is_empty() {
            let note = format!("columns that were not read: {}", self.ignored.join(", "));
            self.notes.push(note);
        }
        Gathered {
            companies: self.columns.iter().map(|at| self.all[*at].id.clone()).collect(),
            references: self.columns.iter().map(|at| self.known.reference(*at)).collect(),
            names: self.names,
            marks: self.marks,
            one_line_each: self.one_line_each,
            problems: self.problems,
            notes: self.notes,
            sheet: self.sheet,
            unit: self.unit,
        }
    }
}

/// What is said of a user with several lines.
pub(super) fn repeated(user: &str, unit: &str, first: u64) -> String {
    format!("{user} stands in {unit} {first} already; the user's cells are left as they are")
}

/// A place of the file; columns count from 0 here, and from 1 there.
pub(super) fn place(
    sheet: Option<&String>,
    unit: &'static str,
    line: u64,
    column: Option<u32>,
) -> Place {
    let column = column.filter(|_| unit == "line").map(|column| column.saturating_add(1));
    Place { sheet: sheet.cloned(), unit, line, column }
}
