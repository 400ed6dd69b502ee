//! Ids of new rows from the server's own sequences, which the HR system also uses.

use std::collections::HashMap;

use postgres::Client;

use crate::store::StoreError;
use crate::store::server::failure::of_session;

/// The most ids that are taken at once, if many rows are added.
const MOST: i64 = 100;

/// Ids that were taken and not used yet, by table.
#[derive(Default)]
pub(super) struct ReservedIds(HashMap<String, TableIds>);

#[derive(Default)]
struct TableIds {
    free: Vec<i64>,
    /// How many to take the next time.
    next: i64,
}

impl ReservedIds {
    /// The next id of a table; `None` if the server has no sequence for it.
    pub(super) fn next(
        &mut self,
        (client, name): (&mut Client, &str),
        table: &str,
    ) -> Result<Option<i64>, StoreError> {
        let ids = self.0.entry(table.to_owned()).or_default();
        if ids.free.is_empty() {
            ids.next = (ids.next * 4).clamp(1, MOST);
            let sql = "SELECT nextval(s.name::regclass) FROM (SELECT s.name FROM pg_attribute a, \
                       LATERAL pg_get_serial_sequence($1, a.attname::text) AS s (name) \
                       WHERE a.attrelid = to_regclass($1) AND a.attname = 'id' \
                         AND s.name IS NOT NULL) s, generate_series(1, $2::int8)";
            let rows = client.query(sql, &[&table, &ids.next]);
            let rows = rows.map_err(|error| of_session(&error, name))?;
            let reserved: Result<Vec<i64>, _> = rows.iter().map(|row| row.try_get(0)).collect();
            ids.free = reserved.map_err(|error| of_session(&error, name))?;
            ids.free.sort_unstable_by(|a, b| b.cmp(a));
        }
        Ok(ids.free.pop())
    }
}
