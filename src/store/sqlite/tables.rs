//! Describes the tables of the file: columns, keys, indexes, triggers. Temporary objects with
//! the same names are ignored. Names are compared as the engine does, regardless of ASCII
//! case.

use rusqlite::{Connection, OptionalExtension};

/// The usual name of the row id.
pub(crate) const ROWID: &str = "rowid";

/// Another name of the row id, for tables that have a column called [`ROWID`].
pub(crate) const ROW_NUMBER: &str = "_rowid_";

/// A table's kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TableKind {
    /// An ordinary table.
    Table {
        /// Whether its rows have row ids.
        has_row_numbers: bool,
    },
    /// A view.
    View,
    /// A virtual table or a part of one.
    Other,
}

/// The kind of a table; `None` if no table has this name.
pub(crate) fn kind(connection: &Connection, name: &str) -> rusqlite::Result<Option<TableKind>> {
    connection
        .prepare_cached("SELECT type, wr = 0 FROM pragma_table_list(?1) WHERE schema = 'main'")?
        .query_row([name], |row| {
            Ok(match row.get::<_, String>(0)?.as_str() {
                "table" => TableKind::Table { has_row_numbers: row.get(1)? },
                "view" => TableKind::View,
                _ => TableKind::Other,
            })
        })
        .optional()
}

/// Whether there is an ordinary table with this name.
pub(crate) fn is_table(connection: &Connection, name: &str) -> rusqlite::Result<bool> {
    Ok(matches!(kind(connection, name)?, Some(TableKind::Table { .. })))
}

/// Whether there is a view with this name.
pub(crate) fn is_view(connection: &Connection, name: &str) -> rusqlite::Result<bool> {
    Ok(kind(connection, name)? == Some(TableKind::View))
}

/// Whether there is an ordinary table with this name whose rows have row ids.
pub(crate) fn has_row_numbers(connection: &Connection, name: &str) -> rusqlite::Result<bool> {
    Ok(kind(connection, name)? == Some(TableKind::Table { has_row_numbers: true }))
}

/// Whether an index, a view or a trigger has this name.
pub(crate) fn is_other(connection: &Connection, name: &str) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT 1 FROM main.sqlite_schema WHERE name = ?1 AND type <> 'table'")?
        .exists([name])
}

/// Every ordinary table, by name, except those of the engine itself.
pub(crate) fn all(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare_cached(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' \
             AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name",
        )?
        .query_map([], |row| row.get(0))?
        .collect()
}

/// The definition of a table in lower case.
pub(crate) fn definition(connection: &Connection, table: &str) -> rusqlite::Result<Option<String>> {
    connection
        .prepare_cached(
            "SELECT lower(sql) FROM main.sqlite_schema WHERE type = 'table' AND lower(name) = ?1",
        )?
        .query_row([table.to_ascii_lowercase()], |row| row.get(0))
        .optional()
}

/// A column of a table or a view.
#[derive(Clone, Debug)]
pub(crate) struct TableColumn {
    pub(crate) name: String,
    /// Its declared type, in upper case.
    pub(crate) declared: String,
    /// Whether it is NOT NULL and has no default.
    pub(crate) is_required: bool,
    /// Its position in the primary key, counted from 1; 0 if it is not part of it.
    pub(crate) key: u32,
}

impl TableColumn {
    pub(crate) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Whether it is declared as an integer.
    pub(crate) fn is_number(&self) -> bool {
        self.declared.contains("INT")
    }
}

/// The columns of a table or view, in order; none if it does not exist.
pub(crate) fn columns(connection: &Connection, table: &str) -> rusqlite::Result<Vec<TableColumn>> {
    connection
        .prepare_cached(
            "SELECT name, upper(type), \"notnull\" AND dflt_value IS NULL, pk \
             FROM pragma_table_info(?1, 'main') ORDER BY cid",
        )?
        .query_map([table], |row| {
            Ok(TableColumn {
                name: row.get(0)?,
                declared: row.get(1)?,
                is_required: row.get(2)?,
                key: row.get(3)?,
            })
        })?
        .collect()
}

/// The names of the columns in lower case; none if the table does not exist.
pub(crate) fn column_names(connection: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    let columns = columns(connection, table)?;
    Ok(columns.into_iter().map(|column| column.name.to_ascii_lowercase()).collect())
}

/// The names of all columns, including generated ones.
pub(crate) fn every_column(connection: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare_cached("SELECT name FROM pragma_table_xinfo(?1, 'main') ORDER BY cid")?
        .query_map([table], |row| row.get(0))?
        .collect()
}

/// Whether a table has a column.
pub(crate) fn has_column(
    connection: &Connection,
    table: &str,
    column: &str,
) -> rusqlite::Result<bool> {
    Ok(columns(connection, table)?.iter().any(|it| it.is(column)))
}

/// An index of a table.
#[derive(Clone, Debug)]
pub(crate) struct TableIndex {
    pub(crate) is_unique: bool,
    /// Whether it covers only some of the rows.
    pub(crate) is_partial: bool,
    /// Its columns; `None` for an expression.
    pub(crate) columns: Vec<Option<String>>,
}

