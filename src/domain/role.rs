//! The names of the HR system's roles that its code, and so grantgrid, treats specially.
//! They match exactly.

/// Reaches every company, and may do everything.
pub(crate) const SUPER_ADMIN: &str = "Super Admin";
/// Manages one tenant.
pub(crate) const TENANT_ADMIN: &str = "Tenant Admin";
/// Manages users and companies of one tenant.
pub(crate) const HR_MANAGER: &str = "HR Manager";

/// What is said of a rule or a policy that outlives its role.
pub(crate) const NO_LONGER_EXISTS: &str = "role no longer exists";
/// What is said of the Super Admin without whom nobody could manage access.
pub(crate) const IS_LAST_SUPER_ADMIN: &str = "is the last active Super Admin with access";
