//! Formats numbers for people: 1,000,000.

use num_format::{Locale, ToFormattedString};

pub(crate) use crate::text::{counted, number};

/// A length, with separators.
pub(crate) fn count(count: usize) -> String {
    count.to_formatted_string(&Locale::en)
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
