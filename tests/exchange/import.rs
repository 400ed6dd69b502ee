//! Importing files that people made.

use std::io::Cursor;

use crate::common::{ByName as _, Hr};
use grantgrid::domain::JobProgress;
use grantgrid::exchange::{
    ExchangeError, Import, Limits, Mode, Plan, ProblemKind, Source, plan, read_entities,
};
use grantgrid::filter::Axis;
use grantgrid::store::Store;
use rust_xlsxwriter::{Format, Formula, Workbook};

/// Four companies, two of them with the same code; four users, one of them with two grants.
pub(crate) fn hr() -> Hr {
    let hr = Hr::of(include_str!("../../schema.sql"));
    hr.run(
        "INSERT INTO organization (id, name) VALUES (1, 'Acme');
         INSERT INTO hrm_tenant (id, name, code, is_active, created_by, created_at) VALUES
            ('aaaaaaaa00004000800000000000000a', 'Acme Group', 'ACME', 1, 't', '2026-01-01'),
            ('bbbbbbbb00004000800000000000000b', 'Blue Ltd', 'BLUE', 1, 't', '2026-01-01');
         INSERT INTO hrm_company (id, tenant_id, name, code, currency_code, is_active, created_by, created_at) VALUES
            ('c1c1c1c100004000800000000000000c', 'aaaaaaaa00004000800000000000000a', 'Acme Paris', 'PAR', 'EUR', 1, 't', '2026-01-01'),
            ('c2c2c2c200004000800000000000000c', 'aaaaaaaa00004000800000000000000a', 'Acme Head', 'HQ', 'EUR', 1, 't', '2026-01-01'),
            ('c3c3c3c300004000800000000000000c', 'bbbbbbbb00004000800000000000000b', 'Blue Head', 'HQ', 'USD', 1, 't', '2026-01-01'),
            ('c4c4c4c400004000800000000000000c', 'bbbbbbbb00004000800000000000000b', 'São Paulo', 'SAO', 'BRL', 1, 't', '2026-01-01');
         INSERT INTO hrm_users (id, username, email, password_hash, first_name, last_name, is_active, must_reset_password, organization_id, role_id) VALUES
            (1, 'ada', '1', 'x', 'Ada', 'R', 1, 0, 1, 1),
            (2, 'Bob', '2', 'x', 'Bob', 'S', 1, 0, 1, 5),
            (3, 'josé', '3', 'x', 'José', 'S', 1, 0, 1, 5),
            (4, '007', '4', 'x', 'James', 'B', 1, 0, 1, 5);
         INSERT INTO hrm_user_company_access (id, user_id, company_id, created_at) VALUES
            ('f1f1f1f100004000800000000000000f', 2, 'c1c1c1c100004000800000000000000c', '2026-02-03'),
            ('f2f2f2f200004000800000000000000f', 2, 'c2c2c2c200004000800000000000000c', '2026-02-03');",
    );
    hr
}

pub(crate) fn read(store: &Store, bytes: &[u8], import: &Import) -> Result<Plan, ExchangeError> {
    let source = Source::of_stream(&mut Cursor::new(bytes), &import.limits)?;
    plan(store, &source, import, &mut JobProgress::none())
}

/// The message of every import, of grants and of users and companies, about a file that all of
/// them refuse.
#[track_caller]
pub(crate) fn refused(bytes: &[u8]) -> String {
    let hr = hr();
    let grants = read(&hr.open(), bytes, &Import::default()).expect_err("it is refused");
    let source = Source::of_stream(&mut Cursor::new(bytes), &Limits::default()).expect("a source");
    for axis in [Axis::Users, Axis::Companies] {
        let error = read_entities(&source, &Import::default(), axis, &mut JobProgress::none());
        assert_eq!(error.expect_err("it is refused").to_string(), grants.to_string());
    }
    grants.to_string()
}

/// Imports a file without problems, and returns the companies of each user afterwards.
#[track_caller]
fn taken_over(bytes: &[u8], mode: Mode) -> Vec<(String, Vec<String>)> {
    let hr = hr();
    let mut store = hr.open();
    let import = Import { mode, ..Import::default() };
    let plan = read(&store, bytes, &import).expect("a plan");
    assert_eq!(plan.problems.first, []);
    store.commit(&plan.bulk, None, None, &mut JobProgress::none()).expect("the import");
    ["ada", "Bob", "josé", "007"]
        .map(|user| (user.to_owned(), store.companies_of(user)))
        .into_iter()
        .filter(|(_, companies)| !companies.is_empty())
        .collect()
}

