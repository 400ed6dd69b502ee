//! Effective access: `who`, `access`, `policy`, and the statistics.

use serde_json::{Value, json};

use crate::support::Sandbox;

/// The usernames and reasons of `who`.
fn who(sandbox: &Sandbox, arguments: &[&str]) -> Vec<(String, String)> {
    let ran = sandbox.hr(&[&["who"], arguments, &["--json"]].concat());
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{arguments:?}");
    let word = |value: &Value| value.as_str().expect("a text").to_owned();
    let all = ran.json();
    let all = all.as_array().expect("an array");
    all.iter().map(|it| (word(&it["username"]), word(&it["reason"]))).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(name, reason)| ((*name).to_owned(), (*reason).to_owned())).collect()
}

#[test]
fn it_is_listed_who_can_get_in_and_why() {
    let sandbox = Sandbox::new();
    assert_eq!(who(&sandbox, &["PAR"]), pairs(&[("ada", "role"), ("bob", "grant")]));
    assert_eq!(
        who(&sandbox, &["PAR", "--where", "!role:\"Super Admin\""]),
        pairs(&[("bob", "grant")])
    );
    // In this generation a grant replaces the home company, so bob cannot work at HQ.
    assert_eq!(who(&sandbox, &["HQ (BLUE)"]), pairs(&[("ada", "role")]));
    let bob = &sandbox.hr(&["who", "PAR", "--json"]).json()[1];
    assert_eq!(
        *bob,
        json!({"username": "bob", "full_name": "Bob Stone", "role": "HR Manager",
               "reason": "grant", "granted_at": "2026-02-03 04:05:06.000007", "operator": null,
               "change_reason": null})
    );
    let granted = ["grant", "--user", "bob", "--company", "HQ (BLUE)", "--reason", "cover"];
    assert_eq!(sandbox.hr(&granted).status, 0);
    let there = sandbox.hr(&["who", "HQ (BLUE)", "--json"]).json();
    assert_eq!(
        (&there[1]["reason"], &there[1]["change_reason"]),
        (&json!("grant"), &json!("cover"))
    );
    assert_eq!(there[0]["granted_at"], json!(null), "a role is not a grant");
    let unknown = sandbox.hr(&["who", "NOWHERE"]);
    assert_eq!(unknown.status, 1);
    assert!(unknown.err.contains("NOWHERE"), "{}", unknown.err);
}

#[test]
fn the_companies_of_a_user_are_listed_with_the_reason() {
    let sandbox = Sandbox::new();
    let access = |user: &str| sandbox.hr(&["access", user, "--json"]).json();
    let grant = |code: &str, name: &str, reason: &str| json!({"company_code": code, "company_name": name, "reason": reason});
    assert_eq!(
        access("bob"),
        json!([grant("PAR", "Acme Paris", "grant"), grant("TYO", "Bad \u{1b}[2J東京", "grant")])
    );
    assert_eq!(access("ada").as_array().map(Vec::len), Some(4));
    assert_eq!(access("bobby"), json!([]), "no status is inactive: the login refuses it");
    assert_eq!(sandbox.hr(&["show", "bob", "--json"]).json()["effective"], access("bob"));

    // Revoking the last grant restores the home company.
    assert_eq!(sandbox.hr(&["revoke", "--user", "bob", "--company", "PAR", "TYO"]).status, 0);
    assert_eq!(access("bob"), json!([grant("HQ", "Blue Head Office", "home")]));
    assert_eq!(sandbox.hr(&["undo"]).status, 0);
    assert_eq!(access("bob").as_array().map(Vec::len), Some(2));
}

