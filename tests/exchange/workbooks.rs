//! Workbooks: types of cells, displayed numbers, hidden rows and columns, and which sheet and
//! line has the headings.

use std::io::{Cursor, Read as _, Write as _};

use crate::common::Hr;
use crate::import::read;
use grantgrid::domain::{Field, JobProgress};
use grantgrid::exchange::{
    EntityFile, ExchangeError, Hidden, Import, Layout, Mode, Plan, ProblemKind, Sheets, Source,
    plan_noting_sheets, read_entities, read_entities_noting_sheets,
};
use grantgrid::filter::Axis;
use rust_xlsxwriter::{Format, Workbook};

/// The HR system's own sample: kenji, maria and emp001; NYC, LA, CHI and TYO.
fn hr() -> Hr {
    let hr = Hr::of(include_str!("../fixtures/hrm-2025.sql"));
    hr.run(
        "DELETE FROM hrm_user_company_access;
         UPDATE hrm_users SET username = 'kenji' WHERE id = 2;
         UPDATE hrm_users SET username = 'maria' WHERE id = 3;
         UPDATE hrm_users SET username = 'emp001' WHERE id = 4;
         UPDATE hrm_company SET code = 'NYC' WHERE code = 'KYO';
         UPDATE hrm_company SET code = 'LA' WHERE code = 'LIS';
         UPDATE hrm_company SET code = 'CHI' WHERE code = 'OLD';
         UPDATE hrm_company SET code = 'TYO'
         WHERE rowid = (SELECT min(rowid) FROM hrm_company WHERE code = 'BER');",
    );
    hr
}

fn of(bytes: &[u8], axis: Axis) -> Result<EntityFile, ExchangeError> {
    let import = Import::default();
    let source = Source::of_stream(&mut Cursor::new(bytes), &import.limits)?;
    read_entities(&source, &import, axis, &mut JobProgress::none())
}

/// The messages about a file of users or companies, and its problems with their positions.
fn said(bytes: &[u8], axis: Axis) -> (Vec<String>, Vec<String>) {
    let read_entities = of(bytes, axis).expect("records");
    let key = if axis == Axis::Users { Field::Username } else { Field::Code };
    let keys =
        read_entities.lines.iter().map(|line| line.draft.get(key).unwrap_or_default().to_owned());
    let problems = read_entities.problems.iter();
    let problems = problems.map(|it| format!("{}: {}", read_entities.position(it), it.problem));
    (keys.collect(), problems.collect())
}

fn planned(bytes: &[u8], import: &Import) -> Plan {
    read(&hr().open(), bytes, import).expect("a plan")
}

fn told(plan: &Plan) -> Vec<String> {
    plan.problems.first.iter().map(ToString::to_string).collect()
}

#[test]
fn a_text_that_is_not_a_name_is_a_problem_of_its_cell() {
    let (keys, problems) = said(include_bytes!("files/err.xlsx"), Axis::Users);
    assert_eq!(keys, [""; 0]);
    let references: Vec<&str> = problems.iter().filter_map(|it| it.split(':').next()).collect();
    assert_eq!(references, ["S!A2", "S!B3", "S!B4", "S!C4"], "{problems:?}");

    let (keys, problems) = said(include_bytes!("files/cf.xlsx"), Axis::Companies);
    assert_eq!(keys, [""; 0]);
    assert!(problems[0].starts_with("Sheet!B2: ") && problems[0].contains("never computed"));

    let (keys, problems) = said(include_bytes!("files/u6.csv"), Axis::Users);
    assert_eq!(keys, [""; 0]);
    assert_eq!(problems.len(), 3, "{problems:?}");

    let json =
        br##"[{"username": true, "email": "a@b.c"}, {"username": 0.3}, {"username": "#REF!"},
        {"username": "ann", "last_name": "NULL"}, {"username": 917}]"##;
    let (keys, problems) = said(json, Axis::Users);
    assert_eq!((keys, problems.len()), (vec!["917".to_owned()], 4), "{problems:?}");
}

