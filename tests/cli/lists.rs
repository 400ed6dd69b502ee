//! `users`, `companies`, `show` and `stats`: for people and for scripts.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use assert_cmd::cargo::cargo_bin;
use serde_json::json;

use crate::support::Sandbox;

#[test]
fn users_print_as_json() {
    let users = Sandbox::new().hr(&["users", "--json"]);
    assert_eq!((users.status, users.err.as_str()), (0, ""));
    assert_eq!(
        users.json(),
        json!([
            {"id": 1, "username": "ada", "full_name": "Ada Root", "role": "Super Admin",
             "active": true, "home_company": null, "companies": 0, "email": "ada@example.com",
             "tenant": null, "home_company_id": null, "effective_companies": 4},
            {"id": 2, "username": "bob", "full_name": "Bob Stone", "role": "HR Manager",
             "active": true, "home_company": "HQ", "companies": 2, "email": "bob@example.com",
             "tenant": "Blue Ltd", "home_company_id": "c3c3c3c300004000800000000000000c",
             "effective_companies": 2},
            {"id": 3, "username": "bobby", "full_name": "Bobby Stone", "role": "Employee",
             "active": false, "home_company": null, "companies": 1, "email": "bobby@example.com",
             "tenant": "Acme Group", "home_company_id": null, "effective_companies": 0},
            {"id": 4, "username": "eve\u{1b}[31m", "full_name": "Eve O'Neil", "role": "Employee",
             "active": true, "home_company": null, "companies": 0, "email": "eve@example.com",
             "tenant": null, "home_company_id": null, "effective_companies": 0},
        ])
    );
    let order = ["id", "username", "full_name", "role", "active", "home_company", "companies"];
    let line = users.out.lines().nth(1).expect("the first user");
    let positions: Vec<_> = order.iter().map(|field| line.find(&format!("\"{field}\":"))).collect();
    assert!(positions.is_sorted() && positions[0].is_some(), "{line}");
}

#[test]
fn companies_print_as_json() {
    let companies = Sandbox::new().hr(&["companies", "--json"]);
    assert_eq!((companies.status, companies.err.as_str()), (0, ""));
    let companies = companies.json();
    assert_eq!(companies.as_array().map(Vec::len), Some(4));
    // The grant of a deleted user is not counted.
    assert_eq!(
        companies[0],
        json!({"id": "c1c1c1c100004000800000000000000c", "code": "PAR", "name": "Acme Paris",
               "tenant": "Acme Group", "active": true, "users": 2, "tenant_code": "ACME",
               "tenant_id": "aaaaaaaa00004000800000000000000a", "effective_users": 2})
    );
    assert_eq!(companies[3]["active"], json!(false));
    assert_eq!(companies[3]["name"], json!("Bad \u{1b}[2J東京"));
}

#[test]
fn a_user_is_shown_with_grants_and_their_times() {
    let sandbox = Sandbox::new();
    let bob = sandbox.hr(&["show", "bob", "--json"]);
    assert_eq!((bob.status, bob.err.as_str()), (0, ""));
    let bob = bob.json();
    assert_eq!(bob["username"], json!("bob"));
    assert_eq!(bob["companies"], json!(2));
    assert_eq!(
        bob["grants"][0],
        json!({"company_code": "PAR", "company_name": "Acme Paris",
               "granted_at": "2026-02-03 04:05:06.000007",
               "company_id": "c1c1c1c100004000800000000000000c", "tenant": "Acme Group"})
    );
    assert_eq!(bob["grants"].as_array().map(Vec::len), Some(2));
    assert_eq!(sandbox.hr(&["show", "ada", "--json"]).json()["grants"], json!([]));

    let piped = sandbox.hr(&["show", "bob"]).out;
    assert!(piped.contains("user\tbob\n"), "{piped}");
    assert!(piped.contains("\nPAR\tAcme Paris\tAcme Group\t2026-02-03 04:05:06\n"), "{piped}");
}

