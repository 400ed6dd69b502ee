//! Describes the HR system's tables on this server: columns, types, unique columns and
//! references, as far as grantgrid reads them.

use std::collections::HashMap;
use std::fmt::Write;

use postgres::Transaction;

use super::failure::of_session;
use super::tables::{ROLES, ReadTable, TABLES, USERS};
use crate::store::StoreError;

/// How the text of a column is converted to a value of the copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ColumnKind {
    Integer,
    Boolean,
    Time,
    Text,
}

/// The format in which a column is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WireForm {
    Boolean,
    Integer,
    Uuid,
    /// Microseconds since the year 2000.
    Timestamp,
    /// Days since the year 2000.
    Date,
    /// A text.
    Text,
    /// Another type, which the server converts to text.
    AsText,
}

impl WireForm {
    /// The format of a type.
    pub(super) fn of(base: &str) -> Self {
        match base {
            "bool" => Self::Boolean,
            "int2" | "int4" | "int8" => Self::Integer,
            "uuid" => Self::Uuid,
            "timestamp" | "timestamptz" => Self::Timestamp,
            "date" => Self::Date,
            "text" | "varchar" | "bpchar" => Self::Text,
            _ => Self::AsText,
        }
    }
}

/// A column that is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ServerColumn {
    pub(super) name: &'static str,
    pub(super) kind: ColumnKind,
    pub(super) wire: WireForm,
    /// The declared type of the column in the copy.
    pub(super) declared: String,
    pub(super) required: bool,
}

/// A column that refers to rows of another table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ServerReference {
    pub(super) column: String,
    pub(super) parent: &'static str,
    pub(super) to: String,
    /// The clause about deletions, such as `ON DELETE CASCADE`.
    pub(super) on_delete: &'static str,
}

/// A table that is read.
#[derive(Clone, Debug)]
pub(super) struct ServerTable {
    pub(super) read: &'static ReadTable,
    pub(super) columns: Vec<ServerColumn>,
    /// Unique indexes, as their names and columns.
    pub(super) uniques: Vec<(String, Vec<String>)>,
    pub(super) references: Vec<ServerReference>,
    /// The server's estimate of the number of rows.
    pub(super) estimate: u64,
}

/// The tables of a server.
#[derive(Clone, Debug)]
pub(super) struct ServerSchema {
    pub(super) tables: Vec<ServerTable>,
    /// The search path in which they were found.
    searched: String,
}

struct FoundTable {
    oid: u32,
    kind: String,
    estimate: f64,
}

impl ServerSchema {
    /// # Errors
    /// [`StoreError::Server`] if these are not the HR system's tables.
    pub(super) fn read(transaction: &mut Transaction<'_>, name: &str) -> Result<Self, StoreError> {
        let failed = |error: postgres::Error| of_session(&error, name);
        let mut found = tables(transaction).map_err(failed)?;
        let searched: String = transaction
            .query_one("SELECT array_to_string(current_schemas(false), ', ')", &[])
            .and_then(|row| row.try_get(0))
            .map_err(failed)?;
        let mut tables: Vec<ServerTable> = Vec::new();
        for read in &TABLES {
            let Some(table) = found.get(read.name) else {
                if read.required.is_empty() {
                    continue;
                }
                return Err(missing(name, &format!("the table {}", read.name), &searched));
            };
            if !["r", "p"].contains(&table.kind.as_str()) {
                let what = format!("the table {} (it is not a table here)", read.name);
                return Err(missing(name, &what, &searched));
            }
            let columns = columns(transaction, table.oid, read).map_err(failed)?;
            let lacks = |column: &&&str| !columns.iter().any(|it| it.name == **column);
            if let Some(column) = read.required.iter().find(lacks) {
                let what = format!("the column {column} of {}", read.name);
                return Err(missing(name, &what, &searched));
            }
            if columns.first().is_none_or(|column| column.name != "id") {
                continue;
            }
            let uniques = uniques(transaction, table.oid, &columns).map_err(failed)?;
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // at least 0
            let estimate = table.estimate.max(0.0) as u64;
            tables.push(ServerTable { read, columns, uniques, references: Vec::new(), estimate });
        }
        let oids: HashMap<u32, &'static str> = tables
            .iter()
            .filter_map(|table| Some((found.get(table.read.name)?.oid, table.read.name)))
            .collect();
        for (own, reference) in references(transaction, &oids).map_err(failed)? {
            let table = tables.iter_mut().find(|table| table.read.name == own);
            if let Some(table) = table
                && table.columns.iter().any(|column| column.name == reference.column)
            {
                table.references.push(reference);
            }
        }
        drop(found.drain());
        let mut schema = Self { tables, searched };
        schema.keep_one_role_table();
        Ok(schema)
    }

