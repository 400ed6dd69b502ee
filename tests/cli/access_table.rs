//! Who can work where, in two small HR databases: a table written by hand from the access
//! policy, compared with every command that shows access.

use rusqlite::Connection;
use serde_json::Value;

use crate::support::Sandbox;

/// A database, the ids of its companies in order, and for each user a sign for each company:
/// `r` by role, `R` by role and also granted, `h` home company, `H` home company and also
/// granted, `g` only by a grant, `i` a grant that is ignored, `.` nothing.
struct Table {
    script: &'static str,
    companies: &'static [&'static str],
    users: &'static [(&'static str, bool, &'static str)],
}

/// Everybody but a Super Admin can work in the granted companies or, without a grant, in the
/// home company. Anna and Frida have grants for their home companies, Chiyo one for another.
/// Dora is inactive, and Emil's status is empty. Gus's home company is gone, and Hana's first
/// employee record has none.
const OF_2025: Table = Table {
    script: include_str!("../fixtures/hrm-2025.sql"),
    companies: &[
        "b1a4c6d0e2f34a5c8b7d9e0f1a2b3c01",
        "c2a4c6d0e2f34a5c8b7d9e0f1a2b3c02",
        "a3a4c6d0e2f34a5c8b7d9e0f1a2b3c03",
        "d4a4c6d0e2f34a5c8b7d9e0f1a2b3c04",
        "1",
        "e6a4c6d0e2f34a5c8b7d9e0f1a2b3c06",
    ],
    users: &[
        ("root", true, "rrrrrr"),
        ("anna", true, "gg...."),
        ("björn", true, ".h...."),
        ("chiyo", true, "..g..."),
        ("dora", false, "...i.."),
        ("emil", false, "......"),
        ("frida", true, "....g."),
        ("gus", true, "......"),
        ("hana", true, "......"),
    ],
};

/// A Super Admin with a grant, and Zoé with one for her home company. Reto's status is empty.
const OF_2026: Table = Table {
    script: include_str!("../fixtures/hrm-2026.sql"),
    companies: &[
        "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
        "3f2504e0-4f89-41d3-9a0c-0305e82c3302",
        "3f2504e0-4f89-41d3-9a0c-0305e82c3303",
    ],
    users: &[
        ("root", true, "Rrr"),
        ("reto", false, "..."),
        ("luca", false, "..."),
        ("zoe", true, ".H."),
    ],
};

/// The reason of a cell with access.
fn reason(sign: char) -> Option<&'static str> {
    match sign {
        'r' | 'R' => Some("role"),
        'h' | 'H' => Some("home"),
        'g' => Some("grant"),
        _ => None,
    }
}

/// Access without a grant.
fn is_implied(sign: char) -> bool {
    matches!(sign, 'r' | 'h')
}

impl Table {
    fn sandbox(&self) -> Sandbox {
        let sandbox = Sandbox::empty();
        let connection = Connection::open(sandbox.path("hr.db")).expect("a database");
        connection.execute_batch(self.script).expect("SQL");
        sandbox
    }

    /// The users with such a cell.
    fn users_with(&self, is_meant: impl Fn(char) -> bool) -> Vec<String> {
        let has = |signs: &str| signs.chars().any(&is_meant);
        self.users.iter().filter(|it| has(it.2)).map(|it| it.0.to_owned()).collect()
    }

    /// The companies with such a cell.
    fn companies_with(&self, is_meant: impl Fn(char) -> bool) -> Vec<String> {
        let has = |at: usize| self.column(at).any(|(_, sign)| is_meant(sign));
        (0..self.companies.len())
            .filter(|at| has(*at))
            .map(|at| self.companies[at].into())
            .collect()
    }

    fn column(&self, at: usize) -> impl Iterator<Item = (&'static str, char)> {
        self.users.iter().map(move |(name, _, signs)| (*name, signs.as_bytes()[at].into()))
    }

    fn count(&self, is_meant: impl Fn(char) -> bool) -> usize {
        self.users.iter().flat_map(|it| it.2.chars()).filter(|sign| is_meant(*sign)).count()
    }
}

