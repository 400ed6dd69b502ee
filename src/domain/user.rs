//! A user of the HR system.

use super::{CompanyId, Person, RoleId, TenantId, UserId};

/// A row of `hrm_users`, joined with its role, employee record and organization.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct User {
    /// The id.
    pub id: UserId,
    /// The unique name that the user logs in with.
    pub username: String,
    /// First and last name.
    pub full_name: String,
    /// The email address; empty if the database has none.
    pub email: String,
    /// The role's id, if the user has one.
    pub role_id: Option<RoleId>,
    /// The role's name; empty for a user without a role.
    pub role: String,
    /// Whether the user may log in. NULL counts as inactive, as in the HR system's login.
    pub active: bool,
    /// The company of the user's first employee record.
    pub home_company: Option<CompanyId>,
    /// The home company's tenant, otherwise the organization's.
    pub tenant: Option<TenantId>,
    /// The person whom the id belongs to.
    pub person: Person,
}

impl User {
    /// The full name, or the username if there is no full name.
    #[must_use]
    pub fn name(&self) -> &str {
        if self.full_name.is_empty() { &self.username } else { &self.full_name }
    }

    /// The role's name, or the words for no role.
    #[must_use]
    pub fn role_title(&self) -> &str {
        if self.role.is_empty() { "no role" } else { &self.role }
    }
}
