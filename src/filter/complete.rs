//! Completion at the cursor: field names, the words of `is:`, relative days, and values that
//! the caller supplies.

use std::ops::Range;

use super::cursor::{Cursor, is_letter};
use super::{Axis, FilterField, print, relative};

/// The completions at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The byte range that a candidate replaces: what has been typed so far.
    pub range: Range<usize>,
    /// The candidates, best first, quoted where needed.
    pub candidates: Vec<String>,
    /// The field whose value is being typed; `None` while a field or a word is typed.
    pub field: Option<FilterField>,
}

/// What is being typed at the cursor.
pub(super) enum InputPart<'a> {
    /// The beginning of a word or of a field's name.
    Word(&'a str),
    /// The beginning of a value; for a quoted one without the quote.
    Value { field: &'a str, typed: String },
    /// Text in quotes, or nothing that can be completed.
    Other,
}

/// Completes the text before the byte `cursor`. `values` returns the values of a
/// field; it is called only for fields whose values are names.
pub fn complete(
    axis: Axis,
    text: &str,
    cursor: usize,
    values: &dyn Fn(FilterField) -> Vec<String>,
) -> Completion {
    let mut cursor = cursor.min(text.len());
    while !text.is_char_boundary(cursor) {
        cursor -= 1;
    }
    let (start, part) = part_before(&text[..cursor]);
    let mut field_of_value = None;
    let candidates = match part {
        InputPart::Word(typed) => {
            let names = axis.fields().iter().map(|field| format!("{}:", field.name()));
            names.filter(|name| begins(name, typed)).collect()
        }
        InputPart::Value { field, typed } => {
            let field = axis.fields().iter().find(|it| it.name().eq_ignore_ascii_case(field));
            field_of_value = field.copied();
            match field {
                Some(FilterField::Is) => {
                    let words = axis.states().iter().map(|state| state.word().to_owned());
                    words.filter(|word| begins(word, &typed)).collect()
                }
                Some(FilterField::Granted) => {
                    relative::suggestions(&typed).into_iter().map(|(day, _)| day.into()).collect()
                }
                Some(FilterField::Count | FilterField::Name | FilterField::Email) | None => {
                    Vec::new()
                }
                Some(field) => {
                    let mut values = values(*field);
                    values.retain(|value| !value.is_empty());
                    matching(values, &typed).map(|value| print::value(&value)).collect()
                }
            }
        }
        InputPart::Other => Vec::new(),
    };
    Completion { range: start..cursor, candidates, field: field_of_value }
}

fn begins(name: &str, typed: &str) -> bool {
    name.to_lowercase().starts_with(&typed.to_lowercase())
}

/// Matches at the beginning first, then matches anywhere.
pub(super) fn matching(values: Vec<String>, typed: &str) -> impl Iterator<Item = String> {
    let lower = typed.to_lowercase();
    let (begin, rest): (Vec<String>, Vec<String>) =
        values.into_iter().partition(|name| begins(name, &lower));
    let contain = rest.into_iter().filter(move |name| name.to_lowercase().contains(&lower));
    begin.into_iter().chain(contain)
}

/// The last part of a text, and where it begins. Reads the text like the parser,
/// but ignores errors.
pub(super) fn part_before(text: &str) -> (usize, InputPart<'_>) {
    let mut cursor = Cursor::new(text);
    loop {
        cursor.take_while(|letter| letter != '"' && !is_letter(letter));
        if cursor.peek() == Some('"') {
            let start = cursor.at;
            if open_phrase(&mut cursor).is_some() {
                return (start, InputPart::Other);
            }
            continue;
        }
        while cursor.consume('!') || cursor.consume('-') {}
        let start = cursor.at;
        let word = cursor.take_while(|letter| is_letter(letter) && letter != ':');
        if cursor.rest().is_empty() {
            return (start, InputPart::Word(word));
        }
        if !cursor.consume(':') {
            continue;
        }
        loop {
            let start = cursor.at;
            let typed = if cursor.peek() == Some('"') {
                open_phrase(&mut cursor)
            } else {
                let typed = cursor.take_while(|letter| is_letter(letter) && letter != ',');
                cursor.rest().is_empty().then(|| typed.to_owned())
            };
            if let Some(typed) = typed {
                return (start, InputPart::Value { field: word, typed });
            }
            if !cursor.consume(',') {
                break;
            }
        }
        if cursor.rest().is_empty() {
            return (text.len(), InputPart::Other);
        }
    }
}

/// Skips a phrase; returns its text if it is not closed.
fn open_phrase(cursor: &mut Cursor<'_>) -> Option<String> {
    cursor.consume('"');
    let mut phrase = String::new();
    loop {
        phrase.push_str(cursor.take_while(|letter| !matches!(letter, '"' | '\\')));
        if cursor.consume('"') {
            return None;
        }
        if !cursor.consume('\\') {
            return Some(phrase);
        }
        let escaped = cursor.peek()?;
        cursor.at += escaped.len_utf8();
        phrase.push(escaped);
    }
}
