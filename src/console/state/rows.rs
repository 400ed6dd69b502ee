//! The rows of the access matrix that were read: those on the screen, and
//! some that were there before.

use std::collections::HashMap;

use crate::domain::UserId;
use crate::store::AccessRow;

/// Rows kept; more than the tallest terminal shows in all its panes.
const KEPT: usize = 4096;

impl AccessRow {
    pub(crate) fn holds(&self, company: usize) -> bool {
        self.companies.binary_search(&company).is_ok()
    }

    /// How many companies are granted to the user.
    pub(crate) fn count(&self) -> usize {
        self.companies.len()
    }
}

#[derive(Debug, Default)]
pub(crate) struct KnownRows {
    /// `None` for a user that was asked for and is gone.
    known: HashMap<UserId, Option<AccessRow>>,
}

impl KnownRows {
    pub(crate) fn get(&self, user: UserId) -> Option<&AccessRow> {
        self.known.get(&user)?.as_ref()
    }

    /// Whether the user was asked for already.
    pub(crate) fn knows(&self, user: UserId) -> bool {
        self.known.contains_key(&user)
    }

    /// Takes in what was read for the users that were asked for.
    pub(crate) fn insert(&mut self, asked: &[UserId], rows: Vec<AccessRow>) {
        if self.known.len() + asked.len() > KEPT {
            self.known.clear();
        }
        self.known.extend(asked.iter().map(|user| (*user, None)));
        for row in rows {
            self.known.insert(row.user.id, Some(row));
        }
    }

    /// Forgets one user's row, so that it is read again.
    pub(crate) fn forget(&mut self, user: UserId) {
        self.known.remove(&user);
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        self.known.clear();
    }
}
