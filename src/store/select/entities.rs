//! Finds the companies, tenants and roles that a value of a filter names.

use std::collections::HashSet;

use uuid::Uuid;

use super::matcher::Matcher;
use super::query::Mask;
use crate::domain::{Company, RoleId, TenantId};
use crate::store::sql_value::text;
use crate::store::sqlite::tables::has_column;
use crate::store::{Store, StoreError};

/// The entities that a value names. `names` returns the names of one.
fn named<'a, T>(
    entities: &'a [T],
    value: &str,
    names: impl Fn(&'a T) -> [&'a str; 2],
) -> Result<Mask, StoreError> {
    let matcher = Matcher::new(value)?;
    let names = |at: usize| names(&entities[at]).map(str::as_bytes);
    let contains = |at: usize| names(at).into_iter().any(|name| matcher.is_in(name));
    let contains: Mask = (0..entities.len()).map(contains).collect();
    Ok(matcher.called(names, &contains))
}

/// The companies with this code or name, or the one with this id, by position.
pub(super) fn companies(store: &Store, value: &str) -> Result<Mask, StoreError> {
    // If two companies have the same code and name, only the id distinguishes them.
    if let Ok(id) = Uuid::try_parse(value) {
        let is_it = |company: &Company| Uuid::try_parse(company.id.as_str()) == Ok(id);
        let mask: Mask = store.companies().iter().map(is_it).collect();
        if mask.contains(&true) {
            return Ok(mask);
        }
    }
    named(store.companies(), value, |company| [&company.code, &company.name])
}

/// The companies with this code, by position.
pub(super) fn companies_by_code(store: &Store, value: &str) -> Result<Mask, StoreError> {
    named(store.companies(), value, |company| [&company.code, ""])
}

/// The roles with this name.
pub(super) fn roles(store: &Store, value: &str) -> Result<HashSet<RoleId>, StoreError> {
    let roles: Vec<(RoleId, &str)> =
        store.catalog.roles.iter().map(|(id, role)| (*id, role.name.as_str())).collect();
    let named = named(&roles, value, |(_, name)| [name, ""])?;
    Ok(roles.iter().zip(named).filter_map(|((id, _), named)| named.then_some(*id)).collect())
}

/// The tenants with this code or name.
pub(super) fn tenants(store: &Store, value: &str) -> Result<HashSet<TenantId>, StoreError> {
    let tenants = all_tenants(store)?;
    let named = named(&tenants, value, |(_, name, code)| [name, code])?;
    Ok(tenants.into_iter().zip(named).filter_map(|((id, ..), named)| named.then_some(id)).collect())
}

/// Id, name and code of every tenant, with or without companies.
fn all_tenants(store: &Store) -> Result<Vec<(TenantId, String, String)>, StoreError> {
    if store.schema.select_tenants.is_none() {
        return Ok(Vec::new());
    }
    let sql = if has_column(&store.connection, "hrm_tenant", "code")? {
        "SELECT id, name, code FROM hrm_tenant"
    } else {
        "SELECT id, name, NULL FROM hrm_tenant"
    };
    let mut statement = store.connection.prepare_cached(sql)?;
    let tenants = statement
        .query_map([], |row| Ok((TenantId::new(&text(row, 0)?), text(row, 1)?, text(row, 2)?)))?;
    Ok(tenants.collect::<Result<_, _>>()?)
}
