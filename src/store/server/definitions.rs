//! The tables of a copy and their indexes, in SQLite's SQL.

use super::describe::{ServerSchema, ServerTable};
use super::tables::INDEXES;
use crate::store::schema::GRANTS;
use crate::store::sqlite::tables::quoted;

/// The indexes by which grants are found by id, and by company.
const BY_ID: &str = "hrm_user_company_access_pkey";
const BY_COMPANY: &str = "ix_user_company_access_company_id";

/// The columns of a table, quoted for SQL.
pub(super) fn columns(table: &ServerTable) -> String {
    let names: Vec<String> = table.columns.iter().map(|column| quoted(column.name)).collect();
    names.join(", ")
}

/// The statement that creates a table.
pub(super) fn create_table(table: &ServerTable) -> String {
    let mut parts: Vec<String> = table
        .columns
        .iter()
        .map(|column| {
            let required = if column.required { " NOT NULL" } else { "" };
            format!("{} {}{required}", quoted(column.name), column.declared)
        })
        .collect();
    if !is_keyed_late(table) {
        parts.push("PRIMARY KEY (id)".into());
    }
    parts.extend(table.references.iter().map(|it| {
        let (column, to) = (quoted(&it.column), quoted(&it.to));
        format!("FOREIGN KEY ({column}) REFERENCES {} ({to}){}", it.parent, it.on_delete)
    }));
    format!("CREATE TABLE {} (\n\t{}\n)", table.read.name, parts.join(",\n\t"))
}

/// Whether the key is created later: there are many grants with random ids, and an index of
/// them is created much faster when all are there.
fn is_keyed_late(table: &ServerTable) -> bool {
    table.read.name == GRANTS
}

/// The statements that create every index.
pub(super) fn all_indexes(schema: &ServerSchema) -> Vec<String> {
    let all = schema.tables.iter().flat_map(indexes);
    all.map(|(_, statement)| statement).collect()
}

/// The statements that create the indexes without which lists would be slow. Creating the
/// others ([`later_indexes`]) takes as long as reading the rows.
pub(super) fn first_indexes(schema: &ServerSchema) -> Vec<String> {
    let all = schema.tables.iter().flat_map(indexes);
    all.filter(|(name, _)| !is_later(name)).map(|(_, statement)| statement).collect()
}

/// The statements that create the indexes that [`first_indexes`] leaves out, unless they
/// exist.
pub(super) fn later_indexes(schema: &ServerSchema) -> Vec<String> {
    let all = schema.tables.iter().flat_map(indexes);
    all.filter(|(name, _)| is_later(name)).map(|(_, statement)| statement).collect()
}

fn is_later(name: &str) -> bool {
    [BY_ID, BY_COMPANY].contains(&name)
}

/// The statement that creates the index of the ids of a table, unless it exists.
pub(super) fn key(table: &ServerTable) -> Option<String> {
    is_keyed_late(table)
        .then(|| format!("CREATE UNIQUE INDEX IF NOT EXISTS {BY_ID} ON {} (id)", table.read.name))
}

/// The indexes of a table: the quoted name, and the statement that creates it unless it
/// exists.
pub(super) fn indexes(table: &ServerTable) -> Vec<(String, String)> {
    let own = table.read.name;
    let mut all = Vec::new();
    all.extend(key(table).map(|statement| (BY_ID.to_owned(), statement)));
    for (name, columns) in &table.uniques {
        let columns: Vec<String> = columns.iter().map(|name| quoted(name)).collect();
        let (name, columns) = (quoted(name), columns.join(", "));
        let statement = format!("CREATE UNIQUE INDEX IF NOT EXISTS {name} ON {own} ({columns})");
        all.push((name, statement));
    }
    let has = |column: &str| table.columns.iter().any(|it| it.name == column);
    let is_unique = |name: &str| table.uniques.iter().any(|(other, _)| other == name);
    let plain =
        INDEXES.iter().filter(|(name, of, column)| *of == own && has(column) && !is_unique(name));
    all.extend(plain.map(|(name, _, column)| plain_index(name, own, column)));
    let finds_user = table.uniques.iter().any(|(_, columns)| columns[0] == "user_id");
    if own == GRANTS && !finds_user {
        all.push(plain_index("ix_user_company_access_user_id", own, "user_id"));
    }
    all
}

fn plain_index(name: &str, table: &str, column: &str) -> (String, String) {
    let column = quoted(column);
    (name.to_owned(), format!("CREATE INDEX IF NOT EXISTS {name} ON {table} ({column})"))
}
