//! What to choose for a workbook: the sheet to read, and whether hidden rows, columns and
//! sheets are read.

use rust_xlsxwriter::Workbook;

use super::files::named;
use crate::console::dialogs::file::FileDialog;
use crate::console::harness::Harness;

/// A sheet in which each of these users has a mark for the first company.
struct Sheet {
    name: &'static str,
    users: std::ops::Range<usize>,
    is_hidden: bool,
    hidden_row: Option<u32>,
}

const fn sheet(name: &'static str, users: std::ops::Range<usize>) -> Sheet {
    Sheet { name, users, is_hidden: false, hidden_row: None }
}

/// A console with a workbook beside the database, its path already typed in the import dialog.
fn with(size: (u16, u16), sheets: &[Sheet]) -> Harness {
    let console = Harness::demo().size(size.0, size.1);
    let company = console.state.companies.all()[0].code.clone();
    let name = |at: usize| {
        let id = console.state.users.get(at).expect("a user");
        console.state.rows.get(id).map_or_else(String::new, |row| row.user.username.clone())
    };
    let mut book = Workbook::new();
    for Sheet { name: sheet_name, users, is_hidden, hidden_row } in sheets {
        let page = book.add_worksheet().set_name(*sheet_name).expect("a name");
        page.set_hidden(*is_hidden);
        page.write(0, 0, "username").and_then(|it| it.write(0, 1, &company)).expect("headings");
        for (row, at) in (1..).zip(users.clone()) {
            page.write(row, 0, name(at)).and_then(|it| it.write(row, 1, "x")).expect("cells");
        }
        if let Some(row) = hidden_row {
            page.set_row_hidden(*row).expect("a row");
        }
    }
    let path = console.db.path().with_file_name("book.xlsx");
    book.save(path).expect("a workbook");
    // There are no grants yet, so every mark adds one.
    console.db.run("DELETE FROM hrm_user_company_access");
    named(console.tick().keys("i"), "book.xlsx")
}

/// The screen, with a path that is the same in every run.
fn shown(mut console: Harness) -> String {
    if let Some(dialog) = console.dialogs.top_as_mut::<FileDialog>() {
        dialog.path = "book.xlsx".into();
    }
    console.screen()
}

fn granted(console: &Harness, count: u32) -> bool {
    console.db.is_true(&format!("SELECT count(*) = {count} FROM hrm_user_company_access"))
}

#[test]
fn hidden_rows_are_skipped_until_a_person_chooses_to_read_them() {
    let sheet = Sheet { hidden_row: Some(2), ..sheet("Access", 0..3) };
    let console = with((120, 24), &[sheet]).keys("<enter>");
    assert!(console.screen().contains("+2 granted"), "{}", console.screen());
    let message = "1 hidden row skipped · Esc lets you choose what is read";
    assert!(console.foot().contains(message), "{}", console.foot());
    let console = console.keys("<esc>");
    let console = console.keys("<up><right><enter>");
    assert!(console.screen().contains("+3 granted"), "{}", console.screen());
    let console = console.keys("<enter>");
    assert!(console.dialogs.is_empty(), "{}", console.screen());
    assert!(granted(&console, 3), "{}", console.foot());
}

#[test]
fn what_a_workbook_leaves_to_choose_is_shown_above_its_path() {
    let sheet = Sheet { hidden_row: Some(2), ..sheet("Access", 0..3) };
    let console = with((120, 24), &[sheet]).keys("<enter><esc>");
    insta::assert_snapshot!("import_hidden", shown(console));
}

/// A choice is kept as long as the path names the same file. Another path resets it, even if
/// that file has nothing to choose.
#[test]
fn choices_for_one_file_do_not_apply_to_another() {
    let hidden = Sheet { is_hidden: true, ..sheet("Old", 0..4) };
    let console = with((120, 24), &[sheet("January", 0..1), sheet("February", 0..2), hidden]);
    let console = console.keys("<enter><right><right>");
    assert!(console.screen().contains("[February]"), "{}", console.screen());
    // Moving the cursor in the path and back leaves the same file.
    let console = console.keys("<down><down><left><right>");
    assert!(console.screen().contains("[February]"), "{}", console.screen());
    // A letter is typed and deleted, so that the path has meanwhile named another file.
    let console = console.keys("<end>x<bs>");
    assert!(!console.screen().contains("[February]"), "{}", console.screen());
    let console = console.keys("<enter>");
    assert!(console.foot().contains("several sheets"), "{}", console.foot());
    assert!(!console.screen().contains("[February]"), "{}", console.screen());
}

#[test]
fn equally_suitable_sheets_have_to_be_chosen_in_the_dialog() {
    let mut sheets: Vec<Sheet> = vec![sheet("January", 0..1), sheet("February", 0..2)];
    sheets.push(Sheet { is_hidden: true, ..sheet("Old", 0..4) });
    let console = with((120, 24), &sheets).keys("<enter>");
    assert!(console.foot().contains("several sheets"), "{}", console.foot());
    let console = console.keys("<right><right>");
    assert!(console.screen().contains("[February]"), "{}", console.screen());
    let console = console.keys("<enter>");
    assert!(console.screen().contains("+2 granted"), "{}", console.screen());
    let console = console.keys("<esc><right>");
    assert!(console.screen().contains("[Old (hidden)]"), "{}", console.screen());
    let console = console.keys("<enter>");
    assert!(console.screen().contains("+4 granted"), "{}", console.screen());
    // Another path resets the choices.
    let console = console.keys("<esc><end>x");
    assert!(!console.screen().contains("sheet "), "{}", console.screen());
    match console.dialogs.top_as::<FileDialog>() {
        Some(dialog) => assert!(dialog.is_at_path()),
        _ => panic!("no dialog of a file\n{}", console.screen()),
    }
}

#[test]
fn many_sheets_scroll_to_the_one_that_is_chosen() {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let sheets: Vec<Sheet> = NAMES.iter().map(|name| sheet(name, 0..1)).collect();
    let console = with((80, 24), &sheets).keys("<enter><left>");
    assert!(console.screen().contains("[December]"), "{}", console.screen());
    let console = console.keys("<left><left>");
    assert!(console.screen().contains("[October]"), "{}", console.screen());
    insta::assert_snapshot!("import_sheets", shown(console));
}
