//! Who makes the changes, and how far the HR system lets them go.

use super::{TenantId, UserId};

/// A user of the HR system at work: named with `--as`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operator {
    /// The user.
    pub id: UserId,
    /// The user's name, as the journal keeps it.
    pub name: String,
    /// The name of the user's role.
    pub role: String,
    /// What the role allows.
    pub rights: Rights,
}

/// How far an operator's rights go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rights {
    /// Every user, every company, the rules.
    Everything,
    /// The users and companies of one tenant.
    Tenant {
        /// The tenant.
        id: TenantId,
        /// Its name, or its id where the database knows no names.
        name: String,
    },
}

/// What a role allows, before it is known whose tenant is meant.
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
            "Super Admin" => Self::Everything,
            "Tenant Admin" | "HR Manager" => Self::OwnTenant,
            _ => Self::Nothing,
        }
    }
}

/// How high an account stands by its role, the lowest first: nobody alters an
/// account above the own, or raises one above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Every other role, and none.
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
            "Super Admin" => Self::SuperAdmin,
            "Tenant Admin" => Self::TenantAdmin,
            "HR Manager" => Self::HrManager,
            _ => Self::Other,
        }
    }
}

/// Something that not every operator may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission<'a> {
    /// Changing role rules, which hold for every tenant.
    ChangeRules,
    /// What takes in the whole database, such as a copy or a check of it.
    SeeEverything,
    /// Altering, deactivating or deleting a user.
    ChangeUser(UserId),
    /// Altering, deactivating or deleting a company.
    ChangeCompany(&'a super::CompanyId),
    /// Putting a user or a company into a tenant; `None` is no tenant.
    PutInto(Option<&'a TenantId>),
}

impl Operator {
    /// The operator as the title bar has it: name, role, and the tenant where
    /// the rights end there.
    #[must_use]
    pub fn title(&self) -> String {
        let Self { name, role, .. } = self;
        match &self.rights {
            Rights::Everything => format!("{name} · {role}"),
            Rights::Tenant { name: tenant, .. } => format!("{name} · {role} · {tenant}"),
        }
    }

    /// The tenant that the rights end with, if they do.
    #[must_use]
    pub fn tenant(&self) -> Option<&TenantId> {
        match &self.rights {
            Rights::Everything => None,
            Rights::Tenant { id, .. } => Some(id),
        }
    }
}
