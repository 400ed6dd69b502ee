//! The ladder of names, for each function that uses it.

use super::*;
use crate::domain::lookalike::WantedName;

const NAMES: [&str; 9] =
    ["ada", "Ada", " ada", "a\u{200b}da", "bea ", "bea", "Zed\u{a0}X", "\u{200b}", "x\\u{20}"];

const TEXTS: [&str; 15] = [
    "ada",
    "ADA",
    " ada",
    "ada ",
    "a\\u{200B}da",
    " a\\u{200b}da ",
    "A\\u{200b}DA",
    "bea",
    " bea ",
    "zed x",
    "Zed\\u{a0}X",
    "\u{200b}",
    "",
    " ",
    "x\\u{20}",
];

fn table() -> NameTable {
    let mut table = NameTable::default();
    for (row, name) in NAMES.iter().enumerate() {
        table.add(row, NameKind::Name, name);
    }
    table
}

#[test]
fn the_best_fit_wins() {
    let table = table();
    for (text, rows) in [
        ("ada", NameMatch::One(0)),
        ("ADA", NameMatch::Several(vec![0, 1, 2, 3])),
        (" ada", NameMatch::One(2)),
        ("ada ", NameMatch::Several(vec![0, 2])),
        ("a\\u{200B}da", NameMatch::One(3)),
        ("A\\u{200b}DA", NameMatch::Unknown),
        ("bea", NameMatch::One(5)),
        (" bea ", NameMatch::Several(vec![4, 5])),
        ("zed x", NameMatch::One(6)),
        ("\u{200b}", NameMatch::One(7)),
        ("", NameMatch::Unknown),
        ("x\\u{20}", NameMatch::One(8)),
    ] {
        assert_eq!(table.find(text), rows, "{text:?}");
    }
}

#[test]
fn streamed_names_match_in_the_same_way_as_a_table_of_names() {
    let table = table();
    let mut wanted = WantedNames::default();
    for (number, text) in TEXTS.iter().enumerate() {
        wanted.add(number, text);
    }
    let mut fits: Vec<Vec<(Fit, usize)>> = vec![Vec::new(); TEXTS.len()];
    for (row, name) in NAMES.iter().enumerate() {
        wanted.each_fit(name, |number, fit| fits[number].push((fit, row)));
    }
    for (number, text) in TEXTS.iter().enumerate() {
        let alone = WantedName::new(text, false);
        let one_by_one: Vec<(Fit, usize)> = (0..NAMES.len())
            .filter_map(|row| alone.fit(NAMES[row]).map(|fit| (fit, row)))
            .collect();
        assert_eq!(fits[number], one_by_one, "{text:?}");
        let best = one_by_one.iter().map(|(fit, _)| *fit).min();
        let best: Vec<usize> =
            one_by_one.iter().filter(|it| Some(it.0) == best).map(|(_, row)| *row).collect();
        let of_table = table.best([*text], |_, _| true).map(|best| best.rows);
        assert_eq!(of_table.unwrap_or_default(), best, "{text:?}");
    }
}

#[test]
fn a_code_goes_before_a_name_and_a_better_fit_before_both() {
    let mut table = NameTable::default();
    for (row, kind, name) in [
        (0, NameKind::Code, "HQ"),
        (1, NameKind::Name, "HQ"),
        (2, NameKind::Name, "hq"),
        (2, NameKind::Id, "c1c1c1c1-0000-4000-8000-00000000000c"),
        (3, NameKind::Label, "HQ (A)"),
        (4, NameKind::Code, "hq (a)"),
    ] {
        table.add(row, kind, name);
    }
    for (text, row) in [
        ("HQ", 0),
        ("hq", 2),
        ("Hq", 0),
        ("HQ (A)", 3),
        ("Hq (A)", 4),
        ("C1C1C1C1-0000-4000-8000-00000000000C", 2),
        ("c1c1c1c100004000800000000000000c", 2),
    ] {
        assert_eq!(table.find(text), NameMatch::One(row), "{text}");
    }
    let name_only = table.best(["HQ"], |kind, _| kind == NameKind::Name);
    assert_eq!(name_only.map(|best| best.rows), Some(vec![1]));
    // Of two alternative texts, the one that matches better wins.
    let best = table.best(["hq (a", "HQ (A)"], |_, _| true).map(|best| best.rows);
    assert_eq!(best, Some(vec![3]));
    assert_eq!(table.like(["Hq", "HQ", "none"]), [0, 1, 2]);
}