/// The indexes of a table by name, including those of its constraints.
pub(crate) fn indexes(connection: &Connection, table: &str) -> rusqlite::Result<Vec<TableIndex>> {
    let mut statement = connection.prepare_cached(
        "SELECT l.name, l.\"unique\", l.partial, i.name FROM pragma_index_list(?1, 'main') l, \
             pragma_index_info(l.name, 'main') i ORDER BY l.name, i.seqno",
    )?;
    let mut rows = statement.query([table])?;
    let mut indexes: Vec<TableIndex> = Vec::new();
    let mut last = None;
    while let Some(row) = rows.next()? {
        let name: String = row.get(0)?;
        if last.as_ref() != Some(&name) {
            let (is_unique, is_partial) = (row.get(1)?, row.get(2)?);
            indexes.push(TableIndex { is_unique, is_partial, columns: Vec::new() });
            last = Some(name);
        }
        if let Some(index) = indexes.last_mut() {
            index.columns.push(row.get(3)?);
        }
    }
    Ok(indexes)
}

/// Whether an index of all rows begins with a column.
pub(crate) fn has_index_on(
    connection: &Connection,
    table: &str,
    column: &str,
) -> rusqlite::Result<bool> {
    let begins = |index: &TableIndex| {
        let first = index.columns.first().and_then(Option::as_ref);
        !index.is_partial && first.is_some_and(|first| first.eq_ignore_ascii_case(column))
    };
    Ok(indexes(connection, table)?.iter().any(begins))
}

/// A column of a foreign key.
#[derive(Clone, Debug)]
pub(crate) struct KeyColumn {
    /// The number of the foreign key within its table.
    pub(crate) key: i64,
    pub(crate) column: String,
    /// The table that it refers to.
    pub(crate) parent: String,
    /// The column there; if the foreign key names none, the primary key.
    pub(crate) to: String,
    pub(crate) on_delete: String,
    pub(crate) on_update: String,
}

impl KeyColumn {
    /// Whether deleting or changing the row referred to also deletes or changes this one.
    pub(crate) fn cascades(&self) -> bool {
        changes_rows(&self.on_delete) || changes_rows(&self.on_update)
    }
}

/// Whether an action of a foreign key deletes or changes rows.
pub(crate) fn changes_rows(action: &str) -> bool {
    ["CASCADE", "SET NULL", "SET DEFAULT"].contains(&action)
}

/// The columns of the foreign keys of a table, by key.
pub(crate) fn foreign_keys(
    connection: &Connection,
    table: &str,
) -> rusqlite::Result<Vec<KeyColumn>> {
    connection
        .prepare_cached(
            "SELECT f.id, f.\"from\", f.\"table\", coalesce(f.\"to\", \
               (SELECT i.name FROM pragma_table_info(f.\"table\", 'main') i \
                WHERE i.pk = f.seq + 1), 'rowid'), f.on_delete, f.on_update \
             FROM pragma_foreign_key_list(?1, 'main') f ORDER BY f.id, f.seq",
        )?
        .query_map([table], |row| {
            Ok(KeyColumn {
                key: row.get(0)?,
                column: row.get(1)?,
                parent: row.get(2)?,
                to: row.get(3)?,
                on_delete: row.get(4)?,
                on_update: row.get(5)?,
            })
        })?
        .collect()
}

/// A trigger as it is defined.
#[derive(Clone, Debug)]
pub(crate) struct TriggerDefinition {
    pub(crate) name: String,
    pub(crate) table: String,
    pub(crate) sql: String,
}

/// Every trigger, by name.
pub(crate) fn triggers(connection: &Connection) -> rusqlite::Result<Vec<TriggerDefinition>> {
    connection
        .prepare_cached(
            "SELECT name, tbl_name, coalesce(sql, '') FROM main.sqlite_schema \
             WHERE type = 'trigger' ORDER BY name",
        )?
        .query_map([], |row| {
            Ok(TriggerDefinition { name: row.get(0)?, table: row.get(1)?, sql: row.get(2)? })
        })?
        .collect()
}

/// Drops the indexes that enforce no constraint, and returns the statements that create them
/// again.
pub(crate) fn take_indexes(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let indexes: Vec<(String, String)> = connection
        .prepare(
            "SELECT name, sql FROM main.sqlite_schema \
             WHERE type = 'index' AND sql IS NOT NULL ORDER BY rowid",
        )?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let mut statements = Vec::new();
    for (name, create) in indexes {
        connection.execute_batch(&format!("DROP INDEX main.{}", quoted(&name)))?;
        statements.push(create);
    }
    Ok(statements)
}

/// The number of tables, indexes, views and triggers.
pub(crate) fn count_objects(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("SELECT count(*) FROM main.sqlite_schema", [], |row| row.get(0))
}

/// The row id that this connection assigned last.
pub(crate) fn last_row_number(connection: &Connection) -> i64 {
    connection.last_insert_rowid()
}

/// The highest id below `bound` that the engine itself has recorded for a table, if it records
/// any.
pub(crate) fn highest_recorded_id(
    connection: &Connection,
    table: &str,
    bound: i64,
) -> rusqlite::Result<Option<i64>> {
    if definition(connection, "sqlite_sequence")?.is_none() {
        return Ok(None);
    }
    connection
        .prepare_cached(
            "SELECT max(CAST(seq AS INTEGER)) FROM main.sqlite_sequence \
             WHERE lower(name) = ?1 AND seq < ?2",
        )?
        .query_row((table, bound), |row| row.get(0))
}

/// A parameter whose value is a JSON list, as a table with the items in the column `value`.
pub(crate) fn list_as_table(parameter: &str) -> String {
    format!("json_each({parameter})")
}

/// A name quoted for SQL.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
