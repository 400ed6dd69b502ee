//! What an edit asks of the server that the database is a replica of. A database file has
//! none. Only the server's room implements this.

use rusqlite::Connection;

use super::links::Link;
use crate::domain::{Cancel, Change, ChangeId, Operator, UserId};
use crate::store::StoreError;
use crate::store::journal::audit::row::AuditRow;
use crate::store::sql_value::SqlValue;

/// A value for a column that the server has and the replica has not.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct UnseenValue {
    /// The number of the row in its change.
    pub(crate) row: u64,
    pub(crate) column: String,
    pub(crate) value: SqlValue,
}

/// A column that the server has and the replica has not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UnseenColumn {
    pub(crate) name: String,
    /// The type, in upper case.
    pub(crate) declared: String,
    /// Whether a row must have a value for it, and the server has none.
    pub(crate) required: bool,
    /// The table that it names rows of, and the column there.
    pub(crate) parent: Option<(String, String)>,
    /// Its values in their order, if there are only a few.
    pub(crate) labels: Vec<String>,
}

/// A grant that a large change adds.
pub(crate) struct EarlyGrant<'a> {
    pub(crate) id: &'a SqlValue,
    pub(crate) user: UserId,
    /// Its number in the journal, and its key.
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
    /// What the HR system's audit log gets.
    pub(crate) audit: Vec<AuditRow>,
    /// Whom that log names.
    pub(crate) logged: Option<UserId>,
    /// In whose name the store works, if in anybody's.
    pub(crate) acting: Option<&'a Operator>,
    /// The flag that stops the change.
    pub(crate) cancel: Option<Cancel>,
}

impl OutgoingChange<'_> {
    /// Whether somebody asked for the change to stop.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancel.as_ref().is_some_and(Cancel::is_cancelled)
    }
}

/// The server of a replica.
pub(crate) trait RemoteDatabase {
    /// Before the replica's transaction begins: keeps other grantgrids from making a change until
    /// [`Self::commit`] or [`Self::release`], and brings the replica up to date if another
    /// has made one on the server.
    ///
    /// # Errors
    /// [`StoreError::Busy`] if another grantgrid keeps it from that for longer than the replica's
    /// lock is waited for, [`StoreError::Unreachable`], [`StoreError::Server`]; nothing has
    /// changed.
    fn prepare(&self, replica: &Connection) -> Result<(), StoreError>;

    /// Between [`Self::prepare`] and [`Self::commit`]: a grant that the change has just added.
    /// Where there are many, the server is at work on them while the change goes on here.
    ///
    /// # Errors
    /// Those of [`Self::commit`].
    fn add_early(&self, grant: &EarlyGrant<'_>, change: &EarlyChange<'_>)
    -> Result<(), StoreError>;

    /// Commits a change on the server; the replica commits right afterwards. Answers in a
    /// sentence which rows the HR system's audit log did not take, if any.
    ///
    /// # Errors
    /// [`StoreError::Outdated`] if the server has other data than the replica,
    /// [`StoreError::Refused`], [`StoreError::Unreachable`], [`StoreError::Cancelled`]; nothing
    /// has changed there.
    fn commit(&self, change: &OutgoingChange<'_>) -> Result<Option<String>, StoreError>;

    /// After a change that may not have come to [`Self::commit`]: lets others make theirs.
    fn release(&self);

    /// After the replica's transaction was rolled back: brings the replica up to date if it
    /// turned out to be behind, and answers the error for the person.
    fn after_failure(&self, error: StoreError, replica: &Connection) -> StoreError;

    /// In which the server turned out to have other data than the replica when the last change
    /// was refused, in its words; once.
    fn take_difference(&self) -> Option<String>;

    /// After the server committed a change and the replica could not.
    fn renew(&self) -> Result<(), StoreError>;

    /// The columns of a table that the replica has not.
    fn unseen_columns(&self, table: &str) -> &[UnseenColumn];

    /// The id of the next row of a table whose ids the server counts; `None` for others.
    fn next_id(&self, table: &str) -> Result<Option<i64>, StoreError>;

    /// What refers to a row on the server from tables that the replica has not.
    fn references(&self, table: &str, key: &SqlValue) -> Result<Vec<(Link, u64)>, StoreError>;
}
