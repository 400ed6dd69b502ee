//! Phrases that several commands print.

use crate::domain::{AccessEffect, Guard, Preview};

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

/// What a change does to effective access, as a clause; empty if nothing.
pub(super) fn effect(effect: &AccessEffect) -> String {
    let AccessEffect { gained, lost, users_losing_last, without_effect } = *effect;
    let mut parts = Vec::new();
    if gained > 0 {
        parts.push(format!("{} access", counted(gained, "pair gains", "pairs gain")));
    }
    if lost > 0 {
        parts.push(format!("{} access", counted(lost, "pair loses", "pairs lose")));
    }
    if users_losing_last > 0 {
        let users = counted(users_losing_last, "user loses", "users lose");
        parts.push(format!("{users} the last effective company"));
    }
    if without_effect > 0 {
        parts.push(format!(
            "{} no effect",
            counted(without_effect, "added grant has", "added grants have")
        ));
    }
    parts.join(", ")
}
