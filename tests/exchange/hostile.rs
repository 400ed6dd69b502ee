//! Damaged and hostile files, and those that are not tables at all.

use std::io::{Cursor, Write as _};

use crate::import::{hr, read};
use grantgrid::domain::{Cancel, JobProgress};
use grantgrid::exchange::{ExchangeError, Format, Import, Limits, Source, plan};
use grantgrid::store::StoreError;
use rust_xlsxwriter::Workbook;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The error of reading a file under limits.
#[track_caller]
fn refused(bytes: &[u8], limits: Limits) -> String {
    let hr = hr();
    let import = Import { limits, ..Import::default() };
    let refused = read(&hr.open(), bytes, &import).expect_err("a refusal");
    refused.to_string()
}

#[test]
fn a_file_that_is_not_a_table_is_rejected_with_a_reason() {
    let usual = Limits::default();
    for (bytes, part) in [
        (&b""[..], "no headings were found"),
        (b"a,b\nc,d\n", "no headings were found"),
        (b"\0\0\0\0", "not a text file"),
        (b"\xd0\xcf\x11\xe0rest", "a workbook of Excel 97–2003 (XLS)"),
        (b"PK\x03\x0401234567890123456789012345mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "OpenDocument file (ODS), which is not supported; save it as XLSX or CSV"),
        (b"\n<HTML><table><tr><td>username", "the file is HTML or XML"),
        (b"PK\x03\x04rest", "cannot read the file as an XLSX workbook"),
        (b"[{\"username\": ", "not valid JSON: EOF"),
        (b"{\"a\": 1}", "no headings were found"),
    ] {
        let sentence = refused(bytes, usual);
        assert!(sentence.contains(part), "{sentence}");
    }
    let name = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes);
    let encrypted: Vec<u8> =
        [&b"\xd0\xcf\x11\xe0"[..], &vec![7; 65_520]].concat().into_iter().chain(name).collect();
    let sentence = refused(&encrypted, usual);
    assert!(sentence.contains("protected by a password"), "{sentence}");
    assert!(sentence.ends_with("save it as XLSX or CSV without a password"), "{sentence}");
    let hr = hr();
    let missing = Source::open(&hr.folder().join("none.csv"), &usual);
    assert!(matches!(missing, Err(ExchangeError::Unreadable { .. })), "{missing:?}");
    let folder = Source::open(hr.folder(), &usual);
    assert!(matches!(folder, Err(ExchangeError::NotAFile(_))), "{folder:?}");
}

#[test]
fn a_hostile_text_is_refused() {
    let usual = Limits::default();
    let table = b"username,PAR,SAO\nada,x,x\nBob,x,x\n";
    let small = Limits { file: 20, ..usual };
    assert!(refused(table, small).contains("too many bytes in the file: the limit is 20"));
    let few = Limits { cells: 5, ..usual };
    assert!(refused(table, few).contains("too many cells: the limit is 5"));
    let narrow = Limits { columns: 2, ..usual };
    assert!(refused(table, narrow).contains("too many columns: the limit is 2"));

    let unclosed = [&b"username,PAR\n\""[..], &vec![b'x'; 1_000_000]].concat();
    let short = Limits { line: 100_000, ..usual };
    assert!(refused(&unclosed, short).contains("too many bytes in a line: the limit is 100000"));
    let rest = b"username,PAR\n\"ada,x\nBob,x\n";
    assert!(refused(rest, usual).contains("mark opened in line 2, column 1 is never closed"));
    assert!(refused(b"\"username,PAR\nada,x", usual).contains("opened in line 1, column 1"));
    let entry = format!("[{{\"username\": \"{}\"}}]", "x".repeat(1_000_000));
    assert!(refused(entry.as_bytes(), short).contains("too many bytes in an entry"));
    let deep = "[".repeat(1_000_000);
    assert!(refused(deep.as_bytes(), usual).contains("recursion limit"));
}

fn workbook(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(bytes).expect("room");
    }
    zip.finish().expect("a file").into_inner()
}

