//! The rows of a change that wait until one statement writes many of them.

use crate::domain::UserId;
use crate::store::journal::batches::{AddedCell, RemovedCell};
use crate::store::sql_value::SqlValue;

/// The rows that wait.
#[derive(Default)]
pub(super) struct WaitingRows {
    /// Whether rows may wait; otherwise each is written immediately.
    pub(super) on: bool,
    /// How many grants the change deletes, if that is known.
    pub(super) deletes: i64,
    pub(super) grants: Vec<NewGrant>,
    /// Consecutive row ids of grants to delete, both ends included.
    pub(super) deleted: Option<(i64, i64)>,
    pub(super) added: Vec<AddedCell>,
    pub(super) removed: Vec<RemovedCell>,
    /// The highest user of these rows.
    pub(super) last_user: Option<UserId>,
}

/// A grant to insert, with the time of the change.
pub(super) struct NewGrant {
    pub(super) id: SqlValue,
    pub(super) user: UserId,
    /// The position of its company.
    pub(super) at: usize,
}
