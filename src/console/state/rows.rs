//! The rows of the access matrix that were read: those on the screen, and
//! some that were there before.

use std::collections::HashMap;

use super::super::user_column::UserDate;
use crate::domain::UserId;
use crate::store::AccessRow;
use crate::text;

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

/// The columns of a screen that the widest names need, among the rows that were read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct NameWidths {
    pub(crate) full_name: u16,
    pub(crate) username: u16,
    pub(crate) email: u16,
    pub(crate) role: u16,
}

#[derive(Debug, Default)]
pub(crate) struct KnownRows {
    /// `None` for a user that was asked for and is gone.
    known: HashMap<UserId, Option<AccessRow>>,
    /// Dates of users, where they were asked for; `None` for a user without one.
    dates: HashMap<(UserDate, UserId), Option<String>>,
    /// They only grow, so that no column moves while the list scrolls.
    widths: NameWidths,
}

impl NameWidths {
    fn include(&mut self, row: &AccessRow) {
        let width = |name: &str| u16::try_from(text::width(&text::safe(name))).unwrap_or(u16::MAX);
        let user = &row.user;
        self.full_name = self.full_name.max(width(&user.full_name));
        self.username = self.username.max(width(&user.username));
        self.email = self.email.max(width(&user.email));
        self.role = self.role.max(width(user.role_title()));
    }
}

impl KnownRows {
    pub(crate) fn get(&self, user: UserId) -> Option<&AccessRow> {
        self.known.get(&user)?.as_ref()
    }

    /// What the widest names need, of all rows that were read so far.
    pub(crate) fn widths(&self) -> NameWidths {
        self.widths
    }

    /// Whether the user was asked for already.
    pub(crate) fn knows(&self, user: UserId) -> bool {
        self.known.contains_key(&user)
    }

    /// A date of a user, if it is known and there is one.
    pub(crate) fn date(&self, date: UserDate, user: UserId) -> Option<&str> {
        self.dates.get(&(date, user))?.as_deref()
    }

    /// Whether a date of a user was asked for already.
    pub(crate) fn knows_date(&self, date: UserDate, user: UserId) -> bool {
        self.dates.contains_key(&(date, user))
    }

    /// Takes in the dates of the users that were asked for.
    pub(crate) fn insert_dates(
        &mut self,
        date: UserDate,
        asked: &[UserId],
        found: Vec<(UserId, String)>,
    ) {
        if self.dates.len() + asked.len() > KEPT {
            self.dates.clear();
        }
        self.dates.extend(asked.iter().map(|user| ((date, *user), None)));
        self.dates.extend(found.into_iter().map(|(user, at)| ((date, user), Some(at))));
    }

    /// Takes in what was read for the users that were asked for.
    pub(crate) fn insert(&mut self, asked: &[UserId], rows: Vec<AccessRow>) {
        if self.known.len() + asked.len() > KEPT {
            self.known.clear();
        }
        self.known.extend(asked.iter().map(|user| (*user, None)));
        for row in rows {
            self.widths.include(&row);
            self.known.insert(row.user.id, Some(row));
        }
    }

    /// Forgets one user's row, so that it is read again.
    pub(crate) fn forget(&mut self, user: UserId) {
        self.known.remove(&user);
        self.dates.retain(|(_, of), _| *of != user);
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        self.known.clear();
        self.dates.clear();
    }
}
