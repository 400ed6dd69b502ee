//! The event loop: messages in, effects out, and a redraw after each batch.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use anyhow::bail;
use chrono::Local;

use super::config::{ConfigFile, FilterEdit, OwnFilters};
use super::effect::{Effect, SessionEnd};
use super::frame::Console;
use super::geometry::Size;
use super::input::Listening;
use super::keyboard::Keyboard;
use super::listen::open_terminal;
use super::look::{DrawnTheme, InitialTheme};
use super::memory::MemoryFile;
use super::message::{DialogAnswer, Message};
use super::open_console::{memory_name, open_console};
use super::options::Options;
use super::pointer::Pointer;
use super::runner::RunOutcome;
use super::server_opening::{OpeningEnd, StoreSource};
use super::state::{MessageLog, Notice, Settings, Themes, Tone};
use super::terminal::{self, HUNG_UP, TerminalScreen};
use super::theme::ThemeSet;
use super::worker::Worker;
use super::{runner, update};
use crate::store::Store;

/// How often to check whether another program has written.
const POLL: Duration = Duration::from_millis(250);

/// How often waiting keys are checked.
const KEY_POLL: Duration = Duration::from_millis(3);

/// How long an edit waits for a lock before a message says so.
const LOCK_TIMEOUT: Duration = Duration::from_millis(150);

/// Opens the console on a store, and returns the exit status when the user quits. In an empty
/// database, the user may choose demo data; the console then continues in the same terminal
/// with the store that `demo` creates.
///
/// # Errors
///
/// The terminal cannot be used, or a database cannot be read; and those of `demo`.
pub(crate) fn run(
    source: StoreSource,
    options: &Options,
    demo: &mut dyn FnMut() -> anyhow::Result<Store>,
) -> anyhow::Result<u8> {
    let themes = ThemeSet::of_person();
    let config = ConfigFile::load(&themes.names());
    let InitialTheme { mut look, follows, problem } =
        InitialTheme::choose(themes, options, &config.config)?;
    let opening =
        Opening { fresh: options.fresh, ..Opening::new(&config, &look, follows, problem) };
    let listening = Listening {
        alt: opening.settings.keys.has_alt(),
        mouse: config.config.mouse,
        background: follows && terminal::can_be_queried(),
    };
    let (sender, messages) = channel();
    // Comes first: a signal must not end the program without restoring the terminal.
    terminal::listen_for_signals(sender.clone())?;
    let mut opened = None;
    let store = match source {
        StoreSource::Open(store) => *store,
        StoreSource::Server(mut server) => {
            let end = if let Some(end) = server.at_a_glance(&messages)? {
                end
            } else {
                let screen =
                    opened.insert(open_terminal(&sender, listening, &opening.settings.keys)?);
                let theme = look.theme(opening.themes.shown());
                server.shown(screen, (theme, &opening.settings.keys), &messages)?
            };
            match end {
                OpeningEnd::Opened(store) => *store,
                OpeningEnd::Ended(status) => return Ok(status),
            }
        }
    };
    let mut session = SessionLoop::open(store, &messages, &sender, (&opening, options.demo))?;
    let mut screen = match opened {
        Some(screen) => screen,
        None => open_terminal(&sender, listening, &opening.settings.keys)?,
    };
    if listening.background {
        session.early = screen.query_background(&messages)?;
    }
    let status = loop {
        match session.run(&mut screen, &mut look) {
            Ok(SessionEnd::Quit(status)) => break Ok(status),
            Ok(SessionEnd::SwitchToDemo) => {}
            Err(error) => break Err(error),
        }
        screen.forget();
        let next =
            demo().and_then(|store| SessionLoop::open(store, &messages, &sender, (&opening, true)));
        match next {
            Ok(next) => session = next,
            Err(error) => break Err(error),
        }
    };
    screen.await_answer(&messages);
    match screen.restore().take() {
        Some(panic) => bail!("a part of the console failed: {panic}"),
        None => status,
    }
}

/// What every session of the program starts with.
struct Opening {
    settings: Settings,
    themes: Themes,
    /// A problem in the configuration.
    problem: Option<String>,
    /// Whether to ignore what was remembered from the last session.
    fresh: bool,
}

impl Opening {
    fn new(config: &ConfigFile, look: &DrawnTheme, follows: bool, problem: Option<String>) -> Self {
        let own = OwnFilters::of_person().map_or_else(|| Ok(Vec::new()), |file| file.load());
        let (own_filters, faulty) = match own {
            Ok(filters) => (filters, None),
            Err(sentence) => (Vec::new(), Some(format!("saved filters ignored: {sentence}"))),
        };
        Self {
            settings: Settings { own_filters, ..Settings::from(&config.config) },
            themes: Themes {
                chosen: look.name().to_owned(),
                follows,
                names: look.names(),
                tried: None,
            },
            problem: config.notice().or(problem).or(faulty),
            fresh: false,
        }
    }
}

