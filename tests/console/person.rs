//! A person at a terminal, who types, resizes the window, and looks at the screen until it
//! shows what is expected.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process, waitid};

use super::ended::SessionEnd;
use super::sandbox::{BINARY, Sandbox};

/// How long a person waits for the screen. The program reacts at once; this allows for a busy
/// machine.
pub(crate) const DEADLINE: Duration = Duration::from_secs(20);

/// The program with its arguments and environment, before it starts.
pub(crate) struct Start<'a> {
    sandbox: &'a Sandbox,
    command: CommandBuilder,
    size: PtySize,
}

impl<'a> Start<'a> {
    pub(crate) fn new(sandbox: &'a Sandbox) -> Self {
        let mut command = CommandBuilder::new(BINARY);
        command.env_clear();
        command.cwd(sandbox.folder());
        for (name, value) in sandbox.environment() {
            command.env(name, value);
        }
        Self { sandbox, command, size: size(120, 40) }
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    pub(crate) fn arg(mut self, argument: impl AsRef<Path>) -> Self {
        self.command.arg(argument.as_ref());
        self
    }

    pub(crate) fn sized(mut self, columns: u16, rows: u16) -> Self {
        self.size = size(columns, rows);
        self
    }

    /// In a terminal that sends no signals for keys.
    pub(crate) fn without_job_control(mut self) -> Self {
        self.command.set_controlling_tty(false);
        self
    }

    /// Opens the console on `hr.db` and waits for its first screen.
    #[track_caller]
    pub(crate) fn opens(self) -> Person {
        let db = self.sandbox.db();
        self.arg(db).runs().sees("Access matrix").sees(" %")
    }

    /// Runs the program, whether or not its screen appears.
    pub(crate) fn runs(self) -> Person {
        let pair = native_pty_system().openpty(self.size).expect("a pseudo-terminal");
        let modes = modes(pair.master.as_ref());
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let keyboard = pair.master.take_writer().expect("a writer");
        let child = pair.slave.spawn_command(self.command).expect("the program starts");
        let (sender, bytes) = channel();
        let closed = Arc::new(AtomicBool::new(false));
        let is_closed = Arc::clone(&closed);
        thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if is_closed.load(Ordering::SeqCst) || sender.send(buffer[..count].into()).is_err()
                {
                    return;
                }
            }
        });
        Person {
            terminal: vt100::Parser::new(
                at_least_one(self.size.rows),
                at_least_one(self.size.cols),
                0,
            ),
            window: Some(Window { master: pair.master, keyboard, closed }),
            child,
            bytes,
            raw: Vec::new(),
            modes,
        }
    }
}

pub(crate) struct Person {
    child: Box<dyn Child + Send + Sync>,
    /// `None` once the window was closed.
    window: Option<Window>,
    bytes: Receiver<Vec<u8>>,
    terminal: vt100::Parser,
    raw: Vec<u8>,
    /// The terminal's modes before the program started.
    modes: String,
}

struct Window {
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    /// Tells the reading thread to close the terminal too.
    closed: Arc<AtomicBool>,
}

impl Person {
    /// Opens the console on a sandbox's `hr.db`, at 120 × 40.
    #[track_caller]
    pub(crate) fn opens(sandbox: &Sandbox) -> Self {
        Start::new(sandbox).opens()
    }

    /// Presses keys.
    #[track_caller]
    pub(crate) fn types(mut self, keys: &str) -> Self {
        let window = self.window.as_mut().expect("the window is open");
        window.keyboard.write_all(keys.as_bytes()).expect("the terminal takes keys");
        self
    }

    /// Types in two pieces, as over a slow line. The pause is what is tested.
    #[track_caller]
    pub(crate) fn types_in_pieces(self, before: &str, pause: Duration, after: &str) -> Self {
        let person = self.types(before);
        thread::sleep(pause);
        person.types(after)
    }

