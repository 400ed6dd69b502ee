//! `grant`, `revoke`, `undo` and `redo`.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

use assert_cmd::cargo::cargo_bin;
use serde_json::json;

use crate::support::Sandbox;

#[test]
fn a_grant_is_shown_and_undone_without_a_trace_in_the_hr_tables() {
    let sandbox = Sandbox::new();
    let before = sandbox.hr_tables();
    let granted = sandbox.hr(&["grant", "--user", "ada", "--company", "PAR"]);
    assert_eq!((granted.status, granted.out.as_str()), (0, ""));
    assert_eq!(
        granted.err,
        "granted Acme Paris to ada: no effect, the role reaches it anyway · `grantgrid undo` undoes it\n"
    );

    let ada = sandbox.hr(&["show", "ada", "--json"]).json();
    assert_eq!(ada["grants"][0]["company_code"], json!("PAR"));
    assert_ne!(sandbox.hr_tables(), before);

    let undone = sandbox.hr(&["undo"]);
    assert_eq!((undone.status, undone.out.as_str()), (0, ""));
    assert!(undone.err.starts_with("undid change 1 (grant of 20"), "{}", undone.err);
    assert!(undone.err.contains("): 1 grant removed (ada × PAR) · "), "{}", undone.err);
    assert_eq!(sandbox.hr_tables(), before);
    sandbox.hr(&["undo"]).fails(1, "nothing to undo");

    let would = sandbox.hr(&["redo", "--dry-run", "--detailed-exitcode", "--json"]);
    assert_eq!(would.status, 4, "{}", would.err);
    let would = would.json();
    assert_eq!((&would["kind"], &would["reverts"]), (&json!("redo"), &json!(1)));
    assert_eq!(sandbox.hr_tables(), before, "a dry run changes nothing");
    assert_eq!(would["added"], json!(1));
    let redone = sandbox.hr(&["redo"]);
    assert!(redone.err.starts_with("redid change 1 (grant of 20"), "{}", redone.err);
    assert!(redone.err.ends_with("`grantgrid undo 1` undoes it\n"), "{}", redone.err);
    assert_eq!(sandbox.hr(&["show", "ada", "--json"]).json(), ada);
    sandbox.hr(&["redo"]).fails(1, "nothing to redo");
}

#[test]
fn a_revoke_is_undone_to_the_byte() {
    let sandbox = Sandbox::new();
    let before = sandbox.hr_tables();
    let revoked = sandbox.hr(&["revoke", "--user", "bob", "ada", "--company", "PAR", "TYO"]);
    assert_eq!(
        revoked.err,
        "revoked 2 cells of 2 users × 2 companies, 2 not granted before · 1 pair gains access, \
         2 pairs lose access, 1 user works in the home company again · `grantgrid undo` undoes it\n"
    );
    assert_eq!(sandbox.hr(&["show", "bob", "--json"]).json()["grants"], json!([]));
    assert_eq!(sandbox.hr(&["undo", "1"]).status, 0);
    assert_eq!(sandbox.hr_tables(), before);
}

#[test]
fn several_cells_are_one_change_with_its_reason() {
    let sandbox = Sandbox::new();
    let arguments = [
        "grant",
        "--user",
        "ada",
        "bob",
        "--user",
        "ada",
        "--company",
        "PAR",
        "--company",
        "Acme Head Office",
        "C3C3C3C3-0000-4000-8000-00000000000C",
        "--reason",
        "new market",
        "--json",
    ];
    let granted = sandbox.hr(&arguments);
    assert_eq!(granted.status, 0, "{}", granted.err);
    let record = granted.json();
    assert_eq!(record["change"], json!(1));
    assert_eq!(record["kind"], json!("grant"));
    assert_eq!((&record["added"], &record["removed"]), (&json!(5), &json!(0)));
    assert_eq!(record["unchanged"], json!(1));
    assert_eq!(record["reason"], json!("new market"));
    assert!(granted.err.starts_with("granted 5 cells of 2 users × 3 companies, 1 already granted"));

    let undone = sandbox.hr(&["undo", "--json", "--reason", "too soon"]);
    assert!(undone.err.contains("“new market”"), "{}", undone.err);
    let record = undone.json();
    assert_eq!((&record["change"], &record["reverts"]), (&json!(2), &json!(1)));
    assert_eq!((&record["kind"], &record["removed"]), (&json!("undo"), &json!(5)));
    assert_eq!(record["left_alone"], json!([]));
    assert_eq!(record["reason"], json!("too soon"));
}

