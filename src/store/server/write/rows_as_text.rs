//! Copies rows of grantgrid's own tables from the replica to the server: they are read as
//! text, and many are written with one statement.

use std::fmt::Write as _;

use postgres::types::ToSql;
use rusqlite::{Connection, Params};

use super::transaction::{WriteFailure, WriteTransaction};
use crate::store::server::own_tables::{Freshness, OwnTable};
use crate::store::sqlite::tables::quoted;

/// The number of rows written with one statement.
pub(super) const CHUNK: usize = 5_000;

/// The values, by column.
type ColumnTexts = Vec<Vec<Option<String>>>;

/// Writes the rows of a table that match `condition` in the replica. Rows that the server
/// already has, by their key, are replaced.
pub(super) fn send(
    transaction: &mut WriteTransaction<'_>,
    (table, version): (&OwnTable, i64),
    replica: &Connection,
    (condition, parameters): (&str, impl Params),
) -> Result<(), WriteFailure> {
    let names: Vec<String> = table.columns.iter().map(|(column, _)| quoted(column)).collect();
    let select = format!("SELECT {} FROM main.{} WHERE {condition}", names.join(", "), table.name);
    let statement = statement(table, &names);
    let mut select = replica.prepare_cached(&select)?;
    let mut rows = select.query(parameters)?;
    let mut columns: ColumnTexts = vec![Vec::new(); names.len()];
    loop {
        let row = rows.next()?;
        let is_end = row.is_none();
        if let Some(row) = row {
            for (at, (_, kind)) in table.columns.iter().enumerate() {
                columns[at].push(kind.to_server(&row.get(at)?));
            }
        }
        let count = columns[0].len();
        if count == CHUNK || (is_end && count > 0) {
            let mut values: Vec<&(dyn ToSql + Sync)> =
                columns.iter().map(|column| column as &(dyn ToSql + Sync)).collect();
            if table.freshness == Freshness::Written {
                values.push(&version);
            }
            transaction.execute(&statement, &values)?;
            columns.iter_mut().for_each(Vec::clear);
        }
        if is_end {
            return Ok(());
        }
    }
}

fn statement(table: &OwnTable, names: &[String]) -> String {
    let is_stamped = table.freshness == Freshness::Written;
    let mut into = names.join(", ");
    let (mut read, mut arrays, mut aliases) = (Vec::new(), Vec::new(), Vec::new());
    for (at, (_, kind)) in (1..).zip(table.columns) {
        read.push(format!("c{at}::{}", kind.server_type()));
        arrays.push(format!("${at}::text[]"));
        aliases.push(format!("c{at}"));
    }
    if is_stamped {
        into += ", written";
        read.push(format!("${}::bigint", names.len() + 1));
    }
    let mut sql = format!(
        "INSERT INTO {} ({into}) SELECT {} FROM unnest({}) AS r ({})",
        table.name,
        read.join(", "),
        arrays.join(", "),
        aliases.join(", ")
    );
    if table.key > 0 {
        let mut sets: Vec<String> =
            names[table.key..].iter().map(|name| format!("{name} = EXCLUDED.{name}")).collect();
        if is_stamped {
            sets.push("written = EXCLUDED.written".into());
        }
        let (key, sets) = (names[..table.key].join(", "), sets.join(", "));
        // Rows that exist already are not written again.
        let of = |from: &str| -> Vec<String> {
            names[table.key..].iter().map(|name| format!("{from}.{name}")).collect()
        };
        let (old, new) = (of(table.name).join(", "), of("EXCLUDED").join(", "));
        let _ = write!(
            sql,
            " ON CONFLICT ({key}) DO UPDATE SET {sets} WHERE ({old}) IS DISTINCT FROM ({new})"
        );
    }
    sql
}
