//! Nothing in a database, a file or the environment can control the terminal, neither in
//! output nor in messages.

use std::ffi::OsString;
use std::fs;
use std::os::unix::ffi::OsStringExt;

use crate::support::{Ran, Sandbox, ran};

/// An escape sequence, a C1 control, a line break, a bell, bidirectional controls, a
/// zero-width space.
pub(crate) const BAD: &str =
    "x\u{1b}[2J\u{9b}31m\r\n\u{7}\u{202e}\u{2066}\u{200b}\u{200f}\u{2028}y";

/// Tables that refer to users and companies, and a trigger that skips rows, with such names.
const SCHEMA: &str = "
PRAGMA foreign_keys = OFF;
CREATE TABLE \"claim BAD\" (id INTEGER PRIMARY KEY, \"by BAD\" INTEGER REFERENCES hrm_users(id),
    \"at BAD\" CHAR(32) REFERENCES hrm_company(id) ON DELETE CASCADE);
CREATE TABLE \"log BAD\" (id INTEGER PRIMARY KEY, user_id INTEGER, \"BAD_company_id\" CHAR(32));
INSERT INTO \"claim BAD\" VALUES (1, 2, 'c1c1c1c100004000800000000000000c');
INSERT INTO \"log BAD\" VALUES (1, 2, 'c1c1c1c100004000800000000000000c'), (2, 98, 'gone');
ALTER TABLE hrm_users ADD COLUMN \"extra BAD\" TEXT;
ALTER TABLE hrm_company ADD COLUMN \"extra BAD\" TEXT;
UPDATE hrm_tenant SET name = name || 'BAD', code = code || 'BAD';
UPDATE organization SET name = name || 'BAD';
UPDATE hrm_company SET name = name || 'BAD', code = 'TYO BAD' WHERE code = 'TYO';
UPDATE hrm_users SET first_name = first_name || 'BAD', last_name = 'BAD', email = id || 'BAD';
UPDATE hrm_users SET username = 'mal BAD' WHERE id = 4;
UPDATE role SET name = 'role BAD' WHERE id = 5;
";

const SWALLOW: &str = "
CREATE TRIGGER \"swallow BAD\" BEFORE INSERT ON hrm_user_company_access
    BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER \"skip BAD\" BEFORE UPDATE ON hrm_users BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER \"forbid BAD\" BEFORE UPDATE ON hrm_company
    BEGIN SELECT RAISE(ABORT, 'no BAD here'); END;
CREATE TRIGGER \"more BAD\" AFTER DELETE ON hrm_user_company_access
    BEGIN DELETE FROM \"claim BAD\"; INSERT INTO \"claim BAD\" VALUES (9, 9, '9'); END;
";

const BROKEN: &str = "
CREATE TRIGGER \"broken BAD\" BEFORE INSERT ON organization
    BEGIN INSERT INTO \"no table BAD\" VALUES (1); END;
CREATE TRIGGER \"broken too BAD\" BEFORE UPDATE ON hrm_users
    BEGIN INSERT INTO \"no table BAD\" VALUES (1); END;
";

/// The first character that could control a terminal.
fn acting(text: &str) -> Option<char> {
    text.chars().find(|letter| {
        letter.is_control() && !matches!(letter, '\n' | '\t')
            || matches!(letter, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}')
    })
}

#[track_caller]
pub(crate) fn assert_harmless(ran: &Ran, what: &dyn std::fmt::Debug) {
    for (stream, text) in [("stdout", &ran.out), ("stderr", &ran.err)] {
        let found = acting(text);
        assert_eq!(found, None, "{what:?} on {stream}: {text:?}");
        // Every line of standard error is the program's own.
        assert!(!text.contains("\ny"), "{what:?} on {stream} breaks the line: {text:?}");
    }
}

pub(crate) fn bad(text: &str) -> String {
    text.replace("BAD", BAD)
}

pub(crate) fn hostile() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.connect().execute_batch(&bad(SCHEMA)).expect("the rows fit the schema");
    sandbox
}

/// Runs all of these commands, each with and without `--dry-run` if it has that option.
#[track_caller]
pub(crate) fn try_all(sandbox: &Sandbox, commands: &[&[&str]]) {
    for command in commands {
        let command: Vec<String> = command.iter().map(|word| bad(word)).collect();
        let mut words: Vec<&str> = command.iter().map(String::as_str).collect();
        words.push("--dry-run");
        let dry = sandbox.hr(&words);
        assert_harmless(&dry, &words);
        words.pop();
        assert_harmless(&sandbox.hr(&words), &words);
    }
}

/// An export to a pipe is not included: it is data, and exact, like JSON.
const READING: &[&[&str]] = &[
    &["users"],
    &["companies"],
    &["users", "--where", "role:BAD"],
    &["users", "--where", "(BAD"],
    &["companies", "--where", "tenant:\"BAD\" nope:BAD"],
    &["show", "bob"],
    &["show", "mal BAD"],
    &["show", "BAD"],
    &["why", "bob", "PAR"],
    &["why", "mal BAD", "TYO BAD"],
    &["why", "bob", "BAD"],
    &["rules"],
    &["rules", "set", "BAD", "home"],
    &["rules", "set", "role BAD", "companies", "BAD"],
    &["stats"],
    &["history"],
    &["history", "1"],
    &["check"],
    &["export", "BAD/no.csv"],
    &["export", "BAD.none"],
    &["backup", "BAD/no.db"],
    &["import", "BAD.csv"],
    &["users", "--db", "BAD.db"],
    &["users", "--operator", "BAD"],
    &["users", "--as", "BAD"],
    &["users", "--BAD"],
    &["users", "BAD"],
    &["history", "BAD"],
    &["BAD"],
    &["usrs", "BAD"],
    &["BAD", "BAD"],
];

