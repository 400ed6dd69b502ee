//! The marked users and companies, and the range that is being selected.

use std::collections::HashSet;
use std::ops::RangeInclusive;

use super::Pane;
use crate::console::number::count;
use crate::console::plans::Subject;
use crate::domain::{CompanyId, People, UserId};
use crate::filter::Axis;
use crate::store::{AccessByCompany, AccessRow};

#[derive(Debug, Default)]
pub(crate) struct Marks {
    pub(crate) users: HashSet<UserId>,
    pub(crate) companies: HashSet<CompanyId>,
    /// The persons whom the ids of marked users belong to, as far as they were read.
    pub(crate) people: People,
    pub(crate) range: Option<RangeStart>,
    /// How many marked users the filter hides.
    pub(crate) hidden_users: usize,
    /// How many marked companies the filter hides.
    pub(crate) hidden_companies: usize,
    /// What the marked users have in each company; `None` until it is counted.
    pub(crate) held: Option<MarkedAccess>,
}

/// What the marked users have in each company.
#[derive(Clone, Debug, Default)]
pub(crate) struct MarkedAccess {
    /// How many have a grant for each company, and how many can work in it.
    pub(crate) counts: AccessByCompany,
    /// The row of the marked user, if only one is marked.
    pub(crate) row: Option<Box<AccessRow>>,
}

/// The start of a range, which ends at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RangeStart {
    /// The pane in which it was started, which decides on its axes.
    pub(crate) pane: Pane,
    /// Its position in the current lists.
    pub(crate) user: usize,
    pub(crate) company: usize,
    /// The user and company there; another list may have them at other positions.
    pub(crate) user_id: Option<UserId>,
    pub(crate) company_id: Option<CompanyId>,
}

impl Marks {
    pub(crate) fn is_empty(&self) -> bool {
        self.users.is_empty() && self.companies.is_empty()
    }

    /// The message that an action applies only to this user or company, although others are
    /// marked.
    pub(crate) fn only(&self, subject: &Subject) -> Option<String> {
        let (marked, is_marked) = match subject {
            Subject::User { id, .. } => (self.users.len(), self.users.contains(id)),
            Subject::Company(id) => (self.companies.len(), self.companies.contains(id)),
        };
        let others = marked - usize::from(is_marked);
        let (one, many) = match subject.axis() {
            Axis::Users => ("user", "users"),
            Axis::Companies => ("company", "companies"),
        };
        let other = if is_marked { "other " } else { "" };
        let noun = if others == 1 { one } else { many };
        (others > 0)
            .then(|| format!("only this {one}, not the {} {other}marked {noun}", count(others)))
    }

    /// The positions of users in the range, if it is a range of users.
    pub(crate) fn user_range(&self, cursor: usize) -> Option<RangeInclusive<usize>> {
        let start = self.range.as_ref().filter(|start| start.pane != Pane::Companies)?;
        Some(start.user.min(cursor)..=start.user.max(cursor))
    }

    /// The positions of companies in the range, if it is a range of companies.
    pub(crate) fn company_range(&self, cursor: usize) -> Option<RangeInclusive<usize>> {
        let start = self.range.as_ref().filter(|start| start.pane != Pane::Users)?;
        Some(start.company.min(cursor)..=start.company.max(cursor))
    }
}

/// Marks or unmarks a user or a company.
pub(crate) fn flip<T: std::hash::Hash + Eq>(marks: &mut HashSet<T>, id: T) {
    if !marks.remove(&id) {
        marks.insert(id);
    }
}
