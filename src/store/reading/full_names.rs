//! Full names as the HR system shows them: the first and last name in a user's first employee
//! record, if there is one and it has a name, otherwise the user's own.

use std::sync::Arc;

use rusqlite::{OptionalExtension, Row};

use super::all_names::{AllNames, joined};
use super::employees;
use super::parallel::{LARGE, hold};
use crate::domain::{Cancel, UserId};
use crate::store::sql_value::text_of;
use crate::store::{Store, StoreError};

/// From this number of users, all employee records are read at once.
const MANY: usize = 20_000;

pub(crate) const SELECT_BY_RECORD: &str =
    "SELECT first_name, last_name FROM hrm_employee WHERE id = ?1 AND user_id = ?2";
pub(crate) const SELECT_BY_USER: &str =
    "SELECT first_name, last_name FROM hrm_employee WHERE user_id = ?1 ORDER BY id LIMIT 1";

/// How the names in employee records are found.
pub(in crate::store) enum EmployeeNames {
    /// Each is looked up when it is needed.
    Sought,
    /// All were read.
    Read(Arc<AllNames>),
}

impl AllNames {
    /// Reads the names of all employee records.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`] once `cancel` is set.
    pub(in crate::store) fn read(store: &Store, cancel: &Cancel) -> Result<Self, StoreError> {
        let ends = employees::ends(&store.connection, &store.schema)?;
        let Some(ends) = ends.filter(|_| store.schema.employee_names) else {
            return Ok(Self::default());
        };
        let parts = store.in_ranges(ends, LARGE, |connection, range| {
            let mut part = Self::default();
            let sql = employees::SELECT_NAMES;
            employees::for_each_record(connection, sql, range, cancel, |_, user, row| {
                part.add(user, (row.get_ref(2)?, row.get_ref(3)?))
            })?;
            Ok(part)
        })?;
        Self::from_parts(parts)
    }

    /// The names in the employee records of a few users, ascending, looked up one by one.
    ///
    /// # Errors
    /// Those of the database.
    pub(in crate::store) fn of_users(store: &Store, users: &[UserId]) -> Result<Self, StoreError> {
        let _hold = hold(&store.connection)?;
        let mut names = Self::default();
        for user in users {
            if let Some(name) = store.employee_name(*user, &EmployeeNames::Sought)? {
                names.add_name(*user, &name)?;
            }
        }
        Ok(names)
    }
}

impl Store {
    /// The names of all employee records. They are read unless they are at hand.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`] once `cancel` is set.
    pub(super) fn all_names(&self, cancel: &Cancel) -> Result<Arc<AllNames>, StoreError> {
        match self.names_at_hand()? {
            Some(names) => Ok(names),
            None => AllNames::read(self, cancel).map(Arc::new),
        }
    }

    /// How to find the names when reading this many users.
    pub(in crate::store) fn employee_names(
        &self,
        users: usize,
    ) -> Result<EmployeeNames, StoreError> {
        if users < MANY {
            return Ok(EmployeeNames::Sought);
        }
        self.all_names(&Cancel::default()).map(EmployeeNames::Read)
    }

    /// The name in a user's first employee record; `None` if there is no record, if it has no
    /// name, or if the records are not read yet.
    pub(super) fn employee_name(
        &self,
        user: UserId,
        names: &EmployeeNames,
    ) -> Result<Option<String>, StoreError> {
        if let EmployeeNames::Read(all) = names {
            return Ok(all.of(user).map(str::to_owned));
        }
        if !self.schema.employee_names {
            return Ok(None);
        }
        match &self.homes {
            Some(homes) => {
                let Some(record) = homes.record_of(user) else {
                    return Ok(None);
                };
                let mut statement = self.connection.prepare_cached(SELECT_BY_RECORD)?;
                let found = statement.query_row([record, user.0], full_name).optional()?;
                Ok(found.filter(|name| !name.is_empty()))
            }
            None if self.schema.employees_by_user => self.employee_name_for_certain(user),
            None => Ok(None),
        }
    }

    /// The same, but found even if the records are not read yet and have no index. Slow, so
    /// for a single user only.
    pub(super) fn employee_name_for_certain(
        &self,
        user: UserId,
    ) -> Result<Option<String>, StoreError> {
        if self.homes.is_some() || !self.schema.employee_names {
            return self.employee_name(user, &EmployeeNames::Sought);
        }
        let mut statement = self.connection.prepare_cached(SELECT_BY_USER)?;
        let found = statement.query_row([user.0], full_name).optional()?;
        Ok(found.filter(|name| !name.is_empty()))
    }
}

/// The name in the first two columns.
fn full_name(row: &Row<'_>) -> rusqlite::Result<String> {
    Ok(joined(&text_of(row.get_ref(0)?), &text_of(row.get_ref(1)?)))
}
