//! Writes changes through to the server. A change that is complete in the replica's open
//! transaction becomes one transaction of the server, in which everything that it affects must
//! still be as in the replica. The server commits first, then the replica.
//!
//! If the reply to `COMMIT` is lost, the outcome is not guessed: the change has a unique
//! token, which is looked up on a new connection.

mod attempt;
mod audit;
mod cells;
mod connected;
mod early;
mod ids;
mod journal;
mod reach;
mod references;
mod rights;
mod rows;
mod rows_as_text;
mod transaction;

use std::cell::{Cell, RefCell};
use std::path::Path;
use std::thread;
use std::time::Duration;

use rusqlite::Connection;

use super::catch_up::{CatchUpOptions, CaughtUp, LastCounts, catch_up};
use super::describe::ServerTable;
use super::failure::of_session;
use super::marker;
use super::replica;
use super::session::ServerSession;
use super::target::ServerTarget;
use crate::store::StoreError;
use crate::store::edit::links::Link;
use crate::store::edit::remote::{
    EarlyChange, EarlyGrant, OutgoingChange, RemoteDatabase, UnseenColumn,
};
use crate::store::sql_value::SqlValue;
use crate::store::sqlite::pragmas::{data_version, lock_timeout};
use attempt::{CommitOutcome, attempt};
use connected::{Connected, SETUP};
use early::EarlyGrants;
pub(super) use rights::WriteRights;
use transaction::WriteFailure;

/// How often, and with which pauses, a lost connection is opened again to find out whether a
/// change was committed.
const ATTEMPTS: u32 = 8;
const PAUSE: Duration = Duration::from_millis(250);

/// Commits changes on a server.
pub(super) struct ServerWriter {
    target: ServerTarget,
    rights: WriteRights,
    connected: RefCell<Option<Connected>>,
    /// The part of a large change that the server already has.
    early: RefCell<Option<EarlyGrants>>,
    /// Set if the replica turned out to be behind the server.
    stale: Cell<Option<Stale>>,
    /// How the server's data differed when the last change was rejected.
    difference: Cell<Option<String>>,
}

/// The replica turned out to be behind the server.
struct Stale {
    /// What differed, according to the server.
    why: String,
    /// A number that changes when others write to the replica.
    version: i64,
}

impl ServerWriter {
    pub(super) fn new(target: ServerTarget, rights: WriteRights) -> Self {
        Self {
            target,
            rights,
            connected: RefCell::new(None),
            early: RefCell::new(None),
            stale: Cell::new(None),
            difference: Cell::new(None),
        }
    }

    /// Another writer for the same server, with a connection of its own.
    pub(super) fn another(&self) -> Self {
        Self::new(self.target.clone(), self.rights.clone())
    }

    /// Where the replica is.
    pub(super) fn replica(&self) -> &Path {
        &self.target.path
    }

    /// Why nothing can be written; `None` if changes are allowed.
    pub(super) fn refusal(&self) -> Option<&'static str> {
        self.rights.refusal
    }

    fn connect(&self) -> Result<Connected, StoreError> {
        let mut session = ServerSession::open(&self.target.url, &self.target.account, None)?;
        if session.identity()? == self.target.identity {
            return Ok(Connected::new(session));
        }
        Err(StoreError::Server(format!(
            "{}: another server or database answers than the one that was opened; quit and open \
             it again; nothing was changed",
            session.name
        )))
    }

    /// Finds out, on a new connection, whether a change was committed whose reply was lost.
    fn settle(&self, token: &str, lost: &StoreError) -> Result<(), StoreError> {
        for _ in 0..ATTEMPTS {
            let found = self.connect().and_then(|mut connected| {
                let name = connected.session.name.clone();
                let failed = |error: postgres::Error| of_session(&error, &name);
                let client = connected.session.client();
                let mut transaction = client.transaction().map_err(failed)?;
                transaction.batch_execute(SETUP).map_err(failed)?;
                let found = journal::was_committed(&mut transaction, token).map_err(failed)?;
                drop(transaction);
                *self.connected.borrow_mut() = Some(connected);
                Ok(found)
            });
            match found {
                Ok(true) => return Ok(()),
                Ok(false) => {
                    return Err(StoreError::Unreachable(format!("{lost}; nothing was changed")));
                }
                Err(_) => thread::sleep(PAUSE),
            }
        }
        Err(StoreError::Unreachable(format!(
            "{lost} while the change was being committed; once the server answers again, the \
             history shows whether it was made"
        )))
    }
}

