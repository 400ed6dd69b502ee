//! Operators, and what the HR system allows them to do.

use super::role::{HR_MANAGER, SUPER_ADMIN, TENANT_ADMIN};
use super::{TenantId, UserId};

/// The HR system's user who works with grantgrid, as named with `--as`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operator {
    /// The user.
    pub id: UserId,
    /// The user's name, as the journal stores it.
    pub name: String,
    /// The name of the user's role.
    pub role: String,
    /// What the role allows.
    pub rights: Rights,
}

/// The scope of an operator's rights.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rights {
    /// Every user, every company, and the rules.
    Everything,
    /// The users and companies of one tenant.
    Tenant {
        /// The tenant.
        id: TenantId,
        /// Its name, or its id if the database has no names.
        name: String,
    },
}

/// What a role allows, before the tenant is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessLevel {
    /// Everything.
    Everything,
    /// What belongs to the operator's own tenant.
    OwnTenant,
    /// Nothing.
    Nothing,
}

impl AccessLevel {
    /// What the HR system allows a role.
    #[must_use]
    pub fn of_role(role: &str) -> Self {
        match role {
            SUPER_ADMIN => Self::Everything,
            TENANT_ADMIN | HR_MANAGER => Self::OwnTenant,
            _ => Self::Nothing,
        }
    }
}

/// The rank of an account by its role, lowest first: nobody can change an account
/// above their own rank, or raise one above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Every other role, or no role.
    Other,
    /// HR Manager.
    HrManager,
    /// Tenant Admin.
    TenantAdmin,
    /// Super Admin.
    SuperAdmin,
}

impl Rank {
    /// The rank of a role.
    #[must_use]
    pub fn of_role(role: &str) -> Self {
        match role {
            SUPER_ADMIN => Self::SuperAdmin,
            TENANT_ADMIN => Self::TenantAdmin,
            HR_MANAGER => Self::HrManager,
            _ => Self::Other,
        }
    }
}

/// An action that requires a permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission<'a> {
    /// Changing role rules, which apply to every tenant.
    ChangeRules,
    /// Changing the access policy, which describes the whole HR system.
    ChangePolicy,
    /// Reading the whole database, such as a backup or a check.
    SeeEverything,
    /// Editing, deactivating or deleting a user.
    ChangeUser(UserId),
    /// Editing, deactivating or deleting a company.
    ChangeCompany(&'a super::CompanyId),
    /// Moving a user or a company to a tenant; `None` for none.
    PutInto(Option<&'a TenantId>),
}

impl Operator {
    /// The operator as the title bar shows it: name, role, and the tenant that the
    /// rights are limited to.
    #[must_use]
    pub fn title(&self) -> String {
        let Self { name, role, .. } = self;
        match &self.rights {
            Rights::Everything => format!("{name} · {role}"),
            Rights::Tenant { name: tenant, .. } => format!("{name} · {role} · {tenant}"),
        }
    }

    /// The tenant that the rights are limited to, if any.
    #[must_use]
    pub fn tenant(&self) -> Option<&TenantId> {
        match &self.rights {
            Rights::Everything => None,
            Rights::Tenant { id, .. } => Some(id),
        }
    }
}
