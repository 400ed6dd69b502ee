//! The HR system's access policy: which companies a user can really work in.
//!
//! The HR application decides in code, not from grants alone. Here its behavior is
//! data, role by role, with one default for each generation of the HR system. A policy says
//! what the HR system *does*; a [`Rule`](super::Rule) says what *should* be granted.

pub(crate) mod effect;
pub(crate) mod words;

use effect::AccessEffect;

use super::role::{SUPER_ADMIN, TENANT_ADMIN};
use super::{Company, CompanyId, TenantId};

/// A generation of the HR system, recognized by its tables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Generation {
    /// With the table `role`.
    Hr2025,
    /// With the table `hrm_roles`.
    #[default]
    Hr2026,
}

/// The companies that a role reaches without a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reach {
    /// Every company.
    All,
    /// Every company of the user's own tenant.
    Tenant,
    /// At most the home company; [`HomeAccess`] decides.
    Home,
}

/// Whether the grants of a role count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum GrantEffect {
    /// Grants give access.
    Count,
    /// Grants have no effect.
    Ignored,
}

/// When a user can work in the home company without a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HomeAccess {
    /// Always.
    Always,
    /// As long as the user has no grant at all; the first one replaces it.
    WithoutGrants,
    /// Only by the role's reach or a grant.
    Never,
}

/// What the HR system does for the users of one role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RolePolicy {
    /// The companies reached without a grant.
    pub reach: Reach,
    /// Whether grants count.
    pub grants: GrantEffect,
    /// When the home company is reached.
    pub home: HomeAccess,
}

/// The policy of one role as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The role's name; `None` for every other role and for users without one.
    pub role: Option<String>,
    /// What applies.
    pub policy: RolePolicy,
    /// The generation's default.
    pub default: RolePolicy,
    /// Whether the role exists; an edited policy outlives its role.
    pub role_exists: bool,
}

impl Policy {
    /// The role's name, or a label for users without a role.
    #[must_use]
    pub fn label(&self) -> &str {
        self.role.as_deref().unwrap_or("(every other role, or none)")
    }

    /// Whether it differs from the default.
    #[must_use]
    pub fn is_edited(&self) -> bool {
        self.policy != self.default
    }
}

/// What edits of the access policy would do to access.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyPreview {
    /// The policies that would change, with their new values.
    pub edits: Vec<Policy>,
    /// Effective pairs of the whole matrix before the edits.
    pub effective_before: u64,
    /// The effect on users' access.
    pub effect: AccessEffect,
}

impl PolicyPreview {
    /// Effective pairs of the whole matrix after the edits.
    #[must_use]
    pub fn effective_after(&self) -> u64 {
        (self.effective_before + self.effect.gained).saturating_sub(self.effect.lost)
    }
}

/// Why a user can work in a company. If there are several reasons, it is the most durable one:
/// access by role survives a new home company, and access by home company survives the loss of
/// a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum AccessReason {
    /// The role reaches it.
    Role,
    /// It is the home company.
    Home,
    /// There is a grant, and it counts.
    Grant,
}

/// The state of a cell of the access matrix.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AccessState {
    /// No access and no grant.
    #[default]
    Empty,
    /// Access by a grant alone.
    Granted,
    /// Access without a grant, by role or home company.
    Implied,
    /// A grant in addition to access without it: revoking the grant changes nothing.
    Redundant,
    /// A grant that gives no access.
    Ineffective,
}

/// What decides a user's access, apart from the grants.
#[derive(Clone, Copy, Debug)]
pub struct UserAccess<'a> {
    /// Whether the user may log in: an inactive user works nowhere.
    pub active: bool,
    /// The policy of the user's role.
    pub policy: RolePolicy,
    /// The home company.
    pub home: Option<&'a CompanyId>,
    /// The own tenant.
    pub tenant: Option<&'a TenantId>,
    /// Whether the user has any grant at all, including one for a deleted company.
    pub has_grants: bool,
}

impl Generation {
    /// The default policy of this generation for a role; `None` for a user without one. Names
    /// must match exactly.
    #[must_use]
    pub fn policy_of(self, role: Option<&str>) -> RolePolicy {
        let fixed =
            |reach| RolePolicy { reach, grants: GrantEffect::Ignored, home: HomeAccess::Never };
        match (self, role) {
            (_, Some(SUPER_ADMIN)) => fixed(Reach::All),
            (Self::Hr2026, Some(TENANT_ADMIN)) => fixed(Reach::Tenant),
            (Self::Hr2025, _) => RolePolicy {
                reach: Reach::Home,
                grants: GrantEffect::Count,
                home: HomeAccess::WithoutGrants,
            },
            (Self::Hr2026, _) => RolePolicy {
                reach: Reach::Home,
                grants: GrantEffect::Count,
                home: HomeAccess::Always,
            },
        }
    }

