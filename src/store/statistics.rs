//! Counting the statistics from scratch, role by role, in one walk over users
//! and grants.

use std::collections::HashMap;

use rusqlite::params;

use super::users::{CHUNK, following, take_user};
use super::value::optional_number;
use super::{Store, StoreError};
use crate::domain::{
    Cancel, CompanyId, RoleFigures, RoleId, Rule, RuleReport, Scope, Statistics, UserId,
};

impl Store {
    /// The totals of [`Store::rule_report`].
    ///
    /// Errors: [`StoreError::Cancelled`] once `cancel` says so.
    pub fn statistics(&self, cancel: &Cancel) -> Result<Statistics, StoreError> {
        Ok(self.rule_report(cancel)?.statistics)
    }

    /// Counts everything, and beside the totals what each rule comes to. Takes seconds on a database of ten million grants;
    /// holds no lock for longer than a small part of that. What another
    /// program writes meanwhile may be counted or not:
    /// [`Store::changed_elsewhere`] then says so, and a new count is due.
    ///
    /// Errors: [`StoreError::Cancelled`] once `cancel` says so.
    pub fn rule_report(&self, cancel: &Cancel) -> Result<RuleReport, StoreError> {
        self.report_on(self.rules(), cancel)
    }

    /// The same if these were the rules: one for each role, in any case.
    pub(super) fn report_on(
        &self,
        if_these: Vec<Rule>,
        cancel: &Cancel,
    ) -> Result<RuleReport, StoreError> {
        let read;
        let homes = match &self.homes {
            Some(homes) if !self.lacks_homes() => homes,
            _ => {
                read = self.read_homes(cancel)?;
                &read
            }
        };
        let mut statistics =
            Statistics { companies: self.companies().len() as u64, ..Statistics::default() };
        let mut without_role = RoleFigures::default();
        let mut roles: Vec<_> =
            if_these.into_iter().map(|rule| (rule, RoleFigures::default())).collect();
        let places = self.directory.roles.iter();
        let places: HashMap<RoleId, usize> = places
            .filter_map(|(id, role)| {
                Some((*id, roles.iter().position(|(rule, _)| rule.role == role.name)?))
            })
            .collect();
        let sql = select_references(&self.schema.user_references);
        let mut last = None;
        while let Some(from) = following(last) {
            if cancel.is_cancelled() {
                return Err(StoreError::Cancelled);
            }
            let chunk: Vec<(i64, Option<i64>, Option<i64>)> = self
                .connection
                .prepare_cached(&sql)?
                .query_map(params![from, CHUNK], |row| {
                    Ok((row.get(0)?, optional_number(row, 1)?, optional_number(row, 2)?))
                })?
                .collect::<Result<_, _>>()?;
            let Some(&(end, ..)) = chunk.last() else {
                break;
            };
            let access = self.access_between(from, end)?;
            let mut access = access.as_slice();
            for (id, role, organization) in chunk {
                let held = take_user(&mut access, id);
                statistics.users += 1;
                statistics.grants += held.len() as u64;
                statistics.users_without_company += u64::from(held.is_empty());
                statistics.users_with_multiple += u64::from(held.len() >= 2);
                let home = homes.of(UserId(id));
                let (scope, figures) = match role.and_then(|id| places.get(&RoleId(id))) {
                    Some(at) => (roles[*at].0.scope, &mut roles[*at].1),
                    None => (Scope::None, &mut without_role),
                };
                let (called_for, drift) = self.called_for(scope, home, organization, held);
                statistics.drift += drift;
                figures.users += 1;
                figures.grants += held.len() as u64;
                figures.called_for += called_for;
                figures.drift += drift;
            }
            last = Some(end);
        }
        Ok(RuleReport { statistics, roles, without_role })
    }

    /// How many companies a rule calls for, and how many of them are not
    /// `held`.
    fn called_for(
        &self,
        scope: Scope,
        home: Option<&CompanyId>,
        organization: Option<i64>,
        held: &[(i64, usize)],
    ) -> (u64, u64) {
        let missing = |at: &usize| held.binary_search_by_key(at, |(_, held)| *held).is_err();
        let companies = self.companies();
        match scope {
            Scope::None => (0, 0),
            // Each held company is one of all.
            Scope::All => (companies.len() as u64, (companies.len() - held.len()) as u64),
            Scope::Home => match home.and_then(|home| self.directory.position(home)) {
                Some(at) => (1, missing(&at).into()),
                None => (0, 0),
            },
            Scope::Tenant => {
                let tenant = self.directory.tenant_of(home, organization);
                let called = (0..companies.len())
                    .filter(|at| scope.calls_for(home, tenant, &companies[*at]));
                called.fold((0, 0), |(called, drift), at| {
                    (called + 1, drift + u64::from(missing(&at)))
                })
            }
        }
    }
}

pub(super) fn select_references(columns: &str) -> String {
    format!("SELECT id, {columns} FROM hrm_users WHERE id >= ?1 ORDER BY id LIMIT ?2")
}
