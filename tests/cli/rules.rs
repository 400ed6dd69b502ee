//! `rules`, `rules set` and `populate`.

use serde_json::{Value, json};

use crate::support::Sandbox;

fn drift(sandbox: &Sandbox) -> Value {
    sandbox.hr(&["stats", "--json"]).json()["drift"].clone()
}

#[test]
fn the_rules_are_listed_with_their_effect() {
    let sandbox = Sandbox::new();
    let before = std::fs::read(sandbox.path("hr.db")).expect("hr.db");
    let listed = sandbox.hr(&["rules"]);
    assert_eq!(
        (listed.status, listed.out.as_str(), listed.err.as_str()),
        (
            0,
            "ROLE\tSCOPE\tDEFAULT\tUSERS\tREQUIRED\tDRIFT\tNOTE\n\
             Super Admin\tall\tall\t1\t4\t4\t\n\
             Tenant Admin\thome\thome\t0\t0\t0\t\n\
             HR Manager\thome\thome\t1\t1\t1\t\n\
             Manager\tnone\tnone\t0\t0\t0\t\n\
             Employee\tnone\tnone\t2\t0\t0\t\n",
            ""
        )
    );
    let json = sandbox.hr(&["rules", "--json"]).json();
    assert_eq!(
        json[2],
        json!({
            "role": "HR Manager",
            "scope": "home",
            "default": true,
            "default_scope": "home",
            "role_exists": true,
            "users": 1,
            "called_for": 1,
            "drift": 1,
        })
    );
    assert_eq!(sandbox.hr(&["rules", "--jsonl"]).out.lines().count(), 5);
    assert_eq!(std::fs::read(sandbox.path("hr.db")).expect("hr.db"), before);
}

#[test]
fn a_rule_is_previewed_changed_and_undone() {
    let sandbox = Sandbox::new();
    let before = std::fs::read(sandbox.path("hr.db")).expect("hr.db");
    let set = ["rules", "set", "HR Manager", "tenant"];
    let dry = sandbox.hr(&[&set[..], &["--dry-run"]].concat());
    assert_eq!(
        (dry.status, dry.out.as_str(), dry.err.as_str()),
        (
            0,
            "change\trules\nrole\tHR Manager\nscope\thome → tenant\nusers\t1\nrequired\t1 → 2\n\
             drift of the role\t1 → 1\ndrift in all\t5 → 5\n",
            ""
        )
    );
    let status = [&set[..], &["--dry-run", "--detailed-exitcode"]].concat();
    assert_eq!(sandbox.hr(&status).status, 4);
    assert_eq!(std::fs::read(sandbox.path("hr.db")).expect("hr.db"), before);

    let all = ["rules", "set", "Employee", "all", "--reason", "open house", "--json"];
    let changed = sandbox.hr(&all);
    assert_eq!(
        changed.err,
        "the rule of Employee is now all: drift 5 → 12 (`grantgrid populate` grants what is \
         missing) · `grantgrid undo` undoes it\n"
    );
    assert_eq!(
        changed.json(),
        json!({
            "dry_run": false,
            "change": 1,
            "role": "Employee",
            "scope_before": "none",
            "scope": "all",
            "users": 2,
            "role_drift_before": 0,
            "role_drift_after": 7,
            "drift_before": 5,
            "drift_after": 12,
        })
    );
    assert_eq!(drift(&sandbox), 12);
    let again = sandbox.hr(&all);
    assert_eq!(again.err, "nothing to do: the rule of Employee is already all\n");
    assert_eq!((again.status, &again.json()["change"]), (0, &Value::Null));
    assert_eq!(sandbox.hr(&status).status, 4);

    let history = sandbox.hr(&["history", "--json"]).json();
    assert_eq!(
        (&history[0]["kind"], &history[0]["added"], &history[0]["reason"]),
        (&json!("rules"), &json!(0), &json!("open house"))
    );
    assert_eq!(sandbox.hr(&["undo"]).status, 0);
    assert_eq!(drift(&sandbox), 5);
    assert_eq!(sandbox.hr(&["redo"]).status, 0);
    assert_eq!(drift(&sandbox), 12);
}

#[test]
fn an_unknown_role_or_scope_is_refused() {
    let sandbox = Sandbox::new();
    let before = std::fs::read(sandbox.path("hr.db")).expect("hr.db");
    for dry in [&[][..], &["--dry-run"]] {
        let set = [&["rules", "set", "hr mnager", "all"][..], dry].concat();
        sandbox.hr(&set).fails(1, "there is no role “hr mnager”; did you mean: HR Manager");
    }
    assert_eq!(sandbox.hr(&["rules", "set", "HR Manager", "some"]).status, 2);
    assert_eq!(sandbox.hr(&["rules", "set", "HR Manager"]).status, 2);
    assert_eq!(std::fs::read(sandbox.path("hr.db")).expect("hr.db"), before);
}

#[test]
fn a_rule_of_a_deleted_role_is_marked() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.hr(&["rules", "set", "Manager", "all"]).status, 0);
    sandbox.connect().execute("DELETE FROM role WHERE name = 'Manager'", []).expect("a statement");
    let listed = sandbox.hr(&["rules"]);
    assert!(
        listed.out.ends_with("Manager\tall\tnone\t0\t0\t0\trole no longer exists\n"),
        "{}",
        listed.out
    );
}

