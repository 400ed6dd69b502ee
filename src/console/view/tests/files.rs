//! Exporting and importing in the console.

use std::fs;

use crate::console::dialogs::file::FileDialog;
use crate::console::harness::Harness;
use crate::store::testing::TestDb;

/// Types a path beside the database in place of the proposed one.
pub(super) fn named(console: Harness, name: &str) -> Harness {
    let path = console.db.path().with_file_name(name);
    console.keys(&format!("<c-u>{}", path.display()))
}

fn text(console: &Harness, name: &str) -> String {
    let path = console.db.path().with_file_name(name);
    fs::read_to_string(path).expect("the file")
}

#[test]
fn the_export_dialog_is_drawn_at_every_size() {
    let console = Harness::demo().size(80, 24).keys("x");
    insta::assert_snapshot!("export", console.screen());
    let console = console.keys("<up><right>").size(120, 24);
    assert!(console.screen().contains("-access.json"), "{}", console.screen());
    let console = console.keys("<up><right>");
    assert!(console.screen().contains("-grants.json"), "the name follows the choices");
    let console = console.keys("<up><right>");
    assert!(console.screen().contains("[everything]"), "nothing is marked: {}", console.screen());
    let console = console.keys("<end>x").size(80, 24);
    assert!(console.screen().contains("jsonx"), "letters go to the path: {}", console.screen());
    let console = console.keys("<esc><space>x");
    assert!(console.screen().contains("[marked]"), "{}", console.screen());
}

#[test]
fn typing_replaces_the_proposed_name() {
    let path = |console: &Harness| match console.dialogs.top_as::<FileDialog>() {
        Some(dialog) => dialog.path.value().to_owned(),
        _ => panic!("no dialog of a file\n{}", console.screen()),
    };
    let console = Harness::demo().keys("xmy.csv");
    assert_eq!(path(&console), "my.csv");
    // Also from a line of choices, after the path has followed a choice.
    let console = console.keys("<esc>x<up><up><right>p");
    assert_eq!(path(&console), "p");
    for (keys, expected) in [
        ("<bs>", "hrm-access.xls"),
        ("<left>x", "hrm-access.xlsxx"),
        ("<home>my-", "my-hrm-access.xlsx"),
        ("<end>.csv", "hrm-access.xlsx.csv"),
    ] {
        let console = Harness::demo().keys("x").keys(keys);
        assert_eq!(path(&console), expected, "{keys}");
    }
}

#[test]
fn the_format_follows_the_file_extension_and_vice_versa() {
    let console = named(Harness::demo().size(200, 24).keys("x"), "a.csv");
    assert!(console.screen().contains("[csv]"), "{}", console.screen());
    let console = console.keys("<up><right>");
    let screen = console.screen();
    assert!(screen.contains("[xlsx]") && screen.contains("/a.xlsx"), "{screen}");
    let console = named(console, "b.json").keys("<enter>");
    assert!(text(&console, "b.json").starts_with('{'), "{}", console.foot());
    // A path completed with Tab counts as typed.
    fs::write(console.db.path().with_file_name("list.csv"), "").expect("a file");
    let console = named(console.keys("x"), "li").keys("<tab>");
    assert!(console.screen().contains("[csv]"), "{}", console.screen());
    // An unknown file extension stays as typed.
    let console = named(console, "a.list").keys("<up><left>");
    assert!(console.screen().contains("/a.list"), "{}", console.screen());
}

#[test]
fn an_export_has_the_order_of_the_screen() {
    let console = Harness::demo().keys("/role:manager<enter>o<down><enter>o<down><enter>");
    let shown = console.state.users.shown().to_vec();
    let console = named(console.keys("x"), "shown.csv").keys("<enter>");
    assert!(console.foot().contains(&format!("{} users × 12 companies", shown.len())));
    let written = text(&console, "shown.csv");
    assert_eq!(written.lines().count(), shown.len() + 1);
    let first = written.lines().nth(1).expect("a line");
    let row = console.state.rows.get(shown[0]).expect("the row is in sight");
    assert!(first.starts_with(&row.user.username), "{first}");
}

#[test]
fn an_existing_file_is_replaced_only_after_a_prompt() {
    let console = named(Harness::demo().keys("x"), "a.csv").keys("<enter>");
    assert!(console.foot().contains("wrote 90 grants of 40 users × 12 companies"));
    let path = console.db.path().with_file_name("a.csv");
    fs::write(&path, "precious").expect("a file");
    let console = named(console.keys("x"), "a.csv").keys("<enter>");
    assert!(console.screen().contains("File exists"), "{}", console.screen());
    let console = console.keys("<enter><enter>x");
    assert_eq!(text(&console, "a.csv"), "precious", "no other key replaces it");
    let console = console.keys("<esc>");
    assert_eq!(text(&console, "a.csv"), "precious");
    let console = console.keys("<enter>y");
    assert!(console.foot().contains("wrote 90 grants"), "{}", console.foot());
    assert!(text(&console, "a.csv").starts_with("username,"));
    assert!(console.dialogs.is_empty());
}

