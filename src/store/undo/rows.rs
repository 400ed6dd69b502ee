//! Taking back what a change did to rows: backwards, and only where a row
//! still is as the change left it. The others are left alone and named.

use rusqlite::{Connection, OptionalExtension, params};

use crate::domain::{
    BOOKKEEPING_COLUMNS, ChangeId, DeletionImpact, JobProgress, LeftRow, RowEdit, UserId,
};
use crate::store::StoreError;
use crate::store::edit::references::{References, in_words};
use crate::store::edit::require_open;
use crate::store::edit::rows::{USERS, user_column};
use crate::store::edit::writer::Writer;
use crate::store::journal::person;
use crate::store::journal::rows::{SELECT_VALUES, edit_of};
use crate::store::schema::own;
use crate::store::schema::shape::TableShape;
use crate::store::sql_value::{SqlValue, text};

/// Rows read at once.
const CHUNK: usize = 1_000;

/// So many of the rows that are left alone are named.
const MOST_NAMED: usize = 1000;

const EMPLOYEES: &str = "hrm_employee";

/// Why a row is left that is there no more.
const GONE: &str = "it is gone";

pub(crate) const SELECT_ADDED: &str = "SELECT number FROM grantgrid_row \
     WHERE table_name = ?1 AND row_key = ?2 AND change_id = ?3 AND edit = 'insert'";

/// Which rows of a change to undo.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowPart {
    /// All of them.
    All,
    /// Those that it deleted or changed: cells may need them.
    Returning,
    /// Those that it added: cells may hang on them.
    Leaving,
}

/// What became of the rows.
#[derive(Default)]
pub(super) struct Rowwise {
    /// The first rows that were left as they are.
    pub(crate) left: Vec<LeftRow>,
    pub(super) left_count: u64,
    /// How many of them no longer exist: nothing could ever revert them.
    pub(super) gone: u64,
}

struct JournalRow {
    number: i64,
    table: String,
    key: SqlValue,
    edit: RowEdit,
    label: String,
    /// Whose row it was; `None` in a journal older than its form 5.
    person: Option<SqlValue>,
}

struct JournalValue {
    column: String,
    before: SqlValue,
    after: SqlValue,
}

/// Takes back what the change `rows_of` did to rows, the last first.
pub(super) fn revert(
    writer: &mut Writer<'_>,
    rows_of: ChangeId,
    part: RowPart,
    found: &mut Rowwise,
    progress: &mut JobProgress<'_>,
) -> Result<(), StoreError> {
    let mut before = i64::MAX;
    let has_persons = own::has_persons(writer.connection)?;
    loop {
        let chunk = read_rows(writer.connection, (rows_of, has_persons), before)?;
        let Some(last) = chunk.last() else {
            return Ok(());
        };
        before = last.number;
        for row in chunk {
            let leaving = row.edit == RowEdit::Insert;
            if part != RowPart::All && leaving != (part == RowPart::Leaving) {
                continue;
            }
            let values = read_values(writer.connection, rows_of, row.number)?;
            if let Some(why) = revert_row(writer, rows_of, &row, &values)? {
                found.left_count += 1;
                found.gone += u64::from(why == GONE);
                if found.left.len() < MOST_NAMED {
                    found.left.push(LeftRow { label: row.label, why });
                }
            }
            if progress.advance(1) {
                return Err(StoreError::Cancelled);
            }
        }
    }
}

/// Answers why the row, or a part of it, was left as it is.
fn revert_row(
    writer: &mut Writer<'_>,
    rows_of: ChangeId,
    row: &JournalRow,
    values: &[JournalValue],
) -> Result<Option<String>, StoreError> {
    let shape = match writer.shape(&row.table) {
        Ok(shape) => shape,
        Err(StoreError::Database(_)) => return Ok(Some("its table is gone".into())),
        Err(error) => return Err(error),
    };
    if values.iter().any(|value| !shape.columns.contains(&value.column)) {
        return Ok(Some("its table has other columns by now".into()));
    }
    if values.is_empty() {
        return Ok(Some("its values are missing from grantgrid's history".into()));
    }
    let now = shape.read(writer.connection, &row.key)?;
    // Whose row is in the place of a deleted one makes no difference.
    let is_taken = row.edit == RowEdit::Delete && now.is_some();
    if !is_taken && let Some(why) = is_anothers(writer, &shape, row, values, now.as_deref())? {
        return Ok(Some(why));
    }
    match (row.edit, now) {
        (RowEdit::Delete, Some(_)) => Ok(Some("its id is another's by now".into())),
        (RowEdit::Delete, None) => put_back(writer, &shape, row, values),
        (_, None) => Ok(Some(GONE.into())),
        (RowEdit::Insert, Some(now)) => {
            let stays = match why_it_stays(writer, &shape, row, values, &now)? {
                None if !its_user_goes(writer, rows_of, row, values)? => {
                    Some("its user stays".into())
                }
                stays => stays,
            };
            if stays.is_none() {
                writer.delete_row(&row.table, &row.key, &row.label)?;
            }
            Ok(stays)
        }
        (RowEdit::Update, Some(now)) => change_back(writer, &shape, row, values, &now),
    }
}

