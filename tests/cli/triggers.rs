//! A trigger of the HR system that rejects what a command does: the command names it, and a
//! dry run reports the same in advance.

use std::fs;

use crate::support::Sandbox;

/// The table of the trigger, and the command.
const REFUSED: &[(&str, &[&str])] = &[
    (
        "INSERT ON hrm_user_company_access",
        &["grant", "--user", "bob", "--company", "Acme Head Office"],
    ),
    ("DELETE ON hrm_user_company_access", &["revoke", "--user", "bob", "--company", "PAR"]),
    ("DELETE ON hrm_user_company_access", &["set", "--user", "bob", "--company", "TYO", "--force"]),
    ("INSERT ON hrm_user_company_access", &["copy", "--from", "bob", "--to-user", "bobby"]),
    ("INSERT ON hrm_user_company_access", &["populate"]),
    ("INSERT ON hrm_user_company_access", &["import", "grants.csv"]),
    ("INSERT ON hrm_users", &["import-users", "users.csv"]),
    ("UPDATE ON hrm_company", &["import-companies", "companies.csv"]),
    ("UPDATE OF email ON hrm_users", &["user", "edit", "bob", "--email", "b@example.com"]),
    ("UPDATE ON hrm_users", &["user", "deactivate", "bob"]),
    ("DELETE ON hrm_users", &["user", "delete", "bobby"]),
    ("UPDATE ON hrm_company", &["company", "edit", "PAR", "--name", "Paris"]),
    ("INSERT ON grantgrid_rule", &["rules", "set", "HR Manager", "tenant"]),
    ("INSERT ON grantgrid_policy", &["policy", "set", "HR Manager", "--reach", "all"]),
    ("DELETE ON hrm_user_company_access", &["undo", "2"]),
    ("INSERT ON hrm_user_company_access", &["redo"]),
];

#[test]
fn a_dry_run_reports_what_a_trigger_would_refuse() {
    for (trigger, command) in REFUSED {
        let sandbox = Sandbox::new();
        for (name, text) in [
            ("grants.csv", "username,Acme Head Office\nbob,x\n"),
            ("users.csv", "username,email,first_name\nnew,new@example.com,New\n"),
            ("companies.csv", "code,tenant,name\nPAR,Acme Group,Paris\n"),
        ] {
            fs::write(sandbox.path(name), text).expect("a file");
        }
        assert_eq!(sandbox.hr(&["rules", "set", "Employee", "all"]).status, 0);
        assert_eq!(sandbox.hr(&["grant", "--user", "ada", "--company", "PAR"]).status, 0);
        if command[0] == "redo" {
            assert_eq!(sandbox.hr(&["undo"]).status, 0);
        }
        let sql = format!(
            "CREATE TRIGGER guard BEFORE {trigger} BEGIN SELECT RAISE(ABORT, 'not on Fridays'); END"
        );
        sandbox.connect().execute_batch(&sql).expect("a trigger");
        let table = trigger.rsplit(' ').next().expect("a table");
        let said = format!("“guard” on {table} stopped it: not on Fridays; nothing was changed");
        let before = fs::read(sandbox.path("hr.db")).expect("hr.db");
        let dry = sandbox.hr(&[command, &["--dry-run"][..]].concat());
        assert_eq!(dry.status, 1, "{command:?}: {}", dry.err);
        assert!(dry.err.contains(&said), "{command:?}: {}", dry.err);
        assert_eq!(fs::read(sandbox.path("hr.db")).expect("hr.db"), before, "{command:?}");
        sandbox.hr(command).fails(1, &said);
        sandbox.connect().execute_batch("DROP TRIGGER guard").expect("no trigger");
        let done = sandbox.hr(command);
        assert_eq!(done.status, 0, "{command:?}: {}", done.err);
    }
}

#[test]
fn a_dry_run_of_a_repair_reports_what_would_refuse_it() {
    let sandbox = Sandbox::new();
    let guard = "CREATE TRIGGER guard BEFORE DELETE ON hrm_user_company_access
                 BEGIN SELECT RAISE(ABORT, 'not on Fridays'); END";
    sandbox.connect().execute_batch(guard).expect("a trigger");
    let dry = sandbox.hr(&["check", "--repair", "--dry-run"]);
    assert!(dry.out.contains("result\t1 problem found\n"), "the report: {}", dry.out);
    let real = sandbox.hr(&["check", "--repair"]);
    // The report is useful even if the repair fails.
    assert_eq!(real.out, dry.out, "the report");
    let json = sandbox.hr(&["check", "--repair", "--json"]);
    assert_eq!((json.status, &json.json()["repaired"]), (1, &serde_json::Value::Null));
    for told in [dry, real, json] {
        assert_eq!(told.status, 1);
        assert!(told.err.contains("“guard” on hrm_user_company_access stopped it"), "{}", told.err);
    }
}
