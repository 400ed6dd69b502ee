//! Which user or company a name in a file means: first as it is, then without spaces,
//! apostrophes and the like.

use crate::import::{hr, read};
use grantgrid::exchange::{Import, ProblemKind};

#[test]
fn exact_names_precede_similar_ones() {
    let hr = hr();
    hr.run(
        "INSERT INTO hrm_users (id, username, email, password_hash, first_name, last_name, is_active, must_reset_password, organization_id, role_id) VALUES
            (5, 'bob', '5', 'x', 'Small', 'Bob', 1, 0, 1, 5), (6, '=bob', '6', 'x', 'F', 'B', 1, 0, 1, 5)",
    );
    let users = |bytes: &[u8]| {
        let plan = read(&hr.open(), bytes, &Import::default()).expect("a plan");
        let ids: Vec<i64> = plan.bulk.users.iter().map(|user| user.0).collect();
        (ids, plan.problems.first.first().map(|problem| problem.kind))
    };
    assert_eq!(users(b"username,company\nBob,PAR\n"), (vec![2], None));
    assert_eq!(users(b"username,company\nbob,PAR\n"), (vec![5], None));
    assert_eq!(users(b"username,company\nBOB,PAR\n"), (vec![], Some(ProblemKind::AmbiguousUser)));
    assert_eq!(users(b"username,company\n'=bob,PAR\n"), (vec![6], None));
    assert_eq!(users(b"username,company\n=bob,PAR\n"), (vec![6], None));
    hr.run(
        "INSERT INTO hrm_users (id, username, email, password_hash, first_name, last_name, is_active, must_reset_password, organization_id, role_id) VALUES
            (7, '''=bob', '7', 'x', 'F', 'B', 1, 0, 1, 5), (8, ' ', '8', 'x', 'S', 'S', 1, 0, 1, 5),
            (9, 'ada ', '9', 'x', 'A', 'S', 1, 0, 1, 5)",
    );
    // It is unknown who wrote this file; an export of grantgrid is recognized by its headings.
    let ambiguous = (vec![], Some(ProblemKind::AmbiguousUser));
    assert_eq!(users(b"username,company\n'=bob,PAR\n"), ambiguous);
    assert_eq!(users(b"username,company\n''=bob,PAR\n"), (vec![7], None));
    assert_eq!(users(b"username,full name,role,PAR\n'=bob,,,x\n"), (vec![6], None));
    assert_eq!(users(b"Username,Full name,Role,PAR\n'=bob,,,x\n"), (vec![7], None));
    let (both, problem) = users(b"username,full name,role,PAR\n'=bob,,,x\n=bob,,,x\n");
    assert_eq!((both, problem), (vec![6], Some(ProblemKind::AmbiguousUser)));
    let json = br#"[{"username": "'=bob", "companies": ["PAR"]}]"#;
    assert_eq!(users(json), (vec![7], None));

    assert_eq!(users(b"username,PAR\n ,x\nada,x\n"), (vec![1, 8], None));
    assert_eq!(users(b"username,company\n ,PAR\nada ,PAR\n"), (vec![8, 9], None));
    assert_eq!(users(b"username,company\n  ,PAR\n"), (vec![], Some(ProblemKind::Incomplete)));
    assert_eq!(users(b"username,company\n ada,PAR\n"), ambiguous);
}

#[test]
fn exact_codes_precede_those_without_an_apostrophe() {
    let hr = hr();
    hr.run("UPDATE hrm_company SET code = '=X' WHERE code = 'PAR'; UPDATE hrm_company SET code = '''=X' WHERE code = 'SAO'");
    let companies = |bytes: &[u8]| {
        let plan = read(&hr.open(), bytes, &Import::default()).expect("a plan");
        let ids: Vec<String> =
            plan.bulk.companies.iter().map(|it| it.as_str()[..2].to_owned()).collect();
        (ids, plan.problems.first.iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    let one = |id: &str| (vec![id.to_owned()], Vec::<String>::new());
    assert_eq!(companies(b"username,full name,role,'=X\nada,,,x\n"), one("c1"));
    assert_eq!(companies(b"username,full name,role,''=X\nada,,,x\n"), one("c4"));
    assert_eq!(companies(b"Username,Full name,Role,'=X\nada,,,x\n"), one("c4"));
    assert_eq!(companies(b"Username,Full name,Role,=X\nada,,,x\n"), one("c1"));
    let (ids, problems) = companies(b"user,'=X\nada,x\n");
    assert_eq!(ids, [""; 0]);
    assert_eq!(problems, ["line 1, column 2: “'=X” names 2 companies: =X, '=X; column skipped"]);
}
