//! Other programs that write while the console is open: it follows without a key press, and no
//! edit of either side is lost.

use std::sync::mpsc;
use std::thread;

use rusqlite::{Connection, params};

use super::person::Person;
use super::sandbox::Sandbox;

#[test]
fn grants_by_the_command_line_are_shown_without_a_key() {
    let sandbox = Sandbox::new();
    let person = Person::opens(&sandbox).sees("0 of 3").sees("1 grant ");
    sandbox.run(&["grant", "--user", "ada", "--company", "TYO", "PAR"]);
    let person = person
        .sees("2 Companies ─ ada ─ 2 of 3")
        .sees("─ ada × PAR Acme Paris")
        .sees_line(&["│▌  Ada Root", "[■]", "·", "■"])
        .sees("3 grants")
        .sees("33.3 %")
        .sees("1 with several");
    sandbox.run(&["undo"]);
    person
        .sees("2 Companies ─ ada ─ 0 of 3")
        .sees_line(&["│▌  Ada Root", "[·]", "·", "·"])
        .sees("1 grant ")
        .quits()
        .well(0);
}

#[test]
fn writes_by_the_hr_system_are_shown_without_a_key() {
    let sandbox = Sandbox::as_the_hr_system_makes_it();
    let person = Person::opens(&sandbox).types("3j").sees("─ bob × PAR Acme Paris");
    let hr = sandbox.connect();
    grant(&hr, 2, "c2c2c2c200004000800000000000000c");
    let person = person.sees("2 grants").sees("bob ─ 2 of 3").sees_line(&[
        "│▌  Bob Stone",
        "bob",
        "[■]",
        "■",
        "·",
    ]);

    hr.execute_batch(
        "INSERT INTO hrm_users (id, username, email, password_hash, first_name, last_name, \
         is_active, must_reset_password, organization_id, role_id) \
         VALUES (4, 'zoe', 'zoe@example.com', 'x', 'Zoe', 'New', 1, 0, 1, 72); \
         UPDATE hrm_company SET name = 'Paris Nord' WHERE code = 'PAR'; \
         DELETE FROM hrm_users WHERE username = 'ada'",
    )
    .expect("the HR system writes");
    person
        .sees("zoe")
        .sees("Paris Nord")
        .sees_no(" ada ")
        .sees("─ bob × PAR Paris Nord")
        .quits()
        .well(0);
}

#[test]
fn simultaneous_edits_by_both_programs_are_all_saved() {
    const TOGGLES: usize = 12;
    // The number of writes between two toggles; a program that writes without a pause would
    // lock out all others.
    const BOOKKEEPING_COLUMNS: usize = 8;
    let sandbox = Sandbox::demo();
    let hr = sandbox.connect();
    hr.execute_batch("DELETE FROM hrm_user_company_access; UPDATE hrm_users SET is_active = 1")
        .expect("an empty matrix, in which every grant is effective");
    let users: Vec<i64> = ids(&hr, "SELECT id FROM hrm_users ORDER BY id");
    let companies: Vec<String> = ids(&hr, "SELECT id FROM hrm_company ORDER BY id");
    let users_of_others = &users[TOGGLES + 1..];
    let theirs: Vec<(i64, String)> = users_of_others
        .iter()
        .flat_map(|user| companies.iter().map(|company| (*user, company.clone())))
        .take(TOGGLES * BOOKKEEPING_COLUMNS)
        .collect();
    let cells = theirs.len();
    let (toggles, awaited) = mpsc::channel();

    let mut person = Person::opens(&sandbox).types("3").sees("0 grants");
    let other = thread::spawn(move || {
        for some in theirs.chunks(BOOKKEEPING_COLUMNS) {
            awaited.recv().expect("the next toggle");
            for (user, company) in some {
                grant(&hr, *user, company);
            }
        }
    });
    for _ in 0..TOGGLES {
        toggles.send(()).expect("the other program");
        person = person.types(" ").sees("[■]").types("j").waits_until("the next cell", |screen| {
            screen.contains("[·]") || screen.contains("[○]")
        });
    }
    other.join().expect("the other program");

    let expected = cells + TOGGLES;
    person.sees(&format!("{expected} grants")).quits().well(0);
    assert_eq!(sandbox.grants(), expected);
    for _ in 0..TOGGLES {
        sandbox.run(&["undo"]);
    }
    assert_eq!(sandbox.grants(), cells, "the journal knows each toggle");
}

#[test]
fn a_change_that_another_program_undid_and_redid_is_previewed_before_its_undo() {
    let sandbox = Sandbox::new();
    let person = Person::opens(&sandbox).types("3 ").sees("u undoes");
    let cells = sandbox.grants();
    sandbox.run(&["undo"]);
    let person = person.sees("1 grant ");
    sandbox.run(&["redo"]);
    let person = person.sees("2 grants").types("u").sees("Undo change");
    assert_eq!(sandbox.grants(), cells, "nothing is undone yet");
    person.answers("\r").sees("1 grant ").quits().well(0);
    assert_eq!(sandbox.grants(), cells - 1);
}

/// Inserts a grant as the HR system does.
fn grant(hr: &Connection, user: i64, company: &str) {
    let id = format!("f{user:07x}{:.24}", company.replace('-', ""));
    hr.execute(
        "INSERT INTO hrm_user_company_access (id, user_id, company_id, created_at) \
         VALUES (?1, ?2, ?3, '2026-03-04 05:06:07.000008')",
        params![id, user, company],
    )
    .expect("the HR system writes a grant");
}

fn ids<T: rusqlite::types::FromSql>(hr: &Connection, sql: &str) -> Vec<T> {
    let mut rows = hr.prepare(sql).expect("a query");
    let ids = rows.query_map([], |row| row.get(0)).expect("rows");
    ids.collect::<Result<_, _>>().expect("ids")
}
