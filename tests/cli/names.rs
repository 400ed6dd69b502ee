//! Companies whose code several have: what is printed of them can be typed
//! back, wherever a company is named.

use serde_json::json;

use crate::support::Sandbox;

/// The names that an error puts between quotes, but for the first.
fn offered(err: &str) -> Vec<&str> {
    err.split('“').skip(2).filter_map(|rest| rest.split('”').next()).collect()
}

#[test]
fn an_error_names_the_candidates_so_that_they_are_understood() {
    let sandbox = Sandbox::new();
    let several = sandbox.hr(&["grant", "--user", "ada", "--company", "HQ"]);
    several.fails(
        1,
        "“HQ” names 2 companies; use one of these, or the id: \
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
