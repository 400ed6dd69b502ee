//! Finds what a person names: a user by username, a company by code, name, label or id, as
//! described in [`naming`](crate::domain::naming). If there is no match, or not only one, the
//! error lists candidates.

use std::cmp::Reverse;

use rusqlite::OptionalExtension;

use crate::domain::lookalike::{WantedName, distinguishable, listed, oddity, twin, typed, untyped};
use crate::domain::naming::{CompanyNames, NameMatch};
use crate::domain::{Company, User, UserId};
use crate::store::sql_value::text;
use crate::store::{Store, StoreError};

/// How many candidates an error lists.
const CANDIDATES: usize = 5;

/// From this score, a name is so similar that the other may be a typo: about four fifths are
/// the same.
const ALIKE: u32 = 719;

pub(crate) const SELECT_BY_USERNAME: &str = "SELECT id FROM hrm_users WHERE username = ?1";

impl Store {
    /// The user whose username matches best: exactly, or as messages write it, with escapes;
    /// otherwise apart from surrounding spaces; otherwise when folded.
    ///
    /// # Errors
    /// [`StoreError::NoSuchUser`] with similar usernames, and [`StoreError::AmbiguousUser`].
    pub fn find_user(&self, username: &str) -> Result<User, StoreError> {
        if let Some(user) = self.user_called(username)? {
            return Ok(user);
        }
        let names = self.usernames()?;
        let wanted = WantedName::new(username, false);
        let fits = || names.iter().filter_map(|known| Some((wanted.fit(&known.1)?, known)));
        let best = fits().map(|(fit, _)| fit).min();
        let same: Vec<&(UserId, String)> =
            fits().filter(|(fit, _)| Some(*fit) == best).map(|(_, known)| known).collect();
        match same[..] {
            [(id, _)] => {
                let user = self.user(*id)?;
                user.ok_or_else(|| StoreError::Gone(username.to_owned()))
            }
            [] => {
                let (candidates, alike) = nearest(username, names.iter(), |(_, name)| {
                    (candidate_of(username, name), vec![name.as_str()])
                });
                Err(StoreError::NoSuchUser { name: username.into(), candidates, alike })
            }
            _ => {
                let candidates = same.iter().map(|(_, name)| described(name)).collect();
                Err(StoreError::AmbiguousUser { name: username.into(), candidates })
            }
        }
    }

    /// The user with exactly this username, which may be written with escapes, as
    /// [`typed`](crate::domain::lookalike::typed) does.
    pub(crate) fn user_called(&self, username: &str) -> Result<Option<User>, StoreError> {
        for name in [Some(username.to_owned()), untyped(username.trim())].into_iter().flatten() {
            let id = self
                .connection
                .prepare_cached(SELECT_BY_USERNAME)?
                .query_row([name], |row| row.get(0).map(UserId))
                .optional()?;
            if let Some(user) = id.map(|id| self.user(id)).transpose()?.flatten() {
                return Ok(Some(user));
            }
        }
        Ok(None)
    }

    /// The company whose code, name, id (with or without dashes) or label (see
    /// [`Company::labels`]) matches best, in the steps of [`Store::find_user`].
    ///
    /// # Errors
    /// [`StoreError::NoSuchCompany`] and [`StoreError::AmbiguousCompany`] with candidates.
    pub fn find_company(&self, name: &str) -> Result<&Company, StoreError> {
        match self.company_names().find(name) {
            NameMatch::One(at) => Ok(&self.companies()[at]),
            NameMatch::Unknown => {
                let (candidates, alike) = similar_companies(self.companies(), name);
                Err(StoreError::NoSuchCompany { name: name.into(), candidates, alike })
            }
            NameMatch::Several(found) => Err(StoreError::AmbiguousCompany {
                name: name.into(),
                candidates: found.into_iter().map(|at| self.candidate(at)).collect(),
            }),
        }
    }

    /// The companies by name.
    pub(crate) fn company_names(&self) -> &CompanyNames {
        self.catalog.company_names()
    }

    /// A company as a candidate: the first label that no other company has.
    fn candidate(&self, at: usize) -> String {
        let company = &self.companies()[at];
        let alone = |label: &String| self.company_names().find(label) == NameMatch::One(at);
        match company.labels().into_iter().find(alone) {
            Some(label) => {
                format!("“{}” {}, {}", typed(&label), typed(&company.name), company.id)
            }
            None => format!("{}, {}", typed(&company.name), company.id),
        }
    }

    fn usernames(&self) -> Result<Vec<(UserId, String)>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT id, username FROM hrm_users")?;
        let names = statement.query_map([], |row| Ok((row.get(0).map(UserId)?, text(row, 1)?)))?;
        Ok(names.collect::<Result<_, _>>()?)
    }
}

/// A name, with a note on the first character that is easy to overlook.
fn described(name: &str) -> String {
    match oddity(name) {
        Some(oddity) => format!("{} (with {oddity})", listed(name)),
        None => listed(name),
    }
}

/// A name as a candidate for another, with how they differ if they look the same.
fn candidate_of(wanted: &str, name: &String) -> String {
    match twin(wanted, [name]) {
        Some(_) => distinguishable(listed(name), [name], wanted),
        None => described(name),
    }
}

/// The companies most similar to a name that none has, and whether they are so similar that
/// the name may be a typo.
pub(crate) fn similar_companies(companies: &[Company], name: &str) -> (Vec<String>, bool) {
    nearest(name, companies.iter(), |company| {
        let label = format!("{} ({})", typed(&company.code), typed(&company.name));
        let label = distinguishable(label, [&company.code, &company.name], name);
        (label, vec![&company.code, &company.name])
    })
}

/// The labels of the items most similar to `wanted` in one of their names, and whether they
/// are so similar that `wanted` may be a typo.
pub(crate) fn nearest<'a, T: 'a>(
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

/// How similar a name is to `wanted`, which is in lower case: from 0 (not at all) to 1999 (the
/// same apart from case). A name that contains the other, or is contained in it, counts as
/// similar.
fn likeness(wanted: &str, name: &str) -> u32 {
    let name = name.to_lowercase();
    if name == wanted {
        return 1999;
    }
    let part =
        !wanted.is_empty() && (name.contains(wanted) || (name.len() > 2 && wanted.contains(&name)));
    // Between 0 and 1, so at most 899.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let score = (strsim::jaro_winkler(wanted, &name) * 899.0) as u32;
    score + if part { 1000 } else { 0 }
}
