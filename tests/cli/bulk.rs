//! Dry runs, the guard, `set`, `copy` and `history`.

use serde_json::{Value, json};

use crate::support::Sandbox;

/// The figures that both a dry run and the real run print.
const SHARED: [&str; 7] = [
    "kind",
    "added",
    "removed",
    "unchanged",
    "users_affected",
    "companies_affected",
    "users_losing_last_company",
];

fn shared(record: &Value) -> Vec<&Value> {
    SHARED.iter().map(|name| &record[*name]).collect()
}

fn companies_of(sandbox: &Sandbox, user: &str) -> Vec<String> {
    let shown = sandbox.hr(&["show", user, "--json"]).json();
    let grants = shown["grants"].as_array().expect("the grants");
    let code = |grant: &Value| grant["company_name"].as_str().unwrap_or_default().to_owned();
    grants.iter().map(code).collect()
}

#[test]
fn a_dry_run_changes_nothing_and_previews_the_real_run() {
    for command in [
        &["grant", "--user", "ada", "bob", "--company", "PAR", "TYO", "Acme Head Office"][..],
        &["revoke", "--user", "bob", "bobby", "ada", "--company", "PAR"],
        &["set", "--user", "bob", "bobby", "--company", "TYO"],
        &["copy", "--from", "bob", "--to-user", "bobby", "ada", "bob"],
        &["copy", "--from", "bobby", "--to-user", "bob", "ada", "--replace"],
        &["grant", "--users", "role:\"HR Manager\" is:active", "--companies", "tenant:acme"],
        &["revoke", "--users", "is:multiple | is:inactive", "--company", "PAR"],
        &["set", "--user", "bob", "bobby", "--companies", "office"],
        &["copy", "--from", "bob", "--to-users", "-user:bob"],
    ] {
        let sandbox = Sandbox::new();
        let before = std::fs::read(sandbox.path("hr.db")).expect("hr.db");
        let mut dry = command.to_vec();
        dry.extend(["--dry-run", "--json"]);
        let told = sandbox.hr(&dry);
        assert_eq!((told.status, told.err.as_str()), (0, ""), "{command:?}");
        let told = told.json();
        assert_eq!(told["dry_run"], json!(true));
        dry.extend(["--detailed-exitcode"]);
        assert_eq!(sandbox.hr(&dry).status, 4, "{command:?}");
        assert_eq!(std::fs::read(sandbox.path("hr.db")).expect("hr.db"), before);

        let mut real = command.to_vec();
        real.extend(["--json"]);
        let real = sandbox.hr(&real);
        assert_eq!(real.status, 0, "{command:?} {}", real.err);
        assert_eq!(shared(&told), shared(&real.json()), "{command:?}");
        let stats = sandbox.hr(&["stats", "--json"]).json();
        assert_eq!(told["coverage_after"], stats["coverage_percent"], "{command:?}");

        let again = sandbox.hr(&dry);
        assert_eq!(again.status, 0, "nothing is pending: {command:?}");
        assert_eq!((&again.json()["added"], &again.json()["removed"]), (&json!(0), &json!(0)));
    }
}

#[test]
fn a_dry_run_is_reported_in_words() {
    let sandbox = Sandbox::new();
    let told = sandbox.hr(&["revoke", "--user", "bob", "bobby", "--company", "PAR", "--dry-run"]);
    assert_eq!((told.status, told.err.as_str()), (0, ""));
    assert_eq!(
        told.out,
        "\
change\trevoke
added\t0
removed\t2
unchanged\t0
users affected\t2
companies affected\t1
users losing their last company\t1
pairs gaining access\t0
pairs losing access\t1
users losing their last effective company\t0
added grants without effect\t0
coverage\t18.8 % → 6.3 %
guard\tnot needed

AFFECTED\tNAME\tADDED\tREMOVED\tLOSES
user\tBobby Stone (bobby)\t0\t1\tthe last grant
user\tBob Stone (bob)\t0\t1\tPAR
company\tPAR Acme Paris\t0\t2\t
"
    );
}

#[test]
fn the_detailed_status_needs_a_dry_run() {
    let sandbox = Sandbox::new();
    let arguments = ["grant", "--user", "ada", "--company", "PAR", "--detailed-exitcode"];
    assert_eq!(sandbox.hr(&arguments).status, 2);
}

