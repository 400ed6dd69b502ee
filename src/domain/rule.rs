//! Role rules: which companies each role should have, and how far grants match.

use super::role::{HR_MANAGER, SUPER_ADMIN, TENANT_ADMIN};
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
    /// No company: access is granted by hand.
    #[default]
    None,
}

impl Scope {
    /// Every scope, widest first.
    pub const ALL: [Self; 4] = [Self::All, Self::Tenant, Self::Home, Self::None];

    /// The default scope of a role, as in the HR system's old data migration.
    #[must_use]
    pub fn default_of(role: &str) -> Self {
        match role {
            SUPER_ADMIN => Self::All,
            HR_MANAGER | TENANT_ADMIN => Self::Home,
            _ => Self::None,
        }
    }

    /// The roles whose default rule gives companies.
    pub const DEFAULT_ROLES: [&str; 3] = [SUPER_ADMIN, TENANT_ADMIN, HR_MANAGER];

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

    /// Parses the word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == word)
    }

    /// Whether the rule requires `company` for a user with this home company and this tenant.
    /// It makes no difference whether user or company is active.
    #[must_use]
    pub fn requires(
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
    /// Its scope.
    pub scope: Scope,
    /// Whether the role exists; a rule outlives its role.
    pub role_exists: bool,
}

impl Rule {
    /// Whether the rule is the default one.
    #[must_use]
    pub fn is_default(&self) -> bool {
        self.scope == Scope::default_of(&self.role)
    }
}

/// The figures of a rule, counted over the users of its role.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RoleFigures {
    /// Users of the role, active or not.
    pub users: u64,
    /// Cells of these users with a grant, required or not.
    pub grants: u64,
    /// Cells that the rule requires.
    pub required: u64,
    /// Required cells that have no grant.
    pub drift: u64,
}

/// Every rule with its figures, and the totals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleReport {
    /// The totals over all users.
    pub statistics: Statistics,
    /// The roles in the order of the role table, then the rules whose role no longer
    /// exists.
    pub roles: Vec<(Rule, RoleFigures)>,
    /// The users without a role, for whom no rule requires anything.
    pub without_role: RoleFigures,
}

/// What changing one rule would do to drift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulePreview {
    /// The current rule.
    pub rule: Rule,
    /// The new scope.
    pub scope: Scope,
    /// The figures of the role under the current rule.
    pub before: RoleFigures,
    /// The figures of the role under the new rule.
    pub after: RoleFigures,
    /// Drift of all roles under the current rule.
    pub drift_before: u64,
    /// Drift of all roles under the new rule.
    pub drift_after: u64,
}