fn has(user: &str, companies: &[&str]) -> (String, Vec<String>) {
    (user.to_owned(), companies.iter().map(|it| (*it).to_owned()).collect())
}

pub(crate) const BOB: [&str; 2] = ["Acme Paris", "Acme Head"];

#[test]
fn tables_that_people_made_are_read() {
    let expected = [has("ada", &["Acme Paris"]), has("Bob", &BOB), has("josé", &["São Paulo"])];
    let tables = [
        // Other columns, another order, names instead of codes.
        "São Paulo;Department;User;par\n;IT;ada;x\n1;HR;josé;no\n",
        // A title, blank lines, spaces, upper and lower case, all kinds of marks.
        "\n Who may what\n\nLOGIN , PAR ,são paulo\n ADA ,■,·\n\njosé,FALSE,TRUE\n",
        "user name\tPAR\tSAO\nada\tYES\t0\njosé\t-\t✓\n",
        "\"username\",\"PAR\",\"SAO\"\r\n\"ada\",\"x\",\"\"\r\n\"josé\",\"\",\"x\"\r\n",
        "sep=;\nusername;PAR;SAO\nada;x;\njosé;;x",
        "username|PAR|SAO\rada|x|\rjosé||x\r",
        // No heading above the usernames.
        ",PAR,SAO\nada,x,\njosé,,x\n",
        // Pairs.
        "company code,reason,username\nPAR,new,ada\nSAO,,josé\n",
        "user,company\nada,acme paris\nJOSÉ,São Paulo\n",
        "user,Company ID,company name\nada,c1c1c1c1-0000-4000-8000-00000000000c,?\njosé,SAO,?\n",
    ];
    for table in tables {
        assert_eq!(taken_over(table.as_bytes(), Mode::Add), expected, "{table:?}");
        let bom = format!("\u{feff}{table}");
        assert_eq!(taken_over(bom.as_bytes(), Mode::Add), expected, "{table:?}");
    }
    let utf_16: Vec<u8> =
        format!("\u{feff}{}", tables[0]).encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(taken_over(&utf_16, Mode::Add), expected);
}

#[test]
fn json_of_several_structures_is_read() {
    let expected = [has("ada", &["Acme Paris"]), has("Bob", &BOB), has("josé", &["São Paulo"])];
    for json in [
        r#"[{"username": "ada", "companies": ["PAR"]}, {"user": "José", "companies": ["SAO"]}]"#,
        r#"[{"username": "ada", "PAR": "x", "SAO": null}, {"username": "josé", "SAO": true}]"#,
        r#"{"users": [{"username": "ada", "companies": {"PAR": 1, "SAO": 0}},
            {"username": "josé", "companies": {"São Paulo": "yes"}}], "companies": ["PAR"]}"#,
        r#"[{"company": "PAR", "username": "ada"}, {"company_code": "SAO", "username": "josé"}]"#,
    ] {
        assert_eq!(taken_over(json.as_bytes(), Mode::Add), expected, "{json}");
    }
}

#[test]
fn a_mirror_revokes_only_what_the_file_covers() {
    // Bob and Paris are in the file; Bob's other company is not.
    let bytes = b"username,PAR\nBob,\nada,x\n";
    assert_eq!(
        taken_over(bytes, Mode::Mirror),
        [has("ada", &["Acme Paris"]), has("Bob", &["Acme Head"])]
    );
    assert_eq!(taken_over(bytes, Mode::Add), [has("ada", &["Acme Paris"]), has("Bob", &BOB)]);
    let pairs = b"username,company,tenant\nBob,HQ,ACME\nada,PAR,\n";
    assert_eq!(
        taken_over(pairs, Mode::Mirror),
        [has("ada", &["Acme Paris"]), has("Bob", &["Acme Head"])]
    );
    let json =
        br#"{"companies": ["PAR", "HQ (ACME)"], "users": [{"username": "Bob", "companies": []}]}"#;
    assert_eq!(taken_over(json, Mode::Mirror), []);
}

