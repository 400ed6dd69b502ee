//! Brings a copy up to date with the server, in one snapshot of the server and one transaction
//! of the copy.
//!
//! For each table, the server counts its rows, and the rows written since the copy's position
//! (by `xmin`, which every row has). Rows that were written are read. If the copy then has
//! more rows than the server, some were deleted there: the copy has every row of the server,
//! so equal numbers mean equal sets of rows.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use postgres::Transaction;
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::ToSql;
use rusqlite::{Connection, TransactionBehavior};

use super::applying::{RowWriter, as_text};
use super::copying;
use super::definitions;
use super::deletions;
use super::describe::{ServerSchema, ServerTable};
use super::failure::of_session;
use super::journal;
use super::marker::{self, TableState};
use super::position::ServerPosition;
use super::session::ServerSession;
use super::values::value;
use crate::domain::Cancel;
use crate::store::StoreError;
use crate::store::schema::GRANTS;

/// A position is saved in the file only if something changed, or after this many transactions,
/// because every program that has the file open reads it again after a write.
const FAR: u64 = 1_000_000;

/// It is also saved if the list of own transactions is longer than this, in characters.
const MOST_OWN: usize = 2_000;

/// Tables with fewer rows than this are counted together.
const SMALL: i64 = 20_000;

/// The result of bringing a copy up to date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum CaughtUp {
    /// Every table that was checked is as on the server.
    Current { changed: bool },
    /// The copy cannot be brought up to date: the tables differ, or the server was restored to
    /// an older state.
    StartOver,
}

/// The last count of a table's rows, which the file need not record.
#[derive(Clone, Copy, Debug)]
pub(super) struct LastCount {
    /// The copy equals the server at this position.
    pub(super) position: ServerPosition,
    /// How long the server took to count.
    pub(super) took: Duration,
}

/// By table.
pub(super) type LastCounts = HashMap<&'static str, LastCount>;

/// What to check, and what the last checks found.
pub(super) struct CatchUpOptions<'a> {
    pub(super) last_counts: &'a mut LastCounts,
    /// Tables that are skipped.
    pub(super) skips: &'a [&'static str],
    /// Whether the definitions of the tables are compared too.
    pub(super) checks_tables: bool,
}

/// Brings the copy up to date.
pub(super) fn catch_up(
    session: &mut ServerSession,
    copy: &mut Connection,
    schema: &ServerSchema,
    options: CatchUpOptions<'_>,
    cancel: Option<&Cancel>,
) -> Result<CaughtUp, StoreError> {
    let CatchUpOptions { last_counts, skips, checks_tables } = options;
    // The copy's lock comes before the snapshot, so that a copy never goes back in time.
    let local = copy.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut must_commit = false;
    let done = session.in_snapshot(cancel, |transaction, name| {
        if checks_tables
            && ServerSchema::read(transaction, name)?.fingerprint() != schema.fingerprint()
        {
            return Ok(CaughtUp::StartOver);
        }
        let (now, is_complete) = position(transaction, name)?;
        let mut changed = false;
        let looked_at = schema.tables.iter().filter(|table| !skips.contains(&table.read.name));
        for mut group in groups(looked_at, &local, last_counts)? {
            group.retain(|stale| !(is_complete && stale.since == now && now.is_quiet()));
            if group.is_empty() {
                continue;
            }
            if !group.iter().all(|stale| now.follows(stale.since)) {
                return Ok(CaughtUp::StartOver);
            }
            let start = Instant::now();
            let counts = count(transaction, &group).map_err(|error| of_session(&error, name))?;
            let took = start.elapsed();
            for (stale, counts) in group.iter().zip(counts) {
                let Some(writer) = renew(transaction, stale, counts, (name, &local))? else {
                    return Ok(CaughtUp::StartOver);
                };
                changed |= writer.wrote;
                must_commit |=
                    now.next - stale.recorded.position.oldest > FAR || stale.own.len() > MOST_OWN;
                let state = TableState { position: now, rows: writer.rows };
                marker::save(&local, stale.table.read.name, state)?;
                if stale.table.read.name == GRANTS {
                    marker::forget_own_transactions(&local, now)?;
                }
                last_counts.insert(stale.table.read.name, LastCount { position: now, took });
            }
        }
        match journal::renew(transaction, name, &local)? {
            Some(wrote) => changed |= wrote,
            None => return Ok(CaughtUp::StartOver),
        }
        must_commit |= changed;
        Ok(CaughtUp::Current { changed })
    });
    match &done {
        Ok(CaughtUp::Current { .. }) if must_commit => local.commit()?,
        Ok(CaughtUp::Current { .. }) => local.rollback()?,
        // What was read was not saved.
        _ => last_counts.clear(),
    }
    done
}

/// A table that may have changed on the server.
struct StaleTable<'a> {
    table: &'a ServerTable,
    recorded: TableState,
    since: ServerPosition,
    /// The own transactions that wrote rows of this table.
    own: String,
}

impl StaleTable<'_> {
    /// The condition that excludes rows written by own transactions, which the copy has
    /// already.
    fn only_others(&self) -> String {
        if self.own.is_empty() {
            return String::new();
        }
        format!(" AND xmin <> ALL ('{{{}}}'::xid[])", self.own)
    }
}

