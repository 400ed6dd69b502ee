//! Importing users and companies in the console.

use std::fs;

use super::files::named;
use crate::console::harness::Harness;
use crate::store::Store;
use crate::store::testing::{self, TestDb};

const COMPANIES: &str = "Code,Name,Tenant,Currency,Remarks\nNYC,New York,Global Corp,USD,old\n\
    LA,Los Angeles,Global Corp,USD,\nTKS,Tokyo,Pacific,JPY,\n";
const USERS: &str = "username,email,first_name,last_name,role,home\n\
    uma,uma@x.example,Uma,Root,Super Admin,NYC\nsarah,sarah@x.example,Sarah,Chen,HR Manager,LA\n";

/// A console at 80×24 on an empty database, with files beside it.
fn empty() -> Harness {
    let db = TestDb::new();
    drop(Store::create(&db.path(), testing::environment()).expect("a new database"));
    let console = Harness::on(db).size(80, 24);
    write(&console, "companies.csv", COMPANIES);
    write(&console, "users.csv", USERS);
    console
}

fn write(console: &Harness, name: &str, text: &str) {
    fs::write(console.db.path().with_file_name(name), text).expect("a file");
}

fn read(console: Harness, name: &str) -> Harness {
    named(console, name).keys("<enter>")
}

fn counts(console: &Harness) -> (usize, usize) {
    (console.state.users.len(), console.state.companies.len())
}

#[test]
fn an_empty_database_is_filled_from_two_files() {
    let console = empty();
    insta::assert_snapshot!("greeting", console.screen());
    let console = console.keys("i");
    insta::assert_snapshot!("import_dialog", console.screen());
    let console = read(console, "companies.csv");
    insta::assert_snapshot!("import_of_companies", console.screen());
    assert_eq!(counts(&console), (0, 0), "a preview changes nothing");
    let console = console.keys("first list<enter>");
    assert!(console.dialogs.is_empty(), "{}", console.screen());
    assert!(console.foot().contains("change 1: 2 tenants added, 3 companies added · u undoes"));
    assert_eq!(counts(&console), (0, 3));

    let console = console.keys("i");
    assert!(console.screen().contains("[users]"), "{}", console.screen());
    let console = read(console, "users.csv");
    insta::assert_snapshot!("import_of_users", console.screen());
    let console = console.keys("<enter>");
    insta::assert_snapshot!("imported", console.screen());
    assert_eq!(counts(&console), (2, 3));
    let user = &console.state.cursor_row().expect("a row").user;
    let home = user.home_company.as_ref().and_then(|id| console.state.companies.by_id(id));
    assert_eq!(home.map(|it| it.code.as_str()), Some("NYC"), "homes are read again");
    assert_eq!(console.state.statistics.known().map(|known| known.users), Some(2));
    assert!(console.keys("i").screen().contains("[grants]"));
}

#[test]
fn the_loss_of_the_last_super_admin_is_shown_before_it_is_rejected() {
    let console = read(empty().keys("i"), "companies.csv").keys("<enter>");
    let console = read(console.keys("i"), "users.csv").keys("<enter>");
    write(&console, "users.csv", "username,active\numa,no\n");
    let console = console.keys("i<up><up><right><down>");
    let console = read(console, "users.csv");
    assert!(
        console.screen().contains("uma is the last active Super Admin"),
        "{}",
        console.screen()
    );
    let console = console.keys("<enter>");
    assert!(console.screen().contains("add another one first"), "{}", console.screen());
}

#[test]
fn an_import_is_one_change_with_its_reason_and_can_be_undone() {
    let console = read(empty().keys("i"), "companies.csv").keys("first list<enter>");
    let change = console.db.open().next_to_undo().expect("the journal").expect("a change");
    assert_eq!(change.reason.as_deref(), Some("first list"));
    let console = read(console.keys("i"), "users.csv").keys("<enter>u");
    assert_eq!(counts(&console), (0, 3));
    let console = console.keys("u");
    assert_eq!(counts(&console), (0, 0));
    let console = console.keys("UU");
    assert_eq!(counts(&console), (2, 3), "{}", console.screen());
}

