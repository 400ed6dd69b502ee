//! The same user or company on two lines, in two columns or in two fields, however each is
//! spelled: the last one never silently wins.

use std::io::Cursor;

use crate::common::{ByName as _, Hr};
use crate::import::{hr, read};
use grantgrid::domain::JobProgress;
use grantgrid::exchange::{Import, Limits, Mode, Source, read_entities};
use grantgrid::filter::Axis;
use grantgrid::store::EditOptions;

/// The messages of an import of users or companies that skips lines with problems.
fn taken(hr: &Hr, axis: Axis, file: &str) -> Vec<String> {
    let limits = Limits::default();
    let source = Source::of_stream(&mut Cursor::new(file.as_bytes()), &limits).expect("a file");
    let read_entities = read_entities(&source, &Import::default(), axis, &mut JobProgress::none())
        .expect("records");
    let mut store = hr.open();
    let how = EditOptions { create_missing: true, ..EditOptions::default() };
    let report = read_entities.import(&mut store, axis, true, &how, None, &mut JobProgress::none());
    let problems = report.expect("a report").problems;
    let said = problems.iter().map(|it| format!("{}: {}", read_entities.position(it), it.problem));
    said.collect()
}

#[test]
fn two_different_lines_of_one_user_change_nothing() {
    for (file, said) in [
        (
            "username,first_name\nada,AAA\nada ,BBB\n",
            [
                "line 2, column 1: username is also on line 3, with other values: first name",
                "line 3, column 1: username is also on line 2, with other values: first name",
            ],
        ),
        (
            "username,first_name,last_name\nada,AAA,\nada,,BBB\n",
            [
                "line 2, column 1: username is also on line 3, with other values: first name, last name",
                "line 3, column 1: username is also on line 2, with other values: first name, last name",
            ],
        ),
        (
            r#"[{"username": "ada", "first_name": "AAA"}, {"login": " ada", "first_name": "BBB"}]"#,
            [
                "entry 1: username is also in entry 2, with other values: first name",
                "entry 2: username is also in entry 1, with other values: first name",
            ],
        ),
        // New users whose names differ only in case, Unicode form, alphabet or spaces.
        (
            "username,email\nnew,a@x.example\nNEW,b@x.example\n",
            [
                "line 2, column 1: username is also on line 3, with other values: e-mail",
                "line 3, column 1: username is also on line 2, with other values: e-mail",
            ],
        ),
        (
            "username,email\nzo\u{eb},a@x.example\nzoe\u{308},b@x.example\n",
            [
                "line 2, column 1: username is also on line 3, with other values: e-mail",
                "line 3, column 1: username is also on line 2, with other values: e-mail",
            ],
        ),
        (
            "username,email\nn\u{435}w,a@x.example\nnew\u{a0},b@x.example\n",
            [
                "line 2, column 1: username is also on line 3, with other values: e-mail",
                "line 3, column 1: username is also on line 2, with other values: e-mail",
            ],
        ),
    ] {
        let hr = hr();
        let before = hr.dump();
        assert_eq!(taken(&hr, Axis::Users, file), said, "{file}");
        assert_eq!(hr.dump(), before, "{file}");
    }
}

#[test]
fn two_identical_lines_count_once() {
    let hr = hr();
    let file = "username,first_name\nada,AAA\n ada,AAA\nada,AAA\n";
    assert_eq!(
        taken(&hr, Axis::Users, file),
        [
            "line 3, column 1: username is also on line 2",
            "line 4, column 1: username is also on line 2"
        ]
    );
    assert_eq!(hr.rows("SELECT first_name FROM hrm_users WHERE username = 'ada'"), ["'AAA'"]);
}

#[test]
fn two_different_lines_of_one_company_change_nothing() {
    for file in [
        "code,name\nPAR,One\nPAR ,Two\n",
        "code,name,tenant\nPAR,One,\nPAR,Two,acme\n",
        "code,name,tenant\nNEW,One,ACME\nnew,Two,Acme  Group\n",
        "code,name,tenant\nNEW,One,Other Corp\nNEW,Two,other\u{a0}corp\n",
        r#"[{"code": "PAR", "name": "One"}, {"company": "PAR", "name": "Two"}]"#,
    ] {
        let hr = hr();
        let before = hr.dump();
        let said = taken(&hr, Axis::Companies, file);
        assert_eq!(said.len(), 2, "{file}: {said:?}");
        assert!(said.iter().all(|it| it.ends_with("with other values: name")), "{said:?}");
        assert_eq!(hr.dump(), before, "{file}");
    }
}

