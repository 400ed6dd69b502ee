//! The documentation's table of JSON names every field that is printed.

use serde_json::Value;

use crate::support::Sandbox;

/// The row of the table about the JSON of these commands.
fn row(commands: &str) -> &'static str {
    let page = include_str!("../../docs/command-line.md");
    let (_, section) = page.split_once("## JSON").expect("the page has the section");
    let begins = format!("| {commands} |");
    section.lines().find(|line| line.starts_with(&begins)).unwrap_or_else(|| panic!("{commands}"))
}

/// Collects the names of all fields, including those of nested objects.
fn fields(value: &Value, names: &mut Vec<String>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| fields(value, names)),
        Value::Object(object) => {
            for (name, value) in object {
                names.push(name.clone());
                fields(value, names);
            }
        }
        _ => {}
    }
}

#[test]
fn the_documentation_names_every_field_of_json() {
    let sandbox = Sandbox::new();
    let grant = row("`grant`, `revoke`, `set`, `copy`");
    let dry = row("the same with `--dry-run`");
    let history = row("`history`");
    let cells = row("`history CHANGE`");
    let why = row("`why USER COMPANY`");
    let undo = row("`undo`, `redo`");
    let edits = row("`user`, `company`");
    for (arguments, rows) in [
        (&["stats"][..], &[row("`stats`")][..]),
        (&["users"], &[row("`users`")]),
        (&["companies"], &[row("`companies`")]),
        (&["show", "bob"], &[row("`show`"), row("`users`")]),
        (&["who", "PAR"], &[row("`who`")]),
        (&["access", "ada"], &[row("`access`")]),
        (&["policy"], &[row("`policy`")]),
        (
            &["policy", "set", "Employee", "--home", "never", "--dry-run"],
            &[row("`policy set`, `policy reset`"), row("`policy`")],
        ),
        (&["grant", "--user", "ada", "--company", "PAR"], &[grant]),
        (&["revoke", "--user", "bob", "--company", "PAR", "--dry-run"], &[grant, dry]),
        (&["populate", "--dry-run"], &[grant, dry, row("`populate`")]),
        (&["populate"], &[grant, row("`populate`")]),
        (&["rules"], &[row("`rules`")]),
        (&["rules", "set", "Employee", "home"], &[row("`rules set`")]),
        (&["check"], &[row("`check`")]),
        (&["user", "edit", "bob", "--first-name", "Rob"], &[edits, cells, history]),
        (&["company", "deactivate", "PAR", "--dry-run"], &[edits, cells, history]),
        (&["history"], &[history]),
        (&["history", "1"], &[history, cells]),
        (&["history", "4"], &[history, cells]),
        (&["history", "--by-user"], &[row("`history --by-user`")]),
        (&["why", "ada", "PAR"], &[why, history]),
        (&["why", "ada"], &[why, history, row("`why USER`")]),
        (&["undo", "1", "--dry-run"], &[undo, history, cells]),
        (&["undo", "1"], &[undo, history, cells]),
        (&["redo"], &[undo, history, cells]),
    ] {
        let ran = sandbox.hr(&[arguments, &["--json"]].concat());
        let mut names = Vec::new();
        fields(&ran.json(), &mut names);
        assert!(names.len() > 2, "{arguments:?}: {names:?}");
        for name in names {
            let is_named = rows.iter().any(|row| row.contains(&format!("`{name}`")));
            assert!(is_named, "{arguments:?}: the documentation does not name `{name}`");
        }
    }
}
