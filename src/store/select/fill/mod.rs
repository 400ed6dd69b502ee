//! Reads columns from the database, each when it is first needed.

pub(super) mod figures;
mod last_changes;
mod profiles;
mod texts;
pub(super) mod times;

use rusqlite::{Connection, Row, params};

use super::columns::ColumnCache;
use super::columns::figures::CountedFigures;
use super::columns::last_changes::LastChanges;
use super::columns::profiles::Profiles;
use super::columns::texts::TextColumns;
use super::columns::times::Times;
use crate::domain::{Cancel, UserId};
use crate::store::reading::by_id::following;
use crate::store::{Store, StoreError};

/// The number of users read under one lock.
const CHUNK: i64 = 20_000;

/// From this many user ids on, several threads read the users.
const LARGE: u64 = 50_000;

/// The number of users whose grants are read under one lock.
const PART: usize = 4_000;

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
                None => CountedFigures::read_drifting(store, self.ids(), self.profiles(), cancel)?,
            };
            self.drifting = Some(drifting);
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

/// Reads columns of the users in one part for each thread, and returns the results in order.
/// `read` gets the ids of its part.
pub(super) fn in_parts<T: Send>(
    store: &Store,
    ids: &[UserId],
    read: impl Fn(&Connection, &[UserId]) -> Result<T, StoreError> + Sync,
) -> Result<Vec<T>, StoreError> {
    let (Some(first), Some(last)) = (ids.first(), ids.last()) else {
        return Ok(Vec::new());
    };
    store.in_ranges((first.0, last.0), LARGE, |connection, (first, last)| {
        let start = ids.partition_point(|id| id.0 < first);
        let end = ids.partition_point(|id| id.0 <= last);
        read(connection, &ids[start..end])
    })
}

/// Calls `visit` once for each of `ids`, in their order, with the row of `sql`, or with `None` for
/// a user who is gone. The first column of `sql` is the user's id; its parameters are the lowest
/// id and the number of rows.
pub(super) fn for_each_user(
    connection: &Connection,
    sql: &str,
    ids: &[UserId],
    cancel: &Cancel,
    mut visit: impl FnMut(UserId, Option<&Row<'_>>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut last = ids.first().and_then(|id| id.0.checked_sub(1));
    let mut ids = ids.iter().copied().peekable();
    while let Some(from) = following(last).filter(|_| ids.peek().is_some()) {
        if cancel.is_cancelled() {
            return Err(StoreError::Cancelled);
        }
        let mut count = 0;
        let mut statement = connection.prepare_cached(sql)?;
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
            if ids.peek().is_none() {
                return Ok(());
            }
        }
        if count < CHUNK {
            return ids.try_for_each(|gone| visit(gone, None));
        }
    }
    Ok(())
}

/// Splits `ids` into parts whose grants are read under one lock: the first id of each part,
/// and its range.
pub(super) fn parts(ids: &[UserId]) -> impl Iterator<Item = (i64, std::ops::Range<usize>)> {
    let size = PART;
    (0..ids.len())
        .step_by(size)
        .map(move |start| (ids[start].0, start..ids.len().min(start.saturating_add(size))))
}
