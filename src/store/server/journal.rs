//! The copy of grantgrid's own tables on the server. They are created by the first change that
//! anybody makes, and each change increases a version by one, by which the copy recognizes
//! what it lacks.

use postgres::Transaction;
use postgres::fallible_iterator::FallibleIterator;
use rusqlite::{Connection, OptionalExtension, params_from_iter};

use super::failure::of_session;
use super::marker::{self, JournalState};
use super::own_tables::{CELL, FORMAT, Freshness, OWN_TABLES, OwnTable};
use crate::store::StoreError;
use crate::store::schema::{last_change, own};
use crate::store::sqlite::tables::quoted;

/// The table with the format and the version.
const META: &str = "grantgrid_meta";

/// Brings the copy up to date. Returns whether anything was written; `None` if the server's
/// tables are not those that were copied.
pub(super) fn renew(
    transaction: &mut Transaction<'_>,
    name: &str,
    copy: &Connection,
) -> Result<Option<bool>, StoreError> {
    let recorded = marker::journal(copy)?;
    let Some((now, companies)) = on_server(transaction, name)? else {
        return Ok(recorded.is_none().then_some(false));
    };
    let since = match &recorded {
        Some(recorded) if recorded.journal != now.journal || recorded.version > now.version => {
            return Ok(None);
        }
        Some(recorded) if *recorded == now => return Ok(Some(false)),
        Some(recorded) => recorded.version,
        None => -1,
    };
    own::make(copy)?;
    let last: i64 =
        copy.query_row("SELECT coalesce(max(id), 0) FROM grantgrid_change", [], |row| row.get(0))?;
    for table in OWN_TABLES {
        read(transaction, table, (since, last), (name, copy))?;
    }
    last_change::catch_up(copy, last)?;
    if let Some(companies) = companies {
        let sql = "INSERT OR REPLACE INTO grantgrid_meta (key, value) VALUES ('companies', ?1)";
        copy.prepare_cached(sql)?.execute([companies])?;
    }
    marker::save_journal(copy, &now)?;
    Ok(Some(true))
}

/// The state of the server's tables, and the highest company number in them; `None` if there
/// are none, or if they cannot be read.
fn on_server(
    transaction: &mut Transaction<'_>,
    name: &str,
) -> Result<Option<(JournalState, Option<i64>)>, StoreError> {
    let failed = |error: postgres::Error| of_session(&error, name);
    let names: Vec<&str> =
        OWN_TABLES.iter().map(|table| table.name).chain(std::iter::once(META)).collect();
    let sql = "SELECT count(*) = $2 FROM unnest($1::text[]) AS own (name) \
               WHERE has_any_column_privilege(to_regclass(own.name), 'SELECT')";
    let count = i64::try_from(names.len()).unwrap_or(0);
    let row = transaction.query_one(sql, &[&names, &count]).map_err(failed)?;
    if !row.try_get::<_, bool>(0).map_err(failed)? {
        return Ok(None);
    }
    let (mut state, mut companies, mut format) =
        (JournalState { journal: String::new(), version: 0 }, None, 0);
    for row in transaction.query("SELECT key, value FROM grantgrid_meta", &[]).map_err(failed)? {
        let (key, value): (String, String) =
            (row.try_get(0).map_err(failed)?, row.try_get(1).map_err(failed)?);
        match key.as_str() {
            "format" => format = value.parse().unwrap_or(0),
            "version" => state.version = value.parse().unwrap_or(0),
            "companies" => companies = value.parse().ok(),
            "journal" => state.journal = value,
            _ => {}
        }
    }
    if state.journal.is_empty() {
        // The tables were committed after this snapshot was taken.
        return Ok(None);
    }
    if format != FORMAT {
        return Err(StoreError::Server(format!(
            "{name}: grantgrid's own tables there are of format {format}, and this grantgrid knows \
             {FORMAT}; use the version of grantgrid that wrote them"
        )));
    }
    Ok(Some((state, companies)))
}

/// Reads what is new in one table.
fn read(
    transaction: &mut Transaction<'_>,
    table: &OwnTable,
    (since, last): (i64, i64),
    (name, copy): (&str, &Connection),
) -> Result<(), StoreError> {
    let failed = |error: postgres::Error| of_session(&error, name);
    let columns: Vec<String> =
        table.columns.iter().map(|(column, _)| format!("{}::text", quoted(column))).collect();
    let (condition, from) = match table.freshness {
        Freshness::Written => (" WHERE written > $1", Some(since)),
        Freshness::Change => (" WHERE change_id > $1", Some(last)),
        Freshness::All => {
            copy.execute(&format!("DELETE FROM {}", table.name), [])?;
            ("", None)
        }
    };
    let sql = format!("SELECT {} FROM {}{condition}", columns.join(", "), table.name);
    let mut rows = transaction.query_raw(&sql, from).map_err(failed)?;
    let mut insert = copy.prepare(&insert(table))?;
    let is_cell = table.name == CELL.name;
    while let Some(row) = rows.next().map_err(failed)? {
        let mut values = Vec::with_capacity(table.columns.len());
        for (at, (_, kind)) in table.columns.iter().enumerate() {
            let text: Option<&str> = row.try_get(at).map_err(failed)?;
            values.push(kind.to_replica(text));
        }
        // Here the server also has the times of added grants, which SQLite's journal does not
        // have.
        if is_cell && values[3] == crate::store::sql_value::SqlValue::Integer(1) {
            values.truncate(5);
            values.resize(7, crate::store::sql_value::SqlValue::Null);
        }
        insert.execute(params_from_iter(values))?;
    }
    Ok(())
}

fn insert(table: &OwnTable) -> String {
    let names: Vec<String> = table.columns.iter().map(|(column, _)| quoted(column)).collect();
    let parameters: Vec<String> = (1..=names.len()).map(|at| format!("?{at}")).collect();
    format!(
        "INSERT OR REPLACE INTO {} ({}) VALUES ({})",
        table.name,
        names.join(", "),
        parameters.join(", ")
    )
}

/// The highest company number in the copy.
pub(super) fn companies(copy: &Connection) -> Result<Option<i64>, StoreError> {
    let sql = "SELECT value FROM grantgrid_meta WHERE key = 'companies'";
    Ok(copy.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()?)
}