#[test]
fn a_number_is_read_as_its_format_shows_it_or_is_a_problem() {
    let (keys, problems) = said(include_bytes!("files/users.xlsx"), Axis::Users);
    assert_eq!(keys.first().map(String::as_str), Some("00917"));
    let references: Vec<&str> = problems.iter().filter_map(|it| it.split(':').next()).collect();
    assert_eq!(&references[..4], ["Sheet!A3", "Sheet!A4", "Sheet!A5", "Sheet!A6"], "{problems:?}");
    let (keys, problems) = said(include_bytes!("files/zeros_c.xlsx"), Axis::Companies);
    assert_eq!((keys, problems), (vec!["007".to_owned()], vec![]));
    let (keys, problems) = said(include_bytes!("files/zeros_u.xlsx"), Axis::Users);
    assert_eq!((keys, problems), (vec!["00918".to_owned()], vec![]));
    let plan = planned(include_bytes!("files/zeros.xlsx"), &Import::default());
    assert!(told(&plan)[0].contains("00917"), "{:?}", told(&plan));
}

#[test]
fn a_heading_and_a_pair_are_read_like_names() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Pairs").expect("a name");
    let date = Format::new().set_num_format("yyyy-mm-dd");
    for (column, heading) in (0..).zip(["username", "company"]) {
        sheet.write(0, column, heading).expect("a cell");
    }
    sheet.write(1, 0, "kenji").expect("a cell");
    sheet.write_with_format(1, 1, 45_717, &date).expect("a cell");
    sheet.write(2, 0, true).and_then(|sheet| sheet.write(2, 1, "NYC")).expect("cells");
    let bytes = book.save_to_buffer().expect("a workbook");
    let plan = planned(&bytes, &Import { mode: Mode::Mirror, ..Import::default() });
    let found: Vec<(String, ProblemKind)> =
        plan.problems.first.iter().map(|it| (it.position.to_string(), it.kind)).collect();
    let bad = ProblemKind::BadValue;
    assert_eq!(found, [("Pairs!B2".to_owned(), bad), ("Pairs!A3".to_owned(), bad)]);
}

#[test]
fn hidden_cells_are_skipped_with_a_note_or_read() {
    let bytes = include_bytes!("files/hidden.xlsx");
    let plan = planned(bytes, &Import::default());
    assert_eq!((plan.bulk.users.len(), plan.bulk.companies.len()), (2, 2), "no maria, no CHI");
    assert_eq!(plan.notes, ["1 hidden row and 1 hidden column skipped"]);
    let plan = planned(bytes, &Import { hidden: Hidden::Read, ..Import::default() });
    assert_eq!((plan.bulk.users.len(), plan.bulk.companies.len()), (3, 3));
    assert_eq!(plan.notes, ["1 hidden row and 1 hidden column read as if visible"]);
}

#[test]
fn a_mirror_revokes_nothing_of_a_user_with_a_hidden_row() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, (user, company)) in
        (0..).zip([("username", "company"), ("kenji", "NYC"), ("kenji", "LA"), ("maria", "LA")])
    {
        sheet.write(row, 0, user).and_then(|it| it.write(row, 1, company)).expect("cells");
    }
    sheet.set_row_hidden(2).expect("a row");
    let bytes = book.save_to_buffer().expect("a workbook");
    let plan = planned(&bytes, &Import { mode: Mode::Mirror, ..Import::default() });
    assert!(
        plan.notes.contains(&"nothing of kenji is revoked: they have hidden rows".to_owned()),
        "{:?}",
        plan.notes
    );
}

#[test]
fn the_best_headings_are_found() {
    let plan = planned(include_bytes!("files/twosheets.xlsx"), &Import::default());
    assert_eq!((plan.bulk.users.len(), plan.bulk.companies.len()), (1, 2));
    assert_eq!(plan.notes, ["sheets that were not read: Staff"]);
    let plan = planned(include_bytes!("files/merged_head.xlsx"), &Import::default());
    assert_eq!((told(&plan), plan.bulk.companies.len()), (vec![], 3));
    for table in [
        "User access, NYC\nusername,NYC,LA\nkenji,x,\n",
        "Users, 2026, draft\nusername,NYC,LA\nkenji,x,\n",
        "username,Americas,\n,NYC,LA\nkenji,x,\n",
    ] {
        let plan = planned(table.as_bytes(), &Import::default());
        let found = (plan.bulk.users.len(), plan.bulk.companies.len(), told(&plan));
        assert_eq!(found, (1, 2, vec![]), "{table}");
    }
}

