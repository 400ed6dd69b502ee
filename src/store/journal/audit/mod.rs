//! The rows that each change adds to `hrm_audit_log`, the HR system's own log. They are
//! written in the change's transaction; an undo adds rows of its own and deletes none.
//!
//! A change of few cells, or of the status of few users, is logged in the HR system's own
//! terms, one row for each ([`events`]); any other change as one row that sums it up
//! ([`summary`]).
//!
//! A change must not fail because of the log: if the log requires an unknown column or rejects
//! a row, only the journal has the change, and a message tells the operator. But if a trigger
//! falsifies a row, nothing is committed.

pub(crate) mod events;
pub(crate) mod row;
pub(crate) mod summary;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params_from_iter};

use crate::domain::{Change, RowEdit, UserId};
use crate::store::StoreError;
use crate::store::schema::HrSchema;
use crate::store::schema::audit_log::{AuditKey, AuditLog};
use crate::store::schema::ids::NewIds;
use crate::store::schema::statement_error;
use crate::store::schema::triggers;
use crate::store::sql_value::is_active_user;
use crate::store::sqlite::faults::constraint;
use crate::store::sqlite::pragmas::is_in_transaction;
use crate::store::sqlite::tables::last_row_number;
use row::AuditRow;

const LOG: &str = "hrm_audit_log";

/// Adds the rows of a change. `operator` is the user of the HR system who makes it, if there
/// is one. Returns a sentence about rows that the log rejected, and why.
///
/// # Errors
/// [`StoreError::NotAsPlanned`] if a row is not in the log as it was written: a trigger changed
/// or deleted it.
pub(crate) fn record(
    log: &AuditLog,
    connection: &Connection,
    change: &Change,
    operator: Option<UserId>,
    ids: &mut NewIds<'_>,
) -> Result<Option<String>, StoreError> {
    let rows = rows(connection, change)?;
    let planned = rows.len();
    let mut written = Vec::with_capacity(planned);
    let mut skipped = None;
    for row in rows {
        let values = log.columns.iter().map(|column| match *column {
            "id" => ids.next().into(),
            "user_id" => operator.map(|user| user.0).into(),
            "created_at" => change.at.clone().into(),
            column => row.value(column),
        });
        let values: Vec<Value> = values.collect();
        let insert = connection.prepare_cached(&log.insert);
        let added = insert.and_then(|mut insert| insert.execute(params_from_iter(&values)));
        match added.map_err(|error| (constraint(&error), error)) {
            Ok(0) => skipped = Some(triggers::skipped_row(connection, LOG, RowEdit::Insert)),
            Ok(_) => written.push((last_row_number(connection), values)),
            Err((Some(_), error)) => {
                // A trigger may have rolled back the transaction; nothing may be written after
                // that.
                if !is_in_transaction(connection) {
                    return Ok(None);
                }
                skipped = Some(statement_error::of_table(connection, LOG, error));
            }
            Err((_, error)) => return Err(statement_error::of_table(connection, LOG, error)),
        }
    }
    require_as_written(log, connection, &written)?;
    Ok(skipped.map(|why| not_logged(planned - written.len(), planned, &why)))
}

/// The rows for a change.
pub(crate) fn rows(connection: &Connection, change: &Change) -> Result<Vec<AuditRow>, StoreError> {
    let events = events::of(connection, change)?;
    let mut rows = events.rows;
    if !events.complete {
        rows.push(summary::of(connection, change)?);
    }
    Ok(rows)
}

/// # Errors
/// [`StoreError::NotAsPlanned`] if a row is gone or has other values.
fn require_as_written(
    log: &AuditLog,
    connection: &Connection,
    written: &[(i64, Vec<Value>)],
) -> Result<(), StoreError> {
    let mut compare = connection.prepare_cached(&log.compare)?;
    for (number, values) in written {
        let key = match log.keys {
            AuditKey::RowNumber => Value::from(*number),
            AuditKey::Column(at) => values[at].clone(),
        };
        let values = values.iter().chain(std::iter::once(&key));
        let is_same = compare.query_row(params_from_iter(values), |row| row.get::<_, bool>(0));
        let op = match is_same.optional()? {
            Some(true) => continue,
            Some(false) => RowEdit::Update,
            None => RowEdit::Delete,
        };
        return Err(triggers::extra_row(connection, &[LOG], LOG, op));
    }
    Ok(())
}

/// A sentence for the operator about rows that are missing from the log.
fn not_logged(missing: usize, planned: usize, why: &StoreError) -> String {
    let why = match why {
        StoreError::Refused(why) => why.clone(),
        StoreError::NotAsPlanned { by, what } => format!("{by} {what}"),
        error => error.to_string(),
    };
    let rows = match (missing, planned) {
        (missing, planned) if missing < planned => format!("{missing} of {planned} rows"),
        (_, 1) => "the row".to_owned(),
        (_, planned) => format!("all {planned} rows"),
    };
    format!("the HR system's audit log lacks {rows} of this change: {why}")
}

/// The active user with this name.
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
