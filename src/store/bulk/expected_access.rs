//! What the rules require of each user: the companies that populating grants, or why there are
//! none. Many users have the same answer, so each user stores only the index of an answer.

use std::collections::HashMap;

use rusqlite::Connection;

use super::cell_target::CellTarget;
use crate::domain::{Cancel, RoleId, Scope, Skip, TenantId, UserId};
use crate::store::StoreError;
use crate::store::reading::by_id::for_each_reference;
use crate::store::reading::catalog::Catalog;
use crate::store::reading::home_companies::{self, Employment, HomeCompanies};
use crate::store::schema::HrSchema;

/// An answer; companies by their position in the catalog, ascending.
#[derive(Debug, Default)]
pub(crate) struct ExpectedAccess {
    /// The role, if there is one.
    pub(crate) role: Option<RoleId>,
    /// Companies that can be granted.
    pub(crate) companies: Vec<CellTarget>,
    /// Companies that the rule also requires, but that cannot be granted because of their id.
    pub(crate) unusable: Vec<usize>,
    /// Why there are no companies.
    pub(crate) skip: Option<Skip>,
}

/// The properties that an answer depends on.
#[derive(Clone, PartialEq, Eq, Hash)]
struct RuleKey {
    role: Option<RoleId>,
    home: Option<usize>,
    tenant: Option<TenantId>,
    skip: Option<Skip>,
}

/// The answers for some users.
#[derive(Default)]
pub(super) struct ExpectedCache {
    /// The home companies of all users, if they cannot be looked up one by one.
    homes: Option<HomeCompanies>,
    answers: Vec<ExpectedAccess>,
    numbers: HashMap<RuleKey, usize>,
    /// Ascending by user, with the index of the answer.
    users: Vec<(UserId, usize)>,
}

impl ExpectedCache {
    /// Finds the answers for these users, ascending, and forgets all others. Reads home
    /// companies from the database, because cached ones may be outdated.
    pub(crate) fn read(
        &mut self,
        connection: &Connection,
        schema: &HrSchema,
        catalog: &Catalog,
        users: &[UserId],
    ) -> Result<(), StoreError> {
        if self.homes.is_none() && !schema.employees_by_user {
            self.homes =
                Some(home_companies::read(connection, schema, catalog, &Cancel::default())?);
        }
        self.users.clear();
        for_each_reference(connection, schema, users, |of| {
            let employment = match &self.homes {
                Some(homes) => homes.employment(of.id),
                None => home_companies::employment_of(connection, catalog, of.id)?,
            };
            let key = key(catalog, of.role, of.organization, employment);
            let answer = self.answer(catalog, key);
            self.users.push((of.id, answer));
            Ok(())
        })
    }

    /// The answer for one of the users read; `None` if the user is gone.
    pub(crate) fn of(&self, user: UserId) -> Option<&ExpectedAccess> {
        let at = self.users.binary_search_by_key(&user, |(user, _)| *user).ok()?;
        self.answers.get(self.users[at].1)
    }

    fn answer(&mut self, catalog: &Catalog, key: RuleKey) -> usize {
        let next = self.answers.len();
        let at = *self.numbers.entry(key.clone()).or_insert(next);
        if at == next {
            self.answers.push(expected(catalog, key));
        }
        at
    }
}

/// The properties of a user that the role's rule depends on.
fn key(
    catalog: &Catalog,
    role: Option<RoleId>,
    organization: Option<i64>,
    employment: Employment,
) -> RuleKey {
    let role = role.filter(|id| catalog.roles.contains_key(id));
    let none = RuleKey { role, home: None, tenant: None, skip: None };
    if role.is_none() {
        return RuleKey { skip: Some(Skip::NoRole), ..none };
    }
    match (catalog.scope(role), employment) {
        (Scope::None | Scope::All, _) => none,
        (Scope::Home, Employment::None) => RuleKey { skip: Some(Skip::NoEmployee), ..none },
        (Scope::Home, Employment::Nowhere) => RuleKey { skip: Some(Skip::NoHome), ..none },
        (Scope::Home, Employment::At(position)) => RuleKey { home: Some(position), ..none },
        (Scope::Tenant, employment) => {
            let home = match employment {
                Employment::At(position) => Some(&catalog.companies[position].id),
                Employment::None | Employment::Nowhere => None,
            };
            match catalog.tenant_of(home, organization) {
                Some(tenant) => RuleKey { tenant: Some(tenant.clone()), ..none },
                None => RuleKey { skip: Some(Skip::NoTenant), ..none },
            }
        }
    }
}

fn expected(catalog: &Catalog, key: RuleKey) -> ExpectedAccess {
    let RuleKey { role, home, tenant, skip } = key;
    let scope = if skip.is_some() { Scope::None } else { catalog.scope(role) };
    let home = home.map(|position| &catalog.companies[position].id);
    let companies = catalog.companies.iter().enumerate();
    let (usable, unusable): (Vec<usize>, _) = companies
        .filter(|(_, company)| scope.requires(home, tenant.as_ref(), company))
        .map(|(at, _)| at)
        .partition(|at| catalog.companies[*at].id.is_usable());
    let companies = usable.into_iter().map(|at| (at, true)).collect();
    ExpectedAccess { role, companies, unusable, skip }
}