#[test]
fn filters_and_figures_use_effective_access() {
    let sandbox = Sandbox::new();
    let names = |kind: &str, filter: &str, field: &str| -> Vec<String> {
        let listed = sandbox.hr(&[kind, "--where", filter, "--json"]).json();
        let listed = listed.as_array().expect("an array").clone();
        listed.iter().map(|it| it[field].as_str().expect("a text").to_owned()).collect()
    };
    assert_eq!(names("users", "effective:PAR", "username"), ["ada", "bob"]);
    assert_eq!(names("users", "effective:>2", "username"), ["ada"]);
    assert_eq!(names("users", "is:ineffective", "username"), ["bobby"]);
    assert_eq!(names("users", "is:implied", "username"), ["ada"]);
    assert_eq!(names("companies", "effective:bob", "code"), ["PAR", "TYO"]);
    assert_eq!(names("companies", "effective:2", "code"), ["PAR", "TYO"]);
    assert_eq!(names("companies", "is:ineffective", "code"), ["PAR"]);
    let stats = sandbox.hr(&["stats", "--json"]).json();
    let figure = |name: &str| stats[name].as_i64().expect("a number");
    let (effective, grants) = (figure("effective_pairs"), figure("grants"));
    assert_eq!(effective, grants - figure("ineffective_grants") + figure("implied_pairs"));
}

#[test]
fn the_policy_is_listed_edited_undone_and_reset() {
    let sandbox = Sandbox::new();
    let policy = |role: &str| -> Value {
        let all = sandbox.hr(&["policy", "--json"]).json();
        let all = all.as_array().expect("an array").clone();
        all.into_iter().find(|it| it["role"] == json!(role)).expect("the role")
    };
    let manager = json!({"role": "HR Manager", "reach": "home", "grants": "count",
        "home": "without-grants", "default": true, "role_exists": true, "generation": "2025"});
    assert_eq!(policy("HR Manager"), manager);

    let edit = ["policy", "set", "HR Manager", "--reach", "tenant", "--home", "always"];
    let told = sandbox.hr(&[&edit[..], &["--dry-run", "--detailed-exitcode", "--json"]].concat());
    assert_eq!(told.status, 4, "{}", told.err);
    assert_eq!(
        (&told.json()["effective_before"], &told.json()["effective_after"]),
        (&json!(6), &json!(7))
    );
    assert_eq!(policy("HR Manager"), manager, "a dry run");

    let done = sandbox.hr(&edit);
    assert_eq!(done.status, 0, "{}", done.err);
    assert!(
        done.err.starts_with("changed the access policy: 1 pair gains access · "),
        "{}",
        done.err
    );
    let edited = policy("HR Manager");
    assert_eq!((&edited["reach"], &edited["default"]), (&json!("tenant"), &json!(false)));
    assert_eq!(who(&sandbox, &["HQ (BLUE)"]), pairs(&[("ada", "role"), ("bob", "role")]));
    let again = sandbox.hr(&edit);
    assert!(again.err.contains("nothing to do"), "{}", again.err);

    assert_eq!(sandbox.hr(&["undo"]).status, 0);
    assert_eq!(policy("HR Manager"), manager);
    assert_eq!(sandbox.hr(&["redo"]).status, 0);
    assert_eq!(policy("HR Manager"), edited);
    let reset = sandbox.hr(&["policy", "reset", "--json"]).json();
    assert_eq!(reset["policies"][0]["role"], json!("HR Manager"));
    assert_eq!(policy("HR Manager"), manager);
    assert_eq!(sandbox.hr(&["history", "--json"]).json()[0]["kind"], json!("policy"));
    assert_eq!(sandbox.hr(&["policy", "set", "Chef", "--grants", "count"]).status, 1);
    assert_eq!(sandbox.hr(&["policy", "set", "HR Manager"]).status, 2);
}

