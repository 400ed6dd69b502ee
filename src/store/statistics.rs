//! Counting the statistics from scratch, in one walk over users and grants.

use rusqlite::params;

use super::users::{CHUNK, following, take_user};
use super::value::optional_number;
use super::{Store, StoreError};
use crate::domain::{Cancel, CompanyId, RoleId, Scope, Statistics, UserId};

impl Store {
    /// Counts everything. Takes seconds on a database of ten million grants;
    /// holds no lock for longer than a small part of that. What another
    /// program writes meanwhile may be counted or not:
    /// [`Store::changed_elsewhere`] then says so, and a new count is due.
    ///
    /// Errors: [`StoreError::Cancelled`] once `cancel` says so.
    pub fn statistics(&self, cancel: &Cancel) -> Result<Statistics, StoreError> {
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
                statistics.drift += self.drift_of(home, role, organization, held);
            }
            last = Some(end);
        }
        Ok(statistics)
    }

    /// How many companies the rules call for that are not `held`.
    fn drift_of(
        &self,
        home: Option<&CompanyId>,
        role: Option<i64>,
        organization: Option<i64>,
        held: &[(i64, usize)],
    ) -> u64 {
        let scope = self.directory.scope(role.map(RoleId));
        let tenant = self.directory.tenant_of(home, organization);
        let missing = |at: &usize| held.binary_search_by_key(at, |(_, held)| *held).is_err();
        let companies = self.companies();
        match scope {
            Scope::None => 0,
            // Each held company is one of all.
            Scope::All => (companies.len() - held.len()) as u64,
            Scope::Home => home
                .and_then(|home| self.directory.position(home))
                .is_some_and(|at| missing(&at))
                .into(),
            Scope::Tenant => companies
                .iter()
                .enumerate()
                .filter(|(at, company)| scope.calls_for(home, tenant, company) && missing(at))
                .count() as u64,
        }
    }
}

pub(super) fn select_references(columns: &str) -> String {
    format!("SELECT id, {columns} FROM hrm_users WHERE id >= ?1 ORDER BY id LIMIT ?2")
}
