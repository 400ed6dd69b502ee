//! Panics in a pseudo-terminal: this test binary runs itself there, with a
//! test that panics on purpose, since the program has no key for that.

use std::env;
use std::io::Read;
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use super::super::message::Message;
use super::super::terminal::TerminalScreen;

const ON_PURPOSE: &str = "on purpose";

fn screen() -> (TerminalScreen, Receiver<Message>) {
    let (sender, messages) = channel();
    (TerminalScreen::enter(sender, true).expect("a terminal"), messages)
}

#[test]
#[ignore = "panics on purpose, in a terminal of its own"]
fn panics_with_the_terminal() {
    let _screen = screen();
    panic!("{ON_PURPOSE}");
}

#[test]
#[ignore = "panics on purpose, in a terminal of its own"]
fn panics_on_other_threads() {
    let (screen, messages) = screen();
    let worker = thread::spawn(|| panic!("{ON_PURPOSE}"));
    assert!(matches!(messages.recv(), Ok(Message::End(1))));
    assert!(worker.join().is_err());
    let panics = screen.restore();
    println!("{}", panics.take().expect("it was kept"));
}

#[test]
fn the_terminal_is_restored_before_a_panic_is_reported() {
    for name in ["panics_with_the_terminal", "panics_on_other_threads"] {
        let pair = native_pty_system().openpty(PtySize::default()).expect("a terminal");
        let before = format!("{:?}", pair.master.get_termios());
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let mut command = CommandBuilder::new(env::current_exe().expect("this test binary"));
        let test = format!("console::panics::tests::{name}");
        command.args(["--exact", &test, "--ignored", "--nocapture"]);
        let mut child = pair.slave.spawn_command(command).expect("it runs");
        drop(pair.slave);
        let mut written = Vec::new();
        reader.read_to_end(&mut written).expect("what it writes");
        child.wait().expect("it ends");

        let written = String::from_utf8_lossy(&written);
        let (_, taken) = written.split_once("\u{1b}[?1049h").expect("it takes the terminal");
        let (on_screen, after) = taken.split_once("\u{1b}[?1049l").expect("it gives it back");
        assert!(on_screen.contains("\u{1b}[?1000h"), "{name}: the mouse is on: {written}");
        assert!(on_screen.contains("\u{1b}[?1000l"), "{name}: and off again: {written}");
        assert!(!on_screen.contains(ON_PURPOSE), "{name}: {written}");
        assert!(after.starts_with("\u{1b}[?25h"), "{name}: {written}");
        assert!(after.contains(ON_PURPOSE), "{name}: {written}");
        assert!(after.contains("panics/tests.rs"), "{name}: {written}");
        assert_eq!(format!("{:?}", pair.master.get_termios()), before, "{name}");
    }
}
