//! The journal: grantgrid's own record of changes and their cells, and the names of the users
//! and companies in them. Every function here runs within a transaction that its caller
//! commits.

mod access_filter;
pub(super) mod audit;
pub(super) mod batches;
mod by_user;
pub(super) mod cells;
mod change_access;
mod conditions;
pub(super) mod history;
mod history_filter;
pub(super) mod history_rows;
mod history_words;
pub(super) mod latest;
pub(super) mod owner;
pub(super) mod person;
pub(super) mod replay;
mod row_names;
pub(super) mod rows;
mod summary;
mod visibility;

use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};

use super::StoreError;
use crate::domain::{
    AccessEffect, Change, ChangeId, ChangeKind, Company, HomeEffect, StatisticsDelta, UserId,
};
use crate::store::schema::own::{JournalForm, LAST_NUMBER};
use crate::store::sql_value::{SqlValue, optional_text, text};
use crate::store::sqlite::tables::last_row_number;
pub(crate) use visibility::Visibility;

/// Begins the entry of a change; [`finish`] completes it. Its number is above all numbers
/// that cells and rows refer to, even if those entries are lost, up to
/// [`LAST_NUMBER`].
pub(crate) fn begin(
    connection: &Connection,
    at: &str,
    (operator, account): (&str, &str),
    kind: ChangeKind,
    reason: Option<&str>,
) -> rusqlite::Result<ChangeId> {
    connection
        .prepare_cached(
            "INSERT INTO grantgrid_change (at, operator, kind, reason, account, id) \
             SELECT ?1, ?2, ?3, ?4, ?5, 1 + max( \
                 coalesce((SELECT max(id) FROM grantgrid_change WHERE id < ?6), 0), \
                 coalesce((SELECT max(undone_by) FROM grantgrid_change \
                           WHERE undone_by IS NOT NULL AND undone_by < ?6), 0), \
                 coalesce((SELECT max(change_id) FROM grantgrid_cell WHERE change_id < ?6), 0), \
                 coalesce((SELECT max(change_id) FROM grantgrid_row WHERE change_id < ?6), 0), \
                 coalesce((SELECT max(change_id) FROM grantgrid_value WHERE change_id < ?6), 0))",
        )?
        .execute(params![at, operator, kind.as_str(), reason, account, LAST_NUMBER])?;
    Ok(ChangeId(last_row_number(connection)))
}

/// The totals of a change.
#[derive(Debug, Default)]
pub(crate) struct ChangeTotals {
    pub(crate) added: u64,
    pub(crate) removed: u64,
    /// Rows of other tables that were inserted, updated or deleted.
    pub(crate) rows: u64,
    /// The change that this one undoes or redoes.
    pub(crate) reverts: Option<ChangeId>,
    pub(crate) delta: StatisticsDelta,
    /// Its effect on access, if the writer counted it.
    pub(crate) effect: AccessEffect,
    /// Its effect on home companies.
    pub(crate) homes: HomeEffect,
}

/// Records the totals of the change.
pub(crate) fn finish(
    connection: &Connection,
    id: ChangeId,
    done: &ChangeTotals,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "UPDATE grantgrid_change SET added = ?2, removed = ?3, reverts = ?4 WHERE id = ?1",
        )?
        .execute(params![id.0, done.added, done.removed, done.reverts.map(|id| id.0)])?;
    Ok(())
}

/// Deletes the record of a grant that the same change added and now removes; false if the
/// grant is older than the change.
pub(crate) fn forget_added(
    connection: &Connection,
    change: ChangeId,
    user: UserId,
    company: i64,
    id: &SqlValue,
) -> rusqlite::Result<bool> {
    let forgotten =
        connection.prepare_cached(FORGET_ADDED)?.execute(params![change.0, user.0, company, id])?;
    Ok(forgotten > 0)
}

/// Stores the names of a company and returns its number in the journal. If entries were lost,
/// new numbers are above those that cells still refer to.
///
/// A company whose code and name have both changed may be another company with the same id:
/// the changes before `change` keep the old names.
pub(crate) fn name_company(
    connection: &Connection,
    change: ChangeId,
    company: &Company,
) -> rusqlite::Result<i64> {
    let (id, code, name) = (company.id.as_str(), &company.code, &company.name);
    connection
        .prepare_cached(
            "INSERT OR IGNORE INTO grantgrid_former (kind, id, until, code, name) \
             SELECT 'company', number, ?4, code, name FROM grantgrid_company \
             WHERE id = ?1 AND code <> ?2 AND name <> ?3",
        )?
        .execute(params![id, code, name, change.0])?;
    let known: Option<i64> = connection
        .prepare_cached(
            "UPDATE grantgrid_company SET code = ?2, name = ?3 WHERE id = ?1 RETURNING number",
        )?
        .query_row(params![id, code, name], |row| row.get(0))
        .optional()?;
    if let Some(number) = known {
        return Ok(number);
    }
    // All cells are searched only if the company has no number, or its entry is lost.
    let number = connection
        .prepare_cached(
            "INSERT INTO grantgrid_company (id, code, name, number) SELECT ?1, ?2, ?3, 1 + max( \
                 coalesce((SELECT max(number) FROM grantgrid_company WHERE number < ?4), 0), \
                 coalesce((SELECT value FROM grantgrid_meta WHERE key = 'companies' \
                           AND typeof(value) = 'integer' AND value BETWEEN 0 AND ?4), \
                          (SELECT max(company) FROM grantgrid_cell WHERE company < ?4), 0)) \
             RETURNING number",
        )?
        .query_row(params![id, code, name, LAST_NUMBER], |row| row.get(0))?;
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO grantgrid_meta (key, value) VALUES ('companies', ?1)",
        )?
        .execute([number])?;
    Ok(number)
}

