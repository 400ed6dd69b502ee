//! The signs of the access matrix on a small HR database, compared with a table written by
//! hand from the access policy.

use crate::console::harness::Harness;
use crate::store::SCHEMA;
use crate::store::testing::TestDb;

/// Each user's sign for each company: in the grants view, in the effective-access view, and
/// that in ASCII.
const SIGNS: [[&str; 3]; 9] = [
    ["◇ ◇ ◇ ◇ ◇ ◇", "◇ ◇ ◇ ◇ ◇ ◇", "% % % % % %"],
    ["■ ■ · · · ·", "■ ■ · · · ·", "x x . . . ."],
    ["· ◇ · · · ·", "· ◇ · · · ·", ". % . . . ."],
    ["· · ■ · · ·", "· · ■ · · ·", ". . x . . ."],
    ["· · · □ · ·", "· · · □ · ·", ". . . ! . ."],
    ["· · · · · ·", "· · · · · ·", ". . . . . ."],
    ["· · · · ■ ·", "· · · · ■ ·", ". . . . x ."],
    ["· · · · · ·", "· · · · · ·", ". . . . . ."],
    ["· · · · · ·", "· · · · · ·", ". . . . . ."],
];

fn of_2025() -> Harness {
    let db = TestDb::new();
    db.run(include_str!("../../../../tests/fixtures/hrm-2025.sql"));
    Harness::on(db).size(200, 50)
}

/// The signs in the rows of the access matrix, without the brackets of the cursor.
fn signs(console: &Harness, users: usize, companies: usize) -> Vec<String> {
    let screen = console.screen();
    // The rows begin below the title, which names the cursor's user.
    let rows = screen.lines().skip(2).skip_while(|line| !line.contains("Ada Root")).take(users);
    let signs = rows.map(|line| {
        let row = line.trim_end_matches(['┃', '|', ' ']).replace(['[', ']'], " ");
        let mut cells: Vec<&str> = row.split_whitespace().rev().take(companies).collect();
        cells.reverse();
        cells.join(" ")
    });
    signs.collect()
}

#[test]
fn the_matrix_follows_the_access_policy() {
    let found = [
        signs(&of_2025().keys("3"), 9, 6),
        signs(&of_2025().keys("3E"), 9, 6),
        signs(&of_2025().ascii().keys("3E"), 9, 6),
    ];
    for (at, expected) in SIGNS.iter().enumerate() {
        assert_eq!([&found[0][at], &found[1][at], &found[2][at]], *expected, "row {at}");
    }
}

/// Two tenants with two companies each, in the second generation. The users: a Super Admin
/// with a grant; a Tenant Admin of the first tenant with a grant in each tenant; an HR Manager
/// with grants for the home company and another one; an HR Manager without grants; an inactive
/// one; one with neither home company nor grants. The columns are as above.
const SIGNS_OF_2026: [[&str; 3]; 6] = [
    ["■ ◇ ◇ ◇", "▣ ◇ ◇ ◇", "@ % % %"],
    ["■ ◇ · □", "▣ ◇ · □", "@ % . !"],
    ["■ · ■ ·", "▣ · ■ ·", "@ . x ."],
    ["· ◆ · ·", "· ◆ · ·", ". i . ."],
    ["□ ○ · ·", "□ ○ · ·", "! o . ."],
    ["· · · ·", "· · · ·", ". . . ."],
];

/// A name, a role, the status, the index of the home company, and the indexes of the granted
/// companies.
type UserOf2026 = (&'static str, &'static str, u8, Option<usize>, &'static [usize]);

fn of_2026() -> Harness {
    let db = TestDb::new();
    db.run(&SCHEMA.replace("role_id INTEGER NOT NULL", "role_id INTEGER"));
    let id = |kind: &str, number: usize| format!("{kind}{number}a4c6d0e2f34a5c8b7d9e0f1a2b3c01");
    let mut sql: Vec<String> = Vec::new();
    for (at, tenant) in ["One", "Two"].iter().enumerate() {
        let of = id("a", at);
        let organization = at + 1;
        sql.push(format!(
            "INSERT INTO hrm_tenant (id, name, code, is_active, created_by, created_at)
               VALUES ('{of}', '{tenant}', '{tenant}', 1, 's', '');
             INSERT INTO organization (id, name, tenant_id)
               VALUES ({organization}, '{tenant}', '{of}');"
        ));
    }
    for (at, code) in ["AA", "AB", "BA", "BB"].iter().enumerate() {
        sql.push(format!(
            "INSERT INTO hrm_company
               (id, tenant_id, name, code, currency_code, is_active, created_by, created_at)
             VALUES ('{}', '{}', 'Company', '{code}', 'CHF', 1, 's', '');",
            id("c", at),
            id("a", at / 2)
        ));
    }
    let users: [UserOf2026; 6] = [
        ("Ada Root", "Super Admin", 1, None, &[0]),
        ("Ben Two", "Tenant Admin", 1, Some(1), &[0, 3]),
        ("Cem Two", "HR Manager", 1, Some(0), &[0, 2]),
        ("Eva Two", "Employee", 1, Some(1), &[]),
        ("Fay Two", "HR Manager", 0, Some(1), &[0]),
        ("Gil Two", "Employee", 1, None, &[]),
    ];
    for (number, (name, role, active, home, grants)) in (1..).zip(users) {
        let (first, last) = name.split_once(' ').expect("two names");
        sql.push(format!(
            "INSERT INTO hrm_users SELECT {number}, 'u{number}', 'u{number}@x', '!', '{first}',
               '{last}', {active}, 0, 1, id, NULL, '2025-01-01', '' FROM role WHERE name = '{role}';"
        ));
        for home in home.iter().map(|at| id("c", *at)) {
            sql.push(format!(
                "INSERT INTO hrm_employee (id, employee_id, first_name, last_name, hire_date,
                   basic_salary, organization_id, user_id, company_id)
                 VALUES ({number}, '{number}', '{first}', '{last}', '', 1, 1, {number}, '{home}');"
            ));
        }
        for at in grants {
            sql.push(format!(
                "INSERT INTO hrm_user_company_access (id, user_id, company_id, created_at)
                 VALUES ('f{number}{at}4c6d0e2f34a5c8b7d9e0f1a2b3c03', {number}, '{}', '');",
                id("c", *at)
            ));
        }
    }
    sql.push("ALTER TABLE role RENAME TO hrm_roles;".to_owned());
    db.run(&sql.join("\n"));
    Harness::on(db).size(200, 50)
}

#[test]
fn the_matrix_follows_the_access_policy_of_the_second_generation() {
    let found = [
        signs(&of_2026().keys("3"), 6, 4),
        signs(&of_2026().keys("3E"), 6, 4),
        signs(&of_2026().ascii().keys("3E"), 6, 4),
    ];
    for (at, expected) in SIGNS_OF_2026.iter().enumerate() {
        assert_eq!([&found[0][at], &found[1][at], &found[2][at]], *expected, "row {at}");
    }
}
