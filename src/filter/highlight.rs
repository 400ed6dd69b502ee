//! Where the texts that a filter looks for are in the names of a list, to highlight them there.

use std::ops::Range;

use super::{Axis, Filter, FilterField, Node, Term};

/// A name that lists show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShownName {
    /// The username of a user.
    Username,
    /// The full name of a user.
    FullName,
    /// The code of a company.
    Code,
    /// The name of a company.
    CompanyName,
}

/// The texts that a filter looks for in names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HighlightedTexts {
    texts: Vec<HighlightedText>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct HighlightedText {
    letters: Vec<char>,
    /// Whether upper and lower case count.
    exact: bool,
    names: &'static [ShownName],
}

impl Filter {
    /// The texts that must be in a name, or may be; not those that must not.
    #[must_use]
    pub fn highlighted(&self) -> HighlightedTexts {
        let mut highlighted = HighlightedTexts::default();
        if let Some(root) = self.root() {
            collect(self.axis(), root, &mut highlighted.texts);
        }
        highlighted
    }
}

impl HighlightedTexts {
    /// Where the texts are in a name, in order; ranges of bytes, which never overlap.
    #[must_use]
    pub fn ranges(&self, kind: ShownName, name: &str) -> Vec<Range<usize>> {
        let texts: Vec<&HighlightedText> =
            self.texts.iter().filter(|text| text.names.contains(&kind)).collect();
        let mut ranges = Vec::new();
        let mut from = 0;
        while let Some(letter) = name[from..].chars().next() {
            let here = &name[from..];
            let longest = texts.iter().filter_map(|text| text.begins(here)).max();
            let next = longest.unwrap_or(letter.len_utf8());
            if longest.is_some() {
                ranges.push(from..from + next);
            }
            from += next;
        }
        ranges
    }
}

impl HighlightedText {
    fn new(text: &str, names: &'static [ShownName]) -> Self {
        let exact = text.chars().any(char::is_uppercase);
        Self { letters: text.chars().collect(), exact, names }
    }

    /// The bytes of the text at the beginning of another.
    fn begins(&self, text: &str) -> Option<usize> {
        let mut letters = text.chars();
        for wanted in &self.letters {
            let letter = letters.next()?;
            let same =
                letter == *wanted || !self.exact && letter.to_lowercase().eq(wanted.to_lowercase());
            if !same {
                return None;
            }
        }
        Some(text.len() - letters.as_str().len()).filter(|length| *length > 0)
    }
}

fn collect(axis: Axis, node: &Node, texts: &mut Vec<HighlightedText>) {
    match node {
        Node::And(nodes) | Node::Or(nodes) => {
            for node in nodes {
                collect(axis, node, texts);
            }
        }
        Node::Term(Term::Text(text)) => texts.push(HighlightedText::new(text, names(axis))),
        Node::Term(Term::Field(field, values)) => {
            let names: &[ShownName] = match (field, axis) {
                (FilterField::Name, Axis::Users) => names(axis),
                (FilterField::Name, Axis::Companies) => &[ShownName::CompanyName],
                (FilterField::User, Axis::Users) => &[ShownName::Username],
                (FilterField::Code, Axis::Companies) => &[ShownName::Code],
                _ => return,
            };
            texts.extend(values.iter().map(|value| HighlightedText::new(value, names)));
        }
        Node::Not(_) | Node::Term(_) => {}
    }
}

/// The names that a bare word is looked for in.
fn names(axis: Axis) -> &'static [ShownName] {
    match axis {
        Axis::Users => &[ShownName::Username, ShownName::FullName],
        Axis::Companies => &[ShownName::Code, ShownName::CompanyName],
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    fn found(axis: Axis, filter: &str, kind: ShownName, name: &str) -> Vec<String> {
        let highlighted = parse(axis, filter).expect("a filter").highlighted();
        highlighted.ranges(kind, name).into_iter().map(|range| name[range].to_owned()).collect()
    }

    #[test]
    fn words_are_found_in_names_as_the_filter_compares_them() {
        let users =
            |filter: &str, name: &str| found(Axis::Users, filter, ShownName::FullName, name);
        assert_eq!(users("ann", "Joanna Annan"), ["ann", "Ann", "an"][..2]);
        assert_eq!(users("Ann", "Joanna Annan"), ["Ann"]);
        assert_eq!(users("élo", "ÉLODIE"), ["ÉLO"]);
        assert_eq!(users("an | anna", "joanna"), ["anna"], "the longest");
        assert_eq!(users("name:wei role:chen", "Wei Chen"), ["Wei"]);
        assert_eq!(users("!wei chen", "Wei Chen"), ["Chen"], "what must not be is not highlighted");
        assert_eq!(users("user:wei", "Wei Chen"), [""; 0], "the username only");
        assert_eq!(users("is:active n:0", "0 active"), [""; 0]);
        assert_eq!(users("", "Wei"), [""; 0]);
    }

    #[test]
    fn companies_are_found_by_code_and_name() {
        let of = |filter: &str, kind, name: &str| found(Axis::Companies, filter, kind, name);
        assert_eq!(of("ber", ShownName::Code, "BER"), ["BER"]);
        assert_eq!(of("ber", ShownName::CompanyName, "Berlin"), ["Ber"]);
        assert_eq!(of("name:ber", ShownName::Code, "BER"), [""; 0]);
        assert_eq!(of("code:ber", ShownName::CompanyName, "Berlin"), [""; 0]);
    }
}
