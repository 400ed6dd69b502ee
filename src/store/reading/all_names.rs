//! The names in the employee records of all users, read once.

use std::num::TryFromIntError;

use rusqlite::types::ValueRef;

use super::by_id::position_from;
use crate::domain::UserId;
use crate::store::StoreError;
use crate::store::sql_value::text_of;

/// The names in the first employee records of all users.
#[derive(Default)]
pub(in crate::store) struct AllNames {
    /// Ascending, each with the start and the length of its name.
    users: Vec<(UserId, u32, u32)>,
    names: String,
}

impl AllNames {
    /// Adds the first and the last name in a record. Records must be added by ascending id.
    pub(super) fn add(
        &mut self,
        user: UserId,
        (first, last): (ValueRef<'_>, ValueRef<'_>),
    ) -> Result<(), StoreError> {
        let start = u32::try_from(self.names.len()).map_err(too_long)?;
        push_joined(&mut self.names, &text_of(first), &text_of(last));
        let length = u32::try_from(self.names.len()).map_err(too_long)? - start;
        self.users.push((user, start, length));
        Ok(())
    }

    /// Adds the name of a user. Users must be added in ascending order.
    pub(super) fn add_name(&mut self, user: UserId, name: &str) -> Result<(), StoreError> {
        let start = u32::try_from(self.names.len()).map_err(too_long)?;
        self.names.push_str(name);
        let length = u32::try_from(name.len()).map_err(too_long)?;
        self.users.push((user, start, length));
        Ok(())
    }

    /// Joins names that were read in parts, in the order of the records.
    pub(super) fn from_parts(parts: Vec<Self>) -> Result<Self, StoreError> {
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

fn too_long(_: TryFromIntError) -> StoreError {
    StoreError::Impossible("all names together are too long".into())
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
