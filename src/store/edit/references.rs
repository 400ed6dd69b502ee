//! What refers to a row: every foreign key of every table, and the columns that
//! name a user or a company without being declared as a foreign key.

use std::collections::HashMap;
use std::rc::Rc;

use rusqlite::Connection;

use super::outside_tenant;
use super::writer::Writer;
use crate::domain::table_rows;
use crate::store::StoreError;
use crate::store::schema::shape::{TableShape, quoted};
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
}

/// The links of a database, read once for a change.
#[derive(Debug, Default)]
pub(super) struct Links(HashMap<String, Rc<[Link]>>);

/// What columns are called that name a user or a company, declared or not:
/// `user_id`, `home_company_id`. The id of a company is nothing else's, so a
/// column that is declared as that id is counts too, whatever it is called. The
/// tables of grantgrid itself name what is gone, and hinder nothing.
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
        })
    })?;
    Ok(links.collect::<Result<_, _>>()?)
}

/// Every column by which something refers to rows of `table`.
pub(crate) fn links_to(connection: &Connection, table: &str) -> Result<Vec<Link>, StoreError> {
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
    links.extend(meant_links_to(connection, table)?);
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
    pub(crate) outside_tenant: bool,
}

impl References {
    /// Whether nothing does.
    pub(crate) fn is_empty(&self) -> bool {
        self.seen.is_empty() && !self.outside_tenant
    }
}

/// What refers to a row, as [`Writer::references_to`] tells it. `restricted`
/// says that another tenant's rows are kept from the operator.
pub(crate) fn to_row(
    connection: &Connection,
    table: &str,
    shape: &TableShape,
    row: &[SqlValue],
    restricted: bool,
) -> Result<References, StoreError> {
    let count = |link: &Link, value: &SqlValue| count(connection, link, value);
    let links = links_to(connection, table)?;
    by_links(table, &links, shape, row, restricted.then_some(connection), count)
}

fn by_links(
    table: &str,
    links: &[Link],
    shape: &TableShape,
    row: &[SqlValue],
    restricted: Option<&Connection>,
    mut count: impl FnMut(&Link, &SqlValue) -> Result<u64, StoreError>,
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
            Some(connection) if count > 0 => outside_tenant::count(connection, link, value)?,
            _ => 0,
        };
        found.outside_tenant |= hidden > 0;
        if count > hidden {
            found.seen.push((link.clone(), count - hidden));
        }
    }
    Ok(found)
}

/// How many rows refer to a row by this link.
pub(crate) fn count(
    connection: &Connection,
    link: &Link,
    value: &SqlValue,
) -> Result<u64, StoreError> {
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
        key: &SqlValue,
    ) -> Result<References, StoreError> {
        let links = self.links_to(table)?;
        let shape = self.shape(table)?;
        let row = shape.read(self.connection, key)?.unwrap_or_default();
        let (connection, referred) = (self.connection, &mut self.referred);
        let count = |link: &Link, value: &SqlValue| referred.count(connection, link, value);
        let restricted = self.catalog.within.is_some().then_some(connection);
        by_links(table, &links, &shape, &row, restricted, count)
    }

    /// What refers to a row that is not there, and would be its own if it were
    /// put back. A log gives nobody anything.
    pub(crate) fn references_to_absent(
        &mut self,
        table: &str,
        row: &[SqlValue],
    ) -> Result<References, StoreError> {
        let links = self.links_to(table)?;
        let links: Vec<Link> =
            links.iter().filter(|link| link.table != "hrm_audit_log").cloned().collect();
        let shape = self.shape(table)?;
        let (connection, referred) = (self.connection, &mut self.referred);
        let count = |link: &Link, value: &SqlValue| match value {
            SqlValue::Null => Ok(0),
            value => referred.count(connection, link, value),
        };
        let restricted = self.catalog.within.is_some().then_some(connection);
        by_links(table, &links, &shape, row, restricted, count)
    }

    /// The first table in which a row that these values name is missing.
    pub(crate) fn missing_parent(
        &mut self,
        table: &str,
        values: &[(&str, SqlValue)],
    ) -> Result<Option<String>, StoreError> {
        for link in parents_of(self.connection, table)? {
            let value = values.iter().find(|(name, _)| name.eq_ignore_ascii_case(&link.column));
            if let Some((_, value)) = value.filter(|(_, value)| *value != SqlValue::Null)
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
