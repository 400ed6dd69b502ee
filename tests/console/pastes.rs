//! Pasted text in a real terminal, with and without bracketed paste, and keys typed ahead of a
//! filter.

use grantgrid::store::{DemoPlan, Store};

use super::person::Person;
use super::sandbox::Sandbox;

/// Texts that people paste: names, a whole column, an order number, a formula.
const TEXTS: [&str; 8] = [
    "Anna Chen\r",
    "luis garcia",
    "Hal Kim",
    "Dana\rDeon\rUma\r",
    "=SUM(A1:A9)\r",
    "- nina, René + Ada\r",
    "+1 555-0134 ext 2\r",
    "  u  u  U  D a  A\r",
];

fn bracketed(text: &str) -> String {
    format!("\u{1b}[200~{text}\u{1b}[201~")
}

#[test]
fn a_paste_changes_nothing_in_any_pane_or_dialog() {
    let sandbox = Sandbox::demo();
    let before = sandbox.hr_tables();
    for keys in ["1", "2", "3", "/", "?", ":", "R", "t", "o"] {
        for text in TEXTS {
            for typed in [text.to_owned(), bracketed(text)] {
                // The key of the pane or dialog and the text arrive at once.
                Person::opens(&sandbox)
                    .types(keys)
                    .has_drawn()
                    .types(&typed)
                    .has_drawn()
                    .types("\u{3}")
                    .ends()
                    .well(130);
            }
        }
        assert!(sandbox.hr_tables() == before, "something was changed after {keys}");
    }
}

#[test]
fn a_paste_into_the_filter_is_its_text() {
    let sandbox = Sandbox::new();
    let before = sandbox.hr_tables();
    Person::opens(&sandbox)
        .types("/")
        .sees("Enter keep")
        .types(&bracketed("Ada Byron\nBob Cratchit\n"))
        .sees("Ada Byron Bob Cratchit")
        .sees("Enter keep")
        .types("\u{3}")
        .ends()
        .well(130);
    assert_eq!(sandbox.hr_tables(), before);
}

#[test]
fn a_paste_outside_a_field_is_reported_as_ignored() {
    let sandbox = Sandbox::new();
    for typed in ["luis garcia".to_owned(), bracketed("luis garcia")] {
        Person::opens(&sandbox)
            .types(&typed)
            .sees("pasted text was ignored")
            .types("\u{3}")
            .ends()
            .well(130);
    }
}

#[test]
fn bracketed_paste_is_switched_on_and_off_again() {
    let sandbox = Sandbox::new();
    let ended = Person::opens(&sandbox).quits();
    assert!(ended.raw.contains("\u{1b}[?2004h"), "{:?}", ended.raw);
    let (_, after) = ended.raw.rsplit_once("\u{1b}[?2004").expect("it is switched off");
    assert!(after.starts_with('l'), "{after:?}");
    ended.well(0);
}

/// There are so many users that filtering takes longer than the pause between a person's keys.
#[test]
fn keys_typed_ahead_apply_to_the_result_of_the_filter() {
    let sandbox = Sandbox::empty();
    let plan = DemoPlan { users: 60_000, companies: 12, grants: 0, seed: 7 };
    Store::write_demo(&sandbox.db(), &plan).expect("a demo");
    let connection = sandbox.connect();
    connection
        .execute_batch(
            "UPDATE hrm_users SET username = 'zzkenji' WHERE id = (SELECT max(id) FROM hrm_users)",
        )
        .expect("a rare name");
    // In pieces, as on a slow line: two or three keys at once.
    let mut person = Person::opens(&sandbox);
    for piece in ["/z", "zk", "en\r", "3 "] {
        person = person.types(piece).has_drawn();
    }
    person.sees("granted").quits().well(0);
    let granted: Vec<String> = connection
        .prepare(
            "SELECT username FROM hrm_user_company_access a JOIN hrm_users u ON u.id = a.user_id",
        )
        .and_then(|mut names| names.query_map([], |row| row.get(0))?.collect())
        .expect("the grants");
    assert_eq!(granted, ["zzkenji"]);
}

#[test]
fn nothing_is_granted_to_the_neighbor_of_a_deleted_user() {
    let sandbox = Sandbox::new();
    let person = Person::opens(&sandbox).types("3j").sees("─ bob × PAR");
    let connection = sandbox.connect();
    connection
        .execute_batch(
            "DELETE FROM hrm_user_company_access WHERE user_id = (SELECT id FROM hrm_users WHERE username = 'bob');
             DELETE FROM hrm_users WHERE username = 'bob';",
        )
        .expect("bob goes");
    let person = person
        .sees("the user under the cursor disappeared")
        .types(" ")
        .sees("move the cursor first");
    assert_eq!(sandbox.grants(), 0);
    person
        .types("k")
        .sees("─ ada × PAR")
        .types(" ")
        .sees("granted Acme Paris to ada")
        .quits()
        .well(0);
}

/// A key that arrives together with a paste is not an answer to the dialog that the paste
/// opens.
#[test]
fn a_key_that_arrives_with_a_paste_does_not_answer_a_dialog() {
    let sandbox = Sandbox::demo();
    let before = sandbox.hr_tables();
    for (keys, title) in [("3j+", "┏Grant"), ("1e", "┏Edit user"), ("1jD", "┏Delete user")] {
        for answer in ["\r", "a"] {
            let text = bracketed("hello") + answer;
            let person = Person::opens(&sandbox);
            keys.chars()
                .fold(person, |person, key| person.types(&key.to_string()).has_drawn())
                .sees(title)
                .answers(&text)
                .has_drawn()
                .types("\u{3}")
                .ends()
                .well(130);
            assert!(sandbox.hr_tables() == before, "{keys:?}, a paste and {answer:?}");
        }
    }
}
