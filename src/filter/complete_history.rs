//! Completion of the history's filter at the cursor, and what its fields and values mean.

use std::ops::Range;

use super::HistoryFilter;
use super::complete::{InputPart, matching, part_before};
use super::print;
use super::relative;
use crate::domain::ChangeKind;

/// The completions of the history's filter at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryCompletion {
    /// The byte range that a candidate replaces: what has been typed so far.
    pub range: Range<usize>,
    /// The candidates, best first, quoted where needed.
    pub candidates: Vec<String>,
    /// The field whose value is being typed; `None` while a field or a word is typed.
    pub field: Option<&'static str>,
}

/// Times that can be typed, with what they mean after `since:`.
const TIMES: &[(&str, &str)] = &[
    ("24h", "the last 24 hours"),
    ("2026-03", "a year, month, day or time: 2026, 2026-03-01, 2026-03-01T09:30"),
];

impl HistoryFilter {
    /// What a field compares.
    #[must_use]
    pub fn meaning(field: &str) -> &'static str {
        match field {
            "user" => "changes of who has this in a name, also if deleted",
            "company" => "changes of companies with this code or in a name",
            "lost" => "who lost access, or where; alone: anyone",
            "gained" => "who gained access, or where; alone: anyone",
            "kind" => "what was done; several with commas",
            "operator" => "who made the change; me is you",
            "account" => "the account of the operating system that made it",
            "since" => "at that time or later",
            "until" => "at that time or earlier",
            _ => "",
        }
    }

    /// What a value of a field means, unless that is obvious.
    #[must_use]
    pub fn meaning_of_value(field: &str, value: &str) -> &'static str {
        let find = |values: &[(&str, &'static str)]| {
            values.iter().find(|(text, _)| *text == value).map_or("", |(_, meaning)| *meaning)
        };
        match field {
            "since" => match relative::meaning(value) {
                "" => find(TIMES),
                meaning => meaning,
            },
            "until" => find(&TIMES[TIMES.len() - 1..]),
            "operator" => find(&[("me", "your own changes")]),
            "kind" => find(&[
                ("grant", "companies granted"),
                ("revoke", "companies revoked"),
                ("set", "companies set exactly"),
                ("copy", "companies copied from a user"),
                ("populate", "grants that rules require"),
                ("import", "a file"),
                ("rules", "role rules"),
                ("policy", "access policy"),
                ("users", "users themselves"),
                ("companies", "companies themselves"),
                ("undo", "the undo of a change"),
                ("redo", "the redo of an undone change"),
            ]),
            _ => "",
        }
    }

    /// Completes the text before the byte `cursor`. `names` returns the values of a field
    /// that are names.
    pub fn complete(
        text: &str,
        cursor: usize,
        names: &dyn Fn(&str) -> Vec<String>,
    ) -> HistoryCompletion {
        let mut cursor = cursor.min(text.len());
        while !text.is_char_boundary(cursor) {
            cursor -= 1;
        }
        let (start, part) = part_before(&text[..cursor]);
        let (candidates, field) = match part {
            InputPart::Word(typed) => {
                let fields = Self::FIELDS.iter().map(|field| format!("{field}:"));
                (fields.filter(|field| field.starts_with(&typed.to_lowercase())).collect(), None)
            }
            InputPart::Value { field, typed } => {
                let field = Self::FIELDS.into_iter().find(|known| *known == field);
                let values = match field {
                    Some("kind") => ChangeKind::ALL.map(|kind| kind.as_str().to_owned()).to_vec(),
                    Some("since") => times(&typed),
                    Some("until") => vec![TIMES[TIMES.len() - 1].0.to_owned()],
                    Some(field) => names(field),
                    None => Vec::new(),
                };
                let values = values.into_iter().filter(|value| !value.is_empty()).collect();
                (matching(values, &typed).map(|value| print::value(&value)).collect(), field)
            }
            InputPart::Other => (Vec::new(), None),
        };
        HistoryCompletion { range: start..cursor, candidates, field }
    }
}

/// The times that begin with what was typed after `since:`.
fn times(typed: &str) -> Vec<String> {
    let days = relative::suggestions(typed).into_iter().chain(TIMES.iter().copied());
    days.map(|(text, _)| text.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complete(text: &str) -> (Vec<String>, Option<&'static str>) {
        let names = |field: &str| match field {
            "operator" => vec!["me".to_owned(), "ada".to_owned()],
            "lost" | "company" => vec!["NYC".to_owned(), "New York".to_owned()],
            _ => Vec::new(),
        };
        let found = HistoryFilter::complete(text, text.len(), &names);
        (found.candidates, found.field)
    }

    #[test]
    fn fields_and_values_are_offered_where_they_can_be_typed() {
        assert_eq!(complete("").0.len(), HistoryFilter::FIELDS.len());
        assert_eq!(complete("tokyo s").0, ["since:"]);
        assert_eq!(complete("kind:re").0, ["revoke", "repair", "redo"]);
        assert_eq!(complete("kind:grant,un").0, ["undo"]);
        assert_eq!(complete("since:").1, Some("since"));
        assert!(complete("since:").0.contains(&"7d".to_owned()));
        assert_eq!(complete("operator:m").0, ["me"]);
        assert_eq!(complete("lost:n").0, ["NYC", "\"New York\""]);
        assert_eq!(complete("nothing:x").0, [""; 0]);
        assert_eq!(complete("lost:NYC ").0.len(), HistoryFilter::FIELDS.len());
    }

    #[test]
    fn every_field_and_kind_that_is_offered_is_read() {
        for field in HistoryFilter::FIELDS {
            assert!(!HistoryFilter::meaning(field).is_empty(), "{field}");
        }
        for text in times("") {
            assert!(HistoryFilter::parse(&format!("since:{text}")).is_ok(), "{text}");
            assert!(!HistoryFilter::meaning_of_value("since", &text).is_empty(), "{text}");
        }
        assert_eq!(complete("since:tu").0, ["tuesday"]);
        for kind in complete("kind:").0 {
            assert!(HistoryFilter::parse(&format!("kind:{kind}")).is_ok(), "{kind}");
        }
    }
}
