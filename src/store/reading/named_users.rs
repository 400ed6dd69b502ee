//! Who is called what, for many names at once: a column of names that somebody pasted.

use std::collections::HashMap;

use super::by_id::following;
use super::full_names::{AllNames, EmployeeNames, joined};
use crate::domain::lookalike::{folded, untyped};
use crate::domain::{Cancel, UserId};
use crate::store::{Store, StoreError};

/// The users who answer to a name equally well.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UsersOfName {
    /// Their ids and usernames, in order of id.
    pub users: Vec<(UserId, String)>,
    /// How they answer to it; less is better.
    rank: u8,
}

/// The ways in which a user answers to a name, the best first.
const EXACT_USERNAME: u8 = 0;
const USERNAME: u8 = 1;
const EMAIL: u8 = 2;
const FULL_NAME: u8 = 3;

impl Store {
    /// Who answers to each of these names: by the username, otherwise by the e-mail address,
    /// otherwise by the full name; but for an exact username, spelt as everywhere without
    /// regard to case, width and accents of look-alikes. One walk over the users, whatever
    /// the number of names.
    ///
    /// Errors: [`StoreError::Cancelled`] once `cancel` says so.
    pub fn users_named(
        &self,
        names: &[String],
        cancel: &Cancel,
    ) -> Result<Vec<UsersOfName>, StoreError> {
        let mut answers = vec![UsersOfName::default(); names.len()];
        let mut wanted: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, name) in names.iter().enumerate() {
            let name = untyped(name).unwrap_or_else(|| name.clone());
            wanted.entry(folded(&name)).or_default().push(at);
        }
        wanted.remove("");
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
                for (rank, called) in
                    [(USERNAME, &raw.username), (EMAIL, &raw.email), (FULL_NAME, &full_name)]
                {
                    for at in wanted.get(&folded(called)).into_iter().flatten() {
                        let exact = rank == USERNAME && names[*at] == *called;
                        let rank = if exact { EXACT_USERNAME } else { rank };
                        answers[*at].add((id, &raw.username), rank);
                    }
                }
            }
            last = Some(end);
        }
        Ok(answers)
    }
}

impl UsersOfName {
    fn add(&mut self, (id, username): (UserId, &str), rank: u8) {
        if !self.users.is_empty() && rank > self.rank {
            return;
        }
        if rank < self.rank {
            self.users.clear();
        }
        self.rank = rank;
        if self.users.last().is_none_or(|(last, _)| *last != id) {
            self.users.push((id, username.to_owned()));
        }
    }
}
