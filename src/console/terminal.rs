//! The terminal: taken over for the console, and given back on every way out:
//! quit, error, panic, signal, `^Z`.

use std::io::{self, ErrorKind, IsTerminal, Read, Write, stdin, stdout};
use std::mem::ManuallyDrop;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::execute;
use crossterm::style::Print;
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

use super::clipboard;
use super::frame::Console;
use super::geometry::Size;
use super::hits::HitMap;
use super::input::{Decoder, Listening, QUESTION, TerminalInput};
use super::key::Key;
use super::message::Message;
use super::panics::Panics;
use super::theme::Theme;
use super::typing::Press;
use super::view;

/// The terminal while the console has it. Dropping it gives it back.
pub(crate) struct TerminalScreen {
    /// Never dropped: it would show the cursor once more, and panic where the
    /// terminal is gone.
    terminal: ManuallyDrop<Terminal<CrosstermBackend<io::Stdout>>>,
    /// What is on the terminal; `None` if that is not known. Its size is
    /// the state's, whatever size the terminal has got in the meantime.
    drawn: Option<Buffer>,
    /// What is where on it.
    hits: HitMap,
    /// Whether the terminal reports the mouse.
    mouse: bool,
    panics: Panics,
    /// When the terminal was asked for its background, until it has answered.
    asked: Option<Instant>,
}

/// How long the first screen waits for the terminal to say what its background is. A
/// terminal on a slow line answers later, and the colors follow.
const FIRST_WAIT: Duration = Duration::from_millis(80);

/// How long the program waits before it ends: an answer that comes later would be keys for
/// the shell.
const LAST_WAIT: Duration = Duration::from_millis(300);

impl TerminalScreen {
    /// Takes the terminal over. A panic gives it back before it is reported;
    /// that of another thread ends the console by a message.
    pub(crate) fn enter(messages: Sender<Message>, mouse: bool) -> io::Result<Self> {
        let panics = Panics::watch(leave, messages);
        enter(mouse)?;
        let options = TerminalOptions { viewport: Viewport::Fixed(Rect::default()) };
        let terminal = Terminal::with_options(CrosstermBackend::new(stdout()), options)
            .inspect_err(|_| leave())?;
        let terminal = ManuallyDrop::new(terminal);
        let hits = HitMap::default();
        Ok(Self { terminal, drawn: None, hits, mouse, panics, asked: None })
    }

    /// Draws the state, in one go where the terminal can do so. Writes nothing
    /// if it looks as before.
    pub(crate) fn draw(&mut self, console: &Console, theme: &Theme) -> io::Result<()> {
        let mut hits = HitMap::default();
        self.show(console.state.size, |buffer| hits = view::draw_on(buffer, console, theme))?;
        self.hits = hits;
        Ok(())
    }

    /// Draws a screen of this size, as [`Self::draw`] does.
    pub(crate) fn show(
        &mut self,
        Size { width, height }: Size,
        draw: impl FnOnce(&mut Buffer),
    ) -> io::Result<()> {
        let area = Rect::new(0, 0, width, height);
        let mut buffer = Buffer::empty(area);
        draw(&mut buffer);
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

    /// What is where on the screen that was drawn last.
    pub(crate) fn hits(&self) -> &HitMap {
        &self.hits
    }

    /// Asks the terminal for its background and waits a moment for the answer. Returns
    /// the messages that came, for whoever takes them in.
    pub(crate) fn ask_background(
        &mut self,
        messages: &Receiver<Message>,
    ) -> io::Result<Vec<Message>> {
        write!(stdout(), "{QUESTION}")?;
        stdout().flush()?;
        self.asked = Some(Instant::now());
        Ok(self.wait_for_answer(messages, FIRST_WAIT))
    }

    /// Waits for what the terminal has still to answer, before it is given back.
    pub(crate) fn await_answer(&mut self, messages: &Receiver<Message>) {
        self.wait_for_answer(messages, LAST_WAIT);
    }

    /// Takes notice of the terminal's last answer.
    pub(crate) fn note_answer(&mut self, message: &Message) {
        if matches!(message, Message::TerminalKnown) {
            self.asked = None;
        }
    }

    /// Waits for the terminal's answer, for so long after the question.
    fn wait_for_answer(&mut self, messages: &Receiver<Message>, most: Duration) -> Vec<Message> {
        let mut came = Vec::new();
        while let Some(asked) = self.asked {
            let Ok(message) = messages.recv_timeout(most.saturating_sub(asked.elapsed())) else {
                break;
            };
            self.note_answer(&message);
            came.push(message);
        }
        came
    }

    /// Forgets what is on the terminal, so that the next drawing is whole.
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
        enter(self.mouse)
    }
}

impl Drop for TerminalScreen {
    fn drop(&mut self) {
        leave();
    }
}

/// What terminals and what connects to them put into the environment. Where nothing does,
/// nobody may be there to answer a question.
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

