//! Usernames and email addresses that look the same as another user's. A second one is always
//! a mistake, because people cannot tell them apart.

use std::iter;

use rusqlite::Connection;

use super::edit_context::EditContext;
use super::row_values::{RowValues, get, has_value};
use super::spellings::{KNOWN_BY, Spellings};
use crate::domain::lookalike::{difference, listed};
use crate::domain::{Draft, Field, FieldProblem};
use crate::filter::Axis;
use crate::store::StoreError;
use crate::store::sql_value::SqlValue;

/// If no user id is above this, reading all users takes no noticeable time while somebody
/// types.
const FEW: i64 = 20_000;

/// Whether there are too many users to read them all while somebody types.
pub(super) fn are_many(connection: &Connection) -> Result<bool, StoreError> {
    let largest: Option<i64> = connection
        .prepare_cached("SELECT max(id) FROM main.hrm_users")?
        .query_row([], |row| row.get(0))?;
    Ok(largest.unwrap_or(0) > FEW)
}

/// How the problem of a look-alike begins.
pub(super) const DIFFERS: &str = "differs from ";

/// The fields of a draft whose values look the same as another user's. `known_problems` are the problems
/// found before.
pub(super) fn problems(
    connection: &Connection,
    context: &EditContext,
    draft: &Draft,
    row: Option<&RowValues>,
    known_problems: &[FieldProblem],
) -> Result<Vec<FieldProblem>, StoreError> {
    let mut checked = Draft::default();
    for (field, column) in KNOWN_BY {
        let text = draft.get(field).map(str::trim).filter(|text| !text.is_empty());
        let is_new = |text: &str| {
            row.is_none_or(|row| !has_value(Axis::Users, row, column, &text.to_owned().into()))
        };
        let known = known_problems.iter().any(|problem| problem.field == field);
        if let Some(text) = text.filter(|text| !known && is_new(text)) {
            checked.set(field, text);
        }
    }
    let read;
    let spellings = match &context.spellings {
        Some(spellings) => spellings,
        None if checked.is_empty() => return Ok(Vec::new()),
        None => {
            read = Spellings::read(connection, &context.users, iter::once(&checked))?;
            &read
        }
    };
    let own = row.and_then(|row| get(row, "id")).unwrap_or(&SqlValue::Null);
    let mut problems = Vec::new();
    for (field, column) in KNOWN_BY {
        let sql = format!("SELECT 1 FROM main.hrm_users WHERE {column} = ?1 AND id IS NOT ?2");
        for other in checked.get(field).into_iter().flat_map(|text| spellings.others(field, text)) {
            // The spelling may have changed since it was read, or may be the user's own.
            if connection.prepare_cached(&sql)?.exists((other, own))? {
                let by = difference(checked.get(field).unwrap_or_default(), other);
                let why = format!("{DIFFERS}{} {by}", listed(other));
                problems.push(FieldProblem::new(field, why));
                break;
            }
        }
    }
    Ok(problems)
}

/// The users other than `own` who have this email address, in any spelling.
pub(super) fn holders(
    connection: &Connection,
    context: &EditContext,
    address: &str,
    own: &SqlValue,
) -> Result<Vec<i64>, StoreError> {
    let spellings = context.spellings.iter();
    let others = spellings.flat_map(|spellings| spellings.others(Field::Email, address));
    let mut holders = Vec::new();
    let sql = "SELECT id FROM main.hrm_users WHERE email = ?1 AND id IS NOT ?2";
    let mut statement = connection.prepare_cached(sql)?;
    for text in iter::once(address).chain(others) {
        let found = statement.query_map((text, own), |row| row.get(0))?;
        holders.extend(found.collect::<Result<Vec<i64>, _>>()?);
    }
    holders.sort_unstable();
    holders.dedup();
    Ok(holders)
}
