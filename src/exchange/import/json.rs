//! JSON: what this program writes, and what people make of their tables: an
//! array of entries, or an object with the companies and the users. Entries
//! are read one at a time.

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::io::BufReader;

use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::{Map, Value};

use super::cell::{Cell, CellKind, Use};
use super::collector::Collector;
use super::encoding::{self, Budget, Utf8};
use super::entry::{Entry, EntrySeed};
use super::source::{Source, too_much};
use super::{Import, Limits, Mode, ProblemKind, value_words};
use crate::domain::lookalike::folded;
use crate::domain::{Answer, JobProgress, Sign};
use crate::exchange::ExchangeError;
use crate::exchange::format::{Heading, PAIR_HEADINGS, word};
use crate::store::StoreError;

/// Fields with the companies of a user.
const COMPANIES: &str = "companies";

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
        said: HashMap::new(),
    };
    let found = walk(source, &import.limits, &budget, &mut |part, entry| match part {
        JsonPart::Entry => reader.entry(entry),
        JsonPart::Company => reader.covers(&entry.value),
    })?;
    if found && collector.is_recognized() {
        Ok(())
    } else {
        Err(super::no_headings(if found { "the entries" } else { "the file" }))
    }
}

/// Hands on each element of the file; false if there was no list of entries.
/// `budget` bounds the bytes of an element; who takes one in renews it.
pub(super) fn walk(
    source: &Source,
    limits: &Limits,
    budget: &Budget,
    take: &mut dyn FnMut(JsonPart, Entry) -> Result<(), ExchangeError>,
) -> Result<bool, ExchangeError> {
    let encoding = encoding::of(source)?;
    let text = Utf8::new(source.rewound()?, encoding, budget.clone());
    let mut stop = None;
    let mut take = |part, entry| {
        stop = take(part, entry).err();
        stop.is_none()
    };
    let mut json = serde_json::Deserializer::from_reader(BufReader::new(text));
    let read = Top(&mut take).deserialize(&mut json);
    let read = read.and_then(|found| json.end().map(|()| found));
    match read {
        Ok(found) => Ok(found),
        Err(_) if budget.is_spent() => {
            Err(ExchangeError::TooMuch { what: "bytes in an entry", most: limits.line })
        }
        Err(error) => Err(stop.unwrap_or_else(|| match error.io_error_kind() {
            Some(_) => source.fault(error.into()),
            None if error.is_data() => {
                ExchangeError::OtherJson { line: error.line(), column: error.column() }
            }
            None => ExchangeError::Malformed(format!("not valid JSON: {error}")),
        })),
    }
}

struct JsonReader<'r, 'g, 'w> {
    collector: &'r mut Collector<'g>,
    progress: &'r mut JobProgress<'w>,
    budget: Budget,
    most_cells: u64,
    cells: u64,
    /// The number of the present entry.
    entry: u64,
    /// What it has said so far of each company, and what it called it.
    said: HashMap<u32, (Option<Answer>, String)>,
}

