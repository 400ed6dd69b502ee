//! Usernames and e-mail addresses that look the same as another's: people take
//! them for the same, so a second one is a slip.

use std::collections::HashMap;
use std::iter;

use rusqlite::Connection;

use super::edit_context::EditContext;
use super::table_info::TableInfo;
use super::user::{RowValues, get, has_value};
use crate::domain::lookalike::{difference, folded, listed, looks};
use crate::domain::{Draft, Field, FieldProblem};
use crate::filter::Axis;
use crate::store::StoreError;
use crate::store::sql_value::{SqlValue, text};

/// Up to this id of a user, reading all of them takes no time that somebody
/// who types would notice.
const FEW: i64 = 20_000;

/// Whether there are too many users to read them all while somebody types.
pub(super) fn are_many(connection: &Connection) -> Result<bool, StoreError> {
    let largest: Option<i64> = connection
        .prepare_cached("SELECT max(id) FROM main.hrm_users")?
        .query_row([], |row| row.get(0))?;
    Ok(largest.unwrap_or(0) > FEW)
}

/// How it begins what is said of another spelling.
pub(super) const DIFFERS: &str = "differs from ";

/// The fields by which people know a user.
const KNOWN_BY: [(Field, &str); 2] = [(Field::Username, "username"), (Field::Email, "email")];

/// How the database spells what drafts state.
#[derive(Default)]
pub(super) struct Spellings {
    alike: HashMap<(Field, String), Vec<String>>,
    /// The users of each username that lines name, folded.
    named: HashMap<String, Vec<NamedUser>>,
}

/// A user by id and username.
pub(super) type NamedUser = (SqlValue, String);

impl Spellings {
    /// Reads through the users once, and keeps what the drafts state.
    pub(super) fn read<'d>(
        connection: &Connection,
        users: &TableInfo,
        drafts: impl Iterator<Item = &'d Draft>,
    ) -> Result<Self, StoreError> {
        let mut spellings = Self::default();
        for draft in drafts {
            for (field, _) in KNOWN_BY {
                let stated = draft.get(field).map(|text| (field, looks(text)));
                spellings.alike.extend(stated.map(|key| (key, Vec::new())));
            }
        }
        for (field, column) in KNOWN_BY {
            let is_stated = spellings.alike.keys().any(|(stated, _)| *stated == field);
            if users.has(column) && is_stated {
                spellings.read_column(connection, field, column)?;
            }
        }
        Ok(spellings)
    }

    fn read_column(
        &mut self,
        connection: &Connection,
        field: Field,
        column: &str,
    ) -> Result<(), StoreError> {
        let sql = format!("SELECT {column}, id FROM main.hrm_users");
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let text = text(row, 0)?;
            let Some(known) = self.alike.get_mut(&(field, looks(&text))) else {
                continue;
            };
            known.push(text.clone());
            if field == Field::Username {
                self.named.entry(folded(&text)).or_default().push((row.get(1)?, text));
            }
        }
        Ok(())
    }

    /// The users whose username is the same when folded.
    pub(super) fn named(&self, username: &str) -> &[NamedUser] {
        let folded = folded(username);
        if folded.is_empty() { &[] } else { self.named.get(&folded).map_or(&[], Vec::as_slice) }
    }

    /// Takes note of what a draft was written with.
    pub(super) fn note(&mut self, draft: &Draft) {
        for (field, text) in draft.stated() {
            if let Some(known) = self.alike.get_mut(&(field, looks(text))) {
                known.push(text.trim().to_owned());
            }
        }
    }

    /// What differs from a text and looks the same.
    fn others<'s>(&'s self, field: Field, text: &'s str) -> impl Iterator<Item = &'s str> {
        let known = self.alike.get(&(field, looks(text)));
        known.into_iter().flatten().map(String::as_str).filter(move |other| *other != text)
    }
}

/// What of a draft looks the same as what another user has. `told` is what is
/// wrong with it otherwise.
pub(super) fn problems(
    connection: &Connection,
    context: &EditContext,
    draft: &Draft,
    row: Option<&RowValues>,
    told: &[FieldProblem],
) -> Result<Vec<FieldProblem>, StoreError> {
    let mut asked = Draft::default();
    for (field, column) in KNOWN_BY {
        let text = draft.get(field).map(str::trim).filter(|text| !text.is_empty());
        let is_new = |text: &str| {
            row.is_none_or(|row| !has_value(Axis::Users, row, column, &text.to_owned().into()))
        };
        let known = told.iter().any(|problem| problem.field == field);
        if let Some(text) = text.filter(|text| !known && is_new(text)) {
            asked.set(field, text);
        }
    }
    let read;
    let spellings = match &context.spellings {
        Some(spellings) => spellings,
        None if asked.is_empty() => return Ok(Vec::new()),
        None => {
            read = Spellings::read(connection, &context.users, iter::once(&asked))?;
            &read
        }
    };
    let own = row.and_then(|row| get(row, "id")).unwrap_or(&SqlValue::Null);
    let mut problems = Vec::new();
    for (field, column) in KNOWN_BY {
        let sql = format!("SELECT 1 FROM main.hrm_users WHERE {column} = ?1 AND id IS NOT ?2");
        for other in asked.get(field).into_iter().flat_map(|text| spellings.others(field, text)) {
            // It may have been changed since it was read, or be the user's own.
            if connection.prepare_cached(&sql)?.exists((other, own))? {
                let by = difference(asked.get(field).unwrap_or_default(), other);
                let why = format!("{DIFFERS}{} {by}", listed(other));
                problems.push(FieldProblem::new(field, why));
                break;
            }
        }
    }
    Ok(problems)
}

/// The users, but for `own`, who have this e-mail address, however it is spelt.
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
