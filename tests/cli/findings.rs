//! The findings of `check` about access, each with a filter that shows exactly what was
//! counted.

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::support::Sandbox;

/// A sandbox with a database made from a script as `other.db`.
fn sandbox(script: &str, more: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    let connection = Connection::open(sandbox.path("other.db")).expect("a database");
    connection.execute_batch(&format!("{script}\nPRAGMA foreign_keys = OFF; {more}")).expect("SQL");
    sandbox
}

fn of_2025() -> Sandbox {
    sandbox(
        include_str!("../fixtures/hrm-2025.sql"),
        "INSERT INTO hrm_user_company_access VALUES
           ('aa1d69ed617f54837970820fe119a701', 1, 'c2a4c6d0e2f34a5c8b7d9e0f1a2b3c02', '2025-02-01', NULL),
           ('ab1d69ed617f54837970820fe119a701', 2, 'e6a4c6d0e2f34a5c8b7d9e0f1a2b3c06', '2025-02-01', NULL)",
    )
}

fn of_2026() -> Sandbox {
    sandbox(
        include_str!("../fixtures/hrm-2026.sql"),
        "INSERT INTO hrm_user_company_access VALUES
           ('7ba7b810-9dad-41d1-80b4-00c04fd430c1', 3, '3f2504e0-4f89-41d3-9a0c-0305e82c3303', '2026-01-01')",
    )
}

fn findings(sandbox: &Sandbox) -> Vec<Value> {
    let ran = sandbox.hr(&["check", "--json", "--db", "other.db"]);
    assert!(ran.out.trim_end().ends_with("]\n}"), "the last field: {}", ran.out);
    ran.json()["access_findings"].as_array().expect("an array").clone()
}

/// Kind, count, grants, samples and filter.
fn told(finding: &Value) -> Value {
    let field = |name: &str| finding[name].clone();
    json!([field("kind"), field("count"), field("grants"), field("samples"), field("filter")])
}

#[test]
fn both_generations_have_their_findings() {
    let found: Vec<Value> = findings(&of_2025()).iter().map(told).collect();
    let expected = json!([
        ["ineffective_grants", 1, 1, ["dora: OLD"], "is:ineffective"],
        ["active_without_access", 2, null, ["gus", "hana"], "is:active effective:0"],
        ["inactive_with_grants", 1, 1, ["dora: OLD"], "is:inactive n:>0"],
        ["grants_across_tenants", 1, 1, ["anna: BER"], "is:cross-tenant"],
        ["super_admins", 1, null, ["root"], "is:active role:\"Super Admin\""],
        ["access_to_everything", 1, null, ["root"], "effective:6"],
        ["companies_without_users", 1, null, ["OLD Alte Halle"], "effective:<=1"],
        ["grants_repeating_role", 1, 1, ["root: KYO"], "is:repeats-role"],
    ]);
    assert_eq!(Value::from(found), expected);
    let found: Vec<Value> = findings(&of_2026()).iter().map(told).collect();
    let expected = json!([
        ["ineffective_grants", 1, 1, ["luca: LUG"], "is:ineffective"],
        ["inactive_with_grants", 1, 1, ["luca: LUG"], "is:inactive n:>0"],
        ["super_admins", 1, null, ["root"], "is:active role:\"Super Admin\""],
        ["access_to_everything", 1, null, ["root"], "effective:3"],
        ["companies_without_users", 2, null, ["ZRH Zürich", "LUG Lugano"], "effective:<=1"],
        ["grants_repeating_role", 1, 1, ["root: ZRH"], "is:repeats-role"],
    ]);
    assert_eq!(Value::from(found), expected);
}

#[test]
fn the_filter_of_a_finding_lists_what_was_counted() {
    let demo = Sandbox::new();
    assert_eq!(demo.run(&["demo", "--to", "other.db", "--users", "2000"]).status, 0);
    // A database with findings of every kind; an edited policy of Super Admins leaves
    // companies without users.
    let edited = of_2026();
    let policy = ["policy", "set", "Super Admin", "--reach", "home", "--db", "other.db"];
    assert_eq!(edited.hr(&policy).status, 0);
    for (sandbox, count) in [(of_2025(), 8), (of_2026(), 6), (demo, 7), (edited, 5)] {
        let found = findings(&sandbox);
        assert_eq!(found.len(), count, "{found:#?}");
        for finding in found {
            let text = |name: &str| finding[name].as_str().expect("a text").to_owned();
            let (of, filter) = (text("of"), text("filter"));
            let shown = sandbox.hr(&[&of, "--where", &filter, "--json", "--db", "other.db"]).json();
            let shown = shown.as_array().expect("an array");
            assert_eq!(json!(shown.len()), finding["count"], "{finding}");
            let field = if of == "users" { "username" } else { "code" };
            let samples = finding["samples"].as_array().expect("samples");
            assert_eq!(samples.len(), shown.len().min(20), "{finding}");
            for sample in samples {
                let name = sample.as_str().expect("a text").split([':', ' ']).next();
                assert!(shown.iter().any(|it| it[field].as_str() == name), "{sample} of {finding}");
            }
        }
    }
}

#[test]
fn findings_are_not_problems_and_have_their_own_section() {
    let sandbox = of_2026();
    let checked = sandbox.hr(&["check", "--db", "other.db"]);
    assert_eq!((checked.status, checked.err.as_str()), (0, ""));
    assert!(checked.out.contains("result\tno problems\n"), "{}", checked.out);
    let section = "\naccess\tinactive users who still have grants: 1 (1 grant)\n\tluca: LUG\n\
                   show them\t`grantgrid users --where 'is:inactive n:>0' --db other.db`\n";
    assert!(checked.out.contains(section), "{}", checked.out);
    let last = checked.out.rfind("\nnote\t").expect("a note");
    assert!(checked.out.find("\naccess\t").is_some_and(|at| at > last), "{}", checked.out);
}
