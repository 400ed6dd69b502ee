//! In which changes an id was whose: the HR system gives the id of a deleted user to another
//! one, and the history of the one is not that of the other.

use rusqlite::{Connection, OptionalExtension};

use super::person;
use crate::domain::lookalike::{WantedName, untyped};
use crate::domain::{ChangeId, PersonChanges, UserId};
use crate::store::schema::HrSchema;
use crate::store::schema::own;
use crate::store::sql_value::{SqlValue, text};

/// Before all changes, and after all.
const FIRST: ChangeId = ChangeId(i64::MIN);
const NONE: ChangeId = ChangeId(i64::MAX);

/// Who had an id, and up to which change.
struct FormerOwner {
    name: String,
    until: ChangeId,
}

/// The changes of the one of this name, of all who had or have the id; `None` where they are
/// all those of the id.
pub(super) fn changes_of(
    connection: &Connection,
    schema: &HrSchema,
    user: UserId,
    asked: &str,
) -> rusqlite::Result<Option<PersonChanges>> {
    let former = former_owners(connection, user)?;
    let last = named(connection, "grantgrid_user", user)?;
    let now = named(connection, "main.hrm_users", user)?;
    let wanted = WantedName::new(asked, false);
    let asked = untyped(asked).unwrap_or_else(|| asked.to_owned());
    let is_asked = |name: &String| *name == asked || wanted.is(name);
    // Whom cells of the journal last meant may be gone by now.
    let others_now = match (&last, &now) {
        (Some(last), Some(now)) if last != now => {
            let is = person::of(connection, schema, &SqlValue::Integer(user.0))?;
            !person::is_same(connection, user, &is)?
        }
        _ => false,
    };
    let since = former.last().map_or(FIRST, |owner| owner.until);
    let (from, until) = if now.as_ref().is_some_and(&is_asked) {
        (if others_now { NONE } else { since }, NONE)
    } else if last.as_ref().is_some_and(&is_asked) {
        (since, NONE)
    } else if let Some(at) = former.iter().rposition(|owner| is_asked(&owner.name)) {
        let from = at.checked_sub(1).map_or(FIRST, |before| former[before].until);
        (from, former[at].until)
    } else {
        return Ok(None);
    };
    if (from, until) == (FIRST, NONE) {
        return Ok(None);
    }
    let mut others: Vec<String> = Vec::new();
    for name in former.into_iter().map(|owner| owner.name).chain(last) {
        if !is_asked(&name) && !others.contains(&name) {
            others.push(name);
        }
    }
    Ok(Some(PersonChanges { from, until, others }))
}

fn former_owners(connection: &Connection, user: UserId) -> rusqlite::Result<Vec<FormerOwner>> {
    if !own::has_former_names(connection)? {
        return Ok(Vec::new());
    }
    let mut statement = connection.prepare_cached(
        "SELECT name, until FROM grantgrid_former WHERE kind = 'user' AND id = ?1 ORDER BY until",
    )?;
    let owners = statement.query_map([user.0], |row| {
        Ok(FormerOwner { name: text(row, 0)?, until: ChangeId(row.get(1)?) })
    })?;
    owners.collect()
}

fn named(
    connection: &Connection,
    table: &'static str,
    user: UserId,
) -> rusqlite::Result<Option<String>> {
    connection
        .prepare_cached(&format!("SELECT username FROM {table} WHERE id = ?1"))?
        .query_row([user.0], |row| text(row, 0))
        .optional()
}