fn texts(json: &Value, field: &str) -> Vec<String> {
    let text = |it: &Value| it[field].as_str().expect("a text").to_owned();
    json.as_array().expect("an array").iter().map(text).collect()
}

/// Every command shows what the table says.
fn require_table(table: &Table) {
    let sandbox = table.sandbox();
    let json = |arguments: &[&str]| sandbox.hr(&[arguments, &["--json"]].concat()).json();
    let companies = json(&["companies"]);
    assert_eq!(texts(&companies, "id"), table.companies);
    let codes = texts(&companies, "code");

    let users = json(&["users"]);
    for ((name, _, signs), listed) in table.users.iter().zip(users.as_array().expect("users")) {
        let expected: Vec<(String, &str)> = codes
            .iter()
            .zip(signs.chars())
            .filter_map(|(code, sign)| Some((code.clone(), reason(sign)?)))
            .collect();
        let access = json(&["access", name]);
        let found: Vec<(String, String)> =
            texts(&access, "company_code").into_iter().zip(texts(&access, "reason")).collect();
        let found: Vec<(String, &str)> = found.iter().map(|(a, b)| (a.clone(), &b[..])).collect();
        assert_eq!(found, expected, "{name}");
        assert_eq!(json(&["show", name])["effective"], access, "{name}");
        assert_eq!(listed["effective_companies"], expected.len(), "{name}");
    }
    for (at, id) in table.companies.iter().enumerate() {
        let expected: Vec<(&str, &str)> =
            table.column(at).filter_map(|(name, sign)| Some((name, reason(sign)?))).collect();
        let who = json(&["who", id]);
        let found: Vec<(String, String)> =
            texts(&who, "username").into_iter().zip(texts(&who, "reason")).collect();
        let found: Vec<(&str, &str)> = found.iter().map(|(a, b)| (&a[..], &b[..])).collect();
        assert_eq!(found, expected, "{id}");
        assert_eq!(companies[at]["effective_users"], expected.len(), "{id}");
    }
    require_filters(table, &json);
    require_figures(table, &json(&["stats"]));
}

fn require_filters(table: &Table, json: &dyn Fn(&[&str]) -> Value) {
    let is_effective = |sign| reason(sign).is_some();
    let is_ignored = |sign| sign == 'i';
    for (filter, users, companies) in [
        ("effective:>0", table.users_with(is_effective), table.companies_with(is_effective)),
        ("is:implied", table.users_with(is_implied), table.companies_with(is_implied)),
        ("is:ineffective", table.users_with(is_ignored), table.companies_with(is_ignored)),
    ] {
        assert_eq!(texts(&json(&["users", "--where", filter]), "username"), users, "{filter}");
        assert_eq!(texts(&json(&["companies", "--where", filter]), "id"), companies, "{filter}");
    }
    for (name, _, signs) in table.users {
        let ids = signs.chars().zip(table.companies).filter(|(sign, _)| is_effective(*sign));
        let ids: Vec<String> = ids.map(|(_, id)| (*id).to_owned()).collect();
        let filter = format!("effective:{name}");
        assert_eq!(texts(&json(&["companies", "--where", &filter]), "id"), ids, "{name}");
    }
}

fn require_figures(table: &Table, figures: &Value) {
    let effective = table.count(|sign| reason(sign).is_some());
    let without =
        |it: &&(&str, bool, &str)| it.1 && it.2.chars().all(|sign| reason(sign).is_none());
    for (field, expected) in [
        ("effective_pairs", effective),
        ("implied_pairs", table.count(is_implied)),
        ("ineffective_grants", table.count(|sign| sign == 'i')),
        ("grants", table.count(|sign| "RHgi".contains(sign))),
        ("active_users", table.users.iter().filter(|it| it.1).count()),
        ("users_without_effective_access", table.users.iter().filter(without).count()),
    ] {
        assert_eq!(figures[field], expected, "{field}");
    }
}

#[test]
fn access_in_2025_is_what_the_policy_says() {
    require_table(&OF_2025);
}

#[test]
fn access_in_2026_is_what_the_policy_says() {
    require_table(&OF_2026);
}
