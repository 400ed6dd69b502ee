//! What is known about the current user in a pass over users and grants.

use crate::domain::RoleId;
use crate::store::reading::effective::AccessBasis;
use crate::store::reading::required::RequiredCompanies;

/// What is known about the current user.
pub(in crate::store) struct UserCount<'a> {
    pub(in crate::store) id: i64,
    pub(in crate::store) role: Option<RoleId>,
    pub(in crate::store) organization: Option<i64>,
    /// The position of the home company.
    pub(in crate::store) home: Option<usize>,
    /// The companies that the rule of the user's role requires.
    pub(in crate::store) required: RequiredCompanies,
    /// The granted companies, ascending, as pairs of the user's id and the company's position.
    pub(in crate::store) held: &'a [(i64, usize)],
    /// What decides the access, apart from the grants.
    pub(in crate::store) basis: AccessBasis,
}
