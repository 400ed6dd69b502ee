//! Finds everything that refers to a row.

use std::rc::Rc;

use rusqlite::Connection;

use super::links::{Link, count, declared_links_to, parents_of};
pub(crate) use super::links::{links_to, refer, with_verb};
use super::outside_tenant;
use super::remote::RemoteDatabase;
use super::writer::Writer;
use crate::store::StoreError;
use crate::store::schema::shape::TableShape;
use crate::store::sql_value::SqlValue;

/// What refers to a row.
#[derive(Debug, Default)]
pub(crate) struct References {
    /// The links with their numbers of rows; links without rows are left out.
    pub(crate) seen: Vec<(Link, u64)>,
    /// Whether there are more that the operator of one tenant may not see.
    pub(crate) outside_tenant: bool,
}

impl References {
    /// Whether nothing refers to it.
    pub(crate) fn is_empty(&self) -> bool {
        self.seen.is_empty() && !self.outside_tenant
    }

    /// Adds the references that exist only on the server of a replica.
    fn add_remote(
        &mut self,
        remote: Option<&dyn RemoteDatabase>,
        table: &str,
        key: &SqlValue,
    ) -> Result<(), StoreError> {
        if let Some(remote) = remote {
            self.seen.extend(remote.references(table, key)?);
        }
        Ok(())
    }
}

/// What refers to a row, as [`Writer::references_to`] returns it. With `restricted`, the
/// operator may not see rows of other tenants.
pub(crate) fn to_row(
    (connection, remote): (&Connection, Option<&dyn RemoteDatabase>),
    (table, key): (&str, &SqlValue),
    shape: &TableShape,
    row: &[SqlValue],
    restricted: bool,
) -> Result<References, StoreError> {
    let count = |link: &Link, values: &[&SqlValue]| count(connection, link, values);
    let links = links_to(connection, table)?;
    let mut found = by_links(table, &links, shape, row, restricted.then_some(connection), count)?;
    found.add_remote(remote, table, key)?;
    Ok(found)
}

fn by_links(
    table: &str,
    links: &[Link],
    shape: &TableShape,
    row: &[SqlValue],
    restricted: Option<&Connection>,
    mut count: impl FnMut(&Link, &[&SqlValue]) -> Result<u64, StoreError>,
) -> Result<References, StoreError> {
    let mut found = References::default();
    for link in links {
        let to = std::iter::once(&link.to).chain(link.others.iter().map(|(_, to)| to));
        let values: Option<Vec<&SqlValue>> = to.map(|column| shape.value(row, column)).collect();
        let Some((values, value)) = values.as_ref().and_then(|them| Some((them, *them.first()?)))
        else {
            continue;
        };
        let mut count = count(link, values)?;
        if link.table == table && shape.value(row, &link.column) == Some(value) {
            // A row that refers to itself does not block its own deletion.
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

impl Writer<'_> {
    /// What refers to the row with this key. A table that refers through two columns is listed
    /// for each.
    pub(crate) fn references_to(
        &mut self,
        table: &str,
        key: &SqlValue,
    ) -> Result<References, StoreError> {
        let links = self.links_to(table)?;
        let shape = self.shape(table)?;
        let row = shape.read(self.connection, key)?.unwrap_or_default();
        let (connection, counts) = (self.connection, &mut self.reference_counts);
        let count = |link: &Link, values: &[&SqlValue]| counts.count(connection, link, values);
        let restricted = self.catalog.within.is_some().then_some(connection);
        let mut found = by_links(table, &links, &shape, &row, restricted, count)?;
        found.add_remote(self.remote, table, key)?;
        Ok(found)
    }

    /// What refers to a row that does not exist, and would belong to it if it were restored.
    /// Logs are left out.
    pub(crate) fn references_to_absent(
        &mut self,
        table: &str,
        row: &[SqlValue],
    ) -> Result<References, StoreError> {
        let links = self.links_to(table)?;
        let links: Vec<Link> =
            links.iter().filter(|link| link.table != "hrm_audit_log").cloned().collect();
        let shape = self.shape(table)?;
        let (connection, counts) = (self.connection, &mut self.reference_counts);
        let count = |link: &Link, values: &[&SqlValue]| match values {
            [SqlValue::Null, ..] => Ok(0),
            values => counts.count(connection, link, values),
        };
        let restricted = self.catalog.within.is_some().then_some(connection);
        by_links(table, &links, &shape, row, restricted, count)
    }

    /// # Errors
    /// [`StoreError::ReferredTo`] if a foreign key refers to the value that a row of `table`
    /// had in one of these columns, because changing it would break the reference.
    pub(super) fn require_unreferred(
        &mut self,
        table: &str,
        shape: &TableShape,
        before: &[SqlValue],
        (columns, label): (&[&str], &str),
    ) -> Result<(), StoreError> {
        let links = match self.links.declared.get(table) {
            Some(links) => Rc::clone(links),
            None => declared_links_to(self.connection, table)?.into(),
        };
        for link in &*links {
            let Some(column) = columns.iter().find(|column| link.is_to(column)) else {
                continue;
            };
            let count = |link: &Link, values: &[&SqlValue]| count(self.connection, link, values);
            let one = std::slice::from_ref(link);
            let found = by_links(table, one, shape, before, None, count)?;
            if !found.is_empty() {
                return Err(StoreError::ReferredTo {
                    what: format!("{column} of the {label}"),
                    by: refer(&found.seen),
                });
            }
        }
        self.links.declared.insert(table.to_owned(), links);
        Ok(())
    }

    /// The first table that lacks a row to which these values refer.
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
        if let Some(links) = self.links.all.get(table) {
            return Ok(Rc::clone(links));
        }
        let links: Rc<[Link]> = links_to(self.connection, table)?.into();
        self.links.all.insert(table.to_owned(), Rc::clone(&links));
        Ok(links)
    }
}
