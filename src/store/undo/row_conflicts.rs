//! Why an undo skips a row: the id belongs to another person now, the row has changed since,
//! or something refers to it.

use rusqlite::{OptionalExtension, params};

use crate::domain::{BOOKKEEPING_COLUMNS, ChangeId, DeletionImpact, UserId};
use crate::store::StoreError;
use crate::store::edit::references::{References, refer};
use crate::store::edit::rows::{USERS, user_column};
use crate::store::edit::writer::Writer;
use crate::store::journal::person;
use crate::store::journal::rows::{JournalRow, JournalValue, read_values};
use crate::store::schema::GRANTS;
use crate::store::schema::shape::TableShape;
use crate::store::sql_value::SqlValue;

const EMPLOYEES: &str = "hrm_employee";

pub(crate) const SELECT_ADDED: &str = "SELECT number FROM grantgrid_row \
     WHERE table_name = ?1 AND row_key = ?2 AND change_id = ?3 AND edit = 'insert'";

/// Why a row is skipped because its user's id belongs to another person now; `None` if it does
/// not.
pub(super) fn belongs_to_another(
    writer: &Writer<'_>,
    shape: &TableShape,
    row: &JournalRow,
    values: &[JournalValue],
    now: Option<&[SqlValue]>,
) -> Result<Option<String>, StoreError> {
    let Some(column) = user_column(&row.table) else {
        return Ok(None);
    };
    // An existing row belongs to the user in it now, a deleted one to the user in it then.
    let then = values.iter().find(|value| value.column == column).map(|value| &value.before);
    let Some(user) = now.and_then(|now| shape.value(now, column)).or(then) else {
        return Ok(None);
    };
    let person = person::of(writer.connection, writer.schema(), user)?;
    let nobody = SqlValue::from(person::NOBODY.to_owned());
    let is_another = match &row.person {
        // A row that belongs to nobody now can be deleted, and a restored row is matched with
        // its user elsewhere.
        _ if person == nobody => false,
        Some(then) => *then != person,
        None => row.table == USERS && !is_known(writer, user, row, values, &person)?,
    };
    Ok(is_another.then(|| "the id of its user belongs to another person now".into()))
}

/// Whether an entry without a person means the current user: the history knows the user by
/// this id, or has the same username.
fn is_known(
    writer: &Writer<'_>,
    user: &SqlValue,
    row: &JournalRow,
    values: &[JournalValue],
    person: &SqlValue,
) -> Result<bool, StoreError> {
    if let SqlValue::Integer(id) = user
        && person::is_same(writer.connection, UserId(*id), person)?
    {
        return Ok(true);
    }
    let username: Option<SqlValue> = writer
        .connection
        .prepare_cached("SELECT username FROM main.hrm_users WHERE id = ?1")?
        .query_row([user], |row| row.get(0))
        .optional()?;
    let is_of_change = values
        .iter()
        .any(|value| value.column == "username" && Some(&value.after) == username.as_ref());
    let is_label = username.is_some_and(|name| {
        matches!(&name, SqlValue::Text(name) if row.label.as_bytes() == [b"user ", &name[..]].concat())
    });
    Ok(is_of_change || is_label)
}

/// Why an added row cannot be deleted; `None` if nothing blocks it.
pub(super) fn why_not_deleted(
    writer: &mut Writer<'_>,
    shape: &TableShape,
    row: &JournalRow,
    values: &[JournalValue],
    now: &[SqlValue],
) -> Result<Option<String>, StoreError> {
    if !changed_since(shape, values, now).is_empty() {
        return Ok(Some("it has changed since".into()));
    }
    let references = writer.references_to(&row.table, &row.key)?;
    if references.outside_tenant {
        return Ok(Some(DeletionImpact::OUTSIDE_TENANT.into()));
    }
    if references.is_empty() {
        return Ok(None);
    }
    let mut seen = references.seen;
    if row.table == "hrm_users" && seen.len() > 1 {
        // The user's own employee record is not listed if something else blocks the deletion.
        seen.retain(|(link, count)| link.table != EMPLOYEES || *count > 1);
    }
    Ok(Some(format!("{} to it", refer(&seen))))
}

/// Whether an employee record may be deleted as far as its user is concerned: one that was
/// created together with the user is deleted only if nothing else blocks the user's deletion.
pub(super) fn follows_its_user(
    writer: &mut Writer<'_>,
    rows_of: ChangeId,
    row: &JournalRow,
    values: &[JournalValue],
) -> Result<bool, StoreError> {
    let user = values.iter().find(|value| value.column == "user_id").map(|value| &value.after);
    let (EMPLOYEES, Some(user)) = (row.table.as_str(), user) else {
        return Ok(true);
    };
    let number = writer
        .connection
        .prepare_cached(SELECT_ADDED)?
        .query_row(params!["hrm_users", user, rows_of.0], |row| row.get(0))
        .optional()?;
    let Some(number) = number else {
        return Ok(true);
    };
    let shape = writer.shape("hrm_users")?;
    let Some(now) = shape.read(writer.connection, user)? else {
        return Ok(true);
    };
    let values = read_values(writer.connection, rows_of, number)?;
    let references = writer.references_to("hrm_users", user)?;
    let others = references.seen.iter().any(|(link, count)| link.table != EMPLOYEES || *count > 1);
    Ok(!references.outside_tenant && !others && changed_since(&shape, &values, &now).is_empty())
}

/// Rows that came to refer to a deleted row's id were made for somebody else, or by mistake: a
/// user who is restored with that id must not inherit them.
pub(super) fn inherited(others: &References) -> String {
    let one = others.seen.iter().map(|(_, count)| count).sum::<u64>() == 1;
    let them = if one { "it" } else { "them" };
    let grants = others.seen.iter().all(|(link, _)| link.table == GRANTS);
    let how = if grants { " (a repair of the database does)" } else { "" };
    format!("{} to its id by now; delete {them} first{how}", refer(&others.seen))
}

/// The columns that no longer have the value that the change wrote.
pub(super) fn changed_since<'v>(
    shape: &TableShape,
    values: &'v [JournalValue],
    now: &[SqlValue],
) -> Vec<&'v str> {
    values
        .iter()
        .filter(|value| counts(shape, value) && !has_value(shape, value, now))
        .map(|value| value.column.as_str())
        .collect()
}

/// Whether a value belongs to the change itself, and is not bookkeeping that the HR system
/// adds to every edit.
pub(super) fn counts(shape: &TableShape, value: &JournalValue) -> bool {
    !BOOKKEEPING_COLUMNS.contains(&value.column.as_str()) && !shape.is_row_id(&value.column)
}

pub(super) fn has_value(shape: &TableShape, value: &JournalValue, now: &[SqlValue]) -> bool {
    shape.value(now, &value.column) == Some(&value.after)
}
