//! Reads all users with their companies, or with their grants and who made them, for files of
//! any length. A chunk of users is read under one lock, and dropped after it was visited.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, params};

use super::access::{self, GrantPairs, HeldCompanies};
use super::by_id::{dense, dense_alone, following};
use super::full_names::EmployeeNames;
use super::parallel::hold;
use super::provenance::{GrantingChanges, Provenance};
use super::users::RawUser;
use crate::domain::{Cancel, JobProgress, User, UserId};
use crate::store::schema::HrSchema;
use crate::store::sql_value::text;
use crate::store::{Store, StoreError};

/// The number of users read under one lock.
pub(super) const CHUNK: usize = 4_000;

/// The same if grants are read with their ids and times.
pub(in crate::store) const CHUNK_OF_GRANTS: usize = 500;

pub(crate) const SELECT_GRANTS_BETWEEN: &str = "SELECT user_id, company_id, id, created_at FROM hrm_user_company_access \
     WHERE user_id >= ?1 AND user_id <= ?2 ORDER BY user_id";

/// A grant, and who made it if the journal knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeGrant {
    /// The position of its company in [`Store::companies`].
    pub company: usize,
    /// When it was granted, as the database writes it (UTC).
    pub granted_at: String,
    /// Who granted it, and why; `None` for a grant that is not in the journal.
    pub made: Option<Provenance>,
}

impl Store {
    /// Visits every user with the positions of the user's companies in [`Store::companies`],
    /// by ascending id.
    ///
    /// # Errors
    /// Those of the database, and the first error that `visit` returns.
    pub fn for_each_user<E: From<StoreError>>(
        &self,
        mut visit: impl FnMut(User, &[usize]) -> Result<(), E>,
    ) -> Result<(), E> {
        self.for_each_held(|user, held| visit(user, &held.positions))
    }

    /// Visits every user with the user's grants, by ascending id.
    pub(super) fn for_each_held<E: From<StoreError>>(
        &self,
        mut visit: impl FnMut(User, HeldCompanies) -> Result<(), E>,
    ) -> Result<(), E> {
        let names = EmployeeNames::Read(self.all_names(&Cancel::default())?);
        let mut last = None;
        let next_part = || {
            let Some(from) = following(last) else {
                return Ok(None);
            };
            let chunk = self.user_chunk(from)?;
            let Some(end) = chunk.last().map(|raw| raw.id) else {
                return Ok(None);
            };
            last = Some(end);
            Ok(Some((chunk, (from, end))))
        };
        self.for_each_part(next_part, |chunk, grants| {
            self.visit_held(chunk, &grants, &names, &mut visit)
        })
    }

    /// Visits these users, in this order, each with the positions of the user's companies in
    /// [`Store::companies`]. Users who no longer exist are left out.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`] once `progress` is cancelled, those of the database, and the
    /// first error that `visit` returns.
    pub fn for_each_of<E: From<StoreError>>(
        &self,
        users: &[UserId],
        progress: &mut JobProgress<'_>,
        mut visit: impl FnMut(User, &[usize]) -> Result<(), E>,
    ) -> Result<(), E> {
        self.for_each_held_of(users, progress, |user, held| visit(user, &held.positions))
    }

    /// The same with each user's grants.
    pub(super) fn for_each_held_of<E: From<StoreError>>(
        &self,
        users: &[UserId],
        progress: &mut JobProgress<'_>,
        mut visit: impl FnMut(User, HeldCompanies) -> Result<(), E>,
    ) -> Result<(), E> {
        progress.begin(users.len() as u64);
        let names = self.employee_names(users.len())?;
        if !users.is_sorted() {
            // Rare: only a sorted list that is printed in its own order comes here.
            for user in users {
                let grants = access::grants_of(&self.connection, &self.catalog, &[*user])?;
                let found = raw_users(&self.connection, &self.schema, &[*user])?;
                self.visit_held(found, &grants, &names, &mut visit)?;
                if progress.advance(1) {
                    return Err(StoreError::Cancelled.into());
                }
            }
            return Ok(());
        }
        let mut chunks = users.chunks(CHUNK);
        let next_part = || Ok(chunks.next().map(|users| (users.len(), users)));
        let (schema, catalog) = (&self.schema, &self.catalog);
        let read = |connection: &Connection, users: &[UserId]| {
            let _hold = hold(connection)?;
            let grants = access::grants_of(connection, catalog, users)?;
            Ok((raw_users(connection, schema, users)?, grants))
        };
        self.read_ahead(next_part, read, |size, (found, grants)| {
            self.visit_held(found, &grants, &names, &mut visit)?;
            if progress.advance(size as u64) {
                return Err(StoreError::Cancelled.into());
            }
            Ok(())
        })
    }

    pub(super) fn complete_all(
        &self,
        users: Vec<RawUser>,
        names: &EmployeeNames,
    ) -> Result<Vec<User>, StoreError> {
        let _hold = hold(&self.connection)?;
        users.into_iter().map(|raw| self.complete(raw, names)).collect()
    }

    fn visit_held<E: From<StoreError>>(
        &self,
        users: Vec<RawUser>,
        grants: &GrantPairs,
        names: &EmployeeNames,
        visit: &mut impl FnMut(User, HeldCompanies) -> Result<(), E>,
    ) -> Result<(), E> {
        let users = self.complete_all(users, names)?;
        // Visited without a lock, because `visit` may wait for a reader of the output.
        let mut access = grants.pairs.as_slice();
        for user in users {
            let held = grants.take(&mut access, user.id.0);
            visit(user, held)?;
        }
        Ok(())
    }

