//! A lock that another program holds, and a read-only database.

use super::person::Person;
use super::sandbox::Sandbox;

#[test]
fn a_toggle_waits_for_a_lock_and_is_committed_once_it_is_free() {
    let sandbox = Sandbox::new();
    let person = Person::opens(&sandbox).types("j3l").sees("─ bob × LON Acme London");
    let other = sandbox.connect();
    other.execute_batch("BEGIN EXCLUSIVE").expect("a lock");
    let person = person
        .types(" ")
        .sees("waiting for another program to finish writing")
        .types("k")
        .sees("ada × LON Acme London")
        .types(" ")
        .sees("still waiting");
    other.execute_batch("ROLLBACK").expect("the lock is free");
    person.sees("granted Acme London to bob").sees("2 grants").quits().well(0);
    assert_eq!(sandbox.companies_of("bob"), ["LON", "PAR"]);
}

#[test]
fn a_lock_that_stays_is_reported_and_nothing_is_lost() {
    let sandbox = Sandbox::new();
    let before = sandbox.hr_tables();
    let person = Person::opens(&sandbox).types("j3l").sees("─ bob × LON Acme London");
    let other = sandbox.connect();
    other.execute_batch("BEGIN IMMEDIATE").expect("a lock");
    let person = person
        .types(" ")
        .sees("waiting for another program")
        .sees("nothing was changed, try again")
        .sees_line(&["│▌  Bob Stone", "bob", "■", "[·]"]);
    other.execute_batch("ROLLBACK").expect("the lock is free");
    assert_eq!(sandbox.hr_tables(), before);
    person.types(" ").sees("granted Acme London to bob").quits().well(0);
    assert_eq!(sandbox.companies_of("bob"), ["LON", "PAR"]);
}

#[test]
fn a_user_who_cannot_be_read_is_not_reported_as_gone() {
    let sandbox = Sandbox::demo();
    let person = Person::opens(&sandbox).types("3");
    let other = sandbox.connect();
    other.execute_batch("BEGIN EXCLUSIVE").expect("a lock");
    let person = person.types("G ").sees("nothing was changed, try again");
    other.execute_batch("ROLLBACK").expect("the lock is free");
    person.types("$").sees("× ").types(" ").sees("u undoes").quits().well(0);
}

#[test]
fn the_console_quits_at_once_during_a_lock() {
    let sandbox = Sandbox::new();
    let person = Person::opens(&sandbox).types("3");
    let other = sandbox.connect();
    other.execute_batch("BEGIN EXCLUSIVE").expect("a lock");
    person.types(" ").sees("waiting").quits().well(0);
    other.execute_batch("ROLLBACK").expect("the lock is free");
    assert_eq!(sandbox.grants(), 1);
}

#[test]
fn a_write_protected_database_is_shown_read_only() {
    let sandbox = Sandbox::new();
    sandbox.protect();
    let before = std::fs::read(sandbox.db()).expect("hr.db");
    Person::opens(&sandbox)
        .sees_line(&["hr.db", "read-only"])
        .types("3 ")
        .sees("opened read-only")
        .types("j")
        .sees_no("opened read-only")
        .types("u")
        .sees("opened read-only")
        .quits()
        .well(0);
    assert_eq!(std::fs::read(sandbox.db()).expect("hr.db"), before);
}
