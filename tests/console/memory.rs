//! The view of a database is remembered, and copied text goes to the terminal.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use super::person::{Person, Start};
use super::sandbox::Sandbox;

/// The files in which views are remembered.
fn files(sandbox: &Sandbox) -> Vec<PathBuf> {
    let folder = sandbox.path(".local/state/grantgrid");
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.map(|entry| entry.expect("an entry").path()).collect()
}

/// Applies the filter `bob`, with a pause that is longer than those in a paste.
fn filters(person: Person) -> Person {
    let person = person.types_in_pieces("/bob", Duration::from_millis(400), "\r");
    person.sees("1 of 3 ─ bob").sees_no("users / ")
}

#[test]
fn a_filter_is_restored_unless_fresh_is_given() {
    let sandbox = Sandbox::new();
    filters(Person::opens(&sandbox)).quits().well(0);
    assert_eq!(files(&sandbox).len(), 1);
    Person::opens(&sandbox).sees("1 of 3 ─ bob").sees("as you left it").quits().well(0);
    Start::new(&sandbox).arg("--fresh").opens().sees("3 of 3").quits().well(0);
    Person::opens(&sandbox).sees("3 of 3").sees_no("as you left it").quits().well(0);
    // Demo data leaves no such file.
    let demo = Sandbox::empty();
    Start::new(&demo).arg("demo").runs().sees("demo data").quits().well(0);
    assert_eq!(files(&demo), Vec::<PathBuf>::new());
}

#[test]
fn chosen_columns_are_restored() {
    let sandbox = Sandbox::new();
    let person =
        Start::new(&sandbox).sized(120, 40).opens().types("|").sees("Columns of the users");
    let person =
        person.types("jj ").sees("■ email").types("\u{1b}").sees_no("Columns of the users");
    person.sees("bob@example.com").quits().well(0);
    let person = Start::new(&sandbox).sized(120, 40).opens().sees("bob@example.com");
    person
        .types("|")
        .sees("■ email")
        .has_drawn()
        .answers("d")
        .sees("· email")
        .types("\u{1b}")
        .sees_no("Columns of the users")
        .quits()
        .well(0);
    let person = Start::new(&sandbox).sized(120, 40).opens().sees("3 of 3");
    person.sees_no("bob@example.com").quits().well(0);
}

#[test]
fn a_damaged_file_is_reported_in_one_line_and_rewritten() {
    let sandbox = Sandbox::new();
    filters(Person::opens(&sandbox)).quits().well(0);
    let [file] = &files(&sandbox)[..] else { panic!("one file") };
    fs::write(file, "{\"users\":").expect("a file");
    Person::opens(&sandbox).sees("the remembered view was ignored").sees("3 of 3").quits().well(0);
    Person::opens(&sandbox).sees("3 of 3").sees_no("ignored").quits().well(0);
}

#[test]
fn copied_text_is_sent_to_the_terminal_as_osc_52() {
    let sandbox = Sandbox::new();
    let person = Person::opens(&sandbox).types("jY").sees("Copy to the clipboard").has_drawn();
    let ended = person.answers("\r").sees("copied: username, bob").quits().well(0);
    assert!(ended.raw.contains("\u{1b}]52;c;Ym9i\u{7}"), "bob in base64");
}
