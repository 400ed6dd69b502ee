//! JSON, as exported or made from other tables. Entries are read one at a time.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value};

use super::cell::{FileCell, Use};
use super::collector::Collector;
use super::encoding::Budget;
use super::entry::Entry;
use super::grant_words::{GrantHeading, RefusalHeading, action, may_decide};
use super::json_value::{
    COMPANIES, best, cell, contradiction, described, nested, structure, tenant,
};
use super::json_walk::{JsonPart, walk};
use super::source::{Source, too_much};
use super::wording::no_headings;
use super::{Import, Mode, ProblemKind};
use crate::domain::{Answer, JobProgress, Sign};
use crate::exchange::ExchangeError;
use crate::exchange::format::Heading;
use crate::store::StoreError;

pub(super) fn read(
    source: &Source,
    import: &Import,
    collector: &mut Collector<'_>,
    progress: &mut JobProgress<'_>,
) -> Result<(), ExchangeError> {
    let budget = Budget::new(import.limits.line);
    collector.mirrors = import.mode == Mode::Mirror;
    collector.in_entries();
    progress.begin(source.length());
    let mut reader = JsonReader {
        collector,
        progress,
        budget: budget.clone(),
        most_cells: import.limits.cells,
        cells: 0,
        entry: 0,
        answers: HashMap::new(),
    };
    let walked = walk(source, &import.limits, &budget, &mut |part, entry| match part {
        JsonPart::Entry => reader.entry(entry),
        JsonPart::Company => reader.covers(&entry.value),
    })?;
    for note in walked.notes {
        collector.note(note);
    }
    if walked.found { Ok(()) } else { Err(no_headings("the file")) }
}

struct JsonReader<'r, 'g, 'w> {
    collector: &'r mut Collector<'g>,
    progress: &'r mut JobProgress<'w>,
    budget: Budget,
    most_cells: u64,
    cells: u64,
    /// The number of the current entry.
    entry: u64,
    /// The marks that the entry has had so far for each company, and the name it used.
    answers: HashMap<u32, (Option<Answer>, String)>,
}