#[test]
fn a_workbook_that_a_person_made_is_read() {
    let mut book = Workbook::new();
    let cover = book.add_worksheet().set_name("Cover").expect("a name");
    cover.write(0, 0, "Please fill in").expect("a cell");
    let sheet = book.add_worksheet().set_name("Access").expect("a name");
    for (column, heading) in (0..).zip(["Full name", "Username", "PAR", "São Paulo"]) {
        sheet.write(3, column, heading).expect("a cell");
    }
    sheet.write(4, 1, "ada").and_then(|sheet| sheet.write(4, 2, true)).expect("cells");
    sheet.write(6, 1, "José ").and_then(|sheet| sheet.write(6, 3, 1)).expect("cells");
    sheet.write(6, 2, 0.0).expect("a cell");
    let bytes = book.save_to_buffer().expect("a workbook");
    let expected = [has("ada", &["Acme Paris"]), has("Bob", &BOB), has("josé", &["São Paulo"])];
    assert_eq!(taken_over(&bytes, Mode::Add), expected);
}

#[test]
fn a_merged_cell_counts_for_every_cell_it_covers() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Access").expect("a name");
    let plain = Format::default();
    sheet.merge_range(0, 0, 0, 3, "Who may what in 2026", &plain).expect("a title");
    for (column, heading) in (0..).zip(["username", "PAR", "HQ (ACME)", "SAO"]) {
        sheet.write(1, column, heading).expect("a cell");
    }
    for (row, name) in (2..).zip(["ada", "Bob", "josé"]) {
        sheet.write(row, 0, name).expect("a cell");
    }
    sheet.merge_range(2, 1, 2, 3, "x", &plain).expect("a row of marks");
    sheet.merge_range(3, 1, 4, 1, "x", &plain).expect("a column of marks");
    let bytes = book.save_to_buffer().expect("a workbook");
    let expected = [
        has("ada", &["Acme Paris", "Acme Head", "São Paulo"]),
        has("Bob", &["Acme Paris"]),
        has("josé", &["Acme Paris"]),
    ];
    assert_eq!(taken_over(&bytes, Mode::Mirror), expected);

    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Access").expect("a name");
    sheet.write(0, 0, "username").and_then(|sheet| sheet.write(0, 1, "PAR")).expect("cells");
    sheet.merge_range(1, 0, 2, 0, "Bob", &plain).expect("a name of two lines");
    sheet.write(1, 1, "x").and_then(|sheet| sheet.write(2, 1, "x")).expect("marks");
    let bytes = book.save_to_buffer().expect("a workbook");
    assert_eq!(problems(&bytes), [("Access!A3".to_owned(), ProblemKind::DuplicateLine)]);
}

#[test]
fn a_formula_counts_by_its_value_and_is_a_problem_without_one() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Access").expect("a name");
    for (column, heading) in (0..).zip(["username", "PAR", "HQ (ACME)", "SAO"]) {
        sheet.write(0, column, heading).expect("a cell");
    }
    sheet.write(1, 0, "Bob").expect("a cell");
    for (column, value) in [(1, "x"), (2, "0")] {
        let formula = Formula::new("=IF(1=1,1,0)").set_result(value);
        sheet.write_formula(1, column, formula).expect("a formula");
    }
    let bytes = book.save_to_buffer().expect("a workbook");
    assert_eq!(taken_over(&bytes, Mode::Mirror), [has("Bob", &["Acme Paris"])]);
}

fn problems(bytes: &[u8]) -> Vec<(String, ProblemKind)> {
    let hr = hr();
    let plan = read(&hr.open(), bytes, &Import::default()).expect("a plan");
    let problems = plan.problems.first.iter();
    problems.map(|problem| (problem.position.to_string(), problem.kind)).collect()
}

