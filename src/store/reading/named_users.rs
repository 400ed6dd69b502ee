//! Who is called what, for many names at once: a column of names that somebody pasted.

use super::by_id::following;
use super::full_names::{AllNames, EmployeeNames, joined};
use crate::domain::naming::{Fit, WantedNames};
use crate::domain::{Cancel, UserId};
use crate::store::{Store, StoreError};

/// The users who answer to a name equally well.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UsersOfName {
    /// Their ids and usernames, in order of id.
    pub users: Vec<(UserId, String)>,
    /// By which name they answer to it.
    by: Option<UserName>,
}

/// Which of the names of a user it is; the first is meant before the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum UserName {
    /// Of several usernames the one that fits best is meant.
    Username(Fit),
    Email,
    FullName,
}

impl Store {
    /// Who answers to each of these names: by the username, otherwise by the email address,
    /// otherwise by the full name, each as [`Store::find_user`] compares them. One walk over
    /// the users, whatever the number of names.
    ///
    /// Errors: [`StoreError::Cancelled`] once `cancel` says so.
    pub fn users_named(
        &self,
        names: &[String],
        cancel: &Cancel,
    ) -> Result<Vec<UsersOfName>, StoreError> {
        let mut answers = vec![UsersOfName::default(); names.len()];
        let mut wanted = WantedNames::default();
        names.iter().enumerate().for_each(|(at, name)| wanted.add(at, name));
        let employees = EmployeeNames::Read(AllNames::read(self, cancel)?);
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
