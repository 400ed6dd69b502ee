//! Reads the rows of users in parts: under one lock each, and on several threads.

use rusqlite::{Connection, Row};

use crate::domain::{Cancel, UserId};
use crate::store::reading::by_id::for_each_row;
use crate::store::reading::parallel::LARGE;
use crate::store::{Store, StoreError};

/// The number of users read under one lock.
const CHUNK: i64 = 20_000;

/// The number of users whose grants are read under one lock.
pub(super) const PART: usize = 4_000;

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
    let (Some(first), Some(last)) = (ids.first(), ids.last()) else {
        return Ok(());
    };
    let range = (first.0, last.0);
    let mut ids = ids.iter().copied().peekable();
    for_each_row(connection, (sql, CHUNK), range, cancel, |here, row| {
        while let Some(gone) = ids.next_if(|id| id.0 < here) {
            visit(gone, None)?;
        }
        ids.next_if(|id| id.0 == here).map_or(Ok(()), |id| visit(id, Some(row)))
    })?;
    ids.try_for_each(|gone| visit(gone, None))
}

/// Splits `ids` into parts whose grants are read under one lock: the first id of each part,
/// and its range.
pub(in crate::store::select) fn parts(
    ids: &[UserId],
) -> impl Iterator<Item = (i64, std::ops::Range<usize>)> {
    let size = PART;
    (0..ids.len())
        .step_by(size)
        .map(move |start| (ids[start].0, start..ids.len().min(start.saturating_add(size))))
}
