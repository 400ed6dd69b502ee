//! Who an id belonged to when a change was made. The HR system may give the id of a deleted
//! user to another user, whom an undo must not give anything of the first. A person is
//! identified by the time when the user was created, or by the username if there is no such
//! time.

use rusqlite::{Connection, OptionalExtension, params};

use crate::domain::{ChangeId, UserId};
use crate::store::schema::{HrSchema, own};
use crate::store::sql_value::SqlValue;

/// The person of an id that no user has.
pub(crate) const NOBODY: &str = "";

/// The person with this id, as the journal stores it.
pub(crate) fn of(
    connection: &Connection,
    schema: &HrSchema,
    user: &SqlValue,
) -> rusqlite::Result<SqlValue> {
    let found = connection
        .prepare_cached(&select_person(schema))?
        .query_row([user], |row| row.get(0))
        .optional()?;
    Ok(found.unwrap_or_else(|| NOBODY.to_owned().into()))
}

pub(crate) fn select_person(schema: &HrSchema) -> String {
    format!("SELECT {} FROM main.hrm_users WHERE id = ?1", schema.user_person)
}

/// Stores the name and the person of a user, so that the history can name users after they are
/// deleted. If the id belonged, or may have belonged, to another person, the changes before
/// `change` keep the old name. Once an id has belonged to two persons, the journal's cells
/// belong to nobody: `person` is NULL.
///
/// `expects_known` is a guess whether the user is already stored, and is set to whether that
/// was so. Consecutive users are mostly alike, and a right guess saves a statement.
pub(crate) fn name_user(
    connection: &Connection,
    change: ChangeId,
    user: UserId,
    (username, person): (&str, &SqlValue),
    expects_known: &mut bool,
) -> rusqlite::Result<()> {
    let insert = || {
        let mut insert = connection.prepare_cached(
            "INSERT INTO grantgrid_user (id, username, person) VALUES (?1, ?2, ?3) \
             ON CONFLICT (id) DO NOTHING",
        )?;
        insert.execute(params![user.0, username, person])
    };
    if !*expects_known && insert()? > 0 {
        return Ok(());
    }
    let known: Option<(SqlValue, SqlValue)> = connection
        .prepare_cached("SELECT username, person FROM grantgrid_user WHERE id = ?1")?
        .query_row([user.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    *expects_known = known.is_some();
    match known {
        None => insert().map(drop),
        Some(known) => update_name(connection, change, user, (username, person), &known),
    }
}

fn update_name(
    connection: &Connection,
    change: ChangeId,
    user: UserId,
    (username, person): (&str, &SqlValue),
    (name, known): &(SqlValue, SqlValue),
) -> rusqlite::Result<()> {
    let is_named = *name == SqlValue::from(username.to_owned());
    let is_same = known == person && *known != SqlValue::Null;
    if is_named && known == person {
        return Ok(());
    }
    if !is_named && !is_same {
        connection
            .prepare_cached(
                "INSERT OR IGNORE INTO grantgrid_former (kind, id, until, name) \
                 VALUES ('user', ?1, ?2, ?3)",
            )?
            .execute(params![user.0, change.0, name])?;
    }
    connection
        .prepare_cached(
            "UPDATE grantgrid_user SET username = ?2, \
             person = CASE WHEN person IS ?3 THEN person END WHERE id = ?1",
        )?
        .execute(params![user.0, username, person])?;
    Ok(())
}

/// Records the new username of a user who is identified by username.
pub(crate) fn renamed(
    connection: &Connection,
    user: &SqlValue,
    before: &SqlValue,
    after: &SqlValue,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached("UPDATE grantgrid_user SET person = ?3 WHERE id = ?1 AND person IS ?2")?
        .execute(params![user, before, after])?;
    connection
        .prepare_cached(
            "UPDATE grantgrid_row SET person = ?3 \
             WHERE table_name = 'hrm_users' AND row_key = ?1 AND person IS ?2",
        )?
        .execute(params![user, before, after])?;
    Ok(())
}

/// Whether user ids belonged to other persons before. Usually none did, so this is asked once
/// for all users of a change.
#[derive(Debug, Default)]
pub(crate) struct FormerUsers(Option<bool>);

impl FormerUsers {
    fn exist(&mut self, connection: &Connection) -> rusqlite::Result<bool> {
        if let Some(exist) = self.0 {
            return Ok(exist);
        }
        let exist = own::has_former_names(connection)?
            && connection.prepare_cached(SELECT_ANY_FORMER)?.exists([])?;
        self.0 = Some(exist);
        Ok(exist)
    }
}

pub(crate) const SELECT_ANY_FORMER: &str = "SELECT 1 FROM grantgrid_former WHERE kind = 'user'";

/// Whether the id in the cells of a change means somebody else than its current owner, who has
/// this name and person.
pub(crate) fn belongs_to_another(
    connection: &Connection,
    change: ChangeId,
    user: UserId,
    (username, person): (&str, &SqlValue),
    former: &mut FormerUsers,
) -> rusqlite::Result<bool> {
    let belongs_to_another = connection
        .prepare_cached(
            "SELECT 1 FROM grantgrid_user WHERE id = ?1 AND person IS NOT NULL AND person IS NOT ?2",
        )?
        .exists(params![user.0, person])?;
    if belongs_to_another || !former.exist(connection)? {
        return Ok(belongs_to_another);
    }
    // Two statements with one parameter each: SQLite would recompile a statement that uses one
    // parameter twice for every user.
    let is_former = |since: i64| {
        connection
            .prepare_cached(
                "SELECT 1 FROM grantgrid_former WHERE kind = 'user' AND id = ?1 AND until > ?2",
            )?
            .exists(params![user.0, since])
    };
    if is_former(change.0)? {
        return Ok(true);
    }
    // If the id has had several owners, only the name is known.
    let has_another_name = connection
        .prepare_cached(
            "SELECT 1 FROM grantgrid_user WHERE id = ?1 AND person IS NULL AND username <> ?2",
        )?
        .exists(params![user.0, username])?;
    Ok(has_another_name && is_former(i64::MIN)?)
}

/// Whether the id in the journal's cells means this person.
pub(crate) fn is_same(
    connection: &Connection,
    user: UserId,
    person: &SqlValue,
) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT 1 FROM grantgrid_user WHERE id = ?1 AND person IS ?2")?
        .exists(params![user.0, person])
}