#[test]
fn each_problem_is_reported_with_its_position() {
    let sheet = "username,PAR,HQ,XX,PAR,SAO\n\
                 nobody,x,,x,,\n\
                 \"Bob\",x,,,,maybe\n\
                 bob,x,,,,\n\
                 ,x,,,,\n\
                 \"007\",,,,,\n";
    let expected = [
        ("line 1, column 3", ProblemKind::AmbiguousCompany),
        ("line 1, column 4", ProblemKind::UnknownCompany),
        ("line 1, column 5", ProblemKind::DuplicateColumn),
        ("line 2, column 1", ProblemKind::UnknownUser),
        ("line 3, column 6", ProblemKind::BadMark),
        ("line 4, column 1", ProblemKind::DuplicateLine),
        ("line 5, column 1", ProblemKind::Incomplete),
    ]
    .map(|(position, kind)| (position.to_owned(), kind));
    assert_eq!(problems(sheet.as_bytes()), expected);
    // Line numbers are right despite line breaks inside values, and Windows line ends.
    let shifted = sheet.replace("username", "\"user\nname\"").replace('\n', "\r\n");
    let positions: Vec<String> =
        problems(shifted.as_bytes()).into_iter().map(|(position, _)| position).collect();
    assert_eq!(positions[4], "line 4, column 6");

    let pairs = "username,company\nBob,HQ\nBob,PAR\nada,PAR\nBob,PAR\nada,\nada,XX\n";
    let expected = [
        ("line 2, column 2", ProblemKind::AmbiguousCompany),
        ("line 5", ProblemKind::DuplicateLine),
        ("line 6, column 2", ProblemKind::Incomplete),
        ("line 7, column 2", ProblemKind::UnknownCompany),
    ]
    .map(|(position, kind)| (position.to_owned(), kind));
    assert_eq!(problems(pairs.as_bytes()), expected);

    let json = r#"[{"username": "Bob", "companies": ["XX"]}, 7, {"username": "bob"}]"#;
    let expected = [
        ("entry 1", ProblemKind::UnknownCompany),
        ("entry 2", ProblemKind::Incomplete),
        ("entry 3", ProblemKind::DuplicateLine),
    ]
    .map(|(position, kind)| (position.to_owned(), kind));
    assert_eq!(problems(json.as_bytes()), expected);

    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Access").expect("a name");
    sheet.write(0, 0, "username").and_then(|sheet| sheet.write(0, 1, "PAR")).expect("cells");
    sheet.write(2, 0, "Bob").and_then(|sheet| sheet.write(2, 1, "maybe")).expect("cells");
    let bytes = book.save_to_buffer().expect("a workbook");
    assert_eq!(problems(&bytes), [("Access!B3".to_owned(), ProblemKind::BadMark)]);
}

#[test]
fn a_cell_with_a_problem_does_not_change() {
    let hr = hr();
    let mut store = hr.open();
    let import = Import { mode: Mode::Mirror, ..Import::default() };
    let plan = read(&store, b"username,PAR,HQ (ACME)\nBob,maybe,\n", &import).expect("a plan");
    assert_eq!(plan.problems.count, 1);
    store.commit(&plan.bulk, None, None, &mut JobProgress::none()).expect("the import");
    assert_eq!(store.companies_of("Bob"), ["Acme Paris"]);
}

/// Bob's companies after importing a file as a mirror without its problems.
#[track_caller]
fn mirrored(bytes: &[u8], problem: ProblemKind) -> Vec<String> {
    let hr = hr();
    let mut store = hr.open();
    let import = Import { mode: Mode::Mirror, ..Import::default() };
    let plan = read(&store, bytes, &import).expect("a plan");
    let kinds: Vec<_> = plan.problems.first.iter().map(|problem| problem.kind).collect();
    assert_eq!(kinds, [problem]);
    store.commit(&plan.bulk, None, None, &mut JobProgress::none()).expect("the import");
    store.companies_of("Bob")
}

#[test]
fn a_user_with_two_lines_and_a_company_with_two_columns_do_not_change() {
    let lines = ProblemKind::DuplicateLine;
    for file in [
        "username,PAR,SAO,HQ (ACME)\nBob,x,,\n007,,x,\nBob,,x,x\n",
        "username,PAR,SAO,HQ (ACME)\n bob,x,,\n007,,x,\nBOB,,x,\n",
        r#"[{"username": "Bob", "PAR": "x", "HQ (ACME)": ""}, {"username": "Bob", "SAO": 1}]"#,
    ] {
        assert_eq!(mirrored(file.as_bytes(), lines), BOB, "{file}");
    }
    let columns = ProblemKind::DuplicateColumn;
    let file = b"username,PAR,SAO,Acme Paris,HQ (ACME)\nBob,,x,x,\n";
    assert_eq!(mirrored(file, columns), ["Acme Paris", "São Paulo"]);
}

