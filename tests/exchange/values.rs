//! Pairs with a column that says whether they grant, and texts in place of names.

use std::io::Cursor;

use crate::common::ByName as _;
use crate::import::{hr, read};
use grantgrid::domain::JobProgress;
use grantgrid::exchange::{ExchangeError, Import, Mode, Plan, Source, read_entities};
use grantgrid::filter::Axis;

/// The result of an import, and afterwards the companies of Bob (Paris and Head before) and of
/// ada (none before).
#[track_caller]
fn imported(file: &str, mode: Mode) -> (Plan, Vec<String>, Vec<String>) {
    let hr = hr();
    let mut store = hr.open();
    let import = Import { mode, ..Import::default() };
    let plan = read(&store, file.as_bytes(), &import).expect("a plan");
    store.commit(&plan.bulk, None, None, &mut JobProgress::none()).expect("the import");
    (plan, store.companies_of("Bob"), store.companies_of("ada"))
}

fn problems(plan: &Plan) -> Vec<String> {
    plan.problems.first.iter().map(ToString::to_string).collect()
}

#[test]
fn a_pair_that_says_no_grants_nothing_and_a_mirror_revokes_it() {
    for (heading, file) in [
        (
            "granted",
            "username,company,granted\nBob,PAR,no\nBob,HQ (ACME),yes\nada,PAR,no\nada,SAO,yes\n",
        ),
        (
            "access",
            "user;company;access\nBob;PAR;false\nBob;HQ (ACME);true\nada;PAR;0\nada;SAO;1\n",
        ),
        (
            "Zugriff",
            "login\tcompany\tZugriff\nBob\tPAR\tnein\nBob\tHQ (ACME)\tja\nada\tPAR\tN\nada\tSAO\tJ\n",
        ),
        (
            "granted",
            r#"[{"username": "Bob", "company": "PAR", "granted": false},
            {"username": "Bob", "company": "HQ (ACME)", "granted": true},
            {"username": "ada", "company": "PAR", "granted": 0},
            {"username": "ada", "company": "SAO", "granted": "yes"}]"#,
        ),
    ] {
        let (plan, bob, ada) = imported(file, Mode::Add);
        assert_eq!(problems(&plan), [""; 0], "{file}");
        assert_eq!((bob.len(), &ada[..]), (2, &["São Paulo".to_owned()][..]), "{file}");
        let who = if file.starts_with('[') { "2 entries say" } else { "2 lines say" };
        let denials = format!(
            "{who} no in “{heading}”: nothing is granted, and nothing is revoked (only a mirror \
             revokes)"
        );
        assert_eq!(plan.notes.last(), Some(&denials), "{file}");
        let (plan, bob, ada) = imported(file, Mode::Mirror);
        assert_eq!((&bob[..], ada.len()), (&["Acme Head".to_owned()][..], 1), "{file}");
        assert!(plan.notes.join("\n").contains("is revoked"), "{:?}", plan.notes);
    }
}

#[test]
fn a_value_that_is_not_clear_is_a_problem_and_changes_nothing() {
    let file = "username,company,granted\nBob,PAR,maybe\nada,PAR,\nada,SAO,yes\n";
    for mode in [Mode::Add, Mode::Mirror] {
        let (plan, bob, ada) = imported(file, mode);
        assert!(bob.contains(&"Acme Paris".to_owned()), "{mode:?}");
        assert_eq!(ada, ["São Paulo"], "{mode:?}");
        let said = problems(&plan);
        assert!(said[0].starts_with("line 2, column 3: “maybe” in “granted” is not a valid mark"));
        assert!(said[1].starts_with("line 3, column 3: “granted” is empty"), "{said:?}");
    }
    // Nothing shows that this column decides, but a no never means yes.
    let file = "username,company,signed off\nBob,PAR,yes\nada,PAR,no\n";
    let (plan, _, ada) = imported(file, Mode::Mirror);
    assert_eq!((ada.len(), plan.problems.count), (0, 1), "{:?}", problems(&plan));
    // An object lacks the field that others have.
    let file = r#"[{"username": "ada", "company": "PAR"},
        {"username": "ada", "company": "SAO", "granted": "no"}]"#;
    let (plan, _, ada) = imported(file, Mode::Add);
    assert_eq!((ada.len(), plan.problems.count), (0, 1), "{:?}", problems(&plan));
}

