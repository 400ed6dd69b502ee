//! Full names as the HR system shows them: the first and last name of a user's first employee
//! record, where there is one and it names anybody, otherwise the user's own.

use rusqlite::{OptionalExtension, Row};

use super::home_companies::HomeCompanies;
use crate::domain::UserId;
use crate::store::sql_value::text_of;
use crate::store::{Store, StoreError};

pub(crate) const SELECT_BY_RECORD: &str =
    "SELECT first_name, last_name FROM hrm_employee WHERE id = ?1 AND user_id = ?2";
pub(crate) const SELECT_BY_USER: &str =
    "SELECT first_name, last_name FROM hrm_employee WHERE user_id = ?1 ORDER BY id LIMIT 1";

impl Store {
    /// The name in a user's first employee record; `None` if there is none, it is empty, or the
    /// records were not read yet.
    pub(super) fn employee_name(&self, user: UserId) -> Result<Option<String>, StoreError> {
        self.employee_name_by(self.homes.as_ref(), user)
    }

    /// The same with employee records that were just read.
    pub(in crate::store) fn employee_name_by(
        &self,
        homes: Option<&HomeCompanies>,
        user: UserId,
    ) -> Result<Option<String>, StoreError> {
        if !self.schema.employee_names {
            return Ok(None);
        }
        match homes {
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

    /// The same, also where employee records were not read yet and no index leads to one: for
    /// a single user only.
    pub(super) fn employee_name_for_certain(
        &self,
        user: UserId,
    ) -> Result<Option<String>, StoreError> {
        if self.homes.is_some() || !self.schema.employee_names {
            return self.employee_name(user);
        }
        let mut statement = self.connection.prepare_cached(SELECT_BY_USER)?;
        let found = statement.query_row([user.0], full_name).optional()?;
        Ok(found.filter(|name| !name.is_empty()))
    }
}

fn full_name(row: &Row<'_>) -> rusqlite::Result<String> {
    Ok(joined(&text_of(row.get_ref(0)?), &text_of(row.get_ref(1)?)))
}

/// A first and a last name as one.
pub(in crate::store) fn joined(first: &str, last: &str) -> String {
    format!("{first} {last}").trim().to_owned()
}
