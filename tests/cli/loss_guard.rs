//! The guard of effective access: edits that remove much of it, whether or not they change
//! grants.

use std::fmt::Write as _;

use serde_json::json;

use crate::support::{Ran, Sandbox};

/// A database with thirty more companies, and `zed`, a second Super Admin without grants.
fn large() -> Sandbox {
    let sandbox = Sandbox::new();
    let connection = sandbox.connect();
    let mut sql = String::from("PRAGMA foreign_keys = OFF;");
    for number in 0..30 {
        let _ = write!(
            sql,
            "INSERT INTO hrm_company (id, tenant_id, name, code, currency_code, is_active, \
                                      created_by, created_at) \
             VALUES ('d0d0d0d0000040008000000000000{number:03}', \
                     'aaaaaaaa00004000800000000000000a', 'Company {number}', 'C{number}', 'EUR', \
                     1, 'test', '2026-01-01 00:00:00.000000');"
        );
    }
    sql.push_str(
        "INSERT INTO hrm_users (id, username, email, password_hash, first_name, last_name, \
                                is_active, must_reset_password, organization_id, role_id) \
         VALUES (7, 'zed', 'zed@example.com', 'x', 'Zed', 'Root', 1, 0, 2, 1);
         INSERT INTO hrm_user_company_access (id, user_id, company_id, created_at) VALUES
         ('f7f7f7f700004000800000000000000f', 1, 'c1c1c1c100004000800000000000000c', '');",
    );
    connection.execute_batch(&sql).expect("the rows fit the schema");
    sandbox
}

fn refused(ran: &Ran) {
    let what = "it takes away more than a quarter of all effective access \
                (34 user–company pairs of 70)";
    ran.fails(5, &format!("refused: {what}; nothing was changed; use --force"));
}

#[test]
fn edits_of_users_that_remove_much_access_are_refused() {
    let sandbox = large();
    std::fs::write(sandbox.path("users.csv"), "username,active\nzed,no\n").expect("a file");
    for arguments in [
        &["user", "deactivate", "zed"][..],
        &["user", "edit", "zed", "--role", "Employee"],
        &["user", "edit", "zed", "--active", "no"],
        &["import-users", "users.csv"],
    ] {
        refused(&sandbox.hr(arguments));
        let dry = sandbox.hr(&[arguments, &["--dry-run", "--json"]].concat());
        assert_eq!(dry.status, 0, "{}", dry.err);
        assert!(dry.err.contains("--force is needed: it takes away"), "{}", dry.err);
        assert_eq!(
            dry.json()["guard"],
            json!({"kind": "many_lose_access", "username": null, "count": 34})
        );
        let forced = sandbox.hr(&[arguments, &["--force"]].concat());
        assert_eq!(forced.status, 0, "{}", forced.err);
        assert_eq!(sandbox.hr(&["undo"]).status, 0);
    }
}

#[test]
fn a_super_admin_leaves_or_is_deleted_only_with_force() {
    let sandbox = large();
    let before = sandbox.hr_tables();
    for command in ["leave", "delete"] {
        let what = "it takes all access away from the Super Admin zed (34 companies)";
        sandbox
            .hr(&["user", command, "zed"])
            .fails(5, &format!("refused: {what}; nothing was changed; use --force"));
        let dry = sandbox.hr(&["user", command, "zed", "--dry-run", "--json"]);
        assert_eq!(dry.status, 0, "{}", dry.err);
        assert!(dry.err.contains(&format!("--force is needed: {what}")), "{}", dry.err);
        let guard = json!({"kind": "super_admin_loses_access", "username": "zed", "count": 34});
        assert_eq!(dry.json()["guard"], guard);
    }
    assert_eq!(sandbox.hr_tables(), before);
    assert_eq!(sandbox.hr(&["user", "leave", "zed", "--force"]).status, 0);
}

#[test]
fn a_user_with_twenty_grants_leaves_only_with_force() {
    let sandbox = large();
    let companies: Vec<String> = (0..30).map(|number| format!("C{number}")).collect();
    let grant = |user: &str, companies: &[String]| {
        let mut words = vec!["grant", "--user", user, "--force", "--company"];
        words.extend(companies.iter().map(String::as_str));
        assert_eq!(sandbox.hr(&words).status, 0);
    };
    // More than three times as many pairs remain.
    for user in ["bob", "zed", "ada"] {
        grant(user, &companies);
    }
    grant("bobby", &companies[..19]);
    let what = "it removes nearly every grant of bobby (20 grants)";
    sandbox
        .hr(&["user", "leave", "bobby"])
        .fails(5, &format!("refused: {what}; nothing was changed; use --force"));
    let dry = sandbox.hr(&["user", "leave", "bobby", "--dry-run"]);
    assert!(dry.err.contains(&format!("--force is needed: {what}")), "{}", dry.err);
    assert_eq!(sandbox.hr(&["revoke", "--user", "bobby", "--company", "C0"]).status, 0);
    assert_eq!(sandbox.hr(&["user", "leave", "bobby"]).status, 0, "nineteen are few");
}

#[test]
fn removing_little_access_needs_no_force() {
    let sandbox = large();
    // Bob can work in two companies, of seventy pairs in all.
    assert_eq!(sandbox.hr(&["user", "deactivate", "bob"]).status, 0);
    let added = ["user", "edit", "bob", "--active", "yes", "--role", "Super Admin"];
    assert_eq!(sandbox.hr(&added).status, 0, "gaining access is not a loss");
}

#[test]
fn moving_a_company_to_another_tenant_may_remove_much_access() {
    let sandbox = Sandbox::new();
    let mut sql = String::from("PRAGMA foreign_keys = OFF;");
    for number in 10..40 {
        let _ = write!(
            sql,
            "INSERT INTO hrm_users (id, username, email, password_hash, first_name, last_name, \
                                    is_active, must_reset_password, organization_id, role_id) \
             VALUES ({number}, 'u{number}', 'u{number}@example.com', 'x', 'U', 'U', 1, 0, 1, 4);"
        );
    }
    sandbox.connect().execute_batch(&sql).expect("users");
    let role = sandbox.hr(&["show", "u10", "--json"]).json()["role"].clone();
    let role = role.as_str().expect("a role").to_owned();
    assert_eq!(sandbox.hr(&["policy", "set", &role, "--reach", "tenant"]).status, 0);
    // Thirty users with two companies each, and six pairs of other users.
    let edit = ["company", "edit", "PAR", "--tenant", "Blue Ltd"];
    sandbox.hr(&edit).fails(5, "takes away more than a quarter of all effective access (30 ");
    assert_eq!(sandbox.hr(&[&edit[..], &["--force"]].concat()).status, 0);
}