#[test]
fn statistics_print_as_json_and_as_lines() {
    let sandbox = Sandbox::new();
    let stats = sandbox.hr(&["stats", "--json"]);
    assert_eq!((stats.status, stats.err.as_str()), (0, ""));
    // Drift: all four companies for the Super Admin, and bob's home company.
    let company = |code, name, id: &str, users, coverage, drift| {
        json!({"code": code, "name": name, "id": format!("{id}00004000800000000000000c"),
               "users": users, "coverage_percent": coverage, "drift": drift})
    };
    let role = |role, scope, users, grants, coverage, called_for, drift| {
        json!({"role": role, "scope": scope, "users": users, "grants": grants,
               "coverage_percent": coverage, "called_for": called_for, "drift": drift})
    };
    let mut stats = stats.json();
    let roles = stats["per_role"].take();
    let roles: Vec<_> =
        roles.as_array().expect("an array").iter().filter(|it| it["users"] != json!(0)).collect();
    assert_eq!(
        roles,
        [
            &role("Super Admin", "all", 1, 0, 0.0, 4, 4),
            &role("HR Manager", "home", 1, 2, 50.0, 1, 1),
            &role("Employee", "none", 2, 1, 12.5, 0, 0),
        ]
    );
    assert_eq!(
        stats,
        json!({"users": 4, "companies": 4, "grants": 3, "coverage_percent": 18.8,
               "users_without_company": 2, "users_with_multiple": 1, "drift": 5,
               "users_by_companies": [
                   {"least": 0, "most": 0, "users": 2}, {"least": 1, "most": 1, "users": 1},
                   {"least": 2, "most": 2, "users": 1}],
               "per_company": [
                   company("PAR", "Acme Paris", "c1c1c1c1", 2, 50.0, 1),
                   company("HQ", "Acme Head Office", "c2c2c2c2", 0, 0.0, 1),
                   company("HQ", "Blue Head Office", "c3c3c3c3", 0, 0.0, 2),
                   company("TYO", "Bad \u{1b}[2J東京", "c4c4c4c4", 1, 25.0, 1)],
               "per_role": null,
               "per_month": [{"month": "2026-02", "grants": 3}], "undated_grants": 0, "effective_pairs": 6, "effective_percent": 37.5,
               "users_without_effective_access": 1, "implied_pairs": 4,
               "ineffective_grants": 1, "active_users": 3})
    );
    let lines = sandbox.hr(&["stats"]).out;
    assert!(lines.contains("coverage\t18.8 %\n"), "{lines}");
    for table in [
        "\n\nCOMPANIES\tUSERS\n0\t2\n1\t1\n2\t1\n\n",
        "\n\nROLE\tRULE\tUSERS\tCOVERAGE\tDRIFT\nSuper Admin\tall\t1\t0.0 %\t4\n",
        "\n\nCODE\tNAME\tUSERS\tCOVERAGE\tDRIFT\nPAR\tAcme Paris\t2\t50.0 %\t1\nTYO\t",
        "\n\nMONTH\tGRANTS\n2026-02\t3\n",
    ] {
        assert!(lines.contains(table), "{table:?} in {lines}");
    }
    assert!(!lines.contains('\u{1b}'), "{lines}");
}

#[test]
fn piped_tables_have_tabs_and_no_control_characters() {
    let sandbox = Sandbox::new();
    for command in [&["users"][..], &["companies"], &["show", "eve\u{1b}[31m"]] {
        let table = sandbox.hr(command);
        assert_eq!(table.status, 0, "{command:?}: {}", table.err);
        assert!(!table.out.contains('\u{1b}'), "{command:?}: {}", table.out);
    }
    let users = sandbox.hr(&["users"]).out;
    let mut lines = users.lines();
    assert_eq!(
        lines.next(),
        Some("ID\tUSERNAME\tNAME\tROLE\tSTATUS\tHOME\tTENANT\tCOMPANIES\tEFFECTIVE")
    );
    assert_eq!(lines.nth(1), Some("2\tbob\tBob Stone\tHR Manager\tactive\tHQ\tBlue Ltd\t2\t2"));
    let last = lines.nth(1).expect("eve");
    assert_eq!(last, "4\teve\\u{1b}[31m\tEve O'Neil\tEmployee\tactive\t\t\t0\t0");
}

