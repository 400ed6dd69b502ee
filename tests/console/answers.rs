//! Replies of the terminal that arrive late, to a query of the program that had it before:
//! none is taken for a key, and none swallows the keys after it.

use std::time::Duration;

use super::person::Person;
use super::sandbox::Sandbox;

const ANSWERS: [&str; 24] = [
    // Device attributes: primary, secondary, tertiary.
    "\u{1b}[?62;1;4;22c",
    "\u{1b}[>1;10;0c",
    "\u{1b}P!|7E565445\u{1b}\\",
    // Modes, and the terminal's version.
    "\u{1b}[?2026;2$y",
    "\u{1b}[4;2$y",
    "\u{1b}P>|XTerm(390)\u{1b}\\",
    "\u{1b}P1+r544e=787465726d\u{1b}\\",
    "\u{1b}P1$r2 q\u{1b}\\",
    // The cursor, the status, the color scheme.
    "\u{1b}[12;40R",
    "\u{1b}[1;5R",
    "\u{1b}[0n",
    "\u{1b}[?997;1n",
    // Colors and the clipboard, with either end.
    "\u{1b}]4;1;rgb:cdcd/0000/0000\u{7}",
    "\u{1b}]10;rgb:d8d8/dada/dede\u{7}",
    "\u{1b}]11;rgb:1e1e/1e1e/2e2e\u{1b}\\",
    "\u{1b}]12;rgb:ffff/ffff/ffff\u{1b}\\",
    "\u{1b}]52;c;dXUgQUQ=\u{7}",
    // Graphics, the keyboard, the size of the window, the focus, the mouse.
    "\u{1b}_Gi=31;OK\u{1b}\\",
    "\u{1b}[?0u",
    "\u{1b}[8;40;120t",
    "\u{1b}[4;800;1200t",
    "\u{1b}[I",
    "\u{1b}[O",
    "\u{1b}[<0;10;10M",
];

/// The pause between two pieces on a slow line.
const SHORT: Duration = Duration::from_millis(15);
/// The pause between two pieces on a line that stalls.
const LONG: Duration = Duration::from_millis(150);

/// The console with the cursor on the second user, to whom an accidental key would grant
/// something.
fn on_bob(sandbox: &Sandbox) -> (Person, String) {
    let person = Person::opens(sandbox).types("3j").sees("─ bob × PAR").has_drawn();
    let screen = person.screen();
    (person, screen)
}

/// Asserts that keys still work, and that the screen is unchanged.
#[track_caller]
fn goes_on(person: Person, first: &str, what: &dyn std::fmt::Debug) -> Person {
    let person = person.types("l").sees("─ bob × LON").types("h").sees("─ bob × PAR").has_drawn();
    assert_eq!(person.screen(), first, "{what:?}");
    person
}

#[test]
fn a_reply_of_the_terminal_that_arrives_late_is_not_a_key() {
    let sandbox = Sandbox::new();
    let before = sandbox.hr_tables();
    let (mut person, first) = on_bob(&sandbox);
    for answer in ANSWERS {
        person = goes_on(person.types(answer), &first, &answer);
        // The next keys may arrive together with it.
        person = person.types(&format!("{answer}l")).sees("─ bob × LON");
        person = goes_on(person.types("h").sees("─ bob × PAR"), &first, &answer);
    }
    // All replies that a program may have asked for, at once.
    goes_on(person.types(&ANSWERS.concat()), &first, &"all").quits().well(0);
    assert_eq!(sandbox.hr_tables(), before);
}

#[test]
fn a_reply_that_arrives_in_two_pieces_is_not_a_key() {
    let sandbox = Sandbox::new();
    let before = sandbox.hr_tables();
    let (mut person, first) = on_bob(&sandbox);
    for answer in ANSWERS {
        let (middle, end) = (answer.len().div_ceil(2), answer.len() - 1);
        for (cut, pause) in [(1, SHORT), (2, LONG), (middle, SHORT), (middle, LONG), (end, LONG)] {
            let (one, two) = answer.split_at(cut);
            let person_now = person.types_in_pieces(one, pause, two);
            person = goes_on(person_now, &first, &(answer, cut, pause));
        }
    }
    person.quits().well(0);
    assert_eq!(sandbox.hr_tables(), before);
}

#[test]
fn a_reply_is_not_typed_into_a_text_field() {
    let sandbox = Sandbox::new();
    let person = Person::opens(&sandbox).types("/bo").sees("users / bo");
    // The list follows what was typed.
    let mut person = person.sees("1 Users ─ 1 of 3").has_drawn();
    let first = person.screen();
    for answer in ANSWERS {
        let (one, two) = answer.split_at(answer.len() - 1);
        person = person.types(answer).types_in_pieces(one, LONG, two).has_drawn();
        assert_eq!(person.screen(), first, "{answer:?}");
    }
    person.types("\u{3}").ends().well(130);
}

#[test]
fn a_reply_that_is_cut_off_does_not_swallow_the_next_keys() {
    let sandbox = Sandbox::new();
    let (mut person, first) = on_bob(&sandbox);
    for answer in ["\u{1b}]11;rgb:1e1e/", "\u{1b}P>|XTerm", "\u{1b}_Gi=31"] {
        person = person.types_in_pieces(answer, LONG, "l").sees("─ bob × LON").types("h");
        person = goes_on(person.sees("─ bob × PAR"), &first, &answer);
    }
    person.quits().well(0);
}

#[test]
fn a_lone_esc_is_a_key() {
    let sandbox = Sandbox::new();
    let person =
        Person::opens(&sandbox).types("?").sees("Moving").types("\u{1b}").sees_no("Moving");
    person
        .types("\u{1b}3j")
        .sees("─ bob × PAR")
        .types("\u{1b}[B")
        .sees("─ eve × PAR")
        .quits()
        .well(0);
}
