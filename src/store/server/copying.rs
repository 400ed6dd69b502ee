//! Copies tables of a server into a SQLite file: rows as they arrive, indexes afterwards.

use std::io::{self, BufRead};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use postgres::Transaction;
use rusqlite::{Connection, Statement};

use super::arriving::ArrivingRows;
use super::binary_rows::{BinaryField, BinaryRows};
use super::binary_values::ValueRoom;
use super::definitions::{self, columns, create_table};
use super::describe::{ServerColumn, ServerSchema, ServerTable, WireForm};
use super::failure::{connection_lost, of_session};
use crate::domain::JobProgress;
use crate::store::StoreError;
use crate::store::sqlite::pragmas;
use crate::store::sqlite::pragmas::JournalMode;
use crate::store::sqlite::tables::quoted;

/// How much of the file is kept in memory.
const CACHE_KIB: u32 = 65_536;

/// The same while many rows are added in order, or sorted for an index: `SQLite` sorts with up to
/// three more buffers of this size, and is no faster with larger ones.
const SORTING_KIB: u32 = 16_384;

/// The size of the chunks passed to the writing thread, in bytes, and how many may be waiting. The
/// first are smaller, so that a slow connection soon shows rows.
const CHUNK: usize = 256 * 1024;
const FIRST_CHUNK: usize = 4 * 1024;
const CHUNKS: usize = 8;

/// The number of rows inserted by one statement, so that `SQLite` searches for the end of the
/// table only once.
const TOGETHER: usize = 8;

/// The format in which rows arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CopyForm {
    /// Lines; a chunk has only complete ones.
    Text,
    /// Bytes; a chunk may end anywhere.
    Binary,
}

/// The number of rows that a table got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CopiedTable {
    pub(super) table: &'static str,
    pub(super) rows: u64,
}

/// What a connection needs to write many rows quickly.
pub(super) fn prepare(copy: &Connection) -> rusqlite::Result<()> {
    pragmas::set_cache_kib(copy, CACHE_KIB)?;
    pragmas::set_sorting_threads(copy, 2)
}

/// Makes indexes in bounded memory.
pub(super) fn make_indexes(copy: &Connection, statements: &[String]) -> rusqlite::Result<()> {
    pragmas::set_cache_kib(copy, SORTING_KIB)?;
    let made = statements.iter().try_for_each(|statement| copy.execute_batch(statement));
    pragmas::set_cache_kib(copy, CACHE_KIB)?;
    made
}

