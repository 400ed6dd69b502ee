//! Which names become a new user, company, tenant or organization, and which are rejected or
//! noted.

use std::io::Cursor;

use crate::common::Hr;
use crate::import::{hr, read};
use encoding_rs::{Encoding, ISO_8859_2, SHIFT_JIS, WINDOWS_1252};
use grantgrid::domain::JobProgress;
use grantgrid::exchange::{EntityFile, ExchangeError, Import, Limits, Source, read_entities};
use grantgrid::filter::Axis;
use grantgrid::store::EditOptions;
use rust_xlsxwriter::{Format, Workbook};

fn read_named(
    bytes: &[u8],
    axis: Axis,
    encoding: Option<&'static Encoding>,
) -> Result<EntityFile, ExchangeError> {
    let source = Source::of_stream(&mut Cursor::new(bytes), &Limits::default())?;
    let source = source.in_encoding(encoding);
    read_entities(&source, &Import::default(), axis, &mut JobProgress::none())
}

/// The problems and notes of an import that creates what is missing and skips lines with
/// problems.
#[track_caller]
pub(crate) fn taken(hr: &Hr, axis: Axis, bytes: &[u8]) -> (Vec<String>, Vec<String>) {
    let mut file = read_named(bytes, axis, None).expect("an entity file");
    let mut store = hr.open();
    file.note_look_alikes(&store, axis, &mut JobProgress::none()).expect("names");
    let how = EditOptions { create_missing: true, ..EditOptions::default() };
    let report = file.import(&mut store, axis, true, &how, None, &mut JobProgress::none());
    let report = report.expect("a report");
    let said = report.problems.iter().map(|it| format!("{}: {}", file.position(it), it.problem));
    (said.collect(), file.notes)
}

#[test]
fn users_with_home_companies_are_imported_even_if_a_company_name_is_ambiguous() {
    let hr = hr();
    let file = b"username,home,active\nada,PAR,yes\nBob,SAO,no\nada,SAO,yes\n007,PAR,yes\n";
    let (said, _) = taken(&hr, Axis::Users, file);
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said.iter().all(|it| it.contains("username is also on line")), "{said:?}");
    let active = hr.rows("SELECT username FROM hrm_users WHERE is_active = 0");
    assert_eq!(active, ["'Bob'"]);
    let file = br#"[{"username": "ada", "home": "PAR"}, {"username": "ada", "home": "SAO"}]"#;
    let (said, _) = taken(&hr, Axis::Users, file);
    assert!(said[0].contains("username is also in entry"), "{said:?}");
    let grants =
        br#"[{"username": "ada", "company": "PAR"}, {"username": "ada", "company": "SAO"}]"#;
    let refused = read_named(grants, Axis::Users, None).expect_err("a list of grants").to_string();
    assert!(refused.contains("“ada” is on entries 1 and 2"), "{refused}");
}

#[test]
fn a_placeholder_is_not_used_as_a_name() {
    for (text, why) in [
        ("#PUUTTUU!", "holds the error value"),
        ("#SKÄRNING!", "holds the error value"),
        ("#oops?", "holds the error value"),
        ("Fehler:502", "holds the error value"),
        ("Err:502", "holds the error value"),
        ("+1+1", "is a formula"),
        ("+A1", "is a formula"),
        ("@SUM(A1)", "is a formula"),
        ("=SUM(A1)", "is a formula"),
        ("=1-1", "is a formula"),
        ("-2+3+cmd|' /C calc'!A0", "is a formula"),
    ] {
        let hr = hr();
        let before = hr.dump();
        let users = format!("username,email,first_name\n{text},n@x.example,New\n");
        let first_names = format!("username,email,first_name\nnew,n@x.example,{text}\n");
        let organizations = format!("username,email,organization\nnew,n@x.example,{text}\n");
        let codes = format!("code,name,tenant\n{text},New,ACME\n");
        let names = format!("code,name,tenant\nNEW,{text},ACME\n");
        let tenants = format!("code,name,tenant\nNEW,New,{text}\n");
        for (file, axis) in [
            (users, Axis::Users),
            (first_names, Axis::Users),
            (organizations, Axis::Users),
            (codes, Axis::Companies),
            (names, Axis::Companies),
            (tenants, Axis::Companies),
        ] {
            let (said, _) = taken(&hr, axis, file.as_bytes());
            assert_eq!(said.len(), 1, "{file} {said:?}");
            assert!(said[0].contains(why), "{file} {said:?}");
        }
        assert_eq!(hr.dump(), before, "{text}");
    }
}

