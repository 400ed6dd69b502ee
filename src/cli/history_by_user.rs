//! `history --by-user`: who has gained and lost which companies in a period.

use serde::Serialize;

use super::output::{ListFormatArgs, Output};
use super::table::{Column, Kind};
use crate::domain::{Cancel, HistoryQuery, UserHistory};
use crate::store::Store;

/// A user as `--json` prints it.
#[derive(Serialize)]
struct UserHistoryJson<'a> {
    username: &'a str,
    user_id: i64,
    full_name: &'a str,
    /// The codes of the companies that the user can work in at the end but could not before.
    gained: &'a [String],
    lost: &'a [String],
    /// The last edits of the user, in words.
    user_edits: &'a [String],
    /// How many changes were about the user.
    changes: u64,
    /// The codes of the companies that are granted at the end but were not before.
    granted: &'a [String],
    revoked: &'a [String],
}

pub(super) fn list(
    store: &Store,
    query: &HistoryQuery,
    limit: Option<usize>,
    format: ListFormatArgs,
) -> anyhow::Result<()> {
    let (users, _) =
        store.history_by_user(query, limit.unwrap_or(usize::MAX), &Cancel::default())?;
    if let Some(mut records) = format.records() {
        users.iter().try_for_each(|user| records.element(&UserHistoryJson::of(user)))?;
        return records.finish();
    }
    let mut table = Output::new().table(vec![
        Column::new("USER", Kind::Key),
        Column::new("NAME", Kind::Text(40)),
        Column::new("GAINED", Kind::Text(60)),
        Column::new("LOST", Kind::Text(60)),
        Column::new("EDITS", Kind::Text(60)),
        Column::new("CHANGES", Kind::Number),
    ])?;
    for user in users {
        let mut edits: Vec<String> = user.without_effect().into_iter().collect();
        edits.extend(user.edits);
        table.row(vec![
            user.username,
            user.full_name,
            user.gained.join(", "),
            user.lost.join(", "),
            edits.join("; "),
            user.changes.to_string(),
        ])?;
    }
    table.finish()
}

impl<'a> UserHistoryJson<'a> {
    fn of(user: &'a UserHistory) -> Self {
        Self {
            username: &user.username,
            user_id: user.user.0,
            full_name: &user.full_name,
            gained: &user.gained,
            lost: &user.lost,
            user_edits: &user.edits,
            changes: user.changes,
            granted: &user.granted,
            revoked: &user.revoked,
        }
    }
}
