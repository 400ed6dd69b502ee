//! Phrases that several commands print.

use crate::domain::{Guard, Preview};

/// A number with its noun, singular or plural.
pub(super) fn counted(number: u64, one: &str, several: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { several })
}

/// A database time without fractions of a second.
pub(super) fn seconds(at: &str) -> &str {
    at.split_once('.').map_or(at, |(whole, _)| whole)
}

/// The word for an `is_active` value.
pub(super) fn status(active: bool) -> &'static str {
    if active { "active" } else { "inactive" }
}

/// `None` for an empty text.
pub(super) fn filled(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// The message for a refused change.
pub(super) fn refusal(guard: &Guard, preview: &Preview) -> String {
    let why = danger(guard, preview);
    format!("refused: {why}; nothing was changed; use --force to do it anyway")
}

/// Why a change is dangerous, as a clause.
pub(super) fn danger(guard: &Guard, preview: &Preview) -> String {
    match guard {
        Guard::ManyRemoved { count } => format!(
            "it removes {count} of {} grants, more than a quarter of all",
            preview.grants_before
        ),
        Guard::LastSuperAdmin { count, username } => format!(
            "it removes every grant of the last Super Admin, {username} ({} in all)",
            counted(*count, "grant", "grants")
        ),
    }
}