impl RemoteDatabase for ServerWriter {
    fn commit(&self, out: &OutgoingChange<'_>) -> Result<Option<String>, StoreError> {
        self.stale.set(None);
        self.finish_early(out)?;
        let token = uuid::Uuid::new_v4().to_string();
        let mut is_fresh = false;
        loop {
            let connected = self.connected.borrow_mut().take();
            is_fresh |= connected.is_none();
            let mut connected = connected.map_or_else(|| self.connect(), Ok).map_err(unchanged)?;
            out.connection.execute_batch("SAVEPOINT attempt")?;
            let on = (&self.target.schema, self.rights.locks_users);
            let done = attempt(&mut connected, on, out, &token);
            if done.is_ok() {
                connected.is_begun = false;
            } else {
                connected.roll_back();
            }
            // What the attempt recorded here is recorded again by the next one.
            let end = if done.is_ok() { "" } else { "ROLLBACK TO attempt; " };
            out.connection.execute_batch(&format!("{end}RELEASE attempt"))?;
            // A cancel request may reach the connection late, when it does something else.
            let is_usable = !out.is_cancelled() && !connected.session.client().is_closed();
            if is_usable {
                *self.connected.borrow_mut() = Some(connected);
            }
            return match done {
                Ok(CommitOutcome { note, lost: None }) => Ok(note),
                Ok(CommitOutcome { note, lost: Some(lost) }) => {
                    self.settle(&token, &lost).map(|()| note)
                }
                Err(_) if out.is_cancelled() => Err(StoreError::Cancelled),
                // A connection may have been lost long ago without anybody noticing.
                Err(WriteFailure::Lost(_)) if !is_fresh && !is_usable => continue,
                Err(WriteFailure::Lost(error)) => Err(unchanged(error)),
                Err(WriteFailure::Other(error)) => Err(error),
                Err(WriteFailure::Stale(why)) => Err(self.outdated(why, out.connection)),
            };
        }
    }

    fn add_early(
        &self,
        grant: &EarlyGrant<'_>,
        change: &EarlyChange<'_>,
    ) -> Result<(), StoreError> {
        let mut early = self.early.borrow_mut();
        let early = early.get_or_insert_with(|| EarlyGrants::new(&self.target.schema));
        if early.is_over || !early.add(grant, change) {
            return Ok(());
        }
        if !early.has_connection() {
            let Some(connected) = self.connected.borrow_mut().take() else {
                early.is_over = true;
                return Ok(());
            };
            early.start(connected, &self.target.schema, change)?;
        }
        if early.hand_over() { Ok(()) } else { self.end_early(early, change.connection) }
    }

    fn prepare(&self, replica: &Connection) -> Result<(), StoreError> {
        let (recorded, timeout) = (marker::journal(replica)?, lock_timeout(replica)?);
        let existing = self.connected.borrow_mut().take();
        let mut is_fresh = existing.is_none();
        let mut connected = existing.map_or_else(|| self.connect(), Ok)?;
        loop {
            let is_current = match connected.begin(recorded.as_ref(), timeout) {
                Ok(is_current) => is_current,
                // A connection may have been lost long ago without anybody noticing.
                Err(WriteFailure::Lost(_)) if !is_fresh => {
                    (is_fresh, connected) = (true, self.connect()?);
                    continue;
                }
                Err(WriteFailure::Lost(error)) => return Err(unchanged(error)),
                Err(WriteFailure::Stale(_)) => false,
                Err(WriteFailure::Other(error)) => {
                    connected.roll_back();
                    *self.connected.borrow_mut() = Some(connected);
                    return Err(error);
                }
            };
            *self.connected.borrow_mut() = Some(connected);
            // Meanwhile, no grantgrid can make another change.
            return if is_current {
                Ok(())
            } else {
                self.bring_up_to_date(self.connect()?).map(drop)
            };
        }
    }

    fn release(&self) {
        if let Some(mut early) = self.early.take()
            && let Some((connected, _)) = early.end()
            && !early.is_cancelled()
        {
            *self.connected.borrow_mut() = Some(connected);
        }
        if let Some(connected) = self.connected.borrow_mut().as_mut() {
            connected.roll_back();
        }
    }

    fn after_failure(&self, error: StoreError, replica: &Connection) -> StoreError {
        let Some(Stale { why, version }) = self.stale.take() else {
            return error;
        };
        if let Err(error) = self.catch_up() {
            return error;
        }
        // If nothing is new, trying again would have the same result.
        match data_version(replica) {
            Ok(now) if now != version => {
                self.difference.set(Some(why));
                error
            }
            _ => StoreError::Refused(why),
        }
    }

    fn take_difference(&self) -> Option<String> {
        self.difference.take()
    }

    fn renew(&self) -> Result<(), StoreError> {
        self.catch_up()
    }

