//! What lists of the command line need in addition to the rows themselves.

use std::collections::HashMap;

use crate::domain::{Cancel, TenantId};
use crate::store::sql_value::text;
use crate::store::{Store, StoreError};

impl Store {
    /// The number of users with a grant for each company, in the order of
    /// [`Store::companies`]. Holds no lock for long.
    pub fn users_per_company(&self) -> Result<Vec<u64>, StoreError> {
        let figures = self.company_figures(&Cancel::default())?;
        Ok(figures.into_iter().map(|it| it.users).collect())
    }

    /// The names of the roles, in the order of the role table.
    #[must_use]
    pub fn role_names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            self.catalog.roles.values().map(|role| role.name.clone()).collect();
        names.sort();
        names
    }

    /// The names of all tenants, with or without companies; empty if the database has no
    /// tenants.
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
