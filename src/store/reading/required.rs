//! The companies that the rules require of users, as positions and counts: the same rules as
//! [`Scope::requires`], for all companies at once.

use std::collections::HashMap;

use super::catalog::Catalog;
use crate::domain::Scope;

/// The companies that a rule requires of one user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum RequiredCompanies {
    None,
    All,
    /// Those of the tenant with this number.
    OfTenant(u32),
    /// The company at this position.
    Home(usize),
}

impl RequiredCompanies {
    /// What a scope requires of a user with the home company at this position and this
    /// organization.
    pub(crate) fn of(
        catalog: &Catalog,
        scope: Scope,
        home: Option<usize>,
        organization: Option<i64>,
    ) -> Self {
        match scope {
            Scope::None => Self::None,
            Scope::All => Self::All,
            Scope::Home => home.map_or(Self::None, Self::Home),
            Scope::Tenant => {
                catalog.tenant_number_of(home, organization).map_or(Self::None, Self::OfTenant)
            }
        }
    }

    fn includes(self, catalog: &Catalog, at: usize) -> bool {
        match self {
            Self::None => false,
            Self::All => true,
            Self::OfTenant(tenant) => catalog.tenant_numbers[at] == Some(tenant),
            Self::Home(home) => at == home,
        }
    }

    /// How many companies are required.
    pub(crate) fn count(self, catalog: &Catalog) -> u64 {
        match self {
            Self::None => 0,
            Self::All => catalog.companies.len() as u64,
            Self::OfTenant(tenant) => catalog.tenant_sizes[tenant as usize],
            Self::Home(_) => 1,
        }
    }

    /// How many of the required companies are missing; `held` has pairs of the user's id and a
    /// position, ascending.
    pub(crate) fn drift(self, catalog: &Catalog, held: &[(i64, usize)]) -> u64 {
        let has = match self {
            Self::None => 0,
            Self::All => held.len(),
            Self::OfTenant(_) => held.iter().filter(|(_, at)| self.includes(catalog, *at)).count(),
            Self::Home(home) => usize::from(is_held(held, home)),
        };
        self.count(catalog).saturating_sub(has as u64)
    }
}

/// Whether the company at this position is held.
pub(crate) fn is_held(held: &[(i64, usize)], company: usize) -> bool {
    held.binary_search_by_key(&company, |(_, held)| *held).is_ok()
}

/// How many users lack each company that is required of them, collected user by user.
#[derive(Debug)]
pub(crate) struct DriftByCompany {
    /// The number of users who lack their home company, by its position.
    homes_missing: Vec<u64>,
    /// Users of whom the same companies are required.
    groups: HashMap<RequiredCompanies, UsersOfGroup>,
}

/// The number of users, and how many of them have each company.
#[derive(Debug)]
struct UsersOfGroup {
    users: u64,
    held: Vec<u64>,
}

impl DriftByCompany {
    pub(crate) fn new(catalog: &Catalog) -> Self {
        Self { homes_missing: vec![0; catalog.companies.len()], groups: HashMap::new() }
    }

    /// Adds a user; `held` is as in [`RequiredCompanies::drift`].
    pub(crate) fn add(&mut self, required: RequiredCompanies, held: &[(i64, usize)]) {
        match required {
            RequiredCompanies::None => {}
            RequiredCompanies::Home(home) => {
                self.homes_missing[home] += u64::from(!is_held(held, home));
            }
            RequiredCompanies::All | RequiredCompanies::OfTenant(_) => {
                let companies = self.homes_missing.len();
                let empty = || UsersOfGroup { users: 0, held: vec![0; companies] };
                let group = self.groups.entry(required).or_insert_with(empty);
                group.users += 1;
                for (_, at) in held {
                    group.held[*at] += 1;
                }
            }
        }
    }

    /// How many users lack the company at this position.
    pub(crate) fn of(&self, catalog: &Catalog, at: usize) -> u64 {
        let groups = self.groups.iter().filter(|(required, _)| required.includes(catalog, at));
        self.homes_missing[at] + groups.map(|(_, group)| group.users - group.held[at]).sum::<u64>()
    }
}
