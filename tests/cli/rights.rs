//! `--as`: commands with the rights of a user of the HR system, and what the audit log
//! records.

use serde_json::json;

use crate::support::Sandbox;

/// A folder with a database in which bob, an HR Manager of Blue Ltd, has a colleague, cleo.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox
        .connect()
        .execute_batch(
            "INSERT INTO organization (id, name, tenant_id)
                 VALUES (3, 'Blue', 'bbbbbbbb00004000800000000000000b');
             INSERT INTO hrm_users VALUES (5, 'cleo o''hara', 'cleo@example.com', 'x', 'Cleo',
                 'O''Hara', 1, 0, 3, 2, NULL, NULL, NULL);",
        )
        .expect("another user");
    sandbox
}

#[test]
fn lists_and_statistics_are_limited_to_the_tenant() {
    let sandbox = sandbox();
    let names = |arguments: &[&str], field: &str| -> Vec<String> {
        let list = sandbox.hr(&[arguments, &["--as", "bob", "--json"]].concat()).json();
        let items = list.as_array().expect("an array");
        items.iter().map(|item| item[field].as_str().expect("a text").into()).collect()
    };
    assert_eq!(names(&["users"], "username"), ["bob", "cleo o'hara"]);
    assert_eq!(
        names(&["users", "--where", "company:PAR | !user:bob"], "username"),
        ["cleo o'hara"]
    );
    assert_eq!(names(&["companies"], "code"), ["HQ", "TYO"]);
    let figures = sandbox.hr(&["stats", "--as", "bob", "--json"]).json();
    assert_eq!((&figures["users"], &figures["grants"]), (&json!(2), &json!(1)));
    let bob = sandbox.hr(&["show", "bob", "--as", "bob", "--json"]).json();
    assert_eq!(
        bob["grants"].as_array().map(Vec::len),
        Some(1),
        "the one in Paris is not his tenant's"
    );
    sandbox
        .hr(&["show", "bobby", "--as", "bob"])
        .fails(1, "there is no user “bobby”; did you mean: bob");
}

#[test]
fn changes_are_limited_to_the_tenant() {
    let sandbox = sandbox();
    let before = sandbox.hr_tables();
    for (user, company) in [("bobby", "TYO"), ("bob", "PAR"), ("bobby", "PAR")] {
        let ran = sandbox.hr(&["grant", "--user", user, "--company", company, "--as", "bob"]);
        assert_eq!((ran.status, ran.out.as_str()), (1, ""), "{}", ran.err);
        assert!(ran.err.contains("there is no "), "{}", ran.err);
    }
    let nobody =
        sandbox.hr(&["revoke", "--users", "user:bobby", "--companies", "n:>=0", "--as", "bob"]);
    assert_eq!((nobody.status, sandbox.hr_tables() == before), (0, true), "{}", nobody.err);

    let set = sandbox.hr(&["set", "--user", "bob", "--company", "HQ", "--as", "cleo o'hara"]);
    assert_eq!(
        set.err,
        "bob now has exactly Blue Head Office: 1 grant added, 1 removed · \
         `grantgrid undo --as 'cleo o'\\''hara'` undoes it\n"
    );
    let all = sandbox.hr(&["show", "bob", "--json"]).json();
    let codes: Vec<_> =
        all["grants"].as_array().expect("grants").iter().map(|it| &it["company_code"]).collect();
    assert_eq!(codes, ["PAR", "HQ"], "Paris stays: nobody of Blue Ltd sees it");

    assert_eq!(sandbox.hr(&["grant", "--user", "ada", "--company", "PAR"]).status, 0);
    let seen = sandbox.hr(&["history", "--as", "bob", "--json"]).json();
    assert_eq!(
        (seen.as_array().map(Vec::len), &seen[0]["operator"]),
        (Some(1), &json!("cleo o'hara"))
    );
    sandbox.hr(&["history", "2", "--as", "bob"]).fails(1, "no change 2");
    sandbox.hr(&["undo", "2", "--as", "bob"]).fails(1, "there is no such change");
    let undone = sandbox.hr(&["undo", "--as", "bob"]);
    assert!(undone.err.starts_with("undid change 1 (set"), "{}", undone.err);
}

