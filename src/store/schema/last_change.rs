//! The table of each user's last change. It is kept with the journal, so that a list of users
//! need not search all cells. For a server, only the replicas have it; each computes it from
//! the journal.

use rusqlite::Connection;

use crate::domain::ChangeId;
use crate::store::sqlite::tables;

pub(crate) const TABLE: &str = "grantgrid_last_change";

/// The users whose rows or employee records are in the journal.
const ROWS: &str = "SELECT row_key AS user_id, change_id, person FROM grantgrid_row \
     WHERE table_name = 'hrm_users' AND typeof(row_key) = 'integer'";
const EMPLOYEE_ROWS: &str = "SELECT e.user_id, r.change_id, r.person FROM grantgrid_row r \
     CROSS JOIN main.hrm_employee e ON e.id = r.row_key \
     WHERE r.table_name = 'hrm_employee' AND typeof(e.user_id) = 'integer'";

/// Whether the table exists: it was added in form 8 of grantgrid's own tables.
pub(crate) fn exists(connection: &Connection) -> rusqlite::Result<bool> {
    tables::is_table(connection, TABLE)
}

/// Records a change, within its transaction, as the last change of all users whose grants or
/// rows it wrote. `person` is an SQL expression on the user's row, whose value later tells
/// whether the id still belongs to the same person.
pub(crate) fn note(
    connection: &Connection,
    person: &str,
    change: ChangeId,
    has_rows: bool,
) -> rusqlite::Result<()> {
    let sql = format!(
        "INSERT OR REPLACE INTO {TABLE} (user_id, change_id, person) \
         SELECT x.user_id, ?1, (SELECT {person} FROM main.hrm_users WHERE id = x.user_id) \
         FROM (SELECT DISTINCT user_id FROM grantgrid_cell WHERE change_id = ?1) x"
    );
    connection.prepare_cached(&sql)?.execute([change.0])?;
    if has_rows { note_rows(connection, "change_id = ?1", change.0) } else { Ok(()) }
}

/// Adds the changes in the journal that follow this one.
pub(crate) fn catch_up(connection: &Connection, after: i64) -> rusqlite::Result<()> {
    let sql = format!(
        "INSERT INTO {TABLE} (user_id, change_id, person) \
         SELECT x.user_id, max(x.change_id), (SELECT person FROM grantgrid_user WHERE id = x.user_id) \
         FROM grantgrid_cell x WHERE x.change_id > ?1 GROUP BY x.user_id {UNLESS_NEWER}"
    );
    connection.prepare_cached(&sql)?.execute([after])?;
    note_rows(connection, "change_id > ?1", after)
}

const UNLESS_NEWER: &str = "ON CONFLICT (user_id) DO UPDATE \
     SET change_id = excluded.change_id, person = excluded.person \
     WHERE excluded.change_id > change_id";

fn note_rows(connection: &Connection, condition: &str, change: i64) -> rusqlite::Result<()> {
    let has = |column| tables::has_column(connection, "hrm_employee", column);
    let has_employees = has("id")? && has("user_id")?;
    for rows in [Some(ROWS), has_employees.then_some(EMPLOYEE_ROWS)].into_iter().flatten() {
        let sql = format!(
            "INSERT INTO {TABLE} (user_id, change_id, person) {rows} AND {condition} {UNLESS_NEWER}"
        );
        connection.prepare_cached(&sql)?.execute([change])?;
    }
    Ok(())
}
