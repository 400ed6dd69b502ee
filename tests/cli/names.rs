//! Companies that share a code: every printed name of them can be used wherever a company is
//! named.

use serde_json::json;

use crate::support::Sandbox;

/// The names that an error quotes, except for the first.
fn offered(err: &str) -> Vec<&str> {
    err.split('“').skip(2).filter_map(|rest| rest.split('”').next()).collect()
}

#[test]
fn an_error_lists_unambiguous_candidates() {
    let sandbox = Sandbox::new();
    let several = sandbox.hr(&["grant", "--user", "ada", "--company", "HQ"]);
    several.fails(
        1,
        "“HQ” matches 2 companies; use one of these, or the id: \
         “HQ (ACME)” Acme Head Office, c2c2c2c200004000800000000000000c, \
         “HQ (BLUE)” Blue Head Office, c3c3c3c300004000800000000000000c\n",
    );
    assert_eq!(offered(&several.err), ["HQ (ACME)", "HQ (BLUE)"]);
    for (label, name) in offered(&several.err).into_iter().zip(["Acme", "Blue"]) {
        for arguments in [
            &["grant", "--user", "eve\u{1b}[31m", "--company", label][..],
            &["revoke", "--user", "eve\u{1b}[31m", "--company", label, "--force"],
            &["set", "--user", "eve\u{1b}[31m", "--company", label, "PAR"],
            &["why", "bob", label],
            &["history", "--company", label],
            &["company", "deactivate", label],
            &["company", "edit", label, "--currency", "CHF"],
            &["user", "edit", "bobby", "--home", label],
            &["user", "edit", "bobby", "--home", &label.to_lowercase()],
        ] {
            let ran = sandbox.hr(arguments);
            assert_eq!(ran.status, 0, "{arguments:?}: {}", ran.err);
        }
        let home = sandbox.hr(&["show", "bobby", "--json"]).json()["home_company_id"].take();
        let why = sandbox.hr(&["why", "bobby", label, "--json"]).json();
        assert_eq!((&why["company_id"], &why["is_home"]), (&home, &json!(true)), "{label}");
        assert_eq!(why["company_name"], json!(format!("{name} Head Office")));
    }
}

#[test]
fn an_escaped_name_of_a_role_can_be_typed_back() {
    let sandbox = Sandbox::new();
    let rename = "UPDATE role SET name = 'HR' || char(8203) || ' Lead' WHERE name = 'HR Manager'";
    sandbox.connect().execute_batch(rename).expect("a role");
    let printed = r"HR\u{200b} Lead";
    assert!(sandbox.hr(&["users"]).out.contains(printed));
    let filter = format!("role:\"{printed}\"");
    let found = sandbox.hr(&["users", "--where", &filter, "--json"]).json();
    assert_ne!(found, json!([]));
    for arguments in
        [&["rules", "set", printed, "all"][..], &["policy", "set", printed, "--reach", "all"]]
    {
        let ran = sandbox.hr(arguments);
        assert_eq!(ran.status, 0, "{arguments:?}: {}", ran.err);
    }
}

#[test]
fn an_ambiguous_home_company_is_offered_by_a_unique_name() {
    let sandbox = Sandbox::new();
    let several = sandbox.hr(&["user", "edit", "bobby", "--home", "hq"]);
    several.fails(1, "“hq” means 2 of them; name one so: “Acme Head Office”, “Blue Head Office”");
    sandbox
        .connect()
        .execute_batch("UPDATE hrm_company SET name = 'Head Office' WHERE code = 'HQ'")
        .expect("the same name");
    let several = sandbox.hr(&["user", "edit", "bobby", "--home", "HQ"]);
    assert_eq!(offered(&several.err), ["HQ (ACME)", "HQ (BLUE)"]);
}

#[test]
fn a_deleted_company_is_also_found_by_its_label() {
    let sandbox = Sandbox::new();
    sandbox.hr(&["grant", "--user", "ada", "--company", "HQ (ACME)"]);
    assert_eq!(sandbox.hr(&["company", "delete", "HQ (ACME)", "--force"]).status, 0);
    for label in ["HQ (Acme Head Office)", "Acme Head Office (HQ)"] {
        let history = sandbox.hr(&["history", "--company", label, "--json"]);
        assert_eq!(history.json().as_array().map(Vec::len), Some(2), "{label}: {}", history.err);
    }
    sandbox.hr(&["history", "--company", "HQ (ACME)"]).fails(1, "there is no company “HQ (ACME)”");
}

