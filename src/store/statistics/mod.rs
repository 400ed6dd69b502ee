//! Counts the statistics, role by role, in one pass over all users and grants.

pub(super) mod months;
mod spread;
pub(super) mod totals;
pub(super) mod user_count;

use std::collections::HashMap;

use rusqlite::params;

use super::{Store, StoreError};
use crate::domain::{
    Cancel, CompanyFigures, Figures, RoleFigures, RoleId, Rule, RuleReport, Scope, Statistics,
    UserId,
};
use crate::store::reading::by_id::{CHUNK, following, select_references, split_user};
use crate::store::reading::catalog::Catalog;
use crate::store::reading::effective::AccessBasis;
use crate::store::reading::required::RequiredCompanies;
use crate::store::sql_value::{is_active_user, optional_number};
use months::Months;
use spread::Spread;
use user_count::UserCount;

impl Store {
    /// The totals of [`Store::rule_report`].
    ///
    /// # Errors
    /// [`StoreError::Cancelled`] once `cancel` is set.
    pub fn statistics(&self, cancel: &Cancel) -> Result<Statistics, StoreError> {
        Ok(self.rule_report(cancel)?.statistics)
    }

    /// Counts the totals, and the figures of each role and its rule. Takes seconds on a
    /// database of ten million grants, but holds a lock only for a small part of that time.
    /// Whether rows that another program writes meanwhile are counted is undefined:
    /// [`Store::changed_externally`] then reports them, and the caller should count again.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`] once `cancel` is set.
    pub fn rule_report(&self, cancel: &Cancel) -> Result<RuleReport, StoreError> {
        self.report_on(self.rules(), cancel)
    }

    /// The full statistics: [`Store::rule_report`], and how grants are distributed over users,
    /// companies and months. Takes about twice as long.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`] once `cancel` is set.
    pub fn figures(&self, cancel: &Cancel) -> Result<Figures, StoreError> {
        let mut users = Vec::new();
        let mut spread = Spread::new(&self.catalog);
        let report = self.count(self.rules(), cancel, |user| {
            users.push(user.id);
            spread.add(&self.catalog, user);
        })?;
        let months = Months::read(self, &users, report.statistics.grants, cancel)?;
        Ok(Figures {
            report,
            companies: spread.companies(&self.catalog),
            users_by_count: spread.users_by_count,
            months: months.grants.into_iter().collect(),
            undated: months.undated,
        })
    }

    /// The figures of each company, in the order of [`Store::companies`], counted in one pass
    /// over all users and grants.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`] once `cancel` is set.
    pub fn company_figures(&self, cancel: &Cancel) -> Result<Vec<CompanyFigures>, StoreError> {
        Ok(self.figures_and_totals(cancel)?.0)
    }

    /// The figures of each company, and those of the whole matrix.
    pub(super) fn figures_and_totals(
        &self,
        cancel: &Cancel,
    ) -> Result<(Vec<CompanyFigures>, Statistics), StoreError> {
        let mut spread = Spread::new(&self.catalog);
        let report = self.count(self.rules(), cancel, |user| spread.add(&self.catalog, user))?;
        Ok((spread.companies(&self.catalog), report.statistics))
    }

    /// The report as it would be with these rules. It has exactly one rule for each role.
    pub(crate) fn report_on(
        &self,
        if_these: Vec<Rule>,
        cancel: &Cancel,
    ) -> Result<RuleReport, StoreError> {
        self.count(if_these, cancel, |_| {})
    }

    /// Calls `visit` for each user, by ascending id.
    pub(super) fn for_each_counted(
        &self,
        cancel: &Cancel,
        visit: impl FnMut(&UserCount<'_>),
    ) -> Result<(), StoreError> {
        self.count(self.rules(), cancel, visit).map(drop)
    }

    /// Counts everything, and calls `visit` for each user.
    fn count(
        &self,
        if_these: Vec<Rule>,
        cancel: &Cancel,
        mut visit: impl FnMut(&UserCount<'_>),
    ) -> Result<RuleReport, StoreError> {
        let read;
        let homes = match &self.homes {
            Some(homes) if !self.needs_home_companies() => homes,
            _ => {
                read = self.load_home_companies(cancel)?;
                &read
            }
        };
        let mut statistics =
            Statistics { companies: self.companies().len() as u64, ..Statistics::default() };
        let mut without_role = RoleFigures::default();
        let mut roles: Vec<_> =
            if_these.into_iter().map(|rule| (rule, RoleFigures::default())).collect();
        let positions = self.catalog.roles.iter();
        let positions: HashMap<RoleId, usize> = positions
            .filter_map(|(id, role)| {
                Some((*id, roles.iter().position(|(rule, _)| rule.role == role.name)?))
            })
            .collect();
        let sql = select_references(&self.schema.user_references);
        let mut last = None;
        let next_part = || {
            let Some(from) = following(last) else {
                return Ok(None);
            };
            if cancel.is_cancelled() {
                return Err(StoreError::Cancelled);
            }
            let chunk: Vec<(i64, Option<i64>, Option<i64>, bool)> = self
                .connection
                .prepare_cached(&sql)?
                .query_map(params![from, CHUNK], |row| {
                    let (role, organization) = (optional_number(row, 1)?, optional_number(row, 2)?);
                    Ok((row.get(0)?, role, organization, is_active_user(row, 3)?))
                })?
                .collect::<Result<_, _>>()?;
            let Some(&(end, ..)) = chunk.last() else {
                return Ok(None);
            };
            last = Some(end);
            Ok(Some((chunk, (from, end))))
        };
        let mut homes = homes.in_order(&self.catalog, UserId(i64::MIN));
        self.for_each_part(next_part, |chunk, grants| {
            let mut access = grants.pairs.as_slice();
            for (id, role, organization, active) in chunk {
                let held = split_user(&mut access, id);
                statistics.users += 1;
                statistics.grants += held.len() as u64;
                statistics.users_without_company += u64::from(held.is_empty());
                statistics.users_with_multiple += u64::from(held.len() >= 2);
                let (scope, figures) = match role.and_then(|id| positions.get(&RoleId(id))) {
                    Some(at) => (roles[*at].0.scope, &mut roles[*at].1),
                    None => (Scope::None, &mut without_role),
                };
                let home = homes.of(UserId(id));
                let has_grants = grants.has_grants(id, held);
                let role = role.map(RoleId);
                let basis = self.catalog.basis(role, organization, active, home, has_grants);
                count_access(&mut statistics, &self.catalog, &basis, held);
                let required = RequiredCompanies::of(&self.catalog, scope, home, organization);
                let drift = required.drift(&self.catalog, held);
                let user = UserCount { id, role, organization, home, required, held, basis };
                statistics.drift += drift;
                figures.users += 1;
                figures.grants += held.len() as u64;
                figures.required += required.count(&self.catalog);
                figures.drift += drift;
                visit(&user);
            }
            Ok::<_, StoreError>(())
        })?;
        Ok(RuleReport { statistics, roles, without_role })
    }
}

/// Adds the cells of one user to the figures about effective access.
fn count_access(
    statistics: &mut Statistics,
    catalog: &Catalog,
    basis: &AccessBasis,
    held: &[(i64, usize)],
) {
    let tally = basis.tally(catalog, held.iter().map(|(_, at)| *at));
    statistics.active_users += u64::from(basis.active);
    statistics.effective_pairs += tally.effective;
    statistics.implied_pairs += tally.implied;
    statistics.ineffective_grants += tally.ineffective;
    let is_without = basis.active && tally.effective == 0;
    statistics.users_without_effective_access += u64::from(is_without);
}
