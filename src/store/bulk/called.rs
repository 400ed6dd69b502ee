//! What the rules call for, user by user: the companies that a user gets when
//! populated, or why there are none. Few answers differ, so each user has only
//! the number of one.

use std::collections::HashMap;

use rusqlite::{Connection, params};

use super::wish::Ask;
use crate::domain::{Cancel, RoleId, Scope, Skip, TenantId, UserId};
use crate::store::StoreError;
use crate::store::reading::directory::Directory;
use crate::store::reading::home::{self, Employment, Homes};
use crate::store::reading::users::dense;
use crate::store::schema::HrSchema;
use crate::store::statistics::select_references;
use crate::store::value::optional_number;

/// An answer; companies by their place in the directory, ascending.
#[derive(Debug, Default)]
pub(crate) struct Called {
    /// The role, if there is one.
    pub(crate) role: Option<RoleId>,
    /// Companies that can be granted.
    pub(crate) companies: Vec<Ask>,
    /// Companies that the rule calls for too, and whose id is of no use.
    pub(crate) unusable: Vec<usize>,
    /// Why there are none.
    pub(crate) skip: Option<Skip>,
}

/// What answers differ by.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    role: Option<RoleId>,
    home: Option<usize>,
    tenant: Option<TenantId>,
    skip: Option<Skip>,
}

/// The answers for some users.
#[derive(Default)]
pub(super) struct Calls {
    /// Where they cannot be looked up one by one.
    homes: Option<Homes>,
    answers: Vec<Called>,
    numbers: HashMap<Key, usize>,
    /// Ascending, with the place of the answer.
    users: Vec<(UserId, usize)>,
}

impl Calls {
    /// Finds the answers for these users, ascending, and forgets all others.
    /// Home companies are read as they stand now: what an earlier reading says
    /// may not be true any more.
    pub(crate) fn read(
        &mut self,
        connection: &Connection,
        schema: &HrSchema,
        directory: &Directory,
        users: &[UserId],
    ) -> Result<(), StoreError> {
        if self.homes.is_none() && !schema.employees_by_user {
            self.homes = Some(home::read(connection, schema, directory, &Cancel::default())?);
        }
        self.users.clear();
        let sql = select_references(&schema.user_references);
        let mut statement = connection.prepare_cached(&sql)?;
        // Either all between the first and the last, or each by itself.
        let ends = dense(users);
        let alone = if ends.is_some() { &users[..1] } else { users };
        let limit = if ends.is_some() { i64::MAX } else { 1 };
        let mut wanted = users.iter().copied().peekable();
        for from in alone {
            let end = ends.map_or(from.0, |(_, end)| end);
            let mut rows = statement.query(params![from.0, limit])?;
            while let Some(row) = rows.next()? {
                let id = UserId(row.get(0)?);
                if id.0 > end {
                    break;
                }
                while wanted.next_if(|user| *user < id).is_some() {}
                if wanted.next_if_eq(&id).is_some() {
                    let (role, organization) = (optional_number(row, 1)?, optional_number(row, 2)?);
                    let employment = match &self.homes {
                        Some(homes) => homes.employment(id),
                        None => home::employment_of(connection, directory, id)?,
                    };
                    let key = key(directory, role.map(RoleId), organization, employment);
                    let answer = self.answer(directory, key);
                    self.users.push((id, answer));
                }
            }
        }
        Ok(())
    }

    /// The answer for one of the users read; `None` if the user is gone.
    pub(crate) fn of(&self, user: UserId) -> Option<&Called> {
        let at = self.users.binary_search_by_key(&user, |(user, _)| *user).ok()?;
        self.answers.get(self.users[at].1)
    }

    fn answer(&mut self, directory: &Directory, key: Key) -> usize {
        let next = self.answers.len();
        let at = *self.numbers.entry(key.clone()).or_insert(next);
        if at == next {
            self.answers.push(called(directory, key));
        }
        at
    }
}

/// Of what a user is, only what the role's rule asks for.
fn key(
    directory: &Directory,
    role: Option<RoleId>,
    organization: Option<i64>,
    employment: Employment,
) -> Key {
    let role = role.filter(|id| directory.roles.contains_key(id));
    let none = Key { role, home: None, tenant: None, skip: None };
    if role.is_none() {
        return Key { skip: Some(Skip::NoRole), ..none };
    }
    match (directory.scope(role), employment) {
        (Scope::None | Scope::All, _) => none,
        (Scope::Home, Employment::None) => Key { skip: Some(Skip::NoEmployee), ..none },
        (Scope::Home, Employment::Nowhere) => Key { skip: Some(Skip::NoHome), ..none },
        (Scope::Home, Employment::At(place)) => Key { home: Some(place), ..none },
        (Scope::Tenant, employment) => {
            let home = match employment {
                Employment::At(place) => Some(&directory.companies[place].id),
                Employment::None | Employment::Nowhere => None,
            };
            match directory.tenant_of(home, organization) {
                Some(tenant) => Key { tenant: Some(tenant.clone()), ..none },
                None => Key { skip: Some(Skip::NoTenant), ..none },
            }
        }
    }
}

fn called(directory: &Directory, key: Key) -> Called {
    let Key { role, home, tenant, skip } = key;
    let scope = if skip.is_some() { Scope::None } else { directory.scope(role) };
    let home = home.map(|place| &directory.companies[place].id);
    let companies = directory.companies.iter().enumerate();
    let (usable, unusable): (Vec<usize>, _) = companies
        .filter(|(_, company)| scope.calls_for(home, tenant.as_ref(), company))
        .map(|(at, _)| at)
        .partition(|at| directory.companies[*at].id.is_usable());
    let companies = usable.into_iter().map(|at| (at, true)).collect();
    Called { role, companies, unusable, skip }
}
