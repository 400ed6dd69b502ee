//! Reading grants. A grant whose company is gone is an orphan: it is passed
//! over here, for the screen and the statistics alike.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, params};

use super::catalog::Catalog;
use crate::domain::{Cancel, Company, Grant, GrantId, User, UserId};
use crate::store::sql_value::text;
use crate::store::{Store, StoreError};

pub(crate) const SELECT_COMPANIES_OF: &str =
    "SELECT company_id FROM hrm_user_company_access WHERE user_id = ?1";
pub(crate) const SELECT_GRANTS_OF: &str =
    "SELECT id, company_id, created_at FROM hrm_user_company_access WHERE user_id = ?1";
pub(crate) const SELECT_BETWEEN: &str = "SELECT user_id, company_id FROM hrm_user_company_access \
     WHERE user_id >= ?1 AND user_id <= ?2 ORDER BY user_id";

/// One row of the access matrix.
#[derive(Clone, Debug)]
pub struct AccessRow {
    /// The user.
    pub user: User,
    /// The places in [`Store::companies`] of the companies that the user may
    /// work in, ascending.
    pub companies: Vec<usize>,
}

impl Store {
    /// The companies, in the order in which every list shows them: that of
    /// the database.
    #[must_use]
    pub fn companies(&self) -> &[Company] {
        &self.catalog.companies
    }

    /// The rows of the access matrix for these users, in the order asked for.
    /// A user that is gone is left out.
    pub fn access_rows(&self, users: &[UserId]) -> Result<Vec<AccessRow>, StoreError> {
        let mut rows = Vec::with_capacity(users.len());
        for &id in users {
            if let Some(user) = self.user(id)? {
                rows.push(AccessRow { user, companies: self.companies_of(id)? });
            }
        }
        Ok(rows)
    }

    /// The grants of one user, in the order of the companies.
    pub fn grants_of(&self, user: UserId) -> Result<Vec<Grant>, StoreError> {
        let mut grants = Vec::new();
        let mut statement = self.connection.prepare_cached(SELECT_GRANTS_OF)?;
        let mut rows = statement.query([user.0])?;
        while let Some(row) = rows.next()? {
            if let Some(at) = self.catalog.position_of(row.get_ref(1)?) {
                let grant = Grant {
                    id: GrantId::new(&text(row, 0)?),
                    company: self.catalog.companies[at].id.clone(),
                    granted_at: text(row, 2)?,
                };
                grants.push((at, grant));
            }
        }
        grants.sort_by_key(|(at, _)| *at);
        Ok(grants.into_iter().map(|(_, grant)| grant).collect())
    }

    /// For each company, by its place in [`Store::companies`], how many of
    /// these users may work in it. Holds no lock for long.
    ///
    /// Errors: [`StoreError::Cancelled`] once `cancel` says so.
    pub fn count_by_company(
        &self,
        users: &[UserId],
        cancel: &Cancel,
    ) -> Result<Vec<u64>, StoreError> {
        let mut counts = vec![0; self.companies().len()];
        for user in users {
            if cancel.is_cancelled() {
                return Err(StoreError::Cancelled);
            }
            for at in self.companies_of(*user)? {
                counts[at] += 1;
            }
        }
        Ok(counts)
    }

    fn companies_of(&self, user: UserId) -> Result<Vec<usize>, StoreError> {
        places_of(&self.connection, &self.catalog, user)
    }

    /// All (user, place of company) pairs of the users from `from` to `end`,
    /// both with them, ordered by user, each once.
    pub(crate) fn access_between(
        &self,
        from: i64,
        end: i64,
    ) -> Result<Vec<(i64, usize)>, StoreError> {
        between(&self.connection, &self.catalog, from, end)
    }
}

/// The places of the companies that a user may work in, ascending, each once.
pub(crate) fn places_of(
    connection: &Connection,
    catalog: &Catalog,
    user: UserId,
) -> Result<Vec<usize>, StoreError> {
    let mut companies = Vec::new();
    let mut statement = connection.prepare_cached(SELECT_COMPANIES_OF)?;
    let mut rows = statement.query([user.0])?;
    while let Some(row) = rows.next()? {
        companies.extend(catalog.position_of(row.get_ref(0)?));
    }
    companies.sort_unstable();
    companies.dedup();
    Ok(companies)
}

/// All (user, place of company) pairs of the users from `from` to `end`, both
/// with them, ordered by user and place, each once.
pub(crate) fn between(
    connection: &Connection,
    catalog: &Catalog,
    from: i64,
    end: i64,
) -> Result<Vec<(i64, usize)>, StoreError> {
    let mut pairs: Vec<(i64, usize)> = Vec::new();
    let mut sorted_from = 0;
    let mut statement = connection.prepare_cached(SELECT_BETWEEN)?;
    let mut rows = statement.query(params![from, end])?;
    while let Some(row) = rows.next()? {
        let ValueRef::Integer(user) = row.get_ref(0)? else {
            continue;
        };
        if pairs.last().is_some_and(|(last, _)| *last != user) {
            pairs[sorted_from..].sort_unstable();
            sorted_from = pairs.len();
        }
        if let Some(at) = catalog.position_of(row.get_ref(1)?) {
            pairs.push((user, at));
        }
    }
    pairs[sorted_from..].sort_unstable();
    pairs.dedup();
    Ok(pairs)
}