    /// If the tables of both generations exist, keeps the one that users refer to.
    fn keep_one_role_table(&mut self) {
        let users = self.tables.iter().find(|table| table.read.name == USERS);
        let references = users.map(|users| users.references.as_slice()).unwrap_or_default();
        let referred = references.iter().find(|it| it.column == "role_id").map(|it| it.parent);
        let exists = |name: &str| self.tables.iter().any(|table| table.read.name == name);
        let first = ROLES.into_iter().find(|name| exists(name));
        let role_table = referred.filter(|name| ROLES.contains(name)).or(first);
        self.tables.retain(|it| !ROLES.contains(&it.read.name) || Some(it.read.name) == role_table);
        let names: Vec<&str> = self.tables.iter().map(|table| table.read.name).collect();
        for table in &mut self.tables {
            table.references.retain(|it| names.contains(&it.parent));
        }
    }
}

impl ServerSchema {
    /// A text that differs between tables if a copy of one cannot serve as a copy of the
    /// other.
    pub(super) fn fingerprint(&self) -> String {
        let mut all = self.searched.clone();
        for table in &self.tables {
            let _ = write!(all, "\n{}", table.read.name);
            for column in &table.columns {
                let required = if column.required { "!" } else { "" };
                let _ = write!(all, " {}:{}{required}", column.name, column.declared);
            }
            for (name, columns) in &table.uniques {
                let _ = write!(all, " {name}({})", columns.join(","));
            }
            for it in &table.references {
                let _ = write!(all, " {}>{}.{} {}", it.column, it.parent, it.to, it.on_delete);
            }
        }
        all
    }
}

fn missing(name: &str, what: &str, searched: &str) -> StoreError {
    if searched.is_empty() {
        return StoreError::Server(format!(
            "{name}: no schema of the search path exists in this database, or this login may not \
             use it (options=-csearch_path%3DNAME names another)"
        ));
    }
    StoreError::Server(format!(
        "{name}: this is a PostgreSQL database, but not the HR system's: {what} is missing in the \
         schema {searched} (options=-csearch_path%3DNAME names another)"
    ))
}

fn tables(
    transaction: &mut Transaction<'_>,
) -> Result<HashMap<String, FoundTable>, postgres::Error> {
    let names: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
    let sql = "SELECT c.relname::text, c.oid, c.relkind::text, c.reltuples::float8 \
               FROM unnest($1::text[]) AS wanted (name) \
               JOIN pg_class c ON c.oid = to_regclass(wanted.name)";
    let mut found = HashMap::new();
    for row in transaction.query(sql, &[&names])? {
        let table =
            FoundTable { oid: row.try_get(1)?, kind: row.try_get(2)?, estimate: row.try_get(3)? };
        found.insert(row.try_get(0)?, table);
    }
    Ok(found)
}

