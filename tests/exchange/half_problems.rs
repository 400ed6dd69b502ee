//! Lines of which only a half is known: importing a mirror revokes nothing from anybody whom
//! they may mean.

use crate::common::ByName as _;
use crate::import::{BOB, hr, read};
use grantgrid::domain::JobProgress;
use grantgrid::exchange::{Import, Mode};

/// Imports a file as a mirror without its problems: afterwards the companies of Bob and José,
/// who had Acme Paris and Acme Head, and São Paulo; and the notes.
#[track_caller]
fn mirror_of_the_rest(file: &str) -> (Vec<String>, Vec<String>, Vec<String>) {
    let hr = hr();
    hr.run(
        "INSERT INTO hrm_user_company_access (id, user_id, company_id, created_at) VALUES
         ('f4f4f4f400004000800000000000000f', 3, 'c4c4c4c400004000800000000000000c', '2026-02-03')",
    );
    let mut store = hr.open();
    let import = Import { mode: Mode::Mirror, ..Import::default() };
    let plan = read(&store, file.as_bytes(), &import).expect("a plan");
    store.commit(&plan.bulk, None, None, &mut JobProgress::none()).expect("the import");
    (store.companies_of("Bob"), store.companies_of("josé"), plan.notes)
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|it| (*it).to_owned()).collect()
}

#[test]
fn a_pair_with_a_problem_revokes_nothing_from_possible_candidates() {
    let none: [&str; 0] = [];
    let sao = ["São Paulo"];
    let of_bob = "nothing is revoked from Bob: the file gives them an unknown company";
    let in_paris = "nothing is revoked in PAR: the file names an unknown user there";
    let half = [
        // Bob would lose Paris, but the line may mean that he keeps it.
        ("Bob,HQ (ACME)\nBob,PARR\nada,PAR\n", &BOB[..], &sao[..], of_bob),
        ("Bob,HQ (ACME)\nBob,HQ\nada,PAR\n", &BOB, &sao, of_bob),
        ("Bob,HQ (ACME)\nBob,\nada,PAR\n", &BOB, &sao, of_bob),
        ("Bob,HQ (ACME)\nBob,SAO,PAR\nada,PAR\n", &BOB, &sao, of_bob),
        // José has lines without problems.
        ("Bob,HQ (ACME)\nBob,PARR\nada,PAR\njosé,PAR\nada,SAO\n", &BOB, &["Acme Paris"], of_bob),
        // Somebody gets Paris, who may be Bob.
        ("Bob,HQ (ACME)\nBobb,PAR\n", &BOB, &sao, in_paris),
        ("Bob,HQ (ACME)\n,PAR\n", &BOB, &sao, in_paris),
        ("Bob,SAO\nBobb,PAR\nada,HQ (ACME)\n", &["Acme Paris", "São Paulo"], &sao, in_paris),
    ];
    for (lines, bob, josé, note) in half {
        let (of_bob, of_josé, notes) = mirror_of_the_rest(&format!("username,company\n{lines}"));
        assert_eq!((&of_bob[..], &of_josé[..]), (&owned(bob)[..], &owned(josé)[..]), "{lines}");
        assert_eq!(notes, [note], "{lines}");
    }
    let json = r#"[{"username": "Bob", "company": "HQ (ACME)"}, {"username": "Bob", "company": "PARR"},
                   {"username": "ada", "company": "PAR"}]"#;
    assert_eq!(mirror_of_the_rest(json).0, BOB);
    let json = r#"[{"username": "Bob", "companies": ["HQ (ACME)", "PARR"]},
                   {"username": "ada", "companies": ["PAR"]}]"#;
    assert_eq!(mirror_of_the_rest(json).0, BOB);

    let (bob, josé, notes) = mirror_of_the_rest("username,company\nBob,SAO\njosé,PAR\nBobb,HH\n");
    assert_eq!((bob.len(), josé.len()), (3, 2));
    assert_eq!(
        notes,
        ["nothing is revoked: line 4 names neither a known user nor a known company"]
    );

    // Without the problem, both lose their companies.
    let (bob, _, notes) = mirror_of_the_rest("username,company\nBob,HQ (ACME)\nada,PAR\n");
    assert_eq!((&bob[..], &notes[..]), (&["Acme Head".to_owned()][..], &owned(&none)[..]));
}
