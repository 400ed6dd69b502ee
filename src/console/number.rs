//! Formats numbers for people: 1,000,000.

use num_format::{Locale, ToFormattedString};

pub(crate) use crate::text::{counted, number};

/// A length, with separators.
pub(crate) fn count(count: usize) -> String {
    count.to_formatted_string(&Locale::en)
}

/// How many grants a change added and removed, without what is zero: `5 granted, 2 revoked`.
pub(crate) fn granted_and_revoked(added: u64, removed: u64) -> String {
    let cells = [(added, "granted"), (removed, "revoked")];
    let cells = cells.iter().filter(|(count, _)| *count > 0);
    cells.map(|(count, did)| format!("{} {did}", number(*count))).collect::<Vec<_>>().join(", ")
}

/// The same with signs: `+5 −2`; `+0` if both are zero.
pub(crate) fn plus_and_minus(added: u64, removed: u64) -> String {
    match (added, removed) {
        (added, 0) => format!("+{}", number(added)),
        (0, removed) => format!("−{}", number(removed)),
        (added, removed) => format!("+{} −{}", number(added), number(removed)),
    }
}

/// The largest of thousand, million and so on that a number reaches, with its abbreviation.
pub(crate) fn unit_of(number: u64) -> (u64, &'static str) {
    match number {
        0..1_000 => (1, ""),
        1_000..1_000_000 => (1_000, "k"),
        1_000_000..1_000_000_000 => (1_000_000, "M"),
        _ => (1_000_000_000, "G"),
    }
}

/// A number in as few characters as possible, rounded down: 168k.
pub(crate) fn shortened(number: u64) -> String {
    let (of, unit) = unit_of(number);
    format!("{}{unit}", number / of)
}