    /// Visits these users by id, each with the user's grants in the order of the companies; if
    /// a cell has several grants, only the oldest. Users who no longer exist are left out.
    ///
    /// # Errors
    /// Those of [`Store::for_each_of`].
    pub fn for_each_grants_of<E: From<StoreError>>(
        &self,
        users: &[UserId],
        progress: &mut JobProgress<'_>,
        mut visit: impl FnMut(User, Vec<MadeGrant>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut users = users.to_vec();
        users.sort_unstable();
        progress.begin(users.len() as u64);
        let granting = GrantingChanges::read(&self.connection)?;
        let names = self.employee_names(users.len())?;
        for users in users.chunks(CHUNK_OF_GRANTS) {
            for (user, own) in self.read_grants_of(users, &granting, &names)? {
                visit(user, own)?;
            }
            if progress.advance(users.len() as u64) {
                return Err(StoreError::Cancelled.into());
            }
        }
        Ok(())
    }

    /// The existing users among these, ascending, with their grants.
    fn read_grants_of(
        &self,
        users: &[UserId],
        granting: &GrantingChanges,
        names: &EmployeeNames,
    ) -> Result<Vec<(User, Vec<MadeGrant>)>, StoreError> {
        let mut read = Vec::with_capacity(users.len());
        let _hold = hold(&self.connection)?;
        for users in split_into_ranges(users, CHUNK_OF_GRANTS) {
            let Some((from, end)) = ends(users) else {
                continue;
            };
            let found = users_between(&self.connection, &self.schema, users)?;
            let grants = self.grants_between((from, end), granting)?;
            let mut grants = grants.into_iter().peekable();
            for raw in found {
                let mut own = Vec::new();
                while let Some((of, grant)) = grants.next_if(|(of, _)| *of <= raw.id) {
                    if of == raw.id {
                        own.push(grant);
                    }
                }
                read.push((self.complete(raw, names)?, own));
            }
        }
        Ok(read)
    }

    /// The grants of the users between two ids, by user and company.
    fn grants_between(
        &self,
        (from, end): (i64, i64),
        granting: &GrantingChanges,
    ) -> Result<Vec<(i64, MadeGrant)>, StoreError> {
        let mut origins = granting.between(&self.connection, from, end)?;
        let mut grants = Vec::new();
        let mut statement = self.connection.prepare_cached(SELECT_GRANTS_BETWEEN)?;
        let mut rows = statement.query(params![from, end])?;
        while let Some(row) = rows.next()? {
            let ValueRef::Integer(user) = row.get_ref(0)? else {
                continue;
            };
            let Some(company) = self.catalog.position_of(row.get_ref(1)?) else {
                continue;
            };
            let made = origins.of_grant(&text(row, 2)?)?;
            grants.push((user, MadeGrant { company, granted_at: text(row, 3)?, made }));
        }
        grants.sort_by(|(user, one), (other, another)| {
            let key = |user: &i64, grant: &MadeGrant| (*user, grant.company);
            key(user, one)
                .cmp(&key(other, another))
                .then_with(|| one.granted_at.cmp(&another.granted_at))
        });
        grants.dedup_by(|(other, next), (user, previous)| {
            other == user && next.company == previous.company
        });
        Ok(grants)
    }
}

/// The existing users among these, in the same order. Ascending users with close ids are read as
/// one range.
pub(super) fn raw_users(
    connection: &Connection,
    schema: &HrSchema,
    users: &[UserId],
) -> Result<Vec<RawUser>, StoreError> {
    let mut found = Vec::with_capacity(users.len());
    // Either all are read as one range, or each user separately.
    let whole = if users.is_sorted() { dense_alone(users) } else { None };
    for users in users.chunks(if whole.is_some() { users.len() } else { 1 }) {
        found.extend(users_between(connection, schema, users)?);
    }
    Ok(found)
}

/// The existing users among those of one range.
pub(in crate::store) fn users_between(
    connection: &Connection,
    schema: &HrSchema,
    users: &[UserId],
) -> Result<Vec<RawUser>, StoreError> {
    let Some((from, end)) = ends(users) else {
        return Ok(Vec::new());
    };
    let sql = select_users_between(&schema.user_columns);
    let mut statement = connection.prepare_cached(&sql)?;
    let mut wanted = users.iter().peekable();
    let mut found = Vec::new();
    let mut rows = statement.query([from, end])?;
    while let Some(row) = rows.next()? {
        let id = UserId(row.get(0)?);
        while wanted.next_if(|wanted| **wanted < id).is_some() {}
        if wanted.next_if_eq(&&id).is_some() {
            found.push(RawUser::read(row)?);
        }
    }
    Ok(found)
}

/// Splits users into ranges that are read at once: many users with close ids, or a single one.
pub(in crate::store) fn split_into_ranges(
    users: &[UserId],
    chunk: usize,
) -> impl Iterator<Item = &[UserId]> {
    users.chunks(chunk).flat_map(|chunk| {
        let together = chunk.is_sorted() && dense(chunk).is_some();
        chunk.chunks(if together { chunk.len() } else { 1 })
    })
}

/// The first and the last id of a range.
pub(in crate::store) fn ends(users: &[UserId]) -> Option<(i64, i64)> {
    Some((users.first()?.0, users.last()?.0))
}

pub(crate) fn select_users_between(columns: &str) -> String {
    format!("SELECT {columns} FROM hrm_users WHERE id >= ?1 AND id <= ?2 ORDER BY id")
}
