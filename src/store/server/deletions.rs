//! Finds the rows of the copy that the server no longer has. A large table is first compared
//! by ranges of an integer column: ids are read only of ranges whose numbers of rows differ.

use std::collections::{HashMap, HashSet};

use postgres::Transaction;
use rusqlite::Connection;

use super::applying::RowWriter;
use super::describe::{ColumnKind, ServerTable};
use super::failure::of_session;
use super::values::CopiedValue;
use crate::store::StoreError;

/// Tables with fewer rows are compared as a whole.
const SMALL: i64 = 20_000;

/// The number of values of the column in a range.
const RANGE: i64 = 4_096;

/// Deletes rows that are gone. The copy must have every row that the server has.
pub(super) fn remove(
    transaction: &mut Transaction<'_>,
    table: &ServerTable,
    (name, writer): (&str, &mut RowWriter<'_>),
    copy: &Connection,
) -> Result<(), StoreError> {
    let failed = |error: postgres::Error| of_session(&error, name);
    let number = table.read.range_column.filter(|wanted| {
        let column = table.columns.iter().find(|column| column.name == *wanted);
        column.is_some_and(|it| it.kind == ColumnKind::Integer && it.required)
    });
    let own = table.read.name;
    let Some(number) = number.filter(|_| writer.rows > SMALL) else {
        let rows =
            transaction.query(&format!("SELECT id::text FROM {own}"), &[]).map_err(failed)?;
        let there = ids_of(&rows).map_err(failed)?;
        return remove_missing(copy, writer, &format!("SELECT id FROM {own}"), [], &there);
    };
    let counted = format!("SELECT {number} / {RANGE}, count(*) FROM {own} GROUP BY 1");
    let mut on_server: HashMap<i64, i64> = HashMap::new();
    let sql = counted.replace(" / ", "::int8 / ");
    for row in transaction.query(&sql, &[]).map_err(failed)? {
        on_server.insert(row.try_get(0).map_err(failed)?, row.try_get(1).map_err(failed)?);
    }
    let mut statement = copy.prepare(&counted)?;
    let in_copy = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let in_copy: Vec<(i64, i64)> = in_copy.collect::<Result<_, _>>()?;
    for (range, count) in in_copy {
        if on_server.get(&range) == Some(&count) {
            continue;
        }
        // Division rounds towards zero, so the range around zero includes values on both
        // sides.
        let first = range * RANGE - if range <= 0 { RANGE - 1 } else { 0 };
        let last = range * RANGE + if range >= 0 { RANGE - 1 } else { 0 };
        let sql =
            format!("SELECT id::text FROM {own} WHERE {number} BETWEEN $1::int8 AND $2::int8");
        let rows = transaction.query(&sql, &[&first, &last]).map_err(failed)?;
        let there = ids_of(&rows).map_err(failed)?;
        let sql = format!("SELECT id FROM {own} WHERE {number} BETWEEN ?1 AND ?2");
        remove_missing(copy, writer, &sql, [first, last], &there)?;
    }
    Ok(())
}

fn ids_of(rows: &[postgres::Row]) -> Result<HashSet<String>, postgres::Error> {
    rows.iter().map(|row| row.try_get(0)).collect()
}

fn remove_missing<const N: usize>(
    copy: &Connection,
    writer: &mut RowWriter<'_>,
    sql: &str,
    parameters: [i64; N],
    there: &HashSet<String>,
) -> Result<(), StoreError> {
    let mut statement = copy.prepare_cached(sql)?;
    let mut rows = statement.query(rusqlite::params_from_iter(parameters))?;
    let mut gone = Vec::new();
    while let Some(row) = rows.next()? {
        let id = match row.get_ref(0)? {
            rusqlite::types::ValueRef::Integer(number) => (number.to_string(), Some(number)),
            other => (other.as_str().unwrap_or_default().to_owned(), None),
        };
        if !there.contains(&id.0) {
            gone.push(id);
        }
    }
    drop(rows);
    for (text, number) in gone {
        let id = number.map_or(CopiedValue::Text(text.into()), CopiedValue::Integer);
        writer.remove(&id)?;
    }
    Ok(())
}
