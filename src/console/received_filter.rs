//! Filters the rows received so far from a server. Only names are known yet; the other fields
//! of the language work once the panes are open.

use crate::filter::{self, Axis, Filter, FilterField, Node, Term, contains};

/// The names of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReceivedNames {
    /// The username, or the code.
    pub(crate) short: String,
    /// The name of the person, or of the company.
    pub(crate) long: String,
}

/// Parses a filter.
///
/// # Errors
/// A sentence, if the filter has an error or asks for more than names.
pub(crate) fn parsed(axis: Axis, text: &str) -> Result<Filter, String> {
    let filter = filter::parse(axis, text).map_err(|error| error.to_string())?;
    let mut unknown = None;
    filter.for_each_term(|term| {
        let field = match term {
            Term::Text(_) => return,
            Term::Field(field, _) if compares_names(axis, *field) => return,
            Term::Field(field, _) => field.name(),
            Term::Count(_) => FilterField::Count.name(),
            Term::Effective(_) => FilterField::Effective.name(),
            Term::Granted(_) => FilterField::Granted.name(),
            Term::Is(_) => FilterField::Is.name(),
        };
        unknown.get_or_insert(field);
    });
    match unknown {
        None => Ok(filter),
        Some(field) => Err(format!("{field}: works once everything has been read; use a name")),
    }
}

fn compares_names(axis: Axis, field: FilterField) -> bool {
    match axis {
        Axis::Users => matches!(field, FilterField::User | FilterField::Name),
        Axis::Companies => matches!(field, FilterField::Code | FilterField::Name),
    }
}

/// Whether a row matches a filter from [`parsed`].
pub(crate) fn matches(filter: &Filter, row: &ReceivedNames) -> bool {
    filter.root().is_none_or(|root| holds(filter.axis(), root, row))
}

fn holds(axis: Axis, node: &Node, row: &ReceivedNames) -> bool {
    match node {
        Node::And(nodes) => nodes.iter().all(|node| holds(axis, node, row)),
        Node::Or(nodes) => nodes.iter().any(|node| holds(axis, node, row)),
        Node::Not(node) => !holds(axis, node, row),
        Node::Term(Term::Text(text)) => contains(&row.short, text) || contains(&row.long, text),
        Node::Term(Term::Field(field, values)) => values.iter().any(|value| match (field, axis) {
            (FilterField::Name, Axis::Users) => {
                contains(&row.short, value) || contains(&row.long, value)
            }
            (FilterField::Name, Axis::Companies) => contains(&row.long, value),
            _ => contains(&row.short, value),
        }),
        Node::Term(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(axis: Axis, text: &str, short: &str, long: &str) -> bool {
        let row = ReceivedNames { short: short.into(), long: long.into() };
        matches(&parsed(axis, text).expect("a filter"), &row)
    }

    #[test]
    fn names_are_compared_as_in_the_panes() {
        let users = |text: &str| found(Axis::Users, text, "mei.tan", "Mei Tan");
        assert!(users("") && users("mei") && users("Tan") && users("name:mei user:mei.tan"));
        assert!(users("nobody | tan") && users("!nobody") && users("mei !zoe"));
        assert!(!users("MEI") && !users("user:\"mei tan\"") && !users("mei zoe"));
        let companies = |text: &str| found(Axis::Companies, text, "ZRH", "Alpine Zürich");
        assert!(companies("ｚｒｈ") && companies("alpine ｚü"));
        assert!(companies("zrh") && companies("ZÜRICH | zürich") && companies("code:z"));
        assert!(!companies("name:zrh") && !companies("code:alpine"));
    }

    #[test]
    fn fields_that_are_not_known_yet_are_rejected_with_a_message() {
        let error_of = |text: &str| parsed(Axis::Users, text).expect_err(text);
        assert!(error_of("mei role:hr").starts_with("role: works once everything has been read"));
        assert!(error_of("n:0").starts_with("n: works"));
        assert_eq!(error_of("("), "column 2: expected a word, field or group here");
    }
}
