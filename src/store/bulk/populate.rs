//! Counts what populating does for each role, in addition to the figures of every bulk
//! change.

use std::collections::HashMap;

use super::desired_state::RowDiff;
use super::expected_access::ExpectedAccess;
use crate::domain::{MissingCell, PopulateReport, RoleId, RolePopulate, Scope, Skip, SkippedUser};
use crate::store::StoreError;
use crate::store::reading::catalog::Catalog;

/// The figures counted so far.
#[derive(Default)]
pub(super) struct PopulateCount {
    roles: HashMap<Option<RoleId>, RolePopulate>,
    skipped: Vec<SkippedUser>,
    missing: Vec<MissingCell>,
}

impl PopulateCount {
    /// Counts one user, who has the companies `held`, ascending, and whose difference is
    /// `row`. `name` is called only for users who are listed.
    pub(crate) fn user(
        &mut self,
        catalog: &Catalog,
        expected: &ExpectedAccess,
        held: &[usize],
        row: &RowDiff,
        name: impl FnOnce() -> Result<String, StoreError>,
    ) -> Result<(), StoreError> {
        let lost = |at: &usize| held.binary_search(at).is_err();
        let (lost, there): (Vec<usize>, Vec<usize>) =
            expected.unusable.iter().partition(|at| lost(at));
        let unusable = lost
            .into_iter()
            .map(|at| Skip::UnusableCompany { code: catalog.companies[at].code.clone() });
        let skips: Vec<Skip> = expected.skip.clone().into_iter().chain(unusable).collect();

        let sums = self.roles.entry(expected.role).or_default();
        sums.users += 1;
        sums.users_gaining += u64::from(!row.add.is_empty());
        sums.added += row.add.len() as u64;
        sums.existing += row.unchanged + there.len() as u64;
        for why in &skips {
            *sums.skipped.entry(why.clone()).or_default() += 1;
        }
        let skipped = PopulateReport::MOST_SKIPPED - self.skipped.len();
        let skips: Vec<Skip> = skips.into_iter().take(skipped).collect();
        let missing = PopulateReport::MOST_MISSING - self.missing.len();
        let add = &row.add[..row.add.len().min(missing)];
        if skips.is_empty() && add.is_empty() {
            return Ok(());
        }
        let username = name()?;
        let role = role_name(catalog, expected.role);
        self.skipped.extend(skips.into_iter().map(|why| SkippedUser {
            username: username.clone(),
            role: role.clone(),
            why,
        }));
        self.missing.extend(add.iter().map(|at| {
            let company = &catalog.companies[*at];
            MissingCell {
                role: role.clone().unwrap_or_default(),
                username: username.clone(),
                company: company.id.clone(),
                company_code: company.code.clone(),
            }
        }));
        Ok(())
    }

    /// The report, role by role.
    pub(crate) fn finish(self, catalog: &Catalog) -> PopulateReport {
        let mut by_name: HashMap<Option<String>, RolePopulate> = HashMap::new();
        for (role, of_role) in self.roles {
            by_name.entry(role_name(catalog, role)).or_default().add(of_role);
        }
        let scopes = catalog.rules().into_iter().map(|rule| (Some(rule.role), rule.scope));
        let roles = scopes.chain([(None, Scope::None)]).filter_map(|(role, scope)| {
            let sums = by_name.remove(&role)?;
            Some(RolePopulate { role, scope, ..sums })
        });
        PopulateReport { roles: roles.collect(), skipped: self.skipped, missing: self.missing }
    }
}

fn role_name(catalog: &Catalog, role: Option<RoleId>) -> Option<String> {
    role.and_then(|id| catalog.roles.get(&id)).map(|role| role.name.clone())
}
