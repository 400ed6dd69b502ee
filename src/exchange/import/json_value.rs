//! Converts JSON values to the cells of a table, and finds the fields of an object that
//! name the user, the company and the tenant.

use serde_json::{Map, Value};

use super::cell::{CellKind, FileCell};
use crate::domain::lookalike::folded;
use crate::exchange::format::{Heading, word};

/// The field with the companies of a user.
pub(super) const COMPANIES: &str = "companies";

/// A field that has the same meaning and rank as another one but another value, such as
/// `user` and `login`.
pub(super) fn contradiction(fields: &Map<String, Value>) -> Option<String> {
    // A number in addition to the name is not another user.
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

/// The problem of a field with this meaning that holds a list or an object.
pub(super) fn nested(fields: &Map<String, Value>, meaning: Heading) -> Option<String> {
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
        Value::String(text) if text.trim().is_empty() => "empty text".to_owned(),
        Value::String(text) => format!("the text “{}”", text.trim()),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

/// The value of the field with this meaning; if there are several, the most explicit.
pub(super) fn best(fields: &Map<String, Value>, meaning: Heading) -> Option<FileCell> {
    let fitting = fields.iter().filter(|(key, _)| Heading::of(key) == Some(meaning));
    let fitting = fitting.filter_map(|(key, value)| Some((Heading::rank(key), cell(value)?)));
    fitting.min_by_key(|(rank, _)| *rank).map(|(_, cell)| cell)
}

/// The tenant of the company of an entry, if one is named.
pub(super) fn tenant(fields: &Map<String, Value>) -> Option<FileCell> {
    best(fields, Heading::Tenant).filter(|cell| !cell.text.trim().is_empty())
}

/// A value as the cell of a table; `None` for a list or an object.
pub(super) fn cell(value: &Value) -> Option<FileCell> {
    let (text, kind) = match value {
        Value::String(text) => (text.clone(), CellKind::Text),
        Value::Number(number) if number.is_f64() => (number.to_string(), CellKind::Fraction),
        Value::Number(number) => (number.to_string(), CellKind::Number),
        Value::Bool(flag) => (flag.to_string(), CellKind::Boolean),
        Value::Null => (String::new(), CellKind::Text),
        Value::Array(_) | Value::Object(_) => return None,
    };
    Some(FileCell { column: 0, text, kind })
}

/// An array or an object as a cell: never a valid mark.
pub(super) fn structure(value: &Value) -> FileCell {
    let text = if value.is_array() { "[…]" } else { "{…}" };
    FileCell::text(0, text)
}