/// A session on one database.
struct SessionLoop<'a> {
    store: Store,
    console: Console,
    messages: &'a Receiver<Message>,
    worker: Worker,
    polled: Instant,
    keyboard: Keyboard,
    pointer: Pointer,
    /// Mouse events that wait for earlier keys.
    held: Vec<Message>,
    /// The effects that begin the session.
    effects: Vec<Effect>,
    /// Messages that arrived before the session began.
    early: Vec<Message>,
    /// Where the view is remembered.
    memory: Option<MemoryFile>,
}

impl<'a> SessionLoop<'a> {
    fn open(
        mut store: Store,
        messages: &'a Receiver<Message>,
        sender: &Sender<Message>,
        (opening, demo): (&Opening, bool),
    ) -> anyhow::Result<Self> {
        store.set_lock_timeout(LOCK_TIMEOUT)?;
        let (width, height) = crossterm::terminal::size().unwrap_or((80, 24));
        let (mut console, mut effects) = open_console(&store, Size { width, height }, demo)?;
        console.state.messages = MessageLog::new(|| Local::now().format("%H:%M:%S").to_string());
        console.state.settings = opening.settings.clone();
        store.set_zone(console.state.settings.zone);
        console.state.themes = opening.themes.clone();
        let memory = if demo { None } else { MemoryFile::of(&memory_name(&store)) };
        let remembered = memory.as_ref().filter(|_| !opening.fresh).map(MemoryFile::load);
        match remembered {
            Some(Ok(Some(memory))) => update::recall(&mut console, memory, &mut effects),
            Some(Err(problem)) => {
                console.state.notice = Some(Notice::new(Tone::Warning, problem));
            }
            Some(Ok(None)) | None => {}
        }
        if let Some(problem) = &opening.problem {
            console.state.notice = Some(Notice::new(Tone::Warning, problem.clone()));
        }
        let mut own = store.another()?;
        // Short, because a user who quits does not want to wait.
        own.set_lock_timeout(LOCK_TIMEOUT)?;
        let worker = Worker::start(own, sender.clone())?;
        let now = Instant::now();
        let keyboard = Keyboard::new(&console, now);
        Ok(Self {
            store,
            console,
            messages,
            worker,
            polled: now,
            keyboard,
            pointer: Pointer::default(),
            held: Vec::new(),
            effects,
            early: Vec::new(),
            memory,
        })
    }

    /// Runs until the session ends. The worker ends with it, and its remaining messages about
    /// this database are discarded.
    fn run(
        mut self,
        screen: &mut TerminalScreen,
        look: &mut DrawnTheme,
    ) -> anyhow::Result<SessionEnd> {
        let messages = self.messages;
        let ended = self.run_loop(screen, look)?;
        // If the file cannot be written, there is nobody left to tell.
        if let Some(file) = &self.memory {
            let _ = file.save(&update::memory::remembered(&self.console.state));
        }
        drop(self);
        let last = messages.try_iter().find_map(|message| match message {
            Message::End(status) => Some(SessionEnd::Quit(status)),
            _ => None,
        });
        Ok(last.unwrap_or(ended))
    }

    fn run_loop(
        &mut self,
        screen: &mut TerminalScreen,
        look: &mut DrawnTheme,
    ) -> anyhow::Result<SessionEnd> {
        let effects = std::mem::take(&mut self.effects);
        if let Some(ended) = self.perform(effects, screen)? {
            return Ok(ended);
        }
        for message in std::mem::take(&mut self.early) {
            if let Some(ended) = self.receive(message, screen)? {
                return Ok(ended);
            }
        }
        loop {
            if let Some(ended) = self.handle_typed(screen)? {
                return Ok(ended);
            }
            self.draw(screen, look)?;
            let mut pause = POLL.saturating_sub(self.polled.elapsed());
            if self.keyboard.is_waiting() {
                pause = pause.min(KEY_POLL);
            }
            let next = match self.messages.recv_timeout(pause) {
                Ok(message) => message,
                // If the terminal was closed, the reading thread may not have noticed.
                Err(RecvTimeoutError::Timeout) if !terminal::is_open() => Message::End(HUNG_UP),
                Err(RecvTimeoutError::Timeout) if self.polled.elapsed() >= POLL => {
                    self.polled = Instant::now();
                    Message::Tick
                }
                // Checks the waiting keys.
                Err(RecvTimeoutError::Timeout) => continue,
                Err(RecvTimeoutError::Disconnected) => return Ok(SessionEnd::Quit(1)),
            };
            // A burst of keys is drawn once.
            let batch: Vec<Message> =
                std::iter::once(next).chain(self.messages.try_iter()).collect();
            for message in batch {
                if let Some(ended) = self.receive(message, screen)? {
                    return Ok(ended);
                }
            }
        }
    }

