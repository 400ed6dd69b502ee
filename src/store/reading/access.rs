//! Reads grants. A grant whose company is gone is an orphan: it is skipped here, so that
//! neither the screen nor the statistics count it.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, params};

use super::by_id::{dense, split_user};
use super::catalog::Catalog;
use crate::domain::{
    Cancel, Company, Grant, GrantId, JobProgress, RolePolicy, User, UserAccess, UserId,
    edit_in_words,
};
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
    /// The positions in [`Store::companies`] of the companies that are granted to the
    /// user, ascending.
    pub companies: Vec<usize>,
    /// The access policy of the user's role.
    pub policy: RolePolicy,
    /// Whether the user has a grant whose company is gone.
    pub has_absent: bool,
    /// How many companies the user can really work in.
    pub effective: usize,
    /// How many of the granted companies the HR system ignores.
    pub ineffective: usize,
}

impl AccessRow {
    /// What decides the user's access, apart from the grants.
    #[must_use]
    pub fn access(&self) -> UserAccess<'_> {
        self.access_with(self.companies.len())
    }

    /// The same as [`Self::access`], if the user had this many granted companies.
    #[must_use]
    pub fn access_with(&self, granted: usize) -> UserAccess<'_> {
        UserAccess {
            active: self.user.active,
            policy: self.policy,
            home: self.user.home_company.as_ref(),
            tenant: self.user.tenant.as_ref(),
            has_grants: granted > 0 || self.has_absent,
        }
    }

    /// The real effect of granting or revoking one company, as a clause; `None` if access
    /// simply follows the grant. `at` is the company's position in `companies`.
    #[must_use]
    pub fn edit_effect(&self, companies: &[Company], at: usize, granted: bool) -> Option<String> {
        let home = self.user.home_company.as_ref();
        let home = home.and_then(|home| companies.iter().find(|company| company.id == *home));
        let held = self.companies.len();
        let is_held = self.companies.binary_search(&at).is_ok();
        let after = held + usize::from(granted && !is_held) - usize::from(!granted && is_held);
        let (before, after) = (self.access(), self.access_with(after));
        edit_in_words(&self.user, &companies[at], home, granted, &before, &after)
    }
}

/// The grants of one user.
#[derive(Clone, Debug, Default)]
pub(crate) struct HeldCompanies {
    /// The positions of the companies, ascending, each once.
    pub(crate) positions: Vec<usize>,
    /// Whether there is a grant whose company is gone.
    pub(crate) has_absent: bool,
}

impl HeldCompanies {
    /// Whether there is any grant, even one whose company is gone.
    pub(crate) fn has_grants(&self) -> bool {
        self.has_absent || !self.positions.is_empty()
    }
}

impl Store {
    /// The companies in the order of the database, which is that of every list.
    #[must_use]
    pub fn companies(&self) -> &[Company] {
        &self.catalog.companies
    }

    /// The rows of the access matrix for these users, in this order. Users who no longer
    /// exist are left out.
    pub fn access_rows(&self, users: &[UserId]) -> Result<Vec<AccessRow>, StoreError> {
        let mut rows = Vec::with_capacity(users.len());
        for &id in users {
            if let Some(user) = self.user(id)? {
                rows.push(self.row_of(user, held_by(&self.connection, &self.catalog, id)?));
            }
        }
        Ok(rows)
    }

    /// Visits every row of the access matrix, by ascending id.
    ///
    /// # Errors
    /// Those of the database, and the first error that `visit` returns.
    pub fn for_each_row<E: From<StoreError>>(
        &self,
        mut visit: impl FnMut(AccessRow) -> Result<(), E>,
    ) -> Result<(), E> {
        self.for_each_held(|user, held| visit(self.row_of(user, held)))
    }

    /// Visits the rows of these users, in this order. Users who no longer exist are left out.
    ///
    /// # Errors
    /// Those of the database, and the first error that `visit` returns.
    pub fn for_each_row_of<E: From<StoreError>>(
        &self,
        users: &[UserId],
        mut visit: impl FnMut(AccessRow) -> Result<(), E>,
    ) -> Result<(), E> {
        let progress = &mut JobProgress::none();
        self.for_each_held_of(users, progress, |user, held| visit(self.row_of(user, held)))
    }

    pub(in crate::store) fn row_of(&self, user: User, held: HeldCompanies) -> AccessRow {
        let basis = self.catalog.basis_of(&user, held.has_grants());
        let tally = basis.tally(&self.catalog, held.positions.iter().copied());
        AccessRow {
            user,
            policy: basis.policy,
            has_absent: held.has_absent,
            companies: held.positions,
            effective: usize::try_from(tally.effective).unwrap_or(usize::MAX),
            ineffective: usize::try_from(tally.ineffective).unwrap_or(usize::MAX),
        }
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

    /// How many of these users have a grant for each company, in the order of
    /// [`Store::companies`]. Holds no lock for long.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`] once `cancel` is set.
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
        positions_of(&self.connection, &self.catalog, user)
    }

