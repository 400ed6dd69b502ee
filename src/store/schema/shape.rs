//! A table as the journal of rows sees it: its columns, and the column by which a row is found
//! again.

use rusqlite::{Connection, Params};

use super::statement_error;
use super::triggers::require_rows;
use crate::domain::RowEdit;
use crate::store::StoreError;
use crate::store::sql_value::SqlValue;
use crate::store::sqlite::tables::{self, ROWID, quoted};

/// A table's columns and key.
#[derive(Debug)]
pub(crate) struct TableShape {
    table: String,
    /// The primary key if it is a single column, otherwise `rowid`.
    key: String,
    has_rowid: bool,
    /// Every column that is recorded; includes `rowid` if the order of rows depends on it and
    /// no column has the same value.
    pub(crate) columns: Vec<String>,
}

impl TableShape {
    /// # Errors
    /// [`StoreError::Database`] if there is no such table.
    pub(crate) fn of(connection: &Connection, table: &str) -> Result<Self, StoreError> {
        let found = tables::columns(connection, table)?;
        if found.is_empty() {
            return Err(StoreError::Database(format!("there is no table {table}")));
        }
        let has_rowid = tables::has_row_numbers(connection, table)?;
        let primary: Vec<_> = found.iter().filter(|column| column.key > 0).collect();
        let (key, key_is_rowid) = match primary[..] {
            [column] => (column.name.clone(), column.declared == "INTEGER"),
            _ => (ROWID.to_owned(), false),
        };
        let named_so = found.iter().any(|column| column.is(ROWID));
        let row_id = has_rowid && !key_is_rowid && !named_so;
        let row_id = row_id.then(|| ROWID.to_owned()).into_iter();
        let columns = row_id.chain(found.into_iter().map(|column| column.name)).collect();
        Ok(Self { table: table.to_owned(), key, has_rowid, columns })
    }

    /// The key's column, quoted for SQL.
    pub(crate) fn key_column(&self) -> String {
        quoted(&self.key)
    }

    /// The key of the first row with this value in this column.
    pub(crate) fn find(
        &self,
        connection: &Connection,
        column: &str,
        value: &SqlValue,
    ) -> Result<Option<SqlValue>, StoreError> {
        let sql = format!(
            "SELECT {} FROM main.{} WHERE {} IS ?1 LIMIT 1",
            quoted(&self.key),
            quoted(&self.table),
            quoted(column),
        );
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query([value])?;
        Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
    }

    /// The values of a row, in the order of `columns`; `None` if it is gone.
    pub(crate) fn read(
        &self,
        connection: &Connection,
        key: &SqlValue,
    ) -> Result<Option<Vec<SqlValue>>, StoreError> {
        let columns: Vec<String> = self.columns.iter().map(|name| quoted(name)).collect();
        let sql = format!(
            "SELECT {} FROM main.{} WHERE {} IS ?1",
            columns.join(", "),
            quoted(&self.table),
            quoted(&self.key),
        );
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query([key])?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        Ok(Some((0..self.columns.len()).map(|at| row.get(at)).collect::<Result<_, _>>()?))
    }

    /// Inserts a row and returns its key.
    pub(crate) fn insert(
        &self,
        connection: &Connection,
        values: &[(&str, SqlValue)],
    ) -> Result<SqlValue, StoreError> {
        let columns: Vec<String> = values.iter().map(|(name, _)| quoted(name)).collect();
        let parameters: Vec<String> = (1..=values.len()).map(|at| format!("?{at}")).collect();
        let sql = format!(
            "INSERT INTO main.{} ({}) VALUES ({})",
            quoted(&self.table),
            columns.join(", "),
            parameters.join(", "),
        );
        let parameters = rusqlite::params_from_iter(values.iter().map(|(_, value)| value));
        let inserted = self.execute(connection, &sql, parameters)?;
        require_rows(connection, &self.table, RowEdit::Insert, (inserted, 1))?;
        if self.has_rowid {
            let row_id = SqlValue::Integer(tables::last_row_number(connection));
            let found = self.find(connection, ROWID, &row_id)?;
            return found.ok_or_else(|| self.lost());
        }
        let key = values.iter().find(|(name, _)| name.eq_ignore_ascii_case(&self.key));
        key.map(|(_, key)| key.clone()).ok_or_else(|| self.lost())
    }

    /// Sets these columns of a row.
    pub(crate) fn update(
        &self,
        connection: &Connection,
        key: &SqlValue,
        values: &[(&str, SqlValue)],
    ) -> Result<(), StoreError> {
        let sets: Vec<String> =
            (2..).zip(values).map(|(at, (name, _))| format!("{} = ?{at}", quoted(name))).collect();
        let sql = format!(
            "UPDATE main.{} SET {} WHERE {} IS ?1",
            quoted(&self.table),
            sets.join(", "),
            quoted(&self.key),
        );
        let values = std::iter::once(key).chain(values.iter().map(|(_, value)| value));
        let values = rusqlite::params_from_iter(values);
        let updated = self.execute(connection, &sql, values)?;
        require_rows(connection, &self.table, RowEdit::Update, (updated, 1))
    }

    /// Deletes a row.
    pub(crate) fn delete(&self, connection: &Connection, key: &SqlValue) -> Result<(), StoreError> {
        let sql =
            format!("DELETE FROM main.{} WHERE {} IS ?1", quoted(&self.table), quoted(&self.key));
        let deleted = self.execute(connection, &sql, [key])?;
        require_rows(connection, &self.table, RowEdit::Delete, (deleted, 1))
    }

    fn execute(
        &self,
        connection: &Connection,
        sql: &str,
        parameters: impl Params,
    ) -> Result<usize, StoreError> {
        let executed = connection.prepare_cached(sql).and_then(|mut it| it.execute(parameters));
        executed.map_err(|error| statement_error::of_table(connection, &self.table, error))
    }

    fn lost(&self) -> StoreError {
        StoreError::Database(format!("the new row of {} cannot be found again", self.table))
    }

    /// Whether another row has this row id.
    pub(crate) fn is_row_id_taken(
        &self,
        connection: &Connection,
        row_id: &SqlValue,
    ) -> rusqlite::Result<bool> {
        let sql = format!("SELECT 1 FROM main.{} WHERE {ROWID} IS ?1", quoted(&self.table));
        connection.prepare_cached(&sql)?.exists([row_id])
    }

    /// The value of a column in a row that was read.
    pub(crate) fn value<'r>(&self, row: &'r [SqlValue], column: &str) -> Option<&'r SqlValue> {
        row.get(self.columns.iter().position(|name| name.eq_ignore_ascii_case(column))?)
    }

    /// Whether a column is the row id rather than a value of its own.
    pub(crate) fn is_row_id(&self, column: &str) -> bool {
        column == ROWID && self.columns.first().is_some_and(|first| first == ROWID)
    }
}
