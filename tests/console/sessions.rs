//! Whole sessions: open, edit, quit, open again.

use std::process::{Command, Stdio};

use rustix::process::Signal;

use super::person::{Person, Start};
use super::sandbox::{BINARY, Sandbox};

#[test]
fn the_console_shows_three_panes_and_changes_nothing() {
    let sandbox = Sandbox::new();
    let before = std::fs::read(sandbox.db()).expect("hr.db");
    let person = Person::opens(&sandbox).has_given_the_terminal_away();
    let screen = person.screen();
    for part in ["1 Users", "2 Companies", "3 Access matrix", "hr.db", "operator"] {
        assert!(screen.contains(part), "no “{part}”:\n{screen}");
    }
    for figure in ["3 users", "3 companies", "1 grant ", "11.1 %", "2 without a company"] {
        assert!(screen.contains(figure), "no “{figure}”:\n{screen}");
    }
    person.quits().well(0);
    assert_eq!(std::fs::read(sandbox.db()).expect("hr.db"), before, "browsing wrote");
}

#[test]
fn a_toggled_cell_is_seen_by_another_process_and_undone_after_a_restart() {
    for sandbox in [Sandbox::new(), Sandbox::as_the_hr_system_makes_it()] {
        let before = sandbox.hr_tables();
        Person::opens(&sandbox)
            .types("3j")
            .sees("─ bob × PAR Acme Paris")
            .types("l")
            .sees("─ bob × LON Acme London")
            .types(" ")
            .sees("granted Acme London to bob")
            .sees("2 grants")
            .sees("22.2 %")
            .quits()
            .well(0);
        assert_eq!(sandbox.companies_of("bob"), ["LON", "PAR"]);
        assert_ne!(sandbox.hr_tables(), before);

        Person::opens(&sandbox)
            .sees("2 grants")
            .types("u")
            .sees("Undo change 1")
            .answers("\r")
            .sees("undid change 1")
            .sees("1 grant ")
            .quits()
            .well(0);
        assert_eq!(sandbox.companies_of("bob"), ["PAR"]);
        assert_eq!(sandbox.hr_tables(), before);

        Person::opens(&sandbox)
            .types("U")
            .sees("Redo change 1")
            .answers("\r")
            .sees("redid change 1")
            .quits()
            .well(0);
        assert_eq!(sandbox.companies_of("bob"), ["LON", "PAR"]);
    }
}

#[test]
fn a_revoked_grant_is_restored_unchanged() {
    let sandbox = Sandbox::new();
    let before = sandbox.hr_tables();
    Person::opens(&sandbox)
        .types("j2 ")
        .sees("revoked Acme Paris from bob")
        .sees("0 grants")
        .types("u")
        .sees("undid change 1")
        .sees("1 grant ")
        .quits()
        .well(0);
    assert_eq!(sandbox.hr_tables(), before);
}

#[test]
fn help_opens_and_closes_and_the_screen_is_drawn_again_on_demand() {
    let sandbox = Sandbox::new();
    Person::opens(&sandbox)
        .types("?")
        .sees("Moving")
        .types("\u{1b}")
        .sees_no("Moving")
        .types("\u{c}")
        .types("3")
        .types("?")
        .sees("Moving")
        .types("\u{1b}[11~")
        .sees_no("Moving")
        .quits()
        .well(0);
}

#[test]
fn an_empty_database_opens_and_every_key_is_harmless() {
    let sandbox = Sandbox::without_rows();
    Person::opens(&sandbox)
        .sees("no users yet")
        .sees("no companies yet")
        .types("123jkhlgG0$HL \u{4}\u{15}\u{1b}[5~\u{1b}[6~\u{1b}[H\u{1b}[F\t\u{1b}[Zzz")
        .types("uU")
        .sees("nothing to redo")
        .types("u")
        .sees("nothing to undo")
        .types("2 ")
        .sees("no cell to toggle")
        .types("\u{1b}[15~?")
        .sees("Moving")
        .types("\u{1b}")
        .sees_no("Moving")
        .quits()
        .well(0);
}

#[test]
fn the_default_database_is_created_on_first_use() {
    let sandbox = Sandbox::empty();
    let database = sandbox.path("data/grantgrid/grantgrid.db");
    assert!(!database.exists());
    Start::new(&sandbox).runs().sees("no users yet").quits().well(0);
    let made = std::fs::read(&database).expect("it was made");
    Start::new(&sandbox).runs().sees("no users yet").quits().well(0);
    assert_eq!(std::fs::read(&database).expect("it is still there"), made);
}

