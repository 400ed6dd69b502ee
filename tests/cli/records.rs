//! `user` and `company`: adding, editing and deleting them.

use serde_json::json;

use crate::support::Sandbox;

fn users(sandbox: &Sandbox) -> Vec<String> {
    let connection = sandbox.connect();
    let mut statement =
        connection.prepare("SELECT username FROM hrm_users ORDER BY id").expect("SQL");
    let names = statement.query_map([], |row| row.get(0)).expect("users");
    names.collect::<Result<_, _>>().expect("users")
}

#[test]
fn a_user_is_added_edited_and_undone() {
    let sandbox = Sandbox::new();
    let before = users(&sandbox);
    let add = [
        "user",
        "add",
        "carl",
        "--email",
        "carl@example.com",
        "--role",
        "hr manager",
        "--home",
        "TYO",
        "--reason",
        "new",
    ];
    let dry = sandbox.hr(&[&add[..], &["--dry-run", "--detailed-exitcode"]].concat());
    assert_eq!(
        (dry.status, dry.out.as_str()),
        (4, "would add user carl\nwould add employee record of carl\n")
    );
    assert_eq!(users(&sandbox), before);
    let added = sandbox.hr(&add);
    assert_eq!(added.status, 0, "{}", added.err);
    assert_eq!(added.out, "");
    assert!(added.err.starts_with("added user carl, employee record added · "), "{}", added.err);
    let shown = sandbox.hr(&["show", "carl", "--json"]).json();
    assert_eq!((&shown["role"], &shown["home_company"]), (&json!("HR Manager"), &json!("TYO")));

    let edited = sandbox.hr(&["user", "edit", "carl", "--username", "carla", "--json"]).json();
    assert_eq!(edited["rows"], json!([{"table": "hrm_users", "edit": "update", "count": 1}]));
    assert_eq!(edited["edits"][0]["label"], json!("user carl"));
    let again = sandbox.hr(&["user", "edit", "carla", "--username", "carla", "--json"]);
    assert_eq!(again.json()["change"], json!(null));
    assert!(again.err.contains("no changes: everything already matches"), "{}", again.err);
    assert_eq!(sandbox.hr(&["user", "deactivate", "carla", "bob", "carla"]).status, 0);
    let listed = sandbox.hr(&["users", "--where", "is:inactive", "--json"]).json();
    assert_eq!(listed.as_array().map(Vec::len), Some(3));
    assert_eq!(sandbox.hr(&["user", "activate", "bob"]).status, 0);

    let history = sandbox.hr(&["history", "2"]);
    assert!(history.out.contains("changed user carl: username carl → carla\n"), "{}", history.out);
    for _ in 0..4 {
        assert_eq!(sandbox.hr(&["undo"]).status, 0);
    }
    assert_eq!(users(&sandbox), before);
}

#[test]
fn invalid_fields_are_all_reported() {
    let sandbox = Sandbox::new();
    sandbox.hr(&["user", "add", "carl"]).fails(1, "e-mail is required");
    sandbox.hr(&["user", "add", "bob", "--email", "carl", "--role", "Boss"]).fails(
        1,
        "username is taken: another user has it; e-mail has no @; role “Boss” is not known",
    );
    sandbox
        .hr(&["user", "edit", "carl", "--email", "x@y.example"])
        .fails(1, "there is no user “carl”");
    sandbox
        .hr(&["company", "add", "PAR", "--name", "x", "--tenant", "acme"])
        .fails(1, "code is taken");
    sandbox
        .hr(&["company", "add", "X", "--name", "x", "--tenant", "New"])
        .fails(1, "tenant “New” is not known");
    sandbox.hr(&["company", "edit", "HQ", "--name", "x"]).fails(1, "“HQ” matches 2 companies");
    assert_eq!(sandbox.hr(&["user"]).status, 2);
    assert_eq!(sandbox.hr(&["user", "delete"]).status, 2);
}

#[test]
fn an_option_with_an_empty_value_is_rejected_where_the_field_is_required() {
    let sandbox = Sandbox::new();
    for (command, field) in [
        (["company", "edit", "PAR", "--currency", ""], "currency"),
        (["company", "edit", "PAR", "--tenant", ""], "tenant"),
        (["company", "edit", "PAR", "--active", ""], "active"),
        (["company", "edit", "PAR", "--name", ""], "name"),
        (["user", "edit", "bob", "--organization", ""], "organization"),
        (["user", "edit", "bob", "--role", ""], "role"),
        (["user", "edit", "bob", "--active", ""], "active"),
        (["user", "edit", "ada", "--active", " "], "active"),
    ] {
        sandbox.hr(&command).fails(1, &format!("{field} is required"));
    }
    assert_eq!(sandbox.hr(&["user", "edit", "bob", "--home", ""]).status, 0);
}

