//! Checks that grantgrid's journal is consistent: every change has as many cells as its totals
//! say, every cell has its change and its names, and every change that undid another exists.

use rusqlite::Connection;

use crate::domain::{ChangeKind, Finding, FindingKind};
use crate::store::StoreError;
use crate::store::schema::own::{self, LAST_NUMBER};
use crate::store::schema::triggers;
use crate::store::sql_value::text;

/// The totals of each change, and the numbers of its cells and rows.
const SELECT_COUNTS: &str = "SELECT id, added, removed, kind, \
     (SELECT count(*) FROM (SELECT DISTINCT user_id, company FROM grantgrid_cell x \
         WHERE x.change_id = c.id AND x.added = 1)), \
     (SELECT count(*) FROM (SELECT DISTINCT user_id, company FROM grantgrid_cell x \
         WHERE x.change_id = c.id AND x.added = 0)) \
     FROM grantgrid_change c ORDER BY id";

/// Each query returns one line of text for each fault, or the number of faults.
const FAULTS: [&str; 4] = [
    "SELECT 'change ' || id || ' is of change ' || reverts || ', which is not there' \
     FROM grantgrid_change WHERE reverts IS NOT NULL \
     AND reverts NOT IN (SELECT id FROM grantgrid_change)",
    "SELECT 'change ' || c.id || ' was undone by change ' || c.undone_by || \
     CASE WHEN u.id IS NULL THEN ', which is not there' ELSE ', which says otherwise' END \
     FROM grantgrid_change c LEFT JOIN grantgrid_change u ON u.id = c.undone_by \
     WHERE c.undone_by IS NOT NULL AND (u.id IS NULL OR u.reverts IS NOT c.id)",
    "SELECT CASE count(*) WHEN 1 THEN '1 cell belongs' ELSE count(*) || ' cells belong' END \
     || ' to change ' || change_id || ', which is not there' \
     FROM grantgrid_cell WHERE change_id NOT IN (SELECT id FROM grantgrid_change) \
     GROUP BY change_id",
    "SELECT CASE count(*) WHEN 1 THEN '1 cell of change ' || change_id || ' is' \
     ELSE count(*) || ' cells of change ' || change_id || ' are' END \
     || ' of a user or a company without a name' FROM grantgrid_cell x \
     WHERE NOT EXISTS (SELECT 1 FROM grantgrid_user u WHERE u.id = x.user_id) \
     OR NOT EXISTS (SELECT 1 FROM grantgrid_company k WHERE k.number = x.company) \
     GROUP BY change_id",
];

/// The same for rows, which the journal has since its form 2.
const ROW_FAULTS: [&str; 3] = [
    "SELECT CASE count(*) WHEN 1 THEN '1 row belongs' ELSE count(*) || ' rows belong' END \
     || ' to change ' || change_id || ', which is not there' \
     FROM grantgrid_row WHERE change_id NOT IN (SELECT id FROM grantgrid_change) \
     GROUP BY change_id",
    "SELECT count(*) || ' values of change ' || change_id || ' belong to no row' \
     FROM grantgrid_value v WHERE NOT EXISTS (SELECT 1 FROM grantgrid_row r \
     WHERE r.change_id = v.change_id AND r.number = v.number) GROUP BY change_id",
    "SELECT CASE count(*) WHEN 1 THEN '1 row' ELSE count(*) || ' rows' END || ' of change ' \
     || change_id || ' without values: it cannot be undone' \
     FROM grantgrid_row r WHERE NOT EXISTS (SELECT 1 FROM grantgrid_value v \
     WHERE v.change_id = r.change_id AND v.number = r.number) GROUP BY change_id",
];

pub(crate) fn find_inconsistencies(connection: &Connection) -> Result<Finding, StoreError> {
    let mut found = Finding::new(FindingKind::Journal);
    if !own::exists(connection)? {
        return Ok(found);
    }
    count_cells(connection, &mut found)?;
    let rows: &[&str] = if own::has_rows(connection)? { &ROW_FAULTS } else { &[] };
    for sql in FAULTS.iter().chain(rows) {
        let mut statement = connection.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let fault = text(row, 0)?;
            found.add(|| fault);
        }
    }
    Ok(found)
}

/// Finds triggers that could change the journal unnoticed. No edit is made while one
/// exists.
pub(crate) fn triggers_on_it(connection: &Connection) -> Result<Finding, StoreError> {
    let mut found = Finding::new(FindingKind::HistoryTriggers);
    if let Some(trigger) = triggers::on_own_tables(connection)? {
        found.add(|| trigger);
    }
    Ok(found)
}

fn count_cells(connection: &Connection, found: &mut Finding) -> Result<(), StoreError> {
    let mut statement = connection.prepare(SELECT_COUNTS)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        if !(1..LAST_NUMBER).contains(&id) {
            found.add(|| format!("change {id} has a number that grantgrid never uses"));
        }
        let (added, removed): (i64, i64) = (row.get(1)?, row.get(2)?);
        let (with, without): (i64, i64) = (row.get(4)?, row.get(5)?);
        if (added, removed) != (with, without) {
            found.add(|| {
                format!(
                    "change {id} says {added} added, {removed} removed, and has the cells of \
                     {with} and {without}"
                )
            });
        }
        let kind = text(row, 3)?;
        if ChangeKind::parse(&kind).is_none() {
            found.add(|| format!("change {id} is of the unknown kind “{kind}”"));
        }
    }
    Ok(())
}
