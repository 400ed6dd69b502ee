//! Writes the cells of a change on the server. They are first written to the journal there,
//! with one statement or with `COPY`; the grants are then inserted and deleted from the
//! journal, and their numbers must match it.

use std::fmt::Write as _;

use rusqlite::Connection;
use rusqlite::types::ValueRef;

use super::rows_as_text::{CHUNK, send};
use super::transaction::{WriteFailure, WriteTransaction};
use crate::domain::{Change, ChangeKind};
use crate::store::StoreError;
use crate::store::schema::GRANTS;
use crate::store::server::applying::{RowWriter, as_text};
use crate::store::server::definitions;
use crate::store::server::describe::{ServerSchema, ServerTable};
use crate::store::server::marker::{self, TableState};
use crate::store::server::own_tables::CELL;
use crate::store::server::values::value;
use crate::store::sql_value::text_of;

/// The number of bytes sent together.
const BUFFER: usize = 64 * 1024;

/// The numbers of cells of a change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct CellCounts {
    added: u64,
    removed: u64,
}

/// Properties of the server's table of grants.
#[derive(Clone, Copy, Debug)]
pub(super) struct GrantTraits {
    /// Whether a trigger may write something other than what was sent.
    pub(super) has_triggers: bool,
    /// Whether it accepts rows from `COPY` in the same way as from `INSERT`.
    pub(super) accepts_copy: bool,
}

impl GrantTraits {
    /// Asks the server.
    pub(super) fn read(transaction: &mut WriteTransaction<'_>) -> Result<Self, WriteFailure> {
        let sql = "SELECT EXISTS (SELECT FROM pg_trigger WHERE NOT tgisinternal \
                     AND tgname <> 'grantgrid_notify' AND tgrelid = c.oid), \
                   relhasrules OR row_security_active(c.oid) \
                   FROM pg_class c WHERE c.oid = 'hrm_user_company_access'::regclass";
        let rows = transaction.rows(sql, &[])?;
        let is = |at: usize| !matches!(rows.first().map(|row| row.try_get(at)), Some(Ok(false)));
        Ok(Self { has_triggers: is(0), accepts_copy: !is(0) && !is(1) })
    }
}

/// Writes the cells of a change to the journal and the HR system's table. The server may
/// already have all of the granted ones.
pub(super) fn send_cells(
    transaction: &mut WriteTransaction<'_>,
    change: &Change,
    (schema, traits): (&ServerSchema, GrantTraits),
    (replica, transaction_id, sent): (&Connection, i64, u64),
) -> Result<(), WriteFailure> {
    let counts = count(replica, change)?;
    if counts == CellCounts::default() {
        return Ok(());
    }
    let has_added = sent > 0;
    let table = grants_table(schema).ok_or_else(no_grants)?;
    if has_added {
        require(sent, counts.added, "grants to add")?;
        if counts.removed > 0 {
            copy(transaction, change, replica, (table, " AND NOT added"))?;
        }
    } else if counts.added + counts.removed <= CHUNK as u64 && !restores(change) {
        send(transaction, (&CELL, 0), replica, ("change_id = ?1", [change.id.0]))?;
    } else {
        copy(transaction, change, replica, (table, ""))?;
    }
    if counts.removed > 0 {
        let deleted = transaction.execute(&delete(table), &[&change.id.0])?;
        require(deleted, counts.removed, "grants to remove")?;
    }
    if counts.added > 0 && !has_added {
        insert_grants(transaction, change, (table, traits, counts.added), replica)?;
    }
    let state = marker::state(replica, GRANTS)?;
    let by = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let rows = state.rows + by(counts.added) - by(counts.removed);
    marker::save(replica, GRANTS, TableState { rows, ..state })?;
    if !traits.has_triggers {
        marker::add_own_transaction(replica, transaction_id)?;
    }
    Ok(())
}

/// The table of grants, which every HR system has.
pub(super) fn grants_table(schema: &ServerSchema) -> Option<&ServerTable> {
    schema.tables.iter().find(|table| table.read.name == GRANTS)
}

pub(super) fn no_grants() -> StoreError {
    StoreError::Server("no grants there".into())
}

/// Whether the change restores grants with their former times.
fn restores(change: &Change) -> bool {
    matches!(change.kind, ChangeKind::Undo | ChangeKind::Redo)
}

fn count(replica: &Connection, change: &Change) -> Result<CellCounts, StoreError> {
    let sql = "SELECT count(*) FILTER (WHERE added), count(*) FILTER (WHERE NOT added) \
               FROM grantgrid_cell WHERE change_id = ?1";
    let counts = replica.prepare_cached(sql)?.query_row([change.id.0], |row| {
        Ok(CellCounts { added: row.get(0)?, removed: row.get(1)? })
    })?;
    Ok(counts)
}

fn insert_grants(
    transaction: &mut WriteTransaction<'_>,
    change: &Change,
    (table, traits, planned): (&ServerTable, GrantTraits, u64),
    replica: &Connection,
) -> Result<(), WriteFailure> {
    let sql = insert(table);
    if !traits.has_triggers {
        let inserted = transaction.execute(&sql, &[&change.id.0, &change.at])?;
        return require(inserted, planned, "grants to add");
    }
    let name = transaction.name();
    let returning = format!("{sql} RETURNING {}", as_text(table));
    let rows = transaction.rows(&returning, &[&change.id.0, &change.at])?;
    require(rows.len() as u64, planned, "grants to add")?;
    find_by_id(replica, table)?;
    let mut writer = RowWriter::new(replica, table, 0);
    for row in rows {
        let mut values = Vec::with_capacity(table.columns.len());
        for (at, column) in table.columns.iter().enumerate() {
            let text: Option<String> =
                row.try_get(at).map_err(|error| StoreError::Server(format!("{name}: {error}")))?;
            values.push(value(column.kind, text.map(Into::into)));
        }
        writer.put(&values)?;
    }
    if writer.rows == 0 {
        return Ok(());
    }
    Err(StoreError::Refused("a trigger on the server gave a grant another id".into()).into())
}

