//! Cells that could mean something other than they seem to: each is a problem or has a note,
//! and none silently grants or revokes anything.

use std::io::Cursor;

use crate::common::{ByName as _, Hr};
use crate::import::{hr, read};
use grantgrid::domain::JobProgress;
use grantgrid::exchange::{Import, Limits, Mode, Plan, Source, read_entities};
use grantgrid::filter::Axis;
use grantgrid::store::EditOptions;
use rust_xlsxwriter::{Format, Workbook};

/// The result of importing a file as a mirror, and afterwards the companies of Bob (Paris and
/// Head before) and of ada (none before).
#[track_caller]
fn mirrored(bytes: &[u8]) -> (Plan, Vec<String>, Vec<String>) {
    let hr = hr();
    let mut store = hr.open();
    let import = Import { mode: Mode::Mirror, ..Import::default() };
    let plan = read(&store, bytes, &import).expect("a plan");
    store.commit(&plan.bulk, None, None, &mut JobProgress::none()).expect("the import");
    (plan, store.companies_of("Bob"), store.companies_of("ada"))
}

fn problems(plan: &Plan) -> Vec<String> {
    plan.problems.first.iter().map(ToString::to_string).collect()
}

/// The messages of an import of users or companies that skips lines with problems.
fn taken(hr: &Hr, axis: Axis, file: &str) -> (Vec<String>, Vec<String>) {
    let limits = Limits::default();
    let source = Source::of_stream(&mut Cursor::new(file.as_bytes()), &limits).expect("a file");
    let file = read_entities(&source, &Import::default(), axis, &mut JobProgress::none())
        .expect("an entity file");
    let how = EditOptions::default();
    let report = file
        .import(&mut hr.open(), axis, true, &how, None, &mut JobProgress::none())
        .expect("a report");
    let said = report.problems.iter().map(|it| format!("{}: {}", file.position(it), it.problem));
    (said.collect(), file.notes.clone())
}

#[test]
fn ambiguous_letters_are_not_read_as_yes_and_no() {
    for (one, other, count) in [("Y", "D", 2), ("D", "N", 4), ("I", "N", 4), ("d", "y", 2)] {
        let table = format!("username,PAR,HQ (ACME)\nBob,{one},{other}\nada,{other},{one}\n");
        let (plan, bob, _) = mirrored(table.as_bytes());
        assert_eq!(plan.problems.count, count, "{one} {other}: {:?}", problems(&plan));
        assert_eq!(bob.len(), 2, "{one} {other}: nothing is revoked");
    }
}

#[test]
fn the_meaning_of_a_pair_of_letters_is_noted() {
    let (plan, ..) = mirrored(b"username,PAR,HQ (ACME)\nBob,O,N\nada,N,O\n");
    assert_eq!(plan.notes, ["read “N” as no and “O” as yes"]);
    let (plan, ..) = mirrored(b"username,PAR,HQ (ACME)\nBob,Y,N\nada,N,Y\n");
    assert_eq!(plan.notes, [""; 0]);
    let file = "username,active\nBob,J\n007,N\n";
    assert_eq!(taken(&hr(), Axis::Users, file).1, ["read “N” as no and “J” as yes"]);
}

#[test]
fn a_file_cut_off_after_a_separator_revokes_nothing() {
    let cut = ["\nBob,x,", "\rBob,x,", "\r\nBob,x,", "\n\"Bob\",\"x\","];
    for (line, end) in cut.into_iter().zip(["\n", "\r", "\r\n", "\n"]) {
        let table = format!("username,PAR,HQ (ACME){end}ada,x,{line}");
        let (plan, bob, ada) = mirrored(table.as_bytes());
        assert_eq!((bob.len(), ada.len(), plan.problems.count), (2, 1, 1), "{table:?}");
        let whole = format!("{table}{end}");
        let (plan, bob, _) = mirrored(whole.as_bytes());
        assert_eq!((bob, plan.problems.count), (vec!["Acme Paris".to_owned()], 0), "{whole:?}");
    }
}

#[test]
fn a_line_with_more_cells_than_headings_revokes_nothing() {
    for beyond in ["hello", "x", "0"] {
        let table = format!("username,PAR,HQ (ACME)\nada,x,\nBob,,,{beyond}\n");
        let (plan, bob, ada) = mirrored(table.as_bytes());
        assert_eq!((bob.len(), ada.len()), (2, 1), "{beyond}");
        let said = problems(&plan);
        assert!(said[0].contains("more cells than there are headings"), "{said:?}");
    }
    let (plan, bob, _) = mirrored(b"username,PAR,HQ (ACME)\nada,x,\nBob,x,,,,\n");
    assert_eq!((bob.len(), plan.problems.count), (1, 0), "empty cells are no values");
}

#[test]
fn a_code_that_another_tenant_has_too_is_added() {
    let hr = hr();
    let file = "code,name,tenant\nPAR,Blue Paris,Blue Ltd\nZZ,Alpha,ACME\nZZ,Beta,BLUE\n";
    assert_eq!(taken(&hr, Axis::Companies, file).0, [""; 0]);
    let codes = hr.rows("SELECT name FROM hrm_company WHERE code IN ('PAR', 'ZZ') ORDER BY name");
    assert_eq!(codes, ["'Acme Paris'", "'Alpha'", "'Beta'", "'Blue Paris'"]);
}