#[test]
fn fields_of_json_that_differ_are_a_problem() {
    for (entry, said) in [
        (
            r#"{"username": "ada", "first_name": "A", "first_name": "B"}"#,
            "first name has two values that differ in the field “first_name”",
        ),
        (
            r#"{"username": "ada", "username": "Bob", "first_name": "A"}"#,
            "username has two values that differ in the field “username”",
        ),
        (
            r#"{"username": "ada", "email": "a@x.example", "mail": "b@x.example"}"#,
            "e-mail has two values that differ, in the fields “email” and “mail”",
        ),
    ] {
        let hr = hr();
        let before = hr.dump();
        assert_eq!(taken(&hr, Axis::Users, &format!("[{entry}]")), [format!("entry 1: {said}")]);
        assert_eq!(hr.dump(), before, "{entry}");
    }
    let hr = hr();
    let agree = r#"[{"username": "ada", "first_name": "A", "first_name": "A", "home": "Acme Paris", "home_code": "PAR"}]"#;
    assert_eq!(taken(&hr, Axis::Users, agree), [""; 0]);
}

/// The problems of a file of grants, and the companies of Bob and ada afterwards.
fn granted(file: &str, mode: Mode) -> (Vec<String>, [Vec<String>; 2]) {
    let hr = hr();
    let mut store = hr.open();
    let import = Import { mode, ..Import::default() };
    let plan = read(&store, file.as_bytes(), &import).expect("a plan");
    store.commit(&plan.bulk, None, None, &mut JobProgress::none()).expect("the import");
    let said = plan.problems.first.iter().map(ToString::to_string).collect();
    (said, ["Bob", "ada"].map(|user| store.companies_of(user)))
}

#[test]
fn two_different_fields_of_one_company_do_not_change_its_cell() {
    let before = [vec!["Acme Paris".to_owned(), "Acme Head".to_owned()], Vec::new()];
    for (entry, said) in [
        (
            r#"{"username": "Bob", "PAR": "x", "Acme Paris": "", "HQ (ACME)": "x"}"#,
            "entry 1: “PAR” and “Acme Paris” are the same company and differ; cell unchanged",
        ),
        (
            r#"{"username": "Bob", "companies": ["HQ (ACME)", "PAR"], "par": false}"#,
            "entry 1: “par” and “PAR” are the same company and differ; cell unchanged",
        ),
        (
            r#"{"username": "Bob", "companies": {"PAR": "x", "PAR": "", "HQ (ACME)": "x"}}"#,
            "entry 1: the field “PAR” has two values that differ; the entry is skipped",
        ),
        (
            r#"{"username": "Bob", "user": "ada", "PAR": ""}"#,
            "entry 1: the field “username” has two values that differ; the entry is skipped",
        ),
        (
            r#"{"username": "ada", "username": "Bob", "company": "SAO"}"#,
            "entry 1: the field “username” has two values that differ; the entry is skipped",
        ),
        (
            r#"{"username": "Bob", "company": "SAO", "company": "HQ (BLUE)"}"#,
            "entry 1: the field “company” has two values that differ; the entry is skipped",
        ),
    ] {
        for mode in [Mode::Add, Mode::Mirror] {
            let (problems, after) = granted(&format!("[{entry}]"), mode);
            assert_eq!(problems, [said], "{entry}");
            assert_eq!(after, before, "{entry} {mode:?}");
        }
    }
    let agree =
        r#"[{"username": "ada", "companies": ["PAR", "Acme Paris"], "par": true, "user": "ADA"}]"#;
    let (problems, after) = granted(agree, Mode::Add);
    assert_eq!((problems, &after[1]), (Vec::new(), &vec!["Acme Paris".to_owned()]));
}

#[test]
fn two_columns_or_lines_for_the_same_name_do_not_change_its_cells() {
    let before = [vec!["Acme Paris".to_owned(), "Acme Head".to_owned()], Vec::new()];
    for file in [
        "username,PAR,Acme  Paris\nBob,,x\n",
        "username,PAR,ＰＡＲ\nBob,,x\n",
        "username,PAR,c1c1c1c1-0000-4000-8000-00000000000c\nBob,x,\n",
        "username,PAR\nBob,x\nBOB ,\n",
        "username,PAR\nBob,\nＢob,x\n",
        "username,PAR\nBob,\nB\u{200b}ob,x\n",
        r#"[{"username": "Bob", "PAR": ""}, {"username": "bob\u00a0", "PAR": "x"}]"#,
    ] {
        for mode in [Mode::Add, Mode::Mirror] {
            let (problems, after) = granted(file, mode);
            assert_eq!(problems.len(), 1, "{file} {problems:?}");
            assert_eq!(after, before, "{file} {mode:?}");
        }
    }
}
