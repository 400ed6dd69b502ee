//! One attempt to make a change on the server: everything in one transaction, and only if the
//! server still has the replica's data.

use std::sync::atomic::{AtomicBool, Ordering};

use super::cells;
use super::connected::{BegunChange, Connected, ServerTraits};
use super::reach::ChangeReach;
use super::rows::{RowContext, SentPart};
use super::transaction::{self, StatementCache, WriteFailure, WriteTransaction};
use super::{journal, rights};
use crate::store::StoreError;
use crate::store::edit::remote::OutgoingChange;
use crate::store::server::describe::ServerSchema;
use crate::store::server::marker;
use crate::store::server::session::ServerSession;
use crate::store::sqlite::pragmas::lock_timeout;

/// The result of a change whose commit was sent to the server.
pub(super) struct CommitOutcome {
    /// A note about the HR system's log.
    pub(super) note: Option<String>,
    /// Why there was no reply, if there was none.
    pub(super) lost: Option<StoreError>,
}

/// Prepared statements, what is known about the server, and what was done already.
type KnownParts<'a> = (&'a mut StatementCache, &'a mut Option<ServerTraits>, &'a mut BegunChange);

/// Makes one attempt in the transaction that was begun, or in a new one. It can be cancelled
/// until the commit is sent to the server. The outer error means that nothing was committed.
pub(super) fn attempt(
    connected: &mut Connected,
    on: (&ServerSchema, bool),
    out: &OutgoingChange<'_>,
    token: &str,
) -> Result<CommitOutcome, WriteFailure> {
    let timeout = lock_timeout(out.connection)?;
    if !connected.is_begun
        && !connected.begin(marker::journal(out.connection)?.as_ref(), timeout)?
    {
        return Err(WriteFailure::another_change());
    }
    let Connected { session, statements, traits, begun, .. } = connected;
    let is_committing = AtomicBool::new(false);
    session.stopping(out.cancel.as_ref(), &is_committing, |session| {
        write(session, (statements, traits, begun), on, (out, token), &is_committing)
    })
}

fn write(
    session: &mut ServerSession,
    (statements, traits, begun): KnownParts<'_>,
    (schema, locks_users): (&ServerSchema, bool),
    (out, token): (&OutgoingChange<'_>, &str),
    is_committing: &AtomicBool,
) -> Result<CommitOutcome, WriteFailure> {
    let name = session.name.clone();
    let mut transaction = WriteTransaction::new(session.client(), statements, &name);
    let recorded = marker::journal(out.connection)?;
    let (state, transaction_id) = begun.claim(&mut transaction, recorded)?;
    let ServerTraits { grants, log, types } =
        ServerTraits::known(traits, &mut transaction, schema)?;
    let what = (out.change, state.version);
    journal::send_names(&mut transaction, what, out.connection)?;
    let (change, unseen, replica) = (out.change, out.unseen, out.connection);
    let rows = RowContext { change, schema, types, unseen, replica };
    journal::send_rows(&mut transaction, what, out.connection)?;
    let is_of_tenant = out.acting.is_some_and(|operator| operator.tenant().is_some());
    let reach = is_of_tenant.then(|| ChangeReach::read(schema, change, replica)).transpose()?;
    rows.send(&mut transaction, SentPart::Coming)?;
    if let Some(reach) = reach {
        reach.check(&mut transaction)?;
    }
    let to_replica = (replica, transaction_id, begun.sent);
    cells::send_cells(&mut transaction, out.change, (schema, *grants), to_replica)?;
    rows.send(&mut transaction, SentPart::Deleted)?;
    journal::send_entry(&mut transaction, what, token, out.connection)?;
    let note = log.record(&mut transaction, out)?;
    // At the end, so that the row is locked only for a moment.
    if let Some(operator) = out.acting {
        let locks = (schema, locks_users);
        rights::check_operator(&mut transaction, locks, operator, out.connection)?;
    }
    journal::record(out.connection, &state)?;
    is_committing.store(true, Ordering::SeqCst);
    if out.is_cancelled() {
        return Err(StoreError::Cancelled.into());
    }
    match transaction.commit().map_err(|error| transaction::of_writing(&error, &name)) {
        Ok(()) => Ok(CommitOutcome { note, lost: None }),
        Err(WriteFailure::Lost(lost)) => Ok(CommitOutcome { note, lost: Some(lost) }),
        // A deferred constraint, for example: the server has rolled back.
        Err(failure) => Err(failure),
    }
}
