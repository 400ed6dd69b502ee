//! Users and companies themselves from a file: a line for each, a column for
//! each field, in any order. What they come to is the store's to say.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::{Map, Value};

use super::cell::{Cell, Use};
use super::encoding::Budget;
use super::entry::Entry;
use super::form::Form;
use super::headings::{self, Fit, HEAD, Score, TableScore};
use super::json::{self, JsonPart};
use super::marks;
use super::source::{Source, too_much};
use super::table::{Lines, SourceLine, looked_in};
use super::{
    Import, Limits, Position, Sheets, entity_check, named, not_read, problem, require_workbook,
    text, workbook,
};
use crate::domain::{Answer, Draft, Field, FieldProblem, JobProgress, Sign, Signs};
use crate::exchange::format::word;
use crate::exchange::{ExchangeError, Format};
use crate::filter::Axis;
use crate::store::{
    EditOptions, ImportLine, ImportProblem, ImportReport, Store, StoreError, TWICE,
};

/// What a file says of users or companies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntityFile {
    /// A draft for each line.
    pub lines: Vec<ImportLine>,
    /// Lines that are left out: they say again what another line says, or more
    /// than there are headings.
    pub problems: Vec<ImportProblem>,
    /// What a person should know of how the file was read.
    pub notes: Vec<String>,
    sheet: Option<String>,
    unit: &'static str,
    columns: HashMap<Field, u32>,
}

impl EntityFile {
    /// Where a problem is in the file.
    #[must_use]
    pub fn place(&self, problem: &ImportProblem) -> Position {
        Position {
            sheet: self.sheet.clone(),
            unit: self.unit,
            line: problem.line,
            column: self.columns.get(&problem.problem.field).map(|column| column + 1),
        }
    }

    /// Takes the lines over as one change; the report has the problems of the
    /// file beside those of the store, in the order of the lines. With any of
    /// them nothing is written, unless `skip_problems` leaves them out.
    ///
    /// Errors: as [`Store::import_as_planned`].
    pub fn take_over(
        &self,
        store: &mut Store,
        axis: Axis,
        skip_problems: bool,
        how: &EditOptions,
        planned: Option<&ImportReport>,
        progress: &mut JobProgress<'_>,
    ) -> Result<ImportReport, StoreError> {
        let mut how = how.clone();
        // What the file says twice forbids the rest as any other problem does.
        how.dry_run |= !self.problems.is_empty() && !skip_problems;
        let lines = &self.lines;
        let mut report =
            store.import_as_planned(axis, lines, skip_problems, &how, planned, progress)?;
        if self.unit != "line" {
            let of_entries =
                |why: &str| why.replacen(TWICE, &format!("is also in {} ", self.unit), 1);
            for ImportProblem { problem, .. } in &mut report.problems {
                if problem.why.starts_with(TWICE) {
                    problem.why = of_entries(&problem.why);
                }
            }
        }
        report.problems.extend(self.problems.iter().cloned());
        report.problems.sort_by_key(|problem| problem.line);
        Ok(report)
    }
}

/// Reads a file. Its layout and mode are those of grants, and mean nothing here.
///
/// Errors: [`ExchangeError`] for a file that is not read at all, cancelling
/// among them.
pub fn read_entities(
    source: &Source,
    import: &Import,
    axis: Axis,
    progress: &mut JobProgress<'_>,
) -> Result<EntityFile, ExchangeError> {
    read_entities_noting_sheets(source, import, axis, &mut Sheets::default(), progress)
}

