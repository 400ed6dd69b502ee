//! Columns that the server's tables have but the replica has not: their names, and whether a
//! new row needs a value, so that new users, companies and employees are filled in as in a
//! database file. Their values are not stored.

use std::collections::HashMap;

use postgres::Client;

use super::describe::ServerSchema;
use super::failure::of_session;
use crate::store::StoreError;
use crate::store::edit::remote::UnseenColumn;

/// Columns by table.
pub(super) type UnseenColumns = HashMap<String, Vec<UnseenColumn>>;

/// Reads these columns from the server.
pub(super) fn read(
    (client, name): (&mut Client, &str),
    schema: &ServerSchema,
) -> Result<UnseenColumns, StoreError> {
    let failed = |error: postgres::Error| of_session(&error, name);
    let tables: Vec<&str> = schema.tables.iter().map(|table| table.read.name).collect();
    let sql = "SELECT t.name, a.attname::text, upper(format_type(a.atttypid, a.atttypmod)), \
                 a.attnotnull AND NOT a.atthasdef AND a.attidentity = '', \
                 f.confrelid::regclass::text, b.attname::text, \
                 ARRAY(SELECT e.enumlabel::text FROM pg_enum e \
                   WHERE e.enumtypid = coalesce(nullif(y.typbasetype, 0), y.oid) \
                   ORDER BY e.enumsortorder) \
               FROM unnest($1::text[]) AS t (name) \
                 JOIN pg_attribute a ON a.attrelid = to_regclass(t.name) \
                 JOIN pg_type y ON y.oid = a.atttypid \
                 LEFT JOIN pg_constraint f ON f.contype = 'f' AND f.conrelid = a.attrelid \
                   AND f.conkey = ARRAY[a.attnum] \
                 LEFT JOIN pg_attribute b ON b.attrelid = f.confrelid AND b.attnum = f.confkey[1] \
               WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' \
               ORDER BY 1, a.attnum";
    let mut found = UnseenColumns::new();
    for row in client.query(sql, &[&tables]).map_err(failed)? {
        let text = |at: usize| row.try_get::<_, Option<String>>(at).map_err(failed);
        let (table, name) = (text(0)?.unwrap_or_default(), text(1)?.unwrap_or_default());
        let is_read = schema
            .tables
            .iter()
            .any(|it| it.read.name == table && it.columns.iter().any(|own| own.name == name));
        let columns = found.entry(table).or_default();
        if !is_read && !columns.iter().any(|it| it.name == name) {
            columns.push(UnseenColumn {
                name,
                declared: text(2)?.unwrap_or_default(),
                required: row.try_get(3).map_err(failed)?,
                parent: text(4)?.zip(text(5)?),
                labels: row.try_get(6).map_err(failed)?,
            });
        }
    }
    Ok(found)
}
