//! The guard's question for Super Admins: would a change leave none of them
//! with a grant that any had before?

use rusqlite::{Connection, params};

use super::directory::Directory;
use super::schema::HrSchema;
use super::users::{CHUNK, following};
use super::value::{is_active, optional_number, text};
use super::{StoreError, access};
use crate::domain::{Guard, Preview, RoleId, UserId};

/// Of so few users each is looked up; of more, all users are walked over.
const FEW: usize = 100;

/// As the HR system names the role.
const ROLE: &str = "Super Admin";

/// The guard of a change by which `losers`, ascending, keep none of their
/// grants.
pub(super) fn guard(
    connection: &Connection,
    schema: &HrSchema,
    directory: &Directory,
    losers: &[UserId],
    preview: &Preview,
) -> Result<Option<Guard>, StoreError> {
    let mut roles = directory.roles.iter();
    if losers.is_empty() || !roles.any(|(_, role)| role.name == ROLE) {
        return Ok(None);
    }
    let people = People { connection, sql: select_people(schema), directory };
    if losers.len() <= FEW {
        let mut any = false;
        for user in losers {
            any = any || people.super_admins(user.0, 1)?.1.iter().any(|(id, _)| id == user);
        }
        if !any {
            return Ok(None);
        }
    }
    let mut losing = None;
    let mut last = None;
    while let Some(from) = following(last) {
        let (end, admins) = people.super_admins(from, CHUNK)?;
        for (user, username) in admins {
            if losers.binary_search(&user).is_ok() {
                losing = Some(username);
            } else if !access::places_of(connection, directory, user)?.is_empty() {
                return Ok(None);
            }
        }
        if end.is_none() {
            break;
        }
        last = end;
    }
    Ok(losing.map(|username| Guard::LastSuperAdmin { count: preview.removed, username }))
}

struct People<'a> {
    connection: &'a Connection,
    directory: &'a Directory,
    sql: String,
}

impl People<'_> {
    /// The active Super Admins among the next `most` users from an id on, and
    /// the last id of those users.
    #[allow(clippy::type_complexity)] // a pair of what one walk finds
    fn super_admins(
        &self,
        from: i64,
        most: i64,
    ) -> Result<(Option<i64>, Vec<(UserId, String)>), StoreError> {
        let mut end = None;
        let mut admins = Vec::new();
        let mut statement = self.connection.prepare_cached(&self.sql)?;
        let mut rows = statement.query(params![from, most])?;
        while let Some(row) = rows.next()? {
            let id = row.get(0)?;
            end = Some(id);
            let role =
                optional_number(row, 2)?.and_then(|id| self.directory.roles.get(&RoleId(id)));
            if role.is_some_and(|role| role.name == ROLE) && is_active(row, 3)? {
                admins.push((UserId(id), text(row, 1)?));
            }
        }
        Ok((end, admins))
    }
}

/// The users from an id on, with what makes a Super Admin of them.
pub(super) fn select_people(schema: &HrSchema) -> String {
    format!(
        "SELECT id, username, {} FROM hrm_users WHERE id >= ?1 ORDER BY id LIMIT ?2",
        schema.user_role_and_active
    )
}
