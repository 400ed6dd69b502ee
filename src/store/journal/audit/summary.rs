//! The single row that sums up a change, for changes of many cells and for edits that the HR
//! system has no term for.

use rusqlite::{Connection, params};
use serde::Serialize;

use super::row::AuditRow;
use crate::domain::{Change, ChangeId, ChangeKind, UserId};
use crate::store::StoreError;
use crate::store::journal::{self, Visibility};
use crate::store::sql_value::text;

/// The maximum number of cells or rows named in the log; the journal has all.
const MOST_NAMED: u64 = 20;

pub(crate) const SELECT_CELLS: &str = "SELECT u.username, n.code, n.name, x.added \
     FROM grantgrid_cell x JOIN grantgrid_company n ON n.number = x.company \
     LEFT JOIN grantgrid_user u ON u.id = x.user_id \
     WHERE x.change_id = ?1 ORDER BY x.user_id, x.company, x.added DESC LIMIT ?2";
pub(crate) const SELECT_ENDS: &str = "SELECT \
     (SELECT min(user_id) FROM grantgrid_cell WHERE change_id = ?1), \
     (SELECT max(user_id) FROM grantgrid_cell WHERE change_id = ?1)";
pub(crate) const SELECT_ROWS: &str = "SELECT table_name, edit, label, row_key FROM grantgrid_row \
     WHERE change_id = ?1 ORDER BY number LIMIT ?2";

/// The JSON of the column `changes`. Its fields are stable, because programs read the log.
#[derive(Serialize)]
struct Changes<'a> {
    /// The change's number in grantgrid's journal.
    change: i64,
    kind: &'a str,
    /// The operator, even if that is not a user of the HR system.
    operator: &'a str,
    reason: Option<&'a str>,
    added: u64,
    removed: u64,
    /// The change that this one undoes or redoes.
    reverts: Option<i64>,
    /// The cells, or the first of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cells: Vec<NamedAuditCell>,
    /// How many cells there are, if not all are named.
    #[serde(skip_serializing_if = "Option::is_none")]
    cells_in_all: Option<u64>,
    /// The users, companies or rules that were edited, or the first of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rows: Vec<EditedRow>,
    /// How many rows there are, if not all are named.
    #[serde(skip_serializing_if = "Option::is_none")]
    rows_in_all: Option<u64>,
    /// The operating system account.
    account: Option<&'a str>,
}

#[derive(Serialize)]
struct NamedAuditCell {
    user: String,
    company: String,
    company_name: String,
    added: bool,
}

#[derive(Serialize)]
struct EditedRow {
    table: String,
    edit: String,
    name: String,
    #[serde(skip)]
    key: String,
}

/// The row of the log that sums up a change.
pub(super) fn of(connection: &Connection, change: &Change) -> Result<AuditRow, StoreError> {
    let changes = Changes {
        change: change.id.0,
        kind: change.kind.as_str(),
        operator: &change.operator,
        reason: change.reason.as_deref(),
        added: change.added,
        removed: change.removed,
        reverts: change.reverts.map(|id| id.0),
        cells: cells(connection, change.id)?,
        cells_in_all: in_all(change.added + change.removed),
        rows: rows(connection, change.id)?,
        rows_in_all: in_all(change.rows.iter().map(|row| row.count).sum()),
        account: change.account.as_deref(),
    };
    let resource_id = match (only_user(connection, change.id)?, &changes.rows[..]) {
        (Some(user), []) => user.to_string(),
        (None, [row]) => row.key.clone(),
        // A user together with the employee record counts as one user.
        (None, [user, record]) if user.table == "hrm_users" && record.table == "hrm_employee" => {
            user.key.clone()
        }
        _ => format!("grantgrid change {}", change.id),
    };
    let of = match change.reverts {
        Some(id) => journal::change(connection, id, Visibility::Whole)?.map(|it| it.kind),
        None => Some(change.kind),
    };
    let resource_type = match of {
        Some(ChangeKind::Rules) => "role_rule",
        Some(ChangeKind::Policy) => "access_policy",
        Some(ChangeKind::Users) => "user",
        Some(ChangeKind::Companies) => "company",
        _ => "user_company_access",
    };
    AuditRow::new(change.kind.as_str(), resource_type, resource_id, &changes)
}

/// The user whose cells a change changed, if there is only one.
fn only_user(connection: &Connection, id: ChangeId) -> rusqlite::Result<Option<UserId>> {
    let (first, last): (Option<i64>, Option<i64>) = connection
        .prepare_cached(SELECT_ENDS)?
        .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(first.filter(|_| first == last).map(UserId))
}

/// The total count, if the log names fewer.
fn in_all(count: u64) -> Option<u64> {
    (count > MOST_NAMED).then_some(count)
}

fn cells(connection: &Connection, id: ChangeId) -> rusqlite::Result<Vec<NamedAuditCell>> {
    connection
        .prepare_cached(SELECT_CELLS)?
        .query_map(params![id.0, MOST_NAMED], |row| {
            let (user, company, company_name) = (text(row, 0)?, text(row, 1)?, text(row, 2)?);
            Ok(NamedAuditCell { user, company, company_name, added: row.get(3)? })
        })?
        .collect()
}

fn rows(connection: &Connection, id: ChangeId) -> rusqlite::Result<Vec<EditedRow>> {
    connection
        .prepare_cached(SELECT_ROWS)?
        .query_map(params![id.0, MOST_NAMED], |row| {
            let (table, edit, name) = (text(row, 0)?, text(row, 1)?, text(row, 2)?);
            Ok(EditedRow { table, edit, name, key: text(row, 3)? })
        })?
        .collect()
}
