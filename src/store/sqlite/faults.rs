//! Classifies the error codes of the database engine.

use rusqlite::{ErrorCode, ffi};

/// The kind of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EngineFault {
    /// Another connection holds a lock.
    Busy,
    /// The write violates a constraint, or a trigger that acts like one.
    Constraint(ConstraintKind),
    /// The file or the connection is read-only.
    ReadOnly,
    /// There is no disk space for another page.
    DiskFull,
    /// The statement was interrupted.
    Interrupted,
    /// The file is damaged.
    Damaged,
    /// The file is not a database.
    NotADatabase,
    /// The file, or a file beside it that is needed, cannot be opened.
    CannotOpen,
    /// The statement is invalid, or names something that does not exist.
    Statement,
    /// Anything else.
    Other,
}

/// The kind of a constraint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ConstraintKind {
    /// A trigger raised it.
    Trigger,
    /// A foreign key.
    ForeignKey,
    /// A primary key or another unique constraint.
    Unique,
    /// The row id is taken.
    RowNumber,
    /// A check, or a NOT NULL column.
    Other,
}

impl EngineFault {
    /// Classifies an error; `None` if the engine did not raise it.
    pub(crate) fn of(error: &rusqlite::Error) -> Option<Self> {
        let error = match error {
            rusqlite::Error::SqlInputError { error, .. } => error,
            error => error.sqlite_error()?,
        };
        Some(match error.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
            ErrorCode::ConstraintViolation => {
                Self::Constraint(ConstraintKind::of(error.extended_code))
            }
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied => Self::ReadOnly,
            ErrorCode::DiskFull => Self::DiskFull,
            ErrorCode::OperationInterrupted => Self::Interrupted,
            ErrorCode::DatabaseCorrupt => Self::Damaged,
            ErrorCode::NotADatabase => Self::NotADatabase,
            ErrorCode::CannotOpen => Self::CannotOpen,
            ErrorCode::Unknown => Self::Statement,
            _ => Self::Other,
        })
    }
}

impl ConstraintKind {
    fn of(extended_code: i32) -> Self {
        match extended_code {
            ffi::SQLITE_CONSTRAINT_TRIGGER => Self::Trigger,
            ffi::SQLITE_CONSTRAINT_FOREIGNKEY => Self::ForeignKey,
            ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_UNIQUE => Self::Unique,
            ffi::SQLITE_CONSTRAINT_ROWID => Self::RowNumber,
            _ => Self::Other,
        }
    }
}

/// Whether another connection holds a lock.
pub(crate) fn is_busy(error: &rusqlite::Error) -> bool {
    EngineFault::of(error) == Some(EngineFault::Busy)
}

/// The kind of the violated constraint, if the error is about one.
pub(crate) fn constraint(error: &rusqlite::Error) -> Option<ConstraintKind> {
    match EngineFault::of(error)? {
        EngineFault::Constraint(kind) => Some(kind),
        _ => None,
    }
}

/// The message of the engine, without the statement.
pub(crate) fn message(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        error => error.to_string(),
    }
}

/// The table that the message about a constraint names.
pub(crate) fn table_of_constraint(message: &str) -> Option<&str> {
    let columns = ["UNIQUE constraint failed: ", "NOT NULL constraint failed: "]
        .iter()
        .find_map(|kind| message.split_once(kind).map(|(_, columns)| columns))?;
    columns.split_once('.').map(|(table, _)| table)
}