/// Why a row is left as it is because the id of its user belongs to another
/// person by now, if it does.
fn is_anothers(
    writer: &Writer<'_>,
    shape: &TableShape,
    row: &JournalRow,
    values: &[JournalValue],
    now: Option<&[SqlValue]>,
) -> Result<Option<String>, StoreError> {
    let Some(column) = user_column(&row.table) else {
        return Ok(None);
    };
    // A row that is there belongs to its user of now, a deleted one to the user
    // of then.
    let then = values.iter().find(|value| value.column == column).map(|value| &value.before);
    let Some(user) = now.and_then(|now| shape.value(now, column)).or(then) else {
        return Ok(None);
    };
    let person = person::of(writer.connection, writer.schema(), user)?;
    let nobody = SqlValue::from(person::NOBODY.to_owned());
    let is_another = match &row.person {
        // What belongs to nobody now can go, and what comes back looks for its
        // user itself.
        _ if person == nobody => false,
        Some(then) => *then != person,
        None => row.table == USERS && !is_known(writer, user, row, values, &person)?,
    };
    Ok(is_another.then(|| "the id of its user belongs to another person now".into()))
}

/// Whether an entry without a person means the user of now: the history knows
/// the user, or the username is the one that it has.
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

/// Why a row that was added cannot go, if something hinders it.
fn why_it_stays(
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
        // The user's own record stays for what else there is.
        seen.retain(|(link, count)| link.table != EMPLOYEES || *count > 1);
    }
    let one = seen.iter().map(|(_, count)| count).sum::<u64>() == 1;
    let refer = if one { "refers" } else { "refer" };
    Ok(Some(format!("{} {refer} to it", in_words(&seen))))
}

