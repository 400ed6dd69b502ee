//! What an edit asks of the server that the database is a replica of. A database file has
//! none. Only the server's room implements this.

use rusqlite::Connection;

use crate::domain::{Change, Operator, UserId};
use crate::store::StoreError;
use crate::store::journal::audit::row::AuditRow;

/// A change that is complete in the replica's open transaction.
pub(crate) struct OutgoingChange<'a> {
    /// The open transaction.
    pub(crate) connection: &'a Connection,
    pub(crate) change: &'a Change,
    /// What the HR system's audit log gets.
    pub(crate) audit: Vec<AuditRow>,
    /// Whom that log names.
    pub(crate) logged: Option<UserId>,
    /// In whose name the store works, if in anybody's.
    pub(crate) acting: Option<&'a Operator>,
}

/// The server of a replica.
pub(crate) trait RemoteDatabase {
    /// Before the replica's transaction begins: brings the replica up to date if another
    /// grantgrid has made a change on the server.
    ///
    /// # Errors
    /// [`StoreError::Unreachable`], [`StoreError::Server`]; nothing has changed.
    fn prepare(&self, replica: &Connection) -> Result<(), StoreError>;

    /// Commits a change on the server; the replica commits right afterwards. Answers in a
    /// sentence which rows the HR system's audit log did not take, if any.
    ///
    /// # Errors
    /// [`StoreError::Outdated`] if the server has other data than the replica,
    /// [`StoreError::Refused`], [`StoreError::Unreachable`]; nothing has changed there.
    fn commit(&self, change: &OutgoingChange<'_>) -> Result<Option<String>, StoreError>;

    /// After the replica's transaction was rolled back: brings the replica up to date if it
    /// turned out to be behind, and answers the error for the person.
    fn after_failure(&self, error: StoreError, replica: &Connection) -> StoreError;

    /// After the server committed a change and the replica could not.
    fn renew(&self) -> Result<(), StoreError>;
}
