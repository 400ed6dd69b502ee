//! Finds the users with many names at once, such as a column of names that somebody pasted.

use super::all_names::joined;
use super::by_id::following;
use super::full_names::EmployeeNames;
use crate::domain::naming::{Fit, WantedNames};
use crate::domain::{Cancel, UserId};
use crate::store::{Store, StoreError};

/// The users who match a name equally well.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UsersOfName {
    /// Their ids and usernames, in order of id.
    pub users: Vec<(UserId, String)>,
    /// The kind of name that matched.
    by: Option<UserName>,
}

/// A kind of name of a user. The first kind that matches wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum UserName {
    /// Among several usernames, the one that fits best wins.
    Username(Fit),
    Email,
    FullName,
}

impl Store {
    /// The users who match each of these names: by username, otherwise by email address,
    /// otherwise by full name, each compared as in [`Store::find_user`]. Reads all users once,
    /// whatever the number of names.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`] once `cancel` is set.
    pub fn users_named(
        &self,
        names: &[String],
        cancel: &Cancel,
    ) -> Result<Vec<UsersOfName>, StoreError> {
        let mut answers = vec![UsersOfName::default(); names.len()];
        let mut wanted = WantedNames::default();
        names.iter().enumerate().for_each(|(at, name)| wanted.add(at, name));
        let employees = EmployeeNames::Read(self.all_names(cancel)?);
        let mut last = None;
        while let Some(from) = following(last) {
            let chunk = self.user_chunk(from)?;
            let Some(end) = chunk.last().map(|raw| raw.id) else {
                break;
            };
            if cancel.is_cancelled() {
                return Err(StoreError::Cancelled);
            }
            for raw in chunk {
                let id = UserId(raw.id);
                let full_name = match self.employee_name(id, &employees)? {
                    Some(name) => name,
                    None => joined(&raw.first_name, &raw.last_name),
                };
                let user = (id, raw.username.as_str());
                wanted.each_fit(user.1, |at, fit| answers[at].add(user, UserName::Username(fit)));
                wanted.each_fit(&raw.email, |at, _| answers[at].add(user, UserName::Email));
                wanted.each_fit(&full_name, |at, _| answers[at].add(user, UserName::FullName));
            }
            last = Some(end);
        }
        Ok(answers)
    }
}

impl UsersOfName {
    fn add(&mut self, (id, username): (UserId, &str), by: UserName) {
        if self.by.is_some_and(|best| best < by) {
            return;
        }
        if self.by.is_some_and(|best| by < best) {
            self.users.clear();
        }
        self.by = Some(by);
        if self.users.last().is_none_or(|(last, _)| *last != id) {
            self.users.push((id, username.to_owned()));
        }
    }
}