#[test]
fn an_existing_user_named_like_an_error_value_is_found() {
    let hr = hr();
    hr.run("UPDATE hrm_users SET username = '#Win!' WHERE username = 'ada'");
    let source = b"username,company\n#Win!,PAR\n#REF!,PAR\n#PUUTTUU!,PAR\n#Lost!,PAR\n";
    let plan = read(&hr.open(), source, &Import::default()).expect("a plan");
    assert_eq!(plan.bulk.users.len(), 1);
    let said: Vec<String> = plan.problems.first.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "line 3, column 1: the username holds the error value #REF!; the line is skipped",
            "line 4, column 1: the username holds the error value #PUUTTUU!; the line is skipped",
            "line 5, column 1: “#Lost!” is an error value, and nobody is called that",
        ]
    );
}

#[test]
fn names_of_people_have_no_invisible_characters() {
    let hr = hr();
    let before = hr.dump();
    for (letter, code) in [
        ("\u{202e}", "U+202E"),
        ("\u{200b}", "U+200B"),
        ("\u{2066}", "U+2066"),
        ("\u{feff}", "U+FEFF"),
        ("\u{ad}", "U+00AD"),
    ] {
        for (field, axis, rest) in [
            ("first_name", Axis::Users, "username,email"),
            ("last_name", Axis::Users, "username,email"),
            ("name", Axis::Companies, "code,tenant"),
        ] {
            let values = if axis == Axis::Users { "new,n@x.example" } else { "NEW,ACME" };
            let file = format!("{rest},{field}\n{values},An{letter}na\n");
            let (said, _) = taken(&hr, axis, file.as_bytes());
            assert_eq!(said.len(), 1, "{file} {said:?}");
            assert!(said[0].contains(&format!("the invisible character {code}")), "{said:?}");
        }
    }
    assert_eq!(hr.dump(), before);
    let file = "username,email,first_name\nnew,n@x.example,می\u{200c}روم\n";
    assert_eq!(taken(&hr, Axis::Users, file.as_bytes()).0, [""; 0], "its script needs it");
}

#[test]
fn a_new_name_that_looks_like_an_existing_one_is_noted() {
    let hr = hr();
    let file = b"username,email\nad4,4@x.example\nB0b,b@x.example\nBob,2\nO07,o@x.example\n";
    let (said, notes) = taken(&hr, Axis::Users, file);
    assert!(said.iter().all(|it| it.starts_with("line 4")), "{said:?}");
    assert_eq!(
        notes,
        [
            "line 3: the new username “B0b” looks like Bob",
            "line 5: the new username “O07” looks like 007"
        ]
    );
    let (_, notes) =
        taken(&hr, Axis::Users, b"username,email,organization\nnew,n@x.example,Acrne\n");
    assert_eq!(notes, ["line 2: the new organization “Acrne” looks like Acme"]);
    let file = br#"[{"code": "SA0", "name": "Acrne Paris", "tenant": "B1UE"},
        {"code": "PAR", "name": "Acme Paris", "tenant": "ACME"}]"#;
    let (said, notes) = taken(&hr, Axis::Companies, file);
    assert_eq!(said, [""; 0]);
    assert_eq!(
        notes,
        [
            "entry 1: the new code “SA0” looks like SAO",
            "entry 1: the new name “Acrne Paris” looks like Acme Paris",
            "entry 1: the new tenant “B1UE” looks like BLUE",
        ]
    );
}

