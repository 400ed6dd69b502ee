//! How many companies are granted to users, counted by the database without reading each grant.

use rusqlite::{Connection, Row, params};

use super::access::positions_of;
use super::by_id::{dense, position_from};
use super::catalog::Catalog;
use super::parallel::hold;
use crate::domain::{Cancel, UserId};
use crate::store::sql_value::SqlValue;
use crate::store::sqlite::tables::{self, TableColumn, TableIndex};
use crate::store::{Store, StoreError};

/// The table of the grants.
const GRANTS: &str = "hrm_user_company_access";

/// Each company that grants refer to, found by one search after the other.
pub(in crate::store) const SELECT_FIRST_COMPANY: &str =
    "SELECT min(company_id) FROM hrm_user_company_access";
pub(in crate::store) const SELECT_NEXT_COMPANY: &str =
    "SELECT min(company_id) FROM hrm_user_company_access WHERE company_id > ?1";
/// The users between two ids who have grants, and the number of their grants.
pub(in crate::store) const COUNT_BY_USER: &str = "SELECT user_id, count(*) \
     FROM hrm_user_company_access WHERE user_id >= ?1 AND user_id <= ?2 GROUP BY user_id";
pub(in crate::store) const COUNT_OF_USER: &str =
    "SELECT count(*) FROM hrm_user_company_access WHERE user_id = ?1";
pub(in crate::store) const SELECT_GRANT: &str =
    "SELECT 1 FROM hrm_user_company_access WHERE user_id = ?1 AND company_id = ?2";

impl Store {
    /// Whether grants can be counted without reading them: the operator sees every tenant, grants
    /// are indexed by company, no cell has two rows, and every row names an existing company.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`] once `cancel` is set.
    pub(in crate::store) fn has_one_row_per_grant(
        &self,
        cancel: &Cancel,
    ) -> Result<bool, StoreError> {
        Ok(self.catalog.within.is_none()
            && self.schema.grants_by_company
            && has_single_grants(&self.connection)?
            && self.has_known_companies_only(cancel)?)
    }

    /// Whether every grant refers to an existing company, and each company by only one
    /// spelling of its id.
    fn has_known_companies_only(&self, cancel: &Cancel) -> Result<bool, StoreError> {
        let mut seen = vec![false; self.companies().len()];
        let read = |row: &Row<'_>| -> rusqlite::Result<(Option<usize>, SqlValue)> {
            Ok((self.catalog.position_of(row.get_ref(0)?), row.get(0)?))
        };
        let mut next = self.connection.prepare_cached(SELECT_FIRST_COMPANY)?.query_row([], read)?;
        while next.1 != SqlValue::Null {
            match next.0 {
                Some(at) if !seen[at] => seen[at] = true,
                _ => return Ok(false),
            }
            if cancel.is_cancelled() {
                return Err(StoreError::Cancelled);
            }
            next =
                self.connection.prepare_cached(SELECT_NEXT_COMPANY)?.query_row([next.1], read)?;
        }
        Ok(true)
    }
}

/// Whether a key prevents a cell from having two grants, and every grant must name a company.
fn has_single_grants(connection: &Connection) -> rusqlite::Result<bool> {
    let names_company = |column: &TableColumn| column.is("company_id") && column.is_required;
    if !tables::columns(connection, GRANTS)?.iter().any(names_company) {
        return Ok(false);
    }
    let is_key = |index: &TableIndex| {
        let has = |name: &str| {
            let mut named = index.columns.iter().flatten();
            named.any(|column| column.eq_ignore_ascii_case(name))
        };
        index.is_unique
            && !index.is_partial
            && index.columns.len() == 2
            && has("user_id")
            && has("company_id")
    };
    Ok(tables::indexes(connection, GRANTS)?.iter().any(is_key))
}

/// The number of grants of each of these users, ascending, if every row is one grant.
pub(in crate::store) fn count_grants_of(
    connection: &Connection,
    users: &[UserId],
) -> Result<Vec<u32>, StoreError> {
    let _hold = hold(connection)?;
    let Some((from, end)) = dense(users) else {
        let mut statement = connection.prepare_cached(COUNT_OF_USER)?;
        let counts = users.iter().map(|user| statement.query_row([user.0], |row| row.get(0)));
        return Ok(counts.collect::<Result<_, _>>()?);
    };
    let mut counts = vec![0; users.len()];
    let mut next = 0;
    let mut statement = connection.prepare_cached(COUNT_BY_USER)?;
    let mut rows = statement.query(params![from, end])?;
    while let Some(row) = rows.next()? {
        let user = UserId(row.get(0)?);
        if let Some(at) = position_from(users, &mut next, user, |user| *user) {
            counts[at] = row.get(1)?;
        }
    }
    Ok(counts)
}

/// Whether the company at this position is granted to a user.
pub(in crate::store) fn is_granted(
    connection: &Connection,
    catalog: &Catalog,
    user: UserId,
    at: usize,
) -> Result<bool, StoreError> {
    let key = &catalog.keys[at];
    let has_key = connection.prepare_cached(SELECT_GRANT)?.exists(params![user.0, key])?;
    // A grant may spell the company's id differently than the company's own row.
    Ok(has_key || positions_of(connection, catalog, user)?.contains(&at))
}
