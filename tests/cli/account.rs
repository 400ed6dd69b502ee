//! The operating system account beside the operator: in the journal, the history and the audit
//! log, and never taken from the environment.
#![cfg(unix)]

use std::process::Command;

use serde_json::{Value, json};

use crate::support::{Ran, Sandbox, ran};

/// The name of the account that runs the tests.
fn account() -> String {
    let id = Command::new("id").arg("-un").output().expect("id");
    String::from_utf8(id.stdout).expect("a name").trim_end().to_owned()
}

/// Runs a command in an environment that claims another account.
fn claiming(sandbox: &Sandbox, arguments: &[&str]) -> Ran {
    let mut command = sandbox.command(arguments);
    command.env("GRANTGRID_DB", "hr.db");
    for name in ["USER", "LOGNAME", "USERNAME", "LNAME", "SUDO_USER"] {
        command.env(name, "mallory");
    }
    ran(&mut command)
}

/// Whether this is the last field of the last printed object.
fn ends_with_account(ran: &Ran, account: &str) -> bool {
    let printed: String = ran.out.split_whitespace().collect();
    printed.trim_end_matches(['}', ']']).ends_with(&format!(",\"account\":{}", json!(account)))
}

#[test]
fn the_account_is_not_taken_from_the_environment() {
    let (sandbox, account) = (Sandbox::new(), account());
    let own = claiming(&sandbox, &["grant", "--user", "ada", "--company", "PAR", "--json"]);
    let edit = ["user", "edit", "bobby", "--last-name", "X", "--as", "ada", "--json"];
    let as_ada = claiming(&sandbox, &edit);
    let undo = claiming(&sandbox, &["undo", "--as", "ada", "--json"]);
    for (ran, operator) in [(&own, &*account), (&as_ada, "ada"), (&undo, "ada")] {
        assert_eq!(ran.json()["operator"], operator, "{}", ran.err);
        assert!(ends_with_account(ran, &account), "{}", ran.out);
    }
    let history = claiming(&sandbox, &["history", "--json"]);
    let one = claiming(&sandbox, &["history", "2", "--json"]);
    let lines = claiming(&sandbox, &["history", "--jsonl"]);
    for ran in [&history, &one, &lines] {
        assert!(ends_with_account(ran, &account), "{}", ran.out);
    }
    let accounts = |ran: &Ran| -> Vec<Value> {
        ran.json().as_array().expect("changes").iter().map(|it| it["account"].clone()).collect()
    };
    assert_eq!(accounts(&history), vec![json!(account); 3]);
    let log: Vec<String> = {
        let connection = sandbox.connect();
        let mut rows = connection.prepare("SELECT changes FROM hrm_audit_log").expect("a log");
        let texts = rows.query_map([], |row| row.get(0)).expect("rows");
        texts.collect::<Result<_, _>>().expect("texts")
    };
    assert_eq!(log.len(), 3);
    for changes in &log {
        assert!(changes.ends_with(&format!(",\"account\":{}}}", json!(account))), "{changes}");
    }
    for ran in [&own, &as_ada, &undo, &history] {
        assert!(!format!("{}{}", ran.out, ran.err).contains("mallory"));
    }
}

#[test]
fn the_account_is_named_if_it_is_not_the_operator() {
    let (sandbox, account) = (Sandbox::new(), account());
    let revoke = ["revoke", "--user", "bobby", "--company", "PAR", "--as", "ada"];
    assert_eq!(sandbox.hr(&revoke).status, 0);
    assert_eq!(sandbox.hr(&["grant", "--user", "ada", "--company", "PAR"]).status, 0);
    let both = format!("ada (account: {account})");
    let lines = |arguments: &[&str]| -> usize {
        sandbox.hr(arguments).out.lines().filter(|line| line.contains(&both)).count()
    };
    assert_eq!(lines(&["history"]), 1);
    assert_eq!(lines(&["history", "1"]), 1);
    assert_eq!(lines(&["history", "2"]), 0);
    assert_eq!(lines(&["history", "--account", &account]), 1);
    assert_eq!(lines(&["history", "--where", "account:nobody-here"]), 0);
    let of_account = format!("account:\"{account}\"");
    let found = sandbox.hr(&["history", "--where", &of_account, "--json"]).json();
    assert_eq!(found.as_array().map(Vec::len), Some(2));
    let undo = sandbox.hr(&["undo", "1", "--dry-run"]);
    assert!(format!("{}{}", undo.out, undo.err).contains(&format!("by {both}")), "{}", undo.err);
    let why = sandbox.hr(&["why", "bobby", "PAR"]);
    assert!(why.out.contains(&format!("by {both} in change 1")), "{}", why.out);
}
