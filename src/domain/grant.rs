//! A grant: this user may work in this company.

use super::{CompanyId, GrantId};

/// One row of `hrm_user_company_access`, as listed for its user.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Grant {
    /// The id of the row, as the database spells it.
    pub id: GrantId,
    /// The company.
    pub company: CompanyId,
    /// When it was granted, as the database writes it (UTC).
    pub granted_at: String,
}