    /// Handles a message from any source.
    fn receive(
        &mut self,
        message: Message,
        screen: &mut TerminalScreen,
    ) -> anyhow::Result<Option<SessionEnd>> {
        // A window that was resized and is back to its old size has lost its content.
        if matches!(message, Message::Resize { .. }) {
            screen.forget();
        }
        screen.note_answer(&message);
        match message {
            Message::Pressed(presses) => {
                self.keyboard.add(&presses);
                self.handle_typed(screen)
            }
            Message::Mouse(report, at) => {
                let stamp = self.console.dialogs.stamp();
                let is_seen = self.keyboard.is_readable(&self.console, at);
                let pointed = self.pointer.handle(report, screen.hits(), (stamp, is_seen), at);
                self.held.extend(pointed.map(Message::Pointed));
                self.handle_typed(screen)
            }
            message => self.handle(message, screen),
        }
    }

    fn draw(&mut self, screen: &mut TerminalScreen, look: &mut DrawnTheme) -> anyhow::Result<()> {
        let since = Instant::now();
        let theme = look.theme(self.console.state.themes.shown());
        screen.draw(&self.console, theme)?;
        self.keyboard.drawn(&self.console, since);
        Ok(())
    }

    fn handle(
        &mut self,
        message: Message,
        screen: &mut TerminalScreen,
    ) -> anyhow::Result<Option<SessionEnd>> {
        let mut effects = Vec::new();
        if matches!(message, Message::Tick) {
            let note = self.store.server_note();
            if note != self.console.state.session.server_note {
                effects = update::update(&mut self.console, Message::ServerNote(note));
            }
        }
        effects.extend(update::update(&mut self.console, message));
        self.perform(effects, screen)
    }

    /// Handles the keys that are known to be a person's or a paste's.
    fn handle_typed(&mut self, screen: &mut TerminalScreen) -> anyhow::Result<Option<SessionEnd>> {
        while let Some(message) = self.keyboard.next(&self.console, Instant::now()) {
            if let Some(ended) = self.handle(message, screen)? {
                return Ok(Some(ended));
            }
        }
        if !self.keyboard.is_waiting() {
            for message in std::mem::take(&mut self.held) {
                if let Some(ended) = self.handle(message, screen)? {
                    return Ok(Some(ended));
                }
            }
        }
        Ok(None)
    }

    /// Runs effects and those that follow from them. Returns how the session ended, if it did.
    fn perform(
        &mut self,
        effects: Vec<Effect>,
        screen: &mut TerminalScreen,
    ) -> anyhow::Result<Option<SessionEnd>> {
        let worker = &self.worker;
        runner::run_effects(&mut self.store, &mut self.console, effects, |effect| {
            match effect {
                Effect::Quit(status) => return Ok(RunOutcome::End(SessionEnd::Quit(status))),
                Effect::ShowDemo => return Ok(RunOutcome::End(SessionEnd::SwitchToDemo)),
                Effect::Redraw => {
                    screen.forget();
                    return Ok(size_now());
                }
                Effect::Suspend => {
                    screen.suspend()?;
                    // The window may have been resized meanwhile.
                    return Ok(size_now());
                }
                Effect::Copy(text) => terminal::copy(&text)?,
                Effect::EditFilters(edit) => return Ok(edit_filters(edit)),
                Effect::Start(job) => worker.request(job),
                Effect::Cancel(kind) => worker.cancel(kind),
                _ => {}
            }
            Ok(RunOutcome::Done)
        })
    }
}

/// The current size of the window.
fn size_now() -> RunOutcome {
    match crossterm::terminal::size() {
        Ok((width, height)) => RunOutcome::Messages(vec![Message::Resize { width, height }]),
        Err(_) => RunOutcome::Done,
    }
}

/// Saves or removes a filter in its file.
fn edit_filters(edit: FilterEdit) -> RunOutcome {
    let edited = OwnFilters::of_person().map(|file| file.edit(&edit));
    RunOutcome::Messages(vec![match edited {
        Some(Ok(filters)) => Message::Dialog(DialogAnswer::FiltersEdited(edit, filters)),
        Some(Err(sentence)) => Message::Failed(sentence),
        None => Message::Failed("there is no home folder to save a filter in".into()),
    }])
}
