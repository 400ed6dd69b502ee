//! Phrases that several commands print.

use crate::domain::{Guard, Preview};

pub(super) use crate::text::counted;

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

/// A clause to append to a sentence, such as ` · 2 pairs gain access`; empty for an empty text.
pub(super) fn clause(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!(" · {text}") }
}

/// The message for a refused change.
pub(super) fn refusal(guard: &Guard, preview: &Preview) -> String {
    refused(&danger(guard, preview))
}

/// Why a change is dangerous, as a clause.
pub(super) fn danger(guard: &Guard, preview: &Preview) -> String {
    let grants = match guard {
        Guard::ManyRemoved { count } => format!("{count} of {}", preview.grants_before),
        Guard::ManyLoseAccess { count } => {
            let pairs = counted(*count, "user–company pair", "user–company pairs");
            return format!("it {guard} ({pairs} of {})", preview.effective_before);
        }
        Guard::ManyAdded { count } => {
            format!("{count} added to {}", preview.grants_before)
        }
        Guard::ManyForOne { count, .. }
        | Guard::UserLosesNearlyAll { count, .. }
        | Guard::SuperAdminLosesMost { count, .. } => counted(*count, "grant", "grants"),
        Guard::SuperAdminLosesAccess { count, .. } => counted(*count, "company", "companies"),
        Guard::LastSuperAdmin { count, .. } => {
            format!("{} in all", counted(*count, "grant", "grants"))
        }
    };
    format!("it {guard} ({grants})")
}

/// Why an edit of users is dangerous, as a clause.
pub(super) fn last_super_admin(username: &str) -> String {
    format!("no active Super Admin with access would be left, {username} is the last")
}

/// The message for a change that is refused because of this danger.
pub(super) fn refused(danger: &str) -> String {
    format!("refused: {danger}; nothing was changed; use --force to do it anyway")
}
