//! What a person should know of the connection that keeps a replica current, shared between the
//! thread that asks the server and whoever shows it.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use chrono::Local;

/// A server that takes longer to answer the smallest query is shown as silent.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(3);

/// What a person should know of the connection to a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServerNote {
    /// There is no connection. The last answer came at this time of day.
    Lost(String),
    /// The server does not answer. The last answer came at this time of day.
    Silent(String),
    /// Anything else, in words.
    Other(String),
}

impl ServerNote {
    /// Whether nothing can be changed now, because the server cannot be asked.
    #[must_use]
    pub fn prevents_changes(&self) -> bool {
        matches!(self, Self::Lost(_) | Self::Silent(_))
    }
}

impl fmt::Display for ServerNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lost(since) => write!(f, "no connection since {since}"),
            Self::Silent(since) => write!(f, "no answer since {since}"),
            Self::Other(words) => f.write_str(words),
        }
    }
}

/// The state of the connection, which the follower sets and the console reads.
#[derive(Clone)]
pub(super) struct Liveness(Arc<Mutex<LivenessState>>);

struct LivenessState {
    note: Option<ServerNote>,
    /// When the query was sent that has no answer yet.
    queried_at: Option<Instant>,
    /// When the last answer came.
    answered: String,
}

impl Liveness {
    /// For a server that has just answered.
    pub(super) fn new() -> Self {
        Self(Arc::new(Mutex::new(LivenessState { note: None, queried_at: None, answered: now() })))
    }

    fn lock(&self) -> MutexGuard<'_, LivenessState> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What to show about the connection, if anything.
    pub(super) fn note(&self) -> Option<ServerNote> {
        let shared = self.lock();
        match &shared.note {
            Some(lost @ ServerNote::Lost(_)) => Some(lost.clone()),
            _ if shared
                .queried_at
                .is_some_and(|queried_at| queried_at.elapsed() > ANSWER_TIMEOUT) =>
            {
                Some(ServerNote::Silent(shared.answered.clone()))
            }
            note => note.clone(),
        }
    }

    /// Sets the note, or clears it.
    pub(super) fn set_note(&self, words: Option<String>) {
        self.lock().note = words.map(ServerNote::Other);
    }

    /// The connection is lost.
    pub(super) fn lose(&self) {
        let mut shared = self.lock();
        shared.queried_at = None;
        shared.note = Some(ServerNote::Lost(shared.answered.clone()));
    }

    /// Asks the server something that it answers at once.
    pub(super) fn query<T, E>(&self, question: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        self.lock().queried_at = Some(Instant::now());
        let answer = question();
        let mut shared = self.lock();
        shared.queried_at = None;
        if answer.is_ok() {
            shared.answered = now();
        }
        drop(shared);
        answer
    }
}

/// The time of day, as a person reads it.
fn now() -> String {
    Local::now().format("%H:%M:%S").to_string()
}
