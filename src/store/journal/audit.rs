//! The row that each change leaves in `hrm_audit_log`, where the HR system
//! looks for who did what. It is written in the change's own transaction; an
//! undo leaves a row of its own and deletes none.
//!
//! The log is not what a change may fail for: where it asks for a column that
//! nobody here knows, or refuses the row, there is none, and the journal alone
//! tells of the change.

use rusqlite::types::Value;
use rusqlite::{Connection, ErrorCode, OptionalExtension, params, params_from_iter};
use serde::Serialize;

use super::Visibility;
use crate::domain::{Change, ChangeId, ChangeKind, UserId};
use crate::store::StoreError;
use crate::store::schema::HrSchema;
use crate::store::schema::audit_log::AuditLog;
use crate::store::schema::ids::NewIds;
use crate::store::sql_value::{is_active_user, text};

/// So many cells or rows are named in the log; the journal has all.
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

/// Adds the row of a change. `operator` is the user of the HR system who
/// makes it, if it is one.
pub(crate) fn record(
    log: &AuditLog,
    connection: &Connection,
    change: &Change,
    operator: Option<UserId>,
    ids: &mut NewIds<'_>,
) -> Result<(), StoreError> {
    let row = AuditRow::of(connection, change, operator)?;
    let values = log.columns.iter().map(|column| match *column {
        "id" => ids.next().into(),
        column => row.value(column),
    });
    let added = connection.prepare_cached(&log.insert)?.execute(params_from_iter(values));
    match added.map_err(|error| (error.sqlite_error_code(), error)) {
        Ok(_) | Err((Some(ErrorCode::ConstraintViolation), _)) => Ok(()),
        Err((_, error)) => Err(error.into()),
    }
}

/// The active user of this name.
pub(crate) fn active_user(
    connection: &Connection,
    schema: &HrSchema,
    username: &str,
) -> rusqlite::Result<Option<UserId>> {
    let found = connection
        .prepare_cached(&select_operator(schema))?
        .query_row([username], |row| Ok((UserId(row.get(0)?), is_active_user(row, 2)?)))
        .optional()?;
    Ok(found.filter(|(_, active)| *active).map(|(id, _)| id))
}

pub(crate) fn select_operator(schema: &HrSchema) -> String {
    let columns = &schema.user_role_and_active;
    format!("SELECT id, {columns} FROM main.hrm_users WHERE username = ?1")
}

/// What a row of the log says.
struct AuditRow<'a> {
    change: &'a Change,
    operator: Option<UserId>,
    resource_type: &'static str,
    resource_id: String,
    changes: String,
}

/// The column `changes`: stable, for programs that read the log.
#[derive(Serialize)]
struct Changes<'a> {
    /// The number in grantgrid's journal.
    change: i64,
    kind: &'a str,
    /// Who, also where that is not a user of the HR system.
    operator: &'a str,
    reason: Option<&'a str>,
    added: u64,
    removed: u64,
    /// The change that this one undoes or redoes.
    reverts: Option<i64>,
    /// The cells, or the first of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cells: Vec<AuditCell>,
    /// How many cells there are, where not all are named.
    #[serde(skip_serializing_if = "Option::is_none")]
    cells_in_all: Option<u64>,
    /// The users, companies or rules that were edited, or the first of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rows: Vec<NamedRow>,
    /// How many rows there are, where not all are named.
    #[serde(skip_serializing_if = "Option::is_none")]
    rows_in_all: Option<u64>,
    /// The account of the operating system, whoever the operator is.
    account: Option<&'a str>,
}

#[derive(Serialize)]
struct AuditCell {
    user: String,
    company: String,
    company_name: String,
    added: bool,
}

#[derive(Serialize)]
struct NamedRow {
    table: String,
    edit: String,
    name: String,
    #[serde(skip)]
    key: String,
}

impl<'a> AuditRow<'a> {
    fn of(
        connection: &Connection,
        change: &'a Change,
        operator: Option<UserId>,
    ) -> Result<Self, StoreError> {
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
            // A user together with the employee record.
            (None, [user, record])
                if user.table == "hrm_users" && record.table == "hrm_employee" =>
            {
                user.key.clone()
            }
            _ => format!("grantgrid change {}", change.id),
        };
        let changes = serde_json::to_string(&changes)
            .map_err(|error| StoreError::Database(error.to_string()))?;
        let of = match change.reverts {
            Some(id) => super::change(connection, id, Visibility::Whole)?.map(|it| it.kind),
            None => Some(change.kind),
        };
        let resource_type = match of {
            Some(ChangeKind::Rules) => "role_rule",
            Some(ChangeKind::Policy) => "access_policy",
            Some(ChangeKind::Users) => "user",
            Some(ChangeKind::Companies) => "company",
            _ => "user_company_access",
        };
        Ok(Self { change, operator, resource_type, resource_id, changes })
    }

    fn value(&self, column: &str) -> Value {
        match column {
            "user_id" => self.operator.map(|user| user.0).into(),
            "action" => self.change.kind.as_str().to_owned().into(),
            "resource_type" => self.resource_type.to_owned().into(),
            "resource_id" => self.resource_id.clone().into(),
            "changes" => self.changes.clone().into(),
            "status" => "success".to_owned().into(),
            _ => self.change.at.clone().into(),
        }
    }
}

/// The user whose cells a change changed, if it is one only.
fn only_user(connection: &Connection, id: ChangeId) -> rusqlite::Result<Option<UserId>> {
    let (first, last): (Option<i64>, Option<i64>) = connection
        .prepare_cached(SELECT_ENDS)?
        .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(first.filter(|_| first == last).map(UserId))
}

/// A number that the log has to tell, since it names fewer.
fn in_all(count: u64) -> Option<u64> {
    (count > MOST_NAMED).then_some(count)
}

fn cells(connection: &Connection, id: ChangeId) -> rusqlite::Result<Vec<AuditCell>> {
    connection
        .prepare_cached(SELECT_CELLS)?
        .query_map(params![id.0, MOST_NAMED], |row| {
            let (user, company, company_name) = (text(row, 0)?, text(row, 1)?, text(row, 2)?);
            Ok(AuditCell { user, company, company_name, added: row.get(3)? })
        })?
        .collect()
}

fn rows(connection: &Connection, id: ChangeId) -> rusqlite::Result<Vec<NamedRow>> {
    connection
        .prepare_cached(SELECT_ROWS)?
        .query_map(params![id.0, MOST_NAMED], |row| {
            let (table, edit, name) = (text(row, 0)?, text(row, 1)?, text(row, 2)?);
            Ok(NamedRow { table, edit, name, key: text(row, 3)? })
        })?
        .collect()
}
