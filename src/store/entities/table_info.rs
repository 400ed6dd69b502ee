//! What a table of this database requires of a new row: its columns, which of them need a
//! value, how long a text may be, and which values must be unique.

use rusqlite::Connection;

use crate::store::StoreError;
use crate::store::edit::remote::UnseenColumn;
use crate::store::schema::shape::TableShape;
use crate::store::sql_value::SqlValue;
use crate::store::sqlite::tables::{self, quoted};

/// One column.
#[derive(Debug)]
struct ColumnInfo {
    name: String,
    /// The declared type, in upper case.
    declared: String,
    /// Whether a row must have a value for it, because the database has no default.
    required: bool,
    /// The table and column that it refers to.
    parent: Option<(String, String)>,
    /// Its possible values in order, if there are only a few.
    labels: Vec<String>,
}

/// A table.
#[derive(Debug)]
pub(super) struct TableInfo {
    pub(super) table: &'static str,
    /// `None` if there is no such table.
    shape: Option<TableShape>,
    columns: Vec<ColumnInfo>,
    /// The columns that only the server has; new rows get values for them there.
    unseen: Vec<ColumnInfo>,
    /// Sets of columns with unique values.
    uniques: Vec<Vec<String>>,
}

impl TableInfo {
    /// A table that does not exist has no columns.
    pub(super) fn of(connection: &Connection, table: &'static str) -> Result<Self, StoreError> {
        let keys = tables::foreign_keys(connection, table)?;
        let columns = tables::columns(connection, table)?.into_iter().map(|column| {
            let fills_itself = column.key > 0 && column.declared == "INTEGER";
            let key = keys.iter().find(|key| column.is(&key.column));
            ColumnInfo {
                required: column.is_required && !fills_itself,
                parent: key.map(|key| (key.parent.clone(), key.to.clone())),
                name: column.name,
                declared: column.declared,
                labels: Vec::new(),
            }
        });
        let columns: Vec<ColumnInfo> = columns.collect();
        let indexes = tables::indexes(connection, table)?.into_iter();
        // An index on an expression is left to the database.
        let uniques = indexes
            .filter(|index| index.is_unique && !index.is_partial)
            .filter_map(|index| index.columns.into_iter().collect::<Option<Vec<String>>>());
        let shape = (!columns.is_empty()).then(|| TableShape::of(connection, table)).transpose()?;
        Ok(Self { table, shape, columns, unseen: Vec::new(), uniques: uniques.collect() })
    }

    /// Adds the columns that only the server of a replica has.
    pub(super) fn add_unseen(&mut self, columns: &[UnseenColumn]) {
        self.unseen.extend(columns.iter().cloned().map(|it| ColumnInfo {
            name: it.name,
            declared: it.declared,
            required: it.required,
            parent: it.parent,
            labels: it.labels,
        }));
    }

    /// The columns of a new row for which one of a few values must be picked.
    pub(super) fn picked(&self) -> impl Iterator<Item = (&str, &[String])> {
        let picked = self.unseen.iter().filter(|column| column.required);
        let picked = picked.filter(|column| !column.labels.is_empty());
        picked.map(|column| (column.name.as_str(), column.labels.as_slice()))
    }

    /// Treats this column as unique, whether the database does or not.
    pub(super) fn assume_unique(mut self, column: &str) -> Self {
        if self.has(column) && !self.uniques.iter().any(|set| set[..] == [column]) {
            self.uniques.push(vec![column.to_owned()]);
        }
        self
    }

    /// The values of the row with this key, by column; `None` if it is gone.
    pub(super) fn row(
        &self,
        connection: &Connection,
        key: &SqlValue,
    ) -> Result<Option<Vec<(String, SqlValue)>>, StoreError> {
        let Some(shape) = &self.shape else {
            return Ok(None);
        };
        let row = shape.read(connection, key)?;
        Ok(row.map(|row| shape.columns.iter().cloned().zip(row).collect()))
    }

    fn column(&self, name: &str) -> Option<&ColumnInfo> {
        self.columns.iter().find(|column| column.name.eq_ignore_ascii_case(name))
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.column(name).is_some()
    }

    /// Whether a row must have a value in this column.
    pub(super) fn requires(&self, name: &str) -> bool {
        self.column(name).is_some_and(|column| column.required)
    }

    /// How many characters a text may have, if the type limits it.
    pub(super) fn limit(&self, name: &str) -> Option<usize> {
        let declared = &self.column(name)?.declared;
        let (kind, rest) = declared.split_once('(')?;
        if !kind.contains("CHAR") {
            return None;
        }
        rest.split_once(')')?.0.trim().parse().ok()
    }