#[test]
fn equally_suitable_sheets_have_to_be_chosen() {
    let mut book = Workbook::new();
    for name in ["2025", "2026"] {
        let sheet = book.add_worksheet().set_name(name).expect("a name");
        for (column, text) in (0..).zip(["username", "NYC"]) {
            sheet.write(0, column, text).expect("a cell");
        }
        sheet.write(1, 0, "kenji").and_then(|sheet| sheet.write(1, 1, "x")).expect("cells");
    }
    let bytes = book.save_to_buffer().expect("a workbook");
    let store = hr().open();
    let refused = |import: &Import| match read(&store, &bytes, import) {
        Ok(_) => panic!("a plan"),
        Err(error) => error.to_string(),
    };
    assert!(refused(&Import::default()).contains("2025, 2026"));
    let named = |name: &str| Import { sheet: Some(name.to_owned()), ..Import::default() };
    assert!(refused(&named("2024")).contains("no sheet \"2024\"; it has: 2025, 2026"));
    let plan = read(&store, &bytes, &named("2026")).expect("a plan");
    assert_eq!(plan.notes, ["sheets that were not read: 2025"]);
}

#[test]
fn a_file_in_which_nothing_is_recognized_is_an_error() {
    let store = hr().open();
    for bytes in [
        &b"username,email,department\nkenji,k@x,Ops\n"[..],
        b"[]",
        br#"[{"foo": 1}]"#,
        br#"{"users": []}"#,
    ] {
        let read = read(&store, bytes, &Import::default());
        let is_refused = matches!(read, Err(ExchangeError::NoHeadings { .. }));
        assert!(is_refused, "{read:?}");
        for axis in [Axis::Users, Axis::Companies] {
            if bytes.starts_with(b"username") && axis == Axis::Users {
                continue;
            }
            let read = of(bytes, axis);
            assert!(matches!(read, Err(ExchangeError::NoHeadings { .. })), "{read:?}");
        }
    }
}

#[test]
fn the_sheets_to_choose_from_are_reported_even_if_reading_fails() {
    let store = hr().open();
    let sheets_of = |bytes: &[u8], import: &Import| {
        let source = Source::of_stream(&mut Cursor::new(bytes), &import.limits).expect("a source");
        let (mut sheets, watch) = (Sheets::default(), &mut JobProgress::none());
        let plan = plan_noting_sheets(&store, &source, import, &mut sheets, watch);
        (plan.is_ok(), sheets)
    };
    let names = |sheets: &Sheets| -> Vec<String> {
        sheets.all.iter().map(|sheet| sheet.name.clone()).collect()
    };
    let hidden = include_bytes!("files/hidden.xlsx");
    for hidden_is in [Hidden::Skip, Hidden::Read] {
        let (is_read, found) =
            sheets_of(hidden, &Import { hidden: hidden_is, ..Import::default() });
        let counts = (found.hidden_rows, found.hidden_columns);
        assert_eq!((is_read, counts, found.read.as_deref()), (true, (1, 1), Some("Sheet")));
        assert!(found.hide_anything() && !found.are_several());
    }
    let two = include_bytes!("files/twosheets.xlsx");
    let (is_read, found) = sheets_of(two, &Import::default());
    assert_eq!((is_read, names(&found)), (true, vec!["Staff".to_owned(), "Access".to_owned()]));
    assert_eq!((found.read.as_deref(), found.hide_anything()), (Some("Access"), false));
    // Although nothing in it fits, the error says which sheet was read, and which others there
    // are.
    let staff =
        Import { sheet: Some("staff".into()), layout: Some(Layout::Pairs), ..Import::default() };
    let (is_read, found) = sheets_of(two, &staff);
    assert_eq!((is_read, found.read.as_deref(), found.all.len()), (false, Some("Staff"), 2));

    let mut book = Workbook::new();
    for name in ["Notes", "Access", "Totals"] {
        let sheet = book.add_worksheet().set_name(name).expect("a name");
        sheet.set_hidden(name == "Access");
        let heading = if name == "Access" { "username" } else { "remark" };
        sheet.write(0, 0, heading).and_then(|sheet| sheet.write(0, 1, "NYC")).expect("cells");
        sheet.write(1, 0, "kenji").and_then(|sheet| sheet.write(1, 1, "x")).expect("cells");
    }
    let bytes = book.save_to_buffer().expect("a workbook");
    let import = Import::default();
    let source = Source::of_stream(&mut Cursor::new(&bytes), &import.limits).expect("a source");
    let mut sheets = Sheets::default();
    let watch = &mut JobProgress::none();
    let read = read_entities_noting_sheets(&source, &import, Axis::Users, &mut sheets, watch);
    assert!(matches!(read, Err(ExchangeError::NoHeadings { .. })), "{read:?}");
    assert_eq!((names(&sheets), &sheets.read), (vec!["Notes".into(), "Access".into()], &None));
    assert_eq!(sheets.all.iter().map(|it| it.is_hidden).collect::<Vec<_>>(), [false, true]);
}