#[test]
fn commands_about_every_tenant_require_a_super_admin() {
    let sandbox = sandbox();
    for dry in [&[][..], &["--dry-run"]] {
        let set = ["rules", "set", "HR Manager", "all", "--as", "bob"];
        sandbox.hr(&[&set, dry].concat()).fails(1, "only a Super Admin may change the rules");
    }
    sandbox.hr(&["backup", "copy.db", "--as", "bob"]).fails(1, "only a Super Admin may");
    assert!(!sandbox.path("copy.db").exists());
    assert_eq!(sandbox.hr(&["rules", "set", "HR Manager", "all", "--as", "ada"]).status, 0);
    let populate = sandbox.hr(&["populate", "--as", "bob", "--json"]);
    assert_eq!(populate.json()["added"], json!(1), "HQ; his own tenant's only: {}", populate.err);
}

#[test]
fn an_operator_without_permission_is_refused_first() {
    let sandbox = sandbox();
    let before = std::fs::read(sandbox.path("hr.db")).expect("hr.db");
    for (name, part) in [
        ("eve\u{1b}[31m", "the role Employee does not allow it"),
        ("bobby", "the user is not active"),
        ("bo", "there is no user “bo”; did you mean: bob, bobby"),
        ("", "there is no user “”"),
    ] {
        for command in [&["users"][..], &["grant", "--user", "x", "--company", "y"], &["undo"]] {
            sandbox.hr(&[command, &["--as", name]].concat()).fails(1, part);
        }
        sandbox.run(&["hr.db", "--as", name]).fails(1, part);
    }
    sandbox.run(&["--as", "ada"]).fails(1, "no database yet, so user “ada” is unknown");
    assert_eq!(sandbox.run(&["demo", "--to", "x.db", "--as", "ada"]).status, 2);
    assert_eq!(std::fs::read(sandbox.path("hr.db")).expect("hr.db"), before);
}

#[test]
fn a_role_that_is_not_in_use_has_no_rights() {
    let sandbox = sandbox();
    let roles = |active: &str| {
        let sql = format!("UPDATE role SET is_active = {active} WHERE id = 3");
        sandbox.connect().execute_batch(&sql).expect("a role");
    };
    roles("NULL");
    assert_eq!(sandbox.hr(&["users", "--as", "bob"]).status, 0);
    roles("0");
    sandbox.hr(&["users", "--as", "bob"]).fails(1, "the role HR Manager is not active");
}

#[test]
fn the_audit_log_records_who_did_what() {
    let sandbox = sandbox();
    sandbox.hr(&["grant", "--user", "bob", "--company", "PAR", "--as", "ada"]);
    sandbox.hr(&["revoke", "--user", "bob", "--company", "PAR", "--as", "ada", "--reason", "left"]);
    sandbox.hr(&["undo"]);
    let connection = sandbox.connect();
    let rows: Vec<(Option<i64>, String, String, String)> = connection
        .prepare("SELECT user_id, action, resource_id, changes FROM hrm_audit_log ORDER BY id")
        .and_then(|mut rows| {
            rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?
                .collect()
        })
        .expect("the log");
    let said: Vec<_> = rows.iter().map(|(user, action, ..)| (*user, &**action)).collect();
    assert_eq!(
        said,
        [(Some(1), "REMOVE_USER_COMPANY_ACCESS"), (None, "ADD_USER_COMPANY_ACCESS")],
        "a cell that already matches is not a change"
    );
    let grant: String = connection
        .query_row(
            "SELECT a.id FROM hrm_user_company_access a JOIN hrm_company c ON c.id = a.company_id \
             WHERE a.user_id = 2 AND c.code = 'PAR'",
            [],
            |row| row.get(0),
        )
        .expect("the grant");
    assert!(rows.iter().all(|(_, _, id, _)| *id == grant));
    let changes: serde_json::Value = serde_json::from_str(&rows[0].3).expect("JSON");
    let company = sandbox.hr(&["companies", "--where", "code:PAR", "--json"]).json();
    assert_eq!(
        (&changes["reason"], &changes["user_id"], &changes["user_name"], &changes["company_name"]),
        (&json!("left"), &json!(2), &json!("bob"), &company[0]["name"])
    );
}