    /// Presses keys that answer a dialog, after the time that a person needs to read it; the
    /// dialog accepts none before.
    pub(crate) fn answers(self, keys: &str) -> Self {
        self.types_in_pieces("", Duration::from_millis(250), keys)
    }

    /// Waits until the program has handled every key that was pressed: for the last of them it
    /// redraws the whole screen.
    #[track_caller]
    pub(crate) fn has_drawn(mut self) -> Self {
        self.takes_in_what_came();
        let begin = self.raw.len();
        self = self.types("\u{c}");
        let deadline = Instant::now() + DEADLINE;
        let is_drawn = |raw: &[u8]| {
            let raw = String::from_utf8_lossy(raw);
            raw.split_once("\u{1b}[2J").is_some_and(|(_, after)| after.contains("\u{1b}[?2026l"))
        };
        while !is_drawn(&self.raw[begin..]) {
            match self.bytes.recv_timeout(remaining(deadline)) {
                Ok(bytes) => self.takes_in(&bytes),
                Err(why) => panic!("{why}: the screen is not drawn:\n{}", self.screen()),
            }
        }
        self
    }

    /// Waits until a text is on the screen.
    #[track_caller]
    pub(crate) fn sees(self, text: &str) -> Self {
        self.waits_until(&format!("“{text}” on the screen"), |screen| screen.contains(text))
    }

    /// Waits until a text is gone from the screen.
    #[track_caller]
    pub(crate) fn sees_no(self, text: &str) -> Self {
        self.waits_until(&format!("no “{text}” on the screen"), |screen| !screen.contains(text))
    }

    /// Waits until a line of the screen has all these parts, in this order.
    #[track_caller]
    pub(crate) fn sees_line(self, parts: &[&str]) -> Self {
        self.waits_until(&format!("a line with {parts:?}"), |screen| has_line(screen, parts))
    }

    /// Waits until the screen satisfies a condition.
    #[track_caller]
    pub(crate) fn waits_until(mut self, what: &str, is_so: impl Fn(&str) -> bool) -> Self {
        let deadline = Instant::now() + DEADLINE;
        loop {
            self.takes_in_what_came();
            let screen = self.screen();
            if is_so(&screen) {
                return self;
            }
            let failure = match self.bytes.recv_timeout(remaining(deadline)) {
                Ok(bytes) => {
                    self.takes_in(&bytes);
                    continue;
                }
                Err(RecvTimeoutError::Timeout) => "waited in vain for",
                Err(RecvTimeoutError::Disconnected) => "the program ended before there was",
            };
            panic!("{failure} {what}; the screen:\n{screen}\n");
        }
    }

    /// Waits until the program has written these bytes.
    #[track_caller]
    pub(crate) fn has_taken(mut self, bytes: &str) -> Self {
        let deadline = Instant::now() + DEADLINE;
        while !self.raw().contains(bytes) {
            match self.bytes.recv_timeout(remaining(deadline)) {
                Ok(bytes) => self.takes_in(&bytes),
                Err(why) => panic!("{why}: no {bytes:?} in {:?}", self.raw()),
            }
        }
        self
    }

    /// The screen as text, without the space at the end of each line.
    pub(crate) fn screen(&self) -> String {
        self.terminal.screen().contents()
    }

    /// Every byte that the program has written.
    pub(crate) fn raw(&self) -> String {
        String::from_utf8_lossy(&self.raw).into_owned()
    }

    /// Resizes the window.
    #[track_caller]
    pub(crate) fn resizes(mut self, columns: u16, rows: u16) -> Self {
        // What was drawn for the old size belongs to the old window.
        self.takes_in_what_came();
        self.terminal.set_size(at_least_one(rows), at_least_one(columns));
        let window = self.window.as_ref().expect("the window is open");
        window.master.resize(size(columns, rows)).expect("a new size");
        self
    }

    /// Sends a signal to the program.
    #[track_caller]
    pub(crate) fn sends(self, signal: Signal) -> Self {
        kill_process(self.process(), signal).expect("the program runs");
        self
    }

