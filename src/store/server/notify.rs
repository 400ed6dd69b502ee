//! Notifications of the server that something was written, if an administrator installed
//! triggers that send them. They are optional, and make updates faster.

use std::time::Duration;

use postgres::fallible_iterator::FallibleIterator;

use super::failure::of_session;
use super::session::ServerSession;
use crate::store::StoreError;

/// Subscribes to notifications, if there are triggers that send them. Returns whether there
/// are.
pub(super) fn listen(session: &mut ServerSession) -> Result<bool, StoreError> {
    let name = session.name.clone();
    let failed = |error: postgres::Error| of_session(&error, &name);
    let client = session.client();
    let sql = "SELECT to_regproc('grantgrid_notify') IS NOT NULL AND NOT pg_is_in_recovery()";
    let sends: bool = client.query_one(sql, &[]).and_then(|row| row.try_get(0)).map_err(failed)?;
    if sends {
        client.batch_execute("LISTEN grantgrid").map_err(failed)?;
    }
    Ok(sends)
}

/// Waits for a notification. Returns whether one arrived; several count as one.
pub(super) fn wait(session: &mut ServerSession, at_most: Duration) -> Result<bool, StoreError> {
    let name = session.name.clone();
    let mut notifications = session.client().notifications();
    let came = notifications.timeout_iter(at_most).next();
    let came = came.map_err(|error| of_session(&error, &name))?.is_some();
    // The next query notices a lost connection.
    while let Ok(Some(_)) = notifications.iter().next() {}
    Ok(came)
}