fn columns(
    transaction: &mut Transaction<'_>,
    table: u32,
    read: &'static ReadTable,
) -> Result<Vec<ServerColumn>, postgres::Error> {
    let sql = "SELECT a.attname::text, format_type(a.atttypid, a.atttypmod), t.typname::text, \
                      t.typcategory::text, a.attnotnull \
               FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid \
               WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped";
    let mut found = HashMap::new();
    for row in transaction.query(sql, &[&table])? {
        let (name, full, base): (String, String, String) =
            (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        let (category, required): (String, bool) = (row.try_get(3)?, row.try_get(4)?);
        let (kind, declared) = declared(&full, &base, &category);
        found.insert(name, (kind, WireForm::of(&base), declared, required));
    }
    let own = read.columns.iter().filter_map(|name| {
        let (kind, wire, declared, required) = found.remove(*name)?;
        Some(ServerColumn { name, kind, wire, declared, required })
    });
    Ok(own.collect())
}

/// How a type is converted, and its declared type in the copy.
fn declared(full: &str, base: &str, category: &str) -> (ColumnKind, String) {
    match (base, category) {
        ("int2" | "int4" | "int8", _) => (ColumnKind::Integer, "INTEGER".into()),
        (_, "B") => (ColumnKind::Boolean, "BOOLEAN".into()),
        ("date", _) => (ColumnKind::Time, "DATE".into()),
        (_, "D") => (ColumnKind::Time, "DATETIME".into()),
        ("uuid", _) => (ColumnKind::Text, "CHAR(36)".into()),
        ("varchar", _) => {
            let length = full.split_once('(').map(|(_, length)| format!("({length}"));
            (ColumnKind::Text, format!("VARCHAR{}", length.unwrap_or_default()))
        }
        _ => (ColumnKind::Text, "TEXT".into()),
    }
}

fn uniques(
    transaction: &mut Transaction<'_>,
    table: u32,
    columns: &[ServerColumn],
) -> Result<Vec<(String, Vec<String>)>, postgres::Error> {
    let sql = "SELECT c.relname::text, ARRAY( \
                 SELECT a.attname::text \
                 FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, place) \
                   JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum \
                 WHERE k.place <= i.indnkeyatts ORDER BY k.place) \
               FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid \
               WHERE i.indrelid = $1 AND i.indisunique AND i.indisvalid AND i.indpred IS NULL \
                 AND i.indexprs IS NULL AND NOT i.indisprimary ORDER BY 1";
    let mut found = Vec::new();
    for row in transaction.query(sql, &[&table])? {
        let (name, set): (String, Vec<String>) = (row.try_get(0)?, row.try_get(1)?);
        let is_read = |name: &String| columns.iter().any(|column| column.name == name);
        if !set.is_empty() && set.iter().all(is_read) {
            found.push((name, set));
        }
    }
    Ok(found)
}

fn references(
    transaction: &mut Transaction<'_>,
    tables: &HashMap<u32, &'static str>,
) -> Result<Vec<(&'static str, ServerReference)>, postgres::Error> {
    let sql = "SELECT f.conrelid, a.attname::text, f.confrelid, b.attname::text, f.confdeltype::text \
               FROM pg_constraint f \
                 JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = f.conkey[1] \
                 JOIN pg_attribute b ON b.attrelid = f.confrelid AND b.attnum = f.confkey[1] \
               WHERE f.contype = 'f' AND cardinality(f.conkey) = 1 \
                 AND f.conrelid = ANY ($1) AND f.confrelid = ANY ($1) ORDER BY 1, 2, 3";
    let oids: Vec<u32> = tables.keys().copied().collect();
    let mut found = Vec::new();
    for row in transaction.query(sql, &[&oids])? {
        let (own, parent): (u32, u32) = (row.try_get(0)?, row.try_get(2)?);
        let Some((own, parent)) = tables.get(&own).zip(tables.get(&parent)) else {
            continue;
        };
        let on_delete: String = row.try_get(4)?;
        let on_delete = match on_delete.as_str() {
            "c" => " ON DELETE CASCADE",
            "n" => " ON DELETE SET NULL",
            "d" => " ON DELETE SET DEFAULT",
            "r" => " ON DELETE RESTRICT",
            _ => "",
        };
        let (column, to) = (row.try_get(1)?, row.try_get(3)?);
        found.push((*own, ServerReference { column, parent, to, on_delete }));
    }
    Ok(found)
}
