//! The effect on access of an undo or redo that restores or deletes rows: everybody who may be
//! affected is compared before and after.

use std::fmt::Write as _;

use rusqlite::params;

use crate::domain::{AccessEffect, ChangeId, HomeEffect, Reach, RowEdit, UserId};
use crate::store::StoreError;
use crate::store::edit::writer::Writer;
use crate::store::reading::access_change::AccessBefore;
use crate::store::reading::affected_users;
use crate::store::schema::GRANTS;
use crate::store::sql_value::optional_number;

/// The access of everybody whom reverting a change may affect.
pub(super) fn access_before(
    writer: &mut Writer<'_>,
    change: ChangeId,
    cells_of: ChangeId,
) -> Result<AccessBefore, StoreError> {
    let touched = touched_users(writer, change, cells_of)?;
    let (connection, schema) = (writer.connection, writer.schema());
    let mut before = AccessBefore::read(connection, schema, writer.catalog, touched.users)?;
    if touched.has_other_companies {
        before.count_others(connection, schema, writer.catalog)?;
    }
    Ok(before)
}

/// The effect on them.
pub(super) fn effects_since(
    writer: &Writer<'_>,
    before: AccessBefore,
) -> Result<(AccessEffect, HomeEffect), StoreError> {
    let within = writer.catalog.within.as_ref();
    before.effects(writer.connection, writer.schema(), within, &[])
}

/// Who may be affected.
struct Touched {
    users: Vec<UserId>,
    /// Whether companies were restored or deleted.
    has_other_companies: bool,
}

/// The users whose access a change, or the change that reverted it, may have affected: those
/// in its cells and in its rows of users, employees and grants. If a company or a policy is
/// among its rows, also all users whose access depends on that.
fn touched_users(
    writer: &mut Writer<'_>,
    change: ChangeId,
    cells_of: ChangeId,
) -> Result<Touched, StoreError> {
    let mut users = Vec::new();
    let sql = select_touched(writer)?;
    let mut statement = writer.connection.prepare_cached(&sql)?;
    let mut rows = statement.query(params![change.0, cells_of.0])?;
    while let Some(row) = rows.next()? {
        users.extend(optional_number(row, 0)?.map(UserId));
    }
    let edits: Vec<(String, String)> = writer
        .connection
        .prepare_cached(
            "SELECT DISTINCT table_name, edit FROM grantgrid_row WHERE change_id IN (?1, ?2)",
        )?
        .query_map([change.0, cells_of.0], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let has = |table: &str| edits.iter().any(|(of, _)| of == table);
    // A restored or deleted company also affects those who can work in every company.
    let has_other_companies =
        edits.iter().any(|(of, edit)| of == "hrm_company" && edit != RowEdit::Update.as_str());
    let reaches: &[Reach] = if has_other_companies {
        &[Reach::All, Reach::Tenant]
    } else if has("hrm_company") || has("hrm_tenant") || has("organization") {
        &[Reach::Tenant]
    } else {
        &[]
    };
    let (connection, schema) = (writer.connection, writer.schema());
    if has("grantgrid_policy") {
        users.extend(affected_users::every_user(connection)?);
    } else {
        users.extend(affected_users::users_by_reach(connection, schema, writer.catalog, reaches)?);
    }
    Ok(Touched { users, has_other_companies })
}

/// The users in the cells of two changes, and in their rows, with the values before and after.
/// The `+` keeps `SQLite` from searching the rows of a table in all changes.
fn select_touched(writer: &mut Writer<'_>) -> Result<String, StoreError> {
    let mut sql = "SELECT user_id FROM grantgrid_cell WHERE change_id IN (?1, ?2) \
         UNION SELECT row_key FROM grantgrid_row \
         WHERE change_id IN (?1, ?2) AND +table_name = 'hrm_users'"
        .to_owned();
    for value in ["before", "after"] {
        let _ = write!(
            sql,
            " UNION SELECT v.{value} FROM grantgrid_row r \
             JOIN grantgrid_value v USING (change_id, number) \
             WHERE r.change_id IN (?1, ?2) AND v.column_name = 'user_id' \
             AND +r.table_name IN ('hrm_employee', 'hrm_user_company_access')"
        );
    }
    let employees = writer.schema().employees.then_some("hrm_employee");
    for table in employees.into_iter().chain([GRANTS]) {
        let key = writer.shape(table)?.key_column();
        let _ = write!(
            sql,
            " UNION SELECT t.user_id FROM grantgrid_row r JOIN {table} t ON t.{key} = r.row_key \
             WHERE r.change_id IN (?1, ?2) AND +r.table_name = '{table}'"
        );
    }
    Ok(sql)
}
