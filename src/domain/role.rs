//! The names of the HR system's roles that its code, and so grantgrid, treats specially.
//! They match exactly.

/// Reaches every company, and may do everything.
pub(crate) const SUPER_ADMIN: &str = "Super Admin";
/// Manages one tenant.
pub(crate) const TENANT_ADMIN: &str = "Tenant Admin";
/// Manages users and companies of one tenant.
pub(crate) const HR_MANAGER: &str = "HR Manager";
