//! Role rules: which companies a role calls for.

use super::{Company, CompanyId, TenantId};

/// The companies that a rule gives to the users of a role.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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

    /// Whether the rule gives `company` to a user with this home company and
    /// this tenant.
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