#[test]
fn edits_report_their_effect_on_access() {
    let sandbox = Sandbox::new();
    let says = |arguments: &[&str], sentence: &str| {
        let ran = sandbox.hr(arguments);
        assert_eq!(ran.status, 0, "{arguments:?}: {}", ran.err);
        assert!(ran.err.starts_with(sentence), "{arguments:?}: {}", ran.err);
    };
    says(
        &["grant", "--user", "ada", "--company", "PAR"],
        "granted Acme Paris to ada: no effect, the role reaches it anyway · ",
    );
    says(
        &["revoke", "--user", "ada", "--company", "PAR", "--force"],
        "revoked Acme Paris from ada, who still gets in by role · ",
    );
    says(
        &["grant", "--user", "bobby", "--company", "TYO"],
        "granted Bad \\u{1b}[2J東京 to bobby: no effect while the user is inactive · ",
    );
    says(&["revoke", "--user", "bob", "--company", "TYO"], "revoked Bad");
    says(
        &["revoke", "--user", "bob", "--company", "PAR"],
        "revoked Acme Paris from bob, who works in the home company HQ again · ",
    );
    says(
        &["grant", "--user", "bob", "--company", "TYO"],
        "granted Bad \\u{1b}[2J東京 to bob: the first grant replaces the home company HQ · ",
    );
    says(
        &["grant", "--user", "ada", "bob", "--company", "PAR"],
        "granted Acme Paris to 2 users · 1 pair gains access, 1 added grant has no effect · ",
    );
}

#[test]
fn a_dry_run_counts_access_as_well_as_grants() {
    let sandbox = Sandbox::new();
    let told = |arguments: &[&str]| -> [i64; 4] {
        let json = sandbox.hr(&[arguments, &["--dry-run", "--json"]].concat()).json();
        [
            "effective_gained",
            "effective_lost",
            "users_losing_last_effective_company",
            "grants_without_effect",
        ]
        .map(|field| json[field].as_i64().expect("a number"))
    };
    // bob's home company is restored with his last grant gone, so he never loses all access.
    assert_eq!(told(&["revoke", "--user", "bob", "--companies", "n:>=0"]), [1, 2, 0, 0]);
    assert_eq!(told(&["grant", "--user", "ada", "bobby", "--company", "PAR", "TYO"]), [0, 0, 0, 3]);
    assert_eq!(sandbox.hr(&["user", "edit", "bob", "--home", ""]).status, 0);
    assert_eq!(told(&["revoke", "--user", "bob", "--companies", "n:>=0"]), [0, 2, 1, 0]);
}

#[test]
fn edits_of_users_and_companies_report_their_effect_on_access() {
    let sandbox = Sandbox::new();
    let said = |arguments: &[&str]| {
        let said = sandbox.hr(arguments).err;
        let end = said.find(" · `").unwrap_or(said.len());
        said[..end].trim_end().to_owned()
    };
    let makes_admin = ["user", "edit", "bob", "--role", "Super Admin", "--dry-run"];
    assert_eq!(
        said(&makes_admin),
        "dry run: 1 user changed · gives access to 2 companies; nothing was changed"
    );
    let json = sandbox.hr(&[&makes_admin[..], &["--json"]].concat()).json();
    assert_eq!((&json["effective_gained"], &json["effective_lost"]), (&json!(2), &json!(0)));
    for (arguments, expected) in [
        (
            vec!["user", "deactivate", "bob"],
            "changed user bob: active yes → no · takes away access to 2 companies: none is left",
        ),
        (
            vec!["user", "activate", "bob"],
            "changed user bob: active no → yes · gives access to 2 companies",
        ),
        (
            vec!["user", "edit", "bob", "--first-name", "Rob"],
            "changed user bob: first name Bob → Rob",
        ),
        (
            vec!["policy", "set", "HR Manager", "--reach", "tenant"],
            "changed the access policy: 1 pair gains access",
        ),
        (
            vec!["company", "edit", "TYO", "--tenant", "Acme Group"],
            // Bob has a grant for it.
            "changed company TYO: tenant Blue Ltd → Acme Group",
        ),
        (
            vec!["user", "edit", "bob", "--home", "PAR"],
            "changed employee record of bob: home HQ → PAR · gives access to 1 company and takes 1",
        ),
        (
            vec!["company", "edit", "HQ (BLUE)", "--tenant", "Acme Group", "--code", "HQ2"],
            "changed company HQ: code HQ → HQ2, tenant Blue Ltd → Acme Group · 1 pair gains access",
        ),
        (
            vec!["user", "add", "new", "--email", "n@x.example", "--home", "PAR"],
            "added user new, employee record added · gives access to 1 company",
        ),
    ] {
        assert_eq!(said(&arguments), expected);
    }
}

