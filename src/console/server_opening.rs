//! The screen while a server is read for the first time: the rows received so far, which can
//! be browsed and filtered, the progress, and the key that cancels it. It is drawn only if
//! opening takes noticeable time; the panes follow when everything was read.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::keymap::Keymap;
use super::message::Message;
use super::received_lists::{OpeningKey, ReceivedLists};
use super::terminal::{self, TerminalScreen};
use super::theme::Theme;
use super::typing::Press;
use super::view::{OpeningPicture, draw_opening, rows_of};
use crate::domain::{Cancel, JobProgress, ReceivedRow};
use crate::store::{Store, StoreError};

/// If opening takes no longer than this, the screen is not shown.
const GLANCE: Duration = Duration::from_millis(400);

/// How often the screen is drawn.
const PAUSE: Duration = Duration::from_millis(50);

/// The function that opens the store, on a thread of its own.
pub(crate) type OpenStore =
    Box<dyn FnOnce(&mut JobProgress<'_>) -> Result<Store, StoreError> + Send>;

/// What the thread reports.
enum OpeningNews {
    Progress(u64, u64),
    Row(ReceivedRow),
    Opened(Box<Result<Store, StoreError>>),
}

/// A server that is being opened.
pub(crate) struct ServerOpening {
    /// Its name, without a password.
    name: String,
    news: Receiver<OpeningNews>,
    cancel: Cancel,
    thread: Option<JoinHandle<()>>,
    lists: ReceivedLists,
    progress: (u64, u64),
    /// The opened store, kept while the user is still typing.
    opened: Option<Box<Store>>,
}

/// Where the console gets its store from.
pub(crate) enum StoreSource {
    /// A store that is already open.
    Open(Box<Store>),
    /// A server that is being opened.
    Server(Box<ServerOpening>),
}

/// How opening ended.
pub(crate) enum OpeningEnd {
    Opened(Box<Store>),
    /// It was cancelled, with this exit status.
    Ended(u8),
}

impl ServerOpening {
    /// Starts opening a server.
    ///
    /// # Errors
    /// The system does not allow another thread.
    pub(crate) fn begin(name: String, open: OpenStore) -> std::io::Result<Self> {
        let (sender, news) = channel();
        let cancel = Cancel::default();
        let is_ended = cancel.clone();
        let work = move || {
            // If nobody listens any more, the opening was cancelled.
            let send = |sender: &Sender<OpeningNews>, news| drop(sender.send(news));
            let mut report = |done, total| send(&sender, OpeningNews::Progress(done, total));
            let mut rows = |row| send(&sender, OpeningNews::Row(row));
            let mut progress = JobProgress::new(&is_ended, &mut report).reporting_rows(&mut rows);
            let opened = open(&mut progress);
            send(&sender, OpeningNews::Opened(Box::new(opened)));
        };
        let thread = thread::Builder::new().name("opening".into()).spawn(work)?;
        Ok(Self {
            name,
            news,
            cancel,
            thread: Some(thread),
            lists: ReceivedLists::new(),
            progress: (0, 0),
            opened: None,
        })
    }

    /// Waits for a short time; `None` if it takes longer.
    ///
    /// # Errors
    /// Those of opening.
    pub(crate) fn at_a_glance(
        &mut self,
        messages: &Receiver<Message>,
    ) -> Result<Option<OpeningEnd>, StoreError> {
        let until = Instant::now() + GLANCE;
        while Instant::now() < until {
            if let Some(end) = self.handle_waiting(messages, None)? {
                return Ok(Some(end));
            }
        }
        Ok(None)
    }

    /// Shows the progress until everything was read or opening was cancelled.
    ///
    /// # Errors
    /// Those of opening, and of the terminal.
    pub(crate) fn shown(
        &mut self,
        screen: &mut TerminalScreen,
        (theme, keys): (&Theme, &Keymap),
        messages: &Receiver<Message>,
    ) -> anyhow::Result<OpeningEnd> {
        loop {
            let picture = OpeningPicture {
                name: &self.name,
                lists: &self.lists,
                progress: self.progress,
                is_done: self.opened.is_some(),
                keys,
            };
            screen.show(terminal::size(), |buffer| draw_opening(buffer, &picture, theme))?;
            if let Some(end) = self.handle_waiting(messages, Some(keys))? {
                // The panes are drawn on an empty screen.
                screen.forget();
                return Ok(end);
            }
        }
    }

    /// Handles what was reported and pressed meanwhile.
    fn handle_waiting(
        &mut self,
        messages: &Receiver<Message>,
        keys: Option<&Keymap>,
    ) -> Result<Option<OpeningEnd>, StoreError> {
        for message in messages.try_iter() {
            let status = match message {
                Message::End(status) => Some(status),
                Message::Pressed(pressed) => {
                    let page = usize::from(rows_of(terminal::size()));
                    let is_end = |press: &Press| {
                        keys.is_some_and(|keys| {
                            self.lists.press(keys, press.key, page) == OpeningKey::Ends
                        })
                    };
                    pressed.iter().any(is_end).then_some(0)
                }
                _ => None,
            };
            if let Some(status) = status {
                self.end();
                return Ok(Some(OpeningEnd::Ended(status)));
            }
        }
        if self.opened.is_some() {
            // What is typed into a filter is not meant for the panes.
            if self.lists.typed.is_none() {
                return Ok(self.opened.take().map(OpeningEnd::Opened));
            }
            thread::sleep(PAUSE);
            return Ok(None);
        }
        let first = match self.news.recv_timeout(PAUSE) {
            Ok(news) => news,
            Err(RecvTimeoutError::Timeout) => return Ok(None),
            Err(RecvTimeoutError::Disconnected) => {
                return Err(StoreError::Database("a part of the opening failed".into()));
            }
        };
        let since = Instant::now();
        let mut next = Some(first);
        while let Some(news) = next {
            match news {
                OpeningNews::Progress(done, total) => self.progress = (done, total),
                OpeningNews::Row(row) => self.lists.add(row),
                OpeningNews::Opened(opened) => {
                    self.opened = Some(Box::new((*opened)?));
                    return Ok(None);
                }
            }
            next = if since.elapsed() < PAUSE { self.news.try_recv().ok() } else { None };
        }
        Ok(None)
    }

    /// Stops the thread, which leaves nothing incomplete behind.
    fn end(&mut self) {
        self.cancel.cancel();
        if let Some(thread) = self.thread.take() {
            // The panic hook has already reported a panic there.
            let _ = thread.join();
        }
    }
}

impl Drop for ServerOpening {
    fn drop(&mut self) {
        self.end();
    }
}
