//! A transaction that writes on the server: its statements are prepared once for each
//! connection, and its errors classified.

use std::collections::HashMap;

use postgres::error::SqlState;
use postgres::types::ToSql;
use postgres::{Client, Error, Row, Statement};

use crate::store::StoreError;
use crate::store::server::failure::of_session;

/// Prepared statements, by their text.
pub(super) type StatementCache = HashMap<String, Statement>;

/// Why a change was not made on the server.
#[derive(Debug)]
pub(super) enum WriteFailure {
    /// The server's data differs from the replica's, in the server's words.
    Stale(String),
    /// The connection was lost.
    Lost(StoreError),
    /// Anything else.
    Other(StoreError),
}

impl WriteFailure {
    /// The journal on the server is not the one that the replica has.
    pub(super) fn another_change() -> Self {
        Self::Stale("another grantgrid has made a change".into())
    }
}

impl From<StoreError> for WriteFailure {
    fn from(error: StoreError) -> Self {
        Self::Other(error)
    }
}

impl From<rusqlite::Error> for WriteFailure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Other(error.into())
    }
}

/// A transaction that writes, begun by [`super::connected::Connected`].
pub(super) struct WriteTransaction<'a> {
    client: &'a mut Client,
    statements: &'a mut StatementCache,
    name: &'a str,
}

impl<'a> WriteTransaction<'a> {
    pub(super) fn new(
        client: &'a mut Client,
        statements: &'a mut StatementCache,
        name: &'a str,
    ) -> Self {
        Self { client, statements, name }
    }

    /// Runs several statements without parameters.
    pub(super) fn batch(&mut self, sql: &str) -> Result<(), WriteFailure> {
        self.client.batch_execute(sql).map_err(|error| of_writing(&error, self.name))
    }

    /// Runs a statement, and returns the number of rows that it wrote.
    pub(super) fn execute(
        &mut self,
        sql: &str,
        values: &[&(dyn ToSql + Sync)],
    ) -> Result<u64, WriteFailure> {
        let statement = self.prepared(sql)?;
        let done = self.client.execute(&statement, values);
        done.map_err(|error| of_writing(&error, self.name))
    }

    /// Runs a query, and returns its rows.
    pub(super) fn rows(
        &mut self,
        sql: &str,
        values: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, WriteFailure> {
        let statement = self.prepared(sql)?;
        let done = self.client.query(&statement, values);
        done.map_err(|error| of_writing(&error, self.name))
    }

    /// Sends rows in the text format of `COPY`. `next` fills a buffer, and leaves it empty at
    /// the end. Returns the number of rows.
    pub(super) fn copy_in(
        &mut self,
        sql: &str,
        mut next: impl FnMut(&mut Vec<u8>) -> Result<(), WriteFailure>,
    ) -> Result<u64, WriteFailure> {
        use std::io::Write;
        let failed = |error: &Error| of_writing(error, self.name);
        let mut writer = self.client.copy_in(sql).map_err(|error| failed(&error))?;
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            next(&mut buffer)?;
            if buffer.is_empty() {
                break;
            }
            writer.write_all(&buffer).map_err(|error| {
                let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>());
                let lost = || StoreError::Unreachable(format!("{}: {error}", self.name));
                inner.map_or_else(|| WriteFailure::Lost(lost()), &failed)
            })?;
        }
        writer.finish().map_err(|error| failed(&error))
    }

    /// Errors are not classified here: the caller must find out whether it was committed.
    pub(super) fn commit(self) -> Result<(), Error> {
        self.client.batch_execute("COMMIT")
    }

    /// The connection itself, for queries.
    pub(super) fn client(&mut self) -> &mut Client {
        self.client
    }

    /// The server's name in messages.
    pub(super) fn name(&self) -> &'a str {
        self.name
    }

    fn prepared(&mut self, sql: &str) -> Result<Statement, WriteFailure> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let prepared = self.client.prepare(sql);
        let statement = prepared.map_err(|error| of_writing(&error, self.name))?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

/// Classifies an error of a statement that writes.
pub(super) fn of_writing(error: &Error, name: &str) -> WriteFailure {
    let Some(answer) = error.as_db_error() else {
        return WriteFailure::Lost(of_session(error, name));
    };
    let (code, message) = (answer.code(), answer.message());
    let busy = [
        SqlState::LOCK_NOT_AVAILABLE,
        SqlState::T_R_DEADLOCK_DETECTED,
        SqlState::T_R_SERIALIZATION_FAILURE,
        SqlState::QUERY_CANCELED,
    ];
    let raced = [
        SqlState::UNIQUE_VIOLATION,
        SqlState::FOREIGN_KEY_VIOLATION,
        SqlState::DUPLICATE_TABLE,
        SqlState::DUPLICATE_OBJECT,
        SqlState::UNDEFINED_TABLE,
    ];
    WriteFailure::Other(if busy.contains(code) {
        StoreError::Unreachable(format!(
            "{name}: another program is at work on the same rows; nothing was changed; try again"
        ))
    } else if raced.contains(code) {
        return WriteFailure::Stale(detailed(message, answer.detail()));
    } else if *code == SqlState::INSUFFICIENT_PRIVILEGE {
        StoreError::Server(format!(
            "{name}: this login may not do that: {message}; nothing was changed"
        ))
    } else if *code == SqlState::READ_ONLY_SQL_TRANSACTION {
        StoreError::Server(format!("{name}: the server takes no writes (is it a standby?)"))
    } else {
        let class = code.code();
        // The last code ends a transaction that was idle for too long.
        let ends = class.starts_with("57") || class.starts_with("08") || class == "25P03";
        if ends {
            return WriteFailure::Lost(of_session(error, name));
        }
        StoreError::Refused(detailed(message, answer.detail()))
    })
}

fn detailed(message: &str, detail: Option<&str>) -> String {
    detail.map_or_else(|| message.to_owned(), |detail| format!("{message} ({detail})"))
}