#[test]
fn output_that_depends_on_an_edited_policy_has_a_note() {
    let sandbox = Sandbox::new();
    let notes = |arguments: &[&str]| sandbox.hr(arguments).err;
    let questions = [
        &["who", "PAR"][..],
        &["access", "bob"],
        &["why", "bob", "PAR"],
        &["stats"],
        &["check"],
        &["show", "bob"],
        &["users"],
        &["companies"],
    ];
    for asks in questions {
        assert_eq!(notes(asks), "", "{asks:?}");
    }
    let edit = ["policy", "set", "HR Manager", "--reach", "all"];
    assert_eq!(sandbox.hr(&edit).status, 0);
    for asks in questions {
        let said = "the access policy was edited for HR Manager; see `grantgrid policy`\n";
        assert_eq!(notes(asks), said, "{asks:?}");
    }
    // The note is for people; scripts read the policy itself.
    assert_eq!(notes(&["stats", "--json"]), "");
}

#[test]
fn a_replaced_home_company_is_reported_for_every_kind_of_change() {
    let sandbox = Sandbox::new();
    let told = |arguments: &[&str]| {
        let ran = sandbox.hr(&[arguments, &["--dry-run", "--json"]].concat());
        let json = ran.json();
        ["home_companies_replaced", "home_companies_restored"]
            .map(|field| json[field].as_u64().unwrap_or_else(|| panic!("{field}: {}", ran.err)))
    };
    let all = ["revoke", "--user", "bob", "--companies", "n:>=0"];
    assert_eq!(told(&all), [0, 1]);
    assert_eq!(told(&["revoke", "--user", "bob", "--company", "PAR"]), [0, 0]);
    let dry = sandbox.hr(&[&all[..], &["--dry-run"]].concat()).out;
    assert!(dry.contains("1 user works in the home company again"), "{dry}");
    let done = sandbox.hr(&all);
    assert!(done.err.contains("1 user works in the home company again"), "{}", done.err);
    assert_eq!(told(&["undo"]), [1, 0]);
    let undone = sandbox.hr(&["undo"]).err;
    let replaces = "the first grant of 1 user replaces the home company";
    assert!(undone.contains(replaces), "{undone}");
    assert_eq!(told(&["redo"]), [0, 1]);
    assert_eq!(sandbox.hr(&["redo"]).status, 0);

    let both = ["grant", "--user", "bob", "ada", "--company", "PAR"];
    assert_eq!(told(&both), [1, 0]);
    let granted = sandbox.hr(&both).err;
    assert!(granted.contains(replaces), "{granted}");
    assert_eq!(sandbox.hr(&["undo"]).status, 0);

    std::fs::write(sandbox.path("grants.csv"), "username,PAR,TYO\nbob,x,x\n").expect("a file");
    assert_eq!(told(&["import", "grants.csv"]), [1, 0]);
    // One of them is the home company, which its own grant keeps.
    assert_eq!(told(&["grant", "--user", "bob", "--company", "PAR", "HQ (BLUE)"]), [0, 0]);
}