/// One change.
pub(crate) fn change(
    connection: &Connection,
    id: ChangeId,
    visibility: Visibility,
) -> Result<Option<Change>, StoreError> {
    let form = JournalForm::of(connection)?;
    let (columns, narrowed) = (visibility.columns(form), visibility.of_changes(form));
    let sql = format!("SELECT {columns} FROM grantgrid_change c WHERE c.id = ?1{narrowed}");
    one_change(connection, &sql, &[&id.0], visibility)
}

/// The change that `undo` undoes next: the newest up to this number that is not undone and is
/// not itself an undo or a redo. For the operator of one tenant, only changes entirely within
/// the tenant count.
pub(crate) fn next_to_undo(
    connection: &Connection,
    visibility: Visibility,
    up_to: i64,
) -> Result<Option<Change>, StoreError> {
    let sql = select_next_to_undo(visibility, JournalForm::of(connection)?);
    one_change(connection, &sql, &[&up_to.min(LAST_NUMBER)], visibility)
}

/// The change that `redo` redoes next: the one undone last, by a change up to this
/// number, unless a new change was made since.
pub(crate) fn next_to_redo(
    connection: &Connection,
    visibility: Visibility,
    up_to: i64,
) -> Result<Option<Change>, StoreError> {
    let form = JournalForm::of(connection)?;
    let newest: Option<i64> = connection
        .prepare_cached(&select_newest(visibility, form))?
        .query_row([LAST_NUMBER], |row| row.get(0))
        .optional()?;
    let sql = select_next_to_redo(visibility, form);
    let up_to = up_to.min(LAST_NUMBER);
    one_change(connection, &sql, &[&newest.unwrap_or(0), &up_to], visibility)
}

/// How many cells of a change gained a grant and how many lost one, including those that
/// the operator may not see.
pub(crate) fn count_cells(connection: &Connection, id: ChangeId) -> rusqlite::Result<(u64, u64)> {
    connection
        .prepare_cached("SELECT added, removed FROM grantgrid_change WHERE id = ?1")?
        .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Marks a change as undone by another, or as no longer undone.
pub(crate) fn mark_undone(
    connection: &Connection,
    id: ChangeId,
    by: Option<ChangeId>,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached("UPDATE grantgrid_change SET undone_by = ?2 WHERE id = ?1")?
        .execute(params![id.0, by.map(|by| by.0)])?;
    Ok(())
}

pub(crate) const FORGET_ADDED: &str = "DELETE FROM grantgrid_cell \
     WHERE change_id = ?1 AND user_id = ?2 AND company = ?3 AND added = 1 AND grant_id = ?4";

pub(crate) fn select_next_to_undo(visibility: Visibility, form: JournalForm) -> String {
    let (columns, narrowed) = (visibility.columns(form), visibility.of_undoable(form));
    format!(
        "SELECT {columns} FROM grantgrid_change c \
         WHERE c.id <= ?1 AND c.undone_by IS NULL AND c.kind NOT IN ('undo', 'redo'){narrowed} \
         ORDER BY c.id DESC LIMIT 1"
    )
}

/// The newest change that is not an undo or redo.
pub(crate) fn select_newest(visibility: Visibility, form: JournalForm) -> String {
    format!(
        "SELECT c.id FROM grantgrid_change c WHERE c.id <= ?1 AND c.kind NOT IN ('undo', 'redo'){} \
         ORDER BY c.id DESC LIMIT 1",
        visibility.of_undoable(form)
    )
}

pub(crate) fn select_next_to_redo(visibility: Visibility, form: JournalForm) -> String {
    let (columns, narrowed) = (visibility.columns(form), visibility.of_undoable(form));
    format!(
        "SELECT {columns} FROM grantgrid_change c WHERE c.undone_by > ?1 AND c.undone_by <= ?2{narrowed} \
         ORDER BY c.undone_by DESC LIMIT 1"
    )
}

fn one_change(
    connection: &Connection,
    sql: &str,
    parameters: &[&dyn ToSql],
    visibility: Visibility,
) -> Result<Option<Change>, StoreError> {
    let found = connection.prepare_cached(sql)?.query_row(parameters, read_change).optional()?;
    let Some(mut change) = found.transpose()? else {
        return Ok(None);
    };
    rows::count_rows(connection, &mut change, visibility)?;
    Ok(Some(change))
}

/// A change without its rows: [`rows::count_rows`] adds them.
pub(crate) fn read_change(row: &Row<'_>) -> rusqlite::Result<Result<Change, StoreError>> {
    let word = text(row, 3)?;
    let Some(kind) = ChangeKind::parse(&word) else {
        return Ok(Err(StoreError::DamagedHistory(format!(
            "a change is of the unknown kind “{word}”"
        ))));
    };
    Ok(Ok(Change {
        id: ChangeId(row.get(0)?),
        at: text(row, 1)?,
        operator: text(row, 2)?,
        kind,
        reason: optional_text(row, 4)?,
        added: row.get(5)?,
        removed: row.get(6)?,
        rows: Vec::new(),
        reverts: row.get::<_, Option<i64>>(7)?.map(ChangeId),
        undone_by: row.get::<_, Option<i64>>(8)?.map(ChangeId),
        account: optional_text(row, 9)?,
    }))
}
