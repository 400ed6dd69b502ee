//! How grants are distributed over users and companies. It is collected user by user in the
//! same pass that counts the totals.

use super::user_count::UserCount;
use crate::domain::{Company, CompanyFigures};
use crate::store::reading::catalog::Catalog;
use crate::store::reading::effective::EffectiveByCompany;
use crate::store::reading::required::DriftByCompany;

/// What the pass collects.
#[derive(Debug)]
pub(super) struct Spread {
    /// The number of users by their number of companies.
    pub(super) users_by_count: Vec<u64>,
    users_of_company: Vec<u64>,
    drift: DriftByCompany,
    access: EffectiveByCompany,
}

impl Spread {
    pub(super) fn new(catalog: &Catalog) -> Self {
        let companies = catalog.companies.len();
        Self {
            access: EffectiveByCompany::new(catalog),
            users_by_count: Vec::new(),
            users_of_company: vec![0; companies],
            drift: DriftByCompany::new(catalog),
        }
    }

    /// Adds a user.
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
        self.drift.add(user.required, held);
    }

    /// The figures of each company.
    pub(super) fn companies(&self, catalog: &Catalog) -> Vec<CompanyFigures> {
        let of = |(at, company): (usize, &Company)| CompanyFigures {
            company: company.clone(),
            users: self.users_of_company[at],
            effective_users: self.access.of(catalog, at).effective,
            drift: self.drift.of(catalog, at),
        };
        catalog.companies.iter().enumerate().map(of).collect()
    }
}