#[test]
fn a_first_grant_for_the_home_company_changes_nothing() {
    let sandbox = Sandbox::new();
    let all = ["revoke", "--user", "bob", "--companies", "n:>=0"];
    assert_eq!(sandbox.hr(&all).status, 0);
    let home = ["grant", "--user", "bob", "--company", "HQ (BLUE)"];
    let dry = sandbox.hr(&[&home[..], &["--dry-run", "--json"]].concat()).json();
    assert_eq!(
        ["effective_gained", "effective_lost", "grants_without_effect", "home_companies_replaced"]
            .map(|field| dry[field].as_u64().expect("a number")),
        [0, 0, 1, 0]
    );
    let granted = sandbox.hr(&home).err;
    assert!(granted.contains("to bob: no effect, it is the home company · "), "{granted}");
    let revoked = sandbox.hr(&["revoke", "--user", "bob", "--company", "HQ (BLUE)"]).err;
    assert!(revoked.contains("who still gets in: it is the home company"), "{revoked}");
    // Together with another grant, it keeps the home company.
    let two = ["grant", "--user", "bob", "--company", "HQ (BLUE)", "PAR", "--dry-run", "--json"];
    assert_eq!(sandbox.hr(&two).json()["grants_without_effect"], json!(0));
}

#[test]
fn an_edited_policy_is_named_by_dry_runs_and_by_the_policy_itself() {
    let sandbox = Sandbox::new();
    let list = sandbox.hr(&["policy"]).err;
    assert!(
        list.starts_with("these are the defaults of the 2025 generation of the HR system"),
        "{list}"
    );
    assert_eq!(sandbox.hr(&["policy", "set", "HR Manager", "--reach", "tenant"]).status, 0);
    let list = sandbox.hr(&["policy"]).err;
    assert!(
        list.starts_with("edited: HR Manager; the rest are the defaults of the 2025 generation"),
        "{list}"
    );
    let named = "the access policy was edited for HR Manager; see `grantgrid policy`";
    for arguments in [
        &["grant", "--user", "ada", "--company", "PAR"][..],
        &["user", "edit", "bob", "--role", "Employee"],
        &["undo"],
        &["populate"],
    ] {
        let dry = sandbox.hr(&[arguments, &["--dry-run"]].concat()).err;
        assert_eq!(dry.matches(named).count(), 1, "{arguments:?}: {dry}");
    }
}

#[test]
fn an_undo_reports_its_effect_on_access() {
    let sandbox = Sandbox::new();
    let said = |arguments: &[&str]| {
        let ran = sandbox.hr(arguments);
        assert_eq!(ran.status, 0, "{arguments:?}: {}", ran.err);
        let (_, what) = ran.err.split_once("): ").expect("what was done");
        what.split(" · `").next().expect("a sentence").to_owned()
    };
    for (edit, undone, redone) in [
        (
            &["user", "edit", "bob", "--role", "Super Admin"][..],
            "1 user changed · 2 pairs lose access",
            "1 user changed · 2 pairs gain access",
        ),
        (
            &["policy", "set", "HR Manager", "--reach", "tenant"],
            "1 access policy deleted · 1 pair loses access",
            "1 access policy added · 1 pair gains access",
        ),
        (
            &["grant", "--user", "ada", "--company", "TYO"],
            "1 grant removed (ada × TYO) · the user still gets in by role",
            "1 grant added (ada × TYO) · no effect, the role reaches it anyway",
        ),
        (
            &["grant", "--user", "ada", "bob", "--company", "HQ (BLUE)"],
            "2 grants removed · 1 pair loses access",
            "2 grants added · 1 pair gains access, 1 added grant has no effect",
        ),
        (
            &["revoke", "--user", "bob", "--company", "TYO"],
            "1 grant added (bob × TYO)",
            "1 grant removed (bob × TYO)",
        ),
    ] {
        assert_eq!(sandbox.hr(edit).status, 0, "{edit:?}");
        assert_eq!(said(&["undo"]), undone);
        assert_eq!(said(&["redo"]), redone);
        let json = sandbox.hr(&["undo", "--json"]).json();
        let effect = ["effective_gained", "effective_lost"].map(|field| json[field].as_u64());
        assert!(effect.iter().all(Option::is_some), "{json}");
    }
}
