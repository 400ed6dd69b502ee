//! The terminal: taken over for the console, and given back on every way out:
//! quit, error, panic, signal, `^Z`.

use std::io::{self, Write, stdout};
use std::mem::ManuallyDrop;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use crossterm::cursor::{Hide, Show};
use crossterm::event::{self, DisableBracketedPaste, EnableBracketedPaste, Event};
use crossterm::execute;
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use ratatui::backend::{Backend, ClearType, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use signal_hook::consts::{
    SIGALRM, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2, SIGWINCH,
};
use signal_hook::iterator::Signals;

use super::answers::Answers;
use super::effect::Message;
use super::key::Key;
use super::panics::Panics;
use super::state::State;
use super::theme::Theme;
use super::typing::Press;
use super::view;

/// The terminal while the console has it. Dropping it gives it back.
pub(crate) struct TerminalScreen {
    /// Never dropped: it would show the cursor once more, and panic where the
    /// terminal is gone.
    terminal: ManuallyDrop<Terminal<CrosstermBackend<io::Stdout>>>,
    /// What stands on the terminal; `None` if that is not known. Its size is
    /// the state's, whatever size the terminal has got in the meantime.
    drawn: Option<Buffer>,
    panics: Panics,
}

impl TerminalScreen {
    /// Takes the terminal over. A panic gives it back before it is reported;
    /// that of another thread ends the console by a message.
    pub(crate) fn enter(messages: Sender<Message>) -> io::Result<Self> {
        let panics = Panics::watch(leave, messages);
        enter()?;
        let options = TerminalOptions { viewport: Viewport::Fixed(Rect::default()) };
        let terminal = Terminal::with_options(CrosstermBackend::new(stdout()), options)
            .inspect_err(|_| leave())?;
        Ok(Self { terminal: ManuallyDrop::new(terminal), drawn: None, panics })
    }

    /// Draws the state, in one go where the terminal can do so. Writes nothing
    /// if it looks as before.
    pub(crate) fn draw(&mut self, state: &State, theme: &Theme) -> io::Result<()> {
        let area = Rect::new(0, 0, state.size.width, state.size.height);
        let mut buffer = Buffer::empty(area);
        view::draw_on(&mut buffer, state, theme);
        if self.drawn.as_ref() == Some(&buffer) {
            return Ok(());
        }
        execute!(stdout(), BeginSynchronizedUpdate)?;
        if self.drawn.as_ref().map(|drawn| drawn.area) != Some(area) {
            // Unlike the library's way this doesn't ask where the cursor is:
            // the answer would go to the thread that reads keys.
            self.terminal.backend_mut().clear_region(ClearType::All)?;
            self.terminal.resize(area)?;
        }
        self.terminal.draw(|frame| frame.buffer_mut().clone_from(&buffer))?;
        self.drawn = Some(buffer);
        execute!(stdout(), EndSynchronizedUpdate)
    }

    /// Forgets what stands on the terminal, so that the next drawing is whole.
    pub(crate) fn forget(&mut self) {
        self.drawn = None;
    }

    /// Gives the terminal back, and tells what happened on other threads.
    pub(crate) fn give_back(self) -> Panics {
        self.panics.clone()
    }

    /// Gives the terminal back and stops the process, until the shell lets it
    /// go on.
    pub(crate) fn suspend(&mut self) -> io::Result<()> {
        leave();
        signal_hook::low_level::emulate_default_handler(SIGTSTP)?;
        self.forget();
        enter()
    }
}

impl Drop for TerminalScreen {
    fn drop(&mut self) {
        leave();
    }
}

fn enter() -> io::Result<()> {
    enable_raw_mode()?;
    execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste, Hide).inspect_err(|_| leave())
}

/// Whatever fails here, the terminal is gone and nobody is left to be told.
fn leave() {
    let _ = execute!(
        stdout(),
        EndSynchronizedUpdate,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        Show
    );
    let _ = disable_raw_mode();
    let _ = stdout().flush();
}

/// Reads keys on a thread of its own until the terminal is closed. Keys that
/// were delivered at once go on at once: they may be a text.
pub(crate) fn listen(messages: Sender<Message>) -> io::Result<()> {
    let thread = std::thread::Builder::new().name("input".into());
    thread.spawn(move || {
        let mut answers = Answers::default();
        loop {
            let told = match read_together(&mut answers) {
                Ok(told) => told,
                Err(_) => vec![Message::End(1)],
            };
            for message in told {
                let end = matches!(message, Message::End(_));
                if messages.send(message).is_err() || end {
                    return;
                }
            }
        }
    })?;
    Ok(())
}

/// Keys that are taken together at most.
const TOGETHER: usize = 4096;

/// The library does not look at what it has read already without any time; it
/// does not wait so short a time either.
const NO_TIME: Duration = Duration::from_micros(100);

/// Waits for an event, and takes those that came with it.
fn read_together(answers: &mut Answers) -> io::Result<Vec<Message>> {
    let mut told = Vec::new();
    let mut keys = Vec::new();
    for _ in 0..TOGETHER {
        match event::read()? {
            Event::Key(event) => {
                let at = Instant::now();
                if !answers.has(&event, at)
                    && let Some(key) = Key::from_event(event)
                {
                    keys.push(Press { key, at });
                }
            }
            Event::Paste(text) => {
                if !keys.is_empty() {
                    told.push(Message::Pressed(std::mem::take(&mut keys)));
                }
                told.push(Message::Pasted(text));
            }
            _ => {}
        }
        if !event::poll(NO_TIME)? {
            break;
        }
    }
    if !keys.is_empty() {
        told.push(Message::Pressed(keys));
    }
    Ok(told)
}

/// Turns the signals that end, suspend or resize a program into messages. The
/// first says the size of now, for whoever asked before anybody listened.
pub(crate) fn listen_for_signals(messages: Sender<Message>) -> io::Result<()> {
    let mut signals = Signals::new([
        SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGALRM, SIGUSR1, SIGUSR2, SIGTSTP, SIGWINCH,
    ])?;
    let thread = std::thread::Builder::new().name("signals".into());
    thread.spawn(move || {
        for signal in std::iter::once(SIGWINCH).chain(signals.forever()) {
            let message = match signal {
                SIGTSTP => Message::Key(Key::ctrl('z')),
                SIGWINCH => match crossterm::terminal::size() {
                    Ok((width, height)) => Message::Resize { width, height },
                    // The size stays what it was; if the terminal is gone, the
                    // next drawing finds out.
                    Err(_) => continue,
                },
                // The shell's convention: 128 and the number of the signal.
                signal => Message::End(u8::try_from(128 + signal).unwrap_or(1)),
            };
            if messages.send(message).is_err() {
                return;
            }
        }
    })?;
    Ok(())
}