#[test]
fn a_demo_is_deleted_when_it_is_quit() {
    let sandbox = Sandbox::empty();
    let folder = sandbox.path("tmp");
    std::fs::create_dir(&folder).expect("a folder");
    Start::new(&sandbox)
        .env("TMPDIR", &folder.to_string_lossy())
        .arg("demo")
        .runs()
        .sees("250 users")
        .quits()
        .well(0);
    assert_eq!(std::fs::read_dir(&folder).expect("the folder").count(), 0);
}

/// The message about demo data that was opened from an empty database.
const GONE: &str =
    "the demo database is removed; hr.db is still empty · `grantgrid hr.db` opens it";

#[test]
fn opening_the_demo_from_an_empty_database_does_not_change_it() {
    let sandbox = Sandbox::without_rows();
    let before = std::fs::read(sandbox.db()).expect("hr.db");
    let folder = sandbox.path("tmp");
    std::fs::create_dir(&folder).expect("a folder");
    Start::new(&sandbox)
        .env("TMPDIR", &folder.to_string_lossy())
        .arg("hr.db")
        .runs()
        .sees("This database is empty. Where to start:")
        .sees("d    try it with demo data")
        .types("d")
        .sees("250 users")
        .sees("demo.db  demo")
        .sees("demo data: nothing is kept when you quit")
        .types("3 ")
        .sees("u undoes")
        .types("d")
        .sees("this database is not empty")
        .quits()
        .well_saying(0, GONE);
    assert_eq!(std::fs::read(sandbox.db()).expect("hr.db"), before);
    assert_eq!(std::fs::read_dir(&folder).expect("the folder").count(), 0);

    // A signal also ends the console on demo data.
    for signal in [Signal::TERM, Signal::HUP] {
        let status = if signal == Signal::TERM { 143 } else { 129 };
        Start::new(&sandbox)
            .env("TMPDIR", &folder.to_string_lossy())
            .arg("hr.db")
            .runs()
            .sees("Where to start:")
            .types("d")
            .sees("250 users")
            .sends(signal)
            .ends()
            .well_saying(status, GONE);
        assert_eq!(std::fs::read_dir(&folder).expect("the folder").count(), 0);
    }
}

#[test]
fn without_a_terminal_the_console_fails_and_creates_nothing() {
    let sandbox = Sandbox::new();
    for arguments in [vec!["hr.db"], vec![], vec!["demo"]] {
        let output = Command::new(BINARY)
            .args(&arguments)
            .current_dir(sandbox.folder())
            .env_clear()
            .envs(sandbox.environment())
            .stdin(Stdio::null())
            .output()
            .expect("the program runs");
        let err = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(output.status.code(), Some(1), "{err}");
        assert_eq!(err.lines().count(), 1, "{err}");
        assert!(err.contains("needs a terminal"), "{err}");
        assert!(output.stdout.is_empty());
        assert!(!sandbox.path("data").exists());
    }
}

#[test]
fn with_an_operator_only_their_tenant_is_shown_and_changed() {
    let sandbox = Sandbox::new();
    sandbox
        .connect()
        .execute_batch(
            "UPDATE hrm_users SET role_id = (SELECT id FROM role WHERE name = 'HR Manager') WHERE username = 'bob';
             INSERT INTO hrm_tenant (id, name, code, is_active, created_by, created_at) VALUES
                 ('bbbbbbbb00004000800000000000000b', 'Blue Ltd', 'BLUE', 1, 'test', '2026-01-01');
             INSERT INTO organization (id, name, tenant_id) VALUES
                 (2, 'Blue', 'bbbbbbbb00004000800000000000000b');
             UPDATE hrm_users SET organization_id = 2 WHERE username = 'ada';
             UPDATE hrm_company SET tenant_id = 'bbbbbbbb00004000800000000000000b'
                 WHERE code = 'TYO';",
        )
        .expect("another tenant");
    Start::new(&sandbox)
        .arg("--as")
        .arg("bob")
        .opens()
        .sees("operator bob · HR Manager · Acme Group")
        .sees("2 users")
        .sees("2 companies")
        .sees_no("ada")
        .sees_no("TYO")
        .types("3A")
        .sees("+3 granted")
        .answers("\r")
        .sees("4 grants")
        .quits()
        .well(0);
    assert_eq!(sandbox.companies_of("bob"), ["LON", "PAR"]);
    assert_eq!(sandbox.companies_of("ada"), [""; 0]);
    let history: serde_json::Value =
        serde_json::from_str(&sandbox.run(&["history", "--json"])).expect("JSON");
    assert_eq!(history[0]["operator"], "bob");

    let refused = sandbox.try_run(&["hr.db", "--as", "eve"]);
    assert_eq!(refused.status.code(), Some(1));
    let sentence = String::from_utf8_lossy(&refused.stderr);
    assert_eq!(sentence, "grantgrid: eve may not use grantgrid: the user is not active\n");
}