#[test]
fn a_hidden_column_that_says_who_is_active_is_a_problem() {
    let hr = hr();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let rows = [
        ["username", "email", "active"],
        ["n1", "1@x.example", "yes"],
        ["n2", "2@x.example", "no"],
    ];
    for (row, cells) in (0..).zip(rows) {
        for (column, text) in (0..).zip(cells) {
            sheet.write(row, column, text).expect("a cell");
        }
    }
    sheet.set_column_hidden(2).expect("a column");
    let bytes = book.save_to_buffer().expect("a workbook");
    let (said, notes) = taken(&hr, Axis::Users, &bytes);
    assert_eq!(said, ["Sheet1, row 3: active is “no” in a hidden column, which is not read"]);
    assert_eq!(notes, ["1 hidden column skipped"]);
    assert_eq!(hr.rows("SELECT username FROM hrm_users WHERE username IN ('n1', 'n2')"), ["'n1'"]);
}

#[test]
fn a_time_is_not_called_a_date() {
    let hr = hr();
    for (format, value, why) in [
        ("hh:mm:ss", 0.4375, "holds a time (10:30:00)"),
        ("[h]:mm:ss", 1.5, "holds a time (36:00:00)"),
        ("yyyy-mm-dd", 45_000.0, "holds a date (2023-03-15)"),
        ("yyyy-mm-dd hh:mm", 45_000.5, "holds a date (2023-03-15 12:00:00)"),
    ] {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let format = Format::new().set_num_format(format);
        sheet.write(0, 0, "username").and_then(|it| it.write(0, 1, "email")).expect("headings");
        sheet.write_with_format(1, 0, value, &format).expect("a cell");
        sheet.write(1, 1, "n@x.example").expect("a cell");
        let (said, _) = taken(&hr, Axis::Users, &book.save_to_buffer().expect("a workbook"));
        assert_eq!(said, [format!("Sheet1!A2: username {why}; enter it as text")]);
    }
}

#[test]
fn a_wrongly_named_encoding_is_noticed() {
    let utf_8 = "username,email,last_name\nnew,n@x.example,Müller\n".as_bytes();
    for encoding in [WINDOWS_1252, SHIFT_JIS, ISO_8859_2] {
        match read_named(utf_8, Axis::Users, Some(encoding)) {
            Ok(file) => assert_eq!(
                file.notes,
                [format!(
                    "read as {}, but the file is also valid UTF-8: check its names, or read it as UTF-8",
                    encoding.name()
                )]
            ),
            Err(error) => assert!(matches!(error, ExchangeError::WrongEncoding { .. }), "{error}"),
        }
    }
    // “€” of Windows-1252 is a control character of ISO 8859-2.
    let euro = b"username,email,last_name\nnew,n@x.example,\x80uro\n";
    let refused = read_named(euro, Axis::Users, Some(ISO_8859_2)).expect_err("it is refused");
    assert_eq!(
        refused.to_string(),
        "read as ISO-8859-2, line 2 has the control character U+0080: choose another encoding; nothing \
         was read"
    );
    let json = r#"[{"username": "new", "email": "n@x.example", "last_name": "Mügge"}]"#.as_bytes();
    let file = read_named(json, Axis::Users, Some(WINDOWS_1252)).expect("an entity file");
    assert!(file.notes[0].contains("also valid UTF-8"), "{:?}", file.notes);
    // Lines of two encodings in one file: naming one encoding breaks the lines of the other.
    for (mixed, part) in [
        (&b"username,email,last_name\nnew,n@x.example,M\xc3\xbcller\nold,o@x.example,Gon\xe7al\n"[..], "1 character is"),
        (b"username,email,last_name\nnew,n@x.example,M\xc3\xbc\xc3\xbc\nold,o@x.example,Gon\xe7al\n", "some characters are"),
    ] {
        let file = read_named(mixed, Axis::Users, Some(WINDOWS_1252)).expect("an entity file");
        let said = format!("read as windows-1252, but {part} valid UTF-8: check the names");
        assert_eq!(file.notes, [said]);
    }
    let plain = b"username,email\nnew,n@x.example\n";
    let file = read_named(plain, Axis::Users, Some(WINDOWS_1252)).expect("an entity file");
    assert_eq!(file.notes, [""; 0]);
}

