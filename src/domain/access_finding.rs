//! What an auditor asks about first: facts about access that a person should judge.
//! Problems of the database are [`super::Finding`]s instead.

/// The kind of an access finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AccessFindingKind {
    /// Users who hold grants that the HR system ignores.
    IneffectiveGrants,
    /// Active users who can work nowhere.
    ActiveWithoutAccess,
    /// Inactive users who still hold grants, which count again once the user is activated.
    InactiveWithGrants,
    /// Users who hold grants in a tenant other than their own.
    GrantsAcrossTenants,
    /// Active users with the role Super Admin.
    SuperAdmins,
    /// Users who can work in every company.
    AccessToEverything,
    /// Companies that nobody, or nobody but Super Admins, can work in.
    CompaniesWithoutUsers,
    /// Users who hold grants for companies that their role already reaches.
    GrantsRepeatingRole,
}

impl AccessFindingKind {
    /// Every kind, in the order in which findings are listed.
    pub const ALL: [Self; 8] = [
        Self::IneffectiveGrants,
        Self::ActiveWithoutAccess,
        Self::InactiveWithGrants,
        Self::GrantsAcrossTenants,
        Self::SuperAdmins,
        Self::AccessToEverything,
        Self::CompaniesWithoutUsers,
        Self::GrantsRepeatingRole,
    ];

    /// The word in scripts.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::IneffectiveGrants => "ineffective_grants",
            Self::ActiveWithoutAccess => "active_without_access",
            Self::InactiveWithGrants => "inactive_with_grants",
            Self::GrantsAcrossTenants => "grants_across_tenants",
            Self::SuperAdmins => "super_admins",
            Self::AccessToEverything => "access_to_everything",
            Self::CompaniesWithoutUsers => "companies_without_users",
            Self::GrantsRepeatingRole => "grants_repeating_role",
        }
    }

    /// The description.
    #[must_use]
    pub fn description(self) -> &'static str {
        match self {
            Self::IneffectiveGrants => "users with grants that the HR system ignores",
            Self::ActiveWithoutAccess => "active users who cannot get into any company",
            Self::InactiveWithGrants => "inactive users who still have grants",
            Self::GrantsAcrossTenants => "users with grants in a tenant other than their own",
            Self::SuperAdmins => "active Super Admins",
            Self::AccessToEverything => "users who can get into every company",
            Self::CompaniesWithoutUsers => {
                "companies that nobody, or only Super Admins, can get into"
            }
            Self::GrantsRepeatingRole => {
                "users with grants for companies that their role already reaches"
            }
        }
    }

    /// Whether it is about companies; otherwise it is about users.
    #[must_use]
    pub fn is_about_companies(self) -> bool {
        self == Self::CompaniesWithoutUsers
    }
}

/// All access findings of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AccessFinding {
    /// The kind.
    pub kind: AccessFindingKind,
    /// How many users, or companies: exactly those that `filter` shows.
    pub count: u64,
    /// How many grants they have, if the finding is about grants.
    pub grants: Option<u64>,
    /// The first of them in words; at most [`super::Finding::MOST_NAMED`].
    pub samples: Vec<String>,
    /// The filter of users, or companies, that shows all of them.
    pub filter: String,
}

impl AccessFinding {
    /// The count in words: `3`, or `3 (5 grants)` if the finding is about grants.
    #[must_use]
    pub fn count_in_words(&self) -> String {
        match self.grants {
            Some(1) => format!("{} (1 grant)", self.count),
            Some(grants) => format!("{} ({grants} grants)", self.count),
            None => self.count.to_string(),
        }
    }
}
