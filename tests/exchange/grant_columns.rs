//! Columns and fields that say whether a user has a grant: if they mean no or are unclear,
//! nothing is silently granted.

use crate::common::ByName as _;
use crate::import::{hr, read};
use grantgrid::domain::{Cancel, JobProgress};
use grantgrid::exchange::{Hidden, Import, Mode, Plan};
use proptest::prelude::*;
use rust_xlsxwriter::Workbook;

/// The result of an import, and afterwards the companies of Bob (Paris and Head before) and of
/// ada (none before).
#[track_caller]
fn imported(bytes: &[u8], import: &Import) -> (Plan, Vec<String>, Vec<String>) {
    let hr = hr();
    let mut store = hr.open();
    let plan = read(&store, bytes, import).expect("a plan");
    store.commit(&plan.bulk, None, None, &mut JobProgress::none()).expect("the import");
    (plan, store.companies_of("Bob"), store.companies_of("ada"))
}

fn mode(mode: Mode) -> Import {
    Import { mode, ..Import::default() }
}

fn problems(plan: &Plan) -> Vec<String> {
    plan.problems.first.iter().map(ToString::to_string).collect()
}

#[test]
fn a_field_beside_a_list_means_the_same_as_beside_a_pair() {
    for (value, why) in [
        (r#""N""#, "“N” in “granted” could mean yes or no in this file"),
        (r#""""#, "“granted” is empty; write yes or no"),
        ("null", "“granted” is empty; write yes or no"),
        ("[]", "“granted” is empty; write yes or no"),
        (r#""maybe""#, "“maybe” in “granted” is not a valid mark"),
        ("2", "“2” in “granted” is not a valid mark"),
        (r#"{"by": "x"}"#, "“{…}” in “granted” is not a valid mark"),
    ] {
        for companies in
            [r#""companies": ["PAR"]"#, r#""companies": {"PAR": true}"#, r#""PAR": "x""#]
        {
            let file = format!(r#"[{{"username": "ada", {companies}, "granted": {value}}}]"#);
            for mirror in [Mode::Add, Mode::Mirror] {
                let (plan, bob, ada) = imported(file.as_bytes(), &mode(mirror));
                let said = problems(&plan);
                assert_eq!((said.len(), bob.len(), ada.len()), (1, 2, 0), "{file} {said:?}");
                assert!(said[0].starts_with(&format!("entry 1: {why}")), "{file} {said:?}");
                assert!(said[0].ends_with("the entry is skipped"), "{said:?}");
            }
        }
        let file = format!(r#"[{{"username": "ada", "company": "PAR", "granted": {value}}}]"#);
        let (plan, _, ada) = imported(file.as_bytes(), &mode(Mode::Add));
        assert!(ada.is_empty(), "{file}");
        assert!(problems(&plan)[0].starts_with(&format!("entry 1: {why}")), "{file}");
    }
    let file = br#"[{"username": "ada", "companies": ["PAR"], "granted": "J"},
        {"username": "Bob", "companies": ["SAO"], "granted": "N"}]"#;
    let (plan, bob, ada) = imported(file, &mode(Mode::Add));
    assert_eq!((bob.len(), ada.len()), (2, 1));
    assert_eq!(
        problems(&plan),
        [
            "entry 2: “granted” says “N”: that is not a grant; remove the entry or the field; the entry \
             is skipped"
        ]
    );
}

#[test]
fn a_list_of_companies_needs_no_field_of_pairs() {
    let file = br#"[{"username": "ada", "companies": ["PAR", "SAO"]},
        {"username": "Bob", "company": "SAO", "granted": "yes"}]"#;
    let (plan, bob, ada) = imported(file, &mode(Mode::Add));
    assert_eq!(problems(&plan), [""; 0]);
    assert_eq!((bob.len(), ada.len()), (3, 2));
}

#[test]
fn a_field_with_two_spellings_is_one_field() {
    let file = br#"[{"username": "ada", "company": "PAR", "granted": "yes"},
        {"username": "ada", "company": "SAO", "Granted": "yes"}]"#;
    let (plan, _, ada) = imported(file, &mode(Mode::Add));
    assert_eq!((problems(&plan), ada.len()), (Vec::new(), 2));
}

#[test]
fn an_empty_cell_in_a_column_that_decides_never_grants() {
    for (file, count) in [
        ("username,company,granted\nada,PAR,\nada,SAO,\n", 2),
        ("username;company;Zugriff\nada;PAR\nada;SAO\n", 2),
        ("username,company,granted\nada,PAR,2026-01-02\nada,SAO,\n", 1),
        (r#"[{"username": "ada", "company": "PAR", "granted": null}]"#, 1),
    ] {
        let (plan, bob, ada) = imported(file.as_bytes(), &mode(Mode::Mirror));
        let said = problems(&plan);
        assert_eq!(said.len(), count, "{file} {said:?}");
        assert!(said.iter().all(|it| it.contains("is empty; write yes or no")), "{said:?}");
        assert_eq!((bob.len(), ada.len()), (2, usize::from(file.contains("2026"))), "{file}");
    }
}

#[test]
fn a_heading_of_several_words_decides_too() {
    for heading in ["Granted (Y/N)", "Access granted?", "is granted", "HAS ACCESS"] {
        let file =
            format!("username,company,{heading}\nada,PAR,yes\nada,SAO,no\nBob,SAO,pending\n");
        let (plan, bob, ada) = imported(file.as_bytes(), &mode(Mode::Add));
        assert_eq!((bob.len(), ada.len(), plan.problems.count), (2, 1, 1), "{heading}");
    }
    let file = b"username,company,Access revoked?\nada,PAR,yes\nada,SAO,no\n";
    let (plan, _, ada) = imported(file, &mode(Mode::Add));
    assert_eq!((plan.problems.count, ada), (1, vec!["S\u{e3}o Paulo".to_owned()]));
}

#[test]
fn plus_and_minus_are_yes_and_no() {
    for heading in ["+/-", "±", "Y/N", "granted", "Zugriff"] {
        let file = format!("username,company,{heading}\nada,PAR,+\nada,SAO,-\nBob,PAR,-\n");
        let (plan, bob, ada) = imported(file.as_bytes(), &mode(Mode::Add));
        assert_eq!((problems(&plan), bob.len(), ada.len()), (Vec::new(), 2, 1), "{heading}");
        let (plan, bob, _) = imported(file.as_bytes(), &mode(Mode::Mirror));
        assert_eq!((problems(&plan), bob), (Vec::new(), vec!["Acme Head".to_owned()]), "{heading}");
    }
    // Only its cells show that this column decides.
    let file = b"username,company,tick\nada,PAR,+\nada,SAO,-\n";
    let (plan, _, ada) = imported(file, &mode(Mode::Add));
    assert_eq!((plan.problems.count, ada.len()), (1, 1), "{:?}", problems(&plan));
}

#[test]
fn only_clear_lines_are_counted_as_no() {
    let file = b"username,company,granted,access\nada,PAR,no,no\nada,SAO,no,maybe\nBob,PAR,yes,x\n";
    let (plan, ..) = imported(file, &mode(Mode::Add));
    let then = "nothing is granted, and nothing is revoked (only a mirror revokes)";
    let said = ["granted", "access"].map(|it| format!("1 line says no in “{it}”: {then}"));
    assert_eq!(plan.notes, said);
    assert_eq!(plan.problems.count, 1, "{:?}", problems(&plan));
}

#[test]
fn another_column_of_names_does_not_decide() {
    for (file, note) in [
        ("username,company,login\nada,PAR,no\n", "columns that were not read: login"),
        ("username,company code,company name\nada,PAR,none\n", ""),
        ("username,company code,Companies\nada,PAR,no\n", "columns that were not read: Companies"),
        (r#"[{"username": "ada", "company": "PAR", "company name": "none"}]"#, ""),
    ] {
        let (plan, _, ada) = imported(file.as_bytes(), &mode(Mode::Add));
        assert_eq!((problems(&plan), ada.len()), (Vec::new(), 1), "{file}");
        assert_eq!(plan.notes.concat(), note, "{file}");
    }
}

/// A workbook of pairs with a hidden third column.
fn hidden_column(heading: &str, cells: [&str; 3]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let rows = [("ada", "PAR"), ("ada", "SAO"), ("Bob", "PAR")];
    for (column, text) in (0..).zip(["username", "company", heading]) {
        sheet.write(0, column, text).expect("a cell");
    }
    for (row, ((user, company), said)) in (1..).zip(rows.into_iter().zip(cells)) {
        for (column, text) in (0..).zip([user, company, said]) {
            if !text.is_empty() {
                sheet.write(row, column, text).expect("a cell");
            }
        }
    }
    sheet.set_column_hidden(2).expect("a column");
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn a_no_in_a_hidden_column_is_respected() {
    for (heading, cells, count) in [
        ("granted", ["yes", "no", "no"], 2),
        ("granted", ["yes", "", "yes"], 1),
        ("+/-", ["+", "-", "+"], 1),
        ("revoked", ["", "2024-01-01", ""], 1),
        ("signed off", ["yes", "no", "yes"], 1),
    ] {
        let book = hidden_column(heading, cells);
        for how in [Mode::Add, Mode::Mirror] {
            let (plan, bob, ada) = imported(&book, &mode(how));
            let said = problems(&plan);
            assert_eq!(said.len(), count, "{heading} {said:?}");
            let hidden = format!("the hidden column “{heading}”");
            assert!(said.iter().all(|it| it.contains(&hidden)), "{said:?}");
            assert_eq!(ada, ["Acme Paris"], "{heading}");
            assert!(bob.contains(&"Acme Paris".to_owned()), "{heading}: nothing is revoked");
            let note = format!("read {hidden}: it says which lines are grants");
            assert!(plan.notes.contains(&note), "{:?}", plan.notes);
        }
    }
    for (heading, cells) in [("comment", ["no", "x", "y"]), ("site", ["Oslo", "no", "Rome"])] {
        let (plan, _, ada) = imported(&hidden_column(heading, cells), &mode(Mode::Add));
        assert_eq!((problems(&plan), ada.len()), (Vec::new(), 2), "{heading}");
        assert_eq!(plan.notes, ["1 hidden column skipped"], "{heading}");
    }
    let read = Import { hidden: Hidden::Read, ..mode(Mode::Mirror) };
    let (plan, bob, _) = imported(&hidden_column("granted", ["yes", "no", "no"]), &read);
    assert_eq!((problems(&plan), bob), (Vec::new(), vec!["Acme Head".to_owned()]));
}

#[test]
fn marks_of_a_matrix_line_that_says_no_grant_nothing() {
    for (heading, cells, count) in [
        ("granted", ["no", "yes"], 1),
        ("action", ["remove", "add"], 1),
        ("access", ["N", "Y"], 1),
        ("revoked", ["yes", ""], 1),
        ("no access", ["x", ""], 1),
        // About the user rather than the grant, or unclear.
        ("active", ["no", "yes"], 0),
        ("status", ["inactive", "active"], 0),
        ("valid until", ["2024-01-01", "2030-01-01"], 0),
        ("rights", ["read", "write"], 0),
        ("granted", ["", ""], 0),
    ] {
        let [one, other] = cells;
        let file =
            format!("username,PAR,{heading},SAO\nada,x,{one},x\njosé,x,{other},\nBob,,no,\n");
        for how in [Mode::Add, Mode::Mirror] {
            let (plan, _, ada) = imported(file.as_bytes(), &mode(how));
            let said = problems(&plan);
            assert_eq!((said.len(), ada.len()), (count, 2 - 2 * count), "{heading} {said:?}");
            assert!(said.iter().all(|it| it.starts_with("line 2, column 3: ")), "{said:?}");
            assert!(said.iter().all(|it| it.contains("that is not a grant")), "{said:?}");
        }
    }
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip([["username", "PAR", "granted"], ["ada", "x", "no"]]) {
        for (column, text) in (0..).zip(cells) {
            sheet.write(row, column, text).expect("a cell");
        }
    }
    sheet.set_column_hidden(2).expect("a column");
    let (plan, _, ada) = imported(&book.save_to_buffer().expect("a workbook"), &mode(Mode::Add));
    assert_eq!((plan.problems.count, ada.len()), (1, 0), "{:?}", problems(&plan));
}

#[test]
fn a_field_of_any_name_that_refuses_access_refuses_its_entry() {
    for field in [r#""access_level": "No access""#, r#""level": "none""#, r#""note 2": "revoked""#]
    {
        for entry in [
            format!(r#"[{{"username": "ada", "companies": ["PAR"], {field}}}]"#),
            format!(r#"[{{"username": "ada", "company": "PAR", {field}}}]"#),
        ] {
            assert_eq!(imported(entry.as_bytes(), &mode(Mode::Add)).2.len(), 0, "{entry}");
        }
    }
    let full = br#"[{"username": "ada", "companies": ["PAR"], "level": "full"}]"#;
    assert_eq!(imported(full, &mode(Mode::Add)).2.len(), 1);
}

#[test]
fn an_unknown_field_that_means_yes_is_a_problem_of_the_field() {
    let entry = |field: &str| format!(r#"[{{"username": "ada", "PAR": "x", {field}}}]"#);
    let unknown = "entry 1: unknown company “NYC”; the most similar are: HQ (Acme Head), PAR (Acme Paris), HQ (Blue Head), SAO (São Paulo)";
    for (field, skipped) in [
        (r#""NYC": "yes""#, "field"),
        (r#""NYC": "✓""#, "field"),
        (r#""SAO": "Y", "NYC": "Y""#, "field"),
        (r#""companies": ["NYC"]"#, "company"),
    ] {
        let (plan, _, ada) = imported(entry(field).as_bytes(), &mode(Mode::Add));
        assert_eq!(problems(&plan), [format!("{unknown}; {skipped} skipped")], "{field}");
        assert!(ada.contains(&"Acme Paris".to_owned()), "the rest is read");
    }
    let (plan, ..) = imported(entry(r#""phone": "33""#).as_bytes(), &mode(Mode::Add));
    assert_eq!(plan.notes, ["columns that were not read: phone"]);
    let (plan, ..) = imported(br#"[{"username": "ada", "company": "NYC"}]"#, &mode(Mode::Add));
    assert_eq!(problems(&plan), [format!("{unknown}; entry skipped")]);
}

#[test]
fn notes_on_missing_values_and_revoked_grants_are_true() {
    for (entry, said, note) in [
        (
            r#"{"username": null, "company": "PAR"}"#,
            "entry 2: an entry without a username; entry skipped",
            "nothing is revoked in PAR: the file names an unknown user there",
        ),
        (
            r#"{"username": "ada", "company": null}"#,
            "entry 2: an entry without a company; entry skipped",
            "nothing is revoked from ada: the file gives them an unknown company",
        ),
        (
            r#"{"username": "ada", "company": "PAR", "company": "SAO"}"#,
            "entry 2: the field “company” has two values that differ; the entry is skipped",
            "nothing is revoked from ada: the file is unclear about their companies",
        ),
        (
            r#"{"username": "ada", "username": "Bob", "company": "SAO"}"#,
            "entry 2: the field “username” has two values that differ; the entry is skipped",
            "nothing is revoked: entry 2 does not clearly name a user",
        ),
    ] {
        let file = format!(r#"[{{"username": "Bob", "company": "PAR"}}, {entry}]"#);
        let (plan, ..) = imported(file.as_bytes(), &mode(Mode::Mirror));
        assert_eq!(problems(&plan), [said]);
        assert_eq!(plan.notes, [note], "{entry}");
    }
}

/// The cells of the property below, and whether each means yes.
const SAID: [(&str, bool); 9] = [
    ("yes", true),
    ("1", true),
    ("WAHR", true),
    ("no", false),
    ("0", false),
    ("", false),
    ("maybe", false),
    ("removed", false),
    ("-", false),
];

const COMPANIES: [&str; 4] = ["PAR", "SAO", "HQ (ACME)", "HQ (BLUE)"];

/// The same pairs of ada as CSV, as JSON, as JSON objects with a list, and as a workbook whose
/// last column is hidden.
fn files(heading: &str, cells: [&str; 4]) -> [Vec<u8>; 4] {
    let lines = || COMPANIES.into_iter().zip(cells);
    let csv = lines().map(|(company, said)| format!("ada,{company},{said}\n"));
    let csv = csv.collect::<Vec<_>>().concat();
    let entry =
        |of: &str, said: &str| format!(r#"{{"username": "ada", {of}, "{heading}": "{said}"}}"#);
    let pairs: Vec<String> =
        lines().map(|(company, said)| entry(&format!(r#""company": "{company}""#), said)).collect();
    let users = ["ada", "Bob", "josé", "007"];
    let lists = users
        .into_iter()
        .zip(lines())
        .map(|(user, (_, said))| entry(r#""companies": ["SAO"]"#, said).replace("ada", user));
    let lists: Vec<String> = lists.collect();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, text) in (0..).zip(["username", "company", heading]) {
        sheet.write(0, column, text).expect("a cell");
    }
    for (row, (company, said)) in (1..).zip(lines()) {
        sheet.write(row, 0, "ada").and_then(|it| it.write(row, 1, company)).expect("a cell");
        if !said.is_empty() {
            sheet.write(row, 2, said).expect("a cell");
        }
    }
    sheet.set_column_hidden(2).expect("a column");
    [
        format!("username,company,{heading}\n{csv}").into_bytes(),
        format!("[{}]", pairs.join(",")).into_bytes(),
        format!("[{}]", lists.join(",")).into_bytes(),
        book.save_to_buffer().expect("a workbook"),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Whatever the format of a file, only lines that mean yes grant.
    #[test]
    fn only_yes_grants(cells in prop::array::uniform4(0..SAID.len()), mirrors: bool) {
        let hr = hr();
        let mut store = hr.open();
        let totals = store.statistics(&Cancel::default()).expect("figures");
        let cells = cells.map(|at| SAID[at]);
        let expected = cells.iter().filter(|(_, yes)| *yes).count() as u64;
        let how = mode(if mirrors { Mode::Mirror } else { Mode::Add });
        for heading in ["granted", "Access?", "+/-"] {
            for file in files(heading, cells.map(|(text, _)| text)) {
                let plan = read(&store, &file, &how).expect("a plan");
                let preview = store.preview(&plan.bulk, &totals, &mut JobProgress::none());
                prop_assert_eq!(preview.expect("a preview").added, expected);
            }
        }
    }
}

#[test]
fn a_heading_about_removed_access_grants_nothing_in_any_language() {
    for heading in
        ["withdrawn", "on hold", "Gekündigt", "resilie", "baja", "退職", "해지", "iptal", "șters"]
    {
        let file =
            format!("username,company,{heading}\nada,PAR,yes\nada,SAO,\nBob,PAR,2024-01-31\n");
        for how in [Mode::Add, Mode::Mirror] {
            let (plan, bob, ada) = imported(file.as_bytes(), &mode(how));
            assert_eq!(problems(&plan).len(), 2, "{file}: {:?}", problems(&plan));
            assert_eq!((bob.len(), ada.concat().as_str()), (2, "São Paulo"), "{file}");
        }
        let file = format!(r#"[{{"user": "ada", "companies": ["PAR"], "{heading}": "x"}}]"#);
        let (plan, _, ada) = imported(file.as_bytes(), &mode(Mode::Add));
        assert_eq!((plan.problems.count, ada.len()), (1, 0), "{file}");
    }
}
