//! Keeps a replica current while the console is open: a thread with connections
//! of its own asks the server more than once a second whether any transaction was committed, and
//! only then what changed. Lost connections are replaced, with growing pauses.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use chrono::Local;
use rusqlite::Connection;

use super::catch_up::{CaughtUp, Glances, Look, catch_up};
use super::describe::ServerSchema;
use super::replica;
use super::session::{ServerIdentity, ServerSession};
use super::url::ServerUrl;
use crate::domain::Cancel;
use crate::store::StoreError;

/// How often the server is asked whether something was committed. The console looks at the
/// replica four times a second: together that is less than two seconds.
const POLL: Duration = Duration::from_millis(750);

/// The longest pause between attempts to connect again.
const LONGEST: Duration = Duration::from_secs(30);

/// Counting a table takes the server at most this part of the time: one in eight.
const SHARE: u32 = 8;

/// Later than this after a change is worth saying.
const LATE: Duration = Duration::from_secs(2);

/// How often the tables themselves are compared.
const TABLES: Duration = Duration::from_secs(10);

/// What a person should know of the connection, if anything.
type SharedNote = Arc<Mutex<Option<String>>>;

/// The thread. Dropping it ends it.
pub(super) struct Follower {
    stop: Option<Sender<()>>,
    cancel: Cancel,
    note: SharedNote,
    thread: Option<JoinHandle<()>>,
}

/// What the thread works with.
pub(super) struct Followed {
    pub(super) session: ServerSession,
    pub(super) schema: ServerSchema,
    pub(super) identity: ServerIdentity,
    pub(super) url: ServerUrl,
    pub(super) account: String,
    pub(super) path: PathBuf,
}

impl Follower {
    /// Starts the thread.
    pub(super) fn start(followed: Followed) -> Result<Self, StoreError> {
        let copy = replica::connect(&followed.path)?;
        let (stop, stopped) = channel();
        let (cancel, note) = (Cancel::default(), SharedNote::default());
        let work = FollowWork {
            session: Some(followed.session),
            schema: followed.schema,
            identity: followed.identity,
            url: followed.url,
            account: followed.account,
            copy,
            glances: Glances::new(),
            counted: Instant::now(),
            compared: Instant::now(),
            seen: None,
            lost: None,
            pause: POLL,
            was_waiting: false,
            cancel: cancel.clone(),
            note: note.clone(),
        };
        let builder = std::thread::Builder::new().name("follower".into());
        let thread = builder
            .spawn(move || work.run(&stopped))
            .map_err(|error| StoreError::Database(error.to_string()))?;
        Ok(Self { stop: Some(stop), cancel, note, thread: Some(thread) })
    }

    /// What a person should know of the connection.
    pub(super) fn note(&self) -> Option<String> {
        self.note.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.cancel.cancel();
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic there was reported by the panic hook already.
            let _ = thread.join();
        }
    }
}

struct FollowWork {
    session: Option<ServerSession>,
    schema: ServerSchema,
    identity: ServerIdentity,
    url: ServerUrl,
    account: String,
    copy: Connection,
    glances: Glances,
    /// When tables were counted last.
    counted: Instant,
    /// When the tables themselves were compared last.
    compared: Instant,
    /// The snapshot up to which everything is in the copy.
    seen: Option<String>,
    /// Since when there is no connection, as a person reads it.
    lost: Option<String>,
    pause: Duration,
    /// Whether a large table was left out the last time.
    was_waiting: bool,
    cancel: Cancel,
    note: SharedNote,
}

impl FollowWork {
    fn run(mut self, stopped: &Receiver<()>) {
        while stopped.recv_timeout(self.pause) == Err(RecvTimeoutError::Timeout) {
            match self.step() {
                // Where it is busy, another grantgrid does the same work on the replica.
                Ok(true) | Err(StoreError::Busy) => {}
                Ok(false) | Err(StoreError::Cancelled) => return,
                Err(StoreError::Unreachable(_)) => self.lose(),
                Err(error) => {
                    self.say(Some(format!("not kept current: {error}")));
                    self.pause = LONGEST;
                }
            }
        }
    }

    /// Looks once; false if it can never be kept current again.
    fn step(&mut self) -> Result<bool, StoreError> {
        if self.session.is_none() && !self.connect()? {
            return Ok(false);
        }
        let Some(session) = &mut self.session else {
            return Ok(true);
        };
        let (now, in_recovery) = session.position()?;
        (self.lost, self.pause) = (None, POLL);
        // A standby's snapshot does not tell every transaction that was finished.
        if !in_recovery && self.seen.as_ref() == Some(&now) {
            self.was_waiting = false;
            self.say(None);
            return Ok(true);
        }
        let since = self.counted.elapsed();
        let waits: Vec<&'static str> = self
            .glances
            .iter()
            .filter(|(_, glance)| since < glance.took * SHARE)
            .map(|(table, _)| *table)
            .collect();
        let checks_tables = self.compared.elapsed() >= TABLES;
        let look = Look { glances: &mut self.glances, skips: &waits, checks_tables };
        match catch_up(session, &mut self.copy, &self.schema, look, Some(&self.cancel))? {
            CaughtUp::Current { .. } => {
                if waits.is_empty() {
                    self.seen = Some(now);
                    self.counted = Instant::now();
                }
                if checks_tables {
                    self.compared = Instant::now();
                }
                // Said until the server is quiet, not only between two counts.
                let is_late = !waits.is_empty() || self.was_waiting;
                self.was_waiting = !waits.is_empty();
                self.say(if is_late { self.lateness() } else { None });
                Ok(true)
            }
            CaughtUp::StartOver => {
                let why = "the server's tables changed: quit and open it again";
                self.say(Some(why.into()));
                Ok(false)
            }
        }
    }

    /// Connects again; false if it is another server that answers.
    fn connect(&mut self) -> Result<bool, StoreError> {
        let mut session = ServerSession::open(&self.url, &self.account, Some(&self.cancel))?;
        let is_same = session.identity()? == self.identity;
        if is_same {
            self.session = Some(session);
        } else {
            self.say(Some("another server answers: quit and open it again".into()));
        }
        Ok(is_same)
    }

    /// What is said of tables that take the server long.
    fn lateness(&self) -> Option<String> {
        let slowest = self.glances.values().map(|glance| glance.took).max()?;
        let late = slowest * SHARE + POLL;
        (late > LATE).then(|| format!("server changes show within {} s", late.as_secs() + 1))
    }

    fn lose(&mut self) {
        self.session = None;
        self.pause = if self.lost.is_some() { (self.pause * 2).min(LONGEST) } else { POLL };
        let since = self.lost.get_or_insert_with(|| Local::now().format("%H:%M:%S").to_string());
        let note = format!("no connection since {since}");
        self.say(Some(note));
    }

    fn say(&self, note: Option<String>) {
        *self.note.lock().unwrap_or_else(PoisonError::into_inner) = note;
    }
}
