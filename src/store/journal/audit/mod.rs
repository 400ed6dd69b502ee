//! The rows that each change leaves in `hrm_audit_log`, where the HR system
//! looks for who did what. They are written in the change's own transaction; an
//! undo leaves rows of its own and deletes none.
//!
//! A change of few cells, or of few users' active states, is logged in the HR
//! system's own words, a row for each ([`events`]); everything else as one row
//! that sums the change up ([`summary`]).
//!
//! The log is not what a change may fail for: where it asks for a column that
//! nobody here knows, or refuses a row, there is none, and the journal alone
//! tells of the change.

pub(crate) mod events;
mod row;
pub(crate) mod summary;

use rusqlite::{Connection, ErrorCode, OptionalExtension, params_from_iter};

use crate::domain::{Change, UserId};
use crate::store::StoreError;
use crate::store::schema::HrSchema;
use crate::store::schema::audit_log::AuditLog;
use crate::store::schema::ids::NewIds;
use crate::store::schema::statement_error;
use crate::store::sql_value::is_active_user;

/// Adds the rows of a change. `operator` is the user of the HR system who
/// makes it, if it is one.
pub(crate) fn record(
    log: &AuditLog,
    connection: &Connection,
    change: &Change,
    operator: Option<UserId>,
    ids: &mut NewIds<'_>,
) -> Result<(), StoreError> {
    let events = events::of(connection, change)?;
    let mut rows = events.rows;
    if !events.complete {
        rows.push(summary::of(connection, change)?);
    }
    for row in rows {
        let values = log.columns.iter().map(|column| match *column {
            "id" => ids.next().into(),
            "user_id" => operator.map(|user| user.0).into(),
            "created_at" => change.at.clone().into(),
            column => row.value(column),
        });
        let insert = connection.prepare_cached(&log.insert);
        let added = insert.and_then(|mut insert| insert.execute(params_from_iter(values)));
        match added.map_err(|error| (error.sqlite_error_code(), error)) {
            // A trigger may have rolled everything back: nothing is written after that.
            Err((Some(ErrorCode::ConstraintViolation), _)) if connection.is_autocommit() => break,
            Ok(_) | Err((Some(ErrorCode::ConstraintViolation), _)) => {}
            Err((_, error)) => {
                return Err(statement_error::of_table(connection, "hrm_audit_log", error));
            }
        }
    }
    Ok(())
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
