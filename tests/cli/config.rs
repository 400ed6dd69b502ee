//! `config`: the effective configuration, the defaults, the schema, and problems.

use std::fs;

use serde_json::Value;

use crate::support::Sandbox;

#[test]
fn the_default_is_a_configuration_that_changes_nothing() {
    let sandbox = Sandbox::empty();
    let text = sandbox.run(&["config", "--default"]).out;
    let file = sandbox.path(".config/grantgrid/config.toml");
    fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
    let before = sandbox.run(&["config"]).out;
    fs::write(&file, text).expect("a file");
    let after = sandbox.run(&["config"]).out;
    let settings = |text: &str| text.split_once('\n').map(|(_, rest)| rest.to_owned());
    assert_eq!(settings(&before), settings(&after));
    assert!(before.starts_with("# no file ") && before.contains("theme = \"auto\""), "{before}");
}

#[test]
fn every_problem_is_listed_and_the_status_is_1() {
    let sandbox = Sandbox::empty();
    let file = sandbox.path(".config/grantgrid/config.toml");
    fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
    fs::write(&file, "ascii = 1\n[keys]\nundo = \"w\"\nwhoo = \"Z\"\n").expect("a file");
    let ran = sandbox.run(&["config"]);
    assert_eq!(ran.status, 1, "{}", ran.err);
    let problems = "line 1, column 9: ascii is true or false; line 3, column 8: w is the key of why in \
                    Users; line 4, column 1: unknown action “whoo”";
    assert!(ran.err.contains(problems), "{}", ran.err);
    assert!(ran.out.contains("ascii = false"), "the defaults hold: {}", ran.out);
}

#[test]
fn the_schema_is_json_and_names_the_settings() {
    let sandbox = Sandbox::empty();
    let text = sandbox.run(&["config", "--schema"]).out;
    let schema: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(schema["properties"]["ascii"]["type"], "boolean");
    assert!(schema["properties"]["keys"]["properties"]["undo"].is_object());
}