/// Copies the rows of every table. [`finish`] creates the indexes, which takes long and does
/// not need the server.
pub(super) fn copy(
    transaction: &mut Transaction<'_>,
    schema: &ServerSchema,
    copy: &Connection,
    (name, progress): (&str, &mut JobProgress<'_>),
) -> Result<Vec<CopiedTable>, StoreError> {
    // A file that nobody sees before it is complete needs no journal.
    pragmas::set_journal(copy, JournalMode::Off)?;
    pragmas::never_sync(copy)?;
    pragmas::keep_lock(copy, true)?;
    pragmas::enforce_foreign_keys(copy, false)?;
    prepare(copy)?;
    pragmas::set_cache_kib(copy, SORTING_KIB)?;
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

/// Creates indexes of a copy.
pub(super) fn finish(
    indexes: &[String],
    copy: &Connection,
    progress: &JobProgress<'_>,
) -> Result<(), StoreError> {
    for statement in indexes {
        if progress.is_cancelled() {
            return Err(StoreError::Cancelled);
        }
        make_indexes(copy, std::slice::from_ref(statement))?;
    }
    Ok(copy.execute_batch("COMMIT")?)
}

/// Replaces the rows of a table with those of the server, and returns their number.
pub(super) fn replace_table(
    transaction: &mut Transaction<'_>,
    table: &ServerTable,
    copy: &Connection,
    name: &str,
) -> Result<u64, StoreError> {
    for (index, _) in definitions::indexes(table) {
        copy.execute_batch(&format!("DROP INDEX IF EXISTS {index}"))?;
    }
    copy.execute_batch(&format!("DELETE FROM {}", table.read.name))?;
    let rows = copy_table(transaction, table, copy, (name, &mut JobProgress::none()))?;
    let statements: Vec<String> =
        definitions::indexes(table).into_iter().map(|(_, statement)| statement).collect();
    make_indexes(copy, &statements)?;
    Ok(rows)
}

/// Writes a table while another thread reads it.
fn copy_table(
    transaction: &mut Transaction<'_>,
    table: &ServerTable,
    copy: &Connection,
    (name, progress): (&str, &mut JobProgress<'_>),
) -> Result<u64, StoreError> {
    let select = format!(
        "COPY (SELECT {} FROM {}) TO STDOUT (FORMAT binary)",
        sent_columns(table),
        ordered(table)
    );
    let select = (&*select, CopyForm::Binary);
    read(transaction, select, name, |chunks| write_chunks(table, copy, chunks, progress))
}

/// The columns of a table, as the server sends them.
fn sent_columns(table: &ServerTable) -> String {
    let sent = |column: &ServerColumn| {
        let as_text = if column.wire == WireForm::AsText { "::text" } else { "" };
        quoted(column.name) + as_text
    };
    table.columns.iter().map(sent).collect::<Vec<_>>().join(", ")
}

/// Processes chunks of `COPY` while another thread reads them. In the text format, a chunk has
/// only complete lines.
pub(super) fn read<T>(
    transaction: &mut Transaction<'_>,
    select: (&str, CopyForm),
    name: &str,
    work: impl FnOnce(&Receiver<Vec<u8>>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    thread::scope(|scope| {
        let (sender, chunks) = sync_channel(CHUNKS);
        let reader = scope.spawn(move || read_chunks(transaction, select, name, &sender));
        let worked = work(&chunks);
        // Ends a reader that is still waiting.
        drop(chunks);
        let Ok(read) = reader.join() else {
            return Err(StoreError::Database("a part of the copying failed".into()));
        };
        let answer = worked?;
        read.map(|()| answer)
    })
}

/// Reads data of `COPY`, and passes it on until the receiver is gone.
fn read_chunks(
    transaction: &mut Transaction<'_>,
    (select, form): (&str, CopyForm),
    name: &str,
    sender: &SyncSender<Vec<u8>>,
) -> Result<(), StoreError> {
    let mut reader = transaction.copy_out(select).map_err(|error| of_session(&error, name))?;
    let mut size = FIRST_CHUNK;
    loop {
        let mut chunk = Vec::with_capacity(size + size / 8);
        // In the text format, each message of the server is a line.
        let mut is_whole = true;
        while chunk.len() < size || !is_whole {
            let message = reader.fill_buf().map_err(|error| of_reading(&error, name))?;
            let length = message.len();
            if length == 0 {
                // If the receiver is gone, it reports why.
                let _ = sender.send(chunk);
                return Ok(());
            }
            chunk.extend_from_slice(message);
            is_whole = form == CopyForm::Binary || chunk.ends_with(b"\n");
            reader.consume(length);
        }
        if sender.send(chunk).is_err() {
            return Ok(());
        }
        size = (size * 2).min(CHUNK);
    }
}

/// Writes rows from the binary format of `COPY`.
fn write_chunks(
    table: &ServerTable,
    copy: &Connection,
    chunks: &Receiver<Vec<u8>>,
    progress: &mut JobProgress<'_>,
) -> Result<u64, StoreError> {
    let width = table.columns.len();
    let mut one = copy.prepare(&insert(table, 1))?;
    let mut many = copy.prepare(&insert(table, TOGETHER))?;
    let (mut rows, mut room) = (BinaryRows::default(), ValueRoom::default());
    let mut arriving = ArrivingRows::of(table, progress);
    let mut written = 0;
    for chunk in chunks {
        let before = written;
        rows.append(chunk);
        loop {
            let mut fields: Vec<BinaryField<'_>> = Vec::with_capacity(width * TOGETHER);
            let count = rows.next((width, TOGETHER), &mut fields)?;
            if count == TOGETHER {
                write_rows(&mut many, table, &fields, &mut room)?;
            } else {
                for row in fields.chunks(width) {
                    write_rows(&mut one, table, row, &mut room)?;
                }
            }
            arriving.report(&fields, progress)?;
            written += count as u64;
            if count < TOGETHER {
                break;
            }
        }
        if progress.advance(written - before) {
            return Err(StoreError::Cancelled);
        }
    }
    Ok(written)
}

fn write_rows(
    insert: &mut Statement<'_>,
    table: &ServerTable,
    fields: &[BinaryField<'_>],
    room: &mut ValueRoom,
) -> Result<(), StoreError> {
    for (at, (field, column)) in (1..).zip(fields.iter().zip(table.columns.iter().cycle())) {
        insert.raw_bind_parameter(at, room.value(column, *field)?)?;
    }
    insert.raw_execute()?;
    Ok(())
}

/// The stream reports an error of the server as an I/O error.
fn of_reading(error: &io::Error, name: &str) -> StoreError {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<postgres::Error>());
    inner.map_or_else(|| connection_lost(name, error), |inner| of_session(inner, name))
}

/// The table, sorted by creation as far as that is known, because companies are listed in this
/// order.
fn ordered(table: &ServerTable) -> String {
    let name = table.read.name;
    match (name, table.columns.iter().any(|column| column.name == "created_at")) {
        ("hrm_company", true) => format!("{name} ORDER BY created_at NULLS FIRST, code, id"),
        ("hrm_company", false) => format!("{name} ORDER BY code, id"),
        _ => name.to_owned(),
    }
}

/// The statement that inserts this many rows.
pub(super) fn insert(table: &ServerTable, rows: usize) -> String {
    let width = table.columns.len();
    let row = |row: usize| {
        let parameters: Vec<String> =
            (1..=width).map(|at| format!("?{}", row * width + at)).collect();
        format!("({})", parameters.join(", "))
    };
    let rows: Vec<String> = (0..rows).map(row).collect();
    format!("INSERT INTO main.{} ({}) VALUES {}", table.read.name, columns(table), rows.join(", "))
}
