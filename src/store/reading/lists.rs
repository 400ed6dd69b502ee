//! What lists of the command line need beside the rows themselves.

use std::collections::HashMap;

use super::users::take_user;
use crate::domain::TenantId;
use crate::store::sql_value::text;
use crate::store::{Store, StoreError};

/// Users counted under one lock.
const CHUNK: usize = 20_000;

impl Store {
    /// How many users each company is granted to, in the order of
    /// [`Store::companies`]. Holds no lock for long.
    pub fn users_per_company(&self) -> Result<Vec<u64>, StoreError> {
        let mut counts = vec![0; self.companies().len()];
        let mut last = None;
        loop {
            let users = self.user_ids_after(last, CHUNK)?;
            let Some(&end) = users.last() else {
                return Ok(counts);
            };
            let access = self.access_between(last.map_or(i64::MIN, |id| id.0), end.0)?;
            let mut access = access.as_slice();
            for user in users {
                for (_, at) in take_user(&mut access, user.0) {
                    counts[*at] += 1;
                }
            }
            last = Some(end);
        }
    }

    /// The names of the roles, in their order.
    #[must_use]
    pub fn role_names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            self.catalog.roles.values().map(|role| role.name.clone()).collect();
        names.sort();
        names
    }

    /// The names of the tenants, those without a company too; empty where the
    /// database knows no tenants.
    pub fn tenant_names(&self) -> Result<HashMap<TenantId, String>, StoreError> {
        let Some(sql) = &self.schema.select_tenants else {
            return Ok(HashMap::new());
        };
        let mut names = HashMap::new();
        let mut statement = self.connection.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            names.insert(TenantId::new(&text(row, 0)?), text(row, 1)?);
        }
        Ok(names)
    }
}