/// In a replica, the index of the ids of grants is created only when it is needed.
fn find_by_id(replica: &Connection, table: &ServerTable) -> Result<(), StoreError> {
    definitions::key(table).map_or(Ok(()), |create| Ok(replica.execute_batch(&create)?))
}

pub(super) fn require(done: u64, planned: u64, what: &str) -> Result<(), WriteFailure> {
    if done == planned {
        return Ok(());
    }
    Err(WriteFailure::Stale(format!("of {planned} {what}, the server took {done}")))
}

pub(super) fn has(table: &ServerTable, column: &str) -> bool {
    table.columns.iter().any(|it| it.name == column)
}

/// `c` are the cells of the change, with the ids of their companies.
const CELLS: &str = "FROM grantgrid_cell c JOIN \
     (SELECT number, id::uuid AS company_id FROM grantgrid_company OFFSET 0) n \
     ON n.number = c.company WHERE c.change_id = $1";

fn insert(table: &ServerTable) -> String {
    let (mut column, mut modified) = ("", String::new());
    let at = "$2::text::timestamp";
    if has(table, "modified_at") {
        column = ", modified_at";
        // A restored grant has its former time, which may be NULL.
        modified = format!(", CASE WHEN c.created_at IS NULL THEN {at} ELSE c.modified_at END");
    }
    format!(
        "INSERT INTO {GRANTS} (id, user_id, company_id, created_at{column}) \
         SELECT c.grant_id, c.user_id, n.company_id, coalesce(c.created_at, {at}){modified} \
         {CELLS} AND c.added"
    )
}

fn delete(table: &ServerTable) -> String {
    let mut same = String::new();
    for column in ["created_at", "modified_at"] {
        if has(table, column) {
            let _ = write!(same, " AND a.{column} IS NOT DISTINCT FROM d.{column}");
        }
    }
    format!(
        "DELETE FROM {GRANTS} a USING (SELECT c.*, n.company_id AS of_company {CELLS} \
         AND NOT c.added) d WHERE a.id = d.grant_id AND a.user_id = d.user_id \
         AND a.company_id = d.of_company{same}"
    )
}

/// The statement that receives the cells of added grants.
pub(super) const COPY_ADDED_CELLS: &str =
    "COPY grantgrid_cell (change_id, user_id, company, added, grant_id) FROM STDIN";

/// The statement that receives new grants.
pub(super) fn copy_grants(table: &ServerTable) -> String {
    let modified = if has(table, "modified_at") { ", modified_at" } else { "" };
    format!("COPY {GRANTS} (id, user_id, company_id, created_at{modified}) FROM STDIN")
}

/// Sends the cells with `COPY`. Those of restored grants have their former times.
fn copy(
    transaction: &mut WriteTransaction<'_>,
    change: &Change,
    replica: &Connection,
    (table, which): (&ServerTable, &str),
) -> Result<(), WriteFailure> {
    let modified = if has(table, "modified_at") { "g.modified_at" } else { "NULL" };
    if restores(change) {
        find_by_id(replica, table)?;
    }
    let select = if restores(change) {
        format!(
            "SELECT x.user_id, x.company, x.added, x.grant_id, \
             iif(x.added, g.created_at, x.created_at), iif(x.added, {modified}, x.modified_at) \
             FROM grantgrid_cell x LEFT JOIN main.{GRANTS} g ON x.added AND g.id = x.grant_id \
             WHERE x.change_id = ?1"
        )
    } else {
        format!(
            "SELECT user_id, company, added, grant_id, created_at, modified_at \
             FROM grantgrid_cell WHERE change_id = ?1{which}"
        )
    };
    let mut statement = replica.prepare(&select)?;
    let mut rows = statement.query([change.id.0])?;
    let mut is_end = false;
    let sql = "COPY grantgrid_cell (change_id, user_id, company, added, grant_id, created_at, \
               modified_at) FROM STDIN";
    let id = change.id.0.to_string();
    transaction.copy_in(sql, |buffer| {
        while !is_end && buffer.len() < BUFFER {
            let Some(row) = rows.next()? else {
                is_end = true;
                break;
            };
            buffer.extend_from_slice(id.as_bytes());
            for at in 0..6 {
                buffer.push(b'\t');
                match row.get_ref(at)? {
                    ValueRef::Null => buffer.extend_from_slice(b"\\N"),
                    field => put(buffer, text_of(field).as_bytes()),
                }
            }
            buffer.push(b'\n');
        }
        Ok(())
    })?;
    Ok(())
}

/// A field of `COPY`.
pub(super) fn put(buffer: &mut Vec<u8>, text: &[u8]) {
    for byte in text {
        match byte {
            b'\\' => buffer.extend_from_slice(b"\\\\"),
            b'\t' => buffer.extend_from_slice(b"\\t"),
            b'\n' => buffer.extend_from_slice(b"\\n"),
            b'\r' => buffer.extend_from_slice(b"\\r"),
            byte => buffer.push(*byte),
        }
    }
}
