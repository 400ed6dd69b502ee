//! A connection that writes, and what is asked once for it.

use super::audit::ServerAuditLog;
use super::cells::GrantTraits;
use super::ids::TakenIds;
use super::journal::{self, LOCK};
use super::rows::ColumnTypes;
use super::transaction::{StatementCache, WriteFailure, of_writing};
use crate::store::server::marker::JournalState;
use crate::store::server::session::ServerSession;
use postgres::SimpleQueryMessage;

/// What holds for a transaction that writes: nobody waits for long, on either side.
pub(super) const SETUP: &str = "SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL timezone = 'UTC'; \
    SET LOCAL lock_timeout = '4s'; SET LOCAL statement_timeout = '15min'; \
    SET LOCAL idle_in_transaction_session_timeout = '60s'; SET LOCAL row_security = on";

/// A connection, and what is known of what it reaches.
pub(super) struct Connected {
    pub(super) session: ServerSession,
    pub(super) statements: StatementCache,
    pub(super) traits: Option<ServerTraits>,
    pub(super) ids: TakenIds,
    /// Whether the transaction of a change is open.
    pub(super) is_begun: bool,
}

/// What is asked once for a connection.
pub(super) struct ServerTraits {
    pub(super) grants: GrantTraits,
    pub(super) log: ServerAuditLog,
    pub(super) types: ColumnTypes,
}

impl Connected {
    pub(super) fn new(session: ServerSession) -> Self {
        Self {
            session,
            statements: StatementCache::new(),
            traits: None,
            ids: TakenIds::default(),
            is_begun: false,
        }
    }

    /// Begins the transaction of a change, in which only one grantgrid at a time is, and says
    /// whether the replica has everything that grantgrids wrote before.
    pub(super) fn begin(&mut self, kept: Option<&JournalState>) -> Result<bool, WriteFailure> {
        self.roll_back();
        let sql = format!("BEGIN; {SETUP}; {LOCK}; {}", journal::version_query(kept.is_some()));
        self.is_begun = true;
        let name = self.session.name.clone();
        let answers = self.session.client().simple_query(&sql);
        let answers = answers.map_err(|error| of_writing(&error, &name))?;
        let rows = answers.iter().filter_map(|answer| match answer {
            SimpleQueryMessage::Row(row) => row.try_get(0).ok().flatten(),
            _ => None,
        });
        // The lock has answered a row, too.
        Ok(rows.last() == Some(&*kept.map_or_else(|| "t".into(), |kept| kept.version.to_string())))
    }

    /// Ends the transaction of a change that was not committed, if there is one.
    pub(super) fn roll_back(&mut self) {
        if std::mem::take(&mut self.is_begun) {
            // Where the connection is lost, the server does it by itself.
            let _ = self.session.client().batch_execute("ROLLBACK");
        }
    }
}
