//! Reads columns from the database, each when it is first needed.

mod by_user;
pub(super) mod figures;
mod last_changes;
pub(super) mod parts;
mod profiles;
mod texts;
pub(super) mod times;

use std::sync::Arc;

use parts::{PART, in_parts};

use super::columns::ColumnCache;
use super::columns::figures::CountedFigures;
use super::columns::last_changes::LastChanges;
use super::columns::profiles::Profiles;
use super::columns::texts::TextColumns;
use super::columns::times::Times;
use crate::domain::Cancel;
use crate::store::reading::all_names::AllNames;
use crate::store::reading::grant_counts::count_grants_of;
use crate::store::{Store, StoreError};

impl ColumnCache {
    /// Reads the ids of all users, unless they were read already.
    pub(super) fn need_ids(&mut self, store: &Store, cancel: &Cancel) -> Result<(), StoreError> {
        if self.ids.is_none() {
            let mut ids = store.user_ids(cancel)?;
            ids.shrink_to_fit();
            self.ids = Some(ids);
        }
        Ok(())
    }

    pub(super) fn need_texts(&mut self, store: &Store, cancel: &Cancel) -> Result<(), StoreError> {
        self.need_ids(store, cancel)?;
        if self.texts.is_none() {
            let names = match self.employee_names.take() {
                Some(names) => names,
                None => Arc::new(AllNames::read(store, cancel)?),
            };
            self.texts = Some(TextColumns::read(store, self.ids(), &names, cancel)?);
        }
        Ok(())
    }

    pub(super) fn need_profiles(
        &mut self,
        store: &Store,
        cancel: &Cancel,
    ) -> Result<(), StoreError> {
        self.need_ids(store, cancel)?;
        if self.profiles.is_none() {
            self.profiles = Some(Profiles::read(store, self.ids(), cancel)?);
        }
        Ok(())
    }

    pub(super) fn need_figures(
        &mut self,
        store: &Store,
        cancel: &Cancel,
    ) -> Result<(), StoreError> {
        self.need_profiles(store, cancel)?;
        if self.figures.is_none() {
            self.figures = Some(CountedFigures::read(store, self.ids(), self.profiles(), cancel)?);
        }
        Ok(())
    }

    /// Counts the grants of each user, unless the figures already tell.
    pub(super) fn need_grant_counts(
        &mut self,
        store: &Store,
        cancel: &Cancel,
    ) -> Result<(), StoreError> {
        self.need_ids(store, cancel)?;
        if self.figures.is_some() || self.grant_counts.is_some() {
            return Ok(());
        }
        if !store.has_one_row_per_grant(cancel)? {
            return self.need_figures(store, cancel);
        }
        let parts = in_parts(store, self.ids(), |connection, ids| {
            let mut counts = Vec::with_capacity(ids.len());
            for part in ids.chunks(PART) {
                if cancel.is_cancelled() {
                    return Err(StoreError::Cancelled);
                }
                counts.extend(count_grants_of(connection, part)?);
            }
            Ok(counts)
        })?;
        self.grant_counts = Some(parts.concat());
        Ok(())
    }

    /// Finds the users who lack a grant that the rules require, unless the figures already
    /// tell.
    pub(super) fn need_drifting(
        &mut self,
        store: &Store,
        cancel: &Cancel,
    ) -> Result<(), StoreError> {
        self.need_profiles(store, cancel)?;
        if self.drifting.is_none() {
            let figures = self.figures.as_ref();
            let known = figures.map(|it| it.drift_of_user.iter().map(|count| *count > 0).collect());
            let drifting = match known {
                Some(known) => known,
                None => by_user::drifting(store, self.ids(), self.profiles(), cancel)?,
            };
            self.drifting = Some(drifting);
        }
        Ok(())
    }

    /// Finds the users with a grant that gives no access, unless the figures already tell.
    pub(super) fn need_ineffective(
        &mut self,
        store: &Store,
        cancel: &Cancel,
    ) -> Result<(), StoreError> {
        self.need_profiles(store, cancel)?;
        if self.ineffective.is_none() {
            let known = self.figures.as_ref().map(|figures| figures.ineffective.clone());
            let ineffective = match known {
                Some(known) => known,
                None => by_user::ineffective(store, self.ids(), self.profiles(), cancel)?,
            };
            self.ineffective = Some(ineffective);
        }
        Ok(())
    }

    pub(super) fn need_times(&mut self, store: &Store, cancel: &Cancel) -> Result<(), StoreError> {
        self.need_ids(store, cancel)?;
        if self.times.is_none() {
            self.times = Some(Times::read(store, self.ids(), cancel)?);
        }
        Ok(())
    }

    pub(super) fn need_last_changes(
        &mut self,
        store: &Store,
        cancel: &Cancel,
    ) -> Result<(), StoreError> {
        self.need_ids(store, cancel)?;
        if self.last_changes.is_none() {
            self.last_changes = Some(LastChanges::read(store, self.ids(), cancel)?);
        }
        Ok(())
    }
}
