//! What a bulk change would do, counted before it is committed, and whether the guard requires
//! confirmation.

use super::guard::{MANY, MOST_FOR_ONE, SEVERAL, is_many, is_most};
use super::statistics::percent;
use super::{
    AccessEffect, Affected, Guard, HomeEffect, PopulateReport, Statistics, effects_in_words,
};

/// A change that more than doubles all grants needs confirmation only if it adds at least this
/// many: in a small database, doubling is no danger.
const MANY_ADDED: u64 = 1_000;

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
    /// Users who lose their last company.
    pub losing_last: u64,
    /// Grants of the whole matrix before the change.
    pub grants_before: u64,
    /// Cells of the whole matrix.
    pub cells: u64,
    /// The first affected users: those who lose all access, those who lose the last grant, those
    /// who lose some access, then the others, each by id; at most [`Preview::MOST_USERS`].
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
    /// What the change does to home companies.
    pub homes: HomeEffect,
    /// Effective pairs of the whole matrix before the change. Counting stops as soon as it is
    /// certain that no confirmation is needed, so it may be lower than the true number.
    pub effective_before: u64,
    /// The users who gain or lose most, for the guard.
    pub extremes: Extremes,
    /// The report of populating, if the change populates.
    pub populate: Option<Box<PopulateReport>>,
}

/// The users of a change who gain or lose so much that it may be a mistake.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extremes {
    /// Whether a person chose the added grants; otherwise rules or a file did.
    pub is_picked: bool,
    /// The user who gains most grants.
    pub gainer: Option<Affected>,
    /// A user who loses nearly all of many grants.
    pub loser: Option<Affected>,
    /// A Super Admin who loses most grants.
    pub admin: Option<Affected>,
    /// A Super Admin who loses all access; `removed` counts the companies.
    pub leaving_admin: Option<Affected>,
}

impl Extremes {
    /// Whether losing `removed` of `held` grants is nearly all of many.
    #[must_use]
    pub fn is_nearly_all(removed: u64, held: u64) -> bool {
        removed >= MANY && removed.saturating_mul(10) >= held.saturating_mul(9)
    }

    /// Whether losing `removed` of `held` grants is most of a Super Admin's: several, and more
    /// than half.
    #[must_use]
    pub fn is_most(removed: u64, held: u64) -> bool {
        is_most(removed, held)
    }

    /// Whether a Super Admin can work in enough companies that leaving needs confirmation.
    #[must_use]
    pub fn is_several(companies: u64) -> bool {
        companies >= SEVERAL
    }

    fn guard(&self, added: u64, grants: u64) -> Option<Guard> {
        let named = |it: &Affected| it.name.clone();
        if let Some(admin) = &self.leaving_admin {
            return Some(Guard::SuperAdminLosesAccess {
                count: admin.removed,
                username: named(admin),
            });
        }
        if let Some(admin) = &self.admin {
            return Some(Guard::SuperAdminLosesMost {
                count: admin.removed,
                username: named(admin),
            });
        }
        if let Some(loser) = &self.loser {
            return Some(Guard::UserLosesNearlyAll {
                count: loser.removed,
                username: named(loser),
            });
        }
        if !self.is_picked {
            return None;
        }
        if added >= MANY_ADDED && added > grants {
            return Some(Guard::ManyAdded { count: added });
        }
        let gainer = self.gainer.as_ref().filter(|it| it.added > MOST_FOR_ONE)?;
        Some(Guard::ManyForOne { count: gainer.added, username: named(gainer) })
    }
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

    /// Whether every added grant gives access, every removed grant takes access away, and
    /// nothing else changes.
    #[must_use]
    pub fn access_follows_grants(&self) -> bool {
        (self.effect.gained, self.effect.lost) == (self.added, self.removed) && self.homes.is_none()
    }

    /// The effect on access and home companies, as a clause; empty if access simply follows
    /// the grants.
    #[must_use]
    pub fn effects_in_words(&self) -> String {
        if self.access_follows_grants() {
            return String::new();
        }
        effects_in_words(&self.effect, &self.homes)
    }

    /// Whether the change has no effect.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added + self.removed == 0
    }

    /// Sets the figures of the whole matrix, and the guard, which depends on them.
    pub fn set_totals(&mut self, totals: &Statistics) {
        self.grants_before = totals.grants;
        self.cells = totals.users.saturating_mul(totals.companies);
        self.effective_before = totals.effective_pairs;
        if !matches!(self.guard, Some(Guard::LastSuperAdmin { .. })) {
            self.guard = if is_many(self.removed, totals.grants) {
                Some(Guard::ManyRemoved { count: self.removed })
            } else if is_many(self.effect.lost, totals.effective_pairs) {
                Some(Guard::ManyLoseAccess { count: self.effect.lost })
            } else {
                self.extremes.guard(self.added, totals.grants)
            };
        }
    }
}

#[cfg(test)]
mod tests;
