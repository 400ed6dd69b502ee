//! The window at every size, also while it is being resized.

use super::person::{Person, Start};
use super::sandbox::Sandbox;

/// Opens help and closes it. An Escape would be read as Alt with the next key, as in every
/// terminal.
const F1: &str = "\u{1b}OP";

#[test]
fn the_console_survives_every_size_and_is_redrawn() {
    let sandbox = Sandbox::demo();
    let person = Person::opens(&sandbox);
    let whole = person.screen();
    person
        .resizes(200, 50)
        .waits_until("the status bar on line 50", |screen| status_on(screen, 50))
        .resizes(80, 24)
        .waits_until("the status bar on line 24", |screen| status_on(screen, 24))
        .resizes(60, 24)
        .sees_no("Access matrix")
        .types("3")
        .sees("Access matrix")
        .types("1")
        .resizes(20, 5)
        .sees("too small:")
        .types(F1)
        .resizes(1, 1)
        .waits_until("one character", |screen| screen.trim().chars().count() == 1)
        .types(F1)
        .resizes(0, 0)
        .resizes(120, 0)
        .resizes(0, 40)
        .types("jk")
        .resizes(120, 40)
        .waits_until("the screen of the beginning", |screen| screen == whole)
        .quits()
        .well(0);
}

#[test]
fn the_console_starts_in_a_window_of_any_size() {
    let sandbox = Sandbox::demo();
    for (columns, rows) in [(1, 1), (0, 0), (20, 5)] {
        Start::new(&sandbox)
            .sized(columns, rows)
            .arg("hr.db")
            .runs()
            .has_taken("\u{1b}[?1049h")
            .resizes(120, 40)
            .sees("60 users")
            .quits()
            .well(0);
    }
}

#[test]
fn a_key_and_a_resize_at_the_same_moment_both_apply() {
    let sandbox = Sandbox::new();
    let mut person = Person::opens(&sandbox);
    for round in 0..100 {
        let (key, user, rows) = if round % 2 == 0 { ("j", "bob", 30) } else { ("k", "ada", 40) };
        person = match round % 4 {
            0 | 1 => person.types(key).resizes(120, rows),
            _ => person.resizes(120, rows).types(key),
        };
        person = person.sees(&format!("─ {user} × ")).waits_until("the new size", |screen| {
            screen.lines().count() == usize::from(rows) && screen.contains("3 users")
        });
    }
    person.quits().well(0);
}

/// Keys arrive while the window is resized: for moments, the size that is drawn differs from
/// the window's.
#[test]
fn resizing_while_typing_is_harmless() {
    let sandbox = Sandbox::demo();
    let mut person = Person::opens(&sandbox).types("3");
    for round in 0..150_u16 {
        let (columns, rows) = (20 + round * 37 % 180, 2 + round * 23 % 50);
        person = person.types("jlGkh").types(F1).resizes(columns, rows).types(F1);
    }
    person
        .resizes(120, 40)
        .waits_until("the status bar on line 40", |screen| status_on(screen, 40))
        .sees_no("Moving")
        .quits()
        .well(0);
}

fn status_on(screen: &str, line: usize) -> bool {
    screen.lines().nth(line - 1).is_some_and(|line| line.contains("60 users"))
}