#[test]
fn a_list_or_an_object_is_not_a_missing_value() {
    let hr = hr();
    let before = hr.dump();
    for (field, kind) in [
        (r#""active": []"#, "a list"),
        (r#""home": {"code": "PAR"}"#, "an object"),
        (r#""role": ["HR Manager"]"#, "a list"),
    ] {
        let file = format!(r#"[{{"username": "new", "email": "n@x.example", {field}}}]"#);
        let (said, _) = taken(&hr, Axis::Users, &file);
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].contains(&format!("holds {kind} in the field")), "{said:?}");
    }
    assert_eq!(hr.dump(), before);
}

#[test]
fn a_replacement_character_is_a_problem() {
    let hr = hr();
    let before = hr.dump();
    for name in ["J\u{fffd}rg", "J\u{ffff}rg"] {
        let file = format!("username,email,last_name\nnew,n@x.example,{name}\n");
        let (said, _) = taken(&hr, Axis::Users, &file);
        assert!(said[0].contains("a character was lost"), "{said:?}");
    }
    assert_eq!(hr.dump(), before);
}

#[test]
fn a_mark_is_what_its_format_shows() {
    for (value, format, grants) in [
        ("x", "@", true),
        ("x", ";;;", false),
        ("x", "\"not \"@", false),
        ("x", "\"no\";\"no\";\"no\";\"no\"", false),
        ("1", "[=1]\"no\";\"yes\"", false),
        ("0", "[=0]\"yes\";\"no\"", false),
        ("1", "[=1]\"yes\";\"no\"", true),
    ] {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let format_of = Format::new().set_num_format(format);
        for (column, heading) in (0..).zip(["username", "PAR", "HQ (ACME)"]) {
            sheet.write(0, column, heading).expect("a cell");
        }
        sheet.write(1, 0, "ada").expect("a cell");
        let written = match value.parse::<f64>() {
            Ok(number) => sheet.write_with_format(1, 1, number, &format_of),
            Err(_) => sheet.write_with_format(1, 1, value, &format_of),
        };
        written.expect("a cell");
        let bytes = book.save_to_buffer().expect("a workbook");
        let (plan, _, ada) = mirrored(&bytes);
        let found = (plan.problems.count == 0, ada.len());
        let expected = (grants, usize::from(grants));
        assert_eq!(found, expected, "{value} as {format}: {:?}", problems(&plan));
    }
}

#[test]
fn a_username_is_what_its_format_shows() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let prefixed = Format::new().set_num_format("\"E\"@");
    sheet.write(0, 0, "username").and_then(|it| it.write(0, 1, "PAR")).expect("headings");
    sheet.write_with_format(1, 0, "007", &prefixed).and_then(|it| it.write(1, 1, "x")).expect("it");
    let bytes = book.save_to_buffer().expect("a workbook");
    let (plan, ..) = mirrored(&bytes);
    assert!(problems(&plan)[0].contains("E007"), "{:?}", problems(&plan));
}

#[test]
fn a_missing_value_in_a_status_field_is_not_a_no() {
    for text in ["None", "none", "NONE", "—", "-", "–", ".", "·", "▫", "−", "n/a", "--", "..."]
    {
        for heading in ["active", "status", "enabled"] {
            for (axis, key, file) in [
                (Axis::Users, "Bob", format!("username,{heading}\nBob,{text}\n")),
                (Axis::Companies, "PAR", format!("code,{heading}\nPAR,{text}\n")),
                (Axis::Users, "Bob", format!(r#"[{{"username":"Bob","{heading}":"{text}"}}]"#)),
                (Axis::Companies, "PAR", format!(r#"[{{"code":"PAR","{heading}":"{text}"}}]"#)),
            ] {
                let hr = hr();
                let (said, _) = taken(&hr, axis, &file);
                assert_eq!(said.len(), 1, "{file} {said:?}");
                let why = format!("holds “{text}”, which means no value; leave the cell empty");
                assert!(said[0].ends_with(&why), "{file} {said:?}");
                let store = hr.open();
                let is_active = match axis {
                    Axis::Users => store.person(key).active,
                    Axis::Companies => {
                        store.companies().iter().any(|it| it.code == key && it.active)
                    }
                };
                assert!(is_active, "{file}");
            }
        }
    }
    // Words that mean no in their language are accepted.
    for text in ["no", "нет", "無", "なし", "0", "inactive"] {
        let (said, _) = taken(&hr(), Axis::Users, &format!("username,active\nBob,{text}\n"));
        assert_eq!(said, [""; 0], "{text}");
    }
}

#[test]
fn a_missing_value_written_by_a_program_revokes_nothing() {
    for text in ["None", "none", "NULL", "nan"] {
        for file in [
            format!("username,PAR,HQ (ACME)\nBob,{text},x\n"),
            format!("username,company,granted\nBob,PAR,{text}\nBob,HQ (ACME),yes\n"),
            format!(r#"[{{"username":"Bob","PAR":"{text}","HQ (ACME)":"x"}}]"#),
        ] {
            let (plan, bob, _) = mirrored(file.as_bytes());
            assert_eq!((plan.problems.count, bob.len()), (1, 2), "{file} {:?}", problems(&plan));
        }
    }
}

/// A heading about inactivity means that access is removed, but a state in a cell may be
/// temporary. Only an explicit revocation in a list of changes revokes.
#[test]
fn a_temporary_status_revokes_nothing() {
    for heading in ["status", "granted", "action"] {
        for text in [
            "on hold",
            "stopped",
            "ended",
            "disable",
            "withdrawn",
            "closed",
            "paused",
            "old",
            "suspendu",
            "kündigen",
            "baja",
            "停止",
            "정지",
        ] {
            let file = format!("username,company,{heading}\nBob,PAR,{text}\nBob,HQ (ACME),yes\n");
            let (plan, bob, _) = mirrored(file.as_bytes());
            assert_eq!((plan.problems.count, bob.len()), (1, 2), "{file} {:?}", problems(&plan));
        }
        let file = format!("username,company,{heading}\nBob,PAR,revoked\nBob,HQ (ACME),yes\n");
        assert_eq!(mirrored(file.as_bytes()).1.len(), 1, "{file}");
    }
}