/// A company is not found by its name alone: one with a different spelling would become a
/// second company that looks the same.
#[test]
fn a_company_that_differs_in_spelling_only_has_a_note() {
    let hr = hr();
    for name in ["Acme  Paris", "acme paris", "Аcme Paris", "Ａcme Paris", "Acrne Paris"] {
        let file = format!("code,name,tenant\nNEW,{name},ACME\n");
        let (said, notes) = taken(&hr, Axis::Companies, file.as_bytes());
        assert_eq!(said, [""; 0], "{name}");
        assert_eq!(notes.len(), 1, "{name}");
        assert!(notes[0].starts_with("line 2: the new name “"), "{}", notes[0]);
        assert!(notes[0].contains("looks like Acme Paris"), "{}", notes[0]);
    }
    // Two tenants may have companies with the same name.
    for tenant in ["ACME", "BLUE"] {
        let file = format!("code,name,tenant\nNEW, Acme Paris ,{tenant}\n");
        let (said, notes) = taken(&crate::import::hr(), Axis::Companies, file.as_bytes());
        assert_eq!(said, [""; 0]);
        assert_eq!(notes, ["line 2: the new name “Acme Paris” is also that of PAR"], "{tenant}");
    }
    let twice = b"code,name,tenant\nN1,Beta Paris,ACME\nN2,Beta Paris,BLUE\n";
    let notes = taken(&crate::import::hr(), Axis::Companies, twice).1;
    assert_eq!(notes, ["line 3: the new name “Beta Paris” is also that of N1"]);
    // A code that exists in another tenant is new here.
    let known = b"code,name,tenant\nPAR,Acme Paris,BLUE\n";
    let notes = taken(&crate::import::hr(), Axis::Companies, known).1;
    assert_eq!(notes, ["line 2: the new name “Acme Paris” is also that of PAR"]);
    for line in ["PAR,Acme Paris,ACME", "PAR,Acme Paris,", "NEW,Beta Lyon,ACME"] {
        let file = format!("code,name,tenant\n{line}\n");
        let (said, notes) = taken(&crate::import::hr(), Axis::Companies, file.as_bytes());
        assert_eq!((said, notes), (Vec::new(), Vec::new()), "{line}");
    }
}

/// A spreadsheet program may have converted them, but they may also be names of people.
#[test]
fn a_boolean_or_a_date_as_a_persons_name_is_accepted_with_a_note() {
    let hr = hr();
    for (name, why) in [
        ("TRUE", "is a boolean"),
        ("FALSCH", "is a boolean"),
        ("2024-01-31", "is a date"),
        ("31.12.2024", "is a date"),
        ("1-Mar", "is a date"),
        ("1.5E+10", "is a number that a spreadsheet has shortened"),
    ] {
        let file = format!("username,first name,last name\nada,{name},Lovelace\nBob,Bob,{name}\n");
        let (said, notes) = taken(&hr, Axis::Users, file.as_bytes());
        assert_eq!(said, [""; 0], "{name}");
        let note = |position: &str| format!("{position} “{name}” {why}; it is imported as a name");
        assert_eq!(notes, [note("line 2: the first name"), note("line 3: the last name")]);
        let names = hr.rows("SELECT first_name FROM hrm_users WHERE username = 'ada'");
        assert_eq!(names, [format!("'{name}'")]);
    }
    let file = b"username,first name,last name\nada,True,None\nBob,May,-\n";
    assert_eq!(taken(&hr, Axis::Users, file), (Vec::new(), Vec::new()));
}