    /// Waits until the program has stopped, as the shell does.
    #[track_caller]
    pub(crate) fn waits_until_stopped(self) -> Self {
        let deadline = Instant::now() + DEADLINE;
        let options = WaitIdOptions::STOPPED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        while waitid(WaitId::Pid(self.process()), options).expect("a child").is_none() {
            assert!(Instant::now() < deadline, "it was not stopped:\n{}", self.screen());
            thread::yield_now();
        }
        self
    }

    /// Asserts that the terminal's modes are those from before the program started.
    #[track_caller]
    pub(crate) fn has_the_terminal_back(mut self) -> Self {
        self.takes_in_what_came();
        let window = self.window.as_ref().expect("the window is open");
        assert_eq!(modes(window.master.as_ref()), self.modes);
        self
    }

    /// Asserts that the program controls the terminal: no echo, no line mode.
    #[track_caller]
    pub(crate) fn has_given_the_terminal_away(self) -> Self {
        let window = self.window.as_ref().expect("the window is open");
        assert_ne!(modes(window.master.as_ref()), self.modes);
        self
    }

    /// Closes the window while the program runs.
    #[track_caller]
    pub(crate) fn closes_the_window(mut self) -> Self {
        if let Some(window) = &self.window {
            window.closed.store(true, Ordering::SeqCst);
        }
        // A last redraw wakes the reading thread.
        self = self.types("\u{c}");
        self.window = None;
        self
    }

    /// Presses `q`, and waits for the end.
    #[track_caller]
    pub(crate) fn quits(self) -> SessionEnd {
        self.types("q").ends()
    }

    /// Waits until the program ends.
    #[track_caller]
    pub(crate) fn ends(mut self) -> SessionEnd {
        let deadline = Instant::now() + DEADLINE;
        loop {
            match self.bytes.recv_timeout(remaining(deadline)) {
                Ok(bytes) => self.takes_in(&bytes),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    panic!("the program does not end; the screen:\n{}\n", self.screen())
                }
            }
        }
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("an exit status") {
                break status;
            }
            assert!(Instant::now() < deadline, "the program does not end");
            thread::yield_now();
        };
        let now = self.window.as_ref().map(|window| modes(window.master.as_ref()));
        let screen = self.terminal.screen();
        SessionEnd {
            status: status.exit_code(),
            signal: status.signal().map(str::to_owned),
            raw: self.raw(),
            screen: screen.contents(),
            on_alternate_screen: screen.alternate_screen(),
            cursor_hidden: screen.hide_cursor(),
            modes_restored: now.is_none_or(|now| now == self.modes),
        }
    }

    fn process(&self) -> Pid {
        let id = self.child.process_id().and_then(|id| i32::try_from(id).ok());
        id.and_then(Pid::from_raw).expect("a process id")
    }

    fn takes_in_what_came(&mut self) {
        while let Ok(bytes) = self.bytes.try_recv() {
            self.takes_in(&bytes);
        }
    }

    fn takes_in(&mut self, bytes: &[u8]) {
        self.terminal.process(bytes);
        self.raw.extend_from_slice(bytes);
    }
}

impl Drop for Person {
    /// Kills the program if a test fails.
    fn drop(&mut self) {
        if let Ok(None) = self.child.try_wait() {
            let _ = kill_process(self.process(), Signal::KILL);
            let _ = self.child.wait();
        }
    }
}

fn remaining(deadline: Instant) -> Duration {
    deadline.saturating_duration_since(Instant::now())
}

/// Whether a line has all these parts, in this order.
pub(crate) fn has_line(screen: &str, parts: &[&str]) -> bool {
    screen.lines().any(|line| {
        let mut rest = Some(line);
        for part in parts {
            rest = rest.and_then(|line| line.split_once(part)).map(|(_, rest)| rest);
        }
        rest.is_some()
    })
}

fn modes(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().expect("the modes of the terminal"))
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn at_least_one(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap_or(NonZeroU16::MIN)
}