impl JsonReader<'_, '_, '_> {
    /// Takes an entry of an array in.
    fn entry(&mut self, Entry { value, contradicted }: Entry) -> Result<(), ExchangeError> {
        self.entry += 1;
        if self.progress.advance(self.budget.renew()) {
            return Err(StoreError::Cancelled.into());
        }
        let Value::Object(fields) = value else {
            let sentence = format!("{}, not an object; entry skipped", described(&value));
            self.collector.problem((self.entry, None), ProblemKind::Incomplete, sentence);
            return Ok(());
        };
        if fields.keys().any(|key| Heading::of(key) == Some(Heading::Company)) {
            self.collector.has_entry();
        }
        self.cells += fields.len() as u64;
        let contradicted = contradicted.into_iter().chain(contradiction(&fields));
        if let Some(field) = contradicted.into_iter().next() {
            self.contradicts(&fields, &field);
            return too_much("cells", self.cells, self.most_cells);
        }
        let username = best(&fields, Heading::Username);
        let company = best(&fields, Heading::Company).filter(|_| !fields.contains_key(COMPANIES));
        let Some(username) = username else {
            let nested = nested(&fields, Heading::Username);
            let kind =
                if nested.is_some() { ProblemKind::BadValue } else { ProblemKind::Incomplete };
            let what = nested.unwrap_or_else(|| "an entry without a username".to_owned());
            self.collector.problem((self.entry, None), kind, format!("{what}; entry skipped"));
            let company = company.filter(|cell| cell.unusable(Use::Find).is_none());
            if company.is_some() || kind == ProblemKind::BadValue {
                let pair = (None, company.as_ref());
                self.collector.pair(pair, tenant(&fields).as_ref(), self.entry);
            }
            return Ok(());
        };
        let is_nested = |meaning| nested(&fields, meaning);
        let misplaced = match company {
            None if !fields.contains_key(COMPANIES) => is_nested(Heading::Company)
                .map(|what| format!("{what}; put a list into “{COMPANIES}”; entry skipped")),
            None => None,
            Some(_) => is_nested(Heading::Tenant).map(|what| format!("{what}; entry skipped")),
        };
        if let Some(sentence) = misplaced {
            self.collector.problem((self.entry, None), ProblemKind::BadValue, sentence);
            let username = Some(&username).filter(|cell| cell.unusable(Use::Find).is_none());
            self.collector.unclear(username, self.entry);
            return too_much("cells", self.cells, self.most_cells);
        }
        match company {
            Some(company) => {
                let tenant = tenant(&fields);
                let user = self.usable(&username, "username");
                let company = self.usable(&company, "company");
                let is_clear = tenant.iter().all(|it| self.usable(it, "tenant").is_some());
                let pair = (user, company.filter(|_| is_clear));
                let mark = self.collector.pair(pair, tenant.as_ref(), self.entry);
                let values = fields.iter().filter(|(key, _)| may_be_value(key));
                let values = values
                    .map(|(key, value)| {
                        (key.as_str(), cell(value).unwrap_or_else(|| structure(value)))
                    })
                    .collect::<Vec<_>>();
                self.collector.value_fields(mark, &values, self.entry);
            }
            None if self.usable(&username, "username").is_none() => {}
            None => match self.refusal(&fields) {
                Some(sentence) => {
                    self.collector.problem((self.entry, None), ProblemKind::BadMark, sentence);
                    self.collector.unclear(Some(&username), self.entry);
                }
                None => self.user(&username, fields),
            },
        }
        too_much("cells", self.cells, self.most_cells)
    }

    /// What a field says by which the companies of an entry are not granted, if one does:
    /// `"granted": "no"`, `"revoked": ["NYC"]`.
    fn refusal(&self, fields: &Map<String, Value>) -> Option<String> {
        fields.iter().find_map(|(key, value)| {
            let named = word(key);
            let (ends, decides) = (value_words::is_ending(&named), value_words::is_heading(&named));
            if key == COMPANIES || !(ends || decides) || self.collector.knows(&Cell::text(0, key)) {
                return None;
            }
            let said = match value {
                Value::Null => return None,
                Value::Array(list) if list.is_empty() => return None,
                Value::Array(_) | Value::Object(_) if decides => return None,
                value => cell(value).unwrap_or_else(|| structure(value)),
            };
            let is_no = said.mark() == Some(Answer::No);
            let is_refused = if ends {
                !said.is_blank() && !is_no
            } else {
                is_no || value_words::action(&said.text) == Some(false)
            };
            let said = if said.text.is_empty() { described(value) } else { said.text };
            is_refused.then(|| format!("“{key}” says “{said}”: that is no grant; entry skipped"))
        })
    }

    /// An entry that says two things at once says nothing: what it may mean stays
    /// as it is.
    fn contradicts(&mut self, fields: &Map<String, Value>, field: &str) {
        let sentence =
            format!("the field “{field}” has two values that differ; the entry is skipped");
        self.collector.problem((self.entry, None), ProblemKind::DuplicateColumn, sentence);
        let is_user = |key: &str| Heading::of(key) == Some(Heading::Username);
        let username = if is_user(field) { None } else { best(fields, Heading::Username) };
        let username = username.filter(|cell| cell.unusable(Use::Find).is_none());
        self.collector.unclear(username.as_ref(), self.entry);
    }

    /// A name, unless what is in its place is a problem.
    fn usable<'c>(&mut self, cell: &'c Cell, what: &str) -> Option<&'c Cell> {
        let Some(why) = cell.unusable(Use::Find) else {
            return Some(cell);
        };
        let sentence = format!("the {what} {why}; it is skipped");
        self.collector.problem((self.entry, None), ProblemKind::BadValue, sentence);
        None
    }

    /// An entry that is a user with companies, or with a field for each.
    fn user(&mut self, username: &Cell, mut fields: Map<String, Value>) {
        let Some(name) = self.collector.user_of_line(username, self.entry) else {
            return;
        };
        self.said.clear();
        let mut is_list = false;
        let mut seen = BTreeSet::new();
        match fields.remove(COMPANIES) {
            Some(Value::Array(companies)) => {
                is_list = true;
                self.cells += companies.len() as u64;
                for company in companies {
                    if let Some(company) = cell(&company).filter(|cell| !cell.is_blank()) {
                        self.company(name, &company, None);
                    } else {
                        self.collector.lacks_company(name);
                        self.no_company(&company);
                    }
                }
            }
            Some(Value::Object(companies)) => seen.extend(self.marks(name, companies)),
            Some(Value::Null) | None => {}
            Some(value) => {
                is_list = true;
                self.collector.lacks_company(name);
                let sentence =
                    format!("“{COMPANIES}” is {}, not a list of companies", described(&value));
                self.collector.problem((self.entry, None), ProblemKind::Incomplete, sentence);
            }
        }
        fields.retain(|key, _| Heading::of(key).is_none());
        seen.extend(self.marks(name, fields));
        if !is_list {
            self.collector.partial(name, self.entry, seen.len());
        }
    }

    fn no_company(&mut self, value: &Value) {
        let what = described(value);
        let sentence = format!("the list of companies has {what} in it, which is not a name");
        self.collector.problem((self.entry, None), ProblemKind::Incomplete, sentence);
    }

    /// Fields that are companies, with marks; answers the columns of these.
    fn marks(&mut self, name: u32, fields: Map<String, Value>) -> Vec<u32> {
        let mut seen = Vec::new();
        for (key, value) in fields {
            let mark = cell(&value).unwrap_or_else(|| structure(&value));
            let company = Cell::text(0, key);
            // Of an unknown company with a mark it is said that nobody answers to it.
            let grants = matches!(mark.mark(), Some(Answer::Yes | Answer::Sign(Sign::X)));
            if self.collector.knows(&company) || grants {
                seen.extend(self.company(name, &company, Some(&mark)));
            } else {
                self.collector.ignore(&[&company.text]);
            }
        }
        seen
    }

    /// A company of a user, with the mark beside it; `None` if its name alone
    /// grants it.
    fn company(&mut self, name: u32, company: &Cell, mark: Option<&Cell>) -> Option<u32> {
        if self.usable(company, "company").is_none() {
            self.collector.lacks_company(name);
            return None;
        }
        let Some(column) = self.collector.company(company, None, self.entry) else {
            self.collector.lacks_company(name);
            return None;
        };
        let answer = match mark.map_or(Some(Answer::Yes), Cell::mark) {
            Some(Answer::Sign(Sign::X)) => Some(Answer::Yes),
            answer => answer,
        };
        let earlier = self.said.insert(column, (answer, company.text.clone()));
        if let Some((_, called)) = earlier.filter(|(earlier, _)| *earlier != answer) {
            self.collector.leave(name, column, self.entry);
            let sentence = format!(
                "“{}” and “{called}” are the same company and differ; cell unchanged",
                company.text
            );
            self.collector.problem((self.entry, None), ProblemKind::DuplicateColumn, sentence);
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
            // The code beside it may be that of several.
            Value::Object(fields) => match fields.get("company") {
                Some(company) => (cell(company), None),
                None => (best(fields, Heading::Company), tenant(fields)),
            },
            value => (cell(value), None),
        };
        match named {
            (Some(company), tenant) if self.usable(&company, "company").is_some() => {
                self.collector.company(&company, tenant.as_ref(), 0);
            }
            (Some(_), _) => {}
            (None, _) => self.no_company(value),
        }
        Ok(())
    }
}

