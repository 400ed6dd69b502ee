//! Records many cells of a change with one statement.

use rusqlite::{Connection, ToSql, params_from_iter};

use crate::domain::{ChangeId, UserId};
use crate::store::reading::matrix_row::StoredGrant;
use crate::store::sql_value::SqlValue;
use crate::store::sqlite::batch::{batches, insert_rows};

/// A cell that gained a grant.
pub(crate) struct AddedCell {
    pub(crate) user: UserId,
    /// The company's number in the journal.
    pub(crate) company: i64,
    /// The id of the grant.
    pub(crate) id: SqlValue,
}

/// A cell that lost its grant.
pub(crate) struct RemovedCell {
    pub(crate) user: UserId,
    /// The company's number in the journal.
    pub(crate) company: i64,
    pub(crate) grant: StoredGrant,
}

/// Records cells that gained a grant.
pub(crate) fn record_added(
    connection: &Connection,
    change: ChangeId,
    cells: &[AddedCell],
) -> rusqlite::Result<()> {
    for cells in batches(cells) {
        let mut values: Vec<&dyn ToSql> = vec![&change.0];
        for AddedCell { user, company, id } in cells {
            values.extend([&user.0 as &dyn ToSql, company, id]);
        }
        let columns = "change_id, added, user_id, company, grant_id";
        let sql = insert_rows("grantgrid_cell", columns, "?1, 1, ?, ?, ?", cells.len());
        connection.prepare_cached(&sql)?.execute(params_from_iter(values))?;
    }
    Ok(())
}

/// Records cells that lost their grants, with the grants as they were.
pub(crate) fn record_removed(
    connection: &Connection,
    change: ChangeId,
    cells: &[RemovedCell],
) -> rusqlite::Result<()> {
    for cells in batches(cells) {
        let mut values: Vec<&dyn ToSql> = vec![&change.0];
        for RemovedCell { user, company, grant } in cells {
            values.extend([&user.0 as &dyn ToSql, company, &grant.id]);
            values.extend([&grant.created_at as &dyn ToSql, &grant.modified_at, &grant.rowid]);
        }
        let columns =
            "change_id, added, user_id, company, grant_id, created_at, modified_at, place";
        let sql = insert_rows("grantgrid_cell", columns, "?1, 0, ?, ?, ?, ?, ?, ?", cells.len());
        connection.prepare_cached(&sql)?.execute(params_from_iter(values))?;
    }
    Ok(())
}