    fn unseen_columns(&self, table: &str) -> &[UnseenColumn] {
        self.target.unseen.get(table).map(Vec::as_slice).unwrap_or_default()
    }

    fn next_id(&self, table: &str) -> Result<Option<i64>, StoreError> {
        self.query(|connected| {
            let name = connected.session.name.clone();
            connected.ids.next((connected.session.client(), &name), table)
        })
    }

    fn references(&self, table: &str, key: &SqlValue) -> Result<Vec<(Link, u64)>, StoreError> {
        let tables = &self.target.schema.tables;
        // The replica counts the references by its own columns. Only the tables of users and
        // companies are counted by column: what is deleted together with other rows is no longer
        // in the replica, but still on the server.
        let is_deleted_alone = ["hrm_users", "hrm_company"].contains(&table);
        let is_known = |other: &str, column: &str| {
            let has = |it: &ServerTable| it.columns.iter().any(|own| own.name == column);
            tables.iter().any(|it| it.read.name == other && (!is_deleted_alone || has(it)))
        };
        let key = key.to_text();
        self.query(|connected| {
            let name = connected.session.name.clone();
            references::references(connected.session.client(), (table, &key), &is_known, &name)
        })
    }
}

impl ServerWriter {
    /// Records that the replica is behind the server.
    fn outdated(&self, why: String, replica: &Connection) -> StoreError {
        match data_version(replica) {
            Ok(version) => self.stale.set(Some(Stale { why, version })),
            Err(error) => return error.into(),
        }
        StoreError::Outdated
    }

    /// Takes the connection back from the thread that sends grants early. If it was lost, the
    /// change goes on: all of it is sent on a new one.
    fn end_early(&self, early: &mut EarlyGrants, replica: &Connection) -> Result<(), StoreError> {
        let Some((mut connected, done)) = early.end() else {
            return Ok(());
        };
        if early.is_cancelled() {
            return Err(StoreError::Cancelled);
        }
        if done.is_err() {
            connected.roll_back();
        }
        if !connected.session.client().is_closed() {
            *self.connected.borrow_mut() = Some(connected);
        }
        match done {
            Ok(()) | Err(WriteFailure::Lost(_)) => Ok(()),
            Err(WriteFailure::Stale(why)) => Err(self.outdated(why, replica)),
            Err(WriteFailure::Other(error)) => Err(error),
        }
    }

    /// Sends the remaining grants once the change is complete in the replica.
    fn finish_early(&self, out: &OutgoingChange<'_>) -> Result<(), StoreError> {
        let Some(mut early) = self.early.take() else {
            return Ok(());
        };
        // If the thread has ended, `end_early` returns the reason.
        early.hand_over();
        self.end_early(&mut early, out.connection)?;
        if let Some(connected) = self.connected.borrow_mut().as_mut()
            && ![0, out.change.added].contains(&connected.begun.sent)
        {
            connected.roll_back();
        }
        Ok(())
    }

    /// Asks the server; if the connection was lost, once more on a new one.
    fn query<T>(
        &self,
        query: impl Fn(&mut Connected) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let existing = self.connected.borrow_mut().take();
        if let Some(mut connected) = existing {
            let answer = query(&mut connected);
            if !connected.session.client().is_closed() {
                *self.connected.borrow_mut() = Some(connected);
                return answer;
            }
        }
        let mut connected = self.connect()?;
        let answer = query(&mut connected);
        *self.connected.borrow_mut() = Some(connected);
        answer
    }

    /// Brings the replica up to date, on the existing connection or a new one.
    fn catch_up(&self) -> Result<(), StoreError> {
        self.release();
        let connected = self.connected.borrow_mut().take();
        let connected = connected.map_or_else(|| self.connect(), Ok)?;
        *self.connected.borrow_mut() = Some(self.bring_up_to_date(connected)?);
        Ok(())
    }

    fn bring_up_to_date(&self, mut connected: Connected) -> Result<Connected, StoreError> {
        let mut copy = replica::connect(&self.target.path)?;
        let options =
            CatchUpOptions { last_counts: &mut LastCounts::new(), skips: &[], checks_tables: true };
        let session = &mut connected.session;
        match catch_up(session, &mut copy, &self.target.schema, options, None).map_err(unchanged)? {
            CaughtUp::Current { .. } => Ok(connected),
            CaughtUp::StartOver => {
                let why = "the local copy cannot be updated: quit and open the server again";
                Err(StoreError::Server(format!("{why}; nothing was changed")))
            }
        }
    }
}

/// A lost connection, if it cost nothing but the connection.
fn unchanged(error: StoreError) -> StoreError {
    match error {
        StoreError::Unreachable(why) => {
            StoreError::Unreachable(format!("{why}; nothing was changed"))
        }
        error => error,
    }
}