#[test]
fn a_problem_of_the_path_is_shown_and_can_be_fixed() {
    let console = named(Harness::demo().keys("x"), "none/a.csv").keys("<enter>");
    assert!(console.foot().contains(": there is no folder "), "{}", console.foot());
    let console = named(console, "a.csv").keys("<enter>");
    assert!(console.foot().contains("wrote 90 grants"), "{}", console.foot());
    let console = named(console.keys("i"), "none.csv").keys("<enter>");
    assert!(console.foot().contains("none.csv: no such file or folder"), "{}", console.foot());
    let console = console.keys("<c-u><enter>");
    assert!(console.foot().contains("enter a file name"), "{}", console.foot());
}

#[test]
fn tab_completes_the_path() {
    let console = Harness::demo();
    for name in ["list-one.csv", "list-two.csv"] {
        fs::write(console.db.path().with_file_name(name), "").expect("a file");
    }
    let console = named(console.size(200, 24).keys("i"), "li").keys("<tab>");
    assert!(console.screen().contains("/list-▏"), "{}", console.screen());
    let console = console.keys("<tab>");
    assert!(console.screen().contains("/list-one.csv▏"), "{}", console.screen());
    let console = console.keys("<tab>");
    assert!(console.screen().contains("/list-two.csv▏"), "{}", console.screen());
    let console = console.keys("zzz<tab>");
    assert!(console.foot().contains("no match"), "{}", console.foot());
}

/// A console on the demo, with a file that has two mistakes and one new grant.
fn with_mistakes() -> Harness {
    let console = named(Harness::demo().keys("x"), "a.csv").keys("<enter>");
    let written = text(&console, "a.csv");
    let mut lines: Vec<String> = written.lines().map(str::to_owned).collect();
    lines[0] += ",town";
    // The second user gets every company, the sixth an invalid mark.
    lines[2] = lines[2].split(',').take(3).chain(["x"; 12]).collect::<Vec<_>>().join(",");
    lines[6] += "maybe";
    lines.push(format!("nobody{}", ",x".repeat(3)));
    fs::write(console.db.path().with_file_name("a.csv"), lines.join("\n")).expect("a file");
    named(console.size(80, 24).keys("i"), "a.csv")
}

#[test]
fn problems_are_listed_and_only_a_separate_key_skips_them() {
    let console = with_mistakes().keys("<enter>");
    insta::assert_snapshot!("import_problems", console.screen());
    let console = console.keys("<enter><enter>");
    assert!(console.screen().contains("2 problems in a.csv"), "{}", console.screen());
    let console = console.keys("<esc>");
    assert!(console.foot().contains("nothing was changed"), "{}", console.foot());
    let console = console.keys("<enter>s");
    insta::assert_snapshot!("import_preview", console.screen());
    let console = console.keys("<enter>");
    assert!(console.foot().contains("granted · u undoes"), "{}", console.foot());
    let second = console.state.users.get(1).expect("a user");
    let row = console.state.rows.get(second).expect("the row is in sight");
    assert_eq!(row.count(), 12);
    let console = console.keys("u");
    assert!(console.foot().contains("undid change 1"), "{}", console.foot());
}

#[test]
fn importing_an_export_changes_nothing() {
    let console = named(Harness::demo().keys("x"), "a.xlsx").keys("<enter>");
    assert!(console.foot().contains("wrote 90 grants"), "{}", console.foot());
    let console = named(console.keys("i"), "a.xlsx").keys("<up><right><enter>");
    assert!(console.foot().contains("nothing to change"), "{}", console.foot());
    assert!(console.dialogs.is_empty());
}

#[test]
fn a_read_only_database_can_be_exported_and_not_imported_into() {
    let db = TestDb::new();
    let plan = crate::store::DemoPlan { users: 4, companies: 3, grants: 5, seed: 1 };
    crate::store::Store::write_demo(&db.path(), &plan).expect("a demo");
    let mut console = Harness::on(db);
    console.state.session.read_only = true;
    let console = console.keys("i");
    assert!(console.foot().contains("read-only"), "{}", console.foot());
    let console = named(console.keys("x"), "a.csv").keys("<enter>");
    assert!(console.foot().contains("wrote 5 grants"), "{}", console.foot());
}
