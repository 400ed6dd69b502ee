//! Colours, and terminals that show nothing but ASCII.

use super::person::{Person, Start};
use super::sandbox::Sandbox;

/// A little of everything that is drawn.
fn tour(person: Person) -> String {
    person
        .types("3j ")
        .sees("revoked Acme Paris from bob")
        .types("2z")
        .sees_no("Access matrix")
        .types("z?")
        .sees("Moving")
        .types("\u{1b}")
        .sees_no("Moving")
        .quits()
        .well(0)
        .raw
}

#[test]
fn there_are_colours() {
    assert!(!colours(&tour(Person::opens(&Sandbox::new()))).is_empty());
}

#[test]
fn without_colours_there_is_not_one() {
    let by_wish = Sandbox::new();
    let raw = tour(Start::new(&by_wish).env("NO_COLOR", "1").opens());
    assert_eq!(colours(&raw), [""; 0]);

    let by_theme = Sandbox::new();
    let raw = tour(Start::new(&by_theme).env("GRANTGRID_THEME", "plain").opens());
    assert_eq!(colours(&raw), [""; 0]);
}

#[test]
fn an_ascii_terminal_gets_nothing_but_ascii() {
    let by_wish = Sandbox::new();
    let raw = tour(Start::new(&by_wish).arg("--ascii").opens());
    assert!(raw.is_ascii(), "{:?}", raw.chars().find(|letter| !letter.is_ascii()));

    let by_locale = Sandbox::new();
    let raw = tour(Start::new(&by_locale).env("LANG", "C").opens());
    assert!(raw.is_ascii(), "{:?}", raw.chars().find(|letter| !letter.is_ascii()));

    let neither = Sandbox::new();
    assert!(!tour(Person::opens(&neither)).is_ascii());
}

/// Every SGR sequence that sets a colour; setting back to the default is none.
fn colours(raw: &str) -> Vec<&str> {
    let sequences = raw.split("\u{1b}[").skip(1);
    let parameters = sequences.filter_map(|sequence| {
        let end = sequence.find(|letter: char| !letter.is_ascii_digit() && letter != ';')?;
        sequence[end..].starts_with('m').then_some(&sequence[..end])
    });
    let is_colour = |number: &str| {
        number
            .parse()
            .is_ok_and(|number: u8| matches!(number, 30..=38 | 40..=48 | 58 | 90..=97 | 100..=107))
    };
    parameters.filter(|parameters| parameters.split(';').any(is_colour)).collect()
}

#[test]
fn colours_are_told_from_other_sequences() {
    let raw = "\u{1b}[38;5;8mx\u{1b}[39;49m\u{1b}[0m\u{1b}[1m\u{1b}[31;40Hy\u{1b}[97m";
    assert_eq!(colours(raw), ["38;5;8", "97"]);
}
