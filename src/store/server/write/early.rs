//! Sends the grants of a large change to the server while the change is still being computed.
//! A thread owns the connection until the change is complete, and sends cells and grants in
//! chunks within the open transaction. Everything else that a change writes is sent at its
//! end, as for every other change.

use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::cells::{COPY_ADDED_CELLS, copy_grants, grants_table, has, no_grants, put, require};
use super::connected::{Connected, ServerTraits};
use super::transaction::{WriteFailure, WriteTransaction};
use crate::domain::{Cancel, ChangeId};
use crate::store::StoreError;
use crate::store::edit::remote::{EarlyChange, EarlyGrant};
use crate::store::server::describe::ServerSchema;
use crate::store::server::marker::{self, JournalState};
use crate::store::sql_value::text_of;
use crate::store::sqlite::pragmas::lock_timeout;

/// The number of grants in a chunk. A change with fewer is sent when it is complete.
const CHUNK: u64 = 5_000;
/// The maximum number of chunks that wait to be sent.
const CHUNKS: usize = 4;

/// Lines of `COPY`.
#[derive(Debug, Default)]
struct EarlyLines {
    cells: Vec<u8>,
    grants: Vec<u8>,
    rows: u64,
}

/// What the thread needs.
struct EarlyWork {
    recorded: Option<JournalState>,
    timeout: Duration,
    schema: ServerSchema,
    cancel: Option<Cancel>,
}

/// The connection, which records what was sent, and the error that stopped the thread, if any.
pub(super) type EarlyEnd = (Connected, Result<(), WriteFailure>);

/// The grants that a change has added so far.
pub(super) struct EarlyGrants {
    has_modified_at: bool,
    lines: EarlyLines,
    thread: Option<EarlyThread>,
    /// The flag that stops the change.
    cancel: Option<Cancel>,
    /// Whether nothing more is sent until the change is complete.
    pub(super) is_over: bool,
}

struct EarlyThread {
    chunks: SyncSender<EarlyLines>,
    thread: JoinHandle<EarlyEnd>,
}

impl EarlyGrants {
    pub(super) fn new(schema: &ServerSchema) -> Self {
        let has_modified_at = grants_table(schema).is_some_and(|it| has(it, "modified_at"));
        let lines = EarlyLines::default();
        Self { has_modified_at, lines, thread: None, cancel: None, is_over: false }
    }

    /// Whether the change was cancelled.
    pub(super) fn is_cancelled(&self) -> bool {
        self.cancel.as_ref().is_some_and(Cancel::is_cancelled)
    }

    /// Adds a grant; returns true once there are enough for a chunk.
    pub(super) fn add(&mut self, grant: &EarlyGrant<'_>, change: &EarlyChange<'_>) -> bool {
        let EarlyLines { cells, grants, rows } = &mut self.lines;
        let ChangeId(number) = change.id;
        let (user, id) = (grant.user.0.to_string(), text_of(grant.id.as_ref()));
        let (of_cell, company) = grant.company;
        let company = text_of(company.as_ref());
        for (field, end) in [
            (&*number.to_string(), b'\t'),
            (&*user, b'\t'),
            (&*of_cell.to_string(), b'\t'),
            ("t", b'\t'),
            (&*id, b'\n'),
        ] {
            put(cells, field.as_bytes());
            cells.push(end);
        }
        for field in [&*id, &*user, &*company, change.at] {
            put(grants, field.as_bytes());
            grants.push(b'\t');
        }
        if self.has_modified_at {
            put(grants, change.at.as_bytes());
        } else {
            grants.pop();
        }
        grants.push(b'\n');
        *rows += 1;
        *rows >= CHUNK
    }

    /// Whether a thread has the connection.
    pub(super) fn has_connection(&self) -> bool {
        self.thread.is_some()
    }

    /// Gives the connection to a thread.
    pub(super) fn start(
        &mut self,
        connected: Connected,
        schema: &ServerSchema,
        change: &EarlyChange<'_>,
    ) -> Result<(), StoreError> {
        self.cancel = change.cancel.cloned();
        let work = EarlyWork {
            recorded: marker::journal(change.connection)?,
            timeout: lock_timeout(change.connection)?,
            schema: schema.clone(),
            cancel: self.cancel.clone(),
        };
        let (chunks, receiver) = sync_channel(CHUNKS);
        let thread = thread::Builder::new()
            .name("early grants".into())
            .spawn(move || run(connected, &work, &receiver))
            .map_err(|error| StoreError::Database(error.to_string()))?;
        self.thread = Some(EarlyThread { chunks, thread });
        Ok(())
    }

    /// Passes the added grants to the thread; returns false if the thread has ended.
    pub(super) fn hand_over(&mut self) -> bool {
        let lines = std::mem::take(&mut self.lines);
        self.thread.as_ref().is_some_and(|thread| thread.chunks.send(lines).is_ok())
    }

    /// Waits until the server has everything that was passed on, and returns the connection.
    pub(super) fn end(&mut self) -> Option<EarlyEnd> {
        self.is_over = true;
        let EarlyThread { chunks, thread } = self.thread.take()?;
        drop(chunks);
        // The panic hook has already reported a panic there, which ended the connection.
        thread.join().ok()
    }
}

fn run(mut connected: Connected, work: &EarlyWork, chunks: &Receiver<EarlyLines>) -> EarlyEnd {
    let done = send(&mut connected, work, chunks);
    (connected, done)
}

fn send(
    connected: &mut Connected,
    work: &EarlyWork,
    chunks: &Receiver<EarlyLines>,
) -> Result<(), WriteFailure> {
    if !connected.is_begun && !connected.begin(work.recorded.as_ref(), work.timeout)? {
        return Err(WriteFailure::another_change());
    }
    let Connected { session, statements, traits, begun, .. } = connected;
    session.stopping(work.cancel.as_ref(), &AtomicBool::new(false), |session| {
        let name = session.name.clone();
        let mut transaction = WriteTransaction::new(session.client(), statements, &name);
        begun.claim(&mut transaction, work.recorded.clone())?;
        let known = ServerTraits::known(traits, &mut transaction, &work.schema)?;
        if !known.grants.accepts_copy {
            return Ok(());
        }
        let table = grants_table(&work.schema).ok_or_else(no_grants)?;
        let into_grants = copy_grants(table);
        for chunk in chunks {
            let EarlyLines { cells, grants, rows } = chunk;
            copy(&mut transaction, COPY_ADDED_CELLS, cells, rows)?;
            copy(&mut transaction, &into_grants, grants, rows)?;
            begun.sent += rows;
        }
        Ok(())
    })
}

fn copy(
    transaction: &mut WriteTransaction<'_>,
    sql: &str,
    mut lines: Vec<u8>,
    rows: u64,
) -> Result<(), WriteFailure> {
    let copied = transaction.copy_in(sql, |buffer| {
        std::mem::swap(buffer, &mut lines);
        lines.clear();
        Ok(())
    })?;
    require(copied, rows, "grants to add")
}