/// A workbook with one sheet whose rows have this XML.
fn of_xml(rows: &str) -> Vec<u8> {
    sheets_of_xml(&[("Access", &format!("<sheetData>{rows}</sheetData>"))])
}

/// A workbook whose sheets have this XML.
fn sheets_of_xml(sheets: &[(&str, &str)]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, _) in sheets {
        book.add_worksheet().set_name(*name).expect("a name");
    }
    let plain = book.save_to_buffer().expect("a workbook");
    let mut old = zip::ZipArchive::new(Cursor::new(plain)).expect("an archive");
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..old.len() {
        let mut part = old.by_index(at).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).expect("XML");
        let number = name.strip_prefix("xl/worksheets/sheet");
        let number = number.and_then(|rest| rest.trim_end_matches(".xml").parse::<usize>().ok());
        if let Some(number) = number {
            let content = sheets[number - 1].1;
            text = format!(
                "<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/\
                 spreadsheetml/2006/main\">{content}</worksheet>"
            );
        }
        new.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        new.write_all(text.as_bytes()).expect("a part");
    }
    new.finish().expect("an archive").into_inner()
}

fn cell(position: &str, text: &str) -> String {
    format!("<c r=\"{position}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

fn row(attributes: &str, cells: &[(&str, &str)]) -> String {
    let cells: String = cells.iter().map(|(position, text)| cell(position, text)).collect();
    format!("<row {attributes}>{cells}</row>")
}

#[test]
fn a_damaged_cell_is_a_problem_of_that_cell() {
    let head = row("r=\"1\"", &[("A1", "username"), ("B1", "NYC"), ("C1", "LA")]);
    let last = row("r=\"3\"", &[("A3", "maria"), ("B3", "x")]);
    for bad in [
        "<c r=\"B2\" t=\"s\"><v>999</v></c>",
        "<c r=\"B2\" t=\"s\"><v>many</v></c>",
        "<c r=\"B2\" t=\"n\"><v>1.2.3</v></c>",
        "<c r=\"B2\" t=\"zz\"><v>1</v></c>",
    ] {
        let kenji = cell("A2", "kenji");
        let rows = format!("{head}<row r=\"2\">{kenji}{bad}{}</row>{last}", cell("C2", "x"));
        let plan = planned(&of_xml(&rows), &Import::default());
        let said = told(&plan);
        assert!(said.len() == 1 && said[0].starts_with("Access!B2: "), "{bad}: {said:?}");
        assert_eq!((plan.bulk.users.len(), plan.bulk.companies.len()), (2, 2), "{bad}");
        let users = rows.replace("NYC", "first name").replace("LA", "last name");
        let (keys, problems) = super::workbooks::said(&of_xml(&users), Axis::Users);
        assert_eq!(keys, ["maria"], "{bad}");
        assert!(problems[0].starts_with("Access!B2: first name is damaged"), "{problems:?}");
    }
}

#[test]
fn rows_and_columns_without_height_or_width_are_hidden() {
    let table = |before: &str, second: &str| {
        let rows = [
            row("r=\"1\" ht=\"15\"", &[("A1", "username"), ("B1", "NYC"), ("C1", "LA")]),
            row(&format!("r=\"2\" {second}"), &[("A2", "kenji"), ("B2", "x"), ("C2", "x")]),
            row("r=\"3\" ht=\"15\"", &[("A3", "maria"), ("B3", "x"), ("C3", "x")]),
        ];
        sheets_of_xml(&[("Access", &format!("{before}<sheetData>{}</sheetData>", rows.concat()))])
    };
    let cols = |of: &str| format!("<cols><col min=\"1\" max=\"2\" width=\"9\"/>{of}</cols>");
    for (before, second, users, companies) in [
        (String::new(), "ht=\"0\"", 1, 2),
        (String::new(), "ht=\"0.1\" customHeight=\"1\"", 1, 2),
        (String::new(), "hidden=\"1\" outlineLevel=\"1\"", 1, 2),
        ("<sheetFormatPr defaultRowHeight=\"15\" zeroHeight=\"1\"/>".into(), "", 1, 2),
        ("<sheetFormatPr defaultRowHeight=\"0\"/>".into(), "", 1, 2),
        ("<sheetFormatPr defaultRowHeight=\"15\"/>".into(), "", 2, 2),
        (cols("<col min=\"3\" max=\"3\" width=\"0\" customWidth=\"1\"/>"), "", 2, 1),
        (cols("<col min=\"3\" max=\"3\" width=\"9\" hidden=\"1\"/>"), "", 2, 1),
        (format!("<sheetFormatPr defaultColWidth=\"0\"/>{}", cols("")), "", 2, 1),
    ] {
        let plan = planned(&table(&before, second), &Import::default());
        let found = (plan.bulk.users.len(), plan.bulk.companies.len());
        assert_eq!(found, (users, companies), "{before} {second}");
        assert_eq!(plan.notes.iter().any(|it| it.contains("skipped")), found != (2, 2));
        let import = Import { hidden: Hidden::Read, ..Import::default() };
        let plan = planned(&table(&before, second), &import);
        assert_eq!((plan.bulk.users.len(), plan.bulk.companies.len()), (2, 2), "{before}");
    }
}

#[test]
fn a_sheet_with_data_is_preferred_to_headings_alone() {
    let head = row("r=\"1\"", &[("A1", "username"), ("B1", "NYC"), ("C1", "LA")]);
    let few = row("r=\"1\"", &[("A1", "username"), ("B1", "NYC")]);
    let data = row("r=\"2\"", &[("A2", "kenji"), ("B2", "x")]);
    let names = row("r=\"1\"", &[("A1", "username")]);
    let template = format!("<sheetData>{head}</sheetData>");
    let filled = format!("<sheetData>{few}{data}</sheetData>");
    let people = format!("<sheetData>{names}{}</sheetData>", row("r=\"2\"", &[("A2", "kenji")]));
    let all = [("Template", &*template), ("People", &*people), ("Filled", &*filled)];
    for turn in 0..3 {
        let mut sheets = all;
        sheets.rotate_left(turn);
        let plan = planned(&sheets_of_xml(&sheets), &Import::default());
        assert_eq!((plan.bulk.users.len(), plan.bulk.companies.len()), (1, 1), "{turn}");
        let note = plan.notes.iter().find(|it| it.starts_with("sheets that were not read"));
        assert!(note.is_some_and(|it| !it.contains("Filled")), "{:?}", plan.notes);
    }
    // A sheet with only usernames is not a file of grants.
    let people = sheets_of_xml(&[("People", &*people)]);
    let read = read(&hr().open(), &people, &Import::default());
    assert!(matches!(read, Err(ExchangeError::NoHeadings { .. })), "{read:?}");
}
