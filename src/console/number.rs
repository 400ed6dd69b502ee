//! Numbers as a person reads them: 1,000,000.

use num_format::{Locale, ToFormattedString};

pub(crate) fn number(number: u64) -> String {
    number.to_formatted_string(&Locale::en)
}

/// A number with its noun.
pub(crate) fn counted(count: u64, one: &str, several: &str) -> String {
    format!("{} {}", number(count), if count == 1 { one } else { several })
}

/// The same for a length.
pub(crate) fn count(count: usize) -> String {
    count.to_formatted_string(&Locale::en)
}
