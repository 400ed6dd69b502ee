//! Reads users and companies from JSON: an array of objects, or an object with such an array.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::Limits;
use super::cell::FileCell;
use super::encoding::Budget;
use super::entity_reader::{EntityReader, used};
use super::entry::Entry;
use super::json_value::{cell, described};
use super::json_walk::{JsonPart, walk};
use super::source::Source;
use super::table::Lines as _;
use crate::domain::{Draft, Field, FieldProblem, JobProgress};
use crate::exchange::ExchangeError;
use crate::exchange::format::word;
use crate::filter::Axis;
use crate::store::StoreError;

/// Reads all entries.
///
/// # Errors
///
/// [`ExchangeError::NoHeadings`] if none has the key, and those of [`walk`].
pub(super) fn read(
    source: &Source,
    limits: &Limits,
    reader: &mut EntityReader,
    progress: &mut JobProgress<'_>,
) -> Result<(), ExchangeError> {
    reader.in_entries();
    let budget = Budget::new(limits.line);
    progress.begin(source.length());
    let mut number = 0;
    let walked = walk(source, limits, &budget, &mut |part, Entry { value, contradicted }| {
        if progress.advance(budget.renew()) {
            return Err(StoreError::Cancelled.into());
        }
        if part == JsonPart::Company && reader.axis == Axis::Users {
            return Ok(());
        }
        number += 1;
        match value {
            Value::Object(fields) => {
                reader.count(fields.len())?;
                if let Some(draft) = entry(reader, &fields, &contradicted, number) {
                    reader.add(number, draft, None);
                }
            }
            other => {
                reader.unreadable(number, format!("{}, not an object", described(&other)));
            }
        }
        Ok(())
    })?;
    for note in walked.notes {
        reader.note(note);
    }
    if reader.has_key { Ok(()) } else { Err(reader.no_headings("the entries")) }
}

/// The draft of an entry; `None` if one of its values is a problem.
fn entry(
    reader: &mut EntityReader,
    fields: &Map<String, Value>,
    contradicted: &[String],
    number: u64,
) -> Option<Draft> {
    let mut stated: BTreeMap<Field, Vec<(&str, FileCell)>> = BTreeMap::new();
    let mut problems = Vec::new();
    for (key, value) in fields {
        match (reader.heading(key), cell(value)) {
            (None, _) => {}
            (Some(field), Some(cell)) => stated.entry(field).or_default().push((key, cell)),
            (Some(field), None) => {
                let kind = described(value);
                let why = format!("holds {kind} in the field “{key}”, not a single value");
                problems.push(FieldProblem::new(field, why));
            }
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
    for problem in problems {
        reader.problem(number, problem);
    }
    is_usable.then_some(draft)
}

/// Why an entry contradicts itself: it has several values for one field. A name in addition
/// to a code is not a contradiction.
fn contradiction(
    field: Field,
    cells: &mut Vec<(&str, FileCell)>,
    contradicted: &[String],
) -> Option<String> {
    let twice = |(key, _): &&(&str, FileCell)| contradicted.iter().any(|other| other == key);
    if let Some((key, _)) = cells.iter().find(twice) {
        return Some(format!("has two values that differ in the field “{key}”"));
    }
    let coded = |(key, _): &(&str, FileCell)| word(key).ends_with("code");
    if matches!(field, Field::Home | Field::Tenant) && cells.iter().any(coded) {
        cells.retain(coded);
    }
    let (first, rest) = cells.split_first()?;
    let other = rest.iter().find(|(_, cell)| cell.text.trim() != first.1.text.trim())?;
    Some(format!("has two values that differ, in the fields “{}” and “{}”", first.0, other.0))
}