#[test]
fn a_formula_without_a_value_is_a_problem_of_its_cell() {
    let spreadsheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let book = format!(
        "<workbook xmlns='{spreadsheet}' xmlns:r='{office}'><sheets>\
         <sheet name='Access' sheetId='1' r:id='r1'/></sheets></workbook>"
    );
    let links = |kind: &str, target: &str| {
        let all = "http://schemas.openxmlformats.org/package/2006/relationships";
        format!(
            "<Relationships xmlns='{all}'><Relationship Id='r1' Type='{office}/{kind}' \
             Target='{target}'/></Relationships>"
        )
    };
    let text = |position: &str, text: &str| format!("<c r='{position}' t='str'><v>{text}</v></c>");
    // A program wrote the first, a spreadsheet the second: both contain no text.
    let sheet = format!(
        "<worksheet xmlns='{spreadsheet}'><sheetData><row r='1'>{}{}</row>\
         <row r='2'>{}<c r='B2'><f>TRUE()</f><v></v></c></row>\
         <row r='3'>{}<c r='B3' t='str'><f>IF(1,\"\",1)</f><v></v></c></row></sheetData></worksheet>",
        text("A1", "username"),
        text("B1", "PAR"),
        text("A2", "ada"),
        text("A3", "Bob"),
    );
    let bytes = workbook(&[
        ("_rels/.rels", links("officeDocument", "xl/workbook.xml").as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", links("worksheet", "worksheets/sheet1.xml").as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ]);
    let hr = hr();
    let plan = read(&hr.open(), &bytes, &Import::default()).expect("a plan");
    let told: Vec<String> = plan.problems.first.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        ["Access!B2: “a formula that was never computed” is not a valid mark; cell unchanged"]
    );
}

#[test]
fn a_hostile_workbook_is_refused() {
    let usual = Limits::default();
    let zeros = vec![b' '; 2 << 20];
    let bomb = workbook(&[("xl/worksheets/sheet1.xml", &zeros), ("xl/other.bin", &zeros)]);
    assert!(bomb.len() < 100_000, "it is small while it is packed");
    let limits = Limits { unpacked: 3 << 20, line: u64::MAX, ..usual };
    assert!(refused(&bomb, limits).contains("too many bytes in the unpacked workbook"));
    let limits = Limits { part: 1 << 20, line: u64::MAX, ..usual };
    assert!(refused(&bomb, limits).contains("too many bytes in a part of the workbook"));
    let limits = Limits { line: 1 << 20, ..usual };
    assert!(refused(&bomb, limits).contains("too many bytes in a value of the workbook"));

    let strings = b"<sst uniqueCount='99999999999999'></sst>";
    assert!(
        refused(&workbook(&[("xl/sharedStrings.xml", strings)]), usual).contains("too many cells")
    );
    let entities = b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]><x>&a;</x>";
    assert!(refused(&workbook(&[("xl/workbook.xml", entities)]), usual).contains("definitions"));
    assert!(refused(&workbook(&[]), usual).contains("a ZIP archive without a workbook"));

    let mut book = Workbook::new();
    for _ in 0..5 {
        book.add_worksheet().write(0, 0, "nothing").expect("a cell");
    }
    let bytes = book.save_to_buffer().expect("a workbook");
    let limits = Limits { sheets: 4, ..usual };
    assert!(refused(&bytes, limits).contains("too many sheets: the limit is 4"));
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "username").and_then(|sheet| sheet.write(0, 9_999, "PAR")).expect("cells");
    let bytes = book.save_to_buffer().expect("a workbook");
    let limits = Limits { columns: 9_999, ..usual };
    assert!(refused(&bytes, limits).contains("too many columns"));
}

#[test]
fn long_texts_of_a_workbook_are_refused() {
    let usual = Limits::default();
    let book = |texts: &[&str], merged: bool| {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write(0, 0, "username").and_then(|sheet| sheet.write(0, 1, "PAR")).expect("cells");
        for (row, text) in (1..).zip(texts) {
            sheet.write(row, 0, *text).expect("a cell");
        }
        if merged {
            let format = rust_xlsxwriter::Format::new();
            sheet.merge_range(1, 1, 9, 9, &"y".repeat(100), &format).expect("cells");
        }
        book.save_to_buffer().expect("a workbook")
    };
    let short = Limits { cell: 10, ..usual };
    let told = refused(&book(&["ada", "a-long-name"], false), short);
    assert!(
        told.contains("too many characters in a cell of the workbook: the limit is 10"),
        "{told}"
    );
    let hr = hr();
    let ten = book(&["zwölf-mal-"], false);
    let import = Import { limits: short, ..Import::default() };
    read(&hr.open(), &ten, &import).expect("ten characters, in eleven bytes");

    // The file contains the text only once.
    let few = Limits { texts: 500, ..usual };
    let told = refused(&book(&["the same text"; 50], false), few);
    assert!(told.contains("too many bytes of text in the cells of the workbook"), "{told}");
    let told = refused(&book(&["ada"], true), few);
    assert!(told.contains("text in the cells of the workbook: the limit is 500"), "{told}");
    assert_eq!(usual.cell, 32_767, "Excel has no more");
}

#[test]
fn the_problem_of_a_long_name_is_short() {
    let hr = hr();
    let name = "x".repeat(1 << 20);
    let table = format!("username,PAR\n{name},x\nada,{name}\n");
    let plan = read(&hr.open(), table.as_bytes(), &Import::default()).expect("a plan");
    let told: Vec<&str> =
        plan.problems.first.iter().map(|problem| problem.sentence.as_str()).collect();
    assert_eq!(told.len(), 2);
    assert!(told.iter().all(|told| told.chars().count() == 300), "{told:?}");
    assert!(told.iter().any(|told| told.ends_with("is not a valid mark; cell unchanged")));
}

#[test]
fn a_damaged_workbook_is_never_more_than_an_error() {
    let hr = hr();
    let store = hr.open();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "username").and_then(|sheet| sheet.write(0, 1, "PAR")).expect("cells");
    sheet.write(1, 0, "ada").and_then(|sheet| sheet.write(1, 1, "x")).expect("cells");
    let whole = book.save_to_buffer().expect("a workbook");
    for cut in (0..whole.len()).step_by(97) {
        let import = Import { format: Some(Format::Xlsx), ..Import::default() };
        assert!(read(&store, &whole[..cut], &import).is_err(), "cut at {cut}");
        let mut flipped = whole.clone();
        flipped[cut] ^= 0x55;
        let _ = read(&store, &flipped, &import);
    }
}

#[test]
fn reading_can_be_stopped() {
    let hr = hr();
    let store = hr.open();
    let cancel = Cancel::default();
    cancel.cancel();
    for bytes in [&b"username,PAR\nada,x\n"[..], b"[{\"username\": \"ada\"}]"] {
        let source = Source::of_stream(&mut Cursor::new(bytes), &Limits::default()).expect("bytes");
        let mut progress = |_, _| {};
        let mut watch = JobProgress::new(&cancel, &mut progress);
        let stopped = plan(&store, &source, &Import::default(), &mut watch);
        assert!(matches!(stopped, Err(ExchangeError::Store(StoreError::Cancelled))), "{stopped:?}");
    }
}