#[test]
fn another_spelling_of_a_username_adds_no_second_user() {
    let sandbox = Sandbox::new();
    let said = "username differs from bob only in upper and lower case";
    sandbox.hr(&["user", "add", "Bob"]).fails(1, said);
    sandbox.hr(&["user", "add", "BOB", "--email", "b@x.example"]).fails(1, said);
    sandbox.hr(&["user", "edit", "ada", "--username", "Bob"]).fails(1, said);
    let said = "e-mail differs from bob@example.com only in upper and lower case";
    sandbox.hr(&["user", "add", "rob", "--email", "Bob@Example.com"]).fails(1, said);
    for own in ["--username=Bob", "--email=Bob@Example.com", "--first-name=Rob"] {
        assert_eq!(sandbox.hr(&["user", "edit", "bob", own, "--dry-run"]).status, 0, "{own}");
    }
}

#[test]
fn a_new_name_that_looks_like_an_existing_one_is_noted() {
    let sandbox = Sandbox::new();
    let added = sandbox.hr(&["user", "add", "b0b", "--email", "b0b@example.com"]);
    assert!(added.err.contains("the new username “b0b” looks like bob"), "{}", added.err);
    let added = sandbox.hr(&["user", "add", "carl", "--email", "carl@example.com"]);
    assert!(!added.err.contains("looks like"), "{}", added.err);
    let file = "username,email\nb0bby,1@example.com\nbOb,bob@example.com\n";
    std::fs::write(sandbox.path("users.csv"), file).expect("a file");
    let told = sandbox.hr(&["import-users", "users.csv", "--dry-run"]);
    let note = "users.csv: line 2: the new username “b0bby” looks like bobby\n";
    assert_eq!(told.err.matches("looks like").count(), 1, "{}", told.err);
    assert!(told.err.contains(note), "{}", told.err);
}

#[test]
fn deleting_reports_what_is_removed_and_what_blocks_it() {
    let sandbox = Sandbox::new();
    sandbox
        .hr(&["company", "delete", "Blue Head Office"])
        .fails(1, "company HQ cannot be deleted: 1 employee belongs to it; deactivate it instead");
    let told = sandbox.hr(&["company", "delete", "Blue Head Office", "--dry-run"]);
    assert_eq!(told.status, 1);
    assert_eq!(
        told.out,
        "company HQ\n  0 grants: would be deleted too\n  \
         1 employee (company_id): the database would delete them too, so it is not deleted\n"
    );
    let told = sandbox.hr(&["company", "delete", "PAR", "--dry-run"]);
    assert_eq!(told.status, 0, "{}", told.err);
    assert!(
        told.out.starts_with("company PAR\n  3 grants: would be deleted too\n"),
        "{}",
        told.out
    );
    let gone = sandbox.hr(&["company", "delete", "PAR", "--json"]).json();
    assert_eq!((&gone["removed"], &gone["edits"][1]["label"]), (&json!(2), &json!("company PAR")));
    sandbox.hr(&["user", "delete", "bobby", "nobody"]).fails(1, "there is no user “nobody”");
    assert_eq!(sandbox.hr(&["user", "delete", "bobby"]).status, 0);
    assert_eq!(sandbox.hr(&["undo"]).status, 0);
    assert_eq!(sandbox.hr(&["undo"]).status, 0);
    let shown = sandbox.hr(&["companies", "--json"]).json();
    assert_eq!(shown[0]["code"], json!("PAR"), "in its old place");
    assert_eq!(shown[0]["users"], json!(2));
}

