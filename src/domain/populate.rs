//! The result of populating, by role, with the skipped users and the reasons.

use std::collections::BTreeMap;
use std::fmt;

use super::{CompanyId, Scope};

/// Why a user does not get the companies that the rule requires.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Skip {
    /// The user has no role, or one that no longer exists.
    NoRole,
    /// The rule gives the home company, and the user has no employee record.
    NoEmployee,
    /// The employee record names no company, or one that no longer exists.
    NoHome,
    /// The rule gives the tenant's companies, and the user has no tenant.
    NoTenant,
    /// The rule requires this company, but the HR system could not read its id in a grant.
    UnusableCompany {
        /// The company's code.
        code: String,
    },
}

impl Skip {
    /// The word in scripts.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::NoRole => "no_role",
            Self::NoEmployee => "no_employee_record",
            Self::NoHome => "no_home_company",
            Self::NoTenant => "no_tenant",
            Self::UnusableCompany { .. } => "unusable_company",
        }
    }
}

impl fmt::Display for Skip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRole => f.write_str("no role"),
            Self::NoEmployee => f.write_str("no employee record"),
            Self::NoHome => f.write_str(
                "no home company: the employee record names none, or one that no longer exists",
            ),
            Self::NoTenant => f.write_str("no tenant"),
            Self::UnusableCompany { code } => {
                write!(f, "{code} cannot be granted: its id is stored as a number or is not a UUID")
            }
        }
    }
}

/// The result for the users of one role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RolePopulate {
    /// The role's name; `None` for the users without one.
    pub role: Option<String>,
    /// The scope of its rule.
    pub scope: Scope,
    /// Users of the role that are populated.
    pub users: u64,
    /// How many of them gain grants.
    pub users_gaining: u64,
    /// Grants that are added.
    pub added: u64,
    /// Required cells that are already granted.
    pub existing: u64,
    /// How many users do not get what the rule requires, by reason.
    pub skipped: BTreeMap<Skip, u64>,
}

impl RolePopulate {
    /// Adds the figures of another role of the same name.
    pub(crate) fn add(&mut self, other: Self) {
        self.users += other.users;
        self.users_gaining += other.users_gaining;
        self.added += other.added;
        self.existing += other.existing;
        for (why, users) in other.skipped {
            *self.skipped.entry(why).or_default() += users;
        }
    }
}

/// A user who does not get what the rule requires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkippedUser {
    /// The user.
    pub username: String,
    /// The user's role, if there is one.
    pub role: Option<String>,
    /// The reason.
    pub why: Skip,
}

/// A cell that populating grants, because a rule requires it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingCell {
    /// The user's role.
    pub role: String,
    /// The user.
    pub username: String,
    /// The company.
    pub company: CompanyId,
    /// The company's code.
    pub company_code: String,
}

/// What populating does, in addition to the figures that every bulk change has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PopulateReport {
    /// The roles of the populated users, in the order of the role table, then the
    /// users without a role.
    pub roles: Vec<RolePopulate>,
    /// The first users who do not get what their rule requires, by id; at
    /// most [`PopulateReport::MOST_SKIPPED`].
    pub skipped: Vec<SkippedUser>,
    /// The first cells that are granted, by user; at most
    /// [`PopulateReport::MOST_MISSING`].
    pub missing: Vec<MissingCell>,
}

impl PopulateReport {
    /// The maximum number of skipped users listed.
    pub const MOST_SKIPPED: usize = 1000;
    /// The maximum number of missing cells listed.
    pub const MOST_MISSING: usize = 10_000;

    /// How many users do not get what their rule requires. A user counts once for each company
    /// that cannot be granted.
    #[must_use]
    pub fn skipped_count(&self) -> u64 {
        self.roles.iter().flat_map(|role| role.skipped.values()).sum()
    }
}
