//! Finding what a person names: a user by username, a company by code, exact
//! name or id. What isn't found, or is not the only one, is answered with the
//! candidates.

use std::cmp::Reverse;

use rusqlite::OptionalExtension;
use uuid::Uuid;

use super::value::text;
use super::{Store, StoreError};
use crate::domain::{Company, User, UserId};

/// How many candidates an error lists.
const CANDIDATES: usize = 5;

/// From this likeness on a name may be what was meant: four fifths the same.
const ALIKE: u32 = 719;

pub(super) const SELECT_BY_USERNAME: &str = "SELECT id FROM hrm_users WHERE username = ?1";

impl Store {
    /// The user with this username; upper and lower case count.
    ///
    /// Errors: [`StoreError::NoSuchUser`] with usernames like it.
    pub fn find_user(&self, username: &str) -> Result<User, StoreError> {
        let id = self
            .connection
            .prepare_cached(SELECT_BY_USERNAME)?
            .query_row([username], |row| row.get(0).map(UserId))
            .optional()?;
        if let Some(user) = id.map(|id| self.user(id)).transpose()?.flatten() {
            return Ok(user);
        }
        let (candidates, alike) = self.usernames_like(username)?;
        Err(StoreError::NoSuchUser { name: username.into(), candidates, alike })
    }

    /// The company with this code, exact name or id (with or without dashes).
    ///
    /// Errors: [`StoreError::NoSuchCompany`] and
    /// [`StoreError::AmbiguousCompany`] with the candidates.
    pub fn find_company(&self, name: &str) -> Result<&Company, StoreError> {
        let companies = self.companies();
        let by = |field: fn(&Company) -> &str| -> Vec<&Company> {
            companies.iter().filter(|company| field(company) == name).collect()
        };
        let mut found = by(|company| &company.code);
        if found.is_empty() {
            found = by(|company| &company.name);
        }
        let id = Uuid::try_parse(name).ok();
        let by_id = companies.iter().find(|company| {
            company.id.as_str() == name
                || id.is_some() && Uuid::try_parse(company.id.as_str()).ok() == id
        });
        if found.is_empty() {
            found.extend(by_id);
        }
        match found[..] {
            [company] => Ok(company),
            [] => {
                let (candidates, alike) = nearest(name, companies.iter(), |company| {
                    let label = format!("{} ({})", company.code, company.name);
                    (label, vec![&company.code, &company.name])
                });
                Err(StoreError::NoSuchCompany { name: name.into(), candidates, alike })
            }
            _ => Err(StoreError::AmbiguousCompany {
                name: name.into(),
                candidates: found.into_iter().map(label_with_id).collect(),
            }),
        }
    }

    fn usernames_like(&self, wanted: &str) -> Result<(Vec<String>, bool), StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT username FROM hrm_users")?;
        let names: Vec<String> =
            statement.query_map([], |row| text(row, 0))?.collect::<Result<_, _>>()?;
        Ok(nearest(wanted, names.iter(), |name| ((*name).clone(), vec![name.as_str()])))
    }
}

fn label_with_id(company: &Company) -> String {
    let tenant = company.tenant_name.as_deref().unwrap_or("no tenant");
    format!("{} ({}, {tenant}) {}", company.code, company.name, company.id)
}

/// The labels of the items that are most like `wanted` in one of their names,
/// and whether they are so much alike that one of them may be meant.
pub(super) fn nearest<'a, T: 'a>(
    wanted: &str,
    items: impl Iterator<Item = &'a T>,
    names: impl Fn(&'a T) -> (String, Vec<&'a str>),
) -> (Vec<String>, bool) {
    let wanted = wanted.to_lowercase();
    let mut scored: Vec<(Reverse<u32>, String)> = items
        .filter_map(|item| {
            let (label, names) = names(item);
            let score = names.into_iter().map(|name| likeness(&wanted, name)).max()?;
            Some((Reverse(score), label))
        })
        .collect();
    scored.sort();
    let alike = scored.first().is_some_and(|(Reverse(best), _)| *best >= ALIKE);
    let near = scored.into_iter().take(CANDIDATES);
    let near = near.filter(|(Reverse(score), _)| !alike || *score >= ALIKE);
    (near.map(|(_, label)| label).collect(), alike)
}

/// How much a name is like what was wanted (in lower case): 0 not at all,
/// 1999 the same but for case. One that is a part of the other is alike.
fn likeness(wanted: &str, name: &str) -> u32 {
    let name = name.to_lowercase();
    if name == wanted {
        return 1999;
    }
    let part =
        !wanted.is_empty() && (name.contains(wanted) || (name.len() > 2 && wanted.contains(&name)));
    // Between 0 and 1: at most 899.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let score = (strsim::jaro_winkler(wanted, &name) * 899.0) as u32;
    score + if part { 1000 } else { 0 }
}
