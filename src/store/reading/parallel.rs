//! Reads large data on several threads. Each thread has its own connection to the same file,
//! and reads parts that the caller's connection would otherwise read one after the other, each
//! under its own lock.
//!
//! If another connection would not see the same data as the caller's (inside a transaction, in
//! memory, for the operator of one tenant), the caller's connection reads everything.

use std::collections::VecDeque;
use std::num::NonZero;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use rusqlite::{Connection, Transaction};

use super::access::{self, GrantPairs};
use super::file_id::FileId;
use crate::store::opening::file::real;
use crate::store::sqlite::connecting;
use crate::store::sqlite::pragmas::{self, is_in_transaction};
use crate::store::{Store, StoreError, WriteAccess};

/// From this many ids of users or employee records on, several threads read them.
pub(crate) const LARGE: u64 = 50_000;

/// The maximum number of threads.
const MOST_THREADS: usize = 4;

/// The number of parts that are read ahead of the visited one.
const READ_AHEAD: usize = 4;

/// The cache of a thread's connection: it reads every page once.
const CACHE_KIB: u32 = 1_024;

/// A part for a thread to read, and the channel for the result.
struct PartRequest<W, T> {
    wanted: W,
    answer: SyncSender<Result<T, StoreError>>,
}

impl Store {
    /// Visits parts in order, each with the grants of its users, which are read ahead of the
    /// visits. `parts` returns the next part and the ids of its first and last user, and `None`
    /// after the last.
    ///
    /// # Errors
    /// Those of the database, and the first error of `parts` or `visit`.
    pub(crate) fn for_each_part<P, E: From<StoreError>>(
        &self,
        parts: impl FnMut() -> Result<Option<(P, (i64, i64))>, E>,
        visit: impl FnMut(P, GrantPairs) -> Result<(), E>,
    ) -> Result<(), E> {
        let catalog = &self.catalog;
        let read = |connection: &Connection, (from, end)| {
            access::grants_between(connection, catalog, from, end)
        };
        self.read_ahead(parts, read, visit)
    }

    /// Visits parts in order, each with the result of `read`, which runs ahead of the visits on
    /// other threads. `parts` returns the next part and the argument of `read`, and `None` after
    /// the last.
    ///
    /// # Errors
    /// The first error of `parts`, `read` or `visit`.
    pub(crate) fn read_ahead<P, W: Send, T: Send, E: From<StoreError>>(
        &self,
        mut parts: impl FnMut() -> Result<Option<(P, W)>, E>,
        read: impl Fn(&Connection, W) -> Result<T, StoreError> + Sync,
        mut visit: impl FnMut(P, T) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut first = VecDeque::new();
        for _ in 0..2 {
            first.extend(parts()?);
        }
        let connections = if first.len() < 2 { Vec::new() } else { self.side_connections() };
        if connections.is_empty() {
            while let Some((part, wanted)) = first.pop_front() {
                visit(part, read(&self.connection, wanted)?)?;
            }
            while let Some((part, wanted)) = parts()? {
                visit(part, read(&self.connection, wanted)?)?;
            }
            return Ok(());
        }
        let (requests, queue) = channel::<PartRequest<W, T>>();
        let queue = Mutex::new(queue);
        thread::scope(|scope| {
            // Dropping it at the end of this block ends the threads.
            let requests = requests;
            for connection in connections {
                let (read, queue) = (&read, &queue);
                scope.spawn(move || answer(&connection, read, queue));
            }
            let mut under_way = VecDeque::new();
            for (part, wanted) in first {
                under_way.push_back((part, request_part(&requests, wanted)));
            }
            let mut is_last = false;
            loop {
                while !is_last && under_way.len() < READ_AHEAD {
                    match parts()? {
                        Some((part, wanted)) => {
                            under_way.push_back((part, request_part(&requests, wanted)));
                        }
                        None => is_last = true,
                    }
                }
                let Some((part, answer)) = under_way.pop_front() else {
                    return Ok(());
                };
                visit(part, answer.recv().map_err(|_| ended())??)?;
            }
        })
    }