#[test]
fn populate_previews_missing_grants_and_adds_them_once() {
    let sandbox = Sandbox::new();
    let before = sandbox.hr_tables();
    let dry = sandbox.hr(&["populate", "--dry-run"]);
    assert_eq!((dry.status, dry.err.as_str()), (0, ""));
    let (_, tables) = dry.out.split_once("\n\n").expect("the figures, then tables");
    assert_eq!(
        tables,
        "ROLE\tSCOPE\tUSERS\tADDED\tALREADY THERE\tSKIPPED\n\
         Super Admin\tall\t1\t4\t0\t0\n\
         HR Manager\thome\t1\t1\t0\t0\n\
         Employee\tnone\t2\t0\t0\t0\n\n\
         ROLE\tUSER\tGETS\n\
         Super Admin\tada\tPAR\n\
         Super Admin\tada\tHQ\n\
         Super Admin\tada\tHQ\n\
         Super Admin\tada\tTYO\n\
         HR Manager\tbob\tHQ\n"
    );
    let told = sandbox.hr(&["populate", "--dry-run", "--json", "--detailed-exitcode"]);
    assert_eq!(told.status, 4);
    let told = told.json();
    assert_eq!((&told["added"], &told["missing_is_complete"]), (&json!(5), &json!(true)));
    assert_eq!(
        told["missing"][4],
        json!({
            "role": "HR Manager",
            "username": "bob",
            "company": "HQ",
            "company_id": "c3c3c3c300004000800000000000000c",
        })
    );
    assert_eq!(sandbox.hr_tables(), before);

    let done = sandbox.hr(&["populate", "--reason", "new year"]);
    assert_eq!(
        done.err,
        "populated: 5 grants added, 0 already in place · 1 pair gains access, 4 added grants have no effect · \
         `grantgrid undo` undoes it\n"
    );
    assert!(done.out.starts_with("ROLE\tSCOPE\tUSERS\tADDED"), "{}", done.out);
    assert_eq!(drift(&sandbox), 0);
    let again = sandbox.hr(&["populate"]);
    assert_eq!(
        (again.status, again.err.as_str()),
        (0, "nothing to do: all 5 grants required by the rules are in place\n")
    );
    let nothing = ["populate", "--dry-run", "--detailed-exitcode"];
    assert_eq!(sandbox.hr(&nothing).status, 0);
    assert_eq!(sandbox.hr(&["undo"]).status, 0);
    assert_eq!(sandbox.hr_tables(), before);
}

#[test]
fn populate_lists_skipped_users_with_the_reason() {
    let sandbox = Sandbox::new();
    let rules = ["rules", "set", "Employee", "home"];
    assert_eq!(sandbox.hr(&rules).status, 0);
    let told = sandbox.hr(&["populate", "--user", "bobby", "--json"]).json();
    assert_eq!(
        told["skipped"],
        json!([{
            "username": "bobby",
            "role": "Employee",
            "reason": "no_employee_record",
            "sentence": "no employee record",
        }])
    );
    assert_eq!(
        (&told["change"], &told["skipped_users"], &told["roles"][0]["skipped"]),
        (&Value::Null, &json!(1), &json!({ "no_employee_record": 1 }))
    );
    assert_eq!(told["roles"].as_array().map(Vec::len), Some(1));

    let some = sandbox.hr(&["populate", "--users", "role:Employee is:active", "--dry-run"]);
    assert!(
        some.out.ends_with("SKIPPED\tROLE\tWHY\neve\\u{1b}[31m\tEmployee\tno employee record\n"),
        "{}",
        some.out
    );
    let nobody = sandbox.hr(&["populate", "--users", "nobody"]);
    assert_eq!(nobody.err, "nothing to do: no users match the filter\n");
    assert_eq!(sandbox.hr(&["populate", "--users", ""]).status, 2);
    assert_eq!(sandbox.hr(&["populate", "--users", "bob", "--user", "bob"]).status, 2);
}

/// The history of an undo shows what the undo did, and that of a redo what the redo did.
#[test]
fn the_history_shows_a_rule_or_policy_before_and_after() {
    for (set, forth, back) in [
        (
            &["rules", "set", "Manager", "all"][..],
            "rule Manager (none → all)",
            "rule Manager (all → none)",
        ),
        (
            &["policy", "set", "Manager", "--reach", "all"],
            "access policy of Manager (reach home, grants count, home without-grants → reach all, \
             grants count, home without-grants)",
            "access policy of Manager (reach all, grants count, home without-grants → reach home, \
             grants count, home without-grants)",
        ),
    ] {
        let sandbox = Sandbox::new();
        for arguments in [set, &["undo"], &["redo"]] {
            let ran = sandbox.hr(arguments);
            assert_eq!(ran.status, 0, "{}", ran.err);
        }
        let history = sandbox.hr(&["history", "--json"]).json();
        let what: Vec<&str> =
            (0..3).rev().map(|at| history[at]["what"].as_str().expect("words")).collect();
        assert_eq!(what, [forth, back, forth]);
    }
}
