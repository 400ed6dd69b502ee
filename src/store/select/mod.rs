//! Selects and sorts the users or companies that match a filter.
//!
//! The store reads the data of all users that a filter needs into compact columns
//! ([`columns`], read by [`fill`]), and keeps them until something is written; filters are
//! then evaluated in memory. A user takes about 60 bytes for the names and 20 for the rest,
//! and a grant 3 bytes for its day.

mod answers;
mod columns;
mod companies;
mod entities;
mod fill;
mod first;
mod fuzzy;
mod last_changes;
mod matcher;
mod newest;
mod order;
mod query;
mod users;

use std::mem;
use std::sync::Arc;

pub(super) use columns::{ColumnCache, UserCounts};
pub use fuzzy::SimilarUser;
pub(super) use matcher::Matcher;
pub use query::{Order, Query, SortBy};

use super::{Store, StoreError};
use crate::domain::{Cancel, CompanyId, UserId};
use crate::filter::Axis;
use crate::store::reading::all_names::AllNames;
use crate::store::sqlite::pragmas::data_version;

impl Store {
    /// The users that match a filter. Reading a column of a million users for the first time
    /// takes seconds, without holding a lock for long; after that, it takes a fraction of a
    /// second. Whether rows that another program writes meanwhile are included is undefined:
    /// [`Store::changed_externally`] then returns true.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`] once `cancel` is set, [`StoreError::Impossible`] for a filter
    /// of the other axis, and for `is:marked` without marks.
    pub fn select_users(
        &mut self,
        query: &Query<'_, UserId>,
        cancel: &Cancel,
    ) -> Result<Vec<UserId>, StoreError> {
        check(query, Axis::Users)?;
        self.with_columns(|store, columns| users::select(store, columns, query, cancel))
    }

    /// The users who match a filter and can work in the company at this position, in the
    /// database's order.
    ///
    /// # Errors
    /// Those of [`Store::select_users`].
    pub(super) fn select_with_access(
        &mut self,
        company: usize,
        query: &Query<'_, UserId>,
        cancel: &Cancel,
    ) -> Result<Vec<UserId>, StoreError> {
        check(query, Axis::Users)?;
        self.with_columns(|store, columns| {
            users::select_with_access(store, columns, query, company, cancel)
        })
    }

    /// The companies that match a filter. A filter that needs grants reads all of them
    /// the first time.
    ///
    /// # Errors
    /// Those of [`Store::select_users`].
    pub fn select_companies(
        &mut self,
        query: &Query<'_, CompanyId>,
        cancel: &Cancel,
    ) -> Result<Vec<CompanyId>, StoreError> {
        check(query, Axis::Companies)?;
        self.with_columns(|store, columns| companies::select(store, columns, query, cancel))
    }

    /// Reads the names and addresses of all users, unless they were read already.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`] once `cancel` is set.
    pub fn read_names(&mut self, cancel: &Cancel) -> Result<(), StoreError> {
        self.with_columns(|store, columns| columns.need_texts(store, cancel))
    }

    /// The users whose username, full name or address contains a text. Fast after
    /// [`Store::read_names`].
    pub(super) fn users_having(&self, matcher: &Matcher) -> Result<Vec<UserId>, StoreError> {
        let mut read = ColumnCache::default();
        let is_at_hand = self.columns.version == Some(data_version(&self.connection)?);
        let columns = if is_at_hand && self.columns.texts.is_some() {
            &self.columns
        } else {
            read.need_texts(self, &Cancel::default())?;
            &read
        };
        let mask = columns.texts().having(matcher, None);
        let ids = columns.ids().iter().zip(mask);
        Ok(ids.filter_map(|(id, has)| has.then_some(*id)).collect())
    }

    /// The counts of all users, if a filter has read them and nothing was written since.
    pub(super) fn counts_at_hand(&self) -> Result<Option<UserCounts<'_>>, StoreError> {
        let version = data_version(&self.connection)?;
        Ok(self.columns.counts().filter(|_| self.columns.version == Some(version)))
    }

    /// The names of all employee records, if they were read and nothing was written since.
    pub(super) fn names_at_hand(&self) -> Result<Option<Arc<AllNames>>, StoreError> {
        let version = data_version(&self.connection)?;
        let is_current = self.columns.version == Some(version);
        Ok(self.columns.employee_names.clone().filter(|_| is_current))
    }

    /// Uses names of all employee records that were read from this version of the data.
    pub(super) fn install_names(&mut self, names: AllNames, version: i64) {
        self.columns.keep_if(version);
        self.columns.employee_names = Some(Arc::new(names));
    }

    /// Passes the columns to `work`; they are emptied first if another program has written.
    fn with_columns<T>(
        &mut self,
        work: impl FnOnce(&Self, &mut ColumnCache) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.columns.keep_if(data_version(&self.connection)?);
        let mut columns = mem::take(&mut self.columns);
        let result = work(self, &mut columns);
        self.columns = columns;
        result
    }
}

fn check<Id>(query: &Query<'_, Id>, axis: Axis) -> Result<(), StoreError> {
    if query.filter.axis() != axis {
        let sentence =
            format!("a filter for {} is asked of the wrong axis", query.filter.axis().noun());
        return Err(StoreError::Impossible(sentence));
    }
    if query.marked.is_none() && query.filter.depends_on_marks() {
        let sentence = "is:marked asks for what is marked in the console; there are no marks here";
        return Err(StoreError::Impossible(sentence.into()));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