#[test]
fn lists_print_the_same_records_one_a_line() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.hr(&["grant", "--users", "n:>=0", "--company", "PAR"]).status, 0);
    assert_eq!(sandbox.hr(&["grant", "--user", "ada", "--company", "TYO"]).status, 0);
    for (list, within) in [
        (&["users"][..], None),
        (&["users", "--where", "stone"], None),
        (&["companies", "--where", "tenant:acme"], None),
        (&["history"], None),
        (&["history", "1"], Some("cells")),
        (&["show", "bob"], Some("grants")),
    ] {
        let run = |format: &'static str| {
            let ran = sandbox.hr(&[list, &[format]].concat());
            assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{list:?}");
            ran
        };
        let whole = run("--json").json();
        let records = within.map_or(&whole, |field| &whole[field]);
        let lines: Vec<serde_json::Value> = run("--jsonl")
            .out
            .lines()
            .map(|line| serde_json::from_str(line).expect("an object a line"))
            .collect();
        assert!(lines.len() > 1, "{list:?}");
        assert_eq!(*records, json!(lines), "{list:?}");
    }
    let none = sandbox.hr(&["users", "--where", "nobody-at-all", "--jsonl"]);
    assert_eq!((none.status, none.out.as_str()), (0, ""));
    assert_eq!(sandbox.hr(&["users", "--json", "--jsonl"]).status, 2);
}

#[test]
fn the_grants_of_a_user_can_be_filtered() {
    let sandbox = Sandbox::new();
    let shown = sandbox.hr(&["show", "bob", "--where", "tenant:acme", "--json"]).json();
    assert_eq!(shown["companies"], json!(2), "all that the user has");
    assert_eq!(shown["grants"].as_array().map(Vec::len), Some(1));
    assert_eq!(shown["grants"][0]["company_code"], json!("PAR"));
    assert_eq!(sandbox.hr(&["show", "bob", "--where", "is:"]).status, 2);
}

#[test]
fn reading_commands_do_not_change_the_file() {
    let sandbox = Sandbox::new();
    let before = std::fs::read(sandbox.path("hr.db")).expect("hr.db");
    for command in [&["users"][..], &["companies"], &["show", "bob"], &["stats"]] {
        assert_eq!(sandbox.hr(command).status, 0);
    }
    sandbox.hr(&["undo"]).fails(1, "nothing to undo");
    sandbox.hr(&["redo"]).fails(1, "nothing to redo");
    assert_eq!(std::fs::read(sandbox.path("hr.db")).expect("hr.db"), before);
    assert_eq!(sandbox.files(), ["hr.db"]);
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    let sandbox = Sandbox::new();
    sandbox
        .connect()
        .execute_batch(
            "WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)
             INSERT INTO hrm_users (id, username, email, password_hash, first_name, last_name,
                 must_reset_password, organization_id, role_id)
             SELECT i, 'user' || i, i || '@example.com', 'x', 'User', i, 0, 2, 5 FROM n",
        )
        .expect("many users");
    for format in [&[][..], &["--json"], &["--jsonl"]] {
        let mut child = Command::new(cargo_bin!("grantgrid"))
            .args(["users", "--db"])
            .arg(sandbox.path("hr.db"))
            .args(format)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        let mut first = String::new();
        let out = child.stdout.take().expect("a pipe");
        BufReader::with_capacity(16, out).read_line(&mut first).expect("a line");
        let ended = child.wait_with_output().expect("an end");
        assert_eq!(ended.status.code(), Some(0));
        assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
    }
    let all = sandbox.hr(&["users", "--json"]).json();
    assert_eq!(all.as_array().map(Vec::len), Some(29_905));
}

#[test]
#[cfg(target_os = "linux")]
fn output_that_cannot_be_written_is_a_failure() {
    let full = std::fs::File::options().write(true).open("/dev/full").expect("/dev/full");
    let ended = Command::new(cargo_bin!("grantgrid"))
        .args(["stats", "--json", "--db"])
        .arg(Sandbox::new().path("hr.db"))
        .stdout(full)
        .output()
        .expect("the program runs");
    assert_eq!(ended.status.code(), Some(1));
}