/// The same; `sheets` becomes what a person may choose of a workbook, also if
/// the file is not read.
///
/// Errors: as [`read_entities`].
pub fn read_entities_noting_sheets(
    source: &Source,
    import: &Import,
    axis: Axis,
    sheets: &mut Sheets,
    progress: &mut JobProgress<'_>,
) -> Result<EntityFile, ExchangeError> {
    let limits = &import.limits;
    let mut reader = EntityReader::new(axis, limits.cells);
    let format = source.format(import.format)?;
    require_workbook(format, import)?;
    match format {
        Format::Csv => text::read(source, limits, &mut reader, progress)?,
        Format::Xlsx => workbook::read(source, import, sheets, &mut reader, progress)?,
        Format::Json => entries(source, limits, &mut reader, progress)?,
    }
    let (key, has_more) = (reader.key(), reader.has_more);
    let ignored = std::mem::take(&mut reader.ignored);
    let file = reader.finish(&ignored);
    entity_check::check(&file.lines, file.unit, axis)?;
    if !has_more && !ignored.is_empty() {
        let (key, others) = (key.label(), named(&ignored));
        return Err(ExchangeError::OnlyNames { key, others });
    }
    Ok(file)
}

struct EntityReader {
    axis: Axis,
    records: EntityFile,
    most_cells: u64,
    cells: u64,
    header: Option<HashMap<u32, Field>>,
    /// The columns that have a heading, of use or not.
    headed: HashSet<u32>,
    form: Form,
    /// Lines before the headings are known.
    above: Vec<SourceLine>,
    /// Whether an entry of JSON has the key.
    has_key: bool,
    /// Whether there is a field beside the key.
    has_more: bool,
    /// Headings that mean nothing here.
    ignored: Vec<String>,
}

impl EntityReader {
    fn new(axis: Axis, most_cells: u64) -> Self {
        Self {
            axis,
            records: EntityFile { unit: "line", ..EntityFile::default() },
            most_cells,
            cells: 0,
            header: None,
            headed: HashSet::new(),
            form: Form::Plain,
            above: Vec::new(),
            has_key: false,
            has_more: false,
            ignored: Vec::new(),
        }
    }

    /// What a heading means; `None` for what is not a field here.
    fn field(&self, heading: &str) -> Option<Field> {
        let word = word(heading);
        let word = word.as_str();
        Some(match self.axis {
            Axis::Users => match word {
                "username" | "user" | "login" | "loginname" | "account" => Field::Username,
                "firstname" | "givenname" => Field::FirstName,
                "lastname" | "surname" | "familyname" => Field::LastName,
                "email" | "mail" | "emailaddress" => Field::Email,
                "role" | "rolename" => Field::Role,
                "organization" | "organisation" | "org" => Field::Organization,
                "home" | "homecompany" | "homecompanycode" | "company" | "companycode" => {
                    Field::Home
                }
                "active" | "isactive" | "status" | "enabled" => Field::Active,
                _ => return None,
            },
            Axis::Companies => match word {
                "code" | "companycode" | "company" => Field::Code,
                "name" | "companyname" => Field::Name,
                "tenant" | "tenantname" | "tenantcode" => Field::Tenant,
                "currency" | "currencycode" => Field::Currency,
                "active" | "isactive" | "status" | "enabled" => Field::Active,
                _ => return None,
            },
        })
    }

    /// The field by which a line is told from others.
    fn key(&self) -> Field {
        match self.axis {
            Axis::Users => Field::Username,
            Axis::Companies => Field::Code,
        }
    }

    /// How well a line fits as headings; `None` if the key is not among them.
    fn rate_line(&self, line: &SourceLine) -> Option<Score> {
        let known = line.cells.iter().filter_map(|cell| self.field(&cell.text));
        let known: HashSet<Field> = known.collect();
        let score = Score { fit: Fit::Full, columns: known.len() };
        known.contains(&self.key()).then_some(score)
    }

    /// Finds the headings among the first lines, and reads what is below them.
    ///
    /// Errors: [`ExchangeError::NoHeadings`], [`ExchangeError::TwoColumns`].
    fn begin(&mut self) -> Result<(), ExchangeError> {
        let lines = std::mem::take(&mut self.above);
        let Some(found) = headings::best(&lines, &|line| self.rate_line(line)) else {
            return Err(self.no_headings(&looked_in(self.records.sheet.as_deref())));
        };
        let header = self.headings(&found.line)?;
        self.form = Form::of(&found.line, self.records.sheet.is_some());
        self.has_more = header.len() > 1;
        self.records.columns = header.iter().map(|(at, field)| (*field, *at)).collect();
        self.header = Some(header);
        for line in lines.into_iter().filter(|line| line.number > found.line.number) {
            self.body(&line);
        }
        Ok(())
    }

