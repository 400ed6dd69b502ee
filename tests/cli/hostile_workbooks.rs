//! Workbooks in which every text could control the terminal: headings, cells, results of
//! formulas, number formats, names of sheets.

use rust_xlsxwriter::{Format, Formula, Workbook};

use crate::support::Sandbox;
use crate::terminal::{BAD, assert_harmless, bad, hostile, try_all};

/// A sheet name that Excel allows.
const SHEET: &str = "s\u{9b}31m\u{202e}\u{2066}\u{200b}\u{200f}\u{2028}t";

/// A sheet with these rows, and some cells that are not texts.
fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name(SHEET).expect("a name");
    for (line, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            sheet.write(line, column, bad(cell)).expect("a cell");
        }
    }
    let (last, width) = (u32::try_from(rows.len()).expect("few"), rows[0].len());
    let format = Format::new().set_num_format(bad("\"BAD\"0"));
    let result = Formula::new("1+1").set_result(bad("BAD"));
    for column in 0..u16::try_from(width).expect("few") {
        sheet.write_with_format(last, column, 917, &format).expect("a number");
        sheet.write(last + 1, column, result.clone()).expect("a formula");
        sheet.write(last + 2, column, Formula::new("1/0").set_result("#DIV/0!")).expect("an error");
        sheet.write(last + 3, column, true).expect("a boolean");
        sheet.write(last + 4, column, bad(&format!("BAD{column}"))).expect("a cell");
    }
    sheet.set_row_hidden(last + 4).expect("a hidden row");
    sheet.merge_range(last + 5, 0, last + 6, 1, &bad("BAD"), &Format::new()).expect("merged");
    book.save_to_buffer().expect("a workbook")
}

fn cells() -> Vec<u8> {
    workbook(&[
        &["username", "PAR", "BAD", "TYO BAD", "HQ"],
        &["bob", "BAD", "1", "0", "x"],
        &["mal BAD", "x", "y", "BAD", "BAD"],
        &["nobody BAD", "1", "1", "1", "1"],
    ])
}

fn pairs() -> Vec<u8> {
    workbook(&[&["username", "company"], &["mal BAD", "TYO BAD"], &["bob", "BAD"], &["BAD", "PAR"]])
}

fn users() -> Vec<u8> {
    workbook(&[
        &["username", "email", "role", "organization", "active", "BAD"],
        &["BAD", "BAD", "BAD", "BAD", "BAD", "1"],
        &["bob", "q BAD@x.example", "role BAD", "new BAD", "yes", "2"],
        &["mal BAD", "q@x.example", "HR Manager", "Acme", "no", "3"],
    ])
}

fn companies() -> Vec<u8> {
    workbook(&[
        &["code", "name", "tenant", "currency"],
        &["BAD", "BAD", "BAD", "BAD"],
        &["TYO BAD", "other BAD", "new BAD", "EUR"],
        &["PAR", "n", "BAD", "BAD"],
    ])
}

#[test]
fn no_workbook_controls_the_terminal() {
    let books =
        [("BAD.xlsx", cells()), ("p.xlsx", pairs()), ("u.xlsx", users()), ("c.xlsx", companies())];
    for (name, book) in books {
        let sandbox = hostile();
        std::fs::write(sandbox.path(&bad(name)), book).expect("the file");
        for command in ["import", "import-users", "import-companies"] {
            try_all(
                &sandbox,
                &[
                    &[command, name],
                    &[command, name, "--json"],
                    &[command, name, "--sheet", SHEET],
                    &[command, name, "--sheet", "BAD"],
                    &[command, name, "--hidden", "read"],
                    &[command, name, "--skip-problems"],
                ],
            );
        }
        try_all(
            &sandbox,
            &[
                &["import", name, "--mode", "mirror", "--skip-problems", "--force"],
                &["import-users", name, "--create-missing", "--skip-problems"],
                &["import-companies", name, "--create-missing", "--skip-problems"],
                &["history"],
                &["history", "1"],
                &["users"],
                &["companies"],
                &["undo"],
            ],
        );
    }
}

/// Messages name what was found in a workbook, rather than leaving it out.
#[test]
fn a_hostile_cell_is_reported_safely() {
    let sandbox = hostile();
    std::fs::write(sandbox.path("c.xlsx"), cells()).expect("the file");
    let ran = sandbox.hr(&["import", "c.xlsx"]);
    assert_harmless(&ran, &"cells");
    assert_eq!(ran.status, 1, "{}", ran.err);
    // So that it can be typed.
    let named =
        "x\\u{1b}[2J\\u{9b}31m\\u{d}\\u{a}\\u{7}\\u{202e}\\u{2066}\\u{200b}\\u{200f}\\u{2028}y";
    assert!(ran.err.contains(named), "no {named:?} in {}", ran.err);
}

/// Names leave in a workbook exactly as they are, and come back as the same.
#[test]
fn hostile_names_survive_a_workbook_unchanged() {
    let sandbox = Sandbox::new();
    let name = BAD.replace(['\r', '\n'], "");
    sandbox
        .connect()
        .execute_batch(&format!(
            "DELETE FROM hrm_user_company_access WHERE user_id = 99;
             UPDATE hrm_users SET username = 'mal {name}' WHERE id = 4;
             UPDATE hrm_company SET code = 'TYO {name}' WHERE code = 'TYO';"
        ))
        .expect("names");
    for file in ["out.xlsx", "out.csv", "out.json"] {
        let exported = sandbox.hr(&["export", file, "--force"]);
        assert_harmless(&exported, &file);
        assert_eq!(exported.status, 0, "{}", exported.err);
        let mirrored = sandbox.hr(&["import", file, "--mode", "mirror", "--dry-run", "--json"]);
        assert_harmless(&mirrored, &file);
        let json = mirrored.json();
        assert_eq!(json["problem_count"], 0, "{file}: {json}");
        assert_eq!((&json["added"], &json["removed"]), (&0.into(), &0.into()), "{file}: {json}");
    }
}
