//! Copies tables of a server into a new SQLite file: rows as they come, indexes
//! afterwards.

use std::io::{self, BufRead};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use postgres::Transaction;
use rusqlite::Connection;

use super::describe::{ServerSchema, ServerTable};
use super::failure::of_session;
use super::tables::INDEXES;
use super::values::{field, value};
use crate::domain::JobProgress;
use crate::store::StoreError;
use crate::store::schema::shape::quoted;

/// Pages that are kept in memory, in KiB (negative as the pragma has it).
const CACHE_KIB: i64 = -65_536;

/// Bytes that are handed to the writing thread together, and how many such chunks may wait.
const CHUNK: usize = 64 * 1024;
const CHUNKS: usize = 8;

/// A file that nobody sees before it is complete needs no journal.
const UNSEEN: &str = "PRAGMA journal_mode = off; PRAGMA synchronous = off; \
    PRAGMA locking_mode = exclusive; PRAGMA foreign_keys = off; PRAGMA threads = 2";

/// How many rows a table got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CopiedTable {
    pub(super) table: &'static str,
    pub(super) rows: u64,
}

/// Copies the rows of every table. [`finish`] makes the indexes, which takes long: the
/// server need not wait for it.
pub(super) fn copy(
    transaction: &mut Transaction<'_>,
    schema: &ServerSchema,
    copy: &mut Connection,
    (name, progress): (&str, &mut JobProgress<'_>),
) -> Result<Vec<CopiedTable>, StoreError> {
    copy.execute_batch(UNSEEN)?;
    copy.pragma_update(None, "cache_size", CACHE_KIB)?;
    copy.execute_batch("BEGIN")?;
    progress.begin(schema.tables.iter().map(|table| table.estimate).sum());
    let mut copied = Vec::new();
    for table in &schema.tables {
        copy.execute_batch(&create_table(table))?;
        let rows = copy_table(transaction, table, copy, (name, progress))?;
        copied.push(CopiedTable { table: table.read.name, rows });
    }
    Ok(copied)
}

/// Makes the indexes of a copy.
pub(super) fn finish(
    schema: &ServerSchema,
    copy: &Connection,
    progress: &JobProgress<'_>,
) -> Result<(), StoreError> {
    for statement in create_indexes(schema) {
        if progress.is_cancelled() {
            return Err(StoreError::Cancelled);
        }
        copy.execute_batch(&statement)?;
    }
    Ok(copy.execute_batch("COMMIT")?)
}

/// Reads a table while another thread writes what was read.
fn copy_table(
    transaction: &mut Transaction<'_>,
    table: &ServerTable,
    copy: &mut Connection,
    (name, progress): (&str, &mut JobProgress<'_>),
) -> Result<u64, StoreError> {
    let select = format!("COPY (SELECT {} FROM {}) TO STDOUT", columns(table), ordered(table));
    let mut reader =
        transaction.copy_out(select.as_str()).map_err(|error| of_session(&error, name))?;
    thread::scope(|scope| {
        let (sender, chunks) = sync_channel::<Vec<u8>>(CHUNKS);
        let writer = scope.spawn(move || write_chunks(table, copy, &chunks));
        let mut read = || -> Result<u64, StoreError> {
            let mut rows = 0;
            loop {
                let mut chunk = Vec::with_capacity(CHUNK + 1024);
                while chunk.len() < CHUNK {
                    let length = reader.read_until(b'\n', &mut chunk);
                    if length.map_err(|error| of_reading(&error, name))? == 0 {
                        // The writer says why it takes no more.
                        let _ = sender.send(chunk);
                        return Ok(rows);
                    }
                    rows += 1;
                    if progress.advance(1) {
                        return Err(StoreError::Cancelled);
                    }
                }
                if sender.send(chunk).is_err() {
                    return Ok(rows);
                }
            }
        };
        let rows = read();
        drop(sender);
        match writer.join() {
            Ok(Ok(())) => rows,
            Ok(Err(error)) => Err(error),
            Err(_) => Err(StoreError::Database("a part of the copying failed".into())),
        }
    })
}

/// Writes the rows of lines of `COPY`.
fn write_chunks(
    table: &ServerTable,
    copy: &Connection,
    chunks: &Receiver<Vec<u8>>,
) -> Result<(), StoreError> {
    let mut insert = copy.prepare(&insert(table))?;
    for chunk in chunks {
        for line in chunk.split_inclusive(|byte| *byte == b'\n') {
            let line = line.strip_suffix(b"\n").unwrap_or(line);
            let fields = line.split(|byte| *byte == b'\t').zip(&table.columns);
            for (at, (bytes, column)) in (1..).zip(fields) {
                insert.raw_bind_parameter(at, value(column.kind, field(bytes)))?;
            }
            insert.raw_execute()?;
        }
    }
    Ok(())
}

/// An error of the server comes out of the stream as one of the system.
fn of_reading(error: &io::Error, name: &str) -> StoreError {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<postgres::Error>());
    inner.map_or_else(
        || StoreError::Unreachable(format!("{name}: the connection was lost: {error}")),
        |inner| of_session(inner, name),
    )
}

pub(super) fn columns(table: &ServerTable) -> String {
    let names: Vec<String> = table.columns.iter().map(|column| quoted(column.name)).collect();
    names.join(", ")
}

/// The table in the order in which its rows were made, as far as that can be told:
/// this is the order in which companies are listed.
fn ordered(table: &ServerTable) -> String {
    let name = table.read.name;
    match (name, table.columns.iter().any(|column| column.name == "created_at")) {
        ("hrm_company", true) => format!("{name} ORDER BY created_at NULLS FIRST, code, id"),
        ("hrm_company", false) => format!("{name} ORDER BY code, id"),
        _ => name.to_owned(),
    }
}

pub(super) fn insert(table: &ServerTable) -> String {
    let places: Vec<String> = (1..=table.columns.len()).map(|at| format!("?{at}")).collect();
    format!("INSERT INTO {} ({}) VALUES ({})", table.read.name, columns(table), places.join(", "))
}

fn create_table(table: &ServerTable) -> String {
    let mut parts: Vec<String> = table
        .columns
        .iter()
        .map(|column| {
            let required = if column.required { " NOT NULL" } else { "" };
            format!("{} {}{required}", quoted(column.name), column.declared)
        })
        .collect();
    if !is_keyed_late(table) {
        parts.push("PRIMARY KEY (id)".into());
    }
    parts.extend(table.references.iter().map(|it| {
        let (column, to) = (quoted(&it.column), quoted(&it.to));
        format!("FOREIGN KEY ({column}) REFERENCES {} ({to}){}", it.parent, it.on_delete)
    }));
    format!("CREATE TABLE {} (\n\t{}\n)", table.read.name, parts.join(",\n\t"))
}

/// Grants are many, and their ids random: an index of them is made much quicker when all
/// are there.
fn is_keyed_late(table: &ServerTable) -> bool {
    table.read.name == super::tables::GRANTS
}

fn create_indexes(schema: &ServerSchema) -> Vec<String> {
    let mut all = Vec::new();
    for table in &schema.tables {
        let own = table.read.name;
        if is_keyed_late(table) {
            all.push(format!("CREATE UNIQUE INDEX hrm_user_company_access_pkey ON {own} (id)"));
        }
        for (name, columns) in &table.uniques {
            let columns: Vec<String> = columns.iter().map(|name| quoted(name)).collect();
            let (name, columns) = (quoted(name), columns.join(", "));
            all.push(format!("CREATE UNIQUE INDEX {name} ON {own} ({columns})"));
        }
        let has = |column: &str| table.columns.iter().any(|it| it.name == column);
        let taken = |name: &str| table.uniques.iter().any(|(other, _)| other == name);
        let plain =
            INDEXES.iter().filter(|(name, of, column)| *of == own && has(column) && !taken(name));
        all.extend(
            plain.map(|(name, _, column)| {
                format!("CREATE INDEX {name} ON {own} ({})", quoted(column))
            }),
        );
        let finds_user = table.uniques.iter().any(|(_, columns)| columns[0] == "user_id");
        if own == super::tables::GRANTS && !finds_user {
            all.push(format!("CREATE INDEX ix_user_company_access_user_id ON {own} (user_id)"));
        }
    }
    all
}
