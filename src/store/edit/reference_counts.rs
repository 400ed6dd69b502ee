//! Counts how often values are referred to during changes of many rows: a column without an
//! index is read once as a whole, and the counts are updated as rows are written.

use std::collections::HashMap;

use rusqlite::Connection;

use super::links::{self, Link};
use crate::store::StoreError;
use crate::store::schema::GRANTS;
use crate::store::sql_value::{SqlValue, text_of};
use crate::store::sqlite::tables::{has_index_on, quoted};

/// How often a column is searched before it is read as a whole.
const WALKS: u32 = 16;

/// What is known about each column that was searched.
#[derive(Debug, Default)]
pub(crate) struct ReferenceCounts(HashMap<(String, String), KnownColumn>);

#[derive(Debug)]
enum KnownColumn {
    /// It is searched for each value; `times` counts the searches.
    Queried { indexed: bool, times: u32 },
    /// It was read as a whole: the number of rows with each value, by its text.
    Counts(HashMap<String, u64>),
}

impl ReferenceCounts {
    /// How many rows refer to values through a link.
    pub(crate) fn count(
        &mut self,
        connection: &Connection,
        link: &Link,
        values: &[&SqlValue],
    ) -> Result<u64, StoreError> {
        let &[value] = values else {
            return links::count(connection, link, values);
        };
        let key = (link.table.clone(), link.column.clone());
        if !self.0.contains_key(&key) {
            let column = link.column.to_lowercase();
            let indexed = link.table == GRANTS || has_index_on(connection, &link.table, &column)?;
            self.0.insert(key.clone(), KnownColumn::Queried { indexed, times: 0 });
        }
        let Some(known) = self.0.get_mut(&key) else {
            return links::count(connection, link, values);
        };
        if let KnownColumn::Queried { indexed: false, times } = known {
            *times += 1;
            if *times > WALKS {
                *known = KnownColumn::Counts(read(connection, link)?);
            }
        }
        match known {
            KnownColumn::Counts(counts) => {
                Ok(counts.get(&*text_of(value.as_ref())).copied().unwrap_or(0))
            }
            KnownColumn::Queried { .. } => links::count(connection, link, values),
        }
    }

    /// Records that a row of a table got a new value in a column.
    pub(crate) fn written(
        &mut self,
        table: &str,
        column: &str,
        before: &SqlValue,
        after: &SqlValue,
    ) {
        if self.0.is_empty() {
            return;
        }
        if let Some(KnownColumn::Counts(counts)) =
            self.0.get_mut(&(table.to_owned(), column.to_owned()))
        {
            if *before != SqlValue::Null
                && let Some(count) = counts.get_mut(&*text_of(before.as_ref()))
            {
                *count = count.saturating_sub(1);
            }
            if *after != SqlValue::Null {
                *counts.entry(text_of(after.as_ref()).into_owned()).or_default() += 1;
            }
        }
    }
}

fn read(connection: &Connection, link: &Link) -> Result<HashMap<String, u64>, StoreError> {
    let column = quoted(&link.column);
    let sql = format!(
        "SELECT {column}, count(*) FROM main.{} WHERE {column} IS NOT NULL GROUP BY 1",
        quoted(&link.table)
    );
    let mut counts: HashMap<String, u64> = HashMap::new();
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        *counts.entry(text_of(row.get_ref(0)?).into_owned()).or_default() +=
            row.get::<_, u64>(1)?;
    }
    Ok(counts)
}