#[test]
fn set_leaves_exactly_the_named_companies() {
    let sandbox = Sandbox::new();
    let before = sandbox.hr_tables();
    let set = sandbox.hr(&["set", "--user", "bob", "--company", "PAR", "Acme Head Office"]);
    assert_eq!(
        set.err,
        "bob now has exactly 2 companies: 1 grant added, 1 removed, 1 unchanged · \
         `grantgrid undo` undoes it\n"
    );
    assert_eq!(companies_of(&sandbox, "bob"), ["Acme Paris", "Acme Head Office"]);
    let again = sandbox.hr(&["set", "--user", "bob", "--company", "PAR", "Acme Head Office"]);
    assert_eq!(again.err, "nothing to do: bob already has exactly 2 companies\n");
    assert_eq!(sandbox.hr(&["undo"]).status, 0);
    assert_eq!(sandbox.hr_tables(), before);
}

#[test]
fn copy_grants_the_companies_of_another_user_who_does_not_change() {
    let sandbox = Sandbox::new();
    let copied = sandbox.hr(&["copy", "--from", "bobby", "--to-user", "ada", "bob", "bobby"]);
    assert!(
        copied
            .err
            .starts_with("3 users now have the companies of bobby: 1 grant added, 1 unchanged"),
        "{}",
        copied.err
    );
    let replaced = sandbox.hr(&["copy", "--from", "ada", "--to-user", "bob", "--replace"]);
    assert_eq!(replaced.status, 0);
    assert_eq!(companies_of(&sandbox, "bob"), ["Acme Paris"]);
    sandbox.hr(&["copy", "--from", "nobody", "--to-user", "bob"]).fails(1, "no user “nobody”");
}

#[test]
fn a_filter_that_matches_nothing_changes_nothing() {
    let sandbox = Sandbox::new();
    let before = std::fs::read(sandbox.path("hr.db")).expect("hr.db");
    for (command, axis) in [
        (&["grant", "--users", "nobody", "--company", "PAR"][..], "users"),
        (&["copy", "--from", "bob", "--to-users", "nobody", "--replace"], "users"),
        (&["set", "--user", "bob", "--companies", "nowhere"], "companies"),
        (&["set", "--users", "bob", "--companies", "nowhere", "--dry-run"], "companies"),
    ] {
        let ran = sandbox.hr(command);
        let sentence = format!("nothing to do: no {axis} match the filter\n");
        assert_eq!((ran.status, ran.err), (0, sentence), "{command:?}");
        let json = [command, &["--json"]].concat();
        let told = sandbox.hr(&json).json();
        assert_eq!((&told["added"], &told["removed"]), (&json!(0), &json!(0)), "{command:?}");
    }
    assert_eq!(std::fs::read(sandbox.path("hr.db")).expect("hr.db"), before);
}

#[test]
fn the_targets_are_named_or_filtered_but_not_both_and_never_left_out() {
    let sandbox = Sandbox::new();
    let before = std::fs::read(sandbox.path("hr.db")).expect("hr.db");
    for command in [
        &["grant", "--company", "PAR"][..],
        &["grant", "--user", "bob"],
        &["grant", "--user", "bob", "--users", "bob", "--company", "PAR"],
        &["set", "--user", "bob", "--company", "PAR", "--companies", "par"],
        &["copy", "--from", "bob"],
        &["copy", "--from", "bob", "--to-user", "ada", "--to-users", "ada"],
    ] {
        assert_eq!(sandbox.hr(command).status, 2, "{command:?}");
    }
    let faulty = sandbox.hr(&["revoke", "--users", "bob rol:x", "--company", "PAR"]);
    assert_eq!(
        (faulty.status, faulty.err.as_str()),
        (
            2,
            "grantgrid: the filter, column 5: unknown field “rol”; did you mean role:?\n  \
             bob rol:x\n      ^^^\n"
        )
    );
    let empty = ["revoke", "--users", " ", "--company", "PAR"];
    sandbox.hr(&empty).fails(2, "the filter of --users is empty");
    let marked = ["set", "--user", "bob", "--companies", "is:marked"];
    sandbox.hr(&marked).fails(2, "is:marked");
    assert_eq!(std::fs::read(sandbox.path("hr.db")).expect("hr.db"), before);
}

#[test]
fn the_sentence_names_the_only_user_of_a_filter() {
    let sandbox = Sandbox::new();
    let granted = sandbox.hr(&["grant", "--users", "user:ada", "--companies", "code:par"]);
    assert!(granted.err.starts_with("granted Acme Paris to ada"), "{}", granted.err);
}