#[test]
fn the_tenant_beside_a_company_counts_whether_or_not_its_code_is_clear() {
    for tenant in ["ACME", "acme group", " Acme Group "] {
        let pairs = format!("username,company,tenant\nada,HQ,{tenant}\nada,PAR,{tenant}\n");
        let expected = [has("ada", &["Acme Paris", "Acme Head"]), has("Bob", &BOB)];
        assert_eq!(taken_over(pairs.as_bytes(), Mode::Add), expected, "{tenant}");
    }
    let pairs = b"username,company,tenant\nada,PAR,BLUE\nada,PAR,Nowhere\nada,PAR,\nada,SAO,acme\n";
    let plan = read(&hr().open(), pairs, &Import::default()).expect("a plan");
    let told: Vec<String> = plan.problems.first.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "line 2, column 2: no company PAR in BLUE; line skipped",
            "line 3, column 3: there is no tenant “Nowhere”; line skipped",
            "line 5, column 2: no company SAO in acme; line skipped",
        ]
    );
    let json = r#"[{"username": "ada", "company": "PAR", "tenant": "BLUE"},
                   {"username": "ada", "company": "PAR", "tenant": "?"},
                   {"username": "ada", "company": "PAR", "tenant": null}]"#;
    let expected = [
        ("entry 1".to_owned(), ProblemKind::UnknownCompany),
        ("entry 2".to_owned(), ProblemKind::UnknownTenant),
    ];
    assert_eq!(problems(json.as_bytes()), expected);
}

#[test]
fn an_unknown_column_with_a_mark_is_a_problem_even_with_other_texts() {
    let problem = ("line 1, column 2".to_owned(), ProblemKind::UnknownCompany);
    assert_eq!(problems(b"username,PARR,PAR\nada,x,\nBob,?,x\n"), [problem]);
    assert_eq!(problems(b"username,Town,PAR\nada,Rome,\nBob,?,x\n"), []);
}

#[test]
fn a_company_whose_id_is_damaged_is_a_problem_of_each_cell_that_would_be_granted() {
    let hr = hr();
    hr.run(
        "UPDATE hrm_company SET id = '42' WHERE code = 'SAO';
         INSERT INTO hrm_user_company_access (id, user_id, company_id, created_at)
         SELECT 'f3f3f3f300004000800000000000000f', 2, id, '2026-02-03' FROM hrm_company WHERE code = 'SAO'",
    );
    let mut store = hr.open();
    let damaged: Vec<_> = store.companies().iter().filter(|it| !it.id.is_usable()).collect();
    assert_eq!(damaged.len(), 1, "{damaged:?}");
    let matrix = "username,PAR,SAO\nada,x,x\nBob,x,x\n";
    for (file, position) in [
        (matrix, "line 2, column 3"),
        ("company,username\nPAR,ada\nSAO,Bob\nSAO,ada\n", "line 4, column 1"),
        (r#"[{"username": "Bob", "SAO": 1}, {"username": "ada", "SAO": 1, "PAR": 1}]"#, "entry 2"),
    ] {
        let plan = read(&store, file.as_bytes(), &Import::default()).expect("a plan");
        let told: Vec<String> = plan.problems.first.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [format!(
                "{position}: SAO cannot be granted: its id is stored as a number or is not a UUID; \
                 cell unchanged"
            )]
        );
        assert_eq!(plan.problems.first[0].kind, ProblemKind::UnusableCompany);
    }
    let import = Import { mode: Mode::Mirror, ..Import::default() };
    let plan = read(&store, matrix.as_bytes(), &import).expect("a plan");
    store.commit(&plan.bulk, None, None, &mut JobProgress::none()).expect("the rest");
    assert_eq!(store.companies_of("ada"), ["Acme Paris"]);
    assert_eq!(store.companies_of("Bob"), ["Acme Paris", "Acme Head", "São Paulo"]);
}

#[test]
fn a_value_without_a_heading_is_a_problem_of_its_pair() {
    let pairs = b"username,company\nada,PAR,SAO\njos\xc3\xa9,SAO, \n";
    let plan = read(&hr().open(), pairs, &Import::default()).expect("a plan");
    let told: Vec<String> = plan.problems.first.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        ["line 2, column 3: \u{201c}SAO\u{201d} is in a column without a heading; line skipped"]
    );
    assert_eq!(plan.problems.first[0].kind, ProblemKind::NoHeading);
    assert_eq!(taken_over(b"username,company,note\nada,PAR,new\n", Mode::Add).len(), 2);
}

#[test]
fn a_one_is_a_mark_however_it_is_written() {
    for one in ["1", "1.0", "\"1,0\"", "1.00", "+1"] {
        let expected = [has("ada", &["Acme Paris"]), has("Bob", &BOB)];
        let file = format!("username,PAR,SAO\nada,{one},0.0\n");
        assert_eq!(taken_over(file.as_bytes(), Mode::Add), expected, "{one}");
    }
    let json = br#"[{"username": "ada", "PAR": 1.0, "SAO": 0.0}]"#;
    assert_eq!(taken_over(json, Mode::Add), [has("ada", &["Acme Paris"]), has("Bob", &BOB)]);
}