#[test]
fn a_pair_with_both_answers_is_a_problem() {
    let file = "username,company,granted\nada,PAR,yes\nADA,PAR,no\nBob,PAR,no\nBOB,PAR,yes\n";
    let (plan, bob, ada) = imported(file, Mode::Mirror);
    assert_eq!((bob.contains(&"Acme Paris".to_owned()), ada.len()), (true, 0));
    let said = problems(&plan);
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].contains("with yes in one and no in the other"), "{said:?}");
}

#[test]
fn other_columns_beside_pairs_do_not_decide() {
    for (heading, cell) in
        [("comment", "no"), ("granted at", "no"), ("granted", "2026-01-02"), ("site", "Oslo")]
    {
        let file = format!("username,company,{heading}\nada,PAR,{cell}\n");
        let (plan, _, ada) = imported(&file, Mode::Add);
        assert_eq!((ada.len(), plan.problems.count), (1, 0), "{heading}: {:?}", problems(&plan));
    }
}

#[test]
fn a_username_alone_is_nothing_to_import() {
    let store = hr().open();
    for file in [
        "username\nada\nada\n",
        "username,phone\nada,+33\nBob,\n",
        "username,first_name,email\n#N/A,a,b\nNULL,c,d\nada,e,f\n",
        r#"[{"username": "ada"}, {"username": "Bob", "email": "b@x.example"}]"#,
    ] {
        let read = read(&store, file.as_bytes(), &Import::default());
        assert!(matches!(read, Err(ExchangeError::NoHeadings { .. })), "{file}: {read:?}");
    }
}

