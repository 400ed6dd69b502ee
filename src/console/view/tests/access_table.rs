//! The signs of the access matrix on a small database of the HR system, as a table written by
//! hand from the access policy.

use crate::console::harness::Harness;
use crate::store::testing::TestDb;

const COMPANIES: usize = 6;

/// The users, each with the sign of each company: as grants, as effective access, and that in
/// ASCII, where a capital letter tells a grant that a rule requires and that is missing.
const SIGNS: [[&str; 3]; 9] = [
    ["◇ ◇ ◇ ◇ ◇ ◇", "◇ ◇ ◇ ◇ ◇ ◇", "I I I I I I"],
    ["■ ■ · · · ·", "■ ■ · · · ·", "x x . . . ."],
    ["· ◇ · · · ·", "· ◇ · · · ·", ". I . . . ."],
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

/// The signs of the rows of the access matrix, without the marks of the cursor.
fn signs(console: &Harness) -> Vec<String> {
    let screen = console.screen();
    let rows = screen.lines().skip_while(|line| !line.contains("Ada Root")).take(SIGNS.len());
    let signs = rows.map(|line| {
        let row = line.trim_end_matches(['┃', '|', ' ']).replace(['[', ']'], " ");
        let mut cells: Vec<&str> = row.split_whitespace().rev().take(COMPANIES).collect();
        cells.reverse();
        cells.join(" ")
    });
    signs.collect()
}

#[test]
fn the_matrix_shows_what_the_policy_says() {
    let found = [
        signs(&of_2025().keys("3")),
        signs(&of_2025().keys("3E")),
        signs(&of_2025().ascii().keys("3E")),
    ];
    for (at, expected) in SIGNS.iter().enumerate() {
        assert_eq!([&found[0][at], &found[1][at], &found[2][at]], *expected, "row {at}");
    }
}
