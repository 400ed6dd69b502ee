//! Rows of other tables that refer to a grant by a foreign key. Deleting the
//! grant would delete or change them without a journal entry, or leave a broken
//! reference, so such a grant cannot be removed.

use rusqlite::Connection;

use super::links::{Link, declared_links_to, refer};
use crate::store::StoreError;
use crate::store::schema::GRANTS;
use crate::store::sql_value::SqlValue;
use crate::store::sqlite::tables::quoted;

/// The foreign keys that refer to grants, read once for a change.
#[derive(Debug, Default)]
pub(super) struct Dependents(Option<Vec<Dependent>>);

#[derive(Debug)]
struct Dependent {
    link: Link,
    /// Counts the rows that refer to the grants of an id.
    count: String,
}

impl Dependents {
    /// Whether any row could refer to a grant.
    pub(super) fn exist(connection: &Connection) -> Result<bool, StoreError> {
        Ok(!read(connection)?.is_empty())
    }

    /// # Errors
    /// [`StoreError::GrantInUse`] if any row refers to the grant.
    pub(super) fn require_none(
        &mut self,
        connection: &Connection,
        grant: &SqlValue,
    ) -> Result<(), StoreError> {
        if self.0.is_none() {
            self.0 = Some(read(connection)?);
        }
        for Dependent { link, count } in self.0.iter().flatten() {
            let rows =
                connection.prepare_cached(count)?.query_row([grant], |row| row.get::<_, u64>(0))?;
            if rows > 0 {
                return Err(StoreError::GrantInUse(refer(&[(link.clone(), rows)])));
            }
        }
        Ok(())
    }
}

/// The keys of tables that have rows.
fn read(connection: &Connection) -> Result<Vec<Dependent>, StoreError> {
    let mut found = Vec::new();
    for link in declared_links_to(connection, GRANTS)? {
        let any = format!("SELECT 1 FROM main.{}", quoted(&link.table));
        if !connection.prepare_cached(&any)?.exists([])? {
            continue;
        }
        // A grant that refers to itself can be deleted.
        let is_own = link.table.eq_ignore_ascii_case(GRANTS);
        let others = if is_own { " AND c.id IS NOT g.id" } else { "" };
        let key = std::iter::once((&link.column, &link.to))
            .chain(link.others.iter().map(|(from, to)| (from, to)));
        let on: Vec<String> =
            key.map(|(from, to)| format!("c.{} = g.{}", quoted(from), quoted(to))).collect();
        let count = format!(
            "SELECT count(*) FROM main.{GRANTS} g JOIN main.{} c ON {} WHERE g.id = ?1{others}",
            quoted(&link.table),
            on.join(" AND ")
        );
        found.push(Dependent { link, count });
    }
    Ok(found)
}
