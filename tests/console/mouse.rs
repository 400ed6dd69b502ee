//! The mouse in a real terminal: its reports, and turning its mode off on every way out.

use rustix::process::Signal;

use super::person::Person;
use super::sandbox::Sandbox;

const ON: &str = "\u{1b}[?1000h\u{1b}[?1002h\u{1b}[?1006h";
const OFF: &str = "\u{1b}[?1006l\u{1b}[?1002l\u{1b}[?1000l";

/// A click, as a terminal reports it.
fn click(x: u16, y: u16) -> String {
    let (x, y) = (x + 1, y + 1);
    format!("\u{1b}[<0;{x};{y}M\u{1b}[<0;{x};{y}m")
}

/// The position at which a text begins on the screen.
fn position_of(person: &Person, text: &str) -> (u16, u16) {
    let screen = person.screen();
    let found = screen.lines().zip(0..).find_map(|(line, y)| Some((line.split_once(text)?.0, y)));
    let (before, y) = found.unwrap_or_else(|| panic!("no {text} on the screen:\n{screen}"));
    (u16::try_from(before.chars().count()).expect("a column"), y)
}

#[test]
fn a_click_on_a_sign_toggles_and_a_click_beside_it_moves_the_cursor() {
    let sandbox = Sandbox::new();
    let before = sandbox.hr_tables();
    let person = Person::opens(&sandbox);
    let (x, y) = position_of(&person, "[");
    // Beside the sign of the next user.
    let person = person.types(&click(x, y + 1)).has_drawn();
    assert_eq!(position_of(&person, "["), (x, y + 1));
    assert_eq!(sandbox.hr_tables(), before);
    let person = person.types(&click(x + 1, y + 2)).has_drawn();
    assert_ne!(sandbox.hr_tables(), before);
    person.types("u").has_drawn().quits().well(0);
}

#[test]
fn a_click_on_a_hint_counts_once_the_dialog_could_be_read() {
    let sandbox = Sandbox::new();
    let before = sandbox.hr_tables();
    let person = Person::opens(&sandbox).types("2+").sees("commit");
    let (x, y) = position_of(&person, "commit");
    assert_eq!(sandbox.hr_tables(), before);
    // The progress dialog comes first, in which `q` means nothing.
    person.answers(&click(x, y)).sees("change 1: ").quits().well(0);
    assert_ne!(sandbox.hr_tables(), before);
}

#[test]
fn the_mouse_is_switched_off_on_every_way_out() {
    let sandbox = Sandbox::new();
    let is_off_last = |raw: &str| raw.rfind(OFF) > raw.rfind(ON) && raw.contains(ON);
    let ended = Person::opens(&sandbox).quits();
    assert!(is_off_last(&ended.raw), "{:?}", ended.raw);
    let ended = Person::opens(&sandbox).sends(Signal::TERM).ends();
    assert!(is_off_last(&ended.raw), "{:?}", ended.raw);
    let person = Person::opens(&sandbox)
        .types("\u{1a}")
        .waits_until_stopped()
        .has_the_terminal_back()
        .sees_no("Access matrix");
    assert!(is_off_last(&person.raw()), "{:?}", person.raw());
    // If a key arrives before the program has the terminal back, the terminal echoes it.
    let back = person.sends(Signal::CONT).sees("Access matrix").has_given_the_terminal_away();
    let person = back.has_drawn();
    assert!(person.raw().rfind(ON) > person.raw().rfind(OFF), "on again");
    person.quits().well(0);
}

#[test]
fn the_mouse_can_be_switched_off() {
    let sandbox = Sandbox::new();
    let folder = sandbox.path(".config/grantgrid");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("config.toml"), "mouse = false\n").expect("a file");
    let person = Person::opens(&sandbox);
    let (x, y) = position_of(&person, "[");
    let person = person.types(&click(x + 1, y + 1)).has_drawn();
    assert_eq!(position_of(&person, "["), (x, y));
    let ended = person.quits();
    assert!(!ended.raw.contains(ON), "{:?}", ended.raw);
}