#[test]
fn changed_values_are_shown_before_and_after() {
    let console = read(empty().keys("i"), "companies.csv").keys("<enter>");
    write(&console, "companies.csv", "code,name\nNYC,New York City\nLA,Los Angeles\nOSA,Osaka\n");
    let console = console.keys("i<up><left>");
    assert!(console.screen().contains("[grants]"), "{}", console.screen());
    let console = console.keys("<left>");
    assert!(console.screen().contains("[companies]"), "{}", console.screen());
    let console = read(console, "companies.csv");
    // There are two tenants, and the file does not say which one Osaka belongs to.
    assert!(console.screen().contains("1 problem in companies.csv"), "{}", console.screen());
    let console = console.keys("s");
    assert!(console.screen().contains("name New York → New York City"), "{}", console.screen());
    assert!(console.screen().contains("0 lines added, 1 changed, 1 unchanged"));
    let console = console.keys("<esc>");
    assert!(console.foot().contains("nothing was changed"), "{}", console.foot());
    assert_eq!(console.state.companies.current().map(|it| it.name.as_str()), Some("New York"));
}

#[test]
fn problems_show_their_line_and_only_a_separate_key_skips_them() {
    let console = read(empty().keys("i"), "companies.csv").keys("<enter>");
    let lines = "eve,eve,Eve,X,Boss,NYC\nbob,bob@x.example,Bob,Y,,\numa,uma@x.example,,,,\n";
    write(&console, "users.csv", &format!("{USERS}{lines}"));
    let console = read(console.keys("i"), "users.csv");
    insta::assert_snapshot!("problems_of_users", console.screen());
    let console = console.keys("<enter><enter><esc>");
    assert!(console.foot().contains("nothing was changed"), "{}", console.foot());
    assert_eq!(counts(&console), (0, 3));
    let console = console.keys("<enter>s");
    insta::assert_snapshot!("import_without_problems", console.screen());
    let console = console.keys("<enter>");
    assert_eq!(counts(&console), (2, 3), "{}", console.screen());
}

#[test]
fn a_file_that_already_matches_has_nothing_to_import() {
    let console = read(empty().keys("i"), "companies.csv").keys("<enter>");
    let console = read(console.keys("i<up><right>"), "companies.csv").size(200, 50);
    let message = "nothing to change in companies.csv: 0 lines added, 0 changed, 3 unchanged";
    assert!(console.foot().contains(message), "{}", console.foot());
    assert!(console.dialogs.is_empty());
    let console = read(console.keys("i<up><right>"), "none.csv");
    assert!(console.foot().contains("none.csv: no such file or folder"), "{}", console.foot());
    let console = read(console, "users.csv");
    assert!(console.foot().contains("no headings were found"), "{}", console.foot());
    assert_eq!(counts(&console), (0, 3));
}

#[test]
fn an_import_is_previewed_again_after_another_program_writes() {
    let console = read(empty().keys("i"), "companies.csv").keys("<enter>");
    let console = read(console.keys("i"), "users.csv").keys("new hires");
    console.db.run(
        "INSERT INTO organization (id, name) VALUES (77, 'Another');
         INSERT INTO hrm_users (id, username, email, password_hash, first_name, last_name,
             is_active, must_reset_password, organization_id, role_id)
           VALUES (70, 'uma', 'uma@x.example', '!', 'Uma', 'Old', 1, 0, 77, 5)",
    );
    let console = console.keys("<enter>");
    assert!(console.foot().contains("the database changed in the meantime"), "{}", console.foot());
    assert!(console.screen().contains("1 line added, 1 changed"), "{}", console.screen());
    assert!(console.screen().contains("new hires"), "the reason stays: {}", console.screen());
    let console = console.keys("<enter>");
    assert!(console.dialogs.is_empty(), "{}", console.screen());
    assert_eq!(counts(&console), (2, 3));
}

/// Writes a file in the Windows encoding beside the database.
fn write_windows(console: &Harness, name: &str, text: &str) {
    let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(text);
    fs::write(console.db.path().with_file_name(name), bytes).expect("a file");
}