/// Spreadsheet programs turn codes like `MAR1` into dates, and save them as text.
#[test]
fn dates_and_times_are_not_used_as_new_names() {
    let hr = hr();
    for (date, what) in [
        ("1-Mar", "a date"),
        ("Mar-50", "a date"),
        ("01. Mrz", "a date"),
        ("31-Jan-2024", "a date"),
        ("31 January 2024", "a date"),
        ("2-set", "a date"),
        ("1/31", "a date"),
        ("31.1.", "a date"),
        ("3月1日", "a date"),
        ("10:30", "a time"),
        ("2:30 PM", "a time"),
    ] {
        for (axis, line) in [
            (Axis::Companies, format!("code,name,tenant\n{date},Harbour,ACME\n")),
            (Axis::Companies, format!("code,name,tenant\nHAR,{date},ACME\n")),
            (Axis::Companies, format!("code,name,tenant\nHAR,Harbour,{date}\n")),
            (Axis::Users, format!("username,email\n{date},h@x.example\n")),
            (Axis::Users, format!("username,email,organization\nhar,h@x.example,{date}\n")),
        ] {
            let (said, _) = taken(&hr, axis, line.as_bytes());
            assert_eq!(said.len(), 1, "{line}: {said:?}");
            assert!(said[0].contains(what), "{line}: {said:?}");
        }
    }
    let codes = b"code,name,tenant\nMAR-01,Harbour 1,ACME\nSEP2,Harbour 2,ACME\n";
    assert_eq!(taken(&hr, Axis::Companies, codes), (Vec::new(), Vec::new()));
    // Existing names of this kind are found.
    hr.run("UPDATE hrm_company SET code = '1-Mar' WHERE code = 'PAR'");
    let known = b"code,name,tenant\n1-Mar,Acme Lyon,ACME\n";
    assert_eq!(taken(&hr, Axis::Companies, known), (Vec::new(), Vec::new()));
}

/// A name may be written as the program shows it, with escapes for invisible characters.
#[test]
fn names_in_files_may_have_the_spelling_shown_on_screen() {
    let hr = hr();
    hr.run(
        "UPDATE hrm_users SET username = 'a' || char(8203) || 'da' WHERE username = 'ada';
         UPDATE hrm_company SET code = 'P' || char(160) || 'R' WHERE code = 'PAR'",
    );
    for file in [
        &b"username,company\na\\u{200b}da,P\\u{a0}R\n"[..],
        b"username,P\\u{a0}R\na\\u{200B}da,x\n",
        br#"[{"username": "a\\u{200b}da", "companies": ["P\\u{a0}R"]}]"#,
    ] {
        let plan = read(&hr.open(), file, &Import::default()).expect("a plan");
        assert_eq!(plan.problems.first.len(), 0, "{:?}", plan.problems.first);
        assert_eq!((plan.bulk.users.len(), plan.bulk.companies.len()), (1, 1));
    }
    let users = b"username,first name,home company\na\\u{200b}da,Augusta,P\\u{a0}R\n";
    assert_eq!(taken(&hr, Axis::Users, users), (Vec::new(), Vec::new()));
    assert_eq!(hr.rows("SELECT count(*) FROM hrm_users WHERE first_name = 'Augusta'"), ["1"]);
    assert_eq!(hr.rows("SELECT count(*) FROM hrm_users WHERE instr(username, '\\u') > 0"), ["0"]);
    let companies = b"code,name,tenant\nP\\u{a0}R,Acme Paris,ACME\n";
    assert_eq!(taken(&hr, Axis::Companies, companies), (Vec::new(), Vec::new()));
}

/// Such a name could not be distinguished from one that is shown with an escape.
#[test]
fn no_new_name_reads_like_an_escape() {
    let hr = hr();
    let why = r"contains \u{200b}, the escape of another character; use the character itself";
    let file = b"username,first name,e-mail\nk\\u{200b}enji,K,k@x.example\nbea,B\\u{200B}ea,b@x.example\nZed,Z,z@x.example\n";
    let (said, _) = taken(&hr, Axis::Users, file);
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].contains(why), "{said:?}");
    assert!(said[1].contains(r"contains \u{200B}"), "{said:?}");
    let file = b"code,name,tenant\nN\\u{200b}Y,New York,ACME\nNEW,New,AC\\u{200b}E\n";
    let (said, _) = taken(&hr, Axis::Companies, file);
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said.iter().all(|it| it.contains(why)), "{said:?}");
}
