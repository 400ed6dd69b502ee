//! A company of the HR system.

use super::{CompanyId, TenantId};

/// A row of `hrm_company`, with its tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Company {
    /// The id, as the database spells it.
    pub id: CompanyId,
    /// The short code; unique within a tenant, not across tenants.
    pub code: String,
    /// The full name.
    pub name: String,
    /// The tenant it belongs to, if the database has tenants.
    pub tenant: Option<TenantId>,
    /// The tenant's name.
    pub tenant_name: Option<String>,
    /// The tenant's code.
    pub tenant_code: Option<String>,
    /// Whether the HR system uses it. NULL counts as active.
    pub active: bool,
}

impl Company {
    /// Labels that distinguish it from other companies with the same code: `CODE (TENANT)`
    /// with the tenant's code and with its name, `CODE (NAME)`, and `NAME (CODE)`.
    #[must_use]
    pub fn labels(&self) -> Vec<String> {
        let tenants = self.tenant_code.iter().chain(&self.tenant_name).map(String::as_str);
        company_labels(&self.code, &self.name, tenants)
    }
}

/// The labels of a company with this code, name and tenant.
pub(crate) fn company_labels<'a>(
    code: &str,
    name: &str,
    tenants: impl Iterator<Item = &'a str>,
) -> Vec<String> {
    let by_code = |other: &str| format!("{code} ({other})");
    tenants.map(by_code).chain([by_code(name), format!("{name} ({code})")]).collect()
}