#[test]
fn a_list_or_an_object_instead_of_a_name_is_reported() {
    for (entry, said) in [
        (r#"{"username": {"id": 1}, "company": "PAR"}"#, "the field “username” holds an object"),
        (r#"{"username": ["ada"], "companies": ["PAR"]}"#, "the field “username” holds a list"),
        (
            r#"{"username": "ada", "company": ["PAR"]}"#,
            "“company” holds a list, not a single value; put a list into “companies”",
        ),
        (r#"{"username": "ada", "company": "PAR", "tenant": {}}"#, "“tenant” holds an object"),
        (r#"{"username": "ada", "companies": "PAR"}"#, "“companies” is the text “PAR”, not a list"),
        (r#"{"username": "ada", "companies": [null]}"#, "contains null, which is not a name"),
        (r#"{"username": "ada", "companies": [["PAR"]]}"#, "contains a list"),
        (
            r#"{"username": 7.0, "companies": ["PAR"]}"#,
            "the username holds the number 7.0, which cannot be used exactly",
        ),
        (r#"{"username": 9.17e2, "companies": ["PAR"]}"#, "the username holds the number 917.0"),
        (
            r#"{"username": 123456789012345678901234, "companies": ["PAR"]}"#,
            "holds the number 1.23",
        ),
        (r#"{"username": true, "companies": ["PAR"]}"#, "the username holds the boolean true"),
    ] {
        let file = format!(r#"[{{"username": "josé", "companies": ["SAO"]}}, {entry}]"#);
        let (plan, bob, ada) = imported(&file, Mode::Mirror);
        let told = problems(&plan);
        assert!(told.len() == 1 && told[0].contains(said), "{entry}: {told:?}");
        assert_eq!((bob.len(), ada.len()), (2, 0), "{entry}");
    }
}

#[test]
fn characters_that_may_be_line_breaks_are_not_taken_into_names() {
    for letter in ["\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}"] {
        let file = format!("username,company\nada,PAR{letter}Bob,SAO\njosé,SAO\n");
        let (plan, bob, ada) = imported(&file, Mode::Mirror);
        let said = problems(&plan);
        assert!(
            said[0].starts_with("line 2: ") && said[0].contains("may be a line break"),
            "{said:?}"
        );
        assert_eq!((bob.len(), ada.len()), (2, 0));
        let file = format!("username,company{letter}ada,PAR{letter}");
        let refused = read(&hr().open(), file.as_bytes(), &Import::default());
        let refused = refused.expect_err("no headings").to_string();
        assert!(
            refused.contains("line 1: ") && refused.contains("may be a line break"),
            "{refused}"
        );
        let file = format!("username,company\nada,\"PAR{letter}\"\n");
        assert_eq!(imported(&file, Mode::Add).2, ["Acme Paris"], "quoted, around a name");
    }
}

fn entities(file: &str, axis: Axis) -> Result<usize, String> {
    let import = Import::default();
    let source = Source::of_stream(&mut Cursor::new(file.as_bytes()), &import.limits);
    let source = source.expect("a source");
    let read = read_entities(&source, &import, axis, &mut JobProgress::none());
    read.map(|file| file.lines.len()).map_err(|error| error.to_string())
}

#[test]
fn a_list_of_grants_is_not_a_list_of_users() {
    for file in [
        "username,company\nada,PAR\nBob,PAR\nada,SAO\n",
        "username;company code;granted\nada;PAR;yes\nADA;SAO;no\n",
        "username,company code,company name,tenant,granted at,by,reason\n\
         ada,PAR,Acme Paris,Acme Group,2026-01-01,x,\nada,SAO,São Paulo,Blue,2026-01-01,x,\n",
        "username,role,company\nada,Employee,PAR\nada,Employee,SAO\nBob,Manager,PAR\n",
        r#"[{"username": "ada", "company": "PAR"}, {"username": "ada", "company": "SAO"}]"#,
    ] {
        let said = entities(file, Axis::Users).expect_err(file);
        assert!(said.contains("looks like a list of grants, not of users: “ada” is on"), "{said}");
        assert!(said.contains("import it as grants"), "{said}");
    }
    for file in [
        "username,home\nada,PAR\nBob,SAO\n",
        "username,home\nada,PAR\nada,PAR\n",
        "username,email,home\nada,a@x.example,PAR\nada,b@x.example,SAO\nBob,,PAR\n",
    ] {
        assert!(entities(file, Axis::Users).is_ok(), "{file}");
    }
}

#[test]
fn names_alone_are_nothing_to_import() {
    for (file, axis) in [
        ("username,PAR,SAO\nada,x,\nnew,,x\n", Axis::Users),
        (r#"[{"username": "ada", "companies": ["PAR"]}]"#, Axis::Users),
        ("code,remarks\nPAR,closed\n", Axis::Companies),
    ] {
        let said = entities(file, axis).expect_err(file);
        assert!(said.contains("there is nothing to import; not recognized: "), "{said}");
    }
    assert_eq!(entities("username\nada\n", Axis::Users), Ok(1));
}

#[test]
fn a_pair_to_be_revoked_is_never_granted() {
    let file = "username,company,action\nada,PAR,add\nada,SAO,revoke\nBob,PAR,remove\n";
    let (plan, bob, ada) = imported(file, Mode::Add);
    assert_eq!((problems(&plan), bob.len(), ada.len()), (vec![], 2, 1));
    let (_, bob, _) = imported(file, Mode::Mirror);
    assert_eq!(bob, ["Acme Head"], "which the file does not cover");
    let file = "username,company,request\nada,PAR,permanent\nada,SAO,rejected\n";
    let (plan, _, ada) = imported(file, Mode::Add);
    assert_eq!((ada.len(), plan.problems.count), (1, 1), "{:?}", problems(&plan));
}

#[test]
fn a_look_alike_in_a_file_is_reported_with_the_difference() {
    let (plan, ..) = imported("username,РAR,HQ (ACME)\nada,x,\nBоb,,x\n", Mode::Add);
    let said = problems(&plan);
    assert!(
        said[0].contains("which differs from PAR only in letters of another alphabet")
            && said[0].contains("(U+0420, Cyrillic) in place of “P” at the beginning"),
        "{said:?}"
    );
    assert!(said[1].contains("did you mean: Bob (differs only in letters of another"), "{said:?}");
    let (plan, ..) = imported("username,company,tenant\nada,HQ,АCME\nada,РAR,\n", Mode::Add);
    let said = problems(&plan);
    assert!(said[0].contains("there is no tenant") && said[0].contains("differs from ACME"));
    assert!(said[1].contains("unknown company") && said[1].contains("differs from PAR"));
}

#[test]
fn missing_cells_revoke_nothing_and_empty_ones_do() {
    for (file, bob) in [
        // Short lines, in the middle and at the end.
        ("username,PAR,HQ (ACME)\nBob\nada,x,\n", 2),
        ("username,PAR,HQ (ACME)\nBob,\nada,x,\n", 2),
        ("username;PAR;HQ (ACME)\nada;x;\nBob;x\n", 2),
        ("username,PAR,HQ (ACME)\nBob,,\nada,x,\n", 0),
        // Fields of JSON that other objects have.
        (
            r#"[{"username": "ada", "PAR": "x", "HQ (ACME)": ""}, {"username": "Bob", "PAR": ""}]"#,
            2,
        ),
        (r#"[{"username": "ada", "companies": ["PAR"]}, {"username": "Bob"}]"#, 2),
        (
            r#"[{"username": "ada", "companies": ["PAR"]}, {"username": "Bob", "companies": null}]"#,
            2,
        ),
        (r#"[{"username": "ada", "companies": ["PAR"]}, {"username": "Bob", "companies": []}]"#, 1),
        (
            r#"[{"username": "ada", "companies": {"PAR": true, "HQ (ACME)": false}},
             {"username": "Bob", "companies": {"PAR": false}}]"#,
            2,
        ),
    ] {
        let (plan, after, ada) = imported(file, Mode::Mirror);
        assert_eq!((after.len(), ada.len()), (bob, 1), "{file}: {:?}", problems(&plan));
        assert_eq!(plan.problems.count > 0, bob == 2, "{file}: {:?}", problems(&plan));
    }
}

#[test]
fn a_text_about_an_ended_grant_changes_nothing() {
    for file in [
        "username,company,revoked\nada,PAR,yes\nada,SAO,\n",
        "username,company,no access\nada,PAR,x\nada,SAO,no\n",
        "username;company;deleted_at\nada;PAR;2024-01-01\nada;SAO;\n",
        "username,company,gesperrt\nada,PAR,ja\nada,SAO,nein\n",
        r#"[{"user": "ada", "company": "PAR", "revoked": true},
            {"user": "ada", "company": "SAO", "revoked": false}]"#,
        r#"[{"user": "ada", "companies": ["PAR"], "granted": "no"},
            {"user": "Bob", "companies": ["PAR"], "granted": "yes"}]"#,
        r#"[{"user": "ada", "companies": ["PAR"], "revoked": ["PAR"]},
            {"user": "Bob", "companies": ["PAR"], "revoked": []}]"#,
    ] {
        for mode in [Mode::Add, Mode::Mirror] {
            let (plan, bob, ada) = imported(file, mode);
            let said = problems(&plan);
            assert_eq!(said.len(), 1, "{file}: {said:?}");
            assert!(said[0].contains("that is not a grant"), "{file}: {said:?}");
            let left = if file.contains("companies") { "" } else { "São Paulo" };
            assert_eq!((bob.len(), ada.concat().as_str()), (2, left), "{file}");
        }
    }
}

#[test]
fn similar_companies_are_listed_for_the_first_ten_unknown_ones() {
    let lines: Vec<String> = ('A'..='L').map(|letter| format!("ada,SA{letter}\n")).collect();
    let (plan, ..) = imported(&format!("username,company\n{}", lines.concat()), Mode::Add);
    let said: Vec<String> = plan.problems.first.iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 12);
    assert_eq!(
        said[9],
        "line 11, column 2: unknown company “SAJ”; did you mean: SAO (São Paulo); line skipped"
    );
    assert_eq!(said[10], "line 12, column 2: unknown company “SAK”; line skipped");
}