#[test]
fn a_deletion_that_removes_many_grants_is_refused() {
    let sandbox = Sandbox::new();
    let row = |id: i64| {
        format!(
            "INSERT INTO hrm_users (id, username, email, password_hash, first_name, last_name, \
             is_active, must_reset_password, organization_id, role_id) \
             VALUES ({id}, 'u{id}', 'u{id}@x.example', 'x', '', '', 1, 0, 2, 5); \
             INSERT INTO hrm_user_company_access (id, user_id, company_id, created_at) \
             VALUES ('f5f5f5f5000040008000000000000{id}', {id}, \
             'c1c1c1c100004000800000000000000c', '');"
        )
    };
    let script: String = (100..125).map(row).collect();
    sandbox.connect().execute_batch(&script).expect("rows");
    sandbox.hr(&["company", "delete", "PAR"]).fails(5, "use --force to do it anyway");
    let gone = sandbox.hr(&["company", "delete", "PAR", "--force", "--json"]).json();
    assert_eq!(gone["removed"], json!(27));
}

#[test]
fn a_deletion_that_removes_every_grant_of_the_last_super_admin_is_refused() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.hr(&["grant", "--user", "ada", "--company", "PAR"]).status, 0);
    sandbox
        .hr(&["company", "delete", "PAR"])
        .fails(5, "it removes every grant of the last Super Admin, ada");
    assert_eq!(sandbox.hr(&["grant", "--user", "ada", "--company", "TYO"]).status, 0);
    assert_eq!(sandbox.hr(&["company", "delete", "PAR"]).status, 0, "one is left");
}

#[test]
fn an_empty_database_gets_its_first_company_and_user() {
    let sandbox = Sandbox::empty();
    assert_eq!(sandbox.run(&["init", "hr.db"]).status, 0);
    sandbox.hr(&["company", "add", "NYC", "--name", "New York"]).fails(1, "tenant is required");
    let company =
        sandbox.hr(&["company", "add", "NYC", "--name", "New York", "--tenant", "Global"]);
    assert!(company.err.contains("added company NYC, tenant Global added"), "{}", company.err);
    let user = sandbox.hr(&["user", "add", "ada", "--email", "a@b.example", "--home", "NYC"]);
    assert!(user.err.contains("added user ada, organization "), "{}", user.err);
    let sum = "SELECT allowances || ' ' || employee_cpf_rate || ' ' || employer_cpf_rate \
         FROM hrm_employee";
    let pay: String = sandbox.connect().query_row(sum, [], |row| row.get(0)).expect("a record");
    assert_eq!(pay, "0 20 17");
    assert_eq!(sandbox.hr(&["undo"]).status, 0);
    let user = sandbox.hr(&["user", "add", "ada", "--email", "a@b.example"]);
    assert!(user.err.contains("added user ada, organization "), "{}", user.err);
}

#[test]
fn the_last_super_admin_is_protected_unless_forced() {
    let sandbox = Sandbox::new();
    let before = sandbox.hr(&["users", "--json"]).out;
    for last in [
        &["user", "deactivate", "ada"][..],
        &["user", "edit", "ada", "--active", "no"],
        &["user", "edit", "ada", "--role", "Employee"],
        &["user", "delete", "ada", "bobby"],
    ] {
        sandbox.hr(last).fails(5, "refused: no active Super Admin with access would be left, ada");
        assert_eq!(sandbox.hr(&[last, &["--dry-run"]].concat()).status, 0, "{last:?}");
        assert_eq!(sandbox.hr(&["users", "--json"]).out, before, "{last:?}");
    }
    assert_eq!(sandbox.hr(&["user", "edit", "ada", "--first-name", "A"]).status, 0);
    // Another active one is enough: the HR system lets every Super Admin in everywhere, with
    // or without grants.
    assert_eq!(sandbox.hr(&["user", "edit", "bobby", "--role", "Super Admin"]).status, 0);
    sandbox.hr(&["user", "deactivate", "ada"]).fails(5, "ada is the last");
    assert_eq!(sandbox.hr(&["user", "activate", "bobby"]).status, 0);
    // Another one is left, but this one loses everything.
    for edit in [
        &["user", "deactivate", "ada"][..],
        &["user", "edit", "ada", "--active", "no"],
        &["user", "edit", "ada", "--role", "Employee"],
    ] {
        let says = "refused: it takes away the access of ada, a Super Admin, to ";
        sandbox.hr(edit).fails(5, says);
        let dry_run = sandbox.hr(&[edit, &["--dry-run", "--json"]].concat()).json();
        assert_eq!(dry_run["guard"]["kind"], "super_admin_loses_access", "{edit:?}");
    }
    assert_eq!(sandbox.hr(&["user", "deactivate", "ada", "--force"]).status, 0);
    assert_eq!(sandbox.hr(&["user", "activate", "ada"]).status, 0);
    assert_eq!(sandbox.hr(&["user", "delete", "bobby", "--force"]).status, 0);
    sandbox.hr(&["user", "deactivate", "ada"]).fails(5, "ada is the last");
    assert_eq!(sandbox.hr(&["user", "deactivate", "ada", "--force"]).status, 0);
}

