//! Counts what refers to a row on the server, in all its tables: through foreign keys, and
//! through columns whose names say so and that have the key's type.

use postgres::{GenericClient, Row};

use crate::store::StoreError;
use crate::store::edit::links::{Link, refer};
use crate::store::server::failure::of_session;
use crate::store::sqlite::tables::quoted;

/// The columns that refer to a table: schema, table, column, its type, what a deletion does
/// there, whether it may be read.
const COLUMNS: &str = "\
    WITH wanted AS (SELECT c.oid, c.relnamespace, k.attnum, k.atttypid FROM pg_class c \
      JOIN pg_attribute k ON k.attrelid = c.oid AND k.attname = 'id' \
      WHERE c.oid = to_regclass($1)), \
    declared AS (SELECT f.conrelid, f.conkey[array_position(f.confkey, w.attnum)] AS attnum, \
        f.confdeltype::text AS action FROM pg_constraint f JOIN wanted w ON f.confrelid = w.oid \
      WHERE f.contype = 'f' AND f.conparentid = 0 AND w.attnum = ANY (f.confkey)), \
    meant AS (SELECT a.attrelid AS conrelid, a.attnum, 'a' AS action FROM pg_attribute a \
      JOIN pg_class c ON c.oid = a.attrelid JOIN wanted w ON w.relnamespace = c.relnamespace \
      WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 \
        AND NOT a.attisdropped AND a.atttypid = w.atttypid \
        AND (a.attname = $2 OR right(a.attname, length($2) + 1) = '_' || $2) \
        AND c.relname NOT LIKE 'grantgrid\\_%') \
    SELECT n.nspname::text, c.relname::text, a.attname::text, \
      format_type(a.atttypid, NULL), min(r.action), \
      has_column_privilege(c.oid, a.attnum, 'SELECT') \
    FROM (SELECT * FROM declared UNION ALL SELECT m.* FROM meant m WHERE NOT EXISTS \
        (SELECT FROM declared d WHERE d.conrelid = m.conrelid AND d.attnum = m.attnum)) r \
      JOIN pg_attribute a ON a.attrelid = r.conrelid AND a.attnum = r.attnum \
      JOIN pg_class c ON c.oid = r.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
    GROUP BY n.nspname, c.relname, a.attname, a.atttypid, c.oid, a.attnum \
    ORDER BY 2, 3";

/// The number of other rows that refer to the row of `table` with this key, by column. Columns
/// without such rows are skipped, and so are those for which `is_known` (table and column)
/// returns true.
pub(super) fn references(
    client: &mut impl GenericClient,
    (table, key): (&str, &str),
    is_known: &dyn Fn(&str, &str) -> bool,
    name: &str,
) -> Result<Vec<(Link, u64)>, StoreError> {
    let failed = |error: postgres::Error| of_session(&error, name);
    let called = match table {
        "hrm_users" => "user_id",
        "hrm_company" => "company_id",
        // Other columns of this name mean something else.
        _ => "",
    };
    let called = if called.is_empty() { "\u{1}" } else { called };
    let columns = client.query(COLUMNS, &[&table, &called]).map_err(failed)?;
    let (mut links, mut parts) = (Vec::new(), Vec::new());
    for row in &columns {
        let text = |at: usize| row.try_get::<_, String>(at).map_err(failed);
        let (schema, other, column) = (text(0)?, text(1)?, text(2)?);
        if is_known(&other, &column) {
            continue;
        }
        if !row.try_get::<_, bool>(5).map_err(failed)? {
            return Err(StoreError::Server(format!(
                "{name}: {other} may refer to this row, and this login may not read it; nothing \
                 was changed"
            )));
        }
        let key = format!("$1::text::{}", text(3)?);
        // A row that refers to itself is no obstacle.
        let others = if other == table { format!(" AND id <> {key}") } else { String::new() };
        parts.push(format!(
            "SELECT {}, count(*) FROM {}.{} WHERE {} = {key}{others}",
            links.len(),
            quoted(&schema),
            quoted(&other),
            quoted(&column),
        ));
        let on_delete = match text(4)?.as_str() {
            "c" => "CASCADE",
            "n" => "SET NULL",
            "d" => "SET DEFAULT",
            "r" => "RESTRICT",
            _ => "NO ACTION",
        };
        let (to, on_delete) = ("id".to_owned(), on_delete.to_owned());
        links.push(Link { table: other, column, to, on_delete, others: Vec::new() });
    }
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let counts = client.query(&parts.join(" UNION ALL "), &[&key]).map_err(failed)?;
    let counts: Vec<(i32, i64)> = counts
        .iter()
        .map(|row: &Row| Ok((row.try_get(0)?, row.try_get(1)?)))
        .collect::<Result<_, _>>()
        .map_err(failed)?;
    let mut found = Vec::new();
    for (at, link) in links.into_iter().enumerate() {
        let count = counts.iter().find(|(of, _)| usize::try_from(*of) == Ok(at));
        if let Some(Ok(count @ 1..)) = count.map(|(_, count)| u64::try_from(*count)) {
            found.push((link, count));
        }
    }
    Ok(found)
}

/// What refers to a row, in words.
pub(super) fn in_words(references: &[(Link, u64)]) -> String {
    refer(references)
}
