//! The columns by which rows of one table name rows of another: every foreign key
//! of every table, and the columns that name a user or a company without being
//! declared as a foreign key.

use std::collections::HashMap;
use std::rc::Rc;

use rusqlite::Connection;

use crate::domain::table_rows;
use crate::store::StoreError;
use crate::store::schema::shape::quoted;
use crate::store::sql_value::SqlValue;

/// A column by which rows of one table name rows of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    /// The table that refers, and its column.
    pub(crate) table: String,
    pub(crate) column: String,
    /// The column that is referred to.
    pub(crate) to: String,
    /// What the foreign key does when the row goes: `CASCADE` and so on.
    pub(crate) on_delete: String,
    /// The other columns of a foreign key of several, theirs and those referred to.
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

/// What refers to something, with the verb for one row or for several: `12 employees, 3 rows
/// of hrm_claim refer`, `1 employee refers`.
pub(crate) fn with_verb(references: &[(Link, u64)], [one, several]: [&str; 2]) -> String {
    let tables: Vec<String> =
        references.iter().map(|(link, count)| table_rows(&link.table, *count)).collect();
    let is_one = references.iter().map(|(_, count)| count).sum::<u64>() == 1;
    format!("{} {}", tables.join(", "), if is_one { one } else { several })
}

/// [`with_verb`] of referring.
pub(crate) fn refer(references: &[(Link, u64)]) -> String {
    with_verb(references, ["refers", "refer"])
}

/// What columns are called that name a user or a company, declared or not:
/// `user_id`, `home_company_id`. The id of a company is nothing else's, so a
/// column that is declared as that id is counts too, whatever it is called. The
/// tables of grantgrid itself name what is gone, and prevent nothing.
const MEANT: &str = "\
    SELECT l.name, i.name \
    FROM pragma_table_list l, pragma_table_info(l.name, 'main') i \
    WHERE l.schema = 'main' AND l.type = 'table' \
      AND l.name NOT LIKE 'grantgrid!_%' ESCAPE '!' AND l.name NOT LIKE 'sqlite!_%' ESCAPE '!' \
      AND (lower(i.name) = ?2 OR lower(i.name) LIKE '%!_' || ?2 ESCAPE '!' \
        OR ?1 = 'hrm_company' AND i.pk = 0 AND instr(i.type, 'TEXT') = 0 AND i.type = \
          (SELECT k.type FROM pragma_table_info('hrm_company', 'main') k WHERE k.name = 'id')) \
      AND NOT EXISTS \
        (SELECT 1 FROM pragma_foreign_key_list(l.name, 'main') f WHERE f.\"from\" = i.name \
           AND (SELECT count(*) FROM pragma_foreign_key_list(l.name, 'main') g WHERE g.id = f.id) = 1) \
    ORDER BY l.name, i.name";

/// The columns of [`MEANT`] for this table; none but for users and companies.
fn meant_links_to(connection: &Connection, table: &str) -> Result<Vec<Link>, StoreError> {
    let called = match table {
        "hrm_users" => "user_id",
        "hrm_company" => "company_id",
        _ => return Ok(Vec::new()),
    };
    let mut statement = connection.prepare_cached(MEANT)?;
    let links = statement.query_map([table, called], |row| {
        Ok(Link {
            table: row.get(0)?,
            column: row.get(1)?,
            to: "id".into(),
            on_delete: "NO ACTION".into(),
            others: Vec::new(),
        })
    })?;
    Ok(links.collect::<Result<_, _>>()?)
}

/// Every column by which something refers to rows of `table`.
pub(crate) fn links_to(connection: &Connection, table: &str) -> Result<Vec<Link>, StoreError> {
    let mut links = declared_links_to(connection, table)?;
    let meant = meant_links_to(connection, table)?;
    // A column that is meant alone counts what a key with other columns counts.
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
    let columns: Vec<(i64, Link)> = connection
        .prepare_cached(
            "SELECT f.id, l.name, f.\"from\", coalesce(f.\"to\", \
               (SELECT i.name FROM pragma_table_info(?1, 'main') i WHERE i.pk = f.seq + 1), \
               'rowid'), f.on_delete \
             FROM pragma_table_list l, pragma_foreign_key_list(l.name, 'main') f \
             WHERE l.schema = 'main' AND l.type = 'table' AND lower(f.\"table\") = lower(?1) \
             ORDER BY l.name, f.id, f.seq",
        )?
        .query_map([table], |row| {
            let link = Link {
                table: row.get(1)?,
                column: row.get(2)?,
                to: row.get(3)?,
                on_delete: row.get(4)?,
                others: Vec::new(),
            };
            Ok((row.get(0)?, link))
        })?
        .collect::<Result<_, _>>()?;
    let same_key = |a: &(i64, Link), b: &(i64, Link)| (a.0, &a.1.table) == (b.0, &b.1.table);
    let mut links: Vec<Link> = columns.chunk_by(same_key).filter_map(joined).collect();
    links.sort_by(|a, b| (&a.table, &a.column).cmp(&(&b.table, &b.column)));
    Ok(links)
}

/// The columns of one foreign key as one link, by that to the id where there is
/// one.
fn joined(columns: &[(i64, Link)]) -> Option<Link> {
    let to_id = columns.iter().find(|(_, link)| link.to.eq_ignore_ascii_case("id"));
    let (_, main) = to_id.or(columns.first())?;
    let others = columns.iter().filter(|(_, link)| link.column != main.column);
    let others = others.map(|(_, link)| (link.column.clone(), link.to.clone())).collect();
    Some(Link { others, ..main.clone() })
}

/// What rows of `table` refer to: `column` is theirs, `table` and `to` are the
/// others'.
pub(super) fn parents_of(connection: &Connection, table: &str) -> Result<Vec<Link>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT f.\"table\", f.\"from\", coalesce(f.\"to\", \
           (SELECT i.name FROM pragma_table_info(f.\"table\", 'main') i WHERE i.pk = f.seq + 1), 'rowid'), \
           f.on_delete \
         FROM pragma_foreign_key_list(?1, 'main') f WHERE \
           (SELECT count(*) FROM pragma_foreign_key_list(?1, 'main') g WHERE g.id = f.id) = 1",
    )?;
    let links = statement.query_map([table], |row| {
        Ok(Link {
            table: row.get(0)?,
            column: row.get(1)?,
            to: row.get(2)?,
            on_delete: row.get(3)?,
            others: Vec::new(),
        })
    })?;
    Ok(links.collect::<Result<_, _>>()?)
}

/// How many rows refer to a row by this link; `values` are those of the columns
/// that it refers to.
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
