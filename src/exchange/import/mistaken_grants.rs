//! Whether a file of users may be something else: a list of grants.

use std::collections::{BTreeSet, HashMap};

use crate::domain::lookalike::folded;
use crate::domain::{Draft, Field};
use crate::exchange::ExchangeError;
use crate::filter::Axis;
use crate::store::ImportLine;

/// Looks at all lines.
///
/// # Errors
///
/// [`ExchangeError::LooksLikeGrants`].
pub(super) fn check(
    lines: &[ImportLine],
    unit: &'static str,
    axis: Axis,
) -> Result<(), ExchangeError> {
    if axis == Axis::Companies {
        return Ok(());
    }
    let stated = lines.iter().flat_map(|line| line.draft.stated());
    let fields: BTreeSet<Field> = stated.map(|(field, _)| field).collect();
    grants(lines, unit, &fields).map_or(Ok(()), Err)
}

/// What is said of a list of grants: users are on several lines that differ in the
/// company alone.
fn grants(
    all: &[ImportLine],
    unit: &'static str,
    fields: &BTreeSet<Field>,
) -> Option<ExchangeError> {
    if !fields.contains(&Field::Home) {
        return None;
    }
    let mut of_user: HashMap<String, Vec<&ImportLine>> = HashMap::new();
    for line in all {
        let username = folded(line.draft.get(Field::Username).unwrap_or_default());
        if !username.is_empty() {
            of_user.entry(username).or_default().push(line);
        }
    }
    let is_granted = |lines: &&Vec<&ImportLine>| {
        let homes =
            lines.iter().map(|line| folded(line.draft.get(Field::Home).unwrap_or_default()));
        let homes: BTreeSet<String> = homes.collect();
        homes.len() > 1 && lines.windows(2).all(|two| differ_in_home(&two[0].draft, &two[1].draft))
    };
    let granted: Vec<&Vec<&ImportLine>> = of_user.values().filter(is_granted).collect();
    let count: usize = granted.iter().map(|lines| lines.len()).sum();
    let has_more =
        fields.iter().any(|it| !matches!(it, Field::Username | Field::Home | Field::Active));
    if has_more && 2 * count < all.len() {
        return None;
    }
    let lines = granted.into_iter().min_by_key(|lines| lines[0].line)?;
    Some(ExchangeError::LooksLikeGrants {
        user: lines[0].draft.get(Field::Username).unwrap_or_default().trim().to_owned(),
        unit,
        first: lines[0].line,
        second: lines[1].line,
    })
}

/// Whether two lines say the same but for the company, and yes or no.
fn differ_in_home(one: &Draft, other: &Draft) -> bool {
    let rest = |draft: &Draft| -> Vec<(Field, String)> {
        let stated = draft.stated().map(|(field, text)| (field, folded(text)));
        stated.filter(|(field, _)| !matches!(field, Field::Home | Field::Active)).collect()
    };
    rest(one) == rest(other)
}
