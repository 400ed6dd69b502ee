//! Detects that a file of users is really a list of grants: users are on several lines
//! that differ only in the company.

use std::collections::{BTreeSet, HashMap};

use super::entity_file::EntityFile;
use super::wording::units;
use crate::domain::lookalike::folded;
use crate::domain::{Draft, Field};
use crate::exchange::ExchangeError;
use crate::store::ImportLine;

/// Checks all lines of a file of users.
///
/// # Errors
///
/// [`ExchangeError::LooksLikeGrants`].
pub(super) fn check(file: &EntityFile) -> Result<(), ExchangeError> {
    let all = &file.lines;
    let stated = all.iter().flat_map(|line| line.draft.stated());
    let fields: BTreeSet<Field> = stated.map(|(field, _)| field).collect();
    if !fields.contains(&Field::Home) {
        return Ok(());
    }
    let mut of_user: HashMap<String, Vec<&ImportLine>> = HashMap::new();
    for line in all {
        let username = folded(text(&line.draft, Field::Username));
        if !username.is_empty() {
            of_user.entry(username).or_default().push(line);
        }
    }
    let granted: Vec<&Vec<&ImportLine>> = of_user.values().filter(|it| are_grants(it)).collect();
    let count: usize = granted.iter().map(|lines| lines.len()).sum();
    // A few such lines among many with other fields are mistakes.
    let has_more =
        fields.iter().any(|it| !matches!(it, Field::Username | Field::Home | Field::Active));
    if has_more && 2 * count < all.len() {
        return Ok(());
    }
    match granted.into_iter().min_by_key(|lines| lines[0].line) {
        None => Ok(()),
        Some(lines) => Err(ExchangeError::LooksLikeGrants {
            user: text(&lines[0].draft, Field::Username).trim().to_owned(),
            units: units(file.unit),
            first: lines[0].line,
            second: lines[1].line,
        }),
    }
}

/// Whether the lines of one user differ in the company, and in nothing else except yes or
/// no.
fn are_grants(lines: &[&ImportLine]) -> bool {
    let homes: BTreeSet<String> =
        lines.iter().map(|line| folded(text(&line.draft, Field::Home))).collect();
    homes.len() > 1 && lines.windows(2).all(|two| rest(&two[0].draft) == rest(&two[1].draft))
}

/// The fields of a line except the company, and yes or no.
fn rest(draft: &Draft) -> Vec<(Field, String)> {
    let stated = draft.stated().map(|(field, text)| (field, folded(text)));
    stated.filter(|(field, _)| !matches!(field, Field::Home | Field::Active)).collect()
}

fn text(draft: &Draft, field: Field) -> &str {
    draft.get(field).unwrap_or_default()
}
