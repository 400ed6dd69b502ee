//! What an edit needs from the server, if the database is a replica of one. Only `server`
//! implements it.

use rusqlite::Connection;

use super::links::Link;
use crate::domain::{Cancel, Change, ChangeId, Operator, UserId};
use crate::store::StoreError;
use crate::store::journal::audit::row::AuditRow;
use crate::store::sql_value::SqlValue;

/// A value for a column that only the server has.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct UnseenValue {
    /// The number of its row within the change.
    pub(crate) row: u64,
    pub(crate) column: String,
    pub(crate) value: SqlValue,
}

/// A column that only the server has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UnseenColumn {
    pub(crate) name: String,
    /// The type, in upper case.
    pub(crate) declared: String,
    /// Whether a row must have a value for it, because the server has no default.
    pub(crate) required: bool,
    /// The table and column that it refers to.
    pub(crate) parent: Option<(String, String)>,
    /// Its values in their order, if there are only a few.
    pub(crate) labels: Vec<String>,
}

/// A grant that a large change has just added.
pub(crate) struct EarlyGrant<'a> {
    pub(crate) id: &'a SqlValue,
    pub(crate) user: UserId,
    /// The company's number in the journal, and its key.
    pub(crate) company: (i64, &'a SqlValue),
}

/// The change that adds it.
pub(crate) struct EarlyChange<'a> {
    /// The open transaction.
    pub(crate) connection: &'a Connection,
    pub(crate) id: ChangeId,
    pub(crate) at: &'a str,
    /// The flag that stops the change.
    pub(crate) cancel: Option<&'a Cancel>,
}

/// A change that is complete in the replica's open transaction.
pub(crate) struct OutgoingChange<'a> {
    /// The open transaction.
    pub(crate) connection: &'a Connection,
    pub(crate) change: &'a Change,
    pub(crate) unseen: &'a [UnseenValue],
    /// The rows for the HR system's audit log.
    pub(crate) audit: Vec<AuditRow>,
    /// The user to name in that log.
    pub(crate) logged: Option<UserId>,
    /// The operator, if it is a user of the HR system.
    pub(crate) acting: Option<&'a Operator>,
    /// The flag that stops the change.
    pub(crate) cancel: Option<Cancel>,
}

impl OutgoingChange<'_> {
    /// Whether the change should stop.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancel.as_ref().is_some_and(Cancel::is_cancelled)
    }
}

/// The server of a replica.
pub(crate) trait RemoteDatabase {
    /// Called before the replica's transaction begins: locks out other grantgrid processes
    /// until [`Self::commit`] or [`Self::release`], and brings the replica up to date with
    /// their earlier changes.
    ///
    /// # Errors
    /// [`StoreError::Busy`] if another grantgrid process holds the lock for longer than the
    /// lock timeout, [`StoreError::Unreachable`], [`StoreError::Server`]; nothing has changed.
    fn prepare(&self, replica: &Connection) -> Result<(), StoreError>;

    /// Called between [`Self::prepare`] and [`Self::commit`] for each grant that a large
    /// change adds, so that the server can work on them meanwhile.
    ///
    /// # Errors
    /// Those of [`Self::commit`].
    fn add_early(&self, grant: &EarlyGrant<'_>, change: &EarlyChange<'_>)
    -> Result<(), StoreError>;

    /// Commits a change on the server; the replica commits right afterwards. Returns a
    /// sentence about rows that the HR system's audit log rejected, if any.
    ///
    /// # Errors
    /// [`StoreError::Outdated`] if the server's data differs from the replica's,
    /// [`StoreError::Refused`], [`StoreError::Unreachable`], [`StoreError::Cancelled`]; nothing
    /// has changed on the server.
    fn commit(&self, change: &OutgoingChange<'_>) -> Result<Option<String>, StoreError>;

    /// Called after a change that may not have reached [`Self::commit`]: releases the lock.
    fn release(&self);

    /// Called after the replica's transaction was rolled back: brings the replica up to date if it
    /// was behind, and returns the error to report.
    fn after_failure(&self, error: StoreError, replica: &Connection) -> StoreError;

    /// How the server's data differed from the replica's when the last change was rejected, as
    /// a sentence. Returned only once.
    fn take_difference(&self) -> Option<String>;

    /// Called if the server committed a change and the replica could not: makes a new replica.
    fn renew(&self) -> Result<(), StoreError>;

    /// The columns of a table that only the server has.
    fn unseen_columns(&self, table: &str) -> &[UnseenColumn];

    /// The id for a new row of a table whose ids the server assigns; `None` for others.
    fn next_id(&self, table: &str) -> Result<Option<i64>, StoreError>;

    /// What refers to a row on the server by columns that only the server has.
    fn references(&self, table: &str, key: &SqlValue) -> Result<Vec<(Link, u64)>, StoreError>;
}
