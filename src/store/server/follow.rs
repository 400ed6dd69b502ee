//! Keeps a replica current while the console is open: a thread with connections of its own
//! asks the server more than once a second whether any transaction was committed, and only
//! then what has changed. Lost connections are replaced, with increasing pauses.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::catch_up::{CatchUpOptions, CaughtUp, LastCounts, catch_up};
use super::definitions;
use super::liveness::{Liveness, ServerNote};
use super::notify;
use super::replica;
use super::session::ServerSession;
use super::target::ServerTarget;
use crate::domain::{Cancel, WorkerThread};
use crate::store::StoreError;
use crate::store::sqlite::interrupts;

/// How often the server is asked whether anything was committed. The console checks the
/// replica four times a second, so changes are visible within two seconds.
pub(super) const POLL: Duration = Duration::from_millis(750);

/// How often to check whether to stop, if the server sends notifications.
const SLICE: Duration = Duration::from_millis(100);

/// The longest pause between attempts to connect again.
const LONGEST: Duration = Duration::from_secs(30);

/// The share of time that the server may spend on counting a table: one eighth.
const SHARE: u32 = 8;

/// A longer delay is reported to the user.
const LATE: Duration = Duration::from_secs(2);

/// How often the definitions of the tables are compared.
const TABLES: Duration = Duration::from_secs(10);

/// How long the end of the program waits for the thread: a server that does not answer must not
/// hold it up.
const GRACE: Duration = Duration::from_secs(1);

/// The thread, which ends when this is dropped.
pub(super) struct Follower {
    stop: Option<Sender<()>>,
    cancel: Cancel,
    liveness: Liveness,
    thread: WorkerThread,
}

/// What the thread needs.
pub(super) struct Followed {
    pub(super) session: ServerSession,
    pub(super) target: ServerTarget,
}

impl Follower {
    /// Starts the thread, which asks the server every `poll` whether anything was committed, and
    /// at once after a notification.
    pub(super) fn start(followed: Followed, poll: Duration) -> Result<Self, StoreError> {
        let mut copy = replica::connect(&followed.target.path)?;
        let (stop, stopped) = channel();
        let (cancel, liveness) = (Cancel::default(), Liveness::new());
        interrupts::stop_when_cancelled(&mut copy, &cancel)?;
        let missing = definitions::later_indexes(&followed.target.schema);
        let work = FollowWork {
            session: Some(followed.session),
            target: followed.target,
            copy,
            missing,
            last_counts: LastCounts::new(),
            counted: Instant::now(),
            compared: Instant::now(),
            seen: None,
            is_lost: false,
            listens: None,
            poll,
            pause: poll.min(POLL),
            was_waiting: false,
            cancel: cancel.clone(),
            liveness: liveness.clone(),
        };
        let thread = WorkerThread::start("follower", move || work.run(&stopped))
            .map_err(|error| StoreError::Database(error.to_string()))?;
        Ok(Self { stop: Some(stop), cancel, liveness, thread })
    }

    /// The note about the connection, if there is one.
    pub(super) fn note(&self) -> Option<ServerNote> {
        self.liveness.note()
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.cancel.cancel();
        drop(self.stop.take());
        self.thread.join(Some(GRACE));
    }
}

struct FollowWork {
    session: Option<ServerSession>,
    target: ServerTarget,
    copy: Connection,
    /// Statements that create the indexes that the first opening left out.
    missing: Vec<String>,
    last_counts: LastCounts,
    /// When tables were last counted.
    counted: Instant,
    /// When the definitions of the tables were last compared.
    compared: Instant,
    /// The snapshot up to which the copy has everything.
    seen: Option<String>,
    /// Whether there is no connection.
    is_lost: bool,
    /// Whether the server sends notifications; `None` if it was not asked.
    listens: Option<bool>,
    poll: Duration,
    pause: Duration,
    /// Whether a large table was skipped the last time.
    was_waiting: bool,
    cancel: Cancel,
    liveness: Liveness,
}

impl FollowWork {
    fn run(mut self, stopped: &Receiver<()>) {
        while !self.waits_until_stopped(stopped) {
            match self.step() {
                Ok(true) => self.make_index(),
                // Another grantgrid does the same work on the replica.
                Err(StoreError::Busy) => {
                    self.pause = self.poll.min(POLL);
                    self.make_index();
                }
                Ok(false) | Err(StoreError::Cancelled) => return,
                Err(StoreError::Unreachable(_)) => self.lose(),
                Err(error) => {
                    self.liveness.set_note(Some(format!("not kept current: {error}")));
                    self.pause = LONGEST;
                }
            }
        }
    }