/// An employee record that was made together with its user goes with the user
/// or not at all: whether nothing but the record holds the user.
fn its_user_goes(
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

/// Gives the columns their old values where they still have those of the
/// change; the others are named.
fn change_back(
    writer: &mut Writer<'_>,
    shape: &TableShape,
    row: &JournalRow,
    values: &[JournalValue],
    now: &[SqlValue],
) -> Result<Option<String>, StoreError> {
    let changed = changed_since(shape, values, now);
    let theirs = values.iter().filter(|value| counts(shape, value)).count();
    if theirs > 0 && changed.len() == theirs {
        return Ok(Some("it has changed since".into()));
    }
    let old: Vec<(&str, SqlValue)> = values
        .iter()
        .filter(|value| stands(shape, value, now))
        .map(|value| (value.column.as_str(), value.before.clone()))
        .collect();
    let done = writer.update_row(&row.table, &row.key, &old, &row.label).map(drop);
    let refused = taken(writer.connection, done)?;
    let have = if changed.len() == 1 { "has" } else { "have" };
    let named = || format!("{} {have} changed since", changed.join(" and "));
    Ok(refused.or_else(|| (!changed.is_empty()).then(named)))
}

/// Inserts a deleted row again, in its old place if that is free.
fn put_back(
    writer: &mut Writer<'_>,
    shape: &TableShape,
    row: &JournalRow,
    values: &[JournalValue],
) -> Result<Option<String>, StoreError> {
    let mut old: Vec<(&str, SqlValue)> = Vec::with_capacity(values.len());
    for value in values {
        if !shape.is_place(&value.column)
            || !shape.is_place_taken(writer.connection, &value.before)?
        {
            old.push((value.column.as_str(), value.before.clone()));
        }
    }
    let whole: Vec<SqlValue> = shape
        .columns
        .iter()
        .map(|column| {
            let value = values.iter().find(|value| value.column == *column);
            value.map_or(SqlValue::Null, |value| value.before.clone())
        })
        .collect();
    let others = writer.references_to_absent(&row.table, &whole)?;
    if others.outside_tenant {
        return Ok(Some(DeletionImpact::OUTSIDE_TENANT.into()));
    }
    if !others.is_empty() {
        return Ok(Some(inherited(&others)));
    }
    // A grant that was journaled as a row was an orphan when it was deleted.
    if row.table != "hrm_user_company_access"
        && let Some(parent) = writer.missing_parent(&row.table, &old)?
    {
        return Ok(Some(format!("what it refers to in {parent} is gone")));
    }
    let done = writer.insert_row(&row.table, &old, &row.label).map(drop);
    taken(writer.connection, done)
}

/// What refers to the id of a row while the row is gone was made for somebody
/// else, or by mistake: whoever comes back under the id must not inherit it.
fn inherited(others: &References) -> String {
    let one = others.seen.iter().map(|(_, count)| count).sum::<u64>() == 1;
    let (refer, them) = if one { ("refers", "it") } else { ("refer", "them") };
    let grants = others.seen.iter().all(|(link, _)| link.table == "hrm_user_company_access");
    let how = if grants { " (a repair of the database does)" } else { "" };
    format!("{} {refer} to its id by now; delete {them} first{how}", in_words(&others.seen))
}

/// What another row has by now is no error of the undo.
fn taken(
    connection: &Connection,
    done: Result<(), StoreError>,
) -> Result<Option<String>, StoreError> {
    match done {
        Err(StoreError::Refused(why)) => {
            require_open(connection)?;
            let columns = why.split_once("UNIQUE constraint failed: ").map(|(_, columns)| columns);
            Ok(Some(columns.map_or_else(
                || format!("the database rejected it: {why}"),
                |columns| format!("another row has the same {columns} by now"),
            )))
        }
        done => done.map(|()| None),
    }
}

/// The columns that no longer have what the change wrote.
fn changed_since<'v>(
    shape: &TableShape,
    values: &'v [JournalValue],
    now: &[SqlValue],
) -> Vec<&'v str> {
    values
        .iter()
        .filter(|value| counts(shape, value) && !stands(shape, value, now))
        .map(|value| value.column.as_str())
        .collect()
}

/// Whether a value is the change's own, and not one of those that the HR system
/// notes beside every edit.
fn counts(shape: &TableShape, value: &JournalValue) -> bool {
    !BOOKKEEPING_COLUMNS.contains(&value.column.as_str()) && !shape.is_place(&value.column)
}

fn stands(shape: &TableShape, value: &JournalValue, now: &[SqlValue]) -> bool {
    shape.value(now, &value.column) == Some(&value.after)
}

fn read_rows(
    connection: &Connection,
    (change, has_persons): (ChangeId, bool),
    before: i64,
) -> Result<Vec<JournalRow>, StoreError> {
    let mut found = Vec::new();
    let mut statement = connection.prepare_cached(&select_rows(has_persons))?;
    let mut rows = statement.query(params![change.0, before, CHUNK])?;
    while let Some(row) = rows.next()? {
        found.push(JournalRow {
            number: row.get(0)?,
            table: row.get(1)?,
            key: row.get(2)?,
            edit: edit_of(&row.get::<_, String>(3)?)?,
            label: text(row, 4)?,
            person: Some(row.get(5)?).filter(|person| *person != SqlValue::Null),
        });
    }
    Ok(found)
}

fn read_values(
    connection: &Connection,
    change: ChangeId,
    number: i64,
) -> Result<Vec<JournalValue>, StoreError> {
    let mut statement = connection.prepare_cached(SELECT_VALUES)?;
    let values = statement.query_map([change.0, number], |row| {
        Ok(JournalValue { column: row.get(0)?, before: row.get(1)?, after: row.get(2)? })
    })?;
    Ok(values.collect::<Result<_, _>>()?)
}

/// The rows of a change, the last first.
pub(crate) fn select_rows(has_persons: bool) -> String {
    let person = if has_persons { "person" } else { "NULL" };
    format!(
        "SELECT number, table_name, row_key, edit, label, {person} \
         FROM grantgrid_row WHERE change_id = ?1 AND number < ?2 ORDER BY number DESC LIMIT ?3"
    )
}
