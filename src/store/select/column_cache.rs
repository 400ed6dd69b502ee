//! What the store has read of all users and grants, each column when it is
//! first asked for. Columns belong together: each was read for the same users,
//! in order of id.

use rusqlite::{Row, params};

use super::figures::CountedFigures;
use super::profiles::Profiles;
use super::texts::TextColumns;
use super::times::Times;
use crate::domain::{Cancel, UserId};
use crate::store::reading::users::{following, select_users_from};
use crate::store::{Store, StoreError};

/// Users read under one lock.
const CHUNK: i64 = 20_000;

/// Users whose grants are read under one lock.
const PART: usize = 4_000;

// What a column is before it was read.
static NO_TEXTS: TextColumns = TextColumns::NONE;
static NO_PROFILES: Profiles = Profiles::NONE;
static NO_FIGURES: CountedFigures = CountedFigures::NONE;
static NO_TIMES: Times = Times::NONE;

/// The columns that are at hand.
#[derive(Default)]
pub(in crate::store) struct ColumnCache {
    /// The state of the database that they were read from.
    version: Option<i64>,
    ids: Option<Vec<UserId>>,
    texts: Option<TextColumns>,
    profiles: Option<Profiles>,
    figures: Option<CountedFigures>,
    times: Option<Times>,
}

impl ColumnCache {
    /// Drops everything, because anything may have changed.
    pub(in crate::store) fn forget(&mut self) {
        *self = Self::default();
    }

    /// Drops what was read of the grants, because only these have changed.
    pub(in crate::store) fn forget_grants(&mut self) {
        self.figures = None;
        self.times = None;
    }

    /// Drops everything that was read from another state of the database.
    pub(super) fn keep_if(&mut self, version: i64) {
        if self.version != Some(version) {
            self.forget();
            self.version = Some(version);
        }
    }

    /// Reads the ids of all users, if they are not at hand.
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
            self.texts = Some(TextColumns::read(store, self.ids(), cancel)?);
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

    pub(super) fn need_times(&mut self, store: &Store, cancel: &Cancel) -> Result<(), StoreError> {
        self.need_ids(store, cancel)?;
        if self.times.is_none() {
            self.times = Some(Times::read(store, self.ids(), cancel)?);
        }
        Ok(())
    }

    /// Whether the figures are at hand.
    pub(super) fn has_figures(&self) -> bool {
        self.figures.is_some()
    }

    // Below: what a `need_…` has read. Without one there are no users.

    pub(super) fn ids(&self) -> &[UserId] {
        self.ids.as_deref().unwrap_or_default()
    }

    pub(super) fn texts(&self) -> &TextColumns {
        self.texts.as_ref().unwrap_or(&NO_TEXTS)
    }

    pub(super) fn profiles(&self) -> &Profiles {
        self.profiles.as_ref().unwrap_or(&NO_PROFILES)
    }

    pub(super) fn figures(&self) -> &CountedFigures {
        self.figures.as_ref().unwrap_or(&NO_FIGURES)
    }

    pub(super) fn times(&self) -> &Times {
        self.times.as_ref().unwrap_or(&NO_TIMES)
    }
}

/// Calls `visit` once for each of `ids`, in their order, with the row of
/// [`crate::store::schema::HrSchema::user_columns`]; `None` for a user that
/// is gone by now.
pub(super) fn for_each_user(
    store: &Store,
    ids: &[UserId],
    cancel: &Cancel,
    mut visit: impl FnMut(UserId, Option<&Row<'_>>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let sql = select_users_from(&store.schema.user_columns);
    let mut ids = ids.iter().copied().peekable();
    let mut last = None;
    while let Some(from) = following(last).filter(|_| ids.peek().is_some()) {
        if cancel.is_cancelled() {
            return Err(StoreError::Cancelled);
        }
        let mut count = 0;
        let mut statement = store.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params![from, CHUNK])?;
        while let Some(row) = rows.next()? {
            count += 1;
            let here: i64 = row.get(0)?;
            last = Some(here);
            while let Some(gone) = ids.next_if(|id| id.0 < here) {
                visit(gone, None)?;
            }
            if let Some(id) = ids.next_if(|id| id.0 == here) {
                visit(id, Some(row))?;
            }
        }
        if count < CHUNK {
            return ids.try_for_each(|gone| visit(gone, None));
        }
    }
    Ok(())
}

/// The parts of `ids` whose grants are read under one lock: the first id of
/// the part, and where it begins and ends.
pub(super) fn parts(ids: &[UserId]) -> impl Iterator<Item = (i64, std::ops::Range<usize>)> {
    let size = PART;
    (0..ids.len())
        .step_by(size)
        .map(move |start| (ids[start].0, start..ids.len().min(start.saturating_add(size))))
}
