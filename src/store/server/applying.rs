//! Writes rows that changed on the server into the copy, and deletes those that are gone
//! there.

use rusqlite::{Connection, params_from_iter};

use super::copying::insert;
use super::definitions::columns;
use super::describe::ServerTable;
use super::values::CopiedValue;
use crate::store::StoreError;
use crate::store::sqlite::faults::constraint;
use crate::store::sqlite::tables::quoted;

/// Writes rows of one table.
pub(super) struct RowWriter<'a> {
    copy: &'a Connection,
    table: &'a ServerTable,
    update: String,
    insert: String,
    /// The number of rows in the copy's table.
    pub(super) rows: i64,
    /// Whether anything was written.
    pub(super) wrote: bool,
}

impl<'a> RowWriter<'a> {
    pub(super) fn new(copy: &'a Connection, table: &'a ServerTable, rows: i64) -> Self {
        let names = table.columns.iter().map(|column| quoted(column.name));
        let (mut sets, mut same) = (Vec::new(), Vec::new());
        for (at, name) in (1..).zip(names) {
            sets.push(format!("{name} = ?{at}"));
            same.push(format!("{name} IS ?{at}"));
        }
        let (sets, same) = (sets.join(", "), same.join(" AND "));
        // A row that is already equal is not written, so that nobody has to read it again.
        let update =
            format!("UPDATE main.{} SET {sets} WHERE id = ?1 AND NOT ({same})", table.read.name);
        Self { copy, table, update, insert: insert(table, 1), rows, wrote: false }
    }

    /// Writes a row with the server's values.
    pub(super) fn put(&mut self, values: &[CopiedValue<'_>]) -> Result<(), StoreError> {
        match self.try_put(values) {
            Err(error) if constraint(&error).is_some() => {
                // Conflicting rows are gone from the server, or follow with other values.
                self.remove_rivals(values)?;
                Ok(self.try_put(values)?)
            }
            done => Ok(done?),
        }
    }

    fn try_put(&mut self, values: &[CopiedValue<'_>]) -> rusqlite::Result<()> {
        let exists = format!("SELECT 1 FROM main.{} WHERE id = ?1", self.table.read.name);
        if self.copy.prepare_cached(&exists)?.exists([&values[0]])? {
            let changed =
                self.copy.prepare_cached(&self.update)?.execute(params_from_iter(values))?;
            self.wrote |= changed > 0;
            return Ok(());
        }
        self.copy.prepare_cached(&self.insert)?.execute(params_from_iter(values))?;
        self.rows += 1;
        self.wrote = true;
        Ok(())
    }

    fn remove_rivals(&mut self, values: &[CopiedValue<'_>]) -> Result<(), StoreError> {
        let value = |name: &String| {
            let at = self.table.columns.iter().position(|column| column.name == name);
            at.map_or(&CopiedValue::Null, |at| &values[at])
        };
        for (_, unique) in &self.table.uniques {
            let conditions: Vec<String> =
                (2..).zip(unique).map(|(at, name)| format!("{} = ?{at}", quoted(name))).collect();
            let sql = format!(
                "DELETE FROM main.{} WHERE id IS NOT ?1 AND {}",
                self.table.read.name,
                conditions.join(" AND ")
            );
            let parameters = std::iter::once(&values[0]).chain(unique.iter().map(value));
            let removed = self.copy.prepare_cached(&sql)?.execute(params_from_iter(parameters))?;
            self.rows -= i64::try_from(removed).unwrap_or(0);
            self.wrote |= removed > 0;
        }
        Ok(())
    }

    /// Deletes the row with an id.
    pub(super) fn remove(&mut self, id: &CopiedValue<'_>) -> Result<(), StoreError> {
        let sql = format!("DELETE FROM main.{} WHERE id = ?1", self.table.read.name);
        let removed = self.copy.prepare_cached(&sql)?.execute([id])?;
        self.rows -= i64::try_from(removed).unwrap_or(0);
        self.wrote |= removed > 0;
        Ok(())
    }
}

/// The columns of a table as text, in the server's SQL.
pub(super) fn as_text(table: &ServerTable) -> String {
    columns(table).split(", ").map(|name| format!("{name}::text")).collect::<Vec<_>>().join(", ")
}
