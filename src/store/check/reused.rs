//! Ids that pass from one owner to another: rows that refer to ids which the HR system will
//! assign next, and users who have grants or records of an earlier owner.

use rusqlite::{Connection, Rows};

use crate::domain::{Finding, FindingKind};
use crate::store::StoreError;
use crate::store::edit::links::links_to;
use crate::store::edit::new_ids::{has_number_ids, highest_id, is_exhausted};
use crate::store::reading::parallel::hold;
use crate::store::schema::own;
use crate::store::schema::{GRANTS, HrSchema};
use crate::store::sql_value::text;
use crate::store::sqlite::tables::quoted;

/// Tables whose rows somebody may inherit, if their ids are whole numbers.
const TABLES: [&str; 4] = ["hrm_users", "organization", "hrm_employee", "hrm_tenant"];

/// Users whose grants are older than their account, by more than a difference of time zones.
/// The HR system may write the two times in different formats.
const OLDER_GRANTS: &str = "SELECT u.username, u.id, count(*), min(g.created_at) \
     FROM hrm_users u JOIN hrm_user_company_access g ON g.user_id = u.id \
     WHERE julianday(g.created_at) < julianday(u.created_at) - 1 GROUP BY u.id ORDER BY u.id";

/// The same for one user.
pub(crate) const OLDER_GRANTS_OF: &str = "SELECT u.username, u.id, count(*), min(g.created_at) \
     FROM hrm_users u JOIN hrm_user_company_access g ON g.user_id = u.id \
     WHERE u.id = ?1 AND julianday(g.created_at) < julianday(u.created_at) - 1 GROUP BY u.id";

/// Up to this number of suspects, each is looked up; for more, all users are read.
const FEW: usize = 100_000;

const OTHER_PERSON: &str = "SELECT u.username, u.id, j.username \
     FROM grantgrid_user j JOIN hrm_users u ON u.id = j.id \
     WHERE j.username <> u.username AND julianday(u.created_at) <> julianday(j.person) \
     ORDER BY u.id";

/// Finds rows that refer to ids above the highest in their table: `SQLite` will assign these
/// ids next, unless the table is `AUTOINCREMENT`.
pub(super) fn waiting(connection: &Connection) -> Result<[Finding; 2], StoreError> {
    let mut references = Finding::new(FindingKind::InheritableReferences);
    let mut grants = Finding::new(FindingKind::InheritableGrants);
    for table in TABLES {
        if !has_number_ids(connection, table)? {
            continue;
        }
        // References in the audit log are harmless: they give nobody access.
        for link in links_to(connection, table)?.iter().filter(|it| it.table != "hrm_audit_log") {
            let found = if link.table == GRANTS { &mut grants } else { &mut references };
            let (other, column) = (quoted(&link.table), quoted(&link.column));
            let sql = format!(
                "SELECT count(*), min({column}), max({column}) FROM main.{other} \
                 WHERE typeof({column}) = 'integer' \
                   AND {column} > (SELECT coalesce(max(id), 0) FROM main.{})",
                quoted(table)
            );
            let (count, first, last): (u64, Option<i64>, Option<i64>) =
                connection
                    .query_row(&sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            if let (Some(first), Some(last)) = (first, last) {
                found.add_many(count, || {
                    let rows = if count == 1 { "1 row refers" } else { "rows refer" };
                    let rows = if count == 1 { rows.to_owned() } else { format!("{count} {rows}") };
                    let ids = if first == last {
                        format!("the id {first} of {table}")
                    } else {
                        format!("ids of {table} from {first} to {last}")
                    };
                    format!("{}.{}: {rows} to {ids}", link.table, link.column)
                });
            }
        }
    }
    Ok([references, grants])
}

/// Finds tables in which no ids are left above all that rows have or refer to.
pub(super) fn no_free_ids(connection: &Connection) -> Result<Finding, StoreError> {
    let mut found = Finding::new(FindingKind::NoFreeIds);
    for table in TABLES {
        if has_number_ids(connection, table)? && is_exhausted(highest_id(connection, table)?) {
            found.add(|| format!("{table}: the id {} is in use", i64::MAX));
        }
    }
    Ok(found)
}

/// Finds users who may have been given the id of somebody else. `suspects` are those who may
/// have grants older than the account, if they are known.
pub(super) fn reused(
    connection: &Connection,
    schema: &HrSchema,
    suspects: Option<&[i64]>,
) -> Result<Finding, StoreError> {
    let mut found = Finding::new(FindingKind::ReusedIds);
    // Without the creation times of users, two persons cannot be distinguished.
    if !schema.user_person.contains("created_at") {
        return Ok(found);
    }
    if let Some(suspects) = suspects.filter(|suspects| suspects.len() <= FEW) {
        let _hold = hold(connection)?;
        let mut statement = connection.prepare(OLDER_GRANTS_OF)?;
        for suspect in suspects {
            add_older(&mut statement.query([suspect])?, &mut found)?;
        }
    } else {
        add_older(&mut connection.prepare(OLDER_GRANTS)?.query([])?, &mut found)?;
    }
    if own::exists(connection)? {
        let mut statement = connection.prepare(OTHER_PERSON)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (name, id, other) = (text(row, 0)?, text(row, 1)?, text(row, 2)?);
            found.add(|| format!("{name} (id {id}): in grantgrid's history this id is {other}'s"));
        }
    }
    Ok(found)
}

/// Adds the rows of [`OLDER_GRANTS`].
fn add_older(rows: &mut Rows<'_>, found: &mut Finding) -> Result<(), StoreError> {
    while let Some(row) = rows.next()? {
        let (name, id, count) = (text(row, 0)?, text(row, 1)?, row.get::<_, u64>(2)?);
        let oldest = text(row, 3)?;
        let grants = if count == 1 { "1 grant is".into() } else { format!("{count} grants are") };
        found.add(|| {
            format!("{name} (id {id}): {grants} older than the account, the oldest from {oldest}")
        });
    }
    Ok(())
}