#[test]
fn what_already_matches_is_not_a_change() {
    let sandbox = Sandbox::new();
    let before = std::fs::read(sandbox.path("hr.db")).expect("hr.db");
    let nothing = sandbox.hr(&["grant", "--user", "bob", "--company", "PAR", "--json"]);
    assert_eq!(nothing.status, 0);
    assert_eq!(nothing.err, "nothing to do: bob already has Acme Paris\n");
    let record = nothing.json();
    assert_eq!((&record["change"], &record["unchanged"]), (&json!(null), &json!(1)));
    let nothing = sandbox.hr(&["revoke", "--user", "ada", "--company", "PAR", "TYO"]);
    assert_eq!(nothing.err, "nothing to do: none of the 2 cells is granted\n");
    assert_eq!(std::fs::read(sandbox.path("hr.db")).expect("hr.db"), before);
}

#[test]
fn undo_skips_and_names_cells_that_changed_since() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.hr(&["grant", "--user", "ada", "bobby", "--company", "TYO"]).status, 0);
    sandbox
        .connect()
        .execute("DELETE FROM hrm_user_company_access WHERE user_id = 1", [])
        .expect("another program's write");
    let undone = sandbox.hr(&["undo", "--json"]);
    assert_eq!(undone.status, 0);
    assert!(
        undone.err.ends_with("1 cell changed since, skipped:\n  ada × TYO\n"),
        "{}",
        undone.err
    );
    let record = undone.json();
    assert_eq!(record["removed"], json!(1));
    assert_eq!(
        record["left_alone"],
        json!([{"username": "ada", "company_code": "TYO", "company_name": "Bad \u{1b}[2J東京",
                "user_id": 1, "company_id": "c4c4c4c400004000800000000000000c"}])
    );
}

/// A named change stays undoable as long as nothing of it can be undone.
#[test]
fn a_named_change_is_not_undone_while_all_its_cells_have_changed_since() {
    let sandbox = Sandbox::new();
    let edit = |verb: &str| {
        let ran = sandbox.hr(&[verb, "--user", "ada", "--company", "TYO", "--force"]);
        assert_eq!(ran.status, 0, "{}", ran.err);
    };
    edit("grant");
    edit("revoke");
    sandbox
        .hr(&["undo", "1"])
        .fails(1, "change 1 cannot be undone: its cell has changed since: ada × TYO");
    assert_eq!(sandbox.hr(&["history", "--json"]).json().as_array().map(Vec::len), Some(2));
    assert_eq!(sandbox.hr(&["undo", "2"]).status, 0);
    let undone = sandbox.hr(&["undo", "1", "--json"]).json();
    assert_eq!((&undone["removed"], &undone["left_alone_count"]), (&json!(1), &json!(0)));
}

#[test]
fn names_in_messages_cannot_control_the_terminal() {
    let sandbox = Sandbox::new();
    for (arguments, begins) in [
        (&["grant", "--user", "eve\u{1b}[31m", "--company", "TYO"][..], "granted Bad "),
        (&["undo"], "undid change 1"),
        (&["show", "eve"], "grantgrid: there is no user “eve”"),
        (&["show", "\u{1b}]0;title\u{7}"], r"grantgrid: there is no user “\u{1b}]0;title\u{7}”"),
    ] {
        let ran = sandbox.hr(arguments);
        assert!(ran.err.starts_with(begins), "{}", ran.err);
        assert!(!ran.err.contains('\u{1b}'), "{}", ran.err);
    }
}

