//! CSV with wrong quotation marks or line breaks, and lines that lack cells.

use std::io::Cursor;

use crate::common::ByName as _;
use crate::import::{hr, read};
use grantgrid::domain::{Field, JobProgress};
use grantgrid::exchange::{Import, Limits, Mode, ProblemKind, Source, read_entities};
use grantgrid::filter::Axis;

const BOB: [&str; 2] = ["Acme Paris", "Acme Head"];

/// Problems by line, companies, notes.
type Skipped = (Vec<(u64, ProblemKind)>, [Vec<String>; 3], Vec<String>);

/// The problems of a file, and the companies of ada, Bob and 007 after importing the rest.
fn skipped(bytes: &str, mode: Mode) -> Skipped {
    let hr = hr();
    let mut store = hr.open();
    let import = Import { mode, ..Import::default() };
    let plan = read(&store, bytes.as_bytes(), &import).expect("a plan");
    let problems = plan.problems.first.iter().map(|it| (it.position.line, it.kind)).collect();
    store.commit(&plan.bulk, None, None, &mut JobProgress::none()).expect("the import");
    (problems, ["ada", "Bob", "007"].map(|user| store.companies_of(user)), plan.notes)
}

#[test]
fn a_stray_quotation_mark_moves_no_mark_to_another_user() {
    let unreadable = ProblemKind::UnreadableLine;
    for separator in [",", ";", "\t", "|"] {
        for (table, lines) in [
            ("username,full name,PAR\nada,\"A,\nBob,\"B,x\n007,E,x\n", vec![2]),
            ("username,full name,PAR\nada,\"A\"b,x\nBob,B,x\n007,E,x\n", vec![2]),
            ("username,full name,PAR\r\nada,5\" A,x\r\nBob,B,x\r\n007,E,x", vec![2]),
            ("username,full name,PAR\rada, \"A\",x\rBob,B,x\r007,E,x", vec![2]),
            ("username,full name,PAR\nada\rBob,x,x\n007,E,x\n", vec![2]),
        ] {
            let table = table.replace(',', separator);
            for mode in [Mode::Add, Mode::Mirror] {
                let (problems, [ada, bob, james], _) = skipped(&table, mode);
                let expected: Vec<_> = lines.iter().map(|line| (*line, unreadable)).collect();
                assert_eq!(problems, expected, "{table:?}");
                assert_eq!((ada.len(), james.len()), (0, 1), "{table:?}");
                assert_eq!(bob, BOB, "{table:?} {mode:?}");
            }
        }
    }
}

#[test]
fn a_mirror_of_pairs_with_an_unreadable_line_revokes_nothing() {
    let (problems, [_, bob, _], notes) = skipped(
        "username,company\nBob,PAR\n\"Bob\"x,HQ (ACME)\nada,PAR\nada,HQ (ACME)\n",
        Mode::Mirror,
    );
    assert_eq!(problems, [(3, ProblemKind::UnreadableLine)]);
    assert_eq!(bob, BOB);
    assert_eq!(notes, ["nothing is revoked: line 3 cannot be read"]);
}

#[test]
fn only_line_breaks_outside_quotation_marks_end_lines() {
    for table in [
        "username,full name,PAR,SAO\rBob,\"B\nb\",x,\r007,J,,x\r",
        "\"username\",\"full\nname\",PAR,SAO\rBob,B,x,\r007,J,,x",
        "username;full name;PAR;SAO\r\nBob;\"B\rb\";x;\r\n007;J;;x\r\n",
        "username|full name|PAR|SAO\r\r\nBob|\"B\n\nb\"|x|\r\r\n007|J||x\r\r\n",
    ] {
        let (problems, [ada, bob, james], _) = skipped(table, Mode::Add);
        assert_eq!(problems, [], "{table:?}");
        assert_eq!((ada.len(), bob.len(), james), (0, 2, vec!["São Paulo".into()]), "{table:?}");
    }
}

