//! What the walk over users and grants knows of the user it has come to.

use crate::domain::{RoleId, Scope, TenantId};
use crate::store::reading::effective::AccessBasis;

/// What the walk knows of a user.
pub(in crate::store) struct UserCount<'a> {
    pub(in crate::store) id: i64,
    pub(in crate::store) role: Option<RoleId>,
    pub(in crate::store) organization: Option<i64>,
    /// What the rule of the role gives.
    pub(in crate::store) scope: Scope,
    /// The home company's position.
    pub(in crate::store) home: Option<usize>,
    /// The tenant, where the rule asks for it.
    pub(in crate::store) tenant: Option<&'a TenantId>,
    /// The user's id with the position of each company granted, ascending.
    pub(in crate::store) held: &'a [(i64, usize)],
    /// What decides the access beside the grants.
    pub(in crate::store) basis: AccessBasis,
}

impl UserCount<'_> {
    /// Whether the user has no grant for the company at this position.
    pub(in crate::store) fn lacks(&self, company: usize) -> bool {
        self.held.binary_search_by_key(&company, |(_, held)| *held).is_err()
    }
}