#[test]
fn a_guessed_encoding_has_to_be_chosen_before_the_file_is_read() {
    let console = empty();
    write_windows(&console, "c.csv", "code,name,tenant,currency\nMUC,München,Nord,EUR\n");
    let console = read(console.keys("i"), "c.csv");
    let screen = console.screen();
    assert!(screen.contains("▌ encoding [UTF-8]  windows-1252"), "{screen}");
    assert!(screen.contains("as windows-1252, line 2 reads “MUC,München,Nord,EUR”"), "{screen}");
    // Enter alone asks again, because nothing is chosen yet.
    let console = console.keys("<enter><enter>");
    assert!(console.screen().contains("[UTF-8]"), "{}", console.screen());
    assert_eq!(counts(&console), (0, 0));
    let console = console.keys("<right>");
    assert!(console.screen().contains("[windows-1252]"), "{}", console.screen());
    let console = console.keys("<enter>");
    assert!(console.screen().contains("Import companies"), "{}", console.screen());
    assert_eq!(counts(&console), (0, 0), "a preview changes nothing");
    let console = console.keys("<enter>");
    assert_eq!(counts(&console), (0, 1));
    assert_eq!(console.state.companies.all()[0].name, "München");

    // For another file, the question comes again.
    write_windows(&console, "u.csv", "username,email,last_name\nm,m@x.example,Müller\n");
    write_windows(&console, "v.csv", "username,email,last_name\nm,m@x.example,Möller\n");
    let console = read(console.keys("i"), "u.csv").keys("<right>");
    assert!(console.screen().contains("[windows-1252]"), "{}", console.screen());
    let console = read(console, "v.csv");
    assert!(console.screen().contains("[UTF-8]"), "{}", console.screen());
    assert!(console.screen().contains("Möller"), "{}", console.screen());
    assert_eq!(counts(&console), (0, 1));
}

/// A short text can be valid in several encodings. The operator sees how it reads in each.
#[test]
fn another_encoding_than_the_guess_can_be_chosen_by_how_the_file_reads_in_it() {
    let console = empty();
    let (bytes, ..) =
        encoding_rs::WINDOWS_1251.encode("code,name,tenant,currency\nMOS,Москва,Север,RUB\n");
    fs::write(console.db.path().with_file_name("c.csv"), bytes).expect("a file");
    let mut console = read(console.keys("i"), "c.csv");
    assert!(console.screen().contains("MOS,Москва,Север,RUB"), "{}", console.screen());
    let mut seen = Vec::new();
    loop {
        console = console.keys("<right>");
        let screen = console.screen();
        if screen.contains("[UTF-8]") {
            break;
        }
        let line = screen.lines().find(|line| line.contains("line 2 reads")).expect("a sample");
        seen.push(line.trim().to_owned());
    }
    assert!(seen[0].contains("as windows-1251, line 2 reads “MOS,Москва,Север,RUB”"), "{seen:?}");
    assert!(
        seen.iter().any(|it| it.contains("as windows-1252") && it.contains("Ìîñêâà")),
        "{seen:?}"
    );
}

#[test]
fn the_encoding_of_a_file_of_grants_is_a_choice_beside_the_mode() {
    let console = Harness::demo().size(80, 24).keys("<down>");
    let user = console.state.cursor_row().expect("a row").user.username.clone();
    let code = console.state.companies.all()[0].code.clone();
    let table = format!("username,{code},Abteilung\n{user},x,Führung\n");
    write_windows(&console, "g.csv", &table);
    let console = read(console.keys("i"), "g.csv").keys("<up><right>");
    assert!(console.screen().contains("[mirror]"), "{}", console.screen());
    assert!(console.screen().contains("[UTF-8]"), "{}", console.screen());
    let console = console.keys("<left><down><right><enter>");
    assert!(!console.screen().contains("[UTF-8]"), "{}", console.screen());
    assert!(console.screen().contains("Import grants"), "{}", console.screen());
}
