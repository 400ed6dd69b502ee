//! Full names come from the first employee record if there is one, as in the HR system: in
//! lists, filters and files.

use rusqlite::Connection;
use serde_json::Value;

use crate::support::Sandbox;

const COLUMNS: &str = "ALTER TABLE hrm_employee ADD COLUMN first_name VARCHAR(50);
    ALTER TABLE hrm_employee ADD COLUMN last_name VARCHAR(50);";

/// A database made from a script as `other.db`, with names in the employee records.
fn sandbox(script: &str, names: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    let connection = Connection::open(sandbox.path("other.db")).expect("a database");
    connection.execute_batch(&format!("{script}\n{COLUMNS}\n{names}")).expect("SQL");
    sandbox
}

fn of_2025(more: &str) -> Sandbox {
    let names = "UPDATE hrm_employee SET first_name = 'Anne', last_name = 'Novak' WHERE id = 1;
         UPDATE hrm_employee SET first_name = '', last_name = ' ' WHERE id = 2;
         UPDATE hrm_employee SET first_name = 'Chiyo', last_name = 'Tanaka' WHERE id = 3;
         UPDATE hrm_employee SET first_name = 'Second', last_name = 'Record' WHERE id IN (4, 8);
         UPDATE hrm_employee SET first_name = 'Guste' WHERE id = 6;";
    sandbox(include_str!("../fixtures/hrm-2025.sql"), &format!("{names}{more}"))
}

fn of_2026() -> Sandbox {
    let names = "UPDATE hrm_employee SET first_name = 'Reto', last_name = 'Keller' WHERE id = 1;
         UPDATE hrm_employee SET first_name = NULL, last_name = '' WHERE id = 2;
         UPDATE hrm_employee SET first_name = 'Second', last_name = 'Record' WHERE id = 3;";
    sandbox(include_str!("../fixtures/hrm-2026.sql"), names)
}

/// The full names of the users that a filter matches.
fn names(sandbox: &Sandbox, filter: &str) -> Vec<String> {
    let arguments = ["users", "--where", filter, "--json", "--db", "other.db"];
    let listed = sandbox.hr(&arguments).json();
    let name = |it: &Value| it["full_name"].as_str().expect("a text").to_owned();
    listed.as_array().expect("an array").iter().map(name).collect()
}

const NAMES_OF_2025: [&str; 9] = [
    "Ada Root",
    "Anne Novak",
    "Björn Ångström",
    "Chiyo Tanaka",
    "Dora Left",
    "Emil Homeless",
    "Frida Number",
    "Guste",
    "Hana O'Neil",
];

#[test]
fn the_name_is_that_of_the_first_employee_record_unless_it_is_empty() {
    // The second record has such a high id that the records are not read on opening, and do
    // not fit into 32 bits.
    let high = "UPDATE hrm_employee SET id = 5000000000 WHERE id = 6;";
    for sandbox in [of_2025(""), of_2025(high)] {
        assert_eq!(names(&sandbox, ""), NAMES_OF_2025);
        assert_eq!(names(&sandbox, "name:novak"), ["Anne Novak"]);
        assert_eq!(names(&sandbox, "name:guste"), ["Guste"]);
        assert_eq!(names(&sandbox, "ångström"), ["Björn Ångström"]);
        for gone in ["name:Šimková", "name:nowhere", "name:record", "田中"] {
            assert_eq!(names(&sandbox, gone), [""; 0], "{gone}");
        }
        let shown = sandbox.hr(&["show", "gus", "--json", "--db", "other.db"]).json();
        assert_eq!(shown["full_name"], "Guste");
        let who = sandbox.hr(&["who", "BER (NORD)", "--json", "--db", "other.db"]).json();
        assert_eq!(who[1]["full_name"], "Anne Novak");
        let file = ["export", "out.csv", "--db", "other.db", "--users", "anna"];
        assert_eq!(sandbox.hr(&file).status, 0);
        let file = std::fs::read_to_string(sandbox.path("out.csv")).expect("a file");
        assert!(file.contains("Anne Novak") && !file.contains("Šimková"), "{file}");
    }
    let sandbox = of_2026();
    assert_eq!(names(&sandbox, ""), ["", "Reto Keller", "Luca Bianchi", "Zoé Favre"]);
    assert_eq!(names(&sandbox, "name:keller"), ["Reto Keller"]);
    assert_eq!(names(&sandbox, "name:müller | name:record"), [""; 0]);
    assert_eq!(names(&sandbox, "name:favre"), ["Zoé Favre"]);
}

#[test]
fn a_tenants_operator_sees_the_same_names() {
    let sandbox = of_2025("");
    let listed = ["users", "--json", "--db", "other.db", "--as", "anna", "--where", "name:novak"];
    let listed = sandbox.hr(&listed).json();
    assert_eq!(listed[0]["full_name"], "Anne Novak");
}