    /// The fields of a line of headings.
    ///
    /// Errors: [`ExchangeError::TwoColumns`], [`ExchangeError::BadHeading`].
    fn headings(&mut self, line: &SourceLine) -> Result<HashMap<u32, Field>, ExchangeError> {
        let broken = line.cells.iter().find(|cell| cell.is_broken());
        if let Some((cell, why)) = broken.and_then(|it| Some((it, it.unusable(Use::Find)?))) {
            let EntityFile { sheet, unit, .. } = &self.records;
            let place = problem::place(sheet.as_ref(), unit, line.number, Some(cell.column));
            return Err(ExchangeError::BadHeading { place: place.into(), why });
        }
        let known = line.cells.iter().filter_map(|cell| Some((cell, self.field(&cell.text)?)));
        let known: Vec<(&Cell, Field)> = known.collect();
        let mut fields: HashMap<u32, Field> = HashMap::new();
        for (cell, field) in &known {
            let same = known.iter().filter(|(_, other)| other == field).map(|(cell, _)| *cell);
            let same: Vec<&Cell> = same.collect();
            // Beside a column of codes one of names says nothing new.
            let coded = same.iter().filter(|cell| word(&cell.text).ends_with("code"));
            let coded: Vec<&Cell> = coded.copied().collect();
            match (&same[..], &coded[..]) {
                ([_], _) => drop(fields.insert(cell.column, *field)),
                ([_, _], [one]) if matches!(field, Field::Home | Field::Tenant) => {
                    fields.insert(one.column, *field);
                }
                ([first, second, ..], _) => {
                    let place = |cell: &Cell| {
                        let EntityFile { sheet, unit, .. } = &self.records;
                        problem::place(sheet.as_ref(), unit, line.number, Some(cell.column)).into()
                    };
                    return Err(ExchangeError::TwoColumns {
                        place: place(second),
                        heading: second.text.trim().to_owned(),
                        first: place(first),
                    });
                }
                ([], _) => {}
            }
        }
        let headings = line.cells.iter().filter(|cell| !cell.text.trim().is_empty());
        self.headed = headings.map(|cell| cell.column).collect();
        let ignored = line.cells.iter().filter(|cell| !fields.contains_key(&cell.column));
        self.ignored = ignored.map(|cell| cell.text.clone()).collect();
        Ok(fields)
    }

    /// A line that says something of a user or a company.
    fn take(&mut self, number: u64, draft: Draft, uncovered: Option<String>) {
        self.records.lines.push(ImportLine { line: number, draft, uncovered });
    }

    /// Gives the signs in the column of active users or companies their meaning
    /// by their partners; a line with one that could be either is a problem.
    fn decide_signs(&mut self) {
        let sign = |line: &ImportLine| match Answer::of(line.draft.get(Field::Active)?) {
            Some(Answer::Sign(sign)) => Some(sign),
            _ => None,
        };
        let mut signs = Signs::default();
        let mut texts: BTreeMap<Sign, String> = BTreeMap::new();
        for line in &self.records.lines {
            if let Some(sign) = sign(line) {
                signs.insert(sign);
                let text = line.draft.get(Field::Active).unwrap_or_default();
                texts.entry(sign).or_insert_with(|| text.to_owned());
            }
        }
        let texts = texts.iter().map(|(sign, text)| (*sign, text.as_str()));
        self.records.notes.extend(marks::reading(signs, texts));
        let problems = &mut self.records.problems;
        self.records.lines.retain_mut(|line| {
            let Some(sign) = sign(line) else {
                return true;
            };
            let text = line.draft.get(Field::Active).unwrap_or_default().to_owned();
            let Some(yes) = sign.among(signs) else {
                let why = format!("is “{text}”, which could mean yes or no in this file");
                let problem = FieldProblem::new(Field::Active, why);
                problems.push(ImportProblem { line: line.line, problem });
                return false;
            };
            line.draft.set(Field::Active, if yes { "yes" } else { "no" });
            true
        });
    }

