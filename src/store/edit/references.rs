//! What refers to a row: every foreign key of every table, and the two columns
//! by which employee records name a user and a company, declared or not.

use std::collections::HashMap;
use std::rc::Rc;

use rusqlite::Connection;

use super::elsewhere;
use super::writer::Writer;
use crate::domain::table_rows;
use crate::store::StoreError;
use crate::store::schema::shape::{Shape, quoted};
use crate::store::value::Kept;

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
}

/// The links of a database, read once for a change.
#[derive(Debug, Default)]
pub(super) struct Links(HashMap<String, Rc<[Link]>>);

/// Links that the HR system means also where its tables do not declare them.
const MEANT: [(&str, &str, &str); 4] = [
    ("hrm_users", "hrm_employee", "user_id"),
    ("hrm_company", "hrm_employee", "company_id"),
    ("hrm_users", "hrm_user_company_access", "user_id"),
    ("hrm_company", "hrm_user_company_access", "company_id"),
];

/// Every column by which something refers to rows of `table`.
fn links_to(connection: &Connection, table: &str) -> Result<Vec<Link>, StoreError> {
    let mut links: Vec<Link> = connection
        .prepare_cached(
            "SELECT l.name, f.\"from\", coalesce(f.\"to\", \
               (SELECT i.name FROM pragma_table_info(?1, 'main') i WHERE i.pk = f.seq + 1)), f.on_delete \
             FROM pragma_table_list l, pragma_foreign_key_list(l.name, 'main') f \
             WHERE l.schema = 'main' AND l.type = 'table' AND lower(f.\"table\") = lower(?1) \
               AND (SELECT count(*) FROM pragma_foreign_key_list(l.name, 'main') g WHERE g.id = f.id) = 1 \
             ORDER BY l.name, f.\"from\"",
        )?
        .query_map([table], |row| {
            Ok(Link {
                table: row.get(0)?,
                column: row.get(1)?,
                to: row.get::<_, Option<String>>(2)?.unwrap_or_else(|| "rowid".into()),
                on_delete: row.get(3)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    for (to, from, column) in MEANT {
        let is_known = |link: &Link| link.table == from && link.column.eq_ignore_ascii_case(column);
        let stands: bool = connection
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM pragma_table_info(?1, 'main') WHERE lower(name) = ?2)",
            )?
            .query_row([from, column], |row| row.get(0))?;
        if to == table && stands && !links.iter().any(is_known) {
            links.push(Link {
                table: from.into(),
                column: column.into(),
                to: "id".into(),
                on_delete: "NO ACTION".into(),
            });
        }
    }
    Ok(links)
}

/// What rows of `table` refer to: `column` is theirs, `table` and `to` are the
/// others'.
fn parents_of(connection: &Connection, table: &str) -> Result<Vec<Link>, StoreError> {
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
        })
    })?;
    Ok(links.collect::<Result<_, _>>()?)
}

/// What refers to a row.
#[derive(Debug, Default)]
pub(crate) struct References {
    /// By link, with the numbers of the rows; links without one are left out.
    pub(crate) seen: Vec<(Link, u64)>,
    /// Whether there is more that is kept from the operator of one tenant.
    pub(crate) elsewhere: bool,
}

impl References {
    /// Whether nothing does.
    pub(crate) fn is_empty(&self) -> bool {
        self.seen.is_empty() && !self.elsewhere
    }
}

/// What refers to a row, as [`Writer::references_to`] tells it. `restricted`
/// says that another tenant's rows are kept from the operator.
pub(crate) fn to_row(
    connection: &Connection,
    table: &str,
    shape: &Shape,
    row: &[Kept],
    restricted: bool,
) -> Result<References, StoreError> {
    let count = |link: &Link, value: &Kept| count(connection, link, value);
    let links = links_to(connection, table)?;
    by_links(table, &links, shape, row, restricted.then_some(connection), count)
}

fn by_links(
    table: &str,
    links: &[Link],
    shape: &Shape,
    row: &[Kept],
    restricted: Option<&Connection>,
    mut count: impl FnMut(&Link, &Kept) -> Result<u64, StoreError>,
) -> Result<References, StoreError> {
    let mut found = References::default();
    for link in links {
        let Some(value) = shape.value(row, &link.to) else {
            continue;
        };
        let mut count = count(link, value)?;
        if link.table == table && shape.value(row, &link.column) == Some(value) {
            // It refers to itself, and goes with itself.
            count = count.saturating_sub(1);
        }
        let hidden = match restricted {
            Some(connection) if count > 0 => elsewhere::count(connection, link, value)?,
            _ => 0,
        };
        found.elsewhere |= hidden > 0;
        if count > hidden {
            found.seen.push((link.clone(), count - hidden));
        }
    }
    Ok(found)
}

/// How many rows refer to a row by this link.
pub(crate) fn count(connection: &Connection, link: &Link, value: &Kept) -> Result<u64, StoreError> {
    let sql = format!(
        "SELECT count(*) FROM main.{} WHERE {} = ?1",
        quoted(&link.table),
        quoted(&link.column)
    );
    Ok(connection.prepare_cached(&sql)?.query_row([value], |row| row.get(0))?)
}

/// `12 employees, 3 rows of hrm_claim`.
pub(crate) fn in_words(references: &[(Link, u64)]) -> String {
    let tables: Vec<String> =
        references.iter().map(|(link, count)| table_rows(&link.table, *count)).collect();
    tables.join(", ")
}

impl Writer<'_> {
    /// What refers to the row with this key. A table that refers by two columns
    /// is counted for each.
    pub(crate) fn references_to(
        &mut self,
        table: &str,
        key: &Kept,
    ) -> Result<References, StoreError> {
        let links = self.links_to(table)?;
        let shape = self.shape(table)?;
        let row = shape.read(self.connection, key)?.unwrap_or_default();
        let (connection, referred) = (self.connection, &mut self.referred);
        let count = |link: &Link, value: &Kept| referred.count(connection, link, value);
        let restricted = self.directory.within.is_some().then_some(connection);
        by_links(table, &links, &shape, &row, restricted, count)
    }

    /// The first table in which a row that these values name is missing.
    pub(crate) fn missing_parent(
        &mut self,
        table: &str,
        values: &[(&str, Kept)],
    ) -> Result<Option<String>, StoreError> {
        for link in parents_of(self.connection, table)? {
            let value = values.iter().find(|(name, _)| name.eq_ignore_ascii_case(&link.column));
            if let Some((_, value)) = value.filter(|(_, value)| *value != Kept::Null)
                && self.key_of(&link.table, &link.to, value)?.is_none()
            {
                return Ok(Some(link.table));
            }
        }
        Ok(None)
    }

    fn links_to(&mut self, table: &str) -> Result<Rc<[Link]>, StoreError> {
        if let Some(links) = self.links.0.get(table) {
            return Ok(Rc::clone(links));
        }
        let links: Rc<[Link]> = links_to(self.connection, table)?.into();
        self.links.0.insert(table.to_owned(), Rc::clone(&links));
        Ok(links)
    }
}
