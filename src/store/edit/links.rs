//! The columns through which rows refer to rows of other tables: every foreign key, and
//! columns that refer to a user or a company without being declared as a foreign key.

use std::collections::HashMap;
use std::rc::Rc;

use rusqlite::Connection;

use crate::domain::table_rows;
use crate::store::StoreError;
use crate::store::sql_value::SqlValue;
use crate::store::sqlite::tables::{self, KeyColumn, TableColumn, quoted};

/// A column through which rows of one table refer to rows of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    /// The referring table and its column.
    pub(crate) table: String,
    pub(crate) column: String,
    /// The column that is referred to.
    pub(crate) to: String,
    /// What the foreign key does when the row is deleted: `CASCADE` and so on.
    pub(crate) on_delete: String,
    /// The other columns of a multi-column foreign key, each with the column referred to.
    pub(crate) others: Vec<(String, String)>,
}

impl Link {
    /// Whether it refers to this column.
    pub(super) fn is_to(&self, column: &str) -> bool {
        let mut to = std::iter::once(&self.to).chain(self.others.iter().map(|(_, to)| to));
        to.any(|to| to.eq_ignore_ascii_case(column))
    }
}

/// The links of a database, read once for a change.
#[derive(Debug, Default)]
pub(super) struct Links {
    pub(super) all: HashMap<String, Rc<[Link]>>,
    pub(super) declared: HashMap<String, Rc<[Link]>>,
}

/// What refers to something, followed by the verb for one row or for several: `12 employees, 3
/// rows of hrm_claim refer`, `1 employee refers`.
pub(crate) fn with_verb(references: &[(Link, u64)], [one, several]: [&str; 2]) -> String {
    let tables: Vec<String> =
        references.iter().map(|(link, count)| table_rows(&link.table, *count)).collect();
    let is_one = references.iter().map(|(_, count)| count).sum::<u64>() == 1;
    format!("{} {}", tables.join(", "), if is_one { one } else { several })
}

/// What refers to something, with the verb “refer”.
pub(crate) fn refer(references: &[(Link, u64)]) -> String {
    with_verb(references, ["refers", "refer"])
}

/// The columns that refer to a user or a company, whether declared or not: `user_id`,
/// `home_company_id`; none for other tables. A column with the declared type of a company's id
/// counts too, whatever its name, because no other ids have that type. grantgrid's own tables
/// are left out: they may refer to deleted rows, and block nothing.
fn likely_links_to(connection: &Connection, table: &str) -> Result<Vec<Link>, StoreError> {
    let called = match table {
        "hrm_users" => "user_id",
        "hrm_company" => "company_id",
        _ => return Ok(Vec::new()),
    };
    let mut id_type = None;
    if table == "hrm_company" {
        let columns = tables::columns(connection, table)?;
        id_type = columns.into_iter().find(|column| column.name == "id").map(|id| id.declared);
    }
    let is_meant = |column: &TableColumn| {
        let name = column.name.to_ascii_lowercase();
        let has_type = column.key == 0 && !column.declared.contains("TEXT");
        name == called
            || name.strip_suffix(called).is_some_and(|rest| rest.ends_with('_'))
            || has_type && id_type.as_ref() == Some(&column.declared)
    };
    let mut links = Vec::new();
    for other in tables::all(connection)? {
        if is_own(&other) {
            continue;
        }
        let mut columns = tables::columns(connection, &other)?;
        columns.retain(|column| is_meant(column));
        if columns.is_empty() {
            continue;
        }
        let keys = tables::foreign_keys(connection, &other)?;
        columns.retain(|column| !single_keys(&keys).any(|key| key.column == column.name));
        columns.sort_by(|a, b| a.name.cmp(&b.name));
        links.extend(columns.into_iter().map(|column| Link {
            table: other.clone(),
            column: column.name,
            to: "id".into(),
            on_delete: "NO ACTION".into(),
            others: Vec::new(),
        }));
    }
    Ok(links)
}

/// Whether a table is one of grantgrid's.
pub(crate) fn is_own(table: &str) -> bool {
    table.to_ascii_lowercase().starts_with("grantgrid_")
}

/// The foreign keys with a single column.
fn single_keys(keys: &[KeyColumn]) -> impl Iterator<Item = &KeyColumn> {
    keys.chunk_by(|a, b| a.key == b.key).filter(|columns| columns.len() == 1).flatten()
}

/// Every column through which something refers to rows of `table`.
pub(crate) fn links_to(connection: &Connection, table: &str) -> Result<Vec<Link>, StoreError> {
    let mut links = declared_links_to(connection, table)?;
    let meant = likely_links_to(connection, table)?;
    // A link of a single column already counts the rows of a foreign key with more columns.
    let is_meant = |link: &Link| {
        let same = |it: &Link| {
            it.table == link.table && it.column == link.column && link.to.eq_ignore_ascii_case("id")
        };
        meant.iter().any(same)
    };
    links.retain(|link| link.others.is_empty() || !is_meant(link));
    links.extend(meant);
    Ok(links)
}

/// Every foreign key that refers to rows of `table`.
pub(super) fn declared_links_to(
    connection: &Connection,
    table: &str,
) -> Result<Vec<Link>, StoreError> {
    let mut links = Vec::new();
    for other in tables::all(connection)? {
        let mut keys = tables::foreign_keys(connection, &other)?;
        keys.retain(|key| key.parent.eq_ignore_ascii_case(table));
        let by_key = keys.chunk_by(|a, b| a.key == b.key);
        links.extend(by_key.filter_map(|key| joined(&other, key)));
    }
    links.sort_by(|a, b| (&a.table, &a.column).cmp(&(&b.table, &b.column)));
    Ok(links)
}

/// The columns of one foreign key as one link. The column that refers to the id comes first,
/// if there is one.
fn joined(table: &str, columns: &[KeyColumn]) -> Option<Link> {
    let to_id = columns.iter().find(|column| column.to.eq_ignore_ascii_case("id"));
    let main = to_id.or(columns.first())?;
    let others = columns.iter().filter(|other| other.column != main.column);
    Some(Link {
        table: table.to_owned(),
        column: main.column.clone(),
        to: main.to.clone(),
        on_delete: main.on_delete.clone(),
        others: others.map(|other| (other.column.clone(), other.to.clone())).collect(),
    })
}

/// What rows of `table` refer to. In each link, `column` is a column of `table`; `table` and
/// `to` are those referred to.
pub(super) fn parents_of(connection: &Connection, table: &str) -> Result<Vec<Link>, StoreError> {
    let keys = tables::foreign_keys(connection, table)?;
    let links = single_keys(&keys).map(|key| Link {
        table: key.parent.clone(),
        column: key.column.clone(),
        to: key.to.clone(),
        on_delete: key.on_delete.clone(),
        others: Vec::new(),
    });
    Ok(links.collect())
}

/// How many rows refer to a row through this link; `values` are the row's values in the
/// columns referred to.
pub(crate) fn count(
    connection: &Connection,
    link: &Link,
    values: &[&SqlValue],
) -> Result<u64, StoreError> {
    let columns = std::iter::once(&link.column).chain(link.others.iter().map(|(from, _)| from));
    let equal: Vec<String> =
        (1..).zip(columns).map(|(at, column)| format!("{} = ?{at}", quoted(column))).collect();
    let sql =
        format!("SELECT count(*) FROM main.{} WHERE {}", quoted(&link.table), equal.join(" AND "));
    let values = rusqlite::params_from_iter(values);
    Ok(connection.prepare_cached(&sql)?.query_row(values, |row| row.get(0))?)
}
