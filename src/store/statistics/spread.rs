//! How the grants spread over users and companies, taken in user by user
//! during the walk that counts the totals.

use std::collections::HashMap;

use super::user_count::UserCount;
use crate::domain::{Company, CompanyFigures, Scope, TenantId};
use crate::store::reading::catalog::Catalog;
use crate::store::reading::effective::EffectiveByCompany;

/// What the walk finds.
#[derive(Debug)]
pub(super) struct Spread {
    /// How many users have exactly so many companies.
    pub(super) users_by_count: Vec<u64>,
    users_of_company: Vec<u64>,
    /// By position of the company: users who lack it as their home.
    homes_missing: Vec<u64>,
    /// The users whose rule calls for the same companies: all of them, or
    /// those of one tenant.
    groups: HashMap<Option<TenantId>, SpreadGroup>,
    access: EffectiveByCompany,
}

/// Users of one rule, and how many of them have each company.
#[derive(Debug)]
struct SpreadGroup {
    users: u64,
    held: Vec<u64>,
}

impl Spread {
    pub(super) fn new(catalog: &Catalog) -> Self {
        let companies = catalog.companies.len();
        Self {
            access: EffectiveByCompany::new(catalog),
            users_by_count: Vec::new(),
            users_of_company: vec![0; companies],
            homes_missing: vec![0; companies],
            groups: HashMap::new(),
        }
    }

    /// Takes in a user.
    pub(super) fn add(&mut self, catalog: &Catalog, user: &UserCount<'_>) {
        let held = user.held;
        self.access.add(catalog, &user.basis, held.iter().map(|(_, at)| *at));
        if self.users_by_count.len() <= held.len() {
            self.users_by_count.resize(held.len() + 1, 0);
        }
        self.users_by_count[held.len()] += 1;
        for (_, at) in held {
            self.users_of_company[*at] += 1;
        }
        match (user.scope, user.home, user.tenant) {
            (Scope::All, ..) => self.enter(None, held),
            (Scope::Tenant, _, Some(tenant)) => self.enter(Some(tenant), held),
            (Scope::Home, Some(home), _) => self.homes_missing[home] += u64::from(user.lacks(home)),
            (Scope::Tenant | Scope::Home | Scope::None, ..) => {}
        }
    }

    fn enter(&mut self, tenant: Option<&TenantId>, held: &[(i64, usize)]) {
        let companies = self.users_of_company.len();
        let empty = || SpreadGroup { users: 0, held: vec![0; companies] };
        let group = self.groups.entry(tenant.cloned()).or_insert_with(empty);
        group.users += 1;
        for (_, at) in held {
            group.held[*at] += 1;
        }
    }

    /// What each company comes to.
    pub(super) fn companies(&self, catalog: &Catalog) -> Vec<CompanyFigures> {
        let of = |(at, company): (usize, &Company)| {
            let required = self
                .groups
                .iter()
                .filter(|(tenant, _)| tenant.is_none() || **tenant == company.tenant)
                .map(|(_, group)| group.users - group.held[at]);
            CompanyFigures {
                company: company.clone(),
                users: self.users_of_company[at],
                effective_users: self.access.of(catalog, at).effective,
                drift: self.homes_missing[at] + required.sum::<u64>(),
            }
        };
        catalog.companies.iter().enumerate().map(of).collect()
    }
}