#[test]
fn many_removed_grants_need_force() {
    let sandbox = Sandbox::new();
    sandbox
        .connect()
        .execute_batch(
            "WITH RECURSIVE n (i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 119)
             INSERT INTO hrm_users (id, username, email, password_hash, first_name, last_name,
                 is_active, must_reset_password, organization_id, role_id) SELECT i, 'u' || i, 'u' || i, 'x', 'U', 'U', 1, 0, 2, 5 FROM n;
             INSERT INTO hrm_user_company_access (id, user_id, company_id, created_at)
             SELECT printf('f%031d', id), id, 'c1c1c1c100004000800000000000000c', '2026'
             FROM hrm_users WHERE id >= 100",
        )
        .unwrap_or_else(|error| panic!("{error}"));
    let before = sandbox.hr_tables();
    let names: Vec<String> = (100..120).map(|id| format!("u{id}")).collect();
    let mut arguments = vec!["revoke", "--company", "PAR", "--user"];
    arguments.extend(names.iter().map(String::as_str));
    let refused = sandbox.hr(&arguments);
    refused.fails(
        5,
        "it removes more than a quarter of all grants (20 of 23); nothing was changed; use --force",
    );
    assert_eq!(sandbox.hr_tables(), before);
    arguments.extend(["--dry-run", "--json"]);
    let told = sandbox.hr(&arguments).json();
    assert_eq!(told["guard"], json!({"kind": "many_removed", "count": 20, "username": null}));
    arguments.truncate(arguments.len() - 2);
    arguments.push("--force");
    assert_eq!(sandbox.hr(&arguments).status, 0);
    // Undo is not guarded.
    assert_eq!(sandbox.hr(&["undo"]).status, 0);
    assert_eq!(sandbox.hr_tables(), before);
}

#[test]
fn the_last_super_admins_grants_need_force() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.hr(&["grant", "--user", "ada", "--company", "PAR"]).status, 0);
    let revoke = ["revoke", "--user", "ada", "--company", "PAR", "--json"];
    sandbox.hr(&revoke).fails(
        5,
        "refused: it removes every grant of the last Super Admin, ada (1 grant in all); nothing was changed; use --force",
    );
    let mut forced = revoke.to_vec();
    forced.push("--force");
    assert_eq!(sandbox.hr(&forced).json()["removed"], json!(1));
}

#[test]
fn an_undo_has_a_dry_run() {
    let sandbox = Sandbox::new();
    sandbox.hr(&["undo", "--dry-run"]).fails(1, "nothing to undo");
    assert_eq!(sandbox.hr(&["grant", "--user", "ada", "bobby", "--company", "TYO"]).status, 0);
    sandbox
        .connect()
        .execute("DELETE FROM hrm_user_company_access WHERE user_id = 1", [])
        .expect("another program's write");
    let before = std::fs::read(sandbox.path("hr.db")).expect("hr.db");
    let told = sandbox.hr(&["undo", "--dry-run", "--detailed-exitcode", "--json"]);
    assert_eq!(told.status, 4);
    assert_eq!(std::fs::read(sandbox.path("hr.db")).expect("hr.db"), before);
    let (told, undone) = (told.json(), sandbox.hr(&["undo", "--json"]).json());
    for name in ["reverts", "added", "removed", "left_alone", "left_alone_count"] {
        assert_eq!(told[name], undone[name], "{name}");
    }
    assert_eq!(told["left_alone_count"], json!(1));
}

