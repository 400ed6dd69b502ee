//! `users --where` and `companies --where`.

use crate::support::Sandbox;

/// The usernames or codes that a list prints, without the heading.
fn column(sandbox: &Sandbox, list: &str, filter: &str, at: usize) -> Vec<String> {
    let ran = sandbox.hr(&[list, "--where", filter]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{filter}");
    let cell = |line: &str| line.split('\t').nth(at).expect("a cell").to_owned();
    ran.out.lines().skip(1).map(cell).collect()
}

#[test]
fn users_are_filtered() {
    let sandbox = Sandbox::new();
    for (filter, found) in [
        ("", &["ada", "bob", "bobby", "eve\\u{1b}[31m"][..]),
        ("stone", &["bob", "bobby"]),
        ("STONE", &[]),
        ("user:bob", &["bob"]),
        ("user:bo", &["bob", "bobby"]),
        ("-stone", &["ada", "eve\\u{1b}[31m"]),
        ("role:employee -is:active", &["bobby"]),
        ("role:\"HR Manager\",\"Super Admin\"", &["ada", "bob"]),
        ("tenant:blue | tenant:\"Acme Group\"", &["bob", "bobby"]),
        ("company:c1c1c1c1-0000-4000-8000-00000000000c n:>1", &["bob"]),
        ("home:C3C3C3C300004000800000000000000C", &["bob"]),
        ("company:PAR n:>1", &["bob"]),
        ("home:HQ is:homeless is:drift", &["bob"]),
        ("is:none", &["ada", "eve\\u{1b}[31m"]),
        ("granted:2026-02-03", &["bob", "bobby"]),
        ("granted:>2026-02-03", &[]),
    ] {
        assert_eq!(column(&sandbox, "users", filter, 1), found, "{filter}");
    }
    let json = sandbox.hr(&["users", "--where", "is:multiple", "--json"]).json();
    assert_eq!(json.as_array().map(Vec::len), Some(1));
    assert_eq!(json[0]["username"], "bob");
    assert_eq!(json[0]["companies"], 2);
    assert_eq!(sandbox.hr(&["users", "--where", "nobody", "--json"]).out, "[]\n");
}

#[test]
fn companies_are_filtered() {
    let sandbox = Sandbox::new();
    for (filter, found) in [
        ("office", &["HQ", "HQ"][..]),
        ("tenant:acme", &["PAR", "HQ"]),
        ("user:bob", &["PAR", "TYO"]),
        ("n:2 | is:inactive", &["PAR", "TYO"]),
        ("code:hq is:none", &["HQ", "HQ"]),
        ("東京", &["TYO"]),
    ] {
        assert_eq!(column(&sandbox, "companies", filter, 0), found, "{filter}");
    }
    let json = sandbox.hr(&["companies", "--where", "user:bobby", "--json"]).json();
    assert_eq!(json.as_array().map(Vec::len), Some(1));
    assert_eq!(json[0]["users"], 2);
}

#[test]
fn an_invalid_filter_shows_its_error_and_lists_nothing() {
    let sandbox = Sandbox::new();
    let faulty = sandbox.hr(&["users", "--where", "smith rol:x"]);
    assert_eq!((faulty.status, faulty.out.as_str()), (2, ""));
    assert_eq!(
        faulty.err,
        "grantgrid: the filter, column 7: unknown field “rol”; did you mean role:?\n  \
         smith rol:x\n        ^^^\n"
    );
    let faulty = sandbox.hr(&["companies", "--where", "role:x", "--json"]);
    assert_eq!((faulty.status, faulty.out.as_str()), (2, ""));
    assert!(
        faulty.err.contains("role: works in the users filter, not in the companies filter"),
        "{}",
        faulty.err
    );
    sandbox.hr(&["users", "--where", "is:marked"]).fails(2, "is:marked");
}

#[test]
fn the_history_is_filtered() {
    let sandbox = Sandbox::new();
    for (user, company) in [("ada", "PAR"), ("bob", "Acme Head Office"), ("ada", "TYO")] {
        let granted =
            sandbox.hr(&["grant", "--user", user, "--company", company, "--as", "ada", "--force"]);
        assert_eq!(granted.status, 0, "{}", granted.err);
    }
    for (filter, found) in [
        ("", &["3", "2", "1"][..]),
        ("user:ada", &["3", "1"]),
        ("user:ada company:PAR", &["1"]),
        ("company:\"Acme Head Office\" operator:ada", &["2"]),
        ("operator:bob", &[]),
        ("until:2020", &[]),
    ] {
        assert_eq!(column(&sandbox, "history", filter, 0), found, "{filter}");
    }
    let fault = sandbox.hr(&["history", "--where", "user:ada rol:x"]);
    assert_eq!((fault.status, fault.out.as_str()), (2, ""));
    let lines: Vec<&str> = fault.err.lines().collect();
    assert!(lines[0].starts_with("grantgrid: the filter, column 10: use user:"));
    assert_eq!(lines[1..], ["  user:ada rol:x", "           ^^^"]);
    sandbox.hr(&["history", "--where", "user:adda"]).fails(1, "did you mean: ada");
    assert_eq!(sandbox.hr(&["history", "--where", "user:ada", "--user", "ada"]).status, 2);
    assert_eq!(sandbox.hr(&["history", "1", "--where", "user:ada"]).status, 2);
    for (invalid, message) in [
        ("2026-02-30", "2026-02-30 is not a date"),
        ("2026-13", "2026-13 is not a date"),
        ("2026-11-22T25:00", "25:00 is not a time"),
    ] {
        let option = sandbox.hr(&["history", "--since", invalid]);
        assert_eq!((option.status, option.out.as_str()), (2, ""), "{invalid}");
        assert!(option.err.contains(message), "{}", option.err);
        assert_eq!(sandbox.hr(&["history", "--where", &format!("until:{invalid}")]).status, 2);
    }
}