/// A field with the same meaning as another of the same rank that has another
/// value, as `user` and `login`.
fn contradiction(fields: &Map<String, Value>) -> Option<String> {
    // A number beside the name is no other user.
    let is_name = |key: &str| Heading::of(key) == Some(Heading::Username) && word(key) != "userid";
    let mut users = fields.iter().filter(|(key, _)| is_name(key));
    let same = |one: &Value, other: &Value| match (cell(one), cell(other)) {
        (Some(one), Some(other)) => folded(&one.text) == folded(&other.text),
        _ => one == other,
    };
    let is_blank = |value: &Value| cell(value).is_some_and(|cell| cell.is_blank());
    let (_, first) = users.clone().find(|(_, value)| !is_blank(value))?;
    let other = users.find(|(_, value)| !is_blank(value) && !same(first, value));
    other.map(|(key, _)| key.clone())
}

/// What is said of a field with this meaning that holds a list or an object.
fn nested(fields: &Map<String, Value>, meaning: Heading) -> Option<String> {
    let is_meant = |(key, value): &(&String, &Value)| {
        Heading::of(key) == Some(meaning) && (value.is_array() || value.is_object())
    };
    let (key, value) = fields.iter().find(is_meant)?;
    Some(format!("the field “{key}” holds {}, not a single value", described(value)))
}