#[test]
fn a_line_that_ends_early_revokes_nothing() {
    let short = ProblemKind::ShortLine;
    for table in [
        "username,PAR,HQ (ACME)\nada,x,\nBob,x",
        "username,PAR,HQ (ACME)\nada,x,\nBob,x\n",
        "username,PAR,HQ (ACME)\nada,x,\nBob",
        "username;PAR;HQ (ACME)\r\nada;x;\r\nBob;",
    ] {
        let (problems, [ada, bob, _], _) = skipped(table, Mode::Mirror);
        assert_eq!((problems, ada.len()), (vec![(3, short)], 1), "{table:?}");
        assert_eq!(bob, BOB, "{table:?}");
        let (problems, [..], notes) = skipped(table, Mode::Add);
        assert_eq!(problems, []);
        assert_eq!(
            !table.ends_with('\n'),
            notes.iter().any(|it| it.contains("cut off")),
            "{notes:?}"
        );
    }
    // A company that only this file revokes, and a column that is not a company.
    let (problems, [_, bob, _], _) = skipped("username,PAR,remark\nBob,\n", Mode::Mirror);
    assert_eq!((problems, bob), (vec![], vec!["Acme Head".to_owned()]));
    let pairs = "username,company,tenant\nBob,PAR,ACME\nBob,HQ (ACME)";
    let (problems, [_, bob, _], _) = skipped(pairs, Mode::Mirror);
    assert_eq!((problems, bob), (vec![(3, short)], BOB.map(str::to_owned).to_vec()));
    let pairs = "username,company\nBob,HQ (ACME)\nBob";
    let (problems, [_, bob, _], _) = skipped(pairs, Mode::Mirror);
    assert_eq!(
        (problems, bob),
        (vec![(3, ProblemKind::Incomplete)], BOB.map(str::to_owned).to_vec())
    );
}

#[test]
fn a_missing_field_of_an_entry_revokes_nothing() {
    let short = ProblemKind::ShortLine;
    for json in [
        r#"[{"username": "ada", "PAR": 1, "HQ (ACME)": 0}, {"username": "Bob", "PAR": 1}]"#,
        r#"[{"username": "ada", "companies": ["PAR"]}, {"username": "Bob"}]"#,
        r#"[{"username": "ada", "companies": ["PAR"]}, {"username": "Bob", "companies": null}]"#,
        r#"[{"username": "ada", "companies": {"PAR": 1, "SAO": 0}},
            {"username": "Bob", "companies": {"SAO": 0}}]"#,
    ] {
        let (problems, [ada, bob, _], _) = skipped(json, Mode::Mirror);
        assert_eq!((problems, ada.len()), (vec![(2, short)], 1), "{json}");
        assert_eq!(bob, BOB, "{json}");
        assert_eq!(skipped(json, Mode::Add).0, [], "{json}");
    }
    let json =
        r#"[{"username": "ada", "companies": ["PAR"]}, {"username": "Bob", "companies": []}]"#;
    assert_eq!(skipped(json, Mode::Mirror).1[1], ["Acme Head"]);
}

/// The usernames and last names of a file of users, and the lines with problems.
fn users(bytes: &[u8]) -> (Vec<[String; 2]>, Vec<u64>) {
    let limits = Limits::default();
    let source = Source::of_stream(&mut Cursor::new(bytes), &limits).expect("a source");
    let read = read_entities(&source, &Import::default(), Axis::Users, &mut JobProgress::none())
        .expect("records");
    let text =
        |draft: &grantgrid::domain::Draft, field| draft.get(field).unwrap_or_default().to_owned();
    let lines = read.lines.iter();
    let lines =
        lines.map(|it| [text(&it.draft, Field::Username), text(&it.draft, Field::LastName)]);
    (lines.collect(), read.problems.iter().map(|problem| problem.line).collect())
}

