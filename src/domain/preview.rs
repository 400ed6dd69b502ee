//! What a bulk change would do, counted before it is committed, and the guard
//! that asks before a dangerous one.

use std::fmt;

use super::statistics::percent;
use super::{AccessEffect, HomeEffect, PopulateReport, Statistics, effects_in_words};
use crate::text::counted;

/// The minimum number of removed grants for a change to need confirmation.
const MANY: u64 = 20;

/// The minimum number of added grants for a change that doubles all grants to need it: in a
/// small database that is no danger.
const MANY_ADDED: u64 = 250_000;

/// The greatest number of companies that one user gets without confirmation, in a change of
/// at most [`FEW_USERS`]: who grants to hundreds of users means all of their companies.
const MOST_FOR_ONE: u64 = 20;
const FEW_USERS: u64 = 100;

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
    /// What it does to home companies.
    pub homes: HomeEffect,
    /// Effective pairs of the whole matrix before the change.
    pub effective_before: u64,
    /// The users who gain or lose most, as far as that matters to the guard.
    pub extremes: Extremes,
    /// The report of populating, if the change populates.
    pub populate: Option<Box<PopulateReport>>,
}

/// The users of a change for whom it may be a mistake.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extremes {
    /// Whether a person picked what is added; otherwise rules or a file say it.
    pub is_picked: bool,
    /// The user who gains most grants.
    pub gainer: Option<Affected>,
    /// A user who loses nearly all of many grants.
    pub loser: Option<Affected>,
    /// A Super Admin who loses most grants.
    pub admin: Option<Affected>,
}

impl Extremes {
    /// Whether a user who keeps so few of so many grants loses nearly all.
    #[must_use]
    pub fn is_nearly_all(removed: u64, held: u64) -> bool {
        removed >= MANY && removed.saturating_mul(10) >= held.saturating_mul(9)
    }

    /// Whether a Super Admin loses most grants.
    #[must_use]
    pub fn is_most(removed: u64, held: u64) -> bool {
        removed >= MANY && removed.saturating_mul(2) > held
    }

    fn guard(&self, (added, users): (u64, u64), grants: u64) -> Option<Guard> {
        let named = |it: &Affected| it.name.clone();
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
        let gainer = self.gainer.as_ref();
        let gainer = gainer.filter(|it| it.added > MOST_FOR_ONE && users <= FEW_USERS)?;
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

    /// Whether every added grant gives access, every removed one takes it, and nothing else
    /// changes.
    #[must_use]
    pub fn access_follows_grants(&self) -> bool {
        (self.effect.gained, self.effect.lost) == (self.added, self.removed) && self.homes.is_none()
    }

    /// What becomes of access and of home companies, as a clause; empty where access simply
    /// follows the grants.
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

    /// Adds the figures of the whole matrix, and the guard that depends on them.
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
                self.extremes.guard((self.added, self.users_affected), totals.grants)
            };
        }
    }
}

/// Whether it is many of all that are lost.
fn is_many(lost: u64, of: u64) -> bool {
    lost >= MANY && lost.saturating_mul(4) > of
}

/// So much effective access that an edit takes that it needs confirmation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AccessLoss {
    /// User–company pairs that lose access.
    pub pairs: u64,
    /// Effective pairs of the whole matrix before the edit.
    pub of: u64,
}

impl AccessLoss {
    /// With fewer pairs no confirmation is needed, whatever they are of.
    pub(crate) const MINIMUM: u64 = MANY;

    /// From so many effective pairs on, losing `lost` of them needs no confirmation.
    pub(crate) fn harmless_total(lost: u64) -> u64 {
        lost.saturating_mul(4)
    }

    /// Of losing so many of so many, if that needs confirmation.
    pub(crate) fn of(pairs: u64, of: u64) -> Option<Self> {
        is_many(pairs, of).then_some(Self { pairs, of })
    }

    /// The guard that asks for the confirmation.
    #[must_use]
    pub fn guard(self) -> Guard {
        Guard::ManyLoseAccess { count: self.pairs }
    }
}

impl fmt::Display for AccessLoss {
    /// What the edit does, as the end of a sentence: `takes away …`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pairs = counted(self.pairs, "user–company pair", "user–company pairs");
        write!(f, "{} ({pairs} of {})", self.guard(), self.of)
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
    /// It adds a quarter of a million grants or more, and more than there were.
    ManyAdded {
        /// How many grants it adds.
        count: u64,
    },
    /// It gives one of few users more than twenty new companies.
    ManyForOne {
        /// How many grants that user gains.
        count: u64,
        /// The user.
        username: String,
    },
    /// It takes twenty or more grants from one user, nearly all.
    UserLosesNearlyAll {
        /// How many grants that user loses.
        count: u64,
        /// The user.
        username: String,
    },
    /// It takes most grants from a Super Admin.
    SuperAdminLosesMost {
        /// How many grants the Super Admin loses.
        count: u64,
        /// The Super Admin.
        username: String,
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
            Self::ManyAdded { .. } => f.write_str("more than doubles the number of grants"),
            Self::ManyForOne { username, .. } => {
                write!(f, "gives {username} more than {MOST_FOR_ONE} new companies")
            }
            Self::UserLosesNearlyAll { username, .. } => {
                write!(f, "removes nearly every grant of {username}")
            }
            Self::SuperAdminLosesMost { username, .. } => {
                write!(f, "removes most grants of the Super Admin {username}")
            }
            Self::LastSuperAdmin { username, .. } => {
                write!(f, "removes every grant of the last Super Admin, {username}")
            }
        }
    }
}

impl Guard {
    /// The number to type: see [`Guard::counted`].
    #[must_use]
    pub fn count(&self) -> u64 {
        match self {
            Self::ManyRemoved { count }
            | Self::ManyLoseAccess { count }
            | Self::ManyAdded { count }
            | Self::ManyForOne { count, .. }
            | Self::UserLosesNearlyAll { count, .. }
            | Self::SuperAdminLosesMost { count, .. }
            | Self::LastSuperAdmin { count, .. } => *count,
        }
    }
}

impl Guard {
    /// What the number to type counts.
    #[must_use]
    pub fn counted(&self) -> &'static str {
        match self {
            Self::ManyLoseAccess { .. } => "the number of user–company pairs that lose access",
            Self::ManyAdded { .. } => "the number of grants added",
            Self::ManyForOne { .. } => "the number of companies this user gains",
            Self::UserLosesNearlyAll { .. } | Self::SuperAdminLosesMost { .. } => {
                "the number of grants this user loses"
            }
            Self::ManyRemoved { .. } | Self::LastSuperAdmin { .. } => {
                "the number of grants removed"
            }
        }
    }
}

#[cfg(test)]
mod tests;
