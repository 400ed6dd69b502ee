//! The names of the roles that the HR system's code, and therefore grantgrid, treats specially.
//! They must match exactly.

/// Reaches every company, and may do everything.
pub(crate) const SUPER_ADMIN: &str = "Super Admin";
/// Manages one tenant.
pub(crate) const TENANT_ADMIN: &str = "Tenant Admin";
/// Manages users and companies of one tenant.
pub(crate) const HR_MANAGER: &str = "HR Manager";

/// The message about a rule or a policy that outlives its role.
pub(crate) const NO_LONGER_EXISTS: &str = "role no longer exists";
/// The message about the last Super Admin with access, without whom nobody could manage
/// access.
pub(crate) const IS_LAST_SUPER_ADMIN: &str = "is the last active Super Admin with access";
