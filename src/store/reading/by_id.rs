//! Reads users by ascending id, and what belongs to them.

use rusqlite::{Connection, Row, params};

use crate::domain::{Cancel, RoleId, UserId};
use crate::store::StoreError;
use crate::store::schema::HrSchema;
use crate::store::sql_value::{is_active_user, optional_number};

/// The number of users read under one lock, small enough that all their grants take little
/// memory even with a thousand companies each.
pub(crate) const CHUNK: i64 = 4_000;

/// All users between the first and the last are read, rather than each one separately, if
/// there are at most this many times as many ids in between.
const DENSE: u64 = 4;

/// The same if no grants are read: skipping a user is then much faster than searching for
/// another.
const DENSE_ALONE: u64 = 16;

/// The lowest id that may follow `last`. Ids may be any numbers, and are read in ascending
/// order.
pub(crate) fn following(last: Option<i64>) -> Option<i64> {
    last.map_or(Some(i64::MIN), |last| last.checked_add(1))
}

/// Visits the rows of `sql` with ids in a range, both ends included, by ascending id, of which
/// at most `chunk` are read under one lock. The first column of `sql` is the id; its parameters
/// are the lowest id and the number of rows.
///
/// # Errors
/// [`StoreError::Cancelled`] once `cancel` is set, and those of `visit`.
pub(crate) fn for_each_row(
    connection: &Connection,
    (sql, chunk): (&str, i64),
    (first, end): (i64, i64),
    cancel: &Cancel,
    mut visit: impl FnMut(i64, &Row<'_>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut last = first.checked_sub(1);
    while let Some(from) = following(last).filter(|from| *from <= end) {
        if cancel.is_cancelled() {
            return Err(StoreError::Cancelled);
        }
        let mut count = 0;
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query(params![from, chunk])?;
        while let Some(row) = rows.next()? {
            let id = row.get(0)?;
            if id > end {
                return Ok(());
            }
            (last, count) = (Some(id), count + 1);
            visit(id, row)?;
        }
        if count < chunk {
            break;
        }
    }
    Ok(())
}

/// The position of `user` in a list that ascends by `id`, searched from `next` on. `next` moves
/// along, so that looking up users in ascending order is one pass.
pub(crate) fn position_from<T>(
    listed: &[T],
    next: &mut usize,
    user: UserId,
    id: impl Fn(&T) -> UserId,
) -> Option<usize> {
    *next += listed[*next..].iter().take_while(|it| id(it) < user).count();
    listed.get(*next).is_some_and(|it| id(it) == user).then_some(*next)
}

/// Splits the pairs of `user` off the front of `access`, which is ordered by user. Pairs of
/// users before, who are gone, are skipped.
pub(crate) fn split_user<'a>(access: &mut &'a [(i64, usize)], user: i64) -> &'a [(i64, usize)] {
    let start = access.partition_point(|(of, _)| *of < user);
    let rest = &access[start..];
    let end = rest.iter().position(|(of, _)| *of != user).unwrap_or(rest.len());
    *access = &rest[end..];
    &rest[..end]
}

/// The first and the last of these users, ascending, if reading all between them is faster.
pub(crate) fn dense(users: &[UserId]) -> Option<(i64, i64)> {
    ends_within(users, DENSE)
}

/// The same if no grants are read.
pub(crate) fn dense_alone(users: &[UserId]) -> Option<(i64, i64)> {
    ends_within(users, DENSE_ALONE)
}

fn ends_within(users: &[UserId], times: u64) -> Option<(i64, i64)> {
    let (first, last) = (users.first()?.0, users.last()?.0);
    (last.abs_diff(first) <= times * users.len() as u64).then_some((first, last))
}

/// The rows that a user refers to.
pub(crate) struct UserReferences {
    pub(crate) id: UserId,
    pub(crate) role: Option<RoleId>,
    pub(crate) organization: Option<i64>,
    pub(crate) active: bool,
}

/// Visits the existing users among these, ascending, with what they refer to.
pub(crate) fn for_each_reference(
    connection: &Connection,
    schema: &HrSchema,
    users: &[UserId],
    mut visit: impl FnMut(UserReferences) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let sql = select_references(&schema.user_references);
    let mut statement = connection.prepare_cached(&sql)?;
    // Either reads all between the first and the last, or looks up each.
    let ends = dense_alone(users);
    let alone = if ends.is_some() { &users[..1] } else { users };
    let limit = if ends.is_some() { i64::MAX } else { 1 };
    let mut wanted = users.iter().copied().peekable();
    for from in alone {
        let end = ends.map_or(from.0, |(_, end)| end);
        let mut rows = statement.query(params![from.0, limit])?;
        while let Some(row) = rows.next()? {
            let id = UserId(row.get(0)?);
            if id.0 > end {
                break;
            }
            while wanted.next_if(|user| *user < id).is_some() {}
            if wanted.next_if_eq(&id).is_some() {
                visit(UserReferences {
                    id,
                    role: optional_number(row, 1)?.map(RoleId),
                    organization: optional_number(row, 2)?,
                    active: is_active_user(row, 3)?,
                })?;
            }
        }
    }
    Ok(())
}

pub(crate) fn select_references(columns: &str) -> String {
    format!("SELECT id, {columns} FROM hrm_users WHERE id >= ?1 ORDER BY id LIMIT ?2")
}
