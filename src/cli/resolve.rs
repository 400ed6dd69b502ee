//! From the names on the command line to users and companies: all of them, or
//! every fault at once.

use std::collections::HashSet;

use super::failure::Unresolved;
use crate::domain::{Company, User};
use crate::store::{Store, StoreError};

/// The users and companies that a change is about, each once, in the order
/// they were named in.
#[derive(Debug)]
pub(super) struct Targets {
    pub(super) users: Vec<User>,
    pub(super) companies: Vec<Company>,
}

/// Finds all users and companies by their names.
///
/// Errors: [`Unresolved`] with every name that is not known or not the only
/// one, or the first fault of the database.
pub(super) fn targets(
    store: &Store,
    users: &[String],
    companies: &[String],
) -> anyhow::Result<Targets> {
    let mut faults = Vec::new();
    let mut targets = Targets { users: Vec::new(), companies: Vec::new() };
    let mut seen = HashSet::new();
    for name in users {
        if let Some(user) = known(store.find_user(name), &mut faults)?
            && seen.insert(user.id)
        {
            targets.users.push(user);
        }
    }
    let mut seen = HashSet::new();
    for name in companies {
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