    /// Reads a range of numbers, both ends included, in as many parts as there are threads, or in
    /// one if it has fewer numbers than `from_size`. Returns the results in order.
    ///
    /// # Errors
    /// Those of `read`.
    pub(crate) fn in_ranges<T: Send>(
        &self,
        (first, last): (i64, i64),
        from_size: u64,
        read: impl Fn(&Connection, (i64, i64)) -> Result<T, StoreError> + Sync,
    ) -> Result<Vec<T>, StoreError> {
        let size = last.abs_diff(first);
        let connections = if size < from_size { Vec::new() } else { self.side_connections() };
        if connections.is_empty() {
            return Ok(vec![read(&self.connection, (first, last))?]);
        }
        let step = size / connections.len() as u64 + 1;
        thread::scope(|scope| {
            let mut threads = Vec::new();
            let mut from = Some(first);
            for connection in connections {
                let Some(start) = from.filter(|from| *from <= last) else {
                    break;
                };
                let end = start.saturating_add_unsigned(step - 1).min(last);
                from = end.checked_add(1);
                let read = &read;
                threads.push(scope.spawn(move || read(&connection, (start, end))));
            }
            threads.into_iter().map(|thread| thread.join().map_err(|_| ended())?).collect()
        })
    }

    /// Runs `work` with another connection in another thread while `own` runs here. If no
    /// other connection can be used, runs `work` first, with the store's own.
    pub(crate) fn beside<T: Send, U>(
        &self,
        ready: impl FnOnce(&mut Connection) -> rusqlite::Result<()>,
        other: impl FnOnce(&Connection) -> Result<T, StoreError> + Send,
        own: impl FnOnce() -> U,
    ) -> (Result<T, StoreError>, U) {
        match self.side_connections().pop() {
            None => (other(&self.connection), own()),
            Some(mut connection) => thread::scope(|scope| {
                let is_ready = ready(&mut connection);
                let thread = scope
                    .spawn(move || is_ready.map_err(Into::into).and_then(|()| other(&connection)));
                let own = own();
                (thread.join().unwrap_or_else(|_| Err(ended())), own)
            }),
        }
    }

    /// Connections that see the same data as the store's own, one for each thread; none if that
    /// is not possible, or if there is only one thread.
    fn side_connections(&self) -> Vec<Connection> {
        let threads = thread::available_parallelism().map_or(1, NonZero::get).min(MOST_THREADS);
        if threads < 2 || !self.allows_side_connections() {
            return Vec::new();
        }
        let connections: Vec<Connection> =
            (0..threads).map_while(|_| self.side_connection().ok()).collect();
        if connections.len() == threads { connections } else { Vec::new() }
    }

    fn allows_side_connections(&self) -> bool {
        let file = self.connection.path().filter(|path| !path.is_empty());
        !is_in_transaction(&self.connection)
            && self.access != WriteAccess::Rehearsal
            && self.catalog.within.is_none()
            && file.is_some_and(|path| FileId::of(path.as_ref()) == self.file)
            && FileId::of(&self.path) == self.file
    }

    /// # Errors
    /// Those of the database, also if it cannot be read without writing.
    fn side_connection(&self) -> rusqlite::Result<Connection> {
        let connection = connecting::to_read(&real(&self.path))?;
        pragmas::set_lock_timeout(&connection, pragmas::lock_timeout(&self.connection)?)?;
        connecting::distrust(&connection)?;
        pragmas::set_cache_kib(&connection, CACHE_KIB)?;
        pragmas::begin_reading(&connection)?;
        Ok(connection)
    }
}

/// Reads the requested parts until there are no more requests.
fn answer<W, T>(
    connection: &Connection,
    read: &impl Fn(&Connection, W) -> Result<T, StoreError>,
    queue: &Mutex<Receiver<PartRequest<W, T>>>,
) {
    loop {
        let request = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(PartRequest { wanted, answer }) = request else {
            return;
        };
        // The caller may have stopped waiting.
        let _ = answer.send(read(connection, wanted));
    }
}

fn request_part<W, T>(
    requests: &Sender<PartRequest<W, T>>,
    wanted: W,
) -> Receiver<Result<T, StoreError>> {
    let (answer, awaited) = sync_channel(1);
    // If there is no thread left to answer, receiving from the channel fails.
    let _ = requests.send(PartRequest { wanted, answer });
    awaited
}

fn ended() -> StoreError {
    StoreError::Database("a thread that read the database ended early".into())
}

/// Holds the read lock while many small statements run: otherwise each would take it again,
/// and look for the journal of an interrupted write. `None` inside a transaction.
pub(crate) fn hold(connection: &Connection) -> rusqlite::Result<Option<Transaction<'_>>> {
    if is_in_transaction(connection) {
        return Ok(None);
    }
    connection.unchecked_transaction().map(Some)
}
