//! A name means the same user or company in a command, in a file and in the history.

use crate::common::Hr;
use crate::import::{hr, read};
use crate::new_names::taken;
use grantgrid::domain::{Cancel, CompanyId, UserId};
use grantgrid::exchange::{Import, ProblemKind};
use grantgrid::filter::Axis;
use grantgrid::store::StoreError;

/// What a name means.
#[derive(Debug, PartialEq, Eq)]
enum Meant<T> {
    Nobody,
    One(T),
    Several,
}

fn of_store<T>(found: Result<T, StoreError>) -> Meant<T> {
    match found {
        Ok(one) => Meant::One(one),
        Err(StoreError::NoSuchUser { .. } | StoreError::NoSuchCompany { .. }) => Meant::Nobody,
        Err(StoreError::AmbiguousUser { .. } | StoreError::AmbiguousCompany { .. }) => {
            Meant::Several
        }
        Err(error) => panic!("{error}"),
    }
}

/// What a name means in a file of grants.
fn of_grants<T>(
    hr: &Hr,
    (user, company): (&str, &str),
    one: impl Fn(Vec<UserId>, Vec<CompanyId>) -> T,
) -> Meant<T> {
    let file = serde_json::json!([{ "username": user, "companies": [company] }]).to_string();
    let plan = read(&hr.open(), file.as_bytes(), &Import::default()).expect("a plan");
    match plan.problems.first.first().map(|problem| problem.kind) {
        None => Meant::One(one(plan.bulk.users, plan.bulk.companies)),
        Some(ProblemKind::UnknownUser | ProblemKind::UnknownCompany) => Meant::Nobody,
        Some(ProblemKind::AmbiguousUser | ProblemKind::AmbiguousCompany) => Meant::Several,
        Some(other) => panic!("{other:?}"),
    }
}

#[test]
fn a_company_name_is_resolved_in_the_same_way_everywhere() {
    let first = "c1c1c1c100004000800000000000000c";
    for (text, meant) in [
        ("PAR", Meant::One(first)),
        ("par", Meant::One("c4c4c4c400004000800000000000000c")),
        ("Par", Meant::One(first)),
        (" acme  PARIS ", Meant::One(first)),
        ("Y", Meant::One("c2c2c2c200004000800000000000000c")),
        (" Y", Meant::One("c2c2c2c200004000800000000000000c")),
        ("y", Meant::One("c3c3c3c300004000800000000000000c")),
        ("Ｙ", Meant::Several),
        ("Y (BLUE)", Meant::One("c3c3c3c300004000800000000000000c")),
        ("par (acme group)", Meant::One(first)),
        ("C1C1C1C1-0000-4000-8000-00000000000C", Meant::One(first)),
        ("PA\\u{52}", Meant::One(first)),
        ("par\\u{200b}", Meant::Nobody),
        ("PAR\\u{200b}", Meant::Nobody),
        ("ACME", Meant::Nobody),
    ] {
        let hr = hr();
        hr.run(
            "UPDATE hrm_company SET name = 'par' WHERE code = 'SAO';
             UPDATE hrm_company SET code = 'Y ' WHERE name = 'Acme Head';
             UPDATE hrm_company SET code = 'y' WHERE name = 'Blue Head'",
        );
        let meant = match meant {
            Meant::One(id) => Meant::One(id.to_owned()),
            Meant::Several => Meant::Several,
            Meant::Nobody => Meant::Nobody,
        };
        let store = hr.open();
        let by_command = of_store(store.find_company(text).map(|it| it.id.to_string()));
        assert_eq!(by_command, meant, "{text:?} in a command");
        let in_history = of_store(store.find_company_in_history(text).map(|id| id.to_string()));
        assert_eq!(in_history, meant, "{text:?} in the history");
        let in_file = of_grants(&hr, ("ada", text), |_, companies| companies[0].to_string());
        assert_eq!(in_file, meant, "{text:?} in a file of grants");
        let line = format!("username,home company\nada,\"{text}\"\n");
        let (said, _) = taken(&hr, Axis::Users, line.as_bytes());
        let homes = hr.rows("SELECT company_id FROM hrm_employee WHERE user_id = 1");
        let as_home = match (&homes[..], &said[..]) {
            ([home], []) => Meant::One(home.trim_matches('\'').to_owned()),
            ([], [why]) if why.contains("is not known") => Meant::Nobody,
            ([], [why]) if why.contains("means 2 of them") => Meant::Several,
            other => panic!("{text:?}: {other:?}"),
        };
        assert_eq!(as_home, meant, "{text:?} as a home company");
    }
}

#[test]
fn a_username_is_resolved_in_the_same_way_everywhere() {
    for (text, meant) in [
        ("Y", Meant::One(1)),
        (" Y", Meant::One(1)),
        ("y", Meant::One(2)),
        ("y ", Meant::One(2)),
        ("Ｙ", Meant::Several),
        ("jose", Meant::One(4)),
        ("jo\u{200b}se", Meant::One(3)),
        ("jo\\u{200B}se", Meant::One(3)),
        ("JOSE", Meant::Several),
        ("JO\\u{200B}SE", Meant::Nobody),
        ("nobody", Meant::Nobody),
    ] {
        let hr = hr();
        hr.run(
            "UPDATE hrm_users SET username = 'Y ' WHERE id = 1;
             UPDATE hrm_users SET username = 'y' WHERE id = 2;
             UPDATE hrm_users SET username = 'jo' || char(8203) || 'se' WHERE id = 3;
             UPDATE hrm_users SET username = 'jose' WHERE id = 4",
        );
        let store = hr.open();
        let by_command = of_store(store.find_user(text).map(|user| user.id.0));
        assert_eq!(by_command, meant, "{text:?} in a command");
        let in_history = of_store(store.find_user_in_history(text).map(|id| id.0));
        assert_eq!(in_history, meant, "{text:?} in the history");
        let in_file = of_grants(&hr, (text, "PAR"), |users, _| users[0].0);
        assert_eq!(in_file, meant, "{text:?} in a file of grants");
        let pasted = store.users_named(&[text.to_owned()], &Cancel::default()).expect("users");
        let pasted = match &pasted[0].users[..] {
            [] => Meant::Nobody,
            [(id, _)] => Meant::One(id.0),
            _ => Meant::Several,
        };
        assert_eq!(pasted, meant, "{text:?} pasted");
        let line = format!("username,first name\n\"{text}\",New\n");
        let (said, _) = taken(&hr, Axis::Users, line.as_bytes());
        let edited = hr.rows("SELECT id FROM hrm_users WHERE first_name = 'New' AND id < 5");
        let of_line = match (&edited[..], &said[..]) {
            ([id], []) => Meant::One(id.parse().expect("an id")),
            ([], [why]) if why.contains("matches 2 users") => Meant::Several,
            ([], _) => Meant::Nobody,
            other => panic!("{text:?}: {other:?}"),
        };
        assert_eq!(of_line, meant, "{text:?} in a file of users");
    }
}