    /// The grants of the users from `from` to `end`, both included.
    pub(crate) fn grant_pairs_between(
        &self,
        from: i64,
        end: i64,
    ) -> Result<GrantPairs, StoreError> {
        grants_between(&self.connection, &self.catalog, from, end)
    }

    /// The grants of the users from `from` to `end`, both included, as pairs of user and
    /// position of the company, ordered by user, each once.
    pub(crate) fn access_between(
        &self,
        from: i64,
        end: i64,
    ) -> Result<Vec<(i64, usize)>, StoreError> {
        between(&self.connection, &self.catalog, from, end)
    }
}

/// The positions of the companies that are granted to a user, ascending, each once.
pub(crate) fn positions_of(
    connection: &Connection,
    catalog: &Catalog,
    user: UserId,
) -> Result<Vec<usize>, StoreError> {
    Ok(held_by(connection, catalog, user)?.positions)
}

/// The grants of a user.
pub(crate) fn held_by(
    connection: &Connection,
    catalog: &Catalog,
    user: UserId,
) -> Result<HeldCompanies, StoreError> {
    let mut held = HeldCompanies::default();
    let mut statement = connection.prepare_cached(SELECT_COMPANIES_OF)?;
    let mut rows = statement.query([user.0])?;
    while let Some(row) = rows.next()? {
        match catalog.position_of(row.get_ref(0)?) {
            Some(at) => held.positions.push(at),
            None => held.has_absent = true,
        }
    }
    held.positions.sort_unstable();
    held.positions.dedup();
    Ok(held)
}

/// The grants of the users from `from` to `end`, both included, as pairs of user and position
/// of the company, in this order, each once.
pub(crate) fn between(
    connection: &Connection,
    catalog: &Catalog,
    from: i64,
    end: i64,
) -> Result<Vec<(i64, usize)>, StoreError> {
    Ok(grants_between(connection, catalog, from, end)?.pairs)
}

/// The grants of some users.
#[derive(Debug, Default)]
pub(crate) struct GrantPairs {
    /// (user, position of company), ordered by user and position, each once.
    pub(crate) pairs: Vec<(i64, usize)>,
    /// The users with a grant whose company is not in the catalog, ascending.
    with_absent: Vec<i64>,
}

impl GrantPairs {
    /// Adds the grants of a user. Users must be added by ascending id.
    pub(crate) fn add(&mut self, user: UserId, held: HeldCompanies) {
        self.pairs.extend(held.positions.into_iter().map(|at| (user.0, at)));
        if held.has_absent {
            self.with_absent.push(user.0);
        }
    }

    /// Splits the grants of `user` off the front of `pairs`, like
    /// [`split_user`](super::by_id::take_user).
    pub(crate) fn take(&self, pairs: &mut &[(i64, usize)], user: i64) -> HeldCompanies {
        let positions = split_user(pairs, user).iter().map(|(_, at)| *at).collect();
        HeldCompanies { positions, has_absent: self.has_absent(user) }
    }

    /// Whether a user has any grant; `held` are the user's pairs.
    pub(crate) fn has_grants(&self, user: i64, held: &[(i64, usize)]) -> bool {
        !held.is_empty() || self.has_absent(user)
    }

    /// Whether a user has a grant whose company is gone.
    pub(crate) fn has_absent(&self, user: i64) -> bool {
        self.with_absent.binary_search(&user).is_ok()
    }
}

/// The grants of these users, ascending.
pub(crate) fn grants_of(
    connection: &Connection,
    catalog: &Catalog,
    users: &[UserId],
) -> Result<GrantPairs, StoreError> {
    if let Some((from, end)) = dense(users) {
        return grants_between(connection, catalog, from, end);
    }
    let mut grants = GrantPairs::default();
    for user in users {
        grants.add(*user, held_by(connection, catalog, *user)?);
    }
    Ok(grants)
}

/// The grants of the users from `from` to `end`, both included.
pub(crate) fn grants_between(
    connection: &Connection,
    catalog: &Catalog,
    from: i64,
    end: i64,
) -> Result<GrantPairs, StoreError> {
    let mut pairs: Vec<(i64, usize)> = Vec::new();
    let mut with_absent = Vec::new();
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
        match catalog.position_of(row.get_ref(1)?) {
            Some(at) => pairs.push((user, at)),
            None => with_absent.push(user),
        }
    }
    pairs[sorted_from..].sort_unstable();
    pairs.dedup();
    with_absent.dedup();
    Ok(GrantPairs { pairs, with_absent })
}