const WRITING: &[&[&str]] = &[
    &["user", "delete", "bob"],
    &["user", "delete", "mal BAD", "BAD"],
    &["company", "delete", "PAR"],
    &["company", "delete", "TYO BAD"],
    &["grant", "--user", "mal BAD", "--company", "TYO BAD"],
    &["grant", "--user", "ada", "--company", "PAR", "--company", "BAD"],
    &["revoke", "--user", "bob", "--company", "PAR", "--reason", "BAD"],
    &["set", "--user", "mal BAD", "--company", "HQ"],
    &["copy", "--from", "mal BAD", "--to", "bob"],
    &["user", "edit", "bob", "--first-name", "BAD", "--email", "BAD", "--role", "BAD"],
    &[
        "user",
        "edit",
        "bob",
        "--first-name",
        "Rob",
        "--organization",
        "new BAD",
        "--create-missing",
    ],
    &["user", "edit", "mal BAD", "--last-name", "Z"],
    &["user", "add", "new", "--email", "new@example.com", "--role", "BAD"],
    &["user", "deactivate", "mal BAD"],
    &["company", "edit", "PAR", "--name", "Other", "--tenant", "BAD"],
    &["company", "edit", "PAR", "--name", "Other"],
    &["populate"],
    &["undo"],
    &["redo"],
    &["undo", "1"],
];

#[test]
fn no_command_lets_the_database_control_the_terminal() {
    let sandbox = hostile();
    try_all(&sandbox, READING);
    try_all(&sandbox, WRITING);
    try_all(&sandbox, READING);
}

#[test]
fn effects_of_triggers_are_reported_safely() {
    for triggers in [SWALLOW, BROKEN] {
        let sandbox = hostile();
        sandbox.connect().execute_batch(&bad(triggers)).expect("the triggers");
        try_all(&sandbox, WRITING);
        try_all(&sandbox, READING);
    }
}

#[test]
fn the_name_of_another_table_is_safe_in_a_dry_run() {
    let sandbox = hostile();
    let ran = sandbox.hr(&["user", "delete", "bob", "--dry-run"]);
    assert_harmless(&ran, &"delete");
    assert!(ran.out.contains("1 row of claim x�[2J�31m"), "{}", ran.out);
    let json = sandbox.hr(&["user", "edit", "bob", "--first-name", "Rob", "--json"]).json();
    assert!(json.is_object());
}

#[test]
fn no_file_controls_the_terminal() {
    let sandbox = hostile();
    let cells = bad(
        "username,PAR,BAD,\"BAD\"\nbob,BAD,1,0\n\"mal BAD\",\"BAD\",x,y\n\"nobody BAD\",1,1,1\n",
    );
    let records =
        bad("username,email,role,\"BAD\"\n\"BAD\",\"BAD\",\"BAD\",1\nbob,\"q BAD\",\"BAD\",2\n");
    let companies = bad("code,name,tenant\n\"BAD\",\"BAD\",\"BAD\"\nPAR,n,\"BAD\"\n");
    for (name, content) in [
        ("BAD.csv", cells.as_bytes()),
        ("r.csv", records.as_bytes()),
        ("c.csv", companies.as_bytes()),
        ("j.json", bad("{\"BAD\": [\"BAD\"").as_bytes()),
        ("k.json", b"[{\"user\": \"x\\u001b[2J\\u202ey\", \"z\\u001b\": {\"PAR\": \"\\u009b\"}}]"),
        ("b.csv", b"user\x1b[2J,PAR\nbob,\xff\xfe\n"),
        ("p.xlsx", b"PK\x03\x04\x1b[2J"),
    ] {
        fs::write(sandbox.path(&bad(name)), content).expect("the file");
        let file = bad(name);
        try_all(
            &sandbox,
            &[
                &["import", &file],
                &["import-users", &file],
                &["import-companies", &file],
                &["import-users", &file, "--create-missing"],
                &["users", "--db", &file],
                &["check", "--db", &file],
            ],
        );
    }
}

#[test]
fn no_argument_and_no_variable_controls_the_terminal() {
    let sandbox = hostile();
    for arguments in [&["users"][..], &["users", "--help"], &["--help"], &["check"], &["man"]] {
        for variable in ["GRANTGRID_DB", "GRANTGRID_THEME", "USER", "LOGNAME", "HOME"] {
            let mut command = sandbox.command(arguments);
            let ran = ran(command.env("GRANTGRID_DB", "hr.db").env(variable, BAD));
            assert_harmless(&ran, &(arguments, variable));
        }
    }
    let mut command = sandbox.command(&["users"]);
    let no_text = OsString::from_vec(b"--\x1b[2J\xff\x9b".to_vec());
    assert_harmless(&ran(command.arg(no_text)), &"no text");
}
