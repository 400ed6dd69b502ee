//! What was read so far: the companies of the file as columns, its users by
//! name, and its cells. Companies are found at once, users at the end, all in
//! one walk over the database.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::ambiguities::Ambiguities;
use super::blank::BlankUsers;
use super::cell::{Cell, Use};
use super::form::Form;
use super::marks::{self, FileSigns};
use super::not_read;
use super::parsed_file::{Mark, ParsedFile, SourceName, repeated};
use super::problem::{self, Position, Problem, ProblemKind, Problems};
use super::table::SourceLine;
use super::unknown::{Unknown, UnknownColumns};
use super::values::{ValueColumns, Verdict};
use crate::domain::lookalike::typed;
use crate::domain::{Answer, Company, Sign};
use crate::exchange::companies::{CompanyColumns, CompanyMatch};
use crate::store::{Store, StoreError};

/// So many companies are named where several answer to a name.
const CANDIDATES: usize = 5;

/// What a column of a matrix is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SourceColumn {
    /// A company, by its column in the sheet.
    Company(u32),
    /// Nobody knows yet: the cells will tell.
    Unknown(usize),
    /// It may say whether a pair grants.
    Value(usize),
    /// It is of no use here, or was a problem.
    LeftOut,
}

pub(super) struct Collector<'a> {
    store: &'a Store,
    all: &'a [Company],
    known: CompanyColumns<'a>,
    pub(super) blank: BlankUsers<'a>,
    form: Form,
    /// The place of the company of each column.
    columns: Vec<usize>,
    /// Where it is in the file.
    in_file: Vec<Option<u32>>,
    column_of: HashMap<usize, u32>,
    /// Companies with several columns: nobody knows which of them counts.
    disputed: HashSet<usize>,
    pub(super) unknown: UnknownColumns,
    /// What pairs and JSON called companies before.
    called: HashMap<(String, String), Option<u32>>,
    names: Vec<SourceName>,
    name_of: HashMap<Rc<str>, u32>,
    marks: Vec<Mark>,
    signs: FileSigns,
    /// What pairs say beside the user and the company.
    values: ValueColumns,
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
        let all = store.companies();
        Self {
            store,
            all,
            known: CompanyColumns::new(all),
            blank: BlankUsers::new(store),
            form: Form::Plain,
            columns: Vec::new(),
            in_file: Vec::new(),
            column_of: HashMap::new(),
            disputed: HashSet::new(),
            unknown: UnknownColumns::default(),
            called: HashMap::new(),
            names: Vec::new(),
            name_of: HashMap::new(),
            marks: Vec::new(),
            signs: FileSigns::default(),
            values: ValueColumns::default(),
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
        self.form = Form::of(headings, self.sheet.is_some());
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
    pub(super) fn long(&mut self, name: u32, (line, cell): (u64, &Cell)) {
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

    /// Under a mirror, an entry without the fields that others have is a problem:
    /// a missing field does not say that there is no grant.
    fn spare_partial(&mut self) {
        let all = self.columns.len();
        for (name, entry, companies) in std::mem::take(&mut self.partial) {
            if companies < all || companies == 0 {
                self.ambiguities.short.insert(name);
                let sentence = format!(
                    "the entry has fields for {companies} of {all} companies, and no list of \
                     companies. Nothing of this user is revoked"
                );
                self.problem((entry, None), ProblemKind::ShortLine, sentence);
            }
        }
    }

    /// The last line ends early, and no line break ends it.
    pub(super) fn cut_off(&mut self, line: u64) {
        self.note(format!(
            "line {line}, the last, has fewer cells than there are headings and no line break: the \
             file may have been cut off"
        ));
    }

    /// A place of the file.
    pub(super) fn place(&self, line: u64, column: Option<u32>) -> Position {
        problem::place(self.sheet.as_ref(), self.unit, line, column)
    }

    /// Whether a heading names a company, or several.
    pub(super) fn knows(&self, heading: &Cell) -> bool {
        self.find(heading, None) != CompanyMatch::Nobody
    }

    /// Whether a heading may name a company, or several, however names are written.
    pub(super) fn may_know(&self, heading: &Cell) -> bool {
        let (text, other) = Form::Unknown.readings(&heading.text);
        let knows = |text: &str| self.known.find(text) != CompanyMatch::Nobody;
        heading.unusable(Use::Find).is_none() && (knows(text) || other.is_some_and(knows))
    }

    /// The sheet that is being read.
    pub(super) fn sheet(&self) -> Option<&str> {
        self.sheet.as_deref()
    }

    /// The user of a line that is hidden, and not read.
    pub(super) fn hidden_user(&mut self, cell: &Cell, line: u64) {
        if self.hidden.insert(cell.text.clone()) {
            let text = cell.text.as_str().into();
            let place = (line, Some(cell.column));
            self.names.push(SourceName { text, place, repeated: false, is_hidden: true });
        }
    }

    /// An entry of JSON has a field that is known.
    pub(super) fn has_entry(&mut self) {
        self.has_entries = true;
    }

    /// Whether anything of the file is known, or it is said why not: a username
    /// alone is nothing to import.
    pub(super) fn is_recognized(&self) -> bool {
        self.has_entries || !self.columns.is_empty() || self.problems.explain_no_company()
    }

    /// Whether a cell is a username.
    pub(super) fn is_user(&self, cell: &Cell) -> Result<bool, StoreError> {
        match self.store.find_user(cell.text.trim()) {
            Err(StoreError::NoSuchUser { .. }) => Ok(false),
            Err(StoreError::AmbiguousUser { .. }) => Ok(true),
            found => found.map(|_| true),
        }
    }

    /// The column of a matrix under a heading.
    pub(super) fn column(&mut self, heading: &Cell, line: u64) -> SourceColumn {
        let at = (line, Some(heading.column));
        if let Some(why) = heading.unusable(Use::Find).filter(|_| !heading.is_blank()) {
            let sentence = format!("the heading {why}; the column is skipped");
            // It tells why no company may be recognized.
            self.has_entries = true;
            self.problem(at, ProblemKind::BadValue, sentence);
            return SourceColumn::LeftOut;
        }
        match self.find(heading, None) {
            CompanyMatch::One(company) if !self.column_of.contains_key(&company) => {
                SourceColumn::Company(self.cover(company, heading.column))
            }
            CompanyMatch::One(company) => {
                let code = &self.all[company].code;
                let sentence = format!("{code} has a column already; both are skipped");
                self.disputed.insert(company);
                self.problem(at, ProblemKind::DuplicateColumn, sentence);
                SourceColumn::LeftOut
            }
            CompanyMatch::Several(several) => {
                let sentence = self.ambiguous(heading.text.trim(), &several, "column");
                self.problem(at, ProblemKind::AmbiguousCompany, sentence);
                SourceColumn::LeftOut
            }
            CompanyMatch::Nobody => {
                SourceColumn::Unknown(self.unknown.add(heading.text.trim(), at))
            }
        }
    }

    /// The column of a company that a line or an entry names.
    pub(super) fn company(&mut self, cell: &Cell, tenant: Option<&Cell>, line: u64) -> Option<u32> {
        let key = (cell.text.clone(), tenant.map_or_else(String::new, |cell| cell.text.clone()));
        let column = match self.called.get(&key) {
            Some(known) => *known,
            None => match self.find(cell, tenant) {
                CompanyMatch::One(company) => Some(self.cover(company, cell.column)),
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
            (CompanyMatch::Several(several), _) => {
                let sentence = self.ambiguous(text, &several, unit);
                (cell.column, ProblemKind::AmbiguousCompany, sentence)
            }
            (_, Some(tenant)) => {
                let name = tenant.text.trim();
                if self.of_tenant(tenant).is_some() {
                    let sentence =
                        format!("no company {} in {}; {unit} skipped", typed(text), typed(name));
                    (cell.column, ProblemKind::UnknownCompany, sentence)
                } else {
                    let sentence = format!("{}; {unit} skipped", self.known.unknown_tenant(name));
                    (tenant.column, ProblemKind::UnknownTenant, sentence)
                }
            }
            (_, None) => {
                let sentence = format!("{}; {unit} skipped", self.known.unknown(text));
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
        self.form = self.form.after(&text);
        self.names.push(SourceName {
            text: Rc::clone(&text),
            place,
            repeated: false,
            is_hidden: false,
        });
        self.name_of.insert(text, name);
        name
    }

    /// A line or an entry that is one grant, or the half of one; answers the place
    /// of its mark.
    pub(super) fn pair(
        &mut self,
        (user, company): (Option<&Cell>, Option<&Cell>),
        tenant: Option<&Cell>,
        line: u64,
    ) -> Option<usize> {
        self.ambiguities.pairs = true;
        let name = user.map(|user| self.user(user, line));
        let column = company.and_then(|company| self.company(company, tenant, line));
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
    pub(super) fn value_column(&mut self, heading: &str) -> SourceColumn {
        SourceColumn::Value(self.values.add(heading))
    }

    /// What a line says in such a column.
    pub(super) fn value(
        &mut self,
        at: usize,
        mark: Option<usize>,
        cell: Option<&Cell>,
        place: (u64, Option<u32>),
    ) {
        self.values.see(at, mark, cell, place);
    }

    /// What an entry says in fields beside the user and the company.
    pub(super) fn value_fields(
        &mut self,
        mark: Option<usize>,
        fields: &[(&str, Cell)],
        entry: u64,
    ) {
        let earlier = mark.unwrap_or(self.marks.len());
        let mut given = Vec::new();
        for (key, cell) in fields {
            let at = self.values.field(key, earlier);
            self.values.see(at, mark, Some(cell), (entry, None));
            given.push(at);
        }
        for at in (0..self.values.count()).filter(|at| !given.contains(at)) {
            self.values.see(at, mark, None, (entry, None));
        }
    }

    /// Takes the grant from each pair that says no, or does not say clearly yes.
    fn decide_values(&mut self) {
        let (deciding, others) = self.values.take();
        self.ignore(&others.iter().map(String::as_str).collect::<Vec<_>>());
        let mut unclear = Vec::new();
        for mut column in deciding {
            self.notes.extend(column.reading());
            let mut denied = 0;
            for line in column.take_lines() {
                match column.verdict(&line) {
                    Verdict::Grants => {}
                    Verdict::Denies => {
                        let mark = &mut self.marks[line.mark];
                        (mark.grants, mark.denies) = (false, true);
                        denied += 1;
                    }
                    Verdict::Unclear(sentence) => {
                        unclear.push(line.mark);
                        let number = self.marks[line.mark].line.into();
                        self.problem((number, line.place.1), ProblemKind::BadMark, sentence);
                    }
                }
            }
            let (heading, unit) = (&column.heading, self.unit);
            let unit = match (unit, denied) {
                (_, 0) => continue,
                ("entry", 1) => "1 entry says",
                ("entry", _) => &format!("{denied} entries say"),
                (_, 1) => "1 line says",
                _ => &format!("{denied} lines say"),
            };
            let then = if self.mirrors {
                "a grant that is there is revoked"
            } else {
                "nothing is granted, and nothing is revoked (only a mirror revokes)"
            };
            self.note(format!("{unit} no in “{heading}”: {then}"));
        }
        for at in unclear {
            let mark = &mut self.marks[at];
            (mark.grants, mark.denies) = (false, false);
        }
    }

    /// An entry of which nobody knows what it says of this user, or of whom.
    pub(super) fn unclear(&mut self, user: Option<&Cell>, line: u64) {
        match user {
            Some(user) => {
                let name = self.user(user, line);
                self.lacks_company(name);
            }
            None => {
                self.ambiguities.neither.get_or_insert(line);
            }
        }
    }

    /// The file gives the user a company, but it is not clear which.
    pub(super) fn lacks_company(&mut self, name: u32) {
        self.ambiguities.names.insert(name);
    }

    /// A cell that grants.
    pub(super) fn mark(&mut self, name: u32, column: u32, line: u64) {
        self.put(name, column, line, (true, None));
    }

    /// A cell of the matrix, with what it says; `None` if it is not a valid mark.
    pub(super) fn cell(&mut self, name: u32, column: u32, (line, cell): (u64, &Cell)) {
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

    /// Names the company of a cell where its place does not.
    fn beside(&self, column: u32) -> String {
        let reference = || self.known.reference(self.columns[column as usize]);
        if self.unit == "entry" { format!("{}: ", reference()) } else { String::new() }
    }

    /// Gives each sign its meaning, now that all of the file are known. A cell
    /// whose sign could mean either is a problem, and stays as it is.
    fn decide_signs(&mut self) {
        if let Some(reading) = self.signs.reading() {
            self.note(reading);
        }
        let mut marks = std::mem::take(&mut self.marks);
        marks.retain_mut(|mark| {
            let Some(sign) = mark.sign.take() else {
                return true;
            };
            let meaning = self.signs.meaning(sign);
            mark.grants = meaning == Some(true);
            if meaning.is_none() {
                let company = self.beside(mark.column);
                let sentence = marks::ambiguous(&company, self.signs.text(sign));
                let place = (mark.line.into(), self.in_file[mark.column as usize]);
                self.problem(place, ProblemKind::AmbiguousMark, sentence);
            }
            meaning != Some(false)
        });
        self.marks = marks;
    }

    /// The column of a company, a new one if it has none.
    fn cover(&mut self, company: usize, in_file: u32) -> u32 {
        let next = u32::try_from(self.columns.len()).unwrap_or(u32::MAX);
        *self.column_of.entry(company).or_insert_with(|| {
            self.columns.push(company);
            self.in_file.push(Some(in_file));
            next
        })
    }

    /// Whom a text names, or may name.
    fn find(&self, cell: &Cell, tenant: Option<&Cell>) -> CompanyMatch {
        let within = match tenant.map(|tenant| self.of_tenant(tenant)) {
            Some(None) => return CompanyMatch::Nobody,
            within => within.flatten(),
        };
        let find = |text: &str| match &within {
            Some(within) => self.known.find_among(text, within),
            None => self.known.find(text),
        };
        let (text, other) = self.form.readings(&cell.text);
        match other {
            Some(other) => find(text).or(find(other)),
            None => find(text),
        }
    }

    /// The companies of a tenant; `None` if nobody knows it.
    fn of_tenant(&self, cell: &Cell) -> Option<Vec<usize>> {
        let (text, other) = self.form.readings(&cell.text);
        let found = [Some(text), other].into_iter().flatten();
        let found: Vec<&[usize]> = found.filter_map(|text| self.known.of_tenant(text)).collect();
        let mut places = found.concat();
        places.sort_unstable();
        places.dedup();
        (!found.is_empty()).then_some(places)
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
        let kept = self.columns.iter().map(|company| !self.disputed.contains(company));
        let kept: Vec<bool> = kept.collect();
        let mut is_kept = kept.iter();
        self.columns.retain(|_| is_kept.next() == Some(&true));
        let mut is_kept = kept.iter();
        self.in_file.retain(|_| is_kept.next() == Some(&true));
    }

    fn ambiguous(&self, text: &str, several: &[usize], what: &str) -> String {
        let count = several.len();
        let names: Vec<String> =
            several.iter().take(CANDIDATES).map(|at| typed(&self.known.reference(*at))).collect();
        let more = if count > CANDIDATES { ", …" } else { "" };
        let (text, names) = (typed(text), names.join(", "));
        format!("“{text}” names {count} companies: {names}{more}; {what} skipped")
    }

    /// Ends the reading.
    pub(super) fn finish(mut self) -> ParsedFile {
        self.spare_partial();
        self.decide_values();
        self.leave_disputed();
        self.decide_signs();
        for Unknown { heading, place, marked, signs } in self.unknown.take() {
            // A sign that means nothing in this file marks nothing.
            let marked = marked || signs.iter().any(|it| self.signs.meaning(*it) == Some(true));
            if marked && heading.is_empty() {
                let sentence = "marks in a column without a heading; column skipped";
                self.problem(place, ProblemKind::UnknownCompany, sentence.into());
            } else if marked {
                let sentence = format!("{}; column skipped", self.known.unknown(&heading));
                self.problem(place, ProblemKind::UnknownCompany, sentence);
            } else if !heading.is_empty() {
                self.ignore(&[&heading]);
            }
        }
        if !self.ignored.is_empty() {
            self.notes.push(not_read("columns", &self.ignored));
        }
        ParsedFile {
            companies: self.columns.iter().map(|at| self.all[*at].id.clone()).collect(),
            references: self.columns.iter().map(|at| self.known.reference(*at)).collect(),
            places: self.columns,
            in_file: self.in_file,
            names: self.names,
            form: self.form,
            marks: self.marks,
            ambiguities: self.ambiguities,
            one_line_each: self.one_line_each,
            problems: self.problems,
            notes: self.notes,
            sheet: self.sheet,
            unit: self.unit,
            has_entries: self.has_entries,
        }
    }
}
