//! The findings about access that an auditor asks about first, from one pass over users and
//! grants.

use std::collections::HashSet;

use super::reading::catalog::Catalog;
use super::reading::effective::EffectiveByCompany;
use super::statistics::user_count::UserCount;
use super::{Store, StoreError};
use crate::domain::role::SUPER_ADMIN;
use crate::domain::{
    AccessFinding, AccessFindingKind, Cancel, Finding, JobProgress, Permission, Reach, RoleId,
    UserId,
};

/// The maximum number of companies that are listed for one user.
const MOST_COMPANIES: usize = 5;

impl Store {
    /// The findings about access that an auditor asks about first, each with a filter that
    /// shows exactly what was counted. Kinds without findings are left out.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`] once `cancel` is set, [`StoreError::NoRights`] for an operator
    /// who may not see every tenant.
    pub fn access_findings(&self, cancel: &Cancel) -> Result<Vec<AccessFinding>, StoreError> {
        self.authorize(Permission::SeeEverything)?;
        Ok(self.access_and_pairs(&mut JobProgress::none(), cancel)?.0)
    }

    /// The same, and the number of cells with a grant. `progress` counts these cells.
    pub(super) fn access_and_pairs(
        &self,
        progress: &mut JobProgress<'_>,
        cancel: &Cancel,
    ) -> Result<(Vec<AccessFinding>, u64), StoreError> {
        let mut census = AccessCensus::new(&self.catalog);
        let mut pairs = 0;
        self.for_each_counted(cancel, |user| {
            census.add(user);
            pairs += user.held.len() as u64;
            // The pass checks `cancel` itself.
            let _ = progress.advance(user.held.len() as u64);
        })?;
        let (unreachable, most) = census.unreachable_companies();
        let mut findings = Vec::new();
        for (kind, found) in AccessFindingKind::ALL.into_iter().zip(census.found) {
            if found.count > 0 {
                let filter = filter_of(kind, self.companies().len(), most);
                let samples = self.samples(found.first)?;
                let AccessCount { count, grants, .. } = found;
                findings.push(AccessFinding { kind, count, grants, samples, filter });
            } else if kind.is_about_companies() && !unreachable.is_empty() {
                let named = unreachable.iter().take(Finding::MOST_NAMED);
                let named = named.map(|at| &self.companies()[*at]);
                let samples = named.map(|it| format!("{} {}", it.code, it.name)).collect();
                let filter = filter_of(kind, self.companies().len(), most);
                let count = unreachable.len() as u64;
                findings.push(AccessFinding { kind, count, grants: None, samples, filter });
            }
        }
        Ok((findings, pairs))
    }

    fn samples(&self, first: Vec<(i64, Vec<usize>)>) -> Result<Vec<String>, StoreError> {
        let mut samples = Vec::with_capacity(first.len());
        for (id, held) in first {
            let user = self.user(UserId(id))?;
            let mut sample = user.map_or_else(|| UserId(id).to_string(), |user| user.username);
            let codes = held.iter().take(MOST_COMPANIES).map(|at| &*self.companies()[*at].code);
            let codes: Vec<&str> = codes.collect();
            if !codes.is_empty() {
                sample = format!("{sample}: {}", codes.join(", "));
            }
            if held.len() > codes.len() {
                sample = format!("{sample} and {} more", held.len() - codes.len());
            }
            samples.push(sample);
        }
        Ok(samples)
    }
}

/// The filter that shows the findings of a kind. `most` is how many users (all of them Super
/// Admins) can get into a company that counts as one that nobody can get into.
fn filter_of(kind: AccessFindingKind, companies: usize, most: u64) -> String {
    match kind {
        AccessFindingKind::IneffectiveGrants => "is:ineffective".to_owned(),
        AccessFindingKind::ActiveWithoutAccess => "is:active effective:0".to_owned(),
        AccessFindingKind::InactiveWithGrants => "is:inactive n:>0".to_owned(),
        AccessFindingKind::GrantsAcrossTenants => "is:cross-tenant".to_owned(),
        AccessFindingKind::SuperAdmins => format!("is:active role:\"{SUPER_ADMIN}\""),
        AccessFindingKind::AccessToEverything => format!("effective:{companies}"),
        AccessFindingKind::CompaniesWithoutUsers if most == 0 => "effective:0".to_owned(),
        AccessFindingKind::CompaniesWithoutUsers => format!("effective:<={most}"),
        AccessFindingKind::GrantsRepeatingRole => "is:repeats-role".to_owned(),
    }
}

