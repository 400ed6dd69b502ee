//! A connection for writing, and what is determined once for it.

use super::audit::ServerAuditLog;
use super::cells::GrantTraits;
use super::ids::ReservedIds;
use super::journal::{self, LOCK};
use super::rows::{self, ColumnTypes};
use super::transaction::{StatementCache, WriteFailure, WriteTransaction, of_writing};
use crate::store::StoreError;
use crate::store::server::describe::ServerSchema;
use crate::store::server::marker::JournalState;
use crate::store::server::session::ServerSession;
use postgres::SimpleQueryMessage;
use postgres::error::SqlState;
use std::time::Duration;

/// The settings of a transaction that writes: nobody waits for long, on either side.
pub(super) const SETUP: &str = "SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL timezone = 'UTC'; \
    SET LOCAL statement_timeout = '15min'; SET LOCAL lock_timeout = '4s'; \
    SET LOCAL idle_in_transaction_session_timeout = '15min'; SET LOCAL row_security = on";

/// A connection, and what is known about its server.
pub(super) struct Connected {
    pub(super) session: ServerSession,
    pub(super) statements: StatementCache,
    pub(super) traits: Option<ServerTraits>,
    pub(super) ids: ReservedIds,
    /// Whether the transaction of a change is open.
    pub(super) is_begun: bool,
    /// What was done in it already.
    pub(super) begun: BegunChange,
}

/// What was done in the transaction of a change before the change was complete in the replica.
#[derive(Debug, Default)]
pub(super) struct BegunChange {
    /// The journal version that the change has claimed, and the number of the transaction.
    pub(super) claimed: Option<(JournalState, i64)>,
    /// How many of its grants the server already has, with their cells.
    pub(super) sent: u64,
}

/// What is determined once for a connection.
pub(super) struct ServerTraits {
    pub(super) grants: GrantTraits,
    pub(super) log: ServerAuditLog,
    pub(super) types: ColumnTypes,
}

impl BegunChange {
    /// Claims the next version of the journal, if that was not done yet.
    pub(super) fn claim(
        &mut self,
        transaction: &mut WriteTransaction<'_>,
        recorded: Option<JournalState>,
    ) -> Result<(JournalState, i64), WriteFailure> {
        if let Some(claimed) = &self.claimed {
            return Ok(claimed.clone());
        }
        let claimed = journal::claim(transaction, recorded)?;
        Ok(self.claimed.insert(claimed).clone())
    }
}

impl ServerTraits {
    /// What is known about the server; determined the first time.
    pub(super) fn known<'a>(
        known: &'a mut Option<Self>,
        transaction: &mut WriteTransaction<'_>,
        schema: &ServerSchema,
    ) -> Result<&'a Self, WriteFailure> {
        if let Some(known) = known {
            return Ok(known);
        }
        let grants = GrantTraits::read(transaction)?;
        let log = ServerAuditLog::read(transaction)?;
        let types = rows::column_types(transaction, schema)?;
        Ok(known.insert(Self { grants, log, types }))
    }
}

impl Connected {
    pub(super) fn new(session: ServerSession) -> Self {
        Self {
            session,
            statements: StatementCache::new(),
            traits: None,
            ids: ReservedIds::default(),
            is_begun: false,
            begun: BegunChange::default(),
        }
    }

    /// Begins the transaction of a change, which only one grantgrid at a time can do. Returns
    /// whether the replica has everything that grantgrids wrote before. Waits for another
    /// grantgrid at most this long.
    ///
    /// # Errors
    /// [`StoreError::Busy`] if the other one has not finished.
    pub(super) fn begin(
        &mut self,
        recorded: Option<&JournalState>,
        timeout: Duration,
    ) -> Result<bool, WriteFailure> {
        self.roll_back();
        let sql = format!(
            "BEGIN; SET LOCAL lock_timeout = {}; {LOCK}; {SETUP}; {}",
            // For the server, 0 would mean no limit.
            timeout.as_millis().max(1),
            journal::version_query(recorded.is_some())
        );
        self.is_begun = true;
        let name = self.session.name.clone();
        let answers = self.session.client().simple_query(&sql);
        let answers = answers.map_err(|error| {
            if error.code() == Some(&SqlState::LOCK_NOT_AVAILABLE) {
                return StoreError::Busy.into();
            }
            of_writing(&error, &name)
        })?;
        let rows = answers.iter().filter_map(|answer| match answer {
            SimpleQueryMessage::Row(row) => row.try_get(0).ok().flatten(),
            _ => None,
        });
        // Taking the lock returns a row too.
        Ok(rows.last()
            == Some(&*recorded.map_or_else(|| "t".into(), |recorded| recorded.version.to_string())))
    }

    /// Rolls back the transaction of a change, if one is open.
    pub(super) fn roll_back(&mut self) {
        self.begun = BegunChange::default();
        if std::mem::take(&mut self.is_begun) {
            // If the connection is lost, the server rolls back itself.
            let _ = self.session.client().batch_execute("ROLLBACK");
        }
    }
}
