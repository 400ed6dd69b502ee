//! The terminal: taken over for the console, and restored on every way out (quit, error,
//! panic, signal, `^Z`).

use std::io::{self, BufWriter, IsTerminal, Write, stdout};
use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant};

use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::Print;
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use crossterm::{execute, queue};
use ratatui::backend::{Backend, ClearType, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use signal_hook::consts::{
    SIGALRM, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2, SIGWINCH,
};
use signal_hook::iterator::Signals;

use super::clipboard;
use super::frame::Console;
use super::geometry::Size;
use super::hits::HitMap;
use super::input::QUESTION;
use super::key::Key;
use super::message::Message;
use super::panics::Panics;
use super::theme::Theme;
use super::view;

/// The terminal while the console uses it. Dropping it restores the terminal.
pub(crate) struct TerminalScreen {
    /// Collects what a drawing writes, so that it is written at once.
    backend: CrosstermBackend<BufWriter<io::Stdout>>,
    /// What is on the terminal; `None` if unknown. Its size is that of the state, even if the
    /// window was resized meanwhile.
    drawn: Option<Buffer>,
    /// The memory for the next drawing.
    spare: Buffer,
    /// What can be clicked on it.
    hits: HitMap,
    /// Whether the terminal reports the mouse.
    mouse: bool,
    panics: Panics,
    /// When the terminal was asked for its background, if it has not replied yet.
    queried_at: Option<Instant>,
}

/// About the number of bytes of a whole screen with its colors.
const WRITTEN_AT_ONCE: usize = 1 << 16;

/// How long the first screen waits for the reply about the background. On a slow line it comes
/// later, and the colors change then.
const FIRST_WAIT: Duration = Duration::from_millis(80);

/// How long the program waits for replies before it ends: later ones would be keys for the
/// shell.
const LAST_WAIT: Duration = Duration::from_millis(300);

impl TerminalScreen {
    /// Takes over the terminal. A panic restores it before it is reported; a panic of another
    /// thread ends the console with a message.
    pub(crate) fn enter(messages: Sender<Message>, mouse: bool) -> io::Result<Self> {
        let panics = Panics::watch(leave, messages);
        enter(mouse)?;
        let backend = CrosstermBackend::new(BufWriter::with_capacity(WRITTEN_AT_ONCE, stdout()));
        let (spare, hits) = (Buffer::default(), HitMap::default());
        Ok(Self { backend, drawn: None, spare, hits, mouse, panics, queried_at: None })
    }

    /// Draws the state, as one update if the terminal can do that. Writes nothing if nothing
    /// has changed.
    pub(crate) fn draw(&mut self, console: &Console, theme: &Theme) -> io::Result<()> {
        let mut hits = HitMap::default();
        self.show(console.state.size, |buffer| hits = view::draw_on(buffer, console, theme))?;
        self.hits = hits;
        Ok(())
    }

    /// Draws a screen of this size, like [`Self::draw`]. `draw` gets an earlier screen to draw
    /// over.
    pub(crate) fn show(
        &mut self,
        Size { width, height }: Size,
        draw: impl FnOnce(&mut Buffer),
    ) -> io::Result<()> {
        let area = Rect::new(0, 0, width, height);
        let mut buffer = std::mem::take(&mut self.spare);
        buffer.resize(area);
        draw(&mut buffer);
        let drawn = self.drawn.take().filter(|drawn| drawn.area == area);
        let is_new = drawn.is_none();
        let before = drawn.unwrap_or_else(|| Buffer::empty(area));
        let mut changes = before.diff_iter(&buffer).peekable();
        if is_new || changes.peek().is_some() {
            queue!(self.backend, BeginSynchronizedUpdate)?;
            if is_new {
                // Unlike ratatui's `Terminal`, this does not query the cursor's position: the
                // reply would go to the thread that reads keys.
                self.backend.clear_region(ClearType::All)?;
            }
            self.backend.draw(changes)?;
            execute!(self.backend, EndSynchronizedUpdate)?;
        }
        self.spare = before;
        self.drawn = Some(buffer);
        Ok(())
    }

    /// What can be clicked on the screen that was drawn last.
    pub(crate) fn hits(&self) -> &HitMap {
        &self.hits
    }

    /// Asks the terminal for its background, and waits a moment for the reply. Returns the
    /// messages received meanwhile, which the caller must handle.
    pub(crate) fn query_background(
        &mut self,
        messages: &Receiver<Message>,
    ) -> io::Result<Vec<Message>> {
        write!(stdout(), "{QUESTION}")?;
        stdout().flush()?;
        self.queried_at = Some(Instant::now());
        Ok(self.wait_for_answer(messages, FIRST_WAIT))
    }

    /// Waits for outstanding replies before the terminal is restored.
    pub(crate) fn await_answer(&mut self, messages: &Receiver<Message>) {
        self.wait_for_answer(messages, LAST_WAIT);
    }

    /// Must be called with every message, to notice the reply to the last query.
    pub(crate) fn note_answer(&mut self, message: &Message) {
        if matches!(message, Message::TerminalKnown) {
            self.queried_at = None;
        }
    }

    /// Waits for the reply, at most this long after the query.
    fn wait_for_answer(&mut self, messages: &Receiver<Message>, most: Duration) -> Vec<Message> {
        let mut received = Vec::new();
        while let Some(since) = self.queried_at {
            let Ok(message) = messages.recv_timeout(most.saturating_sub(since.elapsed())) else {
                break;
            };
            self.note_answer(&message);
            received.push(message);
        }
        received
    }

    /// Forgets what is on the terminal, so that everything is drawn next time.
    pub(crate) fn forget(&mut self) {
        self.drawn = None;
    }

    /// Restores the terminal, and returns the panics of other threads.
    pub(crate) fn restore(self) -> Panics {
        self.panics.clone()
    }

    /// Restores the terminal and stops the process, until the shell continues it.
    pub(crate) fn suspend(&mut self) -> io::Result<()> {
        leave();
        signal_hook::low_level::emulate_default_handler(SIGTSTP)?;
        self.forget();
        enter(self.mouse)
    }
}

impl Drop for TerminalScreen {
    fn drop(&mut self) {
        leave();
    }
}

/// Environment variables that terminals, or programs that connect to them, set. If none is
/// set, there may be nobody to reply to a query.
const NAMED_BY: [&str; 14] = [
    "ALACRITTY_WINDOW_ID",
    "COLORTERM",
    "KITTY_WINDOW_ID",
    "KONSOLE_VERSION",
    "SSH_TTY",
    "STY",
    "TERM_PROGRAM",
    "TERMINAL_EMULATOR",
    "TMUX",
    "VTE_VERSION",
    "WEZTERM_PANE",
    "WINDOWID",
    "WT_SESSION",
    "XTERM_VERSION",
];

/// Whether the terminal can be queried for its background. The Linux console does not know the
/// query.
pub(crate) fn can_be_queried() -> bool {
    let is_set = |name: &&str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    NAMED_BY.iter().any(is_set) && std::env::var_os("TERM").is_none_or(|it| it != "linux")
}

/// Copies a text to the terminal's clipboard, if the terminal allows it.
pub(crate) fn copy(text: &str) -> io::Result<()> {
    write!(stdout(), "{}", clipboard::sequence(text))?;
    stdout().flush()
}

/// The size of the window.
pub(crate) fn size() -> Size {
    let (width, height) = crossterm::terminal::size().unwrap_or((80, 24));
    Size { width, height }
}

/// Whether the terminal is still open.
pub(crate) fn is_open() -> bool {
    stdout().is_terminal()
}

/// Turns on reports of buttons, the wheel and drags, in the format without limits. Other
/// motion is not needed.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1002l\x1b[?1000l";

fn enter(mouse: bool) -> io::Result<()> {
    enable_raw_mode()?;
    let mouse = if mouse { MOUSE_ON } else { "" };
    execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste, Hide, Print(mouse))
        .inspect_err(|_| leave())
}

/// Errors are ignored here: if the terminal is gone, there is nobody left to tell.
fn leave() {
    let _ = execute!(
        stdout(),
        EndSynchronizedUpdate,
        Print(MOUSE_OFF),
        DisableBracketedPaste,
        LeaveAlternateScreen,
        Show
    );
    let _ = disable_raw_mode();
    let _ = stdout().flush();
}

/// The exit status of a program whose terminal was closed, as for SIGHUP.
pub(crate) const HUNG_UP: u8 = 129;

/// Turns the signals that end, suspend or resize a program into messages. The first message
/// has the current size, in case it changed before.
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
                    // The size stays as it was; if the terminal is gone, the next drawing
                    // notices.
                    Err(_) => continue,
                },
                // The shell's convention: 128 plus the number of the signal.
                signal => Message::End(u8::try_from(128 + signal).unwrap_or(1)),
            };
            if messages.send(message).is_err() {
                return;
            }
        }
    })?;
    Ok(())
}
