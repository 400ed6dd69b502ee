//! Marks that mean yes in one language and no in another.

use crate::import::{hr, read};
use grantgrid::domain::JobProgress;
use grantgrid::exchange::{Import, Limits, Mode, ProblemKind, Source, read_entities};
use grantgrid::filter::Axis;
use std::io::Cursor;

use crate::common::ByName as _;

/// The companies of Bob (Paris and Head before) and ada (none before) after importing a
/// mirror, and the number of ambiguous cells.
#[track_caller]
fn mirrored(bytes: &[u8]) -> (Vec<String>, Vec<String>, u64) {
    let hr = hr();
    let mut store = hr.open();
    let import = Import { mode: Mode::Mirror, ..Import::default() };
    let plan = read(&store, bytes, &import).expect("a plan");
    let all = plan.problems.first.iter().all(|it| it.kind == ProblemKind::AmbiguousMark);
    assert!(all, "{:?}", plan.problems.first);
    store.commit(&plan.bulk, None, None, &mut JobProgress::none()).expect("the import");
    (store.companies_of("Bob"), store.companies_of("ada"), plan.problems.count)
}

#[test]
fn a_pair_of_signs_in_one_file_is_read() {
    for (yes, no) in [
        ("O", "N"),
        ("○", "×"),
        ("S", "N"),
        ("J", "N"),
        ("T", "F"),
        ("✓", "✗"),
        ("VERDADERO", "FALSO"),
        ("Enabled", "Disabled"),
        ("はい", "いいえ"),
    ] {
        let table = format!("username;PAR;HQ (ACME)\nBob;{yes};{no}\nada;{no};{yes}\n");
        let (bob, ada, problems) = mirrored(table.as_bytes());
        assert_eq!((bob, ada, problems), (vec!["Acme Paris".into()], vec!["Acme Head".into()], 0));
        let json = format!(
            r#"[{{"username": "Bob", "PAR": "{yes}", "HQ (ACME)": "{no}"}},
                {{"username": "ada", "companies": {{"PAR": "{no}", "HQ (ACME)": "{yes}"}}}}]"#
        );
        let (bob, ada, problems) = mirrored(json.as_bytes());
        assert_eq!((bob, ada, problems), (vec!["Acme Paris".into()], vec!["Acme Head".into()], 0));
    }
}

#[test]
fn a_sign_without_its_counterpart_is_a_problem_of_each_cell_and_changes_nothing() {
    for sign in ["O", "N", "○", "×", "S", "J", "T", "F", "✗"] {
        let table = format!("username,PAR,HQ (ACME)\nBob,{sign},{sign}\nada,{sign},\n");
        let (bob, ada, problems) = mirrored(table.as_bytes());
        assert_eq!((bob.len(), ada.len(), problems), (2, 0, 3), "{sign}");
        let json = format!(r#"[{{"username": "Bob", "PAR": "{sign}", "HQ (ACME)": "{sign}"}}]"#);
        let (bob, _, problems) = mirrored(json.as_bytes());
        assert_eq!((bob.len(), problems), (2, 2), "{sign}");
    }
    // Three letters that do not belong together.
    let (bob, _, problems) = mirrored("username,PAR,HQ (ACME)\nBob,O,N\nada,Y,\n".as_bytes());
    assert_eq!((bob.len(), problems), (2, 3));
    let hr = hr();
    let table = "username,PAR\nBob,N\n";
    let plan = read(&hr.open(), table.as_bytes(), &Import::default()).expect("a plan");
    assert_eq!(
        plan.problems.first[0].to_string(),
        "line 2, column 2: “N” could mean yes or no in this file; cell unchanged (write yes or no)"
    );
}

/// Who is active according to a file, by line; and the lines with problems.
fn active(bytes: &str) -> (Vec<String>, Vec<u64>) {
    let limits = Limits::default();
    let source = Source::of_stream(&mut Cursor::new(bytes), &limits).expect("a source");
    let read = read_entities(&source, &Import::default(), Axis::Users, &mut JobProgress::none())
        .expect("records");
    let field = grantgrid::domain::Field::Active;
    let said = read.lines.iter().map(|line| line.draft.get(field).unwrap_or_default().to_owned());
    (said.collect(), read.problems.iter().map(|problem| problem.line).collect())
}

#[test]
fn signs_in_the_active_column_follow_the_same_rules() {
    assert_eq!(active("username,active\na,O\nb,N\n"), (vec!["yes".into(), "no".into()], vec![]));
    assert_eq!(active("username,active\na,N\nb,\n"), (vec![String::new()], vec![2]));
    let json = r#"[{"username": "a", "active": "J"}, {"username": "b", "active": "N"}]"#;
    assert_eq!(active(json), (vec!["yes".into(), "no".into()], vec![]));
}

#[test]
fn signs_with_a_counterpart_are_noted() {
    for (file, note) in [
        ("username,PAR,SAO\nada,○,×\n", "read “×” as no and “○” as yes"),
        ("username,PAR,SAO\nada,●,○\n", "read “●” as yes and “○” as no"),
        ("username,PAR,SAO\nada,☒,☐\n", "read “☒” as yes and “☐” as no"),
        ("username,PAR,SAO\nada,◯,✕\n", "read “✕” as no and “◯” as yes"),
    ] {
        let plan = read(&hr().open(), file.as_bytes(), &Import::default()).expect("a plan");
        assert!(plan.notes.iter().any(|it| it == note), "{file}: {:?}", plan.notes);
    }
    for file in ["username,PAR,SAO\nada,x,\n", "username,PAR,SAO\nada,✓,-\n"] {
        let plan = read(&hr().open(), file.as_bytes(), &Import::default()).expect("a plan");
        assert!(!plan.notes.iter().any(|it| it.starts_with("read “")), "{file}: {:?}", plan.notes);
    }
}

/// Such a column is recognized by its cells, or by a word in its heading.
#[test]
fn a_column_about_removed_access_grants_nothing() {
    for heading in ["Deactivated", "désactivé", "停用", "Not allowed", "To remove", "bloqueado"]
    {
        for mode in [Mode::Add, Mode::Mirror] {
            let file = format!("username,company,{heading}\nada,PAR,yes\n");
            let import = Import { mode, ..Import::default() };
            let plan = read(&hr().open(), file.as_bytes(), &import).expect("a plan");
            assert_eq!(plan.problems.first.len(), 1, "{heading}: {:?}", plan.problems.first);
            let json = format!(r#"[{{"username":"ada","company":"PAR","{heading}":true}}]"#);
            let plan = read(&hr().open(), json.as_bytes(), &import).expect("a plan");
            assert_eq!(plan.problems.first.len(), 1, "{heading}: {:?}", plan.problems.first);
        }
    }
    // An unknown column is used because of its cells, and a note says so.
    let file = "username,company,VIP\nada,PAR,yes\n";
    let plan = read(&hr().open(), file.as_bytes(), &Import::default()).expect("a plan");
    let note = "the column “VIP” is read as saying which lines are grants; name it “granted” if that is right";
    assert_eq!(plan.notes, [note]);
}
