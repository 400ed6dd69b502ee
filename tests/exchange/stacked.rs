//! Several tables in one file, one below the other: the lines of the second are not read with
//! the headings of the first.

use std::io::Cursor;

use crate::common::ByName as _;
use crate::import::{hr, read};
use grantgrid::domain::{Field, JobProgress};
use grantgrid::exchange::{Import, Limits, Mode, ProblemKind, Source, read_entities};
use grantgrid::filter::Axis;

/// The companies of ada, Bob and 007 after importing a mirror without its problems, and the
/// lines of these.
fn mirrored(table: &str) -> ([Vec<String>; 3], Vec<u64>) {
    let hr = hr();
    let mut store = hr.open();
    let import = Import { mode: Mode::Mirror, ..Import::default() };
    let plan = read(&store, table.as_bytes(), &import).expect("a plan");
    let problems = plan.problems.first.iter().map(|problem| {
        assert_eq!(problem.kind, ProblemKind::UnreadableLine, "{table}");
        problem.position.line
    });
    let problems = problems.collect();
    store.commit(&plan.bulk, None, None, &mut JobProgress::none()).expect("the import");
    (["ada", "Bob", "007"].map(|user| store.companies_of(user)), problems)
}

#[test]
fn a_second_matrix_below_the_first_is_not_read_under_its_headings() {
    let (alone, _) = mirrored("username,PAR\nada,x\n");
    for gap in ["", "\n", ",\n", "\n\n"] {
        for second in ["username,SAO\nBob,x\n007,\n", "username,SAO,PAR\nBob,x,\n007,x,x\n"] {
            let both = format!("username,PAR\nada,x\n{gap}{second}");
            let first = 3 + gap.matches('\n').count() as u64;
            assert_eq!(mirrored(&both), (alone.clone(), vec![first, first + 1, first + 2]));
        }
    }
    // Far below as well.
    let many = "ada,x\n".to_owned() + &"\n".repeat(40);
    let (companies, problems) = mirrored(&format!("username,PAR\n{many}username,SAO\nBob,x\n"));
    assert_eq!((companies, problems), (alone, vec![43, 44]));
}

#[test]
fn pairs_below_a_matrix_are_not_marks() {
    let (alone, _) = mirrored("username,PAR\nada,x\n");
    let both = "username,PAR\nada,x\n\nusername,company\nBob,PAR\n";
    assert_eq!(mirrored(both), (alone, vec![4, 5]));
}

#[test]
fn repeated_headings_change_nothing() {
    let once = "username,PAR\nada,x\nBob,x\n";
    let twice = "username,PAR\nada,x\nUsername,PAR\nBob,x\n";
    assert_eq!(mirrored(twice), mirrored(once));
}

#[test]
fn a_second_table_of_users_or_companies_is_not_read_under_the_headings_of_the_first() {
    for (axis, table) in [
        (Axis::Users, "username,first name\nada,Ada\n\nusername,last name\nBob,Root\n"),
        (Axis::Users, "username,first name\nada,Ada\nemail,username\nb@x.example,Bob\n"),
        (Axis::Companies, "code,name\nPAR,Paris\n\ncode,tenant\nSAO,ACME\n"),
    ] {
        let limits = Limits::default();
        let source = Source::of_stream(&mut Cursor::new(table), &limits).expect("a source");
        let read = read_entities(&source, &Import::default(), axis, &mut JobProgress::none());
        let read = read.expect("entities");
        assert_eq!(read.lines.len(), 1, "{table}");
        assert_eq!(read.problems.len(), 2, "{table}");
    }
    let table = "username,first name\nada,Ada\nusername,first name\nBob,B\n";
    let limits = Limits::default();
    let source = Source::of_stream(&mut Cursor::new(table), &limits).expect("a source");
    let read = read_entities(&source, &Import::default(), Axis::Users, &mut JobProgress::none());
    let read = read.expect("entities");
    let names: Vec<_> = read.lines.iter().map(|it| it.draft.get(Field::Username)).collect();
    assert_eq!((names, read.problems.len()), (vec![Some("ada"), Some("Bob")], 0));
}
