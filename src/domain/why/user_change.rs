//! What one change did to a user, for the dialog about the user.

use super::words::reason;
use crate::domain::{Change, ChangeRow, RowEdit, Zone};

/// The maximum number of companies that a line names.
const MOST_NAMED: usize = 6;

/// What one change did to a user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserChange {
    /// The change.
    pub change: Change,
    /// The codes of the companies that it granted to the user.
    pub granted: Vec<String>,
    /// The codes of those that it revoked.
    pub revoked: Vec<String>,
    /// What it did to the user's own row.
    pub row: Option<ChangeRow>,
}

impl UserChange {
    /// The change in one line: when, in this zone; what it did; by whom; its number and
    /// reason.
    #[must_use]
    pub fn in_words(&self, zone: Zone) -> String {
        let UserChange { change, granted, revoked, row } = self;
        let codes = |verb: &str, codes: &[String]| {
            let named = codes.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>().join(", ");
            let more = codes.len().saturating_sub(MOST_NAMED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            (!codes.is_empty()).then(|| format!("{verb} {named}{more}"))
        };
        let row = row.as_ref().map(|row| match (row.edit, row.values_in_words()) {
            (RowEdit::Update, Some(values)) => values,
            (edit, _) => edit.past().to_owned(),
        });
        let parts = [row, codes("granted", granted), codes("revoked", revoked)];
        let what = parts.into_iter().flatten().collect::<Vec<_>>().join("; ");
        let (at, who, id) = (zone.show_to_the_minute(&change.at), change.who(), change.id);
        let reverts = match change.reverts {
            Some(of) => format!(" ({} of change {of})", change.kind.as_str()),
            None => String::new(),
        };
        let undone =
            change.undone_by.map(|by| format!("; undone by change {by}")).unwrap_or_default();
        format!("{at} {what} by {who} in change {id}{reverts}{}{undone}", reason(change))
    }
}