/// Groups of tables that are counted by one query each: small ones together, and each large
/// one alone.
fn groups<'a>(
    tables: impl Iterator<Item = &'a ServerTable>,
    copy: &Connection,
    last_counts: &LastCounts,
) -> Result<Vec<Vec<StaleTable<'a>>>, StoreError> {
    let (mut small, mut groups) = (Vec::new(), Vec::new());
    for table in tables {
        let recorded = marker::state(copy, table.read.name)?;
        let seen = last_counts.get(table.read.name).map(|last_count| last_count.position);
        let since = seen.map_or(recorded.position, |seen| seen.max(recorded.position));
        let own =
            if table.read.name == GRANTS { marker::own_transactions(copy)? } else { String::new() };
        let stale = StaleTable { table, recorded, since, own };
        if recorded.rows > SMALL {
            groups.push(vec![stale]);
        } else {
            small.push(stale);
        }
    }
    groups.insert(0, small);
    groups.retain(|group| !group.is_empty());
    Ok(groups)
}

/// Reads what changed in a table; `None` if the copy cannot equal the server.
fn renew<'a>(
    transaction: &mut Transaction<'_>,
    stale: &StaleTable<'a>,
    counts: Counts,
    (name, copy): (&str, &'a Connection),
) -> Result<Option<RowWriter<'a>>, StoreError> {
    let mut writer = RowWriter::new(copy, stale.table, stale.recorded.rows);
    if counts.are_many(stale.recorded.rows) {
        let rows = copying::replace_table(transaction, stale.table, copy, name)?;
        (writer.rows, writer.wrote) = (i64::try_from(rows).unwrap_or(i64::MAX), true);
        return Ok((writer.rows == counts.rows).then_some(writer));
    }
    if let Some(key) = definitions::key(stale.table)
        && (counts.written > 0 || writer.rows != counts.rows)
    {
        copy.execute_batch(&key)?;
    }
    if counts.written > 0 {
        read_written(transaction, stale, (name, &mut writer))?;
    }
    if writer.rows != counts.rows {
        deletions::remove(transaction, stale.table, (name, &mut writer), copy)?;
    }
    Ok((writer.rows == counts.rows).then_some(writer))
}

/// The server's current position, and whether it covers every transaction, which that of a
/// standby does not.
pub(super) fn position(
    transaction: &mut Transaction<'_>,
    name: &str,
) -> Result<(ServerPosition, bool), StoreError> {
    let sql = "SELECT pg_current_snapshot()::text, NOT pg_is_in_recovery()";
    let row = transaction.query_one(sql, &[]);
    let (text, is_complete): (String, bool) = row
        .and_then(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
        .map_err(|error| of_session(&error, name))?;
    Ok((text.parse()?, is_complete))
}

#[derive(Clone, Copy, Debug)]
struct Counts {
    rows: i64,
    /// The rows written since the position, and possibly a few more.
    written: i64,
}

impl Counts {
    /// Whether so much has changed that reading the whole table is faster than reading row by
    /// row.
    fn are_many(self, recorded: i64) -> bool {
        let changed = self.written.max(recorded - self.rows);
        changed > SMALL && changed > recorded.max(self.rows) / 4
    }
}

fn count(
    transaction: &mut Transaction<'_>,
    group: &[StaleTable<'_>],
) -> Result<Vec<Counts>, postgres::Error> {
    let parts: Vec<String> = (1..)
        .zip(group)
        .map(|(at, stale)| {
            let table = stale.table.read.name;
            let others = stale.only_others();
            format!(
                "SELECT {at}, count(*), count(*) FILTER (WHERE \
                   age(xmin) <= age(${at}::text::xid){others}) FROM {table}"
            )
        })
        .collect();
    let sql = format!("{} ORDER BY 1", parts.join(" UNION ALL "));
    let since: Vec<String> = group.iter().map(|stale| stale.since.xid()).collect();
    let parameters: Vec<&(dyn ToSql + Sync)> =
        since.iter().map(|xid| xid as &(dyn ToSql + Sync)).collect();
    let rows = transaction.query(&sql, &parameters)?;
    rows.iter().map(|row| Ok(Counts { rows: row.try_get(1)?, written: row.try_get(2)? })).collect()
}

fn read_written(
    transaction: &mut Transaction<'_>,
    stale: &StaleTable<'_>,
    (name, writer): (&str, &mut RowWriter<'_>),
) -> Result<(), StoreError> {
    let failed = |error: postgres::Error| of_session(&error, name);
    let table = stale.table;
    let sql = format!(
        "SELECT {} FROM {} WHERE age(xmin) <= age($1::text::xid){}",
        as_text(table),
        table.read.name,
        stale.only_others()
    );
    let mut rows = transaction.query_raw(&sql, [stale.since.xid()]).map_err(failed)?;
    while let Some(row) = rows.next().map_err(failed)? {
        let mut values = Vec::with_capacity(table.columns.len());
        for (at, column) in table.columns.iter().enumerate() {
            let text: Option<&str> = row.try_get(at).map_err(failed)?;
            values.push(value(column.kind, text.map(Into::into)));
        }
        writer.put(&values)?;
    }
    Ok(())
}
