//! `demo --to URL`: an empty database gets the HR system's tables with the rows of a demo
//! file; any other is rejected and not changed.

use crate::harness::{Hrm, empty, hrm};
use crate::pull::assert_same;

fn demo(hrm: &Hrm) -> crate::program::Ran {
    hrm.grantgrid(&["demo", "--to", &hrm.url(), "--users", "300", "--seed", "7"])
}

#[test]
fn an_empty_database_is_filled_with_the_rows_of_a_demo_file() {
    let Some(hrm) = empty() else { return };
    let said = demo(&hrm).succeeds().err;
    assert!(said.contains(&hrm.url()), "{said}");
    hrm.grantgrid(&["demo", "--to", "demo.db", "--users", "300", "--seed", "7"]).succeeds();
    let table =
        |command: &str, database: &str| hrm.grantgrid(&[command, "--db", database]).succeeds().out;
    for command in ["users", "companies"] {
        // Companies of a server are in the order of their creation.
        let names = |rows: String| -> Vec<String> {
            let names = rows.lines().map(|row| row.split('\t').skip(1).take(2).collect());
            let mut names: Vec<String> = names.collect();
            names.sort();
            names
        };
        assert_eq!(
            names(table(command, &hrm.url())),
            names(table(command, "demo.db")),
            "{command}"
        );
    }
    let figures = |database: &str| {
        let json = hrm.grantgrid(&["stats", "--json", "--db", database]).succeeds().json();
        [&json["users"], &json["companies"], &json["grants"]].map(ToString::to_string)
    };
    assert_eq!(figures(&hrm.url()), figures("demo.db"));
    hrm.grantgrid(&["pull", "copy.db", "--db", &hrm.url()]).succeeds();
    assert_same(&hrm, &hrm.path("copy.db"));
    // The HR application can add rows: its ids do not collide with those of the demo.
    hrm.run(
        "INSERT INTO hrm_users (username, email, password_hash, first_name, last_name, must_reset_password, organization_id, role_id) \
         VALUES ('next', 'next@example.org', 'x', 'N', 'N', true, 1, 1); \
         INSERT INTO hrm_roles (name) VALUES ('Next'); INSERT INTO organization (name) VALUES ('Next'); \
         UPDATE hrm_company SET name = name || '!'",
    );
}

#[test]
fn a_database_that_is_not_empty_is_refused() {
    let Some(hrm) = hrm() else { return };
    demo(&hrm).fails(1, "this database is not empty");
    assert_eq!(hrm.number("SELECT count(*) FROM hrm_users"), 69);
    let Some(other) = empty() else { return };
    other.run("CREATE SCHEMA mine; CREATE VIEW mine.v AS SELECT 1 AS one");
    demo(&other).fails(1, "this database is not empty");
    assert_eq!(other.number("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), 0);
}

#[test]
fn a_demo_that_fails_leaves_nothing_on_the_server() {
    let Some(hrm) = empty() else { return };
    // A type with the name of one of the HR system's is not a table, so it is found only while
    // tables are created.
    hrm.run("CREATE DOMAIN attendance_status_enum AS text");
    demo(&hrm).fails(1, "attendance_status_enum");
    assert_eq!(hrm.number("SELECT count(*) FROM pg_class WHERE relname LIKE 'hrm%'"), 0);
}