    /// Waits for the next check or a notification; returns true if the thread should end.
    fn waits_until_stopped(&mut self, stopped: &Receiver<()>) -> bool {
        let until = Instant::now() + self.pause;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let session = self.session.as_mut().filter(|_| self.listens == Some(true));
            let Some(session) = session.filter(|_| !left.is_zero()) else {
                return stopped.recv_timeout(left) != Err(RecvTimeoutError::Timeout);
            };
            let slice = left.min(SLICE);
            if stopped.recv_timeout(slice / 2) != Err(RecvTimeoutError::Timeout) {
                return true;
            }
            if !matches!(notify::wait(session, slice / 2), Ok(false)) {
                return false;
            }
        }
    }

    /// Creates one of the missing indexes. Everything works without them, but some of it more
    /// slowly; an index that cannot be created now is created when it is needed.
    fn make_index(&mut self) {
        if let Some(statement) = self.missing.pop() {
            let _ = replica::make_index(&mut self.copy, &statement);
        }
    }

    /// Checks the server once; returns false if the replica can never be kept current again.
    fn step(&mut self) -> Result<bool, StoreError> {
        if self.session.is_none() && !self.connect()? {
            return Ok(false);
        }
        let Some(session) = &mut self.session else {
            return Ok(true);
        };
        if self.listens.is_none() {
            self.listens = Some(self.liveness.query(|| notify::listen(session))?);
        }
        let (now, in_recovery) = self.liveness.query(|| session.position())?;
        if self.cancel.is_cancelled() {
            return Err(StoreError::Cancelled);
        }
        (self.is_lost, self.pause) = (false, self.poll);
        // The snapshot of a standby does not show every finished transaction.
        if !in_recovery && self.seen.as_ref() == Some(&now) {
            self.was_waiting = false;
            self.liveness.set_note(None);
            return Ok(true);
        }
        let since = self.counted.elapsed();
        let waits: Vec<&'static str> = self
            .last_counts
            .iter()
            .filter(|(_, last_count)| since < last_count.took * SHARE)
            .map(|(table, _)| *table)
            .collect();
        let checks_tables = self.compared.elapsed() >= TABLES;
        let options =
            CatchUpOptions { last_counts: &mut self.last_counts, skips: &waits, checks_tables };
        match catch_up(session, &mut self.copy, &self.target.schema, options, Some(&self.cancel))? {
            CaughtUp::Current { .. } => {
                if waits.is_empty() {
                    self.seen = Some(now);
                    self.counted = Instant::now();
                } else {
                    // No notification comes for what was skipped.
                    self.pause = self.poll.min(POLL);
                }
                if checks_tables {
                    self.listens = self.listens.filter(|listens| *listens);
                    self.compared = Instant::now();
                }
                // Reported until nothing is written for a while, not only between two counts.
                let is_late = !waits.is_empty() || self.was_waiting;
                self.was_waiting = !waits.is_empty();
                self.liveness.set_note(if is_late { self.lateness() } else { None });
                Ok(true)
            }
            CaughtUp::StartOver => {
                let why = "the local copy cannot be updated: quit and open the server again";
                self.liveness.set_note(Some(why.into()));
                Ok(false)
            }
        }
    }

    /// Connects again; returns false if another server answers.
    fn connect(&mut self) -> Result<bool, StoreError> {
        let mut session =
            ServerSession::open(&self.target.url, &self.target.account, Some(&self.cancel))?;
        let is_same = session.identity()? == self.target.identity;
        if is_same {
            self.session = Some(session);
        } else {
            let why = "another server answers: quit and open it again";
            self.liveness.set_note(Some(why.into()));
        }
        Ok(is_same)
    }

    /// The note about tables that the server counts slowly.
    fn lateness(&self) -> Option<String> {
        let slowest = self.last_counts.values().map(|last_count| last_count.took).max()?;
        lateness(slowest)
    }

    fn lose(&mut self) {
        (self.session, self.listens) = (None, None);
        self.pause = if self.is_lost { (self.pause * 2).min(LONGEST) } else { POLL };
        self.is_lost = true;
        self.liveness.lose();
    }
}

/// The note if counting a table takes this long.
fn lateness(took: Duration) -> Option<String> {
    let late = took * SHARE + POLL;
    (late > LATE).then(|| format!("server changes show within {} s", late.as_secs() + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lateness_is_reported_above_two_seconds_only() {
        let message = |milliseconds| lateness(Duration::from_millis(milliseconds));
        assert_eq!((message(1), message(150)), (None, None));
        assert_eq!(message(160).as_deref(), Some("server changes show within 3 s"));
        assert_eq!(message(1_200).as_deref(), Some("server changes show within 11 s"));
    }
}