impl JsonReader<'_, '_, '_> {
    /// Reads an entry of an array.
    fn entry(&mut self, Entry { value, contradicted }: Entry) -> Result<(), ExchangeError> {
        self.entry += 1;
        if self.progress.advance(self.budget.renew()) {
            return Err(StoreError::Cancelled.into());
        }
        match value {
            Value::Object(fields) => {
                self.cells += fields.len() as u64;
                self.object(fields, &contradicted);
            }
            value => {
                let sentence = format!("{}, not an object; entry skipped", described(&value));
                self.problem(ProblemKind::Incomplete, sentence);
            }
        }
        too_much("cells", self.cells, self.most_cells)
    }

    /// Adds a problem of the entry.
    fn problem(&mut self, kind: ProblemKind, sentence: String) {
        self.collector.problem((self.entry, None), kind, sentence);
    }

    /// An entry: a pair, or a user with companies.
    fn object(&mut self, fields: Map<String, Value>, contradicted: &[String]) {
        if fields.keys().any(|key| Heading::of(key) == Some(Heading::Company)) {
            self.collector.note_entry();
        }
        let contradicted = contradicted.first().cloned().or_else(|| contradiction(&fields));
        if let Some(field) = contradicted {
            return self.contradicts(&fields, &field);
        }
        let is_list = fields.contains_key(COMPANIES);
        let company = best(&fields, Heading::Company).filter(|_| !is_list);
        let Some(username) = best(&fields, Heading::Username).filter(|it| !it.text.is_empty())
        else {
            return self.no_user(&fields, company);
        };
        let is_nested = |meaning| nested(&fields, meaning);
        let misplaced = match company {
            None if !is_list => is_nested(Heading::Company)
                .map(|what| format!("{what}; put a list into “{COMPANIES}”; entry skipped")),
            None => None,
            Some(_) => is_nested(Heading::Tenant).map(|what| format!("{what}; entry skipped")),
        };
        if let Some(sentence) = misplaced {
            self.problem(ProblemKind::BadValue, sentence);
            let username = Some(&username).filter(|cell| cell.unusable(Use::Find).is_none());
            return self.collector.unclear(username, self.entry);
        }
        match company {
            Some(company) => self.pair(&username, &company, &fields),
            None if self.usable(&username, "username").is_some() => self.user(&username, fields),
            None => {}
        }
    }

    /// An entry that names no user.
    fn no_user(&mut self, fields: &Map<String, Value>, company: Option<FileCell>) {
        let nested = nested(fields, Heading::Username);
        let kind = if nested.is_some() { ProblemKind::BadValue } else { ProblemKind::Incomplete };
        let what = nested.unwrap_or_else(|| "an entry without a username".to_owned());
        self.problem(kind, format!("{what}; entry skipped"));
        let company = company.filter(|cell| !cell.is_blank() && cell.unusable(Use::Find).is_none());
        if company.is_some() || kind == ProblemKind::BadValue {
            let pair = (None, company.as_ref());
            self.collector.pair(pair, tenant(fields).as_ref(), self.entry);
        }
    }

    /// An entry that is one grant.
    fn pair(&mut self, username: &FileCell, company: &FileCell, fields: &Map<String, Value>) {
        let tenant = tenant(fields);
        let user = self.usable(username, "username");
        let company = if company.is_blank() {
            let sentence = "an entry without a company; entry skipped";
            self.problem(ProblemKind::Incomplete, sentence.to_owned());
            None
        } else {
            self.usable(company, "company")
        };
        let is_clear = tenant.iter().all(|it| self.usable(it, "tenant").is_some());
        let pair = (user, company.filter(|_| is_clear));
        let mark = self.collector.pair(pair, tenant.as_ref(), self.entry);
        for (key, value) in fields.iter().filter(|(key, _)| may_decide(key)) {
            self.collector.grant_field(mark, key, &cell_of(value));
        }
    }

    /// Removes and returns the fields that say whether a list of companies is
    /// granted: `"granted": "no"`, `"revoked": ["NYC"]`.
    fn take_grant_fields(&self, fields: &mut Map<String, Value>) -> Vec<(String, FileCell)> {
        // A field with an unknown name counts if it clearly refuses.
        let refuses = |key: &str, value: &Value| {
            let text = value.as_str().unwrap_or_default();
            action(text) == Some(false) || RefusalHeading::of(key).refuses(text)
        };
        let decides = |(key, value): &(&String, &Value)| {
            let says = GrantHeading::of(key);
            (matches!(says, GrantHeading::Decides | GrantHeading::Ends)
                || matches!(says, GrantHeading::Open | GrantHeading::MayEnd) && refuses(key, value))
                && may_decide(key)
                && !self.collector.names_company(&FileCell::text(0, *key))
        };
        let keys = fields.iter().filter(decides).map(|(key, _)| key.clone());
        let keys: Vec<String> = keys.collect();
        let removed = keys.into_iter().filter_map(|key| fields.remove_entry(&key));
        removed.map(|(key, value)| (key, cell_of(&value))).collect()
    }

    /// Skips an entry that contradicts itself; the cells that it may mean stay
    /// unchanged.
    fn contradicts(&mut self, fields: &Map<String, Value>, field: &str) {
        let sentence =
            format!("the field “{field}” has two values that differ; the entry is skipped");
        self.problem(ProblemKind::DuplicateColumn, sentence);
        let is_user = |key: &str| Heading::of(key) == Some(Heading::Username);
        let username = if is_user(field) { None } else { best(fields, Heading::Username) };
        let username = username.filter(|cell| cell.unusable(Use::Find).is_none());
        self.collector.unclear(username.as_ref(), self.entry);
    }

    /// A name, or `None` with a problem if the value is not usable as one.
    fn usable<'c>(&mut self, cell: &'c FileCell, what: &str) -> Option<&'c FileCell> {
        let Some(why) = cell.unusable(Use::Find) else {
            return Some(cell);
        };
        let sentence = format!("the {what} {why}; it is skipped");
        self.problem(ProblemKind::BadValue, sentence);
        None
    }

    /// An entry that is a user with companies, or with a field for each.
    fn user(&mut self, username: &FileCell, mut fields: Map<String, Value>) {
        let Some(name) = self.collector.user_of_line(username, self.entry) else {
            return;
        };
        self.answers.clear();
        let before = self.collector.mark_count();
        let grant_fields = self.take_grant_fields(&mut fields);
        let mut is_list = false;
        let mut seen = BTreeSet::new();
        match fields.remove(COMPANIES) {
            Some(Value::Array(companies)) => {
                is_list = true;
                self.list(name, companies);
            }
            Some(Value::Object(companies)) => seen.extend(self.marks(name, companies)),
            Some(Value::Null) | None => {}
            Some(value) => {
                is_list = true;
                self.collector.is_unclear(name);
                let sentence =
                    format!("“{COMPANIES}” is {}, not a list of companies", described(&value));
                self.problem(ProblemKind::Incomplete, sentence);
            }
        }
        fields.retain(|key, _| Heading::of(key).is_none());
        seen.extend(self.marks(name, fields));
        if !is_list {
            self.collector.partial(name, self.entry, seen.len());
        }
        let marks = before..self.collector.mark_count();
        self.collector.grant_fields_of_list((name, marks), &grant_fields, self.entry);
    }

    /// The list of a user's companies.
    fn list(&mut self, name: u32, companies: Vec<Value>) {
        self.cells += companies.len() as u64;
        for company in companies {
            if let Some(company) = cell(&company).filter(|cell| !cell.is_blank()) {
                self.company(name, &company, None);
            } else {
                self.collector.is_unclear(name);
                self.no_company(&company);
            }
        }
    }

    fn no_company(&mut self, value: &Value) {
        let what = described(value);
        let sentence = format!("the list of companies contains {what}, which is not a name");
        self.problem(ProblemKind::Incomplete, sentence);
    }

    /// Reads the fields that are companies with marks, and returns their columns.
    fn marks(&mut self, name: u32, fields: Map<String, Value>) -> Vec<u32> {
        let mut seen = Vec::new();
        for (key, value) in fields {
            let mark = cell(&value).unwrap_or_else(|| structure(&value));
            let company = FileCell::text(0, key);
            // An unknown company with a mark is reported as unknown.
            let grants = matches!(mark.mark(), Some(Answer::Yes | Answer::Sign(Sign::X)));
            if self.collector.names_company(&company) || grants {
                seen.extend(self.company(name, &company, Some(&mark)));
            } else {
                self.collector.unknown_field(&company.text, mark.mark(), self.entry);
            }
        }
        seen
    }

    /// A company of a user, with its mark; without a mark the name itself means a
    /// grant.
    fn company(&mut self, name: u32, company: &FileCell, mark: Option<&FileCell>) -> Option<u32> {
        if self.usable(company, "company").is_none() {
            self.collector.is_unclear(name);
            return None;
        }
        // The rest of the entry is still read.
        let what = if mark.is_some() { "field" } else { "company" };
        let Some(column) = self.collector.company(company, None, (self.entry, what)) else {
            self.collector.has_unknown_company(name);
            return None;
        };
        let answer = match mark.map_or(Some(Answer::Yes), FileCell::mark) {
            Some(Answer::Sign(Sign::X)) => Some(Answer::Yes),
            answer => answer,
        };
        let earlier = self.answers.insert(column, (answer, company.text.clone()));
        if let Some((_, called)) = earlier.filter(|(earlier, _)| *earlier != answer) {
            self.collector.keep_cell(name, column, self.entry);
            let sentence = format!(
                "“{}” and “{called}” are the same company and differ; cell unchanged",
                company.text
            );
            self.problem(ProblemKind::DuplicateColumn, sentence);
            return Some(column);
        }
        match mark {
            Some(mark) => self.collector.cell(name, column, (self.entry, mark)),
            None => self.collector.mark(name, column, self.entry),
        }
        Some(column)
    }

    /// One of the companies that the file covers.
    fn covers(&mut self, value: &Value) -> Result<(), ExchangeError> {
        if self.progress.advance(self.budget.renew()) {
            return Err(StoreError::Cancelled.into());
        }
        let named = match value {
            // The code in the same entry may be ambiguous.
            Value::Object(fields) => match fields.get("company") {
                Some(company) => (cell(company), None),
                None => (best(fields, Heading::Company), tenant(fields)),
            },
            value => (cell(value), None),
        };
        match named {
            (Some(company), _) if company.is_blank() => self.no_company(value),
            (Some(company), tenant) if self.usable(&company, "company").is_some() => {
                self.collector.company(&company, tenant.as_ref(), (0, "company"));
            }
            (Some(_), _) => {}
            (None, _) => self.no_company(value),
        }
        Ok(())
    }
}

/// A value that may say whether a pair or a list is granted, as a cell. An empty list counts as an
/// empty cell.
fn cell_of(value: &Value) -> FileCell {
    let is_empty =
        value.as_array().is_some_and(Vec::is_empty) || value.as_object().is_some_and(Map::is_empty);
    if is_empty { FileCell::text(0, "") } else { cell(value).unwrap_or_else(|| structure(value)) }
}
