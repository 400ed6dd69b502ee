//! Makes grantgrid's journal consistent again after another program damaged it. Everything
//! that a change is known to have done is kept; entries that belong to no change are deleted.

use rusqlite::{Connection, params};

use crate::domain::ChangeKind;
use crate::store::StoreError;
use crate::store::schema::own::LAST_NUMBER;

/// The columns of the journal that refer to changes, by table.
const NUMBERS: [(&str, &str); 6] = [
    ("grantgrid_change", "id"),
    ("grantgrid_change", "reverts"),
    ("grantgrid_change", "undone_by"),
    ("grantgrid_cell", "change_id"),
    ("grantgrid_row", "change_id"),
    ("grantgrid_value", "change_id"),
];

/// The repairs, in this order; each returns how many entries it changed.
const STEPS: [&str; 9] = [
    "UPDATE grantgrid_change SET reverts = NULL WHERE reverts IS NOT NULL \
     AND reverts NOT IN (SELECT id FROM grantgrid_change)",
    "UPDATE grantgrid_change AS c SET undone_by = NULL WHERE undone_by IS NOT NULL \
     AND NOT EXISTS (SELECT 1 FROM grantgrid_change u WHERE u.id = c.undone_by AND u.reverts = c.id)",
    "DELETE FROM grantgrid_cell WHERE change_id NOT IN (SELECT id FROM grantgrid_change)",
    "DELETE FROM grantgrid_row WHERE change_id NOT IN (SELECT id FROM grantgrid_change)",
    "DELETE FROM grantgrid_value WHERE NOT EXISTS (SELECT 1 FROM grantgrid_row r \
     WHERE r.change_id = grantgrid_value.change_id AND r.number = grantgrid_value.number)",
    "DELETE FROM grantgrid_row WHERE NOT EXISTS (SELECT 1 FROM grantgrid_value v \
     WHERE v.change_id = grantgrid_row.change_id AND v.number = grantgrid_row.number)",
    "UPDATE grantgrid_change AS c SET \
       added = (SELECT count(*) FROM (SELECT DISTINCT user_id, company FROM grantgrid_cell x \
                WHERE x.change_id = c.id AND x.added = 1)), \
       removed = (SELECT count(*) FROM (SELECT DISTINCT user_id, company FROM grantgrid_cell x \
                  WHERE x.change_id = c.id AND x.added = 0)) \
     WHERE added <> (SELECT count(*) FROM (SELECT DISTINCT user_id, company FROM grantgrid_cell x \
                     WHERE x.change_id = c.id AND x.added = 1)) \
       OR removed <> (SELECT count(*) FROM (SELECT DISTINCT user_id, company FROM grantgrid_cell x \
                      WHERE x.change_id = c.id AND x.added = 0))",
    // It is unknown who had the id then; the current name may be another person's.
    "INSERT INTO grantgrid_user (id, username) SELECT DISTINCT x.user_id, 'user ' || x.user_id \
     FROM grantgrid_cell x WHERE x.user_id NOT IN (SELECT id FROM grantgrid_user)",
    "INSERT INTO grantgrid_company (number, id, code, name) SELECT DISTINCT x.company, \
       'lost-' || x.company, 'lost-' || x.company, 'lost company ' || x.company \
     FROM grantgrid_cell x WHERE x.company NOT IN (SELECT number FROM grantgrid_company)",
];

/// Resolves what [`super::journal::find_inconsistencies`] finds, and returns how many entries were
/// changed. No grant is affected.
pub(super) fn resolve(connection: &Connection) -> Result<u64, StoreError> {
    let mut changed = renumber(connection)?;
    for step in STEPS {
        changed += connection.execute(step, [])? as u64;
    }
    for (word, id) in unknown_kinds(connection)? {
        let (added, removed): (bool, bool) = connection.query_row(
            "SELECT added > 0, removed > 0 FROM grantgrid_change WHERE id = ?1",
            [id],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let kind = match (added, removed) {
            (true, false) => ChangeKind::Grant,
            (false, true) => ChangeKind::Revoke,
            (true, true) => ChangeKind::Set,
            (false, false) => ChangeKind::Repair,
        };
        let was = format!("its kind was “{word}”");
        connection.execute(
            "UPDATE grantgrid_change SET kind = ?2, reason = coalesce(reason || '; ', '') || ?3 \
             WHERE id = ?1",
            params![id, kind.as_str(), was],
        )?;
        changed += 1;
    }
    Ok(changed)
}

/// Renumbers changes whose numbers grantgrid never uses; they come after all others.
fn renumber(connection: &Connection) -> Result<u64, StoreError> {
    let mut changed = 0;
    loop {
        let found: Option<i64> = connection.query_row(
            "SELECT min(id) FROM grantgrid_change WHERE id >= ?1 OR id < 1",
            [LAST_NUMBER],
            |row| row.get(0),
        )?;
        let Some(old) = found else {
            return Ok(changed);
        };
        let highest: Vec<String> = NUMBERS
            .iter()
            .map(|(table, column)| {
                format!("coalesce((SELECT max({column}) FROM {table} WHERE {column} < ?1), 0)")
            })
            .collect();
        let new: i64 = connection.query_row(
            &format!("SELECT 1 + max({}, 0)", highest.join(", ")),
            [LAST_NUMBER],
            |row| row.get(0),
        )?;
        for (table, column) in NUMBERS {
            let sql = format!("UPDATE {table} SET {column} = ?2 WHERE {column} = ?1");
            connection.execute(&sql, [old, new])?;
        }
        changed += 1;
    }
}

fn unknown_kinds(connection: &Connection) -> Result<Vec<(String, i64)>, StoreError> {
    let mut statement =
        connection.prepare("SELECT CAST(kind AS TEXT), id FROM grantgrid_change ORDER BY id")?;
    let kinds = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let kinds: Vec<(String, i64)> = kinds.collect::<Result<_, _>>()?;
    Ok(kinds.into_iter().filter(|(word, _)| ChangeKind::parse(word).is_none()).collect())
}
