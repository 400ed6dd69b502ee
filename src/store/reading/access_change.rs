//! What an edit of users, companies, roles or homes does to effective access: who could
//! get in before is compared with who can afterwards, cell by cell.

use std::collections::{BTreeMap, HashSet};

use rusqlite::Connection;

use super::access;
use super::catalog::Catalog;
use super::effective::BasisReader;
use crate::domain::{AccessEffect, CompanyId, Reach, TenantId, UserId};
use crate::store::StoreError;
use crate::store::schema::HrSchema;

/// The companies that some users could get into, by their position in a directory.
#[derive(Debug)]
pub(crate) struct AccessBefore {
    companies: Vec<CompanyId>,
    users: BTreeMap<UserId, Vec<usize>>,
}

impl AccessBefore {
    /// Reads it for these users; one who is not there can get into nothing.
    pub(crate) fn read(
        connection: &Connection,
        schema: &HrSchema,
        catalog: &Catalog,
        users: impl IntoIterator<Item = UserId>,
    ) -> Result<Self, StoreError> {
        let mut ids: Vec<UserId> = users.into_iter().collect();
        ids.sort_unstable();
        ids.dedup();
        let mut users: BTreeMap<UserId, Vec<usize>> =
            ids.iter().map(|user| (*user, Vec::new())).collect();
        let reader = BasisReader::new(connection, schema, catalog, None, ids.len())?;
        for (user, basis) in reader.read(connection, schema, catalog, &ids)? {
            let held = access::held_by(connection, catalog, user)?;
            let basis = basis.with_grants(held.has_grants());
            let is_in = |at: &usize| {
                let granted = held.positions.binary_search(at).is_ok();
                basis.reason(catalog, *at, granted).is_some()
            };
            users.insert(user, (0..catalog.companies.len()).filter(is_in).collect());
        }
        let companies = catalog.companies.iter().map(|company| company.id.clone()).collect();
        Ok(Self { companies, users })
    }

    /// What became of these users since, and of `added` ones, who are new.
    pub(crate) fn effect(
        &self,
        connection: &Connection,
        schema: &HrSchema,
        within: Option<&TenantId>,
        added: &[UserId],
    ) -> Result<AccessEffect, StoreError> {
        if self.users.is_empty() && added.is_empty() {
            return Ok(AccessEffect::default());
        }
        let catalog = Catalog::read(connection, schema, within)?;
        let users = self.users.keys().chain(added).copied();
        let after = Self::read(connection, schema, &catalog, users)?;
        let mut effect = AccessEffect::default();
        for (user, now) in &after.users {
            let before = self.users.get(user).map(Vec::as_slice).unwrap_or_default();
            let before: HashSet<&CompanyId> =
                before.iter().map(|at| &self.companies[*at]).collect();
            let kept = now.iter().filter(|at| before.contains(&after.companies[**at])).count();
            effect.gained += (now.len() - kept) as u64;
            effect.lost += (before.len() - kept) as u64;
            effect.users_losing_last += u64::from(!before.is_empty() && now.is_empty());
        }
        Ok(effect)
    }
}

/// The users whose role reaches a tenant: the tenants of companies matter to them.
pub(crate) fn users_by_tenant(
    connection: &Connection,
    schema: &HrSchema,
    catalog: &Catalog,
) -> Result<Vec<UserId>, StoreError> {
    let mut found = Vec::new();
    if schema.select_roles.is_none() {
        return Ok(found);
    }
    let by_tenant = catalog.roles.iter().filter(|(_, role)| role.policy.reach == Reach::Tenant);
    for (role, _) in by_tenant {
        let mut statement = connection.prepare_cached(SELECT_OF_ROLE)?;
        let users = statement.query_map([role.0], |row| Ok(UserId(row.get(0)?)))?;
        for user in users {
            found.push(user?);
        }
    }
    Ok(found)
}

pub(crate) const SELECT_OF_ROLE: &str = "SELECT id FROM hrm_users WHERE role_id = ?1";

/// All users: an access policy matters to everybody.
pub(crate) fn every_user(connection: &Connection) -> Result<Vec<UserId>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT id FROM hrm_users ORDER BY id")?;
    let users = statement.query_map([], |row| Ok(UserId(row.get(0)?)))?;
    Ok(users.collect::<Result<_, _>>()?)
}
