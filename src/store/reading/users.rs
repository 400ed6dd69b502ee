//! Reads users: in pages for the screen, by name for the command line, all of them for lists.

use rusqlite::{OptionalExtension, Row};

use super::all_names::joined;
use super::by_id::{CHUNK, following, for_each_row};
use super::full_names::EmployeeNames;
use super::parallel::LARGE;
use super::people::fingerprint;
use crate::domain::{Cancel, CompanyId, JobProgress, Person, RoleId, User, UserId};
use crate::store::sql_value::{is_active_user, optional_number, text, text_of};
use crate::store::{Store, StoreError};

pub(crate) const SELECT_USERNAMES: &str =
    "SELECT id, username FROM hrm_users WHERE id >= ?1 ORDER BY id LIMIT ?2";
pub(crate) const SELECT_IDS_BETWEEN: &str =
    "SELECT id FROM hrm_users WHERE id >= ?1 AND id <= ?2 ORDER BY id";
pub(crate) const SELECT_IDS: &str = "SELECT id FROM hrm_users WHERE id >= ?1 ORDER BY id LIMIT ?2";
/// Two searches, because a query with both `min` and `max` would scan the table.
pub(crate) const SELECT_ENDS: &str =
    "SELECT (SELECT min(id) FROM hrm_users), (SELECT max(id) FROM hrm_users)";

impl Store {
    /// The ids of the next `limit` users after `after`, ascending, which is the order of every
    /// list.
    pub fn user_ids_after(
        &self,
        after: Option<UserId>,
        limit: usize,
    ) -> Result<Vec<UserId>, StoreError> {
        let Some(from) = following(after.map(|id| id.0)) else {
            return Ok(Vec::new());
        };
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut statement = self.connection.prepare_cached(SELECT_IDS)?;
        let ids = statement.query_map([from, limit], |row| row.get(0).map(UserId))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// The ids of all users. Holds no lock for long.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`] once `cancel` is set.
    pub fn user_ids(&self, cancel: &Cancel) -> Result<Vec<UserId>, StoreError> {
        let Some(ends) = self.user_ends()? else {
            return Ok(Vec::new());
        };
        let parts = self.in_ranges(ends, LARGE, |connection, part| {
            let mut ids = Vec::new();
            for_each_row(connection, (SELECT_IDS, CHUNK), part, cancel, |id, _| {
                ids.push(UserId(id));
                Ok(())
            })?;
            Ok(ids)
        })?;
        Ok(parts.concat())
    }

    /// The lowest and the highest id of users; `None` if there are none.
    pub(in crate::store) fn user_ends(&self) -> Result<Option<(i64, i64)>, StoreError> {
        let (first, last): (Option<i64>, Option<i64>) = self
            .connection
            .prepare_cached(SELECT_ENDS)?
            .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(first.zip(last))
    }

    /// One user; `None` if there is no such row.
    pub fn user(&self, id: UserId) -> Result<Option<User>, StoreError> {
        self.raw_user(id)?.map(|raw| self.complete(raw, &EmployeeNames::Sought)).transpose()
    }

    /// One user with the home company, found even if home companies are not read yet.
    pub(crate) fn user_with_home(&self, id: UserId) -> Result<Option<User>, StoreError> {
        let raw = self.raw_user(id)?;
        raw.map(|raw| {
            let (home, name) = (self.home_for_certain(id)?, self.employee_name_for_certain(id)?);
            Ok(self.with_record(raw, home, name))
        })
        .transpose()
    }

    /// The same, but with the user's own name, without looking up the employee record.
    pub(crate) fn user_with_own_name(&self, id: UserId) -> Result<Option<User>, StoreError> {
        let raw = self.raw_user(id)?;
        raw.map(|raw| Ok(self.with_record(raw, self.home_for_certain(id)?, None))).transpose()
    }

    fn raw_user(&self, id: UserId) -> Result<Option<RawUser>, StoreError> {
        let sql = select_user(&self.schema.user_columns);
        let mut statement = self.connection.prepare_cached(&sql)?;
        Ok(statement.query_row([id.0], RawUser::read).optional()?)
    }

    /// Visits every username, by ascending id. Holds no lock for long.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`] once `progress` is cancelled.
    pub fn for_each_username(
        &self,
        progress: &mut JobProgress<'_>,
        mut visit: impl FnMut(UserId, &str),
    ) -> Result<(), StoreError> {
        let mut last = None;
        while let Some(from) = following(last) {
            let mut statement = self.connection.prepare_cached(SELECT_USERNAMES)?;
            let mut rows = statement.query([from, CHUNK])?;
            let mut count = 0;
            while let Some(row) = rows.next()? {
                let id = row.get(0)?;
                visit(UserId(id), &text_of(row.get_ref(1)?));
                (last, count) = (Some(id), count + 1);
            }
            if count < CHUNK {
                break;
            }
            if progress.is_cancelled() {
                return Err(StoreError::Cancelled);
            }
        }
        Ok(())
    }

    pub(super) fn user_chunk(&self, from: i64) -> Result<Vec<RawUser>, StoreError> {
        let sql = select_users_from(&self.schema.user_columns);
        let mut statement = self.connection.prepare_cached(&sql)?;
        let users = statement.query_map([from, CHUNK], RawUser::read)?;
        Ok(users.collect::<Result<_, _>>()?)
    }

    pub(in crate::store) fn complete(
        &self,
        raw: RawUser,
        names: &EmployeeNames,
    ) -> Result<User, StoreError> {
        let id = UserId(raw.id);
        let (home, name) = (self.home_of(id)?, self.employee_name(id, names)?);
        Ok(self.with_record(raw, home, name))
    }

    /// The user, completed with values of the first employee record.
    fn with_record(&self, raw: RawUser, home: Option<CompanyId>, name: Option<String>) -> User {
        let tenant = self.catalog.tenant_of(home.as_ref(), raw.organization).cloned();
        let role = raw.role.and_then(|id| self.catalog.roles.get(&id));
        User {
            id: UserId(raw.id),
            username: raw.username,
            full_name: name.unwrap_or_else(|| joined(&raw.first_name, &raw.last_name)),
            email: raw.email,
            role_id: raw.role,
            role: role.map(|role| role.name.clone()).unwrap_or_default(),
            active: raw.active,
            home_company: home,
            tenant,
            person: raw.person,
        }
    }
}

/// The columns of [`crate::store::schema::HrSchema::user_columns`].
pub(crate) struct RawUser {
    pub(crate) id: i64,
    pub(super) username: String,
    pub(super) first_name: String,
    pub(super) last_name: String,
    pub(super) email: String,
    pub(super) active: bool,
    pub(super) role: Option<RoleId>,
    pub(super) organization: Option<i64>,
    person: Person,
}

impl RawUser {
    pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            username: text(row, 1)?,
            first_name: text(row, 2)?,
            last_name: text(row, 3)?,
            email: text(row, 4)?,
            active: is_active_user(row, 5)?,
            role: optional_number(row, 6)?.map(RoleId),
            organization: optional_number(row, 7)?,
            person: fingerprint(row.get_ref(8)?),
        })
    }
}

pub(crate) fn select_user(columns: &str) -> String {
    format!("SELECT {columns} FROM hrm_users WHERE id = ?1")
}

pub(crate) fn select_users_from(columns: &str) -> String {
    format!("SELECT {columns} FROM hrm_users WHERE id >= ?1 ORDER BY id LIMIT ?2")
}