/// The users of one kind of finding.
#[derive(Clone, Default)]
struct AccessCount {
    count: u64,
    grants: Option<u64>,
    /// The first of them, each with the companies that the finding is about.
    first: Vec<(i64, Vec<usize>)>,
}

impl AccessCount {
    fn add(&mut self, user: i64) {
        self.count += 1;
        if self.first.len() < Finding::MOST_NAMED {
            self.first.push((user, Vec::new()));
        }
    }

    /// Adds a user who has any of these grants.
    fn add_grants(&mut self, user: i64, grants: impl Iterator<Item = usize> + Clone) {
        let count = grants.clone().count() as u64;
        if count > 0 {
            self.count += 1;
            *self.grants.get_or_insert(0) += count;
            if self.first.len() < Finding::MOST_NAMED {
                self.first.push((user, grants.collect()));
            }
        }
    }
}

/// The findings so far.
struct AccessCensus<'a> {
    catalog: &'a Catalog,
    /// The roles called Super Admin.
    super_admins: HashSet<RoleId>,
    /// By kind, in the order of [`AccessFindingKind::ALL`].
    found: Vec<AccessCount>,
    access: EffectiveByCompany,
}

impl<'a> AccessCensus<'a> {
    fn new(catalog: &'a Catalog) -> Self {
        let roles = catalog.roles.iter().filter(|(_, role)| role.name == SUPER_ADMIN);
        Self {
            catalog,
            super_admins: roles.map(|(id, _)| *id).collect(),
            found: vec![AccessCount::default(); AccessFindingKind::ALL.len()],
            access: EffectiveByCompany::new(catalog),
        }
    }

    fn add(&mut self, user: &UserCount<'_>) {
        let (catalog, basis) = (self.catalog, &user.basis);
        let held = user.held.iter().map(|(_, at)| *at);
        self.access.add(catalog, basis, held.clone());
        let effective = basis.tally(catalog, held.clone()).effective;
        let has_all = effective > 0 && effective == catalog.companies.len() as u64;
        let is_super_admin = user.role.is_some_and(|role| self.super_admins.contains(&role));
        let is_ineffective = |at: &usize| basis.reason(catalog, *at, true).is_none();
        let is_across = |at: &usize| catalog.is_across_tenants(user.home, user.organization, *at);
        for (kind, found) in AccessFindingKind::ALL.into_iter().zip(&mut self.found) {
            match kind {
                AccessFindingKind::IneffectiveGrants => {
                    found.add_grants(user.id, held.clone().filter(is_ineffective));
                }
                AccessFindingKind::InactiveWithGrants if !basis.active => {
                    found.add_grants(user.id, held.clone());
                }
                AccessFindingKind::GrantsAcrossTenants => {
                    found.add_grants(user.id, held.clone().filter(is_across));
                }
                AccessFindingKind::GrantsRepeatingRole => {
                    let is_redundant = |at: &usize| basis.repeats_role(catalog, *at);
                    found.add_grants(user.id, held.clone().filter(is_redundant));
                }
                AccessFindingKind::ActiveWithoutAccess if basis.active && effective == 0 => {
                    found.add(user.id);
                }
                AccessFindingKind::SuperAdmins if basis.active && is_super_admin => {
                    found.add(user.id);
                }
                AccessFindingKind::AccessToEverything if has_all => found.add(user.id),
                _ => {}
            }
        }
    }

    /// The companies in which nobody, or nobody but Super Admins, can work, and the most users
    /// who can get into one of them: Super Admins reach every company, unless the policy was
    /// edited.
    fn unreachable_companies(&self) -> (Vec<usize>, u64) {
        let reach_all = |id: &RoleId| self.catalog.policy(Some(*id)).reach == Reach::All;
        let kinds = AccessFindingKind::ALL.iter().zip(&self.found);
        let admins = kinds.filter(|(kind, _)| **kind == AccessFindingKind::SuperAdmins);
        let admins: u64 = admins.map(|(_, found)| found.count).sum();
        let most = if self.super_admins.iter().all(reach_all) { admins } else { 0 };
        let effective = |at: usize| self.access.of(self.catalog, at).effective;
        let companies = 0..self.catalog.companies.len();
        (companies.filter(|at| effective(*at) <= most).collect(), most)
    }
}
