//! Files that are no table are named for what they are, with what to do instead;
//! nothing of a library's own wording reaches the person.

use std::io::{Cursor, Write as _};

use crate::import::{hr, read};
use grantgrid::domain::JobProgress;
use grantgrid::exchange::{Import, Limits, Source, read_entities};
use grantgrid::filter::Axis;
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

/// What every import says of a file.
#[track_caller]
fn refused(bytes: &[u8]) -> String {
    let limits = Limits::default();
    let hr = hr();
    let grants = read(&hr.open(), bytes, &Import::default()).expect_err("it is refused");
    let source = Source::of_stream(&mut Cursor::new(bytes), &limits).expect("a source");
    for axis in [Axis::Users, Axis::Companies] {
        let import = Import { limits, ..Import::default() };
        let error = read_entities(&source, &import, axis, &mut JobProgress::none());
        assert_eq!(error.expect_err("it is refused").to_string(), grants.to_string());
    }
    grants.to_string()
}

#[test]
fn other_files_are_named_for_what_they_are() {
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
        let wanted = format!("the file is {what}, which is not read; save it as XLSX or CSV");
        assert_eq!(refused(&bytes), wanted);
    }
}

#[test]
fn a_damaged_archive_is_said_to_be_damaged() {
    let whole = archive(&["[Content_Types].xml", "xl/workbook.xml"]);
    for bytes in [&whole[..whole.len() - 30], b"PK\x03\x04rest"] {
        let wanted = "the file cannot be read as an XLSX workbook: the archive is damaged or \
                      incomplete; save it again";
        assert_eq!(refused(bytes), wanted);
    }
}

#[test]
fn lines_of_json_and_json_of_another_structure_are_explained() {
    let lines = b"{\"id\": 1, \"kind\": \"grant\"}\n{\"id\": 2, \"kind\": \"undo\"}\n";
    assert!(refused(lines).starts_with("the file has one JSON object on each line (JSON Lines)"));
    let other = refused(b"{\n \"username\": \"sarah\"\n}");
    assert!(other.starts_with("the JSON has another structure than an import"), "{other}");
    assert!(other.ends_with("at line 2, column 20"), "{other}");
    let broken = refused(b"[{\"username\": \"sarah\",\n \"companies\": [\"PAR\"}]");
    assert_eq!(
        broken,
        "the file cannot be read: not valid JSON: expected `,` or `]` at line 2 column 21"
    );
}