/// Whether there is a terminal that can be asked for its background. The console of Linux
/// does not know the question.
pub(crate) fn can_be_asked() -> bool {
    let is_set = |name: &&str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    NAMED_BY.iter().any(is_set) && std::env::var_os("TERM").is_none_or(|it| it != "linux")
}

/// Puts a text on the terminal's clipboard, if the terminal allows it.
pub(crate) fn copy(text: &str) -> io::Result<()> {
    write!(stdout(), "{}", clipboard::sequence(text))?;
    stdout().flush()
}

/// The size of the window.
pub(crate) fn size() -> Size {
    let (width, height) = crossterm::terminal::size().unwrap_or((80, 24));
    Size { width, height }
}

/// Whether the terminal is still there.
pub(crate) fn is_open() -> bool {
    stdout().is_terminal()
}

/// Has the terminal report buttons, the wheel and drags, in the form without limits. Other
/// motion is useless here.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1002l\x1b[?1000l";

fn enter(mouse: bool) -> io::Result<()> {
    enable_raw_mode()?;
    let mouse = if mouse { MOUSE_ON } else { "" };
    execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste, Hide, Print(mouse))
        .inspect_err(|_| leave())
}

/// Whatever fails here, the terminal is gone and nobody is left to be told.
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

/// The exit status of a program whose terminal was closed: that of SIGHUP.
pub(crate) const HUNG_UP: u8 = 129;

/// Bytes that are read at once at most: as many as a terminal keeps.
const PIECE: usize = 4096;

/// Pieces that are taken together at most.
const TOGETHER: usize = 16;

/// Pieces that come one after the other within this time came at once.
const NO_TIME: Duration = Duration::from_micros(100);

/// Bytes of the terminal, and when they came.
type Piece = (Vec<u8>, Instant);

/// Reads keys until the terminal is closed, on threads of its own: one waits
/// for bytes, the other also for what may follow them. Keys that were delivered
/// at once go on at once: they may be a text.
pub(crate) fn listen(messages: Sender<Message>, listening: Listening) -> io::Result<()> {
    let (sender, pieces) = channel();
    let thread = |name: &str| std::thread::Builder::new().name(name.into());
    thread("terminal").spawn(move || read(&sender))?;
    thread("input").spawn(move || decode(&pieces, &messages, listening))?;
    Ok(())
}

/// Reads from the terminal until it is closed.
fn read(pieces: &Sender<Piece>) {
    let mut buffer = [0; PIECE];
    loop {
        match stdin().lock().read(&mut buffer) {
            Ok(count @ 1..) => {
                if pieces.send((buffer[..count].into(), Instant::now())).is_err() {
                    return;
                }
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            _ => return,
        }
    }
}

fn decode(pieces: &Receiver<Piece>, messages: &Sender<Message>, listening: Listening) {
    let mut decoder = Decoder::listening(listening, Instant::now());
    loop {
        let next = match decoder.deadline() {
            Some(deadline) => {
                pieces.recv_timeout(deadline.saturating_duration_since(Instant::now()))
            }
            None => pieces.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        let told = match next {
            Ok(piece) => take_together(&mut decoder, piece, pieces),
            Err(RecvTimeoutError::Timeout) => {
                let pressed = decoder.last();
                told(decoder.settle(Instant::now()).map(|input| (input, pressed)))
            }
            Err(RecvTimeoutError::Disconnected) => vec![Message::End(HUNG_UP)],
        };
        for message in told {
            let end = matches!(message, Message::End(_));
            if messages.send(message).is_err() || end {
                return;
            }
        }
    }
}

/// What a piece and those that came with it turn out to be.
fn take_together(decoder: &mut Decoder, first: Piece, pieces: &Receiver<Piece>) -> Vec<Message> {
    let with_it = std::iter::from_fn(|| pieces.recv_timeout(NO_TIME).ok()).take(TOGETHER);
    let mut inputs = Vec::new();
    for (bytes, at) in std::iter::once(first).chain(with_it) {
        inputs.extend(decoder.take(&bytes, at).into_iter().map(|input| (input, at)));
    }
    told(inputs)
}

fn told(inputs: impl IntoIterator<Item = (TerminalInput, Instant)>) -> Vec<Message> {
    let mut told = Vec::new();
    let mut keys = Vec::new();
    for (input, at) in inputs {
        match input {
            TerminalInput::Key(key) => keys.push(Press { key, at }),
            TerminalInput::Paste(text) => {
                if !keys.is_empty() {
                    told.push(Message::Pressed(std::mem::take(&mut keys)));
                }
                told.push(Message::Pasted(text));
            }
            TerminalInput::Background { light } => told.push(Message::Background { light }),
            TerminalInput::Attributes => told.push(Message::TerminalKnown),
            TerminalInput::Mouse(report) => {
                if !keys.is_empty() {
                    told.push(Message::Pressed(std::mem::take(&mut keys)));
                }
                told.push(Message::Mouse(report, at));
            }
        }
    }
    if !keys.is_empty() {
        told.push(Message::Pressed(keys));
    }
    told
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
