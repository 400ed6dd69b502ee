//! What populating comes to: role by role, with the users who get nothing and
//! why.

use std::collections::BTreeMap;
use std::fmt;

use super::{CompanyId, Scope};

/// Why a rule gives a user nothing, or not everything.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Skip {
    /// The user has no role, or one that is gone.
    NoRole,
    /// The rule gives the home company, and nobody employs the user.
    NoEmployee,
    /// The employee record names no company, or one that is gone.
    NoHome,
    /// The rule gives the tenant's companies, and the user has no tenant.
    NoTenant,
    /// The rule calls for this company, whose id the HR system could not read
    /// back from a grant.
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
            Self::NoHome => {
                f.write_str("no home company: the employee record names none, or one that is gone")
            }
            Self::NoTenant => f.write_str("no tenant"),
            Self::UnusableCompany { code } => {
                write!(f, "{code} cannot be granted: its id is kept as a number or is no UUID")
            }
        }
    }
}

/// What the users of one role get.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RolePopulate {
    /// The role's name; `None` for the users without one.
    pub role: Option<String>,
    /// What its rule gives.
    pub scope: Scope,
    /// Users that are populated.
    pub users: u64,
    /// Those of them who get something.
    pub users_gaining: u64,
    /// Grants that are added.
    pub added: u64,
    /// Cells that the rule calls for and that have their grant already.
    pub there: u64,
    /// How many users do not get what the rule calls for, by reason.
    pub skipped: BTreeMap<Skip, u64>,
}

impl RolePopulate {
    /// Takes in the figures of another role of the same name.
    pub(crate) fn add(&mut self, other: Self) {
        self.users += other.users;
        self.users_gaining += other.users_gaining;
        self.added += other.added;
        self.there += other.there;
        for (why, users) in other.skipped {
            *self.skipped.entry(why).or_default() += users;
        }
    }
}

/// A user who does not get what the rule calls for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkippedUser {
    /// The user.
    pub username: String,
    /// The user's role, if there is one.
    pub role: Option<String>,
    /// Why.
    pub why: Skip,
}

/// A cell that a rule calls for and that gets its grant.
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

/// What populating does, beside the figures of every bulk change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PopulateReport {
    /// The roles of the users that are populated, in the order of the role
    /// table; last the users without one.
    pub roles: Vec<RolePopulate>,
    /// The first of those who do not get what their rule calls for, by id; at
    /// most [`PopulateReport::MOST_SKIPPED`].
    pub skipped: Vec<SkippedUser>,
    /// The first of the cells that get a grant, by user; at most
    /// [`PopulateReport::MOST_MISSING`].
    pub missing: Vec<MissingCell>,
}

impl PopulateReport {
    /// So many skipped users are named.
    pub const MOST_SKIPPED: usize = 1000;
    /// So many missing cells are named.
    pub const MOST_MISSING: usize = 10_000;

    /// How many users do not get what their rule calls for; one who lacks
    /// several companies that cannot be granted counts for each.
    #[must_use]
    pub fn skipped_count(&self) -> u64 {
        self.roles.iter().flat_map(|role| role.skipped.values()).sum()
    }
}