/// A value in words.
pub(super) fn described(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => format!("the boolean {flag}"),
        Value::Number(number) => format!("the number {number}"),
        Value::String(text) if text.trim().is_empty() => "an empty text".to_owned(),
        Value::String(text) => format!("the text “{}”", text.trim()),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

/// Whether a field of a pair may say whether it grants.
fn may_be_value(key: &str) -> bool {
    let is_name =
        matches!(Heading::of(key), Some(Heading::Username | Heading::Company | Heading::Tenant));
    !is_name && !PAIR_HEADINGS.iter().any(|ours| word(ours) == word(key))
}

/// The value of the field with this meaning; of several the plainest.
fn best(fields: &Map<String, Value>, meaning: Heading) -> Option<Cell> {
    let fitting = fields.iter().filter(|(key, _)| Heading::of(key) == Some(meaning));
    let fitting = fitting.filter_map(|(key, value)| Some((Heading::rank(key), cell(value)?)));
    fitting.min_by_key(|(rank, _)| *rank).map(|(_, cell)| cell)
}

/// The tenant of the company of an entry, if one is named.
fn tenant(fields: &Map<String, Value>) -> Option<Cell> {
    best(fields, Heading::Tenant).filter(|cell| !cell.text.trim().is_empty())
}

/// A value as the cell of a table would have it; `None` for what is no single
/// value.
pub(super) fn cell(value: &Value) -> Option<Cell> {
    let (text, kind) = match value {
        Value::String(text) => (text.clone(), CellKind::Text),
        Value::Number(number) if number.is_f64() => (number.to_string(), CellKind::Fraction),
        Value::Number(number) => (number.to_string(), CellKind::Number),
        Value::Bool(flag) => (flag.to_string(), CellKind::Boolean),
        Value::Null => (String::new(), CellKind::Text),
        Value::Array(_) | Value::Object(_) => return None,
    };
    Some(Cell { column: 0, text, kind })
}

/// An array or an object as a cell: never a valid mark.
fn structure(value: &Value) -> Cell {
    let text = if value.is_array() { "[…]" } else { "{…}" };
    Cell::text(0, text)
}

/// What an element of an array is.
#[derive(Clone, Copy)]
pub(super) enum JsonPart {
    /// A user, or a pair.
    Entry,
    /// A company that the file covers.
    Company,
}

/// Takes an element in; false if reading is to be broken off.
type Take<'t> = dyn FnMut(JsonPart, Entry) -> bool + 't;

/// The whole file: entries, or an object that has them.
struct Top<'t, 'u>(&'t mut Take<'u>);

impl<'de> DeserializeSeed<'de> for Top<'_, '_> {
    /// Whether there were entries.
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<bool, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Top<'_, '_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of entries, or an object with users")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, array: A) -> Result<bool, A::Error> {
        Elements(self.0, JsonPart::Entry).visit_seq(array).map(|()| true)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<bool, A::Error> {
        let mut found = false;
        while let Some(key) = object.next_key::<String>()? {
            if key == COMPANIES {
                object.next_value_seed(Elements(&mut *self.0, JsonPart::Company))?;
            } else if Heading::of(&key) == Some(Heading::Username) {
                found = true;
                object.next_value_seed(Elements(&mut *self.0, JsonPart::Entry))?;
            } else {
                object.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}

/// An array, of which each element is handed on.
struct Elements<'t, 'u>(&'t mut Take<'u>, JsonPart);

impl<'de> DeserializeSeed<'de> for Elements<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Elements<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<(), A::Error> {
        while let Some(entry) = array.next_element_seed(EntrySeed)? {
            if !(self.0)(self.1, entry) {
                return Err(A::Error::custom("broken off"));
            }
        }
        Ok(())
    }
}
