//! Role rules: which companies a role calls for, and what comes of it.

use super::{Company, CompanyId, Statistics, TenantId};

/// The companies that a rule gives to the users of a role.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scope {
    /// Every company.
    All,
    /// The companies of the user's tenant.
    Tenant,
    /// The user's home company.
    Home,
    /// No company: grants are given by hand.
    #[default]
    None,
}

impl Scope {
    /// Every scope, the widest first.
    pub const ALL: [Self; 4] = [Self::All, Self::Tenant, Self::Home, Self::None];

    /// The scope of a role before anybody changed its rule: that of the HR
    /// system's old data migration.
    #[must_use]
    pub fn default_of(role: &str) -> Self {
        match role {
            "Super Admin" => Self::All,
            "HR Manager" | "Tenant Admin" => Self::Home,
            _ => Self::None,
        }
    }

    /// The roles whose rule gives something before anybody changed it.
    pub const DEFAULT_ROLES: [&str; 3] = ["Super Admin", "Tenant Admin", "HR Manager"];

    /// The word in the database, on the screen and in scripts.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Tenant => "tenant",
            Self::Home => "home",
            Self::None => "none",
        }
    }

    /// The scope that a word stands for.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == word)
    }

    /// Whether the rule gives `company` to a user with this home company and
    /// this tenant. Whether the user or the company is active is not asked.
    #[must_use]
    pub fn calls_for(
        self,
        home: Option<&CompanyId>,
        tenant: Option<&TenantId>,
        company: &Company,
    ) -> bool {
        match self {
            Self::All => true,
            Self::Tenant => tenant.is_some() && tenant == company.tenant.as_ref(),
            Self::Home => home == Some(&company.id),
            Self::None => false,
        }
    }
}

/// The rule of one role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The role's name.
    pub role: String,
    /// What it gives.
    pub scope: Scope,
    /// Whether there is such a role; a rule outlives its role.
    pub role_exists: bool,
}

impl Rule {
    /// Whether the rule is as it was before anybody changed it.
    #[must_use]
    pub fn is_default(&self) -> bool {
        self.scope == Scope::default_of(&self.role)
    }
}

/// What a rule comes to, counted over the users of its role.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RoleFigures {
    /// Users of the role, active or not.
    pub users: u64,
    /// Cells of these users with a grant, called for or not.
    pub grants: u64,
    /// Cells that the rule calls for.
    pub called_for: u64,
    /// Those of them that have no grant.
    pub drift: u64,
}

/// Every rule with its figures, and the totals that they are part of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleReport {
    /// The totals over all users.
    pub statistics: Statistics,
    /// The roles in the order of the role table, then the rules whose role is
    /// gone.
    pub roles: Vec<(Rule, RoleFigures)>,
    /// The users without a role: no rule calls for anything.
    pub without_role: RoleFigures,
}

/// What changing one rule would do to drift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulePreview {
    /// The rule as it stands.
    pub rule: Rule,
    /// What it would give.
    pub scope: Scope,
    /// The figures of the role as the rule stands.
    pub before: RoleFigures,
    /// The figures of the role afterwards.
    pub after: RoleFigures,
    /// Drift of all roles as the rule stands.
    pub drift_before: u64,
    /// Drift of all roles afterwards.
    pub drift_after: u64,
}
