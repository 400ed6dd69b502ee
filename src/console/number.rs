//! Numbers as a person reads them: 1,000,000.

use num_format::{Locale, ToFormattedString};

pub(crate) fn number(number: u64) -> String {
    number.to_formatted_string(&Locale::en)
}

/// The same for a length.
pub(crate) fn count(count: usize) -> String {
    count.to_formatted_string(&Locale::en)
}