#[test]
fn users_and_companies_are_edited_within_the_tenant() {
    let sandbox = sandbox();
    let run = |arguments: &[&str]| sandbox.hr(&[arguments, &["--as", "bob"]].concat());
    let add = ["user", "add", "dan", "--email", "dan@example.com"];
    let added = run(&[&add[..], &["--organization", "Blue"]].concat());
    assert_eq!(added.status, 0, "{}", added.err);
    assert_eq!(run(&["show", "dan"]).status, 0);
    assert_eq!(run(&["user", "edit", "dan", "--home", "TYO"]).status, 0);
    assert_eq!(run(&["company", "add", "OSA", "--name", "Blue Osaka"]).status, 0);
    let osaka = sandbox.hr(&["companies", "--where", "OSA", "--json"]).json();
    assert_eq!(osaka[0]["tenant"], json!("Blue Ltd"), "the only tenant that bob knows");

    let before = sandbox.hr_tables();
    for arguments in [
        &["user", "edit", "bobby", "--first-name", "X"][..],
        &["user", "edit", "dan", "--home", "PAR"],
        &["user", "edit", "dan", "--organization", "Acme"],
        &["user", "edit", "dan", "--role", "Super Admin"],
        &["user", "deactivate", "ada"],
        &["user", "delete", "ada"],
        &["user", "edit", "dan", "--role", "Tenant Admin"],
        &["user", "edit", "bob", "--role", "Employee"],
        &["company", "edit", "PAR", "--name", "X"],
        &["company", "edit", "OSA", "--tenant", "ACME"],
        &["company", "delete", "PAR"],
    ] {
        let refused = run(arguments);
        assert_eq!(
            (refused.status, refused.out.as_str()),
            (1, ""),
            "{arguments:?}: {}",
            refused.err
        );
        assert!(sandbox.hr_tables() == before, "{arguments:?}: {}", refused.err);
    }
    run(&["user", "edit", "dan", "--role", "Tenant Admin"])
        .fails(1, "role is higher than the operator's own");
    let undone = run(&["undo"]);
    assert_eq!(undone.status, 0, "one's own: {}", undone.err);
}

#[test]
fn an_undo_within_the_tenant_restores_users_and_companies_with_their_grants() {
    for delete in [&["user", "delete", "cleo o'hara"][..], &["company", "delete", "TYO"]] {
        let sandbox = sandbox();
        let employee = ["user", "edit", "cleo o'hara", "--role", "Employee"];
        assert_eq!(sandbox.hr(&employee).status, 0);
        let run = |arguments: &[&str]| sandbox.hr(&[arguments, &["--as", "bob"]].concat());
        let grant = run(&["grant", "--user", "cleo o'hara", "--company", "HQ", "TYO"]);
        assert_eq!(grant.status, 0, "{}", grant.err);
        let before = sandbox.hr_tables();
        assert_eq!(run(delete).status, 0);
        let seen = run(&["history", "--json"]).json();
        assert_eq!(seen[0]["removed"], json!(2), "{delete:?}: {seen}");
        let root = sandbox.hr(&["undo", "--dry-run", "--json"]).json();
        assert_eq!(run(&["undo", "--dry-run", "--json"]).json(), root, "{delete:?}");
        assert_eq!(root["added"], json!(2), "{root}");
        assert_eq!(run(&["undo"]).status, 0);
        assert!(sandbox.hr_tables() == before, "{delete:?}");
    }
}

#[test]
fn a_line_about_a_user_of_another_tenant_or_a_higher_role_is_a_problem_of_that_line() {
    let sandbox = sandbox();
    sandbox.connect().execute("UPDATE hrm_users SET role_id = 1 WHERE id = 5", []).expect("a role");
    let text = "username,email,role,first name\n\
        new,new@example.com,Employee,Newt\n\
        bobby,,,Hax\n\
        cleo o'hara,,,Hax\n\
        bobby,,,\n";
    std::fs::write(sandbox.path("people.csv"), text).expect("a file");
    let import = ["import-users", "people.csv", "--as", "bob"];
    let before = sandbox.hr_tables();
    let refused = sandbox.hr(&import);
    assert_eq!(refused.status, 1, "{}", refused.err);
    for part in [
        "line 3, column 1: username is taken outside the operator's tenant",
        "line 4, column 1: username is not allowed for the operator: the user cleo o'hara is Super Admin",
        "line 5, column 1: username is taken outside the operator's tenant",
    ] {
        assert!(refused.err.contains(part), "{part}: {}", refused.err);
    }
    assert!(sandbox.hr_tables() == before);
    let done = sandbox.hr(&[&import[..], &["--skip-problems"]].concat());
    assert_eq!(done.status, 0, "{}", done.err);
    let names = sandbox.hr(&["users", "--where", "Hax | Newt", "--json"]).json();
    assert_eq!(names.as_array().map(Vec::len), Some(1), "{names}");
}

