//! A connection that writes, and what is asked once for it.

use super::audit::ServerAuditLog;
use super::cells::GrantTraits;
use super::ids::TakenIds;
use super::rows::ColumnTypes;
use super::transaction::StatementCache;
use crate::store::server::session::ServerSession;

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
}

/// What is asked once for a connection.
pub(super) struct ServerTraits {
    pub(super) grants: GrantTraits,
    pub(super) log: ServerAuditLog,
    pub(super) types: ColumnTypes,
}

impl Connected {
    pub(super) fn new(session: ServerSession) -> Self {
        Self { session, statements: StatementCache::new(), traits: None, ids: TakenIds::default() }
    }
}
