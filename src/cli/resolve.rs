//! From the names on the command line to users and companies: all of them, or
//! every fault at once. Every command that changes grants gets its targets
//! here.

use std::collections::HashSet;

use super::failure::Unresolved;
use crate::domain::{Company, CompanyId, User, UserId};
use crate::store::{Store, StoreError};

/// Whom and what a command names.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wanted<'a> {
    pub(super) users: &'a [String],
    pub(super) companies: &'a [String],
    /// The user whose companies are taken.
    pub(super) source: Option<&'a str>,
}

/// The users and companies that a change is about, each once, in the order
/// they were named in.
#[derive(Debug, Default)]
pub(super) struct Targets {
    pub(super) users: Vec<UserId>,
    /// The name of the user, if there is one only.
    pub(super) only_user: Option<String>,
    pub(super) companies: Vec<Company>,
    pub(super) source: Option<User>,
}

impl Targets {
    pub(super) fn company_ids(&self) -> Vec<CompanyId> {
        self.companies.iter().map(|company| company.id.clone()).collect()
    }
}

/// Finds all users and companies by their names.
///
/// Errors: [`Unresolved`] with every name that is not known or not the only
/// one, or the first fault of the database.
pub(super) fn targets(store: &Store, wanted: Wanted<'_>) -> anyhow::Result<Targets> {
    let mut faults = Vec::new();
    let mut targets = Targets::default();
    if let Some(name) = wanted.source {
        targets.source = known(store.find_user(name), &mut faults)?;
    }
    let mut seen = HashSet::new();
    for name in wanted.users {
        if let Some(user) = known(store.find_user(name), &mut faults)?
            && seen.insert(user.id)
        {
            targets.only_user = targets.users.is_empty().then_some(user.username);
            targets.users.push(user.id);
        }
    }
    let mut seen = HashSet::new();
    for name in wanted.companies {
        if let Some(company) = known(store.find_company(name), &mut faults)?
            && seen.insert(&company.id)
        {
            targets.companies.push(company.clone());
        }
    }
    if faults.is_empty() { Ok(targets) } else { Err(Unresolved(faults).into()) }
}

/// What was found; a name's fault is put aside, so that the next name is
/// looked at too.
fn known<T>(
    found: Result<T, StoreError>,
    faults: &mut Vec<StoreError>,
) -> Result<Option<T>, StoreError> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(
            fault @ (StoreError::NoSuchUser { .. }
            | StoreError::NoSuchCompany { .. }
            | StoreError::AmbiguousCompany { .. }),
        ) => {
            faults.push(fault);
            Ok(None)
        }
        Err(error) => Err(error),
    }
}