/// Users and companies that look alike: each is printed so that it differs from the other, and
/// the printed name means the same one.
#[test]
fn look_alikes_are_distinguished_and_can_be_typed_back() {
    let sandbox = Sandbox::new();
    sandbox
        .connect()
        .execute_batch(
            "UPDATE hrm_users SET username = 'kenji' WHERE username = 'bob';
             UPDATE hrm_users SET username = 'k' || char(8203) || 'enji' WHERE username = 'bobby';
             UPDATE hrm_users SET username = 'k' || char(1077) || 'nji' WHERE id = 4;
             UPDATE hrm_company SET code = 'NY', name = 'Global  Corp' WHERE code = 'PAR';
             UPDATE hrm_company SET code = 'N' || char(160) || 'Y', name = 'Global Corp'
             WHERE name = 'Blue Head Office'",
        )
        .expect("odd names");
    for (typed, id) in [("kenji", 2), ("k\\u{200b}enji", 3), ("k\\u{435}nji", 4)] {
        let show = sandbox.hr(&["show", typed]);
        assert!(show.out.contains(&format!("user\t{typed}\n")), "{}", show.out);
        assert_eq!(sandbox.hr(&["show", typed, "--json"]).json()["id"], id, "{typed}");
        let granted = sandbox.hr(&["grant", "--user", typed, "--company", "HQ"]);
        assert!(granted.err.contains(&format!(" to {typed}")), "{}", granted.err);
        let why = sandbox.hr(&["why", typed, "HQ"]);
        assert!(why.out.contains(typed), "{}", why.out);
        let history = sandbox.hr(&["history", "--user", typed, "--json"]).json();
        let change = history[0]["change"].to_string();
        let cells = sandbox.hr(&["history", &change]);
        assert!(cells.out.contains(&format!("added\t{typed}\tHQ")), "{}", cells.out);
    }
    for (code, name) in [("NY", "Global \\u{20}Corp"), ("N\\u{a0}Y", "Global Corp")] {
        let why = sandbox.hr(&["why", "kenji", code]);
        assert!(why.out.contains(name), "{}", why.out);
        for typed in [code, name] {
            let found = sandbox.hr(&["why", "kenji", typed, "--json"]).json();
            let listed = sandbox.hr(&["companies"]).out;
            assert!(listed.contains(&format!("{code}\t{name}\t")), "{listed}");
            assert_eq!(found["company_name"], name.replace("\\u{20}", " "), "{typed}");
        }
    }
    let bad = sandbox.hr(&["companies"]).out;
    assert!(bad.contains("TYO\tBad \\u{1b}[2J東京\t"), "{bad}");
    let found = sandbox.hr(&["why", "kenji", "Bad \\u{1b}[2J東京", "--json"]).json();
    assert_eq!(found["company_code"], "TYO");
}

#[test]
fn candidates_for_a_name_in_a_file_are_distinguished() {
    let sandbox = Sandbox::new();
    sandbox
        .connect()
        .execute_batch(
            "UPDATE hrm_users SET username = 'Kenji' WHERE username = 'bob';
             UPDATE hrm_users SET username = 'k' || char(8203) || 'enji' WHERE username = 'bobby'",
        )
        .expect("odd names");
    std::fs::write(sandbox.path("grants.csv"), "username,company\nkenji,PAR\nada,hq\n")
        .expect("a file");
    std::fs::write(sandbox.path("users.csv"), "username,first name\nkenji,K\n").expect("a file");
    let grants = sandbox.hr(&["import", "grants.csv"]);
    for said in ["“kenji” matches 2 users", "Kenji", "k\\u{200b}enji", "HQ (ACME), HQ (BLUE)"] {
        assert!(grants.err.contains(said), "{said}: {}", grants.err);
    }
    let users = sandbox.hr(&["import-users", "users.csv"]);
    for said in [
        "“kenji” matches 2 users: Kenji (differs only in upper and lower case), k\\u{200b}enji (differs",
        "with U+200B (zero-width space) after “k”",
    ] {
        assert!(users.err.contains(said), "{said}: {}", users.err);
    }
}

#[test]
fn an_unknown_operator_is_reported_with_the_known_ones() {
    let sandbox = Sandbox::new();
    sandbox.hr(&["grant", "--user", "ada", "--company", "PAR", "--as", "ada"]);
    for format in [&[][..], &["--json"], &["--jsonl"]] {
        let asked = [&["history", "--operator", "adda"][..], format].concat();
        let found = sandbox.hr(&asked);
        assert_eq!(found.status, 0, "{}", found.err);
        assert_eq!(found.err, "no operator “adda” in the history; known: ada\n");
    }
    let empty = sandbox.hr(&["history", "--operator", "ada", "--until", "2000"]);
    assert_eq!(empty.err, "");
    let found = sandbox.hr(&["history", "--account", "nobody-here", "--json"]);
    assert!(found.err.starts_with("no account “nobody-here” in the history; known: "));
}

#[test]
fn no_new_name_reads_like_an_escape() {
    let sandbox = Sandbox::new();
    let name = r"k\u{200b}enji";
    for arguments in [
        &["user", "add", name, "--email", "k@example.com"][..],
        &["user", "edit", "bobby", "--username", name],
        &["user", "edit", "bobby", "--last-name", name],
        &["company", "edit", "PAR", "--code", name],
        &["company", "edit", "PAR", "--name", name],
    ] {
        let ran = sandbox.hr(arguments);
        assert_eq!(ran.status, 1, "{arguments:?}: {}", ran.out);
        let why = r"contains \u{200b}, the escape of another character; use the character itself";
        assert!(ran.err.contains(why), "{arguments:?}: {}", ran.err);
    }
}
