//! Where the texts that a filter looks for are in the names of a list, to highlight them there.

use std::ops::Range;

use super::{Axis, Filter, FilterField, Node, Term};
use crate::domain::lookalike::narrow;
use crate::domain::naming::NamePolicy;

/// A name that lists show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShownName {
    /// The username of a user.
    Username,
    /// The full name of a user.
    FullName,
    /// The e-mail address of a user.
    Email,
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
    /// Whether upper and lower case matter.
    exact: bool,
    names: &'static [ShownName],
}

impl Filter {
    /// The texts that the filter requires or allows in a name, without the negated ones.
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
    /// Whether the e-mail address of a user has one of the texts that neither of the names has, so
    /// that the names do not show why the user matches.
    #[must_use]
    pub fn is_only_in_email(&self, username: &str, full_name: &str, email: &str) -> bool {
        self.texts.iter().filter(|text| text.names.contains(&ShownName::Email)).any(|text| {
            let in_names = || {
                text.names.contains(&ShownName::FullName)
                    && (text.is_in(username) || text.is_in(full_name))
            };
            text.is_in(email) && !in_names()
        })
    }

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
        let exact = NamePolicy::FILTER.is_case_sensitive(text);
        Self { letters: text.chars().collect(), exact, names }
    }

    fn is_in(&self, name: &str) -> bool {
        name.char_indices().any(|(at, _)| self.begins(&name[at..]).is_some())
    }

    /// The bytes of the text at the beginning of another.
    fn begins(&self, text: &str) -> Option<usize> {
        let mut letters = text.chars();
        for wanted in &self.letters {
            let letter = letters.next()?;
            let (letter, wanted) = (narrow(letter), narrow(*wanted));
            let same =
                letter == wanted || !self.exact && letter.to_lowercase().eq(wanted.to_lowercase());
            if !same {
                return None;
            }
        }
        Some(text.len() - letters.as_str().len()).filter(|length| *length > 0)
    }
}

/// Whether a name contains the text of a filter, compared as lists compare them.
pub(crate) fn contains(name: &str, text: &str) -> bool {
    HighlightedText::new(text, &[]).is_in(name)
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
                (FilterField::Name, Axis::Users) => &[ShownName::FullName],
                (FilterField::Email, Axis::Users) => &[ShownName::Email],
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

/// The names in which a bare word is searched.
fn names(axis: Axis) -> &'static [ShownName] {
    match axis {
        Axis::Users => &[ShownName::Username, ShownName::FullName, ShownName::Email],
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
        assert_eq!(users("wei", "Ｗｅｉ"), ["Ｗｅｉ"], "letters of full width");
        assert_eq!(users("user:wei", "Wei Chen"), [""; 0], "the username only");
        assert_eq!(users("is:active n:0", "0 active"), [""; 0]);
        assert_eq!(users("", "Wei"), [""; 0]);
    }

    #[test]
    fn a_match_in_the_address_alone_is_detected() {
        let only = |filter: &str| {
            let highlighted = parse(Axis::Users, filter).expect("a filter").highlighted();
            highlighted.is_only_in_email("wei.chen", "Wei Chen", "wchen@example.com")
        };
        assert!(only("com") && only("chen com") && only("email:chen"));
        assert!(!only("chen") && !only("wei") && !only("!com") && !only("name:com"));
        assert_eq!(found(Axis::Users, "com", ShownName::Email, "a@x.com"), ["com"]);
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
