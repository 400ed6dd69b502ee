//! What the code of an error of the database engine says.

use rusqlite::{ErrorCode, ffi};

/// The kind of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EngineFault {
    /// Another connection has a lock.
    Busy,
    /// A constraint, or a trigger that acts like one, does not allow what was written.
    Constraint(ConstraintKind),
    /// The file or the connection can only be read.
    ReadOnly,
    /// There is no space for another page.
    DiskFull,
    /// The statement was asked to end.
    Interrupted,
    /// The file contradicts itself.
    Damaged,
    /// The file is another kind of file.
    NotADatabase,
    /// The file, or one beside it that is needed, cannot be opened.
    CannotOpen,
    /// The statement is wrong, or names what is not there.
    Statement,
    /// Anything else.
    Other,
}

/// Which constraint it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ConstraintKind {
    /// A trigger raised it.
    Trigger,
    /// A foreign key.
    ForeignKey,
    /// A primary key or another unique one.
    Unique,
    /// The number of another row.
    RowNumber,
    /// A check, or a value that is required.
    Other,
}

impl EngineFault {
    /// `None` for an error that the engine did not raise.
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

/// Whether another connection has a lock.
pub(crate) fn is_busy(error: &rusqlite::Error) -> bool {
    EngineFault::of(error) == Some(EngineFault::Busy)
}

/// The constraint that does not allow what was written, if that is the fault.
pub(crate) fn constraint(error: &rusqlite::Error) -> Option<ConstraintKind> {
    match EngineFault::of(error)? {
        EngineFault::Constraint(kind) => Some(kind),
        _ => None,
    }
}

/// What the engine says, without the statement.
pub(crate) fn message(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        error => error.to_string(),
    }
}

/// The table that the message of a constraint names.
pub(crate) fn table_of_constraint(message: &str) -> Option<&str> {
    let columns = ["UNIQUE constraint failed: ", "NOT NULL constraint failed: "]
        .iter()
        .find_map(|kind| message.split_once(kind).map(|(_, columns)| columns))?;
    columns.split_once('.').map(|(table, _)| table)
}
