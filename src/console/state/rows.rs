//! The rows of the access matrix read so far: those on the screen, and some that were there
//! before.

use std::collections::HashMap;

use super::super::number::count;
use super::super::user_column::UserDate;
use crate::domain::UserId;
use crate::store::AccessRow;
use crate::text;

/// The most rows kept: more than the tallest terminal shows in all its panes.
const MOST_CACHED: usize = 4096;

impl AccessRow {
    pub(crate) fn holds(&self, company: usize) -> bool {
        self.companies.binary_search(&company).is_ok()
    }

    /// How many companies are granted to the user.
    pub(crate) fn count(&self) -> usize {
        self.companies.len()
    }

    /// The user's numbers of companies: granted and effective, then implied, as `2+1`. If
    /// effective companies have a column of their own, it is the number of all grants. Grants
    /// that the HR system ignores always follow: `2+1□1`.
    pub(crate) fn figures(&self, effective_is_apart: bool) -> String {
        let counting = self.count().saturating_sub(self.ineffective);
        let granted = if effective_is_apart { self.count() } else { counting };
        let mut figures = count(granted);
        let implied = self.effective.saturating_sub(counting);
        if !effective_is_apart && implied > 0 {
            figures = format!("{figures}+{}", count(implied));
        }
        if self.ineffective > 0 {
            figures = format!("{figures}□{}", count(self.ineffective));
        }
        figures
    }
}

/// The widths of the widest texts among the rows read so far, in columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ShownWidths {
    pub(crate) full_name: u16,
    pub(crate) username: u16,
    pub(crate) email: u16,
    pub(crate) role: u16,
    /// The numbers of companies, if effective ones have a column of their own.
    pub(crate) grants_apart: u16,
    /// The same, if they have not.
    pub(crate) grants: u16,
}

#[derive(Debug, Default)]
pub(crate) struct KnownRows {
    /// `None` for a user who was requested and is gone.
    known: HashMap<UserId, Option<AccessRow>>,
    /// The dates requested so far; `None` for a user without one.
    dates: HashMap<(UserDate, UserId), Option<String>>,
    /// The widths only grow, so that no column moves while the list scrolls.
    widths: ShownWidths,
}

impl ShownWidths {
    fn include(&mut self, row: &AccessRow) {
        let width = |name: &str| u16::try_from(text::width(&text::safe(name))).unwrap_or(u16::MAX);
        let user = &row.user;
        self.full_name = self.full_name.max(width(&user.full_name));
        self.username = self.username.max(width(&user.username));
        self.email = self.email.max(width(&user.email));
        self.role = self.role.max(width(user.role_title()));
        self.grants_apart = self.grants_apart.max(width(&row.figures(true)));
        self.grants = self.grants.max(width(&row.figures(false)));
    }
}

impl KnownRows {
    pub(crate) fn get(&self, user: UserId) -> Option<&AccessRow> {
        self.known.get(&user)?.as_ref()
    }

    /// The widths of the widest texts among all rows read so far.
    pub(crate) fn widths(&self) -> ShownWidths {
        self.widths
    }

    /// Whether the user's row was requested already.
    pub(crate) fn knows(&self, user: UserId) -> bool {
        self.known.contains_key(&user)
    }

    /// A date of a user, if it was read and the user has one.
    pub(crate) fn date(&self, date: UserDate, user: UserId) -> Option<&str> {
        self.dates.get(&(date, user))?.as_deref()
    }

    /// Whether a date of a user was requested already.
    pub(crate) fn knows_date(&self, date: UserDate, user: UserId) -> bool {
        self.dates.contains_key(&(date, user))
    }

    /// Stores the dates read for the requested users.
    pub(crate) fn insert_dates(
        &mut self,
        date: UserDate,
        requested: &[UserId],
        found: Vec<(UserId, String)>,
    ) {
        if self.dates.len() + requested.len() > MOST_CACHED {
            self.dates.clear();
        }
        self.dates.extend(requested.iter().map(|user| ((date, *user), None)));
        self.dates.extend(found.into_iter().map(|(user, at)| ((date, user), Some(at))));
    }

    /// Stores the rows read for the requested users.
    pub(crate) fn insert(&mut self, requested: &[UserId], rows: Vec<AccessRow>) {
        if self.known.len() + requested.len() > MOST_CACHED {
            self.known.clear();
        }
        self.known.extend(requested.iter().map(|user| (*user, None)));
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
