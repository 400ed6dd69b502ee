//! Checks whether a replica really equals the server: either the numbers of rows of each
//! table, or every row. Rows are compared by a sum of hashes, in any order.

use std::hash::{DefaultHasher, Hasher};

use postgres::Transaction;
use rusqlite::Connection;
use rusqlite::types::{ToSql, ToSqlOutput, Value, ValueRef};

use super::catch_up::{CatchUpOptions, CaughtUp, LastCounts, catch_up};
use super::copying::{self, CopyForm};
use super::definitions::columns;
use super::describe::ServerTable;
use super::failure::of_session;
use super::follow::Followed;
use super::open::ReplicaLink;
use super::values::copied;
use super::{marker, replica};
use crate::domain::JobProgress;
use crate::store::{Store, StoreError};

/// How often the comparison is repeated, because others have written between bringing the
/// replica up to date and comparing.
const ATTEMPTS: u32 = 5;

/// A table of a server and of its replica.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ComparedTable {
    /// Its name.
    pub table: &'static str,
    /// The number of its rows on the server.
    pub server_rows: u64,
    /// The number of its rows in the replica.
    pub replica_rows: u64,
    /// Whether what was compared is equal: the rows, or only their numbers.
    pub is_equal: bool,
}

impl Store {
    /// Compares the replica with its server, table by table: every row if `whole`, otherwise
    /// their numbers. `None` for a database file, and for a store that is kept current.
    /// A replica that differs is not used again: the next opening reads the server again.
    ///
    /// # Errors
    /// [`StoreError::Unreachable`], [`StoreError::Server`], [`StoreError::Cancelled`].
    pub fn compare_with_server(
        &mut self,
        whole: bool,
        progress: &mut JobProgress<'_>,
    ) -> Result<Option<Vec<ComparedTable>>, StoreError> {
        self.replica.as_mut().map_or(Ok(None), |link| link.compare(whole, progress))
    }
}

impl ReplicaLink {
    fn compare(
        &mut self,
        whole: bool,
        progress: &mut JobProgress<'_>,
    ) -> Result<Option<Vec<ComparedTable>>, StoreError> {
        let Some(followed) = self.followed() else {
            return Ok(None);
        };
        let cancel = progress.cancel().cloned();
        let mut found = Vec::new();
        for _ in 0..ATTEMPTS {
            let mut copy = replica::connect(&followed.target.path)?;
            let options = CatchUpOptions {
                last_counts: &mut LastCounts::new(),
                skips: &[],
                checks_tables: false,
            };
            let Followed { session, target } = &mut *followed;
            let schema = &target.schema;
            if catch_up(session, &mut copy, schema, options, cancel.as_ref())?
                == CaughtUp::StartOver
            {
                return Err(StoreError::Server(format!(
                    "{}: the tables changed meanwhile; try again",
                    session.name
                )));
            }
            let local = copy.transaction()?;
            marker::server_of(&local)?;
            found = session.in_snapshot(cancel.as_ref(), |transaction, name| {
                progress.begin(schema.tables.iter().map(|table| table.estimate).sum());
                let tables = schema.tables.iter();
                tables
                    .map(|table| compare(transaction, table, &local, whole, (name, progress)))
                    .collect::<Result<Vec<_>, _>>()
            })?;
            if found.iter().all(|table| table.is_equal) {
                return Ok(Some(found));
            }
        }
        marker::forget(&replica::connect(&followed.target.path)?)?;
        Ok(Some(found))
    }
}

fn compare(
    transaction: &mut Transaction<'_>,
    table: &ServerTable,
    copy: &Connection,
    whole: bool,
    (name, progress): (&str, &mut JobProgress<'_>),
) -> Result<ComparedTable, StoreError> {
    let (server, replica) = if whole {
        (sum_of_server(transaction, table, (name, progress))?, sum_of_replica(table, copy)?)
    } else {
        let count = format!("SELECT count(*) FROM {}", table.read.name);
        let row = transaction.query_one(&count, &[]);
        let rows: i64 =
            row.and_then(|row| row.try_get(0)).map_err(|error| of_session(&error, name))?;
        let server = RowSum { rows: u64::try_from(rows).unwrap_or(0), sum: 0 };
        let rows = copy.query_row(&count, [], |row| row.get(0))?;
        (server, RowSum { rows, sum: 0 })
    };
    Ok(ComparedTable {
        table: table.read.name,
        server_rows: server.rows,
        replica_rows: replica.rows,
        is_equal: server == replica,
    })
}

/// A checksum of the rows of a table that does not depend on their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct RowSum {
    rows: u64,
    sum: u64,
}

impl RowSum {
    fn add(&mut self, hasher: &DefaultHasher) {
        self.rows += 1;
        self.sum = self.sum.wrapping_add(hasher.finish());
    }
}

fn sum_of_server(
    transaction: &mut Transaction<'_>,
    table: &ServerTable,
    (name, progress): (&str, &mut JobProgress<'_>),
) -> Result<RowSum, StoreError> {
    let select = format!("COPY (SELECT {} FROM {}) TO STDOUT", columns(table), table.read.name);
    copying::read(transaction, (&select, CopyForm::Text), name, |chunks| {
        let mut sum = RowSum::default();
        for chunk in chunks {
            let before = sum.rows;
            for line in chunk.split_inclusive(|byte| *byte == b'\n') {
                let line = line.strip_suffix(b"\n").unwrap_or(line);
                let mut hasher = DefaultHasher::new();
                let fields = line.split(|byte| *byte == b'\t').zip(&table.columns);
                for (bytes, column) in fields {
                    let value = copied(column.kind, bytes);
                    match value.to_sql()? {
                        ToSqlOutput::Borrowed(value) => hash(&mut hasher, value),
                        ToSqlOutput::Owned(Value::Integer(number)) => {
                            hash(&mut hasher, ValueRef::Integer(number));
                        }
                        _ => {}
                    }
                }
                sum.add(&hasher);
            }
            if progress.advance(sum.rows - before) {
                return Err(StoreError::Cancelled);
            }
        }
        Ok(sum)
    })
}

fn sum_of_replica(table: &ServerTable, copy: &Connection) -> Result<RowSum, StoreError> {
    let select = format!("SELECT {} FROM {}", columns(table), table.read.name);
    let mut statement = copy.prepare(&select)?;
    let mut rows = statement.query([])?;
    let mut sum = RowSum::default();
    while let Some(row) = rows.next()? {
        let mut hasher = DefaultHasher::new();
        for at in 0..table.columns.len() {
            hash(&mut hasher, row.get_ref(at)?);
        }
        sum.add(&hasher);
    }
    Ok(sum)
}

fn hash(hasher: &mut DefaultHasher, value: ValueRef<'_>) {
    match value {
        ValueRef::Null => hasher.write_u8(0),
        ValueRef::Integer(number) => {
            hasher.write_u8(1);
            hasher.write_i64(number);
        }
        ValueRef::Real(number) => {
            hasher.write_u8(2);
            hasher.write_u64(number.to_bits());
        }
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
            hasher.write_u8(3);
            hasher.write_usize(bytes.len());
            hasher.write(bytes);
        }
    }
}