    fn finish(mut self, ignored: &[String]) -> EntityFile {
        self.decide_signs();
        if !ignored.is_empty() {
            self.records.notes.push(not_read("columns", ignored));
        }
        self.records
    }
}

impl Lines for EntityReader {
    fn in_sheet(&mut self, name: &str) {
        self.records.sheet = Some(name.to_owned());
        self.header = None;
        self.above.clear();
    }

    fn unreadable(&mut self, line: u64, sentence: String) {
        let problem = FieldProblem::new(self.key(), format!("cannot be read: {sentence}"));
        self.records.problems.push(ImportProblem { line, problem });
    }

    fn line(&mut self, line: SourceLine) -> Result<(), ExchangeError> {
        if line.is_hidden || line.cells.iter().all(Cell::is_blank) {
            return Ok(());
        }
        self.cells += line.cells.len() as u64;
        too_much("cells", self.cells, self.most_cells)?;
        if self.header.is_some() {
            self.body(&line);
            return Ok(());
        }
        self.above.push(line);
        if self.above.len() >= HEAD { self.begin() } else { Ok(()) }
    }

    fn end(&mut self) -> Result<(), ExchangeError> {
        if self.header.is_none() { self.begin() } else { Ok(()) }
    }

    fn rate(&self, head: &[SourceLine]) -> Option<TableScore> {
        headings::rate_table(head, &|line| self.rate_line(line))
    }

    fn no_headings(&self, looked_in: &str) -> ExchangeError {
        let wanted = self.key().word().to_owned();
        ExchangeError::NoHeadings { looked_in: looked_in.to_owned(), wanted }
    }

    fn note(&mut self, note: String) {
        self.records.notes.push(note);
    }
}

impl EntityReader {
    /// A line below the headings.
    fn body(&mut self, line: &SourceLine) {
        let Some(header) = &self.header else {
            return;
        };
        let key = self.key();
        let mut beside = line.cells.iter().filter(|cell| !self.headed.contains(&cell.column));
        if let Some(cell) = beside.find(|cell| !cell.is_blank()) {
            let place = problem::place(None, "line", line.number, Some(cell.column));
            let column = place.column.unwrap_or_default();
            let why = format!(
                "has “{}” beside it in column {column}, which has no heading",
                cell.text.trim()
            );
            let problem = FieldProblem::new(key, why);
            self.records.problems.push(ImportProblem { line: line.number, problem });
            return;
        }
        if !line.is_ended && header.keys().any(|column| line.lacks(*column)) {
            let why = "cannot be read: the file ends in the midst of the line, and may have been cut \
                       off";
            let problem = FieldProblem::new(key, why.to_owned());
            self.records.problems.push(ImportProblem { line: line.number, problem });
            return;
        }
        let mut draft = Draft::default();
        let mut uncovered = None;
        let mut is_usable = true;
        for cell in &line.cells {
            let Some(field) = header.get(&cell.column).filter(|_| !cell.is_blank()) else {
                continue;
            };
            if let Some(why) = cell.unusable(used(*field)) {
                let problem = FieldProblem::new(*field, why);
                self.records.problems.push(ImportProblem { line: line.number, problem });
                is_usable = false;
                continue;
            }
            match self.form.readings(&cell.text) {
                // Spaces count where they tell, which the database knows.
                (text, other) if *field == key => {
                    draft.set(key, text);
                    uncovered = other.map(str::to_owned);
                }
                (text, other) => draft.set(*field, other.unwrap_or(text).trim()),
            }
        }
        if !draft.is_empty() && is_usable {
            self.take(line.number, draft, uncovered);
        }
    }
}

/// What may stand in a field.
fn used(field: Field) -> Use {
    match field {
        Field::Username | Field::Code | Field::Tenant | Field::Home => Use::Key,
        Field::Active => Use::YesOrNo,
        _ => Use::Text,
    }
}

