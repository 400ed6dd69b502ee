//! Logs a change in the HR system's own terms: a row for each grant that was added or removed,
//! and for each user who was activated or deactivated.

use rusqlite::Connection;
use serde::Serialize;

use super::row::AuditRow;
use crate::domain::{BOOKKEEPING_COLUMNS, Change, RowEdit};
use crate::store::StoreError;
use crate::store::sql_value::{SqlValue, is_on, text, text_of};

/// The maximum number of cells, or of users, that get a row each; larger changes are summed
/// up.
const MOST_EVENTS: u64 = 100;

pub(crate) const SELECT_GRANTS: &str = "SELECT x.user_id, u.username, n.id, n.name, x.added, x.grant_id, x.company \
     FROM grantgrid_cell x JOIN grantgrid_company n ON n.number = x.company \
     LEFT JOIN grantgrid_user u ON u.id = x.user_id \
     WHERE x.change_id = ?1 ORDER BY x.user_id, x.company, x.added DESC";
pub(crate) const SELECT_USER_EDITS: &str = "SELECT r.number, r.row_key, u.username, v.column_name, v.before, v.after \
     FROM grantgrid_row r LEFT JOIN main.hrm_users u ON u.id = r.row_key \
     JOIN grantgrid_value v ON v.change_id = r.change_id AND v.number = r.number \
     WHERE r.change_id = ?1 AND r.table_name = 'hrm_users' AND r.edit = 'update' \
     ORDER BY r.number, v.column_name";

/// The part of a change that is logged in the HR system's terms.
#[derive(Default)]
pub(super) struct Events {
    pub(super) rows: Vec<AuditRow>,
    /// Whether these rows cover the whole change.
    pub(super) complete: bool,
}

/// The JSON of the column `changes` for a grant, beginning with the fields that the HR system
/// writes.
#[derive(Serialize)]
struct GrantChanges<'a> {
    user_id: i64,
    user_name: String,
    company_id: String,
    company_name: String,
    #[serde(flatten)]
    origin: AuditOrigin<'a>,
}

/// The same for a user who was activated or deactivated.
#[derive(Serialize)]
struct StatusChanges<'a> {
    user_id: i64,
    user_name: String,
    is_active: bool,
    #[serde(flatten)]
    origin: AuditOrigin<'a>,
}

/// Fields that grantgrid adds.
#[derive(Clone, Copy, Serialize)]
struct AuditOrigin<'a> {
    /// The change's number in grantgrid's journal.
    change: i64,
    reason: Option<&'a str>,
    /// The operator, even if that is not a user of the HR system.
    operator: &'a str,
    /// The operating system account.
    account: Option<&'a str>,
}

/// The rows of the log for what a change did.
pub(super) fn of(connection: &Connection, change: &Change) -> Result<Events, StoreError> {
    let origin = AuditOrigin {
        change: change.id.0,
        reason: change.reason.as_deref(),
        operator: &change.operator,
        account: change.account.as_deref(),
    };
    let cells = change.added + change.removed;
    let mut rows = Vec::new();
    if (1..=MOST_EVENTS).contains(&cells) {
        grants(connection, origin, &mut rows)?;
    }
    let is_update = |table: &str, edit| table == "hrm_users" && edit == RowEdit::Update;
    let edited: u64 = change.rows.iter().map(|row| row.count).sum();
    let users = change.rows.iter().find(|row| is_update(&row.table, row.edit));
    let users = users.map_or(0, |row| row.count);
    let mut switched = 0;
    if (1..=MOST_EVENTS).contains(&users) {
        switched = statuses(connection, origin, &mut rows)?;
    }
    let complete = cells + edited > 0 && cells <= MOST_EVENTS && switched == edited;
    Ok(Events { rows, complete })
}

fn grants(
    connection: &Connection,
    origin: AuditOrigin<'_>,
    events: &mut Vec<AuditRow>,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(SELECT_GRANTS)?;
    let mut rows = statement.query([origin.change])?;
    let mut cells: Vec<((i64, i64, bool), AuditRow)> = Vec::new();
    while let Some(row) = rows.next()? {
        let (user_id, added) = (row.get(0)?, row.get(4)?);
        let changes = GrantChanges {
            user_id,
            user_name: text(row, 1)?,
            company_id: text(row, 2)?,
            company_name: text(row, 3)?,
            origin,
        };
        let action = if added { "ADD_USER_COMPANY_ACCESS" } else { "REMOVE_USER_COMPANY_ACCESS" };
        let event = AuditRow::new(action, "UserCompanyAccess", text(row, 5)?, &changes)?;
        cells.push(((user_id, row.get(6)?, added), event));
    }
    // If a grant replaced another, the removal comes first.
    cells.sort_by_key(|(position, _)| *position);
    events.extend(cells.into_iter().map(|(_, event)| event));
    Ok(())
}

/// A user whose row was updated.
struct UserEdit {
    number: i64,
    id: i64,
    username: String,
    /// The new active state, if it changed.
    switched: Option<bool>,
    /// Whether other columns were edited too.
    others: bool,
}

/// Adds a row for each user who was activated or deactivated, and returns how many of them had
/// no other edits.
fn statuses(
    connection: &Connection,
    origin: AuditOrigin<'_>,
    events: &mut Vec<AuditRow>,
) -> Result<u64, StoreError> {
    let mut alone = 0;
    for edit in user_edits(connection, origin.change)? {
        let Some(is_active) = edit.switched else {
            continue;
        };
        alone += u64::from(!edit.others);
        let changes =
            StatusChanges { user_id: edit.id, user_name: edit.username, is_active, origin };
        events.push(AuditRow::new("TOGGLE_USER_STATUS", "User", edit.id.to_string(), &changes)?);
    }
    Ok(alone)
}

fn user_edits(connection: &Connection, change: i64) -> rusqlite::Result<Vec<UserEdit>> {
    let mut edits: Vec<UserEdit> = Vec::new();
    let mut statement = connection.prepare_cached(SELECT_USER_EDITS)?;
    let mut rows = statement.query([change])?;
    while let Some(row) = rows.next()? {
        let number = row.get(0)?;
        if edits.last().is_none_or(|last| last.number != number) {
            let (id, username) = (row.get(1)?, text(row, 2)?);
            edits.push(UserEdit { number, id, username, switched: None, others: false });
        }
        let Some(edit) = edits.last_mut() else {
            continue;
        };
        let column = text_of(row.get_ref(3)?).to_ascii_lowercase();
        if column == "is_active" {
            let on = |value: &SqlValue| is_on(value.as_ref(), false);
            let (before, after) = (on(&row.get(4)?), on(&row.get(5)?));
            edit.switched = (before != after).then_some(after);
        } else if !BOOKKEEPING_COLUMNS.contains(&column.as_str()) {
            edit.others = true;
        }
    }
    Ok(edits)
}