#[test]
fn undo_and_redo_skip_changes_outside_the_tenant() {
    let sandbox = sandbox();
    let bob = |arguments: &[&str]| {
        let ran = sandbox.hr(&[arguments, &["--as", "bob"]].concat());
        assert_eq!(ran.status, 0, "{arguments:?}: {}", ran.err);
        ran.err
    };
    let across = ["grant", "--user", "ada", "cleo o'hara", "--company", "TYO"];
    bob(&["grant", "--user", "bob", "--company", "HQ"]);
    bob(&["user", "edit", "bob", "--first-name", "Robert"]);
    assert_eq!(sandbox.hr(&["revoke", "--user", "bob", "--company", "TYO"]).status, 0);
    assert_eq!(sandbox.hr(&across).status, 0);
    assert_eq!(sandbox.hr(&["user", "edit", "bob", "--last-name", "X"]).status, 0);
    sandbox.hr(&["undo", "4", "--as", "bob"]).fails(1, "a part of change 4 is not within");
    for change in ["undid change 5", "undid change 3", "undid change 2", "undid change 1"] {
        let undone = bob(&["undo"]);
        assert!(undone.starts_with(change), "{undone}");
    }
    sandbox.hr(&["undo", "--as", "bob"]).fails(1, "there is nothing to undo");
    for change in ["change 1", "change 2", "change 3", "change 5"] {
        let again = bob(&["redo"]);
        assert!(again.contains(change), "{again}");
    }
    sandbox.hr(&["redo", "--as", "bob"]).fails(1, "there is nothing to redo");
}

#[test]
fn records_referred_to_by_another_tenant_are_neither_deleted_nor_revealed() {
    let sandbox = sandbox();
    let elsewhere = "something outside the operator's tenant refers to it";
    let grants = [["cleo o'hara", "PAR"], ["eve\u{1b}[31m", "TYO"], ["cleo o'hara", "TYO"]];
    for [user, company] in grants {
        assert_eq!(sandbox.hr(&["grant", "--user", user, "--company", company]).status, 0);
    }
    let before = sandbox.hr_tables();
    for delete in [["user", "delete", "cleo o'hara"], ["company", "delete", "TYO"]] {
        let refused = sandbox.hr(&[&delete[..], &["--as", "bob"]].concat());
        let label = format!("{} {} cannot be deleted: {elsewhere}", delete[0], delete[2]);
        refused.fails(1, &label);
        let dry = sandbox.hr(&[&delete[..], &["--dry-run", "--as", "bob"]].concat());
        let said = format!("{}\n{}", dry.out, dry.err);
        assert!(said.contains(elsewhere), "{said}");
        assert!(!said.contains("PAR") && !said.contains("orphan"), "{said}");
        let seen = if delete[0] == "user" { "  1 grant:" } else { "  2 grants:" };
        assert!(dry.out.contains(seen), "{said}");
    }
    assert!(sandbox.hr_tables() == before);
}

#[test]
fn a_username_of_another_tenant_cannot_be_used() {
    let sandbox = sandbox();
    let add = |name, email| {
        let add = ["user", "add", name, "--email", email, "--home", "TYO", "--as", "bob"];
        sandbox.hr(&add)
    };
    add("bobby", "new@example.com").fails(1, "username is taken");
    add("new", "bobby@example.com").fails(1, "is taken");
    let problem = |home: &str| {
        let edit = ["user", "edit", "cleo o'hara", "--home", home, "--as", "bob"];
        sandbox.hr(&edit).err.replace(home, "…")
    };
    assert_eq!(problem("PAR"), problem("XXX"));
}
