//! The guard: which changes are so dangerous that a person has to confirm them deliberately.

use std::fmt;

use crate::text::counted;

/// The minimum number of removed grants for a change to need confirmation.
pub(super) const MANY: u64 = 20;

/// The minimum that a Super Admin loses for losing most to need confirmation: a single grant is not
/// a bulk change.
pub(super) const SEVERAL: u64 = 2;

/// The most companies that one user can gain without confirmation.
pub(super) const MOST_FOR_ONE: u64 = 20;

/// Whether a loss is large enough, in number and in proportion, to need confirmation.
pub(super) fn is_many(lost: u64, of: u64) -> bool {
    lost >= MANY && lost.saturating_mul(4) > of
}

/// Whether a Super Admin loses most: several, and more than half.
pub(super) fn is_most(lost: u64, of: u64) -> bool {
    lost >= SEVERAL && lost.saturating_mul(2) > of
}

/// A loss of effective access so large that it needs confirmation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AccessLoss {
    /// User–company pairs that lose access.
    pub pairs: u64,
    /// All user–company pairs with effective access before the edit; with `admin`, those of that
    /// user.
    pub of: u64,
    /// The Super Admin who loses most access, if that is why.
    pub admin: Option<String>,
}

impl AccessLoss {
    /// A loss of fewer pairs needs no confirmation, whatever the total.
    pub(crate) const MINIMUM: u64 = MANY;

    /// If there are at least this many effective pairs, losing `lost` of them needs no
    /// confirmation.
    pub(crate) fn harmless_total(lost: u64) -> u64 {
        lost.saturating_mul(4)
    }

    /// The loss of `pairs` out of `of` effective pairs; `None` if it needs no confirmation.
    pub(crate) fn of(pairs: u64, of: u64) -> Option<Self> {
        is_many(pairs, of).then_some(Self { pairs, of, admin: None })
    }

    /// The loss of a Super Admin, who can still get into `after` of `before` companies, if that
    /// needs confirmation.
    pub(crate) fn of_admin(username: String, before: u64, after: u64) -> Option<Self> {
        let pairs = before.saturating_sub(after);
        let admin = Some(username);
        is_most(pairs, before).then_some(Self { pairs, of: before, admin })
    }

    /// The guard that asks for the confirmation.
    #[must_use]
    pub fn guard(&self) -> Guard {
        let count = self.pairs;
        match &self.admin {
            Some(username) => Guard::SuperAdminLosesAccess { count, username: username.clone() },
            None => Guard::ManyLoseAccess { count },
        }
    }
}

impl fmt::Display for AccessLoss {
    /// What the edit does, as the end of a sentence: `takes away …`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(username) = &self.admin {
            let companies = counted(self.of, "company", "companies");
            return write!(
                f,
                "takes away the access of {username}, a Super Admin, to {} of {companies}",
                self.pairs
            );
        }
        let pairs = counted(self.pairs, "user–company pair", "user–company pairs");
        write!(f, "{} ({pairs} of {})", self.guard(), self.of)
    }
}

/// Why a change is dangerous. It is committed only if the operator types its count.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Guard {
    /// It removes twenty or more grants that are more than a quarter of all.
    ManyRemoved {
        /// How many grants it removes.
        count: u64,
    },
    /// It takes away twenty or more user–company pairs of effective access that are more than a
    /// quarter of all.
    ManyLoseAccess {
        /// How many pairs lose access.
        count: u64,
    },
    /// It adds a thousand grants or more, and more than there were.
    ManyAdded {
        /// How many grants it adds.
        count: u64,
    },
    /// It gives one user more than twenty new companies.
    ManyForOne {
        /// How many grants that user gains.
        count: u64,
        /// The user.
        username: String,
    },
    /// It takes twenty or more grants from one user, nearly all that the user has.
    UserLosesNearlyAll {
        /// How many grants that user loses.
        count: u64,
        /// The user.
        username: String,
    },
    /// It takes two or more grants from a Super Admin, more than half of them.
    SuperAdminLosesMost {
        /// How many grants the Super Admin loses.
        count: u64,
        /// The Super Admin.
        username: String,
    },
    /// A Super Admin who can work in several companies is deactivated, leaves, or is deleted.
    SuperAdminLosesAccess {
        /// In how many companies the Super Admin can work.
        count: u64,
        /// The Super Admin.
        username: String,
    },
    /// It removes every grant of the last active Super Admin who has any.
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
            Self::SuperAdminLosesAccess { username, .. } => {
                write!(f, "takes all access away from the Super Admin {username}")
            }
            Self::LastSuperAdmin { username, .. } => {
                write!(f, "removes every grant of the last Super Admin, {username}")
            }
        }
    }
}

impl Guard {
    /// The word in scripts.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::ManyRemoved { .. } => "many_removed",
            Self::ManyLoseAccess { .. } => "many_lose_access",
            Self::ManyAdded { .. } => "many_added",
            Self::ManyForOne { .. } => "many_for_one",
            Self::UserLosesNearlyAll { .. } => "user_loses_nearly_all",
            Self::SuperAdminLosesMost { .. } => "super_admin_loses_most",
            Self::SuperAdminLosesAccess { .. } => "super_admin_loses_access",
            Self::LastSuperAdmin { .. } => "last_super_admin",
        }
    }

    /// The user it is about, if it is one.
    #[must_use]
    pub fn username(&self) -> Option<&str> {
        match self {
            Self::ManyRemoved { .. } | Self::ManyLoseAccess { .. } | Self::ManyAdded { .. } => None,
            Self::ManyForOne { username, .. }
            | Self::UserLosesNearlyAll { username, .. }
            | Self::SuperAdminLosesMost { username, .. }
            | Self::SuperAdminLosesAccess { username, .. }
            | Self::LastSuperAdmin { username, .. } => Some(username),
        }
    }

    /// The number that the operator has to type: see [`Guard::counted`].
    #[must_use]
    pub fn count(&self) -> u64 {
        match self {
            Self::ManyRemoved { count }
            | Self::ManyLoseAccess { count }
            | Self::ManyAdded { count }
            | Self::ManyForOne { count, .. }
            | Self::UserLosesNearlyAll { count, .. }
            | Self::SuperAdminLosesMost { count, .. }
            | Self::SuperAdminLosesAccess { count, .. }
            | Self::LastSuperAdmin { count, .. } => *count,
        }
    }

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
            Self::SuperAdminLosesAccess { .. } => {
                "the number of companies that this user can no longer get into"
            }
            Self::ManyRemoved { .. } | Self::LastSuperAdmin { .. } => {
                "the number of grants removed"
            }
        }
    }
}
