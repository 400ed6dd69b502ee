//! Counts the grants of each user and each company, and finds drift, in one pass over all
//! grants.

use super::parts::parts;
use crate::domain::{Cancel, CompanyId, TenantId, UserId};
use crate::store::reading::by_id::split_user;
use crate::store::reading::catalog::Catalog;
use crate::store::reading::effective::EffectiveByCompany;
use crate::store::reading::required::{DriftByCompany, RequiredCompanies, is_held};
use crate::store::select::columns::figures::CountedFigures;
use crate::store::select::columns::profiles::{Profile, Profiles};
use crate::store::{Store, StoreError};

impl CountedFigures {
    pub(super) fn read(
        store: &Store,
        ids: &[UserId],
        profiles: &Profiles,
        cancel: &Cancel,
    ) -> Result<Self, StoreError> {
        let companies = store.companies();
        let mut figures = Self {
            companies_of_user: Vec::with_capacity(ids.len()),
            drift_of_user: Vec::with_capacity(ids.len()),
            homeless: Vec::with_capacity(ids.len()),
            users_of_company: vec![0; companies.len()],
            company_drifts: Vec::new(),
            effective_of_user: Vec::with_capacity(ids.len()),
            implied: Vec::with_capacity(ids.len()),
            ineffective: Vec::with_capacity(ids.len()),
            cross_tenant: Vec::with_capacity(ids.len()),
            repeats_role: Vec::with_capacity(ids.len()),
            has_grants: Vec::with_capacity(ids.len()),
            tally_of_company: Vec::new(),
        };
        let catalog = &store.catalog;
        let mut by_company = EffectiveByCompany::new(catalog);
        let mut drifts = DriftByCompany::new(catalog);
        let mut parts = parts(ids);
        let next_part = || {
            if cancel.is_cancelled() {
                return Err(StoreError::Cancelled);
            }
            let next = parts.next();
            Ok(next.map(|(from, part)| {
                let end = ids[part.end - 1].0;
                (part, (from, end))
            }))
        };
        store.for_each_part(next_part, |part, grants| {
            let mut access = grants.pairs.as_slice();
            for row in part {
                let held = split_user(&mut access, ids[row].0);
                let profile = profiles.of(row);
                for (_, at) in held {
                    figures.users_of_company[*at] += 1;
                }
                let has_grants = grants.has_grants(ids[row].0, held);
                let basis = profile.basis(catalog, has_grants);
                let positions = || held.iter().map(|(_, at)| *at);
                by_company.add(catalog, &basis, positions());
                let tally = basis.tally(catalog, positions());
                let effective = u32::try_from(tally.effective).unwrap_or(u32::MAX);
                figures.effective_of_user.push(effective);
                figures.implied.push(tally.implied > 0);
                figures.ineffective.push(tally.ineffective > 0);
                let (home, organization) = (profile.home, profile.organization);
                let is_across = |at| catalog.is_across_tenants(home, organization, at);
                figures.cross_tenant.push(positions().any(is_across));
                figures.repeats_role.push(positions().any(|at| basis.repeats_role(catalog, at)));
                figures.has_grants.push(has_grants);
                let count = u32::try_from(held.len()).unwrap_or(u32::MAX);
                figures.companies_of_user.push(count);
                let lacks_home = profile.home.is_some_and(|home| !is_held(held, home));
                figures.homeless.push(lacks_home);
                let required = required_of(catalog, profile);
                drifts.add(required, held);
                let drift = required.drift(catalog, held);
                figures.drift_of_user.push(u32::try_from(drift).unwrap_or(u32::MAX));
            }
            Ok::<_, StoreError>(())
        })?;
        figures.company_drifts =
            (0..companies.len()).map(|at| drifts.of(catalog, at) > 0).collect();
        let tally = |at| by_company.of(catalog, at);
        figures.tally_of_company = (0..companies.len()).map(tally).collect();
        Ok(figures)
    }
}

/// What the rules require of the users with this profile.
pub(super) fn required_of(catalog: &Catalog, profile: &Profile) -> RequiredCompanies {
    let scope = catalog.scope(profile.role);
    RequiredCompanies::of(catalog, scope, profile.home, profile.organization)
}

/// The tenant of the users with this profile.
pub(in crate::store::select) fn tenant_of<'a>(
    store: &'a Store,
    profile: &Profile,
) -> Option<&'a TenantId> {
    let home: Option<&CompanyId> = profile.home.map(|at| &store.companies()[at].id);
    store.catalog.tenant_of(home, profile.organization)
}
