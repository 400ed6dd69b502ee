//! What the walk over users and grants knows of the user it has come to.

use crate::domain::RoleId;
use crate::store::reading::effective::AccessBasis;
use crate::store::reading::required::RequiredCompanies;

/// What the walk knows of a user.
pub(in crate::store) struct UserCount<'a> {
    pub(in crate::store) id: i64,
    pub(in crate::store) role: Option<RoleId>,
    pub(in crate::store) organization: Option<i64>,
    /// The home company's position.
    pub(in crate::store) home: Option<usize>,
    /// What the rule of the role requires.
    pub(in crate::store) required: RequiredCompanies,
    /// The user's id with the position of each company granted, ascending.
    pub(in crate::store) held: &'a [(i64, usize)],
    /// What decides the access beside the grants.
    pub(in crate::store) basis: AccessBasis,
}