#[test]
fn the_hint_for_undo_names_the_database() {
    let sandbox = Sandbox::new();
    std::fs::rename(sandbox.path("hr.db"), sandbox.path("my hr.db")).expect("renamed");
    let granted = sandbox.run(&["grant", "--user", "ada", "--company", "PAR", "--db", "my hr.db"]);
    assert!(granted.err.contains("`grantgrid undo --db 'my hr.db'`"), "{}", granted.err);
}

#[test]
fn one_wrong_name_prevents_the_whole_change() {
    let sandbox = Sandbox::new();
    let before = std::fs::read(sandbox.path("hr.db")).expect("hr.db");
    sandbox.hr(&["show", "bo"]).fails(1, "there is no user “bo”; did you mean: bob, bobby");
    sandbox
        .hr(&["grant", "--user", "ada", "--company", "PAR", "HQ"])
        .fails(1, "“HQ” matches 2 companies; use one of these, or the id: “HQ (ACME)” Acme Head");

    let several = sandbox.hr(&["revoke", "--user", "bob", "nix", "bo", "--company", "PARR", "HQ"]);
    assert_eq!((several.status, several.out.as_str()), (1, ""));
    let lines: Vec<&str> = several.err.lines().collect();
    assert_eq!(lines.len(), 4, "{}", several.err);
    for (line, part) in lines.iter().zip(["“nix”", "“bo”", "“PARR”; did you mean: PAR", "“HQ”"])
    {
        assert!(line.starts_with("grantgrid: ") && line.contains(part), "{line}");
    }
    assert_eq!(std::fs::read(sandbox.path("hr.db")).expect("hr.db"), before);
}

#[test]
fn changes_that_cannot_be_undone_say_why() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.hr(&["grant", "--user", "ada", "--company", "PAR"]).status, 0);
    assert_eq!(sandbox.hr(&["undo"]).status, 0);
    sandbox.hr(&["undo", "1"]).fails(1, "change 2 has undone it already");
    sandbox.hr(&["undo", "2"]).fails(1, "it is itself an undo");
    sandbox.hr(&["undo", "7"]).fails(1, "there is no such change");
}

#[test]
fn a_write_waits_for_another_writer() {
    let sandbox = Sandbox::new();
    let other = sandbox.connect();
    other.execute_batch("BEGIN IMMEDIATE").expect("the lock");
    let mut program = Command::new(cargo_bin!("grantgrid"))
        .args(["grant", "--user", "ada", "--company", "PAR", "--db"])
        .arg(sandbox.path("hr.db"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut said = BufReader::new(program.stderr.take().expect("the messages"));
    let mut first = String::new();
    said.read_line(&mut first).expect("a line while it waits");
    assert!(first.contains("another program is writing to the database; waiting"), "{first}");
    other.execute_batch("COMMIT").expect("the lock is given back");
    let mut rest = String::new();
    said.read_to_string(&mut rest).expect("the rest");
    let ended = program.wait_with_output().expect("the program ends");
    assert!(ended.status.success() && ended.stdout.is_empty(), "{rest}");
    assert_eq!(rest.lines().count(), 1, "{rest}");
    assert!(rest.starts_with("granted Acme Paris to ada"), "{rest}");
}

#[test]
fn a_database_that_stays_busy_has_its_own_status() {
    let sandbox = Sandbox::new();
    let before = sandbox.hr_tables();
    let other = sandbox.connect();
    other.execute_batch("BEGIN IMMEDIATE").expect("the lock");
    let busy = sandbox.hr(&["grant", "--user", "ada", "--company", "PAR", "--json"]);
    assert_eq!((busy.status, busy.out.as_str()), (3, ""));
    assert_eq!(
        busy.err.lines().collect::<Vec<_>>(),
        [
            "grantgrid: another program is writing to the database; waiting",
            "grantgrid: the database is busy: another program is writing to it; nothing was \
             changed, try again",
        ]
    );
    other.execute_batch("ROLLBACK").expect("the lock is given back");
    assert_eq!(sandbox.hr_tables(), before);
}
