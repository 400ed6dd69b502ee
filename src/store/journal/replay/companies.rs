//! The companies of the journal: those of the catalog, then those that are gone or that the
//! operator may not see.

use std::collections::HashMap;

use rusqlite::Connection;

use crate::domain::CompanyId;
use crate::store::StoreError;
use crate::store::reading::catalog::Catalog;
use crate::store::sql_value::{SqlValue, text, text_of};

/// All companies that changes may refer to, each with an index.
pub(in crate::store::journal) struct PastCompanies {
    codes: Vec<String>,
    by_id: HashMap<CompanyId, usize>,
    by_number: HashMap<i64, usize>,
    /// How many of them are in the catalog, in which they have the same position.
    listed: usize,
}

impl PastCompanies {
    pub(super) fn read(connection: &Connection, catalog: &Catalog) -> Result<Self, StoreError> {
        let companies = &catalog.companies;
        let mut found = Self {
            codes: companies.iter().map(|company| company.code.clone()).collect(),
            by_id: companies.iter().enumerate().map(|(at, it)| (it.id.clone(), at)).collect(),
            by_number: HashMap::new(),
            listed: companies.len(),
        };
        let mut statement =
            connection.prepare_cached("SELECT number, id, code FROM grantgrid_company")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let at = found.add(CompanyId::new(&text(row, 1)?), || text(row, 2))?;
            found.by_number.insert(row.get(0)?, at);
        }
        Ok(found)
    }

    /// The index of a company, which is added if it has none.
    pub(super) fn add<E>(
        &mut self,
        id: CompanyId,
        code: impl FnOnce() -> Result<String, E>,
    ) -> Result<usize, E> {
        if let Some(at) = self.by_id.get(&id) {
            return Ok(*at);
        }
        self.codes.push(code()?);
        self.by_id.insert(id, self.codes.len() - 1);
        Ok(self.codes.len() - 1)
    }

    /// The index of the company with this number in the journal.
    pub(in crate::store::journal) fn of_number(&self, number: i64) -> Option<usize> {
        self.by_number.get(&number).copied()
    }

    /// The index of the company with this id.
    pub(in crate::store::journal) fn of_id(&self, id: &CompanyId) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The index of the company with the id that a value has; `None` for NULL.
    pub(super) fn of_value(&self, value: &SqlValue) -> Option<usize> {
        self.of_id(&CompanyId::new(&text_of(value.as_ref())))
    }

    /// Whether the catalog has it.
    pub(in crate::store::journal) fn is_listed(&self, at: usize) -> bool {
        at < self.listed
    }

    pub(in crate::store::journal) fn code(&self, at: usize) -> &str {
        &self.codes[at]
    }

    pub(super) fn len(&self) -> usize {
        self.codes.len()
    }
}