    /// The year, by which people call it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hr2025 => "2025",
            Self::Hr2026 => "2026",
        }
    }
}

/// An enum whose values have one word each, in the database and in scripts.
macro_rules! words {
    ($type:ty { $($value:ident = $word:literal),+ }) => {
        impl $type {
            /// Every value.
            pub const ALL: &'static [Self] = &[$(Self::$value),+];

            /// The word in the database and in scripts.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$value => $word),+ }
            }

            /// Parses the word.
            #[must_use]
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == word)
            }
        }
    };
}

words!(Reach { All = "all", Tenant = "tenant", Home = "home" });
words!(GrantEffect { Count = "count", Ignored = "ignored" });
words!(HomeAccess { Always = "always", WithoutGrants = "without-grants", Never = "never" });
words!(AccessReason { Role = "role", Home = "home", Grant = "grant" });

impl RolePolicy {
    /// The policy in words for scripts and history: `reach tenant, grants ignored, home never`.
    #[must_use]
    pub fn words(self) -> String {
        let Self { reach, grants, home } = self;
        format!("reach {}, grants {}, home {}", reach.as_str(), grants.as_str(), home.as_str())
    }

    /// Whether the policy lets a user into the home company, given whether the user has
    /// grants.
    #[must_use]
    pub fn gives_home(self, has_grants: bool) -> bool {
        match self.home {
            HomeAccess::Always => true,
            HomeAccess::WithoutGrants => !has_grants,
            HomeAccess::Never => false,
        }
    }

    /// Why a user can work in a company without a grant; `None` if not. The arguments say
    /// whether it is in the own tenant, whether it is the home company, and whether the user
    /// has any grants.
    #[must_use]
    pub fn implied(
        self,
        has_grants: bool,
        is_own_tenant: bool,
        is_home: bool,
    ) -> Option<AccessReason> {
        let by_role = match self.reach {
            Reach::All => true,
            Reach::Tenant => is_own_tenant,
            Reach::Home => false,
        };
        if by_role {
            Some(AccessReason::Role)
        } else {
            (is_home && self.gives_home(has_grants)).then_some(AccessReason::Home)
        }
    }

    /// Whether access depends on the home company.
    #[must_use]
    pub fn depends_on_home(self) -> bool {
        self.reach == Reach::Tenant || self.home != HomeAccess::Never
    }

    /// Whether grants count.
    #[must_use]
    pub fn counts_grants(self) -> bool {
        self.grants == GrantEffect::Count
    }
}

impl UserAccess<'_> {
    /// Why the user can work in a company without a grant; `None` if not.
    #[must_use]
    pub fn implied(&self, company: &Company) -> Option<AccessReason> {
        if !self.active {
            return None;
        }
        let is_own_tenant = self.tenant.is_some() && self.tenant == company.tenant.as_ref();
        self.policy.implied(self.has_grants, is_own_tenant, self.home == Some(&company.id))
    }

    /// Why the user can work in a company; `None` if not.
    #[must_use]
    pub fn reason(&self, company: &Company, granted: bool) -> Option<AccessReason> {
        let by_grant = granted && self.active && self.policy.counts_grants();
        self.implied(company).or(by_grant.then_some(AccessReason::Grant))
    }

    /// The state of a cell.
    #[must_use]
    pub fn state(&self, company: &Company, granted: bool) -> AccessState {
        AccessState::of(granted, self.reason(company, granted))
    }
}

impl AccessState {
    /// The state of a cell, given whether it has a grant, and the reason for access.
    #[must_use]
    pub fn of(granted: bool, reason: Option<AccessReason>) -> Self {
        match (granted, reason) {
            (false, None) => Self::Empty,
            (false, Some(_)) => Self::Implied,
            (true, None) => Self::Ineffective,
            (true, Some(AccessReason::Grant)) => Self::Granted,
            (true, Some(AccessReason::Role | AccessReason::Home)) => Self::Redundant,
        }
    }
}

#[cfg(test)]
mod tests;
