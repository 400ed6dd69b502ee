//! A company of the HR system.

use super::{CompanyId, TenantId};

/// A row of `hrm_company` with its tenant's name.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Company {
    /// The id, as the database spells it.
    pub id: CompanyId,
    /// The short code; unique within a tenant, not across tenants.
    pub code: String,
    /// The full name.
    pub name: String,
    /// The tenant it belongs to, where the database knows tenants.
    pub tenant: Option<TenantId>,
    /// The tenant's name.
    pub tenant_name: Option<String>,
    /// The tenant's code.
    pub tenant_code: Option<String>,
    /// Whether the HR system uses it. NULL reads as active.
    pub active: bool,
}