#[test]
fn history_lists_changes_and_their_cells() {
    let sandbox = Sandbox::new();
    let before = std::fs::read(sandbox.path("hr.db")).expect("hr.db");
    assert_eq!(sandbox.hr(&["history", "--json"]).json(), json!([]));
    assert_eq!(std::fs::read(sandbox.path("hr.db")).expect("hr.db"), before);
    sandbox.hr(&["grant", "--user", "ada", "bobby", "--company", "TYO", "--reason", "Tokyo"]);
    sandbox.hr(&["set", "--user", "bob", "--company", "Acme Head Office"]);
    sandbox.hr(&["undo"]);

    let listed = sandbox.hr(&["history"]);
    let lines: Vec<Vec<&str>> = listed.out.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(
        lines[0],
        ["CHANGE", "WHEN (UTC)", "WHO", "KIND", "ADDED", "REMOVED", "ROWS", "UNDONE BY", "REASON"]
    );
    let without_time = |line: &[&str]| [&line[..1], &line[3..]].concat().join(" ");
    assert_eq!(
        lines[1..].iter().map(|line| without_time(line)).collect::<Vec<_>>(),
        ["3 undo 2 1   ", "2 set 1 2  3 ", "1 grant 2 0   Tokyo"]
    );
    let numbers = |arguments: &[&str]| {
        let mut whole = vec!["history", "--json"];
        whole.extend(arguments);
        let listed = sandbox.hr(&whole);
        assert_eq!(listed.status, 0, "{}", listed.err);
        let listed = listed.json();
        let changes = listed.as_array().expect("an array").iter();
        changes.filter_map(|change| change["change"].as_i64()).collect::<Vec<_>>()
    };
    assert_eq!(numbers(&["--user", "bob"]), [3, 2]);
    assert_eq!(numbers(&["--company", "TYO"]), [3, 2, 1]);
    assert_eq!(numbers(&["--user", "ada", "--company", "TYO"]), [1]);
    assert_eq!(numbers(&["--limit", "2"]), [3, 2]);
    assert_eq!(numbers(&["--until", "2025"]), [0; 0]);
    assert_eq!(numbers(&["--since", "2025-12-31", "--operator", "nobody"]), [0; 0]);

    let what = &sandbox.hr(&["history", "--json"]).json();
    assert_eq!(what[2]["what"], json!("ada, bobby + TYO"));
    assert_eq!(what[1]["what"], json!("bob + HQ − PAR, TYO"));
    // A Super Admin and an inactive user: the grants have no effect.
    assert_eq!(sandbox.hr(&["history", "--where", "gained:TYO kind:grant"]).out.lines().count(), 1);
    let by_user = ["history", "--by-user", "--where", "since:7d"];
    let listed = sandbox.hr(&by_user);
    assert_eq!(
        listed.out.lines().collect::<Vec<_>>(),
        [
            "USER\tNAME\tGAINED\tLOST\tEDITS\tCHANGES",
            "ada\tAda Root\t\t\tTYO granted: access unchanged\t1",
            "bobby\tBobby Stone\t\t\tTYO granted: access unchanged\t1"
        ]
    );
    let json = sandbox.hr(&[&by_user[..], &["--json", "--limit", "1"]].concat()).json();
    assert_eq!((&json[0]["username"], &json[0]["granted"]), (&json!("ada"), &json!(["TYO"])));
    assert_eq!(json[0]["gained"], json!([]));
    assert_eq!(json.as_array().map(Vec::len), Some(1));

    // The filters of the lists take the same days.
    let since = |filter: &str| sandbox.hr(&["users", "--where", filter, "--json"]).json();
    assert_eq!(since("granted:7d user:bobby")[0]["username"], json!("bobby"));
    assert_eq!(since("granted:>today user:bobby"), json!([]));
    let hours = sandbox.hr(&["users", "--where", "granted:24h"]);
    assert_eq!(hours.status, 2, "{}", hours.err);
    assert_eq!(
        hours.err,
        "grantgrid: the filter, column 9: granted: counts whole days; use 1d or today\n  \
         granted:24h\n          ^^^\n"
    );

    // The history outlives the people in it.
    sandbox.connect().execute("DELETE FROM hrm_users WHERE username = 'bobby'", []).expect("gone");
    assert_eq!(numbers(&["--user", "bobby"]), [1]);
    let one = sandbox.hr(&["history", "1", "--json"]).json();
    assert_eq!((&one["change"], &one["reason"]), (&json!(1), &json!("Tokyo")));
    assert_eq!(one["cells"][1]["username"], json!("bobby"));
    assert_eq!(one["cells"][1]["added"], json!(true));
    let one = sandbox.hr(&["history", "2"]);
    assert!(one.out.contains("removed\tbob\tPAR\tAcme Paris\n"), "{}", one.out);
    assert!(one.out.contains("added\tbob\tHQ\tAcme Head Office\n"), "{}", one.out);

    sandbox.hr(&["history", "9"]).fails(1, "no change 9");
    assert_eq!(sandbox.hr(&["history", "--since", "yesterday"]).status, 2);
    assert_eq!(sandbox.hr(&["history", "1", "--user", "ada"]).status, 2);
}
