//! Who can work where in the database of a server: a table written by hand from the access
//! policy, compared with every command that shows access.

use serde_json::Value;

use crate::harness::{Hrm, hrm};

/// The companies in the order of the table, each with its tenant.
const COMPANIES: [(&str, &str); 8] = [
    ("HKG", "Harbour Group"),
    ("KUL", "Harbour Group"),
    ("MUC", "Alpine Holding"),
    ("OLD", "Harbour Group"),
    ("SIN", "Alpine Holding"),
    ("SIN", "Harbour Group"),
    ("SYD", "Harbour Group"),
    ("ZRH", "Alpine Holding"),
];

/// For each user a sign for each company: `r` by role, `h` home company, `g` only by a grant,
/// `i` a grant that is ignored, `.` nothing. Mei's grant is for another tenant's company;
/// Tom's status is empty; the user who left is inactive; and one user has no employee record.
const STAFF: [(&str, &str); 9] = [
    ("root.admin", "rrrrrrrr"),
    ("mei.tan", "rr.r.rri"),
    ("urs.keller", "..r.r..r"),
    ("arjun.nair", "gg.h...."),
    ("lena.vogt", "..g.h..."),
    ("siti.rahman", "......h."),
    ("tom.baker", "........"),
    ("gone.person", "......i."),
    ("no.profile", "........"),
];

/// The home companies of emp001 to emp060, as the index of the column; `-` has none, `x` is
/// inactive.
const HOMES: &str = "75232543-0 417645x-26 404140-526 237x4-7173 7146-14141 x17-704570";

/// Grants of employees, in addition to their home companies.
const GRANTS: [(&str, usize); 2] = [("emp007", 6), ("emp010", 4)];

/// Every user with the signs.
fn table() -> Vec<(String, String)> {
    let staff = STAFF.iter().map(|(name, signs)| ((*name).to_owned(), (*signs).to_owned()));
    let homes = HOMES.chars().filter(|home| *home != ' ');
    let employees = (1..).zip(homes).map(|(number, home)| {
        let name = format!("emp{number:03}");
        let granted = |at| GRANTS.contains(&(name.as_str(), at));
        let sign = |at: usize| match home.to_digit(10) {
            Some(home) if home as usize == at => 'h',
            _ if granted(at) => 'g',
            _ => '.',
        };
        let signs = (0..COMPANIES.len()).map(sign).collect();
        (name, signs)
    });
    staff.chain(employees).collect()
}

fn reason(sign: char) -> Option<&'static str> {
    match sign {
        'r' => Some("role"),
        'h' => Some("home"),
        'g' => Some("grant"),
        _ => None,
    }
}

/// The users with such a cell.
fn with(table: &[(String, String)], is_meant: impl Fn(char) -> bool) -> Vec<String> {
    let found = table.iter().filter(|(_, signs)| signs.chars().any(&is_meant));
    found.map(|(name, _)| name.clone()).collect()
}

fn json(hrm: &Hrm, arguments: &[&str]) -> Value {
    let url = hrm.url();
    hrm.grantgrid(&[arguments, &["--json", "--db", &url]].concat()).succeeds().json()
}

fn texts(json: &Value, field: &str) -> Vec<String> {
    let text = |it: &Value| it[field].as_str().expect("a text").to_owned();
    json.as_array().expect("an array").iter().map(text).collect()
}

#[test]
fn access_on_a_server_follows_the_policy() {
    let Some(hrm) = hrm() else { return };
    let table = table();
    assert_eq!(table.len(), 69);
    let listed = json(&hrm, &["companies"]);
    let listed = listed.as_array().expect("an array");
    let companies: Vec<&Value> = COMPANIES
        .iter()
        .map(|(code, tenant)| {
            let mut found = listed.iter().filter(|it| it["code"] == *code);
            found.find(|it| it["tenant"] == *tenant).expect("the company")
        })
        .collect();
    for (at, company) in companies.iter().enumerate() {
        let signs = table.iter().map(|(name, signs)| (name, signs.as_bytes()[at].into()));
        let expected: Vec<(String, &str)> =
            signs.filter_map(|(name, sign)| Some((name.clone(), reason(sign)?))).collect();
        let id = company["id"].as_str().expect("an id");
        let who = json(&hrm, &["who", id]);
        let found: Vec<(String, String)> =
            texts(&who, "username").into_iter().zip(texts(&who, "reason")).collect();
        let found: Vec<(String, &str)> = found.iter().map(|(a, b)| (a.clone(), &b[..])).collect();
        assert_eq!(found, expected, "{id}");
        assert_eq!(company["effective_users"], expected.len(), "{id}");
    }
    let users = json(&hrm, &["users"]);
    for ((name, signs), user) in table.iter().zip(users.as_array().expect("an array")) {
        assert_eq!(user["username"], name.as_str());
        let expected = signs.chars().filter_map(reason).count();
        assert_eq!(user["effective_companies"], expected, "{name}");
    }
    for (name, signs) in &table[..STAFF.len()] {
        let expected: Vec<&str> = signs.chars().filter_map(reason).collect();
        let mut found = texts(&json(&hrm, &["access", name]), "reason");
        let mut expected: Vec<String> = expected.into_iter().map(str::to_owned).collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{name}");
    }
    for (filter, expected) in [
        ("effective:>0", with(&table, |sign| reason(sign).is_some())),
        ("is:implied", with(&table, |sign| matches!(sign, 'r' | 'h'))),
        ("is:ineffective", with(&table, |sign| sign == 'i')),
    ] {
        assert_eq!(texts(&json(&hrm, &["users", "--where", filter]), "username"), expected);
    }
    let figures = json(&hrm, &["stats"]);
    let count = |signs: &str| {
        let all = table.iter().flat_map(|(_, row)| row.chars());
        all.filter(|sign| signs.contains(*sign)).count()
    };
    for (field, signs) in [
        ("effective_pairs", "rhg"),
        ("implied_pairs", "rh"),
        ("ineffective_grants", "i"),
        ("grants", "gi"),
    ] {
        assert_eq!(figures[field], count(signs), "{field}");
    }
    // Seven active users have neither a home company nor a grant.
    assert_eq!(figures["users_without_effective_access"], 7);
    assert_eq!(figures["active_users"], 64);
}