#[test]
fn json_has_the_id_of_an_added_user_or_company() {
    let sandbox = Sandbox::new();
    let id =
        |arguments: &[&str]| sandbox.hr(&[arguments, &["--json"]].concat()).json()["id"].clone();
    let add = ["user", "add", "carl", "--email", "carl@example.com"];
    assert_eq!(id(&[&add[..], &["--dry-run"]].concat()), json!(null));
    let carl = id(&add);
    let listed = sandbox.hr(&["users", "--where", "user:carl", "--json"]).json();
    assert_eq!((&listed[0]["id"], carl.is_number()), (&carl, true));
    let osaka = id(&["company", "add", "OSA", "--name", "Osaka", "--tenant", "BLUE"]);
    let listed = sandbox.hr(&["companies", "--where", "code:OSA", "--json"]).json();
    assert_eq!((&listed[0]["id"], osaka.is_string()), (&osaka, true));
    assert_eq!(id(&["user", "edit", "carl", "--first-name", "Carl"]), carl);
    assert_eq!(id(&["user", "deactivate", "carl"]), carl);
    assert_eq!(id(&["company", "deactivate", "OSA"]), osaka);
    assert_eq!(id(&["user", "activate", "carl", "bob"]), json!(null));
    assert_eq!(id(&["user", "delete", "carl"]), json!(null));
}

#[test]
fn the_history_of_a_change_of_users_is_a_line_for_each_edit() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.hr(&["user", "edit", "bob", "--first-name", "Robert"]).status, 0);
    let parsed = |line: &str| serde_json::from_str::<serde_json::Value>(line).expect("JSON");
    let whole = parsed(&sandbox.hr(&["history", "1", "--json"]).out);
    let edits = whole["edits"].as_array().expect("a list");
    assert_eq!(edits.len(), 1, "{whole}");
    let lines = sandbox.hr(&["history", "1", "--jsonl"]).out;
    assert_eq!(lines.lines().map(parsed).collect::<Vec<_>>(), *edits);

    // Edits come first, then cells; together no more than requested.
    let deleted = sandbox.hr(&["company", "delete", "PAR", "--force"]);
    assert_eq!(deleted.status, 0, "{}", deleted.err);
    let lines = |limit: &[&str]| {
        let out = sandbox.hr(&[&["history", "2", "--jsonl"], limit].concat()).out;
        out.lines().map(parsed).collect::<Vec<_>>()
    };
    let all = lines(&[]);
    let whole = parsed(&sandbox.hr(&["history", "2", "--json"]).out);
    let edits = whole["edits"].as_array().expect("a list").len();
    let cells = whole["cells"].as_array().expect("a list").len();
    assert_eq!((edits, cells), (2, 2), "{whole}");
    assert_eq!(all.len(), edits + cells);
    assert!(all[0]["table"].is_string() && all[edits]["username"].is_string(), "{all:?}");
    assert_eq!(lines(&["--limit", "1"]), all[..1]);
}

#[test]
fn edits_are_reported_with_readable_names() {
    let sandbox = Sandbox::new();
    let edit = ["user", "edit", "bob", "--role", "Employee", "--home", "PAR"];
    let done = sandbox.hr(&edit);
    assert_eq!(done.status, 0, "{}", done.err);
    assert!(done.err.starts_with("changed user bob: role "), "{}", done.err);
    assert!(done.err.contains(" → Employee, home HQ → PAR "), "{}", done.err);
    assert!(!done.err.contains("_id"), "{}", done.err);
    let shown = sandbox.hr(&["history", "1"]).out;
    assert!(shown.contains(" → Employee"), "{shown}");
    let values = sandbox.hr(&["history", "1", "--json"]).json()["edits"][0]["values"].clone();
    let columns: Vec<_> =
        values.as_array().expect("a list").iter().map(|it| &it["column"]).collect();
    assert!(columns.contains(&&json!("role_id")), "programs get the columns: {values}");
}