    /// The values for which this table has columns, including those only on the server.
    pub(super) fn known(&self, values: Vec<(&'static str, SqlValue)>) -> Vec<(String, SqlValue)> {
        let is_unseen = |name| self.unseen.iter().any(|column| column.name == name);
        let own = values.into_iter().filter(|(name, _)| self.has(name) || is_unseen(*name));
        own.map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// Fills required columns without a value: with the first row of the table that they
    /// refer to, the current time, or a neutral value of their type.
    ///
    /// # Errors
    /// [`StoreError::Impossible`] if the table that a column refers to is empty or does not
    /// exist.
    pub(super) fn fill(
        &self,
        connection: &Connection,
        values: &mut Vec<(String, SqlValue)>,
        at: &str,
        new_id: &mut dyn FnMut() -> String,
    ) -> Result<(), StoreError> {
        for column in self.columns.iter().chain(&self.unseen).filter(|column| column.required) {
            if values.iter().any(|(name, _)| name.eq_ignore_ascii_case(&column.name)) {
                continue;
            }
            let value = match &column.parent {
                Some((table, to)) => self.first_of(connection, column, table, to)?,
                None if self.uniques.iter().any(|set| set[..] == [column.name.as_str()]) => {
                    new_id().into()
                }
                None => match column.labels.first() {
                    Some(first) => first.clone().into(),
                    None => neutral(&column.declared, at, new_id()),
                },
            };
            values.push((column.name.clone(), value));
        }
        Ok(())
    }

    fn first_of(
        &self,
        connection: &Connection,
        column: &ColumnInfo,
        table: &str,
        to: &str,
    ) -> Result<SqlValue, StoreError> {
        let lacking = |what| {
            let (own, column) = (self.table, &column.name);
            let why = format!(
                "{own} needs a value in {column}, which refers to a row of {table}, but {what}"
            );
            StoreError::Impossible(why)
        };
        if tables::columns(connection, table)?.is_empty() {
            return Err(lacking("that table does not exist"));
        }
        let (to, from) = (quoted(to), quoted(table));
        let sql = format!("SELECT {to} FROM {from} ORDER BY {to} LIMIT 1");
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query([])?;
        let first = rows.next()?.map(|row| row.get(0)).transpose()?;
        first.ok_or_else(|| lacking("that table is empty"))
    }

    /// The columns of the first unique constraint that a row with these values would violate;
    /// the row with `key` does not count.
    pub(super) fn collision(
        &self,
        connection: &Connection,
        values: &[(String, SqlValue)],
        key: Option<&SqlValue>,
    ) -> Result<Option<&[String]>, StoreError> {
        let value = |column: &String| {
            let found = values.iter().find(|(name, _)| name.eq_ignore_ascii_case(column));
            found.map(|(_, value)| value).filter(|value| **value != SqlValue::Null)
        };
        for set in &self.uniques {
            let Some(wanted) = set.iter().map(value).collect::<Option<Vec<_>>>() else {
                continue;
            };
            let conditions: Vec<String> =
                (2..).zip(set).map(|(at, column)| format!("{} = ?{at}", quoted(column))).collect();
            let sql = format!(
                "SELECT 1 FROM main.{} WHERE {} AND id IS NOT ?1",
                quoted(self.table),
                conditions.join(" AND ")
            );
            let nobody = SqlValue::Null;
            let parameters = std::iter::once(key.unwrap_or(&nobody)).chain(wanted);
            if connection.prepare_cached(&sql)?.exists(rusqlite::params_from_iter(parameters))? {
                return Ok(Some(set));
            }
        }
        Ok(None)
    }
}

/// The neutral value of a type.
fn neutral(declared: &str, at: &str, id: String) -> SqlValue {
    let has = |part: &str| declared.contains(part);
    if has("BOOL") {
        SqlValue::Integer(0)
    } else if has("DATETIME") || has("TIMESTAMP") {
        at.to_owned().into()
    } else if has("DATE") {
        at.chars().take(10).collect::<String>().into()
    } else if has("TIME") {
        "00:00:00".to_owned().into()
    } else if has("UUID") || declared == "CHAR(32)" || declared == "CHAR(36)" {
        id.into()
    } else if ["INT", "NUM", "DEC", "REAL", "FLOA", "DOUB"].iter().any(|kind| has(kind)) {
        SqlValue::Integer(0)
    } else if has("JSON") {
        "{}".to_owned().into()
    } else if has("BLOB") {
        SqlValue::Blob(Vec::new())
    } else {
        String::new().into()
    }
}
