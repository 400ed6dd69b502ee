//! The programs in `examples/` work as described, on a database of 2026.

#[allow(dead_code)]
#[path = "../examples/access.rs"]
mod access;
mod common;
#[allow(dead_code)]
#[path = "../examples/report.rs"]
mod report;

use common::{ByName, Hr};

type Example = fn(&[String], &mut dyn std::io::Write) -> Result<(), Box<dyn std::error::Error>>;

#[track_caller]
fn run(example: Example, hr: &Hr, words: &[&str]) -> String {
    let database = hr.path.display().to_string();
    let words = words.iter().map(|word| (*word).to_owned());
    let arguments: Vec<String> = std::iter::once(database).chain(words).collect();
    let mut out = Vec::new();
    example(&arguments, &mut out).expect("it runs");
    String::from_utf8(out).expect("UTF-8")
}

#[test]
fn access_lists_grants_and_revokes() {
    let hr = Hr::of_2026();
    let access = |words: &[&str]| run(access::run, &hr, words);
    assert!(access(&["users"]).contains("    4  zoe                   HR Manager        1\n"));
    assert!(access(&["companies"]).contains("GVA       Genève                          1\n"));
    assert_eq!(access(&["add", "reto", "ZRH", "LUG"]), "change 1: 2 added, 0 removed\n");
    assert_eq!(access(&["add", "reto", "LUG"]), "no changes: everything already matches\n");
    assert_eq!(access(&["remove", "reto", "LUG"]), "change 2: 0 added, 1 removed\n");
    let shown = access(&["show", "reto"]);
    assert!(shown.starts_with("reto (Reto Müller)\n  Zürich, since "), "{shown}");
    assert_eq!(
        access(&["add-where", "role:\"HR Manager\"", "GVA", "LUG"]),
        "2 users get 3 grants\nchange 3: 3 added, 0 removed\n"
    );
    assert_eq!(hr.open().companies_of("zoe"), ["Genève", "Lugano"]);
    let summary = access(&["summary"]);
    assert!(summary.starts_with("4 users, 3 companies\n6 grants, 50 %\n"), "{summary}");
}

#[test]
fn the_report_reads_and_writes_nothing() {
    let hr = Hr::of_2026();
    run(access::run, &hr, &["remove", "zoe", "GVA"]);
    let before = hr.bytes();
    let report = run(report::run, &hr, &[]);
    for part in [
        "Access to 3 companies: 8.3 %\n",
        " access example: revoke +0 -1, by hand\n",
        "Active users without a company: 1\n  zoe Zoé Favre, HR Manager\n",
        "Users missing access required by their role: 3\n  root ",
    ] {
        assert!(report.contains(part), "{part:?}\n{report}");
    }
    assert_eq!(hr.bytes(), before);
}

#[test]
fn impossible_requests_are_errors() {
    let hr = Hr::of_2026();
    let database = hr.path.display().to_string();
    for (words, sentence) in [
        (&[][..], "usage: access DB users|companies|show|add|remove|add-where|summary"),
        (&["dance"], "unknown command dance"),
        (
            &["add", "nobody", "ZRH"],
            "there is no user “nobody”; the most similar are: root, zoe, reto, luca",
        ),
        (&["add-where", "rol:x", "ZRH"], "column 1: unknown field “rol”; did you mean role:?"),
    ] {
        let words = words.iter().map(|word| (*word).to_owned());
        let arguments: Vec<String> = std::iter::once(database.clone()).chain(words).collect();
        let error = access::run(&arguments, &mut Vec::new()).expect_err("an error");
        assert_eq!(error.to_string(), sentence, "{arguments:?}");
    }
    let error = report::run(&[], &mut Vec::new()).expect_err("an error");
    assert_eq!(error.to_string(), "usage: report DB");
}