#[test]
fn files_of_users_are_split_into_lines_in_the_same_way() {
    let (read, problems) = users(b"username,last name\na,\"A\nb,\"B\nc,C\n");
    assert_eq!((read, problems), (vec![["c".into(), "C".into()]], vec![2]));
    let (read, problems) = users(b"username,last name,email\na,A,\nb,Gon");
    assert_eq!((read, problems), (vec![["a".into(), "A".into()]], vec![3]));
    let (read, problems) = users(b"username,last name\ra,\"A\nb\"\rc,C\r");
    assert_eq!((read.len(), read[0][1].as_str(), problems), (2, "A\nb", vec![]));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(300))]

    /// What a writer quotes is read back unchanged, whatever it contains.
    #[test]
    fn quoted_values_are_read_back_unchanged(
        names in proptest::collection::vec("[a-z,;|\t\"\r\n é-]{0,8}", 1..8),
        separator in proptest::sample::select(vec![b',', b';', b'\t', b'|']),
        end in proptest::sample::select(vec!["\n", "\r\n", "\r"]),
        always in proptest::bool::ANY,
        ends in proptest::bool::ANY,
    ) {
        let style = if always { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary };
        let terminator = match end {
            "\n" => csv::Terminator::Any(b'\n'),
            "\r\n" => csv::Terminator::CRLF,
            _ => csv::Terminator::Any(b'\r'),
        };
        let mut writer = csv::WriterBuilder::new()
            .delimiter(separator)
            .terminator(terminator)
            .quote_style(style)
            .from_writer(Vec::new());
        // More columns than a value has separators.
        let headings = ["username", "last name"].into_iter().chain(["note"; 18]);
        writer.write_record(headings).expect("room");
        for (at, name) in names.iter().enumerate() {
            let user = format!("u{at}");
            let cells = [user.as_str(), name.as_str()].into_iter().chain([""; 18]);
            writer.write_record(cells).expect("room");
        }
        let mut bytes = writer.into_inner().expect("room");
        if !ends {
            bytes.truncate(bytes.len() - end.len());
        }
        let (read, problems) = users(&bytes);
        proptest::prop_assert_eq!(problems, Vec::<u64>::new());
        let last = |name: &String| name.trim().to_owned();
        let names: Vec<String> = names.iter().map(last).collect();
        let read: Vec<String> = read.into_iter().map(|[_, last]| last).collect();
        proptest::prop_assert_eq!(read, names, "{}", String::from_utf8_lossy(&bytes));
    }
}

/// Two stray quotation marks that balance: valid CSV in which one value swallows the end of a
/// line and the beginning of another.
#[test]
fn a_quoted_value_with_breaks_and_separators_is_a_problem() {
    for separator in [",", ";", "\t", "|"] {
        for (table, first, last) in [
            ("username,full name,PAR,SAO\nada,\"A,x,\nBob,B\",x,x\n007,E,x,\n", 2, 3),
            ("username,full name,PAR,SAO\r\nada,\"A,x,\r\nBob,B\",x,x\r\n007,E,x,\r\n", 2, 3),
            ("username,full name,PAR,SAO\rada,\"A,x,\rBob,B,,\rluis,L\",x,x\r007,E,x,\r", 2, 4),
            ("username,full name,PAR,SAO\nada,\"A\nBob,B\",x,x\n007,E,x,\n", 2, 3),
        ] {
            let table = table.replace(',', separator);
            let hr = hr();
            let plan = read(&hr.open(), table.as_bytes(), &Import::default()).expect("a plan");
            let problems: Vec<_> = plan.problems.first.iter().collect();
            assert_eq!(problems.len(), 1, "{table:?} {problems:?}");
            assert_eq!(
                (problems[0].position.line, problems[0].kind),
                (2, ProblemKind::UnreadableLine)
            );
            let sentence = format!(
                "the quoted value that begins in line {first} runs on to line {last} and contains \
                 separators: was a quotation mark left open?"
            );
            assert!(problems[0].sentence.starts_with(&sentence), "{}", problems[0].sentence);
            let (_, [ada, bob, james], _) = skipped(&table, Mode::Mirror);
            assert_eq!((ada.len(), bob.len(), james.len()), (0, 2, 1), "{table:?}");
        }
    }
    let (read, problems) = users(b"username,last name,first name\na,\"A,x\nb,B\",C\nd,D,E\n");
    assert_eq!((read, problems), (vec![["d".into(), "D".into()]], vec![2]));
}

#[test]
fn an_address_a_note_and_a_heading_may_have_line_breaks() {
    let (read, problems) =
        users(b"username,\"last\nname\",note\na,\"A\nB\",\"to call\nin March\"\nb,C,\n");
    assert_eq!((read.len(), problems), (2, vec![]));
    // As grantgrid writes it, with all values of the line in quotation marks.
    let (read, problems) = users(b"username,last name,note\n\"a\",\"A, Inc\nB, C\",\"x\"\nb,C,\n");
    assert_eq!((read[0][1].as_str(), problems), ("A, Inc\nB, C", vec![]));
}
