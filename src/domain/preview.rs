//! What a bulk change would do, counted before it is committed, and the guard
//! that asks before a dangerous one.

use std::fmt;

use super::statistics::percent;
use super::{AccessEffect, PopulateReport, Statistics};

/// The minimum number of removed grants for a change to need confirmation.
const MANY: u64 = 20;

/// A user or a company affected by a change, and by how much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Affected {
    /// The username, or the company's code and name.
    pub name: String,
    /// Grants that it gains.
    pub added: u64,
    /// Grants that it loses.
    pub removed: u64,
}

/// The exact effect of a bulk change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Preview {
    /// Grants that are added.
    pub added: u64,
    /// Grants that are removed.
    pub removed: u64,
    /// Cells of the selection that already match.
    pub unchanged: u64,
    /// Users that lose their last company.
    pub losing_last: u64,
    /// Grants of the whole matrix before the change.
    pub grants_before: u64,
    /// Cells of the whole matrix.
    pub cells: u64,
    /// The first affected users, by id; at most
    /// [`Preview::MOST_USERS`].
    pub users: Vec<Affected>,
    /// How many users are affected in total.
    pub users_affected: u64,
    /// All affected companies, in the order of the database, each with its code
    /// and name.
    pub companies: Vec<Affected>,
    /// Why the change needs confirmation, if it does.
    pub guard: Option<Guard>,
    /// What the change does to effective access.
    pub effect: AccessEffect,
    /// Effective pairs of the whole matrix before the change.
    pub effective_before: u64,
    /// The report of populating, if the change populates.
    pub populate: Option<Box<PopulateReport>>,
}

impl Preview {
    /// The maximum number of users listed in a preview.
    pub const MOST_USERS: usize = 1000;

    /// Coverage before the change, in percent with one decimal.
    #[must_use]
    pub fn coverage_before(&self) -> f64 {
        percent(self.grants_before, self.cells.into())
    }

    /// Coverage after the change, in percent with one decimal.
    #[must_use]
    pub fn coverage_after(&self) -> f64 {
        let after = (self.grants_before + self.added).saturating_sub(self.removed);
        percent(after, self.cells.into())
    }

    /// Whether every added grant gives access, every removed one takes it, and nothing else
    /// changes.
    #[must_use]
    pub fn access_follows_grants(&self) -> bool {
        (self.effect.gained, self.effect.lost) == (self.added, self.removed)
    }

    /// Whether the change has no effect.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added + self.removed == 0
    }

    /// Adds the figures of the whole matrix, and the guard that depends on them.
    pub fn set_totals(&mut self, totals: &Statistics) {
        self.grants_before = totals.grants;
        self.cells = totals.users.saturating_mul(totals.companies);
        self.effective_before = totals.effective_pairs;
        if !matches!(self.guard, Some(Guard::LastSuperAdmin { .. })) {
            let is_many = |lost: u64, of: u64| lost >= MANY && lost.saturating_mul(4) > of;
            self.guard = if is_many(self.removed, totals.grants) {
                Some(Guard::ManyRemoved { count: self.removed })
            } else if is_many(self.effect.lost, totals.effective_pairs) {
                Some(Guard::ManyLoseAccess { count: self.effect.lost })
            } else {
                None
            };
        }
    }
}

/// Why a change is dangerous. It is made only if the operator types its count.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Guard {
    /// It removes twenty or more grants that are more than a quarter of all.
    ManyRemoved {
        /// How many grants it removes.
        count: u64,
    },
    /// It takes twenty or more user–company pairs of effective access that are more than a
    /// quarter of all.
    ManyLoseAccess {
        /// How many pairs lose access.
        count: u64,
    },
    /// It removes every grant of the last active Super Admin that has any.
    LastSuperAdmin {
        /// How many grants it removes, including those of other users.
        count: u64,
        /// The Super Admin.
        username: String,
    },
}

impl fmt::Display for Guard {
    /// What the change does, as the end of a sentence: `removes …`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ManyRemoved { .. } => f.write_str("removes more than a quarter of all grants"),
            Self::ManyLoseAccess { .. } => {
                f.write_str("takes away more than a quarter of all effective access")
            }
            Self::LastSuperAdmin { username, .. } => {
                write!(f, "removes every grant of the last Super Admin, {username}")
            }
        }
    }
}

impl Guard {
    /// The number to type: the count of removed grants, or of pairs that lose access.
    #[must_use]
    pub fn count(&self) -> u64 {
        match self {
            Self::ManyRemoved { count }
            | Self::ManyLoseAccess { count }
            | Self::LastSuperAdmin { count, .. } => *count,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard(removed: u64, grants: u64) -> Option<Guard> {
        let mut preview = Preview { removed, ..Preview::default() };
        preview.set_totals(&Statistics { grants, ..Statistics::default() });
        preview.guard
    }

    #[test]
    fn removing_twenty_grants_and_a_quarter_of_all_is_guarded() {
        assert_eq!(guard(19, 20), None);
        assert_eq!(guard(20, 80), None, "exactly a quarter");
        assert_eq!(guard(20, 79), Some(Guard::ManyRemoved { count: 20 }));
        assert_eq!(guard(1000, 10_000), None);
    }

    #[test]
    fn taking_twenty_pairs_and_a_quarter_of_all_access_is_guarded() {
        let guard = |lost: u64, effective_pairs: u64| {
            let effect = AccessEffect { lost, ..AccessEffect::default() };
            let mut preview = Preview { removed: 1, effect, ..Preview::default() };
            preview.set_totals(&Statistics { grants: 100, effective_pairs, ..Default::default() });
            preview.guard
        };
        assert_eq!(guard(19, 20), None);
        assert_eq!(guard(20, 80), None, "exactly a quarter");
        assert_eq!(guard(20, 79), Some(Guard::ManyLoseAccess { count: 20 }));
    }

    #[test]
    #[allow(clippy::float_cmp)] // one decimal, made from a whole number
    fn coverage_before_and_after_the_change() {
        let preview =
            Preview { added: 10, removed: 5, grants_before: 20, cells: 200, ..Preview::default() };
        assert_eq!((preview.coverage_before(), preview.coverage_after()), (10.0, 12.5));
    }
}