/// JSON: an array of objects, or an object that has one.
fn entries(
    source: &Source,
    limits: &Limits,
    reader: &mut EntityReader,
    progress: &mut JobProgress<'_>,
) -> Result<(), ExchangeError> {
    reader.records.unit = "entry";
    let budget = Budget::new(limits.line);
    progress.begin(source.length());
    let mut number = 0;
    json::walk(source, limits, &budget, &mut |part, Entry { value, contradicted }| {
        let meant = match part {
            JsonPart::Entry => true,
            JsonPart::Company => reader.axis == Axis::Companies,
        };
        if progress.advance(budget.renew()) {
            return Err(StoreError::Cancelled.into());
        }
        if !meant {
            return Ok(());
        }
        number += 1;
        match value {
            Value::Object(fields) => {
                reader.cells += fields.len() as u64;
                too_much("cells", reader.cells, reader.most_cells)?;
                if let Some(draft) = entry(reader, &fields, &contradicted, number) {
                    reader.take(number, draft, None);
                }
            }
            other => {
                let sentence = format!("{}, not an object", json::described(&other));
                reader.unreadable(number, sentence);
            }
        }
        Ok(())
    })?;
    if reader.has_key { Ok(()) } else { Err(reader.no_headings("the entries")) }
}

/// What an entry says; `None` if a value of it is a problem.
fn entry(
    reader: &mut EntityReader,
    fields: &Map<String, Value>,
    contradicted: &[String],
    number: u64,
) -> Option<Draft> {
    let mut stated: BTreeMap<Field, Vec<(&str, Cell)>> = BTreeMap::new();
    let mut problems = Vec::new();
    for (key, value) in fields {
        let field = reader.field(key);
        reader.has_key |= field == Some(reader.key());
        reader.has_more |= field.is_some_and(|field| field != reader.key());
        match (reader.field(key), json::cell(value)) {
            (Some(field), Some(cell)) => stated.entry(field).or_default().push((key, cell)),
            (Some(field), None) if value.is_array() || value.is_object() => {
                let kind = json::described(value);
                let why = format!("holds {kind} in the field “{key}”, not a single value");
                problems.push(FieldProblem::new(field, why));
            }
            _ if reader.ignored.iter().any(|known| known == key) => {}
            _ => reader.ignored.push(key.clone()),
        }
    }
    let mut draft = Draft::default();
    for (field, mut cells) in stated {
        cells.retain(|(_, cell)| !cell.text.trim().is_empty());
        if let Some(why) = contradiction(field, &mut cells, contradicted) {
            problems.push(FieldProblem::new(field, why));
            continue;
        }
        let Some((_, cell)) = cells.first() else {
            continue;
        };
        if let Some(why) = cell.unusable(used(field)) {
            problems.push(FieldProblem::new(field, why));
        } else {
            let is_key = field == reader.key();
            draft.set(field, if is_key { &cell.text } else { cell.text.trim() });
        }
    }
    let is_usable = problems.is_empty();
    let of_entry = |problem| ImportProblem { line: number, problem };
    reader.records.problems.extend(problems.into_iter().map(of_entry));
    is_usable.then_some(draft)
}

/// Why the values that an entry has for one field cannot all be meant. Beside a
/// code a name says nothing new.
fn contradiction(
    field: Field,
    cells: &mut Vec<(&str, Cell)>,
    contradicted: &[String],
) -> Option<String> {
    let twice = |(key, _): &&(&str, Cell)| contradicted.iter().any(|other| other == key);
    if let Some((key, _)) = cells.iter().find(twice) {
        return Some(format!("has two values that differ in the field “{key}”"));
    }
    let coded = |(key, _): &(&str, Cell)| word(key).ends_with("code");
    if matches!(field, Field::Home | Field::Tenant) && cells.iter().any(coded) {
        cells.retain(coded);
    }
    let (first, rest) = cells.split_first()?;
    let other = rest.iter().find(|(_, cell)| cell.text.trim() != first.1.text.trim())?;
    Some(format!("has two values that differ, in the fields “{}” and “{}”", first.0, other.0))
}
