//! Full names as the HR system shows them: the first and last name in a user's first employee
//! record, if there is one and it has a name, otherwise the user's own.

use std::num::TryFromIntError;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::by_id::{following, position_from};
use super::home_companies;
use crate::domain::{Cancel, UserId};
use crate::store::sql_value::{optional_number, text_of};
use crate::store::{Store, StoreError};

/// From this number of users, all employee records are read at once.
const MANY: usize = 20_000;

/// The number of employee records read under one lock.
const CHUNK: i64 = 50_000;

pub(crate) const SELECT_BY_RECORD: &str =
    "SELECT first_name, last_name FROM hrm_employee WHERE id = ?1 AND user_id = ?2";
pub(crate) const SELECT_BY_USER: &str =
    "SELECT first_name, last_name FROM hrm_employee WHERE user_id = ?1 ORDER BY id LIMIT 1";
pub(crate) const SELECT_CHUNK: &str = "SELECT first_name, last_name, id, user_id \
     FROM hrm_employee WHERE id >= ?1 ORDER BY id LIMIT ?2";

/// How the names in employee records are found.
pub(in crate::store) enum EmployeeNames {
    /// Each is looked up when it is needed.
    Sought,
    /// All were read.
    Read(AllNames),
}

/// The names in the first employee records of all users.
#[derive(Default)]
pub(in crate::store) struct AllNames {
    /// Ascending, each with the start and the length of its name.
    users: Vec<(UserId, u32, u32)>,
    names: String,
}

impl AllNames {
    /// Reads the names of all employee records.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`] once `cancel` is set.
    pub(in crate::store) fn read(store: &Store, cancel: &Cancel) -> Result<Self, StoreError> {
        let ends = home_companies::record_ends(&store.connection, &store.schema)?;
        let Some(ends) = ends.filter(|_| store.schema.employee_names) else {
            return Ok(Self::default());
        };
        let parts = store.in_ranges(ends, home_companies::LARGE, |connection, range| {
            Self::read_part(connection, range, cancel)
        })?;
        let mut parts = parts.into_iter();
        let mut all = parts.next().unwrap_or_default();
        for part in parts {
            let start = u32::try_from(all.names.len()).map_err(too_long)?;
            u32::try_from(all.names.len() + part.names.len()).map_err(too_long)?;
            all.names.push_str(&part.names);
            all.users.extend(part.users.into_iter().map(|(user, at, len)| (user, start + at, len)));
        }
        // Sorting allocates memory even if the records are in order already.
        if !all.users.is_sorted_by_key(|(user, ..)| *user) {
            // A stable sort: if a user has several records, the one with the lowest id stays
            // first.
            all.users.sort_by_key(|(user, ..)| *user);
        }
        all.users.dedup_by_key(|(user, ..)| *user);
        Ok(all)
    }

    /// Reads the names in the records with ids in a range, both ends included, by ascending
    /// id.
    fn read_part(
        connection: &Connection,
        (first, end): (i64, i64),
        cancel: &Cancel,
    ) -> Result<Self, StoreError> {
        let mut all = Self::default();
        let mut last = first.checked_sub(1);
        while let Some(from) = following(last) {
            if cancel.is_cancelled() {
                return Err(StoreError::Cancelled);
            }
            let mut count = 0;
            let mut statement = connection.prepare_cached(SELECT_CHUNK)?;
            let mut rows = statement.query(params![from, CHUNK])?;
            while let Some(row) = rows.next()? {
                let record = row.get(2)?;
                if record > end {
                    return Ok(all);
                }
                (last, count) = (Some(record), count + 1);
                if let Some(user) = optional_number(row, 3)? {
                    let start = u32::try_from(all.names.len()).map_err(too_long)?;
                    push_joined(
                        &mut all.names,
                        &text_of(row.get_ref(0)?),
                        &text_of(row.get_ref(1)?),
                    );
                    let length = u32::try_from(all.names.len()).map_err(too_long)? - start;
                    all.users.push((UserId(user), start, length));
                }
            }
            if count < CHUNK {
                break;
            }
        }
        Ok(all)
    }

    /// Looks up the names of users in ascending order; none of their ids is lower than `first`.
    pub(in crate::store) fn in_order(&self, first: UserId) -> NamesInOrder<'_> {
        NamesInOrder { all: self, next: self.users.partition_point(|(user, ..)| *user < first) }
    }

    /// The name in a user's first record, if it has one.
    pub(in crate::store) fn of(&self, user: UserId) -> Option<&str> {
        self.name_at(self.users.binary_search_by_key(&user, |(user, ..)| *user).ok()?)
    }

    fn name_at(&self, at: usize) -> Option<&str> {
        let (_, start, length) = self.users[at];
        let start = start as usize;
        Some(&self.names[start..start + length as usize]).filter(|name| !name.is_empty())
    }
}

/// The names of users in ascending order: each continues where the one before ended.
pub(in crate::store) struct NamesInOrder<'a> {
    all: &'a AllNames,
    next: usize,
}

impl<'a> NamesInOrder<'a> {
    /// The name in the user's first record, if it has one. The ids must ascend.
    pub(in crate::store) fn of(&mut self, user: UserId) -> Option<&'a str> {
        let users = &self.all.users;
        self.all.name_at(position_from(users, &mut self.next, user, |(user, ..)| *user)?)
    }
}

impl Store {
    /// How to find the names when reading this many users.
    pub(in crate::store) fn employee_names(
        &self,
        users: usize,
    ) -> Result<EmployeeNames, StoreError> {
        if users < MANY {
            return Ok(EmployeeNames::Sought);
        }
        AllNames::read(self, &Cancel::default()).map(EmployeeNames::Read)
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

fn too_long(_: TryFromIntError) -> StoreError {
    StoreError::Impossible("all names together are too long".into())
}

/// The name in the first two columns.
fn full_name(row: &Row<'_>) -> rusqlite::Result<String> {
    Ok(joined(&text_of(row.get_ref(0)?), &text_of(row.get_ref(1)?)))
}

/// Appends a full name to a buffer, without allocating for each.
fn push_joined(names: &mut String, first: &str, last: &str) {
    let start = names.len();
    let first = first.trim_start();
    names.push_str(first);
    if first.is_empty() {
        names.push_str(last.trim_start());
    } else {
        names.push(' ');
        names.push_str(last);
    }
    let length = names[start..].trim_end().len();
    names.truncate(start + length);
}

/// A full name from a first and a last name.
pub(in crate::store) fn joined(first: &str, last: &str) -> String {
    format!("{first} {last}").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_functions_join_names_in_the_same_way() {
        let parts = ["", " ", "Ada", " Ada ", "\u{a0}", "de la Cruz", "\u{3000}Li \t"];
        for (first, last) in parts.iter().flat_map(|one| parts.iter().map(move |two| (*one, *two)))
        {
            let mut names = String::from("before ");
            push_joined(&mut names, first, last);
            assert_eq!(
                names.strip_prefix("before "),
                Some(&*joined(first, last)),
                "{first:?} {last:?}"
            );
        }
    }
}
