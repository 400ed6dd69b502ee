//! Files that are not tables: the message says what they are and what to do instead, never in
//! the words of a library.

use std::io::{Cursor, Write as _};

use crate::import::{hr, read, refused};
use grantgrid::domain::JobProgress;
use grantgrid::exchange::{Import, Limits, Source, plan};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn archive(names: &[&str]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for name in names {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(b"<x/>").expect("a part");
    }
    zip.finish().expect("an archive").into_inner()
}

#[test]
fn unsupported_files_are_reported_by_their_kind() {
    let ods = archive(&["META-INF/manifest.xml", "content.xml"]);
    let numbers = archive(&["Index/Document.iwa", "preview.jpg"]);
    for (bytes, what) in [
        (archive(&["[Content_Types].xml", "xl/workbook.bin"]), "a binary workbook (XLSB)"),
        (ods, "an OpenDocument file (ODS)"),
        (numbers, "a Numbers document"),
        (archive(&["word/document.xml"]), "a document of another Office program"),
        (archive(&["users.csv"]), "a ZIP archive without a workbook"),
        (b"%PDF-1.7\n".to_vec(), "a PDF document"),
        (b"\x1f\x8b\x08\0\0\0\0\0".to_vec(), "compressed (gzip)"),
        (b"SQLite format 3\0\x10\0".to_vec(), "a SQLite database"),
        (b"\x89PNG\r\n\x1a\n".to_vec(), "a picture"),
    ] {
        let wanted = format!("the file is {what}, which is not supported; save it as XLSX or CSV");
        assert_eq!(refused(&bytes), wanted);
    }
}

#[test]
fn a_damaged_archive_is_reported_as_damaged() {
    let whole = archive(&["[Content_Types].xml", "xl/workbook.xml"]);
    for bytes in [&whole[..whole.len() - 30], b"PK\x03\x04rest"] {
        let wanted = "cannot read the file as an XLSX workbook: the archive is damaged or \
                      incomplete; save it again";
        assert_eq!(refused(bytes), wanted);
    }
}

#[test]
fn json_lines_and_other_structures_are_reported() {
    let lines = b"{\"id\": 1, \"kind\": \"grant\"}\n{\"id\": 2, \"kind\": \"undo\"}\n";
    assert!(refused(lines).starts_with("the file has one JSON object on each line (JSON Lines)"));
    // One line of `--jsonl` is valid JSON as well; an object with users is not a line of
    // changes.
    let line = b"{\"id\": 1, \"kind\": \"grant\"}\n";
    assert!(refused(line).starts_with("the file has one JSON object on each line (JSON Lines)"));
    let line = b"{\"username\": \"ada\", \"companies\": [\"PAR\"]}\n";
    assert!(refused(line).starts_with("the file has one JSON object on each line (JSON Lines)"));
    let other = refused(b"{\n \"username\": \"sarah\"\n}");
    assert!(other.starts_with("the JSON does not have the structure of an import"), "{other}");
    assert!(other.ends_with("at line 2, column 20"), "{other}");
    let broken = refused(b"[{\"username\": \"sarah\",\n \"companies\": [\"PAR\"}]");
    assert_eq!(
        broken,
        "cannot read the file: not valid JSON: expected `,` or `]` at line 2 column 21"
    );
}

/// The program's message about a file, with its causes.
fn said(bytes: &[u8]) -> String {
    let error = read(&hr().open(), bytes, &Import::default()).expect_err("it is refused");
    let causes = std::iter::successors(std::error::Error::source(&error), |it| it.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}

#[test]
fn an_error_in_json_is_reported_in_plain_words() {
    for (bytes, words) in [
        (&b"[{\"username\": "[..], "the file ends too early, on line 1; part of it may be missing"),
        (
            b"[{\"username\": \"sarah\",\n \"companies\": [\"PAR\"}]",
            "near line 2, column 21, a comma,",
        ),
        (b"[{]", "is missing or is in the wrong place; correct the file there"),
        (&b"[".repeat(1000), "lists or objects are nested too deeply"),
    ] {
        assert!(said(bytes).contains(words), "{}", said(bytes));
        assert!(said(bytes).starts_with("cannot read the file: not valid JSON: "));
    }
}

#[test]
fn an_empty_file_is_reported_as_empty_whatever_its_name() {
    let hr = hr();
    for bytes in [&b""[..], b"\xef\xbb\xbf", b" \r\n\n"] {
        assert!(refused(bytes).starts_with("the file is empty: "), "{bytes:?}");
        for name in ["a.csv", "a.tsv", "a.xlsx", "a.xls", "a.ods", "a.json", "a"] {
            let path = hr.folder().join(name);
            std::fs::write(&path, bytes).expect("a file");
            let source = Source::open(&path, &Limits::default()).expect("a source");
            let import = Import::default();
            let refused = plan(&hr.open(), &source, &import, &mut JobProgress::none());
            let sentence = refused.expect_err("it is refused").to_string();
            assert!(sentence.starts_with("the file is empty: "), "{name}: {sentence}");
        }
    }
}

#[test]
fn a_workbook_of_the_oldest_excel_is_recognized() {
    for begin in [[9, 0, 4, 0], [9, 2, 6, 0], [9, 4, 6, 0]] {
        let bytes = [&begin[..], &[0, 0, 16, 0, 1, 0, 0]].concat();
        assert_eq!(
            refused(&bytes),
            "the file is a workbook of Excel 2, 3 or 4 (XLS), too old a format, which is not supported; \
             save it as XLSX or CSV with LibreOffice or a newer Excel"
        );
    }
}
